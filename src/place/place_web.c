/*
 * Places: the provinces of a day, one place with its history and its agencies, what is
 * wrong with the lists.
 */
#include "place/place_web.h"

#include "place/place_json.h"
#include "place_routes.h"
#include "urls.h"

enum { FOUND_MOST = 200 };

/* ROUTE place_list
 * GET        /places
 * query      q:text(200)? on:date?
 * permission place.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       place_list_view
 * json       place_list_json /api/v1/places
 * export     place_list_sheet
 * title      place.list
 */
bool place_list(struct request *rq, const struct place_list_in *in, struct place_list_page *page,
	struct err *e)
{
	struct place_fault_counts_rows faults;
	bool found;

	page->q = in->q.p ? in->q : S("");
	page->on = date_given(in->on) ? in->on : date_today();
	page->searched = in->q.n != 0;
	if (!place_counts(rq->read, page->on, &page->counts, &found, e) ||
		!place_fault_counts(rq->read, &faults, e))
		return false;
	LIST_EACH(f, &faults)
		page->faults += f->total;
	return page->searched ? place_find(rq->read, place_pattern(rq->arena, in->q), STR_NULL,
					page->on, request_most(rq, FOUND_MOST), &page->found, e)
			      : place_provinces(rq->read, page->on, &page->provinces, e);
}

static void number_json(struct json *j, const char *name, int64_t n)
{
	if (n == DB_NULL)
		json_null(j, name);
	else
		json_int(j, name, n);
}

void place_list_json(struct json *j, const struct place_list_page *p)
{
	json_date(j, "on", p->on);
	json_list(j, "places");
	LIST_EACH(x, &p->provinces) {
		json_open_item(j);
		json_str(j, "code", x->code);
		json_str(j, "kind", S("province"));
		json_str(j, "name", x->full_name);
		json_str(j, "name_en", x->name_en);
		number_json(j, "population", x->population);
		json_real(j, "area_km2", x->area);
		json_int(j, "districts", x->districts);
		json_int(j, "communes", x->communes);
		json_close(j);
	}
	LIST_EACH(x, &p->found) {
		json_open_item(j);
		json_str(j, "code", x->code);
		json_str(j, "kind", x->kind);
		json_str(j, "name", x->full_name);
		json_str(j, "province", x->province);
		json_date(j, "valid_from", x->valid_from);
		json_date(j, "valid_to", x->valid_to);
		json_close(j);
	}
	json_end(j);
}

/* The place of that code on the day asked for; without a day today's, or its last. */
static bool find_place(struct request *rq, const struct place_show_in *in,
	struct place_show_page *page, struct err *e)
{
	bool found;

	page->on = date_given(in->on) ? in->on : date_today();
	if (!place_versions(rq->read, in->code, &page->versions, e))
		return false;
	if (page->versions.n == 0)
		return FAIL(
			e, ERR_ABSENT, T_place_absent_on, in->code, date_vi(rq->arena, page->on));
	if (!date_given(in->on)) {
		const struct place_versions_row *last = &page->versions.v[page->versions.n - 1];

		page->on = place_day(last->valid_from, last->valid_to, page->on);
	}
	if (!place_on(rq->read, in->code, page->on, &page->place, &found, e))
		return false;
	return found ||
	       FAIL(e, ERR_ABSENT, T_place_absent_on, in->code, date_vi(rq->arena, page->on));
}

/* No value where there is no such place, or where it is the very one shown. */
static bool name_above(struct request *rq, struct str code, const struct place_show_page *page,
	struct str *name, struct err *e)
{
	struct place_on_row above;
	bool found;

	if (!code.p || str_eq(code, page->place.code))
		return true;
	if (!place_on(rq->read, code, page->on, &above, &found, e))
		return false;
	if (found)
		*name = above.full_name;
	return true;
}

static bool fill_now(struct request *rq, struct place_show_page *page, struct err *e)
{
	const struct place_on_row *p = &page->place;

	if (!place_sum(rq->read, p->id, page->on, &page->sum, e))
		return false;
	if (str_eq(p->kind, S("province")))
		return place_districts(rq->read, p->code, page->on, &page->districts, e) &&
		       place_communes(rq->read, p->code, page->on, &page->communes, e);
	return !str_eq(p->kind, S("district")) ||
	       place_communes_of_district(rq->read, p->code, page->on, &page->own_communes, e);
}

static bool fill_history(struct request *rq, struct place_show_page *page, struct err *e)
{
	return place_before(rq->read, page->place.id, &page->before, e) &&
	       place_after(rq->read, page->place.id, &page->after, e) &&
	       place_mapped(rq->read, page->place.id, date_today(), &page->today, e) &&
	       place_heirs(rq->read, page->place.id, page->on, &page->heirs, e);
}

/* ROUTE place_show
 * GET        /places/{code:word}
 * query      on:date? tab:word?
 * permission place.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       place_show_view
 * json       place_show_json /api/v1/places/{code}
 * export     none
 * title      place.place
 */
bool place_show(struct request *rq, const struct place_show_in *in, struct place_show_page *page,
	struct err *e)
{
	struct place_on_row *p = &page->place;

	if (!find_place(rq, in, page, e))
		return false;
	request_title(rq, p->full_name);
	page->tab = in->tab.p && str_eq(in->tab, S("history"))	  ? PLACE_TAB_HISTORY
		    : in->tab.p && str_eq(in->tab, S("agencies")) ? PLACE_TAB_AGENCIES
								  : PLACE_TAB_NOW;
	page->gone = date_given(p->valid_to) && date_cmp(p->valid_to, date_today()) < 0;
	if (!name_above(rq, p->province_code, page, &page->province, e) ||
		!name_above(rq, p->district_code, page, &page->district, e))
		return false;
	if (rq->api || page->tab == PLACE_TAB_NOW)
		if (!fill_now(rq, page, e))
			return false;
	if (rq->api || page->tab == PLACE_TAB_HISTORY)
		if (!fill_history(rq, page, e))
			return false;
	return page->tab != PLACE_TAB_AGENCIES ||
	       agency_of_place(rq->read, p->code, page->on, &page->agencies, e);
}

void place_show_json(struct json *j, const struct place_show_page *p)
{
	json_str(j, "code", p->place.code);
	json_str(j, "kind", p->place.kind);
	json_str(j, "name", p->place.full_name);
	json_date(j, "on", p->on);
	json_str(j, "province", p->place.province_code);
	json_str(j, "district", p->place.district_code);
	number_json(j, "population", p->place.population);
	json_real(j, "area_km2", p->place.area);
	json_date(j, "valid_from", p->place.valid_from);
	json_date(j, "valid_to", p->place.valid_to);
	json_str(j, "citation", p->place.citation);
	json_bool(j, "verified", p->place.verified);
	place_sum_json(j, "population_of_communes", &p->sum);
	json_list(j, "predecessors");
	LIST_EACH(b, &p->before)
		place_edge_json(j, b->step, b->code, b->full_name, b->edge, b->date, b->share,
			b->citation, b->verified);
	json_end(j);
	json_list(j, "successors");
	LIST_EACH(a, &p->after)
		place_edge_json(j, a->step, a->code, a->full_name, a->edge, a->date, a->share,
			a->citation, a->verified);
	json_end(j);
	json_list(j, "today");
	LIST_EACH(m, &p->today) {
		json_open_item(j);
		json_str(j, "code", m->code);
		json_str(j, "name", m->full_name);
		json_real(j, "share", m->share);
		json_close(j);
	}
	json_end(j);
	json_list(j, "heirs");
	LIST_EACH(h, &p->heirs) {
		json_open_item(j);
		json_str(j, "code", h->code);
		json_str(j, "name", h->full_name);
		json_bool(j, "whole", h->outside == 0);
		json_close(j);
	}
	json_end(j);
	json_list(j, "communes");
	LIST_EACH(c, &p->communes)
		json_str(j, NULL, c->code);
	LIST_EACH(c, &p->own_communes)
		json_str(j, NULL, c->code);
	json_end(j);
}

/* ROUTE place_check
 * GET        /places/faults
 * query      none
 * permission place.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       place_check_view
 * json       place_check_json /api/v1/places/faults
 * export     none
 * title      place.faults
 */
bool place_check(struct request *rq, const struct place_check_in *in, struct place_check_page *page,
	struct err *e)
{
	struct place_faults_rows rows;

	(void)in;
	if (!place_faults(rq->read, &rows, e))
		return false;
	LIST_EACH(f, &rows) {
		if (page->groups.n == 0 ||
			!str_eq(page->groups.v[page->groups.n - 1].rule, f->rule))
			LIST_ADD(rq->arena, &page->groups)->rule = f->rule;
		LIST_PUSH(rq->arena, &page->groups.v[page->groups.n - 1].faults, *f);
	}
	page->total = (int64_t)rows.n;
	return true;
}

void place_check_json(struct json *j, const struct place_check_page *p)
{
	json_int(j, "total", p->total);
	json_list(j, "faults");
	LIST_EACH(g, &p->groups)
		LIST_EACH(f, &g->faults) {
			json_open_item(j);
			json_str(j, "rule", f->rule);
			json_str(j, "code", f->code);
			json_str(j, "name", f->name);
			json_str(j, "found", f->found);
			json_bool(j, "bridged", f->bridged);
			json_close(j);
		}
	json_end(j);
}

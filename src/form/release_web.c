/*
 * The pages of releases: one made of a consolidated table, and each as it was.
 */
#include "form/release_web.h"

#include "access/access.h"
#include "form_routes.h"
#include "place_sql.h"
#include "urls.h"

enum { SINCE = 20, MISSING = 20, BEHIND = 200, ALL = 20 };

static struct str to_release(struct request *rq, struct change *c)
{
	return url_release_show(rq->arena, .release = c->entry.object_id);
}

/* ROUTE release_make
 * POST       /forms/{edition:int}/total
 * form       period:word line:word? place:word? map:date?
 * permission form.publish
 * scope      agency
 * csrf       token
 * audit      form.release
 * body       4K
 * rate       heavy
 * again      none
 * json       none
 * title      form.release_make
 */
bool release_make(
	struct request *rq, const struct release_make_in *in, struct change *c, struct err *e)
{
	struct calendar_period p;

	if (!calendar_period_find(rq->arena, in->period, &p))
		return FAIL(e, ERR_ABSENT, T_form_no_such_period);
	rq->after = to_release;
	return form_release_prepare(rq->arena, rq->read, &rq->actor,
		&(struct form_ask){ rq->actor.account, in->edition, p.system, p.to,
			in->line.n ? in->line : STR_NULL, in->place.n ? in->place : STR_NULL,
			in->map },
		&p, c, e);
}

/* --- one */

static struct str cell_link(void *arg, struct str cell)
{
	const struct release_show_page *page = arg;

	return url_release_show(page->r_arena, .release = page->r.id, .cell = cell);
}

static void fill_table(struct request *rq, struct release_show_page *page)
{
	page->table.cell_name = form_cell_name(rq->arena, rq->lang, &page->f, page->cell);
	page->table.sum = gather_line_of(rq, &page->f, page->cell, &page->released.total);
	LIST_EACH(p, &page->released.parts) {
		struct gather_line line = gather_line_of(rq, &page->f, page->cell, &p->v);

		line.name = p->name.n ? p->name : text_get(rq->lang, T_form_central);
		line.divided = p->divided;
		line.href = url_release_show(rq->arena, .release = page->r.id,
			.cell = page->cell->code, .part = p - page->released.parts.v + 1);
		LIST_PUSH(rq->arena, &page->table.parts, line);
	}
}

/* The versions that were counted in a part, each with what it says of the cell. */
static bool fill_behind(
	struct request *rq, int64_t part, struct release_show_page *page, struct err *e)
{
	size_t slot = (size_t)form_slot_of(&page->f, page->cell->code);
	struct form_release_behind_rows rows;

	if (part < 1 || part > (int64_t)page->table.parts.n)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	page->part_name = page->table.parts.v[part - 1].name;
	if (!form_release_behind(
		    rq->read, rq->actor.account, page->r.id, part - 1, BEHIND, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct form_body body;

		if (!form_body_read(rq->arena, &page->f, x->body, x->digest, &body, e))
			return false;
		LIST_PUSH(rq->arena, &page->behind,
			((struct gather_line){ .name = x->agency_name,
				.href = url_submission_show(
					rq->arena, .sheet = x->id, .nth = x->number),
				.value = form_figure_text(
					rq->arena, rq->lang, body.v[slot], page->cell->digits) }));
	}
	return true;
}

static bool name_all(struct request *rq, struct release_show_page *page, struct err *e)
{
	const struct form_release_by_id_row *r = &page->r;
	struct calendar_period p;
	struct place_on_row row;
	bool found = false;

	page->period = form_period_name(
		rq->arena, rq->lang, r->period_system, r->period_from, r->period_to);
	page->map_name = date_given(r->map) ? TEXT(rq->arena, rq->lang, T_form_map_of,
						      date_vi(rq->arena, r->map))
					    : text_get(rq->lang, T_form_map_reported);
	page->place_name = text_get(rq->lang, T_form_nation);
	if (r->province.n && !place_on(rq->read, r->province,
				     date_given(r->map) ? r->map : r->period_to, &row, &found, e))
		return false;
	if (found)
		page->place_name = row.full_name;
	if (form_period_of(rq->arena, r->period_system, r->period_from, r->period_to, &p))
		page->live_href = url_gather_show(rq->arena, .edition = r->edition_id,
			.period = p.code, .line = r->line, .place = r->province, .map = r->map);
	return true;
}

static bool fill_since(struct request *rq, struct release_show_page *page, struct err *e)
{
	const struct form_release_by_id_row *r = &page->r;

	return form_release_since(rq->read, rq->actor.account, r->account_id, r->id, r->edition_id,
		       r->period_system, r->period_to, r->line.n ? r->line : STR_NULL,
		       r->province.n ? r->province : STR_NULL, SINCE, &page->since, e) &&
	       form_releases(
		       rq->read, r->edition_id, r->period_system, r->period_to, ALL, &page->all, e);
}

/* ROUTE release_show
 * GET        /forms/releases/{release:int}
 * query      cell:text(70)? part:int?
 * permission form.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       release_show_page
 * json       release_show_json /api/v1/forms/releases/{release}
 * export     release_show_sheet
 * title      form.release
 */
bool release_show(struct request *rq, const struct release_show_in *in,
	struct release_show_page *page, struct err *e)
{
	struct form_release_by_id_row *r = &page->r;
	int slot = -1;
	bool found;

	page->lang = rq->lang;
	page->r_arena = rq->arena;
	if (!form_release_by_id(rq->read, in->release, r, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	if (!form_edition_get(rq->read, r->edition_id, &page->f, e) ||
		!form_released_read(rq->arena, &page->f, r->body, r->digest, &page->released, e) ||
		!name_all(rq, page, e) || !fill_since(rq, page, e))
		return false;
	if (in->cell.n && (slot = form_slot_of(&page->f, in->cell)) < 0)
		return FAIL(e, ERR_ABSENT, T_form_no_cell);
	if (slot >= 0) {
		page->cell = &page->f.cells.v[slot];
		fill_table(rq, page);
		if (in->part != DB_NULL && !fill_behind(rq, in->part, page, e))
			return false;
	}
	for (size_t i = 0; i < page->released.missing.n && i < MISSING; i++)
		LIST_PUSH(rq->arena, &page->missing, page->released.missing.v[i]);
	page->grid = form_grid_of_sums(rq, &page->f, &page->released.total, cell_link, page);
	request_landscape(rq);
	return true;
}

void release_show_json(struct json *j, const struct release_show_page *p)
{
	json_int(j, "id", p->r.id);
	json_int(j, "edition_id", p->r.edition_id);
	json_int(j, "number", p->r.number);
	json_str(j, "publisher", p->r.agency_name);
	json_str(j, "author", p->r.account_name);
	json_time(j, "at", p->r.at);
	json_str(j, "sha256", p->r.digest);
	json_str(j, "body", p->r.body);
	json_bool(j, "out_of_date", p->since.n > 0);
	json_list(j, "since");
	LIST_EACH(x, &p->since) {
		json_open_item(j);
		json_int(j, "sheet_id", x->id);
		json_str(j, "agency", x->agency_name);
		json_int(j, "counted", x->counted > 0 ? x->counted : 0);
		json_int(j, "version", x->current);
		json_time(j, "at", x->at);
		json_close(j);
	}
	json_end(j);
}

void release_show_sheet(struct sheet *s, const struct release_show_page *p)
{
	sheet_title(s,
		str_fmt(s->arena, "%.*s, %.*s", STR_ARG(p->f.name[s->lang]), STR_ARG(p->period)));
	sheet_note(
		s, str_fmt(s->arena, "%.*s. %.*s", STR_ARG(p->place_name), STR_ARG(p->map_name)));
	sheet_note(s, TEXT(s->arena, s->lang, T_form_sheet_note, p->r.agency_name,
			      str_fmt(s->arena, "%lld", (long long)p->r.number), p->r.digest));
	form_parts_sheet(s, &p->f, p->released.parts.v, p->released.parts.n);
}

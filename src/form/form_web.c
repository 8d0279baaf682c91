/*
 * The pages of forms: the list, an edition, the figures of a period added up.
 */
#include "form/form_web.h"

#include "access/access.h"
#include "agency/agency.h"
#include "form_routes.h"
#include "place/place.h"
#include "place_sql.h"
#include "urls.h"

enum { PAGE = 50, PERIODS = 8, SILENT = 20, RELEASES = 20, DAYS_BACK = 800 };

/* ROUTE form_list
 * GET        /forms
 * query      state:word? after:int?
 * permission form.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       form_list_page
 * json       form_list_json /api/v1/forms
 * export     none
 * title      form.list
 */
bool form_list(struct request *rq, const struct form_list_in *in, struct form_list_page *page,
	struct err *e)
{
	static const struct {
		const char *word;
		enum text_id text;
	} states[] = { { "", T_form_any_state }, { "draft", T_form_state_draft },
		{ "sent", T_form_state_sent } };
	struct str state = in->state.n ? in->state : STR_NULL;

	page->rq = rq;
	page->may_write = actor_may(&rq->actor, PERM_form_write) && rq->actor.agency;
	for (size_t i = 0; i < COUNT(states); i++)
		LIST_PUSH(rq->arena, &page->states,
			((struct option){ str_z(states[i].word), text_get(rq->lang, states[i].text),
				str_eq(in->state, str_z(states[i].word)) }));
	if (!form_editions(rq->read, &page->editions, e) ||
		!form_sheet_page(rq->read, rq->actor.account, DB_NULL, STR_NULL, DATE_NONE, state,
			in->after > 0 ? in->after : INT64_MAX, PAGE + 1, &page->sheets, e))
		return false;
	if (page->sheets.n > PAGE) {
		page->sheets.n = PAGE;
		page->next = page->sheets.v[PAGE - 1].id;
		page->next_href = url_form_list(rq->arena, .state = in->state, .after = page->next);
	}
	return true;
}

/* --- one edition */

static bool fill_agencies(struct request *rq, struct form_show_page *page, struct err *e)
{
	struct form_agencies_rows rows;

	if (!actor_may(&rq->actor, PERM_form_write) || !rq->actor.agency)
		return true;
	if (!form_agencies(rq->read, rq->actor.account, rq->actor.agency, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->agencies,
			((struct option){ str_fmt(rq->arena, "%lld", (long long)x->id), x->name,
				x->id == rq->actor.agency }));
	return true;
}

/* The periods that have begun, newest last day first. */
static void fill_periods(struct request *rq, struct form_show_page *page)
{
	struct date today = date_today();

	LIST_EACH(system, &page->f.periods) {
		calendar_periods list = { 0 };
		size_t n = 0;

		calendar_periods_in(rq->arena, *system, date_add(today, -DAYS_BACK),
			date_add(today, 366), &list);
		for (size_t i = list.n; i-- > 0 && n < PERIODS;) {
			const struct calendar_period *p = &list.v[i];
			struct str label;

			if (date_cmp(p->from, today) > 0)
				continue;
			label = str_fmt(rq->arena, "%.*s (%.*s)",
				STR_ARG(calendar_period_label(rq->arena, rq->lang, p)),
				STR_ARG(calendar_period_span(rq->arena, p)));
			LIST_PUSH(rq->arena, &page->periods,
				((struct option){ p->code, label, false }));
			n++;
		}
	}
}

static bool fill_sent(struct request *rq, struct form_show_page *page, struct err *e)
{
	struct form_periods_reached_rows rows;
	struct form_whole_row whole;
	bool found;

	if (!form_whole(rq->read, rq->actor.account, &whole, &found, e) ||
		!form_periods_reached(rq->read, rq->actor.account, whole.whole, page->id, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct calendar_period p;

		if (!form_period_of(rq->arena, x->period_system, x->period_from, x->period_to, &p))
			continue;
		LIST_PUSH(rq->arena, &page->sent,
			((struct form_period_line){ calendar_period_label(rq->arena, rq->lang, &p),
				url_gather_show(rq->arena, .edition = page->id, .period = p.code),
				x->period_from, x->period_to, x->sheets }));
	}
	return true;
}

/* ROUTE form_show
 * GET        /forms/{edition:int}
 * query      none
 * permission form.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       form_show_page
 * json       form_show_json /api/v1/forms/{edition}
 * export     none
 * title      form.one
 */
bool form_show(struct request *rq, const struct form_show_in *in, struct form_show_page *page,
	struct err *e)
{
	struct form_figure *none;

	page->id = in->edition;
	if (!form_edition_get(rq->read, in->edition, &page->f, e) || !fill_agencies(rq, page, e) ||
		!fill_sent(rq, page, e))
		return false;
	fill_periods(rq, page);
	LIST_EACH(c, &page->f.checks)
		if (!page->checks.n || !str_eq(page->checks.v[page->checks.n - 1].code, c->code))
			LIST_PUSH(rq->arena, &page->checks, *c);
	none = NEW_N(rq->arena, struct form_figure, page->f.cells.n);
	page->grid = form_grid_of(rq, &page->f, &(struct grid_fill){ .v = none });
	request_title(rq, page->f.name[rq->lang]);
	return true;
}

static struct str to_sheet(struct request *rq, struct change *c)
{
	return url_sheet_show(rq->arena, .sheet = c->entry.object_id);
}

/* ROUTE form_open
 * POST       /forms/{edition:int}
 * form       agency:int period:word
 * permission form.write
 * scope      agency
 * csrf       token
 * audit      form.open
 * body       4K
 * rate       change
 * again      form_show
 * json       none
 * title      form.one
 */
bool form_open(struct request *rq, const struct form_open_in *in, struct change *c, struct err *e)
{
	struct form_open new = { .edition = in->edition, .agency = in->agency, .lang = rq->lang };
	struct form_sheet_of_row row;
	bool found;

	if (!calendar_period_find(rq->arena, in->period, &new.period))
		return request_refuse(rq, "period", e, ERR_INPUT, T_form_no_such_period);
	if (!form_open_prepare(rq->arena, rq->read, &rq->actor, &new, c, e) ||
		!form_sheet_of(rq->read, new.edition, new.agency, new.period.system, new.period.to,
			&row, &found, e))
		return false;
	rq->unchanged = found;
	if (found)
		request_redirect(rq, url_sheet_show(rq->arena, .sheet = row.id));
	else
		rq->after = to_sheet;
	return true;
}

/* --- a period added up */

struct link_to {
	struct request *rq;
	const struct gather_show_in *in;
};

static struct str cell_link(void *arg, struct str cell)
{
	const struct link_to *k = arg;

	return url_gather_show(k->rq->arena, .edition = k->in->edition, .period = k->in->period,
		.line = k->in->line, .map = k->in->map, .place = k->in->place, .unit = k->in->unit,
		.cell = cell);
}

static struct str place_link(
	struct request *rq, const struct gather_show_in *in, const struct form_part *p)
{
	bool province = str_eq(p->kind, S("province")) && !in->place.n;

	return url_gather_show(rq->arena, .edition = in->edition, .period = in->period,
		.line = in->line, .map = province ? in->map : DATE_NONE,
		.place = province ? p->code : in->place, .unit = province ? DB_NULL : p->place,
		.cell = in->cell);
}

static void fill_parts(
	struct request *rq, const struct gather_show_in *in, struct gather_show_page *page)
{
	if (!page->cell)
		return;
	page->table.sum = gather_line_of(rq, &page->f, page->cell, &page->got.total);
	LIST_EACH(p, &page->got.parts) {
		struct gather_line line = gather_line_of(rq, &page->f, page->cell, &p->v);

		line.name = p->name.n ? p->name : text_get(rq->lang, T_form_central);
		line.href = place_link(rq, in, p);
		line.divided = p->divided;
		LIST_PUSH(rq->arena, &page->table.parts, line);
	}
}

/* The sheets of one unit, or of everything that became it. */
static bool fill_behind(struct request *rq, const struct gather_show_in *in,
	struct gather_show_page *page, struct err *e)
{
	const struct form_ask *k = &page->ask;
	struct form_behind_rows rows;

	if (in->unit == DB_NULL || !page->cell)
		return true;
	if (!form_behind(rq->read, k->account, k->edition, k->system, k->upto, in->unit, k->line,
		    &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct form_vector v;
		struct gather_line line;

		if (!form_vector_unpack(rq->arena, x->vector, &v, e))
			return false;
		line = gather_line_of(rq, &page->f, page->cell, &v);
		line.name = x->agency_name;
		line.href = url_submission_show(rq->arena, .sheet = x->id, .nth = x->current);
		line.value = form_figure_text(rq->arena, rq->lang,
			form_tally_figure(&v.v[form_slot_of(&page->f, page->cell->code)]),
			page->cell->digits);
		LIST_PUSH(rq->arena, &page->behind, line);
	}
	return true;
}

static void fill_lines(
	struct request *rq, const struct gather_show_in *in, struct gather_show_page *page)
{
	LIST_PUSH(rq->arena, &page->lines,
		((struct option){ S(""), text_get(rq->lang, T_form_all_lines), !in->line.n }));
	LIST_EACH(x, &page->f.reporters) {
		bool twice = false;

		LIST_EACH(o, &page->lines)
			twice |= str_eq(o->value, x->kind);
		if (!twice)
			LIST_PUSH(rq->arena, &page->lines,
				((struct option){ x->kind,
					text_get(rq->lang, agency_kind_text(x->kind)),
					str_eq(in->line, x->kind) }));
	}
}

static bool name_place(struct request *rq, const struct gather_show_in *in,
	struct gather_show_page *page, struct err *e)
{
	struct place_on_row row;
	bool found;

	page->place_name = text_get(rq->lang, T_form_nation);
	if (!in->place.n)
		return true;
	if (!place_on(rq->read, in->place, date_given(in->map) ? in->map : page->ask.upto, &row,
		    &found, e))
		return false;
	if (!found || !str_eq(row.kind, S("province")))
		return FAIL(e, ERR_ABSENT, T_form_no_place_on);
	page->place_name = row.full_name;
	page->up_href = url_gather_show(rq->arena, .edition = in->edition, .period = in->period,
		.line = in->line, .map = in->map, .cell = in->cell);
	return true;
}

static bool fill_silent(struct request *rq, struct gather_show_page *page, struct err *e)
{
	const struct form_ask *k = &page->ask;
	struct form_silent_count_row count;
	bool found;

	/* Whoever is asked is of the period's own map: not of another day's. */
	if (date_given(k->map) && k->province.n)
		return true;
	if (!form_silent_count(rq->read, k->account, k->edition, k->system, k->upto, k->line,
		    k->province, &count, &found, e) ||
		!form_silent(rq->read, k->account, k->edition, k->system, k->upto, k->line,
			k->province, SILENT, &page->silent, e))
		return false;
	page->asked = count.asked;
	page->missing_agencies = count.silent;
	return true;
}

/* ROUTE gather_show
 * GET        /forms/{edition:int}/total
 * query      period:word line:word? map:date? place:word? unit:int? cell:text(70)?
 * permission form.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       gather_show_page
 * json       gather_show_json /api/v1/forms/{edition}/total
 * export     gather_show_sheet
 * title      form.total
 */
bool gather_show(struct request *rq, const struct gather_show_in *in, struct gather_show_page *page,
	struct err *e)
{
	struct link_to link = { rq, in };
	struct calendar_period p;
	int slot;

	page->id = in->edition;
	page->lang = rq->lang;
	page->code = in->period;
	if (!form_edition_get(rq->read, in->edition, &page->f, e))
		return false;
	if (!calendar_period_find(rq->arena, in->period, &p))
		return FAIL(e, ERR_ABSENT, T_form_no_such_period);
	page->period = calendar_period_label(rq->arena, rq->lang, &p);
	page->ask = (struct form_ask){ rq->actor.account, in->edition, p.system, p.to,
		in->line.n ? in->line : STR_NULL, in->place.n ? in->place : STR_NULL, in->map };
	slot = in->cell.n ? form_slot_of(&page->f, in->cell) : -1;
	if (in->cell.n && slot < 0)
		return FAIL(e, ERR_ABSENT, T_form_no_cell);
	if (slot >= 0) {
		page->cell = &page->f.cells.v[slot];
		page->table.cell_name = form_cell_name(rq->arena, rq->lang, &page->f, page->cell);
		page->series_href = url_series_show(rq->arena, .edition = in->edition,
			.cell = page->cell->code, .system = p.system, .map = in->map);
	}
	if (!name_place(rq, in, page, e) ||
		!form_gather(rq->read, &page->ask, page->f.cells.n, &page->got, e) ||
		!fill_silent(rq, page, e) || !fill_behind(rq, in, page, e) ||
		!form_releases(rq->read, in->edition, p.system, p.to, RELEASES, &page->releases, e))
		return false;
	page->may_publish = rq->actor.agency && actor_may(&rq->actor, PERM_form_publish);
	fill_parts(rq, in, page);
	page->maps = form_map_options(rq, in->map);
	fill_lines(rq, in, page);
	page->grid = form_grid_of_sums(rq, &page->f, &page->got.total, cell_link, &link);
	request_landscape(rq);
	return true;
}

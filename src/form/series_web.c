/*
 * A cell through time: a curve for each province, the figures of the last periods, all of them to
 * take away.
 */
#include "form/series_web.h"

#include <stdlib.h>

#include "form_routes.h"
#include "urls.h"

enum { SHOWN = 8, WIDE = 128, HIGH = 28 };

/* A point a period, the largest at the top; a period without a figure leaves the curve as it is. */
static struct str curve(struct request *rq, const struct form_tally *v, size_t n)
{
	struct buf out = { .arena = rq->arena };
	int64_t most = 1;

	for (size_t i = 0; i < n; i++)
		if (v[i].sum > most)
			most = v[i].sum;
	for (size_t i = 0; i < n; i++)
		buf_addf(&out, "%s%zu,%lld", i ? " " : "", n > 1 ? i * WIDE / (n - 1) : 0,
			(long long)(HIGH - 1 - (__int128)v[i].sum * (HIGH - 2) / most));
	return buf_str(&out);
}

static struct series_line line_of(struct request *rq, const struct series_show_page *page,
	struct str name, const struct form_tally *v)
{
	size_t n = page->series.periods.n, from = n > SHOWN ? n - SHOWN : 0;
	struct series_line out = { .name = name, .points = curve(rq, v, n) };

	for (size_t i = from; i < n; i++) {
		bool any = v[i].given || v[i].missing || v[i].na || v[i].sum;
		struct series_value x = { S(""), v[i].missing > 0 };

		if (any || page->total[i].given)
			x.text = form_number_text(
				rq->arena, rq->lang, v[i].sum, page->cell->digits);
		LIST_PUSH(rq->arena, &out.values, x);
	}
	return out;
}

static bool add_up(struct request *rq, struct series_show_page *page, struct err *e)
{
	size_t n = page->series.periods.n;

	page->total = NEW_N(rq->arena, struct form_tally, n + 1);
	for (size_t k = 0; k < page->series.n; k++)
		for (size_t i = 0; i < n; i++)
			if (!form_tally_add(&page->total[i], &page->series.rows[k].v[i], e))
				return false;
	return true;
}

static void name_periods(struct request *rq, struct series_show_page *page)
{
	size_t n = page->series.periods.n, from = n > SHOWN ? n - SHOWN : 0;

	for (size_t i = 0; i < n; i++) {
		calendar_periods list = { 0 };
		struct date day = page->series.periods.v[i];
		struct str name = date_vi(rq->arena, day), href = STR_NULL;

		calendar_periods_in(rq->arena, page->system, day, day, &list);
		LIST_EACH(x, &list)
			if (date_cmp(x->to, day) == 0) {
				name = calendar_period_label(rq->arena, rq->lang, x);
				href = url_gather_show(rq->arena, .edition = page->id,
					.period = x->code, .map = page->map,
					.cell = page->cell->code);
			}
		LIST_PUSH(rq->arena, &page->names, name);
		if (i < from)
			continue;
		LIST_PUSH(rq->arena, &page->shown, name);
		LIST_PUSH(rq->arena, &page->hrefs, href);
	}
}

static int by_name(const void *x, const void *y)
{
	const struct form_series_row *a = x, *b = y;

	return str_cmp(a->code, b->code);
}

static bool has_system(const struct form_edition *f, struct str system)
{
	LIST_EACH(x, &f->periods)
		if (str_eq(*x, system))
			return true;
	return false;
}

/* ROUTE series_show
 * GET        /forms/{edition:int}/series
 * query      cell:text(70) system:word map:date?
 * permission form.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       series_show_page
 * json       series_show_json /api/v1/forms/{edition}/series
 * export     series_show_sheet
 * title      form.series
 */
bool series_show(struct request *rq, const struct series_show_in *in, struct series_show_page *page,
	struct err *e)
{
	int slot;

	page->id = in->edition;
	page->map = in->map;
	page->system = in->system;
	if (!form_edition_get(rq->read, in->edition, &page->f, e))
		return false;
	slot = form_slot_of(&page->f, in->cell);
	if (slot < 0)
		return FAIL(e, ERR_ABSENT, T_form_no_cell);
	if (!has_system(&page->f, in->system))
		return FAIL(e, ERR_ABSENT, T_form_no_such_period);
	page->cell = &page->f.cells.v[slot];
	page->cell_name = form_cell_name(rq->arena, rq->lang, &page->f, page->cell);
	if (!form_series(rq->read, rq->actor.account, in->edition, in->system, (size_t)slot,
		    in->map, &page->series, e) ||
		!add_up(rq, page, e))
		return false;
	if (page->series.n)
		qsort(page->series.rows, page->series.n, sizeof(*page->series.rows), by_name);
	name_periods(rq, page);
	page->sum = line_of(rq, page, text_get(rq->lang, T_form_sum_of), page->total);
	for (size_t k = 0; k < page->series.n; k++) {
		const struct form_series_row *x = &page->series.rows[k];
		struct series_line line = line_of(rq, page, x->name, x->v);

		line.divided = x->divided;
		LIST_PUSH(rq->arena, &page->lines, line);
	}
	page->maps = form_map_options(rq, in->map);
	request_title(rq, page->cell_name);
	request_landscape(rq);
	return true;
}

void series_show_json(struct json *j, const struct series_show_page *p)
{
	json_int(j, "edition_id", p->id);
	json_str(j, "cell", p->cell->code);
	json_int(j, "digits", p->cell->digits);
	json_str(j, "system", p->system);
	json_date(j, "map", p->map);
	json_bool(j, "whole", p->series.whole);
	json_list(j, "periods");
	LIST_EACH(x, &p->series.periods)
		json_date(j, NULL, *x);
	json_end(j);
	json_list(j, "rows");
	for (size_t k = 0; k < p->series.n; k++) {
		const struct form_series_row *x = &p->series.rows[k];

		json_open_item(j);
		json_str(j, "code", x->code);
		json_str(j, "name", x->name);
		json_bool(j, "not_divided", x->divided);
		json_list(j, "values");
		for (size_t i = 0; i < p->series.periods.n; i++) {
			json_open_item(j);
			json_int(j, "sum", x->v[i].sum);
			json_int(j, "values", x->v[i].given);
			json_int(j, "missing", x->v[i].missing);
			json_int(j, "not_applicable", x->v[i].na);
			json_close(j);
		}
		json_end(j);
		json_close(j);
	}
	json_end(j);
}

/* A place and a period a row: whatever number of periods there is. */
void series_show_sheet(struct sheet *s, const struct series_show_page *p)
{
	sheet_title(s, p->cell_name);
	sheet_note(s, p->f.name[s->lang]);
	sheet_column(s, SHEET_TEXT, T_form_place);
	sheet_column(s, SHEET_TEXT, T_form_period);
	sheet_column(s, SHEET_TEXT, T_form_figure);
	sheet_column(s, SHEET_INT, T_form_n_given);
	sheet_column(s, SHEET_INT, T_form_n_missing);
	sheet_column(s, SHEET_INT, T_form_n_na);
	for (size_t k = 0; k < p->series.n; k++)
		for (size_t i = 0; i < p->series.periods.n; i++) {
			const struct form_series_row *x = &p->series.rows[k];

			if (!sheet_row(s))
				return;
			sheet_text(s, x->name);
			sheet_text(s, p->names.v[i]);
			sheet_text(s,
				form_number_text(s->arena, s->lang, x->v[i].sum, p->cell->digits));
			sheet_int(s, x->v[i].given);
			sheet_int(s, x->v[i].missing);
			sheet_int(s, x->v[i].na);
		}
}

#include "desk/matrix_web.h"

#include "desk_routes.h"
#include "desk_sql.h"
#include "urls.h"

enum { FIRST_YEAR = 2011, YEARS_BACK = 9 };

const char *matrix_class(const struct matrix_cell *c)
{
	if (c->late)
		return "h3";
	return c->done == c->parts ? "h0" : "h1";
}

static void fill_years(struct request *rq, struct matrix_page *page, int64_t now)
{
	for (int64_t y = now + 1; y >= now - YEARS_BACK; y--) {
		struct option *o = LIST_ADD(rq->arena, &page->years);

		o->value = o->label = str_fmt(rq->arena, "%lld", (long long)y);
		o->on = y == page->year;
	}
}

static void fill_levels(struct request *rq, struct matrix_page *page)
{
	static const struct {
		const char *value;
		enum text_id label;
	} levels[] = {
		{ "", T_desk_matrix_own },
		{ "nation", T_desk_matrix_nation },
		{ "province", T_desk_matrix_province },
	};

	for (size_t i = 0; i < COUNT(levels); i++) {
		struct option *o = LIST_ADD(rq->arena, &page->levels);

		*o = (struct option){ str_z(levels[i].value), text_get(rq->lang, levels[i].label),
			str_eq(page->level, str_z(levels[i].value)) };
		if (o->on)
			page->shows = o->label;
	}
}

/* The heading a line belongs under: the nation's bodies; each province's, where there are many of
 * one, else all of them together. */
static struct str group_of(struct request *rq, const struct matrix_page *page,
	const struct desk_matrix_agencies_row *x)
{
	if (!x->province.n)
		return text_get(rq->lang, T_desk_matrix_central);
	if (!str_eq(page->level, S("province")))
		return text_get(rq->lang, T_desk_matrix_local);
	return x->province_name.n ? x->province_name : x->province;
}

static void fill_lines(
	struct request *rq, struct matrix_page *page, const struct desk_matrix_agencies_rows *rows)
{
	struct str last = STR_NULL;

	LIST_EACH(x, rows) {
		struct matrix_line *l = LIST_ADD(rq->arena, &page->lines);
		struct str group = group_of(rq, page, x);

		l->agency = x->id;
		l->name = x->name;
		l->all.parts = x->parts;
		l->all.done = x->parts - x->open;
		l->percent = x->parts ? l->all.done * 100 / x->parts : 0;
		if (!str_eq(group, last))
			l->group = last = group;
	}
}

static int by_agency(const void *a, const void *b)
{
	const struct matrix_line *const *x = a, *const *y = b;

	return ((*x)->agency > (*y)->agency) - ((*x)->agency < (*y)->agency);
}

/* The cells come in any order: each finds its line. */
static void fill_cells(
	struct request *rq, struct matrix_page *page, const struct desk_matrix_cells_rows *rows)
{
	struct matrix_line **sorted = arena_alloc(rq->arena, page->lines.n * sizeof(*sorted) + 1);

	for (size_t i = 0; i < page->lines.n; i++)
		sorted[i] = &page->lines.v[i];
	qsort(sorted, page->lines.n, sizeof(*sorted), by_agency);
	LIST_EACH(x, rows) {
		struct matrix_line key = { .agency = x->agency_id }, *wanted = &key;
		struct matrix_line **found = bsearch(
			&wanted, sorted, page->lines.n, sizeof(*sorted), by_agency);

		if (!found || x->month < 0 || x->month >= MATRIX_MONTHS)
			continue;
		(*found)->cells[x->month] = (struct matrix_cell){ x->parts, x->done, x->late };
		(*found)->all.late += x->late;
	}
}

/* This year, or in a year that has no plan yet that of the newest. */
static bool usual_year(struct request *rq, struct date today, int64_t *year, struct err *e)
{
	struct desk_matrix_newest_row newest;
	bool found;

	if (!desk_matrix_newest(rq->read, rq->actor.account, rq->actor.agency,
		    DATE(today.year, 12, 31), &newest, &found, e))
		return false;
	*year = found && newest.issued.year >= FIRST_YEAR ? newest.issued.year : today.year;
	return true;
}

/* ROUTE desk_matrix
 * GET        /matrix
 * query      year:int? level:word?
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       matrix_page
 * json       desk_matrix_json /api/v1/matrix
 * export     desk_matrix_sheet
 * title      desk.matrix
 */
bool desk_matrix(struct request *rq, const struct desk_matrix_in *in, struct matrix_page *page,
	struct err *e)
{
	struct date today = date_today();
	struct desk_matrix_agencies_rows agencies;
	struct desk_matrix_cells_rows cells;

	page->year = in->year;
	if (in->year == DB_NULL && !usual_year(rq, today, &page->year, e))
		return false;
	if (page->year < FIRST_YEAR || page->year > today.year + 1)
		return FAIL(e, ERR_INPUT, T_desk_matrix_bad_year);
	page->level = in->level.n ? in->level : S("");
	page->this_month = page->year == today.year ? today.month : 0;
	fill_years(rq, page, today.year);
	fill_levels(rq, page);
	if (!page->shows.p)
		return FAIL(e, ERR_INPUT, T_desk_matrix_bad_level, page->level);
	struct date from = DATE((int16_t)page->year, 1, 1), to = DATE((int16_t)page->year, 12, 31);

	if (!desk_matrix_agencies(rq->read, rq->actor.account, rq->actor.agency, from, to,
		    page->level, &agencies, e) ||
		!desk_matrix_cells(rq->read, rq->actor.account, rq->actor.agency, from, to, today,
			page->level, &cells, e))
		return false;
	fill_lines(rq, page, &agencies);
	fill_cells(rq, page, &cells);
	request_landscape(rq);
	return true;
}

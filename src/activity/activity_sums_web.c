/*
 * Sums: one figure by kind, province, commune or agency, and by month, quarter or year. Every
 * number opens the activities it is made of. One statement makes the table; what is missing is
 * told beside what is known ("≥ 1.234"), never added as zero.
 */
#include <stdlib.h>

#include "activity/activity_sums_web.h"

#include "activity_routes.h"
#include "base/viet.h"
#include "place_sql.h"
#include "urls.h"

enum { ROWS = 100, YEARS = 5, COLUMNS_MAX = 12 };

enum by { BY_KIND, BY_PROVINCE, BY_PLACE, BY_AGENCY, BYS };
enum per { PER_MONTH, PER_QUARTER, PER_YEAR, PERS };

static const struct {
	const char *code;
	enum text_id text, head;
} bys[BYS] = {
	{ "kind", T_activity_by_kind, T_activity_kind },
	{ "province", T_activity_by_province, T_activity_province },
	{ "place", T_activity_by_place, T_activity_commune },
	{ "agency", T_activity_by_agency, T_activity_agency },
}, pers[PERS] = {
	{ "month", T_activity_per_month, T_NONE },
	{ "quarter", T_activity_per_quarter, T_NONE },
	{ "year", T_activity_per_year, T_NONE },
};

struct table {
	struct request *rq;
	const struct activity_sums_show_in *in;
	enum by by;
	enum per per;
	int year;
	struct str field;
	const struct activity_field *figure; /* NULL: activities are counted */
	size_t n;			     /* columns */
	struct str keys[COLUMNS_MAX];
	struct date first[COLUMNS_MAX], last[COLUMNS_MAX];
};

/* --- columns */

static struct date month_end(int year, int month)
{
	struct date next = month == 12 ? DATE((int16_t)(year + 1), 1, 1)
				       : DATE((int16_t)year, (int8_t)(month + 1), 1);

	return date_add(next, -1);
}

static void add_column(struct table *t, int year, int month, int months, struct str key)
{
	t->keys[t->n] = key;
	t->first[t->n] = DATE((int16_t)year, (int8_t)month, 1);
	t->last[t->n] = month_end(year, month + months - 1);
	t->n++;
}

static void make_columns(struct table *t)
{
	struct arena *a = t->rq->arena;

	if (t->per == PER_YEAR)
		for (int y = t->year - YEARS + 1; y <= t->year; y++)
			add_column(t, y, 1, 12, str_fmt(a, "%04d", y));
	else if (t->per == PER_QUARTER)
		for (int q = 1; q <= 4; q++)
			add_column(t, t->year, q * 3 - 2, 3, str_fmt(a, "%04d-Q%d", t->year, q));
	else
		for (int m = 1; m <= 12; m++)
			add_column(t, t->year, m, 1, str_fmt(a, "%04d-%02d", t->year, m));
}

static struct str column_head(const struct table *t, size_t i)
{
	struct arena *a = t->rq->arena;

	if (t->per == PER_YEAR)
		return t->keys[i];
	if (t->per == PER_QUARTER)
		return TEXT(a, t->rq->lang, T_activity_quarter, str_fmt(a, "%zu", i + 1));
	return TEXT(a, t->rq->lang, T_activity_month, str_fmt(a, "%zu", i + 1));
}

static size_t column_of(const struct table *t, struct str period)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->keys[i], period))
			return i;
	return 0;
}

/* --- cells */

static struct str cell_href(const struct table *t, struct str key, size_t from, size_t to)
{
	const struct activity_sums_show_in *in = t->in;
	bool country = key.p && !key.n;
	int64_t agency = in->agency == DB_NULL ? 0 : in->agency;

	if (t->by == BY_AGENCY && key.p && !str_to_int(key, &agency))
		return STR_NULL;
	return url_activity_list(t->rq->arena, .kind = t->by == BY_KIND && key.n ? key : in->kind,
		.province = country			    ? S("0")
			    : t->by == BY_PROVINCE && key.n ? key
							    : in->province,
		.place = t->by == BY_PLACE && key.n ? key : STR_NULL, .agency = agency,
		.field = t->figure ? t->field : STR_NULL, .from = t->first[from], .to = t->last[to],
		.state = S("counted"));
}

static void add_to(struct activity_cell *c, const struct activity_cell *x)
{
	c->total += x->total;
	c->known += x->known;
	c->missing += x->missing;
	c->na += x->na;
}

/* "1.234", "≥ 1.234" where some have not told it, "?" where none has, "×", "–" for no activity. */
static void finish(const struct table *t, struct activity_cell *c)
{
	static const struct activity_field plain = { .type = ACTIVITY_COUNT };
	struct activity_answer x = { .number = c->total };
	struct arena *a = t->rq->arena;

	if (!c->known && !c->missing && !c->na) {
		c->mark = (struct activity_mark){ S("–"), "dim", T_activity_none_there };
		return;
	}
	x.state = c->known ? ACTIVITY_KNOWN : c->missing ? ACTIVITY_MISSING : ACTIVITY_NA;
	c->mark = activity_mark(t->rq, &plain, &x);
	if (!c->known || !c->missing)
		return;
	c->mark.text = str_fmt(a, "≥ %.*s", STR_ARG(c->mark.text));
	c->title = TEXT(
		a, t->rq->lang, T_activity_some_missing, str_fmt(a, "%lld", (long long)c->missing));
}

static void finish_row(const struct table *t, struct activity_sum_row *row, struct str key)
{
	size_t i = 0;

	LIST_EACH(c, &row->cells) {
		finish(t, c);
		if (c->known || c->missing || c->na)
			c->href = cell_href(t, key, i, i);
		i++;
	}
	finish(t, &row->all);
	if (row->all.known || row->all.missing || row->all.na)
		row->all.href = cell_href(t, key, 0, t->n - 1);
}

static struct activity_sum_row *add_row(const struct table *t, struct activity_sum_row *row)
{
	for (size_t i = 0; i < t->n; i++)
		LIST_ADD(t->rq->arena, &row->cells);
	return row;
}

static struct str label_of(const struct table *t, const struct activity_sums_row *x)
{
	const struct activity_kind *k;

	if (t->by == BY_KIND) {
		k = activity_kind(x->key);
		return k ? k->name[t->rq->lang] : x->key;
	}
	if (!x->key.n)
		return text_get(t->rq->lang, T_activity_whole_country);
	return x->label.n ? x->label : x->key;
}

static int by_name(const void *x, const void *y)
{
	const struct activity_sum_row *a = x, *b = y;

	return str_cmp(a->sort, b->sort);
}

/* Kinds stand in the catalogue's order, places and agencies by name. */
static struct str sort_of_row(const struct table *t, const struct activity_sum_row *row)
{
	struct activity_kinds all = activity_kinds();

	if (t->by != BY_KIND)
		return viet_sort_key(t->rq->arena, row->label);
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].code, row->key))
			return str_fmt(t->rq->arena, "%04zu", i);
	return S("9999");
}

static void fill_rows(
	struct table *t, const struct activity_sums_rows *sums, struct activity_sums_page *page)
{
	struct activity_sum_row *row = NULL;

	add_row(t, &page->all);
	LIST_EACH(x, sums) {
		struct activity_cell cell = {
			.total = x->total, .known = x->known, .missing = x->missing, .na = x->na
		};
		size_t i = column_of(t, x->period);

		if (!row || !str_eq(row->key, x->key)) {
			row = add_row(t, LIST_ADD(t->rq->arena, &page->rows));
			row->key = x->key;
			row->label = label_of(t, x);
			row->sort = sort_of_row(t, row);
		}
		add_to(&row->cells.v[i], &cell);
		add_to(&row->all, &cell);
		add_to(&page->all.cells.v[i], &cell);
		add_to(&page->all.all, &cell);
	}
	if (page->rows.n)
		qsort(page->rows.v, page->rows.n, sizeof(*page->rows.v), by_name);
}

/* --- the page */

static struct str page_url(const struct table *t, const char *by, int64_t skip)
{
	const struct activity_sums_show_in *in = t->in;

	return url_activity_sums_show(t->rq->arena, .by = str_z(by),
		.per = str_z(pers[t->per].code), .year = t->year, .field = in->field,
		.kind = in->kind, .province = in->province, .agency = in->agency, .skip = skip);
}

/* Cuts to the page that is asked for; the sum below stays that of all rows. */
static void cut(struct table *t, struct activity_sums_page *page)
{
	int64_t total = (int64_t)page->rows.n;
	int64_t skip = t->in->skip == DB_NULL || t->in->skip < 0 ? 0 : t->in->skip;
	int64_t from = skip > total ? total : skip;
	int64_t to = t->rq->api || t->rq->export || from + ROWS > total ? total : from + ROWS;

	page->rows.v = page->rows.v ? page->rows.v + from : NULL;
	page->rows.n = (size_t)(to - from);
	page->pager = (struct pager){ .from = total ? from + 1 : 0, .to = to, .total = total };
	if (from)
		page->pager.prev = page_url(t, bys[t->by].code, from > ROWS ? from - ROWS : 0);
	if (to < total)
		page->pager.next = page_url(t, bys[t->by].code, to);
}

static void add_figures(struct table *t, struct activity_sums_page *page)
{
	static const char *const common[] = { "reach", "reach_female", "reach_under16",
		"reach_16_17", "reach_from18", "participants", "trainees", "sessions", "classes",
		"leaflets", "panels", "handbooks", "messages_sent", "articles", "posts", "videos",
		"checks", "findings", "surveys", "beneficiaries", "units_visited", "violations",
		"cases_reviewed", "areas" };
	struct request *rq = t->rq;
	const struct activity_kind *k = activity_kind(t->in->kind);

	LIST_PUSH(rq->arena, &page->fields,
		((struct option){ S(""), text_get(rq->lang, T_activity_activities), !t->figure }));
	for (size_t i = 0; k && i < k->n_asks; i++)
		if (k->asks[i].field->type == ACTIVITY_COUNT)
			LIST_PUSH(rq->arena, &page->fields,
				((struct option){ k->asks[i].field->code,
					k->asks[i].field->name[rq->lang],
					k->asks[i].field == t->figure }));
	for (size_t i = 0; !k && i < COUNT(common); i++) {
		const struct activity_field *f = activity_field(str_z(common[i]));

		if (f)
			LIST_PUSH(rq->arena, &page->fields,
				((struct option){ f->code, f->name[rq->lang], f == t->figure }));
	}
}

static bool fill_choices(struct table *t, struct activity_sums_page *page, struct err *e)
{
	struct request *rq = t->rq;
	struct activity_kinds all = activity_kinds();
	struct place_provinces_rows provinces;
	int this_year = date_today().year;

	for (enum by by = 0; by < BYS; by++)
		*LIST_ADD(rq->arena, &page->bys) = (struct activity_choice){
			text_get(rq->lang, bys[by].text), page_url(t, bys[by].code, 0), by == t->by
		};
	for (enum per per = 0; per < PERS; per++)
		LIST_PUSH(rq->arena, &page->pers,
			((struct option){ str_z(pers[per].code), text_get(rq->lang, pers[per].text),
				per == t->per }));
	for (int y = this_year; y > this_year - 11; y--)
		LIST_PUSH(rq->arena, &page->years,
			((struct option){ str_fmt(rq->arena, "%d", y), str_fmt(rq->arena, "%d", y),
				y == t->year }));
	add_figures(t, page);
	LIST_PUSH(rq->arena, &page->kinds,
		((struct option){
			S(""), text_get(rq->lang, T_activity_any_kind), !t->in->kind.n }));
	LIST_EACH(k, &all)
		LIST_PUSH(rq->arena, &page->kinds,
			((struct option){
				k->code, k->name[rq->lang], str_eq(k->code, t->in->kind) }));
	LIST_PUSH(rq->arena, &page->provinces,
		((struct option){
			S(""), text_get(rq->lang, T_activity_any_province), !t->in->province.n }));
	if (!place_provinces(rq->read, date_today(), &provinces, e))
		return false;
	LIST_EACH(p, &provinces)
		LIST_PUSH(rq->arena, &page->provinces,
			((struct option){
				p->code, p->full_name, str_eq(p->code, t->in->province) }));
	return true;
}

static void read_choices(struct table *t)
{
	const struct activity_sums_show_in *in = t->in;

	for (enum by by = 0; by < BYS; by++)
		if (str_eq(in->by, str_z(bys[by].code)))
			t->by = by;
	for (enum per per = 0; per < PERS; per++)
		if (str_eq(in->per, str_z(pers[per].code)))
			t->per = per;
	t->year = in->year == DB_NULL || in->year < 2000 || in->year > 2200 ? date_today().year
									    : (int)in->year;
	t->figure = in->field.n ? activity_field(in->field) : NULL;
	t->field = t->figure ? t->figure->code : S("activities");
}

/* ROUTE activity_sums_show
 * GET        /activities/sums
 * query      by:text(20)? per:text(20)? year:int? field:text(40)? kind:text(40)? province:text(5)? agency:int? skip:int?
 * permission activity.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       activity_sums_view
 * json       activity_sums_json /api/v1/activities/sums
 * export     activity_sums_sheet
 * title      activity.sums
 */
bool activity_sums_show(struct request *rq, const struct activity_sums_show_in *in,
	struct activity_sums_page *page, struct err *e)
{
	struct table t = { .rq = rq, .in = in };
	struct activity_sums_rows sums;

	read_choices(&t);
	make_columns(&t);
	if (!activity_sums(rq->read, rq->actor.account, t.field, str_z(bys[t.by].code),
		    str_z(pers[t.per].code), str_sub(date_iso(rq->arena, t.first[0]), 0, 7),
		    str_sub(date_iso(rq->arena, t.last[t.n - 1]), 0, 7),
		    in->kind.n ? in->kind : STR_NULL, in->province.n ? in->province : STR_NULL,
		    in->agency, &sums, e))
		return false;
	fill_rows(&t, &sums, page);
	cut(&t, page);
	LIST_EACH(row, &page->rows)
		finish_row(&t, row, row->key);
	finish_row(&t, &page->all, STR_NULL);
	for (size_t i = 0; i < t.n; i++)
		LIST_PUSH(rq->arena, &page->columns, column_head(&t, i));
	page->by = viet_lower(rq->arena, text_get(rq->lang, bys[t.by].text));
	page->head = text_get(rq->lang, bys[t.by].head);
	page->by_code = str_z(bys[t.by].code);
	page->figure = t.figure ? t.figure->name[rq->lang]
				: text_get(rq->lang, T_activity_activities);
	page->field = t.field;
	page->agency = in->agency == DB_NULL ? 0 : in->agency;
	page->wide = t.n == COLUMNS_MAX;
	request_landscape(rq);
	return fill_choices(&t, page, e);
}

/*
 * The year at a glance, a rule tried, and the notices of days off.
 */
#include "calendar/calendar_web.h"

#include "access/access.h"
#include "calendar_routes.h"
#include "urls.h"

enum { FIRST_SHOWN = 2000 };

/* --- the year */

static const enum text_id heads[] = { T_calendar_head_1, T_calendar_head_2, T_calendar_head_3,
	T_calendar_head_4, T_calendar_head_5, T_calendar_head_6, T_calendar_head_7 };
static const enum text_id months[] = { T_calendar_month_1, T_calendar_month_2, T_calendar_month_3,
	T_calendar_month_4, T_calendar_month_5, T_calendar_month_6, T_calendar_month_7,
	T_calendar_month_8, T_calendar_month_9, T_calendar_month_10, T_calendar_month_11,
	T_calendar_month_12 };

static struct calendar_cell cell_of(struct request *rq, struct calendar *c, struct date d)
{
	const struct calendar_mark *m = calendar_mark(c, d);
	struct calendar_cell cell = { .day = d.day, .css = date_weekday(d) >= 6 ? "end" : "" };

	if (!m)
		return cell;
	cell.title = calendar_day_words(rq->arena, rq->lang, c, d);
	cell.word = text_get(rq->lang,
		m->kind == CALENDAR_MADE_UP ? T_calendar_work_short : T_calendar_off_short);
	cell.css = m->kind == CALENDAR_MADE_UP	 ? "work"
		   : m->kind == CALENDAR_SWAPPED ? "swap"
						 : "off";
	return cell;
}

static void fill_month(struct request *rq, struct calendar_page *page, int month)
{
	struct calendar_month *m = LIST_ADD(rq->arena, &page->months);
	struct calendar_row *row = NULL;
	struct date d = DATE((int16_t)page->year, (int8_t)month, 1);

	m->label = TEXT(
		rq->arena, rq->lang, T_calendar_month_of, text_get(rq->lang, months[month - 1]));
	for (; d.month == month && d.year == page->year; d = date_add(d, 1)) {
		int column = date_weekday(d) - 1;

		if (!row || column == 0)
			row = LIST_ADD(rq->arena, &m->weeks);
		row->cells[column] = cell_of(rq, page->calendar, d);
		m->workdays += calendar_works(page->calendar, d);
	}
}

static struct str lunar_words(struct request *rq, struct date d)
{
	struct calendar_lunar l = calendar_lunar_of(d);

	return TEXT(rq->arena, rq->lang, l.leap ? T_calendar_lunar_leap : T_calendar_lunar_day,
		str_fmt(rq->arena, "%d", l.day), str_fmt(rq->arena, "%d", l.month));
}

static void fill_lines(struct request *rq, struct calendar_page *page)
{
	LIST_EACH(m, &page->marks->marks) {
		struct calendar_line line = { .mark = m,
			.weekday = calendar_weekday_words(rq->lang, m->day),
			.words = m->kind == CALENDAR_REMARK
					 ? text_get(rq->lang, T_calendar_kind_remark)
					 : calendar_day_words(
						   rq->arena, rq->lang, page->calendar, m->day),
			.lunar = lunar_words(rq, m->day) };

		if (page->may_change && m->notice.n)
			line.notice_href = url_calendar_notice(rq->arena, .notice = m->notice);
		LIST_PUSH(rq->arena, &page->lines, line);
	}
}

static void fill_gone(struct request *rq, struct calendar_page *page)
{
	calendar_notices all;

	calendar_notices_of(rq->arena, page->calendar, page->year, &all);
	LIST_EACH(n, &all)
		if (n->gone)
			LIST_PUSH(rq->arena, &page->gone, *n);
}

/* ROUTE calendar
 * GET        /calendar
 * query      year:int?
 * permission login
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       calendar_page
 * json       calendar_json /api/v1/calendar
 * export     none
 * title      calendar.title
 */
bool calendar(
	struct request *rq, const struct calendar_in *in, struct calendar_page *page, struct err *e)
{
	int64_t year = in->year == DB_NULL ? date_today().year : in->year;

	if (year < FIRST_SHOWN || year > CALENDAR_LAST_YEAR)
		return FAIL(e, ERR_INPUT, T_calendar_out_of_years,
			str_fmt(rq->arena, "%d", FIRST_SHOWN),
			str_fmt(rq->arena, "%d", CALENDAR_LAST_YEAR));
	page->year = (int)year;
	page->year_text = str_fmt(rq->arena, "%d", page->year);
	if (!calendar_open(rq->read, &page->calendar, e) ||
		!calendar_may_change(rq->read, &rq->actor, &page->may_change, e))
		return false;
	page->marks = calendar_year(page->calendar, page->year);
	for (size_t i = 0; i < COUNT(heads); i++)
		page->heads[i] = text_get(rq->lang, heads[i]);
	for (int month = 1; month <= 12; month++)
		fill_month(rq, page, month);
	fill_lines(rq, page);
	fill_gone(rq, page);
	if (page->year > FIRST_SHOWN)
		page->prev = url_calendar(rq->arena, .year = page->year - 1);
	if (page->year < CALENDAR_LAST_YEAR)
		page->next = url_calendar(rq->arena, .year = page->year + 1);
	return true;
}

void calendar_json(struct json *j, const struct calendar_page *p)
{
	static const char *const kinds[] = { "holiday", "in_lieu", "swapped", "made_up", "remark" };

	json_int(j, "year", p->year);
	json_bool(j, "law", p->marks->law);
	json_bool(j, "announced", p->marks->announced);
	json_list(j, "days");
	LIST_EACH(x, &p->lines) {
		json_open_item(j);
		json_date(j, "day", x->mark->day);
		json_str(j, "kind", str_z(kinds[x->mark->kind]));
		json_str(j, "name", x->words);
		json_date(j, "other", x->mark->other);
		json_str(j, "citation", x->mark->citation);
		json_bool(j, "verified", x->mark->verified);
		json_bool(j, "assumed", x->mark->assumed);
		json_close(j);
	}
	json_end(j);
}

/* --- a rule tried */

static void system_options(struct request *rq, struct str chosen, struct calendar_try_page *page)
{
	struct calendar_systems all = calendar_systems();

	for (size_t i = 0; i < all.n; i++)
		LIST_PUSH(rq->arena, &page->systems,
			((struct option){ all.v[i].code, all.v[i].name[rq->lang],
				str_eq(all.v[i].code, chosen) }));
}

static bool try_one(struct request *rq, struct calendar *c, const struct calendar_ask *ask,
	struct str label, struct calendar_try_page *page, struct err *e)
{
	struct calendar_tried t = { .label = label };

	if (!calendar_reckon_due(rq->arena, rq->lang, c, ask, &t.due, e))
		return false;
	LIST_PUSH(rq->arena, &page->tried, t);
	return true;
}

static bool try_periods(struct request *rq, struct calendar *c, struct calendar_ask *ask,
	struct str system, struct calendar_try_page *page, struct err *e)
{
	calendar_periods periods;

	calendar_periods_in(rq->arena, system, DATE(CALENDAR_TRIED_FROM, 1, 1),
		DATE(CALENDAR_TRIED_TO, 12, 31), &periods);
	LIST_EACH(p, &periods) {
		ask->period = p;
		if (!try_one(rq, c, ask, calendar_period_label(rq->arena, rq->lang, p), page, e))
			return false;
	}
	if (!periods.n)
		page->problem = text_get(rq->lang, T_calendar_no_periods);
	return true;
}

static bool try_rule(struct request *rq, struct str system, struct date from,
	struct calendar_try_page *page, struct err *e)
{
	struct calendar_rule rule;
	struct calendar_ask ask = { .rule = &rule, .from = from };
	struct calendar *c;

	if (!calendar_rule_read(rq->arena, page->typed, &rule, e) ||
		!calendar_open(rq->read, &c, e))
		return false;
	page->words = calendar_rule_words(rq->arena, rq->lang, &rule);
	page->code = calendar_rule_code(rq->arena, &rule);
	if (calendar_rule_by_period(&rule))
		return try_periods(rq, c, &ask, system, page, e);
	return try_one(rq, c, &ask,
		date_given(from) ? date_vi(rq->arena, from) : text_get(rq->lang, T_calendar_rule),
		page, e);
}

/* ROUTE calendar_try
 * GET        /calendar/rule
 * query      rule:text(300)? system:word? from:date?
 * permission login
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       calendar_try_page
 * json       calendar_try_json /api/v1/calendar/due
 * export     none
 * title      calendar.try
 */
bool calendar_try(struct request *rq, const struct calendar_try_in *in,
	struct calendar_try_page *page, struct err *e)
{
	struct str system = in->system.n && calendar_system(in->system) ? in->system
									: S("plan_four");
	struct err why = { 0 };

	page->typed = in->rule.p ? in->rule : S("");
	page->from = date_given(in->from) ? date_vi(rq->arena, in->from) : S("");
	page->asked = page->typed.n > 0;
	system_options(rq, system, page);
	if (!page->asked || try_rule(rq, system, in->from, page, &why))
		return true;
	if (rq->api || why.code != ERR_INPUT) {
		*e = why;
		return false;
	}
	page->problem = err_text(rq->arena, rq->lang, &why);
	return true;
}

void calendar_try_json(struct json *j, const struct calendar_try_page *p)
{
	json_str(j, "rule", p->code);
	json_str(j, "words", p->words);
	json_list(j, "days");
	LIST_EACH(t, &p->tried) {
		json_open_item(j);
		json_str(j, "period", t->label);
		json_bool(j, "due", t->due.due);
		json_date(j, "last_day", t->due.last);
		json_bool(j, "moved", t->due.moved);
		json_bool(j, "doubt", t->due.doubt);
		json_list(j, "because");
		LIST_EACH(x, &t->due.steps) {
			json_open_item(j);
			json_str(j, "words", x->words);
			json_str(j, "citation", x->citation);
			json_close(j);
		}
		json_end(j);
		json_close(j);
	}
	json_end(j);
}

/* --- notices */

static bool must_manage(struct request *rq, struct err *e)
{
	bool may;

	if (!calendar_may_change(rq->read, &rq->actor, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_calendar_not_yours);
}

static void fill_notice(struct request *rq, struct calendar_notice_page *page)
{
	static const char *const kinds[] = { "tet", "national", "swap", "remark" };

	page->first = date_vi(rq->arena, page->n.first);
	page->last = date_vi(rq->arena, page->n.last);
	page->other = date_vi(rq->arena, page->n.other);
	for (size_t i = 0; i < COUNT(kinds); i++)
		LIST_PUSH(rq->arena, &page->kinds,
			((struct option){ str_z(kinds[i]),
				text_get(rq->lang, calendar_notice_text(str_z(kinds[i]))),
				str_eq(page->n.what, str_z(kinds[i])) }));
}

/* ROUTE calendar_notice_new
 * GET        /calendar/notices/new
 * query      none
 * permission calendar.manage
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       calendar_notice_page
 * json       none
 * export     none
 * title      calendar.notice_new
 */
bool calendar_notice_new(struct request *rq, const struct calendar_notice_new_in *in,
	struct calendar_notice_page *page, struct err *e)
{
	(void)in;
	if (!must_manage(rq, e))
		return false;
	page->fresh = true;
	page->n = (struct calendar_notice){ .what = S("tet"), .citation = S("") };
	fill_notice(rq, page);
	return true;
}

/* ROUTE calendar_notice
 * GET        /calendar/notices/{notice:word}
 * query      none
 * permission calendar.manage
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       calendar_notice_page
 * json       none
 * export     none
 * title      calendar.notice
 */
bool calendar_notice(struct request *rq, const struct calendar_notice_in *in,
	struct calendar_notice_page *page, struct err *e)
{
	if (!must_manage(rq, e) || !calendar_notice_find(rq->read, in->notice, &page->n, e))
		return false;
	fill_notice(rq, page);
	return true;
}

static bool prepare(
	struct request *rq, const struct calendar_notice *n, struct change *c, struct err *e)
{
	const char *field = NULL;
	int year = date_given(n->first) ? n->first.year : date_today().year;

	if (!must_manage(rq, e))
		return false;
	request_redirect(rq, url_calendar(rq->arena, .year = year));
	if (calendar_notice_prepare(rq->arena, rq->read, &rq->actor, n, c, &field, e))
		return true;
	if (field)
		request_field(rq, field);
	return false;
}

/* ROUTE calendar_notice_write
 * POST       /calendar/notices
 * form       what:word first:date last:date? other:date? citation:text(300) verified:bool
 * permission calendar.manage
 * scope      none
 * csrf       token
 * audit      calendar.notice
 * body       8K
 * rate       change
 * again      calendar_notice_new
 * json       none
 * title      calendar.notice_new
 */
bool calendar_notice_write(struct request *rq, const struct calendar_notice_write_in *in,
	struct change *c, struct err *e)
{
	struct calendar_notice n = { .code = S(""),
		.what = in->what,
		.first = in->first,
		.last = in->last,
		.other = in->other,
		.citation = in->citation,
		.verified = in->verified };

	return prepare(rq, &n, c, e);
}

/* ROUTE calendar_notice_change
 * POST       /calendar/notices/{notice:word}
 * form       version:int first:date last:date? other:date? citation:text(300) verified:bool gone:bool
 * permission calendar.manage
 * scope      none
 * csrf       token
 * audit      calendar.notice
 * body       8K
 * rate       change
 * again      calendar_notice
 * json       none
 * title      calendar.notice
 */
bool calendar_notice_change(struct request *rq, const struct calendar_notice_change_in *in,
	struct change *c, struct err *e)
{
	struct calendar_notice n = { .code = in->notice,
		.first = in->first,
		.last = in->last,
		.other = in->other,
		.citation = in->citation,
		.verified = in->verified,
		.gone = in->gone,
		.version = in->version };

	return prepare(rq, &n, c, e);
}

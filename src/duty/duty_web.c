/*
 * Duties: the list with one's own, one duty as agencies by periods, what is decided about an item.
 */
#include "duty/duty_web.h"

#include <stdlib.h>

#include "access/access.h"
#include "duty_routes.h"
#include "urls.h"

enum {
	AHEAD = 400, /* days that the next last day is looked for */
	BACK = 800,  /* … and that the table goes back */
	COLUMNS = 6,
	PAGE = 100,
	GAPS = 12,
	OPEN_MOST = 30,
	OVERDUE_BACK = 400
};

#define NEW_MAP DATE(2025, 7, 1)

/* --- the list */

static struct duty_by_id_row of_list(const struct duty_list_row *x)
{
	return (struct duty_by_id_row){ .id = x->id,
		.title = x->title,
		.owed_by = x->owed_by,
		.place_code = x->place_code,
		.to_id = x->to_id,
		.system = x->system,
		.rule = x->rule,
		.valid_from = x->valid_from,
		.valid_to = x->valid_to };
}

static struct str rule_words(struct request *rq, struct str code)
{
	struct calendar_rule rule;
	struct err e = { 0 };

	if (!calendar_rule_read(rq->arena, code, &rule, &e))
		return code;
	return calendar_rule_words(rq->arena, rq->lang, &rule);
}

static bool fill_line(struct request *rq, const struct duty_list_row *row,
	struct duty_list_page *page, struct err *e)
{
	struct duty_list_line *l = LIST_ADD(rq->arena, &page->lines);
	struct duty_by_id_row d = of_list(row);
	struct date today = date_today();
	duty_periods next;

	l->row = row;
	l->rule = rule_words(rq, row->rule);
	if (!duty_periods_in(rq->read, rq->lang, &d, today, date_add(today, AHEAD), &next, e))
		return false;
	l->timed = next.n > 0;
	if (l->timed) {
		l->next = next.v[0].due.last;
		l->next_label = next.v[0].label;
		l->clock = clock_until(DATE_NONE, l->next);
	}
	return true;
}

/* "03-20 09-20" before -> the rule in words, to be confirmed by a person. */
static struct str rule_of_days(struct request *rq, struct str period, struct str days, bool before)
{
	if (!days.n)
		return S("");
	return rule_words(
		rq, str_fmt(rq->arena, "%s %.*s %s", str_eq(period, DUTY_ONCE) ? "date" : "year",
			    STR_ARG(days), before ? "before" : "by"));
}

static bool fill_open(struct request *rq, struct duty_list_page *page, struct err *e)
{
	struct duty_open_rows *rows = NEW(rq->arena, struct duty_open_rows);

	if (!page->may_manage)
		return true;
	if (!duty_open(rq->read, rq->actor.account, rq->actor.agency, OPEN_MOST, rows, e))
		return false;
	LIST_EACH(x, rows)
		LIST_PUSH(rq->arena, &page->open,
			((struct duty_open_line){
				x, rule_of_days(rq, x->period, x->days, x->before) }));
	return true;
}

static bool may_manage_own(struct request *rq, bool *may, struct err *e)
{
	*may = false;
	return !rq->actor.agency ||
	       access_may(rq->read, &rq->actor, PERM_duty_manage, rq->actor.agency, may, e);
}

static bool fill_list(struct request *rq, struct duty_list_page *page, struct err *e)
{
	struct duty_list_rows *rows = NEW(rq->arena, struct duty_list_rows);
	struct date today = date_today();

	if (!duty_list(rq->read, rq->actor.account, rows, e) ||
		!may_manage_own(rq, &page->may_manage, e))
		return false;
	LIST_EACH(x, rows)
		if (!fill_line(rq, x, page, e))
			return false;
	page->agency = rq->actor.agency;
	if (rq->actor.agency &&
		!duty_owns_read(rq->read, rq->lang, rq->actor.account, rq->actor.agency,
			date_add(today, -OVERDUE_BACK), date_add(today, AHEAD), &page->mine, e))
		return false;
	return fill_open(rq, page, e);
}

/* ROUTE duties
 * GET        /duties
 * query      none
 * permission duty.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       duty_list_page
 * json       duty_list_json /api/v1/duties
 * export     none
 * title      duty.list
 */
bool duties(
	struct request *rq, const struct duties_in *in, struct duty_list_page *page, struct err *e)
{
	(void)in;
	return fill_list(rq, page, e);
}

/* --- one */

static bool read_one(struct request *rq, int64_t id, struct duty_by_id_row *d, struct err *e)
{
	bool found;

	if (!duty_by_id(rq->read, id, rq->actor.account, d, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_duty_absent);
}

static struct str percent(struct request *rq, int part, int of)
{
	return of ? str_fmt(rq->arena, "%d%%", part * 100 / of) : S("");
}

/* The last ones whose day has come, and the next. */
static bool choose_periods(
	struct request *rq, struct duty_show_page *page, duty_periods *out, struct err *e)
{
	struct date today = date_today();
	duty_periods all;
	size_t past = 0, from;

	if (!duty_periods_in(rq->read, rq->lang, &page->d, date_add(today, -BACK),
		    date_add(today, AHEAD), &all, e))
		return false;
	while (past < all.n && date_cmp(all.v[past].due.last, today) < 0)
		past++;
	if (past < all.n)
		page->next = &all.v[past];
	from = past + 1 > COLUMNS ? past + 1 - COLUMNS : 0;
	*out = (duty_periods){ 0 };
	for (size_t i = from; i < all.n && i <= past; i++)
		LIST_PUSH(rq->arena, out, all.v[i]);
	return true;
}

static struct duty_mark mark_of(
	struct request *rq, const struct duty_show_page *page, const struct duty_line *l, size_t at)
{
	const struct duty_item *i = &l->items[at];
	const struct duty_period *p = &page->table.periods.v[at];
	struct str days = str_fmt(rq->arena, "%d", i->days);
	struct duty_mark m = { .css = "", .words = text_get(rq->lang, duty_state_text(i->state)) };

	switch (i->state) {
	case DUTY_NOT_OWED:
		m.css = "cn";
		m.text = S("×");
		break;
	case DUTY_ON_TIME:
		m.css = "h0";
		m.text = i->nil ? S("0") : S("");
		break;
	case DUTY_LATE:
		m.css = i->days > 5 ? "h2" : "h1";
		m.text = str_fmt(rq->arena, "+%d", i->days);
		break;
	case DUTY_MISSING:
		m.css = "h3";
		m.text = TEXT(rq->arena, rq->lang, T_duty_missing_days, days);
		break;
	case DUTY_WAIVED:
		m.css = "h4";
		m.text = text_get(rq->lang, T_duty_waived_short);
		break;
	case DUTY_NOT_YET:
	case DUTY_DUE_SOON:
		m.text = TEXT(rq->arena, rq->lang, T_duty_left, days);
		break;
	}
	m.cut = at && date_cmp(p->due.last, NEW_MAP) >= 0 &&
		date_cmp(page->table.periods.v[at - 1].due.last, NEW_MAP) < 0;
	if (i->state != DUTY_NOT_OWED)
		m.href = url_duty_item(rq->arena, .duty = page->d.id, .period = p->period.code,
			.agency = l->agency);
	return m;
}

/* Of a body that ended or began while these periods ran: the last days from or until which it
 * owes, for another of the same name may stand beside it. */
static struct str span_of(struct request *rq, const struct duty_table *t, const struct duty_line *l)
{
	size_t first = 0, last = t->periods.n;

	while (first < last && l->items[first].state == DUTY_NOT_OWED)
		first++;
	while (last > first && l->items[last - 1].state == DUTY_NOT_OWED)
		last--;
	if (first == last || (first == 0 && last == t->periods.n))
		return S("");
	return str_fmt(rq->arena, "%.*s – %.*s",
		STR_ARG(first ? date_vi(rq->arena, l->items[first].last) : S("…")),
		STR_ARG(last < t->periods.n ? date_vi(rq->arena, l->items[last - 1].last)
					    : S("…")));
}

static void add_row(struct request *rq, struct duty_show_page *page, struct duty_line *l)
{
	struct duty_row_view *v = LIST_ADD(rq->arena, &page->rows);

	v->line = l;
	v->name = l->name;
	v->rank = l->rank;
	v->span = span_of(rq, &page->table, l);
	v->rate = percent(rq, l->on_time, l->owed - l->waiting);
	v->sent = percent(rq, l->on_time + l->late, l->owed - l->waiting);
	for (size_t at = 0; at < page->table.periods.n; at++)
		LIST_PUSH(rq->arena, &v->marks, mark_of(rq, page, l, at));
}

/* a/b against c/d */
static int compare_shares(int a, int b, int c, int d)
{
	long long left = (long long)a * d, right = (long long)c * b;

	return (left > right) - (left < right);
}

/* The less on time the earlier, then the less sent at all; who has owed nothing yet comes last. */
static int compare_lines(const struct duty_line *x, const struct duty_line *y)
{
	int nx = x->owed - x->waiting, ny = y->owed - y->waiting;
	int order;

	if (!nx || !ny)
		return !nx - !ny;
	order = compare_shares(x->on_time, nx, y->on_time, ny);
	return order ? order : compare_shares(x->on_time + x->late, nx, y->on_time + y->late, ny);
}

static int by_rate(const void *a, const void *b)
{
	const struct duty_line *x = a, *y = b;
	int order = compare_lines(x, y);

	return order ? order : str_cmp(x->name, y->name);
}

/* Of lines in the league's order. */
static void rank(struct duty_show_page *page)
{
	size_t n = page->table.lines.n;
	int place = 0, alike = 0;

	for (size_t i = n; i-- > 0;) {
		struct duty_line *l = &page->table.lines.v[i];

		if (l->owed == l->waiting)
			continue;
		if (place && compare_lines(l, l + 1) == 0) {
			alike++;
		} else {
			place += alike + 1;
			alike = 0;
		}
		l->rank = place;
	}
}

static void fill_rows(
	struct request *rq, const struct duty_show_in *in, struct duty_show_page *page)
{
	int64_t skip = in->skip > 0 ? in->skip : 0, seen = 0, most = request_most(rq, PAGE);

	if (page->league && page->table.lines.n) {
		qsort(page->table.lines.v, page->table.lines.n, sizeof(*page->table.lines.v),
			by_rate);
		rank(page);
	}
	LIST_EACH(l, &page->table.lines) {
		if (page->only_gaps && !l->missing)
			continue;
		if (seen++ >= skip && (int64_t)page->rows.n < most)
			add_row(rq, page, l);
	}
	page->pager = (struct pager){ .from = page->rows.n ? skip + 1 : 0,
		.to = skip + (int64_t)page->rows.n,
		.total = seen };
	if (skip)
		page->pager.prev = url_duty_show(rq->arena, .duty = page->d.id, .show = in->show,
			.skip = skip > PAGE ? skip - PAGE : 0);
	if (page->pager.to < seen)
		page->pager.next = url_duty_show(
			rq->arena, .duty = page->d.id, .show = in->show, .skip = skip + PAGE);
}

static void fill_sum(struct request *rq, struct duty_show_page *page, size_t at)
{
	const struct duty_period *p = &page->table.periods.v[at];
	struct duty_sum s = { .label = p->label, .last = p->due.last };
	int waiting = 0;

	LIST_EACH(l, &page->table.lines) {
		enum duty_state state = l->items[at].state;

		s.owed += state != DUTY_NOT_OWED && state != DUTY_WAIVED;
		s.on_time += state == DUTY_ON_TIME;
		s.late += state == DUTY_LATE;
		s.missing += state == DUTY_MISSING;
		s.waived += state == DUTY_WAIVED;
		waiting += state == DUTY_NOT_YET || state == DUTY_DUE_SOON;
	}
	s.rate = percent(rq, s.on_time, s.owed - waiting);
	LIST_PUSH(rq->arena, &page->sums, s);
}

static int by_days(const void *a, const void *b)
{
	const struct duty_gap *x = a, *y = b;

	return y->days != x->days ? y->days - x->days : str_cmp(x->name, y->name);
}

static void fill_gaps(struct request *rq, struct duty_show_page *page)
{
	LIST_EACH(l, &page->table.lines)
		for (size_t at = 0; at < page->table.periods.n; at++) {
			const struct duty_item *i = &l->items[at];
			const struct duty_period *p = &page->table.periods.v[at];

			page->tomorrow += (i->state == DUTY_DUE_SOON || i->state == DUTY_NOT_YET) &&
					  i->days == 1;
			if (i->state == DUTY_MISSING)
				LIST_PUSH(rq->arena, &page->gaps,
					((struct duty_gap){ l->name, p->label,
						url_duty_item(rq->arena, .duty = page->d.id,
							.period = p->period.code,
							.agency = l->agency),
						i->days }));
		}
	if (page->gaps.n)
		qsort(page->gaps.v, page->gaps.n, sizeof(*page->gaps.v), by_days);
	if (page->gaps.n > GAPS && !rq->api)
		page->gaps.n = GAPS;
}

static bool fill_exceptions(struct request *rq, struct duty_show_page *page, struct err *e)
{
	struct duty_exceptions_rows *rows = NEW(rq->arena, struct duty_exceptions_rows);

	if (!duty_exceptions(rq->read, page->d.id, rows, e))
		return false;
	LIST_EACH(x, rows) {
		struct calendar_period p;
		bool known = calendar_period_find(rq->arena, x->period, &p);

		LIST_PUSH(rq->arena, &page->exceptions,
			((struct duty_except){
				x, known ? calendar_period_label(rq->arena, rq->lang, &p)
					 : text_get(rq->lang, T_duty_once) }));
	}
	return true;
}

static void fill_shows(struct request *rq, struct str show, struct duty_show_page *page)
{
	static const struct {
		const char *word;
		enum text_id text;
	} all[] = { { "all", T_duty_show_all }, { "missing", T_duty_show_missing },
		{ "league", T_duty_show_league } };

	for (size_t i = 0; i < COUNT(all); i++)
		LIST_PUSH(rq->arena, &page->shows,
			((struct option){ str_z(all[i].word), text_get(rq->lang, all[i].text),
				str_eq(show, str_z(all[i].word)) }));
	page->only_gaps = str_eq(show, S("missing"));
	page->league = str_eq(show, S("league"));
}

/* ROUTE duty_show
 * GET        /duties/{duty:int}
 * query      show:word? skip:int?
 * permission duty.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       duty_show_page
 * json       duty_show_json /api/v1/duties/{duty}
 * export     duty_show_sheet
 * title      duty.one
 */
bool duty_show(struct request *rq, const struct duty_show_in *in, struct duty_show_page *page,
	struct err *e)
{
	struct duty_by_id_row *d = &page->d;
	const struct calendar_system *system;
	duty_periods periods;

	if (!read_one(rq, in->duty, d, e) || !choose_periods(rq, page, &periods, e) ||
		!duty_table_read(rq->read, d, &periods, date_today(), &page->table, e) ||
		!fill_exceptions(rq, page, e) ||
		!access_may(rq->read, &rq->actor, PERM_duty_manage, d->to_id, &page->may_manage, e))
		return false;
	system = calendar_system(d->system);
	page->system = system ? system->name[rq->lang] : text_get(rq->lang, T_duty_once);
	page->rule = rule_words(rq, d->rule);
	page->valid_to = date_vi(rq->arena, d->valid_to);
	fill_shows(rq, in->show.n ? in->show : S("all"), page);
	for (size_t at = 0; at < periods.n; at++)
		fill_sum(rq, page, at);
	fill_gaps(rq, page);
	fill_rows(rq, in, page);
	request_title(rq, d->title);
	request_landscape(rq);
	return true;
}

/* --- a new one */

static void fill_systems(struct request *rq, struct str chosen, struct duty_new_page *page)
{
	struct calendar_systems all = calendar_systems();

	for (size_t i = 0; i < all.n; i++)
		LIST_PUSH(rq->arena, &page->systems,
			((struct option){ all.v[i].code, all.v[i].name[rq->lang],
				str_eq(all.v[i].code, chosen) }));
	LIST_PUSH(rq->arena, &page->systems,
		((struct option){
			DUTY_ONCE, text_get(rq->lang, T_duty_once), str_eq(chosen, DUTY_ONCE) }));
}

static bool fill_from_plan(struct request *rq, const struct duty_new_form_in *in,
	struct duty_new_page *page, struct str *system, struct err *e)
{
	struct duty_plan_row plan;
	struct duty_sentence_row s;
	int64_t position = in->position == DB_NULL ? 0 : in->position; /* 0 is not in an address */
	bool found;

	if (!duty_plan(rq->read, in->plan, rq->actor.account, &plan, &found, e))
		return false;
	if (found && !duty_sentence(rq->read, in->plan, position, &s, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_duty_no_sentence);
	page->plan = in->plan;
	page->position = position;
	page->words = s.words;
	page->owed_by = s.owed_by;
	page->owed_to = s.owed_to.p ? s.owed_to : S("");
	page->rule = rule_of_days(rq, s.period, s.days, s.before);
	page->title = text_get(rq->lang, T_duty_default_title);
	page->citation = plan.number.p ? plan.number : S("");
	*system = s.period;
	if (plan.year != DB_NULL) {
		page->valid_from = date_vi(rq->arena, DATE((int16_t)plan.year, 1, 1));
		page->valid_to = date_vi(rq->arena, DATE((int16_t)plan.year, 12, 31));
	}
	return true;
}

/* ROUTE duty_new_form
 * GET        /duties/new
 * query      plan:int? position:int?
 * permission duty.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       duty_new_page
 * json       none
 * export     none
 * title      duty.new
 */
bool duty_new_form(struct request *rq, const struct duty_new_form_in *in,
	struct duty_new_page *page, struct err *e)
{
	int16_t year = date_today().year;
	struct str system = S("quarter");

	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_duty_no_agency);
	*page = (struct duty_new_page){ .title = S(""),
		.owed_by = S(""),
		.owed_to = rq->actor.agency_name,
		.rule = S(""),
		.citation = S(""),
		.words = S(""),
		.plan = DB_NULL,
		.position = DB_NULL,
		.valid_from = date_vi(rq->arena, DATE(year, 1, 1)),
		.valid_to = date_vi(rq->arena, DATE(year, 12, 31)) };
	if (in->plan != DB_NULL && !fill_from_plan(rq, in, page, &system, e))
		return false;
	fill_systems(rq, system, page);
	return true;
}

static struct str to_it(struct request *rq, struct change *c)
{
	return url_duty_show(rq->arena, .duty = c->entry.object_id);
}

/* A plan that the reader does not see is none. */
static bool place_of_plan(struct request *rq, struct duty_new *n, struct err *e)
{
	struct duty_plan_row plan;
	bool found;

	if (n->plan == DB_NULL)
		return true;
	if (!duty_plan(rq->read, n->plan, rq->actor.account, &plan, &found, e))
		return false;
	n->place = plan.province;
	return found || FAIL(e, ERR_ABSENT, T_duty_no_sentence);
}

/* The installation's own words without a plan are those of the agency's province. */
static bool place_of_agency(struct request *rq, struct duty_new *n, struct err *e)
{
	struct duty_province_row row;
	bool found;

	if (n->plan != DB_NULL)
		return true;
	if (!duty_province(rq->read, n->to, &row, &found, e))
		return false;
	if (found)
		n->place = row.province_code;
	return true;
}

/* ROUTE duty_new
 * POST       /duties
 * form       plan:int? position:int? title:text(300) owed_by:text(500) owed_to:text(300) system:word rule:text(300) valid_from:date valid_to:date citation:text(300)
 * permission duty.manage
 * scope      agency
 * csrf       token
 * audit      duty.add
 * body       16K
 * rate       change
 * again      duty_new_form
 * json       none
 * title      duty.new
 */
bool duty_new(struct request *rq, const struct duty_new_in *in, struct change *c, struct err *e)
{
	const char *field = NULL;
	struct duty_new n = { .plan = in->plan,
		.position = in->plan == DB_NULL ? DB_NULL : in->position,
		.title = in->title,
		.owed_by = in->owed_by,
		.owed_to = in->owed_to,
		.system = str_eq(in->system, DUTY_ONCE) ? S("") : in->system,
		.rule = in->rule,
		.citation = in->citation,
		.to = rq->actor.agency,
		.valid_from = in->valid_from,
		.valid_to = in->valid_to };

	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_duty_no_agency);
	if (!place_of_plan(rq, &n, e) || !place_of_agency(rq, &n, e))
		return false;
	rq->after = to_it;
	if (duty_add_prepare(rq->arena, &rq->actor, &n, c, &field, e))
		return true;
	if (field)
		request_field(rq, field);
	return false;
}

/* ROUTE duty_stop
 * POST       /duties/{duty:int}/end
 * form       version:int valid_to:date
 * permission duty.manage
 * scope      agency
 * csrf       token
 * audit      duty.end
 * body       2K
 * rate       change
 * again      duty_show
 * json       none
 * title      duty.one
 */
bool duty_stop(struct request *rq, const struct duty_stop_in *in, struct change *c, struct err *e)
{
	struct duty_by_id_row d;

	request_redirect(rq, url_duty_show(rq->arena, .duty = in->duty));
	return read_one(rq, in->duty, &d, e) &&
	       duty_end_prepare(rq->arena, &rq->actor, in->duty, in->version, in->valid_to, c, e);
}

/*
 * A plan's tasks along the months: as planned, as planned at the adoption, as done. A page
 * ends with a heading where that leaves enough on it.
 */
#include "work/gantt_web.h"

#include "urls.h"
#include "work_routes.h"

enum { PAGE = 250, PAGE_LEAST = 100, BRIEF = 90, JUMP = 60, SOON = 30 };

/* --- one task */

static struct str span_text(struct request *rq, struct date from, struct date to)
{
	struct arena *a = rq->arena;

	if (!date_given(to))
		return date_given(from) ? TEXT(a, rq->lang, T_work_gantt_from, date_vi(a, from))
					: text_get(rq->lang, T_work_gantt_no_day);
	if (!date_given(from))
		return TEXT(a, rq->lang, T_work_gantt_until, date_vi(a, to));
	return str_fmt(a, "%.*s–%.*s", STR_ARG(date_vi(a, from)), STR_ARG(date_vi(a, to)));
}

static void set_state(
	struct gantt_line *l, enum chip chip, enum icon icon, struct request *rq, enum text_id text)
{
	l->chip = chip;
	l->icon = icon;
	l->state = text_get(rq->lang, text);
}

static struct str days_text(struct request *rq, enum text_id text, int days)
{
	return TEXT(rq->arena, rq->lang, text, str_fmt(rq->arena, "%d", days));
}

static void fill_open_state(struct request *rq, struct gantt_line *l, struct date today)
{
	const struct gantt_rows_row *x = l->row;
	int left = date_given(x->due) ? date_number(x->due) - date_number(today) : 0;

	if (date_given(x->due) && left < 0) {
		l->days_late = -left;
		set_state(l, CHIP_LATE, ICON_alert, rq, T_work_gantt_late);
		l->state = days_text(rq, T_work_gantt_late, -left);
	} else if (date_given(x->due) && left <= SOON) {
		set_state(l, CHIP_SOON, ICON_clock, rq, T_work_gantt_soon);
		l->state = days_text(rq, T_work_gantt_soon, left);
	} else if (date_given(x->began)) {
		set_state(l, CHIP_INFO, ICON_run, rq, T_work_gantt_doing);
	} else if (x->standing) {
		set_state(l, CHIP_PLAIN, ICON_run, rq, T_work_gantt_standing);
	} else if (date_given(x->due)) {
		set_state(l, CHIP_PLAIN, ICON_wait, rq, T_work_gantt_not_yet);
	} else {
		set_state(l, CHIP_NONE, ICON_ask, rq, T_work_gantt_no_day);
	}
}

static void fill_state(struct request *rq, struct gantt_line *l, struct date today)
{
	const struct gantt_rows_row *x = l->row;
	bool after = date_given(x->due) && date_given(x->finished) &&
		     date_cmp(x->finished, x->due) > 0;

	if (str_eq(x->state, S("done")) && after) {
		l->days_late = date_number(x->finished) - date_number(x->due);
		set_state(l, CHIP_SOON, ICON_check, rq, T_work_gantt_done_late);
		l->state = days_text(rq, T_work_gantt_done_late, l->days_late);
	} else if (str_eq(x->state, S("done"))) {
		set_state(l, CHIP_OK, ICON_okdisc, rq, T_work_gantt_done);
	} else if (str_eq(x->state, S("carried"))) {
		set_state(l, CHIP_PLAIN, ICON_right, rq, T_work_gantt_carried);
	} else if (str_eq(x->state, S("ended"))) {
		set_state(l, CHIP_PLAIN, ICON_ban, rq, T_work_gantt_ended);
	} else {
		fill_open_state(rq, l, today);
	}
}

static void fill_bars(
	struct gantt_line *l, const struct gantt_axis *axis, struct date issued, struct date today)
{
	const struct gantt_rows_row *x = l->row;
	bool open = str_eq(x->state, S("open"));
	struct date until = date_given(x->finished) ? x->finished : open ? today : DATE_NONE;

	l->plan = gantt_bar_of(axis, x->starts, x->due, issued);
	l->base = gantt_bar_of(axis, x->baseline_starts, x->baseline_due, issued);
	if (date_given(x->began) && date_given(until) && date_cmp(x->began, until) <= 0)
		l->done = gantt_bar_of(axis, x->began, until, issued);
	else if (date_given(x->finished))
		l->done = gantt_bar_of(axis, x->finished, x->finished, issued);
	if (l->days_late && date_given(until))
		l->over = gantt_bar_of(axis, date_add(x->due, 1), until, issued);
}

static struct str spoken(struct request *rq, const struct gantt_line *l)
{
	const struct gantt_rows_row *x = l->row;
	struct str done = date_given(x->began) || date_given(x->finished)
				  ? span_text(rq, x->began, x->finished)
				  : text_get(rq->lang, T_work_gantt_nothing_yet);

	return TEXT(rq->arena, rq->lang, T_work_gantt_spoken, l->days,
		span_text(rq, x->baseline_starts, x->baseline_due), done, l->state);
}

static void fill_line(struct request *rq, struct gantt_line *l, const struct gantt_rows_row *x,
	const struct work_gantt_page *page, struct date issued)
{
	l->row = x;
	l->label = plan_path_label(rq->arena, rq->lang, x->path);
	l->brief = plan_brief(rq->arena, x->words, BRIEF);
	l->lead = (struct party){ PARTY_LEAD, .name = x->lead_short.n ? x->lead_short : x->lead,
		.title = x->lead };
	l->days = span_text(rq, x->starts, x->due);
	fill_state(rq, l, date_today());
	if (date_given(x->due))
		fill_bars(l, &page->axis, issued, date_today());
	l->spoken = spoken(rq, l);
}

/* --- the page */

static struct date earlier(struct date a, struct date b)
{
	return !date_given(a) || (date_given(b) && date_cmp(b, a) < 0) ? b : a;
}

static struct date later(struct date a, struct date b)
{
	return date_cmp(a, b) < 0 ? b : a;
}

static void set_axis(struct request *rq, struct work_gantt_page *page,
	const struct gantt_span_row *s, const struct plan_by_id_row *plan)
{
	struct date first = earlier(
		earlier(s->starts, s->due_first), earlier(s->baseline_starts, s->began));
	struct date last = later(later(s->due, s->baseline_due), s->finished);
	struct date today = date_today(), end;

	page->axis = gantt_axis_of(first, last, plan->year == DB_NULL ? 0 : plan->year);
	end = date_add(page->axis.from, page->axis.days - 1);
	gantt_ticks_of(rq->arena, rq->lang, &page->axis, &page->ticks);
	page->today = date_cmp(today, page->axis.from) >= 0 && date_cmp(today, end) <= 0
			      ? gantt_x(&page->axis, today)
			      : -1;
	page->years = page->axis.from.year == end.year
			      ? str_fmt(rq->arena, "%d", end.year)
			      : str_fmt(rq->arena, "%d–%d", page->axis.from.year, end.year);
}

/* How many of the rows read stand on this page: all, or up to the last heading that leaves
 * enough of them. */
static size_t rows_of_page(const struct gantt_rows_rows *rows, size_t most)
{
	if (rows->n <= most)
		return rows->n;
	for (size_t n = most; n > PAGE_LEAST; n--)
		if (rows->v[n].heading != rows->v[n - 1].heading)
			return n;
	return most;
}

static struct gantt_group *group_for(struct request *rq, struct work_gantt_page *page,
	const struct gantt_headings_rows *headings, const struct gantt_rows_row *x, int64_t *last)
{
	struct gantt_group *g;

	if (page->groups.n && *last == x->heading)
		return &page->groups.v[page->groups.n - 1];
	g = LIST_ADD(rq->arena, &page->groups);
	*last = x->heading;
	LIST_EACH(h, headings)
		if (h->position == x->heading) {
			g->path = h->path;
			g->title = plan_brief(rq->arena, plan_sentence(rq->arena, h->title), BRIEF);
			g->goes_on = h->first != DB_NULL && h->first < x->position &&
				     page->groups.n == 1;
		}
	return g;
}

/* In the addresses of the other pages; A4 is what it is without. */
static struct str paper_of(const struct work_gantt_page *page)
{
	return page->a3 ? S("a3") : STR_NULL;
}

static void add_jumps(struct request *rq, struct work_gantt_page *page,
	const struct gantt_headings_rows *headings)
{
	LIST_EACH(h, headings) {
		if (h->first == DB_NULL)
			continue;
		struct gantt_jump *j = LIST_ADD(rq->arena, &page->jumps);

		j->label = str_fmt(rq->arena, "%.*s %.*s (%lld)", STR_ARG(h->path),
			STR_ARG(plan_brief(rq->arena, plan_sentence(rq->arena, h->title), JUMP)),
			(long long)h->tasks);
		j->href = url_work_gantt(rq->arena, .plan = page->head.id, .after = h->first - 1,
			.paper = paper_of(page));
	}
}

static bool fill_dated(struct request *rq, struct work_gantt_page *page, int64_t after,
	struct date issued, struct err *e)
{
	size_t most = (size_t)request_most(rq, PAGE), n;
	struct gantt_headings_rows headings;
	struct gantt_rows_rows *rows = NEW(rq->arena, struct gantt_rows_rows);
	int64_t heading = DB_NULL;

	if (!gantt_headings(rq->read, page->head.id, &headings, e) ||
		!gantt_rows(rq->read, page->head.id, true, after, (int64_t)most + 1, rows, e))
		return false;
	n = rows_of_page(rows, most);
	for (size_t i = 0; i < n; i++) {
		struct gantt_group *g = group_for(rq, page, &headings, &rows->v[i], &heading);

		fill_line(rq, LIST_ADD(rq->arena, &g->lines), &rows->v[i], page, issued);
	}
	if (n < rows->n)
		page->next = url_work_gantt(rq->arena, .plan = page->head.id,
			.after = rows->v[n - 1].position, .paper = paper_of(page));
	if (after >= 0 || page->next.n)
		add_jumps(rq, page, &headings);
	return true;
}

static bool fill_undated(struct request *rq, struct work_gantt_page *page, int64_t after,
	struct date issued, struct err *e)
{
	size_t most = (size_t)request_most(rq, PAGE);
	struct gantt_rows_rows *rows = NEW(rq->arena, struct gantt_rows_rows);

	if (!gantt_rows(rq->read, page->head.id, false, after, (int64_t)most + 1, rows, e))
		return false;
	for (size_t i = 0; i < rows->n && i < most; i++)
		fill_line(rq, LIST_ADD(rq->arena, &page->undated), &rows->v[i], page, issued);
	if (rows->n <= most)
		return true;
	if (page->only_undated)
		page->next = url_work_gantt(rq->arena, .plan = page->head.id, .undated = true,
			.after = rows->v[most - 1].position, .paper = paper_of(page));
	else
		page->all_undated = url_work_gantt(
			rq->arena, .plan = page->head.id, .undated = true, .paper = paper_of(page));
	return true;
}

/* ROUTE work_gantt
 * GET        /plans/{plan:int}/gantt
 * query      after:int? undated:bool? paper:word?
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       gantt_page
 * json       none
 * export     gantt_sheet
 * title      work.gantt
 */
bool work_gantt(struct request *rq, const struct work_gantt_in *in, struct work_gantt_page *page,
	struct err *e)
{
	int64_t after = in->after == DB_NULL || in->after < 0 ? -1 : in->after;
	struct plan_by_id_row plan;
	struct gantt_span_row span;
	bool found;

	if (in->paper.n && !str_eq(in->paper, S("a3")) && !str_eq(in->paper, S("a4")))
		return FAIL(e, ERR_INPUT, T_plan_bad_filter, in->paper);
	if (!plan_head_load(
		    rq->read, rq->lang, rq->actor.account, in->plan, &page->head, &plan, e) ||
		!gantt_span(rq->read, in->plan, &span, &found, e))
		return false;
	page->head.tab = PLAN_TAB_GANTT;
	page->dated = span.dated;
	page->without_day = span.tasks - span.dated;
	page->only_undated = in->undated && !rq->export;
	page->a3 = str_eq(in->paper, S("a3"));
	page->other_paper = url_work_gantt(rq->arena, .plan = in->plan, .undated = in->undated,
		.after = in->after, .paper = page->a3 ? S("a4") : S("a3"));
	set_axis(rq, page, &span, &plan);
	if (after >= 0)
		page->first = url_work_gantt(rq->arena, .plan = in->plan,
			.undated = page->only_undated, .paper = paper_of(page));
	request_title(rq, TEXT(rq->arena, rq->lang, T_work_gantt_of, page->head.name));
	if (page->a3)
		request_a3(rq);
	else
		request_landscape(rq);
	if (!page->only_undated && !fill_dated(rq, page, after, plan.issued, e))
		return false;
	/* beside the last page of those with a day */
	return (!page->only_undated && page->next.n && !rq->export) ||
	       fill_undated(rq, page, page->only_undated ? after : -1, plan.issued, e);
}

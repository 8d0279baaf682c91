/*
 * The pages of reports: the list, beginning one, a report with its steps.
 */
#include "report/report_web.h"

#include "access/access.h"
#include "audit/note.h"
#include "plan/plan.h"
#include "report_routes.h"
#include "urls.h"

enum { PAGE = 50, PLANS = 100, LOG = 50, MONTHS_BACK = 18 };

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

static struct str number(struct arena *a, int64_t v)
{
	return str_fmt(a, "%lld", (long long)v);
}

static struct str period_label(struct request *rq, struct str code)
{
	struct calendar_period p;

	return calendar_period_find(rq->arena, code, &p)
		       ? calendar_period_label(rq->arena, rq->lang, &p)
		       : code;
}

/* --- the list */

/* ROUTE report_list
 * GET        /reports
 * query      received:bool? state:word? after:int?
 * permission report.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_list_page
 * json       report_list_json /api/v1/reports
 * export     report_list_sheet
 * title      report.list
 */
bool report_list(struct request *rq, const struct report_list_in *in, struct report_list_page *page,
	struct err *e)
{
	int64_t most = request_most(rq, PAGE);
	struct str state = or_empty(in->state);
	struct report_page_rows rows;

	page->received = in->received;
	page->may_begin = actor_may(&rq->actor, PERM_report_write) && rq->actor.agency;
	page->may_receive = actor_may(&rq->actor, PERM_report_receive);
	if (!report_page(rq->read, rq->actor.account, !in->received, state,
		    in->after > 0 ? in->after : INT64_MAX, most + 1, &rows, e))
		return false;
	LIST_PUSH(rq->arena, &page->states,
		((struct option){ S(""), text_get(rq->lang, T_report_state), !state.n }));
	for (enum report_state i = 0; i < REPORT_STATES; i++) {
		struct str word = str_z(report_state_word(i));

		LIST_PUSH(rq->arena, &page->states,
			((struct option){
				word, report_state_text(rq->lang, i), str_eq(word, state) }));
	}
	if ((int64_t)rows.n > most && !rq->export) {
		rows.n = (size_t)most;
		page->next = rows.v[most - 1].id;
		page->next_href = url_report_list(rq->arena, .received = in->received,
			.state = in->state, .after = page->next);
	}
	LIST_EACH(t, &rows)
		LIST_PUSH(rq->arena, &page->rows,
			((struct report_line){
				t, period_label(rq, t->period), report_state_of(t->state) }));
	return true;
}

/* --- beginning one */

static bool fill_plans(struct request *rq, struct report_form_page *page, struct err *e)
{
	struct report_plans_rows rows;

	if (!report_plans(rq->read, rq->actor.account, rq->actor.agency, PLANS, &rows, e))
		return false;
	LIST_EACH(p, &rows) {
		struct str what = p->number.n ? p->number : plan_sentence(rq->arena, p->title);

		if (p->standing_id == DB_NULL || p->standing_id == rq->actor.agency)
			continue;
		LIST_PUSH(rq->arena, &page->plans,
			((struct option){ number(rq->arena, p->id),
				TEXT(rq->arena, rq->lang, T_report_plan_to,
					plan_brief(rq->arena, what, 60), p->standing_name),
				!page->plans.n }));
	}
	return true;
}

/* Those that have begun, the latest first. */
static void fill_periods(struct request *rq, struct report_form_page *page)
{
	static const char *const systems[] = { "plan_four", "quarter", "half_year", "nine_month",
		"year", "month" };
	struct date today = date_today();

	for (size_t i = 0; i < COUNT(systems); i++) {
		calendar_periods all = { 0 };

		calendar_periods_in(rq->arena, str_z(systems[i]),
			date_add(today, -MONTHS_BACK * 31), date_add(today, 366), &all);
		for (size_t k = all.n; k-- > 0;) {
			const struct calendar_period *p = &all.v[k];

			if (date_cmp(p->from, today) > 0)
				continue;
			LIST_PUSH(rq->arena, &page->periods,
				((struct option){ p->code,
					TEXT(rq->arena, rq->lang, T_report_period_span,
						calendar_period_label(rq->arena, rq->lang, p),
						calendar_period_span(rq->arena, p)),
					!page->periods.n }));
		}
	}
}

/* ROUTE report_new
 * GET        /reports/new
 * query      none
 * permission report.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_form_page
 * json       none
 * export     none
 * title      report.new
 */
bool report_new(struct request *rq, const struct report_new_in *in, struct report_form_page *page,
	struct err *e)
{
	(void)in;
	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_report_no_agency);
	page->agency = rq->actor.agency_name;
	fill_periods(rq, page);
	return fill_plans(rq, page, e);
}

static struct str to_it(struct request *rq, struct change *c)
{
	return url_report_show(rq->arena, .report = c->entry.object_id);
}

/* The standing agency of a plan that gives the agency work. */
static bool find_recipient(struct request *rq, int64_t plan, int64_t *to, struct err *e)
{
	struct report_plans_rows rows;

	if (!report_plans(rq->read, rq->actor.account, rq->actor.agency, PLANS, &rows, e))
		return false;
	LIST_EACH(p, &rows)
		if (p->id == plan && p->standing_id != DB_NULL) {
			*to = p->standing_id;
			return true;
		}
	request_field(rq, "plan");
	return FAIL(e, ERR_INPUT, T_report_no_plan);
}

/* ROUTE report_begin
 * POST       /reports
 * form       plan:int period:word
 * permission report.write
 * scope      agency
 * csrf       token
 * audit      report.begin
 * body       4K
 * rate       change
 * again      report_new
 * json       none
 * title      report.new
 */
bool report_begin(
	struct request *rq, const struct report_begin_in *in, struct change *c, struct err *e)
{
	struct report_new new = { .agency = rq->actor.agency, .plan = in->plan };
	int64_t known;

	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_report_no_agency);
	if (!calendar_period_find(rq->arena, in->period, &new.period))
		return request_refuse(rq, "period", e, ERR_INPUT, T_report_no_period);
	if (!find_recipient(rq, in->plan, &new.to, e) ||
		!report_begin_prepare(rq->arena, rq->read, &rq->actor, &new, c, &known, e))
		return false;
	rq->after = to_it;
	if (known) {
		rq->unchanged = true;
		rq->after = NULL;
		request_redirect(rq, url_report_show(rq->arena, .report = known));
	}
	return true;
}

/* --- one */

static bool read_one(struct request *rq, int64_t id, struct report_by_id_row *t, struct err *e)
{
	bool found;

	if (!report_by_id(rq->read, id, rq->actor.account, t, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_report_absent);
}

static bool live_figures(struct request *rq, const struct report_by_id_row *t,
	struct report_figures *out, struct err *e)
{
	return report_figures_live(
		rq->read, rq->lang, t->agency_id, t->plan_id, t->period_from, t->period_to, out, e);
}

static bool read_issue(struct request *rq, int64_t id, int64_t round,
	struct report_issue_of_row *issue, struct report_content *c, struct err *e)
{
	bool found;

	if (!report_issue_of(rq->read, id, round, issue, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	return report_content_read(rq->arena, rq->lang, issue->content, c, e);
}

static bool fill_live(struct request *rq, struct report_show_page *page, struct err *e)
{
	struct report_sections_rows rows;

	if (!report_sections(rq->read, page->t.id, &rows, e) ||
		!live_figures(rq, &page->t, &page->figures, e))
		return false;
	bool may = page->state == REPORT_DRAFTING && page->steps >> REPORT_ASK & 1;

	LIST_EACH(s, &rows) {
		struct report_part *part = LIST_ADD(rq->arena, &page->parts);

		part->position = s->position;
		part->version = s->version;
		part->title = report_section_text(rq->lang, s->kind);
		report_text(rq->arena, s->words, &page->figures, &part->text);
		if (may)
			part->edit = url_report_edit(
				rq->arena, .report = page->t.id, .section = s->position);
	}
	return true;
}

static bool fill_issue(
	struct request *rq, int64_t round, struct report_show_page *page, struct err *e)
{
	struct report_content c;
	int64_t position = 0;

	if (!read_issue(rq, page->t.id, round, &page->issue, &c, e))
		return false;
	page->frozen = true;
	page->round = round;
	page->figures = c.figures;
	page->digest = hex_of(rq->arena, page->issue.digest);
	LIST_EACH(s, &c.sections) {
		struct report_part *part = LIST_ADD(rq->arena, &page->parts);

		part->position = ++position;
		part->title = report_section_text(rq->lang, s->kind);
		report_text(rq->arena, s->words, &page->figures, &part->text);
		LIST_PUSH(rq->arena, &page->sections,
			((struct option){
				number(rq->arena, position), part->title, position == 1 }));
	}
	return true;
}

/* Beside the text they are about: those of the round shown, or of the one before, which is
 * being put right. */
static bool fill_remarks(struct request *rq, struct report_show_page *page, struct err *e)
{
	int64_t round = page->frozen ? page->round : page->t.round - 1;
	struct report_remarks_rows rows;

	if (!report_remarks(rq->read, page->t.id, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		if (x->round != round)
			continue;
		if (x->position >= 1 && (size_t)x->position <= page->parts.n)
			LIST_PUSH(rq->arena, &page->parts.v[x->position - 1].remarks, *x);
		else
			LIST_PUSH(rq->arena, &page->remarks, *x);
	}
	return true;
}

/* What the recipient sees is what was sent last; the agency sees what it writes. */
static int64_t round_shown(const struct report_by_id_row *t, enum report_state state)
{
	bool writing = state == REPORT_DRAFTING || state == REPORT_ASKED;

	if (writing && t->own)
		return 0;
	return writing ? t->round - 1 : t->round;
}

/* ROUTE report_show
 * GET        /reports/{report:int}
 * query      round:int?
 * permission report.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_show_page
 * json       report_show_json /api/v1/reports/{report}
 * export     none
 * title      report.one
 */
bool report_show(struct request *rq, const struct report_show_in *in, struct report_show_page *page,
	struct err *e)
{
	struct calendar_period period;

	if (!read_one(rq, in->report, &page->t, e) ||
		!report_issues(rq->read, in->report, &page->issues, e) ||
		!report_steps(rq->read, &rq->actor, in->report, &page->steps, e) ||
		!audit_read(rq->read, S("report"), in->report, INT64_MAX, LOG, &page->log, e))
		return false;
	page->state = report_state_of(page->t.state);
	page->period = period_label(rq, page->t.period);
	if (calendar_period_find(rq->arena, page->t.period, &period))
		page->span = calendar_period_span(rq->arena, &period);
	page->today = date_vi(rq->arena, date_today());
	int64_t round = in->round > 0 ? in->round : round_shown(&page->t, page->state);

	request_title(rq, page->t.title);
	if (!(round ? fill_issue(rq, round, page, e) : fill_live(rq, page, e)) ||
		!fill_remarks(rq, page, e))
		return false;
	/* an older issue is for reading */
	if (round && round != round_shown(&page->t, page->state))
		page->steps = 0;
	return true;
}

/* ROUTE report_edit
 * GET        /reports/{report:int}/sections/{section:int}
 * query      none
 * permission report.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_edit_page
 * json       none
 * export     none
 * title      report.edit
 */
bool report_edit(struct request *rq, const struct report_edit_in *in, struct report_edit_page *page,
	struct err *e)
{
	const struct report_figures none = { 0 };
	struct report_sections_rows rows;

	if (!read_one(rq, in->report, &page->t, e) ||
		!report_sections(rq->read, in->report, &rows, e) ||
		!live_figures(rq, &page->t, &page->figures, e))
		return false;
	if (!page->t.own)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	LIST_EACH(s, &rows) {
		if (s->position != in->section)
			continue;
		page->position = s->position;
		page->version = s->version;
		page->title = report_section_text(rq->lang, s->kind);
		page->words = s->words;
		report_text(rq->arena, s->words, &none, &page->now);
		page->changed_by = TEXT(rq->arena, rq->lang, T_report_changed_by, s->account_name,
			time_vi(rq->arena, s->changed));
		request_title(rq, page->title);
		return true;
	}
	return FAIL(e, ERR_ABSENT, T_report_absent);
}

/* ROUTE report_write
 * POST       /reports/{report:int}/sections/{section:int}
 * form       version:int words:text(40000)?
 * permission report.write
 * scope      agency
 * csrf       token
 * audit      report.write
 * body       128K
 * rate       change
 * again      report_edit
 * json       none
 * title      report.edit
 */
bool report_write(
	struct request *rq, const struct report_write_in *in, struct change *c, struct err *e)
{
	struct report_by_id_row t;

	if (!read_one(rq, in->report, &t, e))
		return false;
	request_field(rq, "words");
	request_redirect(rq, url_report_show(rq->arena, .report = in->report));
	return report_write_prepare(rq->arena, &rq->actor, in->report, in->section, in->version,
		or_empty(in->words), c, e);
}

static bool step_of(struct str word, enum report_step *out)
{
	static const char *const words[REPORT_STEPS] = { [REPORT_ASK] = "ask",
		[REPORT_UNASK] = "unask",
		[REPORT_BACK] = "back",
		[REPORT_SIGN] = "sign",
		[REPORT_RECEIVE] = "receive",
		[REPORT_RETURN] = "return",
		[REPORT_ACCEPT] = "accept",
		[REPORT_CORRECT] = "correct" };

	for (enum report_step i = 0; i < REPORT_STEPS; i++)
		if (str_eq(word, str_z(words[i]))) {
			*out = i;
			return true;
		}
	return false;
}

/* ROUTE report_order
 * POST       /reports/{report:int}/steps
 * form       version:int step:word reason:text(2000)? number:text(100)? day:date? signer:text(100)? position:text(200)?
 * permission report.read
 * scope      agency
 * csrf       token
 * audit      report.step
 * body       16K
 * rate       change
 * again      report_show
 * json       none
 * title      report.one
 */
bool report_order(
	struct request *rq, const struct report_order_in *in, struct change *c, struct err *e)
{
	struct report_order o = { .id = in->report,
		.version = in->version,
		.reason = or_empty(in->reason),
		.number = or_empty(in->number),
		.signer = or_empty(in->signer),
		.position = or_empty(in->position),
		.day = in->day };
	struct report_by_id_row t;

	if (!step_of(in->step, &o.step))
		return FAIL(e, ERR_INPUT, T_report_not_now);
	if (!read_one(rq, in->report, &t, e))
		return false;
	request_redirect(rq, url_report_show(rq->arena, .report = in->report));
	return report_order_prepare(rq->arena, rq->read, &rq->actor, &o, c, e);
}

/* ROUTE report_remark
 * POST       /reports/{report:int}/remarks
 * form       section:int quote:text(500)? words:text(2000)
 * permission report.receive
 * scope      agency
 * csrf       token
 * audit      report.remark
 * body       16K
 * rate       change
 * again      report_show
 * json       none
 * title      report.one
 */
bool report_remark(
	struct request *rq, const struct report_remark_in *in, struct change *c, struct err *e)
{
	struct report_by_id_row t;

	if (!read_one(rq, in->report, &t, e))
		return false;
	request_field(rq, "quote");
	request_redirect(rq, url_report_show(rq->arena, .report = in->report));
	return report_remark_prepare(rq->arena, rq->read, &rq->actor, in->report, in->section,
		or_empty(in->quote), in->words, c, e);
}

/* ROUTE report_counted
 * GET        /reports/{report:int}/figures/{figure:word}
 * query      round:int?
 * permission report.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_figure_page
 * json       report_figure_json /api/v1/reports/{report}/figures/{figure}
 * export     none
 * title      report.figure
 */
bool report_counted(struct request *rq, const struct report_counted_in *in,
	struct report_figure_page *page, struct err *e)
{
	const struct report_figure *figure;
	struct report_issue_of_row issue;
	struct report_content c = { 0 };

	if (!read_one(rq, in->report, &page->t, e))
		return false;
	page->round = in->round > 0 ? in->round : 0;
	if (!page->round && !page->t.own)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	if (!(page->round ? read_issue(rq, in->report, page->round, &issue, &c, e)
			  : live_figures(rq, &page->t, &c.figures, e)))
		return false;
	figure = report_figure(&c.figures, in->figure);
	if (!figure)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	page->figure = *figure;
	request_title(rq, figure->name);
	return true;
}

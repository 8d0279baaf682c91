/*
 * The pages of reports: the list, beginning one.
 */
#include "report/report_web.h"

#include "plan/plan.h"
#include "report_routes.h"
#include "urls.h"

enum { PAGE = 50, PLANS = 100, MONTHS_BACK = 18 };

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
	struct str state = report_or_empty(in->state);
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
			((struct report_line){ t, report_period_label(rq, t->period),
				report_state_of(t->state) }));
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

		if (p->to_id == DB_NULL || p->to_id == rq->actor.agency)
			continue;
		LIST_PUSH(rq->arena, &page->plans,
			((struct option){ report_number(rq->arena, p->id),
				TEXT(rq->arena, rq->lang, T_report_plan_to,
					plan_brief(rq->arena, what, 60), p->to_name),
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
		if (p->id == plan && p->to_id != DB_NULL) {
			*to = p->to_id;
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

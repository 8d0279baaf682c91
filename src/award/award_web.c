/*
 * The pages of awards: the list by year, a proposal, one with its decision.
 */
#include "award/award_web.h"

#include "access/access.h"
#include "agency_sql.h"
#include "award_routes.h"
#include "plan/plan.h"
#include "urls.h"

enum { PAGE = 50, PLANS = 200, LOG = 50 };

static const char *const kinds[] = { "group", "person" };
static const char *const forms[] = { "merit", "praise", "medal", "other" };
static const char *const states[] = { "proposed", "granted", "refused", "withdrawn" };

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

/* --- the list */

static void fill_filters(
	struct request *rq, const struct str year, struct str state, struct award_list_page *page)
{
	struct option any = { S(""), text_get(rq->lang, T_award_any_year), !year.n };

	LIST_PUSH(rq->arena, &page->year_options, any);
	LIST_EACH(y, &page->years) {
		bool on = str_eq(year, y->year);

		LIST_PUSH(
			rq->arena, &page->year_options, ((struct option){ y->year, y->year, on }));
		if (on || !year.n) {
			page->granted += y->granted;
			page->waiting += y->waiting;
		}
	}
	any = (struct option){ S(""), text_get(rq->lang, T_award_state), !state.n };
	LIST_PUSH(rq->arena, &page->states, any);
	for (size_t i = 0; i < COUNT(states); i++)
		LIST_PUSH(rq->arena, &page->states,
			((struct option){ str_z(states[i]),
				award_state_text(rq->lang, str_z(states[i])),
				str_eq(state, str_z(states[i])) }));
}

/* ROUTE award_list
 * GET        /obstacles/awards
 * query      year:int? state:word? after:int?
 * permission award.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       award_list_page
 * json       award_list_json /api/v1/awards
 * export     award_list_sheet
 * title      award.list
 */
bool award_list(struct request *rq, const struct award_list_in *in, struct award_list_page *page,
	struct err *e)
{
	int64_t most = request_most(rq, PAGE);
	bool one = in->year >= 1900 && in->year <= 2999;
	struct date first = DATE(one ? (int16_t)in->year : 1, 1, 1);
	struct date last = DATE(one ? (int16_t)in->year : 9999, 12, 31);
	struct str year = one ? str_fmt(rq->arena, "%lld", (long long)in->year) : S("");

	page->may_propose = actor_may(&rq->actor, PERM_award_propose) && rq->actor.agency;
	if (!award_years(rq->read, rq->actor.account, &page->years, e) ||
		!award_page(rq->read, rq->actor.account, first, last, or_empty(in->state),
			in->after > 0 ? in->after : INT64_MAX, most + 1, &page->rows, e))
		return false;
	fill_filters(rq, year, or_empty(in->state), page);
	if ((int64_t)page->rows.n > most && !rq->export) {
		page->rows.n = (size_t)most;
		page->next = page->rows.v[most - 1].id;
		page->next_href = url_award_list(rq->arena, .year = one ? in->year : 0,
			.state = in->state, .after = page->next);
	}
	return true;
}

/* --- a proposal */

static bool fill_plans(struct request *rq, struct award_form_page *page, struct err *e)
{
	struct award_plans_rows rows;
	struct option none = { S("0"), text_get(rq->lang, T_award_no_plan), true };

	if (!award_plans(rq->read, rq->actor.account, PLANS, &rows, e))
		return false;
	LIST_PUSH(rq->arena, &page->plans, none);
	LIST_EACH(p, &rows)
		LIST_PUSH(rq->arena, &page->plans,
			((struct option){ str_fmt(rq->arena, "%lld", (long long)p->id),
				plan_brief(rq->arena,
					p->number.n ? p->number
						    : plan_sentence(rq->arena, p->title),
					80),
				false }));
	return true;
}

/* ROUTE award_new
 * GET        /obstacles/awards/new
 * query      none
 * permission award.propose
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       award_form_page
 * json       none
 * export     none
 * title      award.new
 */
bool award_new(struct request *rq, const struct award_new_in *in, struct award_form_page *page,
	struct err *e)
{
	(void)in;
	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_award_no_agency);
	page->agency = rq->actor.agency_name;
	page->day = date_vi(rq->arena, date_today());
	for (size_t i = 0; i < COUNT(kinds); i++)
		LIST_PUSH(rq->arena, &page->kinds,
			((struct option){ str_z(kinds[i]),
				award_kind_text(rq->lang, str_z(kinds[i])), i == 0 }));
	for (size_t i = 0; i < COUNT(forms); i++)
		LIST_PUSH(rq->arena, &page->forms,
			((struct option){ str_z(forms[i]),
				award_form_text(rq->lang, str_z(forms[i])), i == 0 }));
	return fill_plans(rq, page, e);
}

static struct str to_it(struct request *rq, struct change *c)
{
	return url_award_show(rq->arena, .award = c->entry.object_id);
}

/* A plan that the reader does not see is none. */
static bool check_plan(struct request *rq, int64_t plan, struct err *e)
{
	struct award_plans_rows rows;

	if (plan == DB_NULL)
		return true;
	if (!award_plans(rq->read, rq->actor.account, PLANS, &rows, e))
		return false;
	LIST_EACH(p, &rows)
		if (p->id == plan)
			return true;
	return FAIL(e, ERR_INPUT, T_award_absent);
}

/* ROUTE award_propose
 * POST       /obstacles/awards
 * form       plan:int? kind:word form:word name:text(200) merit:text(5000) day:date
 * permission award.propose
 * scope      agency
 * csrf       token
 * audit      award.propose
 * body       32K
 * rate       change
 * again      award_new
 * json       none
 * title      award.new
 */
bool award_propose(
	struct request *rq, const struct award_propose_in *in, struct change *c, struct err *e)
{
	struct award_new new = { .agency = rq->actor.agency,
		.plan = in->plan > 0 ? in->plan : DB_NULL,
		.kind = in->kind,
		.form = in->form,
		.name = in->name,
		.merit = in->merit,
		.day = in->day };

	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_award_no_agency);
	rq->after = to_it;
	return check_plan(rq, new.plan, e) &&
	       award_propose_prepare(rq->arena, &rq->actor, &new, c, e);
}

/* --- one */

static bool read_one(struct request *rq, int64_t id, struct award_by_id_row *w, struct err *e)
{
	bool found;

	if (!award_by_id(rq->read, id, rq->actor.account, w, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_award_absent);
}

/* ROUTE award_show
 * GET        /obstacles/awards/{award:int}
 * query      none
 * permission award.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       award_show_page
 * json       award_show_json /api/v1/awards/{award}
 * export     none
 * title      award.one
 */
bool award_show(struct request *rq, const struct award_show_in *in, struct award_show_page *page,
	struct err *e)
{
	struct award_by_id_row *w = &page->w;
	bool decides, proposes, open;

	if (!read_one(rq, in->award, w, e) ||
		!award_corrections(rq->read, w->id, &page->corrections, e) ||
		!audit_read(rq->read, S("award"), w->id, INT64_MAX, LOG, &page->log, e) ||
		!access_may(rq->read, &rq->actor, PERM_award_decide, w->agency_id, &decides, e) ||
		!access_may(rq->read, &rq->actor, PERM_award_propose, w->agency_id, &proposes, e))
		return false;
	open = str_eq(w->state, S("proposed"));
	page->may_decide = open && decides && w->account_id != rq->actor.account;
	page->may_withdraw = open && proposes;
	page->may_correct = decides && str_eq(w->state, S("granted")) &&
			    w->account_id != rq->actor.account;
	page->today = date_vi(rq->arena, date_today());
	request_title(rq, w->name);
	return true;
}

static bool order(struct request *rq, const struct award_order *o, struct change *c, struct err *e)
{
	struct award_by_id_row w;

	if (!read_one(rq, o->id, &w, e))
		return false;
	request_redirect(rq, url_award_show(rq->arena, .award = o->id));
	return award_order_prepare(rq->arena, &rq->actor, o, c, e);
}

/* ROUTE award_decide
 * POST       /obstacles/awards/{award:int}/decision
 * form       version:int step:word decision:text(100)? day:date reason:text(2000)?
 * permission award.decide
 * scope      agency
 * csrf       token
 * audit      award.decide
 * body       16K
 * rate       change
 * again      award_show
 * json       none
 * title      award.one
 */
bool award_decide(
	struct request *rq, const struct award_decide_in *in, struct change *c, struct err *e)
{
	struct award_order o = { .step = AWARD_REFUSE,
		.id = in->award,
		.version = in->version,
		.decision = or_empty(in->decision),
		.reason = or_empty(in->reason),
		.day = in->day };

	if (str_eq(in->step, S("grant")))
		o.step = AWARD_GRANT;
	else if (str_eq(in->step, S("correct")))
		o.step = AWARD_CORRECT;
	else if (!str_eq(in->step, S("refuse")))
		return FAIL(e, ERR_INPUT, T_award_ended);
	return order(rq, &o, c, e);
}

/* ROUTE award_withdraw
 * POST       /obstacles/awards/{award:int}/withdraw
 * form       version:int why:text(2000)?
 * permission award.propose
 * scope      agency
 * csrf       token
 * audit      award.withdraw
 * body       16K
 * rate       change
 * again      award_show
 * json       none
 * title      award.one
 */
bool award_withdraw(
	struct request *rq, const struct award_withdraw_in *in, struct change *c, struct err *e)
{
	struct award_order o = { .step = AWARD_WITHDRAW,
		.id = in->award,
		.version = in->version,
		.decision = S(""),
		.reason = or_empty(in->why) };

	return order(rq, &o, c, e);
}

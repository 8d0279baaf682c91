/*
 * The plans a plan asks its members for: who has sent one, who has not, by which day.
 */
#include "cascade/members_web.h"

#include "cascade_routes.h"
#include "urls.h"

enum { BRIEF = 300 };

static bool shown(struct str show, const struct members_line *l)
{
	if (str_eq(show, S("missing")))
		return !l->plan && !l->sent;
	return !str_eq(show, S("late")) || l->late;
}

static void fill(struct request *rq, struct members_page *page)
{
	struct members *m = &page->members;

	page->task_label = plan_path_label(rq->arena, rq->lang, m->task->path);
	page->task_brief = plan_brief(rq->arena, m->task->words, BRIEF);
	LIST_EACH(l, &m->lines) {
		if (!l->plan && !l->sent)
			LIST_PUSH(rq->arena, &page->agencies,
				((struct option){
					str_fmt(rq->arena, "%lld", (long long)l->member->agency_id),
					l->member->name, false }));
		if (!shown(page->show, l))
			continue;
		LIST_PUSH(rq->arena, &page->rows,
			((struct members_row){ .line = l,
				.plan_name = l->plan ? plan_number_text(
							       rq->arena, rq->lang, l->plan->number)
						     : STR_NULL,
				.day = l->day }));
	}
}

/* ROUTE plan_members
 * GET        /plans/{plan:int}/members-plans
 * query      show:word?
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       cascade_members_page
 * json       cascade_members_json /api/v1/plans/{plan}/members-plans
 * export     cascade_members_sheet
 * title      cascade.members
 */
bool plan_members(struct request *rq, const struct plan_members_in *in, struct members_page *page,
	struct err *e)
{
	struct plan_by_id_row plan;
	struct cascade_plan_row is;
	struct date today = date_of_time(rq->now);
	bool found;

	if (in->show.n && !str_eq(in->show, S("missing")) && !str_eq(in->show, S("late")))
		return FAIL(e, ERR_INPUT, T_cascade_bad_show);
	if (!plan_head_load(
		    rq->read, rq->lang, rq->actor.account, in->plan, &page->head, &plan, e) ||
		!cascade_plan(rq->read, in->plan, rq->actor.account, &is, &found, e) ||
		!cascade_may(rq->read, &rq->actor, &is, NULL, &page->may, e) ||
		!members_read(rq->read, in->plan, rq->actor.account, today, &page->members, e))
		return false;
	page->show = in->show;
	page->today = date_vi(rq->arena, today);
	if (page->members.task)
		fill(rq, page);
	page->head.tab = PLAN_TAB_MEMBERS;
	request_title(rq, TEXT(rq->arena, rq->lang, T_cascade_members_of, page->head.name));
	return true;
}

/* ROUTE members_register
 * POST       /plans/{plan:int}/members-plans
 * form       agency:int number:text(100) issued:date? received:date note:text(500)?
 * permission cascade.confirm
 * scope      agency
 * csrf       token
 * audit      members.register
 * body       8K
 * rate       change
 * again      plan_members
 * json       none
 * title      cascade.members
 */
bool members_register(
	struct request *rq, const struct members_register_in *in, struct change *c, struct err *e)
{
	struct members_new *n = NEW(rq->arena, struct members_new);

	*n = (struct members_new){ in->plan, in->agency, in->number, in->note, in->issued,
		in->received };
	request_redirect(rq, url_plan_members(rq->arena, .plan = in->plan));
	return members_register_prepare(rq->arena, rq->db, &rq->actor, n, c, e);
}

/* ROUTE members_withdraw
 * POST       /plans/{plan:int}/members-plans/{sent:int}/withdraw
 * form       version:int
 * permission cascade.confirm
 * scope      agency
 * csrf       token
 * audit      members.withdraw
 * body       4K
 * rate       change
 * again      plan_members
 * json       none
 * title      cascade.members
 */
bool members_withdraw(
	struct request *rq, const struct members_withdraw_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_plan_members(rq->arena, .plan = in->plan));
	return members_withdraw_prepare(
		rq->arena, rq->db, &rq->actor, in->plan, in->sent, in->version, c, e);
}

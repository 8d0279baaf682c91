#include "plan/plan_who_web.h"

#include "plan_routes.h"
#include "plan_who_sql.h"
#include "urls.h"

/* What plan_who adds up in `why`. */
static const struct {
	int64_t bit;
	enum text_id of_plan, of_task;
} reasons[] = {
	{ 1, T_plan_who_issuer, T_plan_who_issuer },
	{ 2, T_plan_who_standing, T_plan_who_standing },
	{ 4, T_plan_who_leads_plan, T_plan_who_leads },
	{ 8, T_plan_who_takes_plan, T_plan_who_takes },
	{ 16, T_plan_who_party, T_plan_who_party },
	{ 32, T_plan_who_place, T_plan_who_place },
	{ 64, T_plan_who_successor, T_plan_who_successor },
	{ 128, T_plan_who_recipient, T_plan_who_recipient },
};

/* An agency that is not in the plan itself reaches it from above those that are. */
static struct str in_words(struct request *rq, const struct plan_who_row *x, struct str reason)
{
	if (x->own)
		return reason;
	return TEXT(rq->arena, rq->lang,
		x->agency_id != DB_NULL ? T_plan_who_above : T_plan_who_of_place, reason);
}

static void add_line(struct request *rq, struct plan_who_page *page, const struct plan_who_row *x)
{
	struct who_line *l = LIST_ADD(rq->arena, &page->lines);

	*l = (struct who_line){
		.account = x->account,
		.display = x->display,
		.home = x->home_name,
		.service = x->service,
		.role = rq->lang == LANG_VI ? x->role_vi : x->role_en,
		.over = who_over(rq->lang, x->agency_name, x->place_name),
		.from = x->valid_from,
		.to = x->valid_to,
		.until = x->until,
		.giver = x->giver,
	};
	if (x->country)
		LIST_PUSH(rq->arena, &l->why, text_get(rq->lang, T_plan_who_country));
	for (size_t i = 0; i < COUNT(reasons); i++)
		if (x->why & reasons[i].bit)
			LIST_PUSH(rq->arena, &l->why,
				in_words(rq, x,
					text_get(rq->lang, page->task ? reasons[i].of_task
								      : reasons[i].of_plan)));
}

static bool read_accounts(struct request *rq, struct plan_who_page *page, enum permission p,
	int64_t after, struct err *e)
{
	struct plan_who_whole_row whole;
	struct plan_who_rows rows;
	bool found;

	if (!plan_who_whole(rq->read, page->head.id, rq->actor.account, &whole, &found, e))
		return false;
	page->whole = found && whole.whole;
	if (!plan_who(rq->read, page->head.id, page->task, rq->actor.account, page->whole,
		    str_z(permission_name(p)), after > 0 ? after : 0, WHO_PAGE + 1, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		add_line(rq, page, x);
	page->next = who_cut(&page->lines);
	return true;
}

/* ROUTE plan_who_page
 * GET        /plans/{plan:int}/who
 * query      after:int?
 * permission account.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_who_view
 * json       plan_who_json /api/v1/plans/{plan}/who
 * export     none
 * title      plan.who
 */
bool plan_who_page(struct request *rq, const struct plan_who_page_in *in,
	struct plan_who_page *page, struct err *e)
{
	struct plan_by_id_row row;

	if (!plan_head_load(rq->read, rq->lang, rq->actor.account, in->plan, &page->head, &row, e))
		return false;
	if (!read_accounts(rq, page, PERM_plan_read, in->after, e))
		return false;
	if (page->next)
		page->next_href = url_plan_who_page(
			rq->arena, .plan = in->plan, .after = page->next);
	return true;
}

/* ROUTE task_who
 * GET        /tasks/{task:int}/who
 * query      after:int?
 * permission account.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_who_view
 * json       plan_who_json /api/v1/tasks/{task}/who
 * export     none
 * title      plan.who_task
 */
bool task_who(
	struct request *rq, const struct task_who_in *in, struct plan_who_page *page, struct err *e)
{
	struct task_by_id_row task;
	struct plan_by_id_row row;
	bool found;

	if (!task_by_id(rq->read, in->task, rq->actor.account, &task, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_task_not_found);
	if (!plan_head_load(
		    rq->read, rq->lang, rq->actor.account, task.plan_id, &page->head, &row, e))
		return false;
	page->task = task.id;
	page->label = plan_path_label(rq->arena, rq->lang, task.path);
	if (!read_accounts(rq, page, PERM_task_read, in->after, e))
		return false;
	if (page->next)
		page->next_href = url_task_who(rq->arena, .task = in->task, .after = page->next);
	return true;
}

void plan_who_json(struct json *j, const struct plan_who_page *p)
{
	json_int(j, "plan", p->head.id);
	if (p->task)
		json_int(j, "task", p->task);
	json_bool(j, "whole", p->whole);
	who_lines_json(j, &p->lines, p->next);
}

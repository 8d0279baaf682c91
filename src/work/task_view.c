/*
 * Rows of tasks to what a page prints.
 */
#include "work/task_view.h"

#include "urls.h"

struct str task_plan_name(struct request *rq, struct str number)
{
	return number.n ? number : TEXT(rq->arena, rq->lang, T_plan_no_number);
}

bool task_plan_read(struct request *rq, int64_t plan, struct task_plan *out, struct err *e)
{
	struct plan_by_id_row row;
	bool found;

	if (!plan_by_id(rq->read, plan, rq->actor.account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_task_not_found);
	*out = (struct task_plan){
		.id = plan,
		.name = task_plan_name(rq, row.number),
		.title = row.title.n ? plan_sentence(rq->arena, row.title)
				     : TEXT(rq->arena, rq->lang, T_plan_untitled),
		.superseded_by = row.superseded_by == DB_NULL ? 0 : row.superseded_by,
	};
	return true;
}

struct party task_party_chip(
	struct request *rq, enum plan_role role, struct str name, int64_t agency)
{
	static const enum party_role kinds[PLAN_ROLES] = {
		[PLAN_LEAD] = PARTY_LEAD,
		[PLAN_COORDINATING] = PARTY_COOP,
		[PLAN_JOINT] = PARTY_JOINT,
		[PLAN_REQUESTED] = PARTY_ASK,
	};
	struct party p = { kinds[role], .name = name };

	if (agency > 0)
		p.href = url_agency_tasks(rq->arena, .agency = agency);
	return p;
}

void task_row_due(
	struct request *rq, struct plan_row *row, const struct plan_due *due, bool suspect)
{
	row->due = plan_due_text(rq->arena, rq->lang, due);
	row->due_iso = date_iso(rq->arena, plan_last_day(due));
	row->due_odd = suspect;
}

/*
 * Today, in its first form: the work of the reader's agency, what is due next, what was
 * read but needs a person, the newest plans. It shows what is stored and nothing else.
 */
#include "desk/desk_web.h"

#include "desk_routes.h"
#include "plan/plan_view.h"
#include "plan_sql.h"

enum { NEWEST = 5, DUE = 10, LOOK_AT = 10, BRIEF = 100 };

static struct str today_text(struct request *rq)
{
	static const enum text_id days[] = { T_desk_monday, T_desk_tuesday, T_desk_wednesday,
		T_desk_thursday, T_desk_friday, T_desk_saturday, T_desk_sunday };
	struct date today = date_today();

	return str_fmt(rq->arena, "%.*s, %.*s",
		STR_ARG(text_get(rq->lang, days[date_weekday(today) - 1])),
		STR_ARG(date_vi(rq->arena, today)));
}

static bool read_agency(struct request *rq, struct desk_page *page, struct err *e)
{
	struct agency_task_counts_row n;
	bool found;

	if (!page->agency)
		return true;
	if (!agency_task_counts(rq->read, page->agency, rq->actor.account, &n, &found, e))
		return false;
	const int64_t counts[PLAN_ROLES] = {
		[PLAN_LEAD] = n.leads,
		[PLAN_COORDINATING] = n.coordinates,
		[PLAN_JOINT] = n.joins,
		[PLAN_REQUESTED] = n.asked,
	};

	for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
		if (counts[role])
			LIST_PUSH(rq->arena, &page->roles,
				((struct desk_role){
					role, plan_role_text(rq->lang, role), counts[role] }));
	page->total = n.total;
	return true;
}

static bool read_due(struct request *rq, struct desk_page *page, struct err *e)
{
	struct agency_task_due_rows rows;

	if (!page->agency)
		return true;
	if (!agency_task_due(
		    rq->read, page->agency, rq->actor.account, date_today(), DUE, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct plan_due due = { x->starts, x->due, x->due_before, STR_NULL, STR_NULL, 0 };
		struct desk_task *t = LIST_ADD(rq->arena, &page->due);

		*t = (struct desk_task){
			.id = x->id,
			.plan = x->plan_id,
			.label = plan_path_label(rq->arena, rq->lang, x->path),
			.plan_name = plan_name(rq, x->number),
			.brief = plan_brief(rq->arena, x->words, BRIEF),
			.due = plan_due_text(rq->arena, rq->lang, &due),
			.due_iso = date_iso(rq->arena, plan_last_day(&due)),
			.suspect = x->due_suspect,
		};
	}
	return true;
}

/* For those who bring plans in: what the reading leaves to a person. */
static bool read_look_at(struct request *rq, struct desk_page *page, struct err *e)
{
	struct plan_look_at_rows rows;

	if (!page->may_import)
		return true;
	if (!plan_look_at(rq->read, rq->actor.account, LOOK_AT, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct desk_task *t = LIST_ADD(rq->arena, &page->look_at);

		*t = (struct desk_task){
			.id = x->id,
			.plan = x->plan_id,
			.label = plan_path_label(rq->arena, rq->lang, x->path),
			.plan_name = plan_name(rq, x->number),
			.brief = plan_brief(rq->arena, x->words, BRIEF),
			.unassigned = x->unassigned,
			.doubtful = str_eq(x->sure, S("doubtful")),
			.suspect = x->due_suspect,
		};
	}
	return true;
}

static bool read_plans(struct request *rq, struct desk_page *page, struct err *e)
{
	struct plan_page_rows rows;

	if (!plan_page(rq->read, rq->actor.account, S("%"), S("9999-99-99"), INT64_MAX, NEWEST,
		    &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct desk_plan *p = LIST_ADD(rq->arena, &page->plans);

		*p = (struct desk_plan){
			.id = x->id,
			.name = plan_name(rq, x->number),
			.title = plan_sentence(rq->arena, x->title),
			.issued = x->issued,
			.tasks = x->tasks,
			.unassigned = x->unassigned,
			.doubtful = x->doubtful,
		};
	}
	return true;
}

/* ROUTE today
 * GET        /
 * query      none
 * permission login
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       desk_page
 * json       none
 * export     none
 * title      desk.today
 */
bool today(struct request *rq, const struct today_in *in, struct desk_page *page, struct err *e)
{
	(void)in;
	page->today = today_text(rq);
	page->agency = rq->actor.agency;
	page->agency_name = rq->actor.agency_name;
	page->may_read = actor_may(&rq->actor, PERM_plan_read);
	page->may_import = actor_may(&rq->actor, PERM_plan_import);
	return !page->may_read || (read_agency(rq, page, e) && read_due(rq, page, e) &&
					  read_look_at(rq, page, e) && read_plans(rq, page, e));
}

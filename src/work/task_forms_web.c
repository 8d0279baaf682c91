/*
 * The forms about a task as a whole: closed, opened again, given to more agencies, its
 * days, carried over, tasks below it, its place.
 */
#include "work/task_forms_web.h"

#include "agency/agency.h"
#include "urls.h"
#include "work_routes.h"

enum { NAMES = 400 };

static bool followed(struct request *rq, int64_t task, struct work_form_page *page, struct err *e)
{
	if (!work_form_open(rq, task, 0, page, e))
		return false;
	return page->work.rights.follows || FAIL(e, ERR_ABSENT, T_work_none);
}

static bool stood(struct request *rq, int64_t task, struct work_form_page *page, struct err *e)
{
	if (!work_form_open(rq, task, 0, page, e))
		return false;
	return page->work.rights.stands || FAIL(e, ERR_ABSENT, T_work_none);
}

/* --- agencies by name */

/* Those that see the plan come to mind first. */
static bool fill_names(struct request *rq, struct work_form_page *page, struct err *e)
{
	struct work_agencies_near_rows rows;

	if (!work_agencies_near(rq->read, page->plan.id, date_today(), NAMES, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->names, x->name);
	return true;
}

/* The agency of that name in the plan's own place; ERR_INPUT says which name is not known. */
static bool by_name(struct request *rq, int64_t task, struct str name, int64_t *id, struct err *e)
{
	struct work_task_place_row place;
	struct db_read *r;
	bool found, ok;

	if (!db_read_begin(rq->db, rq->arena, &r, e))
		return false;
	ok = work_task_place(r, task, &place, &found, e) &&
	     (found || FAIL(e, ERR_ABSENT, T_work_none)) &&
	     agency_find(r, name, place.province, date_today(), id, e);
	db_read_end(r);
	return ok && (*id || FAIL(e, ERR_INPUT, T_work_unknown_agency, name));
}

static bool add_parties(struct request *rq, int64_t task, struct str lines, enum plan_role role,
	const char *field, struct work_order *o, struct err *e)
{
	struct str rest = lines, line;

	while (lines.p && str_split(&rest, '\n', &line)) {
		struct plan_task_party x = { .role = role };

		line = str_trim(line);
		if (!line.n)
			continue;
		if (!by_name(rq, task, line, &x.agency, e)) {
			request_field(rq, field);
			return false;
		}
		LIST_PUSH(rq->arena, &o->parties, x);
	}
	return true;
}

/* ROUTE task_close_form
 * GET        /tasks/{task:int}/close
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_close_form
 * json       none
 * export     none
 * title      work.close
 */
bool task_close_form(struct request *rq, const struct task_close_form_in *in,
	struct work_form_page *page, struct err *e)
{
	return followed(rq, in->task, page, e);
}

/* ROUTE task_close
 * POST       /tasks/{task:int}/close
 * form       version:int words:text(500)?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.close
 * body       4K
 * rate       change
 * again      task_close_form
 * json       none
 * title      work.close
 */
bool task_close(struct request *rq, const struct task_close_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_CLOSE, .task = in->task, .version = in->version, .words = in->words
	};

	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE task_reopen_form
 * GET        /tasks/{task:int}/reopen
 * query      none
 * permission work.follow
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_reopen_form
 * json       none
 * export     none
 * title      work.reopen
 */
bool task_reopen_form(struct request *rq, const struct task_reopen_form_in *in,
	struct work_form_page *page, struct err *e)
{
	return stood(rq, in->task, page, e);
}

/* ROUTE task_reopen
 * POST       /tasks/{task:int}/reopen
 * form       version:int words:text(500)?
 * permission work.follow
 * scope      agency
 * csrf       token
 * audit      work.reopen
 * body       4K
 * rate       change
 * again      task_reopen_form
 * json       none
 * title      work.reopen
 */
bool task_reopen(
	struct request *rq, const struct task_reopen_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_REOPEN, .task = in->task, .version = in->version, .words = in->words
	};

	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE task_give_form
 * GET        /tasks/{task:int}/parties
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_give_form
 * json       none
 * export     none
 * title      work.give
 */
bool task_give_form(struct request *rq, const struct task_give_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!followed(rq, in->task, page, e))
		return false;
	for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
		if (role != PLAN_LEAD || page->work.rights.stands)
			LIST_PUSH(rq->arena, &page->options,
				((struct option){ str_z(plan_role_word(role)),
					plan_role_text(rq->lang, role), false }));
	return fill_names(rq, page, e);
}

/* ROUTE task_give
 * POST       /tasks/{task:int}/parties
 * form       version:int agency:text(300)? role:word? words:text(4000)? day:date?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.add
 * body       64K
 * rate       change
 * again      task_give_form
 * json       none
 * title      work.give
 */
bool task_give(struct request *rq, const struct task_give_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_ADD,
		.task = in->task,
		.version = in->version,
		.role = in->role.n ? plan_role_of(in->role) : PLAN_ROLES,
		.words = in->words,
		.day = in->day,
	};

	if (!in->agency.n)
		return request_refuse(rq, "agency", e, ERR_INPUT, T_work_no_agency);
	if (!by_name(rq, in->task, in->agency, &o.agency, e)) {
		request_field(rq, "agency");
		return false;
	}
	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE task_days_form
 * GET        /tasks/{task:int}/days
 * query      none
 * permission work.follow
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_days_form
 * json       none
 * export     none
 * title      work.days
 */
bool task_days_form(struct request *rq, const struct task_days_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!stood(rq, in->task, page, e))
		return false;
	page->due = date_given(page->work.row->due) ? date_vi(rq->arena, page->work.row->due)
						    : STR_NULL;
	return true;
}

/* ROUTE task_days
 * POST       /tasks/{task:int}/days
 * form       version:int starts:date? day:date? words:text(500)?
 * permission work.follow
 * scope      agency
 * csrf       token
 * audit      work.days
 * body       4K
 * rate       change
 * again      task_days_form
 * json       none
 * title      work.days
 */
bool task_days(struct request *rq, const struct task_days_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_DAYS,
		.task = in->task,
		.version = in->version,
		.starts = in->starts,
		.day = in->day,
		.words = in->words,
	};

	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE task_carry_form
 * GET        /tasks/{task:int}/carry
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_carry_form
 * json       none
 * export     none
 * title      work.carry
 */
bool task_carry_form(struct request *rq, const struct task_carry_form_in *in,
	struct work_form_page *page, struct err *e)
{
	struct work_plans_followed_rows rows;

	if (!followed(rq, in->task, page, e) ||
		!work_plans_followed(rq->read, rq->actor.account, page->plan.id, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->options,
			((struct option){ str_fmt(rq->arena, "%lld", (long long)x->id),
				TEXT(rq->arena, rq->lang, T_work_plan_line,
					x->number.n ? x->number : S("–"),
					plan_brief(
						rq->arena, plan_sentence(rq->arena, x->title), 80)),
				false }));
	return true;
}

/* ROUTE task_pass
 * POST       /tasks/{task:int}/carry
 * form       version:int plan:int? to:int? day:date? words:text(500)?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.carry
 * body       4K
 * rate       change
 * again      task_carry_form
 * json       none
 * title      work.carry
 */
bool task_pass(struct request *rq, const struct task_pass_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_CARRY,
		.task = in->task,
		.version = in->version,
		.plan = in->plan == DB_NULL ? 0 : in->plan,
		.to = in->to == DB_NULL ? 0 : in->to,
		.day = in->day,
		.words = in->words,
	};

	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE task_sub_form
 * GET        /tasks/{task:int}/below
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_sub_form
 * json       none
 * export     none
 * title      work.sub
 */
bool task_sub_form(struct request *rq, const struct task_sub_form_in *in,
	struct work_form_page *page, struct err *e)
{
	return followed(rq, in->task, page, e) && fill_names(rq, page, e);
}

/* ROUTE task_sub
 * POST       /tasks/{task:int}/below
 * form       version:int words:text(4000)? lead:text(4000)? coordinating:text(4000)? joint:text(4000)? requested:text(4000)? starts:date? day:date?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.sub
 * body       128K
 * rate       change
 * again      task_sub_form
 * json       none
 * title      work.sub
 */
bool task_sub(struct request *rq, const struct task_sub_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_SUB,
		.task = in->task,
		.words = in->words,
		.starts = in->starts,
		.day = in->day,
	};

	return add_parties(rq, in->task, in->lead, PLAN_LEAD, "lead", &o, e) &&
	       add_parties(
		       rq, in->task, in->coordinating, PLAN_COORDINATING, "coordinating", &o, e) &&
	       add_parties(rq, in->task, in->joint, PLAN_JOINT, "joint", &o, e) &&
	       add_parties(rq, in->task, in->requested, PLAN_REQUESTED, "requested", &o, e) &&
	       work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE task_place_form
 * GET        /tasks/{task:int}/place
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_place_form
 * json       none
 * export     none
 * title      work.place
 */
bool task_place_form(struct request *rq, const struct task_place_form_in *in,
	struct work_form_page *page, struct err *e)
{
	struct plan_tasks_rows tasks;

	if (!followed(rq, in->task, page, e) || !plan_tasks(rq->read, page->plan.id, &tasks, e))
		return false;
	page->version = page->task->version;
	LIST_PUSH(rq->arena, &page->options,
		((struct option){ S("0"), text_get(rq->lang, T_work_under_none), false }));
	LIST_EACH(x, &tasks)
		if (x->id != in->task)
			LIST_PUSH(rq->arena, &page->options,
				((struct option){ str_fmt(rq->arena, "%lld", (long long)x->id),
					TEXT(rq->arena, rq->lang, T_work_plan_line,
						plan_path_label(rq->arena, rq->lang, x->path),
						plan_brief(rq->arena, x->words, 80)),
					x->position == page->task->parent }));
	return true;
}

/* ROUTE task_place
 * POST       /tasks/{task:int}/place
 * form       version:int to:int
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.move
 * body       4K
 * rate       change
 * again      task_place_form
 * json       none
 * title      work.place
 */
bool task_place(struct request *rq, const struct task_place_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_MOVE, .task = in->task, .version = in->version, .to = in->to
	};

	return work_form_send(rq, in->task, &o, c, e);
}

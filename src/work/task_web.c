/*
 * One task with everything the plan says of it, and the tasks of one agency.
 */
#include "work/task_web.h"

#include "base/viet.h"
#include "urls.h"
#include "work/task_view.h"
#include "work_routes.h"

enum { PAGE_TASKS = 100, BRIEF = 140 };

/* --- one task */

static void fill_party(
	struct request *rq, struct task_party_line *l, const struct task_parties_row *x)
{
	struct str name = x->agency_name.n ? x->agency_name : x->name;

	l->row = x;
	l->chip = task_party_chip(
		rq, plan_role_of(x->role), name, x->agency_id == DB_NULL ? 0 : x->agency_id);
	if (!str_eq(viet_fold(rq->arena, x->written), viet_fold(rq->arena, name)))
		l->written = x->written;
	l->open = x->open;
	l->members = x->members;
	l->unresolved = x->agency_id == DB_NULL && x->members == 0;
	l->implied = !x->explicit_role && str_eq(x->role, S("lead"));
	l->sure = plan_sure_of(x->sure);
}

static struct str part_text(struct request *rq, struct str part)
{
	static const struct {
		const char *word;
		enum text_id text;
	} parts[] = {
		{ "aims", T_plan_part_aims },
		{ "tasks", T_plan_part_tasks },
		{ "organisation", T_plan_part_organisation },
		{ "roadmap", T_plan_part_roadmap },
		{ "budget", T_plan_part_budget },
		{ "articles", T_plan_part_articles },
	};

	for (size_t i = 0; i < COUNT(parts); i++)
		if (str_eq(part, str_z(parts[i].word)))
			return text_get(rq->lang, parts[i].text);
	return part;
}

/* What a person should look at, a line for each kind: the words, then the passages. */
static void fill_flags(
	struct request *rq, struct task_page *page, const struct task_flags_rows *flags)
{
	for (size_t i = 0; i < flags->n; i++) {
		struct buf notes = { .arena = rq->arena };
		struct str code = flags->v[i].code, words;
		bool told = false;

		for (size_t k = 0; k < flags->n; k++) {
			if (!str_eq(flags->v[k].code, code))
				continue;
			told |= k < i;
			if (flags->v[k].note.n)
				buf_addf(&notes, "%s“%.*s”", notes.n ? ", " : "",
					STR_ARG(flags->v[k].note));
		}
		if (told)
			continue;
		words = plan_flag_text(rq->lang, code);
		LIST_PUSH(rq->arena, &page->flags,
			notes.n ? str_fmt(rq->arena, "%.*s: %.*s", STR_ARG(words),
					  STR_ARG(buf_str(&notes)))
				: words);
	}
}

static void fill_due(struct request *rq, struct task_page *page)
{
	const struct task_by_id_row *t = page->task;
	struct plan_due due = { t->starts, t->due, t->due_before, t->due_words, STR_NULL, 0 };
	struct plan_due again = { .recurrence = t->recurrence };

	page->due = plan_due_text(rq->arena, rq->lang, &due);
	page->due_iso = date_iso(rq->arena, plan_last_day(&due));
	page->recurrence = plan_due_text(rq->arena, rq->lang, &again);
	page->due_odd = t->due_suspect;
}

static struct plan_link link_of(struct request *rq, int64_t id, struct str path)
{
	if (id == DB_NULL)
		return (struct plan_link){ 0 };
	return (struct plan_link){ id, plan_path_label(rq->arena, rq->lang, path) };
}

static bool read_beside(struct request *rq, struct task_page *page, struct err *e)
{
	const struct task_by_id_row *t = page->task;
	struct task_neighbours_row near;
	struct task_flags_rows flags;
	struct task_refs_rows *refs = NEW(rq->arena, struct task_refs_rows);
	bool found;

	if (!task_neighbours(rq->read, t->plan_id, t->position, &near, &found, e) ||
		!task_flags(rq->read, t->plan_id, t->position, &flags, e) ||
		!task_refs(rq->read, t->plan_id, t->position, refs, e))
		return false;
	if (found) {
		page->before = link_of(rq, near.before_id, near.before_path);
		page->after = link_of(rq, near.after_id, near.after_path);
	}
	fill_flags(rq, page, &flags);
	LIST_EACH(x, refs)
		LIST_ADD(rq->arena, &page->refs)->text = plan_ref_text(
			rq->arena, rq->lang, x->kind, x->number, x->issued, x->name, x->issuer);
	page->ref_rows = refs;
	return true;
}

/* Where a task that was carried over goes on, if the reader may see it. */
static bool read_carried(struct request *rq, struct task_page *page, struct err *e)
{
	struct task_by_id_row to;
	bool found;

	if (!page->work.there || page->work.row->carried_to == DB_NULL)
		return true;
	if (!task_by_id(rq->read, page->work.row->carried_to, rq->actor.account, &to, &found, e))
		return false;
	if (found)
		page->carried = link_of(rq, to.id, to.path);
	return true;
}

static struct str origin_href(struct request *rq, const struct origin *o)
{
	switch (o->kind) {
	case ORIGIN_TEAM:
		return url_team_show(rq->arena, .team = o->id);
	case ORIGIN_DIRECTIVE:
		return url_directive_show(rq->arena, .directive = o->id);
	default:
		return url_meeting_show(rq->arena, .meeting = o->id);
	}
}

/* The meeting, the team or the directive it came out of, where the reader may open it. */
static bool read_origins(struct request *rq, struct task_page *page, struct err *e)
{
	origin_list origins;

	if (!actor_may(&rq->actor, PERM_committee_read))
		return true;
	if (!origin_of_task(rq->read, rq->actor.account, page->task->id, &origins, e))
		return false;
	LIST_EACH(o, &origins)
		LIST_PUSH(rq->arena, &page->origins,
			((struct task_origin){
				*o, origin_text(rq->arena, rq->lang, o), origin_href(rq, o) }));
	return true;
}

/* ROUTE task_show
 * GET        /tasks/{task:int}
 * query      none
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_page
 * json       task_show_json /api/v1/tasks/{task}
 * export     none
 * title      plan.task
 */
bool task_show(
	struct request *rq, const struct task_show_in *in, struct task_page *page, struct err *e)
{
	struct task_by_id_row *task = NEW(rq->arena, struct task_by_id_row);
	struct task_parties_rows parties;
	bool found;

	if (!task_by_id(rq->read, in->task, rq->actor.account, task, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_task_not_found);
	page->task = task;
	if (!task_plan_read(rq, task->plan_id, &page->plan, e) ||
		!task_parties(rq->read, in->task, &parties, e) || !read_beside(rq, page, e))
		return false;
	LIST_EACH(x, &parties)
		fill_party(rq, LIST_ADD(rq->arena, &page->parties), x);
	page->label = plan_path_label(rq->arena, rq->lang, task->path);
	page->part = part_text(rq, task->part);
	page->sure = plan_sure_of(task->sure);
	if (task->heading_title.n)
		page->place = str_fmt(rq->arena, "%.*s %.*s", STR_ARG(task->heading_path),
			STR_ARG(plan_sentence(rq->arena, task->heading_title)));
	fill_due(rq, page);
	page->work.by_hand = str_eq(task->rule, S("person"));
	if (!work_read(rq, in->task, &page->work, e) || !read_carried(rq, page, e) ||
		!read_origins(rq, page, e) ||
		!cascade_of_task(rq->read, in->task, rq->actor.account, &page->cascade, e))
		return false;
	request_title(
		rq, TEXT(rq->arena, rq->lang, T_plan_task_of_plan, page->label, page->plan.name));
	return true;
}

/* --- the tasks of one agency */

/* "7~12": behind the task at position 12 of plan 7. */
static bool cursor_parse(struct str cursor, int64_t *plan, int64_t *position)
{
	struct str rest = cursor, part;

	*plan = INT64_MAX;
	*position = 0;
	if (!cursor.n)
		return true;
	return str_split(&rest, '~', &part) && str_to_int(part, plan) && str_to_int(rest, position);
}

static void fill_roles(
	struct request *rq, struct agency_task_line *l, const struct agency_task_page_row *x)
{
	const int64_t has[PLAN_ROLES] = {
		[PLAN_LEAD] = x->leads,
		[PLAN_COORDINATING] = x->coordinates,
		[PLAN_JOINT] = x->joins,
		[PLAN_REQUESTED] = x->asked,
	};

	for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
		if (has[role])
			LIST_PUSH(rq->arena, &l->roles, plan_role_text(rq->lang, role));
}

static void fill_line(
	struct request *rq, struct agency_task_line *l, const struct agency_task_page_row *x)
{
	struct plan_due due = { x->starts, x->due, x->due_before, x->due_words, x->recurrence, 0 };

	l->task = x;
	l->plan = x->plan_id;
	l->plan_name = task_plan_name(rq, x->number);
	l->collective = !x->direct;
	l->row.id = x->id;
	l->row.label = plan_path_label(rq->arena, rq->lang, x->path);
	l->row.brief = plan_brief(rq->arena, x->words, BRIEF);
	l->row.sure = plan_sure_of(x->sure);
	task_row_due(rq, &l->row, &due, x->due_suspect);
	fill_roles(rq, l, x);
}

static bool read_counts(struct request *rq, struct agency_tasks_page *page, struct err *e)
{
	struct agency_task_counts_row n;
	bool found;

	if (!agency_task_counts(rq->read, page->agency, rq->actor.account, &n, &found, e))
		return false;
	page->counts[PLAN_LEAD] = n.leads;
	page->counts[PLAN_COORDINATING] = n.coordinates;
	page->counts[PLAN_JOINT] = n.joins;
	page->counts[PLAN_REQUESTED] = n.asked;
	page->total = n.total;
	return true;
}

/* ROUTE agency_tasks
 * GET        /agencies/{agency:int}/tasks
 * query      role:word? after:text(40)?
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       agency_tasks_page
 * json       agency_tasks_json /api/v1/agencies/{agency}/tasks
 * export     agency_tasks_sheet
 * title      plan.tasks
 */
bool agency_tasks(struct request *rq, const struct agency_tasks_in *in,
	struct agency_tasks_page *page, struct err *e)
{
	size_t most = (size_t)request_most(rq, PAGE_TASKS);
	struct agency_of_tasks_row agency;
	struct agency_task_page_rows rows;
	int64_t plan, position;
	bool found;

	if (!cursor_parse(in->after, &plan, &position))
		return FAIL(e, ERR_INPUT, T_plan_bad_cursor);
	page->role = in->role.n ? plan_role_of(in->role) : PLAN_ROLES;
	if (in->role.n && page->role == PLAN_ROLES)
		return FAIL(e, ERR_INPUT, T_plan_bad_filter, in->role);
	if (!agency_of_tasks(rq->read, in->agency, &agency, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_agency_not_found);
	page->agency = in->agency;
	page->name = agency.name;
	if (!read_counts(rq, page, e) || !agency_task_page(rq->read, in->agency, rq->actor.account,
						 str_z(plan_role_word(page->role)), plan, position,
						 (int64_t)most + 1, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && i < most; i++)
		fill_line(rq, LIST_ADD(rq->arena, &page->tasks), &rows.v[i]);
	if (in->after.n)
		page->first = url_agency_tasks(rq->arena, .agency = in->agency, .role = in->role);
	if (rows.n > most) {
		const struct agency_task_page_row *last = &rows.v[most - 1];

		page->cursor = str_fmt(rq->arena, "%lld~%lld", (long long)last->plan_id,
			(long long)last->position);
		page->next = url_agency_tasks(
			rq->arena, .agency = in->agency, .role = in->role, .after = page->cursor);
	}
	request_title(rq, page->name);
	return true;
}

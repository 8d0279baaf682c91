/*
 * Tasks that a person puts into a plan: under another task, or at its end. They are rows
 * like those that were read, with the rule "person" and no place in the text, and go on
 * with the plan when its text is amended.
 */
#include "plan/plan_task.h"

#include "plan/plan.h"
#include "search/search.h"

enum { TITLE_LETTERS = 120 };

/* "II.2.1.a.t2": the second that was put under II.2.1.a. */
static struct str next_path(struct arena *a, const struct plan_task_above_row *above)
{
	if (!above->path.n)
		return str_fmt(a, "t%lld", (long long)above->added + 1);
	return str_fmt(a, "%.*s.t%lld", STR_ARG(above->path), (long long)above->added + 1);
}

/* What stands above a new task: a task of the plan, or nothing. */
static bool read_above(struct db_read *r, int64_t plan, int64_t parent,
	struct plan_task_above_row *above, struct err *e)
{
	bool found;

	if (!plan_task_above(r, plan, parent, above, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_task_not_found);
	return above->superseded_by == DB_NULL || FAIL(e, ERR_CONFLICT, T_plan_superseded_now);
}

bool plan_let_in(struct db_write *w, int64_t plan, int64_t agency, struct err *e)
{
	return plan_audience_let(w, plan, agency, e) &&
	       search_group_join(w, S("plan"), plan, agency, e);
}

static bool put_parties(
	struct db_write *w, int64_t task, const struct plan_task_new *t, struct err *e)
{
	LIST_EACH(x, &t->parties)
		if (!plan_party_by_hand(w, task, str_z(plan_role_word(x->role)), x->agency, e) ||
			!plan_let_in(w, t->plan, x->agency, e))
			return false;
	return true;
}

static bool put_search(struct db_write *w, const struct plan_task_new *t, int64_t id,
	struct str path, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct plan_search_row plan;
	bool found;

	if (!plan_search(db_write_read(w), t->plan, &plan, &found, e))
		return false;
	struct search_doc doc = {
		.kind = S("task"),
		.id = id,
		.agency = plan.issuer_id,
		.title = plan_brief(a, t->words, TITLE_LETTERS),
		.note = str_fmt(a, "%.*s, %.*s", STR_ARG(plan_path_label(a, LANG_VI, path)),
			STR_ARG(plan.number)),
		.text = t->words,
	};

	return search_group_of(w, S("plan"), t->plan, &doc.group, e) && search_put(w, &doc, e);
}

bool plan_task_keep(struct db_write *w, const struct plan_task_new *t,
	const struct audit_entry *who, int64_t *id, struct err *e)
{
	struct plan_task_above_row above;
	struct str path;

	if (!t->words.n)
		return FAIL(e, ERR_INPUT, T_plan_no_words);
	if (date_given(t->starts) && date_given(t->due) && date_cmp(t->starts, t->due) > 0)
		return FAIL(e, ERR_INPUT, T_plan_days_crossed);
	if (!read_above(db_write_read(w), t->plan, t->parent, &above, e))
		return false;
	path = next_path(db_write_arena(w), &above);
	if (!plan_task_by_hand(w, t->plan, above.room, above.heading, above.position, path,
		    above.part, t->words, t->from.p ? t->from : S(""), t->starts, t->due, id, e))
		return false;
	return put_parties(w, *id, t, e) && put_search(w, t, *id, path, e) &&
	       plan_tell_adopted(w, t->plan, 0, who, e);
}

bool plan_task_move(struct db_write *w, int64_t id, int64_t parent, int64_t version, struct err *e)
{
	struct db_read *r = db_write_read(w);
	struct plan_task_place_row task;
	struct plan_task_above_row above;
	struct plan_task_line_rows line = { 0 };
	struct str path;
	int64_t changed;
	bool found;

	if (!plan_task_place(r, id, &task, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_task_not_found);
	if (!str_eq(task.rule, S("person")))
		return FAIL(e, ERR_CONFLICT, T_plan_move_read);
	if (!read_above(r, task.plan_id, parent, &above, e) ||
		(parent && !plan_task_line(r, parent, &line, e)))
		return false;
	/* the new place must not be the task itself or anything below it */
	LIST_EACH(x, &line)
		if (x->id == id)
			return FAIL(e, ERR_CONFLICT, T_plan_move_under_itself);
	path = next_path(db_write_arena(w), &above);
	if (!plan_task_put_under(
		    w, id, version, above.position, above.heading, above.part, path, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_STALE, T_plan_task_stale);
	return plan_task_repath(w, task.plan_id, task.path, path, above.heading, above.part, e);
}

/* --- an amended text */

/* "t2" of "II.2.1.a.t2". */
static struct str last_step(struct str path)
{
	size_t at = path.n;

	while (at && path.p[at - 1] != '.')
		at--;
	return str_sub(path, at, path.n);
}

static struct str path_under(
	struct arena *a, const struct plan_task_above_row *above, struct str path)
{
	if (!above->path.n)
		return next_path(a, above);
	return str_fmt(a, "%.*s.%.*s", STR_ARG(above->path), STR_ARG(last_step(path)));
}

bool plan_by_hand_go_on(
	struct db_write *w, const struct plan_by_hand_rows *tasks, int64_t plan, struct err *e)
{
	LIST_EACH(t, tasks) {
		int64_t parent = t->parent_id == DB_NULL ? 0 : t->parent_id;
		struct plan_task_above_row above;
		bool found;

		if (!plan_task_above(db_write_read(w), plan, parent, &above, &found, e))
			return false;
		/* what it stood under has stayed behind, and so does it */
		if (!found)
			continue;
		if (!plan_task_go_on(w, t->id, plan, above.room, above.position, above.heading,
			    above.part, path_under(db_write_arena(w), &above, t->path), e))
			return false;
	}
	return true;
}

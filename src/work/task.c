/*
 * What is done to a task as a whole: parties added, its days set, closed, opened again,
 * carried over to another plan, tasks put under it.
 */
#include "work/order.h"

#include "access/access.h"

/* --- whether it may be done */

static bool is_open(const struct work_at *at, struct err *e)
{
	return str_eq(at->task.state, S("open")) || work_meanwhile(at, e);
}

/* Courts and procuracies take no orders: they are asked. */
static bool fits_agency(
	const struct work_at *at, int64_t agency, enum plan_role role, struct err *e)
{
	struct work_agency_row row;
	bool found;

	if (!work_agency(at->read, agency, date_today(), &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INPUT, T_work_no_agency);
	if (!row.in_force)
		return FAIL(e, ERR_INPUT, T_work_agency_over, row.name);
	if (role != PLAN_REQUESTED &&
		(str_eq(row.kind, S("court")) || str_eq(row.kind, S("procuracy"))))
		return FAIL(e, ERR_INPUT, T_work_only_ask, row.name);
	return true;
}

static bool within_task(const struct work_at *at, struct err *e)
{
	const struct work_order *o = at->order;

	return !date_given(o->day) || !date_given(at->task.due) ||
	       date_cmp(o->day, at->task.due) <= 0 ||
	       FAIL(e, ERR_INPUT, T_work_beyond_task,
		       date_vi(db_read_arena(at->read), at->task.due));
}

static bool allows_add(const struct work_at *at, struct err *e)
{
	const struct work_order *o = at->order;
	struct work_part_of_row has;
	struct work_leads_rows leads;
	bool found;

	if (o->role >= PLAN_ROLES)
		return FAIL(e, ERR_INPUT, T_work_no_role);
	if (!fits_agency(at, o->agency, o->role, e) || !within_task(at, e) ||
		!work_part_of(at->read, at->task.id, o->agency, &has, &found, e))
		return false;
	if (found && !str_eq(has.state, S("ended")))
		return FAIL(e, ERR_CONFLICT, T_work_has_part);
	if (o->role != PLAN_LEAD)
		return true;
	if (!at->rights.stands)
		return FAIL(e, ERR_DENIED, T_work_not_yours);
	if (!work_leads(at->read, at->task.id, &leads, e))
		return false;
	return leads.n == 0 || FAIL(e, ERR_CONFLICT, T_work_has_lead);
}

/* A task is not closed over what is still owed, or somebody says why. */
static bool allows_close(const struct work_at *at, struct err *e)
{
	struct arena *a = db_read_arena(at->read);
	struct work_open_below_row below;
	bool found;

	if (at->order->words.n)
		return true;
	if (at->task.parts == 0)
		return FAIL(e, ERR_INPUT, T_work_close_nobody);
	if (at->task.parts_in < at->task.parts)
		return FAIL(e, ERR_INPUT, T_work_close_early,
			str_fmt(a, "%lld", (long long)at->task.parts_in),
			str_fmt(a, "%lld", (long long)at->task.parts));
	if (!work_open_below(at->read, at->task.id, &below, &found, e))
		return false;
	return below.n == 0 ||
	       FAIL(e, ERR_INPUT, T_work_close_above, str_fmt(a, "%lld", (long long)below.n));
}

/* The plan it goes to must be another, in force, and followed by who carries it over. */
static bool allows_carry(const struct work_at *at, struct err *e)
{
	const struct work_order *o = at->order;
	struct work_task_full_row there;
	struct work_plan_standing_row plan;
	int64_t to = o->plan;
	bool found, may = false;

	if (o->to) {
		if (!work_task_full(at->read, o->to, &there, &found, e))
			return false;
		if (!found || !str_eq(there.state, S("open")))
			return FAIL(e, ERR_INPUT, T_work_carry_where);
		to = there.plan_id;
	}
	if (!work_plan_standing(at->read, to, &plan, &found, e))
		return false;
	if (!found || to == at->task.plan_id || plan.superseded_by != DB_NULL)
		return FAIL(e, ERR_INPUT, T_work_carry_where);
	if (plan.standing_id != DB_NULL &&
		!access_may(at->read, at->actor, PERM_work_follow, plan.standing_id, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_work_carry_not_yours);
}

static bool allows_sub(const struct work_at *at, struct err *e)
{
	LIST_EACH(x, &at->order->parties)
		if (!fits_agency(at, x->agency, x->role, e))
			return false;
	return within_task(at, e);
}

bool work_task_allows(const struct work_at *at, struct err *e)
{
	if (at->order->kind == WORK_REOPEN)
		return str_eq(at->task.state, S("done")) || work_meanwhile(at, e);
	if (!is_open(at, e))
		return false;
	switch (at->order->kind) {
	case WORK_ADD:
		return allows_add(at, e);
	case WORK_CLOSE:
		return allows_close(at, e);
	case WORK_CARRY:
		return allows_carry(at, e);
	case WORK_SUB:
		return allows_sub(at, e);
	default:
		return true;
	}
}

/* --- done */

static bool put(struct db_write *w, const struct work_at *at, struct err *e)
{
	const struct work_task_full_row *t = &at->task;
	int64_t changed;

	if (!work_task_put(w, t->id, t->version, t->state, t->standing, t->starts, t->due, t->began,
		    t->finished, t->closed_early, t->carried_to, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_plan_task_stale);
}

/* A part that had ended is taken up again under its id. */
static bool add(struct db_write *w, struct work_at *at, struct work_order *o, struct err *e)
{
	struct str role = str_z(plan_role_word(o->role)), words = o->words.p ? o->words : S("");
	bool own = date_given(o->day), found;
	struct date due = own ? o->day : at->task.due;
	struct work_part_of_row had;
	int64_t changed;

	if (!work_part_of(at->read, at->task.id, o->agency, &had, &found, e) ||
		!plan_let_in(w, at->task.plan_id, o->agency, e))
		return false;
	if (!found)
		return work_part_add(w, at->task.id, at->task.plan_id, o->agency, role, words, due,
			own, &o->made, e);
	o->made = had.id;
	return work_part_put(w, had.id, had.version, role, words, due, own, S("new"), true, true,
		DB_NULL, DATE_NONE, DATE_NONE, 0, &changed, e);
}

static bool set_days(struct db_write *w, struct work_at *at, struct work_order *o,
	struct work_done *done, struct err *e)
{
	done->was = at->task.due;
	at->task.starts = o->starts;
	at->task.due = o->day;
	at->task.standing = !date_given(o->day);
	return put(w, at, e) && work_parts_follow(w, at->task.id, o->day, e);
}

static bool close_task(struct db_write *w, struct work_at *at, const struct work_order *o,
	struct work_done *done, struct err *e)
{
	done->day = at->task.finished = date_today();
	at->task.state = S("done");
	if (at->task.parts_in < at->task.parts || at->task.parts == 0)
		at->task.closed_early = o->words;
	return put(w, at, e) && work_parts_accept(w, at->task.id, e) &&
	       work_parts_close(w, at->task.id, S("waived"), e);
}

static bool reopen(struct db_write *w, struct work_at *at, struct err *e)
{
	at->task.state = S("open");
	at->task.finished = DATE_NONE;
	at->task.closed_early = STR_NULL;
	return put(w, at, e);
}

/* A copy in the other plan, with the parties that still owed something. */
static bool copy_over(struct db_write *w, const struct work_at *at, const struct audit_entry *who,
	struct work_order *o, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct work_task_words_row words;
	struct work_owing_rows owing;
	struct plan_task_new new = { .plan = o->plan, .due = o->day };
	bool found;

	if (!work_task_words(at->read, at->task.id, &words, &found, e) ||
		!work_owing(at->read, at->task.id, &owing, e))
		return false;
	new.words = words.words;
	new.from = TEXT(a, LANG_VI, T_work_carried_from, plan_path_label(a, LANG_VI, words.path),
		words.number.n ? words.number : S("?"));
	LIST_EACH(x, &owing)
		LIST_PUSH(a, &new.parties,
			((struct plan_task_party){ plan_role_of(x->role), x->agency_id }));
	return plan_task_keep(w, &new, who, &o->made, e);
}

static bool carry(struct db_write *w, struct work_at *at, const struct audit_entry *who,
	struct work_order *o, struct err *e)
{
	o->made = o->to;
	if (!o->to && !copy_over(w, at, who, o, e))
		return false;
	at->task.state = S("carried");
	at->task.carried_to = o->made;
	return put(w, at, e) && work_parts_close(w, at->task.id, S("ended"), e);
}

static bool sub(struct db_write *w, const struct work_at *at, const struct audit_entry *who,
	struct work_order *o, struct err *e)
{
	struct plan_task_new new = {
		.plan = at->task.plan_id,
		.parent = at->task.id,
		.words = o->words,
		.starts = o->starts,
		.due = o->day,
	};

	LIST_EACH(x, &o->parties)
		LIST_PUSH(db_write_arena(w), &new.parties, *x);
	return plan_task_keep(w, &new, who, &o->made, e);
}

bool work_task_do(struct db_write *w, struct work_at *at, const struct audit_entry *who,
	struct work_order *o, struct work_done *done, struct err *e)
{
	switch (o->kind) {
	case WORK_ADD:
		return add(w, at, o, e);
	case WORK_DAYS:
		return set_days(w, at, o, done, e);
	case WORK_CLOSE:
		return close_task(w, at, o, done, e);
	case WORK_REOPEN:
		return reopen(w, at, e);
	case WORK_CARRY:
		return carry(w, at, who, o, e);
	case WORK_SUB:
		return sub(w, at, who, o, e);
	default:
		return plan_task_move(w, at->task.id, o->to, o->version, e);
	}
}

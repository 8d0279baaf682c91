/*
 * What is done to one agency's part of a task: begun, handed in, accepted or returned,
 * answered where it was asked, given more time.
 */
#include "work/evidence.h"
#include "work/order.h"

#define IS(state) (1U << (state))
#define OWED (IS(WORK_NEW) | IS(WORK_DOING) | IS(WORK_RETURNED))

/* From which states, and to which. */
static const struct step {
	unsigned from;
	enum work_state to; /* WORK_STATES: it stays */
} steps[WORK_KINDS] = {
	[WORK_BEGIN] = { IS(WORK_NEW) | IS(WORK_RETURNED), WORK_DOING },
	[WORK_HAND_IN] = { OWED | IS(WORK_IN), WORK_IN },
	[WORK_ASK_LATER] = { OWED, WORK_STATES },
	[WORK_OFFICER] = { OWED | IS(WORK_IN), WORK_STATES },
	[WORK_ANSWER] = { IS(WORK_NEW) | IS(WORK_REFUSED), WORK_ACCEPTED },
	[WORK_DECLINE] = { IS(WORK_NEW) | IS(WORK_ACCEPTED), WORK_REFUSED },
	[WORK_ACCEPT] = { IS(WORK_IN), WORK_ACCEPTED },
	[WORK_RETURN] = { IS(WORK_IN) | IS(WORK_ACCEPTED), WORK_RETURNED },
	[WORK_WAIVE] = { OWED | IS(WORK_IN), WORK_WAIVED },
	[WORK_GRANT] = { OWED, WORK_STATES },
	[WORK_DENY] = { OWED, WORK_STATES },
	[WORK_ASSIGN] = { OWED, WORK_STATES },
};

static bool is_requested(const struct work_at *at)
{
	return str_eq(at->part.role, S("requested"));
}

static bool is_answer(enum work_kind kind)
{
	return kind == WORK_ANSWER || kind == WORK_DECLINE;
}

/* What is asked of courts and procuracies is answered; what is assigned is done. */
static bool fits_role(const struct work_at *at, struct err *e)
{
	enum work_kind kind = at->order->kind;

	if (is_answer(kind))
		return is_requested(at) || FAIL(e, ERR_CONFLICT, T_work_not_asked);
	if (!is_requested(at) || kind == WORK_OFFICER || kind == WORK_ASSIGN || kind == WORK_WAIVE)
		return true;
	return FAIL(e, ERR_CONFLICT, T_work_asked_only);
}

static bool allows_day(const struct work_at *at, struct err *e)
{
	const struct work_order *o = at->order;
	struct arena *a = db_read_arena(at->read);

	if ((o->kind == WORK_HAND_IN || is_answer(o->kind)) && date_cmp(o->day, date_today()) > 0)
		return FAIL(e, ERR_INPUT, T_work_day_ahead);
	if (o->kind == WORK_ASSIGN && date_given(o->day) && date_given(at->task.due) &&
		date_cmp(o->day, at->task.due) > 0)
		return FAIL(e, ERR_INPUT, T_work_beyond_task, date_vi(a, at->task.due));
	if (o->kind != WORK_ASK_LATER)
		return true;
	if (at->extension)
		return FAIL(e, ERR_CONFLICT, T_work_asked_already);
	if (!date_given(at->part.due))
		return FAIL(e, ERR_CONFLICT, T_work_no_due);
	return date_cmp(o->day, at->part.due) > 0 ||
	       FAIL(e, ERR_INPUT, T_work_not_later, date_vi(a, at->part.due));
}

static bool allows_officer(const struct work_at *at, struct err *e)
{
	struct work_officer_fits_row row;
	bool found;

	if (at->order->kind != WORK_OFFICER || !at->order->officer)
		return true;
	if (!work_officer_fits(at->read, at->order->officer, at->part.agency_id, &row, &found, e))
		return false;
	return found || FAIL(e, ERR_INPUT, T_work_no_officer);
}

bool work_part_allows(const struct work_at *at, struct err *e)
{
	enum work_kind kind = at->order->kind;

	if (!fits_role(at, e))
		return false;
	if (!str_eq(at->task.state, S("open")) ||
		!(steps[kind].from & IS(work_state_of(at->part.state))))
		return work_meanwhile(at, e);
	if ((kind == WORK_GRANT || kind == WORK_DENY) && !at->extension)
		return work_meanwhile(at, e);
	return allows_day(at, e) && allows_officer(at, e);
}

/* --- done */

static bool put(struct db_write *w, const struct work_at *at, struct err *e)
{
	const struct work_part_full_row *p = &at->part;
	int64_t changed;

	if (!work_part_put(w, p->id, p->version, p->role, p->words, p->due, p->own_due, p->state,
		    p->open, p->added, p->officer_id, p->began, p->handed_in, p->results, &changed,
		    e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_plan_task_stale);
}

static bool keep_result(struct db_write *w, struct work_at *at, struct work_order *o, struct err *e)
{
	struct db_batch *b;
	int64_t position = 0;

	if (!work_result_add(w, at->part.id, at->part.results + 1, o->words, o->day, clock_now(),
		    at->actor->account, at->actor->display, &o->made, e))
		return false;
	b = db_batch(w);
	LIST_EACH(f, &o->figures)
		if (!work_figure_add_queue(b, o->made, position++, f->label, f->amount, e))
			return false;
	at->part.results++;
	at->part.handed_in = o->day;
	return db_batch_run(b, e) && (!o->file || evidence_keep(w, at->actor, o->made, o->file, e));
}

static bool ask_later(
	struct db_write *w, const struct work_at *at, struct work_order *o, struct err *e)
{
	return work_extension_add(w, at->part.id, at->part.due, o->day, o->words, clock_now(),
		at->actor->account, at->actor->display, &o->made, e);
}

/* The lead's day is the task's: both move, and those that follow the task's. */
static bool move_task(struct db_write *w, const struct work_at *at, struct err *e)
{
	const struct work_task_full_row *t = &at->task;
	int64_t changed;

	if (date_given(t->due) && date_cmp(at->asked, t->due) <= 0)
		return true;
	if (!work_task_put(w, t->id, t->version, t->state, t->standing, t->starts, at->asked,
		    t->began, t->finished, t->closed_early, t->carried_to, &changed, e))
		return false;
	return changed ? work_parts_follow(w, t->id, at->asked, e)
		       : FAIL(e, ERR_STALE, T_plan_task_stale);
}

static bool grant(struct db_write *w, struct work_at *at, struct work_done *done, struct err *e)
{
	bool lead = str_eq(at->part.role, S("lead"));
	int64_t changed;

	done->was = at->part.due;
	done->day = at->asked;
	at->part.due = at->asked;
	at->part.own_due = !lead;
	return work_extension_answer(w, at->extension, S("granted"), done->words, &changed, e) &&
	       put(w, at, e) && (!lead || move_task(w, at, e));
}

static bool deny(
	struct db_write *w, const struct work_at *at, struct work_done *done, struct err *e)
{
	int64_t changed;

	done->day = at->asked;
	return work_extension_answer(w, at->extension, S("refused"), done->words, &changed, e);
}

static void assign(struct work_at *at, const struct work_order *o, struct work_done *done)
{
	done->was = at->part.due;
	at->part.words = o->words.p ? o->words : S("");
	at->part.own_due = date_given(o->day);
	at->part.due = date_given(o->day) ? o->day : at->task.due;
	done->day = at->part.due;
}

static void set_state(struct work_at *at, enum work_kind kind)
{
	enum work_state to = steps[kind].to;

	if (to == WORK_STATES)
		return;
	at->part.state = str_z(work_state_word(to));
	at->part.open = to == WORK_NEW || to == WORK_DOING || to == WORK_RETURNED;
}

static bool begun(struct db_write *w, struct work_at *at, struct date day, struct err *e)
{
	if (date_given(at->part.began))
		return true;
	at->part.began = day;
	return work_task_began(w, at->task.id, day, e);
}

bool work_part_do(struct db_write *w, struct work_at *at, struct work_order *o,
	struct work_done *done, struct err *e)
{
	set_state(at, o->kind);
	switch (o->kind) {
	case WORK_BEGIN:
		if (at->part.officer_id == DB_NULL && at->actor->agency == at->part.agency_id)
			at->part.officer_id = at->actor->account;
		return begun(w, at, date_today(), e) && put(w, at, e);
	case WORK_HAND_IN:
		return keep_result(w, at, o, e) && begun(w, at, o->day, e) && put(w, at, e);
	case WORK_ASK_LATER:
		return ask_later(w, at, o, e);
	case WORK_OFFICER:
		at->part.officer_id = o->officer ? o->officer : DB_NULL;
		return put(w, at, e);
	case WORK_ANSWER:
	case WORK_DECLINE:
		at->part.handed_in = o->day;
		return put(w, at, e);
	case WORK_GRANT:
		return grant(w, at, done, e);
	case WORK_DENY:
		return deny(w, at, done, e);
	case WORK_ASSIGN:
		assign(at, o, done);
		return put(w, at, e);
	default:
		return put(w, at, e);
	}
}

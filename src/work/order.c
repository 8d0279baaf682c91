/*
 * Orders: what an account wants done to a task or a part. Every one goes the same way:
 * found, the version compared, who may, whether the state allows it; then done, counted
 * anew and told to the history, all in one change.
 */
#include "work/order.h"

#include "access/access.h"
#include "base/json.h"

/* Who may, and what must be given. */
enum who { HOLDER, ANSWERER, FOLLOWER, STANDING };

static const struct rule {
	enum who who;
	bool part;  /* it is done to a part, else to the task */
	bool words; /* they must be given */
	bool day;
	enum text_id no_words; /* what is said where they are not */
} rules[WORK_KINDS] = {
	[WORK_BEGIN] = { .who = HOLDER, .part = true },
	[WORK_HAND_IN] = { HOLDER, true, true, true, T_work_no_result },
	[WORK_ASK_LATER] = { HOLDER, true, true, true, T_work_no_reason },
	[WORK_OFFICER] = { .who = HOLDER, .part = true },
	[WORK_ANSWER] = { ANSWERER, true, true, true, T_work_no_answer },
	[WORK_DECLINE] = { ANSWERER, true, true, true, T_work_no_answer },
	[WORK_ACCEPT] = { .who = FOLLOWER, .part = true },
	[WORK_RETURN] = { FOLLOWER, true, true, false, T_work_no_reason },
	[WORK_WAIVE] = { FOLLOWER, true, true, false, T_work_no_reason },
	[WORK_GRANT] = { .who = FOLLOWER, .part = true },
	[WORK_DENY] = { FOLLOWER, true, true, false, T_work_no_reason },
	[WORK_ASSIGN] = { .who = FOLLOWER, .part = true },
	[WORK_ADD] = { .who = FOLLOWER },
	[WORK_CLOSE] = { .who = FOLLOWER },
	[WORK_CARRY] = { FOLLOWER, false, true, false, T_work_no_reason },
	[WORK_SUB] = { FOLLOWER, false, true, false, T_plan_no_words },
	[WORK_MOVE] = { .who = FOLLOWER },
	[WORK_DAYS] = { STANDING, false, true, false, T_work_no_reason },
	[WORK_REOPEN] = { STANDING, false, true, false, T_work_no_reason },
};

/* --- who may */

/* Of an agency that is no more, those that took its place or a part of its work act. */
static bool acts_for(
	struct db_read *r, const struct actor *actor, int64_t agency, bool *out, struct err *e)
{
	struct work_successors_rows after;

	if (!access_may(r, actor, PERM_work_act, agency, out, e))
		return false;
	if (*out)
		return true;
	if (!work_successors(r, agency, date_today(), &after, e))
		return false;
	for (size_t i = 0; i < after.n && !*out; i++)
		if (!access_may(r, actor, PERM_work_act, after.v[i].id, out, e))
			return false;
	return true;
}

static bool leads(
	struct db_read *r, const struct actor *actor, int64_t task, bool *out, struct err *e)
{
	struct work_leads_rows rows;

	*out = false;
	if (!work_leads(r, task, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && !*out; i++)
		if (!acts_for(r, actor, rows.v[i].agency_id, out, e))
			return false;
	return true;
}

static bool read_rights(struct db_read *r, const struct actor *actor,
	const struct work_task_full_row *task, struct work_rights *out, struct err *e)
{
	out->stands = false;
	if (task->standing_id != DB_NULL &&
		!access_may(r, actor, PERM_work_follow, task->standing_id, &out->stands, e))
		return false;
	out->follows = out->stands;
	return out->stands || leads(r, actor, task->id, &out->follows, e);
}

bool work_rights_of(struct db_read *r, const struct actor *actor, int64_t task,
	struct work_rights *out, struct err *e)
{
	struct work_task_full_row row;
	bool found;

	if (!work_task_full(r, task, &row, &found, e))
		return false;
	return found ? read_rights(r, actor, &row, out, e) : FAIL(e, ERR_ABSENT, T_work_none);
}

static bool check_who(const struct work_at *at, struct err *e)
{
	const struct rule *rule = &rules[at->order->kind];
	bool own = rule->part && str_eq(at->part.role, S("lead"));
	bool allowed = false;

	if (rule->who == STANDING)
		allowed = at->rights.stands;
	else if (rule->who == FOLLOWER)
		/* nobody judges the lead's own part but the standing agency */
		allowed = own ? at->rights.stands : at->rights.follows;
	else if (rule->who == ANSWERER)
		allowed = at->rights.follows;
	if (!allowed && (rule->who == HOLDER || rule->who == ANSWERER) &&
		!acts_for(at->read, at->actor, at->part.agency_id, &allowed, e))
		return false;
	return allowed || FAIL(e, ERR_DENIED, T_work_not_yours);
}

/* --- what is found, and whether it may be done */

bool work_meanwhile(const struct work_at *at, struct err *e)
{
	struct arena *a = db_read_arena(at->read);
	struct work_last_event_row last;
	bool found;

	if (!work_last_event(at->read, at->task.id, &last, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_CONFLICT, T_work_not_now);
	return FAIL(e, ERR_CONFLICT, T_work_meanwhile, last.account_name,
		work_event_text(LANG_VI, last.kind), time_vi(a, last.at));
}

static bool find_part(struct work_at *at, struct err *e)
{
	struct work_extension_open_row asked;
	bool found;

	if (!work_part_full(at->read, at->order->part, &at->part, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_work_none);
	if (!work_extension_open(at->read, at->part.id, &asked, &found, e))
		return false;
	if (found) {
		at->extension = asked.id;
		at->asked = asked.until;
	}
	return true;
}

static bool find(struct work_at *at, struct db_read *r, const struct actor *actor,
	const struct work_order *o, struct err *e)
{
	bool found;

	*at = (struct work_at){ .read = r, .actor = actor, .order = o };
	if (rules[o->kind].part && !find_part(at, e))
		return false;
	if (!work_task_full(r, at->part.id ? at->part.task_id : o->task, &at->task, &found, e))
		return false;
	return found ? read_rights(r, actor, &at->task, &at->rights, e)
		     : FAIL(e, ERR_ABSENT, T_work_none);
}

/* Moving compares the version of the plan's own row. */
static bool check_version(const struct work_at *at, struct err *e)
{
	const struct work_order *o = at->order;
	int64_t now = rules[o->kind].part ? at->part.version : at->task.version;

	if (!o->version || o->version == now || o->kind == WORK_MOVE)
		return true;
	/* says who; the kind of the error says that it was stale */
	return work_meanwhile(at, e);
}

static bool check_given(const struct work_at *at, struct err *e)
{
	const struct rule *rule = &rules[at->order->kind];
	const struct work_order *o = at->order;

	if (rule->words && !o->words.n)
		return FAIL(e, ERR_INPUT, rule->no_words);
	if (rule->day && !date_given(o->day))
		return FAIL(e, ERR_INPUT, T_work_no_day);
	if (date_given(o->starts) && date_given(o->day) && date_cmp(o->starts, o->day) > 0)
		return FAIL(e, ERR_INPUT, T_plan_days_crossed);
	return true;
}

static bool check_all(struct work_at *at, struct db_read *r, const struct actor *actor,
	const struct work_order *o, struct err *e)
{
	if (!find(at, r, actor, o, e) || !check_who(at, e) || !check_version(at, e) ||
		!check_given(at, e))
		return false;
	if (at->task.superseded_by != DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_plan_superseded_now);
	return rules[o->kind].part ? work_part_allows(at, e) : work_task_allows(at, e);
}

bool work_check(
	struct db_read *r, const struct actor *actor, const struct work_order *o, struct err *e)
{
	struct work_at at;

	return check_all(&at, r, actor, o, e);
}

/* --- done */

/* What one part changed is counted for its agency; else for all the task has. */
static bool count_anew(struct db_write *w, const struct work_at *at, struct err *e)
{
	int64_t agency = at->part.id ? at->part.agency_id : 0;
	struct db_batch *b = db_batch(w);

	return work_count_task_queue(b, at->task.id, e) &&
	       work_tally_drop_queue(b, at->task.plan_id, at->task.id, agency, e) &&
	       work_tally_put_queue(b, at->task.plan_id, at->task.id, agency, e) &&
	       db_batch_run(b, e);
}

bool work_do(struct db_write *w, const struct actor *actor, const struct audit_entry *who,
	struct work_order *o, struct err *e)
{
	struct work_done done = { .words = o->words.p ? o->words : S(""), .day = o->day };
	struct work_at at;

	if (!check_all(&at, db_write_read(w), actor, o, e))
		return false;
	if (rules[o->kind].part ? !work_part_do(w, &at, o, &done, e)
				: !work_task_do(w, &at, who, o, &done, e))
		return false;
	return work_event_add(w, at.task.id, at.part.id ? at.part.id : DB_NULL,
		       str_z(work_kind_word(o->kind)), done.words, done.day, done.was, clock_now(),
		       actor->account, actor->display, e) &&
	       count_anew(w, &at, e);
}

/* --- as a change */

struct prepared {
	const struct actor *actor;
	struct work_order *order;
};

static bool apply(struct db_write *w, struct change *c, struct err *e)
{
	struct prepared *p = c->arg;

	return work_do(w, p->actor, &c->entry, p->order, e);
}

/* What the log keeps: all that was said but for the words of results, which have their row. */
static struct str detail(struct arena *a, const struct work_order *o)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	if (o->part)
		json_int(&j, "part", o->part);
	if (o->words.n)
		json_str(&j, "words", o->words);
	if (date_given(o->starts))
		json_date(&j, "starts", o->starts);
	if (date_given(o->day))
		json_date(&j, "day", o->day);
	if (o->figures.n)
		json_int(&j, "figures", (int64_t)o->figures.n);
	if (o->file)
		json_str(&j, "file", o->file->digest);
	if (o->kind == WORK_OFFICER)
		json_int(&j, "officer", o->officer);
	if (o->kind == WORK_ADD) {
		json_int(&j, "agency", o->agency);
		json_str(&j, "role", str_z(plan_role_word(o->role)));
	}
	if (o->kind == WORK_MOVE || o->to)
		json_int(&j, "to", o->to);
	if (o->plan)
		json_int(&j, "plan", o->plan);
	json_close(&j);
	return buf_str(&out);
}

bool work_prepare(struct arena *a, struct db *db, const struct actor *actor, struct work_order *o,
	struct change *c, struct err *e)
{
	struct prepared *p = NEW(a, struct prepared);
	struct work_at at;
	struct db_read *r;
	bool ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = check_all(&at, r, actor, o, e);
	db_read_end(r);
	if (!ok)
		return false;
	*p = (struct prepared){ actor, o };
	c->arg = p;
	c->apply = apply;
	c->entry.action = str_fmt(a, "work.%s", work_kind_word(o->kind));
	c->entry.object = S("task");
	c->entry.object_id = at.task.id;
	c->entry.detail = detail(a, o);
	return true;
}

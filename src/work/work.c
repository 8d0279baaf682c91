/*
 * The adoption of a plan: rows of work for its tasks and parties, and what becomes of
 * them when an amended text takes the plan's place.
 */
#include "work/work.h"

#include "access/access.h"
#include "work_sql.h"

enum { OPEN_AT_ONCE = 500, OPEN_PIECE = 250 /* tasks */ };

static bool open_some(struct db_batch *b, int64_t plan, int64_t from, int64_t to, struct err *e)
{
	return work_open_tasks_queue(b, plan, from, to, e) &&
	       work_open_parts_queue(b, plan, from, to, e);
}

/* Of a plan of thousands of tasks the work is opened by work_later. */
static bool open_new(struct db_write *w, struct db_batch *b, int64_t plan, struct err *e)
{
	struct work_unopened_tasks_row row;
	bool found;

	if (!db_batch_run(b, e) || !work_unopened_tasks(db_write_read(w), plan, &row, &found, e))
		return false;
	return row.n > OPEN_AT_ONCE ? work_opening_put_queue(b, plan, e)
				    : open_some(b, plan, 0, INT64_MAX, e);
}

static bool tally(struct db_batch *b, int64_t plan, struct err *e)
{
	return work_tally_clear_queue(b, plan, e) && work_tally_plan_queue(b, plan, e);
}

static bool recount(struct db_batch *b, int64_t plan, struct err *e)
{
	return work_count_tasks_queue(b, plan, e) && tally(b, plan, e);
}

/* Tasks that went on keep their work under the new text; a party it names no more owes
 * nothing more, and what stayed behind has ended. */
static bool follow(struct db_batch *b, int64_t plan, int64_t amends, const struct audit_entry *who,
	struct err *e)
{
	int64_t now = clock_now();

	return work_amended_days_queue(b, plan, now, who->actor, who->actor_name, e) &&
	       work_follow_tasks_queue(b, plan, e) && work_follow_parts_queue(b, plan, e) &&
	       work_dropped_parts_queue(b, plan, now, who->actor, who->actor_name, e) &&
	       work_drop_parts_queue(b, plan, e) && work_revive_parts_queue(b, plan, e) &&
	       work_follow_roles_queue(b, plan, e) && work_end_parts_queue(b, amends, e) &&
	       work_end_tasks_queue(b, amends, e);
}

bool work_adopted(struct db_write *w, int64_t plan, int64_t amends, const struct audit_entry *who,
	struct err *e)
{
	struct db_batch *b = db_batch(w);

	if (amends && !follow(b, plan, amends, who, e))
		return false;
	return open_new(w, b, plan, e) && recount(b, plan, e) &&
	       (!amends || recount(b, amends, e)) && db_batch_run(b, e);
}

/* --- a piece at a time */

static bool open_piece(struct db_write *w, struct change *c, struct err *e)
{
	struct db_batch *b = db_batch(w);
	struct work_opening_next_row o;
	bool found;

	/* the next one as it stands now: another host may have opened it meanwhile */
	if (!work_opening_next(db_write_read(w), OPEN_PIECE, &o, &found, e))
		return false;
	if (!found)
		return true;
	c->entry.object_id = o.plan_id;
	if (o.last == DB_NULL)
		return work_opening_done_queue(b, o.plan_id, o.done, e) && tally(b, o.plan_id, e) &&
		       db_batch_run(b, e);
	return open_some(b, o.plan_id, o.done, o.last, e) &&
	       work_count_opened_queue(b, o.plan_id, o.done, o.last, e) &&
	       work_opening_on_queue(b, o.plan_id, o.done, o.last, e) && db_batch_run(b, e);
}

static bool is_opening(struct db *db, bool *opening, struct err *e)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct work_opening_next_row o;
	struct db_read *r;
	bool ok = db_read_begin(db, a, &r, e);

	if (ok) {
		ok = work_opening_next(r, 1, &o, opening, e);
		db_read_end(r);
	}
	arena_free(a);
	return ok;
}

bool work_later(struct db *db, bool *more, struct err *e)
{
	struct change c = { .apply = open_piece };

	if (!is_opening(db, more, e) || !*more)
		return e->code == ERR_NONE;
	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:adoption"),
		.permission = S("system"),
		.action = S("work.open"),
		.object = S("plan"),
	};
	return audit_change(db, &c, e);
}

/* --- plans of before */

static bool open_apply(struct db_write *w, struct change *c, struct err *e)
{
	return work_adopted(w, c->entry.object_id, 0, &c->entry, e);
}

static bool open_one(struct db *db, int64_t plan, struct err *e)
{
	struct change c = { .apply = open_apply };

	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:start"),
		.permission = S("system"),
		.action = S("work.open"),
		.object = S("plan"),
		.object_id = plan,
	};
	return audit_change(db, &c, e);
}

bool work_ready(struct db *db, struct err *e)
{
	struct arena *a = arena_new((size_t)1 << 24);
	struct work_unopened_rows plans;
	struct db_read *r;
	bool ok = db_read_begin(db, a, &r, e);

	if (!ok)
		goto out;
	ok = work_unopened(r, &plans, e);
	db_read_end(r);
	for (size_t i = 0; ok && i < plans.n; i++)
		ok = open_one(db, plans.v[i].id, e);
out:
	arena_free(a);
	return ok;
}

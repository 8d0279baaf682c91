/*
 * The adoption of a plan: rows of work for its tasks and parties, and what becomes of
 * them when an amended text takes the plan's place.
 */
#include "work/work.h"

#include "access/access.h"
#include "work_sql.h"

static bool open_new(struct db_batch *b, int64_t plan, struct err *e)
{
	return work_open_tasks_queue(b, plan, e) && work_open_parts_queue(b, plan, e);
}

static bool recount(struct db_batch *b, int64_t plan, struct err *e)
{
	return work_count_tasks_queue(b, plan, e) && work_tally_clear_queue(b, plan, e) &&
	       work_tally_plan_queue(b, plan, e);
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
	return open_new(b, plan, e) && recount(b, plan, e) && (!amends || recount(b, amends, e)) &&
	       db_batch_run(b, e);
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

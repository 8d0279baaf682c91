#include "cascade/cascade_demo.h"

#include "access/access.h"
#include "cascade/members.h"

/* Who acts is the command's; action and object are the change's own. */
static bool commit(struct db *db, struct change *c, const struct audit_entry *who,
	const char *action, struct err *e)
{
	c->entry.actor = who->actor;
	c->entry.actor_name = who->actor_name;
	c->entry.permission = str_z(permission_name(PERM_cascade_confirm));
	c->entry.action = str_z(action);
	return audit_change(db, c, e);
}

static bool confirm(struct db *db, struct arena *a, const struct audit_entry *who, int64_t plan,
	int64_t certain, struct err *e)
{
	const struct actor system = actor_of_system();
	struct change c = { 0 };

	return cascade_certain_prepare(a, db, &system, plan, certain, &c, e) &&
	       commit(db, &c, who, "cascade.confirm", e);
}

/* The first two that are asked, a day early and five days late. */
static bool send_two(struct db *db, struct arena *a, const struct audit_entry *who, int64_t plan,
	const struct members *m, struct err *e)
{
	static const char *const numbers[] = { "12/KH-MAU", "27/KH-MAU" };
	static const int days[] = { -1, 5 };
	const struct actor system = actor_of_system();

	if (!m->task || !date_given(m->task->last_day) || m->sent || m->lines.n < COUNT(days))
		return true;
	for (size_t i = 0; i < COUNT(days); i++) {
		struct members_new n = { .plan = plan,
			.agency = m->lines.v[i].member->agency_id,
			.number = str_z(numbers[i]),
			.issued = date_add(m->task->last_day, days[i] - 1),
			.received = date_add(m->task->last_day, days[i]),
			.note = S("Số liệu mẫu") };
		struct change c = { 0 };

		if (!members_register_prepare(a, db, &system, &n, &c, e) ||
			!commit(db, &c, who, "members.register", e))
			return false;
	}
	return true;
}

struct seen {
	struct cascade_demo_plans_rows plans;
	struct members *members; /* one a plan */
};

static bool look(struct db *db, struct arena *a, struct seen *out, struct err *e)
{
	struct db_read *r;
	bool ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = cascade_demo_plans(r, &out->plans, e);
	out->members = NEW_N(a, struct members, out->plans.n + 1);
	for (size_t i = 0; ok && i < out->plans.n; i++)
		ok = members_read(
			r, out->plans.v[i].id, ACCOUNT_SYSTEM, date_today(), &out->members[i], e);
	db_read_end(r);
	return ok;
}

bool cascade_demo(struct db *db, struct arena *a, const struct audit_entry *who, struct err *e)
{
	struct seen s;

	if (!look(db, a, &s, e))
		return false;
	for (size_t i = 0; i < s.plans.n; i++) {
		int64_t plan = s.plans.v[i].id, certain = s.plans.v[i].certain;

		if ((certain && !s.plans.v[i].decided && !confirm(db, a, who, plan, certain, e)) ||
			!send_two(db, a, who, plan, &s.members[i], e))
			return false;
	}
	return true;
}

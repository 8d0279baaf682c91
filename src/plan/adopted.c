/*
 * Who is told of an adoption, within its change; and who goes on with what the change has
 * left for later. Owns the two lists, made when the program starts.
 */
#include "plan/plan.h"

enum { TOLD = 8 };
static plan_adopted_fn *told[TOLD];
static plan_later_fn *later[TOLD];

void plan_when_adopted(plan_adopted_fn *fn)
{
	size_t i = 0;

	while (told[i] && told[i] != fn)
		i++;
	if (i == TOLD - 1)
		abort(); /* more of them than there is room: a fault of the program */
	told[i] = fn;
}

bool plan_tell_adopted(struct db_write *w, int64_t plan, int64_t amends,
	const struct audit_entry *who, struct err *e)
{
	for (size_t i = 0; i < TOLD && told[i]; i++)
		if (!told[i](w, plan, amends, who, e))
			return false;
	return true;
}

void plan_when_later(plan_later_fn *fn)
{
	size_t i = 0;

	while (later[i] && later[i] != fn)
		i++;
	if (i == TOLD - 1)
		abort();
	later[i] = fn;
}

bool plan_go_on(struct db *db, int most_s, struct err *e)
{
	int64_t end = clock_ticks() + (int64_t)most_s * 1000000;

	for (size_t i = 0; i < TOLD && later[i]; i++)
		for (bool more = true; more;) {
			if (most_s && clock_ticks() > end)
				return true;
			if (!later[i](db, &more, e))
				return false;
		}
	return true;
}

void plan_settle(struct db *db)
{
	struct err e = { 0 };

	if (!plan_go_on(db, 0, &e))
		log_err("plan", &e);
}

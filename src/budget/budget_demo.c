/*
 * Rows for the demo: invented amounts for the first plan, one of them not yet known and one
 * zero.
 */
#include "access/access.h"
#include "agency/agency.h"
#include "budget/budget.h"
#include "budget_sql.h"

static const struct row {
	const char *agency;
	enum budget_source source;
	int64_t asked, granted, spent;
	const char *proposal, *decision;
} rows[] = {
	{ "Bộ Công an", BUDGET_CENTRAL, 4500000000, 4200000000, 3985400000, "", "" },
	{ "Bộ Công an", BUDGET_OTHER, 600000000, 0, DB_NULL, "", "" },
	{ "Bộ Quốc phòng", BUDGET_CENTRAL, 2100000000, DB_NULL, DB_NULL, "", "" },
};

bool budget_demo(struct db *db, struct arena *a, struct err *e)
{
	struct actor system = actor_of_system();
	struct budget_plans_rows plans;
	struct budget_lines_rows lines = { 0 };
	struct db_read *r;
	int64_t agencies[COUNT(rows)] = { 0 }, plan = 0, year = 0;
	bool ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = budget_plans(r, ACCOUNT_SYSTEM, 1000, &plans, e);
	if (ok && plans.n) {
		plan = plans.v[0].id;
		year = plans.v[0].year == DB_NULL ? 2024 : plans.v[0].year;
		ok = budget_lines(r, ACCOUNT_SYSTEM, plan, year, &lines, e);
	}
	for (size_t i = 0; i < COUNT(rows) && ok; i++)
		ok = agency_find(r, str_z(rows[i].agency), STR_NULL, date_today(), &agencies[i], e);
	db_read_end(r);
	for (size_t i = 0; i < COUNT(rows) && ok && plan && !lines.n; i++) {
		struct budget_said s = { .plan = plan,
			.year = year,
			.agency = agencies[i],
			.source = rows[i].source,
			.asked = rows[i].asked,
			.granted = rows[i].granted,
			.spent = rows[i].spent,
			.proposal = str_z(rows[i].proposal),
			.decision = str_z(rows[i].decision) };
		struct change c = { .entry.action = S("budget.put") };

		access_by_command(a, PERM_budget_write, &c.entry);
		if (s.agency)
			ok = budget_put_prepare(a, &system, &s, &c, e) && audit_change(db, &c, e);
	}
	return ok;
}

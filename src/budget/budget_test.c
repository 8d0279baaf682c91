/*
 * Money: amounts as people write them, not known apart from zero, who may say which figure,
 * two at once.
 */
#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "budget/budget.h"
#include "budget_sql.h"
#include "embed.h"
#include "plan/plan.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static const struct audit_entry tester = { .actor = ACCOUNT_SYSTEM,
	.actor_name = S("test"),
	.permission = S("account.manage"),
	.action = S("test") };
static int64_t police, ministry; /* of a province, above it */
static struct actor officer, standing;
static int64_t plan;

static struct actor add(struct str name, struct str role, int64_t where)
{
	struct actor system = actor_of_system();
	struct account_new a = { .name = name, .display = name, .agency = where };
	struct grant_new g = { .role = role, .agency = where };
	struct change c = { .entry = tester };
	struct db_read *r = test_read(&t);

	assert_ok(account_prepare_add(t.db, r, &system, &a, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	g.account = c.entry.object_id;
	c = (struct change){ .entry = tester };
	r = test_read(&t);
	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return (struct actor){
		.account = g.account, .name = name, .agency = where, .permissions = UINT64_MAX
	};
}

static void import(void)
{
	struct plan_source s = { .file_name = S("001.txt"),
		.bytes = embed_find(S("samples/001.txt")) };
	struct change c = { .entry = tester };
	struct plan_import *made;

	assert_ok(plan_import_prepare(t.arena, t.db, &s, &c, &made, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	plan = made->plan;
}

static int load_all(void **state)
{
	(void)state;
	test_house_open(&t);
	police = test_agency(&t, "ca-tinh.46");
	ministry = test_agency(&t, "bca");
	officer = add(S("mot"), S("focal"), police);
	standing = add(S("hai"), S("standing"), ministry);
	import();
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static void refused(bool ok, enum err_code code)
{
	assert_false(ok);
	assert_int_equal(e.code, code);
	err_clear(&e);
}

static void amounts_as_people_write_them(void **state)
{
	static const struct {
		const char *written;
		int64_t amount;
	} right[] = { { "", DB_NULL }, { "0", 0 }, { "1.250.000.000", 1250000000 },
		{ "1,250,000", 1250000 }, { "999999999999999", 999999999999999 },
		{ " 12 500 ", 12500 } };
	static const char *const wrong[] = { "1.25", "1.2500", "-5", "1.000,000", ".000", "1..000",
		"12 tỷ", "1000000000000000", "1.000." };
	int64_t v;

	(void)state;
	for (size_t i = 0; i < COUNT(right); i++) {
		assert_true(budget_amount(str_z(right[i].written), &v));
		assert_int_equal(v, right[i].amount);
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(budget_amount(str_z(wrong[i]), &v));
}

static bool put(const struct actor *who, struct budget_said s)
{
	struct change c = { .entry = tester };

	s.plan = plan;
	s.year = s.year ? s.year : 2024;
	s.agency = police;
	s.proposal = s.decision = S("");
	return budget_put_prepare(t.arena, who, &s, &c, &e) && audit_change(t.db, &c, &e);
}

static void each_says_its_half(void **state)
{
	struct budget_said s = {
		.source = BUDGET_LOCAL, .asked = 5000000000, .granted = DB_NULL, .spent = DB_NULL
	};
	struct budget_past_of_rows past = { 0 };
	struct budget_lines_rows lines;
	struct budget_years_rows years;
	struct budget_sum sum = { DB_NULL, 0 };
	struct db_read *r;

	(void)state;
	s.granted = 1;
	refused(put(&officer, s), ERR_DENIED);
	s.granted = DB_NULL;
	assert_ok(put(&officer, s), &e);
	refused(put(&officer, s), ERR_STALE); /* it is there now */
	s.version = 1;
	s.granted = 4000000000;
	refused(put(&officer, s), ERR_DENIED);
	assert_ok(put(&standing, s), &e);
	refused(put(&standing, s), ERR_STALE);
	s.version = 2;
	s.spent = 0;
	assert_ok(put(&officer, s), &e);
	s.year = 1999;
	refused(put(&officer, s), ERR_INPUT);
	s = (struct budget_said){
		.source = BUDGET_OTHER, .asked = 0, .granted = DB_NULL, .spent = DB_NULL
	};
	assert_ok(put(&officer, s), &e);
	r = test_read(&t);
	assert_ok(budget_lines(r, standing.account, plan, 2024, &lines, &e), &e);
	assert_ok(budget_years(r, officer.account, plan, &years, &e), &e);
	LIST_EACH(x, &lines)
		if (x->version == 3)
			assert_ok(budget_past_of(r, x->id, 10, &past, &e), &e);
	db_read_end(r);
	/* each version that somebody changed can still be read, with who had said it */
	assert_int_equal(past.n, 2);
	assert_str_equal(past.v[0].account_name, standing.name);
	assert_int_equal(past.v[0].granted, 4000000000);
	assert_str_equal(past.v[1].account_name, officer.name);
	assert_int_equal(past.v[1].granted, DB_NULL);
	assert_int_equal(lines.n, 2);
	LIST_EACH(x, &lines)
		budget_sum_add(&sum, x->spent);
	assert_int_equal(sum.total, 0);
	assert_int_equal(sum.missing, 1);
	assert_int_equal(years.n, 1);
	assert_int_equal(years.v[0].asked, 5000000000);
	assert_int_equal(years.v[0].granted, 4000000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_as_people_write_them),
		cmocka_unit_test(each_says_its_half),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

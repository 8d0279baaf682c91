/*
 * Awards: proposed by one, decided by another, once.
 */
#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "award/award.h"
#include "award_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static const struct audit_entry tester = { .actor = ACCOUNT_SYSTEM,
	.actor_name = S("test"),
	.permission = S("account.manage"),
	.action = S("test") };
static int64_t police, ministry, health; /* of a province, above it, another */
static struct actor officer, leader, both, stranger;

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

static int load_all(void **state)
{
	(void)state;
	test_house_open(&t);
	police = test_agency(&t, "ca-tinh.46");
	ministry = test_agency(&t, "bca");
	health = test_agency(&t, "byt");
	officer = add(S("mot"), S("focal"), police);
	leader = add(S("hai"), S("leader"), ministry);
	stranger = add(S("ba"), S("leader"), health);
	both = add(S("bon"), S("focal"), ministry);
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

static int64_t propose(const struct actor *who)
{
	struct award_new n = { .agency = police,
		.plan = DB_NULL,
		.kind = S("person"),
		.form = S("praise"),
		.name = S("Cán bộ CAT-0101"),
		.merit = S("Làm tốt."),
		.day = DATE(2024, 5, 6) };
	struct change c = { .entry = tester };

	assert_ok(award_propose_prepare(t.arena, who, &n, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return c.entry.object_id;
}

static bool order(const struct actor *who, struct award_order o)
{
	struct change c = { .entry = tester };

	return award_order_prepare(t.arena, who, &o, &c, &e) && audit_change(t.db, &c, &e);
}

static void decided_once_by_another(void **state)
{
	int64_t id = propose(&officer);
	struct award_order grant = { AWARD_GRANT, id, 1, S("15/QĐ"), S(""), DATE(2024, 6, 1) };
	struct award_by_id_row row;
	struct db_read *r;
	bool found;

	(void)state;
	refused(order(&officer, grant), ERR_DENIED);
	refused(order(&stranger, grant), ERR_DENIED);
	grant.decision = S("");
	refused(order(&leader, grant), ERR_INPUT);
	grant.decision = S("15/QĐ");
	grant.day = DATE(2024, 5, 5);
	refused(order(&leader, grant), ERR_INPUT);
	grant.day = DATE(2024, 6, 1);
	assert_ok(order(&leader, grant), &e);
	refused(order(&leader, grant), ERR_STALE);
	grant.version = 2;
	refused(order(&leader, grant), ERR_CONFLICT);
	r = test_read(&t);
	assert_ok(award_by_id(r, id, officer.account, &row, &found, &e), &e);
	assert_true(found);
	assert_str_equal(row.state, S("granted"));
	assert_str_equal(row.decided_by, leader.name);
	assert_ok(award_by_id(r, id, stranger.account, &row, &found, &e), &e);
	assert_false(found);
	db_read_end(r);
}

static void a_decision_written_down_wrong_is_corrected_with_a_reason(void **state)
{
	int64_t id = propose(&officer);
	struct award_order o = { AWARD_GRANT, id, 1, S("51/QĐ"), S(""), DATE(2024, 6, 1) };
	struct award_corrections_rows was;
	struct award_by_id_row row;
	struct db_read *r;
	bool found;

	(void)state;
	o.step = AWARD_CORRECT;
	o.reason = S("Ghi nhầm số.");
	refused(order(&leader, o), ERR_CONFLICT); /* nothing is decided yet */
	o.step = AWARD_GRANT;
	assert_ok(order(&leader, o), &e);
	o = (struct award_order){ AWARD_CORRECT, id, 2, S("15/QĐ"), S(""), DATE(2024, 6, 2) };
	refused(order(&leader, o), ERR_INPUT);
	o.reason = S("Ghi nhầm số.");
	refused(order(&officer, o), ERR_DENIED);
	o.day = DATE(2024, 5, 5);
	refused(order(&leader, o), ERR_INPUT);
	o.day = DATE(2024, 6, 2);
	assert_ok(order(&leader, o), &e);
	refused(order(&leader, o), ERR_STALE);
	r = test_read(&t);
	assert_ok(award_by_id(r, id, officer.account, &row, &found, &e), &e);
	assert_ok(award_corrections(r, id, &was, &e), &e);
	assert_str_equal(row.state, S("granted"));
	assert_str_equal(row.decision, S("15/QĐ"));
	assert_int_equal(was.n, 1);
	assert_str_equal(was.v[0].decision, S("51/QĐ"));
	assert_str_equal(was.v[0].reason, S("Ghi nhầm số."));
	assert_int_equal(date_cmp(was.v[0].decided, DATE(2024, 6, 1)), 0);
	db_read_end(r);
}

static void withdrawn_or_decided_not_both(void **state)
{
	int64_t id = propose(&both), other;
	struct award_order withdraw = { AWARD_WITHDRAW, id, 1, S(""), S(""), DATE_NONE };
	struct actor system = actor_of_system();

	(void)state;
	refused(order(&both, withdraw), ERR_INPUT);
	withdraw.reason = S("Nhầm.");
	assert_ok(order(&both, withdraw), &e);
	/* even who may everything does not decide its own proposal */
	other = propose(&system);
	refused(order(&system, (struct award_order){ AWARD_REFUSE, other, 1, S(""), S("Chưa đủ."),
				       DATE(2024, 6, 1) }),
		ERR_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decided_once_by_another),
		cmocka_unit_test(a_decision_written_down_wrong_is_corrected_with_a_reason),
		cmocka_unit_test(withdrawn_or_decided_not_both),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

/*
 * Who is told of a report's steps, once each, and that nothing of what it says is among it.
 */
#include "outbox_sql.h"
#include "report/report.h"
#include "report_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static struct actor officer, colleague, leader, chief, standing_elsewhere, stranger;
static int64_t id;

static int load_all(void **state)
{
	int64_t police, ministry;

	(void)state;
	test_house_open(&t);
	police = test_agency(&t, "ca-tinh.46");
	ministry = test_agency(&t, "bca");
	officer = test_person(&t, "mot", "focal", police);
	colleague = test_person(&t, "hai", "focal", police);
	leader = test_person(&t, "ba", "leader", police);
	chief = test_person(&t, "bon", "standing", ministry);
	standing_elsewhere = test_person(&t, "nam", "standing", test_agency(&t, "bqp"));
	stranger = test_person(&t, "sau", "focal", ministry);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static void begin(void)
{
	struct report_new in = { .agency = officer.agency, .to = chief.agency, .plan = DB_NULL };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	int64_t known;

	assert_true(calendar_period_find(t.arena, S("quarter-2026-1"), &in.period));
	assert_ok(report_begin_prepare(t.arena, r, &officer, &in, &c, &known, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	id = c.entry.object_id;
}

static bool step(const struct actor *who, enum report_step what)
{
	struct report_order o = { .step = what,
		.id = id,
		.reason = S("lý do riêng"),
		.number = S("1/BC-CAT"),
		.signer = S("Lãnh đạo CAT-0001"),
		.position = S("GIÁM ĐỐC"),
		.day = date_today() };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	struct report_now_row now;
	bool found;

	assert_ok(report_now(r, id, &now, &found, &e), &e);
	o.version = now.version;
	bool ok = report_order_prepare(t.arena, r, who, &o, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

/* How many notices an account has, and the newest one's words. */
static int64_t notices(const struct actor *who, struct str *newest)
{
	struct outbox_notices_rows rows;
	struct db_read *r = test_read(&t);

	assert_ok(outbox_notices(r, who->account, INT64_MAX, 100, &rows, &e), &e);
	*newest = S("");
	LIST_EACH(x, &rows) {
		if (!newest->n)
			*newest = str_dup(t.arena, x->subject);
		assert_false(str_has(x->subject, S("lý do")));
		assert_str_equal(x->link, str_fmt(t.arena, "/reports/%lld", (long long)id));
	}
	db_read_end(r);
	return (int64_t)rows.n;
}

static void told(const struct actor *who, int64_t n, const char *what)
{
	struct str newest;

	assert_int_equal(notices(who, &newest), n);
	if (n && !str_has(newest, str_z(what)))
		fail_msg("%.*s", STR_ARG(newest));
}

static void test_each_step_tells_who_is_next(void **state)
{
	(void)state;
	begin();
	assert_ok(step(&officer, REPORT_ASK), &e);
	told(&leader, 1, "đang chờ ký");
	told(&officer, 0, "");
	told(&colleague, 0, "");
	assert_ok(step(&leader, REPORT_BACK), &e);
	told(&officer, 1, "được trả lại để sửa trước khi ký");
	told(&colleague, 0, "");
	assert_ok(step(&officer, REPORT_ASK), &e);
	told(&leader, 2, "gửi BCA đang chờ ký");
	told(&chief, 0, "");
	assert_ok(step(&leader, REPORT_SIGN), &e);
	told(&chief, 1, "CA thành phố Huế đã gửi đến");
	told(&stranger, 0, "");
	assert_ok(step(&chief, REPORT_RETURN), &e);
	told(&officer, 2, "gửi trả");
	told(&colleague, 1, "gửi trả");
	told(&leader, 2, "chờ ký");
	assert_ok(step(&officer, REPORT_CORRECT) && step(&officer, REPORT_ASK), &e);
	assert_ok(step(&leader, REPORT_SIGN) && step(&chief, REPORT_ACCEPT), &e);
	told(&chief, 2, "đã gửi đến");
	told(&colleague, 2, "đã được");
	told(&standing_elsewhere, 0, "");
}

/* What is refused tells nobody. */
static void test_a_refused_step_tells_nobody(void **state)
{
	struct str newest;
	int64_t before = notices(&leader, &newest);

	(void)state;
	assert_false(step(&stranger, REPORT_ASK));
	err_clear(&e);
	assert_false(step(&officer, REPORT_ASK)); /* it is accepted */
	err_clear(&e);
	assert_int_equal(notices(&leader, &newest), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_step_tells_who_is_next),
		cmocka_unit_test(test_a_refused_step_tells_nobody),
	};

	return cmocka_run_group_tests_name("told", tests, load_all, end_all);
}

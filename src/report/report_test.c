/*
 * Reports: who may do what and when, what a signature freezes, what of a text is a figure.
 */
#include "report/report.h"

#include "audit/hash.h"
#include "duty/duty.h"
#include "report/figure.h"
#include "report/issue.h"
#include "report_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static int64_t police, ministry, id;
static struct actor officer, leader, both, chief, stranger;

static int load_all(void **state)
{
	(void)state;
	test_house_open(&t);
	police = test_agency(&t, "ca-tinh.46");
	ministry = test_agency(&t, "bca");
	officer = test_person(&t, "mot", "focal", police);
	leader = test_person(&t, "hai", "leader", police);
	both = test_person(&t, "ba", "admin", police);
	chief = test_person(&t, "bon", "standing", ministry);
	stranger = test_person(&t, "nam", "focal", test_agency(&t, "byt"));
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

static bool begin(const struct actor *who, const char *period, int64_t *known)
{
	struct report_new in = { .agency = police, .to = ministry, .plan = DB_NULL };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	*known = 0;
	if (period && !calendar_period_find(t.arena, str_z(period), &in.period))
		fail_msg("no period %s", period);
	bool ok = report_begin_prepare(t.arena, r, who, &in, &c, known, &e);

	db_read_end(r);
	if (!ok || *known || !audit_change(t.db, &c, &e))
		return ok && *known;
	id = c.entry.object_id;
	return true;
}

static struct report_now_row now_of(void)
{
	struct db_read *r = test_read(&t);
	struct report_now_row now;
	bool found;

	assert_ok(report_now(r, id, &now, &found, &e), &e);
	assert_true(found);
	db_read_end(r);
	return now;
}

static bool step(const struct actor *who, enum report_step what, const char *reason)
{
	struct report_order o = { .step = what,
		.id = id,
		.version = now_of().version,
		.reason = reason ? str_z(reason) : S(""),
		.number = S("1/BC-CAT"),
		.signer = S("Lãnh đạo CAT-0001"),
		.position = S("GIÁM ĐỐC"),
		.day = date_today() };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = report_order_prepare(t.arena, r, who, &o, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static bool write(const struct actor *who, int64_t version, const char *words)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = report_write_prepare(t.arena, r, who, id, 1, version, str_z(words), &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static void test_begun_once_by_ones_own(void **state)
{
	int64_t known;

	(void)state;
	refused(begin(&stranger, "quarter-2026-1", &known), ERR_DENIED);
	refused(begin(&chief, "quarter-2026-1", &known), ERR_DENIED);  /* from above */
	refused(begin(&officer, "quarter-2199-1", &known), ERR_INPUT); /* yet to begin */
	refused(begin(&officer, NULL, &known), ERR_INPUT);
	assert_ok(begin(&officer, "quarter-2026-1", &known), &e);
	assert_int_equal(known, 0);
	assert_ok(begin(&officer, "quarter-2026-1", &known), &e);
	assert_int_equal(known, id);
}

static void test_written_by_one_at_a_time(void **state)
{
	(void)state;
	assert_ok(write(&officer, 1, "Ổn định."), &e);
	refused(write(&officer, 1, "Khác."), ERR_STALE);
	refused(write(&stranger, 2, "Khác."), ERR_DENIED);
	refused(write(&officer, 2, "Có {việc lạ}."), ERR_INPUT);
	assert_ok(write(&officer, 2, "Có {việc đến hạn} việc; {không đóng."), &e);
}

static int64_t add_duty(void)
{
	struct actor system = actor_of_system();
	struct duty_new duty = { .plan = DB_NULL,
		.position = DB_NULL,
		.title = S("Báo cáo quý"),
		.owed_by = S("Công an thành phố Huế"),
		.owed_to = S("Bộ Công an"),
		.system = S("quarter"),
		.rule = S("trước ngày 20 của tháng cuối kỳ"),
		.citation = S("mẫu"),
		.to = ministry,
		.valid_from = DATE(2026, 1, 1),
		.valid_to = DATE(2026, 12, 31) };
	struct change c = { .entry = test_entry() };
	const char *field;

	assert_ok(duty_add_prepare(t.arena, &system, &duty, &c, &field, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return c.entry.object_id;
}

/* The first signature answers it; what follows is the same answer put right. */
static void assert_answered(int64_t duty, size_t times)
{
	struct db_read *r = test_read(&t);
	struct duty_answers_rows rows;

	assert_ok(duty_answers(r, duty, &rows, &e), &e);
	assert_int_equal(rows.n, times);
	if (times) {
		assert_int_equal(rows.v[0].agency_id, police);
		assert_string_equal(str_c(t.arena, rows.v[0].period), "quarter-2026-1");
		assert_string_equal(str_c(t.arena, rows.v[0].number), "1/BC-CAT");
	}
	db_read_end(r);
}

static void test_steps(void **state)
{
	int64_t duty = add_duty();

	(void)state;
	refused(step(&officer, REPORT_ACCEPT, NULL), ERR_DENIED);
	refused(step(&chief, REPORT_ACCEPT, NULL), ERR_CONFLICT);
	refused(step(&leader, REPORT_SIGN, NULL), ERR_CONFLICT); /* nobody asked */
	refused(step(&stranger, REPORT_ASK, NULL), ERR_DENIED);
	assert_ok(step(&both, REPORT_ASK, NULL), &e);
	refused(write(&officer, 3, "Sau khi trình."), ERR_CONFLICT);
	refused(step(&both, REPORT_SIGN, NULL), ERR_DENIED); /* asked for it himself */
	refused(step(&officer, REPORT_SIGN, NULL), ERR_DENIED);
	refused(step(&leader, REPORT_BACK, NULL), ERR_INPUT); /* why? */
	assert_ok(step(&leader, REPORT_BACK, "Viết rõ hơn."), &e);
	assert_ok(step(&officer, REPORT_ASK, NULL), &e);
	assert_ok(step(&officer, REPORT_UNASK, NULL), &e);
	assert_ok(step(&officer, REPORT_ASK, NULL), &e);
	assert_answered(duty, 0);
	assert_ok(step(&leader, REPORT_SIGN, NULL), &e);
	assert_answered(duty, 1);
	assert_string_equal(str_c(t.arena, now_of().state), "sent");
	refused(step(&officer, REPORT_RECEIVE, NULL), ERR_DENIED);
	assert_ok(step(&chief, REPORT_RECEIVE, NULL), &e);
	assert_ok(step(&chief, REPORT_RETURN, "Bổ sung."), &e);
	assert_ok(step(&officer, REPORT_CORRECT, "Đã bổ sung."), &e);
	assert_int_equal(now_of().round, 2);
	assert_ok(step(&officer, REPORT_ASK, NULL), &e);
	assert_ok(step(&leader, REPORT_SIGN, NULL), &e);
	assert_ok(step(&chief, REPORT_ACCEPT, NULL), &e);
	assert_answered(duty, 1);
}

static struct report_content issue(int64_t round)
{
	struct db_read *r = test_read(&t);
	struct report_issue_of_row row;
	struct report_content c;
	unsigned char digest[32];
	bool found;

	assert_ok(report_issue_of(r, id, round, &row, &found, &e), &e);
	assert_true(found);
	hash_sha256(row.content, digest);
	assert_true(str_eq(row.digest, str_n((const char *)digest, 32)));
	assert_ok(report_content_read(t.arena, LANG_VI, str_dup(t.arena, row.content), &c, &e), &e);
	assert_true(str_eq(row.content, report_content_write(t.arena, &c)));
	db_read_end(r);
	return c;
}

static void test_signed_stays(void **state)
{
	struct report_content first = issue(1), second = issue(2);

	(void)state;
	assert_int_equal(first.sections.n, REPORT_SECTIONS);
	assert_int_equal(first.reason.n, 0);
	assert_string_equal(str_c(t.arena, second.reason), "Đã bổ sung.");
	assert_string_equal(str_c(t.arena, second.agency), str_c(t.arena, first.agency));
	assert_non_null(report_figure(&first.figures, S("parts_due")));
	assert_null(report_figure(&first.figures, S("nothing")));
}

static bool remark(const struct actor *who, int64_t section, const char *quote)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = report_remark_prepare(
		t.arena, r, who, id, section, str_z(quote), S("Ghi rõ."), &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static void test_remarks_quote_what_stands(void **state)
{
	(void)state;
	assert_ok(step(&officer, REPORT_CORRECT, "Lần ba."), &e);
	refused(remark(&chief, 1, ""), ERR_CONFLICT); /* it is not with the recipient */
	assert_ok(step(&officer, REPORT_ASK, NULL), &e);
	assert_ok(step(&leader, REPORT_SIGN, NULL), &e);
	assert_ok(remark(&chief, 1, "Có 0 việc;"), &e);
	refused(remark(&chief, 1, "Có 7 việc;"), ERR_INPUT);
	refused(remark(&chief, 9, "Có"), ERR_INPUT);
	refused(remark(&stranger, 1, "Có"), ERR_DENIED);
}

static void test_text(void **state)
{
	struct report_figures f = { 0 };
	struct report_text text;

	(void)state;
	LIST_PUSH(t.arena, &f,
		((struct report_figure){ .code = S("reach"),
			.token = S("lượt người"),
			.name = S("x"),
			.value = 1234567 }));
	report_text(t.arena, S("Có {lượt người} người.\n\n  {x} { lượt người }{ {lượt người"), &f,
		&text);
	assert_int_equal(text.n, 2);
	assert_int_equal(text.v[0].bits.n, 3);
	assert_string_equal(str_c(t.arena, text.v[0].bits.v[1].words), "1.234.567");
	assert_ptr_equal(text.v[0].bits.v[1].figure, &f.v[0]);
	assert_string_equal(str_c(t.arena, text.v[1].bits.v[0].words), "{x}");
	assert_ptr_equal(text.v[1].bits.v[2].figure, &f.v[0]);
	assert_string_equal(
		str_c(t.arena, text.v[1].bits.v[text.v[1].bits.n - 1].words), "{ {lượt người");
	assert_null(report_unknown_token(S("{lượt người}"), &f).p);
	assert_string_equal(str_c(t.arena, report_unknown_token(S("{lượt người} {nọ}"), &f)), "nọ");
	refused(report_content_read(t.arena, LANG_VI, S("[1"), &(struct report_content){ 0 }, &e),
		ERR_STORE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_begun_once_by_ones_own),
		cmocka_unit_test(test_written_by_one_at_a_time),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_signed_stays),
		cmocka_unit_test(test_remarks_quote_what_stands),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

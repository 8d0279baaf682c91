/*
 * Duties: who owes what by which day, through the change of 2025, and what is decided otherwise.
 */
#include "duty/duty.h"

#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static int64_t ministry, police;
static struct actor officer, focal;
static int64_t four; /* the duty of the four periods of 2025 */

static struct date day(const char *iso)
{
	struct date d;

	assert_true(date_parse_iso(str_z(iso), &d));
	return d;
}

static bool run(struct change *c)
{
	return audit_change(t.db, c, &e);
}

static struct duty_new four_periods(void)
{
	return (struct duty_new){ .plan = DB_NULL,
		.position = DB_NULL,
		.title = S("Báo cáo kết quả"),
		.owed_by = S("các bộ, ngành, địa phương"),
		.place = STR_NULL,
		.owed_to = S("Ban Chỉ đạo 138/CP"),
		.system = S("plan_four"),
		.rule = S("trước ngày 20 của tháng cuối kỳ"),
		.citation = S("19/KH-BCĐ138/CP"),
		.to = ministry,
		.valid_from = day("2025-01-01"),
		.valid_to = day("2025-12-31") };
}

static bool add(const struct actor *who, const struct duty_new *n, int64_t *id)
{
	struct change c = { .entry = test_entry() };
	const char *field;

	err_clear(&e);
	if (!duty_add_prepare(t.arena, who, n, &c, &field, &e) || !run(&c))
		return false;
	*id = c.entry.object_id;
	return true;
}

static int load_all(void **state)
{
	struct duty_new n;

	(void)state;
	test_house_open(&t);
	ministry = test_agency(&t, "bca");
	police = test_agency(&t, "ca-tinh.46");
	officer = test_person(&t, "mot", "standing", ministry);
	focal = test_person(&t, "hai", "focal", police);
	n = four_periods();
	assert_ok(add(&officer, &n, &four), &e);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static struct duty_by_id_row row_of(struct db_read *r, int64_t id)
{
	struct duty_by_id_row d;
	bool found;

	assert_ok(duty_by_id(r, id, officer.account, &d, &found, &e), &e);
	assert_true(found);
	return d;
}

static struct duty_table table_on(int64_t id, const char *today)
{
	struct db_read *r = test_read(&t);
	struct duty_by_id_row d = row_of(r, id);
	duty_periods periods;
	struct duty_table table;

	assert_ok(duty_periods_in(r, LANG_VI, &d, d.valid_from, d.valid_to, &periods, &e), &e);
	assert_ok(duty_table_read(r, &d, &periods, day(today), &table, &e), &e);
	db_read_end(r);
	return table;
}

static const struct duty_line *line_named(const struct duty_table *table, const char *name)
{
	LIST_EACH(l, &table->lines)
		if (str_eq(l->name, str_z(name)))
			return l;
	return NULL;
}

static void test_periods_and_days(void **state)
{
	static const char *const days[] = { "2025-03-19", "2025-06-19", "2025-09-19",
		"2025-12-19" };
	struct duty_table table = table_on(four, "2025-12-24");

	(void)state;
	assert_int_equal(table.periods.n, 4);
	for (size_t i = 0; i < 4; i++)
		assert_str_equal(date_iso(t.arena, table.periods.v[i].due.last), str_z(days[i]));
	assert_str_equal(table.unresolved, S(""));
}

/* Quảng Nam ended on 30 June 2025 and became part of Đà Nẵng; Huế went on. */
static void test_the_change_in_the_middle_of_the_year(void **state)
{
	struct duty_table table = table_on(four, "2025-12-24");
	const struct duty_line *ended = line_named(&table, "Ủy ban nhân dân tỉnh Quảng Nam");
	int provinces[4] = { 0 };

	(void)state;
	assert_non_null(ended);
	assert_int_equal(ended->items[0].state, DUTY_MISSING);
	assert_int_equal(ended->items[1].state, DUTY_MISSING);
	assert_int_equal(ended->items[2].state, DUTY_NOT_OWED);
	assert_int_equal(ended->items[3].state, DUTY_NOT_OWED);
	assert_int_equal(ended->owed, 2);
	LIST_EACH(l, &table.lines)
		for (int at = 0; at < 4; at++)
			provinces[at] += str_eq(l->level, S("province")) &&
					 l->items[at].state != DUTY_NOT_OWED;
	assert_int_equal(provinces[0], 63);
	assert_int_equal(provinces[1], 63);
	assert_int_equal(provinces[2], 34);
	assert_int_equal(provinces[3], 34);
}

static void test_states(void **state)
{
	struct duty_table table = table_on(four, "2025-09-10");
	const struct duty_line *l = line_named(&table, "Bộ Quốc phòng");

	(void)state;
	assert_non_null(l);
	assert_int_equal(l->items[0].state, DUTY_MISSING);
	assert_int_equal(l->items[0].days, 175);
	assert_int_equal(l->items[2].state, DUTY_NOT_YET);
	assert_int_equal(l->items[2].days, 9);
	table = table_on(four, "2025-09-12");
	assert_int_equal(line_named(&table, "Bộ Quốc phòng")->items[2].state, DUTY_DUE_SOON);
	table = table_on(four, "2025-09-19");
	assert_int_equal(line_named(&table, "Bộ Quốc phòng")->items[2].state, DUTY_DUE_SOON);
	table = table_on(four, "2025-09-20");
	assert_int_equal(line_named(&table, "Bộ Quốc phòng")->items[2].state, DUTY_MISSING);
}

static bool receive(const struct actor *who, int64_t agency, const char *period, const char *sent,
	struct str number, bool nil)
{
	struct duty_receipt x = { .duty = four,
		.agency = agency,
		.period = str_z(period),
		.sent = day(sent),
		.number = number,
		.nil = nil };
	struct change c = { .entry = test_entry() };
	const char *field;

	err_clear(&e);
	return duty_receive_prepare(t.arena, who, &x, &c, &field, &e) && run(&c);
}

static void test_answers(void **state)
{
	int64_t defence = test_agency(&t, "bqp"), health = test_agency(&t, "byt");
	struct duty_table table;

	(void)state;
	assert_ok(receive(&officer, defence, "plan_four-2025-1", "2025-03-19", S("12/BC"), false),
		&e);
	assert_ok(receive(&officer, defence, "plan_four-2025-2", "2025-06-22", S("30/BC"), false),
		&e);
	assert_ok(receive(&officer, health, "plan_four-2025-1", "2025-03-01", S(""), true), &e);
	/* a second one does not replace the first */
	assert_false(
		receive(&officer, defence, "plan_four-2025-1", "2025-03-25", S("13/BC"), false));
	assert_int_equal(e.text, T_duty_answered);
	/* not open yet, not a period of the duty, not owed, not theirs to write, no number */
	assert_false(
		receive(&officer, defence, "plan_four-2025-3", "2025-06-30", S("1/BC"), false));
	assert_int_equal(e.text, T_duty_not_open);
	assert_false(
		receive(&officer, defence, "plan_four-2026-1", "2026-02-01", S("1/BC"), false));
	assert_int_equal(e.text, T_duty_no_period);
	assert_false(receive(&officer, defence, "quarter-2025-1", "2025-03-01", S("1/BC"), false));
	assert_int_equal(e.text, T_duty_no_period);
	assert_false(receive(&officer, police, "plan_four-2025-1", "2025-03-01", S("1/BC"), false));
	assert_int_equal(e.text, T_duty_not_owed_by);
	assert_false(receive(&focal, defence, "plan_four-2025-4", "2025-12-01", S("1/BC"), false));
	assert_int_equal(e.code, ERR_DENIED);
	assert_false(receive(&officer, defence, "plan_four-2025-4", "2025-12-01", S(""), false));
	assert_int_equal(e.text, T_duty_no_number);

	table = table_on(four, "2025-12-24");
	const struct duty_line *l = line_named(&table, "Bộ Quốc phòng");

	assert_int_equal(l->items[0].state, DUTY_ON_TIME);
	assert_int_equal(l->items[1].state, DUTY_LATE);
	assert_int_equal(l->items[1].days, 3);
	assert_int_equal(l->owed, 4);
	assert_int_equal(l->on_time, 1);
	l = line_named(&table, "Bộ Y tế");
	assert_int_equal(l->items[0].state, DUTY_ON_TIME);
	assert_true(l->items[0].nil);
}

static bool decide(const struct actor *who, struct duty_decision x)
{
	struct change c = { .entry = test_entry() };
	const char *field;

	err_clear(&e);
	x.duty = four;
	if (!x.reason.p)
		x.reason = S("bão lụt");
	if (!x.number.p)
		x.number = S("");
	return duty_decide_prepare(t.arena, who, &x, &c, &field, &e) && run(&c);
}

static void test_decisions(void **state)
{
	int64_t finance = test_agency(&t, "btc");
	struct duty_table table;
	const struct duty_line *l;

	(void)state;
	assert_ok(decide(&officer, (struct duty_decision){ .agency = finance,
					   .period = S("plan_four-2025-1") }),
		&e);
	assert_ok(decide(&officer, (struct duty_decision){ .agency = DB_NULL,
					   .period = S("plan_four-2025-3"),
					   .extend = true,
					   .until = day("2025-09-30"),
					   .number = S("99/BCĐ"),
					   .issued = day("2025-09-15") }),
		&e);
	table = table_on(four, "2025-09-25");
	l = line_named(&table, "Bộ Tài chính");
	assert_non_null(l);
	assert_int_equal(l->items[0].state, DUTY_WAIVED);
	assert_int_equal(l->items[2].state, DUTY_DUE_SOON);
	assert_true(l->items[2].extended);
	assert_int_equal(l->owed, 3);
	assert_int_equal(l->waived, 1);
	/* not without an instrument, not to an earlier day, not by others, not without a reason */
	assert_false(decide(&officer, (struct duty_decision){ .agency = finance,
					      .period = S("plan_four-2025-4"),
					      .extend = true,
					      .until = day("2025-12-30") }));
	assert_int_equal(e.text, T_duty_no_number);
	assert_false(decide(&officer, (struct duty_decision){ .agency = finance,
					      .period = S("plan_four-2025-4"),
					      .extend = true,
					      .until = day("2025-12-19"),
					      .number = S("1"),
					      .issued = day("2025-12-01") }));
	assert_int_equal(e.text, T_duty_bad_until);
	assert_false(decide(&focal,
		(struct duty_decision){ .agency = finance, .period = S("plan_four-2025-4") }));
	assert_int_equal(e.code, ERR_DENIED);
	assert_false(decide(&officer,
		(struct duty_decision){
			.agency = finance, .period = S("plan_four-2025-4"), .reason = S("") }));
	assert_int_equal(e.text, T_duty_no_reason);
}

static void test_new_ones_refused(void **state)
{
	struct duty_new n = four_periods();
	int64_t id;

	(void)state;
	n.rule = S("khi nào xong");
	assert_false(add(&officer, &n, &id));
	n = four_periods();
	n.system = S("moon");
	assert_false(add(&officer, &n, &id));
	assert_int_equal(e.text, T_duty_no_system);
	n = four_periods();
	n.rule = S("20 ngày kể từ ngày tiếp nhận");
	assert_false(add(&officer, &n, &id));
	assert_int_equal(e.text, T_duty_rule_no_period);
	n = four_periods();
	n.system = S("");
	assert_false(add(&officer, &n, &id));
	assert_int_equal(e.text, T_duty_rule_no_date);
	n = four_periods();
	n.valid_to = day("2099-01-01");
	assert_false(add(&officer, &n, &id));
	assert_int_equal(e.text, T_duty_bad_validity);
	n = four_periods();
	assert_false(add(&focal, &n, &id));
	assert_int_equal(e.code, ERR_DENIED);
}

static void test_once_and_ended(void **state)
{
	struct duty_new n = four_periods();
	struct change c = { .entry = test_entry() };
	struct duty_table table;
	int64_t id;

	(void)state;
	n.system = S("");
	n.rule = S("trước ngày 10/3/2025");
	n.owed_by = S("Bộ Y tế; cơ quan không có thật");
	assert_ok(add(&officer, &n, &id), &e);
	table = table_on(id, "2025-03-12");
	assert_int_equal(table.periods.n, 1);
	assert_int_equal(table.lines.n, 1);
	assert_str_equal(table.unresolved, S("cơ quan không có thật"));
	assert_int_equal(table.lines.v[0].items[0].state, DUTY_MISSING);
	assert_int_equal(table.lines.v[0].items[0].days, 3);
	/* ended before its day: nothing is due; by a version that is no longer: both sides told */
	assert_ok(duty_end_prepare(t.arena, &officer, id, 1, day("2025-02-01"), &c, &e) && run(&c),
		&e);
	table = table_on(id, "2025-03-12");
	assert_int_equal(table.periods.n, 0);
	c = (struct change){ .entry = test_entry() };
	assert_ok(duty_end_prepare(t.arena, &officer, id, 1, day("2025-03-01"), &c, &e), &e);
	assert_false(run(&c));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
}

static struct duty_table table_of(struct duty_new n, const char *today)
{
	int64_t id;

	assert_ok(add(&officer, &n, &id), &e);
	return table_on(id, today);
}

/* Words of a paper of 2024: they mean those who took the place of whom they meant then. */
static void test_words_outlive_those_they_meant(void **state)
{
	struct duty_new n = four_periods();
	struct duty_table table;

	(void)state;
	n.valid_from = day("2024-01-01");
	n.valid_to = day("2026-03-31");
	/* Huế is a city under the centre since 2025: no "Công an tỉnh" is left there */
	n.place = S("46");
	n.owed_by = S("Công an tỉnh");
	table = table_of(n, "2026-02-01");
	assert_int_equal(table.lines.n, 2);
	assert_str_equal(table.unresolved, S(""));
	assert_str_equal(table.lines.v[0].name, S("Công an thành phố Huế"));
	assert_int_equal(table.lines.v[0].items[3].state, DUTY_NOT_OWED);
	assert_int_equal(table.lines.v[0].items[4].state, DUTY_MISSING);
	/* Bình Dương is part of Hồ Chí Minh City since July 2025 */
	n.place = S("74");
	n.owed_by = S("các sở, ban, ngành; Công an tỉnh");
	table = table_of(n, "2026-02-01");
	assert_str_equal(table.unresolved, S(""));
	const struct duty_line *health = line_named(&table, "Sở Y tế thành phố Hồ Chí Minh");
	const struct duty_line *old = line_named(&table, "Sở Y tế tỉnh Bình Dương");

	assert_non_null(health);
	assert_non_null(old);
	assert_non_null(line_named(&table, "Công an thành phố Hồ Chí Minh"));
	assert_int_equal(health->items[5].state, DUTY_NOT_OWED);
	assert_int_equal(health->items[6].state, DUTY_MISSING);
	assert_int_equal(old->items[5].state, DUTY_MISSING);
	assert_int_equal(old->items[6].state, DUTY_NOT_OWED);
	/* the nation's words as well; what was divided has no heir: it stays said */
	n.place = STR_NULL;
	n.owed_by = S("Bộ Giao thông vận tải; Bộ Lao động - Thương binh và Xã hội");
	table = table_of(n, "2026-02-01");
	assert_non_null(line_named(&table, "Bộ Xây dựng"));
	assert_str_equal(table.unresolved, S("Bộ Lao động - Thương binh và Xã hội"));
	/* never by those whose place has ended before the duty began, and never to oneself */
	n.place = S("74");
	n.owed_by = S("Công an tỉnh");
	n.valid_from = day("2026-01-01");
	table = table_of(n, "2026-02-01");
	assert_int_equal(table.lines.n, 1);
	assert_str_equal(table.lines.v[0].name, S("Công an thành phố Hồ Chí Minh"));
	n.place = STR_NULL;
	n.owed_by = S("các bộ, ngành");
	table = table_of(n, "2026-02-01");
	assert_null(line_named(&table, "Bộ Công an"));
	assert_non_null(line_named(&table, "Bộ Y tế"));
}

static bool receive_all(
	const struct actor *who, int64_t id, struct duty_receipt *v, size_t n, const char *period)
{
	struct change c = { .entry = test_entry() };
	const char *field;

	err_clear(&e);
	return duty_receive_all_prepare(t.arena, who, id, str_z(period), v, n, &c, &field, &e) &&
	       run(&c);
}

static void test_a_bag_of_post(void **state)
{
	struct duty_receipt v[] = {
		{ .agency = test_agency(&t, "bqp"),
			.number = S("1/BC"),
			.sent = day("2025-03-18") },
		{ .agency = test_agency(&t, "byt"),
			.number = S("2/BC"),
			.sent = day("2025-03-21") },
		{ .agency = test_agency(&t, "btp"),
			.number = S(""),
			.sent = day("2025-03-10"),
			.nil = true },
	};
	struct duty_new n = four_periods();
	struct duty_table table;
	int64_t id;

	(void)state;
	assert_ok(add(&officer, &n, &id), &e);
	assert_ok(receive_all(&officer, id, v, 3, "plan_four-2025-1"), &e);
	table = table_on(id, "2025-03-25");
	assert_int_equal(line_named(&table, "Bộ Quốc phòng")->items[0].state, DUTY_ON_TIME);
	assert_int_equal(line_named(&table, "Bộ Y tế")->items[0].state, DUTY_LATE);
	assert_true(line_named(&table, "Bộ Tư pháp")->items[0].nil);
	/* one who owes nothing is among them: none of it is kept; nor what comes from others */
	v[1].agency = police;
	assert_false(receive_all(&officer, id, v, 2, "plan_four-2025-3"));
	assert_int_equal(e.text, T_duty_not_open);
	v[0].sent = v[1].sent = day("2025-06-01");
	assert_false(receive_all(&officer, id, v, 2, "plan_four-2025-2"));
	assert_int_equal(e.text, T_duty_not_owed_by);
	assert_false(receive_all(&focal, id, v, 1, "plan_four-2025-2"));
	assert_int_equal(e.code, ERR_DENIED);
	v[0].number = S("");
	assert_false(receive_all(&officer, id, v, 1, "plan_four-2025-2"));
	assert_int_equal(e.text, T_duty_no_number);
	table = table_on(id, "2025-06-30");
	assert_int_equal(line_named(&table, "Bộ Quốc phòng")->items[1].state, DUTY_MISSING);
	/* what came first stays */
	v[0].number = S("9/BC");
	v[0].sent = day("2025-03-30");
	assert_ok(receive_all(&officer, id, v, 1, "plan_four-2025-1"), &e);
	table = table_on(id, "2025-06-30");
	assert_int_equal(line_named(&table, "Bộ Quốc phòng")->items[0].state, DUTY_ON_TIME);
}

/* What an agency owes: for its own list and for calendar programs, with stable names. */
static void test_own(void **state)
{
	struct duty_new n = four_periods();
	struct date today = date_today();
	int64_t id, health = test_agency(&t, "byt");
	struct actor nurse = test_person(&t, "ba", "focal", health);
	calendar_entries entries = { 0 };
	duty_owns owns;
	struct db_read *r;

	(void)state;
	n.owed_by = S("Bộ Y tế");
	n.system = S("month");
	n.rule = S("chậm nhất ngày cuối kỳ");
	n.valid_from = today;
	n.valid_to = date_add(today, 100);
	assert_ok(add(&officer, &n, &id), &e);
	r = test_read(&t);
	assert_ok(duty_owns_read(r, LANG_VI, nurse.account, health, today, date_add(today, 100),
			  &owns, &e),
		&e);
	assert_true(owns.n >= 3 && owns.n <= 4);
	for (size_t i = 1; i < owns.n; i++)
		assert_true(date_cmp(owns.v[i - 1].item.last, owns.v[i].item.last) <= 0);
	assert_ok(duty_entries(r, nurse.account, LANG_VI, today, &entries, &e), &e);
	assert_int_equal(entries.n, owns.n);
	assert_true(
		str_starts(entries.v[0].uid, str_fmt(t.arena, "duty-%lld-month-", (long long)id)));
	assert_ok(duty_owns_read(r, LANG_VI, focal.account, police, today, date_add(today, 100),
			  &owns, &e),
		&e);
	assert_int_equal(owns.n, 0);
	db_read_end(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_periods_and_days),
		cmocka_unit_test(test_the_change_in_the_middle_of_the_year),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_decisions),
		cmocka_unit_test(test_new_ones_refused),
		cmocka_unit_test(test_once_and_ended),
		cmocka_unit_test(test_words_outlive_those_they_meant),
		cmocka_unit_test(test_a_bag_of_post),
		cmocka_unit_test(test_own),
	};

	return cmocka_run_group_tests_name("duty", tests, load_all, end_all);
}

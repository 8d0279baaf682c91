/*
 * Whom a plan means by a committee: those who had a seat in it on the plan's day.
 */
#include "agency/agency.h"
#include "committee/committee.h"
#include "committee_sql.h"
#include "plan_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static int64_t committee;

static const char text[] =
	"KẾ HOẠCH\n"
	"Phòng, chống mua bán người\n\n"
	"I. NHIỆM VỤ\n"
	"1. Mở đợt cao điểm.\n"
	"Phân công: Cơ quan Thường trực Ban Chỉ đạo 138/CP chủ trì, phối hợp với Ban Chỉ đạo 138/CP.\n"
	"2. Tổ chức tập huấn.\n"
	"Phân công: Ban Chỉ đạo 138/CP chủ trì, phối hợp với các bộ, ngành, đoàn thể thành viên Ban "
	"Chỉ đạo 138/CP.\n"
	"3. Kiểm tra.\n"
	"Phân công: Bộ Ngoại giao chủ trì, phối hợp với các cơ quan, đơn vị thành viên Ban Chỉ đạo.\n\n"
	"Nơi nhận:\n"
	"- Các bộ, ngành thành viên BCĐ138/CP (để t/hiện);\n"
	"- Lưu: VT.\n";

/* A seat, by who may make it. */
static void sit(const char *agency, const char *role, struct date from, struct date to)
{
	struct committee_seat_edit in = { .committee = committee,
		.before = DB_NULL,
		.body = S("committee"),
		.role = str_z(role),
		.agency = str_z(agency),
		.post = S("Thứ trưởng"),
		.from = from,
		.to = to };
	struct actor system = actor_of_system();
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	assert_ok(committee_seat_prepare(r, &system, &in, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

static int begin_all(void **state)
{
	(void)state;
	agency_seats_from(committee_seats_on);
	test_house_open(&t);
	committee = test_agency(&t, "bcd138");
	sit("bca", "standing", DATE(2024, 3, 1), DATE(2024, 12, 31));
	sit("byt", "member", DATE(2024, 3, 1), DATE(2024, 12, 31));
	sit("bng", "member", DATE(2024, 3, 1), DATE_NONE);
	sit("bng", "deputy", DATE(2024, 3, 1), DATE_NONE); /* two seats, one agency */
	sit("bqp", "standing", DATE(2025, 1, 1), DATE_NONE);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

/* What an agency has to do in a task: "lead", "coordinating"; "" for nothing. */
static struct str part(int64_t plan, const char *path, const char *code)
{
	struct agency_task_page_rows rows;
	struct db_read *r = test_read(&t);

	assert_ok(agency_task_page(r, test_agency(&t, code), ACCOUNT_SYSTEM, S(""), INT64_MAX, 0,
			  100, &rows, &e),
		&e);
	db_read_end(r);
	LIST_EACH(x, &rows)
		if (x->plan_id == plan && str_eq(x->path, str_z(path)))
			return x->leads ? S("lead") : x->coordinates ? S("coordinating") : S("?");
	return S("");
}

static int64_t plan_of(const char *number, struct date day)
{
	/* no two plans have the same text */
	return test_plan(&t, str_fmt(t.arena, "Số: %s\n\n%s", number, text), str_z(number),
		S("Ban Chỉ đạo 138/CP"), day);
}

static int64_t standing_of(int64_t plan)
{
	struct plan_by_id_row row;
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(plan_by_id(r, plan, ACCOUNT_SYSTEM, &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	return row.standing_id;
}

static void those_who_sit_on_it_on_the_plans_day(void **state)
{
	int64_t then = plan_of("1/KH-BCĐ138/CP", DATE(2024, 5, 2));
	int64_t later = plan_of("2/KH-BCĐ138/CP", DATE(2025, 5, 2));

	(void)state;
	/* the committee takes part: all its members do; the standing agency's own role goes first */
	assert_str_equal(part(then, "I.1", "byt"), S("coordinating"));
	assert_str_equal(part(then, "I.1", "bng"), S("coordinating"));
	assert_str_equal(part(then, "I.1", "bqp"), S(""));
	assert_str_equal(part(then, "I.1", "bcd138"), S(""));
	assert_str_equal(part(later, "I.1", "byt"), S(""));
	assert_str_equal(part(later, "I.1", "bng"), S("coordinating"));
	/* its standing agency of the day */
	assert_str_equal(part(then, "I.1", "bca"), S("lead"));
	assert_str_equal(part(later, "I.1", "bca"), S(""));
	assert_str_equal(part(later, "I.1", "bqp"), S("lead"));
	assert_int_equal(standing_of(then), test_agency(&t, "bca"));
	assert_int_equal(standing_of(later), test_agency(&t, "bqp"));
	/* what the committee leads, its standing agency leads */
	assert_str_equal(part(then, "I.2", "bca"), S("lead"));
	assert_str_equal(part(later, "I.2", "bqp"), S("lead"));
	/* "các bộ, ngành … thành viên", in words the lists know and in words they do not */
	assert_str_equal(part(then, "I.2", "byt"), S("coordinating"));
	assert_str_equal(part(later, "I.2", "byt"), S(""));
	assert_str_equal(part(then, "I.3", "byt"), S("coordinating"));
	assert_str_equal(part(later, "I.3", "byt"), S(""));
	assert_str_equal(part(later, "I.3", "bqp"), S("coordinating"));
}

static void before_its_seats_are_registered_as_the_lists_say(void **state)
{
	int64_t early = plan_of("3/KH-BCĐ138/CP", DATE(2023, 5, 2));

	(void)state;
	assert_str_equal(part(early, "I.1", "bca"), S("lead"));
	assert_str_equal(part(early, "I.1", "bcd138"), S("coordinating"));
	assert_str_equal(part(early, "I.1", "byt"), S(""));
	assert_str_equal(part(early, "I.2", "bcd138"), S("lead"));
	assert_str_equal(part(early, "I.2", "byt"), S(""));
	assert_int_equal(standing_of(early), test_agency(&t, "bca"));
}

static bool is_open(const char *words, struct date day)
{
	struct agency_collective found;
	struct db_read *r = test_read(&t);

	assert_ok(agency_collective(r, str_z(words), STR_NULL, day, &found, &e), &e);
	db_read_end(r);
	assert_true(found.known);
	return found.open;
}

static void members_of_registered_seats_are_certain(void **state)
{
	(void)state;
	assert_true(
		is_open("các bộ, ngành, đoàn thể thành viên Ban Chỉ đạo 138/CP", DATE(2023, 5, 2)));
	assert_false(
		is_open("các bộ, ngành, đoàn thể thành viên Ban Chỉ đạo 138/CP", DATE(2024, 5, 2)));
	assert_false(is_open("các thành viên Ban Chỉ đạo", DATE(2024, 5, 2)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(those_who_sit_on_it_on_the_plans_day),
		cmocka_unit_test(before_its_seats_are_registered_as_the_lists_say),
		cmocka_unit_test(members_of_registered_seats_are_certain),
	};

	return cmocka_run_group_tests(tests, begin_all, end_all);
}

/* Days: there and back, as papers write them, and what is no day. */
#include "base/base.h"

#include "test/cmocka.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void every_day_of_800_years_comes_back(void **state)
{
	struct date before = date_of_number(-146097);

	(void)state;
	for (int32_t n = -146097; n <= 146097; n++) {
		struct date d = date_of_number(n);

		assert_int_equal(date_number(d), n);
		assert_true(date_valid(d.year, d.month, d.day));
		assert_true(n == -146097 || date_cmp(before, d) < 0);
		before = d;
	}
}

static void known_days(void **state)
{
	(void)state;
	assert_int_equal(date_number(DATE(1970, 1, 1)), 0);
	assert_int_equal(date_weekday(DATE(2025, 7, 1)), 2);
	assert_int_equal(date_weekday(DATE(1945, 9, 2)), 7);
	assert_true(date_valid(2024, 2, 29));
	assert_false(date_valid(2023, 2, 29));
	assert_false(date_valid(1900, 2, 29));
	assert_false(date_valid(2024, 9, 31));
	assert_false(date_valid(0, 1, 1));
	assert_int_equal(date_cmp(date_add(DATE(2024, 12, 31), 1), DATE(2025, 1, 1)), 0);
}

static void days_are_written_as_decree_30_has_them(void **state)
{
	(void)state;
	assert_str_equal(date_vi(a, DATE(2024, 9, 5)), S("05/9/2024"));
	assert_str_equal(date_vi(a, DATE(2026, 2, 14)), S("14/02/2026"));
	assert_str_equal(date_vi(a, DATE_NONE), S(""));
	assert_str_equal(date_iso(a, DATE(2024, 9, 5)), S("2024-09-05"));
}

static void days_are_read_in_both_forms(void **state)
{
	static const char *const bad[] = { "31/9/2025", "5/9/24", "5/9", "5-9/2024", "2024-09-05",
		"", "05/9/2024x", "1/1/99999" };
	struct date d;

	(void)state;
	assert_true(date_parse_vi(S(" 05/9/2024 "), &d));
	assert_int_equal(date_cmp(d, DATE(2024, 9, 5)), 0);
	assert_true(date_parse_vi(S("5.9.2024"), &d));
	assert_true(date_parse_iso(S("2024-09-05"), &d));
	assert_false(date_parse_iso(S("2024-9-5"), &d));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(date_parse_vi(str_z(bad[i]), &d));
}

static void a_day_begins_at_midnight_in_viet_nam(void **state)
{
	int64_t before_midnight = ((int64_t)date_number(DATE(2024, 1, 15)) * 86400 + 17 * 3600) *
				  1000000;

	(void)state;
	assert_int_equal(date_cmp(date_of_time(before_midnight), DATE(2024, 1, 16)), 0);
	assert_int_equal(date_cmp(date_of_time(before_midnight - 1), DATE(2024, 1, 15)), 0);
	assert_str_equal(time_vi(a, before_midnight), S("16/01/2024, 00:00"));
	assert_str_equal(time_iso(a, before_midnight), S("2024-01-15T17:00:00Z"));
	assert_str_equal(time_iso(a, -1), S("1969-12-31T23:59:59Z"));
	clock_hold(before_midnight);
	assert_int_equal(date_cmp(date_today(), DATE(2024, 1, 16)), 0);
	clock_hold(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_800_years_comes_back),
		cmocka_unit_test(known_days),
		cmocka_unit_test(days_are_written_as_decree_30_has_them),
		cmocka_unit_test(days_are_read_in_both_forms),
		cmocka_unit_test(a_day_begins_at_midnight_in_viet_nam),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

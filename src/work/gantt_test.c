/* Days on an axis: where they lie, how long bars are, which ticks stand on it. */
#include "work/gantt.h"

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

static void an_axis_has_whole_months_and_the_plans_year(void **state)
{
	struct gantt_axis x = gantt_axis_of(DATE(2024, 3, 15), DATE(2025, 1, 2), 2024);

	(void)state;
	assert_int_equal(date_cmp(x.from, DATE(2024, 1, 1)), 0);
	assert_int_equal(x.days, 366 + 31);
	x = gantt_axis_of(DATE_NONE, DATE_NONE, 2023);
	assert_int_equal(x.days, 365);
	x = gantt_axis_of(DATE(2024, 12, 31), DATE(2024, 12, 31), 0);
	assert_int_equal(date_cmp(x.from, DATE(2024, 12, 1)), 0);
	assert_int_equal(x.days, 31);
}

static void a_wrong_day_does_not_squeeze_the_others(void **state)
{
	struct gantt_axis x = gantt_axis_of(DATE(1024, 3, 15), DATE(2026, 6, 30), 2026);

	(void)state;
	assert_int_equal(date_cmp(x.from, DATE(2007, 1, 1)), 0);
	assert_int_equal(gantt_x(&x, DATE(1024, 3, 15)), 0);
	assert_int_equal(gantt_x_end(&x, DATE(9999, 12, 31)), GANTT_WIDTH);
}

static void ticks_grow_with_the_span(void **state)
{
	struct gantt_axis x = gantt_axis_of(DATE_NONE, DATE_NONE, 2024);
	gantt_ticks t = { 0 };

	(void)state;
	gantt_ticks_of(a, LANG_VI, &x, &t);
	assert_int_equal(t.n, 12);
	assert_str_equal(t.v[2].label, S("T3"));
	assert_true(t.v[0].year && t.v[0].x == 0);
	t.n = 0;
	x = gantt_axis_of(DATE(2021, 1, 1), DATE(2025, 12, 31), 0);
	gantt_ticks_of(a, LANG_VI, &x, &t);
	assert_int_equal(t.n, 20);
	assert_str_equal(t.v[1].label, S("Q2/21"));
	t.n = 0;
	x = gantt_axis_of(DATE(2016, 1, 1), DATE(2025, 12, 31), 0);
	gantt_ticks_of(a, LANG_VI, &x, &t);
	assert_int_equal(t.n, 10);
	assert_str_equal(t.v[9].label, S("2025"));
}

static void bars_reach_to_the_end_of_the_last_day(void **state)
{
	struct gantt_axis x = gantt_axis_of(DATE_NONE, DATE_NONE, 2023);
	struct gantt_bar b = gantt_bar_of(&x, DATE(2023, 1, 1), DATE(2023, 12, 31), DATE_NONE);

	(void)state;
	assert_int_equal(b.x, 0);
	assert_int_equal(b.width, GANTT_WIDTH);
	/* one day is still to be seen, also at the very edges */
	b = gantt_bar_of(&x, DATE(2023, 12, 31), DATE(2023, 12, 31), DATE_NONE);
	assert_true(b.width >= 3 && b.x + b.width == GANTT_WIDTH);
	b = gantt_bar_of(&x, DATE(2023, 1, 1), DATE(2023, 1, 1), DATE_NONE);
	assert_true(b.width >= 1 && b.x == 0);
	/* no first day: from another; none at all: a mark at the last */
	b = gantt_bar_of(&x, DATE_NONE, DATE(2023, 6, 30), DATE(2023, 4, 1));
	assert_int_equal(b.x, gantt_x(&x, DATE(2023, 4, 1)));
	b = gantt_bar_of(&x, DATE_NONE, DATE(2023, 6, 30), DATE_NONE);
	assert_int_equal(b.width, 3);
	b = gantt_bar_of(&x, DATE(2023, 4, 1), DATE_NONE, DATE_NONE);
	assert_int_equal(b.width, 0);
	/* the first day behind the last, as a wrong text may have it */
	b = gantt_bar_of(&x, DATE(2023, 9, 1), DATE(2023, 6, 30), DATE_NONE);
	assert_int_equal(b.width, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_axis_has_whole_months_and_the_plans_year),
		cmocka_unit_test(a_wrong_day_does_not_squeeze_the_others),
		cmocka_unit_test(ticks_grow_with_the_span),
		cmocka_unit_test(bars_reach_to_the_end_of_the_last_day),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

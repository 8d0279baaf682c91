/*
 * The samples against labels made by hand, by the measure of the labels: precision and
 * recall over exact items, matched by the first letters of the task. Each row must stay
 * at 0.95 or above, the mean of a document at 0.98.
 */
#include "base/base.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/viet.h"
#include "embed.h"
#include "reading/reading.h"
#include "test/cmocka.h"
#include "test/reading/score.h"

static void check(const char *number)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct reading *r = NULL;
	struct err e = { 0 };
	struct str sample = embed_find(str_fmt(a, "samples/%s.txt", number));
	struct score s;

	assert_true(sample.n > 0);
	assert_true(reading_plan(a, sample, NULL, &r, &e));
	score_reading(a, number, r, &s);
	for (int i = 0; i < SCORE_ROWS; i++) {
		if (s.f1[i] < 0.95)
			print_message("%s %s: F1 %.3f\n", number, score_names[i], s.f1[i]);
		assert_true(s.f1[i] >= 0.95);
	}
	assert_true(s.mean >= 0.98);
	arena_free(a);
}

static void national_plan(void **state)
{
	(void)state;
	check("000");
}

static void provincial_plan_with_parts_that_assign(void **state)
{
	(void)state;
	check("001");
}

static void plan_with_damaged_fonts(void **state)
{
	(void)state;
	check("003");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(national_plan),
		cmocka_unit_test(provincial_plan_with_parts_that_assign),
		cmocka_unit_test(plan_with_damaged_fonts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

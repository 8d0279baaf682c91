/*
 * Likeness by itself: the same plans always give the same, other plans give nothing, and
 * neither many tasks nor odd ones are a trouble.
 */
#include "cascade/likeness.h"

#include "base/base.h"
#include "cascade/tokens.h"
#include "test/cmocka.h"

static struct arena *arena;

static int begin(void **state)
{
	(void)state;
	arena = arena_new((size_t)2 << 30);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void put(likeness_tasks *tasks, struct str words)
{
	struct likeness_task *t = LIST_ADD(arena, tasks);

	t->id = (int64_t)tasks->n;
	t->words = words;
	t->heading = S("");
}

/* Words of a task that few others share, from a number. */
static struct str invented(uint32_t seed, size_t n)
{
	struct buf out = { .arena = arena };

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525u + 1013904223u;
		buf_addf(&out, "%stừ%u", out.n ? " " : "", (seed >> 16) % 3000);
	}
	return buf_str(&out);
}

static void the_same_words_are_certain(void **state)
{
	likeness_tasks upper = { 0 }, lower = { 0 };
	likeness_pairs pairs = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 30; i++)
		put(&upper, invented(i + 1, 30));
	for (uint32_t i = 30; i-- > 0;)
		put(&lower, invented(i + 1, 30));
	likeness_propose(arena, &upper, &lower, &pairs);
	assert_int_equal(pairs.n, 30);
	LIST_EACH(p, &pairs) {
		assert_int_equal(p->upper, 29 - p->lower);
		assert_int_equal(p->sure, LIKENESS_CERTAIN);
		assert_true(p->score <= 1 && p->phrases.n > 0);
	}
}

static void plans_without_common_words(void **state)
{
	likeness_tasks upper = { 0 }, lower = { 0 };
	likeness_pairs pairs = { 0 };

	(void)state;
	put(&upper, S("Rà soát hồ sơ nạn nhân."));
	put(&upper, S(""));
	put(&lower, S("Mở lớp dạy bơi mùa hè!"));
	put(&lower, S("… – ; , . 。"));
	likeness_propose(arena, &upper, &lower, &pairs);
	assert_int_equal(pairs.n, 0);
	lower.n = 0;
	likeness_propose(arena, &upper, &lower, &pairs);
	upper.n = 0;
	likeness_propose(arena, &upper, &lower, &pairs);
	assert_int_equal(pairs.n, 0);
}

static void one_task_that_takes_up_two(void **state)
{
	likeness_tasks upper = { 0 }, lower = { 0 };
	likeness_pairs pairs = { 0 };
	struct str one = invented(101, 24), two = invented(102, 24);

	(void)state;
	for (uint32_t i = 0; i < 20; i++)
		put(&upper, invented(i + 1, 24));
	put(&upper, one);
	put(&upper, two);
	put(&lower, str_fmt(arena, "%.*s; %.*s", STR_ARG(one), STR_ARG(two)));
	for (uint32_t i = 50; i < 70; i++)
		put(&lower, invented(i + 1, 24));
	likeness_propose(arena, &upper, &lower, &pairs);
	size_t of_first = 0;

	LIST_EACH(p, &pairs)
		of_first += p->lower == 0 && (p->upper == 20 || p->upper == 21);
	assert_int_equal(of_first, 2);
}

/* Enough that the square of it would not end. */
static void ten_thousand_tasks_twice(void **state)
{
	likeness_tasks upper = { 0 }, lower = { 0 };
	likeness_pairs first = { 0 }, second = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 10000; i++) {
		put(&upper, invented(i * 7 + 1, 20));
		put(&lower, invented(i * 7 + 1, 20));
	}
	likeness_propose(arena, &upper, &lower, &first);
	assert_true(first.n >= 9000);
	upper.n = lower.n = 500;
	first.n = 0;
	likeness_propose(arena, &upper, &lower, &first);
	likeness_propose(arena, &upper, &lower, &second);
	assert_int_equal(first.n, second.n);
	for (size_t i = 0; i < first.n; i++)
		assert_true(first.v[i].upper == second.v[i].upper &&
			    first.v[i].lower == second.v[i].lower &&
			    first.v[i].score == second.v[i].score);
}

static void a_task_longer_than_is_read(void **state)
{
	likeness_tasks upper = { 0 }, lower = { 0 };
	likeness_pairs pairs = { 0 };

	(void)state;
	put(&upper, invented(5, 3 * TOKENS_MAX));
	put(&lower, invented(5, 3 * TOKENS_MAX));
	for (uint32_t i = 6; i < 16; i++) {
		put(&upper, invented(i, 40));
		put(&lower, invented(i, 40));
	}
	likeness_propose(arena, &upper, &lower, &pairs);
	assert_true(pairs.n >= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_same_words_are_certain, begin, end),
		cmocka_unit_test_setup_teardown(plans_without_common_words, begin, end),
		cmocka_unit_test_setup_teardown(one_task_that_takes_up_two, begin, end),
		cmocka_unit_test_setup_teardown(ten_thousand_tasks_twice, begin, end),
		cmocka_unit_test_setup_teardown(a_task_longer_than_is_read, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Arenas: zeroed, aligned, rewound, capped, closed in order. */
#include "base/base.h"

#include "test/cmocka.h"

static void allocations_are_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t size = 1; size < 3000; size += 7) {
		unsigned char *p = arena_alloc(a, size);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, size);
	}
	arena_free(a);
}

static void rewound_memory_comes_back_zeroed(void **state)
{
	struct arena *a = arena_new(1 << 20);
	size_t before = arena_used(a);

	(void)state;
	for (int round = 0; round < 50; round++) {
		struct arena_mark mark = arena_mark(a);
		unsigned char *p = arena_alloc(a, 40000);

		for (size_t i = 0; i < 40000; i += 999)
			assert_int_equal(p[i], 0);
		memset(p, 0x55, 40000);
		arena_rewind(a, mark);
		assert_int_equal(arena_used(a), before);
	}
	arena_free(a);
}

struct wide {
	_Alignas(64) char bytes[200];
};

static void a_type_has_the_alignment_it_wants(void **state)
{
	struct arena *a = arena_new(100000);

	(void)state;
	for (size_t i = 0; i < 40; i++) {
		arena_alloc(a, i);
		struct wide *w = NEW(a, struct wide);

		assert_int_equal((uintptr_t)w % 64, 0);
		assert_int_equal(w->bytes[sizeof(w->bytes) - 1], 0);
		memset(w, 0x55, sizeof(*w));
	}
	arena_free(a);
}

static void the_cap_leaves_by_the_exit(void **state)
{
	struct arena *a = arena_new(1000);
	jmp_buf exit;
	volatile int reached = 0;

	(void)state;
	if (setjmp(exit) == 0) {
		arena_on_full(a, &exit);
		arena_alloc(a, 900);
		reached = 1;
		arena_alloc(a, 101);
		reached = 2;
	}
	assert_int_equal(reached, 1);
	arena_free(a);
}

static void a_product_that_overflows_is_full(void **state)
{
	struct arena *a = arena_new(SIZE_MAX);
	jmp_buf exit;
	volatile bool left = false;

	(void)state;
	if (setjmp(exit) == 0) {
		arena_on_full(a, &exit);
		arena_alloc_n(a, SIZE_MAX / 2, 3);
	} else {
		left = true;
	}
	assert_true(left);
	arena_free(a);
}

static int order[2], closed;

static void close_one(void *arg)
{
	order[closed++] = *(int *)arg;
}

static void deferred_work_runs_newest_first(void **state)
{
	static int one = 1, two = 2;
	struct arena *a = arena_new(1 << 16);

	(void)state;
	arena_defer(a, close_one, &one);
	arena_defer(a, close_one, &two);
	arena_reset(a);
	assert_int_equal(closed, 2);
	assert_int_equal(order[0], 2);
	assert_int_equal(order[1], 1);
	arena_free(a);
	assert_int_equal(closed, 2);
}

static void lists_keep_their_items_over_growth(void **state)
{
	struct arena *a = arena_new(1 << 20);
	LIST(int) numbers = { 0 };
	int sum = 0, seen = 0;

	(void)state;
	LIST_EACH(n, &numbers)
		seen += *n + 1;
	assert_int_equal(seen, 0);
	for (int i = 0; i < 1000; i++)
		LIST_PUSH(a, &numbers, i);
	LIST_EACH(n, &numbers)
		sum += *n;
	assert_int_equal(numbers.n, 1000);
	assert_int_equal(sum, 499500);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allocations_are_zeroed_and_aligned),
		cmocka_unit_test(rewound_memory_comes_back_zeroed),
		cmocka_unit_test(a_type_has_the_alignment_it_wants),
		cmocka_unit_test(the_cap_leaves_by_the_exit),
		cmocka_unit_test(a_product_that_overflows_is_full),
		cmocka_unit_test(deferred_work_runs_newest_first),
		cmocka_unit_test(lists_keep_their_items_over_growth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

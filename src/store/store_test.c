/*
 * The store on whichever database TEST_DB names: values there and back, snapshots, the
 * writer's groups, what is refused.
 */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/engine.h"
#include "store/store_test_sql.h"
#include "store/writer.h"
#include "test/cmocka.h"
#include "test/support.h"

typedef bool (*run_fn)(struct db_write *w, void *arg, struct err *e);

static bool write_with(struct db *db, run_fn run, void *arg, struct err *e)
{
	struct writer_call call = { .run = run, .arg = arg };

	return writer_run(db, &call, e);
}

static bool make_table(struct db_write *w, void *arg, struct err *e)
{
	(void)arg;
	return stmt_exec(w, &item_table, NULL, e);
}

/* The parameters of item_add and item_put. */
struct values {
	union stmt_value v[6];
};

static struct values named(const char *name)
{
	struct values in = { .v = { { .s = str_z(name) }, { .s = STR_NULL }, { .d = NAN },
				     { .date = DATE_NONE }, { .b = true }, { .i = DB_NULL } } };

	return in;
}

static bool add_item(struct db_write *w, void *arg, struct err *e)
{
	struct values *in = arg;
	int64_t id;

	return stmt_id(w, &item_add, in->v, &id, e);
}

static bool add_named(struct db *db, const char *name, struct err *e)
{
	struct values in = named(name);

	return write_with(db, add_item, &in, e);
}

static size_t count_items(struct test_db *t)
{
	struct stmt_rows rows;
	struct db_read *r;
	struct err e = { 0 };

	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(stmt_many(r, &item_all, NULL, &rows, &e), &e);
	db_read_end(r);
	return rows.n;
}

static int setup(void **state)
{
	struct test_db *t = calloc(1, sizeof(*t));
	struct err e = { 0 };

	*state = t;
	assert_ok(test_db_open(t, &e), &e);
	assert_ok(write_with(t->db, make_table, NULL, &e), &e);
	return 0;
}

static int teardown(void **state)
{
	test_db_close(*state);
	free(*state);
	return 0;
}

/* --- values */

static void values_come_back(void **state)
{
	struct test_db *t = *state;
	struct values in = named("Đặng Thị Ánh");
	struct err e = { 0 };
	struct db_read *r;
	struct stmt_rows rows;

	in.v[1].s = str_n("\0\x01\xff'\\", 5);
	in.v[2].d = 0.1 + 0.2;
	in.v[3].date = DATE(2025, 7, 1);
	assert_ok(write_with(t->db, add_item, &in, &e), &e);
	in = named("");
	in.v[1].s = S("");
	in.v[2].d = -1.0;
	in.v[4].b = false;
	in.v[5].i = 1;
	assert_ok(write_with(t->db, add_item, &in, &e), &e);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(stmt_many(r, &item_all, NULL, &rows, &e), &e);
	assert_int_equal(rows.n, 2);
	struct item *item = rows.v;

	assert_str_equal(item[0].name, S("Đặng Thị Ánh"));
	assert_str_equal(item[0].bytes, str_n("\0\x01\xff'\\", 5));
	assert_true(item[0].size == 0.1 + 0.2);
	assert_int_equal(date_cmp(item[0].day, DATE(2025, 7, 1)), 0);
	assert_true(item[0].good);
	assert_true(item[0].parent == DB_NULL);
	assert_non_null(item[1].name.p);
	assert_non_null(item[1].bytes.p);
	assert_int_equal(item[1].name.n + item[1].bytes.n, 0);
	assert_true(item[1].size == -1.0);
	assert_false(date_given(item[1].day));
	assert_false(item[1].good);
	assert_int_equal(item[1].parent, 1);
	db_read_end(r);
}

static void nothing_is_no_value(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	struct db_read *r;
	struct item item;
	bool found;
	union stmt_value name = { .s = S("x") };

	assert_ok(add_named(t->db, "x", &e), &e);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(stmt_one(r, &item_by_name, &name, &item, &found, &e), &e);
	assert_true(found);
	assert_null(item.bytes.p);
	assert_true(isnan(item.size));
	name.s = S("X"); /* LIKE tells capitals apart on both databases */
	assert_ok(stmt_one(r, &item_by_name, &name, &item, &found, &e), &e);
	assert_false(found);
	assert_null(item.name.p);
	db_read_end(r);
}

static void wrong_values_are_refused(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };

	assert_false(add_named(t->db, "\xc3\x28", &e));
	assert_int_equal(e.code, ERR_INPUT);
	struct values in = named("");

	err_clear(&e);
	in.v[0].s = str_n("a\0b", 3);
	assert_false(write_with(t->db, add_item, &in, &e));
	assert_int_equal(e.code, ERR_INPUT);
	err_clear(&e);
	in.v[0].s = STR_NULL;
	assert_false(write_with(t->db, add_item, &in, &e));
	assert_int_equal(e.code, ERR_INTERNAL);
	err_clear(&e);
	in = named("day");
	in.v[3].date = DATE(2025, 2, 30);
	assert_false(write_with(t->db, add_item, &in, &e));
	assert_int_equal(count_items(t), 0);
}

static void results_keep_their_word(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	struct db_read *r;
	struct stmt_rows rows;
	struct item item;
	bool found;
	union stmt_value any = { .s = S("%") };

	assert_ok(add_named(t->db, "a", &e), &e);
	assert_ok(add_named(t->db, "b", &e), &e);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_false(stmt_many(r, &item_strict_day, NULL, &rows, &e));
	assert_int_equal(e.code, ERR_INTERNAL);
	err_clear(&e);
	assert_false(stmt_one(r, &item_by_name, &any, &item, &found, &e));
	assert_int_equal(e.code, ERR_INTERNAL);
	db_read_end(r);
	err_clear(&e);
	assert_false(stmt_many(r, &item_all, NULL, &rows, &e));
}

/* --- snapshots */

static void a_snapshot_stands_still(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	struct db_read *before, *after;
	struct stmt_rows rows;

	assert_ok(db_read_begin(t->db, t->arena, &before, &e), &e);
	assert_ok(add_named(t->db, "later", &e), &e);
	assert_ok(stmt_many(before, &item_all, NULL, &rows, &e), &e);
	assert_int_equal(rows.n, 0);
	assert_ok(db_read_begin(t->db, t->arena, &after, &e), &e);
	assert_ok(stmt_many(after, &item_all, NULL, &rows, &e), &e);
	assert_int_equal(rows.n, 1);
	db_read_end(before);
	db_read_end(after);
}

/* A page that wants more memory than it may have leaves in the middle of a result. */
static void a_jump_out_ends_the_snapshot(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	jmp_buf full;
	char *long_name = calloc(1, 40001);

	memset(long_name, 'x', 40000);
	assert_ok(add_named(t->db, long_name, &e), &e);
	for (int i = 0; i < 100; i++) { /* more often than the pool is large */
		struct arena *volatile small = arena_new(20000);
		struct db_read *r;
		struct stmt_rows rows;

		if (setjmp(full) == 0) {
			arena_on_full(small, &full);
			assert_ok(db_read_begin(t->db, small, &r, &e), &e);
			(void)!stmt_many(r, &item_all, NULL, &rows, &e);
			fail_msg("the arena should have been too small");
		}
		arena_free(small);
	}
	free(long_name);
	assert_ok(add_named(t->db, "still alive", &e), &e);
	assert_int_equal(count_items(t), 2);
}

static void snapshots_are_limited(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	struct db_read *r;
	int n = 0;

	while (db_read_begin(t->db, t->arena, &r, &e))
		assert_true(n++ < 1000);
	assert_int_equal(e.code, ERR_BUSY);
	assert_int_equal(n, 64);
	arena_reset(t->arena);
	err_clear(&e);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
}

/* --- the writer */

static void a_failed_change_leaves_nothing(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };

	assert_ok(add_named(t->db, "one", &e), &e);
	assert_false(add_named(t->db, "one", &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(count_items(t), 1);
	struct values in = named("orphan");

	err_clear(&e);
	in.v[5].i = 4711;
	assert_false(write_with(t->db, add_item, &in, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(count_items(t), 1);
}

static bool add_two_then_fail(struct db_write *w, void *arg, struct err *e)
{
	struct values a = named("half"), b = named("half too");

	(void)arg;
	if (!add_item(w, &a, e) || !add_item(w, &b, e))
		return false;
	return FAIL(e, ERR_STALE, T_store_busy);
}

static bool fill_memory(struct db_write *w, void *arg, struct err *e)
{
	struct values a = named("full");

	(void)arg;
	if (!add_item(w, &a, e))
		return false;
	for (;;)
		arena_alloc(db_write_arena(w), 16 << 20);
}

static void a_refusal_undoes_its_statements(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };

	assert_false(write_with(t->db, add_two_then_fail, NULL, &e));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
	assert_false(write_with(t->db, fill_memory, NULL, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
	assert_int_equal(count_items(t), 0);
	err_clear(&e);
	assert_ok(add_named(t->db, "after", &e), &e);
}

static bool see_own_change(struct db_write *w, void *arg, struct err *e)
{
	struct values in = named("mine");
	struct stmt_rows rows;
	int64_t *seen = arg;

	if (!add_item(w, &in, e) || !stmt_many(db_write_read(w), &item_all, NULL, &rows, e))
		return false;
	*seen = (int64_t)rows.n;
	return stmt_changed(w, &item_worsen, NULL, seen + 1, e);
}

static bool change_inside(struct db_write *w, void *arg, struct err *e)
{
	struct err inner = { 0 };

	if (add_named(arg, "inner", &inner))
		return true;
	return FAIL(e, inner.code, inner.text) && w;
}

static void a_change_inside_a_change_is_refused(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };

	assert_false(write_with(t->db, change_inside, t->db, &e));
	assert_int_equal(e.code, ERR_INTERNAL);
	assert_int_equal(count_items(t), 0);
}

static void a_change_sees_itself(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	int64_t seen[2] = { -1, -1 };

	assert_ok(write_with(t->db, see_own_change, seen, &e), &e);
	assert_int_equal(seen[0], 1);
	assert_int_equal(seen[1], 1);
}

static bool put_many(struct db_write *w, void *arg, struct err *e)
{
	struct db_batch *b = db_batch(w);
	const int *n = arg;
	int64_t id;

	for (int i = 0; i < *n; i++) {
		struct values in = named("");

		in.v[0].s = str_fmt(db_write_arena(w), "item %d", i);
		if (!stmt_queue(b, &item_put, in.v, e))
			return false;
		if (i % 100 == 50) { /* another statement in between */
			in.v[0].s = str_fmt(db_write_arena(w), "between %d", i);
			if (!stmt_id(w, &item_add, in.v, &id, e))
				return false;
		}
	}
	return *n == 999 || db_batch_run(b, e);
}

static bool put_same(struct db_write *w, void *arg, struct err *e)
{
	struct values in = named("same");

	(void)arg;
	for (int i = 0; i < 3; i++)
		if (!stmt_queue(db_batch(w), &item_put, in.v, e))
			return false;
	return db_batch_run(db_batch(w), e);
}

static void batches_are_whole(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	int n = 1000;

	assert_ok(write_with(t->db, put_many, &n, &e), &e);
	assert_int_equal(count_items(t), 1010);
	assert_false(write_with(t->db, put_same, NULL, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(count_items(t), 1010);
}

/* What is left in a batch goes with the change, also unasked. */
static void a_forgotten_batch_is_run(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	int n = 999;

	assert_ok(write_with(t->db, put_many, &n, &e), &e);
	assert_int_equal(count_items(t), 1009);
}

enum { CLIENTS = 8, EACH = 50 };

struct client {
	struct test_db *t;
	int number;
	int done;
};

static void *change_and_fail(void *arg)
{
	struct client *c = arg;

	for (int i = 0; i < EACH; i++) {
		struct err e = { 0 };
		char name[32];

		snprintf(name, sizeof(name), "%d/%d", c->number, i);
		c->done += add_named(c->t->db, name, &e);
		err_clear(&e);
		if (add_named(c->t->db, "0/0", &e) && c->number != 0)
			c->done++;
	}
	return NULL;
}

static void *read_often(void *arg)
{
	struct client *c = arg;
	struct arena *a = arena_new((size_t)64 << 20);
	size_t last = 0;

	for (int i = 0; i < EACH; i++) {
		struct stmt_rows rows = { 0 };
		struct err e = { 0 };
		struct db_read *r;

		if (!db_read_begin(c->t->db, a, &r, &e) ||
			!stmt_many(r, &item_all, NULL, &rows, &e) || rows.n < last)
			c->done = -1;
		last = rows.n;
		arena_reset(a);
	}
	arena_free(a);
	return NULL;
}

/* Failing changes beside good ones in the same groups, under readers. */
static void clients_do_not_disturb_each_other(void **state)
{
	struct test_db *t = *state;
	struct client c[CLIENTS + 2] = { 0 };
	pthread_t threads[CLIENTS + 2];
	int done = 0;

	for (int i = 0; i < CLIENTS + 2; i++) {
		c[i] = (struct client){ .t = t, .number = i };
		assert_int_equal(pthread_create(&threads[i], NULL,
					 i < CLIENTS ? change_and_fail : read_often, &c[i]),
			0);
	}
	for (int i = 0; i < CLIENTS + 2; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < CLIENTS; i++)
		done += c[i].done;
	assert_int_equal(c[CLIENTS].done, 0);
	assert_int_equal(c[CLIENTS + 1].done, 0);
	assert_int_equal(count_items(t), CLIENTS * EACH);
	assert_true(done >= CLIENTS * EACH - 1 && done <= CLIENTS * EACH + 1);
}

/* --- every statement of the house */

static void every_statement_is_prepared(void **state)
{
	struct test_db *t = *state;
	struct conn *c = NULL;
	struct err e = { 0 };

	assert_ok(t->db->engine->open(&c, t->db->where, true, &e), &e);
	for (size_t i = 0; i < sql_all_n; i++)
		if (!c->engine->prepare(c, sql_all[i], &e))
			fail_msg("%s: %s", sql_all[i]->name, e.detail);
	c->engine->close(c);
	assert_true(sql_all_n > 5);
}

/* --- what the promises rest on */

struct setting {
	int64_t n;
};

static const struct stmt_field setting_out[] = { { "n", STMT_INT, false, 0 } };

static int64_t ask(struct test_db *t, const char *sqlite, const char *postgres)
{
	static size_t id = TEST_ID + 100;
	struct stmt s = { .id = id, .sqlite = sqlite, .postgres = postgres };
	struct setting setting = { 0 };
	struct db_read *r;
	struct err e = { 0 };
	bool found;

	s.name = str_c(t->arena, str_fmt(t->arena, "ask_%zu", id++));
	s.out = setting_out;
	s.n_out = 1;
	s.row_size = sizeof(setting);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(stmt_one(r, &s, NULL, &setting, &found, &e), &e);
	db_read_end(r);
	return setting.n;
}

static void settings_are_durable(void **state)
{
	struct test_db *t = *state;

	assert_int_equal(
		ask(t, "SELECT synchronous AS n FROM pragma_synchronous",
			"SELECT CASE current_setting('fsync') WHEN 'on' THEN 2 ELSE 0 END AS n"),
		2);
	assert_int_equal(
		ask(t, "SELECT foreign_keys AS n FROM pragma_foreign_keys", "SELECT 1 AS n"), 1);
	assert_int_equal(ask(t, "SELECT journal_mode = 'wal' AS n FROM pragma_journal_mode",
				 "SELECT 1 AS n"),
		1);
}

/* Numbers of 64 bits, text in the order of its bytes: in every column of the house. */
static void columns_are_of_four_types(void **state)
{
	struct test_db *t = *state;

	assert_int_equal(
		ask(t,
			"SELECT count(*) AS n FROM sqlite_schema s, pragma_table_info(s.name) c WHERE"
			" s.type = 'table' AND c.type NOT IN ('INTEGER', 'TEXT', 'REAL', 'BLOB')",
			"SELECT count(*) AS n FROM information_schema.columns WHERE table_schema ="
			" current_schema() AND NOT (data_type IN ('bigint', 'bytea', 'double precision')"
			" OR data_type = 'text' AND coalesce(collation_name, '') = 'C')"
			" AND table_name NOT IN (SELECT table_name FROM information_schema.views)"),
		0);
}

/* A snapshot cannot write, whatever statement it is given. */
static void a_snapshot_cannot_write(void **state)
{
	struct test_db *t = *state;
	struct values in = named("sneaked in");
	struct stmt_rows rows;
	struct db_read *r;
	struct err e = { 0 };

	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_false(stmt_many(r, &item_add, in.v, &rows, &e));
	db_read_end(r);
	assert_int_equal(count_items(t), 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(values_come_back),
		T(nothing_is_no_value),
		T(wrong_values_are_refused),
		T(results_keep_their_word),
		T(a_snapshot_stands_still),
		T(a_jump_out_ends_the_snapshot),
		T(snapshots_are_limited),
		T(a_failed_change_leaves_nothing),
		T(a_refusal_undoes_its_statements),
		T(a_change_sees_itself),
		T(a_change_inside_a_change_is_refused),
		T(batches_are_whole),
		T(a_forgotten_batch_is_run),
		T(clients_do_not_disturb_each_other),
		T(settings_are_durable),
		T(columns_are_of_four_types),
		T(a_snapshot_cannot_write),
		T(every_statement_is_prepared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

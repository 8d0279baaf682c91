/*
 * The line to the database is cut: between two uses, before a commit, between a commit and
 * its answer. SQLite has no line; there the same changes simply succeed.
 */
#include <stdlib.h>

#include "audit/audit.h"
#include "test/cmocka.h"
#include "test/support.h"
#include "test/support_proxy.h"

struct lost {
	struct test_db t;
	struct proxy *proxy; /* NULL on SQLite */
};

static int setup(void **state)
{
	struct lost *l = calloc(1, sizeof(*l));
	struct err e = { 0 };

	log_level(LOG_ERROR + 1);
	*state = l;
	assert_ok(test_db_make(&l->t, &e), &e);
	if (test_on_postgres())
		l->proxy = proxy_start(l->t.own, l->t.url, &l->t.url);
	assert_ok(db_open(&l->t.db, str_z(l->t.url), DB_SERVE, &e), &e);
	return 0;
}

static int teardown(void **state)
{
	struct lost *l = *state;

	db_close(l->t.db);
	l->t.db = NULL;
	if (l->proxy)
		proxy_stop(l->proxy);
	test_db_close(&l->t);
	free(l);
	return 0;
}

static bool note(struct lost *l, int64_t object, struct err *e)
{
	struct audit_entry entry = { .actor_name = S("tt.bca"),
		.permission = S("plan.import"),
		.action = S("plan.import"),
		.object = S("plan"),
		.object_id = object };

	err_clear(e);
	return audit_note(l->t.db, &entry, e);
}

static size_t entries_of(struct lost *l, int64_t object)
{
	struct audit_lines lines;
	struct db_read *r;
	struct err e = { 0 };

	assert_ok(db_read_begin(l->t.db, l->t.arena, &r, &e), &e);
	assert_ok(audit_read(r, S("plan"), object, INT64_MAX, 100, &lines, &e), &e);
	db_read_end(r);
	return lines.n;
}

static void an_idle_line_is_made_anew(void **state)
{
	struct lost *l = *state;
	struct err e = { 0 };

	assert_ok(note(l, 1, &e), &e);
	assert_int_equal(entries_of(l, 1), 1);
	if (l->proxy)
		proxy_cut_all(l->proxy);
	assert_ok(note(l, 1, &e), &e);
	assert_int_equal(entries_of(l, 1), 2);
}

static void a_commit_that_never_came_is_told(void **state)
{
	struct lost *l = *state;
	struct err e = { 0 };

	if (l->proxy)
		proxy_cut(l->proxy, PROXY_CUT_BEFORE_COMMIT);
	bool ok = note(l, 2, &e);

	assert_int_equal(ok, !l->proxy);
	assert_int_equal(entries_of(l, 2), ok);
	if (!ok)
		assert_int_equal(e.text, T_store_lost);
	assert_ok(note(l, 2, &e), &e);
}

static void a_commit_without_answer_is_looked_up(void **state)
{
	struct lost *l = *state;
	struct err e = { 0 };

	if (l->proxy)
		proxy_cut(l->proxy, PROXY_CUT_AFTER_COMMIT);
	assert_ok(note(l, 3, &e), &e);
	assert_int_equal(entries_of(l, 3), 1);
	assert_ok(note(l, 3, &e), &e);
}

/* Where the database does not come back, nobody says "saved" nor "not saved". */
static void an_unknown_commit_is_called_so(void **state)
{
	struct lost *l = *state;
	struct err e = { 0 };

	if (l->proxy)
		proxy_cut(l->proxy, PROXY_END_AFTER_COMMIT);
	assert_int_equal(note(l, 4, &e), !l->proxy);
	if (l->proxy)
		assert_int_equal(e.text, T_store_unknown);
}

static void a_snapshot_that_is_cut_says_so(void **state)
{
	struct lost *l = *state;
	struct audit_lines lines;
	struct db_read *r;
	struct err e = { 0 };

	assert_ok(db_read_begin(l->t.db, l->t.arena, &r, &e), &e);
	if (l->proxy)
		proxy_cut_all(l->proxy);
	bool ok = audit_read(r, STR_NULL, 0, INT64_MAX, 1, &lines, &e);

	assert_int_equal(ok, !l->proxy);
	if (!ok)
		assert_int_equal(e.code, ERR_BUSY);
	db_read_end(r);
	assert_int_equal(entries_of(l, 1), 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_idle_line_is_made_anew),
		T(a_commit_that_never_came_is_told),
		T(a_commit_without_answer_is_looked_up),
		T(an_unknown_commit_is_called_so),
		T(a_snapshot_that_is_cut_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Opening: migrations, the lock of the server, what is refused with which words.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/engine.h"
#include "test/cmocka.h"
#include "test/support.h"

static int setup(void **state)
{
	struct test_db *t = calloc(1, sizeof(*t));
	struct err e = { 0 };

	*state = t;
	assert_ok(test_db_make(t, &e), &e);
	return 0;
}

static int teardown(void **state)
{
	test_db_close(*state);
	free(*state);
	return 0;
}

static const struct migration one = { 9001, "test_9001", "aa",
	"CREATE TABLE first(a INTEGER) STRICT;", "CREATE TABLE first(a BIGINT);" };
static const struct migration two = { 9002, "test_9002", "bb",
	"CREATE TABLE second(a INTEGER) STRICT;", "CREATE TABLE second(a BIGINT);" };
static const struct migration broken = { 9003, "test_9003", "cc",
	"CREATE TABLE third(a INTEGER) STRICT; CREATE TABLE third(a INTEGER) STRICT;",
	"CREATE TABLE third(a BIGINT); CREATE TABLE third(a BIGINT);" };

/* The house's own first migration, which makes the account of them, and those of a test. */
struct list {
	struct migration v[4];
	size_t n;
};

static struct list list_of(const struct migration *a, const struct migration *b)
{
	struct list l = { .v = { migrations[0] }, .n = 1 };

	if (a)
		l.v[l.n++] = *a;
	if (b)
		l.v[l.n++] = *b;
	return l;
}

static struct conn *connect_to(struct test_db *t)
{
	const struct engine *engine = test_on_postgres() ? &engine_postgres : &engine_sqlite;
	struct conn *c = NULL;
	struct err e = { 0 };

	assert_ok(engine->open(&c, test_on_postgres() ? t->url : t->path, true, &e), &e);
	return c;
}

static bool bring(struct conn *c, struct list l, struct err *e)
{
	return migrate(c, l.v, l.n, e);
}

static size_t missing_of(struct conn *c, struct list l)
{
	size_t missing;
	struct err e = { 0 };

	assert_ok(migrate_check(c, l.v, l.n, &missing, &e), &e);
	return missing;
}

static void each_is_applied_once(void **state)
{
	struct conn *c = connect_to(*state);
	struct err e = { 0 };

	assert_int_equal(missing_of(c, list_of(&one, NULL)), 2);
	assert_ok(bring(c, list_of(&one, NULL), &e), &e);
	assert_int_equal(missing_of(c, list_of(&one, NULL)), 0);
	assert_ok(bring(c, list_of(&one, &two), &e), &e);
	assert_ok(bring(c, list_of(&one, &two), &e), &e);
	assert_int_equal(missing_of(c, list_of(&one, &two)), 0);
	c->engine->close(c);
}

/* A branch that was merged late: its number is lower than one that is there. */
static void an_older_number_still_comes(void **state)
{
	struct conn *c = connect_to(*state);
	struct err e = { 0 };

	assert_ok(bring(c, list_of(&two, NULL), &e), &e);
	assert_int_equal(missing_of(c, list_of(&one, &two)), 1);
	assert_ok(bring(c, list_of(&one, &two), &e), &e);
	c->engine->close(c);
}

static void a_changed_one_is_refused(void **state)
{
	struct conn *c = connect_to(*state);
	struct migration other = one;
	struct err e = { 0 };

	assert_ok(bring(c, list_of(&one, NULL), &e), &e);
	other.digest = "ab";
	assert_false(bring(c, list_of(&other, &two), &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(e.text, T_store_migration_changed);
	assert_int_equal(missing_of(c, list_of(&one, &two)), 1);
	c->engine->close(c);
}

static void a_newer_database_is_refused(void **state)
{
	struct conn *c = connect_to(*state);
	struct err e = { 0 };

	assert_ok(bring(c, list_of(&one, &two), &e), &e);
	assert_false(bring(c, list_of(&one, NULL), &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(e.text, T_store_newer);
	c->engine->close(c);
}

static void a_broken_one_leaves_nothing(void **state)
{
	struct conn *c = connect_to(*state);
	struct migration mended = broken;
	struct err e = { 0 };

	assert_false(bring(c, list_of(&one, &broken), &e));
	assert_int_equal(missing_of(c, list_of(&one, &broken)), 1);
	mended.sqlite = "CREATE TABLE third(a INTEGER) STRICT;";
	mended.postgres = "CREATE TABLE third(a BIGINT);";
	err_clear(&e);
	assert_ok(bring(c, list_of(&one, &mended), &e), &e);
	c->engine->close(c);
}

/* --- opening */

static void a_newer_version_keeps_us_out(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	struct list l = { .n = 0 };
	struct conn *c = connect_to(t);

	l = list_of(&one, NULL);
	assert_ok(bring(c, l, &e), &e);
	c->engine->close(c);
	assert_false(db_open(&t->db, str_z(t->url), DB_SERVE, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	struct str text = err_text(t->arena, LANG_EN, &e);

	assert_true(str_has(text, S("test_9001")));
	err_clear(&e);
	assert_false(db_open(&t->db, str_z(t->url), DB_COMMAND, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
}

static void reopening_finds_all_there(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };

	for (int i = 0; i < 3; i++) {
		assert_ok(db_open(&t->db, str_z(t->url), i == 1 ? DB_COMMAND : DB_SERVE, &e), &e);
		assert_string_equal(db_kind(t->db), test_on_postgres() ? "postgres" : "sqlite");
		db_close(t->db);
		t->db = NULL;
	}
}

static void bad_addresses_are_refused(void **state)
{
	static const char *const urls[] = { "", "sqlite:", "mysql://x", "plain.db", "postgres:x" };
	struct db *db = NULL;

	(void)state;
	for (size_t i = 0; i < COUNT(urls); i++) {
		struct err e = { 0 };

		assert_false(db_open(&db, str_z(urls[i]), DB_SERVE, &e));
		assert_int_equal(e.code, ERR_INPUT);
	}
	struct err e = { 0 };

	assert_false(db_open(&db, S("sqlite:/nowhere/at/all.db"), DB_SERVE, &e));
	assert_int_equal(e.code, ERR_STORE);
	err_clear(&e);
	assert_false(
		db_open(&db, S("postgres:///secret?host=/nowhere&password=hush"), DB_SERVE, &e));
	assert_int_equal(e.code, ERR_STORE);
	struct arena *a = arena_new(65536);

	assert_false(str_has(err_text(a, LANG_EN, &e), S("hush")));
	assert_null(strstr(e.detail, "hush"));
	arena_free(a);
}

/* A server on this database in a process of its own, until the pipe is closed. */
static pid_t serve_elsewhere(struct test_db *t, int *hold)
{
	int ready[2], stop[2];
	char byte;

	assert_int_equal(pipe(ready) | pipe(stop), 0);
	pid_t pid = fork();

	if (pid == 0) {
		struct err e = { 0 };
		struct db *db;

		close(stop[1]);
		if (!db_open(&db, str_z(t->url), DB_SERVE, &e) || write(ready[1], "r", 1) != 1)
			_exit(1);
		while (read(stop[0], &byte, 1) > 0)
			;
		db_close(db);
		_exit(0);
	}
	close(ready[1]);
	close(stop[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	*hold = stop[1];
	return pid;
}

/* SQLite: one server a file. PostgreSQL: several hosts may serve one database. */
static void a_second_server(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	int hold, status;
	pid_t pid = serve_elsewhere(t, &hold);
	bool ok = db_open(&t->db, str_z(t->url), DB_SERVE, &e);

	assert_int_equal(ok, test_on_postgres());
	if (!ok) {
		assert_int_equal(e.code, ERR_CONFLICT);
		assert_int_equal(e.text, T_store_in_use);
		err_clear(&e);
	} else {
		db_close(t->db);
	}
	assert_ok(db_open(&t->db, str_z(t->url), DB_COMMAND, &e), &e); /* a command may */
	db_close(t->db);
	close(hold);
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	assert_ok(db_open(&t->db, str_z(t->url), DB_SERVE, &e), &e);
}

/* A migration is made to look as if it had not been: a command of a newer version meets the
 * server of an older one. On SQLite it must wait for the server's end; on
 * PostgreSQL it migrates, and here fails because the tables are there. */
static void a_command_leaves_the_schema_to_the_server(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	const char *forget = "DELETE FROM store_migration WHERE name = 'document_0060'";
	const struct migration older = { 9005, "test_9005", "ee", forget, forget };
	int hold, status;
	pid_t pid = serve_elsewhere(t, &hold);
	struct conn *c = connect_to(t);

	assert_ok(c->engine->begin(c, true, &e), &e);
	assert_ok(c->engine->script(c, &older, &e), &e);
	assert_int_equal(c->engine->commit(c, &e), COMMIT_DONE);
	c->engine->close(c);
	assert_false(db_open(&t->db, str_z(t->url), DB_COMMAND, &e));
	assert_int_equal(e.text, test_on_postgres() ? T_store_failed : T_store_server_older);
	close(hold);
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
}

/* The file may hold what not every user of the machine may read. */
static void a_new_file_is_private(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	struct stat st;

	assert_ok(db_open(&t->db, str_z(t->url), DB_SERVE, &e), &e);
	if (!t->path)
		return;
	assert_int_equal(stat(t->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_file_that_is_none_is_refused(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };

	if (t->path) {
		int fd = open(t->path, O_WRONLY | O_CREAT, 0600);

		assert_int_equal(write(fd, "this is a letter, not a database\n", 33), 33);
		close(fd);
	} else {
		t->url = str_c(t->own, str_fmt(t->own, "%s_not", t->url));
	}
	assert_false(db_open(&t->db, str_z(t->url), DB_SERVE, &e));
	assert_int_equal(e.code, ERR_STORE);
}

/* A server that may lose what it acknowledged is no home for the log. */
static void a_careless_postgres_is_refused(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };
	const struct migration careless = { 9004, "test_9004", "dd", "SELECT 1",
		"DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off',"
		" current_database()); END$$" };
	struct conn *c = connect_to(t);

	assert_ok(c->engine->begin(c, true, &e), &e);
	assert_ok(c->engine->script(c, &careless, &e), &e);
	assert_int_equal(c->engine->commit(c, &e), COMMIT_DONE);
	c->engine->close(c);
	assert_int_equal(db_open(&t->db, str_z(t->url), DB_SERVE, &e), !test_on_postgres());
	if (test_on_postgres()) {
		assert_int_equal(e.text, T_store_not_durable);
		assert_true(str_has(err_text(t->arena, LANG_EN, &e), S("synchronous_commit")));
	}
}

static void run_alone(struct conn *c, const char *sql)
{
	const struct migration m = { 9006, "test_9006", "ff", "", sql };
	struct err e = { 0 };

	assert_ok(c->engine->script(c, &m, &e), &e);
}

static void another_encoding_is_refused(void **state)
{
	struct test_db *t = *state;
	struct err e = { 0 };

	if (!test_on_postgres()) {
		assert_ok(db_open(&t->db, str_z(t->url), DB_SERVE, &e), &e);
		return;
	}
	struct conn *c = connect_to(t);
	struct str url = str_z(t->url), name = str_z(t->name);
	size_t at = str_find(url, name, 0);
	struct str other = str_fmt(t->own, "%.*s%.*s_latin%.*s", STR_ARG(str_sub(url, 0, at)),
		STR_ARG(name), STR_ARG(str_sub(url, at + name.n, url.n)));

	run_alone(c, str_fmt(t->own,
			     "CREATE DATABASE %s_latin ENCODING 'LATIN1' TEMPLATE template0"
			     " LC_COLLATE 'C' LC_CTYPE 'C'",
			     t->name)
			     .p);
	bool ok = db_open(&t->db, other, DB_SERVE, &e);

	run_alone(c, str_fmt(t->own, "DROP DATABASE %s_latin WITH (FORCE)", t->name).p);
	c->engine->close(c);
	assert_false(ok);
	assert_int_equal(e.text, T_store_not_utf8);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(each_is_applied_once),
		T(an_older_number_still_comes),
		T(a_changed_one_is_refused),
		T(a_newer_database_is_refused),
		T(a_broken_one_leaves_nothing),
		T(a_newer_version_keeps_us_out),
		T(reopening_finds_all_there),
		T(bad_addresses_are_refused),
		T(a_second_server),
		T(a_command_leaves_the_schema_to_the_server),
		T(a_new_file_is_private),
		T(a_file_that_is_none_is_refused),
		T(a_careless_postgres_is_refused),
		T(another_encoding_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

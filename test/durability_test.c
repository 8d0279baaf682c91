/*
 * Nothing acknowledged is lost, nothing is half there. A child changes the database from
 * several threads and tells each acknowledged change through a pipe; then it dies in the
 * middle of it: by power cut on a disk that drops what was not synced, or by SIGKILL.
 * The parent opens what is left and compares. The database lives through all the deaths.
 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit_sql.h"
#include "store/stmt.h"
#include "test/cmocka.h"
#include "test/support.h"
#include "test/support_disk.h"

enum { TEST_ID = 100000, CLIENTS = 4, PARTS = 5, CUTS = 50, KILLS = 10 };

/* A change puts PARTS rows under one key: all of them or none. */
static const struct stmt part_table = {
	.name = "part_table",
	.id = TEST_ID,
	.sqlite = "CREATE TABLE part(k INTEGER NOT NULL, n INTEGER NOT NULL, filler TEXT NOT NULL)"
		  " STRICT",
	.postgres = "CREATE TABLE part(k BIGINT NOT NULL, n BIGINT NOT NULL, filler TEXT NOT NULL)",
};

static const struct stmt_field part_in[] = {
	{ "k", STMT_INT, false, 0 },
	{ "n", STMT_INT, false, 0 },
	{ "filler", STMT_TEXT, false, 0 },
};

static const struct stmt part_add = {
	.name = "part_add",
	.id = TEST_ID + 1,
	.sqlite = "INSERT INTO part(k, n, filler) VALUES (?1, ?2, ?3)",
	.postgres = "INSERT INTO part(k, n, filler) VALUES ($1, $2, $3)",
	.in = part_in,
	.n_in = 3,
};

struct count {
	int64_t n;
};

static const struct stmt_field count_out[] = { { "n", STMT_INT, false, 0 } };

/* Keys that have too few or too many parts, or no entry in the log, and the reverse. */
#define HALF_THERE                                                                             \
	"SELECT (SELECT count(*) FROM (SELECT k FROM part GROUP BY k HAVING count(*) <> 5) a)" \
	" + (SELECT count(*) FROM part WHERE k NOT IN"                                         \
	" (SELECT object_id FROM audit_entry WHERE action = 'part.add'))"                      \
	" + (SELECT count(*) FROM audit_entry WHERE action = 'part.add' AND object_id NOT IN"  \
	" (SELECT k FROM part)) AS n"

static const struct stmt half_there = {
	.name = "half_there",
	.id = TEST_ID + 2,
	.sqlite = HALF_THERE,
	.postgres = HALF_THERE,
	.out = count_out,
	.n_out = 1,
	.row_size = sizeof(struct count),
};

static const struct stmt damaged = {
	.name = "damaged",
	.id = TEST_ID + 3,
	.sqlite = "SELECT count(*) AS n FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
	.postgres = "SELECT 0 AS n",
	.out = count_out,
	.n_out = 1,
	.row_size = sizeof(struct count),
};

static bool make_table(struct db_write *w, struct change *c, struct err *e)
{
	(void)c;
	return stmt_exec(w, &part_table, NULL, e);
}

static bool add_parts(struct db_write *w, struct change *c, struct err *e)
{
	static const char filler[1500] = { 0 };
	char *text = arena_alloc(db_write_arena(w), sizeof(filler));

	memset(text, 'x', sizeof(filler));
	for (int i = 0; i < PARTS; i++) {
		const union stmt_value in[] = { { .i = c->entry.object_id }, { .i = i },
			{ .s = str_n(text, sizeof(filler)) } };

		if (!stmt_queue(db_batch(w), &part_add, in, e))
			return false;
	}
	return db_batch_run(db_batch(w), e);
}

static bool change_once(
	struct db *db, int64_t key, unsigned char request[AUDIT_REQUEST], struct err *e)
{
	struct change c = { .entry = { .actor_name = S("cli:test"),
				    .permission = S("part.add"),
				    .action = S("part.add"),
				    .object = S("part"),
				    .object_id = key },
		.apply = add_parts };
	bool ok = audit_change(db, &c, e);

	memcpy(request, c.entry.request, AUDIT_REQUEST);
	return ok;
}

static int setup(void **state)
{
	struct test_db *t = calloc(1, sizeof(*t));
	struct err e = { 0 };
	struct change c = { .entry = { .actor_name = S("cli:test"),
				    .permission = S("part.add"),
				    .action = S("part.table") },
		.apply = make_table };

	*state = t;
	assert_ok(test_db_open(t, &e), &e);
	assert_ok(audit_change(t->db, &c, &e), &e);
	db_close(t->db);
	t->db = NULL;
	return 0;
}

static int teardown(void **state)
{
	test_db_close(*state);
	free(*state);
	return 0;
}

/* --- the child */

struct client {
	struct db *db;
	int out;
	int64_t key;
};

static void *change_for_ever(void *arg)
{
	struct client *c = arg;

	for (;; c->key++) {
		unsigned char request[AUDIT_REQUEST];
		struct err e = { 0 };

		if (!change_once(c->db, c->key, request, &e) ||
			write(c->out, request, sizeof(request)) != (ssize_t)sizeof(request))
			_exit(3);
	}
	return NULL;
}

static NORETURN void be_loaded(struct test_db *t, int round, int out)
{
	struct client clients[CLIENTS];
	pthread_t threads[CLIENTS];
	struct err e = { 0 };
	struct db *db;

	if (!db_open(&db, str_z(t->url), DB_SERVE, &e))
		_exit(2);
	for (int i = 0; i < CLIENTS; i++) {
		int64_t key = ((int64_t)round * CLIENTS + i) * 1000000 + 1;

		clients[i] = (struct client){ db, out, key };
		if (pthread_create(&threads[i], NULL, change_for_ever, &clients[i]) != 0)
			_exit(4);
	}
	for (;;)
		pause();
}

/* --- the parent */

struct acknowledged {
	unsigned char (*v)[AUDIT_REQUEST];
	size_t n, cap;
};

/* All that the child got to say, until it is dead. `most` > 0: it is killed after so many. */
static void hear(struct test_db *t, int in, pid_t child, size_t most, struct acknowledged *all)
{
	unsigned char request[AUDIT_REQUEST];
	size_t before = all->n;

	while (read(in, request, sizeof(request)) == (ssize_t)sizeof(request)) {
		LIST_ROOM(t->own, all);
		memcpy(all->v[all->n++], request, sizeof(request));
		if (most > 0 && all->n - before == most)
			kill(child, SIGKILL);
	}
}

static int64_t count_by(struct db_read *r, const struct stmt *s)
{
	struct err e = { 0 };
	struct count count = { 0 };
	bool found;

	assert_ok(stmt_one(r, s, NULL, &count, &found, &e), &e);
	return count.n;
}

static void compare(struct test_db *t, const struct acknowledged *all)
{
	struct audit_checked checked;
	struct db_read *r;
	struct err e = { 0 };

	assert_ok(db_open(&t->db, str_z(t->url), DB_SERVE, &e), &e);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_int_equal(count_by(r, &damaged), 0);
	assert_int_equal(count_by(r, &half_there), 0);
	assert_ok(audit_verify(r, &checked, &e), &e);
	assert_int_equal(checked.fault, AUDIT_SOUND);
	for (size_t i = 0; i < all->n; i++) {
		struct audit_by_request_row row;
		bool found;

		assert_ok(audit_by_request(r, str_n((const char *)all->v[i], AUDIT_REQUEST), &row,
				  &found, &e),
			&e);
		assert_true(found);
	}
	arena_reset(t->arena);
	db_close(t->db);
	t->db = NULL;
}

static unsigned draw(void)
{
	unsigned v = 0;

	assert_int_equal(getrandom(&v, sizeof(v), 0), sizeof(v));
	return v;
}

/* One life and death. `cut_at` > 0: power fails at that operation of the disk; else SIGKILL
 * after a number of acknowledged changes. */
static void live_and_die(struct test_db *t, int round, int64_t cut_at, struct acknowledged *all)
{
	unsigned seed = draw();
	size_t most = 1 + draw() % 60;
	int pipes[2], status;

	assert_int_equal(pipe(pipes), 0);
	pid_t child = fork();

	if (child == 0) {
		close(pipes[0]);
		log_level(LOG_ERROR);
		if (cut_at > 0) {
			disk_install(seed);
			disk_cut_at(cut_at);
		}
		be_loaded(t, round, pipes[1]);
	}
	close(pipes[1]);
	hear(t, pipes[0], child, cut_at > 0 ? 0 : most, all);
	close(pipes[0]);
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	compare(t, all);
}

static void power_cuts_lose_nothing_acknowledged(void **state)
{
	struct test_db *t = *state;
	struct acknowledged all = { 0 };

	/* PostgreSQL's disk is its own affair: there the program dies between messages */
	for (int i = 0; i < CUTS; i++)
		live_and_die(t, i, test_on_postgres() ? 0 : 1 + draw() % 700, &all);
	assert_true(all.n > CUTS);
}

static void sigkill_loses_nothing_acknowledged(void **state)
{
	struct test_db *t = *state;
	struct acknowledged all = { 0 };

	for (int i = 0; i < KILLS; i++)
		live_and_die(t, i, 0, &all);
	assert_true(all.n >= KILLS);
}

/* --- a disk that is full, or whose sync fails */

static const struct stmt full_function = {
	.name = "full_function",
	.id = TEST_ID + 4,
	.postgres = "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
		    " $$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100';"
		    " END$$",
};

static const struct stmt full_trigger = {
	.name = "full_trigger",
	.id = TEST_ID + 5,
	.postgres = "CREATE TRIGGER no_room BEFORE INSERT ON part EXECUTE FUNCTION no_room()",
};

static const struct stmt full_no_more = {
	.name = "full_no_more",
	.id = TEST_ID + 6,
	.postgres = "DROP TRIGGER no_room ON part",
};

static bool define(struct db_write *w, struct change *c, struct err *e)
{
	return stmt_exec(w, c->arg, NULL, e);
}

static void define_now(struct db *db, const struct stmt *s)
{
	struct stmt copy = *s;
	struct err e = { 0 };
	struct change c = { .entry = { .actor_name = S("cli:test"),
				    .permission = S("part.add"),
				    .action = S("part.define") },
		.apply = define,
		.arg = &copy };

	if (!audit_change(db, &c, &e))
		_exit(10);
}

static void fill_disk(struct db *db)
{
	if (!test_on_postgres()) {
		disk_room(20000);
		return;
	}
	define_now(db, &full_function);
	define_now(db, &full_trigger);
}

static void empty_disk(struct db *db)
{
	if (test_on_postgres())
		define_now(db, &full_no_more);
	else
		disk_room(-1);
}

/* In a child, since the disk is for ever. The exit code says where it went wrong. */
static NORETURN void fill_and_empty(struct test_db *t)
{
	unsigned char request[AUDIT_REQUEST];
	struct err e = { 0 };
	struct db *db;
	int64_t key = 1;

	log_level(LOG_ERROR + 1);
	if (!test_on_postgres())
		disk_install(1);
	if (!db_open(&db, str_z(t->url), DB_SERVE, &e) || !change_once(db, key++, request, &e))
		_exit(2);
	fill_disk(db);
	while (change_once(db, key, request, &e))
		if (key++ > 1000)
			_exit(3);
	if (e.code != ERR_STORE || e.text != T_store_full)
		_exit(4);
	for (int i = 0; i < 20; i++) { /* it stays full, and the server stays up */
		err_clear(&e);
		if (change_once(db, key, request, &e) || e.text != T_store_full)
			_exit(5);
	}
	empty_disk(db);
	err_clear(&e);
	if (!change_once(db, key, request, &e))
		_exit(6);
	db_close(db);
	_exit(0);
}

static void a_full_disk_is_told_and_survived(void **state)
{
	struct test_db *t = *state;
	int status;
	pid_t child = fork();

	if (child == 0)
		fill_and_empty(t);
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	compare(t, &(struct acknowledged){ 0 });
}

/* --- a commit that fails */

static const struct stmt late_function = {
	.name = "late_function",
	.id = TEST_ID + 7,
	.postgres = "CREATE FUNCTION no_sync() RETURNS trigger LANGUAGE plpgsql AS"
		    " $$BEGIN IF NEW.k = 5 THEN RAISE EXCEPTION 'could not fsync' USING ERRCODE ="
		    " '58030'; END IF; RETURN NULL; END$$",
};

static const struct stmt late_trigger = {
	.name = "late_trigger",
	.id = TEST_ID + 8,
	.postgres = "CREATE CONSTRAINT TRIGGER no_sync AFTER INSERT ON part DEFERRABLE"
		    " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_sync()",
};

static NORETURN void fail_a_commit(struct test_db *t)
{
	unsigned char request[AUDIT_REQUEST];
	struct err e = { 0 };
	struct db *db;

	log_level(LOG_ERROR + 1);
	if (!test_on_postgres())
		disk_install(1);
	if (!db_open(&db, str_z(t->url), DB_SERVE, &e) || !change_once(db, 4, request, &e))
		_exit(2);
	if (test_on_postgres()) {
		define_now(db, &late_function);
		define_now(db, &late_trigger);
	} else {
		disk_fail_syncs(1);
	}
	if (change_once(db, 5, request, &e) || e.code != ERR_STORE)
		_exit(3);
	err_clear(&e);
	if (!change_once(db, 6, request, &e))
		_exit(4);
	db_close(db);
	_exit(0);
}

static void a_failed_commit_leaves_nothing(void **state)
{
	struct test_db *t = *state;
	struct audit_lines lines;
	struct db_read *r;
	struct err e = { 0 };
	int status;
	pid_t child = fork();

	if (child == 0)
		fail_a_commit(t);
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	compare(t, &(struct acknowledged){ 0 });
	assert_ok(db_open(&t->db, str_z(t->url), DB_SERVE, &e), &e);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_read(r, S("part"), 5, INT64_MAX, 10, &lines, &e), &e);
	assert_int_equal(lines.n, 0);
	assert_ok(audit_read(r, S("part"), 6, INT64_MAX, 10, &lines, &e), &e);
	assert_int_equal(lines.n, 1);
}

/* --- a server and commands beside it */

enum { WRITERS = 3, EACH = 60 };

static NORETURN void write_beside(struct test_db *t, int number)
{
	struct err e = { 0 };
	struct db *db;

	if (!db_open(&db, str_z(t->url), number == 0 ? DB_SERVE : DB_COMMAND, &e))
		_exit(2);
	for (int i = 0; i < EACH; i++) {
		unsigned char request[AUDIT_REQUEST];

		if (!change_once(db, number * 1000 + i + 1, request, &e))
			_exit(3);
	}
	db_close(db);
	_exit(0);
}

/* Processes that write at the same time wait for each other; the log has no gap. */
static void commands_write_beside_the_server(void **state)
{
	struct test_db *t = *state;
	struct audit_lines lines;
	struct db_read *r;
	struct err e = { 0 };
	int status;

	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			write_beside(t, i);
	for (int i = 0; i < WRITERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	compare(t, &(struct acknowledged){ 0 });
	assert_ok(db_open(&t->db, str_z(t->url), DB_SERVE, &e), &e);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 1, &lines, &e), &e);
	assert_int_equal(lines.v[0].seq, 1 + WRITERS * EACH);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(power_cuts_lose_nothing_acknowledged),
		T(sigkill_loses_nothing_acknowledged),
		T(a_full_disk_is_told_and_survived),
		T(a_failed_commit_leaves_nothing),
		T(commands_write_beside_the_server),
	};

	log_level(LOG_WARN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

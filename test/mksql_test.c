/*
 * What the generator of statements refuses, and that it says where: each case is a small
 * house of files, given to the tool itself (MKSQL, as test/run sets it).
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/base.h"
#include "test/cmocka.h"

struct house {
	struct arena *a;
	char *dir;
	struct str said; /* on standard error */
	int code;
};

/* A lower floor with a scoped table, a view of it, and the view of what one reaches. */
static const char low_schema[] =
	"-- scope: agency_id\n"
	"CREATE TABLE low_item (\n"
	"\tid INTEGER PRIMARY KEY,\n"
	"\tagency_id INTEGER NOT NULL,\n"
	"\tname TEXT NOT NULL,\n"
	"\tnote TEXT\n"
	") STRICT;\n"
	"CREATE TABLE low_plain (id INTEGER PRIMARY KEY, n INTEGER) STRICT;\n"
	"CREATE TABLE low_reach (account_id INTEGER, agency_id INTEGER) STRICT;\n"
	"CREATE VIEW low_plain_v AS SELECT id, n FROM low_plain;\n"
	"CREATE VIEW low_private AS SELECT id FROM low_plain;\n"
	"CREATE VIEW low_item_v AS SELECT id, name FROM low_item;\n"
	"CREATE VIEW access_reach_v AS SELECT account_id, agency_id"
	" FROM low_reach;\n";

static void put(struct house *h, const char *name, const char *text)
{
	char *path = str_c(h->a, str_fmt(h->a, "%s/%s", h->dir, name));
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void make_folder(struct house *h, const char *name)
{
	mkdir(str_c(h->a, str_fmt(h->a, "%s/%s", h->dir, name)), 0700);
}

static int setup(void **state)
{
	struct house *h = calloc(1, sizeof(*h));

	h->a = arena_new((size_t)16 << 20);
	h->dir = str_c(h->a, S("/tmp/haidang-mksql.XXXXXX"));
	assert_non_null(mkdtemp(h->dir));
	make_folder(h, "low");
	make_folder(h, "high");
	make_folder(h, "out");
	put(h, "floors", "store\nlow\nhigh\n");
	put(h, "low/low_0001.schema.sql", low_schema);
	put(h, "low/low.sql", "");
	put(h, "high/high_0002.schema.sql",
		"CREATE TABLE high_row (id INTEGER PRIMARY KEY,"
		" item INTEGER REFERENCES low_item(id)) STRICT;\n"
		"CREATE VIEW high_row_v AS SELECT id FROM high_row;\n");
	put(h, "high/high.sql", "");
	*state = h;
	return 0;
}

static int teardown(void **state)
{
	struct house *h = *state;
	char *argv[] = { "rm", "-rf", h->dir, NULL };
	pid_t pid = fork();

	if (pid == 0) {
		execvp("rm", argv);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	arena_free(h->a);
	free(h);
	return 0;
}

static void run_tool(const char *tool, int out)
{
	dup2(out, STDERR_FILENO);
	execl(tool, "mksql", "out", "floors", "low/low_0001.schema.sql",
		"high/high_0002.schema.sql", "--", "low/low.sql", "high/high.sql", (char *)NULL);
	_exit(127);
}

static void generate(struct house *h)
{
	const char *tool = getenv("MKSQL");
	char *path = tool ? realpath(tool, NULL) : NULL;
	struct buf said = { .arena = h->a };
	int pipes[2], status;
	ssize_t n;

	if (!path)
		fail_msg("MKSQL does not name the tool");
	assert_int_equal(pipe(pipes), 0);
	pid_t pid = fork();

	if (pid == 0) {
		if (chdir(h->dir) == 0)
			run_tool(path, pipes[1]);
		_exit(126);
	}
	close(pipes[1]);
	while ((n = read(pipes[0], buf_room(&said, 4096), 4096)) > 0)
		said.n += (size_t)n;
	close(pipes[0]);
	waitpid(pid, &status, 0);
	free(path);
	h->said = buf_str(&said);
	h->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void accepts(struct house *h, const char *file, const char *text)
{
	put(h, file, text);
	generate(h);
	if (h->code != 0)
		fail_msg("%s\nwas refused: %.*s", text, STR_ARG(h->said));
}

/* `at` is "file:line: " and what the message begins with or has in it. */
static void refuses(
	struct house *h, const char *file, const char *text, const char *at, const char *message)
{
	put(h, file, text);
	generate(h);
	if (h->code != 1 || !str_has(h->said, str_z(at)) || !str_has(h->said, str_z(message)))
		fail_msg("%s\nexpected \"%s … %s\", got %d: %.*s", text, at, message, h->code,
			STR_ARG(h->said));
}

static struct str generated(struct house *h, const char *name)
{
	char *path = str_c(h->a, str_fmt(h->a, "%s/out/%s", h->dir, name));
	struct buf b = { .arena = h->a };
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	b.n = fread(buf_room(&b, 1 << 16), 1, 1 << 16, f);
	fclose(f);
	return buf_str(&b);
}

static void assert_has(struct str text, const char *part)
{
	if (!str_has(text, str_z(part)))
		fail_msg("no \"%s\" in:\n%.*s", part, STR_ARG(text));
}

static void good_ones_become_functions(void **state)
{
	struct house *h = *state;

	accepts(h, "low/low.sql",
		"-- one low_by_id(id int, account int) -> id int,\n"
		"--	name text, note text?\n"
		"-- a remark that is no header\n"
		"SELECT i.id, i.name, i.note FROM low_item i WHERE i.id = :id AND EXISTS\n"
		"  (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account"
		" AND r.agency_id = i.agency_id);\n"
		"-- exec low_set(n int?, id int)\n"
		"UPDATE low_plain SET n = :n WHERE id = :id;\n"
		"-- changed low_clear()\nDELETE FROM low_plain;\n"
		"-- id low_add(n int)\nINSERT INTO low_plain(n) VALUES (:n) RETURNING id;\n");
	struct str header = generated(h, "low_sql.h");

	assert_has(header, "struct low_by_id_row {\n\tint64_t id;\n\tstruct str name;\n");
	assert_has(header, "bool low_by_id(struct db_read *r_, int64_t id, int64_t account,");
	assert_has(header, "bool low_set_queue(struct db_batch *b_, int64_t n, int64_t id,");
	assert_has(header, "bool low_clear(struct db_write *w_, int64_t *made_,");
	assert_has(header, "bool low_add(struct db_write *w_, int64_t n, int64_t *made_,");
}

static void each_database_gets_its_words(void **state)
{
	struct house *h = *state;

	accepts(h, "low/low.sql",
		"-- one low_sum(a int, b text) -> n int, t text\n"
		"SELECT CAST(:a AS INTEGER) AS n, ':b' || :b || ' --' AS t /* :c */ ; \n"
		"-- one low_now(a int) -> n int\n"
		"-- sqlite\nSELECT max(:a, 2) AS n;\n"
		"-- postgres\nSELECT greatest($$:a$$::INTEGER, :a::BIGINT) AS n;\n");
	struct str c = generated(h, "low_sql.c"), schema = generated(h, "store_schema.c");

	assert_has(c, "\"SELECT CAST(\\0771 AS INTEGER) AS n, ':b' || \\0772 || ' --' AS t\"");
	assert_has(c, "\"SELECT CAST($1 AS BIGINT) AS n, ':b' || $2 || ' --' AS t\"");
	assert_has(c, "\"SELECT greatest($$:a$$::INTEGER, $1::BIGINT) AS n\"");
	assert_has(schema, "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
	assert_has(schema, "name TEXT COLLATE \\\"C\\\" NOT NULL");
}

static void headers_are_checked(void **state)
{
	struct house *h = *state;

	refuses(h, "low/low.sql", "\nSELECT 1;\n", "low/low.sql:2:", "no header");
	refuses(h, "low/low.sql", "-- noe low_x() -> a int\nSELECT 1 AS a;\n",
		"low/low.sql:2:", "no header");
	refuses(h, "low/low.sql", "-- one low_x()\nSELECT 1 AS a;\n",
		"low/low.sql:1:", "no \"-> results\"");
	refuses(h, "low/low.sql", "-- one low_x() -> a number\nSELECT 1 AS a;\n",
		"low/low.sql:1:", "no type \"number\"");
	refuses(h, "low/low.sql", "-- one low_x() -> a bool?\nSELECT 1 AS a;\n",
		"low/low.sql:1:", "cannot be NULL");
	refuses(h, "low/low.sql", "-- one low_x(a int, a int) -> b int\nSELECT :a AS b;\n",
		"low/low.sql:1:", "declared twice");
	refuses(h, "low/low.sql", "-- one low_x(default int) -> b int\nSELECT :default AS b;\n",
		"low/low.sql:1:", "a word of C");
	refuses(h, "low/low.sql", "-- one low_x(a int) -> b int\nSELECT 1 AS b;\n",
		"low/low.sql:1:", "parameter a is not used");
	refuses(h, "low/low.sql", "-- one low_x() -> b int\nSELECT\n\t:a AS b;\n",
		"low/low.sql:3:", ":a is not declared");
	refuses(h, "low/low.sql", "-- one low_x() -> b int\nSELECT 1 AS b\n",
		"low/low.sql:", "no ';'");
	refuses(h, "low/low.sql",
		"-- one low_x() -> b int\nSELECT 1 AS b;\n-- one low_x() -> b int\nSELECT 1 AS b;\n",
		"low/low.sql:3:", "declared twice");
	refuses(h, "low/low.sql", "-- one low_x() -> b int\n-- sqlite\nSELECT 1 AS b;\n",
		"low/low.sql:1:", "no text for the other database");
}

static void results_are_checked(void **state)
{
	struct house *h = *state;

	refuses(h, "low/low.sql", "-- one low_x() -> a int, b int\nSELECT 1 AS a;\n",
		"low/low.sql:1:", "1 result columns, 2 declared");
	refuses(h, "low/low.sql", "-- one low_x() -> a int\nSELECT 1 AS b;\n",
		"low/low.sql:1:", "is called b, declared a");
	refuses(h, "low/low.sql", "-- many low_x() -> n text\nSELECT n FROM low_plain;\n",
		"low/low.sql:1:", "n is INTEGER, declared text");
	refuses(h, "low/low.sql", "-- many low_x() -> n int\nSELECT n\nFROM low_plan;\n",
		"low/low.sql:", "no such table: low_plan");
	refuses(h, "low/low.sql", "-- id low_x()\nINSERT INTO low_plain(n) VALUES (1);\n",
		"low/low.sql:1:", "returns one column");
}

static void reads_read_and_writes_write(void **state)
{
	struct house *h = *state;

	refuses(h, "low/low.sql", "-- one low_x() -> id int\nDELETE FROM low_plain RETURNING id;\n",
		"low/low.sql:1:", "a one or many that writes");
	refuses(h, "low/low.sql", "-- exec low_x()\nSELECT 1;\n",
		"low/low.sql:1:", "changes nothing");
	refuses(h, "low/low.sql", "-- exec low_x()\nDROP TABLE low_plain;\n",
		"low/low.sql:", "only SELECT, INSERT");
	refuses(h, "low/low.sql", "-- exec low_x()\nPRAGMA foreign_keys = OFF;\n",
		"low/low.sql:", "only SELECT, INSERT");
}

static void tables_belong_to_their_subject(void **state)
{
	struct house *h = *state;

	accepts(h, "high/high.sql", "-- many high_x() -> n int\nSELECT n FROM low_plain_v;\n");
	accepts(h, "high/high.sql",
		"-- one high_x() -> n int\nSELECT count(*) AS n FROM low_plain_v;\n");
	refuses(h, "high/high.sql", "-- many high_x() -> n int\nSELECT n FROM low_plain;\n",
		"high/high.sql:2:", "low_plain: another subject's");
	refuses(h, "high/high.sql",
		"-- one high_x() -> n int\nSELECT count(*) AS n FROM low_plain;\n",
		"high/high.sql:2:", "low_plain: another subject's");
	refuses(h, "high/high.sql",
		"-- many high_x() -> n int\nWITH c AS (SELECT n FROM low_plain) SELECT n FROM c;\n",
		"high/high.sql:2:", "low_plain: another subject's");
	refuses(h, "high/high.sql", "-- many high_x() -> id int\nSELECT id FROM low_private;\n",
		"high/high.sql:2:", "low_private: another subject's");
	refuses(h, "high/high.sql", "-- exec high_x()\nINSERT INTO low_plain(n) VALUES (1);\n",
		"high/high.sql:2:", "low_plain: another subject's");
	refuses(h, "high/high.sql",
		"-- many high_x() -> name text\nSELECT name FROM sqlite_schema;\n",
		"high/high.sql:2:", "SQLite's own table");
	put(h, "high/high.sql", "");
	refuses(h, "low/low.sql", "-- many low_x() -> id int\nSELECT id FROM high_row_v;\n",
		"low/low.sql:2:", "higher floor");
}

static void scopes_are_named(void **state)
{
	struct house *h = *state;
	const char *at = "low/low.sql:1:", *why = "whose rows have a scope (agency_id)";

	refuses(h, "low/low.sql", "-- many low_x() -> id int\nSELECT id FROM low_item;\n", at, why);
	refuses(h, "low/low.sql", "-- exec low_x()\nDELETE FROM low_item;\n", at, why);
	refuses(h, "low/low.sql", "-- exec low_x()\nUPDATE low_item SET name = '' WHERE id = 1;\n",
		at, why);
	refuses(h, "low/low.sql",
		"-- id low_x()\nINSERT INTO low_item(agency_id, name) VALUES (1, '') RETURNING id;\n",
		at, why);
	refuses(h, "low/low.sql", "-- many low_x() -> id int\nSELECT id FROM low_item_v;\n", at,
		why);
	refuses(h, "low/low.sql",
		"-- many low_x() -> id int\n-- unscoped: \nSELECT id FROM low_item;\n",
		"low/low.sql:2:", "the reason is missing");
	accepts(h, "low/low.sql",
		"-- many low_x() -> id int\n-- unscoped: names are public\nSELECT id FROM low_item;\n");
	accepts(h, "low/low.sql",
		"-- exec low_x()\nINSERT INTO low_item(agency_id, name) VALUES (1, '');\n");
	put(h, "low/low.sql", "");
	refuses(h, "high/high.sql", "-- many high_x() -> id int\nSELECT id FROM low_item_v;\n",
		"high/high.sql:1:", why);
}

static void schemas_are_checked(void **state)
{
	struct house *h = *state;
	const char *file = "high/high_0002.schema.sql";

	refuses(h, file, "CREATE TABLE high_row (id INTEGER PRIMARY KEY);\n", file,
		"must be STRICT");
	refuses(h, file, "CREATE TABLE high_row (\n\tid INTEGER PRIMARY KE\n) STRICT;\n",
		"high/high_0002.schema.sql:2:", "syntax error");
	refuses(h, file, "CREATE TABLE high_row (a INTEGER REFERENCES nowhere(id)) STRICT;\n", file,
		"references nowhere, which is not there");
	refuses(h, file, "-- scope: b\nCREATE TABLE high_row (a INTEGER) STRICT;\n", file,
		"has no column b");
	refuses(h, file, "-- scope: a\nCREATE INDEX i ON high_row(a);\n", file, "");
	refuses(h, file, "CREATE VIEW high_v AS SELECT n FROM low_plain;\n", file,
		"low_plain: another subject's");
	refuses(h, file, "CREATE INDEX i ON low_plain(n);\n", file, "low_plain: another subject's");
	refuses(h, file, "DROP TABLE low_plain;\n", file, "low_plain: another subject's");
	refuses(h, file, "UPDATE low_plain SET n = 1;\n", file, "low_plain: another subject's");
	accepts(h, file,
		"CREATE TABLE high_row (a INTEGER) STRICT;\n-- postgres\n"
		"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;\n"
		"-- both\nCREATE VIEW high_v AS SELECT a FROM high_row;\n");
	put(h, file, "CREATE TABLE high_row (a INTEGER) STRICT;\n");
	refuses(h, "low/low_0001.schema.sql",
		"CREATE TABLE low_item (id INTEGER REFERENCES high_row(a)) STRICT;\n",
		"low/low_0001.schema.sql", "high_row");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(good_ones_become_functions),
		T(each_database_gets_its_words),
		T(headers_are_checked),
		T(results_are_checked),
		T(reads_read_and_writes_write),
		T(tables_belong_to_their_subject),
		T(scopes_are_named),
		T(schemas_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

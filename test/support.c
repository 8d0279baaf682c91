#include "test/support.h"

#include <dirent.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

bool test_on_postgres(void)
{
	const char *kind = getenv("TEST_DB");

	return kind && strcmp(kind, "postgres") == 0;
}

/* On the cluster's own database. */
static bool on_cluster(const char *sql, struct err *e)
{
	const char *url = getenv("POSTGRES_URL");
	PGconn *pg = PQconnectdb(url ? url : "");
	PGresult *res = PQexec(pg, sql);
	bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;

	if (!ok) {
		err_detail(e, "%s: %s", sql, PQerrorMessage(pg));
		FAIL(e, ERR_STORE, T_store_failed);
	}
	PQclear(res);
	PQfinish(pg);
	return ok;
}

/* The cluster's address with the name of another database in it. */
static char *url_of(struct arena *a, const char *name)
{
	struct str url = str_z(getenv("POSTGRES_URL"));
	size_t path = str_find_char(url, '/', strlen("postgres://"));
	size_t query = str_find_char(url, '?', 0);

	return str_c(a, str_fmt(a, "%.*s/%s%.*s", STR_ARG(str_sub(url, 0, path)), name,
				STR_ARG(str_sub(url, query, url.n))));
}

static const char *temporary(void)
{
	const char *tmp = getenv("TMPDIR");

	return tmp ? tmp : "/tmp";
}

static bool make_postgres(struct test_db *t, const char *like, struct err *e)
{
	static int made;

	t->name = str_c(t->own, str_fmt(t->own, "test_%d_%d", (int)getpid(), ++made));
	if (!on_cluster(
		    str_c(t->own, str_fmt(t->own, "CREATE DATABASE %s TEMPLATE %s", t->name, like)),
		    e))
		return false;
	t->url = url_of(t->own, t->name);
	t->key = str_c(t->own, str_fmt(t->own, "%s/haidang-%s.key", temporary(), t->name));
	setenv("HAIDANG_KEY_FILE", t->key, 1);
	return true;
}

static bool make_sqlite(struct test_db *t, struct err *e)
{
	char *dir = str_c(t->own, str_fmt(t->own, "%s/haidang-test.XXXXXX", temporary()));

	if (!mkdtemp(dir))
		return FAIL(e, ERR_STORE, T_store_failed);
	t->path = str_c(t->own, str_fmt(t->own, "%s/test.db", dir));
	t->url = str_c(t->own, str_fmt(t->own, "sqlite:%s", t->path));
	return true;
}

static void begin(struct test_db *t)
{
	*t = (struct test_db){ .arena = arena_new((size_t)256 << 20),
		.own = arena_new((size_t)1 << 20) };
}

bool test_db_make(struct test_db *t, struct err *e)
{
	begin(t);
	return test_on_postgres() ? make_postgres(t, "template1", e) : make_sqlite(t, e);
}

static bool open_empty(struct test_db *t, struct err *e)
{
	return test_db_make(t, e) && db_open(&t->db, str_z(t->url), DB_SERVE, e);
}

bool test_db_open(struct test_db *t, struct err *e)
{
	return test_db_filled(t, "schema", NULL, e);
}

/* --- made once a run, copied after that: in the folder that TEST_TEMPLATES names */

static bool copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ssize_t n = in >= 0 && out >= 0 ? 1 : -1;

	while (n > 0)
		n = sendfile(out, in, NULL, (size_t)1 << 30);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return n == 0;
}

/* What was filled, closed and whole, goes under its name: PostgreSQL's template_NAME, with a
 * mark that it is there, or the file itself. */
static bool keep(struct test_db *t, const char *name, const char *kept, struct err *e)
{
	if (!t->name)
		return rename(t->path, kept) == 0 || FAIL(e, ERR_STORE, T_store_failed);
	if (!on_cluster(str_c(t->own, str_fmt(t->own, "ALTER DATABASE %s RENAME TO template_%s",
					      t->name, name)),
		    e))
		return false;
	t->name = NULL;
	int mark = open(kept, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	return (mark >= 0 && close(mark) == 0) || FAIL(e, ERR_STORE, T_store_failed);
}

static bool make_template(const char *name, const char *kept, test_db_fill *fill, struct err *e)
{
	struct test_db t;
	bool ok = open_empty(&t, e) && (!fill || fill(&t, e));

	db_close(t.db);
	t.db = NULL;
	ok = ok && keep(&t, name, kept, e);
	test_db_close(&t);
	return ok;
}

/* Whoever needs it first makes it, the others wait. */
static bool have_template(
	struct arena *a, const char *name, const char *kept, test_db_fill *fill, struct err *e)
{
	int lock = open(str_c(a, str_fmt(a, "%s.lock", kept)), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct stat there;

	if (lock < 0 || flock(lock, LOCK_EX) != 0)
		return FAIL(e, ERR_STORE, T_store_failed);
	bool ok = stat(kept, &there) == 0 || make_template(name, kept, fill, e);

	close(lock);
	return ok;
}

static bool open_copy(
	struct test_db *t, const char *dir, const char *name, test_db_fill *fill, struct err *e)
{
	bool postgres = test_on_postgres();

	begin(t);
	const char *kept = str_c(
		t->own, str_fmt(t->own, "%s/%s.%s", dir, name, postgres ? "postgres" : "sqlite"));

	if (!have_template(t->own, name, kept, fill, e))
		return false;
	if (postgres)
		return make_postgres(t, str_c(t->own, str_fmt(t->own, "template_%s", name)), e);
	if (!make_sqlite(t, e))
		return false;
	return copy_file(kept, t->path) || FAIL(e, ERR_STORE, T_store_failed);
}

bool test_db_filled(struct test_db *t, const char *name, test_db_fill *fill, struct err *e)
{
	const char *dir = getenv("TEST_TEMPLATES");

	if (!dir)
		return open_empty(t, e) && (!fill || fill(t, e));
	return open_copy(t, dir, name, fill, e) && db_open(&t->db, str_z(t->url), DB_SERVE, e);
}

/* --- and away */

static void remove_folder(struct test_db *t)
{
	struct str path = str_z(t->path);
	char *dir = str_c(t->own, str_sub(path, 0, path.n - strlen("/test.db")));
	DIR *d = opendir(dir);
	struct dirent *entry;

	while (d && (entry = readdir(d)))
		unlink(str_c(t->own, str_fmt(t->own, "%s/%s", dir, entry->d_name)));
	if (d)
		closedir(d);
	rmdir(dir);
}

void test_db_close(struct test_db *t)
{
	struct err e = { 0 };

	arena_free(t->arena); /* snapshots end */
	db_close(t->db);
	t->db = NULL;
	if (t->name)
		on_cluster(str_c(t->own, str_fmt(t->own, "DROP DATABASE %s WITH (FORCE)", t->name)),
			&e);
	if (t->path)
		remove_folder(t);
	if (t->key)
		unlink(t->key);
	arena_free(t->own);
}

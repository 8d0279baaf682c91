#include "test/support.h"

#include <dirent.h>
#include <libpq-fe.h>
#include <stdlib.h>
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

static bool make_postgres(struct test_db *t, struct err *e)
{
	static int made;

	t->name = str_c(t->own, str_fmt(t->own, "test_%d_%d", (int)getpid(), ++made));
	if (!on_cluster(str_c(t->own, str_fmt(t->own, "CREATE DATABASE %s", t->name)), e))
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

bool test_db_make(struct test_db *t, struct err *e)
{
	*t = (struct test_db){ .arena = arena_new((size_t)256 << 20),
		.own = arena_new((size_t)1 << 20) };
	return test_on_postgres() ? make_postgres(t, e) : make_sqlite(t, e);
}

bool test_db_open(struct test_db *t, struct err *e)
{
	return test_db_make(t, e) && db_open(&t->db, str_z(t->url), DB_SERVE, e);
}

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

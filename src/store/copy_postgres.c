/*
 * Copies of a PostgreSQL database, by its own pg_dump and pg_restore: they know every
 * version's catalogue, and a copy of theirs can be read without us.
 */
#include "store/copy_engine.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "store/tool.h"
#include "store_sql.h"

enum { LEAST = 15 };

/* --- out */

static bool begin(struct db_copy *c, const struct copy_place *place, struct err *e)
{
	struct db_read r = { .arena = c->arena };
	struct store_snapshot_row row;
	bool found;

	if (!engine_postgres.open(&c->conn, c->where, false, e) ||
		!engine_postgres.begin(c->conn, false, e))
		return false;
	r.conn = c->conn;
	if (!store_snapshot(&r, &row, &found, e))
		return false;
	c->snapshot = row.name;
	return tool_find(c->arena, "pg_dump", LEAST, place->pg_bin, &c->tool, &c->made_by, e);
}

static bool postgres_send(struct db_copy *c, copy_sink sink, void *ctx, struct err *e)
{
	struct tool *t;
	/* What is not the data's (owners, rights, comments on the cluster) stays. */
	const char *const args[] = { c->tool, "--format=custom", "--compress=0", "--no-owner",
		"--no-privileges", "--no-password", "--no-publications", "--no-subscriptions",
		"--no-comments", "--no-security-labels", "--no-tablespaces",
		str_c(c->arena, str_fmt(c->arena, "--snapshot=%.*s", STR_ARG(c->snapshot))), NULL };

	if (!tool_start(&t, c->arena, c->tool, args, c->where, false, e))
		return false;
	if (tool_read(t, sink, ctx, e))
		return tool_end(t, e);
	tool_kill(t);
	return false;
}

static void end(struct db_copy *c)
{
	(void)c;
}

/* --- back */

static bool check_place(struct db_fill *f, struct err *e)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct store_here_row here = { 0 };
	struct db_read *r;
	bool found, ok = db_fill_read(f, a, &r, e) && store_here(r, &here, &found, e);

	arena_free(a);
	if (!ok)
		return false;
	if (here.privileged)
		return FAIL(e, ERR_DENIED, T_store_fill_superuser);
	return here.tables == 0 || FAIL(e, ERR_CONFLICT, T_store_fill_not_empty);
}

static bool fill_begin(struct db_fill *f, const struct copy_place *place, struct err *e)
{
	struct str text;
	char *path;

	if (!check_place(f, e) ||
		!tool_find(f->arena, "pg_restore", LEAST, place->pg_bin, &path, &text, e))
		return false;
	/* "dbname=" in the environment is not taken by pg_restore: it asks for --dbname */
	const char *const args[] = { path, "--single-transaction", "--exit-on-error", "--no-owner",
		"--no-privileges", "--no-password", "--no-comments", "--format=custom",
		"--dbname=", NULL };

	return tool_start(&f->restore, f->arena, path, args, f->where, true, e);
}

static bool fill_write(struct db_fill *f, struct str bytes, struct err *e)
{
	return tool_write(f->restore, bytes, e);
}

static bool fill_finish(struct db_fill *f, struct err *e)
{
	f->filled = tool_end(f->restore, e);
	return f->filled;
}

static bool fill_keep(struct db_fill *f, struct err *e)
{
	(void)f;
	(void)e;
	return true; /* it has its name */
}

static bool run_on(const char *where, const char *sql, struct err *e)
{
	PGconn *pg = PQconnectdb(where);
	PGresult *res = PQexec(pg, sql);
	bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;

	if (!ok) {
		err_detail(e, "%s", PQerrorMessage(pg));
		FAIL(e, ERR_STORE, T_store_failed);
	}
	PQclear(res);
	PQfinish(pg);
	return ok;
}

/* pg_restore works in one transaction; what it has committed is not ours to drop. */
static void fill_end(struct db_fill *f)
{
	tool_kill(f->restore);
	if (f->filled && !f->kept)
		log_warn("store.restore", "the database was filled and not accepted: drop it");
}

/* --- for a trial */

/* The address with another database in it. Its other words stay as they are. */
static char *with_name(struct arena *a, const char *where, const char *name)
{
	struct str url = str_z(where);
	size_t host = str_find(url, S("://"), 0) + 3;
	size_t query = str_find_char(url, '?', host);
	size_t path = str_find_char(url, '/', host);

	if (query == SIZE_MAX)
		query = url.n;
	if (path == SIZE_MAX || path > query)
		path = query;
	return str_c(a, str_fmt(a, "%.*s/%s%.*s", STR_ARG(str_sub(url, 0, path)), name,
				STR_ARG(str_sub(url, query, url.n))));
}

static bool scratch_make(struct arena *a, const char *where, const struct copy_place *place,
	struct str *scratch, struct err *e)
{
	uint64_t n;

	(void)place;
	if (getrandom(&n, sizeof(n), 0) != sizeof(n))
		die("no random numbers");
	struct str name = str_fmt(a, "haidang_trial_%016llx", (unsigned long long)n);
	char *sql = str_c(a, str_fmt(a, "CREATE DATABASE %.*s", STR_ARG(name)));

	if (!run_on(where, sql, e))
		return FAIL(e, ERR_STORE, T_store_no_trial);
	*scratch = str_z(with_name(a, where, str_c(a, name)));
	return true;
}

static void scratch_drop(struct arena *a, const char *where, struct str scratch)
{
	size_t at = str_find(scratch, S("haidang_trial_"), 0);
	struct err e = { 0 };

	if (at == SIZE_MAX)
		return;
	char *sql = str_c(
		a, str_fmt(a, "DROP DATABASE IF EXISTS %.*s WITH (FORCE)",
			   STR_ARG(str_sub(scratch, at, at + strlen("haidang_trial_") + 16))));

	if (!run_on(where, sql, &e))
		log_err("store.trial", &e);
}

const struct copy_engine copy_postgres = {
	.engine = &engine_postgres,
	.begin = begin,
	.send = postgres_send,
	.end = end,
	.fill_begin = fill_begin,
	.fill_write = fill_write,
	.fill_finish = fill_finish,
	.fill_keep = fill_keep,
	.fill_end = fill_end,
	.scratch_make = scratch_make,
	.scratch_drop = scratch_drop,
};

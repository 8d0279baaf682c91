/*
 * SQLite: a file with its write-ahead log, every commit synced. Each connection keeps
 * its statements prepared.
 */
#include "store/engine.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	BUSY_MS = 10 * 1000,
	CHECKPOINT_PAGES = 1000, /* when nobody waits */
	CHECKPOINT_PAGES_MOST = 16 * 1000
};

enum fixed { BEGIN_READ, SNAPSHOT, BEGIN_WRITE, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, UNDO, FIXED };

static const char *const fixed_sql[FIXED] = {
	[BEGIN_READ] = "BEGIN",
	[SNAPSHOT] = "SELECT 1 FROM sqlite_schema LIMIT 1", /* BEGIN alone takes none */
	[BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	[SAVEPOINT] = "SAVEPOINT change",
	[RELEASE] = "RELEASE change",
	[UNDO] = "ROLLBACK TO change",
};

struct sqlite {
	struct conn conn;
	sqlite3 *db;
	sqlite3_stmt *fixed[FIXED];
	sqlite3_stmt **prepared; /* by stmt.id */
	size_t n_prepared;
	sqlite3_stmt *running; /* to be reset after a jump out of it */
	int wal_pages;
};

static struct sqlite *of(struct conn *c)
{
	return (struct sqlite *)c;
}

static bool fail(struct sqlite *q, int rc, const char *what, struct err *e)
{
	const char *message = q->db ? sqlite3_errmsg(q->db) : sqlite3_errstr(rc);

	err_detail(e, "%s: %s (%d)", what, message, q->db ? sqlite3_extended_errcode(q->db) : rc);
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return FAIL(e, ERR_BUSY, T_store_busy);
	case SQLITE_FULL:
		return FAIL(e, ERR_STORE, T_store_full);
	case SQLITE_CONSTRAINT:
		return FAIL(e, ERR_CONFLICT, T_store_constraint);
	case SQLITE_TOOBIG:
		return FAIL(e, ERR_TOO_LARGE, T_store_too_large);
	case SQLITE_NOMEM:
		die("out of memory in SQLite");
	default:
		return FAIL(e, ERR_STORE, T_store_failed);
	}
}

/* --- opening */

static void sqlite_close_conn(struct conn *c)
{
	struct sqlite *q = of(c);

	for (size_t i = 0; i < q->n_prepared; i++)
		sqlite3_finalize(q->prepared[i]);
	for (int i = 0; i < FIXED; i++)
		sqlite3_finalize(q->fixed[i]);
	sqlite3_close_v2(q->db);
	free(q->prepared);
	free(q);
}

static int on_wal(void *ctx, sqlite3 *db, const char *name, int pages)
{
	struct sqlite *q = ctx;

	(void)db;
	(void)name;
	q->wal_pages = pages;
	return SQLITE_OK;
}

/* A new file is the owner's alone; SQLite gives -wal and -shm the same mode. */
static void create_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

static int harden(sqlite3 *db, bool writes)
{
	int rc = sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (rc == SQLITE_OK) /* LIKE as PostgreSQL has it */
		rc = sqlite3_exec(db,
			"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			"PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
			"PRAGMA cell_size_check = ON;"
			"PRAGMA case_sensitive_like = ON; PRAGMA wal_autocheckpoint = 0;"
			"PRAGMA journal_size_limit = 67108864;",
			NULL, NULL, NULL);
	if (rc == SQLITE_OK) /* KiB of pages: the writer has one connection, readers many */
		rc = sqlite3_exec(db,
			writes ? "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY"
			       : "PRAGMA cache_size = -4096; PRAGMA query_only = ON",
			NULL, NULL, NULL);
	return rc;
}

static bool prepare_fixed(struct sqlite *q, struct err *e)
{
	for (int i = 0; i < FIXED; i++) {
		int rc = sqlite3_prepare_v3(
			q->db, fixed_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &q->fixed[i], NULL);

		if (rc != SQLITE_OK)
			return fail(q, rc, fixed_sql[i], e);
	}
	return true;
}

static bool sqlite_open_conn(struct conn **out, const char *path, bool writes, struct err *e)
{
	struct sqlite *q = calloc(1, sizeof(*q));

	if (!q)
		die("out of memory");
	q->conn.engine = &engine_sqlite;
	create_private(path);
	int rc = sqlite3_open_v2(path, &q->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(q->db, 1);
		sqlite3_busy_timeout(q->db, BUSY_MS);
		rc = harden(q->db, writes);
	}
	if (rc != SQLITE_OK) {
		err_detail(e, "%s: %s", path, sqlite3_errmsg(q->db));
		FAIL(e, ERR_STORE, T_store_open_failed, str_z(path));
		sqlite_close_conn(&q->conn);
		return false;
	}
	sqlite3_wal_hook(q->db, on_wal, q);
	if (!prepare_fixed(q, e)) {
		sqlite_close_conn(&q->conn);
		return false;
	}
	*out = &q->conn;
	return true;
}

static bool sqlite_alive(struct conn *c)
{
	(void)c;
	return true;
}

/* --- transactions */

static int step_fixed(struct sqlite *q, enum fixed which)
{
	int rc = sqlite3_step(q->fixed[which]);

	sqlite3_reset(q->fixed[which]);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static bool do_fixed(struct sqlite *q, enum fixed which, struct err *e)
{
	int rc = step_fixed(q, which);

	return rc == SQLITE_OK || fail(q, rc, fixed_sql[which], e);
}

static void sqlite_rollback(struct conn *c)
{
	struct sqlite *q = of(c);

	if (q->running)
		sqlite3_reset(q->running);
	q->running = NULL;
	if (!sqlite3_get_autocommit(q->db))
		step_fixed(q, ROLLBACK);
}

static bool sqlite_begin(struct conn *c, bool writes, struct err *e)
{
	struct sqlite *q = of(c);

	if (writes)
		return do_fixed(q, BEGIN_WRITE, e);
	if (do_fixed(q, BEGIN_READ, e) && do_fixed(q, SNAPSHOT, e))
		return true;
	sqlite_rollback(c);
	return false;
}

static enum commit sqlite_commit(struct conn *c, struct err *e)
{
	return do_fixed(of(c), COMMIT, e) ? COMMIT_DONE : COMMIT_FAILED;
}

static bool sqlite_savepoint(struct conn *c, struct err *e)
{
	return do_fixed(of(c), SAVEPOINT, e);
}

static bool sqlite_release(struct conn *c, struct err *e)
{
	return do_fixed(of(c), RELEASE, e);
}

/* A full disk or a failing one may end the whole transaction, not just the statement. */
static bool sqlite_undo(struct conn *c, struct err *e)
{
	struct sqlite *q = of(c);

	if (q->running)
		sqlite3_reset(q->running);
	q->running = NULL;
	if (sqlite3_get_autocommit(q->db))
		return FAIL(e, ERR_STORE, T_store_failed);
	return do_fixed(q, UNDO, e) && do_fixed(q, RELEASE, e);
}

/* --- statements */

static sqlite3_stmt *prepared(struct sqlite *q, const struct stmt *s, struct err *e)
{
	if (s->id >= q->n_prepared) {
		size_t n = s->id + 64;

		q->prepared = realloc(q->prepared, n * sizeof(*q->prepared));
		if (!q->prepared)
			die("out of memory");
		memset(q->prepared + q->n_prepared, 0, (n - q->n_prepared) * sizeof(*q->prepared));
		q->n_prepared = n;
	}
	if (q->prepared[s->id])
		return q->prepared[s->id];
	int rc = sqlite3_prepare_v3(
		q->db, s->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &q->prepared[s->id], NULL);

	if (rc != SQLITE_OK)
		fail(q, rc, s->name, e);
	return q->prepared[s->id];
}

static int bind_one(sqlite3_stmt *st, int i, const struct stmt_field *f, const union stmt_value *v)
{
	char day[24];

	if (stmt_is_null(f, v))
		return sqlite3_bind_null(st, i);
	switch (f->type) {
	case STMT_INT:
		return sqlite3_bind_int64(st, i, v->i);
	case STMT_BOOL:
		return sqlite3_bind_int64(st, i, v->b);
	case STMT_REAL:
		return sqlite3_bind_double(st, i, v->d);
	case STMT_TEXT:
		return sqlite3_bind_text64(st, i, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case STMT_BLOB:
		return sqlite3_bind_blob64(st, i, v->s.p, v->s.n, SQLITE_STATIC);
	case STMT_DATE:
		snprintf(day, sizeof(day), "%04d-%02d-%02d", v->date.year, v->date.month,
			v->date.day);
		return sqlite3_bind_text(st, i, day, 10, SQLITE_TRANSIENT);
	}
	return SQLITE_MISUSE;
}

static bool read_column(sqlite3_stmt *st, struct sink *sink, void *row, int i, struct err *e)
{
	size_t at = (size_t)i;

	switch (sqlite3_column_type(st, i)) {
	case SQLITE_NULL:
		return sink_null(sink, row, at, e);
	case SQLITE_INTEGER:
		return sink_int(sink, row, at, sqlite3_column_int64(st, i), e);
	case SQLITE_FLOAT:
		return sink_real(sink, row, at, sqlite3_column_double(st, i), e);
	default:
		break;
	}
	const char *p = sqlite3_column_blob(st, i);

	return sink_bytes(sink, row, at, str_n(p, (size_t)sqlite3_column_bytes(st, i)), e);
}

static bool read_row(sqlite3_stmt *st, struct sink *sink, struct err *e)
{
	void *row = sink_row(sink, e);

	if (!row)
		return false;
	for (int i = 0; i < (int)sink->s->n_out; i++)
		if (!read_column(st, sink, row, i, e))
			return false;
	return true;
}

static bool sqlite_run(struct conn *c, const struct stmt *s, const union stmt_value *in,
	struct sink *sink, int64_t *changed, struct err *e)
{
	struct sqlite *q = of(c);
	sqlite3_stmt *st = prepared(q, s, e);
	int rc = SQLITE_OK;
	bool ok = false;

	if (!st)
		return false;
	for (size_t i = 0; rc == SQLITE_OK && i < s->n_in; i++)
		rc = bind_one(st, (int)i + 1, &s->in[i], &in[i]);
	if (rc != SQLITE_OK)
		goto out;
	q->running = st;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		if (!read_row(st, sink, e))
			goto out;
	ok = rc == SQLITE_DONE;
	if (ok && changed)
		*changed = sqlite3_changes64(q->db);
out:
	if (!ok)
		fail(q, rc, s->name, e);
	sqlite3_reset(st);
	q->running = NULL;
	return ok;
}

static bool sqlite_queue(
	struct conn *c, const struct stmt *s, const union stmt_value *in, struct err *e)
{
	struct sink none = { .s = s };

	return sqlite_run(c, s, in, &none, NULL, e);
}

static bool sqlite_flush(struct conn *c, struct err *e)
{
	(void)c;
	(void)e;
	return true;
}

static bool sqlite_script(struct conn *c, const struct migration *m, struct err *e)
{
	struct sqlite *q = of(c);
	int rc = sqlite3_exec(q->db, m->sqlite, NULL, NULL, NULL);

	return rc == SQLITE_OK || fail(q, rc, m->name, e);
}

static bool sqlite_prepare_only(struct conn *c, const struct stmt *s, struct err *e)
{
	return prepared(of(c), s, e) != NULL;
}

/* A checkpoint stops no reader and no command beside us; what it cannot copy yet waits for
 * the next. Its own failure (a full disk) loses nothing: the log has it all. */
static void sqlite_idle(struct conn *c, bool quiet)
{
	struct sqlite *q = of(c);

	if (q->wal_pages < (quiet ? CHECKPOINT_PAGES : CHECKPOINT_PAGES_MOST))
		return;
	int rc = sqlite3_wal_checkpoint_v2(q->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	if (rc != SQLITE_OK && rc != SQLITE_BUSY)
		log_warn("store.checkpoint", "result=%d", rc);
	q->wal_pages = 0;
}

const struct engine engine_sqlite = {
	.kind = "sqlite",
	.open = sqlite_open_conn,
	.close = sqlite_close_conn,
	.alive = sqlite_alive,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.savepoint = sqlite_savepoint,
	.release = sqlite_release,
	.undo = sqlite_undo,
	.run = sqlite_run,
	.queue = sqlite_queue,
	.flush = sqlite_flush,
	.script = sqlite_script,
	.prepare = sqlite_prepare_only,
	.idle = sqlite_idle,
};

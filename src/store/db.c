/*
 * An open database: choosing the engine, the lock of the server, migrations at the
 * start, and the pool of connections that snapshots are read on.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/engine.h"

enum {
	POOL_MOST = 64,	 /* snapshots at a time */
	LOCK_TRIES = 20, /* a command that migrates holds the lock for a moment */
	LOCK_WAIT_US = 100 * 1000
};

/* An address may hold a password behind its scheme: that much is not shown again. */
static bool bad_url(struct str url, struct err *e)
{
	size_t scheme = str_find(url, S("://"), 0);

	return FAIL(e, ERR_INPUT, T_store_bad_url,
		scheme == SIZE_MAX ? url : str_sub(url, 0, scheme + 3));
}

static bool choose_engine(struct db *db, struct str url, struct err *e)
{
	struct str file = S("sqlite:");

	if (str_starts(url, file) && url.n > file.n) {
		db->engine = &engine_sqlite;
		url = str_sub(url, file.n, url.n);
	} else if (str_starts(url, S("postgres://")) || str_starts(url, S("postgresql://"))) {
		db->engine = &engine_postgres;
	} else {
		return bad_url(url, e);
	}
	if (str_find_char(url, '\0', 0) != SIZE_MAX)
		return bad_url(url, e);
	db->where = str_c(db->arena, url);
	return true;
}

/* --- the server's lock: a second one on the same file is refused */

static bool open_lock(struct db *db, struct err *e)
{
	struct str path = str_fmt(db->arena, "%s.lock", db->where);

	db->lock_fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (db->lock_fd >= 0)
		return true;
	err_detail(e, "%s: errno %d", path.p, errno);
	return FAIL(e, ERR_STORE, T_store_open_failed, str_z(db->where));
}

static bool try_lock(struct db *db, int tries)
{
	while (flock(db->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (--tries <= 0)
			return false;
		usleep(LOCK_WAIT_US);
	}
	return true;
}

static void unlock(struct db *db)
{
	if (db->lock_fd >= 0)
		close(db->lock_fd);
	db->lock_fd = -1;
}

static bool lock_to_serve(struct db *db, struct err *e)
{
	if (db->engine != &engine_sqlite || db->mode != DB_SERVE)
		return true;
	if (!open_lock(db, e))
		return false;
	if (try_lock(db, LOCK_TRIES))
		return true;
	return FAIL(e, ERR_CONFLICT, T_store_in_use, str_z(db->where));
}

/* A command changes the schema of a file only where no server works on it. */
static bool migrate_beside(struct db *db, struct conn *c, struct err *e)
{
	bool ok = open_lock(db, e);

	if (ok && !try_lock(db, 1))
		ok = FAIL(e, ERR_CONFLICT, T_store_server_older, str_z(db->where));
	ok = ok && migrate(c, migrations, migrations_n, e);
	unlock(db);
	return ok;
}

static bool bring_up_to_date(struct db *db, struct err *e)
{
	struct conn *c = NULL;
	size_t missing = 0;
	bool ok = db->engine->open(&c, db->where, true, e) &&
		  migrate_check(c, migrations, migrations_n, &missing, e);

	if (ok && missing) {
		if (db->engine == &engine_sqlite && db->mode == DB_COMMAND)
			ok = migrate_beside(db, c, e);
		else
			ok = migrate(c, migrations, migrations_n, e);
	}
	if (c)
		db->engine->close(c);
	return ok;
}

bool db_open(struct db **out, struct str url, enum db_mode mode, struct err *e)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct db *db = NEW(a, struct db);

	*db = (struct db){ .arena = a, .mode = mode, .lock_fd = -1 };
	pthread_mutex_init(&db->lock, NULL);
	pthread_mutex_init(&db->key_lock, NULL);
	if (choose_engine(db, url, e) && lock_to_serve(db, e) && bring_up_to_date(db, e) &&
		writer_start(db, e)) {
		*out = db;
		return true;
	}
	db_close(db);
	return false;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	writer_stop(db);
	while (db->pool) {
		struct conn *c = db->pool;

		db->pool = c->next;
		db->engine->close(c);
	}
	unlock(db);
	keyfile_close(db->key);
	pthread_mutex_destroy(&db->key_lock);
	pthread_mutex_destroy(&db->lock);
	arena_free(db->arena);
}

const char *db_kind(const struct db *db)
{
	return db->engine->kind;
}

/* --- the key beside it */

struct str db_beside(struct arena *a, const struct db *db, const char *suffix)
{
	return db->engine == &engine_sqlite ? str_fmt(a, "%s.%s", db->where, suffix) : STR_NULL;
}

struct str db_key_path(struct arena *a, const struct db *db)
{
	const char *said = getenv("HAIDANG_KEY_FILE");

	return said && said[0] ? str_z(said) : db_beside(a, db, "key");
}

static bool open_key(struct db *db, struct err *e)
{
	struct arena *a = arena_new(65536);
	struct str path = db_key_path(a, db);
	bool ok = path.p ? keyfile_open(&db->key, str_c(a, path), e)
			 : FAIL(e, ERR_STORE, T_store_key_where);

	arena_free(a);
	return ok;
}

bool db_key(struct db *db, const struct keyfile **out, struct err *e)
{
	pthread_mutex_lock(&db->key_lock);
	bool ok = db->key || open_key(db, e);

	*out = db->key;
	pthread_mutex_unlock(&db->key_lock);
	return ok;
}

/* --- snapshots */

/* *c is NULL where the pool has none but one may be opened. */
static bool take(struct db *db, struct conn **c, struct err *e)
{
	bool ok = true;

	pthread_mutex_lock(&db->lock);
	*c = db->pool;
	if (*c)
		db->pool = (*c)->next;
	else if (db->open < POOL_MOST)
		db->open++;
	else
		ok = FAIL(e, ERR_BUSY, T_store_busy);
	pthread_mutex_unlock(&db->lock);
	return ok;
}

static void give_back(struct db *db, struct conn *c)
{
	bool keep = c && db->engine->alive(c);

	if (c && !keep)
		db->engine->close(c);
	pthread_mutex_lock(&db->lock);
	if (keep) {
		c->next = db->pool;
		db->pool = c;
	} else {
		db->open--;
	}
	pthread_mutex_unlock(&db->lock);
}

/* A pooled connection may have died since its last use: those are dropped, and only a new
 * one's failure is the caller's. */
static bool begin(struct db *db, struct conn **out, struct err *e)
{
	struct conn *c;

	for (;;) {
		struct err first = { 0 };

		if (!take(db, &c, e))
			return false;
		if (!c)
			break;
		if (db->engine->begin(c, false, &first)) {
			*out = c;
			return true;
		}
		bool died = !db->engine->alive(c);

		give_back(db, c);
		if (!died) {
			*e = first;
			return false;
		}
	}
	if (db->engine->open(&c, db->where, false, e) && db->engine->begin(c, false, e)) {
		*out = c;
		return true;
	}
	give_back(db, c);
	return false;
}

static void end(void *arg)
{
	db_read_end(arg);
}

bool db_read_begin(struct db *db, struct arena *a, struct db_read **out, struct err *e)
{
	struct db_read *r = NEW(a, struct db_read);

	*r = (struct db_read){ .db = db, .arena = a };
	arena_defer(a, end, r); /* before there is something to lose */
	if (!begin(db, &r->conn, e))
		return false;
	*out = r;
	return true;
}

void db_read_end(struct db_read *r)
{
	if (!r || !r->conn)
		return;
	struct conn *c = r->conn;

	r->conn = NULL;
	c->engine->rollback(c);
	give_back(r->db, c);
}

bool db_read_again(struct db_read *r, struct err *e)
{
	return begin(r->db, &r->conn, e);
}

struct arena *db_read_arena(struct db_read *r)
{
	return r->arena;
}

struct db_read *db_write_read(struct db_write *w)
{
	return &w->read;
}

struct arena *db_write_arena(struct db_write *w)
{
	return w->read.arena;
}

struct db_batch *db_batch(struct db_write *w)
{
	return &w->batch;
}

bool db_batch_run(struct db_batch *b, struct err *e)
{
	return b->conn->engine->flush(b->conn, e);
}

/*
 * The store: one interface over SQLite and PostgreSQL. Reads run on a snapshot,
 * changes in the one writer, statements by name (generated from the .sql files).
 * SQLite and libpq are known to this folder only.
 *
 *	--db sqlite:FILE            a file and its -wal; one machine
 *	--db postgres://…           a server; several machines
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/base.h"
#include "base/keyfile.h"

#define DB_NULL INT64_MIN /* an integer column that holds no value */

struct db;	 /* an open database; shared by all threads */
struct db_read;	 /* a snapshot on one connection; one thread */
struct db_write; /* the inside of one change; the writer's thread */
struct db_batch; /* statements of one change sent together */

enum db_mode {
	DB_SERVE,  /* the server: the only one on a SQLite file; migrates */
	DB_COMMAND /* a command beside it: may read and change; migrates only when no server runs */
};

/* Opens, checks (durable settings, schema not newer than the program) and migrates.
 * ERR_STORE, ERR_CONFLICT (another server has the file; a newer schema). */
bool db_open(struct db **out, struct str url, enum db_mode mode, struct err *e) MUST;
/* Finishes what was accepted, then closes. NULL is allowed. */
void db_close(struct db *db);

/* A snapshot that holds until db_read_end; text of its results lives in `a`, and
 * ends with it if db_read_end was not called. */
bool db_read_begin(struct db *db, struct arena *a, struct db_read **out, struct err *e) MUST;
void db_read_end(struct db_read *r);
/* After db_read_end, a new snapshot under the same name: for who has waited for somebody else
 * meanwhile, while no connection was held. What was read before is text of the past. */
bool db_read_again(struct db_read *r, struct err *e) MUST;
struct arena *db_read_arena(struct db_read *r);

/* The reader that sees the change itself. */
struct db_read *db_write_read(struct db_write *w);
struct arena *db_write_arena(struct db_write *w);

/* Many statements of one kind or several: `x_queue` functions add, db_batch_run sends
 * what is left and reports the first failure. */
struct db_batch *db_batch(struct db_write *w);
bool db_batch_run(struct db_batch *b, struct err *e) MUST;

/* The key that lies beside the database: in the file that HAIDANG_KEY_FILE names, else in
 * FILE.key beside a SQLite file. Opened, and made, at the first asking; the database's own.
 * ERR_STORE where it cannot be had; for PostgreSQL also where the variable is not set, for
 * every host must have the same. */
bool db_key(struct db *db, const struct keyfile **out, struct err *e) MUST;
/* Where it lies or will lie; no value where nobody has said so. */
struct str db_key_path(struct arena *a, const struct db *db);

/* "FILE.suffix" beside a SQLite file; no value for PostgreSQL. */
struct str db_beside(struct arena *a, const struct db *db, const char *suffix);

/* "sqlite" or "postgres". For messages and tests; no rule depends on it. */
const char *db_kind(const struct db *db);

#endif

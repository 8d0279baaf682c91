/*
 * The database as a stream of bytes, taken while others write, and made anew from one.
 * The stream is the database's own: a SQLite file, or what pg_dump writes (custom form,
 * uncompressed). What goes around it (compression, encryption) is the floor operation's.
 *
 * A copy is one snapshot: what db_copy_read reads is what the stream holds.
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/db.h"

struct db_copy;

struct table_count {
	struct str name;
	int64_t rows;
};

struct table_counts {
	struct table_count *v;
	size_t n, cap;
};

struct copy_place {
	struct str temp;   /* a folder for a private copy; no value: the database's own */
	struct str pg_bin; /* where pg_dump and pg_restore are; no value: looked for */
};

/* Takes the snapshot. A SQLite file is written anew beside the database (VACUUM INTO: what
 * was erased does not travel), private and without a name once it is read.
 * ERR_STORE, ERR_ABSENT (no pg_dump that is new enough). */
bool db_copy_begin(
	struct db_copy **out, struct str url, const struct copy_place *place, struct err *e) MUST;
struct db_read *db_copy_read(struct db_copy *c);
/* "pg_dump (PostgreSQL) 15.8", "SQLite 3.40.1". */
struct str db_copy_made_by(struct db_copy *c);
/* Bytes of the stream; 0 where that is not known before. */
int64_t db_copy_size(struct db_copy *c);

typedef bool (*copy_sink)(void *ctx, struct str bytes, struct err *e);

/* Sends the whole of it; once. */
bool db_copy_send(struct db_copy *c, copy_sink sink, void *ctx, struct err *e) MUST;
/* NULL is allowed. */
void db_copy_end(struct db_copy *c);

/* How many rows each table holds, by name. */
bool db_counts(struct db_read *r, struct table_counts *out, struct err *e) MUST;

/* --- the way back */

struct db_fill;

/* A place that must be empty: a file that is not there, a database without a table. On
 * PostgreSQL the account must not be a superuser, for a dump is a program. */
bool db_fill_begin(
	struct db_fill **out, struct str url, const struct copy_place *place, struct err *e) MUST;
bool db_fill_write(struct db_fill *f, struct str bytes, struct err *e) MUST;
/* The stream was whole. On PostgreSQL everything is committed here; a SQLite file still
 * has another name. Checks that the database itself finds it sound. */
bool db_fill_finish(struct db_fill *f, struct err *e) MUST;
/* Reading what came, before anything brings it up to date. Ends with the arena. */
bool db_fill_read(struct db_fill *f, struct arena *a, struct db_read **out, struct err *e) MUST;
/* Where it is until db_fill_keep: for db_open. */
struct str db_fill_url(struct db_fill *f);
/* Gives it its name. */
bool db_fill_keep(struct db_fill *f, struct err *e) MUST;
/* Throws away what was not kept: the file, or what the dump has made. NULL is allowed. */
void db_fill_end(struct db_fill *f);

/* An empty database of the same server for a trial, and away with it: a file in the
 * temporary folder; a database, for which the account needs CREATEDB. */
bool db_scratch_make(struct arena *a, struct str url, const struct copy_place *place,
	struct str *scratch, struct err *e) MUST;
void db_scratch_drop(struct arena *a, struct str url, struct str scratch);

#endif

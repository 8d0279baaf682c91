/*
 * Inside the store: what SQLite and PostgreSQL each provide, and how rows come out
 * of them. A connection is used by one thread at a time.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include <pthread.h>

#include "store/migrate.h"
#include "store/stmt.h"

struct conn {
	const struct engine *engine;
	struct conn *next; /* in the pool */
};

enum commit { COMMIT_DONE, COMMIT_FAILED, COMMIT_UNKNOWN };

/* Where the rows of a statement go. */
struct sink {
	const struct stmt *s;
	struct arena *arena;
	char *v;
	size_t n, cap;
	size_t most; /* more rows than that are an error */
};

struct engine {
	const char *kind;
	/* Opens and checks a connection; `where` is what stands behind the scheme. */
	bool (*open)(struct conn **out, const char *where, bool writes, struct err *e);
	void (*close)(struct conn *c);
	/* False: broken, to be closed. */
	bool (*alive)(struct conn *c);
	/* A transaction: of the writer, with the lock that keeps other writers out; or a
	 * snapshot to read. */
	bool (*begin)(struct conn *c, bool writes, struct err *e);
	enum commit (*commit)(struct conn *c, struct err *e);
	/* Ends whatever runs, also after a jump out of it. */
	void (*rollback)(struct conn *c);
	bool (*savepoint)(struct conn *c, struct err *e);
	bool (*release)(struct conn *c, struct err *e);
	/* To the savepoint, which stays released; false: the transaction itself is gone. */
	bool (*undo)(struct conn *c, struct err *e);
	/* Runs to the end. `changed` may be NULL. */
	bool (*run)(struct conn *c, const struct stmt *s, const union stmt_value *in,
		struct sink *sink, int64_t *changed, struct err *e);
	/* As run, but the answer may come at flush only. */
	bool (*queue)(
		struct conn *c, const struct stmt *s, const union stmt_value *in, struct err *e);
	bool (*flush)(struct conn *c, struct err *e);
	/* Statements of a migration. */
	bool (*script)(struct conn *c, const struct migration *m, struct err *e);
	/* Prepares without running: for the tests. */
	bool (*prepare)(struct conn *c, const struct stmt *s, struct err *e);
	/* Housekeeping between groups; `quiet` where nobody waits. */
	void (*idle)(struct conn *c, bool quiet);
};

extern const struct engine engine_sqlite, engine_postgres;

/* Parameters of the declared kinds: no NULL where none may be, text that is UTF-8 without
 * NUL bytes, days that exist. */
bool stmt_check(const struct stmt *s, const union stmt_value *in, struct err *e) MUST;
/* True where the parameter is "no value" of its type. */
bool stmt_is_null(const struct stmt_field *f, const union stmt_value *v);

/* A new row, NULL when it is one too many; then its results. */
void *sink_row(struct sink *sink, struct err *e);
bool sink_null(struct sink *sink, void *row, size_t i, struct err *e) MUST;
bool sink_int(struct sink *sink, void *row, size_t i, int64_t v, struct err *e) MUST;
bool sink_real(struct sink *sink, void *row, size_t i, double v, struct err *e) MUST;
bool sink_bytes(struct sink *sink, void *row, size_t i, struct str v, struct err *e) MUST;

/* An open database (db.c). */
struct db {
	const struct engine *engine;
	enum db_mode mode;
	char *where;
	struct arena *arena;
	int lock_fd;
	struct writer *writer;
	pthread_mutex_t lock; /* of the pool */
	struct conn *pool;
	size_t open; /* connections out or in the pool */
	pthread_mutex_t key_lock;
	struct keyfile *key; /* NULL until asked for */
};

struct db_read {
	struct db *db;
	struct conn *conn; /* NULL: ended */
	struct arena *arena;
};

struct db_batch {
	struct conn *conn;
};

struct db_write {
	struct db_read read;
	struct db_batch batch;
};

bool writer_start(struct db *db, struct err *e) MUST;
/* Finishes what was accepted. */
void writer_stop(struct db *db);

#endif

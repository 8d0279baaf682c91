/*
 * Inside the store: what each database does of a copy (copy.h).
 */
#ifndef STORE_COPY_ENGINE_H
#define STORE_COPY_ENGINE_H

#include "store/copy.h"
#include "store/engine.h"

struct copy_engine;

struct db_copy {
	const struct copy_engine *how;
	struct arena *arena;
	struct conn *conn; /* inside the snapshot */
	struct db_read read;
	char *where;
	struct str made_by;
	int64_t size;
	/* SQLite */
	char *folder, *path; /* of the private copy; NULL: gone */
	/* PostgreSQL */
	char *tool;
	struct str snapshot;
};

struct db_fill {
	const struct copy_engine *how;
	struct arena *arena;
	char *where;
	bool kept;
	/* SQLite */
	char *path; /* under its other name; NULL: none was made */
	int fd;
	/* PostgreSQL */
	struct tool *restore;
	bool filled; /* there may be tables of ours */
};

struct copy_engine {
	const struct engine *engine;
	bool (*begin)(struct db_copy *c, const struct copy_place *place, struct err *e);
	bool (*send)(struct db_copy *c, copy_sink sink, void *ctx, struct err *e);
	void (*end)(struct db_copy *c);
	bool (*fill_begin)(struct db_fill *f, const struct copy_place *place, struct err *e);
	bool (*fill_write)(struct db_fill *f, struct str bytes, struct err *e);
	bool (*fill_finish)(struct db_fill *f, struct err *e);
	bool (*fill_keep)(struct db_fill *f, struct err *e);
	void (*fill_end)(struct db_fill *f);
	bool (*sound)(const char *where, struct err *e); /* may be NULL */
	bool (*scratch_make)(struct arena *a, const char *where, const struct copy_place *place,
		struct str *scratch, struct err *e);
	void (*scratch_drop)(struct arena *a, const char *where, struct str scratch);
};

extern const struct copy_engine copy_sqlite, copy_postgres;

/* What stands behind the scheme, and whose it is; NULL: no address. */
const struct copy_engine *copy_engine_of(struct arena *a, struct str url, char **where);

#endif

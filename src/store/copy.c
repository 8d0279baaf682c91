/*
 * Copies: choosing the database, counting rows. The rest is in copy_sqlite.c and
 * copy_postgres.c.
 */
#include "store/copy_engine.h"

#include <stddef.h>

#include "store_sql.h"

enum { ARENA = 64 << 20 };

const struct copy_engine *copy_engine_of(struct arena *a, struct str url, char **where)
{
	struct str file = S("sqlite:");

	if (str_find_char(url, '\0', 0) != SIZE_MAX)
		return NULL;
	if (str_starts(url, file) && url.n > file.n) {
		*where = str_c(a, str_sub(url, file.n, url.n));
		return &copy_sqlite;
	}
	*where = str_c(a, url);
	if (str_starts(url, S("postgres://")) || str_starts(url, S("postgresql://")))
		return &copy_postgres;
	return NULL;
}

/* The address is not shown: it may hold a password. */
static bool bad_url(struct err *e)
{
	return FAIL(e, ERR_INPUT, T_store_bad_url, S("…"));
}

bool db_copy_begin(
	struct db_copy **out, struct str url, const struct copy_place *place, struct err *e)
{
	struct arena *a = arena_new(ARENA);
	struct db_copy *c = NEW(a, struct db_copy);

	c->arena = a;
	c->how = copy_engine_of(a, url, &c->where);
	bool ok = c->how ? c->how->begin(c, place, e) : bad_url(e);

	if (!ok) {
		db_copy_end(c);
		return false;
	}
	c->read = (struct db_read){ .conn = c->conn, .arena = a };
	*out = c;
	return true;
}

struct db_read *db_copy_read(struct db_copy *c)
{
	return &c->read;
}

struct str db_copy_made_by(struct db_copy *c)
{
	return c->made_by;
}

int64_t db_copy_size(struct db_copy *c)
{
	return c->size;
}

bool db_copy_send(struct db_copy *c, copy_sink sink, void *ctx, struct err *e)
{
	return c->how->send(c, sink, ctx, e);
}

void db_copy_end(struct db_copy *c)
{
	if (!c)
		return;
	if (c->conn) {
		c->conn->engine->rollback(c->conn);
		c->conn->engine->close(c->conn);
	}
	if (c->how)
		c->how->end(c);
	arena_free(c->arena);
}

/* --- counting */

struct count_row {
	int64_t n;
};

static const struct stmt_field count_out[] = {
	{ .name = "n", .type = STMT_INT, .offset = offsetof(struct count_row, n) },
};

/* The name comes from the database's own list. A quote in it would be none of ours. */
static bool count_one(struct db_read *r, size_t i, struct table_count *t, struct err *e)
{
	struct arena *a = db_read_arena(r);
	const char *sql = str_c(
		a, str_fmt(a, "SELECT count(*) AS n FROM \"%.*s\"", STR_ARG(t->name)));
	struct stmt s = {
		.name = str_c(a, str_fmt(a, "store_count_%zu", i)),
		.id = sql_all_n + i,
		.sqlite = sql,
		.postgres = sql,
		.out = count_out,
		.n_out = 1,
		.row_size = sizeof(struct count_row),
	};
	struct count_row row;
	bool found;

	if (str_find_char(t->name, '"', 0) != SIZE_MAX)
		return FAIL(e, ERR_CONFLICT, T_store_copy_foreign, t->name);
	if (!stmt_one(r, &s, NULL, &row, &found, e))
		return false;
	t->rows = row.n;
	return true;
}

bool db_counts(struct db_read *r, struct table_counts *out, struct err *e)
{
	struct store_tables_rows rows;

	*out = (struct table_counts){ 0 };
	if (!store_tables(r, &rows, e))
		return false;
	LIST_EACH(row, &rows) {
		struct table_count *t = LIST_ADD(db_read_arena(r), out);

		t->name = row->name;
		if (!count_one(r, out->n - 1, t, e))
			return false;
	}
	return true;
}

/* --- the way back */

bool db_fill_begin(
	struct db_fill **out, struct str url, const struct copy_place *place, struct err *e)
{
	struct arena *a = arena_new(ARENA);
	struct db_fill *f = NEW(a, struct db_fill);

	f->arena = a;
	f->fd = -1;
	f->how = copy_engine_of(a, url, &f->where);
	if (f->how ? f->how->fill_begin(f, place, e) : bad_url(e)) {
		*out = f;
		return true;
	}
	db_fill_end(f);
	return false;
}

bool db_fill_write(struct db_fill *f, struct str bytes, struct err *e)
{
	return f->how->fill_write(f, bytes, e);
}

bool db_fill_finish(struct db_fill *f, struct err *e)
{
	return f->how->fill_finish(f, e);
}

struct str db_fill_url(struct db_fill *f)
{
	if (f->path)
		return str_fmt(f->arena, "sqlite:%s", f->path);
	return str_z(f->where);
}

static void close_read(void *arg)
{
	struct db_read *r = arg;

	if (!r->conn)
		return;
	r->conn->engine->rollback(r->conn);
	r->conn->engine->close(r->conn);
	r->conn = NULL;
}

bool db_fill_read(struct db_fill *f, struct arena *a, struct db_read **out, struct err *e)
{
	struct db_read *r = NEW(a, struct db_read);
	const struct engine *engine = f->how->engine;

	r->arena = a;
	arena_defer(a, close_read, r);
	if (!engine->open(&r->conn, f->path ? f->path : f->where, false, e) ||
		!engine->begin(r->conn, false, e))
		return false;
	*out = r;
	return true;
}

bool db_fill_keep(struct db_fill *f, struct err *e)
{
	f->kept = f->how->fill_keep(f, e);
	return f->kept;
}

void db_fill_end(struct db_fill *f)
{
	if (!f)
		return;
	if (f->how)
		f->how->fill_end(f);
	arena_free(f->arena);
}

bool db_scratch_make(struct arena *a, struct str url, const struct copy_place *place,
	struct str *scratch, struct err *e)
{
	char *where;
	const struct copy_engine *how = copy_engine_of(a, url, &where);

	return how ? how->scratch_make(a, where, place, scratch, e) : bad_url(e);
}

void db_scratch_drop(struct arena *a, struct str url, struct str scratch)
{
	char *where;
	const struct copy_engine *how = copy_engine_of(a, url, &where);

	if (how)
		how->scratch_drop(a, where, scratch);
}

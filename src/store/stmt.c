/*
 * Statements between generated code and the databases: parameters are checked on the
 * way in, results are put into rows on the way out, alike for both.
 */
#include "store/engine.h"
#include "store/stats.h"

#include <math.h>

const struct stmt_field stmt_id_out[1] = { { "id", STMT_INT, false, 0 } };

bool stmt_is_null(const struct stmt_field *f, const union stmt_value *v)
{
	switch (f->type) {
	case STMT_INT:
		return v->i == DB_NULL;
	case STMT_REAL:
		return isnan(v->d);
	case STMT_TEXT:
	case STMT_BLOB:
		return !v->s.p;
	case STMT_DATE:
		return !date_given(v->date);
	case STMT_BOOL:
		break;
	}
	return false;
}

static bool check_one(
	const struct stmt *s, const struct stmt_field *f, const union stmt_value *v, struct err *e)
{
	if (stmt_is_null(f, v)) {
		if (f->nullable)
			return true;
		err_detail(e, "%s: no value for %s", s->name, f->name);
		return FAIL(e, ERR_INTERNAL, T_store_failed);
	}
	if (f->type == STMT_TEXT &&
		(str_find_char(v->s, '\0', 0) != SIZE_MAX || !str_is_utf8(v->s))) {
		err_detail(e, "%s: %s is not text", s->name, f->name);
		return FAIL(e, ERR_INPUT, T_store_bad_text);
	}
	if (f->type == STMT_DATE && !date_valid(v->date.year, v->date.month, v->date.day)) {
		err_detail(e, "%s: %s is no day", s->name, f->name);
		return FAIL(e, ERR_INTERNAL, T_store_failed);
	}
	return true;
}

bool stmt_check(const struct stmt *s, const union stmt_value *in, struct err *e)
{
	for (size_t i = 0; i < s->n_in; i++)
		if (!check_one(s, &s->in[i], &in[i], e))
			return false;
	return true;
}

/* --- rows */

void *sink_row(struct sink *sink, struct err *e)
{
	size_t size = sink->s->row_size;

	if (sink->n == sink->most) {
		err_detail(e, "%s: more than %zu rows", sink->s->name, sink->most);
		FAIL(e, ERR_INTERNAL, T_store_failed);
		return NULL;
	}
	if (sink->n == sink->cap) {
		size_t cap = sink->cap ? sink->cap * 2 : sink->most < 16 ? sink->most : 16;
		char *v = arena_alloc_n(sink->arena, cap, size);

		if (sink->n)
			memcpy(v, sink->v, sink->n * size);
		sink->v = v;
		sink->cap = cap;
	}
	return sink->v + sink->n++ * size;
}

static bool wrong_kind(const struct sink *sink, size_t i, const char *what, struct err *e)
{
	err_detail(e, "%s: %s is %s", sink->s->name, sink->s->out[i].name, what);
	return FAIL(e, ERR_INTERNAL, T_store_failed);
}

static void *place(const struct sink *sink, void *row, size_t i)
{
	return (char *)row + sink->s->out[i].offset;
}

bool sink_null(struct sink *sink, void *row, size_t i, struct err *e)
{
	const struct stmt_field *f = &sink->s->out[i];

	if (!f->nullable)
		return wrong_kind(sink, i, "NULL", e);
	if (f->type == STMT_INT)
		*(int64_t *)place(sink, row, i) = DB_NULL;
	else if (f->type == STMT_REAL)
		*(double *)place(sink, row, i) = NAN;
	return true; /* the others' zero is "no value" */
}

bool sink_int(struct sink *sink, void *row, size_t i, int64_t v, struct err *e)
{
	switch (sink->s->out[i].type) {
	case STMT_INT:
		*(int64_t *)place(sink, row, i) = v;
		return true;
	case STMT_BOOL:
		*(bool *)place(sink, row, i) = v != 0;
		return true;
	case STMT_REAL:
		*(double *)place(sink, row, i) = (double)v;
		return true;
	default:
		return wrong_kind(sink, i, "a number", e);
	}
}

bool sink_real(struct sink *sink, void *row, size_t i, double v, struct err *e)
{
	if (sink->s->out[i].type != STMT_REAL)
		return wrong_kind(sink, i, "a real number", e);
	*(double *)place(sink, row, i) = v;
	return true;
}

bool sink_bytes(struct sink *sink, void *row, size_t i, struct str v, struct err *e)
{
	switch (sink->s->out[i].type) {
	case STMT_TEXT:
	case STMT_BLOB:
		*(struct str *)place(sink, row, i) = str_dup(sink->arena, v.p ? v : S(""));
		return true;
	case STMT_DATE:
		if (!date_parse_iso(v, (struct date *)place(sink, row, i)))
			return wrong_kind(sink, i, "no day", e);
		return true;
	default:
		return wrong_kind(sink, i, "text", e);
	}
}

/* --- what generated code calls */

static _Thread_local struct {
	void (*fn)(void *ctx, const char *name);
	void *ctx;
} watcher;

void db_watch(void (*fn)(void *ctx, const char *name), void *ctx)
{
	watcher.fn = fn;
	watcher.ctx = ctx;
}

static bool run(struct db_read *r, const struct stmt *s, const union stmt_value *in,
	struct sink *sink, int64_t *changed, struct err *e)
{
	if (watcher.fn)
		watcher.fn(watcher.ctx, s->name);
	if (!r->conn) {
		err_detail(e, "%s: the snapshot has ended", s->name);
		return FAIL(e, ERR_INTERNAL, T_store_failed);
	}
	return stmt_check(s, in, e) && r->conn->engine->run(r->conn, s, in, sink, changed, e);
}

static struct sink sink_for(struct db_read *r, const struct stmt *s, size_t most)
{
	return (struct sink){ .s = s, .arena = r->arena, .most = most };
}

bool stmt_one(struct db_read *r, const struct stmt *s, const union stmt_value *in, void *row,
	bool *found, struct err *e)
{
	struct sink sink = sink_for(r, s, 1);

	memset(row, 0, s->row_size);
	*found = false;
	if (!run(r, s, in, &sink, NULL, e))
		return false;
	*found = sink.n == 1;
	if (*found)
		memcpy(row, sink.v, s->row_size);
	return true;
}

bool stmt_many(struct db_read *r, const struct stmt *s, const union stmt_value *in,
	struct stmt_rows *rows, struct err *e)
{
	struct sink sink = sink_for(r, s, SIZE_MAX);

	if (!run(r, s, in, &sink, NULL, e))
		return false;
	*rows = (struct stmt_rows){ sink.v, sink.n };
	return true;
}

bool stmt_exec(struct db_write *w, const struct stmt *s, const union stmt_value *in, struct err *e)
{
	struct sink none = sink_for(&w->read, s, 0);

	return run(&w->read, s, in, &none, NULL, e);
}

bool stmt_changed(struct db_write *w, const struct stmt *s, const union stmt_value *in,
	int64_t *changed, struct err *e)
{
	struct sink none = sink_for(&w->read, s, 0);

	return run(&w->read, s, in, &none, changed, e);
}

bool stmt_id(struct db_write *w, const struct stmt *s, const union stmt_value *in, int64_t *id,
	struct err *e)
{
	struct sink sink = sink_for(&w->read, s, 1);

	if (!run(&w->read, s, in, &sink, NULL, e))
		return false;
	*id = sink.n ? *(int64_t *)(void *)sink.v : 0;
	return true;
}

bool stmt_queue(struct db_batch *b, const struct stmt *s, const union stmt_value *in, struct err *e)
{
	return stmt_check(s, in, e) && b->conn->engine->queue(b->conn, s, in, e);
}

/*
 * What generated code (x_sql.c) hands to the store: a statement with its text for
 * each database, its parameters and its results, and where in a row they go.
 * For generated code and this folder only.
 */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include "store/db.h"

enum stmt_type { STMT_INT, STMT_REAL, STMT_TEXT, STMT_BLOB, STMT_BOOL, STMT_DATE };

union stmt_value {
	int64_t i;
	double d;
	bool b;
	struct str s;
	struct date date;
};

struct stmt_field {
	const char *name;
	enum stmt_type type;
	bool nullable;
	size_t offset; /* of a result in its row */
};

struct stmt {
	const char *name;
	size_t id; /* from 0, among all statements: where a connection keeps it prepared */
	const char *sqlite, *postgres;
	const struct stmt_field *in, *out;
	size_t n_in, n_out;
	size_t row_size;
};

struct stmt_rows {
	void *v;
	size_t n;
};

/* The one result of an id statement. */
extern const struct stmt_field stmt_id_out[1];

/* Every statement of the house, NULL behind the last: for tests. */
extern const struct stmt *const sql_all[];
extern const size_t sql_all_n;

bool stmt_one(struct db_read *r, const struct stmt *s, const union stmt_value *in, void *row,
	bool *found, struct err *e) MUST;
bool stmt_many(struct db_read *r, const struct stmt *s, const union stmt_value *in,
	struct stmt_rows *rows, struct err *e) MUST;
bool stmt_exec(
	struct db_write *w, const struct stmt *s, const union stmt_value *in, struct err *e) MUST;
bool stmt_changed(struct db_write *w, const struct stmt *s, const union stmt_value *in,
	int64_t *changed, struct err *e) MUST;
/* *id is 0 where the statement made no row (ON CONFLICT DO NOTHING). */
bool stmt_id(struct db_write *w, const struct stmt *s, const union stmt_value *in, int64_t *id,
	struct err *e) MUST;
bool stmt_queue(
	struct db_batch *b, const struct stmt *s, const union stmt_value *in, struct err *e) MUST;

#endif

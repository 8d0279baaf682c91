/*
 * Reading the log, and telling whether it still says what was written.
 */
#include "audit/audit.h"
#include "audit/leaf.h"
#include "audit_sql.h"

enum { PAGE = 1000 };

#define LINE_OF(row)                                     \
	((struct audit_line){ (row)->seq, (row)->at,     \
		{ .actor = (row)->actor,                 \
			.actor_name = (row)->actor_name, \
			.permission = (row)->permission, \
			.action = (row)->action,         \
			.object = (row)->object,         \
			.object_id = (row)->object_id,   \
			.detail = (row)->detail } })

static bool read_all(
	struct db_read *r, int64_t before, int64_t most, struct audit_lines *out, struct err *e)
{
	struct audit_newest_rows rows;

	if (!audit_newest(r, before, most, &rows, e))
		return false;
	LIST_EACH(row, &rows)
		LIST_PUSH(db_read_arena(r), out, LINE_OF(row));
	return true;
}

bool audit_read(struct db_read *r, struct str object, int64_t object_id, int64_t before,
	int64_t most, struct audit_lines *out, struct err *e)
{
	struct audit_newest_of_rows rows;

	*out = (struct audit_lines){ 0 };
	if (!object.p)
		return read_all(r, before, most, out, e);
	if (!audit_newest_of(r, object, object_id, before, most, &rows, e))
		return false;
	LIST_EACH(row, &rows)
		LIST_PUSH(db_read_arena(r), out, LINE_OF(row));
	return true;
}

bool audit_end(struct db_read *r, int64_t *entries, unsigned char leaf[AUDIT_LEAF], struct err *e)
{
	struct audit_newest_leaf_row row;
	bool found;

	memset(leaf, 0, AUDIT_LEAF);
	*entries = 0;
	if (!audit_newest_leaf(r, &row, &found, e) || !found)
		return e->code == ERR_NONE;
	*entries = row.seq;
	if (row.leaf.n == AUDIT_LEAF)
		memcpy(leaf, row.leaf.p, AUDIT_LEAF);
	return true;
}

/* --- verifying */

static bool is_sound(struct arena *a, const struct audit_whole_row *row)
{
	struct audit_line line = LINE_OF(row);
	unsigned char leaf[AUDIT_LEAF];

	if (row->request.n != AUDIT_REQUEST)
		return false;
	memcpy(line.entry.request, row->request.p, AUDIT_REQUEST);
	audit_leaf(row->canonical, leaf);
	return str_eq(row->canonical, audit_canonical(a, &line)) &&
	       str_eq(row->leaf, str_n((const char *)leaf, AUDIT_LEAF));
}

static enum audit_fault fault_of(struct arena *a, const struct audit_whole_row *row, int64_t last)
{
	if (row->seq != last + 1)
		return AUDIT_GAP;
	return is_sound(a, row) ? AUDIT_SOUND : AUDIT_ALTERED;
}

/* False at the end or at the first fault. */
static bool check_page(
	struct arena *a, const struct audit_whole_rows *rows, struct audit_checked *out)
{
	LIST_EACH(row, rows) {
		out->fault = fault_of(a, row, out->entries);
		out->seq = row->seq;
		if (out->fault != AUDIT_SOUND)
			return false;
		out->entries++;
	}
	return rows->n == PAGE;
}

bool audit_verify(struct db_read *r, struct audit_checked *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	bool more = true;

	*out = (struct audit_checked){ 0 };
	while (more) {
		struct arena_mark mark = arena_mark(a);
		struct audit_whole_rows rows;

		if (!audit_whole(r, out->entries, PAGE, &rows, e))
			return false;
		more = check_page(a, &rows, out);
		arena_rewind(a, mark);
	}
	return true;
}

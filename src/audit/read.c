/*
 * Reading the log, newest first.
 */
#include "audit/audit.h"
#include "audit/leaf.h"
#include "audit_sql.h"

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

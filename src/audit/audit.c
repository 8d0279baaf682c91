/*
 * Writing the log: an entry gets its number, its canonical bytes and its leaf inside
 * the transaction of the change it tells of. Owns audit_entry.
 */
#include "audit/audit.h"

#include <sys/random.h>

#include "audit/leaf.h"
#include "audit_sql.h"
#include "store/writer.h"

static struct str given(struct str s)
{
	return s.p ? s : S("");
}

/* The head is read from the database each time: a command may write beside the server. */
static bool append(struct db_write *w, const struct audit_entry *entry, struct err *e)
{
	struct audit_head_row head;
	struct audit_line line = { .at = clock_now(), .entry = *entry };
	unsigned char leaf[AUDIT_LEAF];
	bool found;

	line.entry.object = given(entry->object);
	line.entry.detail = given(entry->detail);
	if (!audit_head(db_write_read(w), &head, &found, e))
		return false;
	line.seq = head.seq + 1;
	struct str canonical = audit_canonical(db_write_arena(w), &line);

	audit_leaf(canonical, leaf);
	return audit_add(w, line.seq, line.at, entry->actor, entry->actor_name, entry->permission,
		entry->action, line.entry.object, entry->object_id,
		str_n((const char *)entry->request, AUDIT_REQUEST), line.entry.detail, canonical,
		str_n((const char *)leaf, AUDIT_LEAF), e);
}

/* What apply wrote into the entry may lie in the writer's memory, which ends with the
 * call: only the number of the object goes back to the caller. */
static bool apply_and_log(struct db_write *w, void *arg, struct err *e)
{
	struct change *c = arg;
	struct audit_entry before = c->entry;
	bool ok = (!c->apply || c->apply(w, c, e)) && append(w, &c->entry, e);

	before.object_id = c->entry.object_id;
	c->entry = before;
	return ok;
}

static bool is_there(struct db_read *r, void *arg, bool *there, struct err *e)
{
	const struct change *c = arg;
	struct audit_by_request_row row;

	return audit_by_request(
		r, str_n((const char *)c->entry.request, AUDIT_REQUEST), &row, there, e);
}

static void draw_request(struct audit_entry *entry)
{
	static const unsigned char zero[AUDIT_REQUEST];

	if (memcmp(entry->request, zero, AUDIT_REQUEST) != 0)
		return;
	if (getrandom(entry->request, AUDIT_REQUEST, 0) != AUDIT_REQUEST)
		die("no random numbers");
}

bool audit_change(struct db *db, struct change *c, struct err *e)
{
	struct writer_call call = { .run = apply_and_log, .settle = is_there, .arg = c };

	if (!c->entry.actor_name.n || !c->entry.permission.n || !c->entry.action.n)
		return FAIL(e, ERR_INTERNAL, T_audit_incomplete);
	draw_request(&c->entry);
	return writer_run(db, &call, e);
}

bool audit_note(struct db *db, const struct audit_entry *entry, struct err *e)
{
	struct change c = { .entry = *entry };

	return audit_change(db, &c, e);
}

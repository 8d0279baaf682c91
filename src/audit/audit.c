/*
 * Writing the log: an entry gets its number, its canonical bytes and its leaf inside
 * the transaction of the change it tells of. Owns audit_entry.
 */
#include "audit/audit.h"

#include <sys/random.h>

#include "audit/leaf.h"
#include "audit/tiles.h"
#include "audit_sql.h"
#include "store/writer.h"

/* Hosts may differ by as much, in microseconds; more is a clock that was set back. */
static const int64_t CLOCK_STEP = 1000000;

static struct str given(struct str s)
{
	return s.p ? s : S("");
}

static void draw_request(struct audit_entry *entry)
{
	static const unsigned char zero[AUDIT_REQUEST];

	if (memcmp(entry->request, zero, AUDIT_REQUEST) != 0)
		return;
	if (getrandom(entry->request, AUDIT_REQUEST, 0) != AUDIT_REQUEST)
		die("no random numbers");
}

static bool write_line(struct db_write *w, const struct audit_line *line, struct err *e)
{
	const struct audit_entry *x = &line->entry;
	struct str canonical = audit_canonical(db_write_arena(w), line);
	unsigned char leaf[AUDIT_LEAF];

	audit_leaf(canonical, leaf);
	return audit_add(w, line->seq, line->at, x->actor, x->actor_name, x->permission, x->action,
		       x->object, x->object_id, str_n((const char *)x->request, AUDIT_REQUEST),
		       x->detail, canonical, str_n((const char *)leaf, AUDIT_LEAF), e) &&
	       (line->seq % TREE_TILE != 0 || tiles_write(w, line->seq, e));
}

/* A clock that was set back gets an entry of its own, so that none of the entries behind it
 * can pass for older than it is unnoticed. */
static bool note_clock(struct db_write *w, struct audit_line *line, int64_t back, struct err *e)
{
	struct audit_line step = { .seq = line->seq++, .at = line->at };

	step.entry = (struct audit_entry){
		.actor_name = S("system:clock"),
		.permission = S("system"),
		.action = S("audit.clock"),
		.object = S("audit"),
		.detail = str_fmt(db_write_arena(w), "{\"back\":%lld}", (long long)back),
	};
	draw_request(&step.entry);
	log_warn("audit", "the clock was set back by %lld s", (long long)(back / 1000000));
	return write_line(w, &step, e);
}

/* The last entry is read from the database each time: a command may write beside the server,
 * and so may another host, whose clock differs a little. */
static bool append(struct db_write *w, const struct audit_entry *entry, struct err *e)
{
	struct audit_last_row last = { 0 };
	struct audit_line line = { .at = clock_now(), .entry = *entry };
	bool found;

	line.entry.object = given(entry->object);
	line.entry.detail = given(entry->detail);
	if (!audit_last(db_write_read(w), &last, &found, e))
		return false;
	line.seq = found ? last.seq + 1 : 1;
	int64_t back = found ? last.at - line.at : 0;

	if (back > CLOCK_STEP && !note_clock(w, &line, back, e))
		return false;
	if (back > 0 && back <= CLOCK_STEP)
		line.at = last.at;
	return write_line(w, &line, e);
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

static bool log_once(struct db_write *w, void *arg, struct err *e)
{
	struct change *c = arg;
	bool there;

	return is_there(db_write_read(w), c, &there, e) && (there || append(w, &c->entry, e));
}

bool audit_note_once(struct db *db, const struct audit_entry *entry, struct err *e)
{
	struct change c = { .entry = *entry };
	struct writer_call call = { .run = log_once, .settle = is_there, .arg = &c };

	draw_request(&c.entry);
	return writer_run(db, &call, e);
}

/* --- the tiles of entries that were written before there were any */

struct filling {
	struct tiles_place at;
	bool more;
};

static bool fill(struct db_write *w, void *arg, struct err *e)
{
	struct filling *f = arg;

	return tiles_fill(w, &f->at, &f->more, e);
}

bool audit_ready(struct db *db, struct err *e)
{
	struct filling f = { .more = true };
	/* Nothing is changed that could be asked about: what is written follows from the leaves. */
	struct writer_call call = { .run = fill, .arg = &f };

	while (f.more)
		if (!writer_run(db, &call, e))
			return false;
	return true;
}

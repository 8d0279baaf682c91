/*
 * The words that wait: put into the index a piece at a time, each a change of its own, so
 * that the writer is free for others between them. A piece that was interrupted is taken up again.
 */
#include "search/search.h"

#include "access/access.h"
#include "search_sql.h"

enum { PIECE = 200, PIECE_ARENA = 1 << 20 };

static bool put_piece(struct db_write *w, struct change *c, struct err *e)
{
	const struct search_waiting_piece_row *p = c->arg;
	struct db_batch *b = db_batch(w);

	return search_waiting_clear_queue(b, p->kind, p->first, p->last, e) &&
	       search_waiting_spread_queue(b, p->kind, p->first, p->last, SEARCH_IN_TITLE,
		       SEARCH_IN_NOTE, SEARCH_IN_TEXT, e) &&
	       search_waiting_done_queue(b, p->kind, p->first, p->last, e) && db_batch_run(b, e);
}

static bool put_change(
	struct db *db, struct arena *a, struct search_waiting_piece_row *p, struct err *e)
{
	struct change c = { .apply = put_piece, .arg = p };

	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:search"),
		.permission = S("system"),
		.action = S("search.later"),
		.object = p->kind,
		.detail = str_fmt(a, "{\"first\":%lld,\"last\":%lld}", (long long)p->first,
			(long long)p->last),
	};
	return audit_change(db, &c, e);
}

bool search_later(struct db *db, bool *more, struct err *e)
{
	struct arena *a = arena_new(PIECE_ARENA);
	struct search_waiting_piece_row piece;
	struct db_read *r;
	bool ok;

	*more = false;
	ok = db_read_begin(db, a, &r, e);
	if (ok) {
		ok = search_waiting_piece(r, PIECE, &piece, more, e);
		db_read_end(r);
	}
	ok = ok && (!*more || put_change(db, a, &piece, e));
	arena_free(a);
	return ok;
}

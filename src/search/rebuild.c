/*
 * The index of what lower floors publish. They cannot put it in themselves, for search
 * stands above them; so it is taken over in pieces, each a change of its own, short enough
 * for the writer.
 */
#include "search/search.h"

#include "search_sql.h"

enum { PIECE = 500, PIECE_ARENA = 64 << 20 };

struct piece {
	LIST(struct search_doc) docs;
	int64_t last; /* id of the last thing in it */
};

/* Reads what comes behind piece->last. */
typedef bool (*read_fn)(struct db_read *r, struct piece *p, struct err *e);

static struct search_doc *add(struct db_read *r, struct piece *p, struct str kind, int64_t id)
{
	struct search_doc *d = LIST_ADD(db_read_arena(r), &p->docs);

	d->kind = kind;
	d->id = p->last = id;
	d->agency = DB_NULL;
	return d;
}

static void fill_agency(struct search_doc *d, const struct search_agencies_row *row)
{
	d->title = row->name;
	d->note = row->abbr.p ? row->abbr : S("");
	d->text = row->aliases.p ? row->aliases : S("");
}

static bool read_agencies(struct db_read *r, struct piece *p, struct err *e)
{
	struct search_agencies_rows rows;

	if (!search_agencies(r, p->last, date_today(), PIECE, &rows, e))
		return false;
	LIST_EACH(row, &rows)
		fill_agency(add(r, p, S("agency"), row->id), row);
	return true;
}

bool search_put_agency(struct db_write *w, int64_t agency, struct err *e)
{
	struct search_doc doc = { .kind = S("agency"), .id = agency, .agency = DB_NULL };
	struct search_agencies_rows rows;

	/* those in force from this one on: the first is it, unless it has ended */
	if (!search_agencies(db_write_read(w), agency - 1, date_today(), 1, &rows, e))
		return false;
	if (rows.n == 0 || rows.v[0].id != agency)
		return search_drop(w, S("agency"), agency, e);
	fill_agency(&doc, &rows.v[0]);
	return search_put(w, &doc, e);
}

static bool read_places(struct db_read *r, struct piece *p, struct err *e)
{
	struct search_places_rows rows;

	if (!search_places(r, p->last, date_today(), PIECE, &rows, e))
		return false;
	LIST_EACH(row, &rows) {
		struct search_doc *d = add(r, p, S("place"), row->id);
		struct buf note = { .arena = db_read_arena(r) };

		if (row->province.p)
			buf_add(&note, row->province);
		if (date_given(row->valid_to)) {
			struct str until = date_vi(db_read_arena(r), row->valid_to);

			buf_addf(&note, "%s– %.*s", note.n ? " " : "", STR_ARG(until));
		}
		d->code = row->code;
		d->title = row->full_name;
		d->note = buf_str(&note);
		d->text = row->name_en.p ? row->name_en : S("");
	}
	return true;
}

static bool put_piece(struct db_write *w, struct change *c, struct err *e)
{
	const struct piece *p = c->arg;

	return search_put_many(w, p->docs.v, p->docs.n, e);
}

static bool take_piece(struct db *db, read_fn read, const struct audit_entry *who, struct piece *p,
	struct arena *a, struct err *e)
{
	struct change c = { .entry = *who, .apply = put_piece, .arg = p };
	struct db_read *r;

	if (!db_read_begin(db, a, &r, e))
		return false;
	bool ok = read(r, p, e);

	db_read_end(r);
	if (!ok || !p->docs.n)
		return ok;
	LIST_EACH(d, &p->docs)
		search_prepare(a, d);
	c.entry.action = S("search.rebuild");
	c.entry.object = p->docs.v[0].kind;
	c.entry.detail = str_fmt(
		a, "{\"things\":%zu,\"last\":%lld}", p->docs.n, (long long)p->last);
	return audit_change(db, &c, e);
}

static bool rebuild(
	struct db *db, read_fn read, const struct audit_entry *who, int64_t *things, struct err *e)
{
	struct arena *a = arena_new(PIECE_ARENA);
	int64_t last = 0;
	bool ok, more;

	do {
		struct piece p = { .last = last };

		ok = take_piece(db, read, who, &p, a, e);
		*things += (int64_t)p.docs.n;
		more = p.docs.n == PIECE;
		last = p.last;
		arena_reset(a);
	} while (ok && more);
	arena_free(a);
	return ok;
}

bool search_rebuild(struct db *db, const struct audit_entry *who, int64_t *things, struct err *e)
{
	*things = 0;
	return rebuild(db, read_agencies, who, things, e) &&
	       rebuild(db, read_places, who, things, e);
}

#include "audit/tiles.h"

#include "audit/audit.h"
#include "audit_sql.h"

enum { PIECE = 64 }; /* tiles of a step of tiles_fill: 16,384 leaves */

static bool take(struct tree_hash *h, struct str bytes, struct err *e)
{
	if (bytes.n != TREE_HASH)
		return FAIL(e, ERR_STORE, T_audit_tree_broken);
	memcpy(h->b, bytes.p, TREE_HASH);
	return true;
}

static bool read_leaves(
	struct db_read *r, int64_t first, int n, struct tree_hash *out, struct err *e)
{
	struct audit_leaves_rows rows;

	if (!audit_leaves(r, first + 1, first + n, &rows, e))
		return false;
	if (rows.n != (size_t)n)
		return FAIL(e, ERR_STORE, T_audit_tree_broken);
	for (size_t i = 0; i < rows.n; i++)
		if (!take(&out[i], rows.v[i].leaf, e))
			return false;
	return true;
}

static bool read_level(
	struct db_read *r, int level, int64_t first, int n, struct tree_hash *out, struct err *e);

/* A tile worked out of the level under it. */
static bool work_out(struct db_read *r, int level, int64_t n, struct tree_hash *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct arena_mark mark = arena_mark(a);
	struct tree_hash v[TREE_TILE];
	bool ok = read_level(r, level - 1, n * TREE_TILE, TREE_TILE, v, e);

	arena_rewind(a, mark);
	if (!ok)
		return false;
	tree_fold(v, TREE_TILE);
	*out = v[0];
	return true;
}

static bool read_tiles(
	struct db_read *r, int level, int64_t first, int n, struct tree_hash *out, struct err *e)
{
	struct audit_tiles_rows rows;
	size_t at = 0;

	if (!audit_tiles(r, level, first, first + n - 1, &rows, e))
		return false;
	for (int i = 0; i < n; i++) {
		bool kept = at < rows.n && rows.v[at].n == first + i;

		if (kept ? !take(&out[i], rows.v[at++].hash, e)
			 : !work_out(r, level, first + i, &out[i], e))
			return false;
	}
	return true;
}

static bool read_level(
	struct db_read *r, int level, int64_t first, int n, struct tree_hash *out, struct err *e)
{
	return level ? read_tiles(r, level, first, n, out, e) : read_leaves(r, first, n, out, e);
}

static bool read_hashes(
	void *ctx, int level, int64_t first, int n, struct tree_hash *out, struct err *e)
{
	struct arena *a = db_read_arena(ctx);
	struct arena_mark mark = arena_mark(a);
	bool ok = read_level(ctx, level, first, n, out, e);

	arena_rewind(a, mark);
	return ok;
}

struct tree_source audit_tree(struct db_read *r)
{
	return (struct tree_source){ read_hashes, r };
}

/* --- writing */

static bool write_tile(struct db_write *w, int level, int64_t n, struct err *e)
{
	struct tree_hash h;

	return work_out(db_write_read(w), level, n, &h, e) &&
	       audit_tile_add(w, level, n, str_n((const char *)h.b, TREE_HASH), e);
}

bool tiles_write(struct db_write *w, int64_t seq, struct err *e)
{
	int64_t n = seq;

	for (int level = 1; level < TREE_LEVELS && n % TREE_TILE == 0; level++) {
		n /= TREE_TILE;
		if (!write_tile(w, level, n - 1, e))
			return false;
	}
	return true;
}

static int64_t complete(int64_t size, int level)
{
	return size >> level * TREE_TILE_BITS;
}

/* The missing ones of [first, end). */
static bool fill_range(struct db_write *w, int level, int64_t first, int64_t end, struct err *e)
{
	struct audit_tiles_rows rows;
	size_t at = 0;

	if (!audit_tiles(db_write_read(w), level, first, end - 1, &rows, e))
		return false;
	for (int64_t n = first; n < end; n++) {
		if (at < rows.n && rows.v[at].n == n)
			at++;
		else if (!write_tile(w, level, n, e))
			return false;
	}
	return true;
}

/* A level that has as many as it should is left at once. */
static bool start_level(struct db_write *w, struct tiles_place *at, int64_t size, struct err *e)
{
	struct audit_tiles_counted_row there;
	bool found;

	at->n = 0;
	if (!audit_tiles_counted(db_write_read(w), at->level, &there, &found, e))
		return false;
	if (found && there.n == complete(size, at->level))
		at->n = there.n;
	return true;
}

bool tiles_fill(struct db_write *w, struct tiles_place *at, bool *more, struct err *e)
{
	struct audit_last_row last = { 0 };
	bool found;

	if (!audit_last(db_write_read(w), &last, &found, e))
		return false;
	if (at->level == 0) {
		at->level = 1;
		if (!start_level(w, at, last.seq, e))
			return false;
	}
	int64_t all = complete(last.seq, at->level);
	int64_t end = at->n + PIECE < all ? at->n + PIECE : all;

	if (at->n < end && !fill_range(w, at->level, at->n, end, e))
		return false;
	at->n = end;
	*more = true;
	if (end < all)
		return true;
	at->level++;
	*more = at->level < TREE_LEVELS && complete(last.seq, at->level) > 0;
	return !*more || start_level(w, at, last.seq, e);
}

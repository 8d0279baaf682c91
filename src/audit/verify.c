#include "audit/verify.h"

#include <stdlib.h>

#include "audit/head.h"
#include "audit/leaf.h"
#include "audit/note.h"
#include "audit/retention.h"
#include "audit_sql.h"

enum { PAGE = 500 };

struct verifying {
	struct db_read *r;
	struct arena *a;
	struct audit_verified *out;
	struct tree_growing tree;
	bool lost; /* an entry was missing: no root behind it can be made */
	bool at_fault;
	int64_t last_at;
	size_t next_mark;
	struct audit_removals_rows removals;
	size_t next_removal;
};

static void found(struct audit_places *p, int64_t where)
{
	if (p->n++ == 0)
		p->first = where;
}

/* --- the heads and checkpoints */

/* The note says what the columns say, and its key has signed it. */
static bool head_is_sound(struct arena *a, const struct audit_heads_by_number_row *h)
{
	struct note_key key;
	struct checkpoint c;
	struct err e = { 0 };

	return h->root.n == TREE_HASH && note_key_parse(a, h->vkey, &key, &e) &&
	       checkpoint_parse(a, S(""), h->note, &c, &e) && c.size == h->size &&
	       memcmp(c.root.b, h->root.p, TREE_HASH) == 0 &&
	       checkpoint_signed(a, &c, &key) == NOTE_SIGNED;
}

static int by_size(const void *x, const void *y)
{
	const struct audit_mark *a = x, *b = y;

	return a->size != b->size ? (a->size > b->size) - (a->size < b->size)
				  : (a->head > b->head) - (a->head < b->head);
}

static bool read_heads(struct verifying *v, struct err *e)
{
	struct audit_heads_by_number_rows rows;
	int64_t behind = 0;

	do {
		struct arena_mark mark = arena_mark(v->a);

		if (!audit_heads_by_number(v->r, behind, PAGE, &rows, e))
			return false;
		LIST_EACH(h, &rows)
			if (!head_is_sound(v->a, h))
				found(&v->out->heads, h->id);
		behind = rows.n ? rows.v[rows.n - 1].id : behind;
		arena_rewind(v->a, mark);
	} while (rows.n == PAGE);
	return true;
}

/* A head as a mark: forty bytes of it. */
static bool list_heads(struct verifying *v, struct err *e)
{
	struct audit_head_roots_rows rows;

	if (!audit_head_roots(v->r, &rows, e))
		return false;
	LIST_EACH(h, &rows) {
		struct audit_mark *m = LIST_ADD(v->a, &v->out->marks);

		m->head = h->id;
		m->size = h->size;
		if (h->root.n == TREE_HASH)
			memcpy(m->root.b, h->root.p, TREE_HASH);
	}
	return true;
}

static bool gather_marks(struct verifying *v, const struct audit_marks *outside, struct err *e)
{
	struct audit_marks *marks = &v->out->marks;

	if (!read_heads(v, e) || !list_heads(v, e))
		return false;
	LIST_EACH(m, outside)
		LIST_PUSH(v->a, marks, *m);
	if (marks->n)
		qsort(marks->v, marks->n, sizeof(*marks->v), by_size);
	LIST_EACH(m, marks)
		m->state = MARK_BEYOND;
	return true;
}

/* The marks of the tree as large as it is now. */
static void compare_marks(struct verifying *v)
{
	struct audit_marks *marks = &v->out->marks;
	struct tree_hash root;
	bool made = false;

	for (; v->next_mark < marks->n; v->next_mark++) {
		struct audit_mark *m = &marks->v[v->next_mark];

		if (m->size > v->tree.size)
			return;
		if (!made)
			tree_grown_root(&v->tree, &root);
		made = true;
		m->state = tree_same(&m->root, &root) ? MARK_HOLDS : MARK_DIFFERS;
	}
}

static void judge_marks(struct verifying *v)
{
	int64_t held = 0;

	LIST_EACH(m, &v->out->marks) {
		if (v->lost && m->state == MARK_BEYOND && m->size <= v->out->last)
			m->state = MARK_LOST;
		if (m->state == MARK_HOLDS)
			held = m->size;
		else
			v->out->marks_bad++;
		m->behind = held;
	}
}

/* --- tiles */

static bool check_tiles(struct verifying *v, struct err *e)
{
	for (int i = 0; i < v->tree.tiles; i++) {
		int64_t n = (v->tree.size >> (i + 1) * TREE_TILE_BITS) - 1;
		struct audit_tiles_rows rows;

		if (!audit_tiles(v->r, i + 1, n, n, &rows, e))
			return false;
		if (rows.n == 0)
			found(&v->out->untiled, (n << (i + 1) * TREE_TILE_BITS) + 1);
		else if (!str_eq(rows.v[0].hash, str_n((const char *)v->tree.tile[i].b, TREE_HASH)))
			found(&v->out->tiles, (n << (i + 1) * TREE_TILE_BITS) + 1);
	}
	return true;
}

/* --- rows */

static bool content_is_sound(struct arena *a, const struct audit_whole_row *row)
{
	struct audit_line line = { .seq = row->seq, .at = row->at };
	unsigned char leaf[AUDIT_LEAF];

	line.entry = (struct audit_entry){
		.actor = row->actor,
		.actor_name = row->actor_name,
		.permission = row->permission,
		.action = row->action,
		.object = row->object,
		.object_id = row->object_id,
		.detail = row->detail,
	};
	if (row->request.n != AUDIT_REQUEST)
		return false;
	memcpy(line.entry.request, row->request.p, AUDIT_REQUEST);
	audit_leaf(row->canonical, leaf);
	return str_eq(row->canonical, audit_canonical(a, &line)) &&
	       str_eq(row->leaf, str_n((const char *)leaf, AUDIT_LEAF));
}

static const struct audit_removals_row *removal_of(const struct verifying *v, int64_t seq)
{
	LIST_EACH(x, &v->removals)
		if (x->seq == seq)
			return x;
	return NULL;
}

/* What is gone went by a removal that covers it. */
static bool rightly_removed(const struct verifying *v, const struct audit_whole_row *row)
{
	const struct audit_removals_row *x = removal_of(v, row->removed_by);

	return x && row->seq <= x->through && row->at < x->older && row->actor == 0 &&
	       row->actor_name.n + row->permission.n + row->action.n + row->object.n +
			       row->detail.n + row->canonical.n ==
		       0;
}

/* A removal is what the entry of its number says it is. */
static void check_removal(struct verifying *v, const struct audit_whole_row *row)
{
	if (v->next_removal == v->removals.n || v->removals.v[v->next_removal].seq != row->seq)
		return;
	const struct audit_removals_row *x = &v->removals.v[v->next_removal++];

	if (!str_eq(row->action, S(AUDIT_REMOVE)) ||
		!str_eq(row->detail, retention_detail(v->a, x->through, x->older, x->retention_id)))
		found(&v->out->unruly, row->seq);
}

static void check_content(struct verifying *v, const struct audit_whole_row *row)
{
	struct audit_places before[2] = { v->out->altered, v->out->unruly };

	if (row->removed_by != DB_NULL) {
		v->out->removed++;
		if (!rightly_removed(v, row))
			found(&v->out->unruly, row->seq);
	} else if (!content_is_sound(v->a, row)) {
		found(&v->out->altered, row->seq);
	}
	check_removal(v, row);
	if (row->removed_by == DB_NULL && row->at < v->last_at &&
		!str_eq(row->action, S("audit.clock")))
		found(&v->out->backward, row->seq);
	v->at_fault |= before[0].n != v->out->altered.n || before[1].n != v->out->unruly.n;
}

static bool check_row(struct verifying *v, const struct audit_whole_row *row, struct err *e)
{
	struct audit_verified *out = v->out;
	struct tree_hash leaf = { { 0 } };

	if (row->seq != out->last + 1) {
		found(&out->gaps, row->seq);
		out->gaps.n += row->seq - out->last - 2;
		v->lost = v->at_fault = true;
	}
	check_content(v, row);
	out->entries++;
	out->last = row->seq;
	out->sound += !v->at_fault;
	v->last_at = row->at;
	if (v->lost)
		return true;
	if (row->leaf.n == TREE_HASH)
		memcpy(leaf.b, row->leaf.p, TREE_HASH);
	tree_grow(&v->tree, &leaf);
	compare_marks(v);
	return check_tiles(v, e);
}

static bool check_rows(struct verifying *v, struct err *e)
{
	struct audit_whole_rows rows;

	do {
		struct arena_mark mark = arena_mark(v->a);

		if (!audit_whole(v->r, v->out->last, PAGE, &rows, e))
			return false;
		LIST_EACH(row, &rows) {
			struct arena_mark one = arena_mark(v->a);

			if (!check_row(v, row, e))
				return false;
			arena_rewind(v->a, one);
		}
		arena_rewind(v->a, mark);
	} while (rows.n == PAGE);
	return true;
}

bool audit_verify_all(struct db_read *r, const struct audit_marks *outside,
	struct audit_verified *out, struct err *e)
{
	struct verifying v = { .r = r, .a = db_read_arena(r), .out = out };

	*out = (struct audit_verified){ 0 };
	if (!gather_marks(&v, outside, e) || !audit_removals(r, &v.removals, e))
		return false;
	compare_marks(&v); /* of the empty tree */
	if (!check_rows(&v, e))
		return false;
	/* a removal whose entry is not there */
	if (v.next_removal < v.removals.n)
		found(&out->unruly, v.removals.v[v.next_removal].seq);
	tree_grown_root(&v.tree, &out->root);
	judge_marks(&v);
	return true;
}

bool audit_is_sound(const struct audit_verified *v)
{
	return v->gaps.n + v->altered.n + v->unruly.n + v->tiles.n + v->heads.n == 0 &&
	       v->marks_bad == 0;
}

bool audit_verify(struct db_read *r, struct audit_checked *out, struct err *e)
{
	struct audit_verified v;

	if (!audit_verify_all(r, &(struct audit_marks){ 0 }, &v, e))
		return false;
	*out = (struct audit_checked){ .entries = v.sound };
	if (v.altered.n) {
		out->fault = AUDIT_ALTERED;
		out->seq = v.altered.first;
	}
	if (v.gaps.n && (!v.altered.n || v.gaps.first <= v.altered.first)) {
		out->fault = AUDIT_GAP;
		out->seq = v.gaps.first;
	}
	return true;
}

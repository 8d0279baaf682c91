#include "audit/tree.h"

#include "audit/hash.h"

void tree_node(const struct tree_hash *left, const struct tree_hash *right, struct tree_hash *out)
{
	unsigned char bytes[1 + 2 * TREE_HASH] = { 1 };

	memcpy(bytes + 1, left->b, TREE_HASH);
	memcpy(bytes + 1 + TREE_HASH, right->b, TREE_HASH);
	hash_sha256(str_n((const char *)bytes, sizeof(bytes)), out->b);
}

void tree_empty(struct tree_hash *out)
{
	hash_sha256(S(""), out->b);
}

void tree_fold(struct tree_hash *v, size_t n)
{
	for (; n > 1; n /= 2)
		for (size_t i = 0; i < n / 2; i++)
			tree_node(&v[2 * i], &v[2 * i + 1], &v[i]);
}

/* The largest power of 2 below n, n > 1. */
static int64_t split_of(int64_t n)
{
	return INT64_C(1) << (63 - __builtin_clzll((unsigned long long)(n - 1)));
}

/* --- growing */

void tree_grow(struct tree_growing *t, const struct tree_hash *leaf)
{
	struct tree_hash h = *leaf;
	int height = 0;

	t->tiles = 0;
	for (; t->size >> height & 1; height++) {
		tree_node(&t->stack[height], &h, &h);
		if ((height + 1) % TREE_TILE_BITS == 0)
			t->tile[t->tiles++] = h;
	}
	t->stack[height] = h;
	t->size++;
}

void tree_grown_root(const struct tree_growing *t, struct tree_hash *out)
{
	bool any = false;

	tree_empty(out);
	for (int height = 0; height < 63; height++) {
		if (!(t->size >> height & 1))
			continue;
		if (any)
			tree_node(&t->stack[height], out, out);
		else
			*out = t->stack[height];
		any = true;
	}
}

/* --- reading */

/* The hash of the 2^height leaves from index << height on. */
static bool node(const struct tree_source *s, int height, int64_t index, struct tree_hash *out,
	struct err *e)
{
	struct tree_hash v[TREE_TILE];
	int level = height / TREE_TILE_BITS;
	int n = 1 << height % TREE_TILE_BITS;

	if (!s->read(s->ctx, level, index * n, n, v, e))
		return false;
	tree_fold(v, (size_t)n);
	*out = v[0];
	return true;
}

/* MTH(D[from:to]); `from` is a multiple of the power of 2 that to - from does not exceed. */
static bool range(
	const struct tree_source *s, int64_t from, int64_t to, struct tree_hash *out, struct err *e)
{
	int64_t n = to - from;
	struct tree_hash left, right;

	if ((n & (n - 1)) == 0) {
		int height = __builtin_ctzll((unsigned long long)n);

		return node(s, height, from >> height, out, e);
	}
	int64_t middle = from + split_of(n);

	if (!range(s, from, middle, &left, e) || !range(s, middle, to, &right, e))
		return false;
	tree_node(&left, &right, out);
	return true;
}

bool tree_root(const struct tree_source *s, int64_t size, struct tree_hash *out, struct err *e)
{
	if (size > 0)
		return range(s, 0, size, out, e);
	tree_empty(out);
	return true;
}

/* The way goes down from the root; a proof lists it from the leaf up. */
static void turn_round(struct tree_path *p)
{
	for (int i = 0; i < p->n / 2; i++) {
		struct tree_hash h = p->v[i];

		p->v[i] = p->v[p->n - 1 - i];
		p->v[p->n - 1 - i] = h;
	}
}

bool tree_inclusion(const struct tree_source *s, int64_t index, int64_t size, struct tree_path *out,
	struct err *e)
{
	int64_t from = 0, to = size;

	out->n = 0;
	while (to - from > 1) {
		int64_t middle = from + split_of(to - from);
		bool left = index < middle;

		if (!range(s, left ? middle : from, left ? to : middle, &out->v[out->n++], e))
			return false;
		*(left ? &to : &from) = middle;
	}
	turn_round(out);
	return true;
}

bool tree_consistency(const struct tree_source *s, int64_t old, int64_t size, struct tree_path *out,
	struct err *e)
{
	int64_t from = 0, to = size;

	out->n = 0;
	while (old < to) {
		int64_t middle = from + split_of(to - from);
		bool left = old <= middle;

		if (!range(s, left ? middle : from, left ? to : middle, &out->v[out->n++], e))
			return false;
		*(left ? &to : &from) = middle;
	}
	/* A complete old tree is known to who asks; else the part that is left is the start. */
	if (from > 0 && !range(s, from, to, &out->v[out->n++], e))
		return false;
	turn_round(out);
	return true;
}

/* --- checking; the names fn, sn, fr, sr are the RFC's */

bool tree_includes(const struct tree_hash *leaf, int64_t index, int64_t size,
	const struct tree_path *path, const struct tree_hash *root)
{
	int64_t fn = index, sn = size - 1;
	struct tree_hash r = *leaf;

	if (index < 0 || index >= size)
		return false;
	for (int i = 0; i < path->n; i++) {
		if (sn == 0)
			return false;
		if (fn % 2 == 1 || fn == sn) {
			tree_node(&path->v[i], &r, &r);
			for (; fn % 2 == 0 && fn > 0; sn >>= 1)
				fn >>= 1;
		} else {
			tree_node(&r, &path->v[i], &r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && tree_same(&r, root);
}

/* From `first` on, with the path's hashes from number `i` on. */
static bool climb(int64_t fn, int64_t sn, struct tree_hash first, const struct tree_path *path,
	int i, const struct tree_hash *old_root, const struct tree_hash *root)
{
	struct tree_hash fr = first, sr = first;

	for (; i < path->n; i++) {
		const struct tree_hash *c = &path->v[i];

		if (sn == 0)
			return false;
		if (fn % 2 == 1 || fn == sn) {
			tree_node(c, &fr, &fr);
			tree_node(c, &sr, &sr);
			for (; fn % 2 == 0 && fn > 0; sn >>= 1)
				fn >>= 1;
		} else {
			tree_node(&sr, c, &sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && tree_same(&fr, old_root) && tree_same(&sr, root);
}

bool tree_extends(int64_t old, const struct tree_hash *old_root, int64_t size,
	const struct tree_hash *root, const struct tree_path *path)
{
	int64_t fn = old - 1, sn = size - 1;
	bool whole = (old & (old - 1)) == 0;

	if (old < 1 || old > size)
		return false;
	if (old == size)
		return path->n == 0 && tree_same(old_root, root);
	if (path->n == 0)
		return false;
	for (; fn % 2 == 1; sn >>= 1)
		fn >>= 1;
	return climb(fn, sn, whole ? *old_root : path->v[0], path, whole ? 0 : 1, old_root, root);
}

/*
 * The Merkle tree of RFC 9162 §2.1 over leaf hashes: roots, proofs, and telling whether a
 * proof holds. Pure arithmetic: where hashes lie is told by a struct tree_source.
 *
 * Kept are the leaves (level 0) and the hashes of complete tiles: a hash of level 1 stands for
 * 256 leaves, one of level 2 for 256 of level 1, and so on. Everything else is worked out
 * from less than 256 hashes of each level.
 */
#ifndef AUDIT_TREE_H
#define AUDIT_TREE_H

#include "base/base.h"

enum {
	TREE_HASH = 32,
	TREE_TILE_BITS = 8,
	TREE_TILE = 1 << TREE_TILE_BITS,
	TREE_LEVELS = 8,     /* 2^64 leaves */
	TREE_PATH_MOST = 65, /* hashes of a proof over at most 2^63 leaves */
};

struct tree_hash {
	unsigned char b[TREE_HASH];
};

static inline bool tree_same(const struct tree_hash *a, const struct tree_hash *b)
{
	return memcmp(a->b, b->b, TREE_HASH) == 0;
}

/* SHA-256(0x01 || left || right). */
void tree_node(const struct tree_hash *left, const struct tree_hash *right, struct tree_hash *out);
/* The root of no leaves: SHA-256(""). */
void tree_empty(struct tree_hash *out);
/* The root over n hashes that are the leaves or the tiles of one level, n a power of 2. Works in
 * place and leaves the root in v[0]. */
void tree_fold(struct tree_hash *v, size_t n);

/* --- growing: a tree that leaves come to one by one; remembers one hash a level */

struct tree_growing {
	int64_t size;
	struct tree_hash stack[63]; /* [h]: of 2^h leaves, where bit h of size is set */
	/* what the last leaf completed: tiles[0] of level 1, … */
	int tiles;
	struct tree_hash tile[TREE_LEVELS];
};

void tree_grow(struct tree_growing *t, const struct tree_hash *leaf);
void tree_grown_root(const struct tree_growing *t, struct tree_hash *out);

/* --- reading */

struct tree_source {
	/* The hashes [first, first + n) of a level, all complete; n is at most TREE_TILE. */
	bool (*read)(
		void *ctx, int level, int64_t first, int n, struct tree_hash *out, struct err *e);
	void *ctx;
};

struct tree_path {
	int n;
	struct tree_hash v[TREE_PATH_MOST];
};

/* MTH(D[0:size]). */
bool tree_root(
	const struct tree_source *s, int64_t size, struct tree_hash *out, struct err *e) MUST;
/* PATH(index, D[0:size]), §2.1.3.1; 0 <= index < size. */
bool tree_inclusion(const struct tree_source *s, int64_t index, int64_t size, struct tree_path *out,
	struct err *e) MUST;
/* PROOF(old, D[0:size]), §2.1.4.1; 0 < old <= size. */
bool tree_consistency(const struct tree_source *s, int64_t old, int64_t size, struct tree_path *out,
	struct err *e) MUST;

/* --- checking: §2.1.3.2 and §2.1.4.2. Any input is allowed; what does not hold is false. */

bool tree_includes(const struct tree_hash *leaf, int64_t index, int64_t size,
	const struct tree_path *path, const struct tree_hash *root);
bool tree_extends(int64_t old, const struct tree_hash *old_root, int64_t size,
	const struct tree_hash *root, const struct tree_path *path);

#endif

/*
 * The tree against the definitions of RFC 9162 §2.1 written down as they stand there, at every
 * size up to 600 and over the edges of tiles of two levels; and against the known roots
 * of the eight leaves that implementations of certificate transparency test with.
 */
#include "audit/hash.h"
#include "audit/leaf.h"
#include "audit/tree.h"
#include "test/cmocka.h"

enum { SMALL = 600, LARGE = TREE_TILE * TREE_TILE + 700 };

static struct tree_hash *leaves;
static struct tree_hash *levels[3]; /* of tiles, by tree_grow */

/* --- the RFC's definitions, recursive and slow */

static int plain_split(int n)
{
	int k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

static void mth(int from, int to, struct tree_hash *out)
{
	struct tree_hash left, right;
	int n = to - from;

	if (n == 0)
		tree_empty(out);
	if (n == 1)
		*out = leaves[from];
	if (n < 2)
		return;
	mth(from, from + plain_split(n), &left);
	mth(from + plain_split(n), to, &right);
	tree_node(&left, &right, out);
}

static void add(struct tree_path *p, int from, int to)
{
	mth(from, to, &p->v[p->n++]);
}

static void plain_path(int m, int from, int to, struct tree_path *p)
{
	int k = plain_split(to - from);

	if (to - from == 1)
		return;
	if (m < k) {
		plain_path(m, from, from + k, p);
		add(p, from + k, to);
	} else {
		plain_path(m - k, from + k, to, p);
		add(p, from, from + k);
	}
}

static void subproof(int m, int from, int to, bool b, struct tree_path *p)
{
	int k = plain_split(to - from);

	if (m == to - from) {
		if (!b)
			add(p, from, to);
		return;
	}
	if (m <= k) {
		subproof(m, from, from + k, b, p);
		add(p, from + k, to);
	} else {
		subproof(m - k, from + k, to, false, p);
		add(p, from, from + k);
	}
}

/* --- the source: leaves and tiles in memory */

static int64_t asked; /* hashes read */

static bool read_kept(
	void *ctx, int level, int64_t first, int n, struct tree_hash *out, struct err *e)
{
	int64_t most = LARGE >> level * TREE_TILE_BITS;

	(void)ctx;
	(void)e;
	assert_true(n >= 1 && n <= TREE_TILE);
	assert_true(first >= 0 && first + n <= most);
	memcpy(out, (level ? levels[level] : leaves) + first, (size_t)n * sizeof(*out));
	asked += n;
	return true;
}

static const struct tree_source source = { read_kept, NULL };

static int make_leaves(void **state)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct tree_growing t = { 0 };
	size_t n[3] = { 0 };

	*state = a;
	leaves = NEW_N(a, struct tree_hash, LARGE);
	for (int level = 1; level < 3; level++)
		levels[level] = NEW_N(a, struct tree_hash, LARGE >> level * TREE_TILE_BITS);
	for (int i = 0; i < LARGE; i++) {
		audit_leaf(str_n((const char *)&i, sizeof(i)), leaves[i].b);
		tree_grow(&t, &leaves[i]);
		for (int j = 0; j < t.tiles; j++)
			levels[j + 1][n[j + 1]++] = t.tile[j];
	}
	assert_int_equal(n[1], LARGE / TREE_TILE);
	assert_int_equal(n[2], 1);
	return 0;
}

static int end_leaves(void **state)
{
	arena_free(*state);
	return 0;
}

static void assert_hash(const struct tree_hash *a, const struct tree_hash *b)
{
	assert_memory_equal(a->b, b->b, TREE_HASH);
}

static void assert_path(const struct tree_path *a, const struct tree_path *b)
{
	assert_int_equal(a->n, b->n);
	for (int i = 0; i < a->n; i++)
		assert_hash(&a->v[i], &b->v[i]);
}

static void hex(const struct tree_hash *h, const char *expected)
{
	char text[2 * TREE_HASH + 1];

	for (int i = 0; i < TREE_HASH; i++)
		snprintf(text + 2 * i, 3, "%02x", h->b[i]);
	assert_string_equal(text, expected);
}

/* The leaves and roots of certificate-transparency's merkletree tests. */
static void roots_are_those_others_have(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *root; /* with this leaf and those before it */
	} known[] = {
		{ "", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
		{ "\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
		{ "\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
		{ "\x20\x21", 2,
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
		{ "\x30\x31", 2,
			"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
		{ "\x40\x41\x42\x43", 4,
			"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
		{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8,
			"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
		{ "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
			"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
	};
	struct tree_growing t = { 0 };
	struct tree_hash h;

	(void)state;
	tree_grown_root(&t, &h);
	hex(&h, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < COUNT(known); i++) {
		audit_leaf(str_n(known[i].bytes, known[i].n), h.b);
		tree_grow(&t, &h);
		tree_grown_root(&t, &h);
		hex(&h, known[i].root);
	}
}

static void every_root_is_as_defined(void **state)
{
	struct tree_growing t = { 0 };
	struct tree_hash plain, read, grown;
	struct err e = { 0 };

	(void)state;
	for (int size = 0; size <= SMALL; size++) {
		mth(0, size, &plain);
		assert_true(tree_root(&source, size, &read, &e));
		tree_grown_root(&t, &grown);
		assert_hash(&read, &plain);
		assert_hash(&grown, &plain);
		tree_grow(&t, &leaves[size]);
	}
}

static void check_inclusion(int m, int size, const struct tree_hash *root)
{
	struct tree_path plain = { 0 }, path;
	struct err e = { 0 };

	plain_path(m, 0, size, &plain);
	assert_true(tree_inclusion(&source, m, size, &path, &e));
	assert_path(&path, &plain);
	assert_true(tree_includes(&leaves[m], m, size, &path, root));
	assert_false(tree_includes(&leaves[m + 1], m, size, &path, root));
	assert_false(tree_includes(&leaves[m], m + 1, size, &path, root));
	if (path.n == 0)
		return;
	path.v[m % path.n].b[3] ^= 1;
	assert_false(tree_includes(&leaves[m], m, size, &path, root));
	path.v[m % path.n].b[3] ^= 1;
	path.n--;
	assert_false(tree_includes(&leaves[m], m, size, &path, root));
}

static void every_inclusion_is_as_defined(void **state)
{
	struct tree_hash root;

	(void)state;
	for (int size = 1; size <= SMALL; size++) {
		mth(0, size, &root);
		/* every entry of the small trees, some of the larger ones */
		for (int m = 0; m < size; m += size <= 40 ? 1 : 197)
			check_inclusion(m, size, &root);
		check_inclusion(size - 1, size, &root);
	}
}

static void check_consistency(int old, int size)
{
	struct tree_path plain = { 0 }, path;
	struct tree_hash before, after;
	struct err e = { 0 };

	mth(0, old, &before);
	mth(0, size, &after);
	subproof(old, 0, size, true, &plain);
	assert_true(tree_consistency(&source, old, size, &path, &e));
	assert_path(&path, &plain);
	assert_true(tree_extends(old, &before, size, &after, &path));
	assert_false(tree_extends(old, &leaves[size], size, &after, &path));
	assert_false(tree_extends(old, &before, size, &leaves[size], &path));
	if (path.n == 0)
		return;
	path.v[old % path.n].b[9] ^= 1;
	assert_false(tree_extends(old, &before, size, &after, &path));
	path.v[old % path.n].b[9] ^= 1;
	path.n--;
	assert_false(tree_extends(old, &before, size, &after, &path));
}

static void every_consistency_is_as_defined(void **state)
{
	(void)state;
	for (int size = 1; size <= SMALL; size++) {
		for (int old = 1; old <= size; old += size <= 40 ? 1 : 199)
			check_consistency(old, size);
		check_consistency(size, size);
	}
}

/* Tiles of two levels, and no more read than a few hundred hashes a level. */
static void a_large_tree_is_read_by_its_tiles(void **state)
{
	static const int sizes[] = { TREE_TILE * TREE_TILE - 1, TREE_TILE * TREE_TILE,
		TREE_TILE * TREE_TILE + 1, LARGE - 1 };
	struct tree_hash plain, root;
	struct tree_path path;
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		int size = sizes[i];

		mth(0, size, &plain);
		asked = 0;
		assert_true(tree_root(&source, size, &root, &e));
		assert_true(asked < 3 * TREE_TILE);
		assert_hash(&root, &plain);
		check_inclusion(size / 2, size, &root);
		check_consistency(TREE_TILE + 1, size);
		asked = 0;
		assert_true(tree_inclusion(&source, 77, size, &path, &e));
		assert_true(asked < 4 * TREE_TILE);
	}
}

static void nonsense_proves_nothing(void **state)
{
	struct tree_path path = { 0 };
	struct tree_hash root;

	(void)state;
	mth(0, 5, &root);
	assert_false(tree_includes(&leaves[0], -1, 5, &path, &root));
	assert_false(tree_includes(&leaves[0], 5, 5, &path, &root));
	assert_false(tree_includes(&leaves[0], 0, 0, &path, &root));
	assert_false(tree_includes(&leaves[0], 0, INT64_MIN, &path, &root));
	assert_false(tree_includes(&leaves[0], 0, INT64_MAX, &path, &root));
	assert_false(tree_extends(0, &root, 5, &root, &path));
	assert_false(tree_extends(-3, &root, 5, &root, &path));
	assert_false(tree_extends(6, &root, 5, &root, &path));
	assert_false(tree_extends(3, &root, INT64_MAX, &root, &path));
	assert_true(tree_extends(5, &root, 5, &root, &path));
	path.n = TREE_PATH_MOST;
	assert_false(tree_includes(&leaves[0], 0, INT64_MAX, &path, &root));
	assert_false(tree_extends(5, &root, INT64_MAX, &root, &path));
	assert_false(tree_extends(5, &root, 5, &root, &path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots_are_those_others_have),
		cmocka_unit_test(every_root_is_as_defined),
		cmocka_unit_test(every_inclusion_is_as_defined),
		cmocka_unit_test(every_consistency_is_as_defined),
		cmocka_unit_test(a_large_tree_is_read_by_its_tiles),
		cmocka_unit_test(nonsense_proves_nothing),
	};

	return cmocka_run_group_tests(tests, make_leaves, end_leaves);
}

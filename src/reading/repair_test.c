/* Letters lost with a font's encoding come back. */
#include "base/base.h"

#include "base/viet.h"
#include "embed.h"
#include "reading/letters.h"
#include "reading/reading.h"
#include "test/cmocka.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 30);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct reading *read_text(struct str s)
{
	struct reading *r = NULL;
	struct err e = { 0 };

	assert_true(reading_plan(a, s, NULL, &r, &e));
	return r;
}

static struct str file_text(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = arena_alloc(a, 1 << 20);

	assert_non_null(f);
	size_t n = fread(p, 1, 1 << 20, f);

	fclose(f);
	return str_n(p, n);
}

static void the_damaged_sample_reads_as_it_was(void **state)
{
	struct reading *r = read_text(embed_find(S("samples/003.txt")));
	struct str want = file_text("test/reading/003-repaired.txt");

	(void)state;
	assert_int_equal(r->text.n, want.n);
	assert_memory_equal(r->text.p, want.p, want.n);
	assert_int_equal(r->repairs.n, 1308);
}

static void what_changed_stays_visible(void **state)
{
	struct reading *r = read_text(embed_find(S("samples/003.txt")));

	(void)state;
	LIST_EACH(x, &r->repairs) {
		size_t len;

		assert_int_equal(str_rune(r->text, x->at, &len), x->to);
		assert_true(x->from != x->to);
	}
	/* a line's begin moves with the letters before it */
	assert_int_equal(r->lines.v[316].at, str_find(r->text, S(" III. "), 0));
}

/* --- random damage */

struct dice {
	uint64_t s;
};

static uint32_t roll(struct dice *d, uint32_t n)
{
	d->s = d->s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(d->s >> 33) % n;
}

enum { FONTS = 3, LETTERS = 200 };

struct font {
	uint32_t to[LETTERS]; /* what letter i is shown as; 0: itself */
};

static size_t all_letters(uint32_t *out)
{
	static const char plain[] = "aăâeêioôơuưyđ";
	struct str s = str_z(plain);
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len) {
		uint32_t p = str_rune(s, i, &len);

		for (int tone = p == 0x111 ? 0 : p < 0x80; tone < (p == 0x111 ? 1 : 6); tone++) {
			out[n++] = letter_with(p, tone, false);
			out[n++] = letter_with(p, tone, true);
		}
	}
	return n;
}

/* Some letters are lost, to signs no text has; some moved into another block by one distance. */
static void make_font(struct dice *d, struct font *f, const uint32_t *letters, size_t n,
	uint32_t shift, uint32_t first)
{
	size_t lost = 4 + roll(d, 9);

	for (size_t k = 0; k < lost; k++)
		f->to[roll(d, (uint32_t)n)] = k < 5 ? first + 0x30 * (uint32_t)k : 0;
	f->to[roll(d, (uint32_t)n)] = 0xFFFD;
	/* one sign, one letter within a font */
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++) {
			if (f->to[i] && f->to[i] == f->to[k])
				f->to[i] = 0;
		}
	}
	for (size_t k = 0; shift && k < 3 + roll(d, 8); k++) {
		size_t i = roll(d, (uint32_t)n);

		if (!f->to[i] && letters[i] > 0x1E9F)
			f->to[i] = letters[i] - shift;
	}
}

static bool is_heading(struct str line)
{
	return line.n < 130 && line.n > 2 &&
	       ((line.p[0] >= '0' && line.p[0] <= '9') || line.p[0] == 'I' || line.p[0] == '#');
}

/* Which font stands where. */
enum spread {
	SPREAD_PARTS, /* the body, parentheses, headings */
	SPREAD_LINES, /* a few lines each */
	SPREAD_ONE,   /* one for all */
	SPREAD_HALF,  /* as parts, and every other letter is whole */
};

/* The text with the damage. */
static struct str damage(struct str text, uint64_t seed, enum spread spread, size_t *damaged)
{
	struct dice d = { seed * 7919 + 13 };
	uint32_t letters[LETTERS], shift = roll(&d, 2) ? 0x19FC - 0x10 * roll(&d, 3) : 0;
	uint32_t first = roll(&d, 2) ? 0xE000 + roll(&d, 0x1800) : 0xF0000 + roll(&d, 0xF000);
	size_t n = all_letters(letters), depth = 0, len;
	struct font *fonts = NEW_N(a, struct font, FONTS);
	struct buf out = { .arena = a };
	size_t of_lines = 0, left = 0;
	bool heading = false;

	for (size_t i = 0; i < FONTS; i++)
		make_font(&d, &fonts[i], letters, n, shift, first);
	*damaged = 0;
	for (size_t i = 0; i < text.n; i += len) {
		uint32_t r = str_rune(text, i, &len), to = 0;

		if (i == 0 || text.p[i - 1] == '\n') {
			size_t end = str_find_char(text, '\n', i);

			heading = is_heading(str_sub(text, i, end == SIZE_MAX ? text.n : end));
			depth = 0;
			if (spread == SPREAD_LINES && left-- == 0) {
				left = roll(&d, 6);
				of_lines = roll(&d, FONTS);
			}
		}
		depth += r == '(';
		depth -= r == ')' && depth;
		struct font *f = &fonts[spread == SPREAD_ONE	 ? 0
					: spread == SPREAD_LINES ? of_lines
					: heading		 ? 2
					: depth			 ? 1
								 : 0];
		bool spared = spread == SPREAD_HALF && roll(&d, 2);

		for (size_t k = 0; k < n && !to && !spared; k++) {
			if (letters[k] == r)
				to = f->to[k];
		}
		*damaged += to > 0;
		buf_add_rune(&out, to ? to : r);
	}
	return buf_str(&out);
}

struct tally {
	size_t damaged, wrong, unflagged;
	size_t needless; /* read right, and flagged */
};

static bool doubted(const struct reading *r, size_t at)
{
	LIST_EACH(f, &r->flags) {
		if (f->code == READING_FLAG_letter_doubtful && f->span.from <= at &&
			at < f->span.to)
			return true;
	}
	return false;
}

static void count(struct str want, struct str bad, const struct reading *r, struct tally *t)
{
	size_t i = 0, k = 0, m = 0, len;

	while (i < want.n && k < r->text.n && m < bad.n) {
		uint32_t x = str_rune(want, i, &len);

		i += len;
		size_t at = k;
		uint32_t y = str_rune(r->text, k, &len);

		k += len;
		uint32_t z = str_rune(bad, m, &len);

		m += len;
		if (x == y) {
			t->needless += z != x && doubted(r, at);
			continue;
		}
		/* what was whole is left whole */
		assert_true(z != x);
		t->wrong++;
		t->unflagged += !doubted(r, at);
	}
	assert_true(i >= want.n - 1);
}

static void random_damage(
	const char *sample, uint64_t from, uint64_t seeds, enum spread spread, struct tally *t)
{
	struct str text = embed_find(str_z(sample));

	for (uint64_t seed = from; seed < from + seeds; seed++) {
		struct arena_mark mark = arena_mark(a);
		size_t damaged = 0;
		struct str bad = damage(text, seed, spread, &damaged);

		t->damaged += damaged;
		count(text, bad, read_text(bad), t);
		arena_rewind(a, mark);
	}
}

static void tell(const char *what, const struct tally *t)
{
	print_message("%s: %zu letters damaged, %zu read wrong, %zu of these not flagged; "
		      "%zu read right and flagged\n",
		what, t->damaged, t->wrong, t->unflagged, t->needless);
}

static void two_hundred_random_maps(void **state)
{
	struct tally t = { 0 };

	(void)state;
	random_damage("samples/000.txt", 1, 100, SPREAD_PARTS, &t);
	random_damage("samples/001.txt", 101, 100, SPREAD_PARTS, &t);
	tell("200 maps", &t);
	assert_true(t.damaged > 10000);
	assert_true(t.wrong * 500 <= t.damaged);
	assert_int_equal(t.unflagged, 0);
	assert_true(t.needless * 50 <= t.damaged);
}

/* Fonts that change elsewhere than the reader thinks, or lose only some. */
static void other_spreads(void **state)
{
	static const struct {
		const char *name;
		enum spread spread;
		size_t right; /* of a hundred */
	} spreads[] = { { "few lines each", SPREAD_LINES, 99 }, { "one font", SPREAD_ONE, 99 },
		{ "every other letter", SPREAD_HALF, 99 } };

	(void)state;
	for (size_t i = 0; i < COUNT(spreads); i++) {
		struct tally t = { 0 };

		random_damage("samples/000.txt", 301, 10, spreads[i].spread, &t);
		random_damage("samples/001.txt", 401, 10, spreads[i].spread, &t);
		tell(spreads[i].name, &t);
		assert_true(t.wrong * 100 <= t.damaged * (100 - spreads[i].right));
		assert_true(t.unflagged * 500 <= t.damaged);
	}
}

static void a_word_of_another_script_is_left_alone(void **state)
{
	struct str s = S(
		"KẾ HOẠCH\nTrao đổi với phía Москва và Αθήνα về phòng, chống mua bán người.\n");

	(void)state;
	assert_true(str_eq(read_text(s)->text, s));
	assert_int_equal(read_text(s)->repairs.n, 0);
}

static void letters_that_only_look_latin(void **state)
{
	/* о and а of Cyrillic in "công tác" */
	struct reading *r = read_text(S("I. NHIỆM VỤ\n1. Cоng аn tỉnh chủ trì thực hiện.\n"));

	(void)state;
	assert_true(str_has(r->text, S(" an tỉnh")));
	assert_true(r->repairs.n >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_damaged_sample_reads_as_it_was, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_changed_stays_visible, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_hundred_random_maps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_spreads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_word_of_another_script_is_left_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(letters_that_only_look_latin, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The samples under other line breaks, markers, numbers and names are still read as they were.
 */
#include "base/base.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/viet.h"
#include "embed.h"
#include "reading/reading.h"
#include "test/cmocka.h"
#include "test/reading/score.h"

typedef struct str change_fn(struct arena *a, struct str text, int how);

static void check(const char *number, change_fn *change, int how)
{
	struct arena *a = arena_new((size_t)2 << 30);
	struct reading *r = NULL;
	struct err e = { 0 };
	struct score before, after;
	struct str text = embed_find(str_fmt(a, "samples/%s.txt", number));

	assert_true(reading_plan(a, text, NULL, &r, &e));
	score_reading(a, number, r, &before);
	assert_true(reading_plan(a, change(a, text, how), NULL, &r, &e));
	score_reading(a, number, r, &after);
	for (int i = 0; i < SCORE_ROWS; i++) {
		if (after.f1[i] < before.f1[i] - 0.01)
			fail_msg("%s, change %d: %s falls from %.3f to %.3f", number, how,
				score_names[i], before.f1[i], after.f1[i]);
	}
	arena_free(a);
}

static size_t runes(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

/* Every line is filled up to `width` letters. */
static struct str wrapped(struct arena *a, struct str text, int width)
{
	struct buf out = { .arena = a };
	struct str line, word;

	while (str_split(&text, '\n', &line)) {
		size_t used = 0;

		while (str_split(&line, ' ', &word)) {
			size_t n = runes(word);

			if (!word.n)
				continue;
			if (used && used + 1 + n > (size_t)width) {
				buf_addc(&out, '\n');
				used = 0;
			}
			if (used)
				buf_addc(&out, ' ');
			buf_add(&out, word);
			used += n + (used > 0);
		}
		buf_addc(&out, '\n');
	}
	return buf_str(&out);
}

/* Where a line begins with `from`, it begins with `to`. */
static struct str begin_with(struct arena *a, struct str text, struct str from, struct str to)
{
	struct buf out = { .arena = a };
	struct str line;

	while (str_split(&text, '\n', &line)) {
		if (str_starts(line, from)) {
			buf_add(&out, to);
			line = str_sub(line, from.n, line.n);
		}
		buf_add(&out, line);
		buf_addc(&out, '\n');
	}
	return buf_str(&out);
}

static struct str replaced(struct arena *a, struct str text, struct str from, struct str to)
{
	struct buf out = { .arena = a };
	size_t at = 0, next;

	while ((next = str_find(text, from, at)) != SIZE_MAX) {
		buf_add(&out, str_sub(text, at, next));
		buf_add(&out, to);
		at = next + from.n;
	}
	buf_add(&out, str_sub(text, at, text.n));
	return buf_str(&out);
}

enum { MARKS_BULLET, MARKS_PLUS, MARKS_POINT, MARKS_BRACKETS, MARKS_DECOMPOSED, MARKS_CRLF, MARKS };

static struct str remarked(struct arena *a, struct str text, int how)
{
	static const char *const letters[] = { "a", "b", "c", "d", "đ", "e", "g", "h", "i" };

	if (how == MARKS_BULLET)
		return begin_with(a, text, S("- "), S("• "));
	if (how == MARKS_PLUS)
		return begin_with(a, text, S("- "), S("+ "));
	if (how == MARKS_CRLF)
		return replaced(a, text, S("\n"), S("\r\n"));
	if (how == MARKS_DECOMPOSED) {
		utf8proc_uint8_t *out = NULL;
		utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text.p,
			(utf8proc_ssize_t)text.n, &out, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);

		assert_true(n > 0);
		struct str copy = str_dup(a, str_n((const char *)out, (size_t)n));

		free(out);
		return copy;
	}
	for (size_t i = 0; i < COUNT(letters); i++) {
		struct str from = str_fmt(a, "%s) ", letters[i]);

		text = begin_with(a, text, from,
			how == MARKS_POINT ? str_fmt(a, "%s. ", letters[i])
					   : str_fmt(a, "(%s) ", letters[i]));
	}
	return text;
}

static void lines_of_other_widths(void **state)
{
	static const int widths[] = { 60, 80, 200 };

	(void)state;
	for (size_t i = 0; i < COUNT(widths); i++) {
		check("000", wrapped, widths[i]);
		check("001", wrapped, widths[i]);
	}
}

static void other_markers(void **state)
{
	(void)state;
	for (int how = 0; how < MARKS; how++) {
		if (how == MARKS_DECOMPOSED)
			continue;
		check("000", remarked, how);
		check("001", remarked, how);
	}
}

static void decomposed_letters(void **state)
{
	(void)state;
	check("000", remarked, MARKS_DECOMPOSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_other_widths),
		cmocka_unit_test(other_markers),
		cmocka_unit_test(decomposed_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

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

/* Names that are changed in the text are changed in what is expected by the same hand: `rename` takes
 * the place of a name in the reading before it is scored. NULL: none. */
typedef struct str name_fn(struct arena *a, struct str name);

/* A line that begins something: an item, a heading. */
static bool begins_item(struct str line, struct str before)
{
	size_t i = 0;

	/* "2021 - 2025", "chính trị - xã hội", "Lao động - Thương binh" may break before the dash */
	if (!before.n || str_starts(line, S("- ")))
		return !before.n || strchr(".;:)", before.p[before.n - 1]) ||
		       ((unsigned char)line.p[2] >= 'A' && (unsigned char)line.p[2] <= 'Z' &&
			       !str_starts(line, S("- Thương")));
	while (i < line.n && ((line.p[i] >= '0' && line.p[i] <= '9') || line.p[i] == '.'))
		i++;
	if (i > 1 && line.p[i] == ' ' && line.p[i - 1] == '.')
		return true;
	return str_starts(line, S("I. ")) || str_starts(line, S("II. ")) ||
	       str_starts(line, S("III. "));
}

/* Every paragraph in one line. */
static struct str unwrapped(struct arena *a, struct str text)
{
	struct buf out = { .arena = a };
	struct str line, before = S("");

	while (str_split(&text, '\n', &line)) {
		line = str_trim(line);
		if (!line.n || begins_item(line, before))
			buf_addc(&out, '\n');
		else
			buf_addc(&out, ' ');
		buf_add(&out, line);
		before = line;
	}
	return buf_str(&out);
}

static struct str sample(struct arena *a, const char *number)
{
	/* the damaged one as it was, a paragraph a line as the others are */
	if (strcmp(number, "003"))
		return embed_find(str_fmt(a, "samples/%s.txt", number));
	FILE *f = fopen("test/reading/003-repaired.txt", "rb");
	char *p = arena_alloc(a, 1 << 18);

	assert_non_null(f);
	size_t n = fread(p, 1, 1 << 18, f);

	fclose(f);
	return unwrapped(a, str_n(p, n));
}

static void check_as(const char *number, change_fn *change, int how, name_fn *rename)
{
	struct arena *a = arena_new((size_t)2 << 30);
	struct reading *r = NULL;
	struct err e = { 0 };
	struct score before, after;
	struct str text = sample(a, number);

	assert_true(reading_plan(a, text, NULL, &r, &e));
	score_reading(a, number, r, &before);
	assert_true(reading_plan(a, change(a, text, how), NULL, &r, &e));
	if (rename)
		LIST_EACH(item, &r->items) {
			item->text = rename(a, item->text);
			LIST_EACH(p, &item->parties)
				p->name = rename(a, p->name);
		}
	score_reading(a, number, r, &after);
	for (int i = 0; i < SCORE_ROWS; i++) {
		/* numbers and days that were changed are looked at by the caller */
		if (after.f1[i] < before.f1[i] - 0.01)
			fail_msg("%s, change %d: %s falls from %.3f to %.3f", number, how,
				score_names[i], before.f1[i], after.f1[i]);
	}
	arena_free(a);
}

static void check(const char *number, change_fn *change, int how)
{
	check_as(number, change, how, NULL);
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
		check("003", wrapped, widths[i]);
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
		check("003", remarked, how);
	}
}

static void decomposed_letters(void **state)
{
	(void)state;
	check("000", remarked, MARKS_DECOMPOSED);
}

/* Ministries and departments change their names with those of others; both ways the same. */
static struct str renamed(struct arena *a, struct str text)
{
	static const char *const names[][2] = { { "Bộ Công an", "Bộ Y tế" },
		{ "Bộ Quốc phòng", "Bộ Xây dựng" }, { "Bộ Ngoại giao", "Bộ Công Thương" },
		{ "Bộ Tư pháp", "Bộ Nội vụ" }, { "Công an tỉnh", "Thanh tra tỉnh" },
		{ "Sở Tư pháp", "Sở Y tế" }, { "Sở Ngoại vụ", "Sở Nội vụ" },
		{ "Sở Giáo dục và Đào tạo", "Sở Khoa học và Công nghệ" },
		{ "Đài Truyền hình Việt Nam", "Thông tấn xã Việt Nam" },
		{ "Tòa án nhân dân tối cao", "Ngân hàng Nhà nước Việt Nam" } };

	for (size_t i = 0; i < COUNT(names); i++) {
		struct str x = str_z(names[i][0]), y = str_z(names[i][1]);

		text = replaced(a, text, x, S("\x01"));
		text = replaced(a, text, y, x);
		text = replaced(a, text, S("\x01"), y);
	}
	return text;
}

static struct str with_other_names(struct arena *a, struct str text, int how)
{
	(void)how;
	return renamed(a, text);
}

static void names_of_other_ministries(void **state)
{
	(void)state;
	check_as("000", with_other_names, 0, renamed);
	check_as("001", with_other_names, 0, renamed);
	check_as("003", with_other_names, 0, renamed);
}

/* Every digit of a number before "/" and capitals is another one; the days of months move. */
static struct str renumbered(struct arena *a, struct str text, int by)
{
	struct buf out = { .arena = a };

	for (size_t i = 0; i < text.n; i++) {
		size_t end = i;
		bool digit = text.p[i] >= '0' && text.p[i] <= '9';
		bool starts = digit && (i == 0 || text.p[i - 1] < '0' || text.p[i - 1] > '9');

		while (end < text.n && text.p[end] >= '0' && text.p[end] <= '9')
			end++;
		/* "193/QĐ", "31/KH": a document's number */
		bool number = starts && end + 1 < text.n && text.p[end] == '/' &&
			      (unsigned char)text.p[end + 1] >= 'A' && end - i >= 2 &&
			      /* "138/CP" is the name of a committee */
			      !str_starts(str_sub(text, end, text.n), S("/CP"));

		if (!number) {
			buf_addc(&out, text.p[i]);
			continue;
		}
		for (; i < end; i++)
			buf_addc(&out, (char)('1' + (text.p[i] - '0' + by) % 9));
		i--;
	}
	return buf_str(&out);
}

/* What was read from the two texts is the same but for the numbers. */
static void same_but_for_numbers(const char *number, int by)
{
	struct arena *a = arena_new((size_t)2 << 30);
	struct reading *r = NULL, *other = NULL;
	struct err e = { 0 };
	struct str text = sample(a, number);

	assert_true(reading_plan(a, text, NULL, &r, &e));
	assert_true(reading_plan(a, renumbered(a, text, by), NULL, &other, &e));
	assert_int_equal(r->tasks, other->tasks);
	assert_int_equal(r->items.n, other->items.n);
	assert_int_equal(r->duties.n, other->duties.n);
	assert_int_equal(r->targets.n, other->targets.n);
	for (size_t i = 0; i < r->items.n; i++) {
		const struct reading_item *x = &r->items.v[i], *y = &other->items.v[i];

		assert_true(str_eq(x->path, y->path));
		assert_int_equal(x->parties.n, y->parties.n);
		if (x->refs.n != y->refs.n)
			fail_msg("%.*s: %zu documents, then %zu", STR_ARG(x->path), x->refs.n,
				y->refs.n);
		assert_int_equal(x->due.given, y->due.given);
		for (size_t k = 0; k < x->refs.n; k++) {
			struct str want = x->refs.v[k].number;

			assert_int_equal(y->refs.v[k].number.n, want.n);
			assert_int_equal(date_cmp(y->refs.v[k].date, x->refs.v[k].date), 0);
		}
	}
	arena_free(a);
}

static void other_numbers(void **state)
{
	(void)state;
	for (int by = 1; by < 4; by++) {
		same_but_for_numbers("000", by);
		same_but_for_numbers("001", by);
		same_but_for_numbers("003", by);
	}
}

/* All years are later by the same: the days too, and nothing else. */
static void other_years(void **state)
{
	static const char *const numbers[] = { "000", "001", "003" };

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct arena *a = arena_new((size_t)2 << 30);
		struct reading *r = NULL, *other = NULL;
		struct err e = { 0 };
		struct str text = sample(a, numbers[i]), moved = text;

		/* the latest first, so that none is moved twice */
		for (int year = 2035; year >= 2005; year--)
			moved = replaced(
				a, moved, str_fmt(a, "%d", year), str_fmt(a, "%d", year + 3));
		assert_true(reading_plan(a, text, NULL, &r, &e));
		assert_true(reading_plan(a, moved, NULL, &other, &e));
		assert_int_equal(r->items.n, other->items.n);
		for (size_t k = 0; k < r->items.n; k++) {
			const struct reading_item *x = &r->items.v[k], *y = &other->items.v[k];

			assert_int_equal(x->kind, y->kind);
			assert_int_equal(x->parties.n, y->parties.n);
			assert_int_equal(x->due.given, y->due.given);
			assert_true(str_eq(x->recurrence, y->recurrence));
			if (date_given(x->due.date))
				assert_int_equal(x->due.date.year + 3, y->due.date.year);
			assert_int_equal(x->due.date.month, y->due.date.month);
			assert_int_equal(x->due.date.day, y->due.date.day);
		}
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_other_widths),
		cmocka_unit_test(other_markers),
		cmocka_unit_test(decomposed_letters),
		cmocka_unit_test(names_of_other_ministries),
		cmocka_unit_test(other_numbers),
		cmocka_unit_test(other_years),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

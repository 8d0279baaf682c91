#include "sheet/sheet.h"

#include <math.h>

enum { NAME_LETTERS = 80 };

struct sheet *sheet_new(struct arena *a, enum lang lang)
{
	struct sheet *s = NEW(a, struct sheet);

	s->arena = a;
	s->lang = lang;
	return s;
}

void sheet_title(struct sheet *s, struct str title)
{
	s->title = title;
}

void sheet_note(struct sheet *s, struct str words)
{
	if (words.n)
		LIST_PUSH(s->arena, &s->notes, words);
}

static void add_column(struct sheet *s, enum sheet_type type, struct str head, int digits)
{
	struct sheet_column c = { .type = type, .digits = digits, .head = head };

	LIST_PUSH(s->arena, &s->columns, c);
}

void sheet_column(struct sheet *s, enum sheet_type type, enum text_id head)
{
	sheet_column_named(s, type, text_get(s->lang, head));
}

void sheet_column_named(struct sheet *s, enum sheet_type type, struct str head)
{
	add_column(s, type, head, type == SHEET_PERCENT);
}

void sheet_column_digits(struct sheet *s, enum text_id head, int digits)
{
	add_column(s, SHEET_NUMBER, text_get(s->lang, head), digits);
}

bool sheet_row(struct sheet *s)
{
	if (s->rows == SHEET_ROWS) {
		s->cut = true;
		return false;
	}
	s->rows++;
	s->filled = 0;
	for (size_t i = 0; i < s->columns.n; i++)
		*LIST_ADD(s->arena, &s->cells) = (struct sheet_cell){ .kind = CELL_NONE };
	return true;
}

static void put(struct sheet *s, struct sheet_cell c)
{
	if (s->rows == 0 || s->filled == s->columns.n)
		return;
	s->cells.v[s->cells.n - s->columns.n + s->filled++] = c;
}

void sheet_blank(struct sheet *s)
{
	put(s, (struct sheet_cell){ .kind = CELL_NONE });
}

void sheet_text(struct sheet *s, struct str text)
{
	put(s, (struct sheet_cell){ .kind = text.n ? CELL_TEXT : CELL_NONE, .text = text });
}

void sheet_word(struct sheet *s, enum text_id text)
{
	sheet_text(s, text_get(s->lang, text));
}

void sheet_int(struct sheet *s, int64_t n)
{
	put(s, (struct sheet_cell){ .kind = n == INT64_MIN ? CELL_NONE : CELL_INT, .n = n });
}

void sheet_real(struct sheet *s, double v)
{
	put(s, (struct sheet_cell){ .kind = isfinite(v) ? CELL_REAL : CELL_NONE, .real = v });
}

void sheet_date(struct sheet *s, struct date d)
{
	put(s, (struct sheet_cell){ .kind = date_given(d) ? CELL_DATE : CELL_NONE, .day = d });
}

void sheet_time(struct sheet *s, int64_t us)
{
	put(s, (struct sheet_cell){ .kind = us == INT64_MIN ? CELL_NONE : CELL_TIME, .n = us });
}

struct str sheet_cut_words(const struct sheet *s)
{
	if (!s->cut)
		return STR_NULL;
	return TEXT(s->arena, s->lang, T_sheet_cut, str_fmt(s->arena, "%d", SHEET_ROWS));
}

/* --- CSV */

/* Whether a spreadsheet may take the text for something to reckon out; some take the wide
 * forms of the signs for the signs. */
static bool looks_like_formula(struct str t)
{
	static const uint32_t signs[] = { '=', '+', '-', '@', '\t', '\r', '\n', 0xff1d, 0xff0b,
		0xff0d, 0xff20 };
	size_t len;
	uint32_t first = str_rune(t, 0, &len);

	for (size_t i = 0; i < COUNT(signs); i++)
		if (first == signs[i])
			return true;
	return false;
}

static bool needs_quotes(struct str t)
{
	if (t.p[0] == ' ' || t.p[t.n - 1] == ' ')
		return true;
	for (size_t i = 0; i < t.n; i++)
		if (memchr("\",;\n\r\t", t.p[i], 6))
			return true;
	return false;
}

static void csv_text(struct buf *b, struct str t)
{
	if (t.n == 0)
		return;
	bool guard = looks_like_formula(t), quoted = needs_quotes(t);

	if (quoted)
		buf_addc(b, '"');
	if (guard)
		buf_addc(b, '\'');
	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, t.p[i]);
	}
	if (quoted)
		buf_addc(b, '"');
}

/* As people in Viet Nam read the clock: "2026-11-22 08:40". */
static void csv_time(const struct sheet *s, struct buf *b, int64_t us)
{
	struct str iso = time_iso(s->arena, us + INT64_C(7) * 3600 * 1000000);

	buf_add(b, str_sub(iso, 0, 10));
	buf_addc(b, ' ');
	buf_add(b, str_sub(iso, 11, 16));
}

static void csv_cell(const struct sheet *s, struct buf *b, const struct sheet_column *col,
	const struct sheet_cell *c)
{
	switch (c->kind) {
	case CELL_NONE:
		break;
	case CELL_TEXT:
		csv_text(b, c->text);
		break;
	case CELL_INT:
		buf_add_int(b, c->n);
		break;
	case CELL_REAL:
		buf_addf(b, "%.*f%s", col->digits, c->real, col->type == SHEET_PERCENT ? "%" : "");
		break;
	case CELL_DATE:
		buf_add(b, date_iso(s->arena, c->day));
		break;
	case CELL_TIME:
		csv_time(s, b, c->n);
		break;
	}
}

struct str sheet_csv(const struct sheet *s)
{
	struct buf b = { .arena = s->arena };
	size_t n = s->columns.n;

	buf_addz(&b, "\xef\xbb\xbf");
	for (size_t k = 0; k < n; k++) {
		csv_text(&b, s->columns.v[k].head);
		buf_addz(&b, k + 1 < n ? "," : "\r\n");
	}
	for (size_t i = 0; i < s->rows * n; i++) {
		csv_cell(s, &b, &s->columns.v[i % n], &s->cells.v[i]);
		buf_addz(&b, (i + 1) % n ? "," : "\r\n");
	}
	if (s->cut) {
		csv_text(&b, sheet_cut_words(s));
		for (size_t k = 1; k < n; k++)
			buf_addc(&b, ',');
		buf_addz(&b, "\r\n");
	}
	return buf_str(&b);
}

/* --- the file's name */

static bool fits_a_name(uint32_t r)
{
	static const char not [] = "/\\:*?\"<>|";

	if (r < 0x20 || r == 0x7f || (r < 0x80 && strchr(not, (int)r)))
		return false;
	/* what turns the direction of writing hides an ending */
	return !(r >= 0x200b && r <= 0x200f) && !(r >= 0x202a && r <= 0x202e) &&
	       !(r >= 0x2060 && r <= 0x206f) && r != 0xfeff;
}

struct str sheet_file_name(const struct sheet *s, struct date day, const char *extension)
{
	struct buf b = { .arena = s->arena };
	size_t letters = 0, len;

	for (size_t i = 0; i < s->title.n && letters < NAME_LETTERS; i += len, letters++) {
		uint32_t r = str_rune(s->title, i, &len);

		if (r == '.' && b.n == 0)
			continue;
		buf_add_rune(&b, fits_a_name(r) ? r : '-');
	}
	struct str name = str_trim(buf_str(&b));

	if (name.n == 0)
		name = text_get(s->lang, T_sheet_tab);
	return str_fmt(s->arena, "%.*s %.*s.%s", STR_ARG(name), STR_ARG(date_iso(s->arena, day)),
		extension);
}

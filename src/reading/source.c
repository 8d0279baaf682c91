#include "reading/source.h"

#include "base/viet.h"
#include "reading/letters.h"

/* Marks that have no width or turn the direction of writing; they carry nothing here. */
static bool without_width(uint32_t r)
{
	return r == 0xAD || r == 0x61C || r == 0x180E || (r >= 0x200B && r <= 0x200F) ||
	       (r >= 0x202A && r <= 0x202E) || (r >= 0x2060 && r <= 0x206F) || r == 0xFEFF ||
	       (r >= 0xFE00 && r <= 0xFE0F);
}

static bool is_blank(uint32_t r)
{
	return r < 0x20 || r == 0x7F || (r >= 0x80 && r <= 0xA0) || r == 0x1680 ||
	       (r >= 0x2000 && r <= 0x200A) || r == 0x202F || r == 0x205F || r == 0x3000;
}

/* No Vietnamese text has these: lost glyphs, private use, Cyrillic where Latin is meant. */
static bool is_strange(uint32_t r)
{
	if (r < 0x180)
		return false;
	return (r >= 0x180 && r < 0x300 && !(letter_of(r).flags & LETTER_VIET)) ||
	       (r >= 0x370 && r < 0x1E00) || (r >= 0x1EFA && r < 0x2000) || r >= 0x2C00;
}

/* Of binary files the first kilobytes tell: NUL bytes in any number. */
static bool looks_binary(struct str s)
{
	size_t n = s.n < 65536 ? s.n : 65536, nul = 0, control = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		nul += c == 0;
		control += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
	}
	return nul * 100 > n || control * 10 > n;
}

/* Where the first byte that is not UTF-8 stands. */
static size_t bad_byte(struct str s)
{
	size_t low = 0, step = 65536;

	while (low < s.n) {
		size_t to = low + step < s.n ? low + step : s.n;

		while (to < s.n && to > low && ((unsigned char)s.p[to] & 0xC0) == 0x80)
			to--;
		if (!str_is_utf8(str_sub(s, low, to)))
			break;
		low = to;
	}
	for (size_t i = low; i < s.n;) {
		size_t len;

		str_rune(s, i, &len);
		if (!str_is_utf8(str_sub(s, i, i + len)))
			return i;
		i += len;
	}
	return s.n;
}

static bool check(struct arena *a, struct str bytes, struct err *e)
{
	if (bytes.n > READING_MAX_BYTES)
		return FAIL(e, ERR_TOO_LARGE, T_reading_too_large,
			str_fmt(a, "%d", READING_MAX_BYTES / 1000000));
	if (str_trim(bytes).n == 0)
		return FAIL(e, ERR_INPUT, T_reading_empty);
	if (str_starts(bytes, S("\xFF\xFE")) || str_starts(bytes, S("\xFE\xFF")))
		return FAIL(e, ERR_INPUT, T_reading_utf16);
	if (str_starts(bytes, S("%PDF-")) || str_starts(bytes, S("PK\x03\x04")) ||
		str_starts(bytes, S("\xD0\xCF\x11\xE0")) || memchr(bytes.p, 0, bytes.n) ||
		looks_binary(bytes))
		return FAIL(e, ERR_INPUT, T_reading_binary);
	if (!str_is_utf8(bytes)) {
		size_t at = bad_byte(bytes), line = 1;

		for (size_t i = 0; i < at; i++)
			line += bytes.p[i] == '\n';
		return FAIL(e, ERR_INPUT, T_reading_not_utf8, str_fmt(a, "%zu", line),
			str_fmt(a, "%zu", at + 1));
	}
	return true;
}

/* Three cells and more with tabs between are a row of a table: it is written with bars. */
static struct str bars_for_tabs(struct arena *a, struct str line)
{
	struct str rest = line, cell;
	struct buf out = { .arena = a };
	size_t filled = 0;

	if (str_find_char(line, '\t', 0) == SIZE_MAX)
		return line;
	while (str_split(&rest, '\t', &cell)) {
		struct str trimmed = str_trim(cell);

		filled += trimmed.n > 0;
		buf_addz(&out, "| ");
		buf_add(&out, trimmed);
		buf_addc(&out, ' ');
	}
	buf_addc(&out, '|');
	return filled >= 3 && !str_has(line, S("|")) ? buf_str(&out) : line;
}

/* One line into `out`, cleaned. */
static void clean_line(struct arena *a, struct str line, struct buf *out, bool *damaged)
{
	struct buf b = { .arena = a };
	size_t len;
	bool plain = true;

	line = bars_for_tabs(a, line);
	for (size_t i = 0; i < line.n && plain; i++)
		plain = line.p[i] >= 0x20 && line.p[i] < 0x7F;
	if (plain) {
		buf_add(out, line);
		return;
	}
	buf_room(&b, line.n + 1);
	for (size_t i = 0; i < line.n; i += len) {
		uint32_t r = str_rune(line, i, &len);

		if (without_width(r))
			continue;
		if (is_blank(r))
			buf_addc(&b, ' ');
		else
			buf_add(&b, str_sub(line, i, i + len));
	}
	struct str nfc = viet_nfc(a, buf_str(&b));

	for (size_t i = 0; i < nfc.n && !*damaged; i += len)
		*damaged = is_strange(str_rune(nfc, i, &len));
	buf_add(out, nfc);
}

/* The next line of `rest`, without its end: "\n", "\r\n", "\r". */
static struct str next_line(struct str bytes, size_t *at)
{
	size_t from = *at, to = from;

	while (to < bytes.n && bytes.p[to] != '\n' && bytes.p[to] != '\r')
		to++;
	*at = to + 1;
	if (to + 1 < bytes.n && bytes.p[to] == '\r' && bytes.p[to + 1] == '\n')
		*at = to + 2;
	return str_sub(bytes, from, to);
}

enum { MOST_LINES = 1000000 };

bool source_read(struct arena *a, struct str bytes, struct source *out, struct err *e)
{
	struct buf text = { .arena = a };

	*out = (struct source){ 0 };
	if (!check(a, bytes, e))
		return false;
	struct arena *scratch = arena_new(4 * bytes.n + (1 << 20));

	buf_room(&text, bytes.n + 16);
	for (size_t at = 0; at < bytes.n;) {
		struct reading_line line = { .at = text.n, .from = at };
		struct arena_mark mark = arena_mark(scratch);

		if (out->lines.n == MOST_LINES) {
			arena_free(scratch);
			return FAIL(e, ERR_TOO_LARGE, T_reading_too_many_lines,
				str_fmt(a, "%d", MOST_LINES));
		}
		clean_line(scratch, next_line(bytes, &at), &text, &out->damaged);
		arena_rewind(scratch, mark);
		buf_addc(&text, '\n');
		LIST_PUSH(a, &out->lines, line);
	}
	arena_free(scratch);
	out->text = buf_str(&text);
	return true;
}

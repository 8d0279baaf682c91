/*
 * RTF (1.9.1): the words of the body. Numbers of lists stand in the file as they are printed.
 */
#include "base/viet.h"
#include "intake/reader.h"

enum { GROUPS = 256, FONTS = 512, WORD_MAX = 32 };

struct rtf_group {
	bool skip; /* what is not printed */
	bool hidden, caps, deleted, note;
	int fallback; /* bytes that stand behind a \uN for older readers */
	int page;     /* code page of the font */
};

struct rtf {
	struct arena *arena;
	struct lines *lines;
	struct str s;
	size_t at;
	struct rtf_group open[GROUPS];
	int depth;
	int left;	/* of the fallback still to come */
	struct buf raw; /* bytes in the group's code page, not yet words */
	uint32_t high;	/* the first half of a letter beyond 16 bits */
	bool starred;	/* \*: what is not known is not printed */
	int page;	/* of the document */
	bool in_fonts;
	int64_t font; /* being defined */
	int fonts[FONTS];
	bool in_table, in_row, in_cell;
	int notes;
};

static struct rtf_group *group(struct rtf *r)
{
	return &r->open[r->depth];
}

/* --- words */

/* A paragraph outside of it ends a table. */
static void leave_table(struct rtf *r)
{
	if (r->in_table && !r->in_row && !r->in_cell) {
		lines_table_end(r->lines);
		r->in_table = false;
	}
}

static void put(struct rtf *r, struct str words)
{
	const struct rtf_group *g = group(r);

	if (g->skip || g->hidden || g->deleted || !words.n)
		return;
	leave_table(r);
	lines_add(r->lines, g->caps ? viet_upper(r->arena, words) : words);
}

static void flush(struct rtf *r)
{
	if (r->raw.n)
		put(r, codepage_text(r->arena, group(r)->page, buf_str(&r->raw)));
	r->raw.n = 0;
}

static void put_byte(struct rtf *r, char c)
{
	if (r->left > 0)
		r->left--;
	else if (!group(r)->skip)
		buf_addc(&r->raw, c);
}

static void put_rune(struct rtf *r, int64_t n)
{
	struct buf b = { .arena = r->arena };
	uint32_t rune = (uint32_t)(n < 0 ? n + 65536 : n) & 0xFFFF;

	flush(r);
	r->left = group(r)->fallback;
	if (rune >= 0xD800 && rune < 0xDC00) {
		r->high = rune;
		return;
	}
	if (rune >= 0xDC00 && rune < 0xE000) {
		if (!r->high)
			return;
		rune = 0x10000 + ((r->high - 0xD800) << 10) + (rune - 0xDC00);
	}
	r->high = 0;
	if (rune < 0x20)
		return;
	buf_add_rune(&b, rune);
	put(r, rune >= 0xF000 && rune < 0xF100 ? number_bullet(buf_str(&b)) : buf_str(&b));
}

static void end_paragraph(struct rtf *r)
{
	if (!group(r)->skip)
		lines_end(r->lines);
}

/* --- tables: a row is announced, its cells end with \cell, it with \row */

static void begin_row(struct rtf *r)
{
	if (group(r)->skip || r->in_row)
		return;
	if (!r->in_table)
		lines_table(r->lines);
	r->in_table = r->in_row = true;
	lines_row(r->lines);
	lines_cell(r->lines);
}

static void end_cell(struct rtf *r)
{
	end_paragraph(r);
	if (r->in_row && !group(r)->skip)
		lines_cell(r->lines);
}

static void end_row(struct rtf *r)
{
	end_paragraph(r);
	if (r->in_row && !group(r)->skip)
		lines_cell_undo(r->lines); /* what the last \cell began */
	r->in_row = r->in_cell = false;
}

/* --- control words */

static int page_of_charset(int64_t charset)
{
	return charset == 163 ? 1258 : charset == 0 || charset == 1 ? 0 : 1252;
}

static bool is_one_of(struct str word, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, list[i]))
			return true;
	return false;
}

static bool is_not_printed(struct str word)
{
	static const struct str words[] = { S("colortbl"), S("stylesheet"), S("info"), S("pict"),
		S("header"), S("headerl"), S("headerr"), S("headerf"), S("footer"), S("footerl"),
		S("footerr"), S("footerf"), S("object"), S("objdata"), S("nonshppict"),
		S("fldinst"), S("annotation"), S("listtable"), S("listoverridetable"), S("rsidtbl"),
		S("revtbl"), S("filetbl"), S("sp"), S("ftnsep"), S("ftnsepc"), S("aftnsep"),
		S("aftnsepc"), S("xe"), S("tc"), S("bkmkstart"), S("bkmkend"), S("private1"),
		S("template") };

	return is_one_of(word, words, COUNT(words));
}

/* Printed though an older reader is told to leave it out. */
static bool is_printed_though_starred(struct str word)
{
	static const struct str words[] = { S("shpinst"), S("shptxt"), S("ud") };

	return is_one_of(word, words, COUNT(words));
}

static bool put_sign(struct rtf *r, struct str word)
{
	static const struct {
		struct str word, words;
	} signs[] = { { S("tab"), S(" ") }, { S("emdash"), S("—") }, { S("endash"), S("–") },
		{ S("lquote"), S("‘") }, { S("rquote"), S("’") }, { S("ldblquote"), S("“") },
		{ S("rdblquote"), S("”") }, { S("bullet"), S("•") }, { S("emspace"), S(" ") },
		{ S("enspace"), S(" ") }, { S("qmspace"), S(" ") } };

	for (size_t i = 0; i < COUNT(signs); i++)
		if (str_eq(word, signs[i].word)) {
			put(r, signs[i].words);
			return true;
		}
	return false;
}

static bool of_paragraph(struct rtf *r, struct str word)
{
	static const struct str ends[] = { S("par"), S("sect"), S("page"), S("nestcell"),
		S("nestrow") };

	if (is_one_of(word, ends, COUNT(ends)))
		end_paragraph(r);
	else if (str_eq(word, S("line")) && !group(r)->skip)
		lines_break(r->lines);
	else if (str_eq(word, S("trowd")))
		begin_row(r);
	else if (str_eq(word, S("cell")))
		end_cell(r);
	else if (str_eq(word, S("row")))
		end_row(r);
	else if (str_eq(word, S("intbl")))
		r->in_cell = true;
	else if (str_eq(word, S("pard")))
		r->in_cell = false;
	else
		return put_sign(r, word);
	return true;
}

static void of_fonts(struct rtf *r, struct str word, int64_t n)
{
	if (str_eq(word, S("f")))
		r->font = n;
	else if (str_eq(word, S("fcharset")) && r->font >= 0 && r->font < FONTS)
		r->fonts[r->font] = page_of_charset(n);
}

static void use_font(struct rtf *r, int64_t font)
{
	int page = font >= 0 && font < FONTS ? r->fonts[font] : 0;

	group(r)->page = page ? page : r->page;
}

static void of_words(struct rtf *r, struct str word, int64_t n, bool given)
{
	struct rtf_group *g = group(r);
	bool on = !given || n != 0;

	if (str_eq(word, S("u")) && given)
		put_rune(r, n);
	else if (str_eq(word, S("uc")))
		g->fallback = n >= 0 && n < 16 ? (int)n : 1;
	else if (str_eq(word, S("f")))
		use_font(r, n);
	else if (str_eq(word, S("ansicpg")))
		r->page = g->page = n == 1258 ? 1258 : 1252;
	else if (str_eq(word, S("caps")))
		g->caps = on;
	else if (str_eq(word, S("v")))
		g->hidden = on;
	else if (str_eq(word, S("deleted"))) {
		g->deleted = on;
		r->lines->flags |= INTAKE_REVISED;
	} else if (str_eq(word, S("revised")) && on)
		r->lines->flags |= INTAKE_REVISED;
	else if (str_eq(word, S("plain"))) {
		g->caps = g->hidden = g->deleted = false;
		g->page = r->page;
	}
}

static void begin_note(struct rtf *r)
{
	lines_note(r->lines, ++r->notes);
	group(r)->note = true;
}

static void control(struct rtf *r, struct str word, int64_t n, bool given)
{
	bool starred = r->starred;

	r->starred = false;
	flush(r);
	if (str_eq(word, S("bin"))) {
		r->at += n > 0 && (uint64_t)n < r->s.n - r->at ? (size_t)n : 0;
		return;
	}
	if (str_eq(word, S("fonttbl")))
		r->in_fonts = group(r)->skip = true;
	else if (r->in_fonts)
		of_fonts(r, word, n);
	else if (is_not_printed(word) || (starred && !is_printed_though_starred(word)))
		group(r)->skip = true;
	else if (str_eq(word, S("footnote")) && !group(r)->skip)
		begin_note(r);
	else if (!of_paragraph(r, word))
		of_words(r, word, n, given);
}

/* --- tokens */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char peek(const struct rtf *r)
{
	return r->at < r->s.n ? r->s.p[r->at] : 0;
}

static void read_word(struct rtf *r)
{
	size_t from = r->at;
	int64_t n = 0;
	bool minus = false, given = false;

	while (is_letter(peek(r)) && r->at - from < WORD_MAX)
		r->at++;
	struct str word = str_sub(r->s, from, r->at);

	if (peek(r) == '-') {
		minus = true;
		r->at++;
	}
	for (; is_digit(peek(r)); r->at++, given = true)
		n = n < INT32_MAX ? n * 10 + (r->s.p[r->at] - '0') : n;
	if (peek(r) == ' ')
		r->at++;
	control(r, word, minus ? -n : n, given);
}

static int hex(char c)
{
	return is_digit(c)	      ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

static void read_byte(struct rtf *r)
{
	struct str two = str_sub(r->s, r->at, r->at + 2);
	int high = two.n == 2 ? hex(two.p[0]) : -1, low = two.n == 2 ? hex(two.p[1]) : -1;

	if (high < 0 || low < 0)
		return;
	r->at += 2;
	put_byte(r, (char)(high * 16 + low));
}

static void read_symbol(struct rtf *r)
{
	char c = peek(r);

	r->at++;
	switch (c) {
	case '\'':
		read_byte(r);
		break;
	case '*':
		r->starred = true;
		break;
	case '~':
		put_byte(r, ' ');
		break;
	case '_':
		put_byte(r, '-');
		break;
	case '\n':
	case '\r':
		flush(r);
		end_paragraph(r);
		break;
	case '\\':
	case '{':
	case '}':
		put_byte(r, c);
		break;
	default: /* a hyphen that is not printed, and what nobody writes */
		break;
	}
}

static bool begin_group(struct rtf *r)
{
	flush(r);
	if (r->depth + 1 == GROUPS) {
		r->lines->fault = FAULT_LONG;
		return false;
	}
	r->open[r->depth + 1] = r->open[r->depth];
	r->depth++;
	group(r)->note = false;
	r->left = 0;
	return true;
}

static void end_group(struct rtf *r)
{
	flush(r);
	if (group(r)->note)
		lines_unnest(r->lines);
	if (r->depth)
		r->depth--;
	/* fonts are defined in groups of the table's own */
	r->in_fonts = r->in_fonts && group(r)->skip;
	r->left = 0;
}

bool rtf_read(struct arena *a, struct str bytes, struct lines *l)
{
	struct rtf r = { .arena = a, .lines = l, .s = bytes, .page = 1252, .raw.arena = a };

	r.open[0] = (struct rtf_group){ .fallback = 1, .page = 1252 };
	while (r.at < r.s.n && !l->fault) {
		char c = r.s.p[r.at++];

		if (c == '{') {
			if (!begin_group(&r))
				return false;
		} else if (c == '}') {
			end_group(&r);
		} else if (c != '\\') {
			if (c != '\r' && c != '\n')
				put_byte(&r, c);
		} else if (is_letter(peek(&r))) {
			read_word(&r);
		} else {
			read_symbol(&r);
		}
	}
	flush(&r);
	lines_end(l);
	r.in_row = r.in_cell = false;
	leave_table(&r);
	if (r.depth && !l->fault)
		l->fault = FAULT_BROKEN; /* cut off */
	return !l->fault;
}

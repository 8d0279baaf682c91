/*
 * Papers: building one, and what is done to its texts before they are shown.
 */
#include "publish/paper.h"

#include <utf8proc.h>

#include "base/viet.h"

static const struct {
	const char *word, *type, *abbr;
} kinds[PAPER_KINDS] = {
	[PAPER_PLAN] = { "plan", "KẾ HOẠCH", "KH" },
	[PAPER_REPORT] = { "report", "BÁO CÁO", "BC" },
	[PAPER_DISPATCH] = { "dispatch", "", "" },
	[PAPER_SUBMISSION] = { "submission", "TỜ TRÌNH", "TTr" },
	[PAPER_NOTICE] = { "notice", "THÔNG BÁO", "TB" },
	[PAPER_INVITATION] = { "invitation", "GIẤY MỜI", "GM" },
	[PAPER_MINUTES] = { "minutes", "BIÊN BẢN", "BB" },
};

enum paper_kind paper_kind_of(struct str word)
{
	size_t i = 0;

	while (i < PAPER_KINDS && !str_eq(word, str_z(kinds[i].word)))
		i++;
	return (enum paper_kind)i;
}

const char *paper_kind_word(enum paper_kind kind)
{
	return kinds[kind].word;
}

struct str paper_type(enum paper_kind kind)
{
	return str_z(kinds[kind].type);
}

struct str paper_abbr(enum paper_kind kind)
{
	return str_z(kinds[kind].abbr);
}

/* --- building */

struct paper *paper_new(struct arena *a, enum paper_kind kind)
{
	struct paper *p = NEW(a, struct paper);

	p->arena = a;
	p->kind = kind;
	return p;
}

void paper_run(struct paper *p, paper_runs *to, struct str text, bool bold, bool italic)
{
	LIST_PUSH(p->arena, to, ((struct paper_run){ text, bold, italic }));
}

struct paper_block *paper_text(
	struct paper *p, enum paper_block_kind kind, struct str marker, struct str text)
{
	struct paper_block *b = LIST_ADD(p->arena, &p->body);

	b->kind = kind;
	b->marker = marker;
	paper_run(p, &b->runs, text, false, false);
	return b;
}

struct paper_table *paper_table(struct paper *p, size_t columns, const double *shares, bool headed)
{
	struct paper_block *b = LIST_ADD(p->arena, &p->body);

	b->kind = PAPER_TABLE;
	b->table = NEW(p->arena, struct paper_table);
	b->table->columns = columns;
	b->table->shares = shares;
	b->table->headed = headed;
	return b->table;
}

struct paper_cell *paper_cell(struct paper *p, struct paper_table *t, struct str text)
{
	struct paper_cell *c = LIST_ADD(p->arena, &t->cells);

	paper_run(p, &c->runs, text, false, false);
	return c;
}

struct paper_signer *paper_signer(struct paper *p, struct str name)
{
	struct paper_signer *s = LIST_ADD(p->arena, &p->signers);

	s->name = name;
	return s;
}

struct str *paper_line(struct paper *p, paper_strs *to, struct str text)
{
	struct str *s = LIST_ADD(p->arena, to);

	*s = text;
	return s;
}

/* --- words */

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

struct str paper_number(struct arena *a, const struct paper *p)
{
	struct str n = str_trim(p->number);
	const char *zero = n.n == 1 && is_digits(n) ? "0" : "";

	return str_fmt(a, "%s%.*s%s%.*s", zero, STR_ARG(n.n ? n : S("…")), p->symbol.n ? "/" : "",
		STR_ARG(p->symbol));
}

struct str paper_title(const struct paper *p)
{
	struct arena *a = p->arena;
	struct str type = p->kind == PAPER_DISPATCH ? S("CÔNG VĂN") : paper_type(p->kind);
	struct str low = viet_lower(a, type);
	size_t len;
	uint32_t first = str_rune(low, 0, &len);
	struct buf b = { .arena = a };

	buf_add_rune(&b, (uint32_t)utf8proc_toupper((utf8proc_int32_t)first));
	buf_add(&b, str_sub(low, len, low.n));
	if (p->number.n)
		buf_addf(&b, " %.*s", STR_ARG(paper_number(a, p)));
	if (p->abstract.n)
		buf_addf(&b, ": %.*s", STR_ARG(p->abstract));
	return paper_clean(a, buf_str(&b), false);
}

/* --- what a page can show */

/* Marks that turn the direction of writing, invisible joiners at the head of a file. */
static bool is_direction(uint32_t r)
{
	return r == 0x61c || r == 0x200e || r == 0x200f || (r >= 0x202a && r <= 0x202e) ||
	       (r >= 0x2066 && r <= 0x2069) || r == 0xfeff;
}

static bool is_shown(uint32_t r)
{
	bool control = r < 0x20 || (r >= 0x7f && r < 0xa0);
	bool none = (r & 0xfffe) == 0xfffe || (r >= 0xfdd0 && r <= 0xfdef);

	return !control && !none && !is_direction(r) && (r < 0xfff9 || r > 0xfffb);
}

/* The code point at s.p[*i]; U+FFFD for a byte that is part of none. */
static uint32_t next_rune(struct str s, size_t *i)
{
	utf8proc_int32_t r;
	utf8proc_ssize_t n = utf8proc_iterate(
		(const utf8proc_uint8_t *)s.p + *i, (utf8proc_ssize_t)(s.n - *i), &r);

	*i += n > 0 ? (size_t)n : 1;
	return n > 0 ? (uint32_t)r : 0xfffd;
}

/* No word is as long; what is gets a place to break, or lines take time by its square. */
enum { WORD_LETTERS = 200, ZERO_WIDTH_SPACE = 0x200b };

struct str paper_clean(struct arena *a, struct str s, bool lines)
{
	struct buf b = { .arena = a };
	int word = 0;

	for (size_t i = 0; i < s.n;) {
		uint32_t r = next_rune(s, &i);

		word = r <= ' ' ? 0 : word + 1;
		if (word == WORD_LETTERS) {
			buf_add_rune(&b, ZERO_WIDTH_SPACE);
			word = 0;
		}
		if (r == '\n' && lines)
			buf_addc(&b, '\n');
		else if (r == '\n' || r == '\t' || r == 0x85 || r == 0x2028 || r == 0x2029)
			buf_addc(&b, ' ');
		else if (is_shown(r))
			buf_add_rune(&b, r);
	}
	return viet_nfc(a, buf_str(&b));
}

struct str paper_capitals(struct arena *a, struct str s)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < s.n;)
		buf_add_rune(&b, (uint32_t)utf8proc_toupper((utf8proc_int32_t)next_rune(s, &i)));
	return buf_str(&b);
}

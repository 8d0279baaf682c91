#include "reading/block.h"

#include "reading/build.h"
#include "reading/letters.h"
#include "reading/marker.h"

enum ending { END_OPEN, END_COMMA, END_STOP };

struct line {
	size_t from, to; /* what counts of it */
	int number;	 /* from 1 */
	uint32_t length; /* in letters */
	uint32_t first_word;
	uint32_t blank_before;
	struct mark mark;
	enum ending ending;
	uint32_t first, last; /* code points */
	bool bold, hash;
};
typedef LIST(struct line) line_list;

static uint32_t rune_before(struct str s, size_t from, size_t to)
{
	size_t len, at = to;

	while (at > from && ((unsigned char)s.p[at - 1] & 0xC0) == 0x80)
		at--;
	return at > from ? str_rune(s, at - 1, &len) : 0;
}

static enum ending ending_of(uint32_t last)
{
	switch (last) {
	case ',':
		return END_COMMA;
	case '.':
	case ';':
	case ':':
	case '!':
	case '?':
	case ')':
	case 0x2026:
	case '|':
		return END_STOP;
	default:
		return END_OPEN;
	}
}

/* Takes Markdown's signs off both ends. */
static void strip_markdown(struct str t, struct line *l)
{
	while (l->from < l->to && (t.p[l->from] == ' ' || t.p[l->from] == '>'))
		l->from++;
	size_t hashes = l->from;

	while (hashes < l->to && t.p[hashes] == '#')
		hashes++;
	if (hashes > l->from && hashes < l->to && t.p[hashes] == ' ') {
		l->hash = true;
		for (l->from = hashes; l->from < l->to && t.p[l->from] == ' ';)
			l->from++;
	}
	while (l->to > l->from && (t.p[l->to - 1] == ' ' || t.p[l->to - 1] == '\\'))
		l->to--;
	while (l->from < l->to && (t.p[l->from] == '*' || t.p[l->from] == '_') &&
		l->from + 1 < l->to && t.p[l->from + 1] != ' ') {
		l->bold = l->bold || (t.p[l->from + 1] == '*' && t.p[l->to - 1] == '*');
		l->from++;
	}
	while (l->to > l->from && (t.p[l->to - 1] == '*' || t.p[l->to - 1] == '_'))
		l->to--;
	while (l->to > l->from && t.p[l->to - 1] == ' ')
		l->to--;
}

/* A line of signs only: a rule, the underline of a heading. */
static bool is_rule_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!strchr("-_=*~.| :+", s.p[i]))
			return false;
	}
	return true;
}

/* How many letters a stretch has, and how many its first word. */
static void measure(struct str t, struct line *l)
{
	bool word = true;

	for (size_t i = l->from; i < l->to; i++) {
		unsigned char c = (unsigned char)t.p[i];

		if ((c & 0xC0) == 0x80)
			continue;
		l->length++;
		word = word && c != ' ';
		l->first_word += word;
	}
}

static void read_lines(struct reading_build *b, struct arena *a, line_list *out)
{
	struct str t = b->r->text;
	uint32_t blank = 0;

	for (size_t i = 0; i < b->r->lines.n; i++) {
		size_t next = i + 1 < b->r->lines.n ? b->r->lines.v[i + 1].at : t.n;
		struct line l = {
			.from = b->r->lines.v[i].at, .to = next ? next - 1 : 0, .number = (int)i + 1
		};
		size_t len;

		strip_markdown(t, &l);
		if (l.from >= l.to || is_rule_line(str_sub(t, l.from, l.to))) {
			blank++;
			continue;
		}
		l.blank_before = blank;
		blank = 0;
		measure(t, &l);
		l.mark = mark_read(str_sub(t, l.from, l.to));
		l.first = str_rune(t, l.from, &len);
		l.last = rune_before(t, l.from, l.to);
		l.ending = ending_of(l.last);
		LIST_PUSH(a, out, l);
	}
}

/* --- how the document is wrapped */

struct wrap {
	uint32_t width; /* 0: lines are paragraphs */
	bool exact;	/* every line was filled as far as it went */
};

static bool starts_low(uint32_t rune)
{
	struct letter l = letter_of(rune);

	return l.flags & LETTER_IS && !(l.flags & LETTER_UPPER);
}

/* The line surely goes on in the next: it does not end, and that begins small. */
static bool surely_wrapped(const struct line *a, const struct line *b)
{
	return !b->blank_before && a->ending != END_STOP && !b->mark.n && starts_low(b->first);
}

static struct wrap find_wrap(const line_list *lines)
{
	struct wrap w = { 0 };
	size_t pairs = 0, loose = 0, longer = 0;
	uint64_t sum = 0;
	uint32_t widest = 0;

	for (size_t i = 0; i + 1 < lines->n; i++) {
		const struct line *l = &lines->v[i];

		if (surely_wrapped(l, l + 1)) {
			pairs++;
			sum += l->length;
			widest = l->length > widest ? l->length : widest;
		}
	}
	if (pairs < 5)
		return w;
	w.width = widest;
	/* where many lines are longer still, nothing was wrapped */
	for (size_t i = 0; i < lines->n; i++)
		longer += lines->v[i].length > widest + widest / 8;
	if (longer * 20 > lines->n)
		return (struct wrap){ 0 };
	for (size_t i = 0; i + 1 < lines->n; i++) {
		const struct line *l = &lines->v[i];

		if (surely_wrapped(l, l + 1))
			loose += l->length + 1 + l[1].first_word <= widest;
	}
	w.exact = loose * 20 <= pairs;
	if (!w.exact)
		w.width = (uint32_t)(sum / pairs);
	return w;
}

/* The next line's first word would not have gone into this one. */
static bool is_full(struct wrap w, const struct line *a, const struct line *b)
{
	uint32_t needed = a->length + 1 + b->first_word;

	if (!w.width)
		return false;
	return w.exact ? needed > w.width : needed * 100 >= w.width * 90;
}

/* --- which line goes on from the one before */

/* A page number, alone in its line. */
static bool is_page_number(struct str t, const struct line *l)
{
	struct str s = str_sub(t, l->from, l->to);
	size_t digits = 0;

	if (s.n > 12)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (!strchr(" -/|", s.p[i]))
			return str_starts(s, S("Trang ")) && digits == 0 && i < 6 ? true : false;
	}
	return digits > 0 && digits <= 3;
}

/* A name of a body, or a span of numbers, reaches over the line end: "Bộ Lao động" /
 * "- Thương binh và Xã hội", "2021" / "- 2025". */
static bool dash_inside(struct reading_build *b, const struct line *prev, const struct line *l)
{
	struct str t = b->r->text;
	size_t len, at = l->from + l->mark.n, back = prev->to;

	while (at < l->to && t.p[at] == ' ')
		at++;
	uint32_t next = at < l->to ? str_rune(t, at, &len) : 0;

	if (next >= '0' && next <= '9')
		return prev->last >= '0' && prev->last <= '9';
	if (starts_low(next))
		return true;
	struct arena *s = arena_new(1 << 20);
	struct words w = { .text = t };
	bool inside = false;
	const struct agency *agency;

	while (back > prev->from && prev->to - back < 60)
		back--;
	while (back < prev->to && ((unsigned char)t.p[back] & 0xC0) == 0x80)
		back++;
	words_add(s, &w, back, prev->to, 0);
	size_t join = w.n;

	words_add(s, &w, l->from, l->to - l->from > 80 ? l->from + 80 : l->to, GAP_SPACE);
	for (size_t i = 0; i < join && !inside; i++)
		inside = i + agency_at(&w, i, w.n, &agency) > join && join > i;
	if (!inside && join < w.n)
		inside = phrase_at(&w, join, w.n, PHRASE_STANDING) > 0;
	arena_free(s);
	return inside;
}

/* What the decision looks at besides the two lines. */
struct flow {
	struct wrap wrap;
	struct mark_row row; /* the numbers seen so far */
	size_t block_lines;  /* lines of the block so far */
	enum marker marker;  /* of the block so far */
};

static bool marked_line_goes_on(struct reading_build *b, const struct flow *f,
	const struct line *prev, const struct line *l)
{
	bool dash = l->mark.marker >= MARK_DASH;

	if (l->mark.marker == MARK_ROW || prev->ending == END_STOP || prev->hash || l->hash)
		return false;
	if (dash)
		return dash_inside(b, prev, l) ||
		       (!l->blank_before && is_full(f->wrap, prev, l) &&
			       (f->marker >= MARK_LETTER || f->block_lines > 3));
	if (l->blank_before)
		return false;
	return is_full(f->wrap, prev, l) && !mark_follows(&f->row, &l->mark);
}

static bool plain_line_goes_on(const struct flow *f, const struct line *prev, const struct line *l)
{
	bool low = starts_low(l->first) || (l->first >= '0' && l->first <= '9') ||
		   l->first == ')' || l->first == ',';

	if (prev->mark.marker == MARK_ROW || l->hash)
		return false;
	/* a heading goes on only where it was broken inside */
	if (prev->hash)
		return low && prev->ending != END_STOP && !l->blank_before;
	if (prev->ending == END_COMMA)
		return true;
	if (prev->ending == END_OPEN) {
		if (l->first == '(')
			return !l->blank_before;
		if (low)
			return true;
		return !l->blank_before && is_full(f->wrap, prev, l);
	}
	if (l->blank_before)
		return false;
	if (l->first == '(')
		return prev->last != '.' && is_full(f->wrap, prev, l);
	return is_full(f->wrap, prev, l) || (low && prev->last == ';');
}

static bool goes_on(struct reading_build *b, const struct flow *f, const struct line *prev,
	const struct line *l)
{
	struct str t = b->r->text;

	if (prev->to - prev->from > 3 && str_ends(str_sub(t, prev->from, prev->to), S("./.")))
		return false;
	if (l->mark.n)
		return marked_line_goes_on(b, f, prev, l);
	return plain_line_goes_on(f, prev, l);
}

static bool in_capitals(struct str t, const struct line *l)
{
	size_t letters = 0, upper = 0, len;
	size_t to = l->to - l->from > 400 ? l->from + 400 : l->to;

	for (size_t i = l->from + l->mark.n; i < to; i += len) {
		struct letter x = letter_of(str_rune(t, i, &len));

		letters += !!(x.flags & LETTER_IS);
		upper += !!(x.flags & LETTER_UPPER);
	}
	return letters > 2 && upper * 10 >= letters * 8;
}

static struct block *open_block(struct reading_build *b, const struct line *l)
{
	struct layout *y = &b->layout;
	struct block *k = LIST_ADD(b->a, &y->blocks);
	struct str t = b->r->text;

	*k = (struct block){
		.marker = l->mark.n ? l->mark.marker : MARK_NONE,
		.mark = str_sub(t, l->from, l->from + l->mark.n),
		.name = l->mark.n
				? str_sub(t, l->from + l->mark.name_from, l->from + l->mark.name_to)
				: S(""),
		.number = l->mark.number,
		.depth = l->mark.depth,
		.word = y->words.n,
		.piece = y->pieces.n,
		.line = l->number,
		.blank_before = l->blank_before,
		.bold = l->bold || l->hash,
		.hash = l->hash,
		.caps = in_capitals(t, l),
		.at = l->from,
	};
	return k;
}

static void add_piece(struct reading_build *b, struct block *k, size_t from, const struct line *l)
{
	struct layout *y = &b->layout;
	struct piece p = { from, l->to };

	LIST_PUSH(b->a, &y->pieces, p);
	k->gap_end = words_add(b->a, &y->words, p.from, p.to, k->gap_end | GAP_SPACE);
	k->word_end = y->words.n;
	k->piece_end = y->pieces.n;
	k->line_end = l->number;
}

void layout_make(struct reading_build *b)
{
	struct layout *y = &b->layout;
	struct arena *scratch = arena_new((size_t)2 << 30);
	line_list lines = { 0 };
	struct flow f = { 0 };
	const struct line *prev = NULL;

	y->words.text = b->r->text;
	read_lines(b, scratch, &lines);
	f.wrap = find_wrap(&lines);
	LIST_EACH(l, &lines) {
		struct block *k = y->blocks.n ? &y->blocks.v[y->blocks.n - 1] : NULL;

		if (is_page_number(b->r->text, l) &&
			(l + 1 == end_l || l[1].blank_before || l->blank_before)) {
			if (l + 1 != end_l)
				l[1].blank_before += l->blank_before + 1;
			y->dropped++;
			FIRE(b, layout_page_number);
			continue;
		}
		if (prev && goes_on(b, &f, prev, l)) {
			add_piece(b, k, l->from, l);
			y->joined++;
			f.block_lines++;
			FIRE(b, layout_joined_line);
		} else {
			k = open_block(b, l);
			add_piece(b, k, l->from + l->mark.n, l);
			f.block_lines = 1;
			f.marker = k->marker;
			mark_seen(&f.row, &l->mark);
		}
		prev = l;
	}
	arena_free(scratch);
}

struct str block_text(
	struct arena *a, const struct layout *l, const struct block *b, size_t from, size_t to)
{
	struct buf out = { .arena = a };
	struct str t = l->words.text;
	bool space = false;

	for (size_t k = b->piece; k < b->piece_end; k++) {
		size_t i = l->pieces.v[k].from > from ? l->pieces.v[k].from : from;
		size_t end = l->pieces.v[k].to < to ? l->pieces.v[k].to : to;

		if (i >= end)
			continue;
		buf_room(&out, end - i + 1);
		for (space = out.n > 0; i < end; i++) {
			char c = t.p[i];

			if (c == ' ' || c == '\t' || c == '\n') {
				space = true;
				continue;
			}
			if (c == '*' || (c == '\\' && i + 1 < end && strchr(".-()*_", t.p[i + 1])))
				continue;
			if (space && out.n)
				buf_addc(&out, ' ');
			space = false;
			buf_addc(&out, c);
		}
	}
	return buf_str(&out);
}

/*
 * A font that lost its encoding puts strange code points where letters were. Each of them
 * stands for one letter in a run of one font, perhaps for another in the next run. What they stand
 * for is inferred from the text itself: the readings that are Vietnamese syllables, likely beside
 * their neighbours, and the same for the same code point elsewhere (expectation maximisation over
 * the letters each code point can mean). No table of any one document is used.
 */
#include "reading/repair.h"

#include "reading/letters.h"
#include "reading/lost.h"
#include "reading/marker.h"

/* --- letters */

static void make_letters(struct repair *r)
{
	static const char alphabet[] = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz";
	struct str s = str_z(alphabet);
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len) {
		uint32_t plain = str_rune(s, i, &len);
		bool vowel = plain > 0x7F ? plain != 0x111 : strchr("aeiouy", (int)plain) != NULL;

		for (int tone = 0; tone < (vowel ? 6 : 1); tone++) {
			for (int upper = 0; upper < 2; upper++) {
				r->letter[n] = letter_with(plain, tone, upper);
				r->upper[n] = upper;
				r->index[r->letter[n]] = (uint8_t)(n + 1);
				/* letters of plain Latin are rarely lost */
				r->common[n] = (0.2 + 80 * syllable_letter(plain, tone)) *
					       (r->letter[n] < 0x80 ? 0.01 : 1.0) *
					       (upper ? 0.5 : 1.0);
				n++;
			}
		}
	}
	while (n < LOST_LETTERS) {
		r->letter[n] = 0;
		r->common[n++] = 0;
	}
}

static bool is_upper(uint32_t rune)
{
	return letter_of(rune).flags & LETTER_UPPER;
}

static bool is_viet(uint32_t rune)
{
	return letter_of(rune).flags & LETTER_VIET;
}

bool lost_is_strange(uint32_t r)
{
	if (r < 0xA1 || is_viet(r) || r == 0xD7 || r == 0xF7)
		return false;
	if (r >= 0xA1 && r <= 0xBF)
		return false;
	return (r >= 0xC0 && r < 0x300) || (r >= 0x370 && r < 0x2000) ||
	       (r >= 0x2C00 && !(r >= 0x3000 && r < 0x3004)) || r == 0xFFFD;
}

/* Letters of other scripts that look like Latin ones. */
static const struct {
	uint32_t rune, like;
} lookalikes[] = {
	{ 0x430, 'a' },
	{ 0x435, 'e' },
	{ 0x43E, 'o' },
	{ 0x440, 'p' },
	{ 0x441, 'c' },
	{ 0x443, 'y' },
	{ 0x445, 'x' },
	{ 0x456, 'i' },
	{ 0x458, 'j' },
	{ 0x455, 's' },
	{ 0x4BB, 'h' },
	{ 0x501, 'd' },
	{ 0x410, 'A' },
	{ 0x412, 'B' },
	{ 0x415, 'E' },
	{ 0x41A, 'K' },
	{ 0x41C, 'M' },
	{ 0x41D, 'H' },
	{ 0x41E, 'O' },
	{ 0x420, 'P' },
	{ 0x421, 'C' },
	{ 0x422, 'T' },
	{ 0x423, 'Y' },
	{ 0x425, 'X' },
	{ 0x406, 'I' },
	{ 0x405, 'S' },
	{ 0x408, 'J' },
	{ 0x391, 'A' },
	{ 0x392, 'B' },
	{ 0x395, 'E' },
	{ 0x397, 'H' },
	{ 0x399, 'I' },
	{ 0x39A, 'K' },
	{ 0x39C, 'M' },
	{ 0x39D, 'N' },
	{ 0x39F, 'O' },
	{ 0x3A1, 'P' },
	{ 0x3A4, 'T' },
	{ 0x3A5, 'Y' },
	{ 0x3A7, 'X' },
	{ 0x3BF, 'o' },
	{ 0x3BD, 'v' },
	{ 0x3B9, 'i' },
	{ 0x131, 'i' },
	{ 0x251, 'a' },
	{ 0x189, 0x110 },
	{ 0xD0, 0x110 },
	{ 0xF0, 0x111 },
	{ 0x256, 0x111 },
};

int lost_letter(const struct repair *r, uint32_t rune)
{
	return rune < LOST_RUNES ? r->index[rune] - 1 : -1;
}

/* --- glyphs */

static int find_glyph(struct repair *r, uint32_t rune)
{
	for (size_t i = 0; i < r->n_glyphs; i++) {
		if (r->glyphs[i]->rune == rune)
			return (int)i;
	}
	if (r->n_glyphs == LOST_GLYPHS)
		return -1;
	struct glyph *g = r->glyphs[r->n_glyphs] = NEW(r->a, struct glyph);

	g->rune = rune;
	g->like = -1;

	for (size_t i = 0; i < COUNT(lookalikes); i++) {
		if (lookalikes[i].rune == rune)
			g->like = lost_letter(r, lookalikes[i].like);
	}
	return (int)r->n_glyphs++;
}

/* --- tokens */

static size_t read_token(struct repair *r, size_t i, struct token *t)
{
	size_t len, foreign = 0, total = 0;
	bool fits = true;

	*t = (struct token){ .at = i, .first_of_sentence = true };
	for (; i < r->text.n; i += len) {
		uint32_t rune = str_rune(r->text, i, &len);
		bool odd = lost_is_strange(rune);

		if (!odd && !(letter_of(rune).flags & LETTER_IS))
			break;
		total++;
		foreign += odd && letter_of(rune).flags & LETTER_IS;
		if (t->n == LOST_TOKEN || (odd && t->lost == LOST_MOST)) {
			fits = false;
			continue;
		}
		if (odd) {
			int g = find_glyph(r, rune);

			fits = fits && g >= 0;
			t->place[t->lost] = t->n;
			t->glyph[t->lost] = (int16_t)g;
			t->best[t->lost++] = -1;
		}
		t->letters[t->n++] = rune;
	}
	t->end = i;
	/* a word of another script is left alone */
	if (!fits || (foreign == total && total > 1))
		t->lost = 0, t->n = 0;
	return i;
}

static void finish_token(struct token *t, const struct token *before, unsigned gap)
{
	size_t upper = 0, known = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (lost_is_strange(t->letters[i]))
			continue;
		known++;
		upper += is_upper(t->letters[i]);
	}
	t->caps = known > 1 && upper == known;
	t->upper = upper == known;
	t->joined = before && gap == 0;
	t->first_of_sentence = !before || gap > 1;
	if (!t->lost && t->n)
		t->hash = syllable_hash(t->letters, t->n);
}

static void note_sightings(struct repair *r, struct token *t)
{
	for (size_t k = 0; k < t->lost; k++) {
		struct glyph *g = r->glyphs[t->glyph[k]];
		struct sighting at = { 0, -1, t->run };

		t->order[k] = (uint32_t)g->seen_at.n;
		LIST_PUSH(r->a, &g->seen_at, at);
	}
}

/* A short line that begins with a number, or has no small letter. */
static bool is_heading_line(struct str t, size_t i)
{
	size_t end = str_find_char(t, '\n', i), len, low = 0, upper = 0;

	end = end == SIZE_MAX ? t.n : end;
	if (end - i > 160 || end - i < 3)
		return false;
	while (i < end && (t.p[i] == ' ' || t.p[i] == '*' || t.p[i] == '#'))
		i++;
	if (i < end && ((t.p[i] >= '0' && t.p[i] <= '9') ||
			       mark_read(str_sub(t, i, end)).marker == MARK_ROMAN))
		return true;
	for (; i < end; i += len) {
		struct letter l = letter_of(str_rune(t, i, &len));

		upper += !!(l.flags & LETTER_UPPER);
		low += l.flags & LETTER_VIET && !(l.flags & LETTER_UPPER);
	}
	return upper > low;
}

/* Tokens of the whole text; 0 between two: only spaces, 1: a comma or dash, 2: a full stop. */
static void read_tokens(struct repair *r)
{
	unsigned gap = 2;
	size_t len, depth = 0;
	bool heading = is_heading_line(r->text, 0);

	r->read_to = r->text.n;
	for (size_t i = 0; i < r->text.n;) {
		uint32_t rune = str_rune(r->text, i, &len);

		if (r->tokens.n == LOST_TOKENS) {
			r->read_to = i;
			break;
		}
		if (rune == '\n') {
			heading = is_heading_line(r->text, i + 1);
			/* brackets reach over a line's end, not over a paragraph's */
			if (heading || (i + 1 < r->text.n && r->text.p[i + 1] == '\n'))
				depth = 0;
		}
		depth += rune == '(';
		depth -= rune == ')' && depth;

		if (!lost_is_strange(rune) && !(letter_of(rune).flags & LETTER_IS)) {
			if (rune != ' ' && rune != '\n')
				gap = strchr(".:;!?()", rune < 0x80 ? (int)rune : 'x') ? 2
				      : gap > 1					       ? 2
										       : 1;
			i += len;
			continue;
		}
		struct token t;

		i = read_token(r, i, &t);
		finish_token(&t, r->tokens.n ? &r->tokens.v[r->tokens.n - 1] : NULL, gap);
		t.run = heading ? RUN_HEADING : depth ? RUN_BRACKET : RUN_BODY;
		note_sightings(r, &t);
		LIST_PUSH(r->a, &r->tokens, t);
		gap = 0;
	}
}

/* The words that are whole teach what the text speaks of. */
/* --- the repaired text */

/* A foreign sign alone, or one that nothing speaks for, stays. */
static bool is_read(const struct repair *r, const struct token *t)
{
	for (size_t k = 0; k < t->lost; k++) {
		const struct glyph *g = t->glyph[k] >= 0 ? r->glyphs[t->glyph[k]] : NULL;

		if (!g || t->best[k] < 0)
			return false;
		/* a letter of another script that stands alone, and only so */
		if (t->n == 1 && g->weight[t->best[k]] < 0.5)
			return false;
	}
	return t->lost > 0;
}

static void add_repairs(struct repair *r, const struct token *t, struct buf *out)
{
	size_t lost = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (lost == t->lost || t->place[lost] != i) {
			buf_add_rune(out, t->letters[i]);
			continue;
		}
		uint32_t to = r->letter[t->best[lost]];
		struct reading_repair x = {
			.at = out->n, .from = t->letters[i], .to = to, .sure = learn_sure(r, t)
		};

		buf_add_rune(out, to);
		LIST_PUSH(r->b->a, &r->b->r->repairs, x);
		if (x.sure == READING_DOUBTFUL)
			flag_add(r->b->a, &r->b->r->flags, READING_FLAG_letter_doubtful,
				(struct reading_span){ x.at, out->n }, S(""));
		if (r->glyphs[t->glyph[lost]]->like == t->best[lost])
			FIRE(r->b, repair_lookalike);
		else
			FIRE(r->b, repair_letter);
		lost++;
	}
}

static void flag_unread(struct repair *r, const struct token *t, size_t at)
{
	if (t->lost)
		flag_add(r->b->a, &r->b->r->flags, READING_FLAG_letter_doubtful,
			(struct reading_span){ at, at + t->end - t->at }, S(""));
}

/* Lines begin elsewhere when letters before them have become shorter. */
static void write_text(struct repair *r)
{
	struct reading *reading = r->b->r;
	struct buf out = { .arena = r->b->a };
	size_t copied = 0, line = 0;

	buf_room(&out, r->text.n + 1);
	for (size_t i = 0; i <= r->tokens.n; i++) {
		size_t to = i < r->tokens.n ? r->tokens.v[i].at : r->text.n;

		/* lines that begin up to here */
		while (line < reading->lines.n && reading->lines.v[line].at <= to) {
			reading->lines.v[line].at = out.n + (reading->lines.v[line].at - copied);
			line++;
		}
		buf_add(&out, str_sub(r->text, copied, to));
		copied = to;
		if (i == r->tokens.n)
			break;
		struct token *t = &r->tokens.v[i];

		if (is_read(r, t))
			add_repairs(r, t, &out);
		else {
			flag_unread(r, t, out.n);
			buf_add(&out, str_sub(r->text, t->at, t->end));
		}
		copied = t->end;
	}
	if (r->read_to < r->text.n)
		flag_add(r->b->a, &reading->flags, READING_FLAG_letter_doubtful,
			(struct reading_span){ out.n - (r->text.n - r->read_to), out.n }, S(""));
	reading->text = buf_str(&out);
}

/* Room for what is kept of damaged words, by how many there are. */
static void make_tables(struct repair *r)
{
	size_t patterns = 256, surrounds = 256;

	while (patterns < 2 * r->damaged + 2 && patterns < LOST_PATTERNS)
		patterns *= 2;
	while (surrounds < 2 * r->damaged + 2 && surrounds < LOST_SURROUNDS)
		surrounds *= 2;
	r->patterns = NEW_N(r->a, struct pattern, patterns);
	r->pattern_mask = patterns - 1;
	r->surrounds = NEW_N(r->a, struct surround, surrounds);
	r->surround_mask = surrounds - 1;
}

void repair_text(struct reading_build *b)
{
	struct arena *a = arena_new(64 * b->r->text.n + ((size_t)1 << 30));
	struct repair *r = NEW(a, struct repair);

	*r = (struct repair){ .b = b, .a = a, .text = b->r->text };
	make_letters(r);
	read_tokens(r);
	for (size_t i = 0; i < r->tokens.n; i++)
		r->damaged += r->tokens.v[i].lost > 0;
	if (r->damaged) {
		make_tables(r);
		learn_glyphs(r);
		write_text(r);
	}
	if (b->r->repairs.n)
		flag_add(b->a, &b->r->flags, READING_FLAG_letters_repaired,
			(struct reading_span){ 0, b->r->text.n },
			str_fmt(b->a, "%zu", b->r->repairs.n));
	arena_free(a);
}

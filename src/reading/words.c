#include "reading/words.h"

#include "reading/letters.h"

static unsigned gap_of(uint32_t r)
{
	switch (r) {
	case ' ':
	case '\t':
	case '\n':
	case '*':
	case '_':
	case '#':
	case '`':
	case '\\':
		return GAP_SPACE;
	case ',':
	case 0xFF0C:
		return GAP_COMMA;
	case ';':
	case 0xFF1B:
		return GAP_SEMI;
	case ':':
	case 0xFF1A:
		return GAP_COLON;
	case '.':
	case '!':
	case '?':
	case 0x2026:
		return GAP_DOT;
	case '-':
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
		return GAP_DASH;
	case '(':
	case '[':
	case '{':
		return GAP_OPEN;
	case ')':
	case ']':
	case '}':
		return GAP_CLOSE;
	case '"':
	case '\'':
	case 0x2018:
	case 0x2019:
	case 0x201C:
	case 0x201D:
	case 0xAB:
	case 0xBB:
	case 0x201E:
		return GAP_QUOTE;
	case '/':
		return GAP_SLASH;
	case '%':
		return GAP_PERCENT;
	case '&':
		return GAP_AND;
	case '|':
		return GAP_BAR;
	case '<':
	case 0x2264:
		return GAP_LESS;
	case '>':
	case 0x2265:
		return GAP_GREATER;
	default:
		return GAP_OTHER;
	}
}

struct str word_text(const struct words *w, size_t i)
{
	return str_n(w->text.p + w->v[i].at, w->v[i].n);
}

static void add_word(struct arena *a, struct words *w, struct word word)
{
	if (w->n == w->cap)
		list_grow(a, (void **)&w->v, w->n, &w->cap, sizeof(*w->v));
	word.node = lexicon_start(word.hash);
	w->v[w->n++] = word;
}

/* Reads one word at i; returns its end. */
static size_t read_word(struct str text, size_t i, size_t to, struct word *out)
{
	struct letter_hash x = LETTER_HASH;
	size_t letters = 0, digits = 0, upper = 0, len;

	out->at = (uint32_t)i;
	for (; i < to; i += len) {
		unsigned char c = (unsigned char)text.p[i];
		uint32_t r = c;

		len = 1;
		if (c >= 0x80)
			r = str_rune(text, i, &len);
		struct letter l = letter_of(r);

		if (!l.flags || i - out->at > 60000)
			break;
		letters += !!(l.flags & LETTER_IS);
		digits += !!(l.flags & LETTER_DIGIT);
		upper += !!(l.flags & LETTER_UPPER);
		if (i == out->at && l.flags & LETTER_UPPER)
			out->flags |= WORD_UPPER;
		letter_hash_add(&x, l, r);
	}
	if (letters && upper == letters)
		out->flags |= WORD_CAPS;
	if (!letters)
		out->flags |= WORD_DIGITS;
	else if (digits)
		out->flags |= WORD_MIXED;
	out->n = (uint16_t)(i - out->at);
	out->hash = letter_hash_end(x);
	return i;
}

unsigned words_add(struct arena *a, struct words *w, size_t from, size_t to, unsigned gap)
{
	bool first = true;
	size_t len;

	for (size_t i = from; i < to; i += len) {
		unsigned char c = (unsigned char)w->text.p[i];
		uint32_t r = c;

		len = 1;
		if (c >= 0x80)
			r = str_rune(w->text, i, &len);
		if (!letter_of(r).flags) {
			gap |= gap_of(r);
			continue;
		}
		struct word word = { .gap = (uint16_t)gap, .flags = first ? WORD_LINE : 0 };
		size_t end = read_word(w->text, i, to, &word);

		len = end - i;
		add_word(a, w, word);
		gap = 0;
		first = false;
	}
	return gap;
}

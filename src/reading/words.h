/*
 * Words: what the rules look at. A word is a run of letters and digits; what stands
 * between two words (comma, dash, bracket …) is kept as the gap before the second. Words
 * compare by a hash of their letters, case aside and tones wherever they are written.
 *
 * The lexicon knows the phrases of administrative language (phrases.def) and the
 * names of bodies (data/reading). It is built once and never changes.
 */
#ifndef READING_WORDS_H
#define READING_WORDS_H

#include <stdatomic.h>

#include "reading/letters.h"
#include "reading/reading.h"

enum gap {
	GAP_SPACE = 1,
	GAP_COMMA = 2,
	GAP_SEMI = 4,
	GAP_COLON = 8,
	GAP_DOT = 16, /* . ! ? … */
	GAP_DASH = 32,
	GAP_OPEN = 64, /* ( [ */
	GAP_CLOSE = 128,
	GAP_QUOTE = 256,
	GAP_SLASH = 512,
	GAP_PERCENT = 1024,
	GAP_AND = 2048, /* & */
	GAP_BAR = 4096,
	GAP_LESS = 8192,     /* < ≤ */
	GAP_GREATER = 16384, /* > ≥ */
	GAP_OTHER = 32768,
	/* what may stand inside a name or phrase */
	GAP_INNER = GAP_SPACE | GAP_COMMA | GAP_DASH | GAP_SLASH | GAP_QUOTE | GAP_AND,
	GAP_STOP = GAP_SEMI | GAP_COLON | GAP_DOT | GAP_OPEN | GAP_CLOSE | GAP_BAR,
};

enum word_flags {
	WORD_UPPER = 1,	 /* begins with a capital */
	WORD_CAPS = 2,	 /* all capitals, two letters or more, or one */
	WORD_DIGITS = 4, /* digits only */
	WORD_MIXED = 8,	 /* digits and letters */
	WORD_LINE = 16,	 /* first of its line */
};

struct word {
	uint32_t at; /* first byte in the text */
	uint32_t hash;
	uint16_t n;    /* bytes; longer runs are cut */
	uint16_t gap;  /* what stands before it */
	uint16_t node; /* where the lexicon goes on from it; 0 nowhere */
	uint16_t flags;
};

struct words {
	struct str text;
	struct word *v;
	size_t n, cap;
};

enum phrase {
#define PHRASES(id, ...) PHRASE_##id,
#include "reading/phrases.def"
#undef PHRASES
	PHRASE_SETS
};
_Static_assert(PHRASE_SETS <= 64, "a set is a bit");

/* Adds the words of text[from, to) to `w`; `gap` is what stood before `from`. Returns what
 * stands behind the last word. */
unsigned words_add(struct arena *a, struct words *w, size_t from, size_t to, unsigned gap);

struct str word_text(const struct words *w, size_t i);
static inline bool word_is(const struct words *w, size_t i, uint32_t hash)
{
	return i < w->n && w->v[i].hash == hash;
}

/* The word i, before `end`, has this hash. */
static inline bool word_at(const struct words *w, size_t i, size_t end, uint32_t hash)
{
	return i < end && w->v[i].hash == hash;
}

/* The hash of a word written in the program: worked out at its first use. */
#define WORD(literal)                               \
	({                                          \
		static _Atomic uint32_t word_known; \
		word_once(&word_known, S(literal)); \
	})
static inline uint32_t word_once(_Atomic uint32_t *known, struct str word)
{
	uint32_t hash = atomic_load_explicit(known, memory_order_relaxed);

	if (!hash) {
		hash = word_hash(word);
		atomic_store_explicit(known, hash, memory_order_relaxed);
	}
	return hash;
}

/* How many words of a phrase of the set stand at i, the longest; 0 none. */
size_t phrase_at(const struct words *w, size_t i, size_t end, enum phrase set);
/* As phrase_at, for any set of the mask; `found` (may be NULL) gets the sets of the longest. */
size_t phrase_any(const struct words *w, size_t i, size_t end, uint64_t mask, uint64_t *found);
/* The first place at or after i where a phrase of the set stands; SIZE_MAX none. */
size_t phrase_find(const struct words *w, size_t i, size_t end, enum phrase set);
#define SET(id) (UINT64_C(1) << PHRASE_##id)

/* The behind of word i in the text. */
static inline size_t word_end(const struct words *w, size_t i)
{
	return w->v[i].at + w->v[i].n;
}

struct agency {
	struct str name;
	struct str kind;
	char scope; /* data/reading/README.md */
};

/* The longest known body at i: how many words; 0 none. */
size_t agency_at(const struct words *w, size_t i, size_t end, const struct agency **out);
/* As agency_at, as if the word `head` stood before i. */
size_t agency_under(
	uint32_t head, const struct words *w, size_t i, size_t end, const struct agency **out);
/* The longest name of a province at i. */
size_t province_at(const struct words *w, size_t i, size_t end, struct str *out);

/* What an abbreviation stands for; the word itself where it is none. */
struct str abbreviation(struct str word);
/* Where the lexicon goes on from a first word; 0 nowhere. */
uint16_t lexicon_start(uint32_t hash);

#endif

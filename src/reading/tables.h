/*
 * What the reader knows of syllables: made when the program is built (src/gen/mkreading.c), from the rules
 * of spelling and data/reading/syllables.tsv.
 */
#ifndef READING_TABLES_H
#define READING_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "reading/letters.h"

enum {
	SYLLABLES_SPELLED = 1 << 15,
	SYLLABLE_CAPITAL = 1, /* in the place of a second syllable: how often with a capital */
};

struct syllable_number {
	uint64_t key;
	uint32_t count;
};

static inline uint64_t syllable_key(uint32_t first, uint32_t second)
{
	return (uint64_t)first << 32 | second;
}

/* All that is spelled right, by hash, at it or at the next free place; 0 free. */
extern const uint32_t syllables_spelled[SYLLABLES_SPELLED];
/* How often a syllable (second 0), a pair, a syllable with a capital was met. */
extern const struct syllable_number syllable_counts[];
extern const size_t syllable_counts_n;
extern const uint64_t syllables_counted;
/* The share of each letter among all. */
extern const float letter_share[LETTER_PLAINS][LETTER_TONES];

#endif

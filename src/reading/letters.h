/*
 * The letters of Vietnamese, taken apart: what a word is made of, whatever its case,
 * and wherever its tone stands ("hoà" and "hòa" are one word); and the hash words compare by.
 *
 * The tables are made when the program is built (src/gen/mkreading.c), which uses this header too.
 */
#ifndef READING_LETTERS_H
#define READING_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { LETTER_RUNES = 0x1F00, LETTER_PLAINS = 0x1B1, LETTER_TONES = 6 };

enum letter_flags {
	LETTER_IS = 1,	  /* a letter */
	LETTER_UPPER = 2, /* an upper-case one */
	LETTER_DIGIT = 4,
	LETTER_VIET = 8, /* stands in the Vietnamese alphabet, marks included */
};

struct letter {
	uint16_t plain; /* lower case, without its tone: ă for Ặ */
	uint8_t tone;	/* 0 none, 1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng */
	uint8_t flags;
};

#ifdef GENERATOR
#define LETTER_TABLE extern
#else
#define LETTER_TABLE extern const
#endif
LETTER_TABLE struct letter letter_table[LETTER_RUNES];
LETTER_TABLE uint16_t letter_made[LETTER_PLAINS][LETTER_TONES][2];

struct letter letter_beyond(uint32_t rune); /* one that is not in the table */

/* Any code point; of those past U+1EFF only the kind is told. */
static inline struct letter letter_of(uint32_t rune)
{
	return rune < LETTER_RUNES ? letter_table[rune] : letter_beyond(rune);
}

/* The letter of a plain one, a tone and a case; 0 where there is none. */
static inline uint32_t letter_with(uint32_t plain, int tone, bool upper)
{
	return plain < LETTER_PLAINS && tone >= 0 && tone < LETTER_TONES
		       ? letter_made[plain][tone][upper]
		       : 0;
}

/* The same letter in lower case. */
uint32_t letter_lower(uint32_t rune);

/* FNV-1a over the letters without tone; the tone of the syllable comes last, so that it
 * does not matter on which vowel it is written. */
struct letter_hash {
	uint32_t h;
	unsigned tone;
};

#define LETTER_HASH              \
	{                        \
		.h = 2166136261u \
	}

static inline void letter_hash_add(struct letter_hash *x, struct letter l, uint32_t rune)
{
	uint32_t c = l.plain == 0xFFFF || !l.plain ? rune : l.plain;

	x->h = (x->h ^ (c & 0xFF)) * 16777619u;
	if (c > 0xFF)
		x->h = (x->h ^ (c >> 8)) * 16777619u;
	x->tone += l.tone;
}

static inline uint32_t letter_hash_end(struct letter_hash x)
{
	uint32_t h = (x.h ^ x.tone) * 16777619u;

	return h ? h : 1;
}

static inline uint32_t letters_hash(const uint32_t *letters, size_t n)
{
	struct letter_hash x = LETTER_HASH;

	for (size_t i = 0; i < n; i++)
		letter_hash_add(&x, letter_of(letters[i]), letters[i]);
	return letter_hash_end(x);
}

/* The hash words compare by. */
static inline uint32_t word_hash(struct str s)
{
	struct letter_hash x = LETTER_HASH;
	size_t len;

	for (size_t i = 0; i < s.n; i += len) {
		uint32_t rune = str_rune(s, i, &len);

		letter_hash_add(&x, letter_of(rune), rune);
	}
	return letter_hash_end(x);
}

#endif

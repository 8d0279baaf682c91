/*
 * The letters of Vietnamese, taken apart: what a word is made of, whatever its case,
 * and wherever its tone stands ("hoà" and "hòa" are one word).
 */
#ifndef READING_LETTERS_H
#define READING_LETTERS_H

#include "base/base.h"

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

/* Any code point; of those past U+1EFF only the kind is told. */
struct letter letter_of(uint32_t rune);

/* The letter of a plain one, a tone and a case; 0 where there is none. */
uint32_t letter_with(uint32_t plain, int tone, bool upper);

/* The same letter in lower case. */
uint32_t letter_lower(uint32_t rune);

#endif

/*
 * Which syllables the rules of Vietnamese spelling allow: onsets, rimes and tones that go together.
 * The reader's table of them is made from here.
 */
#ifndef GEN_SPELLING_H
#define GEN_SPELLING_H

#include <stdint.h>

/* Calls `add` with the hash of every syllable, of some more than once. */
void spelling_all(void (*add)(uint32_t hash));

#endif

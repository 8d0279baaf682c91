/*
 * Which syllables are Vietnamese, and how likely: the rules of its spelling, and counts of
 * syllables and pairs from administrative texts (data/reading/syllables.tsv).
 */
#ifndef READING_SYLLABLE_H
#define READING_SYLLABLE_H

#include "base/base.h"

/* The hash syllables are kept under: the same as word_hash. */
uint32_t syllable_hash(const uint32_t *letters, size_t n);

/* An onset, a rime and a tone that go together. */
bool syllable_is_spelled(uint32_t hash);

/* The share of a letter among all letters of the language, 0 … 1. */
double syllable_letter(uint32_t plain, int tone);

struct syllable_model; /* counts, those of a text added to the general ones */

/* A model that starts from the counts compiled in; in the arena. */
struct syllable_model *syllable_model_new(struct arena *a, size_t more);
/* Counts one more; `next` 0: unknown; `capital`: it has one, and not as the first of a sentence. */
void syllable_seen(struct syllable_model *m, uint32_t syllable, uint32_t next, bool capital);

double syllable_count(const struct syllable_model *m, uint32_t syllable);
double syllable_pair(const struct syllable_model *m, uint32_t first, uint32_t second);
/* How often it has a capital inside a sentence, 0 … 1. */
double syllable_capital(const struct syllable_model *m, uint32_t syllable);
double syllable_total(const struct syllable_model *m);

#endif

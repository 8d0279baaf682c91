/*
 * Parties: names of bodies, collectives, positions, persons, in the words of a sentence.
 */
#ifndef READING_PARTY_H
#define READING_PARTY_H

#include "reading/build.h"

/* The longest party that begins at word i, before `end`: how many words it takes, an apposition
 * ("- Cơ quan Thường trực …") included; 0 none. Role and rule of `out` are the caller's. */
size_t party_at(struct reading_build *b, size_t i, size_t end, struct reading_party *out);

/* A list of them: "A, B và các C". Adds to `list`; returns the word behind it (i: none). */
size_t party_list(struct reading_build *b, size_t i, size_t end, reading_party_list *list);

/* As party_list, where nothing but names is expected (a label, a cell): what is not known is kept as
 * written, up to the next comma. */
size_t party_names(struct reading_build *b, size_t i, size_t end, reading_party_list *list);

/* A name as written, in one line, abbreviations as offices write them spelled out. */
struct str party_spelled(struct reading_build *b, size_t i, size_t end);

/* The same body under the same name, whatever the case and the dashes. */
bool party_same(struct str a, struct str b);

#endif

/*
 * Words as they are compared: syllables without marks, their pairs, and the sentences they
 * stand in. likeness.c's own.
 */
#ifndef CASCADE_TOKENS_H
#define CASCADE_TOKENS_H

#include "base/base.h"

/* A syllable and where it stands. */
struct token {
	uint64_t hash;	 /* of the syllable without marks */
	size_t from, to; /* bytes of the words */
};
typedef LIST(struct token) token_list;

/* Tokens [from, to) of one sentence or of what stands between semicolons. */
struct token_clause {
	size_t from, to;
};
typedef LIST(struct token_clause) token_clauses;

/* Takes words apart, at most TOKENS_MAX of them; `clauses` may be NULL. */
enum { TOKENS_MAX = 2000 };
void tokens_of(struct arena *a, struct str words, token_list *out, token_clauses *clauses);

/* A feature is a syllable or two neighbours; the lowest bit tells which. */
static inline bool feature_is_pair(uint64_t f)
{
	return f & 1;
}
typedef LIST(uint64_t) feature_list;
/* Those of tokens [from, to), each once, rising. */
void features_of(
	struct arena *a, const token_list *tokens, size_t from, size_t to, feature_list *out);

#endif

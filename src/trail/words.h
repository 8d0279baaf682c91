/*
 * The codes of the log in words: what was done, with what kind of thing, which field, which value.
 * Every action that the sources write stands in the list (test/build/actions.test.mjs).
 */
#ifndef TRAIL_WORDS_H
#define TRAIL_WORDS_H

#include "base/base.h"

/* A code and what it is called. */
struct trail_word {
	const char *code;
	enum text_id text;
};

/* All there are, for a reader to choose from. */
const struct trail_word *trail_action_words(size_t *n);
const struct trail_word *trail_object_words(size_t *n);

/* T_NONE: a code that is none of the list. */
enum text_id trail_action_word(struct str action);
enum text_id trail_object_word(struct str object);
enum text_id trail_field_word(struct str field);

/* "held" as the state of a meeting; no value: it is no code, but what somebody wrote. */
struct str trail_value_word(
	struct arena *a, enum lang lang, struct str action, struct str field, struct str value);

#endif

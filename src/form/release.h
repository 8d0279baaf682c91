/*
 * A consolidated table made public: frozen with its values, what was counted and who was missing. It
 * never changes; what came in since is told beside it, and another release is another row. Whoever
 * may read forms reads releases; the submissions under a number open as far as the reader reaches.
 */
#ifndef FORM_RELEASE_H
#define FORM_RELEASE_H

#include "form/gather.h"

/* Freezes what form_gather answers to `ask` now. ERR_INPUT: nothing was sent; ERR_CONFLICT: somebody
 * was quicker, or what counts is what the last release says; ERR_DENIED. */
bool form_release_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct form_ask *ask, const struct calendar_period *period, struct change *c,
	struct err *e) MUST;

/* What a release says. ERR_STORE: its bytes are not those of its digest, or of another edition. */
struct form_released {
	struct form_vector total;
	LIST(struct form_part) parts;
	int64_t asked;
	bool whole;
	LIST(struct str) missing; /* names of those who had sent nothing */
};
bool form_released_read(struct arena *a, const struct form_edition *f, struct str body,
	struct str digest, struct form_released *out, struct err *e) MUST;

#endif

/*
 * What the stages share while a reading is made.
 */
#ifndef READING_BUILD_H
#define READING_BUILD_H

#include "reading/block.h"
#include "reading/reading.h"
#include "reading/tree.h"

struct reading_build {
	struct arena *a;
	struct reading *r;
	const struct reading_options *opt;
	struct layout layout;
	LIST(struct node) nodes; /* tree.h */
	int depth;		 /* of a party within a party */
};

/* Counts that a rule fired. */
static inline enum reading_rule fire(struct reading_build *b, enum reading_rule rule)
{
	b->r->fired[rule]++;
	return rule;
}
#define FIRE(b, id) fire((b), READING_RULE_##id)

void flag_add(struct arena *a, reading_flag_list *l, enum reading_flag_code code,
	struct reading_span span, struct str note);

#endif

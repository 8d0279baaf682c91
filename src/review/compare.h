/*
 * Two readings side by side: what of one stands in the other, whatever the layout. By
 * this a cut copy, another layout and an amended text are told apart.
 */
#ifndef REVIEW_COMPARE_H
#define REVIEW_COMPARE_H

#include "review/review.h"

enum review_change {
	REVIEW_SAME,	   /* the same words at the same path */
	REVIEW_RENUMBERED, /* the same words at another path */
	REVIEW_CHANGED,	   /* other words for the same work */
	REVIEW_ADDED,	   /* only in the new text */
	REVIEW_GONE	   /* only in the old one */
};

/* A task, a heading or a paragraph in both texts, or in one. */
struct review_pair {
	enum review_change change;
	const struct reading_item *was; /* NULL: added */
	const struct reading_item *is;	/* NULL: gone */
};
typedef LIST(struct review_pair) review_pair_list;

enum review_relation_kind {
	REVIEW_NEW,    /* nothing to do with it */
	REVIEW_LAYOUT, /* the same text, broken into lines otherwise */
	REVIEW_CUT,    /* a part of it */
	REVIEW_AMENDED /* it, with changes */
};

/* Every item of both, in the order of the new text; what is gone stands where it stood. */
enum review_relation_kind review_compare(struct arena *a, const struct reading *was,
	const struct reading *is, review_pair_list *pairs);

/* What a draft is to the plans the account may see. */
struct review_relation {
	enum review_relation_kind kind;
	int64_t plan;	      /* 0: none */
	struct str plan_name; /* its number, or its title */
	bool may_replace;     /* the account reaches who issued it */
	review_pair_list pairs;
	int64_t counts[REVIEW_GONE + 1]; /* of tasks */
};

/* Which tasks of a plan go on as items of `now`: those with the same words, or other words
 * for the same work. By rising item. */
bool review_carry(struct db_read *r, int64_t plan, const struct reading *now,
	plan_carried_list *out, struct err *e) MUST;

bool review_relate(struct db_read *r, const struct review *v, int64_t account,
	struct review_relation *out, struct err *e) MUST;

#endif

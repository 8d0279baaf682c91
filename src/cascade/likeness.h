/*
 * Which tasks of a lower plan look like carrying out tasks of an upper one: words in,
 * proposals out. No database, no clock: the same plans always give the same proposals.
 * How it is reckoned stands in docs/cascade.md. No rule knows a particular text.
 */
#ifndef CASCADE_LIKENESS_H
#define CASCADE_LIKENESS_H

#include "base/base.h"

enum likeness_sure { LIKENESS_CERTAIN, LIKENESS_LIKELY, LIKENESS_DOUBTFUL };

/* A task as it is compared. */
struct likeness_task {
	int64_t id;
	struct str words;
	struct str heading;	 /* the titles above it; may be empty */
	LIST(struct str) bodies; /* names of those that lead it or do it jointly; no collectives */
	LIST(struct str) documents; /* numbers it cites, without the bases of its plan */
};
typedef LIST(struct likeness_task) likeness_tasks;

/* That tasks.v[lower] may carry out tasks.v[upper], and why. */
struct likeness_pair {
	size_t upper, lower;
	double score; /* above 0, at most 1 */
	enum likeness_sure sure;
	LIST(struct str) phrases;	   /* of the lower task, the heaviest first */
	struct str document;		   /* both cite it; STR_NULL: none */
	struct str upper_body, lower_body; /* answer to each other; STR_NULL: none do */
	bool heading;			   /* both stand under much the same heading */
};
typedef LIST(struct likeness_pair) likeness_pairs;

/* In the order of the lower plan, then of the upper one. */
void likeness_propose(struct arena *a, const likeness_tasks *upper, const likeness_tasks *lower,
	likeness_pairs *out);

const char *likeness_sure_name(enum likeness_sure sure); /* "certain" */

#endif

/*
 * Who is told of what happens to a difficulty. Inside obstacle only.
 */
#ifndef OBSTACLE_TELL_H
#define OBSTACLE_TELL_H

#include "base/base.h"
#include "store/db.h"

struct obstacle_news {
	int64_t id;
	int64_t version; /* what it had before: each step is told once */
	int64_t agency;	 /* that raised it */
	int64_t holder;	 /* that is to answer now */
	int64_t raiser;	 /* the account */
	int64_t author;	 /* who does this, who need not be told */
};

/* The agency that is to answer it; a step up also tells who raised it. */
bool obstacle_tell_holder(
	struct db_write *w, const struct obstacle_news *n, bool forwarded, struct err *e) MUST;
/* Who raised it; where the account is no more, those who may raise at the agency. */
bool obstacle_tell_answer(struct db_write *w, const struct obstacle_news *n, struct err *e) MUST;

#endif

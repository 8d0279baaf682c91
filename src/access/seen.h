/*
 * When sessions were last used, since the last time it was written down. Bounded: when the
 * table is full a session is not noted, and so ends early rather than late.
 */
#ifndef ACCESS_SEEN_H
#define ACCESS_SEEN_H

#include "base/base.h"

enum { SEEN_MAX = 16384 }; /* a power of two */

struct seen {
	int64_t session; /* 0: free; below 0: a token */
	int64_t at;	 /* clock_now() */
};

void seen_note(int64_t session, int64_t at);
/* 0: not noted. */
int64_t seen_at(int64_t session);
/* Moves everything noted into the arena; returns how many. */
size_t seen_take(struct arena *a, struct seen **out);

#endif

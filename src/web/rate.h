/*
 * How often one may ask: a bucket for each account (or address, before log-in) and
 * class of route. Pages have none: connections and workers bound them.
 */
#ifndef WEB_RATE_H
#define WEB_RATE_H

#include "web/route.h"

/* Takes one token. Where there is none: ERR_TOO_MANY, and the seconds until there is. */
bool rate_take(enum rate rate, const struct actor *actor, struct str peer, int64_t ticks,
	struct err *e) MUST;

/* The same for one token: so many requests a minute. */
bool rate_token(int64_t token, int64_t per_minute, int64_t ticks, struct err *e) MUST;

#endif

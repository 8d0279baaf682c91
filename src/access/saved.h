/*
 * Lists with their filters, kept by an account under a name. An address is kept as it is
 * given: whoever gives it knows that it is a list of ours.
 */
#ifndef ACCESS_SAVED_H
#define ACCESS_SAVED_H

#include "access/actor.h"
#include "audit/audit.h"

enum { SAVED_MOST = 50, SAVED_NAME = 60, SAVED_ADDRESS = 1500 };

/* ERR_INPUT without a name, ERR_CONFLICT where the name is taken or there are too many. */
bool saved_add_prepare(struct arena *a, const struct actor *actor, struct str name,
	struct str route, struct str address, struct change *c, struct err *e) MUST;

/* ERR_ABSENT where it is not one's own. */
bool saved_remove_prepare(struct arena *a, const struct actor *actor, int64_t id, struct change *c,
	struct err *e) MUST;

#endif

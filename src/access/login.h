/*
 * Log-in and log-out. An unknown name, a wrong password and a disabled account get one
 * answer after the same work. Failures make the next tries wait, longer each time, by name
 * (known or not) and by the network they come from. Log-in, refusal and log-out are entries.
 */
#ifndef ACCESS_LOGIN_H
#define ACCESS_LOGIN_H

#include "access/access.h"

struct login {
	struct str name;     /* as typed */
	struct str password; /* as typed */
	struct str address;  /* of the sender: "203.0.113.7", "2001:db8::1"; "" for none */
	struct str agent;    /* what the browser calls itself */
	struct str token;    /* of the session the browser still has; ended by the log-in */
};

/* Checks name and password, and prepares the change that opens a session; the token for
 * the cookie is valid once the change is applied. A refusal is written to the log before
 * this returns. ERR_LOGIN, ERR_TOO_MANY (wait), ERR_BUSY (too many at once), ERR_INPUT. */
bool login_prepare(struct db *db, struct db_read *r, const struct login *in, struct change *c,
	struct str *token, struct err *e) MUST;

/* Ends the session of the actor. */
bool logout_prepare(
	struct arena *a, const struct actor *actor, struct change *c, struct err *e) MUST;

/* "203.0.113.0/24" or "2001:db8:0::/48" of an address; "" of what is none. */
struct str login_network(struct arena *a, struct str address);

#endif

/*
 * Tokens of sessions. Inside access only.
 */
#ifndef ACCESS_SESSION_H
#define ACCESS_SESSION_H

#include "base/base.h"

enum { SESSION_DIGEST = 32 };

/* A new token as the cookie carries it, and its digest; both in the arena. */
struct str session_draw(struct arena *a, struct str *digest);
/* The digest of a cookie's token; false for what is no token. */
bool session_digest(struct arena *a, struct str token, struct str *digest);

#endif

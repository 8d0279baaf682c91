/*
 * The first administrator. Where nobody can manage accounts yet, the server says a link at
 * its start: who opens it within a day chooses name and password of that account, once. Only
 * the link's digest is kept; each start without an administrator draws another.
 */
#ifndef ACCESS_FIRST_H
#define ACCESS_FIRST_H

#include "access/account.h"

/* A new token for the link; no value where there is an administrator. */
bool first_offer(struct db *db, struct arena *a, struct str *token, struct err *e) MUST;
/* Whether the token opens the page now. */
bool first_open(struct db_read *r, struct str token, bool *open, struct err *e) MUST;
/* Makes the account, administrator of the country, and ends the link. */
bool first_prepare(struct db *db, struct db_read *r, struct str token, const struct account_new *in,
	struct change *c, struct err *e) MUST;

#endif

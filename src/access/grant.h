/*
 * Grants: an account gets a role over an agency (and those under it), a place (and those in
 * it) or the country, for a time. Who grants must manage the account, gives only what they
 * hold themselves over all that is given, and never to themselves; a try that breaks this is
 * refused and logged.
 */
#ifndef ACCESS_GRANT_H
#define ACCESS_GRANT_H

#include "access/access.h"

struct grant_new {
	int64_t account;
	struct str role;  /* its code */
	int64_t agency;	  /* DB_NULL: none */
	struct str place; /* code; no value: none. Neither agency nor place: the country */
	struct date from; /* none: today */
	struct date to;	  /* none: until revoked */
};

bool grant_prepare_add(struct db *db, struct db_read *r, const struct actor *by,
	const struct grant_new *in, struct change *c, struct err *e) MUST;

/* The account is there, is another's, and `by` manages it; what is not allowed is refused and
 * logged as `c` says. An account out of reach is answered like one that does not exist. */
bool grant_account_of_others(struct db *db, struct db_read *r, const struct actor *by,
	int64_t account, const struct change *c, struct err *e) MUST;

/* Whether `by` holds all that the account was given: else who helps it gains by it. */
bool grant_covered(struct db_read *r, const struct actor *by, int64_t account, bool *covered,
	struct err *e) MUST;

/* Ends it at once. Whoever manages the account may, but not of themselves. */
bool grant_prepare_revoke(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	int64_t grant, struct change *c, struct err *e) MUST;

#endif

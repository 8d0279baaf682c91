/*
 * Tokens of service accounts: for the programs of other offices, which ask /api/v1 with
 * "Authorization: Bearer …". A token is shown once, kept as a digest, has an end, a rate, and a
 * list of permissions out of those its account has: what the account loses, the token loses too.
 * What the account does not have wherever it reaches gives a token nothing: it would carry the
 * permission to where it was never given. An account of its own for each scope is the way.
 *
 * Who makes one manages the account and holds all that it was given. A token opens nothing that
 * belongs to a person: no page of one's own, no form.
 */
#ifndef ACCESS_TOKEN_H
#define ACCESS_TOKEN_H

#include "access/access.h"

#define TOKEN_PREFIX "hdt_"

enum {
	TOKEN_NAME_MAX = 80,
	TOKEN_DAYS_MAX = 366,
	TOKEN_RATE_MAX = 6000,
	TOKENS_MAX = 20, /* of one account at a time */
};

struct token_new {
	int64_t account;
	struct str name;	/* what it is for */
	struct str permissions; /* separated by blanks */
	struct date from, to;	/* none: today; both included. `to` must be given */
	int64_t per_minute;
};

/* *token is valid once the change is applied. ERR_INPUT names the field in *field. */
bool token_prepare_add(struct db *db, struct db_read *r, const struct actor *by,
	const struct token_new *in, struct change *c, struct str *token, const char **field,
	struct err *e) MUST;

bool token_prepare_revoke(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	int64_t id, struct change *c, struct err *e) MUST;

/* Who acts with this token, as access_load; account 0: nobody. */
bool token_load(struct db_read *r, struct str token, struct actor *out, int64_t *per_minute,
	struct err *e) MUST;

#endif

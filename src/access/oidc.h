/*
 * Log-in through an office's own provider: OpenID Connect 1.0, authorization code with PKCE.
 *
 * Who manages the accounts of an agency names its provider; accounts of that agency and of
 * those under it may use it. An account is linked to a subject of the provider by its own
 * session or by an officer who holds all that the account was given, never by a mail address.
 * State, nonce and verifier stay with the server, bound to the browser's session token, good
 * once and for five minutes.
 */
#ifndef ACCESS_OIDC_H
#define ACCESS_OIDC_H

#include "access/access.h"
#include "access/login.h"

enum {
	OIDC_CODE_MAX = 40,
	OIDC_NAME_MAX = 80,
	OIDC_SECRET_MAX = 500,
	OIDC_FACTOR_MAX = 200,
	OIDC_OFFERED = 50, /* on the log-in page */
};

/* Where one of these asks the provider, no snapshot is held: `r` is a later one afterwards. */

/* --- providers */

struct oidc_new {
	struct str code; /* a-z 0-9 -, stands in the address that the provider sends back to */
	int64_t agency;
	struct str name, issuer, client, secret;
	struct str factor; /* values of amr or acr, separated by blanks; "": none counts */
};

/* Asks the provider for what it says of itself; *field is the one that is wrong. */
bool oidc_prepare_add(struct db *db, struct db_read *r, const struct actor *by,
	const struct oidc_new *in, struct change *c, const char **field, struct err *e) MUST;
/* With all its links. */
bool oidc_prepare_remove(struct db *db, struct db_read *r, const struct actor *by, struct str code,
	struct change *c, struct err *e) MUST;

/* --- links */

/* By an officer. */
bool oidc_prepare_link(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	struct str code, struct str subject, struct change *c, struct err *e) MUST;
/* By the account itself, or by an officer. */
bool oidc_prepare_unlink(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	struct str code, struct change *c, struct err *e) MUST;

/* --- away and back */

/* The address that the provider sends the browser back to. */
struct str oidc_back(struct arena *a, struct str origin, struct str code);

struct oidc_ask {
	struct str provider;	 /* its code here */
	struct str origin, next; /* next: a local address for after the log-in; may have no value */
};

/* Opens a step: logs in where by->account is 0, and *token is for the browser's cookie;
 * else links the actor's account, bound to the session's token in->token. */
bool oidc_prepare_begin(struct db_read *r, const struct actor *by, const struct login *in,
	const struct oidc_ask *ask, struct change *c, struct str *token, struct err *e) MUST;

/* Where the browser of an open step is to go; no value: there is none, or no such provider. */
bool oidc_step_ask(struct db_read *r, struct str token, struct str code, struct str *name,
	struct str *ask, struct err *e) MUST;

/* What came back. */
struct oidc_answer {
	struct str provider; /* its code here */
	struct str code, state, issuer;
	struct str origin;
};

struct oidc_outcome {
	bool linked; /* else logged in */
	struct logged logged;
	struct str next; /* as it was asked; no value: home */
};

/* Exchanges the code, checks the token and prepares what the step was opened for. What is
 * refused is an entry, ends the step and gets one answer. */
bool oidc_prepare_answer(struct db *db, struct db_read *r, const struct actor *by,
	const struct login *in, const struct oidc_answer *answer, struct change *c,
	struct oidc_outcome *out, struct err *e) MUST;

#endif

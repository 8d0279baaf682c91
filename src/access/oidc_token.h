/*
 * What a provider says of who has logged in: an ID token (OpenID Connect Core 1.0, section
 * 3.1.3.7). All of it is hostile until it was checked here; nothing here asks the network.
 */
#ifndef ACCESS_OIDC_TOKEN_H
#define ACCESS_OIDC_TOKEN_H

#include "base/base.h"

enum { OIDC_TOKEN_MAX = 16 << 10, OIDC_SUBJECT_MAX = 255 };

enum oidc_fault {
	OIDC_SOUND,
	OIDC_FORM,	/* no token, or one that says nothing of this kind */
	OIDC_ALGORITHM, /* none of ours: never one without a key, never one with a shared key */
	OIDC_KEY,	/* signed by a key that the provider does not publish (any more, or yet) */
	OIDC_SIGNATURE,
	OIDC_ISSUER,
	OIDC_AUDIENCE, /* made for another program */
	OIDC_TIME,
	OIDC_NONCE,
	OIDC_FAULTS
};

struct oidc_expect {
	struct str issuer, client, nonce;
	int64_t now; /* clock_now() */
};

struct oidc_claims {
	struct str subject;
	LIST(struct str) means; /* amr, and acr: how the person has shown who they are */
};

/* The claims, in the arena, only where it says OIDC_SOUND. `keys` is the provider's JWK set. */
enum oidc_fault oidc_token_check(struct arena *a, struct str token, struct str keys,
	const struct oidc_expect *expect, struct oidc_claims *out);

/* For the log: "oidc_signature". */
const char *oidc_fault_name(enum oidc_fault fault);

/* 1 to 255 visible letters of ASCII. */
bool oidc_subject_right(struct str subject);

#endif

/*
 * A provider as it describes itself (OpenID Connect Discovery 1.0), and what it is asked.
 * Every address that the server asks lies at the issuer's own host. Inside access only.
 */
#ifndef ACCESS_OIDC_PEER_H
#define ACCESS_OIDC_PEER_H

#include "base/base.h"

struct oidc_peer {
	struct str issuer, authorize, token, keys;
	bool post;	   /* wants the secret in the form: it does not take it in the header */
	bool names_itself; /* says in each answer whose it is (RFC 9207) */
};

/* ERR_BUSY: it cannot be reached; ERR_INPUT: what it says of itself will not do. */
bool oidc_peer_read(struct arena *a, struct str issuer, struct oidc_peer *out, struct err *e) MUST;

/* Its JWK set; `again` where a token names a key that the set at hand does not have: asked for
 * anew, though not more often than once a minute. */
bool oidc_peer_keys(struct arena *a, const struct oidc_peer *p, bool again, struct str *keys,
	struct err *e) MUST;

struct oidc_exchange {
	struct str client, secret, code, verifier, back;
};

/* The ID token for a code; no value where the provider refuses the code. ERR_BUSY. */
bool oidc_peer_exchange(struct arena *a, const struct oidc_peer *p, const struct oidc_exchange *x,
	struct str *token, struct err *e) MUST;

#endif

/*
 * What a browser hands over about a passkey (W3C WebAuthn level 2), checked: pure reckoning,
 * no database. libfido2 takes the authenticator's data apart and verifies signatures; type,
 * challenge, origin, party, and that the person was verified are checked here. Attestation is
 * asked to be "none" and never looked at: which device it is does not matter.
 */
#ifndef ACCESS_WEBAUTHN_H
#define ACCESS_WEBAUTHN_H

#include "base/base.h"

enum { WEBAUTHN_CHALLENGE = 32, WEBAUTHN_FIELD = 8192 };

/* What must have been signed. */
struct webauthn_ask {
	struct str challenge; /* bytes */
	struct str origin;    /* "https://haidang.example:8443" */
};

struct webauthn_key {
	struct str credential;
	int64_t algorithm; /* COSE: -7, -8, -257 */
	struct str public_key;
	int64_t counter;
};

/* The host of an origin: the party a passkey is made for. */
struct str webauthn_party(struct str origin);

/* A new key from base64url of clientDataJSON and of the attestation object. ERR_INPUT. */
bool webauthn_made(struct arena *a, const struct webauthn_ask *ask, struct str client,
	struct str attestation, struct webauthn_key *out, struct err *e) MUST;

/* Whether the key signed: base64url of clientDataJSON, authenticator data and signature.
 * ERR_LOGIN where not; *counter is the device's. */
bool webauthn_signed(struct arena *a, const struct webauthn_ask *ask,
	const struct webauthn_key *key, struct str client, struct str data, struct str signature,
	int64_t *counter, struct err *e) MUST;

/* base64url without padding. */
struct str webauthn_text(struct arena *a, struct str bytes);
/* False for what is none, or longer than WEBAUTHN_FIELD. */
bool webauthn_bytes(struct arena *a, struct str text, struct str *out);

#endif

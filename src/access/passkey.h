/*
 * Passkeys of accounts: made on one's own page, named, taken away there; good as second
 * factor and alone. Each challenge is drawn by the server, kept, and answered once.
 */
#ifndef ACCESS_PASSKEY_H
#define ACCESS_PASSKEY_H

#include "access/access.h"

enum { PASSKEY_NAME_MAX = 40, PASSKEYS_MAX = 10 };

/* What a browser hands over, in base64url. */
struct passkey_answer {
	struct str client, data, signature, credential;
};

bool passkey_prepare_offer(
	struct db_read *r, const struct actor *by, struct change *c, struct err *e) MUST;
/* The challenge to be signed; *there is false where none waits. */
bool passkey_offer_read(struct db_read *r, const struct actor *by, struct str *challenge,
	bool *there, struct err *e) MUST;
/* The other sessions end, and this one goes on under another token. */
bool passkey_prepare_add(struct db_read *r, const struct actor *by, struct str origin,
	struct str name, struct str client, struct str attestation, struct change *c,
	struct str *token, struct err *e) MUST;
/* ERR_CONFLICT where the account must have a factor and this is the last. */
bool passkey_prepare_remove(struct db_read *r, const struct actor *by, int64_t id, struct change *c,
	struct err *e) MUST;

/* --- at the log-in */

struct passkey_use {
	int64_t id, counter, account;
	struct str account_name;
};

/* Whose passkey answered the challenge; of `account` alone, unless that is 0. ERR_LOGIN where
 * the answer is not right. */
bool passkey_check(struct db_read *r, int64_t account, struct str challenge, struct str origin,
	const struct passkey_answer *answer, struct passkey_use *out, struct err *e) MUST;
/* *taken is false where the device's counter stands still: the key has been copied. */
bool passkey_take(
	struct db_write *w, const struct passkey_use *use, bool *taken, struct err *e) MUST;

#endif

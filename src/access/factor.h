/*
 * What an account shows beside its password: the codes of an authenticator app, and ten
 * recovery codes for the day the app is lost. A secret is offered first, shown on the
 * person's own page, and in use once a code of it has come back. No code counts twice.
 *
 * The secret lies in the database sealed under the key file, a recovery code as a digest
 * that is keyed by it: who has the database alone can make or try neither.
 */
#ifndef ACCESS_FACTOR_H
#define ACCESS_FACTOR_H

#include "access/access.h"

enum { RECOVERY_CODES = 10, RECOVERY_LETTERS = 10 };

/* An offer as its page shows it. */
struct factor_offer {
	struct str address; /* otpauth://…, for the QR code */
	struct str key;	    /* in groups of four, to be typed */
	LIST(struct str) codes;
};

/* Draws a secret and recovery codes and keeps them as the account's offer. */
bool factor_prepare_offer(struct db *db, struct db_read *r, const struct actor *by,
	struct change *c, struct err *e) MUST;

/* The offer that waits for its first code; *there is false where none does. */
bool factor_offer_read(struct db *db, struct db_read *r, const struct actor *by,
	struct factor_offer *out, bool *there, struct err *e) MUST;

/* A code of the offer makes it the factor. The other sessions end, and this one goes on
 * under another token. */
bool factor_prepare_confirm(struct db *db, struct db_read *r, const struct actor *by,
	struct str code, struct change *c, struct str *token, struct err *e) MUST;

/* ERR_CONFLICT where the account must have a factor and this is the last. */
bool factor_prepare_remove(
	struct db_read *r, const struct actor *by, struct change *c, struct err *e) MUST;

/* --- at the log-in */

enum factor_kind { FACTOR_NONE, FACTOR_TOTP, FACTOR_RECOVERY };

struct factor_use {
	enum factor_kind kind; /* FACTOR_NONE: the code is not right */
	int64_t step;
	struct str digest;
};

/* What this code is of the account's. The same work for every code. */
bool factor_check(struct db *db, struct db_read *r, int64_t account, struct str code,
	struct factor_use *out, struct err *e) MUST;
/* Uses it up; *taken is false where another was quicker. */
bool factor_take(struct db_write *w, int64_t account, const struct factor_use *use, bool *taken,
	struct err *e) MUST;

#endif

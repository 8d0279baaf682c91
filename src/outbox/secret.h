/*
 * The passwords of the mail server and of the gateway: kept as boxes under the key beside the
 * database, opened by the sender for as long as it speaks to the peer. Inside outbox only.
 */
#ifndef OUTBOX_SECRET_H
#define OUTBOX_SECRET_H

#include "base/base.h"
#include "store/db.h"

enum { SECRET_MOST = 1024 };
enum secret { SECRET_MAIL, SECRET_SMS };

/* The box of a password; no value for none. ERR_STORE: the key cannot be had. */
bool secret_seal(struct db *db, struct arena *a, enum secret which, struct str plain,
	struct str *box, struct err *e) MUST;

/* Into `plain`, which the caller zeroes; an empty text for no box. */
bool secret_open(struct db *db, enum secret which, struct str box, unsigned char plain[SECRET_MOST],
	struct str *out, struct err *e) MUST;

/* Seals what an earlier program kept in plain. */
bool secret_tidy(struct db *db, struct arena *a, struct err *e) MUST;

#endif

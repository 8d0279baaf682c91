/*
 * Coming back in: who has lost password or factors asks an officer who manages the account.
 * The officer draws a code and hands it over; the person sets a new password with it, and
 * what they had before (factors, sessions) is gone. Both are told, both times.
 *
 * The officer is another person, has just shown who they are, says why, and holds all that the
 * account may do: else a small administrator could open a great one's account.
 */
#ifndef ACCESS_RESCUE_H
#define ACCESS_RESCUE_H

#include "access/login.h"

/* The code lives a day; one drawn before for the same account is void. ERR_DENIED (logged),
 * ERR_ABSENT, ERR_INPUT. */
bool rescue_prepare_offer(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	struct str reason, struct change *c, struct str *code, struct err *e) MUST;

/* A new password by name and code. A wrong name and a wrong code get one answer and make the
 * next tries wait; in->name, address and agent are looked at. ERR_LOGIN, ERR_TOO_MANY, ERR_INPUT
 * for a password that may not be. */
bool rescue_prepare_use(struct db *db, struct db_read *r, const struct login *in, struct str code,
	struct str fresh, struct change *c, struct err *e) MUST;

#endif

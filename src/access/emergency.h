/*
 * Access in an emergency: an account takes one of its own roles over another agency, for four
 * hours, with a reason. Those who review at its own agency and at the other one are told at
 * once; each page it opens meanwhile is an entry of the log; one of them, never the account
 * itself, judges it afterwards.
 *
 * It widens where, never what: a role that manages accounts, the log or the installation, or
 * that judges, is not taken so, and nothing taken so can be handed on (grant.c).
 */
#ifndef ACCESS_EMERGENCY_H
#define ACCESS_EMERGENCY_H

#include "access/access.h"

#define EMERGENCY_LASTS (INT64_C(4) * 3600 * 1000000)

struct emergency_ask {
	struct str role;   /* code */
	struct str agency; /* code */
	struct str reason;
};

/* ERR_INPUT names the field in *field; ERR_CONFLICT where one runs already or it would give
 * nothing; ERR_DENIED (logged) for a role one does not have or may not take so. The entry's
 * object_id is the emergency's once applied. The session goes on under another token. */
bool emergency_prepare_begin(struct db *db, struct db_read *r, const struct actor *by,
	const struct emergency_ask *in, struct change *c, struct str *token, const char **field,
	struct err *e) MUST;

/* Gives it back before its time; one's own. */
bool emergency_prepare_end(struct db_read *r, const struct actor *by, int64_t id, struct change *c,
	struct err *e) MUST;

/* ERR_ABSENT where one may not see it, ERR_DENIED (logged) for one's own, ERR_CONFLICT while it
 * runs and where somebody has judged. */
bool emergency_prepare_judge(struct db *db, struct db_read *r, const struct actor *by, int64_t id,
	bool justified, struct str finding, struct change *c, struct err *e) MUST;

#endif

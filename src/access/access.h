/*
 * Who may do what where. The dispatcher asks access_load who is behind a cookie and compares
 * the route's permission; a statement restricts its rows by access_reach_v. This header is
 * what other floors use; accounts and grants are in account.h, log-in in login.h.
 *
 * The browser keeps a random token, the database only its digest, so a stolen database
 * opens no session. A session ends at log-out, after an hour without a request, and twelve
 * hours after log-in in any case, or as the installation's rule says (access_rule).
 */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "access/actor.h"
#include "audit/audit.h"
#include "store/db.h"

#define SESSION_COOKIE "hd_session"

enum { ACCOUNT_SYSTEM = 1 }; /* the built-in account's id */

/* What the rule says at first, in microseconds. */
#define SESSION_IDLE (INT64_C(60) * 60 * 1000000)
#define SESSION_LONGEST (INT64_C(12) * 60 * 60 * 1000000)

/* Who changes what protects the account has shown within this time who they are. */
#define SESSION_PROVED (INT64_C(10) * 60 * 1000000)

/* Who acts with this token. true and out->account == 0: nobody (no such session, it has
 * ended, or the account was disabled). false: the database failed. */
bool access_load(struct db_read *r, struct str token, struct actor *out, struct err *e) MUST;

/* The form token that belongs to a session: a keyed hash, kept nowhere. */
struct str access_csrf(struct arena *a, struct str token);
/* Whether a form carries it; in constant time. */
bool access_csrf_right(struct str token, struct str csrf);

/* Whether an account may do this at this agency, by one grant in force today. The
 * permission in the route says "somewhere"; a change to one object asks here. */
bool access_may(struct db_read *r, const struct actor *actor, enum permission p, int64_t agency,
	bool *may, struct err *e) MUST;

/* The built-in account a command acts as: may everything, cannot log in. */
struct actor actor_of_system(void);
/* Who acts, in the entry of a change made by a command: "cli:" and the user's name. */
void access_by_command(struct arena *a, enum permission p, struct audit_entry *entry);

/* Brings the built-in roles in the database up to roles.def. At start, and before a
 * command that grants; a change with an entry only where something differs. */
bool access_ready(struct db *db, struct err *e) MUST;

/* Writes when sessions were last used and removes what has ended: a request makes no
 * change of its own. To be called every minute or so while serving; it writes every five. */
bool access_tick(struct db *db, struct err *e) MUST;

#endif

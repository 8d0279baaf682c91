/*
 * Accounts and what is changed about them. Each function checks on the worker and prepares
 * a change; who acts and by which permission is in c->entry already.
 */
#ifndef ACCESS_ACCOUNT_H
#define ACCESS_ACCOUNT_H

#include "access/access.h"

enum { ACCOUNT_NAME_MAX = 40, ACCOUNT_DISPLAY_MAX = 80, REASON_MIN = 10, REASON_MAX = 500 };

struct account_new {
	struct str name;    /* a-z 0-9 . _ -, begins with a letter */
	struct str display; /* a post or a code rather than a person's name */
	int64_t agency;
	struct str password; /* no value: cannot log in until one is set */
	bool demo;
	bool service; /* a program: never a password, tokens instead (token.h) */
};

/* The entry's object_id is the account's id once applied. `by` must reach the agency with
 * account.manage. */
bool account_prepare_add(struct db *db, struct db_read *r, const struct actor *by,
	const struct account_new *in, struct change *c, struct err *e) MUST;

/* Disabling ends the account's sessions. Nobody disables themselves. */
bool account_prepare_state(struct db *db, struct db_read *r, const struct actor *by, int64_t id,
	bool active, struct change *c, struct err *e) MUST;

/* One's own: the old password is asked, the other sessions end. */
bool account_prepare_password(struct db_read *r, const struct actor *by, struct str old,
	struct str fresh, struct change *c, struct err *e) MUST;
/* Another's, by command: all its sessions end. */
bool account_prepare_reset(struct db_read *r, int64_t id, struct str name, struct str fresh,
	struct change *c, struct err *e) MUST;

/* Another's factors, by command: for who has lost them all. All its sessions end. */
bool account_prepare_factors_off(struct arena *a, int64_t id, struct change *c, struct err *e) MUST;

bool account_prepare_lang(struct arena *a, const struct actor *by, enum lang lang, struct change *c,
	struct err *e) MUST;
bool account_prepare_theme(struct arena *a, const struct actor *by, enum theme theme,
	struct change *c, struct err *e) MUST;
/* One of one's own sessions. */
bool account_prepare_session_end(struct arena *a, const struct actor *by, int64_t session,
	struct change *c, struct err *e) MUST;

/* All but the one that asks. */
bool account_prepare_sessions_end(
	struct arena *a, const struct actor *by, struct change *c, struct err *e) MUST;

/* A reason somebody will read again: so many letters. */
bool access_reason_right(struct str reason);

/* Writes the entry of an attempt that was not allowed ("…_refused"), then fails with
 * ERR_DENIED and the text. c tells who tried what. */
bool access_refuse(struct db *db, const struct change *c, enum text_id text, struct err *e);

/* Whether `by` manages accounts of an agency; ERR_DENIED (logged) where not. */
bool access_manages(struct db *db, struct db_read *r, const struct actor *by, int64_t agency,
	const struct change *c, struct err *e) MUST;

#endif

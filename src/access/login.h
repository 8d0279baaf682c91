/*
 * Log-in and log-out. An unknown name, a wrong password and a disabled account get one
 * answer after the same work. Failures make the next tries wait, longer each time, by name
 * (known or not) and by the network they come from. Log-in, refusal and log-out are entries.
 *
 * An account with a second factor logs in by two steps: the password opens a step of five
 * minutes, a code ends it and opens the session. Codes have a delay of their own, which the
 * password does not forgive.
 */
#ifndef ACCESS_LOGIN_H
#define ACCESS_LOGIN_H

#include "access/access.h"
#include "access/passkey.h"

struct login {
	struct str name;     /* as typed */
	struct str password; /* as typed */
	struct str address;  /* of the sender: "203.0.113.7", "2001:db8::1"; "" for none */
	struct str agent;    /* what the browser calls itself */
	struct str token;    /* of the session the browser still has; ended by the log-in */
};

struct logged {
	struct str token; /* for the cookie; valid once the change is applied */
	bool step;	  /* a code is asked next: login_code_prepare */
};

/* Checks name and password, and prepares the change that opens a session or the second step.
 * A refusal is written to the log before this returns. ERR_LOGIN, ERR_TOO_MANY (wait),
 * ERR_BUSY (too many at once), ERR_INPUT. */
bool login_prepare(struct db *db, struct db_read *r, const struct login *in, struct change *c,
	struct logged *out, struct err *e) MUST;

/* The step that this token opens. */
struct login_half {
	int64_t account; /* 0: no password was given */
	struct str name;
	struct str digest;    /* of the token */
	struct str challenge; /* for a passkey; no value: there is no such step, or it is over */
};
bool login_half_read(
	struct db_read *r, struct str token, struct login_half *out, struct err *e) MUST;

/* Checks the code of the second step (in->token is the step's; name and password are not
 * looked at) and prepares the change that opens the session. */
bool login_code_prepare(struct db *db, struct db_read *r, const struct login *in, struct str code,
	struct change *c, struct str *token, struct err *e) MUST;

/* Opens a step for a passkey alone: whose it is, the passkey says. */
bool login_begin_prepare(struct arena *a, struct change *c, struct str *token, struct err *e) MUST;
/* The step's challenge, answered by a passkey on a page of `origin`; ERR_LOGIN. */
bool login_passkey_prepare(struct db *db, struct db_read *r, const struct login *in,
	struct str origin, const struct passkey_answer *answer, struct change *c, struct str *token,
	struct err *e) MUST;

/* Whom another way in has shown, and what it uses up in the same change. */
struct login_shown {
	int64_t account;
	struct str name, factor; /* factor: as the session keeps it */
	struct str detail;	 /* of the entry */
	bool step;		 /* the account's own second factor is asked next */
	bool (*take)(struct db_write *w, void *arg, struct err *e);
	void *arg;
};
bool login_shown_prepare(struct arena *a, const struct login *in, const struct login_shown *shown,
	struct change *c, struct logged *out, struct err *e) MUST;

/* For other ways in that are tried against a name: the waiting, and the one answer, as above.
 * `kind` keeps the delays of different things apart; 0: only the network waits. */
struct login_try;
bool login_try_begin(struct db_read *r, char kind, const struct login *in, struct login_try **out,
	struct err *e) MUST;
/* Logs the refusal, makes the next try wait, and fails with ERR_LOGIN and the text. */
bool login_try_refuse(struct db *db, struct login_try *t, int64_t account, const char *why,
	enum text_id answer, struct err *e);
/* What a refusal uses up, and what its entry says besides: JSON members, or "". */
void login_try_takes(struct login_try *t, bool (*take)(struct db_write *, void *, struct err *),
	void *arg, struct str more);
/* In the change that the right one makes. */
bool login_try_forgive(struct db_write *w, const struct login_try *t, struct err *e) MUST;

/* Shows again who one is: ERR_INPUT for a wrong password. The session goes on under another
 * token. */
bool login_prove_prepare(struct db *db, struct db_read *r, const struct actor *by,
	struct str password, struct change *c, struct str *token, struct err *e) MUST;

/* Ends the session of the actor. */
bool logout_prepare(
	struct arena *a, const struct actor *actor, struct change *c, struct err *e) MUST;

/* "203.0.113.0/24" or "2001:db8:0::/48" of an address; "" of what is none. */
struct str login_network(struct arena *a, struct str address);

#endif

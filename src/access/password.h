/*
 * Passwords: the rules for a new one, Argon2id of it (libsodium), the comparison.
 * Each hash takes 64 MiB and a twentieth of a second or more, so a gate lets few in
 * at once and turns away what would queue without end.
 */
#ifndef ACCESS_PASSWORD_H
#define ACCESS_PASSWORD_H

#include "base/base.h"

enum {
	PASSWORD_MIN = 12,   /* letters */
	PASSWORD_MAX = 1024, /* bytes; checked before anything is reckoned */
	PASSWORD_DRAWN = 20, /* letters of one that password_draw makes */
};

/* Whether it may become the password of `name` at `agency` (no value: not known): ERR_INPUT
 * says which rule it breaks. As NIST SP 800-63B has it: a length, no rule of what letters,
 * and nothing that is tried first: words of the list of common passwords, also repeated or
 * with digits before and after, and the names of account and agency. */
bool password_rules(
	struct arena *a, struct str plain, struct str name, struct str agency, struct err *e) MUST;

/* The string to keep, in the arena. ERR_BUSY when too many are at it. */
bool password_hash(struct arena *a, struct str plain, struct str *hash, struct err *e) MUST;

/* Whether `plain` is the password of `hash`. A hash without value costs the same time
 * and is never right, so that an unknown name answers like a known one. ERR_BUSY,
 * ERR_INPUT for what can be no password. */
bool password_right(
	struct arena *a, struct str hash, struct str plain, bool *right, struct err *e) MUST;

/* A random one that is easy to read out: groups of letters and digits. */
struct str password_draw(struct arena *a);

#endif

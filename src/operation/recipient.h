/*
 * Who can open a backup: a pair of keys (X25519). The public half stands on the server, as
 * a line of text with a check sum in it, so that a slip of the pen is noticed before a
 * year of backups cannot be opened. The private half is a file kept elsewhere.
 */
#ifndef OPERATION_RECIPIENT_H
#define OPERATION_RECIPIENT_H

#include "base/base.h"

enum { RECIPIENT_KEY = 32, RECIPIENT_NAME = 16 };

struct recipient {
	unsigned char key[RECIPIENT_KEY];
	char name[RECIPIENT_NAME + 1]; /* by which a backup tells its keys apart */
};

/* Lies in guarded memory until the arena ends. */
struct recipient_secret {
	struct recipient open;
	unsigned char key[RECIPIENT_KEY];
};

/* Draws a pair. */
struct recipient_secret *recipient_new(struct arena *a);

/* "hd-backup-1-…": the public half. */
struct str recipient_text(struct arena *a, const struct recipient *r);
/* ERR_INPUT where it is none, or was copied wrongly. */
bool recipient_of(struct arena *a, struct str text, struct recipient *out, struct err *e) MUST;

/* What the private file holds, and back. */
struct str recipient_secret_text(struct arena *a, const struct recipient_secret *s);
bool recipient_secret_of(
	struct arena *a, struct str text, struct recipient_secret **out, struct err *e) MUST;

#endif

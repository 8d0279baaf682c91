/*
 * What stands in a ZIP, without trusting it: members by the central directory, each checked
 * against its own head; nothing is inflated but the few small members one asks for, and of
 * those no more than asked for.
 */
#ifndef INTAKE_UNZIP_H
#define INTAKE_UNZIP_H

#include "base/base.h"

enum {
	UNZIP_MEMBERS = 4096,	   /* more is no document */
	UNZIP_UNPACKED = 400 << 20 /* what all members may say they become */
};

struct unzip_member {
	struct str name;   /* as written */
	struct str packed; /* its bytes in the archive */
	uint32_t size;	   /* what it says it becomes */
	int method;	   /* 0 stored, 8 deflated */
};

struct unzip {
	LIST(struct unzip_member) members;
};

enum unzip_fault {
	UNZIP_SOUND,
	UNZIP_BROKEN,  /* cut, inconsistent, or of a kind nobody writes for documents */
	UNZIP_LOCKED,  /* a member is encrypted */
	UNZIP_SWOLLEN, /* it would become too large, or too much of it */
	UNZIP_STRAYS   /* a member's name leads out of the archive */
};

enum unzip_fault unzip_open(struct arena *a, struct str bytes, struct unzip *out);

/* NULL: there is none of that name. */
const struct unzip_member *unzip_find(const struct unzip *z, struct str name);

/* Whether a member is a program of Word, Excel or Writer. */
bool unzip_has_macros(const struct unzip *z);

/* The first `most` bytes of a member; STR_NULL where it cannot be inflated. */
struct str unzip_read(struct arena *a, const struct unzip_member *m, size_t most);

#endif

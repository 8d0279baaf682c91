/*
 * What stands in a ZIP, without trusting it: members by the central directory, each checked
 * against its own head; nothing is inflated but the few small members one asks for, and of
 * those no more than asked for.
 */
#ifndef FILE_ZIP_H
#define FILE_ZIP_H

#include "base/base.h"

enum {
	ZIP_MEMBERS = 4096,	 /* more is no document */
	ZIP_UNPACKED = 400 << 20 /* what all members may say they become */
};

struct zip_member {
	struct str name;   /* as written */
	struct str packed; /* its bytes in the archive */
	uint32_t size;	   /* what it says it becomes */
	int method;	   /* 0 stored, 8 deflated */
};

struct zip {
	LIST(struct zip_member) members;
};

enum zip_fault {
	ZIP_SOUND,
	ZIP_BROKEN,  /* cut, inconsistent, or of a kind nobody writes for documents */
	ZIP_LOCKED,  /* a member is encrypted */
	ZIP_SWOLLEN, /* it would become too large, or too much of it */
	ZIP_STRAYS   /* a member's name leads out of the archive */
};

enum zip_fault zip_open(struct arena *a, struct str bytes, struct zip *out);

/* NULL: there is none of that name. */
const struct zip_member *zip_find(const struct zip *z, struct str name);

/* The first `most` bytes of a member; STR_NULL where it cannot be inflated. */
struct str zip_read(struct arena *a, const struct zip_member *m, size_t most);

#endif

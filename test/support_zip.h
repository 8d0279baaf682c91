/* Archives for tests, sound ones and others. */
#ifndef TEST_SUPPORT_ZIP_H
#define TEST_SUPPORT_ZIP_H

#include "base/base.h"

struct zip_part {
	const char *name;
	struct str text;
	bool deflated;
	uint32_t says; /* its size; 0: the truth */
	int flags;
	const char *head_name; /* in its own head, where it differs */
};

struct str zip_of(struct arena *a, const struct zip_part *parts, size_t n);

#define ZIP_OF(arena, ...)                                      \
	zip_of(arena, (const struct zip_part[]){ __VA_ARGS__ }, \
		sizeof((const struct zip_part[]){ __VA_ARGS__ }) / sizeof(struct zip_part))
#define ZIP_PART(of, bytes)                   \
	{                                     \
		.name = (of), .text = (bytes) \
	}

#endif

/* Children that live for one untrusted file. */
#ifndef INTAKE_CHILD_H
#define INTAKE_CHILD_H

#include "base/base.h"

struct child_limits {
	int seconds;   /* of processor time; of the clock twice as many */
	size_t memory; /* bytes of address space */
	size_t output; /* bytes of result; more fails */
};

/* Runs `work` in a child that has no files, no database, little memory and no system calls but
 * those of memory, and hands back what it wrote to `out`. ERR_INPUT with `text` where the child
 * died or said nothing in time; an untrusted file must not be able to do more than that. */
bool child_run(struct arena *a, const struct child_limits *limits,
	bool (*work)(void *arg, struct buf *out), void *arg, enum text_id text, struct str *out,
	struct err *e) MUST;

#endif

/*
 * The process table: who is whose child, and what happens when one ends. A supervisor
 * that opens nothing and so cannot fail; the server, started again when it dies; and
 * children that live for one untrusted file.
 */
#ifndef WEB_PROCESS_H
#define WEB_PROCESS_H

#include "base/base.h"

/* Runs `child` in a process of its own, again and again when it ends badly, and answers its
 * last exit code when it ended by itself or by SIGTERM or SIGINT given to us. A child that
 * ends by itself before it wrote a byte to `ready` could not begin; where none has begun before
 * it, it is not started again: what is wrong will not mend itself. One that something else has
 * ended is. */
int process_supervise(int (*child)(void *arg, int ready), void *arg);

struct process_limits {
	int seconds;   /* of processor time; of the clock twice as many */
	size_t memory; /* bytes of address space */
	size_t output; /* bytes of result; more fails */
};

/* Runs `work` in a child that has no files, no database and little memory, and hands back
 * what it wrote to `out`. ERR_INPUT with `text` where the child died or said nothing in
 * time; an untrusted file must not be able to do more than that. */
bool process_once(struct arena *a, const struct process_limits *limits,
	bool (*work)(void *arg, struct buf *out), void *arg, enum text_id text, struct str *out,
	struct err *e) MUST;

#endif

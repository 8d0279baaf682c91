/*
 * The process table: who is whose child, and what happens when one ends. A supervisor
 * that opens nothing and so cannot fail; the server, started again when it dies.
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

#endif

/*
 * The system calls of the server, by seccomp: a list of what may be called. Another call
 * fails with EPERM and is told in the log. For sandbox.c.
 */
#ifndef OPERATION_CALLS_H
#define OPERATION_CALLS_H

#include "base/base.h"

bool calls_restrict(struct err *e) MUST;

#endif

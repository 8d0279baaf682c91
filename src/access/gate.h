/*
 * A gate before costly work: so many at once, so many waiting, the rest are turned away.
 * What is kept low is memory and processors, not the number of log-ins.
 */
#ifndef ACCESS_GATE_H
#define ACCESS_GATE_H

#include <pthread.h>
#include "base/base.h"

struct gate {
	pthread_mutex_t lock;
	pthread_cond_t freed;
	int room;    /* how many may be inside */
	int benches; /* how many may wait */
	int inside, waiting;
};

#define GATE(at_once, may_wait)                                                       \
	{                                                                             \
		.lock = PTHREAD_MUTEX_INITIALIZER, .freed = PTHREAD_COND_INITIALIZER, \
		.room = (at_once), .benches = (may_wait)                              \
	}

/* Waits for room; ERR_BUSY at once where nobody more may wait. */
bool gate_enter(struct gate *g, struct err *e) MUST;
void gate_leave(struct gate *g);

#endif

#include "access/gate.h"

bool gate_enter(struct gate *g, struct err *e)
{
	bool in = true;

	pthread_mutex_lock(&g->lock);
	if (g->inside >= g->room) {
		in = g->waiting < g->benches;
		if (in) {
			g->waiting++;
			while (g->inside >= g->room)
				pthread_cond_wait(&g->freed, &g->lock);
			g->waiting--;
		}
	}
	if (in)
		g->inside++;
	pthread_mutex_unlock(&g->lock);
	return in || FAIL(e, ERR_BUSY, T_access_busy);
}

void gate_leave(struct gate *g)
{
	pthread_mutex_lock(&g->lock);
	g->inside--;
	pthread_cond_signal(&g->freed);
	pthread_mutex_unlock(&g->lock);
}

#include "access/seen.h"

#include <pthread.h>

/* Probes stay short while a quarter is free. */
enum { FULL = SEEN_MAX / 4 * 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct seen table[SEEN_MAX];
static size_t used;

static struct seen *place_of(int64_t session)
{
	size_t i = (size_t)((uint64_t)session * UINT64_C(0x9e3779b97f4a7c15) >> 32) % SEEN_MAX;

	while (table[i].session && table[i].session != session)
		i = (i + 1) % SEEN_MAX;
	return &table[i];
}

void seen_note(int64_t session, int64_t at)
{
	pthread_mutex_lock(&lock);
	struct seen *s = place_of(session);

	if (s->session) {
		s->at = at > s->at ? at : s->at;
	} else if (used < FULL) {
		*s = (struct seen){ session, at };
		used++;
	}
	pthread_mutex_unlock(&lock);
}

int64_t seen_at(int64_t session)
{
	pthread_mutex_lock(&lock);
	int64_t at = place_of(session)->at;

	pthread_mutex_unlock(&lock);
	return at;
}

size_t seen_take(struct arena *a, struct seen **out)
{
	size_t n = 0;

	*out = NEW_N(a, struct seen, FULL);
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < SEEN_MAX && n < used; i++)
		if (table[i].session)
			(*out)[n++] = table[i];
	memset(table, 0, sizeof(table));
	used = 0;
	pthread_mutex_unlock(&lock);
	return n;
}

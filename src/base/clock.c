#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t held;

static int64_t read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_now(void)
{
	int64_t us = atomic_load_explicit(&held, memory_order_relaxed);

	return us ? us : read_clock(CLOCK_REALTIME);
}

int64_t clock_ticks(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

void clock_hold(int64_t us)
{
	atomic_store_explicit(&held, us, memory_order_relaxed);
}

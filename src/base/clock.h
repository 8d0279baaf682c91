/*
 * The time of day and the time that passes. Everything in the product that asks
 * "now" asks here, so that a test can hold the clock.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Microseconds since 1970-01-01 00:00 UTC. */
int64_t clock_now(void);

/* Microseconds since some start; never goes backwards. For durations. */
int64_t clock_ticks(void);

/* Tests only: clock_now() answers `us` until it is set again; 0 lets it run. */
void clock_hold(int64_t us);

#endif

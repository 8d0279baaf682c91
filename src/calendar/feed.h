/*
 * Deadlines for calendar programs (iCalendar, RFC 5545): an address for each account, which whoever
 * has it can read. So it is drawn at random, shown once, kept as a digest, and can be revoked;
 * and nothing is told but titles of duties and tasks with their days.
 */
#ifndef CALENDAR_FEED_H
#define CALENDAR_FEED_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum { CALENDAR_ENTRIES_MAX = 1000 };

/* One day of somebody's. */
struct calendar_entry {
	struct str uid;	  /* the same as long as the thing is the same: "task-17" */
	struct str title; /* never of a case or a person */
	struct date day;
	int64_t changed; /* clock_now() when it was last changed; 0: with the address */
};
typedef LIST(struct calendar_entry) calendar_entries;

/* Floors above say what an account has to do: each registers a source, before anything runs. A
 * source adds at most CALENDAR_ENTRIES_MAX, of `from` and later. */
typedef bool calendar_source_fn(struct db_read *r, int64_t account, enum lang lang,
	struct date from, calendar_entries *out, struct err *e);
void calendar_entries_from(calendar_source_fn *fn);

/* All sources' entries of an account. */
bool calendar_entries_of(struct db_read *r, int64_t account, enum lang lang, struct date from,
	calendar_entries *out, struct err *e) MUST;

/* The calendar object: lines of at most 75 octets, folded between letters, CRLF. */
struct str calendar_ics(
	struct arena *a, struct str name, int64_t made, const calendar_entries *entries);

/* *token opens the account's calendar once the change is applied; an earlier one no more. */
bool calendar_feed_make_prepare(struct arena *a, const struct actor *actor, struct change *c,
	struct str *token, struct err *e) MUST;
bool calendar_feed_end_prepare(
	struct arena *a, const struct actor *actor, struct change *c, struct err *e) MUST;

/* Whose calendar the token opens. ERR_ABSENT: nobody's. */
bool calendar_feed_account(
	struct db_read *r, struct str token, int64_t *account, int64_t *made, struct err *e) MUST;

#endif

/*
 * Changing what an installation knows of its days off.
 */
#ifndef CALENDAR_NOTICE_H
#define CALENDAR_NOTICE_H

#include "access/actor.h"
#include "audit/audit.h"
#include "calendar/calendar.h"

enum { CALENDAR_CITATION_MAX = 300, CALENDAR_SPAN_MAX = 15, CALENDAR_NOTICES_MAX = 60 };

/* calendar.manage, and reach over the whole country: the calendar is everybody's. */
bool calendar_may_change(
	struct db_read *r, const struct actor *actor, bool *may, struct err *e) MUST;

/* n->code "": a new one. n->version is the one the person saw: 0 of the program's list. A kind
 * stays what it is. ERR_INPUT names the field in *field; ERR_STALE: changed meanwhile; ERR_CONFLICT:
 * the year has one about this already. */
bool calendar_notice_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct calendar_notice *n, struct change *c, const char **field, struct err *e) MUST;

/* By its code, as it stands. False with ERR_ABSENT. */
bool calendar_notice_find(
	struct db_read *r, struct str code, struct calendar_notice *out, struct err *e) MUST;

enum text_id calendar_notice_text(struct str what);

#endif

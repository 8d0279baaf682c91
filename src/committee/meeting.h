/*
 * Meetings: who is invited and came, and what was concluded. A conclusion becomes a task of a
 * plan, and its state is that task's; one that is only to be known becomes none.
 */
#ifndef COMMITTEE_MEETING_H
#define COMMITTEE_MEETING_H

#include "committee/committee.h"

extern const struct committee_words meeting_kinds, meeting_states;

struct meeting_edit {
	int64_t id;	   /* 0: a new one */
	int64_t version;   /* as its changer saw it */
	int64_t committee; /* of a new one; DB_NULL: none, the caller's agency keeps it */
	struct str kind, title;
	struct date day;
	struct str hour; /* "08:00", "8h30"; may be empty */
	struct str place, chair, agenda, minutes_number;
	struct date minutes_day;
	struct str state;
	struct str agencies; /* names, a line each */
	bool all_members;    /* and whoever has a seat in the committee */
	const char *wrong;
};

/* The entry's object_id is the meeting's once applied. ERR_STALE: somebody was faster. */
bool meeting_prepare(struct db_read *r, const struct actor *by, struct meeting_edit *in,
	struct change *c, struct err *e) MUST;

/* Who of the invited came; the others did not. */
bool meeting_attendance_prepare(struct db_read *r, const struct actor *by, int64_t meeting,
	int64_t version, const int64_t *came, size_t n, struct change *c, struct err *e) MUST;

struct meeting_conclusion_edit {
	int64_t id; /* 0: a new one */
	int64_t meeting, version;
	struct str words, lead, partners;
	struct date due; /* the last day */
	bool noted;	 /* to be known only */
	const char *wrong;
};

/* ERR_CONFLICT: it is a task already, to be changed there. */
bool meeting_conclusion_prepare(struct db_read *r, const struct actor *by,
	struct meeting_conclusion_edit *in, struct change *c, struct err *e) MUST;

#endif

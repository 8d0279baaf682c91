/*
 * Standing directives and official letters: what they say is to be done, whom they address, and
 * how far each addressee says it is.
 */
#ifndef COMMITTEE_DIRECTIVE_H
#define COMMITTEE_DIRECTIVE_H

#include "committee/committee.h"

extern const struct committee_words directive_kinds, directive_origins, directive_states;

struct directive_edit {
	int64_t id;	   /* 0: a new one */
	int64_t version;   /* as its changer saw it */
	int64_t committee; /* of a new one; DB_NULL: none, the caller's agency keeps it */
	struct str origin, kind, number;
	struct date issued;
	struct str issuer, subject, content;
	struct date due;     /* the last day; none: it goes on */
	struct date ended;   /* the last day in force; none: it is */
	struct str ended_by; /* what took its place */
	struct str agencies; /* addressed, a line each */
	bool all_members;    /* and whoever has a seat in the committee */
	const char *wrong;
};

/* The entry's object_id is the directive's once applied. ERR_STALE: somebody was faster;
 * ERR_CONFLICT: that number of that issuer stands in this register. */
bool directive_prepare(struct db_read *r, const struct actor *by, struct directive_edit *in,
	struct change *c, struct err *e) MUST;

struct directive_part_edit {
	int64_t id, directive, version;
	struct str state, note;
	const char *wrong;
};

/* What an addressee says, or its register's keeper for it. */
bool directive_part_prepare(struct db_read *r, const struct actor *by,
	struct directive_part_edit *in, struct change *c, struct err *e) MUST;

#endif

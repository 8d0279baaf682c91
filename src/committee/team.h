/*
 * Inspection and survey teams: where they went, what they found, who is to mend it by when. A
 * finding is open until the agency answers, answered until the team's keeper closes it;
 * one without an agency is only on record.
 */
#ifndef COMMITTEE_TEAM_H
#define COMMITTEE_TEAM_H

#include "committee/committee.h"

extern const struct committee_words team_kinds, team_finding_kinds, team_finding_states;

struct team_edit {
	int64_t id;	   /* 0: a new one */
	int64_t version;   /* as its changer saw it */
	int64_t committee; /* of a new one; DB_NULL: none, the caller's agency keeps it */
	struct str kind, title, number;
	struct date decided;
	struct str lead;     /* an agency */
	struct str agencies; /* that take part, a line each */
	struct date starts, ends;
	struct str content;
	const char *wrong;
};

/* The entry's object_id is the team's once applied. ERR_STALE: somebody was faster. */
bool team_prepare(struct db_read *r, const struct actor *by, struct team_edit *in, struct change *c,
	struct err *e) MUST;

struct team_visit_edit {
	int64_t id, team, version;
	struct str agency; /* may be empty where `place` says where */
	struct str place;
	struct date day;
	struct str note;
	const char *wrong;
};

bool team_visit_prepare(struct db_read *r, const struct actor *by, struct team_visit_edit *in,
	struct change *c, struct err *e) MUST;

struct team_finding_edit {
	int64_t id, team, version;
	int64_t visit; /* DB_NULL: none */
	struct str kind, words, recommendation;
	struct str agency; /* who is to mend it; empty: nobody has to */
	struct date due;
	const char *wrong;
};

bool team_finding_prepare(struct db_read *r, const struct actor *by, struct team_finding_edit *in,
	struct change *c, struct err *e) MUST;

/* What the agency answers, which `by` must act for (work.act). */
bool team_answer_prepare(struct db_read *r, const struct actor *by, int64_t team, int64_t finding,
	int64_t version, struct str answer, struct change *c, struct err *e) MUST;

/* The keeper's word on it: closed, or open again. */
bool team_judge_prepare(struct db_read *r, const struct actor *by, int64_t team, int64_t finding,
	int64_t version, bool closed, struct change *c, struct err *e) MUST;

#endif

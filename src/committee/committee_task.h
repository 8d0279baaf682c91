/*
 * What a meeting concluded or a team found becomes a task of a plan, once: from then on its
 * state is the task's. The caller keeps the record and follows the plan (work.follow at the
 * plan's standing agency).
 */
#ifndef COMMITTEE_COMMITTEE_TASK_H
#define COMMITTEE_COMMITTEE_TASK_H

#include "committee/committee.h"

/* ERR_CONFLICT: it is a task already, or only to be known; ERR_INPUT: no plan one may add to;
 * ERR_STALE: somebody was faster. */
bool meeting_task_prepare(struct db_read *r, const struct actor *by, int64_t meeting,
	int64_t conclusion, int64_t version, int64_t plan, struct change *c, struct err *e) MUST;
bool team_task_prepare(struct db_read *r, const struct actor *by, int64_t team, int64_t finding,
	int64_t version, int64_t plan, struct change *c, struct err *e) MUST;

#endif

/*
 * What the files of reports share among themselves.
 */
#ifndef REPORT_INSIDE_H
#define REPORT_INSIDE_H

#include "access/access.h"
#include "report/report.h"
#include "report_gather_sql.h"
#include "report_sql.h"

/* A report is written and signed by the agency's own people, not by who reaches it from above. */
bool report_is_own(const struct actor *actor, int64_t agency);

/* ERR_DENIED where the actor may not, there; where it is none of the agency's own. */
bool report_must_be_allowed(struct db_read *r, const struct actor *actor, enum permission p,
	int64_t agency, struct err *e) MUST;
bool report_must_be_own(struct db_read *r, const struct actor *actor, enum permission p,
	int64_t agency, struct err *e) MUST;

/* For a re-check inside a change. ERR_ABSENT. */
bool report_read_now(struct db_read *r, int64_t id, struct report_now_row *now, struct err *e) MUST;

#endif

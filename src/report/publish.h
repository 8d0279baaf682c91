/*
 * Publishing a report: its last signed issue becomes readable for every account that reads
 * reports, and stays so. By the recipient or the agency itself; not by who signed it.
 */
#ifndef REPORT_PUBLISH_H
#define REPORT_PUBLISH_H

#include "report/report.h"

/* ERR_STALE: another version of the report; ERR_CONFLICT: it is not the last issue, it was sent
 * back or is published already; ERR_DENIED: not the actor's, or they signed it. */
bool report_publish_prepare(struct arena *a, const struct actor *actor, int64_t report,
	int64_t version, int64_t round, struct change *c, struct err *e) MUST;

/* Whether the actor may publish that issue now. */
bool report_may_publish(struct db_read *r, const struct actor *actor, int64_t report, int64_t round,
	bool *may, struct err *e) MUST;

#endif

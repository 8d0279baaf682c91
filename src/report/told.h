/*
 * Who is told of what happens to a report, within the change that does it: in the page at once and,
 * unless read by then, in the day's mail. It is said whose report of which period it is, never
 * what stands in it. Inside report only.
 */
#ifndef REPORT_TOLD_H
#define REPORT_TOLD_H

#include "report/report.h"
#include "report_sql.h"

/* `now`: the report as it was before the step; `author` need not be told. */
bool report_tell(struct db_write *w, enum report_step step, int64_t id,
	const struct report_now_row *now, int64_t author, struct err *e) MUST;

#endif

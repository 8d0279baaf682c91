/*
 * What is done about the tasks of adopted plans: each agency's part with its own day, its
 * results, who accepts them, when a task is closed. Rows are made when a plan is adopted
 * and go on through amended texts; nothing is deleted.
 *
 * Who follows a task: the plan's standing agency (permission work.follow there). Who acts
 * on a part: an account that has work.act at the part's agency, which includes those that
 * took the agency's place. Other subjects read work_task_v, work_part_v and work_tally_v.
 */
#ifndef WORK_WORK_H
#define WORK_WORK_H

#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

/* For plan_when_adopted: makes the rows of a plan's tasks, and of those that are new in it.
 * `amends`: the plan whose tasks that go on have moved here, 0: none. */
bool work_adopted(struct db_write *w, int64_t plan, int64_t amends, const struct audit_entry *who,
	struct err *e) MUST;

/* Makes the rows of plans that were adopted before there were any. At start, a change for
 * each such plan; otherwise nothing. */
bool work_ready(struct db *db, struct err *e) MUST;

#endif

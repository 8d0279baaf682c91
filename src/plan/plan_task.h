/*
 * Of plan_task.c, for the import alone.
 */
#ifndef PLAN_PLAN_TASK_H
#define PLAN_PLAN_TASK_H

#include "plan_sql.h"
#include "store/db.h"

/* An amended text has taken the plan's place: tasks that persons put into it go on in the new
 * plan, but for those under a task that has stayed behind. */
bool plan_by_hand_go_on(struct db_write *w, const struct plan_by_hand_rows *tasks, int64_t plan,
	struct err *e) MUST;

#endif

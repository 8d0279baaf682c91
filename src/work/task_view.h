/*
 * Rows of tasks to what a page prints; shared by the pages of this subject.
 */
#ifndef WORK_TASK_VIEW_H
#define WORK_TASK_VIEW_H

#include "work/task_web.h"

/* "19/KH-BCĐ138/CP", or that the number is not known. */
struct str task_plan_name(struct request *rq, struct str number);
/* The plan as its reader may see it; ERR_ABSENT where it is not for this account. */
bool task_plan_read(struct request *rq, int64_t plan, struct task_plan *out, struct err *e) MUST;
/* A party as a chip: the name, and the agency's tasks behind it. */
struct party task_party_chip(
	struct request *rq, enum plan_role role, struct str name, int64_t agency);
/* A task's day in the row's words. */
void task_row_due(
	struct request *rq, struct plan_row *row, const struct plan_due *due, bool suspect);

#endif

/*
 * What the files of this core share: a task and a part as an order finds them.
 */
#ifndef WORK_ORDER_H
#define WORK_ORDER_H

#include "work/work.h"
#include "work_sql.h"

/* What an order is done to, read in the snapshot or the change that asks. */
struct work_at {
	struct db_read *read;
	const struct actor *actor;
	const struct work_order *order;
	struct work_task_full_row task;
	struct work_part_full_row part; /* id 0: the order is about the task */
	struct work_rights rights;
	int64_t extension; /* the one asked for; 0: none */
	struct date asked; /* its day */
};

/* What stands in the way of the order; each kind's own conditions. */
bool work_part_allows(const struct work_at *at, struct err *e) MUST;
bool work_task_allows(const struct work_at *at, struct err *e) MUST;

/* Does it. *was and *day: what the history shows of days that changed. */
struct work_done {
	struct date was, day;
	struct str words;
};
bool work_part_do(struct db_write *w, struct work_at *at, struct work_order *o,
	struct work_done *done, struct err *e) MUST;
bool work_task_do(struct db_write *w, struct work_at *at, const struct audit_entry *who,
	struct work_order *o, struct work_done *done, struct err *e) MUST;

/* ERR_CONFLICT that says who did what last. */
bool work_meanwhile(const struct work_at *at, struct err *e);

#endif

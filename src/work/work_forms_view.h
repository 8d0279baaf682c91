/*
 * The forms of the work on a task: every one a page of its own, with what stands now
 * beside it.
 */
#ifndef WORK_WORK_FORMS_VIEW_H
#define WORK_WORK_FORMS_VIEW_H

#include "work/task_web.h"

struct work_form_page {
	const struct task_by_id_row *task;
	struct task_plan plan;
	struct str label, brief;
	struct task_work work;
	const struct work_part_line *part;	     /* NULL: the form is about the task */
	const struct work_task_asked_row *extension; /* that waits for an answer */
	int64_t version;
	struct str due; /* what stands in the field for a day */
	LIST(struct option) options;
	LIST(struct str) names; /* of agencies, to choose from while typing */
	bool conflict;		/* somebody was first: both sides are shown */
	int64_t owed;		/* parts that are not in */
};

/* Shared by the two files of forms. */
bool work_form_open(struct request *rq, int64_t task, int64_t part, struct work_form_page *page,
	struct err *e) MUST;
/* Prepares the change and leads back to the task; a refusal is shown at its field. */
bool work_form_send(struct request *rq, int64_t task, struct work_order *o, struct change *c,
	struct err *e) MUST;

#endif

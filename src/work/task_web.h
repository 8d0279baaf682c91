/*
 * One task, and the tasks of one agency.
 */
#ifndef WORK_TASK_WEB_H
#define WORK_TASK_WEB_H

#include "cascade/coverage.h"
#include "committee/origin.h"
#include "plan/plan_web.h"
#include "work/work_view.h"

struct task_party_line {
	struct party chip;
	struct str written; /* where it differs from the name */
	int64_t members;    /* of a collective */
	bool open;	    /* a collective "có liên quan": a person decides */
	bool unresolved, implied;
	enum plan_sure sure;
	const struct task_parties_row *row;
};

struct task_ref_line {
	struct str text;
};

/* The plan a task is of. */
struct task_plan {
	int64_t id;
	struct str name, title;
	int64_t superseded_by; /* 0: in force */
};

/* What a task came out of, and where that stands. */
struct task_origin {
	struct origin of;
	struct str words, href;
};

struct task_page {
	const struct task_by_id_row *task;
	struct task_plan plan;
	struct str label, part, place;
	LIST(struct task_party_line) parties;
	LIST(struct task_ref_line) refs;
	LIST(struct str) flags;
	struct str due, due_iso, recurrence;
	bool due_odd;
	enum plan_sure sure;
	struct plan_link before, after;
	struct cascade_task_links cascade; /* what it carries out, and what carries it out */
	const struct task_refs_rows *ref_rows;
	struct task_work work;
	LIST(struct task_origin) origins;
	struct plan_link carried; /* the task it goes on as; id 0: none */
};

struct agency_task_line {
	struct plan_row row;
	struct str plan_name;
	int64_t plan;
	LIST(struct str) roles;
	bool collective; /* only as a member of one */
	const struct agency_task_page_row *task;
};

struct agency_tasks_page {
	int64_t agency;
	struct str name;
	int64_t counts[PLAN_ROLES], total;
	enum plan_role role; /* PLAN_ROLES: any */
	LIST(struct agency_task_line) tasks;
	struct str next, first, cursor;
};

/* The same as JSON: the members of the outermost object. */
void task_show_json(struct json *j, const struct task_page *p);
void agency_tasks_json(struct json *j, const struct agency_tasks_page *p);

#endif

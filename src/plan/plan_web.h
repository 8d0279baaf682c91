/*
 * What the pages of plans and tasks show: page structs that plan_web.c fills and
 * plan.html, task.html and the JSON functions print.
 */
#ifndef PLAN_PLAN_WEB_H
#define PLAN_PLAN_WEB_H

#include "base/base.h"
#include "base/json.h"
#include "plan/head.h"
#include "plan/plan.h"
#include "plan_sql.h"
#include "web/parts.h"
#include "web/request.h"
#include "work/work.h"

struct plan_link {
	int64_t id;
	struct str label;
};

struct plan_list_item {
	int64_t id;
	struct str number, title, issuer, agency_name;
	int64_t issuer_id;
	struct date issued;
	int64_t tasks, unassigned, doubtful;
};

struct plan_list_page {
	LIST(struct plan_list_item) plans;
	struct str q;
	struct str next, first; /* addresses; no value: none */
	struct str cursor;	/* of the next page; no value: none */
	bool may_import;
};

struct plan_node;

struct plan_nodes {
	struct plan_node *v;
	size_t n, cap;
};

/* A heading in the tree at the left. */
struct plan_node {
	struct str number, title;
	int64_t tasks;	/* below it, all levels */
	int64_t anchor; /* the group it leads to; -1: it has no task, leads to its line */
	int64_t line;
	int64_t from; /* where the page begins that shows it; 0: the first */
	struct plan_nodes below;
};

/* A task in a table. */
struct plan_row {
	int64_t id;
	struct str label; /* "II.3.d, đoạn 2" */
	struct str brief;
	LIST(struct party) chips;
	struct str beside; /* "Phối hợp: …" */
	int64_t more;	   /* parties of the same role behind the first chips */
	struct str due;	   /* for reading; no value: none named */
	struct str due_iso;
	bool due_odd; /* the day as written is suspect */
	enum plan_sure sure;
	enum work_look look; /* WORK_LOOKS: the plan is not in force */
	int64_t parts, parts_in;
	/* as they are stored, for the JSON */
	const struct plan_tasks_row *task;
	const struct plan_parties_row *parties;
	size_t n_parties;
};

struct plan_group {
	int64_t heading; /* position */
	struct str path, title;
	int64_t line;
	LIST(struct plan_row) rows;
};

/* How many tasks stand so; 0 is not shown. */
struct plan_state {
	enum work_look look;
	struct str code;
	int64_t tasks;
};

struct plan_outline_page {
	struct plan_head head;
	LIST(struct plan_state) looks;
	struct plan_nodes tree;
	LIST(struct plan_group) groups;
	LIST(struct option) agencies, roles, dues;
	struct str only, only_code; /* the mark that is filtered by; no value: none */
	struct str without_only;    /* the address without it */
	bool filtered, known;
	int64_t shown, total, unassigned, unresolved, likely, doubtful;
	struct pager pager; /* total 0: all on one page */
	int64_t next;	    /* where the next page begins; 0: there is none */
	const struct plan_by_id_row *plan;
};

struct plan_new_page {
	int unused;
};

/* The same as JSON: the members of the outermost object. */
void plan_list_json(struct json *j, const struct plan_list_page *p);
void plan_show_json(struct json *j, const struct plan_outline_page *p);

#endif

/*
 * The first page after log-in: what there is to do, across the subjects.
 */
#ifndef DESK_DESK_WEB_H
#define DESK_DESK_WEB_H

#include "base/base.h"
#include "plan/plan.h"
#include "web/parts.h"
#include "web/request.h"

/* A plan in the list of the newest. */
struct desk_plan {
	int64_t id;
	struct str name, title;
	struct date issued;
	int64_t tasks, unassigned, doubtful;
};

/* A task with a day, or with something to look at. */
struct desk_task {
	int64_t id, plan;
	struct str label, plan_name, brief;
	struct str due, due_iso;
	bool unassigned, doubtful, suspect;
};

struct desk_role {
	enum plan_role role;
	struct str name;
	int64_t n;
};

struct desk_page {
	struct str today; /* "Thứ Năm, 12/9/2024" */
	int64_t agency;	  /* 0: the account has none */
	struct str agency_name;
	LIST(struct desk_role) roles;
	int64_t total;
	LIST(struct desk_task) due, look_at;
	LIST(struct desk_plan) plans;
	bool may_import, may_read;
};

#endif

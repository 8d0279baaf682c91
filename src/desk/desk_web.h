/*
 * The first page after log-in: what there is to do, across the subjects. Each panel is for those
 * whose work it is: who follows plans sees who is late; who has a part, the next ones due; who
 * brings plans in, what the reading left to a person.
 */
#ifndef DESK_DESK_WEB_H
#define DESK_DESK_WEB_H

#include "base/base.h"
#include "desk_sql.h"
#include "duty/duty.h"
#include "plan/plan.h"
#include "web/parts.h"
#include "web/request.h"

/* An agency with work that is late, in the plans the reader's agency follows. */
struct desk_late {
	int64_t agency, late, open, days; /* days: over the oldest day */
	struct str name;
};

/* A task in a table: one of a plan that is followed, or one the agency has a part in. */
struct desk_task {
	int64_t id;
	struct str label, plan_name, brief;
	struct party who; /* the lead; of a part, the agency's own role */
	int64_t more;	  /* leads behind the first */
	bool led;
	int64_t parts, parts_in, percent;
	bool timed; /* has a day */
	struct clock clock;
	enum chip state_chip;
	struct str state; /* no value: nothing to say */
	struct str of;	  /* whose work it was first; no value: this agency's */
};

/* What the reading leaves to a person. */
struct desk_doubt {
	int64_t id;
	struct str label, plan_name, brief;
	bool unassigned, doubtful, suspect;
};

struct desk_plan {
	int64_t id;
	struct str name, title;
	struct date issued;
	int64_t tasks, unassigned, doubtful;
};

/* How far a plan is. */
struct desk_progress {
	int64_t id;
	struct str name, title;
	int64_t tasks, done, late, parts, parts_in, percent;
};

/* Something that waits for a person, with a number and the list behind it. */
struct desk_count {
	struct str label, href;
	int64_t n;
};

/* A list the reader has kept under a name. */
struct desk_saved {
	struct str name, href;
	bool counted, more; /* more: n is as far as it was counted */
	int64_t n;
};

struct desk_page {
	struct str today; /* "Thứ Năm, 12/9/2024" */
	int64_t agency;	  /* 0: the account has none */
	struct str agency_name;
	bool may_read, may_import, may_urge, follows;
	int64_t late, late_agencies;
	LIST(struct desk_late) late_list;
	LIST(struct desk_task) red, parts;
	LIST(struct desk_count) waiting, roles, changes;
	LIST(struct desk_saved) saved;
	LIST(struct desk_progress) progress;
	LIST(struct desk_doubt) look_at;
	LIST(struct desk_plan) plans;
	int64_t parts_total;
	duty_owns duties; /* reports the agency owes, the next ones */
	struct str since; /* of the changes: "22/12/2025, 14:03"; no value: the first visit */
};

/* The same as JSON: the members of the outermost object. */
void today_json(struct json *j, const struct desk_page *p);

#endif

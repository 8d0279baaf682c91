/*
 * What the page of the plans that members have to send shows.
 */
#ifndef CASCADE_MEMBERS_WEB_H
#define CASCADE_MEMBERS_WEB_H

#include "cascade/cascade_web.h"
#include "cascade/members.h"

struct members_row {
	const struct members_line *line;
	struct str plan_name;
	struct date day;
};

struct members_page {
	struct plan_head head;
	struct members members;
	struct str task_label, task_brief;
	LIST(struct members_row) rows;
	struct str show; /* "missing", "late"; no value: all */
	bool may;
	LIST(struct option) agencies; /* that have not sent one */
	struct str today;
};

void cascade_members_json(struct json *j, const struct members_page *p);
void cascade_members_sheet(struct sheet *s, const struct members_page *p);

#endif

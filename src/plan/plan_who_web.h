/*
 * Who can see a plan or a task of it, and why.
 */
#ifndef PLAN_PLAN_WHO_WEB_H
#define PLAN_PLAN_WHO_WEB_H

#include "access/who.h"
#include "plan/plan_web.h"

struct plan_who_page {
	struct plan_head head;
	int64_t task; /* 0: the plan itself */
	struct str label;
	struct who_lines lines;
	bool whole; /* else only accounts within the reader's reach */
	int64_t next;
	struct str next_href;
};

void plan_who_json(struct json *j, const struct plan_who_page *p);

#endif

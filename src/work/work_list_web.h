/*
 * The list of parts over all plans: what is owed, late, handed in, not answered.
 */
#ifndef WORK_WORK_LIST_WEB_H
#define WORK_WORK_LIST_WEB_H

#include "base/json.h"
#include "plan/plan.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"
#include "work/work.h"
#include "work/work_list.h"

/* A part; or a task of nobody, whose `part` is 0. */
struct work_list_line {
	int64_t part, task, plan, agency;
	struct str label, plan_name, brief, words, agency_name;
	struct party who;
	enum plan_role role;
	enum work_state state; /* WORK_STATES: a task of nobody */
	struct str state_text;
	enum chip state_chip;
	bool owed, timed;
	struct date due;
	struct clock clock; /* where it is owed and has a day */
	int64_t parts, parts_in;
	int64_t urged; /* times */
	struct date urged_last;
	struct str urged_text; /* no value: never */
};

struct work_list_options {
	struct option *v;
	size_t n, cap;
};

/* What the list is narrowed by, as a mark that can be taken away. */
struct work_list_mark {
	struct str label, without;
};

struct work_list_page {
	LIST(struct work_list_line) lines;
	struct work_list_options states, roles, places;
	LIST(struct work_list_mark) marks;
	struct str shows; /* the state's words */
	struct work_filter filter;
	struct str place_name;		/* of the filter; no value: none */
	bool province;			/* the place is one of the field's */
	bool may_act, may_urge;		/* somewhere; each part says for itself */
	struct str first, next, cursor; /* addresses; no value: none */
};

void work_list_json(struct json *j, const struct work_list_page *p);
void work_list_sheet(struct sheet *s, const struct work_list_page *p);

#endif

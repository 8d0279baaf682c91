/*
 * What stands above every view of a plan, whichever floor the view is on.
 */
#ifndef PLAN_HEAD_H
#define PLAN_HEAD_H

#include "plan/plan.h"
#include "plan_sql.h"
#include "store/db.h"

/* The views of one plan; each has an address. */
enum plan_tab {
	PLAN_TAB_OUTLINE,
	PLAN_TAB_MATRIX,
	PLAN_TAB_TARGETS,
	PLAN_TAB_DUTIES,
	PLAN_TAB_RECIPIENTS,
	PLAN_TAB_HISTORY,
	PLAN_TAB_TEXT,
	PLAN_TAB_GANTT,	   /* of the floor work */
	PLAN_TAB_COVERAGE, /* of the floor cascade, with the next */
	PLAN_TAB_MEMBERS
};

/* What stands above every view. */
struct plan_head {
	int64_t id;
	enum plan_tab tab;
	struct str name;  /* "19/KH-BCĐ138/CP", or that the number is not known */
	struct str title; /* for reading: capitals taken down */
	struct str line;  /* kind, number, day, issuer in one sentence */
	struct str basis; /* "Thực hiện …"; no value where the text names none */
	bool no_number;
	int64_t targets, duties, recipients;
	int64_t superseded_by; /* 0: in force */
};

/* The plan as this account may see it, in the reader's arena. ERR_ABSENT where there is
 * none or it is not for it. */
bool plan_head_load(struct db_read *r, enum lang lang, int64_t account, int64_t plan,
	struct plan_head *head, struct plan_by_id_row *row, struct err *e) MUST;

/* "19/KH-BCĐ138/CP", or that the number is not known. */
struct str plan_number_text(struct arena *a, enum lang lang, struct str number);

#endif

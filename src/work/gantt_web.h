/*
 * The page of a plan's tasks along the months.
 */
#ifndef WORK_GANTT_WEB_H
#define WORK_GANTT_WEB_H

#include "gantt_sql.h"
#include "plan/plan_web.h"
#include "web/out.h"
#include "web/parts.h"
#include "work/gantt.h"

struct gantt_line {
	const struct gantt_rows_row *row;
	struct str label, brief;
	struct party lead;
	enum chip chip;
	enum icon icon;
	struct str state;      /* in words: "Quá hạn 12 ngày" */
	int days_late;	       /* 0: not late */
	struct str days;       /* "01/7/2024–30/9/2024" */
	struct str spoken;     /* the bars in words */
	struct gantt_bar plan; /* as it is due now */
	struct gantt_bar base; /* as it was at the adoption */
	struct gantt_bar done; /* what was done, until today or its end */
	struct gantt_bar over; /* what is late */
};

struct gantt_group {
	struct str path, title;
	bool goes_on; /* its first tasks stand on the page before */
	LIST(struct gantt_line) lines;
};

struct gantt_jump {
	struct str label, href;
};

struct work_gantt_page {
	struct plan_head head;
	struct gantt_axis axis;
	gantt_ticks ticks;
	int today; /* -1: not on the axis */
	struct str years;
	LIST(struct gantt_group) groups;
	LIST(struct gantt_line) undated;
	int64_t dated, without_day; /* of the plan */
	bool only_undated;
	LIST(struct gantt_jump) jumps; /* to headings, where it takes more than a page */
	bool a3;		       /* printed on A3, else A4 */
	struct str next, first, all_undated, other_paper;
};

#endif

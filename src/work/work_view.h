/*
 * What pages show of the work on tasks; the page structs that work.html prints.
 */
#ifndef WORK_WORK_VIEW_H
#define WORK_WORK_VIEW_H

#include "web/parts.h"
#include "web/request.h"
#include "work/work.h"
#include "work_sql.h"

struct work_part_line {
	const struct work_task_parts_row *row;
	struct party chip;
	struct str now; /* who acts in its place, where it is no more; no value: itself */
	enum work_state state;
	enum plan_role role;
	struct str text;
	struct clock clock; /* where it is owed and has a day */
	bool clocked;
	bool mine;   /* the reader acts for it */
	bool judged; /* the reader follows it */
	bool asked;  /* more time was asked for */
	bool folded; /* one of many that nothing is to be done about */
};

struct work_figure_line {
	struct str label, amount;
};

struct work_result_line {
	const struct work_task_results_row *row;
	LIST(struct work_figure_line) figures;
};

struct work_event_line {
	struct str text, agency, words, days, who;
	int64_t at;
};

struct work_below_line {
	int64_t id, parts, parts_in;
	struct str label, brief;
	enum work_look look;
	struct date due;
};

/* What the reader may do next; the first of it is lit. */
enum work_next {
	WORK_NEXT_NONE,
	WORK_NEXT_ANSWER,
	WORK_NEXT_BEGIN,
	WORK_NEXT_RESULT,
	WORK_NEXT_TIME,
	WORK_NEXT_JUDGE,
	WORK_NEXT_GIVE,
	WORK_NEXT_CLOSE
};

struct task_work {
	bool there; /* the plan is in force: there is work */
	const struct work_task_row_row *row;
	enum work_look look;
	struct clock clock;
	bool clocked;
	struct work_rights rights;
	LIST(struct work_part_line) parts;
	LIST(struct work_result_line) results;
	LIST(struct work_event_line) events;
	LIST(struct work_below_line) below;
	const struct work_task_asked_rows *asked;
	enum work_next next;
	const struct work_part_line *at; /* the part that is next */
	int64_t waiting;		 /* parts to be judged */
	int64_t folded;
	bool by_hand; /* a task that can be moved */
};

/* "còn 7 ngày": from the first day, or the year's, to the last. */
struct clock work_clock(struct date starts, struct date due, bool done);

/* Fills it for a task that was read with its scope. */
bool work_read(struct request *rq, int64_t task, struct task_work *out, struct err *e) MUST;

/* The parts of a task that the reader may act on or judge. */
bool work_read_parts(struct request *rq, int64_t task, struct task_work *out, struct err *e) MUST;

#endif

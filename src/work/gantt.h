/*
 * A plan's tasks along the months: where on the axis a day lies, and the bars of one task.
 * Lengths are those of the drawing, GANTT_WIDTH for the whole axis.
 */
#ifndef WORK_GANTT_H
#define WORK_GANTT_H

#include "base/base.h"

enum { GANTT_WIDTH = 720 };

struct gantt_axis {
	struct date from; /* the first day, of a month */
	int days;
};

/* A tick: where a month, quarter or year begins. */
struct gantt_tick {
	int x;
	bool year;	  /* the first of a year */
	struct str label; /* "T3", "Q2", "2026" */
};
typedef LIST(struct gantt_tick) gantt_ticks;

/* Whole months around both days; at least those of `year` (0: none). Of a span beyond twenty
 * years only the last twenty are drawn: a wrong day must not squeeze all others. */
struct gantt_axis gantt_axis_of(struct date first, struct date last, int64_t year);
/* Of months, of quarters from three years on, of years from eight on. */
void gantt_ticks_of(struct arena *a, enum lang lang, const struct gantt_axis *x, gantt_ticks *out);

/* Where a day begins, and where it ends; what lies beside the axis is at its edge. */
int gantt_x(const struct gantt_axis *x, struct date day);
int gantt_x_end(const struct gantt_axis *x, struct date day);

struct gantt_bar {
	int x, width; /* width 0: none */
};

/* From the first day to the end of the last; none where the last is not known. Where the
 * first is not, it begins at `otherwise`. */
struct gantt_bar gantt_bar_of(
	const struct gantt_axis *x, struct date first, struct date last, struct date otherwise);

#endif

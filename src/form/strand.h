/*
 * Strands: the totals of a period turned round. A total holds every cell of one province; a
 * strand holds a few cells of all provinces, so that one cell through ten years is read from a
 * row a period. What is sent loosens its period, for the price of one statement; a quiet one is
 * wound again by a later submission. A loose period is read from its totals: what is
 * read is always what was sent.
 */
#ifndef FORM_STRAND_H
#define FORM_STRAND_H

#include "form/sheet.h"

/* All provinces of a period, as strands hold them. */
struct form_province {
	int64_t place;
	struct form_vector v;
};
struct form_wound {
	struct str places;
	LIST(struct str) strands; /* in order */
};
/* Sorts `v` by place. */
struct form_wound form_wind(struct arena *a, struct form_province *v, size_t n, size_t cells);
/* The first slot of a strand. */
int64_t form_strand_slot(size_t nth);

/* Within a change: the strands of a period no longer say what was sent. */
bool form_loosen(
	struct db_write *w, int64_t edition, const struct calendar_period *p, struct err *e) MUST;
/* Within a change: winds a period from its totals. */
bool form_wind_period(struct db_write *w, int64_t edition, struct str system, struct date upto,
	struct err *e) MUST;
/* Within a change: winds the period that has been loose longest, if it has been for `quiet`
 * microseconds. *found: there was one. */
bool form_wind_quiet(struct db_write *w, int64_t quiet, bool *found, struct err *e) MUST;
/* Winds whatever has been loose for a day. At start. */
bool form_wind_all(struct db *db, struct err *e) MUST;

/* A cell in one province and period; by period, then by place. */
struct form_point {
	struct date period;
	int64_t place;
	struct form_tally t;
};
typedef LIST(struct form_point) form_points;
bool form_points_read(struct db_read *r, int64_t edition, struct str system, size_t slot,
	form_points *out, struct err *e) MUST;
/* The same added from the sheets that somebody reaches. */
bool form_points_reached(struct db_read *r, int64_t account, int64_t edition, struct str system,
	size_t slot, form_points *out, struct err *e) MUST;

#endif

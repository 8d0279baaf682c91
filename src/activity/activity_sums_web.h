/*
 * What the page of sums shows.
 */
#ifndef ACTIVITY_ACTIVITY_SUMS_WEB_H
#define ACTIVITY_ACTIVITY_SUMS_WEB_H

#include "activity/activity_web.h"

struct activity_cell {
	struct activity_mark mark;
	struct str href; /* the rows under it; no value: none */
	struct str title;
	int64_t total, known, missing, na;
};

struct activity_sum_row {
	struct str key, label, sort;
	LIST(struct activity_cell) cells;
	struct activity_cell all;
};

struct activity_choice {
	struct str label, href;
	bool on;
};

struct activity_sums_page {
	LIST(struct activity_choice) bys;
	struct str by, by_code, head, field;
	int64_t agency; /* 0: any */
	bool wide;
	LIST(struct option) pers, fields, kinds, provinces, years;
	struct str figure;	  /* what is summed, in words */
	LIST(struct str) columns; /* their heads */
	LIST(struct activity_sum_row) rows;
	struct activity_sum_row all;
	struct pager pager;
};

void activity_sums_json(struct json *j, const struct activity_sums_page *p);

#endif

/*
 * What the pages of duties show.
 */
#ifndef DUTY_DUTY_WEB_H
#define DUTY_DUTY_WEB_H

#include "base/json.h"
#include "duty/duty.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

struct duty_list_line {
	const struct duty_list_row *row;
	struct str rule, next_label; /* next_label: no value where nothing is due any more */
	struct date next;
	struct clock clock;
	bool timed;
};

/* A sentence of a plan that waits to be confirmed. */
struct duty_open_line {
	const struct duty_open_row *row;
	struct str rule; /* "": it names no day */
};

struct duty_list_page {
	LIST(struct duty_list_line) lines;
	duty_owns mine;
	LIST(struct duty_open_line) open;
	int64_t agency; /* whose `mine` are */
	bool may_manage;
};

struct duty_mark {
	const char *css;
	struct str text, words; /* words: for who does not see the colour */
	struct str href;	/* no value: none */
	bool cut;
};

struct duty_row_view {
	struct str name, span; /* span: "" where it owed all along */
	struct str rate, sent; /* on time, and at all, of what has fallen due; "": nothing has */
	int rank; /* the best is 1, those alike share one; 0: no league, or nothing due */
	LIST(struct duty_mark) marks;
	struct duty_line *line;
};

struct duty_sum {
	struct str label;
	struct date last;
	int owed, on_time, late, missing, waived;
	struct str rate;
};

struct duty_gap {
	struct str name, label, href;
	int days;
};

/* What was decided otherwise. */
struct duty_except {
	const struct duty_exceptions_row *row;
	struct str label; /* of the period */
};

struct duty_show_page {
	struct duty_by_id_row d;
	struct str rule, system;
	struct duty_table table;
	LIST(struct duty_row_view) rows;
	LIST(struct duty_sum) sums;
	LIST(struct duty_gap) gaps; /* what is missing, longest first */
	LIST(struct option) shows;
	LIST(struct duty_except) exceptions;
	int tomorrow;			/* items due tomorrow and not in */
	const struct duty_period *next; /* NULL: none */
	struct pager pager;
	struct str valid_to;
	bool may_manage, only_gaps, league;
};

struct duty_new_page {
	LIST(struct option) systems, agencies;
	struct str title, owed_by, owed_to, rule, citation, words, valid_from, valid_to;
	int64_t plan, position;
};

struct duty_item_page {
	struct duty_by_id_row d;
	int64_t agency;
	struct str name, period, label, today;
	struct duty_item item;
	const struct duty_period *p;
	LIST(struct option) kinds;
	bool may_manage, may_nil, may_report; /* may_report: by the own agency, from now on */
};

void duty_list_json(struct json *j, const struct duty_list_page *p);
void duty_show_json(struct json *j, const struct duty_show_page *p);
void duty_show_sheet(struct sheet *s, const struct duty_show_page *p);

#endif

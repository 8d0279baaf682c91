/*
 * What the pages of forms show.
 */
#ifndef FORM_FORM_WEB_H
#define FORM_FORM_WEB_H

#include "base/json.h"
#include "form/gather.h"
#include "form/sheet.h"
#include "form_sql.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

/* --- the grid, filled in or read */

enum box_kind { BOX_INPUT, BOX_SUM, BOX_SHUT, BOX_TEXT, BOX_LINK };

struct grid_box {
	enum box_kind kind;
	int slot;
	const char *css; /* of the cell: c0, cq, cn, bad, two, sum */
	struct str value, label, href;
	bool least; /* a sum that leaves out what is not known */
};

struct grid_line {
	struct str code, name;
	bool total;
	LIST(struct grid_box) boxes;
	struct str last, change; /* of the period before; "" where there is none */
};

struct grid_head {
	struct str name;
	int64_t columns, rows;
};

struct grid_table {
	struct str code, name;
	LIST(struct grid_head) top, below; /* two rows of heads where columns have a common one */
	bool grouped;
	LIST(struct grid_line) lines;
};

struct form_grid {
	LIST(struct grid_table) tables;
	bool with_last, input;
};

/* What the grid is drawn from; `typed` stands in place of a figure that could not be read. */
struct grid_fill {
	const struct form_figure *v, *last;
	const struct str *typed;
	const char *const *marks; /* by slot: "bad", "two", NULL */
	bool input;
};
struct form_grid form_grid_of(
	struct request *rq, const struct form_edition *f, const struct grid_fill *fill);
/* Sums over submissions; each links to `base` with the cell. */
struct form_grid form_grid_of_sums(struct request *rq, const struct form_edition *f,
	const struct form_vector *v, struct str (*href)(void *arg, struct str cell), void *arg);

/* --- pages */

typedef LIST(struct option) form_options;
/* As reported, today's, the old one; and `map` where it is another day's. */
form_options form_map_options(struct request *rq, struct date map);

struct form_list_page {
	struct form_editions_rows editions;
	struct form_sheet_page_rows sheets;
	LIST(struct option) states;
	struct str next_href;
	int64_t next;
	bool may_write;
	struct request *rq;
};

struct form_period_line {
	struct str name, href;
	struct date from, to;
	int64_t sheets;
};

struct form_show_page {
	struct form_edition f;
	int64_t id;
	LIST(struct option) agencies, periods;
	LIST(struct form_period_line) sent;
	LIST(struct form_check) checks; /* each once, however many columns it speaks of */
	struct form_grid grid;
};

struct sheet_line { /* a finding in the list beside the grid */
	struct str cell, words, href;
	const struct form_check *check;
	struct str remark;
};

struct clash_line {
	struct str cell, href, mine, theirs;
};

struct fault_line {
	struct str cell, href, words;
};

struct sheet_show_page {
	struct form_edition f;
	struct form_sheet_by_id_row s;
	struct str period, days;
	struct form_grid grid;
	struct form_judged judged;
	LIST(struct sheet_line) errors, warnings;
	LIST(struct clash_line) clashes;
	LIST(struct fault_line) faults;
	struct str base; /* the draft the page was drawn from */
	struct form_submissions_rows sent;
	struct form_figure *v;
	size_t taken;
	bool may_write, conflict, over;
	int64_t filled, cells;
};

struct sheet_send_page {
	struct form_edition f;
	struct form_sheet_by_id_row s;
	struct str period, request;
	struct form_judged judged;
	LIST(struct sheet_line) errors, warnings;
	struct str first_blank, first_href;
	bool over;
	int64_t next;
};

struct submission_line {
	struct str cell, before, now;
};

struct submission_show_page {
	struct form_edition f;
	struct form_sheet_by_id_row s;
	struct form_submission_numbered_row one;
	struct form_attachment_of_row file;
	bool attached;
	struct form_body body;
	struct str period;
	struct form_grid grid;
	struct form_submissions_rows all;
	int64_t against;
	LIST(struct submission_line) changes; /* against it */
};

struct gather_line {
	struct str name, value, href;
	int64_t given, zero, missing, na, submissions;
	bool divided;
};

/* One cell, place by place. */
struct gather_table {
	struct str cell_name;
	LIST(struct gather_line) parts;
	struct gather_line sum;
};
struct gather_line gather_line_of(struct request *rq, const struct form_edition *f,
	const struct form_cell *c, const struct form_vector *v);

struct gather_show_page {
	struct form_edition f;
	int64_t id;
	struct str period, code, place_name, map_name;
	struct form_gathered got;
	struct form_grid grid;
	form_options maps;
	LIST(struct option) lines;
	struct str series_href;		 /* of the cell */
	LIST(struct gather_line) behind; /* sheets of one unit */
	const struct form_cell *cell;	 /* that is looked into; NULL: none */
	struct gather_table table;	 /* of it */
	struct form_releases_rows releases;
	bool may_publish;
	struct form_silent_rows silent;
	int64_t asked, missing_agencies;
	struct form_ask ask;
	struct str up_href;
	enum lang lang;
};

void form_list_json(struct json *j, const struct form_list_page *p);
void form_show_json(struct json *j, const struct form_show_page *p);
void sheet_show_json(struct json *j, const struct sheet_show_page *p);
void submission_show_json(struct json *j, const struct submission_show_page *p);
void submission_show_sheet(struct sheet *s, const struct submission_show_page *p);
void gather_show_json(struct json *j, const struct gather_show_page *p);
void gather_show_sheet(struct sheet *s, const struct gather_show_page *p);
void form_parts_sheet(
	struct sheet *s, const struct form_edition *f, const struct form_part *parts, size_t n);

#endif

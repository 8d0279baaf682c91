/*
 * The matrix of agencies: what falls to each in the plans of a year, by the month it is due.
 */
#ifndef DESK_MATRIX_WEB_H
#define DESK_MATRIX_WEB_H

#include "base/base.h"
#include "base/json.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

enum { MATRIX_MONTHS = 13 }; /* 0: no day is named; 1 … 12 */

struct matrix_cell {
	int64_t parts, done, late;
};

struct matrix_line {
	int64_t agency;
	struct str name;
	struct str group; /* of the first line of a group: its heading; else no value */
	struct matrix_cell cells[MATRIX_MONTHS];
	struct matrix_cell all;
	int64_t percent;
};

struct matrix_page {
	int64_t year, this_month; /* 1 … 12; 0: another year's */
	struct str level;	  /* "": the plans this agency follows */
	struct str shows;	  /* in a sentence */
	LIST(struct option) years, levels;
	LIST(struct matrix_line) lines;
};

/* "h0" … of the style sheet, for a cell with parts in it. */
const char *matrix_class(const struct matrix_cell *c);

void desk_matrix_json(struct json *j, const struct matrix_page *p);
void desk_matrix_sheet(struct sheet *s, const struct matrix_page *p);

#endif

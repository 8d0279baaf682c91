/*
 * A table to be taken away: columns of a type, rows, and above them what it shows, of which
 * day and for whom. Written as XLSX or as CSV. A cell is data and stays data: a text that
 * looks like a formula is a text in both.
 *
 *	sheet_title(s, p->title);
 *	sheet_column(s, SHEET_TEXT, T_plan_number);
 *	sheet_column(s, SHEET_INT, T_plan_tasks);
 *	LIST_EACH(x, &p->plans) {
 *		if (!sheet_row(s))
 *			break;
 *		sheet_text(s, x->number);
 *		sheet_int(s, x->tasks);
 *	}
 */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/base.h"

enum { SHEET_ROWS = 20000 }; /* the most one holds */

enum sheet_type {
	SHEET_TEXT,
	SHEET_INT,
	SHEET_NUMBER,  /* with digits behind the comma: sheet_column_digits */
	SHEET_PERCENT, /* 12.5 is written as 12,5% */
	SHEET_DATE,
	SHEET_TIME /* clock_now(), written as Viet Nam's time */
};

struct sheet_column {
	enum sheet_type type;
	int digits;
	struct str head;
};

struct sheet_cell {
	enum { CELL_NONE, CELL_TEXT, CELL_INT, CELL_REAL, CELL_DATE, CELL_TIME } kind;
	union {
		struct str text;
		int64_t n; /* also of a moment */
		double real;
		struct date day;
	};
};

struct sheet {
	struct arena *arena;
	enum lang lang;
	/* by the functions below */
	struct str title;
	LIST(struct str) notes;
	LIST(struct sheet_column) columns;
	LIST(struct sheet_cell) cells; /* row by row */
	size_t rows;
	size_t filled; /* cells of the last row */
	bool cut;      /* there were more rows than it holds */
};

struct sheet *sheet_new(struct arena *a, enum lang lang);

void sheet_title(struct sheet *s, struct str title);
/* A line of what the table shows: its filters, its day. Notes stand in the workbook only;
 * a CSV is the table alone. */
void sheet_note(struct sheet *s, struct str words);

/* Columns come before the first row. */
void sheet_column(struct sheet *s, enum sheet_type type, enum text_id head);
void sheet_column_named(struct sheet *s, enum sheet_type type, struct str head);
void sheet_column_digits(struct sheet *s, enum text_id head, int digits);

/* Begins a row; false where the table is full, which it then says. Cells are filled from
 * the left; those of a row that were not filled stay empty. */
bool sheet_row(struct sheet *s);
/* The next cell. No value (STR_NULL, INT64_MIN, NaN, no date) leaves it empty. */
void sheet_text(struct sheet *s, struct str text);
void sheet_word(struct sheet *s, enum text_id text);
void sheet_int(struct sheet *s, int64_t n);
void sheet_real(struct sheet *s, double v);
void sheet_date(struct sheet *s, struct date d);
void sheet_time(struct sheet *s, int64_t us);
void sheet_blank(struct sheet *s);

/* UTF-8 with its mark in front, RFC 4180; a text that a spreadsheet would reckon out has
 * an apostrophe before it. Days are 2024-09-05, a comma in a number is a point. */
struct str sheet_csv(const struct sheet *s);
/* The bytes live as long as the sheet's arena. ERR_STORE where no room could be had. */
bool sheet_xlsx(const struct sheet *s, struct str *out, struct err *e) MUST;

/* "Danh sách kế hoạch 2026-11-22.xlsx": the title without what no file's name may have. */
struct str sheet_file_name(const struct sheet *s, struct date day, const char *extension);

/* What is said where rows are missing; STR_NULL where none are. */
struct str sheet_cut_words(const struct sheet *s);

#endif

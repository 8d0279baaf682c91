/*
 * Statistical forms. An edition is data: tables of rows and columns, each cell with a number
 * of its own (slot), and checks over them. Here is what an edition says, how it is read from
 * its file, and what stands in a cell. Sheets and submissions: form/sheet.h; sums of
 * them: form/total.h, form/gather.h.
 */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include "base/base.h"

enum {
	FORM_SLOTS_MAX = 1000,
	FORM_FILE_MAX = 1 << 20,
	FORM_CODE_MAX = 32,
	FORM_DIGITS_MAX = 3,
};

/* The largest figure of a cell, in its smallest unit; small enough that every unit of the
 * country may report it. */
#define FORM_MOST INT64_C(99999999999999)

/* --- a cell's figure */

enum form_state {
	FORM_BLANK, /* of a draft only: nobody has said anything yet */
	FORM_VALUE, /* more than zero */
	FORM_ZERO,
	FORM_MISSING, /* not yet known: ? */
	FORM_NA,      /* does not apply: - */
	FORM_STATES
};

struct form_figure {
	enum form_state state;
	int64_t n; /* in the smallest unit; 0 unless FORM_VALUE */
};

static inline bool form_figure_eq(struct form_figure a, struct form_figure b)
{
	return a.state == b.state && a.n == b.n;
}

/* What a person typed: "1.234,5", "0", "?", "-" or nothing; `digits` behind the comma at
 * most, none in a count. ERR_INPUT says in words what is wrong with it. */
bool form_figure_read(struct str typed, int digits, struct form_figure *out, struct err *e) MUST;

/* As typed: "1234,5", "0", "?", "-", "". */
struct str form_figure_typed(struct arena *a, struct form_figure f, int digits);
/* As read: "1.234,5" in Vietnamese, "1,234.5" in English. */
struct str form_number_text(struct arena *a, enum lang lang, int64_t n, int digits);
struct str form_figure_text(struct arena *a, enum lang lang, struct form_figure f, int digits);

/* All figures of a draft in one line, a word a cell: "12 0 ? - _". */
struct str form_figures_pack(struct arena *a, const struct form_figure *v, size_t n);
/* False where it is not such a line of exactly n words. */
bool form_figures_unpack(struct str line, struct form_figure *v, size_t n);

/* --- an edition */

typedef LIST(int) form_slots;

struct form_column {
	struct str code, dims;
	struct str name[LANG_COUNT];
	struct str group[LANG_COUNT]; /* a heading over several; "" for none */
	bool total;		      /* adds up other columns, */
	form_slots sum;		      /* these of the table */
};

struct form_row {
	struct str code, dims;
	struct str name[LANG_COUNT];
	bool total;
	form_slots sum; /* likewise rows */
	bool amount, cumulative, additive;
	int digits;
};

/* A place in a table's grid. */
struct form_box {
	int slot;	/* of a cell that is filled in; FORM_SHUT, FORM_SUM */
	form_slots sum; /* slots that are added up here */
};
enum { FORM_SHUT = -1, FORM_SUM = -2 };

struct form_table {
	struct str code;
	struct str name[LANG_COUNT];
	LIST(struct form_column) columns;
	LIST(struct form_row) rows;
	struct form_box *grid; /* row by row */
};

struct form_cell {
	int table, row, column;
	struct str code; /* "A1.n" */
	struct str dims;
	int digits;
	bool amount, cumulative, additive;
};

/* A sum with signs: cells of this period or the last, and a number. */
struct form_term {
	bool minus, last;
	form_slots slots;
	int64_t number;
};

enum form_relation { FORM_EQ, FORM_LE, FORM_GE };

/* One check over one set of cells: a check that speaks of every column is as many. */
struct form_check {
	struct str code, expression;
	struct str words[LANG_COUNT];
	bool warning; /* may be sent with a remark */
	int digits;
	enum form_relation relation;
	LIST(struct form_term) left, right;
	form_slots cells; /* of this period that it reads, each once */
};

struct form_reporter {
	struct str kind, level;
};

struct form_edition {
	struct str code;
	struct str name[LANG_COUNT];
	struct str unit[LANG_COUNT]; /* what is counted; "" for none */
	int64_t number;
	struct date from, to;
	struct str citation;
	bool verified, own;
	LIST(struct str) periods; /* systems it is filled in by */
	LIST(struct form_reporter) reporters;
	LIST(struct form_table) tables;
	LIST(struct form_cell) cells; /* by slot */
	LIST(struct form_check) checks;
	struct str source, digest;
};

/* Reads an edition from its file (data/form/README.md has the form). ERR_INPUT names line and
 * field. The result points into `bytes`. */
bool form_edition_read(struct arena *a, struct str name, struct str bytes, struct form_edition *out,
	struct err *e) MUST;

/* In hexadecimal. */
struct str form_sha256(struct arena *a, struct str bytes);

static inline const struct form_table *form_table_of(
	const struct form_edition *f, const struct form_cell *c)
{
	return &f->tables.v[c->table];
}

/* "A1 Tiếp nhận: Trong kỳ". */
struct str form_cell_name(
	struct arena *a, enum lang lang, const struct form_edition *f, const struct form_cell *c);

/* The slot of a cell's code, -1 where there is none. */
int form_slot_of(const struct form_edition *f, struct str code);

/* Reads the expression of a check, once for each column or row it speaks of, and adds them to
 * the edition. ERR_INPUT: what is wrong with it. */
bool form_check_read(
	struct arena *a, struct form_edition *f, const struct form_check *as, struct err *e) MUST;

/* --- checks over figures */

enum form_verdict { FORM_HOLDS, FORM_BROKEN, FORM_OPEN /* a cell is not known */ };

struct form_finding {
	const struct form_check *check;
	enum form_verdict verdict;
	int64_t left, right; /* as far as they are known */
};

/* Judges one check. `last` NULL: there is no last period, and a check that asks for it is
 * open. A cell that is not known may hold anything from zero up. */
struct form_finding form_judge(
	const struct form_check *c, const struct form_figure *now, const struct form_figure *last);

#endif

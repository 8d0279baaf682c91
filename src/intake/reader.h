/*
 * What the readers of this folder share: they run in the child, write lines and say by a fault
 * what stopped them.
 */
#ifndef INTAKE_READER_H
#define INTAKE_READER_H

#include "intake/intake.h"

enum intake_fault {
	FAULT_NONE,
	FAULT_UNKNOWN, /* none of the kinds that are read */
	FAULT_BROKEN,
	FAULT_LOCKED,
	FAULT_SWOLLEN,
	FAULT_MACROS,
	FAULT_FOREIGN, /* XML that asks for something from outside, or declares entities */
	FAULT_LONG,    /* more than INTAKE_TEXT_MAX, or deeper than anybody writes */
	FAULT_EMPTY,
	FAULT_OLD, /* of Word before 2007 */
	FAULT_PDF,
	FAULTS
};

/* --- lines */

enum { LINES_OPEN = 8 /* paragraphs within paragraphs: a box in a box */ };

struct lines_cell {
	struct buf words;
};
struct lines_row {
	LIST(struct lines_cell) cells;
};

struct lines {
	struct arena *arena;
	struct buf out, notes;
	struct buf open[LINES_OPEN]; /* the paragraph being written, and those around it */
	int depth;
	int noting; /* the depth of the note one is in; 0: none */
	int tables; /* around here; the rows are those of the outermost */
	LIST(struct lines_row) rows;
	unsigned flags;
	enum intake_fault fault;
};

void lines_add(struct lines *l, struct str words);
/* A line's end within the paragraph. */
void lines_break(struct lines *l);
void lines_end(struct lines *l);
/* A paragraph that stands within another begins, and ends; false: too deep. */
bool lines_nest(struct lines *l);
void lines_unnest(struct lines *l);
/* Likewise a footnote: it comes to stand at the end, as "[1] …". */
void lines_note(struct lines *l, int number);
/* All lines, the notes behind. */
struct str lines_text(struct lines *l);

/* A table of three columns or more and two rows or more comes out a row a line, "| a | b | c |"; a
 * lesser one, as the head of a letter is, cell after cell. */
void lines_table(struct lines *l);
void lines_row(struct lines *l);
void lines_cell(struct lines *l);
/* The last one was none. */
void lines_cell_undo(struct lines *l);
/* So many empty cells, of one that spans several columns. */
void lines_cells_empty(struct lines *l, int n);
void lines_table_end(struct lines *l);

/* --- numbers of lists */

enum number_format {
	NUMBER_DECIMAL,
	NUMBER_DECIMAL_ZERO,
	NUMBER_LOWER_LETTER,
	NUMBER_UPPER_LETTER,
	NUMBER_LOWER_ROMAN,
	NUMBER_UPPER_ROMAN,
	NUMBER_NONE
};
void number_add(struct buf *b, enum number_format format, int n);
/* What a list's sign looks like: letters of symbol fonts become those of Unicode. */
struct str number_bullet(struct str sign);

/* --- readers: false with l->fault */

bool docx_read(struct arena *a, struct str bytes, struct lines *l);
bool odt_read(struct arena *a, struct str bytes, struct lines *l);
bool rtf_read(struct arena *a, struct str bytes, struct lines *l);
bool html_read(struct arena *a, struct str bytes, struct lines *l);

/* --- encodings */

/* One byte of the code page: 1252, 1258 or another, which counts as 1252. 0: none. */
uint32_t codepage_rune(int page, unsigned char byte);
/* UTF-8 of a text in it, combining marks joined. */
struct str codepage_text(struct arena *a, int page, struct str bytes);
/* Vietnamese written by TCVN3, VNI or VIQR, read as Unicode; the same text where it is none.
 * Decided by which reading has more Vietnamese syllables. `text` is UTF-8. */
struct str legacy_text(struct arena *a, struct str text, bool *was);

#endif

/*
 * Numbers of lists in a DOCX (ECMA-376-1, 17.9): definitions and where each list stands.
 */
#ifndef INTAKE_DOCX_LIST_H
#define INTAKE_DOCX_LIST_H

#include "intake/reader.h"

enum { DOCX_LEVELS = 9 };

struct docx_level {
	bool given;
	int start;
	int restart; /* after a number of this level or a higher one; 0: never; -1: of any higher */
	enum number_format format;
	bool bullet, legal;
	bool close;		/* nothing between number and words */
	struct str text, style; /* "%1.%2."; the paragraph style that is numbered so */
};

struct docx_abstract {
	struct str id;
	struct str style_link,
		style; /* stands for the list of another style; is that of this style */
	struct docx_level levels[DOCX_LEVELS];
	int value[DOCX_LEVELS];
	bool begun[DOCX_LEVELS];
};

struct docx_num {
	struct str id, abstract;
	int start[DOCX_LEVELS]; /* overrides; -1: none */
	bool started[DOCX_LEVELS];
	struct docx_level levels[DOCX_LEVELS]; /* given: instead of the abstract's */
};

struct docx_lists {
	LIST(struct docx_abstract) abstracts;
	LIST(struct docx_num) nums;
};

/* Reads word/numbering.xml. */
enum intake_fault docx_lists_read(struct arena *a, struct str part, struct docx_lists *out);

/* The level of a list that numbers a paragraph style; -1: none. */
int docx_level_of_style(const struct docx_lists *lists, struct str num, struct str style);

/* Counts on and writes what is printed before the words; nothing of a list that is not defined. */
void docx_number(struct docx_lists *lists, struct str num, int level, struct buf *b);

#endif

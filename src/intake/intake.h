/*
 * Papers as offices have them: a Word or OpenDocument file, RTF, a page as Word saves it, a plain
 * text in whatever encoding. Here their words are taken out, as somebody reads them on the paper:
 * one line a paragraph, numbers of lists as printed, tables row by row. What the words mean is the
 * affair of the floors above.
 *
 * No such file is trusted. It is read in a child of its own that has no files, no network and no
 * more than INTAKE_SECONDS and INTAKE_MEMORY; what goes wrong there ends the child alone.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/base.h"

enum {
	INTAKE_MAX = 20 << 20,	   /* bytes of a file */
	INTAKE_TEXT_MAX = 8 << 20, /* of its words */
	INTAKE_SECONDS = 20,
	INTAKE_MEMORY = 1 << 30
};

enum intake_kind {
	INTAKE_TEXT,
	INTAKE_DOCX, /* also DOTX */
	INTAKE_ODT,
	INTAKE_RTF,
	INTAKE_HTML,
	INTAKE_KINDS
};

/* What a reader should know of how the words came about. */
enum intake_flag {
	INTAKE_REVISED = 1, /* changes that nobody had accepted are taken as accepted */
	INTAKE_NOTES = 2,   /* footnotes stand at the end */
	INTAKE_RECODED = 4, /* of an encoding older than Unicode */
};

struct intake {
	enum intake_kind kind;
	unsigned flags;
	struct str text; /* UTF-8, lines end in \n; the input itself where it is such a text */
};

/* "docx", for the log. */
const char *intake_kind_name(enum intake_kind kind);

/* The words of a file, whatever its name says it is. ERR_INPUT names the file and says what is
 * wrong with it: a kind that is not read, broken, locked, with macros, without words; ERR_TOO_LARGE. */
bool intake_read(
	struct arena *a, struct str name, struct str bytes, struct intake *out, struct err *e) MUST;

#endif

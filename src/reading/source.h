/*
 * From bytes to text with positions: the first stage, and the place where other formats
 * join. UTF-8 text and Markdown come in; NFC text comes out, line ends as "\n",
 * without marks that have no width, with a table from lines to the input.
 */
#ifndef READING_SOURCE_H
#define READING_SOURCE_H

#include "reading/reading.h"

struct source {
	struct str text;
	reading_line_list lines;
	bool damaged; /* holds code points no Vietnamese text has */
};

bool source_read(struct arena *a, struct str bytes, struct source *out, struct err *e) MUST;

#endif

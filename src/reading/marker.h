/*
 * The markers of items: "I.", "1.1.", "đ)", "(a)", "-", "Điều 2.".
 */
#ifndef READING_MARKER_H
#define READING_MARKER_H

#include "reading/block.h"

struct mark {
	enum marker marker;
	uint32_t n;		     /* bytes up to the text; 0: no marker */
	uint32_t name_from, name_to; /* what a path says of it */
	int number;		     /* its place: b is 2 */
	int depth;		     /* "1.2." has 2 */
};

/* The marker at the begin of a line. */
struct mark mark_read(struct str line);

/* The last number seen of each kind of marker. */
struct mark_row {
	int last[MARK_ROW + 1];
	int last_depth;
};

void mark_seen(struct mark_row *row, const struct mark *m);
/* The marker is the first of its kind, or comes soon after the last one seen. */
bool mark_follows(const struct mark_row *row, const struct mark *m);

/* The value of a Roman number; 0 none. */
int roman_value(struct str s);

#endif

/*
 * Items of a flow as pieces that fit between two page ends: lines of letters, rules, rows of a
 * table. Inside publish only.
 */
#ifndef PUBLISH_PDF_LAY_H
#define PUBLISH_PDF_LAY_H

#include "publish/letters.h"

enum piece_kind {
	PIECE_LINE,
	PIECE_RULE,
	PIECE_SPACE,
	PIECE_BOX,
	PIECE_CODE,
	PIECE_ROW,
	PIECE_ANNEX
};

struct piece {
	enum piece_kind kind;
	const struct flow_item *item;
	PangoLayoutLine *line; /* held by its layout, which the laying holds */
	double x, width;       /* of a line: where its letters begin; else of the thing itself */
	double before, height, baseline;
	bool keep;  /* stays with the next piece */
	bool first; /* of its item */
	struct row *row;
};

typedef LIST(struct piece) pieces;

struct row {
	const struct flow_table *table;
	bool head;
	pieces *cells; /* by column */
	double height; /* of the highest cell, with the room above and below */
};

struct laying {
	struct arena *arena;
	PangoContext *letters;
	GPtrArray *layouts; /* what the pieces' lines lie in; emptied once these are drawn */
};

/* Pieces of one item below each other, from `x` on in a column of `room`. */
void lay_item(struct laying *l, const struct flow_item *item, double x, double room, pieces *to);
double pieces_height(const pieces *all, size_t from, size_t to);

#endif

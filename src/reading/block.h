/*
 * From lines to paragraphs. Broken lines are joined, page numbers inside a sentence left
 * out, markers taken off: a block is one paragraph, item, heading or table row.
 */
#ifndef READING_BLOCK_H
#define READING_BLOCK_H

#include "reading/words.h"

/* Outermost first: the natural order of levels. */
enum marker {
	MARK_NONE,
	MARK_PART,    /* Phần, Chương */
	MARK_ARTICLE, /* Điều 1. */
	MARK_UPPER,   /* A. */
	MARK_ROMAN,   /* I. */
	MARK_NUMBER,  /* 1. 1.1. */
	MARK_LETTER,  /* a) */
	MARK_DASH,    /* - */
	MARK_PLUS,    /* + */
	MARK_BULLET,  /* any other sign */
	MARK_ROW,     /* | a table row | */
};

struct block {
	enum marker marker;
	struct str mark; /* as written: "đ)" */
	struct str name; /* what a path says: "đ", "2.1", "II" */
	int number;	 /* value in its row of markers; 0 none */
	int depth;	 /* of a number: 1 for "2.", 2 for "2.1." */
	size_t word, word_end;
	size_t piece, piece_end;
	unsigned gap_end; /* what stands behind the last word */
	int line, line_end;
	size_t blank_before;
	bool bold; /* a Markdown heading, or bold as a whole */
	bool hash; /* a Markdown heading */
	bool caps; /* in capitals */
	size_t at; /* byte in the text of the marker */
};

/* A part of the text that belongs to a block: (a part of) a line. */
struct piece {
	size_t from, to;
};

struct layout {
	struct words words;
	LIST(struct block) blocks;
	LIST(struct piece) pieces;
	size_t dropped; /* page numbers and the like */
	size_t joined;	/* lines joined to the one before */
};

struct reading_build; /* build.h */

/* The blocks of the text of `b->r`. */
void layout_make(struct reading_build *b);

/* The text of the bytes [from, to) of a block in one line: lines joined by a space, runs of
 * spaces one, without Markdown's signs. */
struct str block_text(
	struct arena *a, const struct layout *l, const struct block *b, size_t from, size_t to);

#endif

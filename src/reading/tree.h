/*
 * The tree of a plan: which block stands under which.
 */
#ifndef READING_TREE_H
#define READING_TREE_H

#include "reading/block.h"

enum node_kind {
	NODE_OPEN, /* not yet known */
	NODE_HEADING,
	NODE_WORK, /* a task, or several */
	NODE_TEXT,
	NODE_STATEMENT, /* (Bộ Công an chủ trì …) on its own, or a sentence of a part that assigns
	                 */
	NODE_LABEL, /* Đơn vị chủ trì: … */
	NODE_ROW,
};

struct node {
	size_t block;
	int32_t parent; /* -1 none */
	int32_t last;	/* the last node under it, itself at first */
	int level;
	int key; /* rank of its marker among the open ones */
	struct str path;
	enum node_kind kind;
	enum reading_part part;
	bool para;		/* has no marker and is no heading */
	bool assigns;		/* a heading of a part that says who does what */
	uint32_t marked, paras; /* children that are no labels or statements */
	uint32_t rows;
	int32_t item; /* index in reading.items; -1 none */
};

/* Hangs blocks [from, to) of the layout into b->nodes, paths beginning with `prefix`. */
void tree_make(struct reading_build *b, size_t from, size_t to, struct str prefix);

static inline bool marker_is_sign(enum marker m)
{
	return m == MARK_DASH || m == MARK_PLUS || m == MARK_BULLET;
}

#endif

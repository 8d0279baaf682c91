/*
 * The plan itself: parts, headings, tasks, and which assignment covers which task.
 */
#ifndef READING_PLAN_H
#define READING_PLAN_H

#include "reading/assign.h"

/* A task in the making. */
struct unit {
	int32_t node;
	size_t word, word_end; /* its text, without marker and closing assignment */
	size_t from, to;       /* the same in bytes */
	int part_no;	       /* s1, s2 … of a divided paragraph; 0: whole */
	bool assigned;
	bool drop;  /* not a task after all */
	bool guess; /* fitted by topic */
	bool given; /* its text begins with giao, đề nghị: own statement */
	enum reading_scope scope;
	reading_party_list parties;
	size_t by_word, by_end; /* the assignment's words; by_end 0: none */
	enum reading_rule rule;
	size_t time_word, time_end; /* words of a label "Thời gian:"; time_end 0: none */
	struct str name;	    /* path of a table row; STR_NULL: the node's */
	int32_t item;
};
typedef LIST(struct unit) unit_list;

/* What a heading gives to everything below it. */
struct given {
	int32_t node;
	struct assignment assignment;
};

struct plan_build {
	struct reading_build *b;
	unit_list units;
	LIST(struct given) given;
	size_t cover_from, cover_to; /* the units the last label or group was for */
	int32_t cover_node;
	size_t first_node;
};

/* Reads nodes [first, nodes.n) of one body of text into items. `articles`: the articles of a
 * decision that only enacts the plan attached. */
void plan_read_body(struct reading_build *b, size_t first, bool articles);

/* unit.c: the tasks of one node. */
void unit_make(struct plan_build *p, int32_t node);
/* cover.c: which units a statement is for. */
void cover_group(struct plan_build *p, int32_t node, const struct assignment *a);
void cover_label(struct plan_build *p, int32_t node);
void cover_statement(struct plan_build *p, int32_t node);
void cover_own_paragraphs(struct plan_build *p, size_t unit);
void cover_rest(struct plan_build *p, size_t from);
/* within.c: items that a later part names by number. */
void cover_numbers(struct plan_build *p);
/* The nearest heading above that names who does what is below it; NULL none. */
const struct given *cover_given_above(struct plan_build *p, int32_t node);
void unit_give(
	struct plan_build *p, struct unit *u, const struct assignment *a, enum reading_scope scope);
/* Labels in words [i, end), for units [from, to). */
void label_read(struct plan_build *p, size_t i, size_t end, size_t from, size_t to);
/* table.c: rows of a table from node `first` on; returns the node behind it. */
size_t table_read(struct plan_build *p, size_t first);
/* subject.c: "Các bộ, ngành xây dựng …"; "Căn cứ …, các bộ, ngành xây dựng …" */
bool subject_first(struct reading_build *b, size_t i, size_t end, struct assignment *out);
bool subject_later(struct reading_build *b, size_t i, size_t end, struct assignment *out);

static inline const struct block *plan_block(const struct plan_build *p, int32_t node)
{
	return &p->b->layout.blocks.v[p->b->nodes.v[node].block];
}

#endif

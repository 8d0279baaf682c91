/*
 * A vector: for each cell of an edition, over some submissions, a sum and how many gave a
 * figure, did not know, said that it does not apply; the others said zero. Packed it is the
 * column `vector` of sheets and totals, in one of two ways (docs/decisions/0014):
 *
 *	1, submissions, slots, then for each cell that not all said zero to: gap and shape,
 *	   and what the shape leaves open; all LEB128
 *	2, submissions, slots, four widths, then four arrays of that many bytes a cell,
 *	   little-endian: given, missing, na, sum
 *
 * An array's item is read without the others (form_vector_slice).
 */
#ifndef FORM_VECTOR_H
#define FORM_VECTOR_H

#include "form/form.h"

struct form_tally {
	int64_t sum;
	int64_t given, missing, na;
};

struct form_vector {
	int64_t submissions;
	size_t n;
	struct form_tally *v;
};

static inline int64_t form_zeros(const struct form_vector *v, const struct form_tally *t)
{
	return v->submissions - t->given - t->missing - t->na;
}

/* What the only submission of a vector said of a cell. */
static inline struct form_figure form_tally_figure(const struct form_tally *t)
{
	return (struct form_figure){ t->given	  ? FORM_VALUE
				     : t->missing ? FORM_MISSING
				     : t->na	  ? FORM_NA
						  : FORM_ZERO,
		t->sum };
}

/* One of n cells over no submission. */
struct form_vector form_vector_new(struct arena *a, size_t n);
/* Of a single submission. FORM_BLANK counts as not known. */
struct form_vector form_vector_of(struct arena *a, const struct form_figure *v, size_t n);

/* Adds `from`, which has as many cells, or takes it away. ERR_TOO_LARGE: a sum would leave
 * int64; ERR_INTERNAL: something was taken away that had not been added. */
bool form_vector_add(
	struct form_vector *to, const struct form_vector *from, bool away, struct err *e) MUST;

struct str form_vector_pack(struct arena *a, const struct form_vector *v);
/* ERR_STORE where the bytes are no vector. */
bool form_vector_unpack(
	struct arena *a, struct str packed, struct form_vector *out, struct err *e) MUST;
/* Adds a packed vector of as many cells to `to`, without unpacking it first. */
bool form_vector_add_packed(struct form_vector *to, struct str packed, struct err *e) MUST;
/* `n` cells of it, from `slot` on. */
bool form_vector_slice(
	struct str packed, size_t slot, size_t n, struct form_tally *out, struct err *e) MUST;

/* Adds one tally to another. ERR_TOO_LARGE as above. */
bool form_tally_add(struct form_tally *to, const struct form_tally *from, struct err *e) MUST;

#endif

/*
 * What stands around the plan: number, kind, issuer, place, date, title, bases, recipients,
 * signature; and where the bodies of text begin and end.
 */
#ifndef READING_HEADER_H
#define READING_HEADER_H

#include "reading/build.h"

/* Blocks of one body: of the document itself, or of what is attached to it. */
struct body {
	size_t head, from, to; /* its title page, its first block, the block behind its last */
	bool articles;	       /* only enacts what is attached */
};
typedef LIST(struct body) body_list;

/* Fills b->r->header and finds the bodies. */
void header_read(struct reading_build *b, body_list *bodies);

#endif

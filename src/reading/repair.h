/*
 * Letters that were lost with the encoding of a font are inferred from what is Vietnamese.
 */
#ifndef READING_REPAIR_H
#define READING_REPAIR_H

#include "reading/build.h"

/* Repairs b->r->text, lists what changed in b->r->repairs; line starts move along. */
void repair_text(struct reading_build *b);

#endif

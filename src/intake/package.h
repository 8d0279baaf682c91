/* The parts of an OOXML or ODF package, inflated with a measure. */
#ifndef INTAKE_PACKAGE_H
#define INTAKE_PACKAGE_H

#include "intake/reader.h"
#include "intake/unzip.h"

enum { PART_MAX = 128 << 20 };

/* Opens it; false with l->fault. Macros are a fault. */
bool package_open(struct arena *a, struct str bytes, struct unzip *z, struct lines *l);

/* The bytes of a part, no value where there is none. Sets l->fault where it is larger than
 * PART_MAX or does not inflate. */
struct str package_part(struct arena *a, const struct unzip *z, struct str name, struct lines *l);

#endif

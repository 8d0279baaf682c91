/* What the bytes of a file are, by the bytes alone. */
#ifndef FILE_SNIFF_H
#define FILE_SNIFF_H

#include "file/file.h"

/* FILE_TEXT also for a CSV: only the name tells them apart. False with a message about
 * `name` where it is nothing that is taken. */
bool sniff(struct arena *a, struct str name, struct str bytes, enum file_kind *kind,
	struct err *e) MUST;

/* The mark of secrecy a text bears on a line of its own ("MẬT", "TỐI MẬT"); STR_NULL: none. */
struct str sniff_mark(struct arena *a, struct str text);

#endif

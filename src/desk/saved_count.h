/*
 * How many rows a list has that somebody kept under a name, without making its page.
 */
#ifndef DESK_SAVED_COUNT_H
#define DESK_SAVED_COUNT_H

#include "web/request.h"

/* Counted as the reader sees it, up to `most`; *counted false for a list that is not quick
 * to count, or whose address is none any more. */
bool saved_count_rows(struct request *rq, struct str address, int64_t most, bool *counted,
	int64_t *n, bool *more, struct err *e) MUST;

#endif

/*
 * Entries of the log in words.
 */
#ifndef TRAIL_TRAIL_VIEW_H
#define TRAIL_TRAIL_VIEW_H

#include "trail/trail_web.h"
#include "web/request.h"

/* In words (trail/words.h); a code that is not known stays as it is. */
struct str trail_action_text(enum lang lang, struct str action);
/* "Nhiệm vụ 12"; of an export and a refusal the page's title. */
struct str trail_object_text(struct arena *a, enum lang lang, struct str object, int64_t id);
/* The page of a thing; no value: it has none. */
struct str trail_object_href(struct arena *a, struct str object, int64_t id);

/* Leaves out fields that say nothing. */
void trail_tidy(struct trail_items *items);

/* The numbers of agencies come with their names. */
bool trail_fill(struct request *rq, const struct trail_lines *lines, struct trail_items *out,
	struct err *e) MUST;

#endif

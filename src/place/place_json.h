/*
 * Parts of a place as JSON, the same from its page and from its command.
 */
#ifndef PLACE_PLACE_JSON_H
#define PLACE_PLACE_JSON_H

#include "base/json.h"
#include "place/place.h"

/* One step of its history as an item of a list; a share that is not known is null. */
void place_edge_json(struct json *j, int64_t step, struct str code, struct str name,
	struct str edge, struct date date, double share, struct str citation, bool verified);

/* The sum over its communes as an object under `name`, with what it leaves out. */
void place_sum_json(struct json *j, const char *name, const struct place_sum *sum);

#endif

/*
 * From parameters as they came to the typed members of a route's struct …_in.
 */
#ifndef WEB_PARAMS_H
#define WEB_PARAMS_H

#include "web/form.h"
#include "web/route.h"

/* A struct …_in without any value: integers DB_NULL, strings without value. */
void *params_none(struct arena *a, const struct route *route);

/* Fills `in` (from params_none) with the typed segments of the path. ERR_ABSENT where
 * one is not of its type: there is no such page. */
bool params_path(struct arena *a, const struct route_match *m, void *in, struct err *e) MUST;

/* The query or form. A parameter the route does not know, or that stands twice, or is
 * missing, or not of its type: ERR_INPUT, *field the parameter's name. */
bool params_read(struct arena *a, const struct route *route, const struct pairs *given, void *in,
	struct str *field, struct err *e) MUST;

#endif

/*
 * Figures for a monitor, in Prometheus' text form, on a listener of their own: only this
 * machine reaches it, so it asks for no log-in, and a page of the site cannot be used to
 * look at it. No label bears a name, an address or anything of a record.
 */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "store/db.h"
#include "web/http.h"
#include "web/route.h"

/* A request was answered; from any thread. `route` NULL: a file, or no address of ours. */
void metrics_request(const struct route *route, int status, int64_t us);

struct metrics {
	struct db *db;
	struct http *http; /* the one that is measured */
};

/* Takes requests on a bound socket until http_stop(*out). `m` outlives it. */
bool metrics_start(struct http **out, int listen, struct metrics *m, struct err *e) MUST;

/* The whole text, in the arena. */
bool metrics_text(struct arena *a, const struct metrics *m, struct str *out, struct err *e) MUST;

#endif

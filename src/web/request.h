/*
 * One request, as handlers and templates see it.
 */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

struct upload {
	struct str name; /* as sent; only ever shown, never a path */
	struct str bytes;
};

struct route;

struct request {
	struct arena *arena;
	const struct route *route;
	struct db *db;
	struct db_read *read; /* the snapshot; NULL in a POST after prepare */
	struct actor actor;
	enum lang lang;
	struct str path;	/* as asked, decoded */
	struct str csrf;	/* token for forms */
	struct str redirect;	/* where a POST leads; see request_redirect */
	/* called after the commit when the redirect needs what apply made */
	struct str (*after)(struct request *rq, struct change *c);
};

/* Sets where the browser goes after the change: a route's URL (generated url_…). */
void request_redirect(struct request *rq, struct str url);

#endif

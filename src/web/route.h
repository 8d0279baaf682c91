/*
 * The table of routes, generated from the ROUTE comments (src/gen/mkroute.c): all the
 * dispatcher, the navigation, the permission matrix and the documents know of a page.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base/json.h"
#include "sheet/sheet.h"
#include "web/out.h"
#include "web/request.h"

enum param_type {
	PARAM_INT,
	PARAM_TEXT,
	PARAM_WORD,
	PARAM_SECRET,
	PARAM_DATE,
	PARAM_BOOL,
	PARAM_IDS,
	PARAM_TEXTS,
	PARAM_FILE
};

struct param {
	struct str name;
	enum param_type type;
	bool optional;
	bool in_path;
	size_t max;    /* bytes of a text, secret or file; of each of many texts */
	size_t offset; /* in the route's struct …_in */
};

enum rate {
	RATE_PAGE,
	RATE_LOGIN,
	RATE_CHANGE,
	RATE_HEAVY,
	RATE_PEER,
	RATE_FREE,
	RATE_REFUSED,
	RATES
};

struct route {
	struct str name;
	struct str path, json_path; /* as declared; n == 0: none */
	struct str scope;
	struct str audit; /* the action; n == 0: none */
	enum permission permission;
	enum rate rate;
	enum text_id title;
	size_t body;
	size_t in_size, page_size;
	const struct param *params; /* the path's first */
	size_t n_params, n_path;
	/* one of the two */
	bool (*get)(struct request *rq, const void *in, void *page, struct err *e);
	bool (*post)(struct request *rq, const void *in, struct change *c, struct err *e);
	/* what a get gives; neither: a struct reply */
	void (*html)(struct out *o, const void *page);
	void (*json)(struct json *j, const void *page);
	void (*sheet)(struct sheet *s, const void *page); /* NULL: not exported */
	/* of a post: the form's page, shown again when the input is refused */
	const struct route *again;
	void (*again_in)(const void *from, void *to);
};

extern const struct route routes[];
extern const size_t routes_n;

struct route_segment {
	struct str literal;
	const struct param *param; /* a typed segment; else NULL */
};

/* A path that leads to a route; sorted by length, fixed segments before typed ones. */
struct route_entry {
	const struct route *route;
	const struct route_segment *segments;
	size_t n;
	bool api;
};

extern const struct route_entry route_entries[];
extern const size_t route_entries_n;

/* OpenAPI 3.1 of the /api/v1 paths. */
extern const struct str route_openapi;

enum { ROUTE_SEGMENTS = 12 };

struct route_match {
	const struct route *route; /* NULL: none */
	bool api;
	bool get, post; /* methods the path knows */
	/* of the typed segments, undecoded, in the order of route->params */
	struct str values[ROUTE_SEGMENTS];
};

/* `path` is as asked for, without the query, not decoded. */
void route_find(struct str path, bool post, struct route_match *m);

/* By name; NULL where this program has no such page. */
const struct route *route_named(const char *name);

#endif

/*
 * The names a plan uses, resolved on its day: one body, a collective and whom it stood
 * for, or nothing. Each name is asked for once.
 */
#ifndef PLAN_PLAN_RESOLVE_H
#define PLAN_PLAN_RESOLVE_H

#include "base/base.h"
#include "reading/reading.h"
#include "store/db.h"

struct plan_collective {
	struct str name, fold;
	bool open; /* "có liên quan": those it may mean */
	LIST(int64_t) members;
};

struct plan_name {
	struct str name, place;
	bool collective;    /* of the reading */
	bool lead, by_role; /* by_role: who leads by this name is another than who takes part */
	int64_t agency;	    /* DB_NULL: not one body */
	struct str collective_fold; /* STR_NULL: one body, or nobody */
};

struct plan_names {
	struct arena *arena;
	struct db_read *read;
	struct date day;
	struct str place; /* code of the plan's province; STR_NULL: the nation's */
	LIST(struct plan_name) list;
	LIST(struct plan_collective) collectives;
};

/* The code of the province a plan calls by name; STR_NULL where there is none of it. */
bool plan_province(
	struct db_read *r, struct str name, struct date day, struct str *code, struct err *e) MUST;

/* One body; DB_NULL where there is none or more than one. */
bool plan_agency(const struct plan_names *n, struct str name, struct str place, int64_t *id,
	struct err *e) MUST;

/* Resolves every party of the reading. `n` has arena, read, day and place. */
bool plan_resolve(struct plan_names *n, const struct reading *r, struct err *e) MUST;

/* What a party was resolved to. It must be one that plan_resolve has seen. */
const struct plan_name *plan_name_of(const struct plan_names *n, const struct reading_party *p);

/* The standing agency of a committee on the plan's day: by its seat, or as the lists say; DB_NULL
 * where neither does. */
bool plan_standing(const struct plan_names *n, int64_t committee, int64_t *id, struct err *e) MUST;

/* One body, or a collective that stood for somebody. */
bool plan_name_resolved(const struct plan_names *n, const struct plan_name *x);

#endif

/*
 * Coverage, both ways: of a national plan, what each province has taken up; of a province's
 * plan, which of its tasks carry out national ones. Computed from confirmed links when it is
 * asked for. Missing and not asked for are different things: a province without a plan is no
 * gap, and a task given to ministries alone leaves none.
 */
#ifndef CASCADE_COVERAGE_H
#define CASCADE_COVERAGE_H

#include "base/base.h"
#include "cascade/cascade.h"
#include "cascade_cover_sql.h"

/* In three classes: taken up; a gap, in three shades; not addressed, in two. */
enum coverage_class {
	COVERAGE_TAKEN,
	COVERAGE_WAITING, /* proposed, nobody has confirmed it */
	COVERAGE_GAP,
	COVERAGE_NO_PLAN, /* the province has no plan here */
	COVERAGE_UNSEEN,  /* it has one that the reader may not see */
	COVERAGE_NOT_ADDRESSED,
	COVERAGE_UNASSIGNED, /* the plan gives the task to nobody */
	COVERAGE_CLASSES
};
const char *coverage_class_word(enum coverage_class c); /* "taken" */
enum coverage_class coverage_class_of(struct str word); /* COVERAGE_CLASSES for another word */

struct coverage_cell {
	enum coverage_class class;
	bool done; /* taken up, and every task that does so is done */
	LIST(const struct cascade_cover_links_row *) links;
};

struct coverage_place {
	struct str code, name;
	const struct cascade_lowers_row *plan; /* NULL: none here */
	int64_t counts[COVERAGE_CLASSES], done;
};

struct coverage_task {
	const struct cascade_cover_tasks_row *row;
	int64_t counts[COVERAGE_CLASSES], done; /* of places */
};

struct coverage {
	LIST(struct coverage_task) tasks;
	LIST(struct coverage_place) places;
	struct coverage_cell *cells; /* by task, then place */
	int64_t with_plan;
	int64_t others; /* plans of ministries that carry it out */
};

static inline struct coverage_cell *coverage_at(const struct coverage *c, size_t task, size_t place)
{
	return &c->cells[task * c->places.n + place];
}

/* Of a national plan, which the caller has read with its scope. */
bool coverage_down(
	struct db_read *r, int64_t plan, int64_t account, struct coverage *out, struct err *e) MUST;

/* Of a province's plan: the tasks of the plan above with what takes them up here, and those
 * of its own. */
struct coverage_up_task {
	const struct cascade_cover_tasks_row *row;
	enum coverage_class class;
	LIST(const struct cascade_links_row *) links; /* confirmed or proposed */
};
struct coverage_up {
	LIST(struct coverage_up_task) upper;
	LIST(struct coverage_up_task) lower; /* class: taken, waiting, gap: one of its own */
	int64_t counts[COVERAGE_CLASSES];    /* of upper */
	int64_t own;
};
bool coverage_up(struct db_read *r, int64_t lower, int64_t upper, struct coverage_up *out,
	struct err *e) MUST;

/* One task: what it carries out, and what carries it out, as far as the account sees. */
struct cascade_task_links {
	struct cascade_task_uppers_rows uppers;
	struct cascade_task_lowers_rows lowers;
	int64_t provinces;	      /* that its plan addresses; 0: none */
	int64_t taken, done, waiting; /* provinces */
};
bool cascade_of_task(struct db_read *r, int64_t task, int64_t account,
	struct cascade_task_links *out, struct err *e) MUST;

#endif

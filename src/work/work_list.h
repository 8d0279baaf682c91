/*
 * The list of parts over all plans: what it can be narrowed by, and reading it. Its page, the
 * command line and the first page's counts ask here.
 */
#ifndef WORK_WORK_LIST_H
#define WORK_WORK_LIST_H

#include "access/actor.h"
#include "base/base.h"
#include "store/db.h"
#include "work_list_sql.h"

/* What a word in the address chooses. */
struct work_choice {
	const char *word;
	enum text_id text;
	const char *state; /* of the part; "": any */
	int64_t open, asked;
	bool late, soon, later; /* later: another day was asked for */
};

extern const struct work_choice work_choices[];
extern const size_t work_choices_n;

/* 0 and "": not narrowed by it. Strings have a value. */
struct work_filter {
	int64_t plan, agency;
	struct str state; /* a word of work_choices; "unassigned": tasks of nobody */
	struct str role;  /* "lead" … */
	struct str place; /* code of a province or a commune */
	struct str q;	  /* words of the task */
};

/* Where a page begins: behind the part or task `id`, due on `day`. */
struct work_cursor {
	struct str day; /* "": from the first one on */
	int64_t id;
};

/* A filter of an address's parameters (absent ones without value, or DB_NULL). A reader who
 * follows no plan and chooses nothing sees the parts of the own agency. ERR_INPUT for a
 * word that is none. */
bool work_filter_of(struct db_read *r, const struct actor *actor, const struct work_filter *given,
	struct work_filter *out, struct err *e) MUST;

const struct work_choice *work_choice_of(struct str word);
bool work_filter_nobody(const struct work_filter *f); /* asks for tasks of nobody */

/* One statement each; `most` rows. */
bool work_filter_parts(struct db_read *r, const struct actor *actor, const struct work_filter *f,
	const struct work_cursor *after, size_t most, struct work_list_parts_rows *out,
	struct err *e) MUST;
bool work_filter_tasks(struct db_read *r, const struct actor *actor, const struct work_filter *f,
	const struct work_cursor *after, size_t most, struct work_list_nobody_rows *out,
	struct err *e) MUST;

/* How many there are, counted up to `most`. */
bool work_filter_count(struct db_read *r, const struct actor *actor, const struct work_filter *f,
	size_t most, int64_t *n, struct err *e) MUST;

#endif

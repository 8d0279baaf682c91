/*
 * Whom a reminder goes to. Inside urge only.
 */
#ifndef URGE_PEOPLE_H
#define URGE_PEOPLE_H

#include "base/base.h"
#include "store/db.h"
#include "urge_sql.h"

enum whom { WHOM_OFFICER, WHOM_CHIEF, WHOM_STANDING, WHOMS };

const char *whom_word(enum whom whom);
/* WHOMS for another word. */
enum whom whom_of(struct str word);

/* Those who can be told, by agency, and the standing agency of each plan. */
struct people {
	struct urge_people_rows all;  /* by agency, then account */
	struct urge_plans_rows plans; /* by id */
	LIST(int64_t) ids;	      /* accounts, rising */
};

bool people_read(struct arena *a, struct db_read *r, struct people *p, struct err *e) MUST;

/* A part as far as it matters who is told. */
struct owed {
	int64_t plan, agency, officer; /* officer: DB_NULL: none */
	bool asked;
	bool over; /* the last day has come: somebody must be told */
};

typedef LIST(int64_t) account_list;

/* Adds those that are to be told of it. Where an agency has nobody, once the day has come,
 * the standing agency is told. */
void people_for(struct arena *a, const struct people *p, const struct owed *o, enum whom whom,
	account_list *out);
int64_t people_standing(const struct people *p, int64_t plan);

#endif

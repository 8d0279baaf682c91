/*
 * Money for plans, in đồng: a line for a plan, a year, an agency and a source. The agency
 * says what it asks for and has spent (budget.write there), who grants says what is granted
 * (budget.decide there). Not yet known (DB_NULL) and zero are two things.
 */
#ifndef BUDGET_BUDGET_H
#define BUDGET_BUDGET_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum { BUDGET_CITATION_MAX = 300, BUDGET_DIGITS_MAX = 15, BUDGET_AMOUNT_MAX = 24 };

enum budget_source { BUDGET_CENTRAL, BUDGET_LOCAL, BUDGET_OTHER, BUDGET_SOURCES };
const char *budget_source_word(enum budget_source source);
enum budget_source budget_source_of(struct str word); /* BUDGET_SOURCES for another word */
struct str budget_source_text(enum lang lang, enum budget_source source);

/* "1.250.000.000", "1,250,000,000", "1250000000"; nothing written gives DB_NULL. false: no
 * amount, more digits than BUDGET_DIGITS_MAX, or signs that part no thousands. */
bool budget_amount(struct str written, int64_t *out);

/* A sum that says how many of its parts are not known. */
struct budget_sum {
	int64_t total; /* DB_NULL: none is known */
	int64_t missing;
};
void budget_sum_add(struct budget_sum *sum, int64_t amount);

struct budget_said {
	int64_t plan, year, agency, version; /* version 0: there is no such line yet */
	enum budget_source source;
	int64_t asked, granted, spent; /* DB_NULL: not yet known */
	struct str proposal, decision; /* "": none */
};

/* ERR_INPUT: a year, a source that is none, nothing said; in apply ERR_STALE where somebody
 * was faster, ERR_DENIED for what is not the actor's to say. */
bool budget_put_prepare(struct arena *a, const struct actor *actor, const struct budget_said *in,
	struct change *c, struct err *e) MUST;

/* A few rows for the demo, where there are none. */
bool budget_demo(struct db *db, struct arena *a, struct err *e) MUST;

#endif

/*
 * Awards (khen thưởng): an agency proposes a group or a person (award.propose), somebody
 * else decides (award.decide at that agency). A decided proposal does not change again; what was
 * written down of a decision can be corrected, and stays readable as it was.
 */
#ifndef AWARD_AWARD_H
#define AWARD_AWARD_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum { AWARD_NAME_MAX = 200, AWARD_MERIT_MAX = 5000, AWARD_NUMBER_MAX = 100 };

/* Words of the tables as people read them; "" for others. */
struct str award_kind_text(enum lang lang, struct str kind);
struct str award_form_text(enum lang lang, struct str form);
struct str award_state_text(enum lang lang, struct str state);

struct award_new {
	int64_t agency, plan; /* plan: DB_NULL for none */
	struct str kind, form, name, merit;
	struct date day;
};
/* ERR_INPUT: something missing, a day to come; ERR_DENIED: not the actor's there. */
bool award_propose_prepare(struct arena *a, const struct actor *actor, const struct award_new *in,
	struct change *c, struct err *e) MUST;

/* AWARD_CORRECT: number and day of a decision were written down wrong; the reason says why. */
enum award_step { AWARD_GRANT, AWARD_REFUSE, AWARD_WITHDRAW, AWARD_CORRECT };

struct award_order {
	enum award_step step;
	int64_t id, version;
	struct str decision, reason; /* "": none */
	struct date day;	     /* of the decision */
};
/* ERR_STALE: another version; ERR_CONFLICT: decided already; ERR_DENIED: not the actor's, or
 * the actor's own proposal. */
bool award_order_prepare(struct arena *a, const struct actor *actor, const struct award_order *in,
	struct change *c, struct err *e) MUST;

/* A few rows for the demo, where there are none. */
bool award_demo(struct db *db, struct arena *a, struct err *e) MUST;

#endif

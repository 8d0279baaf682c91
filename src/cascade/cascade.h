/*
 * How plans hang together: a province's task carries out a national one. Links are proposed
 * by likeness (likeness.h), with the reason; a person at the standing agency of one of the two
 * plans confirms or rejects them. Coverage is computed from confirmed links, never stored.
 *
 * Reading is the statements of cascade.sql; here is what takes more than one of them.
 */
#ifndef CASCADE_CASCADE_H
#define CASCADE_CASCADE_H

#include "access/access.h"
#include "audit/audit.h"
#include "base/base.h"
#include "cascade/likeness.h"
#include "cascade_sql.h"
#include "store/db.h"

enum { CASCADE_NOTE_MAX = 500, CASCADE_NUMBER_MAX = 100 };

/* The tasks of a plan as they are compared. */
bool cascade_compared(struct db_read *r, int64_t plan, likeness_tasks *out, struct err *e) MUST;

/* The plan that `lower` carries out, as the account may see it; out->id 0: none. */
struct cascade_upper {
	int64_t id;
	bool chosen;	 /* by a person, not by the citation */
	int64_t version; /* of the choice; 0: none */
	struct cascade_plan_row plan;
};
bool cascade_upper(struct db_read *r, int64_t lower, int64_t account, struct cascade_upper *out,
	struct err *e) MUST;

/* Whether the actor decides on links between the two: cascade.confirm at the standing agency
 * of either, or at its issuer where none is known. */
bool cascade_may(struct db_read *r, const struct actor *actor, const struct cascade_plan_row *lower,
	const struct cascade_plan_row *upper, bool *may, struct err *e) MUST;

/* --- changes. Each checks who may on a snapshot of its own and fills the change but for who
 * acts; versions are checked once more where it is applied. */

/* Makes proposals anew between a plan and the one above it; what persons decided stays.
 * `*made` is set once it is applied. */
bool cascade_propose_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t lower, int64_t **made, struct change *c, struct err *e) MUST;

enum cascade_verdict { CASCADE_CONFIRM, CASCADE_REJECT };
bool cascade_decide_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t link,
	int64_t version, enum cascade_verdict verdict, struct str note, struct change *c,
	struct err *e) MUST;

/* Confirms every certain proposal of a plan; ERR_STALE where they are not `count` any more. */
bool cascade_certain_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t lower, int64_t count, struct change *c, struct err *e) MUST;

/* A link nobody proposed; what was rejected before is confirmed. */
bool cascade_add_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t upper_task, int64_t lower_task, struct str note, struct change *c,
	struct err *e) MUST;

/* A person says which plan `lower` carries out. */
bool cascade_parent_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t lower, int64_t upper, struct change *c, struct err *e) MUST;

/* For plan_when_adopted: what an amended text takes over; notes the plan, where it carries out
 * another, and the plans that carry it out and were here before it, as due to be compared. */
bool cascade_adopted(struct db_write *w, int64_t plan, int64_t amends,
	const struct audit_entry *who, struct err *e) MUST;
/* For plan_when_later: compares one of them with the plan above it, beside the writer, and keeps
 * the proposals. */
bool cascade_later(struct db *db, bool *more, struct err *e) MUST;

#endif

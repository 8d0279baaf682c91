/*
 * Who proposes does not approve: kinds of things that take two persons, each named by the
 * permission to decide it. The subject asks here whether the rule holds and whether there is
 * anybody else who could decide; where there is nobody, one does it alone and the log says so.
 */
#ifndef ACCESS_PAIR_H
#define ACCESS_PAIR_H

#include "access/access.h"
#include "pair_sql.h"

/* Whether this by this account at this agency has to wait for another: the rule says so and
 * another person may do it there. An account without an agency (DB_NULL) is alone. */
bool pair_needed(struct db_read *r, enum permission p, int64_t account, int64_t agency,
	bool *needed, struct err *e) MUST;

/* The others, at most so many. */
bool pair_others(struct db_read *r, enum permission p, int64_t account, int64_t agency,
	struct pair_others_at_rows *out, struct err *e) MUST;

/* Settles whether a kind takes two. Who manages accounts of the whole country may; others are
 * refused (logged). ERR_STALE where somebody was faster. */
bool pair_prepare_set(struct db *db, struct db_read *r, const struct actor *by, struct str kind,
	bool needed, int64_t version, struct change *c, struct err *e) MUST;

#endif

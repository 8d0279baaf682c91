/* How every change of a draft begins. */
#ifndef REVIEW_REVIEW_BEGIN_H
#define REVIEW_REVIEW_BEGIN_H

#include "review/review.h"

/* Loads an open draft; `*r` stays open until the caller ends it. ERR_CONFLICT: it has ended. */
bool review_begin(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	struct db_read **r, struct review **v, struct err *e) MUST;

/* ERR_STALE where the person saw another version … */
bool review_version_is(const struct review *v, int64_t version, struct err *e) MUST;
/* … or somebody was faster: the statement that asks for the version changed no row. */
bool review_changed(int64_t changed, struct err *e) MUST;

#endif

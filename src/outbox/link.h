/*
 * What a short message carries beyond its words. Inside outbox only.
 */
#ifndef OUTBOX_LINK_H
#define OUTBOX_LINK_H

#include "base/base.h"
#include "store/db.h"

enum { LINK_TOKEN = 24 };

/* A token, 120 bits, in letters and digits. */
struct str link_draw(struct arena *a);
/* What is kept of it. */
struct str link_digest(struct arena *a, struct str token);

/* Inside a change: no value of a token: no such link. */
bool link_keep(struct db_write *w, int64_t message, struct str confirm, struct str report,
	struct err *e) MUST;

#endif

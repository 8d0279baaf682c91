/*
 * What a monitor wants to know of the database's content, as numbers.
 */
#ifndef OPERATION_GAUGES_H
#define OPERATION_GAUGES_H

#include "base/base.h"
#include "store/db.h"

enum { GAUGE_STATES = 5 };
extern const char *const gauge_states[GAUGE_STATES];

struct gauges {
	int64_t database; /* bytes */
	int64_t log;	  /* entries */
	int64_t log_last; /* moments; 0: never */
	int64_t backup_last, head_last;
	int64_t messages[GAUGE_STATES];
};

bool gauges_read(struct db *db, struct arena *a, struct gauges *out, struct err *e) MUST;

#endif

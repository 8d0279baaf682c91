/*
 * The tasks an account's agency has a part in, for calendar programs (calendar/feed.h).
 */
#ifndef DESK_DESK_ENTRIES_H
#define DESK_DESK_ENTRIES_H

#include "calendar/feed.h"

bool desk_entries(struct db_read *r, int64_t account, enum lang lang, struct date from,
	calendar_entries *out, struct err *e);

#endif

/*
 * Who owes a report is told: a week before its last day, the day before, and once it is over. In the
 * page and, unless read by then, in the day's mail. Inside urge only.
 */
#ifndef URGE_DUTIES_H
#define URGE_DUTIES_H

#include "base/base.h"
#include "store/db.h"

struct duty_news {
	int64_t account;
	struct str key, subject, link;
};
typedef LIST(struct duty_news) duty_news_list;

/* What is to be told on a day, in each reader's language. What was told before is among it: its
 * keys are known to the outbox. */
bool duty_news_read(struct arena *a, struct db_read *r, struct date day, duty_news_list *out,
	struct err *e) MUST;
/* From the nth on, at most so many. */
bool duty_news_put(struct db_write *w, const duty_news_list *all, size_t from, size_t most,
	struct err *e) MUST;

#endif

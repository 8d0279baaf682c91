/*
 * What people are told of a batch: one notice in the page and at most one mail a person.
 * Inside urge only.
 */
#ifndef URGE_LETTER_H
#define URGE_LETTER_H

#include "outbox/outbox.h"
#include "urge_sql.h"

struct letter {
	int64_t account;
	enum lang lang;
	struct str subject, notice, mail;
	bool reminds; /* of something owed: a notice, and what follows from it */
	bool by_mail;
	int64_t news_upto;     /* the mail tells of notices up to this one; 0: of none */
	int64_t alarms;	       /* of its items call for an SMS and a word back */
	struct str sms_agency; /* of the first of them */
	int64_t sms_count;
	int64_t agency, plan; /* of an alarm that begins with this person; 0: none */
};

struct letters {
	struct letter *v;
	size_t n, cap;
	int64_t batch;
	struct str base;
	int64_t until; /* alarms wait so long */
};

/* For those of a batch who have no notice yet. `words`: what a person added, for the page only. */
bool letters_read(struct arena *a, struct db_read *r, int64_t batch, bool by_hand, struct str words,
	struct letters *out, struct err *e) MUST;
/* From the nth letter on, at most so many. */
bool letters_put(struct db_write *w, const struct letters *all, size_t from, size_t most,
	struct err *e) MUST;

/* One alarm to one person: a notice to confirm, an SMS, the row that waits. */
struct alarm {
	int64_t batch, agency, plan, nth, account;
	enum lang lang;
	struct str agency_name;
	int64_t count;
	int64_t until;
	struct str base;
};
/* The SMS and the waiting row of a notice that was put. */
bool alarm_put(struct db_write *w, const struct alarm *m, int64_t notice, struct err *e) MUST;

#endif

/*
 * Telling an account what was done to it. Messages are made on a higher floor (outbox), which is
 * known here by a function that main hands over; without one nobody is told, as in tests.
 */
#ifndef ACCESS_TELL_H
#define ACCESS_TELL_H

#include "access/access.h"

struct access_told {
	int64_t account;
	struct str key; /* what is said to whom: the same again is no second message */
	struct str subject, body;
	struct str link; /* a local address */
};

typedef bool access_tell_fn(struct db_write *w, const struct access_told *m, struct err *e);

void access_tell_by(access_tell_fn *fn);

/* Inside a change: puts the two texts, in the account's language, with the names {1} and {2}
 * and the reason {3} in the body. An account that is gone or disabled is told nothing. */
struct access_news {
	struct str key;
	enum text_id subject, body;
	struct str first, second, third;
	struct str link;
};
bool access_tell(
	struct db_write *w, int64_t account, const struct access_news *news, struct err *e) MUST;

#endif

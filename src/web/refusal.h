/*
 * Requests that were refused, in the log that lasts: by whom, of what, and why.
 *
 * An account's are entries of their own, with the number of the thing that was asked for. What
 * a stranger sends must not fill the log: it is counted, and the count is an entry. So
 * is what one account sends beyond any use of the pages.
 */
#ifndef WEB_REFUSAL_H
#define WEB_REFUSAL_H

#include "web/answer.h"

/* The first number in the address of what was asked for; 0: none. */
int64_t refusal_number(const struct call *c);

/* The snapshot is closed before. `why` is one word: "permission", "absent". An entry that the
 * handler has written for this request stands for it. */
void refusal_note(struct call *c, const char *why);

/* A handler's failure, where it is a refusal. */
void refusal_note_failure(struct call *c, const struct err *e);

/* Writes what was counted, once an hour and, with `now`, at the end. */
bool refusal_tick(struct db *db, bool now, struct err *e) MUST;

#endif

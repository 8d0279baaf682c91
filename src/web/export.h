/*
 * A list taken away as a table: the same address with ?as=xlsx or ?as=csv, of every route
 * whose line `export` names a function. Who took what is an entry of the log, written
 * before a byte leaves.
 */
#ifndef WEB_EXPORT_H
#define WEB_EXPORT_H

#include "web/answer.h"
#include "web/form.h"

/* Takes "as" out of what was given and sets rq.export; ERR_INPUT for another form than the
 * two, ERR_TOO_MANY where the account has taken much already. */
bool export_asked(struct call *c, struct pairs *given, struct err *e) MUST;

/* The answer, of the page the handler has filled. */
bool export_answer(struct call *c, const void *page, struct http_answer *out, struct err *e) MUST;

/* After a request that ran out of memory: others need not wait for it. */
void export_abandoned(struct call *c);

#endif

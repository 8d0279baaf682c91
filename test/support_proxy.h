/*
 * Stands between the program and PostgreSQL and cuts the line when told: before a COMMIT
 * reaches the server, or after it did its work and before the answer comes back.
 */
#ifndef TEST_SUPPORT_PROXY_H
#define TEST_SUPPORT_PROXY_H

#include "base/base.h"

struct proxy;

enum proxy_cut {
	PROXY_PASS,
	PROXY_CUT_BEFORE_COMMIT,
	PROXY_CUT_AFTER_COMMIT,
	PROXY_END_AFTER_COMMIT, /* and nobody gets through again */
};

/* Listens in a folder of its own; *url is `url` (a socket's folder as host=) led through it. */
struct proxy *proxy_start(struct arena *a, const char *url, char **through);
void proxy_stop(struct proxy *p);

/* For the next COMMIT on any connection; then it passes again. */
void proxy_cut(struct proxy *p, enum proxy_cut cut);
/* Cuts every connection that is open now. */
void proxy_cut_all(struct proxy *p);

#endif

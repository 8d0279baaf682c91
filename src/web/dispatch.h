/*
 * From a request to its answer: the one way of a read and of a change (design, §4).
 * Everything that is the same for all pages stands here; what differs stands in the
 * route's declaration.
 */
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "store/db.h"
#include "web/http.h"

struct dispatch {
	struct db *db;
	struct str trusted;	 /* addresses of proxies, blank-separated; may be without value */
	struct str proxy_header; /* "X-Forwarded-For" */
	bool quiet;		 /* no line for each request */
};

/* The callbacks of struct http_options; ctx is a struct dispatch. */
enum http_next dispatch_head(
	void *ctx, struct http_request *h, size_t *body_max, struct http_answer *out);
void dispatch_work(void *ctx, struct http_request *h, struct http_answer *out);
void dispatch_done(void *ctx, const struct http_request *h, const struct http_answer *out);
void dispatch_refuse(void *ctx, struct http_request *h, int status, struct http_answer *out);

#endif

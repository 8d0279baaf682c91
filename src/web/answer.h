/*
 * Answers: headers every page carries, redirects, refusals as a page or as problem
 * details (RFC 9457), cookies, files of the program.
 */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "web/asset.h"
#include "web/http.h"
#include "web/route.h"

/* One request on its way. */
struct call {
	struct request rq;
	struct http_request *h;
	struct route_match match;
	struct str query;   /* behind '?', not decoded */
	bool tls;	    /* to the browser, by ourselves or by a proxy */
	bool workbook;	    /* exported as XLSX, else as CSV */
	bool at_gate;	    /* of the workbooks that are written */
	bool bearer;	    /* came with a token instead of a cookie */
	const char *result; /* for the log: a refusal's code */
};

void answer_html(struct call *c, int status, struct str page, struct http_answer *out);
void answer_json(struct call *c, struct str json, struct http_answer *out);
void answer_reply(struct call *c, const struct reply *reply, struct http_answer *out);
/* After a change: 303, with the cookies it sets. */
void answer_redirect(struct call *c, struct str where, struct http_answer *out);
/* A page or, under /api/, problem details. */
void answer_error(struct call *c, const struct err *e, struct http_answer *out);
/* 405, with the methods the path knows. */
void answer_method(struct call *c, struct http_answer *out);
/* Without memory for more: a few fixed words. */
void answer_no_room(struct call *c, struct http_answer *out);
void answer_asset(const struct http_request *h, const struct asset *a, struct http_answer *out);

/* The cookie's name: __Host- under TLS. */
struct str answer_session_cookie(bool tls);

#endif

/*
 * HTTP/1.1: connections, limits, bytes. It knows nothing of routes, sessions or pages
 * and is the only place that knows libmicrohttpd, so that it can be changed.
 *
 * Two I/O threads read and write. When the head of a request is there they ask `head`,
 * which answers at once (a file, a refusal) or lets the body come, up to a limit. A
 * complete request goes to one of the workers, which calls `work`; the connection sleeps
 * meanwhile. Bytes of an answer live until they are sent: in the request's
 * arena, or for ever.
 *
 * Slow or silent peers are cut by a deadline of the whole request, not only by idleness.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/base.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

struct http_header {
	struct str name, value;
};

/* Lines that requests wait in, each with threads of its own: what is slow by its nature holds
 * nobody else up. */
enum http_lane {
	HTTP_FAST,
	HTTP_SLOW, /* costly by intent, as a log-in is */
	HTTP_AWAY, /* waits for another server, which may be silent */
	HTTP_LANES
};

struct http_request {
	struct arena *arena;
	enum http_method method;
	struct str target; /* as sent: "/plans?q=a" */
	const struct http_header *headers;
	size_t n_headers;
	struct str body;
	struct str peer; /* numeric address of the other end of the line */
	bool tls;
	int64_t ticks;	     /* clock_ticks() when its head was there */
	enum http_lane lane; /* head() says so */
	void *user;	     /* what head() keeps for work() */
};

enum { HTTP_ANSWER_HEADERS = 24 };

struct http_answer {
	int status;
	struct http_header headers[HTTP_ANSWER_HEADERS];
	size_t n_headers;
	struct str body;
	bool close; /* the connection ends with it */
};

enum http_next { HTTP_ANSWER, HTTP_BODY };

struct http_options {
	int listen;		      /* a bound, listening socket; http closes it */
	struct str cert, key;	      /* PEM; no value: no TLS */
	int workers[HTTP_LANES];      /* 0: those requests wait with the fast ones */
	int connections, per_address; /* 0: no limit for one address */
	void *ctx;
	/* In an I/O thread, at once: fill `out`, or set the body's limit and answer HTTP_BODY. */
	enum http_next (*head)(
		void *ctx, struct http_request *rq, size_t *body_max, struct http_answer *out);
	/* In a worker; may take its time. */
	void (*work)(void *ctx, struct http_request *rq, struct http_answer *out);
	/* In a worker or I/O thread, once the answer is chosen: for the log. */
	void (*done)(void *ctx, const struct http_request *rq, const struct http_answer *out);
	/* What to say where the request could not even be given to head() or work(). */
	void (*refuse)(void *ctx, struct http_request *rq, int status, struct http_answer *out);
};

struct http;

bool http_start(struct http **out, const struct http_options *o, struct err *e) MUST;

/* Takes no new connections, lets what was begun end (at most `seconds`), then closes all. */
void http_stop(struct http *h, int seconds);

/* Requests begun and not answered yet. */
int64_t http_under_way(struct http *h);

/* A socket bound to "127.0.0.1:8138", "[::1]:8138" or "*:8138". */
bool http_listen(struct str address, int *out, struct err *e) MUST;

/* The value; STR_NULL where there is none. */
struct str http_header(const struct http_request *rq, struct str name);
size_t http_header_count(const struct http_request *rq, struct str name);

void http_add(struct http_answer *a, struct str name, struct str value);

#endif

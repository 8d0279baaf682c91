/*
 * One request, as handlers and templates see it. Everything in it lives in its arena.
 */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum { REQUEST_ID = 16 };

/* A file of a form. */
struct upload {
	struct str name; /* as sent; only ever shown, never a path */
	struct str bytes;
};

struct ids {
	int64_t *v;
	size_t n;
};

/* One parameter many times, in the order of the form; those left empty are there too. */
struct texts {
	struct str *v;
	size_t n;
};

/* What a route without page and JSON answers: a download. */
struct reply {
	struct str type; /* "text/csv; charset=utf-8" */
	struct str name; /* of the file to save; no value: shown in the browser */
	struct str bytes;
};

/* A parameter as it came. */
struct pair {
	struct str name, value;
	struct str file; /* the file's name, where it is one */
};

/* A list with its filters that the account has kept under a name. */
struct saved_filter {
	struct str name, address;
};

struct route;

struct request {
	struct arena *arena;
	const struct route *route;
	struct db *db;
	struct db_read *read; /* the snapshot; NULL while a change is prepared */
	struct actor actor;
	enum lang lang;
	enum theme theme;
	bool api;	    /* asked for under /api/v1 */
	bool export;	    /* asked for as a table: all of the list, see request_most */
	struct str path;    /* as asked, decoded */
	struct str address; /* path and query as asked */
	struct str origin;  /* of our pages as the browser knows them: "https://host:port" */
	struct str peer;    /* who is at the other end of the line; for rates, never logged */
	struct str agent;   /* what the browser calls itself */
	struct str csrf;    /* token for forms */
	struct str session; /* token of the session's cookie; no value: none */
	struct str
		once; /* what the change before this page drew, to be shown once; may have no value */
	int64_t now; /* clock_now() when it came */
	unsigned char id[REQUEST_ID];

	/* for the page */
	struct str title;	    /* request_title */
	struct str q;		    /* what was searched for, for the field in the bar */
	int64_t unread;		    /* notices; counted before the snapshot ends */
	bool landscape, a3;	    /* request_landscape, request_a3 */
	struct saved_filter *saved; /* the account's own filters of this list */
	size_t saved_n;
	struct pair *form; /* what was typed, on a form that is shown again */
	size_t n_form;
	const struct err *refusal; /* why it is shown again */
	struct str field;	   /* request_refuse: which field is wrong */

	/* for the answer */
	struct str redirect; /* request_redirect */
	bool tagged;	     /* a download that is asked for again and again: ETag, and 304 */
	bool unchanged;	     /* a POST found that there is nothing to change: no entry either */
	struct str new_session;
	bool end_session;
	struct str new_lang; /* "vi", "en": kept by the browser */
	struct str new_once; /* request_once */
	/* Called after the commit, when the redirect needs what apply made. */
	struct str (*after)(struct request *rq, struct change *c);
	void *after_arg;
};

/* Where the browser goes after the change: url_…(rq->arena, …). */
void request_redirect(struct request *rq, struct str url);

/* The page's title where it is not the route's: the number of the plan. */
void request_title(struct request *rq, struct str title);

/* How many rows of a list to read: `page` for a page of it; all that a table holds, and one
 * more to show that there are more, where the list is exported. */
int64_t request_most(const struct request *rq, int64_t page);

/* The page prints on wide paper. */
void request_landscape(struct request *rq);
/* On paper twice as large, wide too. */
void request_a3(struct request *rq);

/* After the change the browser holds this session, or none. */
void request_session(struct request *rq, struct str token);
void request_session_end(struct request *rq);

/* After the change the next page shows this once, from rq->once: a secret that was drawn.
 * Letters, digits, '-', '_' and '.', at most ONCE_MAX. */
void request_once(struct request *rq, struct str text);

/* Refuses a form because of one field: false, e set, the page shown again says it there. */
#define request_refuse(rq, name, e, code, ...) \
	(request_field((rq), (name)), FAIL((e), (code), __VA_ARGS__))
void request_field(struct request *rq, const char *name);

/* What was typed into a field of a form that is shown again, else `otherwise`. */
struct str request_value(const struct request *rq, const char *name, struct str otherwise);

#endif

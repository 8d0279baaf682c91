/*
 * The frame around a page: bar, navigation, language, footer. The navigation shows the
 * pages this program has and this reader may open.
 */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include "web/route.h"

struct frame_link {
	struct str href, label;
	bool current;
};

struct frame {
	struct str title;
	LIST(struct frame_link) nav;
	bool signed_in;
	bool search;	   /* there is a search, and the reader may use it */
	bool accounts;	   /* likewise the list of accounts */
	bool log;	   /* and the log */
	bool messages;	   /* likewise what became of mails */
	bool doctor;	   /* likewise how the installation fares */
	int64_t unread;	   /* notices */
	bool banner;	   /* a refused form whose fault is no single field's */
	struct str q;	   /* what was searched for */
	const char *theme; /* NULL: as the system */
	struct str id;	   /* of the request */
};

struct error_page {
	struct str title, text;
	struct str href, label; /* the way on */
};

/* Until access in an emergency ends: whole hours, and the minutes beside them. */
int64_t frame_hours_left(const struct request *rq);
int64_t frame_minutes_left(const struct request *rq);

/* The whole page: frame and what `body` writes inside. */
struct str frame_page(struct request *rq, struct str title,
	void (*body)(struct out *o, const void *page), const void *page);

/* A page that says what went wrong. */
struct str frame_error(struct request *rq, const struct err *e);

extern const char web_version[];

#endif

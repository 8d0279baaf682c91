/*
 * What a request must be before anybody asks what it wants.
 */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include "web/http.h"

/* Headers that may stand once stand once, and the body's length is said in one way. */
bool guard_headers(const struct http_request *h, struct err *e) MUST;

/* A change asked for by another site's page. Browsers say so in Sec-Fetch-Site, older
 * ones in Origin; what says neither is no browser. */
bool guard_same_site(const struct http_request *h, struct err *e) MUST;

/* Who is at the end of the line, and whether the line is TLS: as the socket says, or as a
 * proxy among `trusted` (blank-separated addresses) says. */
struct guard_peer {
	struct str address;
	bool tls;
};

struct guard_peer guard_peer(const struct http_request *h, struct str trusted, struct str header);

#endif

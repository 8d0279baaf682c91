/*
 * How the generated url_… functions put an address together.
 */
#ifndef WEB_URL_H
#define WEB_URL_H

#include "base/base.h"

struct url_build {
	struct buf b;
	bool query; /* a '?' stands already */
};

void url_literal(struct url_build *u, struct str s);
void url_path_int(struct url_build *u, int64_t v);
void url_path_str(struct url_build *u, struct str v);
void url_path_date(struct url_build *u, struct date v);

/* No value (0, DB_NULL, empty, no date, false) adds nothing. */
void url_query_int(struct url_build *u, const char *name, int64_t v);
void url_query_str(struct url_build *u, const char *name, struct str v);
void url_query_date(struct url_build *u, const char *name, struct date v);
void url_query_bool(struct url_build *u, const char *name, bool v);

/* Percent-encodes all but letters, digits and - . _ ~ (RFC 3986 §2.3). */
void url_encode(struct buf *b, struct str s);

/* The bytes behind % escapes, '+' as a blank where `plus`. False on a broken escape and
 * on NUL. The very same bytes come back where there is nothing to undo. */
bool url_decode(struct arena *a, struct str s, bool plus, struct str *out) MUST;

/* "/…" and nothing that a browser takes for another host. */
bool url_is_local(struct str s);

#endif

/*
 * Parameters as they come: the part of an address behind '?', and the bodies of forms.
 * All of it is written by strangers; each function refuses what is not exactly of its
 * form and says why by a text.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/request.h"

enum { FORM_FIELDS_MAX = 1200 };

struct pairs {
	struct pair *v;
	size_t n, cap;
};

/* "a=1&b=%C3%A1". Values are valid UTF-8 without NUL. */
bool form_urlencoded(struct arena *a, struct str s, struct pairs *out, struct err *e) MUST;

/* multipart/form-data (RFC 7578). Values of fields are valid UTF-8 without NUL; the
 * contents of files are as they are. */
bool form_multipart(struct arena *a, struct str body, struct str boundary, struct pairs *out,
	struct err *e) MUST;

/* By Content-Type: one of the two. An empty body needs none. */
bool form_body(
	struct arena *a, struct str type, struct str body, struct pairs *out, struct err *e) MUST;

/* The value of a cookie; STR_NULL where there is none. */
struct str form_cookie(struct str header, struct str name);

#endif

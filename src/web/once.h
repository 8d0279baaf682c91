/*
 * What is shown on one page, once: a secret that was drawn by a change and is kept nowhere.
 * It travels with the redirect in a cookie of a minute, bound to the session, and is taken
 * from the browser as soon as a page was drawn.
 */
#ifndef WEB_ONCE_H
#define WEB_ONCE_H

#include "base/base.h"

#define ONCE_COOKIE "hd_once"
enum { ONCE_MAX = 200 };

/* The cookie's value for a text of letters, digits, '-', '_' and '.'; no value where the text is
 * none of these. */
struct str once_bind(struct arena *a, struct str session, struct str text);
/* The text again; no value where it is not this session's. */
struct str once_read(struct str session, struct str value);

#endif

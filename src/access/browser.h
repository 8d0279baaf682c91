/* What a browser calls itself, in words that its owner knows it by. */
#ifndef ACCESS_BROWSER_H
#define ACCESS_BROWSER_H

#include "base/base.h"

/* "Firefox trên Windows"; what is not known is said to be. */
struct str browser_words(struct arena *a, enum lang lang, struct str agent);

#endif

#ifndef SEARCH_SEARCH_WEB_H
#define SEARCH_SEARCH_WEB_H

#include "base/base.h"

struct search_line {
	struct str kind, word; /* the kind, and how the reader calls it */
	int64_t id;
	struct str title, note, agency;
	struct str href; /* of its page */
};

struct search_page {
	struct str q; /* no value: nothing asked yet */
	LIST(struct search_line) lines;
	int64_t total;
};

#endif

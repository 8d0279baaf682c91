/*
 * The files of assets/ as they stand in the program. Their addresses carry a digest
 * of the content, so that a browser may keep them for ever.
 */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/base.h"

struct asset {
	struct str url;	 /* "/assets/ui.3f9c07d1a2.css" */
	struct str type; /* "text/css; charset=utf-8" */
	struct str bytes;
	struct str gzip; /* n == 0: it does not pay */
};

/* Generated, sorted by address. */
extern const struct asset assets[];
extern const size_t assets_n;

/* By address; NULL where there is none. */
const struct asset *asset_find(struct str url);

#endif

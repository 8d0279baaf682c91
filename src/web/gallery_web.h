/* The gallery: every component once, drawn by the templates that all pages use. */
#ifndef WEB_GALLERY_WEB_H
#define WEB_GALLERY_WEB_H

#include "web/out.h"
#include "web/parts.h"

struct gallery_chip {
	enum chip chip;
	enum icon icon;
	enum text_id text;
};

struct gallery_page {
	LIST(struct gallery_chip) chips;
	LIST(struct clock) clocks;
	LIST(struct party) parties;
	LIST(struct option) kinds;
	struct sort sort;
	struct pager pager;
	struct date today;
};

#endif

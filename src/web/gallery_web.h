/* The gallery: every component once, drawn by the templates that all pages use. */
#ifndef WEB_GALLERY_WEB_H
#define WEB_GALLERY_WEB_H

#include "web/out.h"
#include "web/parts.h"

/* One group of components: its id, its name and what it is for. */
struct gallery_group {
	const char *id;
	enum text_id name, hint;
	const char *code;
};

struct gallery_chip {
	enum chip chip;
	enum icon icon;
	enum text_id text;
};

struct gallery_page {
	LIST(struct gallery_group) groups;
	LIST(struct gallery_chip) chips;
	LIST(struct clock) clocks;
	LIST(struct party) parties;
	LIST(struct option) kinds;
	struct sort sort;
	struct pager pager;
};

#endif

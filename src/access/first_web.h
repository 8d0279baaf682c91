#ifndef ACCESS_FIRST_WEB_H
#define ACCESS_FIRST_WEB_H

#include "access/actor.h"
#include "web/parts.h"

struct first_page {
	bool open; /* else the link is used up, or never was one */
	struct str token;
	LIST(struct option) agencies;
};

#endif

/*
 * What the page of a release shows: the table as it was made public, and what came since.
 */
#ifndef FORM_RELEASE_WEB_H
#define FORM_RELEASE_WEB_H

#include "form/form_web.h"
#include "form/release.h"

struct release_show_page {
	struct form_edition f;
	struct form_release_by_id_row r;
	struct form_released released;
	struct str period, place_name, map_name, live_href;
	struct form_grid grid;
	const struct form_cell *cell; /* that is looked into; NULL: none */
	struct gather_table table;
	struct str part_name; /* whose submissions are shown */
	LIST(struct gather_line) behind;
	LIST(struct str) missing; /* the first of those who had sent nothing */
	struct form_release_since_rows since;
	struct form_releases_rows all; /* of the period */
	enum lang lang;
	struct arena *r_arena;
};

void release_show_json(struct json *j, const struct release_show_page *p);
void release_show_sheet(struct sheet *s, const struct release_show_page *p);

#endif

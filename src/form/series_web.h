/*
 * What the page of a series shows: one cell through the periods, province by province.
 */
#ifndef FORM_SERIES_WEB_H
#define FORM_SERIES_WEB_H

#include "form/form_web.h"

struct series_value {
	struct str text; /* of one period; "" where nothing was sent */
	bool least;	 /* not all who sent knew the figure */
};

struct series_line {
	struct str name;
	bool divided;
	struct str points;		  /* of its curve */
	LIST(struct series_value) values; /* of the periods that are shown */
};

struct series_show_page {
	struct form_edition f;
	int64_t id;
	const struct form_cell *cell;
	struct str cell_name, system;
	struct date map;
	struct form_series series;
	struct form_tally *total; /* by period */
	struct series_line sum;
	LIST(struct series_line) lines;
	LIST(struct str) names; /* of all periods */
	LIST(struct str) shown; /* of those that are columns: the last ones */
	LIST(struct str) hrefs; /* their consolidated tables */
	form_options maps;
};

void series_show_json(struct json *j, const struct series_show_page *p);
void series_show_sheet(struct sheet *s, const struct series_show_page *p);

#endif

/*
 * What the pages of places show.
 */
#ifndef PLACE_PLACE_WEB_H
#define PLACE_PLACE_WEB_H

#include "agency_sql.h"
#include "base/json.h"
#include "place/place.h"
#include "place_sql.h"
#include "web/parts.h"
#include "web/request.h"

struct place_list_page {
	struct str q;
	struct date on;
	struct place_counts_row counts;
	struct place_provinces_rows provinces;
	struct place_find_rows found;
	bool searched;
	int64_t faults;
};

enum place_tab { PLACE_TAB_NOW, PLACE_TAB_HISTORY, PLACE_TAB_AGENCIES };

struct place_show_page {
	struct place_on_row place;
	struct date on;
	enum place_tab tab;
	struct str province, district; /* the full names of those above it; no value: none */
	struct place_sum sum;
	struct place_versions_rows versions;
	struct place_districts_rows districts;
	struct place_communes_rows communes;		     /* of a province */
	struct place_communes_of_district_rows own_communes; /* of a district */
	struct place_before_rows before;
	struct place_after_rows after;
	struct place_mapped_rows today; /* where its ground lies now */
	struct place_heirs_rows heirs;	/* the communes on the ground of a district */
	bool gone;			/* it is not in force today */
	struct agency_of_place_rows agencies;
};

struct fault_group {
	struct str rule;
	LIST(struct place_faults_row) faults;
};

struct place_check_page {
	LIST(struct fault_group) groups;
	int64_t total;
};

#endif

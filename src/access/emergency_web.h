#ifndef ACCESS_EMERGENCY_WEB_H
#define ACCESS_EMERGENCY_WEB_H

#include "base/json.h"
#include "emergency_sql.h"
#include "web/parts.h"

struct emergency_list_page {
	struct emergency_rows_rows rows;
	bool may_begin;
};

struct emergency_new_page {
	struct str q;
	LIST(struct option) agencies;
	bool more; /* that match */
	LIST(struct option) roles;
};

struct emergency_show_page {
	struct emergency_row_row x;
	struct emergency_deeds_rows deeds;
	bool own, more;
	LIST(struct option) verdicts;
};

void emergency_list_json(struct json *j, const struct emergency_list_page *p);
void emergency_show_json(struct json *j, const struct emergency_show_page *p);

#endif

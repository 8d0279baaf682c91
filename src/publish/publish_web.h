/*
 * What the pages of registers show.
 */
#ifndef PUBLISH_PUBLISH_WEB_H
#define PUBLISH_PUBLISH_WEB_H

#include "base/json.h"
#include "publish/register.h"
#include "publish_sql.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

struct paper_list_page {
	struct paper_page_rows rows;
	struct paper_years_rows years;
	LIST(struct option) year_options, kind_options;
	int64_t given, waiting, cancelled; /* of the years shown */
	int64_t next;
	struct str next_href;
	bool may_take;
};

struct paper_form_page {
	struct str agency, day;
	LIST(struct option) kinds;
};

struct paper_show_page {
	struct paper_by_id_row n;
	struct str number;
	bool may_end;
};

void paper_list_json(struct json *j, const struct paper_list_page *p);
void paper_show_json(struct json *j, const struct paper_show_page *p);
void paper_list_sheet(struct sheet *s, const struct paper_list_page *p);

#endif

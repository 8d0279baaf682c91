#ifndef ACCESS_WHY_WEB_H
#define ACCESS_WHY_WEB_H

#include "access/who.h"
#include "access_sql.h"
#include "base/json.h"
#include "first_sql.h"
#include "web/parts.h"

struct why_page {
	struct access_account_row_row account;
	struct why_may_rows rows;
};

struct who_page {
	int64_t agency;
	struct str agency_name, permission;
	LIST(struct option) permissions;
	struct who_lines lines;
	int64_t next; /* account; 0: there is no more */
	struct str next_href;
};

void why_json(struct json *j, const struct why_page *p);
void who_json(struct json *j, const struct who_page *p);

#endif

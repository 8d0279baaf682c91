#ifndef ACCESS_WHY_WEB_H
#define ACCESS_WHY_WEB_H

#include "access_sql.h"
#include "base/json.h"
#include "first_sql.h"

struct why_page {
	struct access_account_row_row account;
	struct why_may_rows rows;
};

struct who_page {
	int64_t agency;
	struct str agency_name, permission;
	struct who_may_rows rows;
	bool more; /* than the page shows */
};

void why_json(struct json *j, const struct why_page *p);
void who_json(struct json *j, const struct who_page *p);

#endif

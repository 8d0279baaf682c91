#ifndef ACCESS_ACCOUNT_WEB_H
#define ACCESS_ACCOUNT_WEB_H

#include "access/actor.h"
#include "access_sql.h"
#include "web/parts.h"

struct account_line {
	int64_t id;
	struct str name, display, agency, state, roles; /* roles: their names */
};

struct account_list_page {
	LIST(struct account_line) accounts;
	bool manages;
};

struct account_show_page {
	struct access_account_row_row account;
	struct access_grant_rows_rows grants;
	bool manages; /* may change it: not one's own */
	LIST(struct option) roles, agencies, over;
};

struct account_new_page {
	LIST(struct option) agencies;
};

#endif

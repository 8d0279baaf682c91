#ifndef ACCESS_OIDC_WEB_H
#define ACCESS_OIDC_WEB_H

#include "access/actor.h"
#include "access_sql.h"
#include "oidc_sql.h"
#include "web/parts.h"

struct oidc_page {
	struct oidc_provider_rows_rows rows;
	LIST(struct option) agencies;
	struct str back; /* what is registered at a provider, but for its code */
};

struct oidc_account_page {
	struct access_account_row_row account;
	struct oidc_account_rows_rows rows;
	LIST(struct option) offices; /* that it is not linked with yet */
};

struct oidc_own_page {
	struct oidc_account_rows_rows rows;
};

struct oidc_go_page {
	struct str name, host;
	struct str link; /* no value: the step is over */
};

struct oidc_back_page {
	struct str office, name;
	struct str code, state, issuer;
	bool open;
};

#endif

#ifndef ACCESS_OWN_WEB_H
#define ACCESS_OWN_WEB_H

#include "access/actor.h"
#include "access_sql.h"

struct own_page {
	struct actor actor;
	struct access_grant_rows_rows grants;
	LIST(struct str) permissions;
	struct access_session_rows_rows sessions;
	bool factors; /* a second one is set up */
};

#endif

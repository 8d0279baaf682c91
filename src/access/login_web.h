#ifndef ACCESS_LOGIN_WEB_H
#define ACCESS_LOGIN_WEB_H

#include "base/base.h"
#include "oidc_sql.h"

struct login_page {
	struct str next; /* where it leads after the log-in; no value: home */
	bool demo;	 /* accounts to try things with are here, and a password opens them */
	struct oidc_offered_rows offices; /* whose own accounts will do */
};

struct login_code_page {
	struct str next;
	bool open;		     /* a second step is under way */
	bool codes;		     /* a code will do */
	struct str challenge, party; /* for a passkey; no value: the account has none */
};

#endif

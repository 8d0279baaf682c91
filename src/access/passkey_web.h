#ifndef ACCESS_PASSKEY_WEB_H
#define ACCESS_PASSKEY_WEB_H

#include "access/actor.h"
#include "passkey_sql.h"

struct passkey_page {
	struct actor actor;
	struct passkey_rows_rows keys;
	struct str challenge;	 /* base64url; no value: none waits */
	struct str party, known; /* credentials it is not to be made on again */
	struct str user;	 /* what the device keeps: the account's number, as base64url */
	bool possible;		 /* over a line that browsers allow it on */
};

struct passkey_login_page {
	struct str next;
	struct str challenge, party;
};

#endif

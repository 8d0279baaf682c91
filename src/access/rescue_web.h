#ifndef ACCESS_RESCUE_WEB_H
#define ACCESS_RESCUE_WEB_H

#include "access_sql.h"
#include "rescue_sql.h"

struct rescue_page {
	struct access_account_row_row account;
	struct str code; /* drawn just now; no value: none */
	bool waits;	 /* one was drawn and has not been used */
	struct rescue_open_row open;
};

struct rescue_use_page {
	struct str name;
};

#endif

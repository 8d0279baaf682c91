#ifndef ACCESS_TOKEN_WEB_H
#define ACCESS_TOKEN_WEB_H

#include "access_sql.h"
#include "token_sql.h"

struct token_page {
	struct access_account_row_row account;
	struct token_rows_rows rows;
	struct str fresh;  /* drawn just now; no value: none */
	struct str offers; /* what the account may read: the form's first words */
};

#endif

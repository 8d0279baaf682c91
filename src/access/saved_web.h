/* The lists an account has kept under a name. */
#ifndef ACCESS_SAVED_WEB_H
#define ACCESS_SAVED_WEB_H

#include "access/saved.h"
#include "base/json.h"
#include "saved_sql.h"
#include "web/parts.h"

struct saved_line {
	const struct saved_rows_row *row;
	struct str list; /* what it is a list of */
};

struct saved_list_page {
	struct str address; /* of the one to be kept; no value: none */
	struct str of;
	LIST(struct saved_line) lines;
};

void saved_list_json(struct json *j, const struct saved_list_page *p);

#endif

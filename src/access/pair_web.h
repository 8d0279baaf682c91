#ifndef ACCESS_PAIR_WEB_H
#define ACCESS_PAIR_WEB_H

#include "base/json.h"
#include "pair_sql.h"

struct pair_page {
	struct pair_rows_rows rows;
	bool may_set;
};

void pair_json(struct json *j, const struct pair_page *p);

#endif

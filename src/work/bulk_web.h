/* The pages of what is done to many parts at once. */
#ifndef WORK_BULK_WEB_H
#define WORK_BULK_WEB_H

#include "base/json.h"
#include "plan/head.h"
#include "web/parts.h"
#include "work/bulk.h"

struct bulk_new_page {
	int64_t plan, agency, found;
	struct str plan_name, state;
	bool late, many;
	LIST(struct option) actions, states, officers;
};

struct bulk_line {
	const struct bulk_items_row *row;
	struct str what, why; /* no value: it can be done */
	struct str label;
};

struct bulk_show_page {
	const struct bulk_view *view;
	LIST(struct bulk_line) can, cannot; /* the first of them */
	struct str action;		    /* where all have one; else no value */
	struct str done;		    /* when; no value: not yet */
	bool ready;
};

void bulk_new_json(struct json *j, const struct bulk_new_page *p);
void bulk_show_json(struct json *j, const struct bulk_show_page *p);

struct plan_paste_page {
	struct plan_head head;
};

#endif

/*
 * What the pages of a plan's recipients show.
 */
#ifndef PLAN_RECIPIENT_WEB_H
#define PLAN_RECIPIENT_WEB_H

#include "plan/plan_web.h"
#include "plan/plan_recipient.h"
#include "plan_recipient_sql.h"

struct plan_recipient_line {
	const struct plan_recipient_rows_row *row;
	enum plan_recipient_purpose purpose;
	bool says; /* its own words say more than the purpose does */
	struct plan_recipient_agencies_rows agencies, first, rest;
};

struct plan_recipient_list_page {
	struct plan_head head;
	LIST(struct plan_recipient_line) lines;
	bool may;
};

/* A new one, or one that is changed. */
struct plan_recipient_page {
	struct plan_head head;
	struct plan_recipient_by_id_row row; /* id 0: new */
	struct str agencies;		     /* a line each */
	LIST(struct str) first, rest;	     /* the same */
	LIST(struct option) purposes;
};

void plan_recipient_list_json(struct json *j, const struct plan_recipient_list_page *p);

#endif

/*
 * What the pages of awards show.
 */
#ifndef AWARD_AWARD_WEB_H
#define AWARD_AWARD_WEB_H

#include "award/award.h"
#include "award_sql.h"
#include "base/json.h"
#include "plan/plan.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

struct award_list_page {
	struct award_page_rows rows;
	struct award_years_rows years;
	LIST(struct option) year_options, states;
	int64_t granted, waiting; /* of the years shown */
	int64_t next;
	struct str next_href;
	bool may_propose;
};

struct award_form_page {
	struct str agency, day;
	LIST(struct option) kinds, forms, plans;
};

struct award_show_page {
	struct award_by_id_row w;
	struct audit_lines log;
	struct str today;
	bool may_decide, may_withdraw, may_correct;
	struct award_corrections_rows corrections; /* newest first */
};

void award_list_json(struct json *j, const struct award_list_page *p);
void award_show_json(struct json *j, const struct award_show_page *p);
void award_list_sheet(struct sheet *s, const struct award_list_page *p);

/* What a line of the log did: "đề xuất". */
struct str award_action_text(enum lang lang, struct str action);

#endif

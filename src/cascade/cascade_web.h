/*
 * What the pages of links between plans show, and what they share with those of coverage.
 */
#ifndef CASCADE_CASCADE_WEB_H
#define CASCADE_CASCADE_WEB_H

#include "base/base.h"
#include "base/json.h"
#include "cascade/coverage.h"
#include "plan/plan_web.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

/* A task by its place in the plan. */
struct cascade_ref {
	int64_t id;
	struct str label, brief;
	struct str place; /* the province, where it matters */
	bool done, waiting;
};
typedef LIST(struct cascade_ref) cascade_refs;

/* --- links between a plan and the one above */

enum cascade_show { CASCADE_PROPOSED, CASCADE_CONFIRMED, CASCADE_REJECTED, CASCADE_SHOWS };

struct cascade_row {
	const struct cascade_links_row *link;
	struct cascade_ref upper, lower;
	LIST(struct str) phrases;
	struct str bodies; /* "Bộ Công an – Công an tỉnh"; no value: none */
	struct str who;	   /* decided it, and when; no value: nobody yet */
	int64_t percent;   /* of the score; 0: added by a person */
	enum plan_sure sure;
};

struct cascade_links_page {
	struct plan_head head;
	struct cascade_upper above;
	struct str above_name, above_title;
	LIST(struct option) uppers; /* that may be chosen */
	enum cascade_show show;
	struct str show_word;
	int64_t counts[CASCADE_SHOWS], certain;
	LIST(struct cascade_row) rows;
	struct pager pager;
	bool may;
	LIST(struct option) upper_tasks, lower_tasks; /* to add one by hand */
};

void cascade_links_json(struct json *j, const struct cascade_links_page *p);
void cascade_links_sheet(struct sheet *s, const struct cascade_links_page *p);

#endif

#ifndef URGE_URGE_WEB_H
#define URGE_URGE_WEB_H

#include "urge/urge.h"
#include "urge_sql.h"
#include "web/parts.h"

struct reminder_line {
	int64_t task;
	struct str label, brief, plan_name, agency;
	bool asked, open;
	struct clock clock; /* where there is a day */
	bool has_day;
};

struct reminder_page {
	struct urge_batch_of_row batch;
	bool by_hand;
	LIST(struct reminder_line) lines;
	size_t open;
};

struct urge_line {
	const struct urge_target *target;
	struct str label, due, reminded; /* reminded: "" for never */
};

struct urge_form_page {
	struct urge_hand hand;
	LIST(struct urge_line) lines;
	LIST(int64_t) parts; /* that will be urged */
};

struct ladder_page {
	struct urge_ladder_rows steps;
	struct urge_settings_row settings;
	struct urge_rounds_rows rounds;
	bool may_set;
	struct str hour, ack_hours;
	LIST(struct option) whom;
};

#endif

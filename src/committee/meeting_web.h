/*
 * What the pages of meetings show.
 */
#ifndef COMMITTEE_MEETING_WEB_H
#define COMMITTEE_MEETING_WEB_H

#include "committee/attach_view.h"
#include "committee/committee_view.h"
#include "committee/meeting.h"
#include "meeting_sql.h"

struct meeting_list_page {
	struct meeting_rows_rows rows;
	struct pager pager;
	option_list committees, kinds, states;
	int64_t committee;
	bool filtered, may_add;
};

/* A conclusion with its partners. */
struct meeting_line {
	const struct meeting_conclusions_row *k;
	LIST(struct str) partners;
};

struct meeting_show_page {
	struct meeting_by_id_row m;
	bool keeps, noted; /* who came was noted */
	int64_t came;
	struct meeting_agencies_rows agencies;
	LIST(struct str) agenda;
	LIST(struct meeting_line) lines;
	struct meeting_conclusions_rows conclusions;
	struct meeting_left_rows left;
	struct attach_part files;
};

struct meeting_form_page {
	struct meeting_by_id_row m; /* as it stands; id 0: a new one */
	option_list owners, kinds, states;
	struct str day, minutes_day, agencies;
};

struct meeting_attendance_page {
	struct meeting_by_id_row m;
	struct meeting_agencies_rows agencies;
};

struct meeting_conclusion_page {
	struct meeting_by_id_row m;
	struct meeting_conclusion_by_id_row k; /* as it stands; id 0: a new one */
	struct str due, partners;
};

struct meeting_task_page {
	struct meeting_by_id_row m;
	struct meeting_line line;
	option_list plans;
};

#endif

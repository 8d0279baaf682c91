/*
 * What the pages of inspection and survey teams show.
 */
#ifndef COMMITTEE_TEAM_WEB_H
#define COMMITTEE_TEAM_WEB_H

#include "attach_sql.h"
#include "committee/committee_view.h"
#include "committee/team.h"
#include "team_sql.h"

struct team_list_page {
	struct team_rows_rows rows;
	struct pager pager;
	option_list committees, kinds;
	int64_t committee;
	bool late, filtered, may_add;
};

struct team_show_page {
	struct team_by_id_row t;
	bool keeps;
	struct team_agencies_rows agencies;
	struct team_visits_rows visits;
	struct team_findings_rows findings;
	int64_t overdue;
	struct attach_of_team_rows attached;
};

/* How many files a finding has. */
int64_t team_attached(const struct team_show_page *p, int64_t finding);

struct team_form_page {
	struct team_by_id_row t; /* as it stands; id 0: a new one */
	option_list owners, kinds;
	struct str decided, starts, ends, agencies;
};

struct team_visit_page {
	struct team_by_id_row t;
	struct team_visit_by_id_row v; /* as it stands; id 0: a new one */
	struct str day;
};

struct team_finding_page {
	struct team_by_id_row t;
	struct team_finding_by_id_row f; /* as it stands; id 0: a new one */
	option_list kinds, visits, plans;
	struct str due;
};

#endif

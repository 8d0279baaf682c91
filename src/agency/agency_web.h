/*
 * What the pages of agencies show.
 */
#ifndef AGENCY_AGENCY_WEB_H
#define AGENCY_AGENCY_WEB_H

#include "agency/agency.h"
#include "agency_sql.h"
#include "base/json.h"
#include "web/parts.h"
#include "web/request.h"

struct agency_list_page {
	struct str q;
	struct date on;
	LIST(struct option) levels, kinds, provinces;
	struct agency_rows_rows rows;
	struct pager pager;
	bool filtered;
};

enum agency_tab { AGENCY_TAB_FACTS, AGENCY_TAB_HISTORY, AGENCY_TAB_COMPETENCE };

struct agency_show_page {
	struct agency_by_id_row agency;
	enum agency_tab tab;
	struct date on; /* today, or its last day where it is no more */
	bool ended, may_edit;
	struct agency_aliases_rows aliases;
	struct agency_words_rows words;
	struct agency_children_rows children;
	struct agency_members_rows members;
	struct agency_before_rows before;
	struct agency_after_rows after;
	struct agency_competences_rows competences;
};

struct agency_edit_page {
	struct agency_by_id_row agency;
	struct str valid_from, valid_to; /* as people write them */
};

#endif

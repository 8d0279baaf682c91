#ifndef COMMITTEE_ATTACH_WEB_H
#define COMMITTEE_ATTACH_WEB_H

#include "committee/attach_view.h"
#include "committee/team_web.h"

/* The files of one finding. */
struct team_files_page {
	struct team_by_id_row t;
	struct team_finding_by_id_row f;
	struct attach_part files;
};

#endif

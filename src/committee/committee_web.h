/*
 * What the pages of committees show.
 */
#ifndef COMMITTEE_COMMITTEE_WEB_H
#define COMMITTEE_COMMITTEE_WEB_H

#include "committee/committee_view.h"
#include "meeting_sql.h"

struct committee_list_page {
	struct committee_rows_rows rows;
};

struct committee_show_page {
	struct committee_head head;
	struct committee_contact_rows_rows contacts; /* of the standing agency come first */
	struct committee_seat_rows_rows seats;
	struct meeting_rows_rows meetings;
};

struct committee_members_page {
	struct committee_head head;
	struct date on;
	bool today;
	struct committee_seat_rows_rows seats;
	struct committee_listed_rows listed;
	struct committee_seats_other_rows others;
};

struct committee_seat_page {
	struct committee_head head;
	struct committee_seat_by_id_row seat; /* as it stands; id 0: a new one */
	struct committee_seat_by_id_row before;
	option_list bodies, roles;
	struct str from, to;
};

struct committee_contacts_page {
	struct committee_head head;
	struct date on;
	bool today;
	struct committee_contact_rows_rows contacts;
};

struct committee_contact_page {
	struct committee_head head;
	struct committee_contact_by_id_row contact; /* as it stands; id 0: a new one */
	struct committee_contact_by_id_row before;
	struct str from, to;
};

#endif

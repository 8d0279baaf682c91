#ifndef OUTBOX_OUTBOX_WEB_H
#define OUTBOX_OUTBOX_WEB_H

#include "outbox/outbox.h"
#include "outbox_sql.h"
#include "web/parts.h"

struct notice_list_page {
	struct outbox_notices_rows rows;
	int64_t newest;	 /* unread ones up to here can be marked read; 0: there are none */
	struct str next; /* address; no value: no more */
};

struct notice_page {
	struct outbox_notice_row notice;
};

struct notice_link_page {
	bool open; /* there is such a link, and its time is not over */
	struct outbox_link_notice_row notice;
	struct str token;
};

struct reminder_choice_page {
	struct outbox_contact contact;
	bool sends_mail, sends_sms; /* the installation does at all */
};

struct message_list_page {
	struct outbox_list_rows rows;
	struct outbox_counts_rows counts;
	struct str state; /* shown alone; no value: all */
	struct str next;
	bool may_set;
	bool sends_mail, sends_sms;
};

struct message_setup_page {
	struct outbox_settings settings; /* without passwords */
	bool may_set;
	LIST(struct option) tls;
	struct str port;
};

#endif

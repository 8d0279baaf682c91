/*
 * Messages to accounts: notices in the page, mail, short messages. A subject puts them
 * in its own change; the server sends them afterwards. Where to send is the account's own
 * say: nobody can send to an address that is not in an account's contact data.
 *
 * What is promised: a message that was put goes out once, through restarts, crashes and
 * days without a mail server. Where it cannot be known whether the peer took it, it is
 * not sent again but shown as "unknown", for a person to decide
 * (docs/decisions/0005-a-message-goes-out-once.md).
 */
#ifndef OUTBOX_OUTBOX_H
#define OUTBOX_OUTBOX_H

#include "access/actor.h"
#include "access/tell.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum outbox_channel { OUTBOX_PAGE, OUTBOX_MAIL, OUTBOX_SMS, OUTBOX_CHANNELS };

enum {
	OUTBOX_SUBJECT_MAX = 200, /* letters */
	OUTBOX_BODY_MAX = 100000, /* bytes */
	OUTBOX_MAIL_MAX = 254,	  /* bytes of an address */
};

struct outbox_new {
	int64_t account;
	enum outbox_channel channel;
	struct str key;	    /* what is said to whom: the same again is no second message */
	struct str subject; /* one line; a short message has none */
	struct str body;    /* plain text, lines end in \n; a short message is cut to its most */
	struct str link;    /* of a notice: a local address; no value: none */
	bool ack;	    /* of a notice: the reader is asked to confirm */
	int64_t confirms;   /* of a short message: the notice that its reader may confirm by a link
			   * in it; 0: none */
	bool digest; /* of a notice: unless read before, the day's one mail tells of it too */
};

/* Inside a change. *id is 0 where nothing was put: the key is known, or the account
 * does not want that channel. Never any data of a case, never a name from one. */
bool outbox_put(struct db_write *w, const struct outbox_new *m, int64_t *id, struct err *e) MUST;

/* Inside a change: as access asks for it (access_tell_by), in the page and by mail at once. */
bool outbox_tell(struct db_write *w, const struct access_told *m, struct err *e) MUST;

/* Inside a change: the day's mail has told an account of its notices up to this one
 * (outbox_news_v). */
bool outbox_told(struct db_write *w, int64_t account, int64_t upto, struct err *e) MUST;

/* What stands before a local address in a message, "https://haidang.example.vn"; "" where
 * it was never set. */
bool outbox_base(struct db_read *r, struct str *base, struct err *e) MUST;

/* Unread notices of an account. */
bool outbox_unread_count(struct db_read *r, int64_t account, int64_t *n, struct err *e) MUST;

/* --- contact data */

struct outbox_contact {
	struct str mail, mobile; /* no value: none */
	bool wants_mail, wants_sms;
	int64_t version; /* 0: nothing was entered yet */
};

/* One's own. ERR_INPUT for what is no address or no mobile number; the change fails with
 * ERR_STALE where it was changed meanwhile. */
bool outbox_contact_prepare(struct arena *a, int64_t account, const struct outbox_contact *in,
	struct change *c, struct err *e) MUST;

/* An address that can stand in a header and an envelope as it is. */
bool outbox_mail_right(struct str address);
/* "0901 234 567" as "+84901234567"; false for what is no mobile number. */
bool outbox_mobile_of(struct arena *a, struct str typed, struct str *out);

/* --- settings of the installation */

enum outbox_tls { OUTBOX_PLAIN, OUTBOX_STARTTLS, OUTBOX_TLS };

struct outbox_settings {
	struct str base;
	struct str host; /* "": no mail is sent */
	int64_t port;
	enum outbox_tls tls;
	struct str login, password, sender, sender_name, ca;
	struct str sms_url; /* "": no short messages are sent */
	struct str sms_login, sms_password, sms_sender;
	struct str sms_report; /* where the gateway reaches this server; "": it reports nothing */
	bool password_kept, sms_password_kept; /* as read: there is one */
	int64_t version;
};

/* Without the passwords: they are kept sealed under the key of the database (db_key), and only
 * the sender opens them. */
bool outbox_settings_read(struct db_read *r, struct outbox_settings *s, struct err *e) MUST;
/* ERR_INPUT says what is wrong and, in *field, where. A password without value stays; an empty
 * one goes. ERR_STORE where a new one cannot be sealed for want of the key. */
bool outbox_settings_prepare(struct db *db, struct arena *a, const struct outbox_settings *s,
	struct change *c, const char **field, struct err *e) MUST;
/* Whether an account may set them: outbox.manage over the whole country. */
bool outbox_may_set(struct db_read *r, const struct actor *actor, bool *may, struct err *e) MUST;
const char *outbox_tls_word(enum outbox_tls tls);
bool outbox_tls_of(struct str word, enum outbox_tls *out);

/* --- looking after messages */

/* Sends it again, or (arrived) notes that a person has seen it at the other end. For what
 * is unknown, failed, expired or waiting. ERR_ABSENT, ERR_CONFLICT. */
bool outbox_again_prepare(struct arena *a, int64_t id, struct change *c, struct err *e) MUST;
bool outbox_arrived_prepare(struct arena *a, int64_t id, struct change *c, struct err *e) MUST;

bool outbox_ack_prepare(
	struct arena *a, int64_t account, int64_t notice, struct change *c, struct err *e) MUST;

/* --- links in a short message */

/* What the link shows: the notice it confirms. !*found: no such link, or its time is over. */
struct outbox_link_notice_row;
bool outbox_link_open(struct db_read *r, struct str token, struct outbox_link_notice_row *out,
	bool *found, struct err *e) MUST;
/* Confirms it for the account it was sent to; the change is that account's. ERR_ABSENT: no such
 * link. ERR_CONFLICT: confirmed already. */
bool outbox_link_prepare(struct db_read *r, struct str token, struct change *c, struct err *e) MUST;

/* What the gateway says became of a message (Kannel's dlr value). *known: it was given that
 * token. A change of its own, for the gateway knows GET only. */
bool outbox_report(struct db *db, struct db_read *r, struct str token, int64_t status, bool *known,
	struct err *e) MUST;

/* "Đã đến máy"; T_NONE: nothing was reported. */
enum text_id outbox_report_text(struct str report);

/* Inside a change, after the database was brought back from a copy: what waited then may
 * have gone out since. It becomes "unknown", for a person to decide. */
bool outbox_doubt(struct db_write *w, int64_t *messages, struct err *e) MUST;

/* In words: "Chờ gửi". */
enum text_id outbox_state_text(struct str state);
enum text_id outbox_channel_text(struct str channel);

/* --- sending */

struct outbox_sender;

/* A thread that sends what is due until outbox_stop, which waits for the message that is
 * on its way. NULL is allowed to stop. */
bool outbox_start(struct outbox_sender **out, struct db *db, struct err *e) MUST;
void outbox_stop(struct outbox_sender *s);

struct outbox_sent {
	int64_t sent, again, failed, unknown; /* again: the peer did not take it for now */
};

/* Sends once what is due now. */
bool outbox_send(struct db *db, struct outbox_sent *out, struct err *e) MUST;

#endif

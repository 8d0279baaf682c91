/*
 * Links that a short message carries: one by which its reader confirms a notice, one by
 * which the gateway reports what became of it. Whoever has such a link was sent it.
 */
#include "outbox/link.h"

#include <openssl/sha.h>
#include <sys/random.h>

#include "access/access.h"
#include "audit/audit.h"
#include "outbox/outbox.h"
#include "outbox_sql.h"

enum { REPORT_DELIVERED = 1, REPORT_UNDELIVERED = 2, REPORT_REFUSED = 16 };

static const int64_t confirm_lasts = INT64_C(48) * 3600 * 1000000;
static const int64_t report_lasts = INT64_C(7) * 86400 * 1000000;

struct str link_draw(struct arena *a)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char drawn[LINK_TOKEN];
	char *token = arena_alloc(a, LINK_TOKEN);

	if (getrandom(drawn, sizeof(drawn), 0) != sizeof(drawn))
		die("no random numbers");
	for (size_t i = 0; i < LINK_TOKEN; i++)
		token[i] = letters[drawn[i] & 31];
	return str_n(token, LINK_TOKEN);
}

struct str link_digest(struct arena *a, struct str token)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	struct buf hex = { .arena = a };

	SHA256((const unsigned char *)token.p, token.n, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_addf(&hex, "%02x", digest[i]);
	return buf_str(&hex);
}

bool link_keep(
	struct db_write *w, int64_t message, struct str confirm, struct str report, struct err *e)
{
	struct arena *a = db_write_arena(w);
	int64_t now = clock_now();

	if (!outbox_links_over(w, now, e))
		return false;
	if (confirm.n && !outbox_link_add(w, link_digest(a, confirm), message, S("confirm"),
				 now + confirm_lasts, e))
		return false;
	return !report.n || outbox_link_add(w, link_digest(a, report), message, S("report"),
				    now + report_lasts, e);
}

/* --- confirming */

bool outbox_link_open(struct db_read *r, struct str token, struct outbox_link_notice_row *out,
	bool *found, struct err *e)
{
	return outbox_link_notice(
		r, link_digest(db_read_arena(r), token), clock_now(), out, found, e);
}

struct confirm {
	struct str token;
	int64_t account;
};

static bool confirm_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct confirm *m = c->arg;
	struct outbox_link_notice_row notice;
	int64_t changed;
	bool found;

	if (!outbox_link_open(db_write_read(w), m->token, &notice, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_outbox_no_link);
	if (!outbox_notice_ack(w, notice.id, m->account, clock_now(), &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_outbox_acked_already);
}

bool outbox_link_prepare(struct db_read *r, struct str token, struct change *c, struct err *e)
{
	struct confirm *m = NEW(db_read_arena(r), struct confirm);
	struct outbox_link_notice_row notice;
	bool found;

	if (!outbox_link_open(r, token, &notice, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_outbox_no_link);
	if (notice.acked != DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_outbox_acked_already);
	*m = (struct confirm){ token, notice.account };
	c->entry.actor = notice.account;
	c->entry.actor_name = S("sms:link");
	c->entry.action = S("notice.ack");
	c->entry.object = S("outbox");
	c->entry.object_id = notice.id;
	c->apply = confirm_apply;
	c->arg = m;
	return true;
}

/* --- what the gateway reports */

struct report {
	int64_t message;
	struct str word;
};

static struct str report_word(int64_t status)
{
	if (status == REPORT_DELIVERED)
		return S("delivered");
	return status == REPORT_UNDELIVERED || status == REPORT_REFUSED ? S("undelivered")
									: S("waits");
}

static bool report_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct report *m = c->arg;
	int64_t changed;

	return outbox_report_set(w, m->message, m->word, clock_now(), &changed, e);
}

bool outbox_report(struct db *db, struct db_read *r, struct str token, int64_t status, bool *known,
	struct err *e)
{
	struct outbox_link_report_row link;
	struct report m = { .word = report_word(status) };
	struct change c = { .apply = report_apply, .arg = &m };

	if (!outbox_link_report(
		    r, link_digest(db_read_arena(r), token), clock_now(), &link, known, e) ||
		!*known)
		return e->code == ERR_NONE;
	m.message = link.id;
	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:gateway"),
		.permission = S("system"),
		.action = S("outbox.report"),
		.object = S("outbox"),
		.object_id = link.id,
	};
	return audit_change(db, &c, e);
}

enum text_id outbox_report_text(struct str report)
{
	if (str_eq(report, S("delivered")))
		return T_outbox_delivered;
	if (str_eq(report, S("undelivered")))
		return T_outbox_undelivered;
	return report.n ? T_outbox_report_waits : T_NONE;
}

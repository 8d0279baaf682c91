/*
 * What the outbox holds and what may be said about it: putting messages, contact data,
 * settings, a person's word on a message. The sending itself is in send.c.
 */
#include "outbox/outbox.h"

#include <sys/random.h>

#include "access/access.h"
#include "base/json.h"
#include "base/viet.h"
#include "outbox/check.h"
#include "outbox/secret.h"
#include "outbox_sql.h"

enum { TOKEN_BYTES = 8, BASE_MAX = 200, SETTING_MAX = 300 };

static const int64_t day = INT64_C(86400) * 1000000;
/* How long a message is worth sending. */
static const int64_t lasts[OUTBOX_CHANNELS] = {
	[OUTBOX_PAGE] = 0, [OUTBOX_MAIL] = 7, [OUTBOX_SMS] = 1
};

static const char *const channel_words[OUTBOX_CHANNELS] = { "page", "mail", "sms" };

/* --- putting */

static struct str draw_token(struct arena *a)
{
	unsigned char bytes[TOKEN_BYTES];
	struct buf b = { .arena = a };

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		die("no random numbers");
	for (size_t i = 0; i < sizeof(bytes); i++)
		buf_addf(&b, "%02x", bytes[i]);
	return buf_str(&b);
}

static bool wanted(struct db_read *r, const struct outbox_new *m, bool *wants, struct err *e)
{
	struct outbox_contact_of_row c;
	bool found;

	*wants = m->channel == OUTBOX_PAGE;
	if (*wants || !outbox_contact_of(r, m->account, &c, &found, e))
		return *wants;
	*wants = found &&
		 (m->channel == OUTBOX_MAIL ? c.wants_mail && c.mail.p : c.wants_sms && c.mobile.p);
	return true;
}

/* One line: what could end it becomes a blank. */
static struct str one_line(struct arena *a, struct str s)
{
	char *line = str_c(a, s);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F)
			line[i] = ' ';
	return str_n(line, s.n);
}

bool outbox_put(struct db_write *w, const struct outbox_new *m, int64_t *id, struct err *e)
{
	struct arena *a = db_write_arena(w);
	int64_t now = clock_now();
	bool page = m->channel == OUTBOX_PAGE, wants;

	*id = 0;
	if (!m->key.n || m->subject.n > OUTBOX_SUBJECT_MAX * 4 || m->body.n > OUTBOX_BODY_MAX)
		return FAIL(e, ERR_INTERNAL, T_outbox_not_put);
	if (!wanted(db_write_read(w), m, &wants, e))
		return false;
	if (!wants)
		return true;
	return outbox_message_add(w, m->account, str_z(channel_words[m->channel]), m->key,
		draw_token(a), m->subject.p ? one_line(a, m->subject) : S(""), m->body,
		m->link.p ? m->link : S(""), page ? S("sent") : S("queued"), now,
		page ? INT64_MAX : now + lasts[m->channel] * day, page ? now : DB_NULL, m->ack,
		page && m->digest, m->confirms ? m->confirms : DB_NULL, id, e);
}

bool outbox_tell(struct db_write *w, const struct access_told *m, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct outbox_new one = { .account = m->account,
		.subject = m->subject,
		.body = m->body,
		.link = m->link,
		.channel = OUTBOX_PAGE };
	int64_t id;

	one.key = str_fmt(a, "%.*s/page", STR_ARG(m->key));
	if (!outbox_put(w, &one, &id, e))
		return false;
	one.channel = OUTBOX_MAIL;
	one.key = str_fmt(a, "%.*s/mail", STR_ARG(m->key));
	return outbox_put(w, &one, &id, e);
}

bool outbox_told(struct db_write *w, int64_t account, int64_t upto, struct err *e)
{
	return outbox_news_told(w, account, upto, e);
}

bool outbox_base(struct db_read *r, struct str *base, struct err *e)
{
	struct outbox_settings s;

	if (!outbox_settings_read(r, &s, e))
		return false;
	*base = s.base;
	return true;
}

bool outbox_unread_count(struct db_read *r, int64_t account, int64_t *n, struct err *e)
{
	struct outbox_unread_row row;
	bool found;

	if (!outbox_unread(r, account, &row, &found, e))
		return false;
	*n = row.n;
	return true;
}

/* --- contact data */

struct contact_change {
	int64_t account;
	struct outbox_contact to;
};

static bool contact_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct contact_change *m = c->arg;
	const struct outbox_contact *to = &m->to;
	int64_t now = clock_now(), changed;
	bool ok = to->version
			  ? outbox_contact_set(w, m->account, to->mail, to->mobile, to->wants_mail,
				    to->wants_sms, now, to->version, &changed, e)
			  : outbox_contact_add(w, m->account, to->mail, to->mobile, to->wants_mail,
				    to->wants_sms, now, &changed, e);

	if (!ok)
		return false;
	return changed || FAIL(e, ERR_STALE, T_outbox_stale);
}

/* The log is told that and what was chosen, not the address and the number. */
static struct str contact_detail(struct arena *a, const struct outbox_contact *to)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_bool(&j, "mail", to->mail.p != NULL);
	json_bool(&j, "mobile", to->mobile.p != NULL);
	json_bool(&j, "wants_mail", to->wants_mail);
	json_bool(&j, "wants_sms", to->wants_sms);
	json_close(&j);
	return buf_str(&b);
}

bool outbox_contact_prepare(struct arena *a, int64_t account, const struct outbox_contact *in,
	struct change *c, struct err *e)
{
	struct contact_change *m = NEW(a, struct contact_change);

	*m = (struct contact_change){ account, *in };
	if (!in->mail.n)
		m->to.mail = STR_NULL;
	else if (!outbox_mail_right(in->mail))
		return FAIL(e, ERR_INPUT, T_outbox_mail_wrong);
	if (!in->mobile.n)
		m->to.mobile = STR_NULL;
	else if (!outbox_mobile_of(a, in->mobile, &m->to.mobile))
		return FAIL(e, ERR_INPUT, T_outbox_mobile_wrong);
	if (in->wants_mail && !m->to.mail.p)
		return FAIL(e, ERR_INPUT, T_outbox_mail_missing);
	if (in->wants_sms && !m->to.mobile.p)
		return FAIL(e, ERR_INPUT, T_outbox_mobile_missing);
	c->apply = contact_apply;
	c->arg = m;
	c->entry.action = S("outbox.contact");
	c->entry.object = S("account");
	c->entry.object_id = account;
	c->entry.detail = contact_detail(a, &m->to);
	return true;
}

/* --- settings */

static const char *const tls_words[] = { "none", "starttls", "tls" };

const char *outbox_tls_word(enum outbox_tls tls)
{
	return tls_words[tls];
}

bool outbox_tls_of(struct str word, enum outbox_tls *out)
{
	for (size_t i = 0; i < COUNT(tls_words); i++)
		if (str_eq(word, str_z(tls_words[i]))) {
			*out = (enum outbox_tls)i;
			return true;
		}
	return false;
}

bool outbox_settings_read(struct db_read *r, struct outbox_settings *s, struct err *e)
{
	struct outbox_settings_row row;
	bool found;

	if (!outbox_settings(r, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INTERNAL, T_outbox_no_settings);
	*s = (struct outbox_settings){ .base = row.base,
		.host = row.host,
		.port = row.port,
		.login = row.login,
		.password_kept = row.password_box.n > 0,
		.sender = row.sender,
		.sender_name = row.sender_name,
		.ca = row.ca,
		.sms_url = row.sms_url,
		.sms_login = row.sms_login,
		.sms_password_kept = row.sms_password_box.n > 0,
		.sms_sender = row.sms_sender,
		.sms_report = row.sms_report,
		.version = row.version };
	return outbox_tls_of(row.tls, &s->tls) || FAIL(e, ERR_INTERNAL, T_outbox_no_settings);
}

struct settings_change {
	struct outbox_settings to;
	struct str box, sms_box; /* of new passwords */
};

/* What stays, what is new, or nothing. */
static struct str box_of(struct str typed, struct str made, struct str kept)
{
	if (!typed.p)
		return kept;
	return typed.n ? made : STR_NULL;
}

static bool settings_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct settings_change *m = c->arg;
	const struct outbox_settings *s = &m->to;
	struct outbox_settings_row now;
	int64_t changed;
	bool found;

	if (!outbox_settings(db_write_read(w), &now, &found, e) ||
		!outbox_settings_set(w, s->base, s->host, s->port, str_z(tls_words[s->tls]),
			s->login, box_of(s->password, m->box, now.password_box), s->sender,
			s->sender_name, s->ca, s->sms_url, s->sms_login,
			box_of(s->sms_password, m->sms_box, now.sms_password_box), s->sms_sender,
			s->sms_report, clock_now(), s->version, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_outbox_stale);
}

static struct str settings_detail(struct arena *a, const struct outbox_settings *s)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "base", s->base);
	json_str(&j, "host", s->host);
	json_int(&j, "port", s->port);
	json_str(&j, "tls", str_z(tls_words[s->tls]));
	json_bool(&j, "login", s->login.n > 0);
	json_bool(&j, "password_new", s->password.p != NULL);
	json_str(&j, "sender", s->sender);
	json_str(&j, "sms_url", s->sms_url);
	json_str(&j, "sms_report", s->sms_report);
	json_bool(&j, "sms_login", s->sms_login.n > 0);
	json_bool(&j, "sms_password_new", s->sms_password.p != NULL);
	json_close(&j);
	return buf_str(&b);
}

static bool wrong(const char **field, const char *name, struct err *e, enum text_id text)
{
	*field = name;
	return FAIL(e, ERR_INPUT, text);
}

static bool check_mail(const struct outbox_settings *s, const char **field, struct err *e)
{
	if (!s->host.n)
		return true;
	if (!check_host(s->host))
		return wrong(field, "host", e, T_outbox_host_wrong);
	if (s->port < 1 || s->port > 65535)
		return wrong(field, "port", e, T_outbox_port_wrong);
	if (!outbox_mail_right(s->sender))
		return wrong(field, "sender", e, T_outbox_sender_wrong);
	/* a password does not go over an open line */
	if (s->login.n && s->tls == OUTBOX_PLAIN)
		return wrong(field, "tls", e, T_outbox_tls_needed);
	return true;
}

static bool check_all(const struct outbox_settings *s, const char **field, struct err *e)
{
	const struct str texts[] = { s->base, s->login, s->password, s->sender_name, s->ca,
		s->sms_url, s->sms_login, s->sms_password, s->sms_sender, s->sms_report };
	static const char *const names[] = { "base", "login", "password", "sender_name", "ca",
		"sms_url", "sms_login", "sms_password", "sms_sender", "sms_report" };

	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i].n > SETTING_MAX || !check_one_line(texts[i]))
			return wrong(field, names[i], e, T_outbox_setting_wrong);
	if (s->base.n && (s->base.n > BASE_MAX || !check_url(s->base) || str_ends(s->base, S("/"))))
		return wrong(field, "base", e, T_outbox_base_wrong);
	if (s->sms_url.n && !check_url(s->sms_url))
		return wrong(field, "sms_url", e, T_outbox_url_wrong);
	if (s->sms_report.n && (s->sms_report.n > BASE_MAX || !check_url(s->sms_report) ||
				       str_ends(s->sms_report, S("/"))))
		return wrong(field, "sms_report", e, T_outbox_base_wrong);
	return check_mail(s, field, e);
}

bool outbox_settings_prepare(struct db *db, struct arena *a, const struct outbox_settings *s,
	struct change *c, const char **field, struct err *e)
{
	struct settings_change *m = NEW(a, struct settings_change);

	*field = NULL;
	m->to = *s;
	if (!check_all(&m->to, field, e) ||
		!secret_seal(db, a, SECRET_MAIL, s->password, &m->box, e) ||
		!secret_seal(db, a, SECRET_SMS, s->sms_password, &m->sms_box, e))
		return false;
	c->apply = settings_apply;
	c->arg = m;
	c->entry.action = S("outbox.settings");
	c->entry.object = S("outbox");
	c->entry.detail = settings_detail(a, &m->to);
	return true;
}

bool outbox_may_set(struct db_read *r, const struct actor *actor, bool *may, struct err *e)
{
	struct outbox_beyond_row row;
	bool beyond;

	*may = false;
	if (!actor_may(actor, PERM_outbox_manage))
		return true;
	if (!outbox_beyond(r, actor->account, date_today(), &row, &beyond, e))
		return false;
	*may = !beyond;
	return true;
}

/* --- a person's word on a message */

static bool again_apply(struct db_write *w, struct change *c, struct err *e)
{
	int64_t now = clock_now(), changed;

	if (!outbox_again(w, c->entry.object_id, now, now + lasts[OUTBOX_MAIL] * day, &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_outbox_on_its_way);
}

static bool arrived_apply(struct db_write *w, struct change *c, struct err *e)
{
	int64_t changed;

	if (!outbox_arrived(w, c->entry.object_id, clock_now(), &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_outbox_not_unknown);
}

static void word_on(struct change *c, const char *action, int64_t id,
	bool (*apply)(struct db_write *, struct change *, struct err *))
{
	c->apply = apply;
	c->entry.action = str_z(action);
	c->entry.object = S("outbox");
	c->entry.object_id = id;
}

bool outbox_again_prepare(struct arena *a, int64_t id, struct change *c, struct err *e)
{
	(void)a;
	(void)e;
	word_on(c, "outbox.again", id, again_apply);
	return true;
}

bool outbox_arrived_prepare(struct arena *a, int64_t id, struct change *c, struct err *e)
{
	(void)a;
	(void)e;
	word_on(c, "outbox.arrived", id, arrived_apply);
	return true;
}

struct ack {
	int64_t account;
};

static bool ack_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct ack *m = c->arg;
	int64_t changed;

	if (!outbox_notice_ack(w, c->entry.object_id, m->account, clock_now(), &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_outbox_acked_already);
}

bool outbox_ack_prepare(
	struct arena *a, int64_t account, int64_t notice, struct change *c, struct err *e)
{
	struct ack *m = NEW(a, struct ack);

	(void)e;
	m->account = account;
	word_on(c, "notice.ack", notice, ack_apply);
	c->arg = m;
	return true;
}

/* --- in words */

enum text_id outbox_state_text(struct str state)
{
	static const struct {
		const char *word;
		enum text_id text;
	} states[] = {
		{ "queued", T_outbox_queued },
		{ "claimed", T_outbox_sending },
		{ "handing", T_outbox_sending },
		{ "sent", T_outbox_sent },
		{ "unknown", T_outbox_unknown },
		{ "failed", T_outbox_failed },
		{ "expired", T_outbox_expired },
	};

	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq(state, str_z(states[i].word)))
			return states[i].text;
	return T_NONE;
}

enum text_id outbox_channel_text(struct str channel)
{
	return str_eq(channel, S("mail"))  ? T_outbox_mail
	       : str_eq(channel, S("sms")) ? T_outbox_sms
					   : T_outbox_page;
}

bool outbox_doubt(struct db_write *w, int64_t *messages, struct err *e)
{
	return outbox_doubt_all(w, S("restored from a backup"), messages, e);
}

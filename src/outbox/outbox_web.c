/*
 * Pages of messages: one's own notices and how one wants to be told; for who runs the
 * installation, what became of mails and short messages (never what they say) and where
 * they are handed over.
 */
#include "outbox/outbox_web.h"

#include "access/account.h"
#include "base/json.h"
#include "outbox_routes.h"
#include "urls.h"
#include "web/request.h"

enum { PAGE = 50 };

static int64_t before_of(int64_t given)
{
	return given == DB_NULL ? INT64_MAX : given;
}

/* --- notices */

/* ROUTE notice_list
 * GET        /notices
 * query      before:int?
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       notice_list_page
 * json       notice_list_json /api/v1/notices
 * export     none
 * title      outbox.notices
 */
bool notice_list(struct request *rq, const struct notice_list_in *in, struct notice_list_page *page,
	struct err *e)
{
	if (!outbox_notices(
		    rq->read, rq->actor.account, before_of(in->before), PAGE, &page->rows, e))
		return false;
	LIST_EACH(n, &page->rows)
		if (n->read_at == DB_NULL && !page->newest)
			page->newest = n->id;
	if (page->rows.n == PAGE)
		page->next = url_notice_list(rq->arena, .before = page->rows.v[PAGE - 1].id);
	return true;
}

static void moment_json(struct json *j, const char *name, int64_t at)
{
	if (at == DB_NULL)
		json_null(j, name);
	else
		json_time(j, name, at);
}

void notice_list_json(struct json *j, const struct notice_list_page *p)
{
	json_list(j, "notices");
	LIST_EACH(n, &p->rows) {
		json_open_item(j);
		json_int(j, "id", n->id);
		json_str(j, "subject", n->subject);
		json_str(j, "body", n->body);
		json_str(j, "link", n->link.n ? n->link : STR_NULL);
		json_time(j, "made", n->made);
		moment_json(j, "read", n->read_at);
		json_bool(j, "to_confirm", n->ack);
		moment_json(j, "confirmed", n->acked);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->next);
}

static bool load_notice(
	struct request *rq, int64_t id, struct outbox_notice_row *row, struct err *e)
{
	bool found;

	if (!outbox_notice(rq->read, id, rq->actor.account, row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_outbox_no_notice);
}

/* ROUTE notice_show
 * GET        /notices/{notice:int}
 * query      none
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       notice_page
 * json       none
 * export     none
 * title      outbox.notice
 */
bool notice_show(struct request *rq, const struct notice_show_in *in, struct notice_page *page,
	struct err *e)
{
	if (!load_notice(rq, in->notice, &page->notice, e))
		return false;
	request_title(rq, page->notice.subject);
	return true;
}

struct reading {
	int64_t account;
};

static bool read_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct reading *m = c->arg;
	int64_t changed;

	return outbox_notice_read(w, c->entry.object_id, m->account, clock_now(), &changed, e);
}

static bool read_all_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct reading *m = c->arg;
	int64_t changed;

	return outbox_notices_read(w, m->account, c->entry.object_id, clock_now(), &changed, e);
}

static void prepare_reading(struct request *rq, struct change *c, int64_t id,
	bool (*apply)(struct db_write *, struct change *, struct err *))
{
	struct reading *m = NEW(rq->arena, struct reading);

	m->account = rq->actor.account;
	c->apply = apply;
	c->arg = m;
	c->entry.object = S("notice");
	c->entry.object_id = id;
}

/* ROUTE notice_open
 * POST       /notices/{notice:int}/open
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      notice.read
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      outbox.notice
 */
bool notice_open(
	struct request *rq, const struct notice_open_in *in, struct change *c, struct err *e)
{
	struct outbox_notice_row row;

	if (!load_notice(rq, in->notice, &row, e))
		return false;
	rq->unchanged = row.read_at != DB_NULL;
	prepare_reading(rq, c, in->notice, read_apply);
	request_redirect(rq, row.link.n && !row.ack
				     ? row.link
				     : url_notice_show(rq->arena, .notice = in->notice));
	return true;
}

/* ROUTE notice_read_all
 * POST       /notices/read
 * form       upto:int
 * permission login
 * scope      own
 * csrf       token
 * audit      notice.read
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      outbox.notices
 */
bool notice_read_all(
	struct request *rq, const struct notice_read_all_in *in, struct change *c, struct err *e)
{
	(void)e;
	prepare_reading(rq, c, in->upto, read_all_apply);
	request_redirect(rq, url_notice_list(rq->arena));
	return true;
}

/* ROUTE notice_ack
 * POST       /notices/{notice:int}/ack
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      notice.ack
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      outbox.ack
 */
bool notice_ack(struct request *rq, const struct notice_ack_in *in, struct change *c, struct err *e)
{
	struct outbox_notice_row row;

	if (!load_notice(rq, in->notice, &row, e))
		return false;
	request_redirect(rq, url_notice_show(rq->arena, .notice = in->notice));
	return outbox_ack_prepare(rq->arena, rq->actor.account, in->notice, c, e);
}

/* --- how one wants to be told */

/* ROUTE reminder_choice
 * GET        /account/reminders
 * query      none
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       reminder_choice_page
 * json       none
 * export     none
 * title      outbox.choice
 */
bool reminder_choice(struct request *rq, const struct reminder_choice_in *in,
	struct reminder_choice_page *page, struct err *e)
{
	struct outbox_contact_of_row row;
	struct outbox_settings s;
	bool found;

	(void)in;
	if (!outbox_contact_of(rq->read, rq->actor.account, &row, &found, e) ||
		!outbox_settings_read(rq->read, &s, e))
		return false;
	if (found)
		page->contact = (struct outbox_contact){ row.mail, row.mobile, row.wants_mail,
			row.wants_sms, row.version };
	page->sends_mail = s.host.n > 0;
	page->sends_sms = s.sms_url.n > 0;
	return true;
}

/* ROUTE reminder_choice_set
 * POST       /account/reminders
 * form       mail:text(254)? mobile:text(30)? wants_mail:bool wants_sms:bool version:int
 * permission login
 * scope      own
 * csrf       token
 * audit      outbox.contact
 * body       4K
 * rate       change
 * again      reminder_choice
 * json       none
 * title      outbox.choice
 */
bool reminder_choice_set(struct request *rq, const struct reminder_choice_set_in *in,
	struct change *c, struct err *e)
{
	struct outbox_contact contact = { in->mail, in->mobile, in->wants_mail, in->wants_sms,
		in->version };

	request_redirect(rq, url_reminder_choice(rq->arena));
	if (outbox_contact_prepare(rq->arena, rq->actor.account, &contact, c, e))
		return true;
	request_field(rq, e->text == T_outbox_mobile_wrong || e->text == T_outbox_mobile_missing
				  ? "mobile"
				  : "mail");
	return false;
}

/* --- what became of messages */

/* ROUTE message_list
 * GET        /outbox
 * query      state:word? before:int?
 * permission outbox.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       message_list_page
 * json       message_list_json /api/v1/outbox
 * export     none
 * title      outbox.messages
 */
bool message_list(struct request *rq, const struct message_list_in *in,
	struct message_list_page *page, struct err *e)
{
	struct outbox_settings s;

	page->state = in->state.n && outbox_state_text(in->state) != T_NONE ? in->state : STR_NULL;
	if (!outbox_list(rq->read, rq->actor.account, page->state, before_of(in->before), PAGE,
		    &page->rows, e) ||
		!outbox_counts(rq->read, rq->actor.account, &page->counts, e) ||
		!outbox_settings_read(rq->read, &s, e) ||
		!outbox_may_set(rq->read, &rq->actor, &page->may_set, e))
		return false;
	page->sends_mail = s.host.n > 0;
	page->sends_sms = s.sms_url.n > 0;
	if (page->rows.n == PAGE)
		page->next = url_message_list(
			rq->arena, .state = page->state, .before = page->rows.v[PAGE - 1].id);
	return true;
}

void message_list_json(struct json *j, const struct message_list_page *p)
{
	json_list(j, "messages");
	LIST_EACH(m, &p->rows) {
		json_open_item(j);
		json_int(j, "id", m->id);
		json_str(j, "to", m->display);
		json_str(j, "agency", m->agency);
		json_str(j, "channel", m->channel);
		json_str(j, "state", m->state);
		json_int(j, "tries", m->tries);
		json_str(j, "answer", m->answer);
		json_time(j, "made", m->made);
		moment_json(j, "sent", m->sent);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->next);
}

static bool reached(struct request *rq, int64_t message, struct err *e)
{
	struct outbox_message_reached_row row;
	bool found;

	if (!outbox_message_reached(rq->read, message, rq->actor.account, &row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_outbox_no_message);
}

/* ROUTE message_again
 * POST       /outbox/{message:int}/again
 * form       none
 * permission outbox.manage
 * scope      agency
 * csrf       token
 * audit      outbox.again
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      outbox.again
 */
bool message_again(
	struct request *rq, const struct message_again_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_message_list(rq->arena));
	return reached(rq, in->message, e) && outbox_again_prepare(rq->arena, in->message, c, e);
}

/* ROUTE message_arrived
 * POST       /outbox/{message:int}/arrived
 * form       none
 * permission outbox.manage
 * scope      agency
 * csrf       token
 * audit      outbox.arrived
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      outbox.arrived
 */
bool message_arrived(
	struct request *rq, const struct message_arrived_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_message_list(rq->arena));
	return reached(rq, in->message, e) && outbox_arrived_prepare(rq->arena, in->message, c, e);
}

/* --- settings */

static void tls_options(struct request *rq, struct message_setup_page *page)
{
	static const enum text_id labels[] = { T_outbox_tls_none, T_outbox_tls_starttls,
		T_outbox_tls_tls };

	for (enum outbox_tls tls = OUTBOX_PLAIN; tls <= OUTBOX_TLS; tls++)
		LIST_PUSH(rq->arena, &page->tls,
			((struct option){ str_z(outbox_tls_word(tls)),
				text_get(rq->lang, labels[tls]), tls == page->settings.tls }));
}

/* ROUTE message_setup
 * GET        /outbox/settings
 * query      none
 * permission outbox.manage
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       message_setup_page
 * json       none
 * export     none
 * title      outbox.settings
 */
bool message_setup(struct request *rq, const struct message_setup_in *in,
	struct message_setup_page *page, struct err *e)
{
	(void)in;
	if (!outbox_settings_read(rq->read, &page->settings, e) ||
		!outbox_may_set(rq->read, &rq->actor, &page->may_set, e))
		return false;
	page->port = str_fmt(rq->arena, "%lld", (long long)page->settings.port);
	tls_options(rq, page);
	return true;
}

static struct str given(struct str s)
{
	return s.p ? s : S("");
}

/* ROUTE message_setup_set
 * POST       /outbox/settings
 * form       base:text(200)? host:text(253)? port:int tls:word login:text(200)? password:secret(1024)? sender:text(254)? sender_name:text(80)? ca:text(300)? sms_url:text(300)? sms_login:text(200)? sms_password:secret(1024)? sms_sender:text(20)? sms_report:text(200)? version:int
 * permission outbox.manage
 * scope      none
 * csrf       token
 * audit      outbox.settings
 * body       16K
 * rate       change
 * again      message_setup
 * json       none
 * title      outbox.settings
 */
bool message_setup_set(
	struct request *rq, const struct message_setup_set_in *in, struct change *c, struct err *e)
{
	/* an empty password field: the one that is kept */
	struct outbox_settings s = { .base = given(in->base),
		.host = given(in->host),
		.port = in->port,
		.login = given(in->login),
		.password = in->password.n ? in->password : STR_NULL,
		.sender = given(in->sender),
		.sender_name = given(in->sender_name),
		.ca = given(in->ca),
		.sms_url = given(in->sms_url),
		.sms_login = given(in->sms_login),
		.sms_password = in->sms_password.n ? in->sms_password : STR_NULL,
		.sms_sender = given(in->sms_sender),
		.sms_report = given(in->sms_report),
		.version = in->version };
	const char *field;
	bool may;

	request_redirect(rq, url_message_list(rq->arena));
	if (!outbox_may_set(rq->read, &rq->actor, &may, e))
		return false;
	if (!may)
		return access_refuse(rq->db, c, T_outbox_may_not_set, e);
	if (!outbox_tls_of(in->tls, &s.tls))
		return request_refuse(rq, "tls", e, ERR_INPUT, T_outbox_tls_wrong);
	if (outbox_settings_prepare(rq->db, rq->arena, &s, c, &field, e))
		return true;
	if (field)
		request_field(rq, field);
	return false;
}

/* --- links of a short message */

/* Looking changes nothing: telephones open addresses before anybody does. */
/* ROUTE notice_link
 * GET        /c/{token:word}
 * query      none
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       login
 * html       notice_link_page
 * json       none
 * export     none
 * title      outbox.ack
 */
bool notice_link(struct request *rq, const struct notice_link_in *in, struct notice_link_page *page,
	struct err *e)
{
	page->token = in->token;
	return outbox_link_open(rq->read, in->token, &page->notice, &page->open, e);
}

/* ROUTE notice_link_ack
 * POST       /c/{token:word}
 * form       none
 * permission public
 * scope      none
 * csrf       token
 * audit      notice.ack
 * body       1K
 * rate       login
 * again      notice_link
 * json       none
 * title      outbox.ack
 */
bool notice_link_ack(
	struct request *rq, const struct notice_link_ack_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_notice_link(rq->arena, .token = in->token));
	return outbox_link_prepare(rq->read, in->token, c, e);
}

/* ROUTE message_report
 * GET        /sms/{token:word}
 * query      status:int
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      outbox.messages
 */
bool message_report(
	struct request *rq, const struct message_report_in *in, struct reply *reply, struct err *e)
{
	bool known;

	if (!outbox_report(rq->db, rq->read, in->token, in->status, &known, e))
		return false;
	*reply = (struct reply){ S("text/plain; charset=utf-8"), S("report.txt"), S("ok\n") };
	return known || FAIL(e, ERR_ABSENT, T_outbox_no_link);
}

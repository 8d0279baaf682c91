/*
 * Messages: put once, addressed by contact data only, handed over once whatever the peer
 * does. The peer here is a socket that answers as a mail server in trouble would; real
 * servers are spoken to in test/e2e/urge.test.mjs.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "access/access.h"
#include "access/account.h"
#include "access_sql.h"
#include "outbox/outbox.h"
#include "outbox/link.h"
#include "outbox/peer.h"
#include "outbox/secret.h"
#include "outbox_sql.h"
#include "test/cmocka.h"
#include "test/support.h"

static struct test_db t;
static struct err e;
static int64_t account;

static struct audit_entry entry(const char *action)
{
	return (struct audit_entry){ .actor = ACCOUNT_SYSTEM,
		.actor_name = S("test"),
		.permission = S("outbox.manage"),
		.action = str_z(action) };
}

static struct db_read *read_begin(void)
{
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	return r;
}

static void commit(struct change *c)
{
	assert_ok(audit_change(t.db, c, &e), &e);
}

struct put {
	struct outbox_new m;
	int64_t id;
};

static bool put_apply(struct db_write *w, struct change *c, struct err *err)
{
	struct put *p = c->arg;

	return outbox_put(w, &p->m, &p->id, err);
}

static int64_t put(enum outbox_channel channel, const char *key)
{
	struct put p = {
		.m = { .account = account,
			.channel = channel,
			.key = str_z(key),
			.subject = S("3 việc cần làm, 11/9/2025"),
			.body = S("II.2.1.a, Kế hoạch 19/KH-BCĐ138/CP: chậm nhất 14/9/2025\n") }
	};
	struct change c = { .entry = entry("test.put"), .apply = put_apply, .arg = &p };

	commit(&c);
	return p.id;
}

static void contact(const char *mail, const char *mobile)
{
	struct outbox_contact_of_row row;
	struct db_read *r = read_begin();
	bool found;

	assert_ok(outbox_contact_of(r, account, &row, &found, &e), &e);
	db_read_end(r);
	struct outbox_contact in = { .mail = str_z(mail),
		.mobile = str_z(mobile),
		.wants_mail = mail != NULL,
		.wants_sms = mobile != NULL,
		.version = found ? row.version : 0 };
	struct change c = { .entry = entry("outbox.contact") };

	assert_ok(outbox_contact_prepare(t.arena, account, &in, &c, &e), &e);
	commit(&c);
}

static struct outbox_settings settings(void)
{
	struct outbox_settings s;
	struct db_read *r = read_begin();

	assert_ok(outbox_settings_read(r, &s, &e), &e);
	db_read_end(r);
	return s;
}

static void set(struct outbox_settings s)
{
	struct change c = { .entry = entry("outbox.settings") };
	const char *field;

	assert_ok(outbox_settings_prepare(t.db, t.arena, &s, &c, &field, &e), &e);
	commit(&c);
}

static void set_server(int port)
{
	struct outbox_settings s = settings();

	s.host = S("127.0.0.1");
	s.port = port;
	s.tls = OUTBOX_PLAIN;
	s.sender = S("nhacviec@haidang.example.vn");
	set(s);
}

struct seen {
	struct str state, answer;
	int64_t tries;
};

static struct seen state_of(int64_t id)
{
	struct outbox_list_rows rows;
	struct db_read *r = read_begin();
	struct seen s = { 0 };

	assert_ok(outbox_list(r, ACCOUNT_SYSTEM, STR_NULL, INT64_MAX, 1000, &rows, &e), &e);
	db_read_end(r);
	LIST_EACH(row, &rows)
		if (row->id == id)
			s = (struct seen){ row->state, row->answer, row->tries };
	assert_non_null(s.state.p);
	return s;
}

#define assert_state(id, word) assert_true(str_eq(state_of(id).state, S(word)))

static struct outbox_sent send_now(void)
{
	struct outbox_sent sent;

	assert_ok(outbox_send(t.db, &sent, &e), &e);
	return sent;
}

/* What other tests left waiting goes past its time. */
static void empty(void)
{
	clock_hold(clock_now() + INT64_C(8 * 86400) * 1000000);
	assert_int_equal(send_now().sent, 0);
	clock_hold(0);
}

/* --- a mail server in trouble */

struct server {
	const char *rcpt,
		*end; /* what RCPT and the last dot are answered; "": the line goes dead */
	int listen, port;
	int taken;	  /* dots that were seen */
	char text[65536]; /* the last message */
	pthread_t thread;
};

static void say(int fd, const char *line)
{
	if (write(fd, line, strlen(line)) < 0)
		return;
	if (write(fd, "\r\n", 2) < 0)
		return;
}

static bool read_line(FILE *in, char *line, size_t size)
{
	return fgets(line, (int)size, in) != NULL;
}

static void take_text(struct server *s, FILE *in)
{
	char line[2048];
	size_t n = 0;

	while (read_line(in, line, sizeof(line)) && strcmp(line, ".\r\n") != 0)
		if (n + strlen(line) < sizeof(s->text)) {
			memcpy(s->text + n, line, strlen(line) + 1);
			n += strlen(line);
		}
	s->taken++;
}

static void talk(struct server *s, int fd)
{
	FILE *in = fdopen(dup(fd), "r");
	char line[2048];

	say(fd, "220 test");
	while (read_line(in, line, sizeof(line))) {
		if (strncmp(line, "RCPT", 4) == 0) {
			say(fd, s->rcpt);
		} else if (strncmp(line, "DATA", 4) == 0) {
			say(fd, "354 go on");
			take_text(s, in);
			if (!*s->end)
				break;
			say(fd, s->end);
		} else if (strncmp(line, "QUIT", 4) == 0) {
			say(fd, "221 bye");
			break;
		} else {
			say(fd, "250 test");
		}
	}
	fclose(in);
	close(fd);
}

static void *serve(void *arg)
{
	struct server *s = arg;
	int fd;

	while ((fd = accept(s->listen, NULL, NULL)) >= 0)
		talk(s, fd);
	return NULL;
}

static void server_start(struct server *s, const char *rcpt, const char *end)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);

	memset(s, 0, sizeof(*s));
	s->rcpt = rcpt;
	s->end = end;
	s->listen = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s->listen, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(s->listen, 5), 0);
	assert_int_equal(getsockname(s->listen, (struct sockaddr *)&at, &n), 0);
	s->port = ntohs(at.sin_port);
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
	set_server(s->port);
}

static void server_stop(struct server *s)
{
	shutdown(s->listen, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->listen);
}

/* --- tests */

static void the_same_is_put_once(void **state)
{
	(void)state;
	contact("canbo@byt.example.vn", NULL);
	assert_true(put(OUTBOX_MAIL, "once") > 0);
	assert_int_equal(put(OUTBOX_MAIL, "once"), 0);
	assert_true(put(OUTBOX_PAGE, "once.page") > 0);
}

static void only_who_wants_it_is_told(void **state)
{
	(void)state;
	contact("canbo@byt.example.vn", NULL);
	assert_int_equal(put(OUTBOX_SMS, "no mobile"), 0);
	contact(NULL, "0901 234 567");
	assert_int_equal(put(OUTBOX_MAIL, "no mail"), 0);
	assert_true(put(OUTBOX_SMS, "a mobile") > 0);
	assert_true(put(OUTBOX_PAGE, "always") > 0);
}

static void addresses_and_numbers(void **state)
{
	static const char *const right[] = { "a@b.vn", "can.bo+138@x-y.gov.vn" };
	static const char *const wrong[] = { "", "a", "a@", "@b.vn", "a@b", "a b@c.vn", "a@b.vn\n",
		"a@b.vn\r\nBcc: x@y.vn", "a@b..vn", ".a@b.vn", "<a@b.vn>", "a@b.vn,c@d.vn",
		"\"a\"@b.vn", "a@-b.vn", "ă@b.vn" };
	static const char *const mobiles[][2] = { { "0901 234 567", "+84901234567" },
		{ "+84 901.234.567", "+84901234567" }, { "84901234567", "+84901234567" },
		{ "901234567", NULL }, { "0901", NULL }, { "09012345678901234", NULL },
		{ "0901234567x", NULL }, { "+0901234567", NULL } };
	struct str out;

	(void)state;
	for (size_t i = 0; i < COUNT(right); i++)
		assert_true(outbox_mail_right(str_z(right[i])));
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(outbox_mail_right(str_z(wrong[i])));
	for (size_t i = 0; i < COUNT(mobiles); i++) {
		assert_int_equal(outbox_mobile_of(t.arena, str_z(mobiles[i][0]), &out),
			mobiles[i][1] != NULL);
		if (mobiles[i][1])
			assert_true(str_eq(out, str_z(mobiles[i][1])));
	}
}

static void contact_data_changed_meanwhile_is_not_overwritten(void **state)
{
	struct outbox_contact in = { .mail = S("cu@byt.example.vn"), .wants_mail = true };
	struct change c = { .entry = entry("outbox.contact") };

	(void)state;
	contact("moi@byt.example.vn", NULL);
	assert_ok(outbox_contact_prepare(t.arena, account, &in, &c, &e), &e);
	assert_false(audit_change(t.db, &c, &e));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
	in.wants_sms = true;
	assert_false(outbox_contact_prepare(t.arena, account, &in, &c, &e));
	assert_int_equal(e.text, T_outbox_mobile_missing);
	err_clear(&e);
}

static void refuse(struct outbox_settings s, const char *field)
{
	struct change c = { .entry = entry("outbox.settings") };
	const char *at;

	assert_false(outbox_settings_prepare(t.db, t.arena, &s, &c, &at, &e));
	assert_string_equal(at, field);
	err_clear(&e);
}

/* What the sender will say; in the database it stands sealed only. */
static struct str kept_password(void)
{
	unsigned char *plain = arena_alloc(t.arena, SECRET_MOST);
	struct outbox_settings_row row;
	struct outbox_plain_row open;
	struct db_read *r = read_begin();
	struct str password;
	bool found;

	assert_ok(outbox_settings(r, &row, &found, &e), &e);
	assert_ok(secret_open(t.db, SECRET_MAIL, row.password_box, plain, &password, &e), &e);
	assert_false(str_has(row.password_box, password));
	assert_ok(outbox_plain(r, &open, &found, &e), &e);
	assert_false(found);
	db_read_end(r);
	return password;
}

static void settings_are_checked_and_passwords_stay(void **state)
{
	struct outbox_settings good = settings(), s;

	(void)state;
	good.host = S("mail.example.vn");
	good.port = 587;
	good.tls = OUTBOX_STARTTLS;
	good.sender = S("a@example.vn");
	good.login = S("a");
	good.password = S("bi-mat");
	good.sms_url = S("http://127.0.0.1:13013/cgi-bin/sendsms");
	set(good);
	good = settings();
	assert_true(good.password_kept);
	assert_false(good.sms_password_kept);
	assert_str_equal(kept_password(), S("bi-mat"));
	good.password = STR_NULL;
	set(good);
	s = settings();
	assert_str_equal(kept_password(), S("bi-mat"));
	refuse((s.host = S("a b"), s), "host");
	s = settings();
	refuse((s.port = 0, s), "port");
	s = settings();
	refuse((s.sender = S("a@b.vn\r\nX: y"), s), "sender");
	s = settings();
	refuse((s.tls = OUTBOX_PLAIN, s), "tls");
	s = settings();
	refuse((s.base = S("ftp://x"), s), "base");
	s = settings();
	refuse((s.sms_url = S("http://u:p@x/"), s), "sms_url");
	s = settings();
	refuse((s.sender_name = S("a\r\nBcc: b@c.vn"), s), "sender_name");
	s = settings();
	s.login = S("");
	s.version--;
	struct change c = { .entry = entry("outbox.settings") };
	const char *field;

	assert_ok(outbox_settings_prepare(t.db, t.arena, &s, &c, &field, &e), &e);
	assert_false(audit_change(t.db, &c, &e));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
	s.version++;
	s.sms_url = S("");
	set(s);
}

static void a_mail_is_made_of_encoded_words(void **state)
{
	struct outbox_settings s = { .sender = S("nhac@x.vn"), .sender_name = S("Hải Đăng") };
	struct outgoing m = { .id = 7,
		.token = S("00aa"),
		.recipient = S("b@y.vn"),
		.subject = S(
			"Một tiêu đề dài hơn một từ mã hóa, để xem nó có gập dòng đúng chỗ hay không"),
		.body = S("Dòng một\n.\nDòng ba\n"),
		.made = INT64_C(1757548800000000) };
	struct str text = mail_text(t.arena, &s, &m), line;

	(void)state;
	assert_true(str_has(
		text, S("\r\nFrom: =?UTF-8?B?SOG6o2kgxJDEg25n?= <nhac@x.vn>\r\nTo: <b@y.vn>\r\n")));
	assert_true(str_has(text, S("\r\nMessage-ID: <haidang.7.00aa@x.vn>\r\n")));
	assert_true(str_has(text, S("\r\nAuto-Submitted: auto-generated\r\n\r\n")));
	assert_true(str_starts(text, S("Date: Thu, 11 Sep 2025 07:00:00 +0700\r\n")));
	while (str_split(&text, '\n', &line)) {
		assert_true(line.n <= 77); /* with the \r */
		for (size_t i = 0; i < line.n; i++)
			assert_true((unsigned char)line.p[i] < 0x80);
	}
}

static void a_short_message_has_three_parts_at_most(void **state)
{
	struct buf wide = { .arena = t.arena }, narrow = { .arena = t.arena };
	bool is_wide;
	struct str cut;

	(void)state;
	assert_true(str_eq(sms_cut(t.arena, S("Hai Dang: 3 viec"), STR_NULL, &is_wide),
		S("Hai Dang: 3 viec")));
	assert_false(is_wide);
	for (int i = 0; i < 100; i++) {
		buf_addz(&wide, "việc ");
		buf_addz(&narrow, "viec ");
	}
	cut = sms_cut(t.arena, buf_str(&wide), STR_NULL, &is_wide);
	assert_true(is_wide);
	assert_true(str_ends(cut, S("việc...")));
	assert_int_equal(cut.n, 39 * 6 + 38 + 3); /* 39 words, the blanks between, dots */
	cut = sms_cut(t.arena, buf_str(&narrow), STR_NULL, &is_wide);
	assert_true(cut.n <= 459 && cut.n > 450);
	buf_addz(&narrow, "x");
	narrow.n = 0;
	for (int i = 0; i < 600; i++)
		buf_addc(&narrow, 'x');
	assert_int_equal(sms_cut(t.arena, buf_str(&narrow), STR_NULL, &is_wide).n, 459);
}

static void a_link_behind_a_short_message_is_never_cut(void **state)
{
	struct buf wide = { .arena = t.arena };
	struct str tail = S("https://haidang.example.vn/c/abcdefghijklmnopqrstuvwx"), cut;
	bool is_wide;

	(void)state;
	assert_str_equal(sms_cut(t.arena, S("việc"), tail, &is_wide),
		str_fmt(t.arena, "việc %.*s", STR_ARG(tail)));
	for (int i = 0; i < 100; i++)
		buf_addz(&wide, "việc ");
	cut = sms_cut(t.arena, buf_str(&wide), tail, &is_wide);
	assert_true(is_wide);
	assert_true(str_ends(cut, str_fmt(t.arena, "việc... %.*s", STR_ARG(tail))));
	/* three parts of 67 letters; "ệ" has three bytes */
	assert_true(cut.n - 2 * ((cut.n - tail.n) / 6) <= 201);
}

struct keeping {
	int64_t message;
	struct str confirm, report;
};

static bool keep_apply(struct db_write *w, struct change *c, struct err *err)
{
	const struct keeping *k = c->arg;

	return link_keep(w, k->message, k->confirm, k->report, err);
}

static int64_t put_confirming(const char *key, int64_t notice)
{
	struct put p = { .m = { .account = account,
				 .channel = OUTBOX_SMS,
				 .key = str_z(key),
				 .body = S("Việc quá hạn"),
				 .confirms = notice } };
	struct change c = { .entry = entry("put"), .apply = put_apply, .arg = &p };

	commit(&c);
	return p.id;
}

static bool opens(struct str token, struct outbox_link_notice_row *notice)
{
	struct db_read *r = read_begin();
	bool found;

	assert_ok(outbox_link_open(r, token, notice, &found, &e), &e);
	db_read_end(r);
	return found;
}

static bool confirms(struct str token)
{
	struct change c = { .entry = entry("notice.ack") };
	struct db_read *r = read_begin();
	bool ok = outbox_link_prepare(r, token, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static void a_link_confirms_once_and_for_a_time(void **state)
{
	struct put p = { .m = { .account = account,
				 .channel = OUTBOX_PAGE,
				 .key = S("alarm"),
				 .subject = S("Báo động"),
				 .body = S(""),
				 .ack = true } };
	struct change c = { .entry = entry("put"), .apply = put_apply, .arg = &p };
	struct keeping k = { .confirm = link_draw(t.arena), .report = link_draw(t.arena) };
	struct outbox_link_notice_row notice;

	(void)state;
	empty();
	contact(NULL, "0901234567");
	commit(&c);
	k.message = put_confirming("alarm sms", p.id);
	c = (struct change){ .entry = entry("keep"), .apply = keep_apply, .arg = &k };
	commit(&c);
	/* looking changes nothing; the other token confirms nothing; what is kept opens nothing */
	assert_true(opens(k.confirm, &notice));
	assert_true(opens(k.confirm, &notice));
	assert_int_equal(notice.id, p.id);
	assert_int_equal(notice.acked, DB_NULL);
	assert_false(opens(k.report, &notice));
	assert_false(opens(link_digest(t.arena, k.confirm), &notice));
	assert_false(opens(link_draw(t.arena), &notice));
	assert_true(confirms(k.confirm));
	assert_true(opens(k.confirm, &notice));
	assert_int_not_equal(notice.acked, DB_NULL);
	assert_false(confirms(k.confirm));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
	/* its time is over */
	clock_hold(clock_now() + INT64_C(49) * 3600 * 1000000);
	assert_false(opens(k.confirm, &notice));
	assert_false(confirms(k.confirm));
	assert_int_equal(e.code, ERR_ABSENT);
	err_clear(&e);
	clock_hold(0);
}

static struct str report_of(int64_t message)
{
	struct outbox_list_rows rows;
	struct db_read *r = read_begin();
	struct str report = S("");

	assert_ok(outbox_list(r, ACCOUNT_SYSTEM, STR_NULL, INT64_MAX, 100, &rows, &e), &e);
	db_read_end(r);
	LIST_EACH(x, &rows)
		if (x->id == message && x->report.n)
			report = x->report;
	return report;
}

static bool reports(struct str token, int64_t status)
{
	struct db_read *r = read_begin();
	bool known;

	assert_ok(outbox_report(t.db, r, token, status, &known, &e), &e);
	db_read_end(r);
	return known;
}

static void what_the_gateway_reports_is_kept(void **state)
{
	struct keeping k = { .report = link_draw(t.arena) };
	struct change c = { .entry = entry("keep"), .apply = keep_apply, .arg = &k };

	(void)state;
	empty();
	contact(NULL, "0901234567");
	k.message = put(OUTBOX_SMS, "reported");
	commit(&c);
	assert_false(reports(link_draw(t.arena), 1));
	assert_str_equal(report_of(k.message), S(""));
	assert_true(reports(k.report, 4));
	assert_str_equal(report_of(k.message), S("waits"));
	assert_true(reports(k.report, 2));
	assert_str_equal(report_of(k.message), S("undelivered"));
	assert_true(reports(k.report, 1));
	/* what arrived stays arrived, whatever comes late */
	assert_true(reports(k.report, 2));
	assert_str_equal(report_of(k.message), S("delivered"));
}

static void what_the_server_takes_is_sent_once(void **state)
{
	struct server s;

	(void)state;
	empty();
	contact("canbo@byt.example.vn", NULL);
	server_start(&s, "250 ok", "250 2.0.0 queued as TEST-17");
	int64_t id = put(OUTBOX_MAIL, "taken"), other = put(OUTBOX_MAIL, "taken too");

	assert_int_equal(send_now().sent, 2);
	assert_int_equal(send_now().sent, 0);
	server_stop(&s);
	assert_int_equal(s.taken, 2);
	assert_state(id, "sent");
	assert_state(other, "sent");
	assert_true(str_eq(state_of(id).answer, S("250 2.0.0 queued as TEST-17")));
	assert_non_null(strstr(s.text, "To: <canbo@byt.example.vn>\r\n"));
}

static void a_refused_recipient_fails_and_only_he(void **state)
{
	struct server s;

	(void)state;
	empty();
	server_start(&s, "550 5.1.1 <canbo@byt.example.vn> no such user", "250 ok");
	int64_t id = put(OUTBOX_MAIL, "refused");

	assert_int_equal(send_now().failed, 1);
	server_stop(&s);
	assert_int_equal(s.taken, 0);
	assert_state(id, "failed");
	assert_true(str_eq(state_of(id).answer, S("550"))); /* and no address */
}

static void who_says_later_is_asked_later(void **state)
{
	struct server s;

	(void)state;
	empty();
	server_start(&s, "450 4.2.0 greylisted", "250 ok");
	int64_t id = put(OUTBOX_MAIL, "greylisted");

	assert_int_equal(send_now().again, 1);
	assert_int_equal(send_now().again, 0); /* not at once */
	assert_state(id, "queued");
	assert_int_equal(state_of(id).tries, 1);
	s.rcpt = "250 ok";
	s.end = "451 4.3.0 disk full";
	clock_hold(clock_now() + INT64_C(61) * 1000000);
	assert_int_equal(send_now().again, 1);
	assert_int_equal(state_of(id).tries, 2);
	s.end = "250 ok";
	clock_hold(clock_now() + INT64_C(121) * 1000000);
	assert_int_equal(send_now().sent, 1);
	clock_hold(0);
	server_stop(&s);
	assert_int_equal(s.taken, 2);
}

static void an_answer_that_was_lost_is_not_guessed(void **state)
{
	struct server s;

	(void)state;
	empty();
	server_start(&s, "250 ok", "");
	int64_t id = put(OUTBOX_MAIL, "lost");

	assert_int_equal(send_now().unknown, 1);
	assert_state(id, "unknown");
	clock_hold(clock_now() + INT64_C(4000) * 1000000);
	assert_int_equal(send_now().sent, 0);
	clock_hold(0);
	s.end = "250 ok";
	struct change c = { .entry = entry("outbox.again") };

	assert_ok(outbox_again_prepare(t.arena, id, &c, &e), &e);
	commit(&c);
	assert_int_equal(send_now().sent, 1);
	server_stop(&s);
	assert_int_equal(s.taken, 2);
	/* what was sent is not sent again by anybody */
	assert_ok(outbox_again_prepare(t.arena, id, &c, &e), &e);
	assert_false(audit_change(t.db, &c, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
}

static void while_the_server_is_down_nothing_is_lost(void **state)
{
	struct server s;
	int64_t ids[25];

	(void)state;
	empty();
	server_start(&s, "250 ok", "250 ok");
	server_stop(&s); /* its port is nobody's now */
	for (size_t i = 0; i < COUNT(ids); i++)
		ids[i] = put(OUTBOX_MAIL, str_c(t.arena, str_fmt(t.arena, "down.%zu", i)));
	assert_int_equal(send_now().sent, 0);
	for (size_t i = 0; i < COUNT(ids); i++) {
		assert_state(ids[i], "queued");
		assert_int_equal(state_of(ids[i]).tries, 0);
	}
	server_start(&s, "250 ok", "250 ok");
	assert_int_equal(send_now().sent, COUNT(ids));
	server_stop(&s);
	assert_int_equal(s.taken, COUNT(ids));
}

/* Tried twice an hour, with a new message each hour; what is put again is the same. */
static void a_day_without_a_server_loses_nothing_and_doubles_nothing(void **state)
{
	const int64_t half = INT64_C(1800) * 1000000;
	int64_t start = clock_now(), ids[24];
	struct server s;

	(void)state;
	empty();
	server_start(&s, "250 ok", "250 ok");
	server_stop(&s); /* its port is nobody's now */
	for (int i = 0; i < (int)COUNT(ids); i++) {
		const char *key = str_c(t.arena, str_fmt(t.arena, "day.%d", i));

		clock_hold(start + 2 * i * half);
		ids[i] = put(OUTBOX_MAIL, key);
		assert_int_equal(send_now().sent, 0);
		clock_hold(start + (2 * i + 1) * half);
		assert_int_equal(put(OUTBOX_MAIL, key), 0);
		assert_int_equal(send_now().sent, 0);
	}
	for (size_t i = 0; i < COUNT(ids); i++)
		assert_state(ids[i], "queued");
	clock_hold(start + INT64_C(24) * 2 * half);
	server_start(&s, "250 ok", "250 ok");
	assert_int_equal(send_now().sent, COUNT(ids));
	for (int i = 1; i <= 4; i++) {
		clock_hold(start + (48 + i) * half);
		assert_int_equal(send_now().sent, 0);
	}
	clock_hold(0);
	server_stop(&s);
	assert_int_equal(s.taken, COUNT(ids));
	for (size_t i = 0; i < COUNT(ids); i++)
		assert_state(ids[i], "sent");
}

static void what_is_too_late_is_not_sent(void **state)
{
	struct server s;

	(void)state;
	int64_t id = put(OUTBOX_MAIL, "late");

	server_start(&s, "250 ok", "250 ok");
	clock_hold(clock_now() + INT64_C(8 * 86400) * 1000000);
	assert_int_equal(send_now().sent, 0);
	clock_hold(0);
	server_stop(&s);
	assert_int_equal(s.taken, 0);
	assert_state(id, "expired");
}

struct claimed {
	int64_t id, changed;
	bool handing;
};

static bool claim_apply(struct db_write *w, struct change *c, struct err *err)
{
	struct claimed *m = c->arg;

	return outbox_claim(w, m->id, S("another-host"), S("gone"), S("a@b.vn"), clock_now(),
		       &m->changed, err) &&
	       (!m->handing || outbox_hand(w, m->id, S("gone"), clock_now(), &m->changed, err));
}

/* As a sender that died would leave it. */
static int64_t left_behind(const char *key, bool handing)
{
	struct claimed m = { .id = put(OUTBOX_MAIL, key), .handing = handing };
	struct change c = { .entry = entry("test.claim"), .apply = claim_apply, .arg = &m };

	commit(&c);
	assert_int_equal(m.changed, 1);
	return m.id;
}

static void what_a_dead_sender_left_is_taken_back_or_unknown(void **state)
{
	struct server s;
	int64_t claimed = left_behind("claimed", false), handing = left_behind("handing", true);

	(void)state;
	server_start(&s, "250 ok", "250 ok");
	assert_int_equal(send_now().sent, 0); /* it may be at work yet */
	assert_state(claimed, "claimed");
	clock_hold(clock_now() + INT64_C(601) * 1000000);
	assert_int_equal(send_now().sent, 1);
	clock_hold(0);
	server_stop(&s);
	assert_state(claimed, "sent");
	assert_state(handing, "unknown");
	struct change c = { .entry = entry("outbox.arrived") };

	assert_ok(outbox_arrived_prepare(t.arena, handing, &c, &e), &e);
	commit(&c);
	assert_state(handing, "sent");
}

static void a_notice_is_read_and_confirmed_by_its_reader(void **state)
{
	struct put p = { .m = { .account = account,
				 .channel = OUTBOX_PAGE,
				 .key = S("ack"),
				 .subject = S("Báo động\r\nBcc: x"),
				 .body = S(""),
				 .ack = true } };
	struct change c = { .entry = entry("test.put"), .apply = put_apply, .arg = &p };
	struct outbox_notice_row n;
	int64_t before, after;
	struct db_read *r;
	bool found;

	(void)state;
	r = read_begin();
	assert_ok(outbox_unread_count(r, account, &before, &e), &e);
	db_read_end(r);
	commit(&c);
	struct change wrong = { .entry = entry("notice.ack") };

	assert_ok(outbox_ack_prepare(t.arena, ACCOUNT_SYSTEM, p.id, &wrong, &e), &e);
	assert_false(audit_change(t.db, &wrong, &e));
	err_clear(&e);
	r = read_begin();
	assert_ok(outbox_unread_count(r, account, &after, &e), &e);
	assert_ok(outbox_notice(r, p.id, account, &n, &found, &e), &e);
	assert_true(found && n.acked == DB_NULL);
	assert_true(str_eq(n.subject, S("Báo động  Bcc: x")));
	db_read_end(r);
	assert_int_equal(after, before + 1);
	struct change right = { .entry = entry("notice.ack") };

	assert_ok(outbox_ack_prepare(t.arena, account, p.id, &right, &e), &e);
	commit(&right);
	r = read_begin();
	assert_ok(outbox_unread_count(r, account, &after, &e), &e);
	assert_ok(outbox_notice(r, p.id, account, &n, &found, &e), &e);
	db_read_end(r);
	assert_true(n.acked != DB_NULL);
	assert_int_equal(after, before);
}

static int load(void **state)
{
	struct actor system = actor_of_system();
	struct access_agency_by_code_row agency;
	struct change c = { .entry = entry("account.add") };
	struct db_read *r;
	bool found;

	(void)state;
	log_level(LOG_ERROR);
	assert_ok(test_db_lists(&t, &e), &e);
	r = read_begin();
	assert_ok(access_agency_by_code(r, S("byt"), date_today(), &agency, &found, &e), &e);
	struct account_new add = {
		.name = S("canbo"), .display = S("Cán bộ BYT-0001"), .agency = agency.id
	};

	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	commit(&c);
	account = c.entry.object_id;
	return 0;
}

static int unload(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_is_put_once),
		cmocka_unit_test(only_who_wants_it_is_told),
		cmocka_unit_test(addresses_and_numbers),
		cmocka_unit_test(contact_data_changed_meanwhile_is_not_overwritten),
		cmocka_unit_test(settings_are_checked_and_passwords_stay),
		cmocka_unit_test(a_mail_is_made_of_encoded_words),
		cmocka_unit_test(a_short_message_has_three_parts_at_most),
		cmocka_unit_test(a_link_behind_a_short_message_is_never_cut),
		cmocka_unit_test(a_link_confirms_once_and_for_a_time),
		cmocka_unit_test(what_the_gateway_reports_is_kept),
		cmocka_unit_test(what_the_server_takes_is_sent_once),
		cmocka_unit_test(a_refused_recipient_fails_and_only_he),
		cmocka_unit_test(who_says_later_is_asked_later),
		cmocka_unit_test(an_answer_that_was_lost_is_not_guessed),
		cmocka_unit_test(while_the_server_is_down_nothing_is_lost),
		cmocka_unit_test(a_day_without_a_server_loses_nothing_and_doubles_nothing),
		cmocka_unit_test(what_is_too_late_is_not_sent),
		cmocka_unit_test(what_a_dead_sender_left_is_taken_back_or_unknown),
		cmocka_unit_test(a_notice_is_read_and_confirmed_by_its_reader),
	};

	return cmocka_run_group_tests(tests, load, unload);
}

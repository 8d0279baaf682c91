/*
 * Mail: one plain text to one account, by SMTP (RFC 5321, 5322, 2047, 3834). Headers are
 * made of our own words and of addresses that were checked; whatever else stands in one
 * is encoded, so no line can be put among them.
 */
#include "outbox/peer.h"

#include <time.h>

enum {
	WORD_BYTES = 39, /* of text in one encoded word: with "Subject: " 73 letters of 76 */
	LINE_BYTES = 57, /* of the body in one line: 76 letters of base64 */
};

/* --- base64 */

static void add_base64(struct buf *b, struct str s)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.n; i += 3) {
		size_t left = s.n - i;
		uint32_t v = (uint32_t)(unsigned char)s.p[i] << 16;

		v |= left > 1 ? (uint32_t)(unsigned char)s.p[i + 1] << 8 : 0;
		v |= left > 2 ? (uint32_t)(unsigned char)s.p[i + 2] : 0;
		buf_addc(b, letters[v >> 18 & 63]);
		buf_addc(b, letters[v >> 12 & 63]);
		buf_addc(b, left > 1 ? letters[v >> 6 & 63] : '=');
		buf_addc(b, left > 2 ? letters[v & 63] : '=');
	}
}

static void add_body(struct buf *b, struct str body)
{
	for (size_t i = 0; i < body.n; i += LINE_BYTES) {
		add_base64(b, str_sub(body, i, i + LINE_BYTES));
		buf_addz(b, "\r\n");
	}
}

/* --- headers */

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool right = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '-';

		if (!right)
			return false;
	}
	return s.n <= WORD_BYTES;
}

/* The bytes up to `most`, cut between two letters. */
static size_t whole_letters(struct str s, size_t most)
{
	size_t n = s.n < most ? s.n : most;

	while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* Unstructured text in a header, folded. */
static void add_words(struct buf *b, struct str s)
{
	bool first = true;

	if (is_plain(s)) {
		buf_add(b, s);
		return;
	}
	while (s.n) {
		size_t n = whole_letters(s, WORD_BYTES);

		buf_addz(b, first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		add_base64(b, str_sub(s, 0, n));
		buf_addz(b, "?=");
		s = str_sub(s, n, s.n);
		first = false;
	}
}

static void add_date(struct buf *b, int64_t us)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	time_t t = (time_t)(us / 1000000 + 7 * 3600);
	struct tm tm;

	gmtime_r(&t, &tm);
	buf_addf(b, "Date: %s, %d %s %d %02d:%02d:%02d +0700\r\n", days[tm.tm_wday], tm.tm_mday,
		months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static struct str domain_of(struct str address)
{
	return str_sub(address, str_find_char(address, '@', 0) + 1, address.n);
}

struct str mail_text(struct arena *a, const struct outbox_settings *s, const struct outgoing *m)
{
	struct buf b = { .arena = a };

	/* the moment it was written, not sent: the same bytes at every try */
	add_date(&b, m->made);
	buf_addz(&b, "From: ");
	if (s->sender_name.n) {
		add_words(&b, s->sender_name);
		buf_addc(&b, ' ');
	}
	buf_addf(
		&b, "<%.*s>\r\nTo: <%.*s>\r\nSubject: ", STR_ARG(s->sender), STR_ARG(m->recipient));
	add_words(&b, m->subject);
	buf_addf(&b, "\r\nMessage-ID: <haidang.%lld.%.*s@%.*s>\r\n", (long long)m->id,
		STR_ARG(m->token), STR_ARG(domain_of(s->sender)));
	buf_addz(&b, "MIME-Version: 1.0\r\n"
		     "Content-Type: text/plain; charset=UTF-8\r\n"
		     "Content-Transfer-Encoding: base64\r\n"
		     "Auto-Submitted: auto-generated\r\n\r\n");
	add_body(&b, m->body);
	return buf_str(&b);
}

/* --- over the line */

struct upload {
	struct outgoing *m;
	struct str rest;
	char command;	 /* first letter of the last one: M(AIL), R(CPT), D(ATA) … */
	struct str last; /* line of the peer's, printable */
};

/* libcurl asks for more. After the last byte of the text comes the dot that hands the
 * message over: before we say "that was all", it is on record that we are about to. */
static size_t give(char *to, size_t size, size_t n, void *arg)
{
	struct upload *u = arg;
	size_t room = size * n, take = u->rest.n < room ? u->rest.n : room;

	if (take == 0) {
		if (!u->m->asked) {
			u->m->asked = true;
			u->m->handed = u->m->hand(u->m->arg, u->m->id);
		}
		return u->m->handed ? 0 : CURL_READFUNC_ABORT;
	}
	memcpy(to, u->rest.p, take);
	u->rest = str_sub(u->rest, take, u->rest.n);
	return take;
}

/* The peer's lines; the last one names the message in its own log. */
static size_t keep_line(char *bytes, size_t size, size_t n, void *arg)
{
	struct upload *u = arg;

	u->last = peer_line(u->m->arena, str_n(bytes, size * n));
	return size * n;
}

/* Which command was last, but for the QUIT after a refusal; what follows it is not
 * looked at. */
static int note_command(CURL *curl, curl_infotype type, char *bytes, size_t n, void *arg)
{
	struct upload *u = arg;

	(void)curl;
	if (type == CURLINFO_HEADER_OUT && n && bytes[0] != 'Q')
		u->command = bytes[0];
	return 0;
}

static void set_server(CURL *curl, struct arena *a, const struct outbox_settings *s)
{
	struct str url = str_fmt(a, "smtp%s://%.*s:%d", s->tls == OUTBOX_TLS ? "s" : "",
		STR_ARG(s->host), (int)s->port);

	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_URL, peer_z(a, url));
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
		(long)(s->tls == OUTBOX_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (s->ca.n)
		curl_easy_setopt(curl, CURLOPT_CAINFO, peer_z(a, s->ca));
	if (s->login.n) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, peer_z(a, s->login));
		curl_easy_setopt(curl, CURLOPT_PASSWORD, peer_z(a, s->password));
	}
}

/* Nothing was handed over: was it this message or the peer? A refused sender is the
 * installation's fault and no message's; a refused recipient is the message's. */
static enum outcome refused(const struct upload *u, CURLcode code, long answer)
{
	if (code != CURLE_SEND_ERROR || u->command != 'R' || answer < 400 || answer == 421)
		return OUTCOME_DOWN;
	return answer >= 500 ? OUTCOME_FAILED : OUTCOME_AGAIN;
}

static enum outcome outcome_of(const struct upload *u, CURLcode code, long answer)
{
	const struct outgoing *m = u->m;

	if (code == CURLE_OK)
		return OUTCOME_SENT;
	if (m->asked && !m->handed)
		return OUTCOME_LOST;
	if (!m->handed)
		return refused(u, code, answer);
	/* after the dot only a plain no is a no */
	if (code == CURLE_WEIRD_SERVER_REPLY && answer >= 500)
		return OUTCOME_FAILED;
	if (code == CURLE_WEIRD_SERVER_REPLY && answer >= 400)
		return OUTCOME_AGAIN;
	return OUTCOME_UNKNOWN;
}

static void set_message(CURL *curl, const struct outbox_settings *s, struct upload *u)
{
	struct arena *a = u->m->arena;

	curl_easy_setopt(
		curl, CURLOPT_MAIL_FROM, peer_z(a, str_fmt(a, "<%.*s>", STR_ARG(s->sender))));
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, u);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_line);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, u);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_line);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, u);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, note_command);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, u);
}

static CURLcode perform(CURL *curl, const struct outbox_settings *s, struct upload *u, bool fresh)
{
	struct arena *a = u->m->arena;
	struct curl_slist *to = curl_slist_append(
		NULL, peer_z(a, str_fmt(a, "<%.*s>", STR_ARG(u->m->recipient))));

	peer_again(curl);
	set_server(curl, a, s);
	set_message(curl, s, u);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, (long)fresh);
	u->rest = mail_text(a, s, u->m);
	CURLcode code = curl_easy_perform(curl);

	/* the handle would remember the list */
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
	return code;
}

enum outcome mail_send(CURL *curl, const struct outbox_settings *s, struct outgoing *m)
{
	struct upload u = { .m = m };
	CURLcode code = perform(curl, s, &u, false);
	long answer = 0, connects = 0;

	curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connects);
	/* An open connection that the peer had closed meanwhile says nothing about the peer. */
	if (code != CURLE_OK && !m->asked && connects == 0)
		code = perform(curl, s, &u, true);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
	m->answer = code == CURLE_OK ? u.last : peer_trouble(m->arena, code, answer);
	return outcome_of(&u, code, answer);
}

/*
 * Short messages: by the HTTP interface of Kannel (sendsms), a POST with the number and
 * the password in headers, so that neither stands in an address that somebody logs.
 */
#include "outbox/peer.h"

enum { PARTS = 3, GSM_PART = 153, WIDE_PART = 67 };

/* --- length */

/* Letters that GSM's own alphabet has, without those that take two places there. */
static bool is_gsm(uint32_t rune)
{
	if (rune == '\n')
		return true;
	return rune >= 0x20 && rune < 0x7F && !strchr("[]{}\\~^|`", (int)rune);
}

static bool is_wide(struct str s)
{
	size_t len;

	for (size_t i = 0; i < s.n; i += len)
		if (!is_gsm(str_rune(s, i, &len)))
			return true;
	return false;
}

/* Places of a text in parts of its kind. */
static size_t places(struct str s, bool wide)
{
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len)
		n += str_rune(s, i, &len) > 0xFFFF && wide ? 2 : 1;
	return n;
}

struct str sms_cut(struct arena *a, struct str text, struct str tail, bool *wide)
{
	struct str s = str_trim(text);
	size_t room, behind, used = 0, word = 0, hard = 0, len;

	*wide = is_wide(s) || is_wide(tail);
	room = PARTS * (*wide ? WIDE_PART : GSM_PART);
	behind = tail.n ? places(tail, *wide) + 1 : 0;
	for (size_t i = 0; i < s.n; i += len) {
		uint32_t rune = str_rune(s, i, &len);

		used += *wide && rune > 0xFFFF ? 2 : 1;
		if (used + behind + 3 > room)
			continue;
		hard = i + len;
		if (rune == ' ')
			word = i;
	}
	if (used + behind > room)
		s = str_fmt(a, "%.*s...", STR_ARG(str_sub(s, 0, word ? word : hard)));
	return tail.n ? str_fmt(a, "%.*s %.*s", STR_ARG(s), STR_ARG(tail)) : s;
}

/* --- over the line */

/* When the connection stands and the request is about to be written. */
static int about_to_ask(void *arg, char *remote, char *local, int remote_port, int local_port)
{
	struct outgoing *m = arg;

	(void)remote;
	(void)local;
	(void)remote_port;
	(void)local_port;
	if (!m->asked) {
		m->asked = true;
		m->handed = m->hand(m->arg, m->id);
	}
	return m->handed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

struct answer {
	struct arena *arena;
	struct str line;
};

static size_t keep_answer(char *bytes, size_t size, size_t n, void *arg)
{
	struct answer *x = arg;

	x->line = peer_line(x->arena, str_n(bytes, size * n));
	return size * n;
}

static enum outcome outcome_of(const struct outgoing *m, CURLcode code, long answer)
{
	if (m->asked && !m->handed)
		return OUTCOME_LOST;
	if (!m->handed)
		return OUTCOME_DOWN;
	if (code != CURLE_OK)
		return OUTCOME_UNKNOWN;
	if (answer == 202 || answer == 200)
		return OUTCOME_SENT;
	/* wrong password, wrong address: the installation's fault, not the message's */
	if (answer == 401 || answer == 403 || answer == 404)
		return OUTCOME_DOWN;
	return answer >= 500 ? OUTCOME_AGAIN : OUTCOME_FAILED;
}

static struct curl_slist *header(
	struct curl_slist *list, struct arena *a, const char *name, struct str value)
{
	return curl_slist_append(list, peer_z(a, str_fmt(a, "%s: %.*s", name, STR_ARG(value))));
}

enum outcome sms_send(CURL *curl, const struct outbox_settings *s, struct outgoing *m)
{
	struct arena *a = m->arena;
	struct answer answer = { .arena = a };
	struct curl_slist *headers = NULL;
	bool wide;
	struct str text = sms_cut(a, m->body, m->tail, &wide);
	long status = 0;

	peer_again(curl);
	headers = header(headers, a, "X-Kannel-Username", s->sms_login);
	headers = header(headers, a, "X-Kannel-Password", s->sms_password);
	headers = header(headers, a, "X-Kannel-To", m->recipient);
	if (s->sms_sender.n)
		headers = header(headers, a, "X-Kannel-From", s->sms_sender);
	headers = header(headers, a, "X-Kannel-Coding", wide ? S("2") : S("0"));
	if (m->report.n) {
		headers = header(
			headers, a, "X-Kannel-DLR-Mask", S("19")); /* arrived, not, refused */
		headers = header(headers, a, "X-Kannel-DLR-Url", m->report);
	}
	headers = header(headers, a, "Content-Type", S("text/plain; charset=UTF-8"));
	headers = header(headers, a, "Expect", S(""));
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_URL, peer_z(a, s->sms_url));
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)text.n);
	curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, text.p);
	/* an open connection that died meanwhile would be asked twice */
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, about_to_ask);
	curl_easy_setopt(curl, CURLOPT_PREREQDATA, m);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_answer);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
	if (s->ca.n)
		curl_easy_setopt(curl, CURLOPT_CAINFO, peer_z(a, s->ca));
	CURLcode code = curl_easy_perform(curl);

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	m->answer = code == CURLE_OK ? str_fmt(a, "%ld %.*s", status, STR_ARG(answer.line))
				     : peer_trouble(a, code, status);
	return outcome_of(m, code, status);
}

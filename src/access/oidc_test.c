/*
 * Log-in through a provider, against a small one of our own that says what a test wants: a
 * step is good once, for its browser, its state and five minutes; keys, factors, links.
 */
#include "access/oidc.h"

#include <arpa/inet.h>
#include <cjose/cjose.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "access/account.h"
#include "access/session.h"
#include "access/tell.h"
#include "access_sql.h"
#include "outbox/outbox.h"
#include "passkey_sql.h"
#include "store/stats.h"
#include "test/cmocka.h"
#include "test/support_house.h"

#define SECOND INT64_C(1000000)

static struct test_db t;
static struct err e;

/* --- the provider */

static struct {
	int fd;
	unsigned port;
	pthread_t thread;
	pthread_mutex_t lock;
	/* what it says */
	struct str keys, token; /* token: no value: the code is refused */
	bool mute;		/* hangs up where it is asked for a token */
	bool names_itself;
	/* what it was asked */
	int tokens_asked, keys_asked;
	char form[4096], basic[1024];
	int64_t snapshots; /* that were open when the token was asked for, and one of its own */
} peer = { .lock = PTHREAD_MUTEX_INITIALIZER };

static cjose_jwk_t *keys[2];

static size_t read_request(int fd, char *out, size_t room)
{
	size_t n = 0, whole = SIZE_MAX;

	while (n < whole && n + 1 < room) {
		ssize_t got = read(fd, out + n, room - 1 - n);

		if (got <= 0)
			return 0;
		out[n += (size_t)got] = '\0';
		const char *end = strstr(out, "\r\n\r\n");
		const char *length = strcasestr(out, "\r\nContent-Length: ");

		if (end)
			whole = (size_t)(end + 4 - out) +
				(length && length < end ? strtoul(length + 18, NULL, 10) : 0);
	}
	return n;
}

/* With the lock: what is answered, or NULL to hang up. */
static const char *say(const char *request, char *out, size_t room)
{
	const char *path = strchr(request, ' ') + 1, *body = strstr(request, "\r\n\r\n") + 4;
	const char *basic = strcasestr(request, "\r\nAuthorization: Basic ");
	int prefix = (int)strcspn(path + 1, "/");

	if (strncmp(path + 1 + prefix, "/.well-known/", 13) == 0)
		snprintf(out, room,
			"{\"issuer\":\"http://127.0.0.1:%u/%.*s\","
			"\"authorization_endpoint\":\"http://127.0.0.1:%u/%.*s/auth\","
			"\"token_endpoint\":\"http://127.0.0.1:%u/%.*s/token\","
			"\"jwks_uri\":\"http://127.0.0.1:%u/%.*s/jwks\","
			"\"authorization_response_iss_parameter_supported\":%s}",
			peer.port, prefix, path + 1, peer.port, prefix, path + 1, peer.port, prefix,
			path + 1, peer.port, prefix, path + 1,
			peer.names_itself ? "true" : "false");
	else if (strncmp(path + 1 + prefix, "/jwks", 5) == 0) {
		peer.keys_asked++;
		snprintf(out, room, "%.*s", STR_ARG(peer.keys));
	} else {
		peer.tokens_asked++;
		snprintf(peer.form, sizeof(peer.form), "%s", body);
		snprintf(peer.basic, sizeof(peer.basic), "%.*s",
			basic ? (int)strcspn(basic + 23, "\r") : 0, basic ? basic + 23 : "");
		if (peer.mute)
			return NULL;
		snprintf(out, room, "{\"id_token\":\"%.*s\"}", STR_ARG(peer.token));
		return peer.token.p ? out : "";
	}
	return out;
}

/* A reader of its own takes the connection that the asker has given back; where it had not, the
 * store opens one more. */
static void look_at_snapshots(void)
{
	struct arena *a = arena_new(1 << 20);
	struct err ignored = { 0 };
	struct db_read *r;
	struct db_stats stats;

	if (db_read_begin(t.db, a, &r, &ignored))
		db_read_end(r);
	db_stats(t.db, &stats);
	peer.snapshots = stats.snapshots;
	arena_free(a);
}

static void *serve(void *arg)
{
	static char request[16384], body[8192];
	int fd;

	(void)arg;
	while ((fd = accept(peer.fd, NULL, NULL)) >= 0) {
		if (read_request(fd, request, sizeof(request))) {
			pthread_mutex_lock(&peer.lock);
			const char *answer = say(request, body, sizeof(body));

			if (strncmp(request, "POST", 4) == 0)
				look_at_snapshots();
			pthread_mutex_unlock(&peer.lock);
			if (answer)
				dprintf(fd,
					"HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
					*answer ? "200 OK" : "400 Bad Request", strlen(answer),
					answer);
		}
		close(fd);
	}
	return NULL;
}

/* On any port, and later on the same again. */
static void peer_start(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)peer.port) };
	socklen_t n = sizeof(at);
	int on = 1;

	peer.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(setsockopt(peer.fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)), 0);
	assert_int_equal(bind(peer.fd, (struct sockaddr *)&at, n), 0);
	assert_int_equal(listen(peer.fd, 16), 0);
	assert_int_equal(getsockname(peer.fd, (struct sockaddr *)&at, &n), 0);
	peer.port = ntohs(at.sin_port);
	assert_int_equal(pthread_create(&peer.thread, NULL, serve, NULL), 0);
}

static void peer_stop(void)
{
	shutdown(peer.fd, SHUT_RDWR);
	pthread_join(peer.thread, NULL);
	close(peer.fd);
}

static int counted(const int *what)
{
	pthread_mutex_lock(&peer.lock);
	int n = *what;

	pthread_mutex_unlock(&peer.lock);
	return n;
}

/* What it signs with, and publishes: the first or the second key. */
static void publish(int which)
{
	cjose_err err;
	char *public = cjose_jwk_to_json(keys[which], false, &err);

	pthread_mutex_lock(&peer.lock);
	peer.keys = str_fmt(t.arena, "{\"keys\":[%s]}", public);
	pthread_mutex_unlock(&peer.lock);
	cjose_get_dealloc()(public);
}

static struct str sign(int which, struct str claims)
{
	static const char *const kids[] = { "one", "two" };
	cjose_err err;
	cjose_header_t *header = cjose_header_new(&err);
	const char *text;

	assert_true(cjose_header_set(header, CJOSE_HDR_ALG, "RS256", &err));
	assert_true(cjose_header_set(header, CJOSE_HDR_KID, kids[which], &err));
	cjose_jws_t *jws = cjose_jws_sign(
		keys[which], header, (const uint8_t *)claims.p, claims.n, &err);

	assert_non_null(jws);
	assert_true(cjose_jws_export(jws, &text, &err));
	struct str token = str_dup(t.arena, str_z(text));

	cjose_jws_release(jws);
	cjose_header_release(header);
	return token;
}

/* --- the house */

static bool commit(struct db_read *r, bool ok, struct change *c)
{
	db_read_end(r);
	return ok && audit_change(t.db, c, &e);
}

static struct str issuer_of(const char *code)
{
	return str_fmt(t.arena, "http://127.0.0.1:%u/%s", peer.port, code);
}

static void provide(const char *code, const char *agency, const char *factor)
{
	struct actor system = actor_of_system();
	struct oidc_new in = { .code = str_z(code),
		.agency = test_agency(&t, agency),
		.name = S("Tài khoản thử"),
		.issuer = issuer_of(code),
		.client = S("hai:dang"),
		.secret = S("m/t h+i%"),
		.factor = str_z(factor) };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	const char *field;

	assert_ok(commit(r, oidc_prepare_add(t.db, r, &system, &in, &c, &field, &e), &c), &e);
}

static bool link_to(const struct actor *by, int64_t account, const char *code, const char *subject)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	err_clear(&e);
	return commit(r,
		oidc_prepare_link(t.db, r, by, account, str_z(code), str_z(subject), &c, &e), &c);
}

static int64_t person(const char *name, const char *agency)
{
	return test_person(&t, name, "focal", test_agency(&t, agency)).account;
}

/* A browser that is away at a provider. */
struct away {
	const char *code;
	struct str token, state, nonce, challenge;
	struct str address; /* each from a network of its own: failures there make others wait */
};

static struct str query(struct str url, const char *name)
{
	size_t at = str_find(url, str_fmt(t.arena, "&%s=", name), 0);

	assert_true(at != SIZE_MAX);
	at += strlen(name) + 2;
	size_t end = str_find_char(url, '&', at);

	return str_sub(url, at, end == SIZE_MAX ? url.n : end);
}

static bool go(const struct actor *by, struct str session, const char *code, struct away *out)
{
	static unsigned network;
	struct login in = { .token = session };
	struct oidc_ask ask = {
		.provider = str_z(code), .origin = S("https://hd.example"), .next = S("/plans")
	};
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	struct str name, url = STR_NULL;

	network++;
	*out = (struct away){ .code = code, .address = str_fmt(t.arena, "10.0.%u.7", network) };
	err_clear(&e);
	if (!commit(r, oidc_prepare_begin(r, by, &in, &ask, &c, &out->token, &e), &c))
		return false;
	if (by->account)
		out->token = session;
	r = test_read(&t);
	assert_ok(oidc_step_ask(r, out->token, str_z(code), &name, &url, &e), &e);
	db_read_end(r);
	assert_true(str_starts(url, str_fmt(t.arena, "%.*s/auth?", STR_ARG(issuer_of(code)))));
	out->state = query(url, "state");
	out->nonce = query(url, "nonce");
	out->challenge = query(url, "code_challenge");
	return true;
}

static struct away leave(const char *code)
{
	struct actor nobody = { 0 };
	struct away w;

	assert_ok(go(&nobody, STR_NULL, code, &w), &e);
	return w;
}

/* What a sound provider would sign for this step. */
static struct str claims(const struct away *w, const char *subject, const char *means)
{
	long long now = (long long)(clock_now() / SECOND);

	return str_fmt(t.arena,
		"{\"iss\":\"%.*s\",\"aud\":\"hai:dang\",\"sub\":\"%s\",\"nonce\":\"%.*s\",\"iat\":%lld,"
		"\"exp\":%lld,\"amr\":[\"%s\"]}",
		STR_ARG(issuer_of(w->code)), subject, STR_ARG(w->nonce), now, now + 300, means);
}

static void will_say(struct str token)
{
	pthread_mutex_lock(&peer.lock);
	peer.token = token;
	pthread_mutex_unlock(&peer.lock);
}

static bool answer(const struct away *w, const struct actor *by, struct oidc_answer given,
	struct oidc_outcome *out)
{
	struct login in = { .address = w->address, .agent = S("test"), .token = w->token };
	struct change c = { 0 };
	struct db_read *r = test_read(&t);

	given.provider = str_z(w->code);
	given.origin = S("https://hd.example");
	c.entry.permission = S("public");
	err_clear(&e);
	return commit(r, oidc_prepare_answer(t.db, r, by, &in, &given, &c, out, &e), &c);
}

/* The browser comes back with what belongs to its step. */
static bool come_back(const struct away *w, struct oidc_outcome *out)
{
	struct actor nobody = { 0 };

	return answer(
		w, &nobody, (struct oidc_answer){ .code = S("a b&c"), .state = w->state }, out);
}

static bool enters(const char *code, const char *subject, const char *means)
{
	struct away w = leave(code);
	struct oidc_outcome out;

	will_say(sign(0, claims(&w, subject, means)));
	return come_back(&w, &out);
}

static int64_t who(struct str token)
{
	struct actor a;
	struct db_read *r = test_read(&t);

	assert_ok(access_load(r, token, &a, &e), &e);
	db_read_end(r);
	return a.account;
}

static bool waits(const struct away *w)
{
	struct db_read *r = test_read(&t);
	struct str name, ask;

	assert_ok(oidc_step_ask(r, w->token, str_z(w->code), &name, &ask, &e), &e);
	db_read_end(r);
	return ask.p != NULL;
}

/* The newest entry is a refusal for this reason. */
static void was_refused(const char *why)
{
	struct audit_lines lines = { 0 };
	struct db_read *r = test_read(&t);

	assert_int_equal(e.code, ERR_LOGIN);
	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 1, &lines, &e), &e);
	db_read_end(r);
	assert_str_equal(lines.v[0].entry.action, S("account.login_refused"));
	struct str reason = str_fmt(t.arena, "\"reason\":\"%s\"", why);

	if (str_find(lines.v[0].entry.detail, reason, 0) == SIZE_MAX)
		fail_msg("%s is not in %.*s", why, STR_ARG(lines.v[0].entry.detail));
}

static int64_t unread(int64_t account)
{
	struct db_read *r = test_read(&t);
	int64_t n;

	assert_ok(outbox_unread_count(r, account, &n, &e), &e);
	db_read_end(r);
	return n;
}

static const struct actor *officer(void)
{
	static struct actor one;

	if (!one.account)
		one = test_person(&t, "oidc.officer", "admin", test_agency(&t, "byt"));
	return &one;
}

/* --- in and out */

static void a_linked_subject_opens_its_account_once(void **state)
{
	int64_t account = person("in.one", "byt");
	struct oidc_outcome out;
	unsigned char digest[crypto_hash_sha256_BYTES];
	char text[2 * sizeof(digest)];

	(void)state;
	provide("in", "byt", "");
	assert_ok(link_to(officer(), account, "in", "s-1"), &e);
	assert_int_equal(unread(account), 1); /* is told who has done it */
	struct away w = leave("in");

	will_say(sign(0, claims(&w, "s-1", "pwd")));
	assert_ok(come_back(&w, &out), &e);
	assert_false(out.linked);
	assert_false(out.logged.step);
	assert_str_equal(out.next, S("/plans"));
	assert_int_equal(who(out.logged.token), account);
	/* no connection was held while the provider thought about it */
	assert_int_equal(peer.snapshots, 1);
	/* the form and the header are encoded; the verifier is that of the challenge */
	assert_non_null(strstr(peer.form, "code=a%20b%26c&"));
	struct str header = str_z(peer.basic), expected = S("hai%3Adang:m%2Ft%20h%2Bi%25");
	char *decoded = arena_alloc(t.arena, header.n + 1);
	size_t n;

	assert_int_equal(sodium_base642bin((unsigned char *)decoded, header.n, header.p, header.n,
				 NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL),
		0);
	assert_str_equal(str_n(decoded, n), expected);
	struct str verifier = query(str_z(peer.form), "code_verifier");

	crypto_hash_sha256(digest, (const unsigned char *)verifier.p, verifier.n);
	sodium_bin2base64(text, sizeof(text), digest, sizeof(digest),
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	assert_str_equal(str_z(text), w.challenge);
	/* the same again is nothing, and is not asked for */
	int asked = counted(&peer.tokens_asked);

	assert_false(come_back(&w, &out));
	was_refused("oidc_step");
	assert_int_equal(counted(&peer.tokens_asked), asked);
}

static void what_is_wrong_ends_the_step_and_says_so_in_the_log_alone(void **state)
{
	static const struct {
		const char *instead_of, *put, *why;
	} cases[] = {
		{ "\"hai:dang\"", "\"another\"", "oidc_audience" },
		{ "/wrong\"", "/other\"", "oidc_issuer" },
		{ "\"nonce\":\"", "\"nonce\":\"x", "oidc_nonce" },
		{ "\"exp\":", "\"exp\":1,\"was\":", "oidc_time" },
		{ "s-1", "s-9", "oidc_unlinked" },
	};
	struct actor nobody = { 0 };
	struct oidc_outcome out;

	(void)state;
	provide("wrong", "byt", "");
	assert_ok(link_to(officer(), person("wrong.one", "byt"), "wrong", "s-1"), &e);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct away w = leave("wrong");
		struct str all = claims(&w, "s-1", "pwd");
		size_t at = str_find(all, str_z(cases[i].instead_of), 0);
		struct str rest = str_sub(all, at + strlen(cases[i].instead_of), all.n);

		assert_true(at != SIZE_MAX);
		will_say(sign(0, str_fmt(t.arena, "%.*s%s%.*s", (int)at, all.p, cases[i].put,
					 STR_ARG(rest))));
		assert_false(come_back(&w, &out));
		was_refused(cases[i].why);
		assert_int_equal(e.text, T_access_oidc_refused);
		assert_false(waits(&w));
	}
	struct away w = leave("wrong");

	will_say(STR_NULL);
	assert_false(come_back(&w, &out));
	was_refused("oidc_code");
	assert_false(waits(&w));
	/* of what the browser brings, what is wrong is never shown to the provider */
	int asked = counted(&peer.tokens_asked);
	struct away other = leave("wrong");

	w = leave("wrong");
	assert_false(answer(
		&w, &nobody, (struct oidc_answer){ .code = S("c"), .state = other.state }, &out));
	was_refused("oidc_state");
	assert_false(waits(&w));
	assert_true(waits(&other));
	assert_false(answer(&other, &nobody,
		(struct oidc_answer){ .code = S("c"),
			.state = other.state,
			.issuer = S("https://elsewhere.example") },
		&out));
	was_refused("oidc_issuer");
	w = leave("wrong");
	assert_false(answer(&w, &nobody, (struct oidc_answer){ .state = w.state }, &out));
	was_refused("oidc_no_code");
	w = leave("wrong");
	assert_false(answer(&w, &nobody, (struct oidc_answer){ .code = S("c") }, &out));
	was_refused("oidc_state");
	assert_int_equal(counted(&peer.tokens_asked), asked);
}

static void a_step_is_over_after_five_minutes(void **state)
{
	int64_t now = clock_now();
	struct oidc_outcome out;

	(void)state;
	clock_hold(now);
	provide("late", "byt", "");
	assert_ok(link_to(officer(), person("late.one", "byt"), "late", "s-1"), &e);
	struct away w = leave("late");

	clock_hold(now + 301 * SECOND);
	assert_false(waits(&w));
	will_say(sign(0, claims(&w, "s-1", "pwd")));
	assert_false(come_back(&w, &out));
	was_refused("oidc_step");
}

static void who_says_whose_the_answer_is_says_it_always(void **state)
{
	struct actor nobody = { 0 };
	struct oidc_outcome out;

	(void)state;
	peer.names_itself = true;
	provide("named", "byt", "");
	assert_ok(link_to(officer(), person("named.one", "byt"), "named", "s-1"), &e);
	assert_false(enters("named", "s-1", "pwd"));
	was_refused("oidc_issuer");
	struct away w = leave("named");

	will_say(sign(0, claims(&w, "s-1", "pwd")));
	assert_ok(answer(&w, &nobody,
			  (struct oidc_answer){
				  .code = S("c"), .state = w.state, .issuer = issuer_of("named") },
			  &out),
		&e);
}

/* --- keys, silence */

static void a_new_key_is_asked_for_once_a_minute(void **state)
{
	int64_t now = clock_now();
	struct oidc_outcome out;

	(void)state;
	clock_hold(now);
	provide("turn", "byt", "");
	assert_ok(link_to(officer(), person("turn.one", "byt"), "turn", "s-1"), &e);
	assert_ok(enters("turn", "s-1", "pwd"), &e);
	int asked = counted(&peer.keys_asked);

	publish(1);
	for (int i = 0; i < 3; i++) {
		struct away w = leave("turn");

		/* too soon, then asked for, then known; the first key is none any more */
		clock_hold(now + (i ? 61 : 1) * SECOND);
		will_say(sign(i < 2, claims(&w, "s-1", "pwd")));
		assert_int_equal(come_back(&w, &out), i == 1);
		if (i != 1)
			was_refused("oidc_key");
		assert_int_equal(counted(&peer.keys_asked), asked + (i > 0));
	}
	publish(0);
}

static void who_does_not_answer_is_left_alone_for_a_while(void **state)
{
	int64_t now = clock_now();
	struct actor nobody = { 0 };
	struct oidc_outcome out;
	struct away w;

	(void)state;
	clock_hold(now);
	provide("mute", "byt", "");
	assert_ok(link_to(officer(), person("mute.one", "byt"), "mute", "s-1"), &e);
	peer.mute = true;
	w = leave("mute");
	assert_false(come_back(&w, &out));
	was_refused("oidc_down");
	assert_int_equal(e.text, T_access_oidc_down);
	int asked = counted(&peer.tokens_asked);

	w = leave("mute");
	assert_false(come_back(&w, &out));
	was_refused("oidc_down");
	assert_int_equal(counted(&peer.tokens_asked), asked);
	peer.mute = false;
	clock_hold(now + 16 * SECOND);
	assert_ok(enters("mute", "s-1", "pwd"), &e);
	/* what it said of itself is asked again after ten minutes; nobody is there */
	peer_stop();
	clock_hold(now + 700 * SECOND);
	assert_false(go(&nobody, STR_NULL, "mute", &w));
	assert_int_equal(e.code, ERR_BUSY);
	peer_start();
	clock_hold(now + 716 * SECOND);
	assert_ok(go(&nobody, STR_NULL, "mute", &w), &e);
}

/* --- who may what */

struct a_key {
	int64_t account;
};

static bool key_apply(struct db_write *w, struct change *c, struct err *err)
{
	const struct a_key *k = c->arg;
	int64_t id;

	return passkey_insert(w, k->account, str_n((const char *)&k->account, 8), -7, S("key"),
		S("hd.example"), S("key"), 0, clock_now(), &id, err);
}

static void a_factor_there_counts_where_its_provider_is_trusted_with_it(void **state)
{
	struct a_key key = { person("two.one", "byt") };
	struct change c = { .entry = test_entry(), .apply = key_apply, .arg = &key };
	static const struct {
		const char *code, *means;
		bool step;
	} cases[] = { { "plain", "otp", true }, { "sure", "pwd", true }, { "sure", "otp", false },
		{ "sure", "hwk", false }, { "sure", "hw", true } };

	(void)state;
	assert_ok(audit_change(t.db, &c, &e), &e);
	provide("plain", "byt", "");
	provide("sure", "byt", "hwk  otp");
	assert_ok(link_to(officer(), key.account, "plain", "s-1"), &e);
	assert_ok(link_to(officer(), key.account, "sure", "s-1"), &e);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct away w = leave(cases[i].code);
		struct oidc_outcome out;

		will_say(sign(0, claims(&w, "s-1", cases[i].means)));
		assert_ok(come_back(&w, &out), &e);
		assert_int_equal(out.logged.step, cases[i].step);
		/* the step alone opens nothing */
		assert_int_equal(who(out.logged.token), cases[i].step ? 0 : key.account);
	}
}

static void one_links_oneself_by_the_session_that_has_left(void **state)
{
	struct actor me = test_person(&t, "own.one", "focal", test_agency(&t, "byt"));
	struct actor other = test_person(&t, "own.two", "focal", test_agency(&t, "byt"));
	struct oidc_outcome out;
	struct str digest;
	struct away w;

	(void)state;
	provide("own", "byt", "");
	struct str session = session_draw(t.arena, &digest);

	assert_ok(go(&me, session, "own", &w), &e);
	will_say(sign(0, claims(&w, "s-1", "pwd")));
	/* whoever is logged in by then has to be the same */
	assert_false(
		answer(&w, &other, (struct oidc_answer){ .code = S("c"), .state = w.state }, &out));
	was_refused("oidc_other");
	assert_ok(go(&me, session, "own", &w), &e);
	will_say(sign(0, claims(&w, "s-1", "pwd")));
	assert_ok(answer(&w, &me, (struct oidc_answer){ .code = S("c"), .state = w.state }, &out),
		&e);
	assert_true(out.linked);
	assert_int_equal(unread(me.account), 0);
	/* a subject is one account's */
	assert_ok(go(&other, session, "own", &w), &e);
	will_say(sign(0, claims(&w, "s-1", "pwd")));
	assert_false(
		answer(&w, &other, (struct oidc_answer){ .code = S("c"), .state = w.state }, &out));
	assert_int_equal(e.text, T_access_oidc_linked_already);
	assert_ok(enters("own", "s-1", "pwd"), &e);
}

static void a_provider_speaks_for_its_own_and_an_officer_for_whom_they_cover(void **state)
{
	struct actor reader = test_person(&t, "far.reader", "leader", test_agency(&t, "byt"));
	int64_t here = person("far.here", "byt"), there = person("far.there", "bca");
	struct actor system = actor_of_system();
	struct change c = { .entry = test_entry() };
	struct db_read *r;

	(void)state;
	provide("far", "byt", "");
	assert_false(link_to(officer(), there, "far", "s-1"));
	assert_int_equal(e.code, ERR_ABSENT);
	assert_false(link_to(&system, there, "far", "s-1"));
	assert_int_equal(e.text, T_access_oidc_elsewhere);
	assert_false(link_to(&reader, here, "far", "s-1"));
	assert_int_equal(e.code, ERR_DENIED);
	assert_false(link_to(officer(), officer()->account, "far", "s-1"));
	assert_int_equal(e.code, ERR_DENIED);
	assert_false(link_to(officer(), here, "far", "mail@example.vn "));
	assert_int_equal(e.text, T_access_oidc_subject_wrong);
	assert_false(link_to(officer(), here, "nowhere", "s-1"));
	assert_int_equal(e.code, ERR_INPUT);
	assert_ok(link_to(officer(), here, "far", "s-1"), &e);
	assert_false(link_to(officer(), here, "far", "s-2"));
	assert_int_equal(e.code, ERR_CONFLICT);
	/* taken away by the officer: told again, and it opens nothing */
	r = test_read(&t);
	assert_ok(
		commit(r, oidc_prepare_unlink(t.db, r, officer(), here, S("far"), &c, &e), &c), &e);
	assert_int_equal(unread(here), 2);
	assert_false(enters("far", "s-1", "pwd"));
	was_refused("oidc_unlinked");
	assert_ok(link_to(officer(), here, "far", "s-1"), &e);
	/* removed with all of it, also with who is away */
	struct away w = leave("far");
	struct oidc_outcome out;

	c = (struct change){ .entry = test_entry() };
	r = test_read(&t);
	assert_false(commit(r, oidc_prepare_remove(t.db, r, &reader, S("far"), &c, &e), &c));
	assert_int_equal(e.code, ERR_DENIED);
	c = (struct change){ .entry = test_entry() };
	err_clear(&e);
	r = test_read(&t);
	assert_ok(commit(r, oidc_prepare_remove(t.db, r, officer(), S("far"), &c, &e), &c), &e);
	assert_false(come_back(&w, &out));
	assert_int_equal(e.code, ERR_ABSENT);
}

static void who_is_disabled_stays_outside(void **state)
{
	int64_t account = person("shut.one", "byt");
	struct change c = { .entry = test_entry() };
	struct db_read *r;

	(void)state;
	provide("shut", "byt", "");
	assert_ok(link_to(officer(), account, "shut", "s-1"), &e);
	assert_ok(enters("shut", "s-1", "pwd"), &e);
	r = test_read(&t);
	assert_ok(commit(r, account_prepare_state(t.db, r, officer(), account, false, &c, &e), &c),
		&e);
	assert_false(enters("shut", "s-1", "pwd"));
	was_refused("disabled");
}

static int load(void **state)
{
	cjose_err err;

	(void)state;
	setenv("HAIDANG_TEST", "1", 1); /* http, to this machine itself */
	access_tell_by(outbox_tell);
	test_house_open(&t);
	for (int i = 0; i < 2; i++) {
		keys[i] = cjose_jwk_create_RSA_random(
			2048, (const uint8_t *)"\x01\x00\x01", 3, &err);
		if (!keys[i] || !cjose_jwk_set_kid(keys[i], i ? "two" : "one", 3, &err))
			return -1;
	}
	publish(0);
	peer_start();
	return 0;
}

static int unload(void **state)
{
	(void)state;
	peer_stop();
	for (int i = 0; i < 2; i++)
		cjose_jwk_release(keys[i]);
	test_db_close(&t);
	return 0;
}

static int forget(void **state)
{
	(void)state;
	clock_hold(0);
	err_clear(&e);
	peer.names_itself = peer.mute = false;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_linked_subject_opens_its_account_once, forget),
		cmocka_unit_test_setup(
			what_is_wrong_ends_the_step_and_says_so_in_the_log_alone, forget),
		cmocka_unit_test_setup(a_step_is_over_after_five_minutes, forget),
		cmocka_unit_test_setup(who_says_whose_the_answer_is_says_it_always, forget),
		cmocka_unit_test_setup(a_new_key_is_asked_for_once_a_minute, forget),
		cmocka_unit_test_setup(who_does_not_answer_is_left_alone_for_a_while, forget),
		cmocka_unit_test_setup(
			a_factor_there_counts_where_its_provider_is_trusted_with_it, forget),
		cmocka_unit_test_setup(one_links_oneself_by_the_session_that_has_left, forget),
		cmocka_unit_test_setup(
			a_provider_speaks_for_its_own_and_an_officer_for_whom_they_cover, forget),
		cmocka_unit_test_setup(who_is_disabled_stays_outside, forget),
	};

	return cmocka_run_group_tests(tests, load, unload);
}

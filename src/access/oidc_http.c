#include "access/oidc_http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>

enum {
	CONNECT_SECONDS = 4,
	TOTAL_SECONDS = 8,
	BODY_MAX = 256 << 10,
	KEPT = 32, /* documents */
};

#define SECOND INT64_C(1000000)

/* What does not answer is left alone so long: its silence holds a thread. */
#define SILENT (15 * SECOND)

struct str oidc_encode(struct arena *a, struct str s)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];
		bool plain = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
			     (ch >= '0' && ch <= '9') || (ch && strchr("-._~", ch));

		if (plain)
			buf_addc(&b, ch);
		else
			buf_addf(&b, "%%%02X", (unsigned)(unsigned char)ch);
	}
	return buf_str(&b);
}

/* --- addresses */

static struct str part_of(struct arena *a, CURLU *u, CURLUPart part, unsigned flags)
{
	char *text = NULL;

	if (curl_url_get(u, part, &text, flags) != CURLUE_OK)
		return STR_NULL;
	struct str s = str_dup(a, str_z(text));

	curl_free(text);
	return s;
}

static bool is_this_machine(struct str host)
{
	return str_eq(host, S("127.0.0.1")) || str_eq(host, S("localhost")) ||
	       str_eq(host, S("[::1]"));
}

/* Printable ASCII, nothing that means something in HTML: it will stand in a page. */
static bool letters_right(struct str url)
{
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= ' ' || url.p[i] >= 0x7F || strchr("\"'<>\\^`{|}", url.p[i]))
			return false;
	return url.n > 0 && url.n <= OIDC_URL_MAX;
}

bool oidc_origin(struct arena *a, struct str url, struct str *origin)
{
	CURLU *u = letters_right(url) ? curl_url() : NULL;
	bool right = false;

	if (u && curl_url_set(u, CURLUPART_URL, str_c(a, url), 0) == CURLUE_OK) {
		struct str scheme = part_of(a, u, CURLUPART_SCHEME, 0);
		struct str host = part_of(a, u, CURLUPART_HOST, 0);
		struct str port = part_of(a, u, CURLUPART_PORT, CURLU_DEFAULT_PORT);

		right = host.n && !part_of(a, u, CURLUPART_USER, 0).p &&
			!part_of(a, u, CURLUPART_PASSWORD, 0).p &&
			!part_of(a, u, CURLUPART_FRAGMENT, 0).p &&
			(str_eq(scheme, S("https")) ||
				(str_eq(scheme, S("http")) && getenv("HAIDANG_TEST") &&
					is_this_machine(host)));
		if (right)
			*origin = str_fmt(a, "%.*s://%.*s:%.*s", STR_ARG(scheme), STR_ARG(host),
				STR_ARG(port));
	}
	curl_url_cleanup(u);
	return right;
}

/* --- asking */

static size_t keep(char *bytes, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;

	if (size * n > BODY_MAX - b->n)
		return 0;
	buf_add(b, str_n(bytes, size * n));
	return size * n;
}

static void common(CURL *curl, struct arena *a, struct str url, struct buf *body)
{
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_SECONDS);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https"); /* which: oidc_origin */
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* a proxy of the environment is for other programs */
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)BODY_MAX);
	curl_easy_setopt(curl, CURLOPT_URL, str_c(a, url));
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
}

/* The room for the answer is taken beforehand: no way out of the arena leads through libcurl. */
static bool ask(
	CURL *curl, struct arena *a, struct str url, long *status, struct str *body, struct err *e)
{
	struct buf b = { .arena = a };
	struct str origin;

	if (!oidc_origin(a, url, &origin)) {
		err_detail(e, "an address that is not asked");
		return FAIL(e, ERR_BUSY, T_access_oidc_down);
	}
	buf_room(&b, BODY_MAX + 1);
	common(curl, a, url, &b);
	CURLcode code = curl_easy_perform(curl);

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
	*body = buf_str(&b);
	if (code == CURLE_OK)
		return true;
	err_detail(e, "libcurl: %s", curl_easy_strerror(code));
	return FAIL(e, ERR_BUSY, T_access_oidc_down);
}

/* --- what was asked before */

static struct kept {
	struct arena *arena;  /* of its own; NULL: the place is free */
	struct str url, body; /* no body: it was not to be had */
	int64_t at;
} table[KEPT];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The address's place, or with `make` the one that goes for it. */
static struct kept *place_of(struct str url, bool make)
{
	struct kept *oldest = &table[0];

	for (size_t i = 0; i < KEPT; i++) {
		if (table[i].arena && str_eq(table[i].url, url))
			return &table[i];
		if (!table[i].arena || (oldest->arena && table[i].at < oldest->at))
			oldest = &table[i];
	}
	return make ? oldest : NULL;
}

static bool recall(struct arena *a, struct str url, int64_t since, struct str *body, bool *silent)
{
	int64_t now = clock_now();

	pthread_mutex_lock(&lock);
	struct kept *k = place_of(url, false);
	bool is = k && k->at <= now; /* else the clock was set back */

	*silent = is && !k->body.p && k->at > now - SILENT;
	*body = is && k->body.p && k->at >= since ? str_dup(a, k->body) : STR_NULL;
	pthread_mutex_unlock(&lock);
	return body->p != NULL;
}

static void remember(struct str url, struct str body)
{
	struct arena *a = arena_new(2 * BODY_MAX);
	struct kept fresh = { a, str_dup(a, url), body.p ? str_dup(a, body) : STR_NULL,
		clock_now() };

	pthread_mutex_lock(&lock);
	struct kept *k = place_of(url, true);
	struct arena *old = k->arena;

	*k = fresh;
	pthread_mutex_unlock(&lock);
	arena_free(old);
}

bool oidc_post(struct arena *a, struct str url, struct str form, struct str basic, long *status,
	struct str *body, struct err *e)
{
	bool silent;

	if (!recall(a, url, INT64_MAX, body, &silent) && silent)
		return FAIL(e, ERR_BUSY, T_access_oidc_down);
	CURL *curl = curl_easy_init();

	if (!curl)
		die("libcurl does not start");
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)form.n);
	curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, form.p);
	if (basic.p) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERPWD, str_c(a, basic));
	}
	bool ok = ask(curl, a, url, status, body, e);

	curl_easy_cleanup(curl);
	if (!ok)
		remember(url, STR_NULL);
	return ok;
}

/* --- documents that are kept */

bool oidc_document(struct arena *a, struct str url, int64_t since, struct str *body, struct err *e)
{
	bool silent;
	long status = 0;

	if (recall(a, url, since, body, &silent))
		return true;
	if (silent)
		return FAIL(e, ERR_BUSY, T_access_oidc_down);
	CURL *curl = curl_easy_init();

	if (!curl)
		die("libcurl does not start");
	bool ok = ask(curl, a, url, &status, body, e);

	curl_easy_cleanup(curl);
	if (ok && (status != 200 || !body->n)) {
		err_detail(e, "the provider answers %ld", status);
		ok = FAIL(e, ERR_BUSY, T_access_oidc_down);
	}
	remember(url, ok ? *body : STR_NULL);
	return ok;
}

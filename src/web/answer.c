#include "web/answer.h"

#include <sodium.h>

#include "access/access.h"
#include "web/frame.h"
#include "web/once.h"

static const char policy[] =
	"default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/* Of a file to save: should a browser show it all the same, nothing in it runs. */
static const char policy_of_files[] = "default-src 'none'; sandbox; frame-ancestors 'none'";

struct str answer_session_cookie(bool tls)
{
	return tls ? S("__Host-" SESSION_COOKIE) : S(SESSION_COOKIE);
}

/* Referrer-Policy is same-origin and not no-referrer: with the latter browsers send
 * "Origin: null" with our own forms, which guard_same_site could not tell from others'. */
static void add_all(struct call *c, const char *content, struct http_answer *out)
{
	http_add(out, S("Content-Security-Policy"), str_z(content));
	http_add(out, S("X-Frame-Options"), S("DENY")); /* for what does not know the policy */
	http_add(out, S("X-Content-Type-Options"), S("nosniff"));
	http_add(out, S("Referrer-Policy"), S("same-origin"));
	http_add(out, S("Cross-Origin-Opener-Policy"), S("same-origin"));
	http_add(out, S("Cross-Origin-Resource-Policy"), S("same-origin"));
	if (c && c->tls)
		http_add(out, S("Strict-Transport-Security"), S("max-age=31536000"));
}

static void add_common(struct call *c, struct http_answer *out)
{
	add_all(c, policy, out);
}

static void add_cookie(struct call *c, struct str name, struct str value, const char *more,
	struct http_answer *out)
{
	http_add(out, S("Set-Cookie"),
		str_fmt(c->rq.arena, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", STR_ARG(name),
			STR_ARG(value), c->tls ? "; Secure" : "", more));
}

static void add_cookies(struct call *c, struct http_answer *out)
{
	struct str name = answer_session_cookie(c->tls);

	if (c->rq.new_session.n)
		add_cookie(c, name, c->rq.new_session, "", out);
	else if (c->rq.end_session)
		add_cookie(c, name, S(""), "; Max-Age=0", out);
	if (c->rq.new_once.n)
		add_cookie(c, S(ONCE_COOKIE), once_bind(c->rq.arena, c->rq.session, c->rq.new_once),
			"; Max-Age=60", out);
	if (c->rq.new_lang.n)
		add_cookie(c, S("hd_lang"), c->rq.new_lang, "; Max-Age=31536000", out);
}

void answer_html(struct call *c, int status, struct str page, struct http_answer *out)
{
	out->status = status;
	out->body = page;
	http_add(out, S("Content-Type"), S("text/html; charset=utf-8"));
	http_add(out, S("Content-Language"), str_z(text_lang_code(c->rq.lang)));
	if (c->rq.once.n)
		add_cookie(c, S(ONCE_COOKIE), S(""), "; Max-Age=0", out);
	http_add(out, S("Cache-Control"), S("no-store"));
	add_common(c, out);
}

/* "\"…\"" over the bytes. */
static struct str tag_of(struct arena *a, struct str s)
{
	unsigned char hash[16];
	char hex[sizeof(hash) * 2 + 1];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)s.p, s.n, NULL, 0);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	return str_fmt(a, "\"%s\"", hex);
}

static bool has_tag(struct str list, struct str tag)
{
	struct str part;

	while (str_split(&list, ',', &part)) {
		part = str_trim(part);
		if (str_starts(part, S("W/")))
			part = str_sub(part, 2, part.n);
		if (str_eq(part, tag) || str_eq(part, S("*")))
			return true;
	}
	return false;
}

void answer_json(struct call *c, struct str json, struct http_answer *out)
{
	struct str tag = tag_of(c->rq.arena, json);
	bool same = has_tag(http_header(c->h, S("If-None-Match")), tag);

	out->status = same ? 304 : 200;
	out->body = same ? S("") : json;
	http_add(out, S("Content-Type"), S("application/json"));
	http_add(out, S("ETag"), tag);
	http_add(out, S("Cache-Control"), S("private, no-cache"));
	http_add(out, S("Vary"), S("Cookie, Accept-Language"));
	add_common(c, out);
}

/* A file's name for a header: ASCII in quotes, the rest by RFC 8187. */
static struct str disposition(struct arena *a, struct str name)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf b = { .arena = a };

	buf_addz(&b, "attachment; filename*=UTF-8''");
	for (size_t i = 0; i < name.n; i++) {
		unsigned char ch = (unsigned char)name.p[i];
		bool plain = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
			     (ch >= '0' && ch <= '9') || ch == '.' || ch == '-' || ch == '_';

		if (plain) {
			buf_addc(&b, (char)ch);
		} else {
			buf_addc(&b, '%');
			buf_addc(&b, hex[ch >> 4]);
			buf_addc(&b, hex[ch & 15]);
		}
	}
	return buf_str(&b);
}

void answer_reply(struct call *c, const struct reply *reply, struct http_answer *out)
{
	struct str tag = c->rq.tagged ? tag_of(c->rq.arena, reply->bytes) : STR_NULL;
	bool same = tag.n && has_tag(http_header(c->h, S("If-None-Match")), tag);

	out->status = same ? 304 : 200;
	out->body = same ? S("") : reply->bytes;
	http_add(out, S("Content-Type"),
		reply->type.n ? reply->type : S("application/octet-stream"));
	if (reply->name.n)
		http_add(out, S("Content-Disposition"), disposition(c->rq.arena, reply->name));
	if (tag.n)
		http_add(out, S("ETag"), tag);
	http_add(out, S("Cache-Control"), tag.n ? S("private, no-cache") : S("no-store"));
	add_all(c, reply->name.n ? policy_of_files : policy, out);
}

void answer_redirect(struct call *c, struct str where, struct http_answer *out)
{
	out->status = 303;
	out->body = S("");
	http_add(out, S("Location"), where);
	http_add(out, S("Cache-Control"), S("no-store"));
	add_cookies(c, out);
	add_common(c, out);
}

static void problem(struct call *c, const struct err *e, struct http_answer *out)
{
	struct buf b = { .arena = c->rq.arena };
	struct json j = { .out = &b };
	char id[REQUEST_ID * 2 + 1];

	sodium_bin2hex(id, sizeof(id), c->rq.id, sizeof(c->rq.id));
	json_open(&j);
	json_str(&j, "type", S("about:blank"));
	json_str(&j, "title", err_text(c->rq.arena, c->rq.lang, e));
	json_int(&j, "status", err_http(e->code));
	json_str(&j, "code", str_z(err_code_name(e->code)));
	if (c->rq.field.n)
		json_str(&j, "field", c->rq.field);
	json_str(&j, "request", str_z(id));
	json_close(&j);
	out->status = err_http(e->code);
	out->body = buf_str(&b);
	http_add(out, S("Content-Type"), S("application/problem+json"));
	http_add(out, S("Cache-Control"), S("no-store"));
	add_common(c, out);
}

void answer_error(struct call *c, const struct err *e, struct http_answer *out)
{
	c->result = err_code_name(e->code);
	if (e->code == ERR_STORE || e->code == ERR_INTERNAL)
		log_err("request", e);
	if (e->code == ERR_TOO_MANY || e->code == ERR_BUSY)
		http_add(out, S("Retry-After"), S("5"));
	if (c->match.api && e->code == ERR_LOGIN)
		http_add(out, S("WWW-Authenticate"), S("Bearer"));
	if (c->match.api)
		problem(c, e, out);
	else
		answer_html(c, err_http(e->code), frame_error(&c->rq, e), out);
}

void answer_method(struct call *c, struct http_answer *out)
{
	struct err e = { 0 };
	struct str allow = c->match.get && c->match.post ? S("GET, HEAD, POST")
			   : c->match.get		 ? S("GET, HEAD")
							 : S("POST");

	FAIL(&e, ERR_METHOD, T_web_method, allow);
	http_add(out, S("Allow"), allow);
	answer_error(c, &e, out);
}

void answer_no_room(struct call *c, struct http_answer *out)
{
	c->result = "memory";
	*out = (struct http_answer){ .status = 413,
		.body = text_get(c->rq.lang, T_base_out_of_room) };
	http_add(out, S("Content-Type"), S("text/plain; charset=utf-8"));
	http_add(out, S("Cache-Control"), S("no-store"));
	add_common(c, out);
}

static bool takes_gzip(const struct http_request *h)
{
	struct str list = http_header(h, S("Accept-Encoding")), part;

	while (str_split(&list, ',', &part)) {
		part = str_trim(part);
		if (str_eq_nocase(part, S("gzip")) ||
			(str_eq_nocase(str_sub(part, 0, 5), S("gzip;")) &&
				!str_has(part, S("q=0"))))
			return true;
	}
	return false;
}

void answer_asset(const struct http_request *h, const struct asset *a, struct http_answer *out)
{
	bool gzip = a->gzip.n && takes_gzip(h);

	out->status = 200;
	out->body = gzip ? a->gzip : a->bytes;
	http_add(out, S("Content-Type"), a->type);
	http_add(out, S("Cache-Control"), S("public, max-age=31536000, immutable"));
	if (a->gzip.n)
		http_add(out, S("Vary"), S("Accept-Encoding"));
	if (gzip)
		http_add(out, S("Content-Encoding"), S("gzip"));
	add_common(NULL, out);
}

#include "web/guard.h"

bool guard_headers(const struct http_request *h, struct err *e)
{
	static const char *const once[] = { "Host", "Content-Length", "Content-Type", "Cookie",
		"Origin", "Transfer-Encoding", "Sec-Fetch-Site", "If-None-Match", "Authorization" };

	for (size_t i = 0; i < COUNT(once); i++)
		if (http_header_count(h, str_z(once[i])) > 1)
			return FAIL(e, ERR_INPUT, T_web_bad_header, str_z(once[i]));
	/* Forms of browsers say their length; chunks are what smugglers send. */
	if (http_header(h, S("Transfer-Encoding")).p)
		return FAIL(e, ERR_INPUT, T_web_bad_header, S("Transfer-Encoding"));
	if (http_header(h, S("Host")).n == 0)
		return FAIL(e, ERR_INPUT, T_web_bad_header, S("Host"));
	struct str length = http_header(h, S("Content-Length"));

	if (length.p && h->method != HTTP_POST && !str_eq(length, S("0")))
		return FAIL(e, ERR_INPUT, T_web_body_unexpected);
	return true;
}

bool guard_same_site(const struct http_request *h, struct err *e)
{
	struct str site = http_header(h, S("Sec-Fetch-Site"));
	struct str origin = http_header(h, S("Origin"));
	struct str host = http_header(h, S("Host"));

	if (site.p)
		return str_eq(site, S("same-origin")) || str_eq(site, S("none")) ||
		       FAIL(e, ERR_DENIED, T_web_forged);
	if (!origin.p)
		return true;
	size_t at = str_find(origin, S("://"), 0);

	if (at == SIZE_MAX || !str_eq_nocase(str_sub(origin, at + 3, origin.n), host))
		return FAIL(e, ERR_DENIED, T_web_forged);
	return true;
}

static bool is_trusted(struct str peer, struct str trusted)
{
	struct str one;

	while (str_split(&trusted, ' ', &one))
		if (one.n && str_eq(one, peer))
			return true;
	return false;
}

/* The last address is the one our own proxy wrote. */
static struct str last_of(struct str list)
{
	struct str part, last = STR_NULL;

	while (str_split(&list, ',', &part))
		last = str_trim(part);
	return last;
}

struct guard_peer guard_peer(const struct http_request *h, struct str trusted, struct str header)
{
	struct guard_peer p = { h->peer, h->tls };
	struct str said;

	if (!is_trusted(h->peer, trusted))
		return p;
	said = last_of(http_header(h, header));
	if (said.n && said.n <= 64)
		p.address = said;
	p.tls = p.tls || str_eq_nocase(http_header(h, S("X-Forwarded-Proto")), S("https"));
	return p;
}

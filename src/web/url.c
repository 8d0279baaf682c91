#include "web/url.h"

#include "store/db.h"

static bool unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

void url_encode(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (unreserved(s.p[i])) {
			buf_addc(b, s.p[i]);
			continue;
		}
		buf_addc(b, '%');
		buf_addc(b, hex[c >> 4]);
		buf_addc(b, hex[c & 15]);
	}
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool url_decode(struct arena *a, struct str s, bool plus, struct str *out)
{
	bool as_is = true;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\0')
			return false;
		if (s.p[i] == '%' || (plus && s.p[i] == '+'))
			as_is = false;
	}
	*out = s;
	if (as_is)
		return true;
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%') {
			int high = i + 1 < s.n ? hex_value(s.p[i + 1]) : -1;
			int low = i + 2 < s.n ? hex_value(s.p[i + 2]) : -1;

			if (high < 0 || low < 0 || (high == 0 && low == 0))
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (plus && c == '+') {
			c = ' ';
		}
		p[n++] = c;
	}
	*out = str_n(p, n);
	return true;
}

void url_literal(struct url_build *u, struct str s)
{
	buf_add(&u->b, s);
}

void url_path_int(struct url_build *u, int64_t v)
{
	buf_addc(&u->b, '/');
	buf_add_int(&u->b, v);
}

void url_path_str(struct url_build *u, struct str v)
{
	buf_addc(&u->b, '/');
	url_encode(&u->b, v);
}

void url_path_date(struct url_build *u, struct date v)
{
	url_path_str(u, date_iso(u->b.arena, v));
}

static void name(struct url_build *u, const char *n)
{
	buf_addc(&u->b, u->query ? '&' : '?');
	buf_addz(&u->b, n);
	buf_addc(&u->b, '=');
	u->query = true;
}

void url_query_int(struct url_build *u, const char *n, int64_t v)
{
	if (v == 0 || v == DB_NULL)
		return;
	name(u, n);
	buf_add_int(&u->b, v);
}

void url_query_str(struct url_build *u, const char *n, struct str v)
{
	if (v.n == 0)
		return;
	name(u, n);
	url_encode(&u->b, v);
}

void url_query_date(struct url_build *u, const char *n, struct date v)
{
	if (date_given(v))
		url_query_str(u, n, date_iso(u->b.arena, v));
}

void url_query_bool(struct url_build *u, const char *n, bool v)
{
	if (!v)
		return;
	name(u, n);
	buf_addc(&u->b, '1');
}

bool url_is_local(struct str s)
{
	if (s.n == 0 || s.p[0] != '/' || (s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\')))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x21 || s.p[i] == 0x7f || s.p[i] == '\\')
			return false;
	return true;
}

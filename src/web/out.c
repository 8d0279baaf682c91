#include "web/out.h"
#include "web/request.h"
#include "web/url.h"

#include <stdio.h>

/* What a byte becomes; NULL: itself. */
static const char *const escape[256] = {
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#39;",
};

void out_str(struct out *o, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *e = escape[(unsigned char)s.p[i]];

		if (!e)
			continue;
		out_raw(o, str_sub(s, from, i));
		buf_addz(&o->buf, e);
		from = i + 1;
	}
	if (from < s.n)
		out_raw(o, str_sub(s, from, s.n));
}

void out_z(struct out *o, const char *z)
{
	out_str(o, str_z(z));
}

void out_int(struct out *o, int64_t v)
{
	buf_add_int(&o->buf, v);
}

void out_uint(struct out *o, uint64_t v)
{
	buf_addf(&o->buf, "%llu", (unsigned long long)v);
}

void out_date(struct out *o, struct date d)
{
	if (date_given(d))
		buf_add(&o->buf, date_vi(o->arena, d));
}

struct str out_num_text(const struct out *o, int64_t v)
{
	return text_number(o->arena, o->lang, v);
}

void out_num(struct out *o, int64_t v)
{
	out_raw(o, out_num_text(o, v));
}

void out_href(struct out *o, struct str address)
{
	out_str(o, url_is_local(address) ? address : S("#"));
}

static const struct {
	struct str use, symbol;
} icons[ICON_COUNT] = {
#define ICON(name, markup)                                                                \
	[ICON_##name] = { S("<svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-" #name \
			    "\"/></svg>"),                                                \
		S("<symbol id=\"i-" #name "\" viewBox=\"0 0 16 16\">" markup "</symbol>") },
#include "web/icons.def"
#undef ICON
};
_Static_assert(ICON_COUNT <= 64, "struct out keeps the icons used in 64 bits");

void out_icon(struct out *o, enum icon icon)
{
	out_raw(o, icons[icon].use);
	o->icons |= (uint64_t)1 << icon;
}

void out_icon_symbols(struct out *o)
{
	for (int i = 0; i < ICON_COUNT; i++)
		if (o->icons >> i & 1)
			out_raw(o, icons[i].symbol);
}

void out_csrf(struct out *o)
{
	out_raw(o, S("<input type=\"hidden\" name=\"_csrf\" value=\""));
	out_str(o, o->rq->csrf);
	out_raw(o, S("\">"));
}

struct str out_arg_str(const struct out *o, struct str s)
{
	(void)o;
	return s;
}

struct str out_arg_z(const struct out *o, const char *z)
{
	(void)o;
	return str_z(z);
}

struct str out_arg_int(const struct out *o, int64_t v)
{
	return str_fmt(o->arena, "%lld", (long long)v);
}

struct str out_arg_uint(const struct out *o, uint64_t v)
{
	return str_fmt(o->arena, "%llu", (unsigned long long)v);
}

struct str out_arg_date(const struct out *o, struct date d)
{
	return date_vi(o->arena, d);
}

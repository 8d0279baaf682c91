/*
 * What templates write to. The functions html_… that mkhtml makes of the .html files
 * know no other way to put bytes on a page than these.
 */
#ifndef WEB_OUT_H
#define WEB_OUT_H

#include "base/base.h"

struct request;

enum icon {
#define ICON(name, markup) ICON_##name,
#include "web/icons.def"
#undef ICON
	ICON_COUNT
};

struct out {
	struct buf buf;
	struct arena *arena;
	enum lang lang;
	const struct request *rq;
	uint64_t icons; /* bit ICON_x: used, its symbol goes to the end of the page */
};

/* As it stands: markup only. */
static inline void out_raw(struct out *o, struct str s)
{
	if (s.n == 0)
		return;
	memcpy(buf_room(&o->buf, s.n), s.p, s.n);
	o->buf.n += s.n;
}

/* Escaped for text and for quoted attributes alike. */
void out_str(struct out *o, struct str s);
void out_z(struct out *o, const char *z);
void out_int(struct out *o, int64_t v);
void out_uint(struct out *o, uint64_t v);
void out_date(struct out *o, struct date d);
/* With the thousands sign of the language; as a string for a text's argument. */
void out_num(struct out *o, int64_t v);
struct str out_num_text(const struct out *o, int64_t v);
/* A local address ("/…"), else "#". */
void out_href(struct out *o, struct str address);
void out_icon(struct out *o, enum icon icon);
/* The symbols of the icons used so far. */
void out_icon_symbols(struct out *o);
/* The hidden field with the form's token. */
void out_csrf(struct out *o);

#define OUT(o, x) \
	_Generic((x), struct str: out_str, const char *: out_z, char *: out_z, struct date: out_date, \
		signed char: out_int, short: out_int, int: out_int, long: out_int,            \
		long long: out_int, unsigned char: out_uint, unsigned short: out_uint,        \
		unsigned: out_uint, unsigned long: out_uint, unsigned long long: out_uint)((o), (x))

/* An argument of a text, as a string. */
struct str out_arg_str(const struct out *o, struct str s);
struct str out_arg_z(const struct out *o, const char *z);
struct str out_arg_int(const struct out *o, int64_t v);
struct str out_arg_uint(const struct out *o, uint64_t v);
struct str out_arg_date(const struct out *o, struct date d);

#define OUT_ARG(x) \
	_Generic((x), struct str: out_arg_str, const char *: out_arg_z, char *: out_arg_z,    \
		struct date: out_arg_date, signed char: out_arg_int, short: out_arg_int,      \
		int: out_arg_int, long: out_arg_int, long long: out_arg_int,                  \
		unsigned char: out_arg_uint, unsigned short: out_arg_uint,                    \
		unsigned: out_arg_uint, unsigned long: out_arg_uint,                          \
		unsigned long long: out_arg_uint)(o, (x))

/* TX(T_key, args…): a text in the language of the output; up to four arguments, each a
 * struct str, an integer or a date. Needs a `struct out *o` in sight. */
#define TX(...) TX_PICK(__VA_ARGS__, TX_4, TX_3, TX_2, TX_1, TX_0, 0)(__VA_ARGS__)
#define TX_PICK(id, a, b, c, d, n, ...) n
#define TX_0(id) text_get(o->lang, (id))
#define TX_1(id, a) TEXT(o->arena, o->lang, (id), OUT_ARG(a))
#define TX_2(id, a, b) TEXT(o->arena, o->lang, (id), OUT_ARG(a), OUT_ARG(b))
#define TX_3(id, a, b, c) TEXT(o->arena, o->lang, (id), OUT_ARG(a), OUT_ARG(b), OUT_ARG(c))
#define TX_4(id, a, b, c, d) \
	TEXT(o->arena, o->lang, (id), OUT_ARG(a), OUT_ARG(b), OUT_ARG(c), OUT_ARG(d))

#endif

#include "base/str.h"

#include <stdio.h>

#include "base/arena.h"

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_n(s.p, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n &&
	       (suffix.n == 0 || str_eq(str_n(s.p + s.n - suffix.n, suffix.n), suffix));
}

static unsigned char ascii_lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
	if (from > s.n || needle.n > s.n - from)
		return SIZE_MAX;
	if (needle.n == 0)
		return from;
	const char *at = memmem(s.p + from, s.n - from, needle.p, needle.n);

	return at ? (size_t)(at - s.p) : SIZE_MAX;
}

size_t str_find_char(struct str s, char c, size_t from)
{
	if (from >= s.n)
		return SIZE_MAX;
	const char *at = memchr(s.p + from, c, s.n - from);

	return at ? (size_t)(at - s.p) : SIZE_MAX;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return str_n(s.p ? s.p + from : NULL, to - from);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_split(struct str *rest, char sep, struct str *part)
{
	if (!rest->p)
		return false;
	size_t at = str_find_char(*rest, sep, 0);

	if (at == SIZE_MAX) {
		*part = *rest;
		*rest = STR_NULL;
	} else {
		*part = str_n(rest->p, at);
		*rest = str_n(rest->p + at + 1, rest->n - at - 1);
	}
	return true;
}

bool str_to_int(struct str s, int64_t *out)
{
	bool negative = s.n && s.p[0] == '-';
	size_t i = negative;
	uint64_t v = 0, most = negative ? (uint64_t)1 << 63 : INT64_MAX;

	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		unsigned digit = (unsigned)(s.p[i] - '0');

		if (s.p[i] < '0' || digit > 9 || v > (most - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*out = negative ? (int64_t)(0 - v) : (int64_t)v;
	return true;
}

struct str str_dup(struct arena *a, struct str s)
{
	if (!s.p)
		return STR_NULL;
	char *p = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return str_n(p, s.n);
}

char *str_c(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct str str_fmt_v(struct arena *a, const char *fmt, va_list ap)
{
	char short_one[256]; /* most are, and are formatted once */
	va_list again;

	va_copy(again, ap);
	int n = vsnprintf(short_one, sizeof(short_one), fmt, ap);
	size_t size = n < 0 ? 1 : (size_t)n + 1;
	char *p = arena_alloc(a, size);

	if (size <= sizeof(short_one))
		memcpy(p, short_one, size - 1);
	else
		vsnprintf(p, size, fmt, again);
	va_end(again);
	return str_n(p, size - 1);
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	struct str s = str_fmt_v(a, fmt, ap);

	va_end(ap);
	return s;
}

/* Length of the well-formed sequence at p[0 … n), 0 where there is none (Unicode 15, table 3-7). */
static size_t utf8_sequence(const unsigned char *p, size_t n)
{
	unsigned char c = p[0], low = 0x80, high = 0xBF;
	size_t len = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;

	if (len < 2 || len > n)
		return len > n ? 0 : len;
	if (c == 0xE0)
		low = 0xA0;
	else if (c == 0xED)
		high = 0x9F;
	else if (c == 0xF0)
		low = 0x90;
	else if (c == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if (p[i] < 0x80 || p[i] > 0xBF)
			return 0;
	return len;
}

bool str_is_utf8(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n;) {
		size_t len = p[i] < 0x80 ? 1 : utf8_sequence(p + i, s.n - i);

		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

uint32_t str_rune(struct str s, size_t i, size_t *len)
{
	const unsigned char *p = (const unsigned char *)s.p + i;

	if (p[0] < 0x80) {
		*len = 1;
		return p[0];
	}
	size_t n = utf8_sequence(p, s.n - i);

	*len = n ? n : 1;
	switch (n) {
	case 2:
		return (uint32_t)((p[0] & 0x1F) << 6 | (p[1] & 0x3F));
	case 3:
		return (uint32_t)((p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F));
	case 4:
		return (uint32_t)((p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 |
				  (p[3] & 0x3F));
	default:
		return 0xFFFD;
	}
}

char *buf_room(struct buf *b, size_t more)
{
	if (more > b->cap - b->n) {
		size_t cap = b->cap ? b->cap : 64;

		while (cap - b->n < more)
			cap *= 2;
		char *p = arena_alloc(b->arena, cap);

		if (b->n)
			memcpy(p, b->p, b->n);
		b->p = p;
		b->cap = cap;
	}
	return b->p + b->n;
}

void buf_add(struct buf *b, struct str s)
{
	if (s.n == 0)
		return;
	memcpy(buf_room(b, s.n), s.p, s.n);
	b->n += s.n;
}

void buf_addc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->n++;
}

void buf_addz(struct buf *b, const char *z)
{
	buf_add(b, str_z(z));
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);

	va_end(again);
	if (n > 0) {
		vsnprintf(buf_room(b, (size_t)n + 1), (size_t)n + 1, fmt, ap);
		b->n += (size_t)n;
	}
	va_end(ap);
}

void buf_add_int(struct buf *b, int64_t v)
{
	char digits[24];
	size_t i = sizeof(digits);
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		digits[--i] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		digits[--i] = '-';
	buf_add(b, str_n(digits + i, sizeof(digits) - i));
}

void buf_add_rune(struct buf *b, uint32_t rune)
{
	char *p = buf_room(b, 4);

	if (rune < 0x80) {
		p[0] = (char)rune;
		b->n += 1;
	} else if (rune < 0x800) {
		p[0] = (char)(0xC0 | rune >> 6);
		p[1] = (char)(0x80 | (rune & 0x3F));
		b->n += 2;
	} else if (rune < 0x10000) {
		p[0] = (char)(0xE0 | rune >> 12);
		p[1] = (char)(0x80 | (rune >> 6 & 0x3F));
		p[2] = (char)(0x80 | (rune & 0x3F));
		b->n += 3;
	} else {
		p[0] = (char)(0xF0 | rune >> 18);
		p[1] = (char)(0x80 | (rune >> 12 & 0x3F));
		p[2] = (char)(0x80 | (rune >> 6 & 0x3F));
		p[3] = (char)(0x80 | (rune & 0x3F));
		b->n += 4;
	}
}

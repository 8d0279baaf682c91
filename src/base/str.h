/*
 * Strings: a pointer and a length, not owned, not NUL-terminated, never changed
 * in place. `p == NULL` is "no value" (SQL NULL); an empty string has p != NULL.
 * `struct buf` builds one in an arena.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct str {
	const char *p;
	size_t n;
};

/* A literal as a string: S("abc"). */
#define S(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NULL ((struct str){ NULL, 0 })
/* For printf: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct str str_n(const char *p, size_t n)
{
	return (struct str){ p, n };
}

/* Of a NUL-terminated string that outlives the result; NULL gives STR_NULL. */
static inline struct str str_z(const char *z)
{
	return (struct str){ z, z ? strlen(z) : 0 };
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* By bytes; a prefix comes first. <0, 0, >0. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* ASCII letters without regard to case. */
bool str_eq_nocase(struct str a, struct str b);

/* Index of the first occurrence at or after `from`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);
static inline bool str_has(struct str s, struct str needle)
{
	return str_find(s, needle, 0) != SIZE_MAX;
}

/* The part [from, to); clipped to the string. */
struct str str_sub(struct str s, size_t from, size_t to);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* Takes what stands before the next `sep` off `*rest`; false when nothing is left.
 * "a,,b" gives "a", "", "b". */
bool str_split(struct str *rest, char sep, struct str *part);

/* Decimal, an optional '-', nothing else; false when it is not one or does not fit. */
bool str_to_int(struct str s, int64_t *out);

struct str str_dup(struct arena *a, struct str s);
/* A NUL-terminated copy. */
char *str_c(struct arena *a, struct str s);
struct str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str str_fmt_v(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* True where every byte is part of well-formed UTF-8 (no surrogates, no overlongs). */
bool str_is_utf8(struct str s);
/* The code point at s.p[i] of well-formed UTF-8 and its length in bytes. */
uint32_t str_rune(struct str s, size_t i, size_t *len);

/* A growing string in an arena. `{ .arena = a }` is a ready, empty one. */
struct buf {
	char *p;
	size_t n, cap;
	struct arena *arena;
};

/* Room for `more` bytes behind the end; returns where they start. The caller adds to n. */
char *buf_room(struct buf *b, size_t more);
void buf_add(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_addz(struct buf *b, const char *z);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_add_int(struct buf *b, int64_t v);
void buf_add_rune(struct buf *b, uint32_t rune);
static inline struct str buf_str(const struct buf *b)
{
	return (struct str){ b->n ? b->p : "", b->n };
}

#endif

#include "web/form.h"

#include "web/url.h"

enum { PART_HEAD_MAX = 4096, BOUNDARY_MAX = 70, NAME_MAX_BYTES = 64 };

static bool good_text(struct str s)
{
	return str_find_char(s, '\0', 0) == SIZE_MAX && str_is_utf8(s);
}

/* Names are those of routes' parameters; a longer one is none of them. */
static bool good_name(struct str s)
{
	return s.n > 0 && s.n <= NAME_MAX_BYTES && good_text(s);
}

static struct pair *add(struct arena *a, struct pairs *out, struct err *e)
{
	if (out->n == FORM_FIELDS_MAX) {
		FAIL(e, ERR_TOO_LARGE, T_web_too_many_fields);
		return NULL;
	}
	return LIST_ADD(a, out);
}

bool form_urlencoded(struct arena *a, struct str s, struct pairs *out, struct err *e)
{
	struct str part;

	while (str_split(&s, '&', &part)) {
		if (part.n == 0)
			continue;
		size_t eq = str_find_char(part, '=', 0);
		struct str name = str_sub(part, 0, eq == SIZE_MAX ? part.n : eq);
		struct str value = eq == SIZE_MAX ? S("") : str_sub(part, eq + 1, part.n);
		struct pair *p = add(a, out, e);

		if (!p)
			return false;
		if (!url_decode(a, name, true, &p->name) ||
			!url_decode(a, value, true, &p->value) || !good_name(p->name) ||
			!good_text(p->value))
			return FAIL(e, ERR_INPUT, T_web_bad_letters);
	}
	return true;
}

/* --- multipart */

/* Undoes the three escapes browsers make in names: %22, %0D, %0A. */
static struct str unquote(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		struct str three = str_sub(s, i, i + 3);

		if (str_eq(three, S("%22"))) {
			p[n++] = '"';
			i += 2;
		} else if (str_eq_nocase(three, S("%0D")) || str_eq_nocase(three, S("%0A"))) {
			p[n++] = ' ';
			i += 2;
		} else {
			p[n++] = s.p[i];
		}
	}
	return str_n(p, n);
}

/* `; name="value"` in a Content-Disposition. */
static bool disposition(struct arena *a, struct str s, const char *name, struct str *out)
{
	struct str mark = str_fmt(a, "; %s=\"", name);
	size_t at = str_find(s, mark, 0);

	if (at == SIZE_MAX)
		return false;
	size_t end = str_find_char(s, '"', at + mark.n);

	if (end == SIZE_MAX)
		return false;
	*out = unquote(a, str_sub(s, at + mark.n, end));
	return true;
}

static bool part_head(struct arena *a, struct str head, struct pair *p)
{
	static const char key[] = "Content-Disposition:";
	struct str line;
	bool named = false;

	p->file = STR_NULL;
	while (head.n) {
		size_t end = str_find(head, S("\r\n"), 0);

		line = str_sub(head, 0, end == SIZE_MAX ? head.n : end);
		head = str_sub(head, end == SIZE_MAX ? head.n : end + 2, head.n);
		if (!str_eq_nocase(str_sub(line, 0, sizeof(key) - 1), str_z(key)))
			continue;
		line = str_trim(str_sub(line, sizeof(key) - 1, line.n));
		if (named || !str_starts(line, S("form-data;")))
			return false;
		named = disposition(a, line, "name", &p->name);
		if (disposition(a, line, "filename", &p->file) && !good_text(p->file))
			return false;
	}
	return named && good_name(p->name);
}

bool form_multipart(
	struct arena *a, struct str body, struct str boundary, struct pairs *out, struct err *e)
{
	struct str mark = str_fmt(a, "\r\n--%.*s", STR_ARG(boundary));
	size_t at;

	/* The first mark stands at the very beginning, without its line end. */
	if (boundary.n == 0 || boundary.n > BOUNDARY_MAX ||
		!str_starts(body, str_sub(mark, 2, mark.n)))
		return FAIL(e, ERR_INPUT, T_web_body_broken);
	at = mark.n - 2;
	while (!str_eq(str_sub(body, at, at + 2), S("--"))) {
		size_t head = at + 2;
		size_t blank = str_find(str_sub(body, 0, head + PART_HEAD_MAX), S("\r\n\r\n"), at);

		if (!str_eq(str_sub(body, at, head), S("\r\n")) || blank == SIZE_MAX)
			return FAIL(e, ERR_INPUT, T_web_body_broken);
		size_t end = str_find(body, mark, blank + 2);
		struct pair *p = add(a, out, e);

		if (!p)
			return false;
		if (end == SIZE_MAX || blank + 4 > end + 2 ||
			!part_head(a, str_sub(body, head, blank), p))
			return FAIL(e, ERR_INPUT, T_web_body_broken);
		p->value = blank + 4 > end ? S("") : str_sub(body, blank + 4, end);
		if (!p->file.p && !good_text(p->value))
			return FAIL(e, ERR_INPUT, T_web_bad_letters);
		at = end + mark.n;
	}
	return true;
}

/* The boundary of "multipart/form-data; boundary=…"; n == 0 where it is another type. */
static struct str boundary_of(struct str type)
{
	static const char kind[] = "multipart/form-data";
	static const char key[] = "boundary=";

	if (!str_eq_nocase(str_sub(type, 0, sizeof(kind) - 1), str_z(kind)))
		return STR_NULL;
	struct str rest = str_sub(type, sizeof(kind) - 1, type.n), part;

	while (str_split(&rest, ';', &part)) {
		part = str_trim(part);
		if (!str_eq_nocase(str_sub(part, 0, sizeof(key) - 1), str_z(key)))
			continue;
		part = str_sub(part, sizeof(key) - 1, part.n);
		if (part.n >= 2 && part.p[0] == '"' && part.p[part.n - 1] == '"')
			part = str_sub(part, 1, part.n - 1);
		return part;
	}
	return STR_NULL;
}

bool form_body(struct arena *a, struct str type, struct str body, struct pairs *out, struct err *e)
{
	static const char plain[] = "application/x-www-form-urlencoded";
	struct str kind = str_trim(str_sub(type, 0, str_find_char(type, ';', 0)));
	struct str boundary = boundary_of(type);

	if (body.n == 0 && !type.p)
		return true;
	if (str_eq_nocase(kind, str_z(plain)))
		return form_urlencoded(a, body, out, e);
	if (boundary.n)
		return form_multipart(a, body, boundary, out, e);
	return FAIL(e, ERR_INPUT, T_web_body_type);
}

struct str form_cookie(struct str header, struct str name)
{
	struct str part;

	while (str_split(&header, ';', &part)) {
		part = str_trim(part);
		size_t eq = str_find_char(part, '=', 0);

		if (eq != SIZE_MAX && str_eq(str_sub(part, 0, eq), name))
			return str_sub(part, eq + 1, part.n);
	}
	return STR_NULL;
}

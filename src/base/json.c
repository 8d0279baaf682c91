#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"

/* libjansson has functions of these names, which libcjose calls: ours stay in the program. */
#pragma GCC visibility push(hidden)
void json_object(struct json *j, const char *name);
void json_real(struct json *j, const char *name, double v);
void json_null(struct json *j, const char *name);
#pragma GCC visibility pop

static void line_break(struct json *j)
{
	if (!j->indent)
		return;
	buf_addc(j->out, '\n');
	for (int i = 0; i < j->depth * j->indent; i++)
		buf_addc(j->out, ' ');
}

/* How many bytes from i on are written as they are. */
static size_t plain_run(struct str s, size_t i, bool sound)
{
	size_t from = i;

	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f || (c >= 0x80 && !sound))
			break;
	}
	return i - from;
}

static void put_string(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	bool sound = str_is_utf8(s);

	buf_addc(b, '"');
	for (size_t i = 0; i < s.n;) {
		size_t len = plain_run(s, i, sound);

		if (len) {
			buf_add(b, str_sub(s, i, i + len));
			i += len;
			continue;
		}
		unsigned char c = (unsigned char)s.p[i];

		len = 1;

		if (c == '"' || c == '\\') {
			buf_addc(b, '\\');
			buf_addc(b, (char)c);
		} else if (c == '\n') {
			buf_addz(b, "\\n");
		} else if (c < 0x20 || c == 0x7f) {
			char escape[] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

			buf_add(b, str_n(escape, sizeof(escape)));
		} else {
			buf_add_rune(b, str_rune(s, i, &len)); /* a bad byte is U+FFFD */
		}
		i += len;
	}
	buf_addc(b, '"');
}

/* What stands before a value: the comma, the new line, the name. */
static void lead(struct json *j, const char *name)
{
	if (j->depth) {
		if (j->more)
			buf_addc(j->out, ',');
		line_break(j);
	}
	j->more = true;
	if (!name)
		return;
	put_string(j->out, str_z(name));
	buf_addz(j->out, j->indent ? ": " : ":");
}

static void enter(struct json *j, const char *name, char bracket)
{
	lead(j, name);
	buf_addc(j->out, bracket);
	j->depth++;
	j->more = false;
}

static void leave(struct json *j, char bracket)
{
	j->depth--;
	if (j->more)
		line_break(j);
	buf_addc(j->out, bracket);
	j->more = true;
}

void json_open(struct json *j)
{
	enter(j, NULL, '{');
}

void json_object(struct json *j, const char *name)
{
	enter(j, name, '{');
}

void json_close(struct json *j)
{
	leave(j, '}');
}

void json_list(struct json *j, const char *name)
{
	enter(j, name, '[');
}

void json_end(struct json *j)
{
	leave(j, ']');
}

void json_null(struct json *j, const char *name)
{
	lead(j, name);
	buf_addz(j->out, "null");
}

void json_str(struct json *j, const char *name, struct str v)
{
	if (!v.p) {
		json_null(j, name);
		return;
	}
	lead(j, name);
	put_string(j->out, v);
}

void json_int(struct json *j, const char *name, int64_t v)
{
	lead(j, name);
	buf_add_int(j->out, v);
}

void json_real(struct json *j, const char *name, double v)
{
	if (!isfinite(v)) {
		json_null(j, name);
		return;
	}
	char digits[32];

	for (int precision = 15; precision <= 17; precision++) {
		snprintf(digits, sizeof(digits), "%.*g", precision, v);
		if (strtod(digits, NULL) == v)
			break;
	}
	lead(j, name);
	buf_addz(j->out, digits);
}

void json_bool(struct json *j, const char *name, bool v)
{
	lead(j, name);
	buf_addz(j->out, v ? "true" : "false");
}

void json_date(struct json *j, const char *name, struct date d)
{
	json_str(j, name, date_given(d) ? date_iso(j->out->arena, d) : STR_NULL);
}

void json_time(struct json *j, const char *name, int64_t us)
{
	json_str(j, name, time_iso(j->out->arena, us));
}

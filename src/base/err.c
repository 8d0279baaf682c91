#include "base/base.h"

#include <stdio.h>

static const struct {
	const char *name;
	int http, exit;
} kinds[ERR_CODES] = {
	/* exit codes as sysexits.h names them */
	[ERR_NONE] = { "none", 200, 0 },
	[ERR_INPUT] = { "input", 400, 65 },
	[ERR_LOGIN] = { "login", 401, 77 },
	[ERR_DENIED] = { "denied", 403, 77 },
	[ERR_ABSENT] = { "absent", 404, 66 },
	[ERR_METHOD] = { "method", 405, 64 },
	[ERR_CONFLICT] = { "conflict", 409, 75 },
	[ERR_STALE] = { "stale", 412, 75 },
	[ERR_TOO_LARGE] = { "too_large", 413, 65 },
	[ERR_TOO_MANY] = { "too_many", 429, 75 },
	[ERR_BUSY] = { "busy", 503, 75 },
	[ERR_STORE] = { "store", 500, 74 },
	[ERR_INTERNAL] = { "internal", 500, 70 },
};

/* At most `room` bytes, not in the middle of a letter. */
static size_t whole_letters(struct str s, size_t room)
{
	if (s.n <= room)
		return s.n;
	while (room && ((unsigned char)s.p[room] & 0xC0) == 0x80)
		room--;
	return room;
}

bool err_fail(struct err *e, const char *file, int line, enum err_code code, enum text_id text,
	const struct str *args, size_t n)
{
	if (e->code != ERR_NONE)
		return false;
	e->code = code;
	e->text = text;
	e->file = file;
	e->line = line;
	e->args = 0;
	size_t used = 0;

	for (size_t i = 0; i < n && i < ERR_ARGS; i++) {
		size_t len = whole_letters(args[i], (sizeof(e->bytes) - used) / (ERR_ARGS - i));

		if (len)
			memcpy(e->bytes + used, args[i].p, len);
		used += len;
		e->arg_end[e->args++] = (unsigned short)used;
	}
	return false;
}

bool err_detail(struct err *e, const char *fmt, ...)
{
	if (e->detail[0])
		return false;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e->detail, sizeof(e->detail), fmt, ap);
	va_end(ap);
	return false;
}

void err_clear(struct err *e)
{
	*e = (struct err){ 0 };
}

struct str err_text(struct arena *a, enum lang lang, const struct err *e)
{
	struct str args[ERR_ARGS];
	size_t from = 0;

	for (int i = 0; i < e->args; i++) {
		args[i] = str_n(e->bytes + from, e->arg_end[i] - from);
		from = e->arg_end[i];
	}
	return text_fill(a, lang, e->text, args, (size_t)e->args);
}

int err_http(enum err_code code)
{
	return kinds[code].http;
}

int err_exit(enum err_code code)
{
	return kinds[code].exit;
}

const char *err_code_name(enum err_code code)
{
	return kinds[code].name;
}

#include "base/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/base.h"

static _Atomic int least = LOG_INFO;

static const char *const names[] = { "debug", "info", "warn", "error" };

void log_level(enum log_level level)
{
	atomic_store(&least, (int)level);
}

/* One write a line, so that lines of threads and processes do not mix. Control characters
 * of the message become '?': a line is a line. */
static void put(enum log_level level, const char *event, const char *fmt, va_list ap)
{
	char line[1024];
	int64_t now = clock_now();
	int64_t s = now / 1000000;
	struct date d = date_of_number((int32_t)(s / 86400));
	int of_day = (int)(s % 86400);
	int head = snprintf(line, sizeof(line), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ %s %s ",
		d.year, d.month, d.day, of_day / 3600, of_day / 60 % 60, of_day % 60,
		(int)(now / 1000 % 1000), names[level], event);
	size_t n = (size_t)head < sizeof(line) - 2 ? (size_t)head : sizeof(line) - 2;
	int body = vsnprintf(line + n, sizeof(line) - 1 - n, fmt, ap);
	size_t end = n + (body > 0 ? (size_t)body : 0);

	if (end > sizeof(line) - 2)
		end = sizeof(line) - 2;
	for (size_t i = n; i < end; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[end++] = '\n';
	ssize_t written = write(STDERR_FILENO, line, end);

	(void)written; /* where would one log that the log is gone */
}

void log_line(enum log_level level, const char *event, const char *fmt, ...)
{
	if ((int)level < atomic_load(&least))
		return;
	va_list ap;

	va_start(ap, fmt);
	put(level, event, fmt, ap);
	va_end(ap);
}

void log_err(const char *event, const struct err *e)
{
	log_error(event, "code=%s at=%s:%d text=\"%.*s\" detail=\"%s\"", err_code_name(e->code),
		e->file ? e->file : "", e->line, STR_ARG(text_get(LANG_EN, e->text)), e->detail);
}

void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(LOG_ERROR, "die", fmt, ap);
	va_end(ap);
	exit(70);
}

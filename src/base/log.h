/*
 * The running log: one line an event on standard error, "time level event key=value …".
 * It never carries a name of a person, a password, a token or an address of the
 * network of a public reporter. What must last goes into the audit log instead.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include "base/str.h"

struct err;

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below the level are dropped; LOG_INFO at the start. */
void log_level(enum log_level level);
void log_line(enum log_level level, const char *event, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define log_debug(event, ...) log_line(LOG_DEBUG, (event), __VA_ARGS__)
#define log_info(event, ...) log_line(LOG_INFO, (event), __VA_ARGS__)
#define log_warn(event, ...) log_line(LOG_WARN, (event), __VA_ARGS__)
#define log_error(event, ...) log_line(LOG_ERROR, (event), __VA_ARGS__)

/* Code, place and detail of a failure. */
void log_err(const char *event, const struct err *e);

/* Says why, on standard error and in the log, and ends the process (exit 70). */
void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif

/*
 * Errors. A function that can fail returns bool, takes `struct err *e` last and
 * says nothing else about the failure:
 *
 *	if (n > MAX)
 *		return FAIL(e, ERR_TOO_LARGE, T_plan_too_large, name);
 *
 * The code says what kind it is (and so the HTTP status and exit code), the text
 * and its arguments what the user reads, the detail what the log keeps and no
 * user sees. An err owns its bytes: it may outlive every arena.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include "base/str.h"
#include "base/text.h"

enum err_code {
	ERR_NONE,
	ERR_INPUT,     /* what came in is wrong: 400 */
	ERR_LOGIN,     /* who are you: 401 */
	ERR_DENIED,    /* not yours; told as ERR_ABSENT where the difference would tell: 403 */
	ERR_ABSENT,    /* there is no such thing, or it is not yours: 404 */
	ERR_METHOD,    /* the address knows other methods: 405 */
	ERR_CONFLICT,  /* the state of things forbids it: 409 */
	ERR_STALE,     /* someone changed it first: 412 */
	ERR_TOO_LARGE, /* 413 */
	ERR_TOO_MANY,  /* too often: 429 */
	ERR_BUSY,      /* try again later: 503 */
	ERR_STORE,     /* the database or the disk failed: 500 */
	ERR_INTERNAL,  /* our fault: 500 */
	ERR_CODES
};

enum { ERR_ARGS = 4, ERR_BYTES = 480 };

struct err {
	enum err_code code;
	enum text_id text;
	const char *file;
	int line;
	int args;
	unsigned short arg_end[ERR_ARGS]; /* ends of the arguments in bytes[] */
	char bytes[ERR_BYTES];		  /* the arguments, cut at a letter if too long */
	char detail[256];		  /* for the log only */
};

/* Always false, so that it can be returned. Keeps the first failure: a second
 * FAIL on the same err changes nothing. */
bool err_fail(struct err *e, const char *file, int line, enum err_code code, enum text_id text,
	const struct str *args, size_t n);

#define FAIL(e, code, text, ...)                                                  \
	err_fail((e), __FILE__, __LINE__, (code), (text),                         \
		(const struct str[]){ __VA_ARGS__ __VA_OPT__(, ){ 0 } },          \
		sizeof((const struct str[]){ __VA_ARGS__ __VA_OPT__(, ){ 0 } }) / \
				sizeof(struct str) -                              \
			1)

/* Adds what only the log may keep; the first detail stays. Returns false. */
bool err_detail(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* An err that may be used again. */
void err_clear(struct err *e);

/* What the user reads, in the arena. */
struct str err_text(struct arena *a, enum lang lang, const struct err *e);

/* HTTP status and exit code of a code. */
int err_http(enum err_code code);
int err_exit(enum err_code code);
const char *err_code_name(enum err_code code);

#endif

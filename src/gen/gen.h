/*
 * What the build's own programs share: reading inputs whole, saying what is wrong
 * where, writing an output only when it differs (so that make rebuilds little).
 * They run on one machine for moments and use one arena that nobody resets.
 */
#ifndef GEN_GEN_H
#define GEN_GEN_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/list.h"
#include "base/str.h"

extern struct arena *gen_arena;

/* The whole file; ends the build with a message when it cannot be read. */
struct str gen_read(const char *path);

/* Writes DIR/NAME when its bytes differ from what is there. */
void gen_write(const char *dir, const char *name, struct str bytes);

/* "file:line: message" on standard error; the build fails at gen_end. */
void gen_error(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The exit code: 0, or 1 after any gen_error. At 0 what this program wrote into the folder the last
 * time and did not now is removed. */
int gen_end(void);

/* "plan" of "src/plan/plan_web.c": the folder, which is the subject. */
struct str gen_subject(const char *path);
/* "plan_web" of "src/plan/plan_web.c". */
struct str gen_stem(const char *path);

/* The text as a C string literal, quotes included. */
void gen_c_string(struct buf *b, struct str s);

#endif

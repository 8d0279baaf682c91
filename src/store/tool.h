/*
 * PostgreSQL's own programs, as children: where they are, what version, bytes in or out.
 * The address of the database reaches them by the environment: arguments are for
 * everybody to read.
 */
#ifndef STORE_TOOL_H
#define STORE_TOOL_H

#include "base/base.h"

struct tool;

/* The program `name` of at least this major version, in `folder` or where Debian has it. */
bool tool_find(struct arena *a, const char *name, int version, struct str folder, char **path,
	struct str *version_text, struct err *e) MUST;

/* Starts it with a pipe to its input or from its output. `conninfo` as libpq reads it. */
bool tool_start(struct tool **out, struct arena *a, const char *path, const char *const *args,
	const char *conninfo, bool input, struct err *e) MUST;
/* The whole of its output, piece by piece. */
bool tool_read(struct tool *t, bool (*sink)(void *ctx, struct str bytes, struct err *e), void *ctx,
	struct err *e) MUST;
bool tool_write(struct tool *t, struct str bytes, struct err *e) MUST;
/* Waits for its end; false, with what it said last, where it did not end well. */
bool tool_end(struct tool *t, struct err *e) MUST;
/* Ends it without mercy. NULL, and one that has ended, are allowed. */
void tool_kill(struct tool *t);

#endif

/*
 * The one writer. What is handed to it runs on its thread, one after the other, each
 * in a savepoint; a group of them shares a commit. It is the only way to a
 * struct db_write, and only audit (and this folder's tests) may include it: a change
 * without an entry in the log is not to be had.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/db.h"

struct writer_call {
	/* Statements and re-checks. Memory comes from db_write_arena and ends with the call. */
	bool (*run)(struct db_write *w, void *arg, struct err *e);
	/* After a commit whose answer was lost: is what run did there? May be NULL. */
	bool (*settle)(struct db_read *r, void *arg, bool *there, struct err *e);
	void *arg;
};

/* Waits until the group is on disk. On false nothing of the call is there; the one
 * exception says so (T_store_unknown): the connection was lost during the commit and
 * did not come back. */
bool writer_run(struct db *db, const struct writer_call *call, struct err *e) MUST;

#endif

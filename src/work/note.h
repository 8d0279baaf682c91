/*
 * Notes on a task, a thread in the order in which they were written. Who sees the task may
 * write one; "@BYT" names an agency, and who works there on the task is told where, never what. A note is never changed, its author may take it back:
 * the words go, who and when stays. Statements are in note.sql.
 */
#ifndef WORK_NOTE_H
#define WORK_NOTE_H

#include "access/actor.h"
#include "audit/audit.h"

enum { NOTE_LETTERS = 2000, NOTES_MOST = 500, NOTE_NAMES = 10 };

/* ERR_ABSENT where the account does not see the task, ERR_INPUT for no words or too many,
 * ERR_CONFLICT where the thread is full. `actor` must outlive the change. */
bool note_prepare(struct arena *a, struct db_read *r, const struct actor *actor, int64_t task,
	struct str words, struct change *c, struct err *e) MUST;

/* Takes back one's own; *task is the one it stands at. */
bool note_withdraw_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t note, int64_t *task, struct change *c, struct err *e) MUST;

#endif

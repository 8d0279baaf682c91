/*
 * Files that bear a result out: added by the agency that handed it in while its part is not
 * accepted, seen by who sees the task. They are never taken away.
 */
#ifndef WORK_EVIDENCE_H
#define WORK_EVIDENCE_H

#include "access/actor.h"
#include "audit/audit.h"
#include "file/file.h"
#include "note_sql.h"

enum { EVIDENCE_FILES = 10 }; /* of one result */

/* Whether the account may add one now. */
bool evidence_may(struct db_read *r, const struct actor *actor,
	const struct evidence_result_row *result, bool *may, struct err *e) MUST;

/* ERR_ABSENT where the account does not see the result, ERR_DENIED where another may,
 * ERR_CONFLICT where it is too late, too many, or the same file; what file_prepare refuses.
 * `actor` must outlive the change. */
bool evidence_prepare(struct arena *a, struct db_read *r, const struct actor *actor, int64_t result,
	struct str name, struct str bytes, struct change *c, struct err *e) MUST;

/* In apply: the file that came with a result, which was just made. */
bool evidence_keep(struct db_write *w, const struct actor *actor, int64_t result,
	const struct file_new *file, struct err *e) MUST;

#endif

/*
 * Files of a meeting, a directive or a team's finding. They are handed in by who keeps the
 * record; with a finding also by who has to mend it. Read by who may read the record.
 */
#ifndef COMMITTEE_ATTACH_H
#define COMMITTEE_ATTACH_H

#include "access/access.h"
#include "attach_sql.h"
#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

enum { ATTACH_MOST = 20 };

enum attach_kind { ATTACH_MEETING, ATTACH_DIRECTIVE, ATTACH_FINDING };

/* What the file is of. */
struct attach_to {
	enum attach_kind kind;
	int64_t id;
	int64_t team; /* of a finding */
};

/* Whether `by` sees the record, else ERR_ABSENT; and may hand in files with it. */
bool attach_may(struct db_read *r, const struct actor *by, const struct attach_to *to, bool *may,
	struct err *e) MUST;

bool attach_list(struct db_read *r, const struct attach_to *to, struct attach_files_rows *out,
	struct err *e) MUST;
/* The record must have been read with its scope. */
bool attach_find(struct db_read *r, const struct attach_to *to, int64_t id,
	struct attach_by_id_row *out, bool *found, struct err *e) MUST;

/* `name` as it was sent. ERR_INPUT: no file that may be kept. */
bool attach_prepare(struct db_read *r, const struct actor *by, const struct attach_to *to,
	struct str name, struct str bytes, struct change *c, struct err *e) MUST;

#endif

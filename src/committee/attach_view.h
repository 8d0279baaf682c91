/*
 * The files of a record as its page shows them.
 */
#ifndef COMMITTEE_ATTACH_VIEW_H
#define COMMITTEE_ATTACH_VIEW_H

#include "base/json.h"
#include "committee/attach.h"
#include "web/parts.h"
#include "web/request.h"

struct attach_line {
	const struct attach_files_row *file;
	struct str href;
};

struct attach_part {
	LIST(struct attach_line) lines;
	struct attach_files_rows files;
	struct str post; /* where the form goes; no value: this account hands in none */
};

/* ERR_ABSENT where the account does not see the record. */
bool attach_fill(struct request *rq, const struct attach_to *to, struct attach_part *out,
	struct err *e) MUST;

void attach_json(struct json *j, const struct attach_part *p);

#endif

/* The page of a result's files. */
#ifndef WORK_EVIDENCE_WEB_H
#define WORK_EVIDENCE_WEB_H

#include "base/json.h"
#include "web/parts.h"
#include "work/evidence.h"

struct evidence_line {
	const struct evidence_rows_row *row;
	enum text_id kind;
	struct str size, when;
};

struct result_files_page {
	struct evidence_result_row result;
	struct str label;
	LIST(struct evidence_line) files;
	bool may, full;
};

void result_files_json(struct json *j, const struct result_files_page *p);

#endif

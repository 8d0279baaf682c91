/*
 * Parts of an agency as JSON, the same from its page and from its command.
 */
#ifndef AGENCY_AGENCY_JSON_H
#define AGENCY_AGENCY_JSON_H

#include "agency_sql.h"
#include "base/json.h"

/* Who came before it and who after, as the lists "predecessors" and "successors"; a share
 * that is not known is null. */
void agency_history_json(struct json *j, const struct agency_before_rows *before,
	const struct agency_after_rows *after);

#endif

/*
 * The first words of a report's sections.
 */
#ifndef REPORT_DRAFT_H
#define REPORT_DRAFT_H

#include "report/report.h"

/* One text a section, in the order of report_section_kinds. */
bool report_draft(struct db_read *r, const struct report_new *in, struct str words[REPORT_SECTIONS],
	struct err *e) MUST;

#endif

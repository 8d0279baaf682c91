/*
 * Cells of statistical forms (form/form.h) in a report: what the agency sent for the period, and
 * the same added up over those who report to it.
 *
 *	{hd-01 A1.n}          the form's code and the cell's
 *	{tổng: hd-01 A1.n}
 */
#ifndef REPORT_CELL_H
#define REPORT_CELL_H

#include "report/incoming.h"

/* Adds to `out` the cells that the words name; a token that means none adds nothing. The latest
 * submission of each agency counts; what it says is not known, "?", is not in a sum. */
bool report_figures_cells(struct db_read *r, enum lang lang, const struct report_about *about,
	const struct report_owers *owers, struct report_figures *out, struct err *e) MUST;

#endif

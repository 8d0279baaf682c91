/*
 * An issue of a report: what was signed, as canonical JSON, and read back to be shown.
 *
 *	{"report":7,"round":1,"agency":…,"to":…,"period":"quarter-2024-3","from":…,"to_day":…,
 *	 "title":…,"number":…,"day":…,"signer":…,"position":…,"reason":…,
 *	 "sections":[{"kind":"situation","words":"…"},…],
 *	 "figures":[{"code":"parts_due","value":4,"of":[{"kind":"task","id":3,"words":…,
 *	             "day":…,"number":1},…]},…]}
 *
 * One line, members in this order, UTF-8; the digest is SHA-256 over exactly these bytes.
 */
#ifndef REPORT_ISSUE_H
#define REPORT_ISSUE_H

#include "report/figure.h"
#include "report/report.h"

struct report_said {
	struct str kind, words;
};

struct report_content {
	int64_t report, round;
	struct str agency, to; /* names */
	struct str period;     /* its code */
	struct date from, to_day;
	struct str title, number;
	struct date day;
	struct str signer, position, reason;
	LIST(struct report_said) sections;
	struct report_figures figures;
};

struct str report_content_write(struct arena *a, const struct report_content *c);

/* Names of figures in `lang`. ERR_STORE where the bytes are not what was written. */
bool report_content_read(struct arena *a, enum lang lang, struct str bytes,
	struct report_content *out, struct err *e) MUST;

#endif

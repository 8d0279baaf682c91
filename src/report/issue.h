/*
 * An issue of a report: what was signed, as canonical JSON, and read back to be shown.
 *
 *	{"report":7,"round":1,"agency":…,"to":…,"period":"quarter-2024-3","from":…,"to_day":…,
 *	 "title":…,"number":…,"day":…,"signer":…,"position":…,"reason":…,
 *	 "sections":[{"kind":"situation","words":"…"},…],
 *	 "figures":[{"code":"parts_due","value":4,"of":[{"kind":"task","id":3,"words":…,
 *	             "day":…,"number":1},…]},…],
 *	 "sources":[{"position":2,"agency":…,"report":5,"round":1,"section":2,"number":…,"day":…,
 *	             "sha256":…,"words":…,"as_taken":true},…]}
 *
 * One line, members in this order, UTF-8; the digest is SHA-256 over exactly these bytes. What a
 * figure has beyond these (a sum: how many are in it; a list: its names) stands where it has it, and
 * "sources" where passages were taken over.
 */
#ifndef REPORT_ISSUE_H
#define REPORT_ISSUE_H

#include "report/figure.h"
#include "report/report.h"

struct report_said {
	struct str kind, words;
};

/* A passage taken over from an issue that came in. */
struct report_origin {
	int64_t position; /* of the section it stands in */
	struct str agency;
	int64_t report, round, section; /* where it stood */
	struct str number;
	struct date day;
	struct str sha256, words;
	bool as_taken; /* else it was written on since */
};
typedef LIST(struct report_origin) report_origins;

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
	report_origins origins;
};

struct json;
/* The members of a figure. */
void report_figure_write(struct json *j, const struct report_figure *f);

struct str report_content_write(struct arena *a, const struct report_content *c);

/* Names of figures in `lang`. ERR_STORE where the bytes are not what was written. */
bool report_content_read(struct arena *a, enum lang lang, struct str bytes,
	struct report_content *out, struct err *e) MUST;

#endif

/*
 * What other agencies sent to one for a period: the issues themselves, who has yet to send,
 * figures over them, and what two of them counted both.
 *
 * Counted is the latest signed issue of each report, unless it was sent back and not signed again.
 */
#ifndef REPORT_INCOMING_H
#define REPORT_INCOMING_H

#include "duty/duty.h"
#include "report/figure.h"
#include "report/issue.h"
#include "report_sql.h"

struct report_came {
	int64_t report, round, agency;
	struct str agency_name, number, digest;
	struct date day;
	enum report_state state;
	bool sent_back; /* not counted */
	struct report_content content;
};
typedef LIST(struct report_came) report_came_list;

/* In order of the agencies' names. */
bool report_incoming_read(struct db_read *r, enum lang lang, const struct report_about *about,
	report_came_list *out, struct err *e) MUST;

/* Who owes a report of the period to the agency, by the duties. */
struct report_ower {
	int64_t agency;
	struct str name;
	struct date last; /* the last day; none: sent without a duty */
	enum duty_state state;
	int days;
	bool came, sent_back; /* a report in words */
};
struct report_owers {
	LIST(struct report_ower) all;
	size_t missing; /* of these: owed, nothing came and nothing was waived, or it was sent back */
};
bool report_owers_read(struct db_read *r, enum lang lang, const struct report_about *about,
	const report_came_list *came, struct report_owers *out, struct err *e) MUST;
bool report_is_missing(const struct report_ower *x);

/* The day by which the report itself is owed. */
struct report_due {
	int64_t duty; /* 0: no duty asks for it */
	struct duty_item item;
};
bool report_due_read(struct db_read *r, enum lang lang, const struct report_by_id_row *t,
	struct report_due *out, struct err *e) MUST;

/* A thing that two issues counted, or likely did. */
struct report_double {
	const struct report_came *a, *b;
	const struct report_counted *one, *other;
	bool sure; /* the same thing; else the same kind, place and days */
};
typedef LIST(struct report_double) report_doubles;
/* Of one figure of an agency. */
void report_doubles_of(
	struct arena *a, const report_came_list *came, struct str figure, report_doubles *out);

/* Adds to `out`: sums over what came in, who has not sent, and what the words name of one report;
 * nothing where nobody reports to the agency. */
bool report_figures_incoming(struct db_read *r, enum lang lang, const struct report_about *about,
	struct report_figures *out, struct err *e) MUST;

/* Whether anybody owes the agency a report for the period or has sent one. */
bool report_gathers(
	struct db_read *r, const struct report_about *about, bool *out, struct err *e) MUST;

/* "Cộng, lượt người" of "sum.reach"; no value for another code. */
struct str report_sum_name(struct arena *a, enum lang lang, struct str code);

#endif

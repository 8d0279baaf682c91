/*
 * Live figures of a report: each is the list of what it counts, so that every number opens, and
 * has a token that stands for it in the text:
 *
 *	{lượt người}              of the agency itself
 *	{tổng: lượt người}        added up over the reports that came in (report/incoming.h)
 *	{Bộ Y tế: lượt người}     of one of these
 *	{cơ quan chưa báo cáo}    a list of names
 *	{hd-01 A1.n}              a cell of a statistical form (report/cell.h)
 */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

#include "base/base.h"
#include "store/db.h"

/* One thing that was counted. */
struct report_counted {
	struct str kind; /* "task", "activity", "obstacle", "report", "agency", "submission" */
	int64_t id;
	struct str words;
	struct date day; /* may be none */
	int64_t number;	 /* how much of the figure it is */
	/* Of an activity, what makes another one likely the same; else without value. */
	struct str what, place, place_name;
	struct date from;
	/* Of a report: which issue of it, and which figure there. Of a form's sheet: which version. */
	int64_t round;
	struct str figure;
};

/* What a sum is made of. */
struct report_sum {
	int64_t asked, given; /* agencies that owe a report, and whose reports are in it */
	int64_t twice;	      /* things that more than one of these counted */
	int64_t maybe;	      /* … likely counted, under another number */
};

struct report_figure {
	struct str code;
	struct str token; /* between the braces */
	struct str name;  /* in the language asked for */
	int64_t value;
	struct str shown; /* what stands in the text; no value: the number */
	bool summed;
	struct report_sum sum;
	LIST(struct report_counted) of;
};

struct report_figures {
	struct report_figure *v;
	size_t n, cap;
};

/* What is reported on, and in which words figures are named. */
struct report_about {
	int64_t agency, plan; /* plan: DB_NULL for every plan */
	struct str period;    /* its code */
	struct date from, to; /* both are of it */
	struct str words;     /* of all sections; a figure of one report is worked out when named */
};

/* Its own figures, and where other agencies report to it, sums of theirs. */
bool report_figures_live(struct db_read *r, enum lang lang, const struct report_about *about,
	struct report_figures *out, struct err *e) MUST;

/* NULL: none of that code; of that token. */
const struct report_figure *report_figure(const struct report_figures *f, struct str code);
const struct report_figure *report_figure_named(const struct report_figures *f, struct str token);

/* The codes of an agency's own figures, in their order; NULL behind the last. */
const char *report_figure_code(size_t i);

/* "Nhiệm vụ đến hạn trong kỳ" of "parts_due"; no value for a code that is not an agency's own. */
struct str report_figure_name(enum lang lang, struct str code);
/* "đến hạn": what stands for it between braces, in a report's language; likewise. */
struct str report_figure_token(struct str code);

/* --- text with figures */

struct report_bit {
	struct str words;		    /* as it stands; of a figure its number */
	const struct report_figure *figure; /* NULL: plain words */
};

struct report_paragraph {
	LIST(struct report_bit) bits;
};

struct report_text {
	struct report_paragraph *v;
	size_t n, cap;
};

/* The paragraphs of a section's words, {đến hạn} as its number; what is no figure stays as it is. */
void report_text(
	struct arena *a, struct str words, const struct report_figures *f, struct report_text *out);

/* The next {…} of the words behind `*at`, which is moved on; false: there is none. */
bool report_next_token(struct str words, size_t *at, struct str *token);
/* The first {…} of the words that is none of the figures; no value: all are. */
struct str report_unknown_token(struct str words, const struct report_figures *f);

/* The figure as it stands in a text: "1.234". */
struct str report_figure_words(struct arena *a, const struct report_figure *f);

#endif

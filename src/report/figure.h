/*
 * Live figures of a report: each is the list of what it counts, so that every number opens, and
 * has a token that stands for it in the text: "{đến hạn}".
 */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

#include "base/base.h"
#include "store/db.h"

/* One thing that was counted. */
struct report_counted {
	struct str kind; /* "task", "activity", "obstacle" */
	int64_t id;
	struct str words;
	struct date day; /* may be none */
	int64_t number;	 /* how much of the figure it is */
};

struct report_figure {
	struct str code;
	struct str name; /* in the language asked for */
	int64_t value;
	LIST(struct report_counted) of;
};

struct report_figures {
	struct report_figure *v;
	size_t n, cap;
};

/* All figures of an agency over days, both counted; plan: DB_NULL for every plan. */
bool report_figures_live(struct db_read *r, enum lang lang, int64_t agency, int64_t plan,
	struct date from, struct date to, struct report_figures *out, struct err *e) MUST;

/* NULL: none of that code. */
const struct report_figure *report_figure(const struct report_figures *f, struct str code);

/* "Nhiệm vụ đến hạn trong kỳ" of "parts_due"; no value for another code. */
struct str report_figure_name(enum lang lang, struct str code);
/* "đến hạn": what stands for it between braces, in a report's language. */
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

/* The first {…} of the words that is no figure; no value: all are. */
struct str report_unknown_token(struct str words);

#endif

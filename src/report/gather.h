/*
 * Consolidation of text: passages of reports that came in, taken over into a section of the
 * agency's own. A passage keeps whose it is and where it stood; the text may be written on.
 *
 * In a passage a figure becomes one of that report's author, "{Bộ Y tế: lượt người}": it stays
 * the author's, and opens to what was counted there.
 */
#ifndef REPORT_GATHER_H
#define REPORT_GATHER_H

#include "report/incoming.h"
#include "report_gather_sql.h"
#include "report_sql.h"

struct report_take {
	int64_t report, position, version; /* the section it goes into, as it was seen */
	int64_t from, round, section;	   /* where it stands */
	const int64_t *paragraphs;	   /* from 1 */
	size_t n;			   /* 0: all of them */
};

/* Puts it behind what stands in the section. ERR_CONFLICT: the report is not being written, the
 * other one did not come in or was signed again since; ERR_STALE: somebody was faster;
 * ERR_INPUT: there is no such paragraph; ERR_TOO_LARGE; ERR_DENIED. */
bool report_take_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct report_take *in, struct change *c, struct err *e) MUST;

/* Forgets where a passage came from. ERR_CONFLICT: it still stands in the text as it was. */
bool report_drop_prepare(struct arena *a, const struct actor *actor, int64_t report,
	int64_t passage, struct change *c, struct err *e) MUST;

/* How many paragraphs of a passage stand in the section as they were, and how many it has. */
struct report_kept {
	size_t kept, of;
};
struct report_kept report_kept(struct str section, struct str passage);

/* The paragraphs of a section of what came in, as they would be put into another's. */
typedef LIST(struct str) report_lines;
void report_lines_of(
	struct arena *a, const struct report_came *from, int64_t section, report_lines *out);

/* What a signature freezes of it. */
bool report_origins_read(struct db_read *r, int64_t report, const struct report_sections_rows *rows,
	report_origins *out, struct err *e) MUST;

/* The issues that its figures count and its passages quote, each once. */
struct report_rest {
	int64_t report, round;
};
typedef LIST(struct report_rest) report_rests;
void report_rests_of(struct arena *a, const struct report_content *c, report_rests *out);

/* Of all sections, a line each. */
struct str report_all_words(struct arena *a, const struct report_sections_rows *rows);

#endif

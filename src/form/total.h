/*
 * Totals: what the submissions that count add up to, by edition, period, line of agencies and
 * place; kept in the change that sends, and made anew from the submissions to compare.
 */
#ifndef FORM_TOTAL_H
#define FORM_TOTAL_H

#include "form/sheet.h"

/* Which totals a sheet is part of. */
struct form_total_key {
	int64_t edition;
	struct str line;
	struct calendar_period period;
	int64_t place, province; /* DB_NULL: of the nation */
};

/* Within a change: takes `old` (no value: nothing was sent before) out and puts `new` in. */
bool form_total_move(struct db_write *w, const struct form_total_key *key, struct str old,
	struct str new, struct err *e) MUST;

struct form_recomputed {
	int64_t sheets, totals;
	int64_t wrong_sheets; /* whose kept vector is not that of its submission */
	int64_t wrong_totals; /* kept otherwise than reckoned, missing, or too many */
};

/* Reckons all totals anew from the bodies of the submissions. `mend` also writes those of a
 * period where something differs, as a change by `who`. */
bool form_recompute(struct db *db, bool mend, const struct audit_entry *who,
	struct form_recomputed *out, struct err *e) MUST;

#endif

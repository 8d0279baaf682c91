/*
 * Consolidation: what was sent for an edition and a period, added up by place, as reported or on
 * the map of any day, with what is not known, what cannot be divided and who has not sent.
 */
#ifndef FORM_GATHER_H
#define FORM_GATHER_H

#include "form/sheet.h"

struct form_ask {
	int64_t account;
	int64_t edition;
	struct str system;
	struct date upto;    /* last day of the period */
	struct str line;     /* of agencies; no value: all */
	struct str province; /* a code: its units; no value: the nation by provinces */
	struct date map;     /* none: as reported */
};

/* What one place reported, or places that became it. */
struct form_part {
	int64_t place; /* 0: of the nation */
	struct str code, name;
	struct str kind;
	bool divided; /* the ground went to several: it stays under the old unit */
	struct form_vector v;
};

/* Where what a place brought went: a unit, or a province whole. */
struct form_way {
	int64_t place;
	size_t part;
};

struct form_gathered {
	bool whole; /* of everything that was sent, not only of what the reader reaches */
	struct form_vector total;
	LIST(struct form_part) parts;
	size_t divided; /* of these */
	LIST(struct form_way) ways;
};

/* In the snapshot's arena. Nothing sent: no parts. */
bool form_gather(struct db_read *r, const struct form_ask *ask, size_t cells,
	struct form_gathered *out, struct err *e) MUST;

/* One cell through the periods of a system, by province. */
struct form_series {
	bool whole; /* of everything that was sent, not only of what the reader reaches */
	LIST(struct date) periods; /* last days, in order */
	struct form_series_row {
		int64_t place;
		struct str code, name;
		bool divided;
		struct form_tally *v; /* by period */
	} * rows;
	size_t n;
};
/* `map` none: provinces as they were. */
bool form_series(struct db_read *r, int64_t account, int64_t edition, struct str system,
	size_t slot, struct date map, struct form_series *out, struct err *e) MUST;

#endif

/*
 * Duties (chế độ báo cáo): who reports to whom, when, on what. A due item is a duty, an agency that
 * owes it and a period; it is worked out whenever it is asked for, and so is its state.
 *
 * Who owes is who the duty's words mean on the item's last day: a body that ended before it owes
 * nothing any more, the one that took its place does. So the change of 1 July 2025 needs no
 * conversion: the half-year report of 19 June is the old bodies', the third quarter's the new ones'.
 *
 * What comes in is told by the floor that takes reports, through duty_answer_put within its change.
 */
#ifndef DUTY_DUTY_H
#define DUTY_DUTY_H

#include "access/actor.h"
#include "audit/audit.h"
#include "base/base.h"
#include "calendar/feed.h"
#include "calendar/rule.h"
#include "duty_sql.h"
#include "store/db.h"

enum {
	DUTY_TITLE_MAX = 300,
	DUTY_OWED_MAX = 500,
	DUTY_CITATION_MAX = 300,
	DUTY_REASON_MAX = 1000,
	DUTY_NUMBER_MAX = 100,
	DUTY_SOON = 7,	    /* days before the last one from which it is due soon */
	DUTY_YEARS_MAX = 20 /* of validity */
};

/* The period of a duty that is owed once. */
#define DUTY_ONCE S("once")

enum duty_state {
	DUTY_NOT_OWED, /* the agency was none of those who owed it then */
	DUTY_NOT_YET,
	DUTY_DUE_SOON,
	DUTY_ON_TIME,
	DUTY_LATE,    /* it came, `days` after the last day */
	DUTY_MISSING, /* it did not come, `days` over */
	DUTY_WAIVED
};

/* A period of a duty with its last day. */
struct duty_period {
	struct calendar_period period; /* of a duty owed once: only its code is set */
	struct str label;
	struct calendar_due due;
};
typedef LIST(struct duty_period) duty_periods;

struct duty_item {
	enum duty_state state;
	struct date last; /* with an extension: the later day */
	int days;
	bool nil, extended;
	const struct duty_answers_row *answer;	     /* NULL: nothing came */
	const struct duty_exceptions_row *exception; /* NULL: none */
};

/* One who owes, with an item for each period. */
struct duty_line {
	int64_t agency;
	struct str name, kind, level;
	struct duty_item *items;			   /* of the periods, in their order */
	int owed, on_time, late, missing, waived, waiting; /* owed: without the waived */
	int rank;					   /* the league's; 0: none */
};

struct duty_table {
	duty_periods periods;
	LIST(struct duty_line) lines;
	struct str unresolved; /* words of "owed_by" that mean nobody; "" for none */
};

/* The periods of a duty whose last day is one of `from` … `to` within its validity. */
bool duty_periods_in(struct db_read *r, enum lang lang, const struct duty_by_id_row *d,
	struct date from, struct date to, duty_periods *out, struct err *e) MUST;

/* All items of a duty for some of its periods, as they stand on `today`. */
bool duty_table_read(struct db_read *r, const struct duty_by_id_row *d, const duty_periods *periods,
	struct date today, struct duty_table *out, struct err *e) MUST;

/* One of its periods by the code. *found false: the rule names no day for it, or it lies outside
 * the duty's validity. */
bool duty_period_find(struct db_read *r, enum lang lang, const struct duty_by_id_row *d,
	struct str period, struct duty_period *out, bool *found, struct err *e) MUST;
/* Whether the words mean the agency on that day. */
bool duty_is_owed(struct db_read *r, const struct duty_by_id_row *d, int64_t agency,
	struct date day, bool *owed, struct err *e) MUST;
typedef LIST(int64_t) duty_agencies;
/* All whom they mean. */
bool duty_owed_by(struct db_read *r, const struct duty_by_id_row *d, struct date day,
	duty_agencies *out, struct err *e) MUST;

enum text_id duty_state_text(enum duty_state state);

/* An item that an agency owes, for "my duties". */
struct duty_own {
	int64_t duty;
	struct str title, label, period;
	struct duty_item item;
};
typedef LIST(struct duty_own) duty_owns;

/* What an agency owes with last days from `from` to `to` and has not answered, in order of days;
 * of the duties the account sees. */
bool duty_owns_read(struct db_read *r, enum lang lang, int64_t account, int64_t agency,
	struct date from, struct date to, duty_owns *out, struct err *e) MUST;

/* --- changes */

struct duty_new {
	int64_t plan, position; /* DB_NULL: of no plan */
	struct str title, owed_by, place, owed_to, system, rule, citation;
	int64_t to;
	struct date valid_from, valid_to;
};
/* ERR_INPUT names the field; ERR_CONFLICT: the plan's sentence is a duty already. */
bool duty_add_prepare(struct arena *a, const struct actor *actor, const struct duty_new *in,
	struct change *c, const char **field, struct err *e) MUST;

/* From then on nothing is due. */
bool duty_end_prepare(struct arena *a, const struct actor *actor, int64_t id, int64_t version,
	struct date valid_to, struct change *c, struct err *e) MUST;

struct duty_decision {
	int64_t duty, agency; /* agency DB_NULL: all who owe */
	struct str period;
	bool extend; /* else waived */
	struct date until, issued;
	struct str number, reason;
};
bool duty_decide_prepare(struct arena *a, const struct actor *actor, const struct duty_decision *in,
	struct change *c, const char **field, struct err *e) MUST;

/* By hand: it came on paper, or there was nothing to report. By who follows the duty, or by the
 * agency itself where it is a nil return. */
struct duty_receipt {
	int64_t duty, agency;
	struct str period, number;
	struct date sent;
	bool nil;
};
bool duty_receive_prepare(struct arena *a, const struct actor *actor, const struct duty_receipt *in,
	struct change *c, const char **field, struct err *e) MUST;

/* The same of several who owe one period, in one change: what one bag of post brought. An answer
 * that had come before stays. Of each receipt its agency, number, day and nil count. */
bool duty_receive_all_prepare(struct arena *a, const struct actor *actor, int64_t duty,
	struct str period, const struct duty_receipt *v, size_t n, struct change *c,
	const char **field, struct err *e) MUST;

/* The seam for the floor that takes reports: within its change, the first answer to an item.
 * false in *first where one had come before; it stays. ERR_CONFLICT: not owed, or not yet open. */
bool duty_answer_put(struct db_write *w, const struct duty_receipt *in, struct str account_name,
	bool *first, struct err *e) MUST;

/* Duties of the plans that the demo brings, with what came in; once. */
bool duty_demo(struct db *db, struct arena *a, struct err *e) MUST;

/* For calendar programs (calendar/feed.h). */
bool duty_entries(struct db_read *r, int64_t account, enum lang lang, struct date from,
	calendar_entries *out, struct err *e);

#endif

/*
 * The calendar: periods of reporting, days of work and days off, the lunar calendar, and the
 * day on which a thing is due by a rule (calendar/rule.h). Period systems, holidays and what was
 * announced for a year are data with a citation (data/calendar); an installation's own notices
 * stand in the database and go before the program's.
 *
 * Periods need no database. Days do, for calendar_open; a struct calendar belongs to one
 * snapshot's arena and one thread.
 */
#ifndef CALENDAR_CALENDAR_H
#define CALENDAR_CALENDAR_H

#include "base/base.h"
#include "store/db.h"

/* Working days are reckoned in these years; the lunar calendar is known in them. */
enum { CALENDAR_FIRST_YEAR = 1900, CALENDAR_LAST_YEAR = 2199, CALENDAR_PERIODS_MAX = 5000 };

/* --- periods; the catalogue lives for ever and is the same in every process */

struct calendar_system {
	struct str code; /* "quarter", "month_15", "plan_four" */
	struct str kind; /* week, month, quarter, half_year, nine_month, year, plan, campaign */
	struct str name[LANG_COUNT];
	struct date valid_from, valid_to; /* none: always */
	struct str citation;		  /* "": what anybody calls so */
	bool verified;
};

struct calendar_systems {
	const struct calendar_system *v;
	size_t n;
};

struct calendar_systems calendar_systems(void);
const struct calendar_system *calendar_system(struct str code); /* NULL: none */

struct calendar_period {
	struct str system;    /* its code */
	struct str code;      /* "quarter-2026-1": names it for ever, a word as routes have them */
	int year, number;     /* of its system's year; the first is 1 */
	struct date from, to; /* both are of it */
	bool cumulative;      /* counts from the year's beginning, what was told before included */
};
typedef LIST(struct calendar_period) calendar_periods;

/* The periods of a system whose last day is one of `from` … `to`, in order of their last days;
 * at most CALENDAR_PERIODS_MAX. None where the system is not known or was not in force. */
void calendar_periods_in(struct arena *a, struct str system, struct date from, struct date to,
	calendar_periods *out);

/* By its code. False: there is no such period. */
bool calendar_period_find(struct arena *a, struct str code, struct calendar_period *out);

/* The period that follows in its system. False: there is none. */
bool calendar_period_next(
	struct arena *a, const struct calendar_period *p, struct calendar_period *out);

/* "Quý I/2026"; "01/01/2026 – 31/3/2026". */
struct str calendar_period_label(struct arena *a, enum lang lang, const struct calendar_period *p);
struct str calendar_period_span(struct arena *a, const struct calendar_period *p);

/* --- the lunar calendar of Viet Nam (UTC+7) */

struct calendar_lunar {
	int year, month, day;
	bool leap; /* the second month of that number */
};

/* Of a day of the years CALENDAR_FIRST_YEAR … CALENDAR_LAST_YEAR. */
struct calendar_lunar calendar_lunar_of(struct date day);
/* False where the month has no such day or is not doubled. */
bool calendar_lunar_day(int year, int month, int day, bool leap, struct date *out);

/* --- days of work and days off */

enum calendar_kind {
	CALENDAR_HOLIDAY, /* of the law */
	CALENDAR_IN_LIEU, /* off because a holiday fell on a weekend: `other` */
	CALENDAR_SWAPPED, /* off in exchange for `other` */
	CALENDAR_MADE_UP, /* a weekend's day that is worked, in exchange for `other` */
	CALENDAR_REMARK	  /* nothing but a word about it */
};

struct calendar_mark {
	struct date day, other;
	enum calendar_kind kind;
	struct str name[LANG_COUNT]; /* of the holiday */
	struct str citation;
	struct str notice; /* code of the notice it rests on; "" for none */
	bool verified;
	bool assumed; /* the law leaves the days to a notice, and none is listed */
};

struct calendar_year {
	int year;
	LIST(struct calendar_mark)
	marks;		/* in order of days; two of a day where a remark is made */
	bool law;	/* the year's holidays are listed at all */
	bool announced; /* and so are its notices: nothing is assumed */
};

struct calendar;

/* As the installation has it: its notices over the program's. In the reader's arena. */
bool calendar_open(struct db_read *r, struct calendar **out, struct err *e) MUST;
/* As the program brings it. */
struct calendar *calendar_listed(struct arena *a);

/* NULL outside the years above. */
const struct calendar_year *calendar_year(struct calendar *c, int year);
/* What is said of a day, a remark aside; NULL: nothing, it is a weekend's day or a day of work. */
const struct calendar_mark *calendar_mark(struct calendar *c, struct date day);
const struct calendar_mark *calendar_remark(struct calendar *c, struct date day);
/* Whether offices work. Outside the years above every day but weekends is worked. */
bool calendar_works(struct calendar *c, struct date day);

/* What is announced for a year, as read from a list or written by a person. */
struct calendar_notice {
	struct str code; /* "2024-tet"; a person's own: "own-12" */
	int year;
	struct str what; /* "tet", "national", "swap", "remark" */
	struct date first, last, other;
	struct str citation;
	bool verified, gone, own;
	int64_t version; /* 0: the program's, never changed here */
};
typedef LIST(struct calendar_notice) calendar_notices;
/* Those of a year, those taken out as well. */
void calendar_notices_of(
	struct arena *a, const struct calendar *c, int year, calendar_notices *out);

#endif

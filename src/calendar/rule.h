/*
 * Rules for the day on which something is due, in words a clerk can read aloud, and the reckoning
 * with its reasons. A rule is read from Vietnamese, English or its canonical form, and printed in
 * all three; the canonical form is what is stored.
 *
 *	trước ngày 20 của tháng cuối kỳ                       month 0 day 20 before
 *	chậm nhất ngày 20 tháng 12                            year 12-20 by
 *	trước ngày 20/3 và 20/9                               year 03-20 09-20 before
 *	trước ngày 10/3/2023                                  date 2023-03-10 before
 *	20 ngày kể từ ngày tiếp nhận                          after 20 day receipt
 *	5 ngày làm việc trước khi hết hạn                     back 5 workday expiry
 *	10 ngày sau khi kết thúc kỳ                           after 10 day end
 *	chậm nhất ngày cuối kỳ                                end
 *	chậm nhất thứ Sáu cuối cùng của kỳ                    weekday 5
 *	…, nếu rơi vào ngày nghỉ thì lùi đến ngày làm việc tiếp theo        … roll next
 *	…, nếu rơi vào ngày nghỉ thì sớm lên ngày làm việc trước            … roll prev
 *	…, theo Điều 134 Bộ luật Tố tụng hình sự[, tạm giam]                … reckon cpc|detention
 *
 * "Trước ngày 20": the last day is the 19th.
 */
#ifndef CALENDAR_RULE_H
#define CALENDAR_RULE_H

#include "calendar/calendar.h"

enum { CALENDAR_RULE_MAX = 300, CALENDAR_DAYS_MAX = 12 };

enum calendar_base {
	CALENDAR_MONTH_DAY, /* a day of the month in which the period ends, or of a later one */
	CALENDAR_YEAR_DAYS, /* days of every year: the one that falls to the period */
	CALENDAR_ONE_DATE,
	CALENDAR_AFTER, /* so long after something */
	CALENDAR_BACK,	/* so long before something */
	CALENDAR_PERIOD_END,
	CALENDAR_WEEKDAY /* the last such day of the week in the period */
};

enum calendar_unit {
	CALENDAR_DAY,
	CALENDAR_WORKDAY,
	CALENDAR_WEEK,
	CALENDAR_MONTH,
	CALENDAR_YEAR,
	CALENDAR_UNITS
};

enum calendar_event {
	CALENDAR_EV_END,   /* the period's last day */
	CALENDAR_EV_START, /* its first */
	CALENDAR_EV_RECEIPT,
	CALENDAR_EV_EXPIRY,
	CALENDAR_EV_ISSUE,
	CALENDAR_EV_DECISION,
	CALENDAR_EV_NOTICE,
	CALENDAR_EVENTS
};

enum calendar_roll { CALENDAR_STAYS, CALENDAR_NEXT, CALENDAR_PREV };
enum calendar_reckon { CALENDAR_PLAIN, CALENDAR_CPC, CALENDAR_DETENTION };

struct calendar_rule {
	enum calendar_base base;
	bool before; /* the day itself is too late */
	int day, months;
	struct {
		int month, day;
	} days[CALENDAR_DAYS_MAX];
	size_t n_days;
	struct date date;
	int count;
	enum calendar_unit unit;
	enum calendar_event event;
	int weekday; /* 1 Monday … 7 */
	enum calendar_roll roll;
	enum calendar_reckon reckon;
};

/* ERR_INPUT names the word that is not understood and its place, the size or the day that is not
 * possible. */
bool calendar_rule_read(
	struct arena *a, struct str words, struct calendar_rule *out, struct err *e) MUST;

/* The canonical form; the rule in words. */
struct str calendar_rule_code(struct arena *a, const struct calendar_rule *rule);
struct str calendar_rule_words(struct arena *a, enum lang lang, const struct calendar_rule *rule);

/* Whether it is reckoned from a period; else, unless it is one date, from a day of its event. */
bool calendar_rule_by_period(const struct calendar_rule *rule);
struct str calendar_event_words(enum lang lang, enum calendar_event event);

/* --- the day */

struct calendar_step {
	struct str words, citation; /* citation: "" for none */
	bool doubt; /* rests on what was not compared with a text, or on a notice not listed */
};

struct calendar_due {
	bool due;	   /* false: the rule names no day for this period */
	struct date plain; /* before it was moved */
	struct date last;  /* the last day */
	bool moved, doubt;
	LIST(struct calendar_step) steps; /* because … */
};

struct calendar_ask {
	const struct calendar_rule *rule;
	const struct calendar_period *period; /* NULL: none */
	struct date from;		      /* the event's day; none */
};

/* ERR_INPUT: a period or a day is missing, or the day lies beyond the years of the calendar. */
bool calendar_reckon_due(struct arena *a, enum lang lang, struct calendar *c,
	const struct calendar_ask *ask, struct calendar_due *out, struct err *e) MUST;

/* "thứ Năm" */
struct str calendar_weekday_words(enum lang lang, struct date day);
/* "Quốc khánh", "nghỉ bù Quốc khánh 05/9/2026", "cuối tuần"; "" for a day that is worked as usual. */
struct str calendar_day_words(struct arena *a, enum lang lang, struct calendar *c, struct date day);

#endif

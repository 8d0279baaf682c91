/*
 * What the pages of the calendar show.
 */
#ifndef CALENDAR_CALENDAR_WEB_H
#define CALENDAR_CALENDAR_WEB_H

#include "base/json.h"
#include "calendar/calendar.h"
#include "calendar/notice.h"
#include "calendar/rule.h"
#include "web/parts.h"
#include "web/request.h"

enum { CALENDAR_WEEKS = 6, CALENDAR_TRIED_FROM = 2024, CALENDAR_TRIED_TO = 2027 };

/* A square of a month. */
struct calendar_cell {
	int day;	  /* 0: none */
	const char *css;  /* "off", "swap", "work", "end", "" */
	struct str title; /* what the day is; no value: an ordinary one */
	struct str word;  /* "nghỉ", "làm việc"; no value: as the column says */
};

struct calendar_row {
	struct calendar_cell cells[7];
};

struct calendar_month {
	struct str label;
	int workdays;
	LIST(struct calendar_row) weeks;
};

struct calendar_line {
	const struct calendar_mark *mark;
	struct str weekday, words, lunar,
		notice_href; /* notice_href: to change it; may have no value */
};

struct calendar_page {
	int year;
	const struct calendar_year *marks;
	struct calendar *calendar;
	LIST(struct calendar_month) months;
	LIST(struct calendar_line) lines;
	LIST(struct calendar_notice) gone;
	struct str heads[7], prev, next, year_text;
	bool may_change;
};

struct calendar_tried {
	struct str label;
	struct calendar_due due;
};

struct calendar_try_page {
	struct str typed, words, code, from;
	LIST(struct option) systems;
	LIST(struct calendar_tried) tried;
	struct str problem; /* why there is nothing; no value: nothing wrong */
	bool asked;
};

struct calendar_notice_page {
	struct calendar_notice n;
	struct str first, last, other;
	LIST(struct option) kinds;
	bool fresh; /* a new one */
};

struct calendar_feed_page {
	bool has;
	struct str made, fresh; /* fresh: the whole address, once */
};

void calendar_json(struct json *j, const struct calendar_page *p);
void calendar_try_json(struct json *j, const struct calendar_try_page *p);

#endif

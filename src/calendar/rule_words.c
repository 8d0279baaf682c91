/*
 * Rules and days in words, in both languages, from the texts.
 */
#include "calendar/rule.h"

static const enum text_id weekdays[] = { T_calendar_weekday_1, T_calendar_weekday_2,
	T_calendar_weekday_3, T_calendar_weekday_4, T_calendar_weekday_5, T_calendar_weekday_6,
	T_calendar_weekday_7 };
static const enum text_id units[CALENDAR_UNITS] = { T_calendar_unit_day, T_calendar_unit_workday,
	T_calendar_unit_week, T_calendar_unit_month, T_calendar_unit_year };
static const enum text_id events[CALENDAR_EVENTS] = { T_calendar_event_end, T_calendar_event_start,
	T_calendar_event_receipt, T_calendar_event_expiry, T_calendar_event_issue,
	T_calendar_event_decision, T_calendar_event_notice };
static const enum text_id months[] = { T_calendar_month_1, T_calendar_month_2, T_calendar_month_3,
	T_calendar_month_4, T_calendar_month_5, T_calendar_month_6, T_calendar_month_7,
	T_calendar_month_8, T_calendar_month_9, T_calendar_month_10, T_calendar_month_11,
	T_calendar_month_12 };

struct str calendar_weekday_words(enum lang lang, struct date day)
{
	return text_get(lang, weekdays[date_weekday(day) - 1]);
}

struct str calendar_event_words(enum lang lang, enum calendar_event event)
{
	return text_get(lang, events[event]);
}

static struct str number(struct arena *a, int n)
{
	return str_fmt(a, "%d", n);
}

static struct str month_day(struct arena *a, const struct calendar_rule *r, enum lang lang)
{
	struct str day = number(a, r->day);

	if (r->months == 0)
		return TEXT(a, lang, r->before ? T_calendar_say_month_before : T_calendar_say_month,
			day);
	if (r->months == 1)
		return TEXT(a, lang,
			r->before ? T_calendar_say_after_before : T_calendar_say_after_by, day);
	return TEXT(a, lang, r->before ? T_calendar_say_later_before : T_calendar_say_later_by, day,
		number(a, r->months));
}

static struct str year_days(struct arena *a, const struct calendar_rule *r, enum lang lang)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < r->n_days; i++) {
		struct str day = number(a, r->days[i].day);

		if (i)
			buf_add(&b, i + 1 < r->n_days ? S(", ") : text_get(lang, T_calendar_and));
		buf_add(&b, TEXT(a, lang, T_calendar_day_of_year, day,
				    text_get(lang, months[r->days[i].month - 1])));
	}
	return TEXT(
		a, lang, r->before ? T_calendar_say_year_before : T_calendar_say_year, buf_str(&b));
}

static struct str base_words(struct arena *a, const struct calendar_rule *r, enum lang lang)
{
	switch (r->base) {
	case CALENDAR_MONTH_DAY:
		return month_day(a, r, lang);
	case CALENDAR_YEAR_DAYS:
		return year_days(a, r, lang);
	case CALENDAR_ONE_DATE:
		return TEXT(a, lang, r->before ? T_calendar_say_date_before : T_calendar_say_date,
			date_vi(a, r->date));
	case CALENDAR_AFTER:
	case CALENDAR_BACK:
		return TEXT(a, lang,
			r->base == CALENDAR_AFTER ? T_calendar_say_after : T_calendar_say_back,
			number(a, r->count), text_get(lang, units[r->unit]),
			text_get(lang, events[r->event]));
	case CALENDAR_PERIOD_END:
		return text_get(lang, T_calendar_say_end);
	case CALENDAR_WEEKDAY:
		return TEXT(
			a, lang, T_calendar_say_weekday, text_get(lang, weekdays[r->weekday - 1]));
	}
	return S("");
}

struct str calendar_rule_words(struct arena *a, enum lang lang, const struct calendar_rule *r)
{
	struct buf b = { .arena = a };

	buf_add(&b, base_words(a, r, lang));
	if (r->roll != CALENDAR_STAYS)
		buf_add(&b, text_get(lang, r->roll == CALENDAR_NEXT ? T_calendar_say_next
								    : T_calendar_say_prev));
	if (r->reckon != CALENDAR_PLAIN)
		buf_add(&b, text_get(lang, r->reckon == CALENDAR_CPC ? T_calendar_say_cpc
								     : T_calendar_say_detention));
	return buf_str(&b);
}

struct str calendar_day_words(struct arena *a, enum lang lang, struct calendar *c, struct date day)
{
	const struct calendar_mark *m = calendar_mark(c, day);

	if (!m)
		return date_weekday(day) >= 6 ? text_get(lang, T_calendar_weekend) : S("");
	switch (m->kind) {
	case CALENDAR_HOLIDAY:
		return m->name[lang];
	case CALENDAR_IN_LIEU:
		return TEXT(a, lang, T_calendar_in_lieu, m->name[lang], date_vi(a, m->other));
	case CALENDAR_SWAPPED:
		return TEXT(a, lang, T_calendar_swapped, date_vi(a, m->other));
	case CALENDAR_MADE_UP:
		return TEXT(a, lang, T_calendar_made_up, date_vi(a, m->other));
	case CALENDAR_REMARK:
		break;
	}
	return S("");
}

/*
 * Rules in English.
 */
#include "calendar/rule_reader.h"

static bool en_unit(struct rule_reader *p)
{
	enum calendar_unit *u = &p->rule.unit;

	if (rule_eat_any(p, "working days|working day|workdays|workday"))
		*u = CALENDAR_WORKDAY;
	else if (rule_eat_any(p, "days|day"))
		*u = CALENDAR_DAY;
	else if (rule_eat_any(p, "weeks|week"))
		*u = CALENDAR_WEEK;
	else if (rule_eat_any(p, "months|month"))
		*u = CALENDAR_MONTH;
	else if (rule_eat_any(p, "years|year"))
		*u = CALENDAR_YEAR;
	else
		return false;
	return true;
}

static bool en_event(struct rule_reader *p)
{
	static const char *const words[CALENDAR_EVENTS] = {
		"end of the period|period ends|period end",
		"start of the period|beginning of the period|period start|period begins",
		"day of receipt|receipt",
		"day of expiry|expiry|expiration",
		"day of issue|issue|signing",
		"day of the decision|decision",
		"day of the notice|notice|notification",
	};

	(void)rule_eat(p, "the");
	for (int i = 0; i < CALENDAR_EVENTS; i++)
		if (rule_eat_any(p, words[i])) {
			p->rule.event = (enum calendar_event)i;
			return true;
		}
	return false;
}

static bool en_length(struct rule_reader *p)
{
	int64_t n;

	if (!rule_eat_number(p, &n) || !en_unit(p) || !rule_check_count(p, n))
		return false;
	if (rule_eat_any(p, "after|from|of|since"))
		p->rule.base = CALENDAR_AFTER;
	else if (rule_eat(p, "before"))
		p->rule.base = CALENDAR_BACK;
	else
		return false;
	return en_event(p);
}

static bool en_month_name(struct rule_reader *p, int *month)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december" };

	for (int i = 0; i < 12; i++)
		if (rule_eat(p, names[i])) {
			*month = i + 1;
			return true;
		}
	return false;
}

/* "… 2023" behind a day: that day alone. Two figures are the next day of a list. */
static bool en_year(struct rule_reader *p, int month, int day, struct str raw, bool *one)
{
	size_t at = p->at;
	int64_t year;

	*one = false;
	if (p->rule.n_days || !rule_eat_number(p, &year))
		return true;
	if (year < 1000) {
		p->at = at;
		return true;
	}
	if (year > CALENDAR_LAST_YEAR || !date_valid((int)year, month, day))
		return rule_impossible(p, T_calendar_rule_day, raw);
	*one = true;
	return rule_put_date(p, DATE((int16_t)year, (int8_t)month, (int8_t)day), raw);
}

/* One of a list: "20 March", "20/3", "10 March 2023". False with nothing taken: none. */
static bool en_one_day(struct rule_reader *p)
{
	struct str raw = rule_raw_word(p);
	size_t at = p->at;
	int month, day;
	bool one;

	if (rule_eat_slash(p))
		return true;
	if (p->e->code)
		return false;
	if (!rule_eat_day(p, &day) || !en_month_name(p, &month)) {
		p->at = at;
		return false;
	}
	return en_year(p, month, day, raw, &one) && (one || rule_add_day(p, month, day, raw));
}

/* "20 March and 20 September [every year]", "10 March 2023", "20/3" */
static bool en_days(struct rule_reader *p)
{
	while (p->rule.base != CALENDAR_ONE_DATE && en_one_day(p))
		(void)rule_eat(p, "and");
	return !p->e->code && (p->rule.n_days || p->rule.base == CALENDAR_ONE_DATE);
}

static bool en_weekday(struct rule_reader *p)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday" };

	(void)rule_eat_any(p, "the last|last");
	for (int i = 0; i < 7 && !p->rule.weekday; i++)
		if (rule_eat(p, names[i]))
			p->rule.weekday = i + 1;
	p->rule.base = CALENDAR_WEEKDAY;
	return p->rule.weekday && rule_eat_any(p, "of the period|of every week|of the week");
}

static bool en_month(struct rule_reader *p)
{
	int64_t n;

	p->rule.base = CALENDAR_MONTH_DAY;
	if (rule_eat_any(p, "of every month|of each month|of the last month of the period"))
		return true;
	if (rule_eat(p, "of the month after the period")) {
		p->rule.months = 1;
		return true;
	}
	if (!rule_eat(p, "of month") || !rule_eat_number(p, &n) || !rule_eat(p, "after the period"))
		return false;
	if (n < 1 || n > 12)
		return rule_impossible(p, T_calendar_rule_size, S("12"));
	p->rule.months = (int)n;
	return true;
}

static bool en_day(struct rule_reader *p)
{
	struct calendar_rule kept = p->rule;
	size_t at = p->at;

	if (rule_eat_any(p, "the last day of the period|the end of the period")) {
		p->rule.base = CALENDAR_PERIOD_END;
		return true;
	}
	if (rule_eat(p, "the last working day of the period")) {
		p->rule.base = CALENDAR_PERIOD_END;
		p->rule.roll = CALENDAR_PREV;
		return true;
	}
	if (en_weekday(p))
		return true;
	p->rule = kept;
	p->at = at;
	if (en_days(p)) {
		(void)rule_eat_any(p, "every year|each year");
		return true;
	}
	if (p->e->code)
		return false;
	p->rule = kept;
	p->at = at;
	(void)rule_eat_any(p, "the|day");
	return rule_eat_day(p, &p->rule.day) && en_month(p);
}

static bool en_base(struct rule_reader *p)
{
	size_t at = p->at;
	struct calendar_rule empty = { 0 };

	(void)rule_eat_any(p, "within|no later than");
	if (str_to_int(rule_raw_word(p), &(int64_t){ 0 })) {
		if (en_length(p))
			return true;
		if (p->e->code)
			return false;
	}
	p->rule = empty;
	p->at = at;
	if (rule_eat(p, "before"))
		p->rule.before = true;
	else
		(void)rule_eat_any(p, "no later than|not later than|on or before|by|on");
	return en_day(p);
}

static bool en_roll(struct rule_reader *p)
{
	if (!rule_eat(p, "if"))
		return true;
	(void)rule_eat_any(p, "it falls|that falls|falls");
	if (!rule_eat_any(p, "on a day off"))
		return false;
	(void)rule_eat_any(p, "then moved to|moved to|then");
	(void)rule_eat(p, "the");
	if (rule_eat(p, "next working day"))
		p->rule.roll = CALENDAR_NEXT;
	else if (rule_eat_any(p, "previous working day|working day before"))
		p->rule.roll = CALENDAR_PREV;
	else
		return false;
	return true;
}

static bool en_reckon(struct rule_reader *p)
{
	if (!rule_eat(p, "under"))
		return true;
	if (!rule_eat(p, "article 134"))
		return false;
	(void)rule_eat_any(p, "of the criminal procedure code|criminal procedure code|cpc");
	p->rule.reckon = rule_eat_any(p, "detention|custody") ? CALENDAR_DETENTION : CALENDAR_CPC;
	return true;
}

bool rule_read_en(struct rule_reader *p)
{
	return en_base(p) && en_roll(p) && en_reckon(p) && rule_finish(p);
}

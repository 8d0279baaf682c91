/*
 * The last day by a rule, reckoned step by step; every step says what it did and by which text.
 */
#include "calendar/rule.h"

#define ARTICLE_134 S("Bộ luật Tố tụng hình sự 101/2015/QH13, Điều 134")

enum { LONGEST_REST = 60, LONGEST_COUNT = 4000, NAMES = 6 };

struct reckoning {
	struct arena *arena;
	enum lang lang;
	struct calendar *calendar;
	const struct calendar_ask *ask;
	const struct calendar_rule *rule;
	struct calendar_due *out;
	struct err *e;
	int first_year, last_year; /* whose days were looked at */
};

#define SAY(k, id, ...) TEXT((k)->arena, (k)->lang, (id), __VA_ARGS__)

static struct str day_text(const struct reckoning *k, struct date d)
{
	return date_vi(k->arena, d);
}

static struct str number(const struct reckoning *k, int n)
{
	return str_fmt(k->arena, "%d", n);
}

static void because(struct reckoning *k, struct str words, struct str citation, bool doubt)
{
	LIST_PUSH(k->arena, &k->out->steps, ((struct calendar_step){ words, citation, doubt }));
	k->out->doubt |= doubt;
}

static bool in_years(struct reckoning *k, struct date d)
{
	if (d.year < CALENDAR_FIRST_YEAR || d.year > CALENDAR_LAST_YEAR)
		return FAIL(k->e, ERR_INPUT, T_calendar_out_of_years,
			number(k, CALENDAR_FIRST_YEAR), number(k, CALENDAR_LAST_YEAR));
	return true;
}

static bool works(struct reckoning *k, struct date d)
{
	if (d.year < k->first_year || !k->first_year)
		k->first_year = d.year;
	if (d.year > k->last_year)
		k->last_year = d.year;
	return calendar_works(k->calendar, d);
}

/* So many months later: the same day, or the month's last where it has no such day. */
static struct date months_later(struct date d, int months, bool *clipped)
{
	int n = d.year * 12 + d.month - 1 + months, day = d.day;

	while (!date_valid(n / 12, n % 12 + 1, day))
		day--;
	*clipped = day != d.day;
	return DATE((int16_t)(n / 12), (int8_t)(n % 12 + 1), (int8_t)day);
}

/* --- where the rule names a day */

static struct str month_text(const struct reckoning *k, struct date d)
{
	return str_fmt(k->arena, "%d/%d", d.month, d.year);
}

static void name_day(struct reckoning *k, struct date day)
{
	if (k->rule->before) {
		k->out->plain = date_add(day, -1);
		because(k,
			SAY(k, T_calendar_why_before, day_text(k, day), day_text(k, k->out->plain)),
			S(""), false);
	} else {
		k->out->plain = day;
		because(k, SAY(k, T_calendar_why_by, day_text(k, day)), S(""), false);
	}
	k->out->due = true;
}

static void by_month_day(struct reckoning *k)
{
	struct date first = k->ask->period->to, day;
	bool clipped;

	first.day = 1;
	first = months_later(first, k->rule->months, &clipped);
	for (int d = k->rule->day;; d--)
		if (date_valid(first.year, first.month, d)) {
			day = DATE(first.year, first.month, (int8_t)d);
			break;
		}
	because(k,
		SAY(k, k->rule->months ? T_calendar_why_later_month : T_calendar_why_last_month,
			month_text(k, first)),
		S(""), false);
	if (day.day != k->rule->day)
		because(k,
			SAY(k, T_calendar_why_short_month, month_text(k, first),
				number(k, k->rule->day), day_text(k, day)),
			S(""), false);
	name_day(k, day);
}

/* The first of the rule's days from the month in which the period ends to the month in which the
 * next one does. */
static void by_year_days(struct reckoning *k)
{
	const struct calendar_rule *r = k->rule;
	struct date from = k->ask->period->to, until;
	struct calendar_period next;
	bool clipped;

	from.day = 1;
	until = calendar_period_next(k->arena, k->ask->period, &next)
			? next.to
			: months_later(from, 12, &clipped);
	until.day = 1;
	for (int year = from.year; year <= until.year; year++)
		for (size_t i = 0; i < r->n_days; i++) {
			struct date d = DATE(
				(int16_t)year, (int8_t)r->days[i].month, (int8_t)r->days[i].day);

			if (date_cmp(d, from) >= 0 && date_cmp(d, until) < 0) {
				name_day(k, d);
				return;
			}
		}
	because(k, text_get(k->lang, T_calendar_why_none), S(""), false);
}

static void by_weekday(struct reckoning *k)
{
	struct date d = k->ask->period->to;

	while (date_weekday(d) != k->rule->weekday)
		d = date_add(d, -1);
	if (date_cmp(d, k->ask->period->from) < 0)
		because(k, text_get(k->lang, T_calendar_why_none), S(""), false);
	else
		name_day(k, d);
}

/* --- where it counts */

/* Which days off lay in between, by name. */
static void say_skipped(struct reckoning *k, struct date from, struct date to)
{
	struct buf names = { .arena = k->arena };
	struct str last = S("");
	int off = 0, named = 0;

	for (struct date d = from; date_cmp(d, to) <= 0; d = date_add(d, 1)) {
		const struct calendar_mark *m = calendar_mark(k->calendar, d);

		if (calendar_works(k->calendar, d))
			continue;
		off++;
		if (!m || m->kind != CALENDAR_HOLIDAY || str_eq(m->name[k->lang], last) ||
			named == NAMES)
			continue;
		if (named++)
			buf_addz(&names, ", ");
		last = m->name[k->lang];
		buf_add(&names, last);
	}
	if (off && named)
		because(k, SAY(k, T_calendar_why_skipped_names, number(k, off), buf_str(&names)),
			S(""), false);
	else if (off)
		because(k, SAY(k, T_calendar_why_skipped, number(k, off)), S(""), false);
}

static bool count_workdays(struct reckoning *k, struct date from, int way, struct date *out)
{
	struct date d = from;
	int left = k->rule->count;

	for (int i = 0; left; i++) {
		if (i == LONGEST_COUNT)
			return FAIL(k->e, ERR_INPUT, T_calendar_no_workday, day_text(k, from));
		d = date_add(d, way);
		if (!in_years(k, d))
			return false;
		if (works(k, d))
			left--;
	}
	*out = d;
	return true;
}

static bool count_months(struct reckoning *k, struct date from, int way, struct date *out)
{
	int n = k->rule->count * (k->rule->unit == CALENDAR_YEAR ? 12 : 1);
	bool clipped;

	if (k->rule->reckon == CALENDAR_DETENTION) {
		because(k, SAY(k, T_calendar_why_thirty, number(k, n * 30)), ARTICLE_134, false);
		*out = date_add(from, way * n * 30);
		return true;
	}
	*out = months_later(from, way * n, &clipped);
	if (clipped)
		because(k,
			SAY(k, T_calendar_why_short_month, month_text(k, *out), number(k, from.day),
				day_text(k, *out)),
			k->rule->reckon == CALENDAR_CPC ? ARTICLE_134 : S(""), false);
	return true;
}

static bool count_from(struct reckoning *k, struct date from, struct date *out)
{
	int way = k->rule->base == CALENDAR_AFTER ? 1 : -1;

	switch (k->rule->unit) {
	case CALENDAR_WORKDAY:
		return count_workdays(k, from, way, out);
	case CALENDAR_MONTH:
	case CALENDAR_YEAR:
		return count_months(k, from, way, out);
	case CALENDAR_WEEK:
		*out = date_add(from, way * 7 * k->rule->count);
		return true;
	default:
		*out = date_add(from, way * k->rule->count);
		return true;
	}
}

static bool by_length(struct reckoning *k)
{
	const struct calendar_rule *r = k->rule;
	struct date from = r->event == CALENDAR_EV_END	   ? k->ask->period->to
			   : r->event == CALENDAR_EV_START ? k->ask->period->from
							   : k->ask->from;
	struct calendar_rule length = *r;
	struct date d = DATE_NONE;

	because(k,
		SAY(k, T_calendar_why_from, calendar_event_words(k->lang, r->event),
			day_text(k, from)),
		r->reckon == CALENDAR_PLAIN ? S("") : ARTICLE_134, false);
	if (!count_from(k, from, &d) || !in_years(k, d))
		return false;
	length.roll = CALENDAR_STAYS;
	length.reckon = CALENDAR_PLAIN;
	because(k,
		SAY(k, T_calendar_why_counted, calendar_rule_words(k->arena, k->lang, &length),
			day_text(k, d)),
		S(""), false);
	if (r->unit == CALENDAR_WORKDAY)
		say_skipped(k, date_cmp(from, d) < 0 ? from : d, date_cmp(from, d) < 0 ? d : from);
	k->out->plain = d;
	k->out->due = true;
	return true;
}

/* --- days off */

static void say_off(struct reckoning *k, struct date d)
{
	const struct calendar_mark *m = calendar_mark(k->calendar, d);

	because(k,
		SAY(k, T_calendar_why_off, day_text(k, d), calendar_weekday_words(k->lang, d),
			calendar_day_words(k->arena, k->lang, k->calendar, d)),
		m ? m->citation : S(""), m && (!m->verified || m->assumed));
}

static bool move(struct reckoning *k, int way)
{
	struct date d = k->out->plain;

	for (int i = 0; !works(k, d); i++) {
		if (i == LONGEST_REST)
			return FAIL(
				k->e, ERR_INPUT, T_calendar_no_workday, day_text(k, k->out->plain));
		d = date_add(d, way);
		if (!in_years(k, d))
			return false;
	}
	k->out->last = d;
	k->out->moved = true;
	because(k,
		SAY(k, way > 0 ? T_calendar_why_next : T_calendar_why_prev, day_text(k, d),
			calendar_weekday_words(k->lang, d)),
		k->rule->reckon == CALENDAR_CPC ? ARTICLE_134 : S(""), false);
	return true;
}

static bool look_at_day(struct reckoning *k)
{
	struct date d = k->out->plain;

	k->out->last = d;
	if (!in_years(k, d))
		return false;
	if (works(k, d)) {
		const struct calendar_mark *m = calendar_mark(k->calendar, d);

		because(k,
			SAY(k, T_calendar_why_works, day_text(k, d),
				calendar_weekday_words(k->lang, d)),
			m ? m->citation : S(""), m && !m->verified);
		return true;
	}
	say_off(k, d);
	if (k->rule->reckon == CALENDAR_CPC || k->rule->roll == CALENDAR_NEXT)
		return move(k, 1);
	if (k->rule->roll == CALENDAR_PREV)
		return move(k, -1);
	if (k->rule->reckon == CALENDAR_DETENTION)
		because(k, text_get(k->lang, T_calendar_why_detention), ARTICLE_134, false);
	else
		because(k, text_get(k->lang, T_calendar_why_stays), S(""), false);
	return true;
}

/* What the lists do not know of the years looked at. */
static void say_gaps(struct reckoning *k)
{
	const struct calendar_mark *remark = calendar_remark(k->calendar, k->out->last);

	if (remark)
		because(k, SAY(k, T_calendar_why_remark, day_text(k, remark->day)),
			remark->citation, !remark->verified);
	for (int year = k->first_year; year && year <= k->last_year; year++) {
		const struct calendar_year *y = calendar_year(k->calendar, year);

		if (!y || !y->law)
			because(k, SAY(k, T_calendar_why_no_law, number(k, year)), S(""), true);
		else if (!y->announced)
			because(k, SAY(k, T_calendar_why_not_announced, number(k, year)), S(""),
				true);
	}
}

static bool has_what_it_needs(struct reckoning *k)
{
	const struct calendar_rule *r = k->rule;

	if (calendar_rule_by_period(r) && !k->ask->period)
		return FAIL(k->e, ERR_INPUT, T_calendar_needs_period);
	if (!calendar_rule_by_period(r) && r->base != CALENDAR_ONE_DATE &&
		!date_given(k->ask->from))
		return FAIL(k->e, ERR_INPUT, T_calendar_needs_day,
			calendar_event_words(k->lang, r->event));
	return true;
}

static void say_period(struct reckoning *k)
{
	const struct calendar_period *p = k->ask->period;
	const struct calendar_system *s = calendar_system(p->system);

	because(k,
		SAY(k, T_calendar_why_period, calendar_period_label(k->arena, k->lang, p),
			day_text(k, p->from), day_text(k, p->to)),
		s->citation, !s->verified);
}

static bool find_day(struct reckoning *k)
{
	switch (k->rule->base) {
	case CALENDAR_MONTH_DAY:
		by_month_day(k);
		return true;
	case CALENDAR_YEAR_DAYS:
		by_year_days(k);
		return true;
	case CALENDAR_ONE_DATE:
		name_day(k, k->rule->date);
		return true;
	case CALENDAR_PERIOD_END:
		name_day(k, k->ask->period->to);
		return true;
	case CALENDAR_WEEKDAY:
		by_weekday(k);
		return true;
	default:
		return by_length(k);
	}
}

bool calendar_reckon_due(struct arena *a, enum lang lang, struct calendar *c,
	const struct calendar_ask *ask, struct calendar_due *out, struct err *e)
{
	struct reckoning k = { .arena = a,
		.lang = lang,
		.calendar = c,
		.ask = ask,
		.rule = ask->rule,
		.out = out,
		.e = e };

	*out = (struct calendar_due){ 0 };
	if (!has_what_it_needs(&k))
		return false;
	if (calendar_rule_by_period(ask->rule))
		say_period(&k);
	if (!find_day(&k))
		return false;
	if (!out->due)
		return true;
	if (!look_at_day(&k))
		return false;
	say_gaps(&k);
	return true;
}

bool calendar_rule_by_period(const struct calendar_rule *r)
{
	if (r->base == CALENDAR_AFTER || r->base == CALENDAR_BACK)
		return r->event == CALENDAR_EV_END || r->event == CALENDAR_EV_START;
	return r->base != CALENDAR_ONE_DATE;
}

#include "work/gantt.h"

enum { YEARS_MOST = 20, MONTHS_BY_QUARTER = 36, MONTHS_BY_YEAR = 96, BAR_LEAST = 3 };

static struct date month_of(struct date d)
{
	return DATE(d.year, d.month, 1);
}

static struct date months_later(struct date d, int n)
{
	int months = d.year * 12 + d.month - 1 + n;

	return DATE((int16_t)(months / 12), (int8_t)(months % 12 + 1), 1);
}

static int months_between(struct date from, struct date to)
{
	return (to.year - from.year) * 12 + to.month - from.month;
}

struct gantt_axis gantt_axis_of(struct date first, struct date last, int64_t year)
{
	if (year >= 1900 && year <= 2999) {
		struct date january = DATE((int16_t)year, 1, 1),
			    december = DATE((int16_t)year, 12, 31);

		if (!date_given(first) || date_cmp(january, first) < 0)
			first = january;
		if (!date_given(last) || date_cmp(december, last) > 0)
			last = december;
	}
	if (!date_given(last))
		last = date_given(first) ? first : date_today();
	if (!date_given(first) || date_cmp(first, last) > 0)
		first = last;
	if (last.year - first.year >= YEARS_MOST)
		first = DATE((int16_t)(last.year - YEARS_MOST + 1), 1, 1);
	struct date from = month_of(first), end = months_later(month_of(last), 1);

	return (struct gantt_axis){ from, date_number(end) - date_number(from) };
}

void gantt_ticks_of(struct arena *a, enum lang lang, const struct gantt_axis *x, gantt_ticks *out)
{
	struct date end = date_add(x->from, x->days);
	int months = months_between(x->from, end);
	int step = months > MONTHS_BY_YEAR ? 12 : months > MONTHS_BY_QUARTER ? 3 : 1;

	for (struct date d = x->from; date_cmp(d, end) < 0; d = months_later(d, 1)) {
		struct gantt_tick *t;

		if ((d.month - 1) % step)
			continue;
		t = LIST_ADD(a, out);
		t->x = gantt_x(x, d);
		t->year = d.month == 1;
		if (step == 12)
			t->label = str_fmt(a, "%d", d.year);
		else if (step == 3)
			t->label = TEXT(a, lang, T_work_gantt_quarter,
				str_fmt(a, "%d", (d.month + 2) / 3),
				str_fmt(a, "%02d", d.year % 100));
		else
			t->label = TEXT(a, lang, T_work_gantt_month, str_fmt(a, "%d", d.month));
	}
}

static int place(const struct gantt_axis *x, int day)
{
	day = day < 0 ? 0 : day > x->days ? x->days : day;
	return (int)((int64_t)day * GANTT_WIDTH / x->days);
}

int gantt_x(const struct gantt_axis *x, struct date day)
{
	return place(x, date_number(day) - date_number(x->from));
}

int gantt_x_end(const struct gantt_axis *x, struct date day)
{
	return place(x, date_number(day) - date_number(x->from) + 1);
}

struct gantt_bar gantt_bar_of(
	const struct gantt_axis *x, struct date first, struct date last, struct date otherwise)
{
	struct gantt_bar bar = { 0 };

	if (!date_given(last))
		return bar;
	if (!date_given(first))
		first = otherwise;
	int end = gantt_x_end(x, last);

	bar.x = date_given(first) ? gantt_x(x, first) : end - BAR_LEAST;
	if (end - bar.x < BAR_LEAST)
		bar.x = end > BAR_LEAST ? end - BAR_LEAST : 0;
	bar.width = end > bar.x ? end - bar.x : BAR_LEAST;
	return bar;
}

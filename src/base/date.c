#include "base/date.h"

#include "base/arena.h"
#include "base/clock.h"

enum { VIET_NAM_SECONDS = 7 * 3600, DAY_SECONDS = 86400 };

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool date_valid(int year, int month, int day)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1] + (month == 2 && leap(year));
}

/* Years are counted from March, so that the leap day is the last of its year;
 * an era is 400 years, which always have 146,097 days. */
int32_t date_number(struct date d)
{
	int32_t y = d.year - (d.month <= 2);
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t of_era = y - era * 400;
	int32_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_of_number(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t in_era = z - era * 146097;
	int32_t of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int32_t of_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
	int32_t m = (5 * of_year + 2) / 153;

	return DATE((int16_t)(of_era + era * 400 + (m >= 10)), (int8_t)(m < 10 ? m + 3 : m - 9),
		(int8_t)(of_year - (153 * m + 2) / 5 + 1));
}

struct date date_add(struct date d, int days)
{
	return date_of_number(date_number(d) + days);
}

int date_cmp(struct date a, struct date b)
{
	int32_t x = a.year * 512 + a.month * 32 + a.day, y = b.year * 512 + b.month * 32 + b.day;

	return (x > y) - (x < y);
}

int date_weekday(struct date d)
{
	int32_t since_monday = (date_number(d) + 3) % 7; /* 1970-01-01 was a Thursday */

	return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* Seconds since 1970 in Viet Nam, rounded down. */
static int64_t viet_nam_seconds(int64_t us)
{
	int64_t s = us / 1000000 - (us % 1000000 < 0);

	return s + VIET_NAM_SECONDS;
}

static int32_t day_of_seconds(int64_t s)
{
	return (int32_t)(s / DAY_SECONDS - (s % DAY_SECONDS < 0));
}

struct date date_of_time(int64_t us)
{
	return date_of_number(day_of_seconds(viet_nam_seconds(us)));
}

struct date date_today(void)
{
	return date_of_time(clock_now());
}

/* Takes `least` to `most` digits off the front. */
static bool digits(struct str *s, size_t least, size_t most, int *out)
{
	size_t n = 0;
	int v = 0;

	while (n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9')
		v = v * 10 + (s->p[n++] - '0');
	*s = str_sub(*s, n, s->n);
	*out = v;
	return n >= least;
}

static bool one_of(struct str *s, const char *chars, char *got)
{
	if (s->n == 0 || s->p[0] == '\0' || !strchr(chars, s->p[0]))
		return false;
	*got = s->p[0];
	*s = str_sub(*s, 1, s->n);
	return true;
}

static bool made(int year, int month, int day, struct str rest, struct date *out)
{
	if (rest.n != 0 || !date_valid(year, month, day))
		return false;
	*out = DATE((int16_t)year, (int8_t)month, (int8_t)day);
	return true;
}

bool date_parse_iso(struct str s, struct date *out)
{
	int y, m, d;
	char c;

	return digits(&s, 4, 4, &y) && one_of(&s, "-", &c) && digits(&s, 2, 2, &m) &&
	       one_of(&s, "-", &c) && digits(&s, 2, 2, &d) && made(y, m, d, s, out);
}

bool date_parse_vi(struct str s, struct date *out)
{
	int y, m, d;
	char first, second;

	s = str_trim(s);
	return digits(&s, 1, 2, &d) && one_of(&s, "/-.", &first) && digits(&s, 1, 2, &m) &&
	       one_of(&s, "/-.", &second) && first == second && digits(&s, 4, 4, &y) &&
	       made(y, m, d, s, out);
}

struct str date_iso(struct arena *a, struct date d)
{
	return date_given(d) ? str_fmt(a, "%04d-%02d-%02d", d.year, d.month, d.day) : S("");
}

struct str date_vi(struct arena *a, struct date d)
{
	if (!date_given(d))
		return S("");
	/* a zero before the days under 10 and before the months 1 and 2 only */
	return d.month <= 2 ? str_fmt(a, "%02d/%02d/%d", d.day, d.month, d.year)
			    : str_fmt(a, "%02d/%d/%d", d.day, d.month, d.year);
}

struct str time_vi(struct arena *a, int64_t us)
{
	int64_t s = viet_nam_seconds(us);
	int32_t day = day_of_seconds(s);
	int minute = (int)((s - (int64_t)day * DAY_SECONDS) / 60);
	struct str date = date_vi(a, date_of_number(day));

	return str_fmt(a, "%.*s, %02d:%02d", STR_ARG(date), minute / 60, minute % 60);
}

struct str time_iso(struct arena *a, int64_t us)
{
	int64_t s = viet_nam_seconds(us) - VIET_NAM_SECONDS;
	int32_t day = day_of_seconds(s);
	int second = (int)(s - (int64_t)day * DAY_SECONDS);
	struct date d = date_of_number(day);

	return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day, second / 3600,
		second / 60 % 60, second % 60);
}

/*
 * The lunar calendar of Viet Nam: a month begins on the day of the new moon in UTC+7; the month
 * with the winter solstice is the eleventh; where thirteen months lie between two of these, the
 * first of them without a major solar term is doubled. New moons and the sun's longitude after
 * J. Meeus, Astronomical Algorithms, chapters 49 and 25.
 *
 * UTC+7 is used for every year. Before 1968 calendars were printed by other rules in parts of
 * the country; no day before that is asked for here.
 */
#include "calendar/calendar.h"

#include <math.h>

static const double zone = 7.0 / 24.0;
static const double j2000 = 2451545.0;

static double rad(double degrees)
{
	return fmod(degrees, 360.0) * M_PI / 180.0;
}

/* Seconds between the time of the planets and the clock's (Espenak and Meeus, 2006). */
static double delta_t(double year)
{
	double t;

	if (year < 1920) {
		t = year - 1900;
		return -2.79 + t * (1.494119 + t * (-0.0598939 + t * (0.0061966 - t * 0.000197)));
	}
	if (year < 1941) {
		t = year - 1920;
		return 21.20 + t * (0.84493 + t * (-0.076100 + t * 0.0020936));
	}
	if (year < 1961) {
		t = year - 1950;
		return 29.07 + t * (0.407 + t * (-1.0 / 233 + t / 2547));
	}
	if (year < 1986) {
		t = year - 1975;
		return 45.45 + t * (1.067 + t * (-1.0 / 260 - t / 718));
	}
	if (year < 2005) {
		t = year - 2000;
		return 63.86 +
		       t * (0.3345 + t * (-0.060374 +
						 t * (0.0017275 + t * (0.000651814 +
									      t * 0.00002373599))));
	}
	if (year < 2050) {
		t = year - 2000;
		return 62.92 + t * (0.32217 + t * 0.005589);
	}
	t = (year - 1820) / 100;
	return -20 + 32 * t * t - (year < 2150 ? 0.5628 * (2150 - year) : 0);
}

static double year_of(double jde)
{
	return 2000 + (jde - j2000) / 365.25;
}

/* A term of the series: a · sin(m·M + p·M' + f·F), times E once for each M. */
struct term {
	double a;
	int m, p, f;
};

static const struct term terms[] = { { -0.40720, 0, 1, 0 }, { 0.17241, 1, 0, 0 },
	{ 0.01608, 0, 2, 0 }, { 0.01039, 0, 0, 2 }, { 0.00739, -1, 1, 0 }, { -0.00514, 1, 1, 0 },
	{ 0.00208, 2, 0, 0 }, { -0.00111, 0, 1, -2 }, { -0.00057, 0, 1, 2 }, { 0.00056, 1, 2, 0 },
	{ -0.00042, 0, 3, 0 }, { 0.00042, 1, 0, 2 }, { 0.00038, 1, 0, -2 }, { -0.00024, -1, 2, 0 },
	{ -0.00007, 2, 1, 0 }, { 0.00004, 0, 2, -2 }, { 0.00004, 3, 0, 0 }, { 0.00003, 1, 1, -2 },
	{ 0.00003, 0, 2, 2 }, { -0.00003, 1, 1, 2 }, { 0.00003, -1, 1, 2 }, { -0.00002, -1, 1, -2 },
	{ -0.00002, 1, 3, 0 }, { 0.00002, 0, 4, 0 } };

/* The planets' share: amplitude, angle, its change a moon. */
static const double planets[][3] = { { 0.000325, 299.77, 0.107408 }, { 0.000165, 251.88, 0.016321 },
	{ 0.000164, 251.83, 26.651886 }, { 0.000126, 349.42, 36.412478 },
	{ 0.000110, 84.66, 18.206239 }, { 0.000062, 141.74, 53.303771 },
	{ 0.000060, 207.14, 2.453732 }, { 0.000056, 154.84, 7.306860 },
	{ 0.000047, 34.52, 27.261239 }, { 0.000042, 207.19, 0.121824 },
	{ 0.000040, 291.34, 1.844379 }, { 0.000037, 161.72, 24.198154 },
	{ 0.000035, 239.56, 25.513099 }, { 0.000023, 331.55, 3.592518 } };

/* The moment of new moon number k (0: that of 6 January 2000), Julian days, planets' time. */
static double new_moon(int k)
{
	double t = k / 1236.85;
	double jde = 2451550.09766 + 29.530588861 * k +
		     t * t * (0.00015437 + t * (-0.000000150 + t * 0.00000000073));
	double e = 1 - t * (0.002516 + t * 0.0000074);
	double m = rad(2.5534 + 29.10535670 * k - t * t * (0.0000014 + t * 0.00000011));
	double p = rad(201.5643 + 385.81693528 * k +
		       t * t * (0.0107582 + t * (0.00001238 - t * 0.000000058)));
	double f = rad(160.7108 + 390.67050284 * k -
		       t * t * (0.0016118 + t * (0.00000227 - t * 0.000000011)));
	double node = rad(124.7746 - 1.56375588 * k + t * t * (0.0020672 + t * 0.00000215));

	for (size_t i = 0; i < COUNT(terms); i++) {
		const struct term *x = &terms[i];

		jde += x->a * pow(e, abs(x->m)) * sin(x->m * m + x->p * p + x->f * f);
	}
	jde -= 0.00017 * sin(node);
	for (size_t i = 0; i < COUNT(planets); i++)
		jde += planets[i][0] * sin(rad(planets[i][1] + planets[i][2] * k -
					       (i == 0 ? 0.009173 * t * t : 0)));
	return jde;
}

/* date_number of the day in Viet Nam on which the moon is new. */
static int32_t moon_day(int k)
{
	double jde = new_moon(k);

	return (int32_t)floor(jde - delta_t(year_of(jde)) / 86400 + 0.5 + zone - 2440588.0);
}

/* The sun's apparent longitude at the end of a day in Viet Nam, in twelfths of the circle. */
static int sun_sector(int32_t day)
{
	double ut = day + 1 + 2440587.5 - zone;
	double t = (ut + delta_t(year_of(ut)) / 86400 - j2000) / 36525;
	double m = rad(357.52911 + t * (35999.05029 - t * 0.0001537));
	double centre = (1.914602 - t * (0.004817 + t * 0.000014)) * sin(m) +
			(0.019993 - t * 0.000101) * sin(2 * m) + 0.000289 * sin(3 * m);
	double l = 280.46646 + t * (36000.76983 + t * 0.0003032) + centre - 0.00569 -
		   0.00478 * sin(rad(125.04 - 1934.136 * t));

	return (int)floor(fmod(fmod(l, 360) + 360, 360) / 30);
}

/* The last new moon on or before a day. */
static int moon_before(int32_t day)
{
	int k = (int)floor((day - 10962.0) / 29.530588861) + 1; /* 10962: 6 January 2000 */

	while (moon_day(k) > day)
		k--;
	return k;
}

/* The moon whose month has the winter solstice of a year: the first day on which the sun has
 * passed 270 degrees is in it. */
static int eleventh(int year)
{
	int32_t day = date_number(DATE((int16_t)year, 12, 19));

	while (sun_sector(day) != 9)
		day++;
	return moon_before(day);
}

/* Whether the sun enters no new twelfth in the month of moon k. */
static bool without_term(int k)
{
	return sun_sector(moon_day(k) - 1) == sun_sector(moon_day(k + 1) - 1);
}

/* The moons from one eleventh month to the next: 12, or 13 of which `leap` is the doubled one. */
struct moons {
	int first, count, leap; /* leap: counted from first; 0 for none */
};

static struct moons moons_after(int year)
{
	struct moons m = { .first = eleventh(year) };

	m.count = eleventh(year + 1) - m.first;
	for (int i = 1; m.count == 13 && !m.leap; i++)
		if (without_term(m.first + i))
			m.leap = i;
	return m;
}

/* Month 11 of `year` is 0, 12 is 1, month 1 of the year after 2 … */
static int place_of(const struct moons *m, int months, bool leap)
{
	if (!m->leap)
		return leap ? -1 : months;
	if (leap)
		return months + 1 == m->leap ? m->leap : -1;
	return months < m->leap ? months : months + 1;
}

bool calendar_lunar_day(int year, int month, int day, bool leap, struct date *out)
{
	if (year < CALENDAR_FIRST_YEAR || year > CALENDAR_LAST_YEAR || month < 1 || month > 12 ||
		day < 1 || day > 30)
		return false;
	struct moons m = moons_after(month < 11 ? year - 1 : year);
	int place = place_of(&m, month < 11 ? month + 1 : month - 11, leap);

	/* A doubled eleventh or twelfth month lies in the span that begins with the eleventh. */
	if (place < 0 || place >= m.count)
		return false;
	int k = m.first + place;
	int32_t first = moon_day(k);

	if (day > moon_day(k + 1) - first)
		return false;
	*out = date_of_number(first + day - 1);
	return true;
}

struct calendar_lunar calendar_lunar_of(struct date day)
{
	int32_t number = date_number(day);
	int k = moon_before(number), year = day.year;
	struct moons m = moons_after(year);

	if (k < m.first)
		m = moons_after(--year);
	int place = k - m.first;
	bool leap = m.leap && place == m.leap;
	int months = m.leap && place >= m.leap ? place - 1 : place;

	return (struct calendar_lunar){
		.year = months < 2 ? year : year + 1,
		.month = months < 2 ? months + 11 : months - 1,
		.day = number - moon_day(k) + 1,
		.leap = leap,
	};
}

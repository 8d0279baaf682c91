/*
 * The catalogue of period systems, read from the program's own lists at the first use, and the
 * periods of a span. Owns its memory for the life of the process; a list that is broken ends the
 * process, for it is part of the program.
 */
#include <pthread.h>

#include "base/tsv.h"
#include "calendar/calendar.h"
#include "embed.h"

enum { ROOM = 1 << 20, WEEK = 7 };

/* A period of every year. */
struct part {
	const struct calendar_system *system;
	int number;
	int year[2], month[2], day[2]; /* of its first and last day; year: counted from its own */
	bool cumulative;
	struct str label[LANG_COUNT]; /* {1}: the year */
};

static LIST(struct calendar_system) systems;
static LIST(struct part) parts;
static struct arena *room;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_list(struct tsv *t, const char *path, const char *head)
{
	tsv_own(t, room, str_z(path), embed_find(str_z(path)), head);
}

static void read_systems(void)
{
	struct str row[8];
	struct tsv t;

	open_list(&t, "data/calendar/systems.tsv",
		"code\tkind\tvi\ten\tvalid_from\tvalid_to\tcitation\tverified");
	while (tsv_row(&t, row, COUNT(row)))
		LIST_PUSH(room, &systems,
			((struct calendar_system){ .code = row[0],
				.kind = row[1],
				.name = { row[2], row[3] },
				.valid_from = tsv_own_day(&t, row[4]),
				.valid_to = tsv_own_day(&t, row[5]),
				.citation = row[6],
				.verified = str_eq(row[7], S("1")) }));
	tsv_own_done(&t);
}

const struct calendar_system *calendar_system(struct str code)
{
	struct calendar_systems all = calendar_systems();

	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].code, code))
			return &all.v[i];
	return NULL;
}

/* "0:03-31", "-1:12-15" */
static void read_end(const struct tsv *t, struct str s, int *year, int *month, int *day)
{
	size_t colon = str_find_char(s, ':', 0);
	int64_t y, m, d;

	if (colon == SIZE_MAX || s.n != colon + 6 || !str_to_int(str_sub(s, 0, colon), &y) ||
		!str_to_int(str_sub(s, colon + 1, colon + 3), &m) ||
		!str_to_int(str_sub(s, colon + 4, s.n), &d) || y < -1 || y > 0 || m < 1 || m > 12 ||
		d < 1 || d > 31)
		tsv_own_bad(t, "a day of the year");
	*year = (int)y;
	*month = (int)m;
	*day = (int)d;
}

static const struct calendar_system *system_of(struct str code)
{
	LIST_EACH(s, &systems)
		if (str_eq(s->code, code))
			return s;
	return NULL;
}

static void read_parts(void)
{
	struct str row[7];
	struct tsv t;
	int64_t number;

	open_list(&t, "data/calendar/periods.tsv", "system\tnumber\tfrom\tto\tcumulative\tvi\ten");
	while (tsv_row(&t, row, COUNT(row))) {
		struct part p = { .system = system_of(row[0]),
			.cumulative = str_eq(row[4], S("1")),
			.label = { row[5], row[6] } };

		if (!p.system || !str_to_int(row[1], &number))
			tsv_own_bad(&t, "system or number");
		p.number = (int)number;
		read_end(&t, row[2], &p.year[0], &p.month[0], &p.day[0]);
		read_end(&t, row[3], &p.year[1], &p.month[1], &p.day[1]);
		LIST_PUSH(room, &parts, p);
	}
	tsv_own_done(&t);
}

static void read_all(void)
{
	room = arena_new(ROOM);
	read_systems();
	read_parts();
}

struct calendar_systems calendar_systems(void)
{
	pthread_once(&once, read_all);
	return (struct calendar_systems){ systems.v, systems.n };
}

/* --- periods */

/* A day that the month lacks is its last. */
static struct date day_in(int year, int month, int day)
{
	while (!date_valid(year, month, day))
		day--;
	return DATE((int16_t)year, (int8_t)month, (int8_t)day);
}

static struct str period_code(struct arena *a, struct str system, int year, int number)
{
	return str_fmt(a, "%.*s-%d-%d", STR_ARG(system), year, number);
}

static struct calendar_period of_part(struct arena *a, const struct part *p, int year)
{
	return (struct calendar_period){
		.system = p->system->code,
		.code = period_code(a, p->system->code, year, p->number),
		.year = year,
		.number = p->number,
		.from = day_in(year + p->year[0], p->month[0], p->day[0]),
		.to = day_in(year + p->year[1], p->month[1], p->day[1]),
		.cumulative = p->cumulative,
	};
}

/* The week's year is that of its Thursday (ISO 8601), so the first has 4 January in it. */
static struct calendar_period of_week(
	struct arena *a, const struct calendar_system *s, struct date monday)
{
	int year = date_add(monday, 3).year;
	struct date first = DATE((int16_t)year, 1, 4);
	int32_t begin = date_number(first) - (date_weekday(first) - 1);
	int number = (int)(date_number(monday) - begin) / WEEK + 1;

	return (struct calendar_period){ .system = s->code,
		.code = period_code(a, s->code, year, number),
		.year = year,
		.number = number,
		.from = monday,
		.to = date_add(monday, WEEK - 1) };
}

static bool in_force(const struct calendar_system *s, struct date last)
{
	return (!date_given(s->valid_from) || date_cmp(last, s->valid_from) >= 0) &&
	       (!date_given(s->valid_to) || date_cmp(last, s->valid_to) <= 0);
}

static bool known_year(int year)
{
	return year >= CALENDAR_FIRST_YEAR && year <= CALENDAR_LAST_YEAR;
}

static void weeks_in(struct arena *a, const struct calendar_system *s, struct date from,
	struct date to, calendar_periods *out)
{
	/* The first Sunday on or after `from` ends the first week. */
	struct date sunday = date_add(from, (WEEK - date_weekday(from)) % WEEK);

	for (; date_cmp(sunday, to) <= 0 && out->n < CALENDAR_PERIODS_MAX;
		sunday = date_add(sunday, WEEK))
		LIST_PUSH(a, out, of_week(a, s, date_add(sunday, 1 - WEEK)));
}

static void put_year(struct arena *a, const struct calendar_system *s, int year, struct date from,
	struct date to, calendar_periods *out)
{
	LIST_EACH(x, &parts) {
		struct calendar_period p;

		if (x->system != s)
			continue;
		p = of_part(a, x, year);
		if (date_cmp(p.to, from) >= 0 && date_cmp(p.to, to) <= 0 && in_force(s, p.to) &&
			out->n < CALENDAR_PERIODS_MAX)
			LIST_PUSH(a, out, p);
	}
}

void calendar_periods_in(
	struct arena *a, struct str system, struct date from, struct date to, calendar_periods *out)
{
	const struct calendar_system *s = calendar_system(system);

	*out = (calendar_periods){ 0 };
	if (date_cmp(from, DATE(CALENDAR_FIRST_YEAR, 1, 1)) < 0)
		from = DATE(CALENDAR_FIRST_YEAR, 1, 1);
	if (date_cmp(to, DATE(CALENDAR_LAST_YEAR, 12, 31)) > 0)
		to = DATE(CALENDAR_LAST_YEAR, 12, 31);
	if (!s || date_cmp(from, to) > 0)
		return;
	if (str_eq(s->kind, S("week"))) {
		weeks_in(a, s, from, to, out);
		return;
	}
	for (int year = from.year; year <= to.year; year++)
		put_year(a, s, year, from, to, out);
}

static bool find_week(struct arena *a, const struct calendar_system *s, int year, int number,
	struct calendar_period *out)
{
	struct date first = DATE((int16_t)year, 1, 4);
	struct date monday = date_add(first, 1 - date_weekday(first) + (number - 1) * WEEK);

	*out = of_week(a, s, monday);
	return out->year == year && out->number == number;
}

bool calendar_period_find(struct arena *a, struct str code, struct calendar_period *out)
{
	struct str system, year_text, number_text, rest = code;
	const struct calendar_system *s;
	int64_t year, number;

	if (!str_split(&rest, '-', &system) || !str_split(&rest, '-', &year_text) ||
		!str_split(&rest, '-', &number_text) || rest.n || !str_to_int(year_text, &year) ||
		!str_to_int(number_text, &number) || year < CALENDAR_FIRST_YEAR ||
		year > CALENDAR_LAST_YEAR || number < 1 || number > 53)
		return false;
	s = calendar_system(system);
	if (!s || !str_eq(code, period_code(a, system, (int)year, (int)number)))
		return false;
	if (str_eq(s->kind, S("week")))
		return find_week(a, s, (int)year, (int)number, out);
	LIST_EACH(x, &parts) {
		if (x->system != s || x->number != number)
			continue;
		*out = of_part(a, x, (int)year);
		return in_force(s, out->to);
	}
	return false;
}

bool calendar_period_next(
	struct arena *a, const struct calendar_period *p, struct calendar_period *out)
{
	calendar_periods after;
	struct date end = date_add(p->to, 400);

	if (!known_year(end.year))
		return false;
	calendar_periods_in(a, p->system, date_add(p->to, 1), end, &after);
	if (!after.n)
		return false;
	*out = after.v[0];
	return true;
}

struct str calendar_period_label(struct arena *a, enum lang lang, const struct calendar_period *p)
{
	struct str year = str_fmt(a, "%d", p->year);

	(void)calendar_systems();
	LIST_EACH(x, &parts) {
		struct buf out = { .arena = a };
		size_t at;

		if (!str_eq(x->system->code, p->system) || x->number != p->number)
			continue;
		at = str_find(x->label[lang], S("{1}"), 0);
		if (at == SIZE_MAX)
			return x->label[lang];
		buf_add(&out, str_sub(x->label[lang], 0, at));
		buf_add(&out, year);
		buf_add(&out, str_sub(x->label[lang], at + 3, x->label[lang].n));
		return buf_str(&out);
	}
	return TEXT(a, lang, T_calendar_week, str_fmt(a, "%d", p->number), year);
}

struct str calendar_period_span(struct arena *a, const struct calendar_period *p)
{
	return str_fmt(a, "%.*s – %.*s", STR_ARG(date_vi(a, p->from)), STR_ARG(date_vi(a, p->to)));
}

/*
 * Days of work and days off of a year: weekends, the holidays of the law, the days that were
 * announced, and a day in lieu for each holiday on a weekend (Labour Code, article 111 paragraph
 * 3). A year is worked out when it is first asked for.
 */
#include <stdlib.h>

#include "base/tsv.h"
#include "calendar/calendar.h"
#include "calendar_sql.h"
#include "embed.h"

enum { YEARS = CALENDAR_LAST_YEAR - CALENDAR_FIRST_YEAR + 1, SATURDAY = 6 };

#define IN_LIEU_OF S("Bộ luật Lao động 45/2019/QH14, Điều 111 khoản 3")

/* A holiday of the law. */
struct holiday {
	struct str code, name[LANG_COUNT], citation;
	bool lunar, verified;
	int month, day, before, after;
	struct date valid_from, valid_to;
};

struct calendar {
	struct arena *arena;
	LIST(struct holiday) holidays;
	calendar_notices notices;
	struct calendar_year *years[YEARS];
};

/* --- the lists */

static void open_list(struct arena *a, struct tsv *t, const char *path, const char *head)
{
	tsv_own(t, a, str_z(path), embed_find(str_z(path)), head);
}

static int number(const struct tsv *t, struct str s)
{
	int64_t n;

	if (!str_to_int(s, &n) || n < 0 || n > 31)
		tsv_own_bad(t, "a number");
	return (int)n;
}

static void read_holidays(struct calendar *c)
{
	struct str row[11];
	struct tsv t;

	open_list(c->arena, &t, "data/calendar/holidays.tsv",
		"code\tcalendar\tday\tbefore\tafter\tvi\ten\tvalid_from\tvalid_to\tcitation\tverified");
	while (tsv_row(&t, row, COUNT(row)))
		LIST_PUSH(c->arena, &c->holidays,
			((struct holiday){ .code = row[0],
				.lunar = str_eq(row[1], S("lunar")),
				.month = number(&t, str_sub(row[2], 0, 2)),
				.day = number(&t, str_sub(row[2], 3, 5)),
				.before = number(&t, row[3]),
				.after = number(&t, row[4]),
				.name = { row[5], row[6] },
				.valid_from = tsv_own_day(&t, row[7]),
				.valid_to = tsv_own_day(&t, row[8]),
				.citation = row[9],
				.verified = str_eq(row[10], S("1")) }));
	tsv_own_done(&t);
}

static void read_notices(struct calendar *c)
{
	struct str row[7];
	struct tsv t;

	open_list(c->arena, &t, "data/calendar/notices.tsv",
		"code\twhat\tfirst\tlast\tother\tcitation\tverified");
	while (tsv_row(&t, row, COUNT(row))) {
		struct calendar_notice n = { .code = row[0],
			.what = row[1],
			.first = tsv_own_day(&t, row[2]),
			.last = tsv_own_day(&t, row[3]),
			.other = tsv_own_day(&t, row[4]),
			.citation = row[5],
			.verified = str_eq(row[6], S("1")) };

		n.year = n.first.year;
		LIST_PUSH(c->arena, &c->notices, n);
	}
	tsv_own_done(&t);
}

struct calendar *calendar_listed(struct arena *a)
{
	struct calendar *c = NEW(a, struct calendar);

	c->arena = a;
	read_holidays(c);
	read_notices(c);
	return c;
}

/* --- the installation's notices over them */

static struct calendar_notice *notice_of(struct calendar *c, struct str code)
{
	LIST_EACH(n, &c->notices)
		if (str_eq(n->code, code))
			return n;
	return NULL;
}

bool calendar_open(struct db_read *r, struct calendar **out, struct err *e)
{
	struct calendar *c = calendar_listed(db_read_arena(r));
	struct calendar_notice_all_rows rows;

	if (!calendar_notice_all(r, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct calendar_notice n = { .code = x->code,
			.year = (int)x->year,
			.what = x->what,
			.first = x->first,
			.last = x->last,
			.other = x->other,
			.citation = x->citation,
			.verified = x->verified,
			.gone = x->gone,
			.own = true,
			.version = x->version };
		struct calendar_notice *listed = notice_of(c, n.code);

		if (listed)
			*listed = n;
		else
			LIST_PUSH(c->arena, &c->notices, n);
	}
	*out = c;
	return true;
}

void calendar_notices_of(struct arena *a, const struct calendar *c, int year, calendar_notices *out)
{
	*out = (calendar_notices){ 0 };
	LIST_EACH(n, &c->notices)
		if (n->year == year)
			LIST_PUSH(a, out, *n);
}

/* --- a year */

static struct calendar_mark *mark_in(struct calendar_year *y, struct date day)
{
	LIST_EACH(m, &y->marks)
		if (m->kind != CALENDAR_REMARK && date_cmp(m->day, day) == 0)
			return m;
	return NULL;
}

static bool is_weekend(struct date day)
{
	return date_weekday(day) >= SATURDAY;
}

/* The first mark of a day stays: a holiday that falls on another is no further day off. */
static bool put_mark(struct calendar *c, struct calendar_year *y, struct calendar_mark m)
{
	if (m.kind != CALENDAR_REMARK && mark_in(y, m.day))
		return false;
	LIST_PUSH(c->arena, &y->marks, m);
	return true;
}

static const struct calendar_notice *announced(const struct calendar *c, int year, struct str what)
{
	LIST_EACH(n, &c->notices)
		if (n->year == year && !n->gone && str_eq(n->what, what))
			return n;
	return NULL;
}

static bool holds(const struct holiday *h, struct date day)
{
	return (!date_given(h->valid_from) || date_cmp(day, h->valid_from) >= 0) &&
	       (!date_given(h->valid_to) || date_cmp(day, h->valid_to) <= 0);
}

/* The days of a holiday that the law leaves to a notice are the notice's where there is one. */
static void put_holiday(struct calendar *c, struct calendar_year *y, const struct holiday *h)
{
	bool open = h->before || h->after;
	const struct calendar_notice *n = open ? announced(c, y->year, h->code) : NULL;
	struct date day, first, last;

	if (!h->lunar)
		day = DATE((int16_t)y->year, (int8_t)h->month, (int8_t)h->day);
	else if (!calendar_lunar_day(y->year, h->month, h->day, false, &day))
		return;
	if (!holds(h, day))
		return;
	y->law = true;
	first = n ? n->first : date_add(day, -h->before);
	last = n ? n->last : date_add(day, h->after);
	if (open && !n)
		y->announced = false;
	for (struct date d = first; date_cmp(d, last) <= 0; d = date_add(d, 1))
		put_mark(c, y,
			(struct calendar_mark){ .day = d,
				.kind = CALENDAR_HOLIDAY,
				.name = { h->name[LANG_VI], h->name[LANG_EN] },
				.citation = n ? n->citation : h->citation,
				.notice = n ? n->code : S(""),
				.verified = n ? n->verified : h->verified,
				.assumed = open && !n });
}

static void put_swap(struct calendar *c, struct calendar_year *y, const struct calendar_notice *n)
{
	struct calendar_mark m = { .day = n->first,
		.other = n->other,
		.kind = CALENDAR_SWAPPED,
		.citation = n->citation,
		.notice = n->code,
		.verified = n->verified };

	put_mark(c, y, m);
	m.day = n->other;
	m.other = n->first;
	m.kind = CALENDAR_MADE_UP;
	put_mark(c, y, m);
}

/* The holidays on a weekend, in order, each with the next day that would be worked. */
static void put_in_lieu(struct calendar *c, struct calendar_year *y)
{
	size_t holidays = y->marks.n;

	for (size_t i = 0; i < holidays; i++) {
		struct calendar_mark m = y->marks.v[i];
		struct date day = m.day;

		if (m.kind != CALENDAR_HOLIDAY || !is_weekend(day))
			continue;
		do
			day = date_add(day, 1);
		while (is_weekend(day) || mark_in(y, day));
		m.other = m.day;
		m.day = day;
		m.kind = CALENDAR_IN_LIEU;
		if (!m.assumed && !m.notice.n)
			m.citation = IN_LIEU_OF;
		put_mark(c, y, m);
	}
}

static int by_day(const void *a, const void *b)
{
	const struct calendar_mark *x = a, *y = b;
	int order = date_cmp(x->day, y->day);

	return order ? order : (int)x->kind - (int)y->kind;
}

static void sort_marks(struct calendar_year *y)
{
	if (y->marks.n)
		qsort(y->marks.v, y->marks.n, sizeof(*y->marks.v), by_day);
}

static struct calendar_year *make_year(struct calendar *c, int number)
{
	struct calendar_year *y = NEW(c->arena, struct calendar_year);

	y->year = number;
	y->announced = true;
	LIST_EACH(h, &c->holidays)
		put_holiday(c, y, h);
	if (!y->law)
		y->announced = false;
	sort_marks(y);
	put_in_lieu(c, y);
	LIST_EACH(n, &c->notices) {
		if (n->gone || n->year != number)
			continue;
		if (str_eq(n->what, S("swap")))
			put_swap(c, y, n);
		else if (str_eq(n->what, S("remark")))
			put_mark(c, y,
				(struct calendar_mark){ .day = n->first,
					.kind = CALENDAR_REMARK,
					.citation = n->citation,
					.notice = n->code,
					.verified = n->verified });
	}
	sort_marks(y);
	return y;
}

const struct calendar_year *calendar_year(struct calendar *c, int year)
{
	struct calendar_year **slot;

	if (year < CALENDAR_FIRST_YEAR || year > CALENDAR_LAST_YEAR)
		return NULL;
	slot = &c->years[year - CALENDAR_FIRST_YEAR];
	if (!*slot)
		*slot = make_year(c, year);
	return *slot;
}

static const struct calendar_mark *find_mark(
	const struct calendar_year *y, struct date day, bool remark)
{
	if (y)
		LIST_EACH(m, &y->marks)
			if (date_cmp(m->day, day) == 0 && (m->kind == CALENDAR_REMARK) == remark)
				return m;
	return NULL;
}

const struct calendar_mark *calendar_mark(struct calendar *c, struct date day)
{
	return find_mark(calendar_year(c, day.year), day, false);
}

const struct calendar_mark *calendar_remark(struct calendar *c, struct date day)
{
	return find_mark(calendar_year(c, day.year), day, true);
}

bool calendar_works(struct calendar *c, struct date day)
{
	const struct calendar_mark *m = calendar_mark(c, day);

	return m ? m->kind == CALENDAR_MADE_UP : !is_weekend(day);
}

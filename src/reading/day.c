/*
 * Days: deadlines, windows, days of every year, months and quarters.
 */
#include "reading/facts.h"
#include "reading/marker.h"

static int number_of(const struct words *w, size_t i)
{
	int64_t v = 0;

	if (i >= w->n || !(w->v[i].flags & WORD_DIGITS) || w->v[i].n > 4 ||
		!str_to_int(word_text(w, i), &v))
		return -1;
	return (int)v;
}

static bool between(const struct words *w, size_t i, size_t end, unsigned sign)
{
	return i < end && w->v[i].gap & sign && !(w->v[i].gap & ~(sign | GAP_SPACE));
}

static bool year_ok(int y)
{
	return y >= 1900 && y <= 2200;
}

/* "15 tháng 01 năm 2024" */
static size_t worded_day(const struct words *w, size_t i, size_t end, struct date *out)
{
	int d = number_of(w, i), m = number_of(w, i + 2), y = number_of(w, i + 4);

	if (!word_at(w, i + 1, end, WORD("tháng")) || i + 2 >= end)
		return 0;
	/* "tuần 3 tháng 6" is a week */
	if (i > 0 && word_is(w, i - 1, WORD("tuần")))
		return 0;
	if (word_at(w, i + 3, end, WORD("năm")) && i + 4 < end && year_ok(y)) {
		*out = (struct date){ (int16_t)y, (int8_t)m, (int8_t)d };
		return date_valid(y, m, d) ? 5 : 0;
	}
	*out = (struct date){ 0, (int8_t)m, (int8_t)d };
	return date_valid(2000, m, d) ? 3 : 0;
}

size_t day_at(const struct words *w, size_t i, size_t end, struct date *out)
{
	int d = number_of(w, i), m, y;
	unsigned signs = GAP_SLASH | GAP_DASH | GAP_DOT;

	*out = DATE_NONE;
	if (i >= end || d < 1 || d > 31 || w->v[i].n > 2)
		return 0;
	size_t n = worded_day(w, i, end, out);

	if (n)
		return n;
	if (!between(w, i + 1, end, signs) || w->v[i + 1].n > 2)
		return 0;
	m = number_of(w, i + 1);
	if (m < 1 || m > 12)
		return 0;
	y = i + 2 < end && between(w, i + 2, end, signs) && w->v[i + 2].n == 4 ? number_of(w, i + 2)
									       : 0;
	if (y && !year_ok(y))
		y = 0;
	if (!y && !between(w, i + 1, end, GAP_SLASH))
		return 0;
	if (!date_valid(y ? y : 2000, m, d))
		return 0;
	*out = (struct date){ (int16_t)y, (int8_t)m, (int8_t)d };
	return y ? 3 : 2;
}

/* "quý II/2024", "tháng 6 năm 2024", "năm 2025": first and last day. */
static size_t period_at(
	const struct words *w, size_t i, size_t end, struct date *from, struct date *to)
{
	static const int8_t last[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool quarter = word_at(w, i, end, WORD("quý")), month = word_at(w, i, end, WORD("tháng"));
	int v = i + 1 < end ? number_of(w, i + 1) : -1, year = 0;
	size_t n = 2;

	if (i + 1 >= end)
		return 0;
	if (word_at(w, i, end, WORD("năm")) && year_ok(v)) {
		*from = DATE((int16_t)v, 1, 1);
		*to = DATE((int16_t)v, 12, 31);
		return 2;
	}
	if (quarter && v < 0)
		v = roman_value(word_text(w, i + 1));
	if ((!quarter && !month) || v < 1 || v > (quarter ? 4 : 12))
		return 0;
	if (i + 2 < end && between(w, i + 2, end, GAP_SLASH | GAP_DASH) &&
		year_ok(number_of(w, i + 2))) {
		year = number_of(w, i + 2);
		n = 3;
	} else if (word_at(w, i + 2, end, WORD("năm")) && i + 3 < end &&
		   year_ok(number_of(w, i + 3))) {
		year = number_of(w, i + 3);
		n = 4;
	}
	int first = quarter ? v * 3 - 2 : v, final = quarter ? v * 3 : v;
	int leap = final == 2 && year % 4 == 0 && (year % 100 || year % 400 == 0) && year;

	*from = (struct date){ (int16_t)year, (int8_t)first, 1 };
	*to = (struct date){ (int16_t)year, (int8_t) final, (int8_t)(last[final] + leap) };
	return n;
}

/* A day or a period at i, "ngày" before it or not. */
static size_t time_at(const struct words *w, size_t i, size_t end, struct date *from,
	struct date *to, bool *derived)
{
	size_t skip = word_at(w, i, end, WORD("ngày")) ? 1 : 0;
	size_t n = day_at(w, i + skip, end, from);

	*derived = false;
	if (n) {
		*to = *from;
		return skip + n;
	}
	n = period_at(w, i, end, from, to);
	*derived = n > 0;
	return n;
}

static struct reading_day make_day(struct reading_build *b, const struct block *k, size_t i,
	size_t n, struct date d, bool before, bool derived)
{
	const struct words *w = &b->layout.words;
	struct reading_day day = { .date = d, .given = true, .before = before, .derived = derived };

	day.span = (struct reading_span){ w->v[i].at, word_end(w, i + n - 1) };
	day.written = block_text(b->a, &b->layout, k, day.span.from, day.span.to);
	return day;
}

/* "ngày 01", "01": a day whose month comes later. */
static size_t bare_day(const struct words *w, size_t i, size_t end, struct date *out)
{
	size_t skip = word_at(w, i, end, WORD("ngày")) ? 1 : 0;
	int d = i + skip < end ? number_of(w, i + skip) : -1;

	if (d < 1 || d > 31 || w->v[i + skip].n > 2)
		return 0;
	*out = (struct date){ 0, 0, (int8_t)d };
	return skip + 1;
}

/* "đến", "đến hết", a dash: how many words; SIZE_MAX where none of them stands. */
static size_t until_at(const struct words *w, size_t i, size_t end)
{
	if (word_at(w, i, end, WORD("đến")) || word_at(w, i, end, WORD("tới")))
		return 1 + word_at(w, i + 1, end, WORD("hết"));
	return i < end && w->v[i].gap & GAP_DASH ? 0 : SIZE_MAX;
}

/* "từ ngày 01/7/2024 đến hết 30/9/2024", "01/7 – 30/9", "từ ngày 01 đến 15/9/2024". */
static size_t window_at(
	struct reading_build *b, const struct block *k, size_t i, size_t end, struct days *out)
{
	const struct words *w = &b->layout.words;
	struct date from, to, skip;
	bool derived, last_derived, bare;
	size_t first = word_at(w, i, end, WORD("từ")) ? 1 : 0, m = i + first, n, until;

	n = time_at(w, m, end, &from, &skip, &derived);
	bare = !n && first;
	if (bare)
		n = bare_day(w, m, end, &from);
	if (!n || (derived && !first))
		return 0;
	m += n;
	until = until_at(w, m, end);
	if (until == SIZE_MAX)
		return 0;
	m += until;
	n = time_at(w, m, end, &skip, &to, &last_derived);
	if (!n || (bare && (last_derived || from.day > to.day)))
		return 0;
	if (bare)
		from.month = to.month;
	/* "01/7 đến 30/9/2024": the year of the end is that of the begin */
	if (!date_given(from) && date_given(to))
		from.year = (int16_t)(to.year - (from.month > to.month));
	out->start = make_day(b, k, i, m - i, from, false, derived);
	out->due = make_day(b, k, i, m + n - i, to, false, last_derived);
	if (bare)
		FIRE(b, day_window_short);
	else
		FIRE(b, day_window);
	return m + n - i;
}

/* "đợt 1 từ 05/3 đến 10/3/2025, đợt 2 từ …": all is done with the last. */
static size_t next_round_at(
	struct reading_build *b, const struct block *k, size_t i, size_t end, struct days *out)
{
	struct days more = { .recurrence = STR_NULL };
	size_t n = window_at(b, k, i, end, &more);

	if (!n)
		return 0;
	if (date_given(more.start.date) && date_given(more.due.date) &&
		date_cmp(more.start.date, out->due.date) > 0) {
		out->due = more.due;
		FIRE(b, day_rounds);
	}
	return n;
}

/* "bắt đầu từ ngày 01/4/2025 …": a begin whose end stands later in the sentence. */
static size_t begin_at(struct reading_build *b, const struct block *k, size_t i, size_t end,
	struct reading_day *out)
{
	const struct words *w = &b->layout.words;
	struct date from, skip;
	bool derived;
	size_t n;

	if (i == k->word || !word_at(w, i, end, WORD("từ")) || w->v[i].gap != GAP_SPACE ||
		!(word_is(w, i - 1, WORD("đầu")) || word_is(w, i - 1, WORD("hiện")) ||
			word_is(w, i - 1, WORD("khai"))))
		return 0;
	n = time_at(w, i + 1, end, &from, &skip, &derived);
	if (!n)
		return 0;
	*out = make_day(b, k, i, n + 1, from, false, derived);
	return n + 1;
}

/* The begin goes with the end that was found behind it, and takes its year. */
static void join_window(struct reading_build *b, struct reading_day *begin, struct days *out)
{
	if (!begin->given || out->start.given || out->due.span.from < begin->span.to)
		return;
	if (!date_given(begin->date) && date_given(out->due.date))
		begin->date.year = (int16_t)(out->due.date.year -
					     (begin->date.month > out->due.date.month));
	if (date_cmp(begin->date, out->due.date) > 0)
		return;
	out->start = *begin;
	FIRE(b, day_window_apart);
}

static bool periodic_sentence(const struct words *w, size_t i, size_t end)
{
	for (size_t k = i; k < end; k++) {
		if (k > i && w->v[k].gap & GAP_DOT && w->v[k].flags & WORD_UPPER)
			return false;
		if (phrase_any(w, k, end, SET(PERIODIC) | SET(EVERY_YEAR), NULL))
			return true;
	}
	return false;
}

static size_t deadline_at(struct reading_build *b, const struct block *k, size_t i, size_t end,
	bool periodic, struct days *out)
{
	const struct words *w = &b->layout.words;
	size_t n = phrase_at(w, i, end, PHRASE_BEFORE_DAY), m;
	bool before = n > 0, derived;
	struct date from, to;

	if (!n)
		n = phrase_at(w, i, end, PHRASE_BY_DAY);
	if (!n && word_at(w, i, end, WORD("trong")))
		n = 1;
	if (!n)
		return 0;
	m = time_at(w, i + n, end, &from, &to, &derived);
	/* "trong năm 2024" is no deadline; "trước năm 2026" is */
	if (!m || (derived && !before && word_at(w, i + n, end, WORD("năm"))) ||
		(!before && !derived && word_at(w, i, end, WORD("trong"))))
		return 0;
	if (periodic && !date_given(to))
		return n + m;
	if (out->due.given)
		return n + m;
	out->due = make_day(b, k, i, n + m, before ? from : to, before, derived);
	FIRE(b, day_deadline);
	return n + m;
}

/* "Ngày thế giới phòng, chống mua bán người 30/7", "ngày 30/7 hằng năm". */
static bool named_before(
	struct reading_build *b, size_t first, size_t i, struct date d, named_day_list *named)
{
	const struct words *w = &b->layout.words;

	for (size_t k = i; k > first && i - k < 16; k--) {
		const struct word *x = &w->v[k - 1];

		if (k < i && w->v[k].gap & (GAP_STOP))
			return false;
		if (x->hash == WORD("ngày") && x->flags & WORD_UPPER) {
			struct named_day day = { k - 1, i - (k - 1), d };

			if (day.words < 3)
				return false;
			LIST_PUSH(b->a, named, day);
			return true;
		}
	}
	return false;
}

struct date named_day_in(const struct words *w, size_t i, size_t end, const named_day_list *named)
{
	uint32_t day = WORD("ngày");

	for (size_t k = i; named->n && k < end; k++) {
		if (w->v[k].hash != day || !(w->v[k].flags & WORD_UPPER))
			continue;
		for (size_t d = 0; d < named->n && d < 32; d++) {
			const struct named_day *x = &named->v[d];
			size_t n = 0;

			while (n < x->words && k + n < end &&
				w->v[k + n].hash == w->v[x->word + n].hash)
				n++;
			if (n == x->words)
				return x->date;
		}
	}
	return DATE_NONE;
}

static void find_trigger(struct reading_build *b, const struct block *k, size_t i, size_t n,
	size_t end, struct days *out)
{
	const struct words *w = &b->layout.words;
	size_t m = i + n;

	while (m < end && m - i < 24 && !(w->v[m].gap & (GAP_STOP | GAP_COMMA)))
		m++;
	if (m - i < n + 2)
		return;
	out->trigger = block_text(b->a, &b->layout, k, w->v[i].at, word_end(w, m - 1));
	FIRE(b, day_trigger);
}

static void yearly(struct reading_build *b, struct date d, struct days *out)
{
	if (out->recurrence.n)
		return;
	out->recurrence = str_fmt(b->a, "yearly %02d-%02d", d.month, d.day);
	FIRE(b, day_yearly);
}

void days_find(struct reading_build *b, const struct block *k, size_t i, size_t end,
	named_day_list *named, struct days *out)
{
	const struct words *w = &b->layout.words;
	bool periodic = periodic_sentence(w, i, end), window = false;
	struct reading_day begin = { 0 };
	struct str number;

	for (size_t m = i; m < end; m++) {
		struct date d;
		size_t n = ref_number(b, m, end, &number);

		/* the date of a cited document is no deadline */
		if (n) {
			m += n;
			if (word_at(w, m, end, WORD("ngày")))
				m++;
			n = day_at(w, m, end, &d);
			m += n;
			m--;
			continue;
		}
		if (m > i && w->v[m].gap & GAP_DOT && w->v[m].flags & WORD_UPPER) {
			periodic = periodic_sentence(w, m, end);
			begin.given = false;
		}
		if (!out->start.given && (n = window_at(b, k, m, end, out))) {
			window = true;
			m += n - 1;
			continue;
		}
		if ((window && (n = next_round_at(b, k, m, end, out))) ||
			(n = begin_at(b, k, m, end, &begin))) {
			m += n - 1;
			continue;
		}
		if ((n = deadline_at(b, k, m, end, periodic, out))) {
			join_window(b, &begin, out);
			m += n - 1;
			continue;
		}
		n = day_at(w, m, end, &d);
		if (n == 2 || (n == 3 && !date_given(d))) {
			if (named_before(b, i, m, d, named) ||
				phrase_at(w, m + n, end, PHRASE_EVERY_YEAR))
				yearly(b, d, out);
			m += n - 1;
			continue;
		}
		n = phrase_at(w, m, end, PHRASE_TRIGGER);
		if (n && !out->trigger.n)
			find_trigger(b, k, m, n, end, out);
	}
}

static const struct {
	const char *unit, *every;
} everies[] = { { "tuần", "weekly" }, { "tháng", "monthly" }, { "quý", "quarterly" },
	{ "năm", "yearly" } };

/* "Hằng tháng", "hàng quý": two words. */
static size_t every_at(const struct words *w, size_t i, size_t end)
{
	if (!word_at(w, i, end, WORD("hằng")) && !word_at(w, i, end, WORD("hàng")))
		return 0;
	for (size_t k = 0; k < COUNT(everies); k++) {
		if (word_at(w, i + 1, end, word_hash(str_z(everies[k].unit))))
			return 2;
	}
	return 0;
}

static struct str every_text(const struct words *w, size_t i)
{
	for (size_t k = 0; k < COUNT(everies); k++) {
		if (word_is(w, i + 1, word_hash(str_z(everies[k].unit))))
			return str_z(everies[k].every);
	}
	return STR_NULL;
}

void days_of_label(
	struct reading_build *b, const struct block *k, size_t i, size_t end, struct days *out)
{
	const struct words *w = &b->layout.words;

	for (size_t m = i; m < end; m++) {
		struct date from, to;
		bool derived;
		size_t n;

		if (!out->start.given && (n = window_at(b, k, m, end, out))) {
			m += n - 1;
			continue;
		}
		if ((n = deadline_at(b, k, m, end, false, out))) {
			m += n - 1;
			continue;
		}
		n = every_at(w, m, end);
		if (n && !out->recurrence.n) {
			out->recurrence = every_text(w, m);
			FIRE(b, day_every);
			m += n - 1;
			continue;
		}
		n = time_at(w, m, end, &from, &to, &derived);
		if (!n)
			continue;
		if (phrase_at(w, m + n, end, PHRASE_EVERY_YEAR)) {
			yearly(b, to, out);
		} else if (out->due.given && out->due.derived && derived) {
			/* "Quý I, Quý III/2025": from the first to the last */
			out->due = make_day(b, k, m, n, to, false, true);
			if (!date_given(out->start.date))
				out->start.date.year = to.year;
		} else if (!out->due.given) {
			out->due = make_day(b, k, m, n, to, false, derived);
			if (derived)
				out->start = make_day(b, k, m, n, from, false, true);
			FIRE(b, day_label);
		}
		m += n - 1;
	}
}

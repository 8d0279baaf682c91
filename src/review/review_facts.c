/*
 * What a target or a duty says beside its words: from the reading, laid over by a person,
 * and back into the reading. Kept as lines, so that a later fact needs no new column.
 */
#include <math.h>

#include "review/review.h"

enum { DAYS_MOST = 24 };

static const char *const operators[] = { "=", ">", ">=", "<", "<=" };

/* --- of the reading */

struct review_measure review_measure_of(const struct reading_target *t)
{
	return (struct review_measure){
		.op = str_z(t->op),
		.percent = t->percent,
		.percent_to = t->percent_to,
		.counted = t->counted.p ? t->counted : S(""),
		.over = t->over.p ? t->over : S(""),
	};
}

struct review_owed review_owed_of(struct arena *a, const struct reading_duty *d)
{
	struct buf days = { .arena = a }, by = { .arena = a };

	LIST_EACH(day, &d->due) {
		if (!day->date.month)
			continue;
		if (days.n)
			buf_addc(&days, ' ');
		if (day->date.year)
			buf_addf(&days, "%04d-", day->date.year);
		buf_addf(&days, "%02d-%02d", day->date.month, day->date.day);
	}
	LIST_EACH(name, &d->from)
		buf_addf(&by, "%s%.*s", by.n ? "\n" : "", STR_ARG(*name));
	return (struct review_owed){
		.period = str_z(reading_period_name(d->period)),
		.days = buf_str(&days),
		.before = d->due.n && d->due.v[0].before,
		.by = buf_str(&by),
		.to = d->to.p ? d->to : S(""),
		.via = d->via.p ? d->via : S(""),
	};
}

/* --- as lines */

static void put_line(struct buf *out, const char *word, struct str value)
{
	buf_addf(out, "%s\t%.*s\n", word, STR_ARG(value));
}

static void put_figure(struct buf *out, const char *word, double value)
{
	if (!isnan(value))
		buf_addf(out, "%s\t%.10g\n", word, value);
}

static void measure_lines(struct buf *out, const struct review_measure *m)
{
	put_line(out, "operator", m->op);
	put_figure(out, "percent", m->percent);
	put_figure(out, "percent_to", m->percent_to);
	put_line(out, "counted", m->counted);
	put_line(out, "over", m->over);
}

static void owed_lines(struct buf *out, const struct review_owed *o)
{
	struct str rest = o->by, line;

	put_line(out, "period", o->period);
	put_line(out, "days", o->days);
	put_line(out, "before", o->before ? S("1") : S("0"));
	while (rest.n && str_split(&rest, '\n', &line))
		if (line.n)
			put_line(out, "by", line);
	put_line(out, "to", o->to);
	put_line(out, "via", o->via);
}

struct str review_facts_text(
	struct arena *a, enum review_kind kind, const struct review_words *w, bool with_line)
{
	struct buf out = { .arena = a };

	if (kind == REVIEW_TARGET)
		measure_lines(&out, &w->measure);
	if (kind == REVIEW_DUTY)
		owed_lines(&out, &w->owed);
	if (with_line && kind != REVIEW_TASK)
		buf_addf(&out, "line\t%lld\n", (long long)w->line);
	return buf_str(&out);
}

bool review_figure(struct str s, double *out)
{
	double v = 0, unit = 1;
	bool behind = false;

	if (!s.n || s.n > 12)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if ((s.p[i] == ',' || s.p[i] == '.') && !behind && i && i + 1 < s.n) {
			behind = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = 10 * v + (s.p[i] - '0');
		unit *= behind ? 10 : 1;
	}
	*out = v / unit;
	return true;
}

static double figure_of(struct str s)
{
	double v;

	return review_figure(s, &v) ? v : NAN;
}

static void take_text(struct str word, struct str value, struct review_words *w)
{
	struct {
		const char *word;
		struct str *to;
	} texts[] = { { "operator", &w->measure.op }, { "counted", &w->measure.counted },
		{ "over", &w->measure.over }, { "period", &w->owed.period },
		{ "days", &w->owed.days }, { "to", &w->owed.to }, { "via", &w->owed.via } };

	for (size_t i = 0; i < COUNT(texts); i++)
		if (str_eq(word, str_z(texts[i].word)))
			*texts[i].to = value;
}

static void take_other(struct str word, struct str value, struct review_words *w, struct buf *by)
{
	if (str_eq(word, S("percent")))
		w->measure.percent = figure_of(value);
	if (str_eq(word, S("percent_to")))
		w->measure.percent_to = figure_of(value);
	if (str_eq(word, S("before")))
		w->owed.before = str_eq(value, S("1"));
	if (str_eq(word, S("by")))
		buf_addf(by, "%s%.*s", by->n ? "\n" : "", STR_ARG(value));
	if (str_eq(word, S("line")) && !str_to_int(value, &w->line))
		w->line = 0;
}

void review_facts_parse(struct arena *a, struct str text, struct review_words *w)
{
	struct str rest = text, line, word;
	struct buf by = { .arena = a };

	w->measure.percent = w->measure.percent_to = NAN;
	while (str_split(&rest, '\n', &line)) {
		struct str value = line;

		if (!str_split(&value, '\t', &word))
			continue;
		take_text(word, value, w);
		take_other(word, value, w, &by);
	}
	w->owed.by = buf_str(&by);
}

/* --- into the reading */

/* "03-20" of every year, "2023-03-10" of one. */
static bool day_of(struct arena *a, struct str word, struct date *d)
{
	bool yearly = word.n == 5;

	/* a leap year, so that 29/02 is a day */
	if (!date_parse_iso(yearly ? str_fmt(a, "2024-%.*s", STR_ARG(word)) : word, d))
		return false;
	if (yearly)
		d->year = 0;
	return true;
}

/* "20/3, 20/9" or "10/3/2023" as people write it; "" where there is none. */
bool review_days_parse(struct arena *a, struct str written, struct str *out, struct err *e)
{
	struct buf days = { .arena = a };
	struct str rest = written, one;
	size_t n = 0;

	while (rest.n && str_split(&rest, ',', &one)) {
		struct str word = str_trim(one);
		size_t slash = str_find_char(word, '/', 0);
		bool yearly = slash != SIZE_MAX && str_find_char(word, '/', slash + 1) == SIZE_MAX;
		struct date d;

		if (!word.n)
			continue;
		if (++n > DAYS_MOST ||
			!date_parse_vi(yearly ? str_fmt(a, "%.*s/2024", STR_ARG(word)) : word, &d))
			return FAIL(e, ERR_INPUT, T_review_bad_day, word);
		buf_addf(&days, "%s%.*s", days.n ? " " : "",
			STR_ARG(str_sub(date_iso(a, d), yearly ? 5 : 0, 10)));
	}
	*out = days.n ? buf_str(&days) : S("");
	return true;
}

/* The same back, for the form. */
struct str review_days_vi(struct arena *a, struct str days)
{
	struct buf out = { .arena = a };
	struct str rest = days, word;

	while (rest.n && str_split(&rest, ' ', &word)) {
		bool yearly = word.n == 5;
		struct date d;

		if (!date_parse_iso(yearly ? str_fmt(a, "2024-%.*s", STR_ARG(word)) : word, &d))
			continue;
		struct str vi = date_vi(a, d);

		buf_addf(&out, "%s%.*s", out.n ? ", " : "",
			STR_ARG(yearly ? str_sub(vi, 0, vi.n - 5) : vi));
	}
	return buf_str(&out);
}

static bool check_measure(const struct review_measure *m, struct err *e)
{
	bool known = false;

	for (size_t i = 0; i < COUNT(operators); i++)
		known |= str_eq(m->op, str_z(operators[i]));
	if (!known)
		return FAIL(e, ERR_INPUT, T_review_bad_operator);
	/* growth may be above the whole, a hundredfold is a slip of the pen */
	if (isnan(m->percent) || m->percent > 1000)
		return FAIL(e, ERR_INPUT, T_review_bad_figure);
	if (!isnan(m->percent_to) && (m->percent_to <= m->percent || m->percent_to > 1000))
		return FAIL(e, ERR_INPUT, T_review_bad_range);
	return true;
}

static enum reading_period period_of(struct str word)
{
	enum reading_period p = READING_ONCE;

	while (p <= READING_WEEK && !str_eq(word, str_z(reading_period_name(p))))
		p++;
	return p;
}

bool review_facts_check(enum review_kind kind, const struct review_words *w, struct err *e)
{
	if (kind == REVIEW_TARGET)
		return check_measure(&w->measure, e);
	if (kind == REVIEW_DUTY && period_of(w->owed.period) > READING_WEEK)
		return FAIL(e, ERR_INPUT, T_review_bad_period);
	return true;
}

void review_put_measure(struct reading_target *t, const struct review_measure *m)
{
	for (size_t i = 0; i < COUNT(operators); i++)
		if (str_eq(m->op, str_z(operators[i])))
			t->op = operators[i];
	t->percent = m->percent;
	t->percent_to = m->percent_to;
	t->bare = false;
	t->counted = m->counted;
	t->over = m->over;
}

void review_put_owed(struct arena *a, struct reading_duty *d, const struct review_owed *o)
{
	struct str rest = o->days, word;

	d->period = period_of(o->period);
	memset(&d->due, 0, sizeof(d->due));
	while (rest.n && str_split(&rest, ' ', &word)) {
		struct reading_day day = { .before = o->before, .written = S("") };

		if (!day_of(a, word, &day.date))
			continue;
		day.given = day.date.year != 0;
		LIST_PUSH(a, &d->due, day);
	}
	memset(&d->from, 0, sizeof(d->from));
	for (rest = o->by; rest.n && str_split(&rest, '\n', &word);)
		if (word.n)
			LIST_PUSH(a, &d->from, word);
	d->to = o->to.n ? o->to : STR_NULL;
	d->via = o->via.n ? o->via : STR_NULL;
}

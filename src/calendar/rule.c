/*
 * Reading and printing rules. Words are compared without marks and capitals, so that what was
 * typed in a hurry is read as well; three small grammars (canonical, Vietnamese, English) are
 * tried, and the one that came furthest says where it stopped.
 */
#include "calendar/rule.h"

#include "base/viet.h"
#include "calendar/rule_reader.h"

/* --- words */

static bool is_gap(char c)
{
	return strchr(" \t\r\n,;()\"", c) != NULL;
}

static struct str without_stop(struct str w)
{
	while (w.n && (w.p[w.n - 1] == '.' || w.p[w.n - 1] == ':'))
		w.n--;
	return w;
}

static bool split_words(struct rule_reader *p, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t from = i;

		if (is_gap(s.p[i])) {
			i++;
			continue;
		}
		while (i < s.n && !is_gap(s.p[i]))
			i++;
		struct str raw = without_stop(str_sub(s, from, i));

		if (!raw.n)
			continue;
		if (p->n == RULE_WORDS_MAX)
			return false;
		p->v[p->n++] = (struct rule_word){ raw, viet_fold(p->arena, raw) };
	}
	return true;
}

struct str rule_next_word(const struct rule_reader *p)
{
	return p->at < p->n ? p->v[p->at].fold : S("");
}

/* As it was typed: folding leaves the signs of figures out. */
struct str rule_raw_word(const struct rule_reader *p)
{
	return p->at < p->n ? p->v[p->at].raw : S("");
}

static void step(struct rule_reader *p, size_t n)
{
	p->at += n;
	if (p->at > p->furthest)
		p->furthest = p->at;
}

/* Takes the words of `list` ("ngay lam viec") off, all or none. */
bool rule_eat(struct rule_reader *p, const char *list)
{
	struct str rest = str_z(list), word;
	size_t n = 0;

	while (str_split(&rest, ' ', &word)) {
		if (p->at + n >= p->n || !str_eq(p->v[p->at + n].fold, word)) {
			if (p->at + n > p->furthest && n)
				p->furthest = p->at + n;
			return false;
		}
		n++;
	}
	step(p, n);
	return true;
}

/* One of several, '|' between; the longer ones first. */
bool rule_eat_any(struct rule_reader *p, const char *choices)
{
	struct str rest = str_z(choices), choice;

	while (str_split(&rest, '|', &choice))
		if (rule_eat(p, str_c(p->arena, choice)))
			return true;
	return false;
}

static bool at_end(const struct rule_reader *p)
{
	return p->at == p->n;
}

/* --- figures */

bool rule_impossible(struct rule_reader *p, enum text_id text, struct str what)
{
	(void)FAIL(p->e, ERR_INPUT, text, what);
	return false;
}

/* "20", "05", "20th" */
bool rule_eat_number(struct rule_reader *p, int64_t *out)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };
	struct str w = rule_raw_word(p);

	for (size_t i = 0; i < COUNT(ends); i++)
		if (w.n > 2 && str_ends(w, str_z(ends[i])))
			w.n -= 2;
	if (!w.n || w.p[0] == '-' || !str_to_int(w, out))
		return false;
	step(p, 1);
	return true;
}

bool rule_eat_day(struct rule_reader *p, int *day)
{
	struct str raw = rule_raw_word(p);
	int64_t n;

	if (!rule_eat_number(p, &n))
		return false;
	if (n < 1 || n > 31)
		return rule_impossible(p, T_calendar_rule_day, raw);
	*day = (int)n;
	return true;
}

/* A length: how much is absurd depends on the unit, so it is looked at when that is known. */
bool rule_check_count(struct rule_reader *p, int64_t n)
{
	static const int most[CALENDAR_UNITS] = { 3650, 1000, 520, 120, 20 };
	struct calendar_rule *r = &p->rule;

	if (n < 1 || n > most[r->unit])
		return rule_impossible(
			p, T_calendar_rule_size, str_fmt(p->arena, "%d", most[r->unit]));
	r->count = (int)n;
	return true;
}

bool rule_add_day(struct rule_reader *p, int month, int day, struct str raw)
{
	struct calendar_rule *r = &p->rule;

	/* 2023 is no leap year: a day that is not there every year is none for a rule. */
	if (!date_valid(2023, month, day))
		return rule_impossible(p, T_calendar_rule_day, raw);
	if (r->n_days == CALENDAR_DAYS_MAX)
		return rule_impossible(p, T_calendar_rule_days, raw);
	for (size_t i = 0; i < r->n_days; i++)
		if (r->days[i].month * 100 + r->days[i].day >= month * 100 + day)
			return rule_impossible(p, T_calendar_rule_order, raw);
	r->days[r->n_days].month = month;
	r->days[r->n_days++].day = day;
	r->base = CALENDAR_YEAR_DAYS;
	return true;
}

bool rule_put_date(struct rule_reader *p, struct date d, struct str raw)
{
	if (d.year < CALENDAR_FIRST_YEAR || d.year > CALENDAR_LAST_YEAR)
		return rule_impossible(p, T_calendar_rule_day, raw);
	p->rule.base = CALENDAR_ONE_DATE;
	p->rule.date = d;
	return true;
}

/* "20/3": a day of every year; "20/3/2024", "2024-03-20": one day. */
bool rule_eat_slash(struct rule_reader *p)
{
	struct str raw = rule_raw_word(p);
	size_t slash = str_find_char(raw, '/', 0);
	struct date d;
	int64_t day, month;

	if (date_parse_iso(raw, &d) || date_parse_vi(raw, &d)) {
		step(p, 1);
		return rule_put_date(p, d, raw);
	}
	if (slash == SIZE_MAX || !str_to_int(str_sub(raw, 0, slash), &day) ||
		!str_to_int(str_sub(raw, slash + 1, raw.n), &month))
		return false;
	step(p, 1);
	if (day < 1 || day > 31 || month < 1 || month > 12)
		return rule_impossible(p, T_calendar_rule_day, raw);
	return rule_add_day(p, (int)month, (int)day, raw);
}

/* --- what both languages end with */

bool rule_finish(struct rule_reader *p)
{
	if (!at_end(p))
		return false;
	if (p->rule.reckon != CALENDAR_PLAIN && p->rule.roll != CALENDAR_STAYS)
		return rule_impossible(p, T_calendar_rule_both, S(""));
	return true;
}

/* --- the canonical form */

static const char *const unit_codes[CALENDAR_UNITS] = { "day", "workday", "week", "month", "year" };
static const char *const event_codes[CALENDAR_EVENTS] = { "end", "start", "receipt", "expiry",
	"issue", "decision", "notice" };

static bool code_choice(struct rule_reader *p, const char *const *codes, int n, int *out)
{
	for (int i = 0; i < n; i++)
		if (rule_eat(p, codes[i])) {
			*out = i;
			return true;
		}
	return false;
}

static bool code_length(struct rule_reader *p, enum calendar_base base)
{
	int unit, event;
	int64_t n;

	p->rule.base = base;
	if (!rule_eat_number(p, &n) || !code_choice(p, unit_codes, CALENDAR_UNITS, &unit))
		return false;
	p->rule.unit = (enum calendar_unit)unit;
	if (!rule_check_count(p, n) || !code_choice(p, event_codes, CALENDAR_EVENTS, &event))
		return false;
	p->rule.event = (enum calendar_event)event;
	return true;
}

/* "03-20" */
static bool code_day(struct rule_reader *p)
{
	struct str raw = rule_raw_word(p);
	int64_t month, day;

	if (raw.n != 5 || raw.p[2] != '-' || !str_to_int(str_sub(raw, 0, 2), &month) ||
		!str_to_int(str_sub(raw, 3, 5), &day))
		return false;
	step(p, 1);
	return rule_add_day(p, (int)month, (int)day, raw);
}

static bool code_base(struct rule_reader *p)
{
	int64_t n;

	if (rule_eat(p, "after"))
		return code_length(p, CALENDAR_AFTER);
	if (rule_eat(p, "back"))
		return code_length(p, CALENDAR_BACK);
	if (rule_eat(p, "end")) {
		p->rule.base = CALENDAR_PERIOD_END;
		return true;
	}
	if (rule_eat(p, "weekday")) {
		p->rule.base = CALENDAR_WEEKDAY;
		if (!rule_eat_number(p, &n) || n < 1 || n > 7)
			return false;
		p->rule.weekday = (int)n;
		return true;
	}
	if (rule_eat(p, "month")) {
		p->rule.base = CALENDAR_MONTH_DAY;
		if (!rule_eat_number(p, &n) || n > 12 || !rule_eat(p, "day") ||
			!rule_eat_day(p, &p->rule.day))
			return false;
		p->rule.months = (int)n;
	} else if (rule_eat(p, "year")) {
		while (code_day(p))
			;
		if (p->e->code || !p->rule.n_days)
			return false;
	} else if (!rule_eat(p, "date") || !rule_eat_slash(p) ||
		   p->rule.base != CALENDAR_ONE_DATE) {
		return false;
	}
	p->rule.before = rule_eat(p, "before");
	return p->rule.before || rule_eat(p, "by");
}

static bool read_code(struct rule_reader *p)
{
	if (!code_base(p))
		return false;
	if (rule_eat(p, "roll next"))
		p->rule.roll = CALENDAR_NEXT;
	else if (rule_eat(p, "roll prev"))
		p->rule.roll = CALENDAR_PREV;
	if (rule_eat(p, "reckon cpc"))
		p->rule.reckon = CALENDAR_CPC;
	else if (rule_eat(p, "reckon detention"))
		p->rule.reckon = CALENDAR_DETENTION;
	return rule_finish(p);
}

static void begin(struct rule_reader *p)
{
	p->at = 0;
	p->rule = (struct calendar_rule){ 0 };
}

static bool not_understood(const struct rule_reader *p, struct err *e)
{
	size_t at = p->furthest;

	if (at >= p->n)
		return FAIL(e, ERR_INPUT, T_calendar_rule_short, p->v[p->n - 1].raw);
	return FAIL(
		e, ERR_INPUT, T_calendar_rule_word, p->v[at].raw, str_fmt(p->arena, "%zu", at + 1));
}

bool calendar_rule_read(struct arena *a, struct str words, struct calendar_rule *out, struct err *e)
{
	static bool (*const grammars[])(
		struct rule_reader *) = { read_code, rule_read_vi, rule_read_en };
	struct rule_reader *p = NEW(a, struct rule_reader);
	struct err why = { 0 };

	p->arena = a;
	if (words.n > CALENDAR_RULE_MAX || !str_is_utf8(words))
		return FAIL(e, ERR_INPUT, T_calendar_rule_long);
	if (!split_words(p, viet_nfc(a, words)))
		return FAIL(e, ERR_INPUT, T_calendar_rule_long);
	if (!p->n)
		return FAIL(e, ERR_INPUT, T_calendar_rule_empty);
	for (size_t i = 0; i < COUNT(grammars); i++) {
		struct err here = { 0 };

		p->e = &here;
		begin(p);
		if (grammars[i](p)) {
			*out = p->rule;
			return true;
		}
		if (here.code && !why.code)
			why = here;
	}
	if (why.code) {
		*e = e->code ? *e : why;
		return false;
	}
	return not_understood(p, e);
}

/* --- printing */

static void add_days(struct buf *b, const struct calendar_rule *r)
{
	for (size_t i = 0; i < r->n_days; i++)
		buf_addf(b, " %02d-%02d", r->days[i].month, r->days[i].day);
}

struct str calendar_rule_code(struct arena *a, const struct calendar_rule *r)
{
	struct buf b = { .arena = a };
	const char *bound = r->before ? " before" : " by";

	switch (r->base) {
	case CALENDAR_MONTH_DAY:
		buf_addf(&b, "month %d day %d%s", r->months, r->day, bound);
		break;
	case CALENDAR_YEAR_DAYS:
		buf_addz(&b, "year");
		add_days(&b, r);
		buf_addz(&b, bound);
		break;
	case CALENDAR_ONE_DATE:
		buf_addf(&b, "date %.*s%s", STR_ARG(date_iso(a, r->date)), bound);
		break;
	case CALENDAR_AFTER:
	case CALENDAR_BACK:
		buf_addf(&b, "%s %d %s %s", r->base == CALENDAR_AFTER ? "after" : "back", r->count,
			unit_codes[r->unit], event_codes[r->event]);
		break;
	case CALENDAR_PERIOD_END:
		buf_addz(&b, "end");
		break;
	case CALENDAR_WEEKDAY:
		buf_addf(&b, "weekday %d", r->weekday);
		break;
	}
	if (r->roll != CALENDAR_STAYS)
		buf_addz(&b, r->roll == CALENDAR_NEXT ? " roll next" : " roll prev");
	if (r->reckon != CALENDAR_PLAIN)
		buf_addz(&b, r->reckon == CALENDAR_CPC ? " reckon cpc" : " reckon detention");
	return buf_str(&b);
}

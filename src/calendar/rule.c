/*
 * Reading and printing rules. Words are compared without marks and capitals, so that what was
 * typed in a hurry is read as well; three small grammars (canonical, Vietnamese, English) are
 * tried, and the one that came furthest says where it stopped.
 */
#include "calendar/rule.h"

#include "base/viet.h"

enum { WORDS_MAX = 64 };

struct word {
	struct str raw, fold;
};

struct reader {
	struct arena *arena;
	struct word v[WORDS_MAX];
	size_t n, at, furthest;
	struct calendar_rule rule;
	struct err
		*e; /* what is impossible, not merely unknown, is said here and ends the reading */
};

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

static bool split_words(struct reader *p, struct str s)
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
		if (p->n == WORDS_MAX)
			return false;
		p->v[p->n++] = (struct word){ raw, viet_fold(p->arena, raw) };
	}
	return true;
}

static struct str next_word(const struct reader *p)
{
	return p->at < p->n ? p->v[p->at].fold : S("");
}

/* As it was typed: folding leaves the signs of figures out. */
static struct str raw_word(const struct reader *p)
{
	return p->at < p->n ? p->v[p->at].raw : S("");
}

static void step(struct reader *p, size_t n)
{
	p->at += n;
	if (p->at > p->furthest)
		p->furthest = p->at;
}

/* Takes the words of `list` ("ngay lam viec") off, all or none. */
static bool eat(struct reader *p, const char *list)
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
static bool eat_any(struct reader *p, const char *choices)
{
	struct str rest = str_z(choices), choice;

	while (str_split(&rest, '|', &choice))
		if (eat(p, str_c(p->arena, choice)))
			return true;
	return false;
}

static bool at_end(const struct reader *p)
{
	return p->at == p->n;
}

/* --- figures */

static bool impossible(struct reader *p, enum text_id text, struct str what)
{
	(void)FAIL(p->e, ERR_INPUT, text, what);
	return false;
}

/* "20", "05", "20th" */
static bool eat_number(struct reader *p, int64_t *out)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };
	struct str w = raw_word(p);

	for (size_t i = 0; i < COUNT(ends); i++)
		if (w.n > 2 && str_ends(w, str_z(ends[i])))
			w.n -= 2;
	if (!w.n || w.p[0] == '-' || !str_to_int(w, out))
		return false;
	step(p, 1);
	return true;
}

static bool eat_day(struct reader *p, int *day)
{
	struct str raw = raw_word(p);
	int64_t n;

	if (!eat_number(p, &n))
		return false;
	if (n < 1 || n > 31)
		return impossible(p, T_calendar_rule_day, raw);
	*day = (int)n;
	return true;
}

/* A length: how much is absurd depends on the unit, so it is looked at when that is known. */
static bool check_count(struct reader *p, int64_t n)
{
	static const int most[CALENDAR_UNITS] = { 3650, 1000, 520, 120, 20 };
	struct calendar_rule *r = &p->rule;

	if (n < 1 || n > most[r->unit])
		return impossible(p, T_calendar_rule_size, str_fmt(p->arena, "%d", most[r->unit]));
	r->count = (int)n;
	return true;
}

static bool add_day(struct reader *p, int month, int day, struct str raw)
{
	struct calendar_rule *r = &p->rule;

	/* 2023 is no leap year: a day that is not there every year is none for a rule. */
	if (!date_valid(2023, month, day))
		return impossible(p, T_calendar_rule_day, raw);
	if (r->n_days == CALENDAR_DAYS_MAX)
		return impossible(p, T_calendar_rule_days, raw);
	for (size_t i = 0; i < r->n_days; i++)
		if (r->days[i].month * 100 + r->days[i].day >= month * 100 + day)
			return impossible(p, T_calendar_rule_order, raw);
	r->days[r->n_days].month = month;
	r->days[r->n_days++].day = day;
	r->base = CALENDAR_YEAR_DAYS;
	return true;
}

static bool put_date(struct reader *p, struct date d, struct str raw)
{
	if (d.year < CALENDAR_FIRST_YEAR || d.year > CALENDAR_LAST_YEAR)
		return impossible(p, T_calendar_rule_day, raw);
	p->rule.base = CALENDAR_ONE_DATE;
	p->rule.date = d;
	return true;
}

/* "20/3": a day of every year; "20/3/2024", "2024-03-20": one day. */
static bool eat_slash(struct reader *p)
{
	struct str raw = raw_word(p);
	size_t slash = str_find_char(raw, '/', 0);
	struct date d;
	int64_t day, month;

	if (date_parse_iso(raw, &d) || date_parse_vi(raw, &d)) {
		step(p, 1);
		return put_date(p, d, raw);
	}
	if (slash == SIZE_MAX || !str_to_int(str_sub(raw, 0, slash), &day) ||
		!str_to_int(str_sub(raw, slash + 1, raw.n), &month))
		return false;
	step(p, 1);
	if (day < 1 || day > 31 || month < 1 || month > 12)
		return impossible(p, T_calendar_rule_day, raw);
	return add_day(p, (int)month, (int)day, raw);
}

/* --- what both languages end with */

static bool finish(struct reader *p)
{
	if (!at_end(p))
		return false;
	if (p->rule.reckon != CALENDAR_PLAIN && p->rule.roll != CALENDAR_STAYS)
		return impossible(p, T_calendar_rule_both, S(""));
	return true;
}

/* --- Vietnamese */

static bool vi_unit(struct reader *p)
{
	enum calendar_unit *u = &p->rule.unit;

	if (eat(p, "ngay lam viec"))
		*u = CALENDAR_WORKDAY;
	else if (eat(p, "ngay"))
		*u = CALENDAR_DAY;
	else if (eat(p, "tuan"))
		*u = CALENDAR_WEEK;
	else if (eat(p, "thang"))
		*u = CALENDAR_MONTH;
	else if (eat(p, "nam"))
		*u = CALENDAR_YEAR;
	else
		return false;
	return true;
}

static bool vi_event(struct reader *p)
{
	static const char *const words[CALENDAR_EVENTS] = {
		"ket thuc ky bao cao|ket thuc ky|het ky bao cao|het ky|cuoi ky",
		"bat dau ky bao cao|bat dau ky|dau ky",
		"tiep nhan|nhan duoc|nhan",
		"het thoi han|het han",
		"ban hanh|ky ban hanh|ky",
		"ra quyet dinh|co quyet dinh|quyet dinh",
		"thong bao|duoc thong bao|nhan thong bao",
	};

	(void)eat_any(p, "ngay|khi");
	for (int i = 0; i < CALENDAR_EVENTS; i++)
		if (eat_any(p, words[i])) {
			p->rule.event = (enum calendar_event)i;
			return true;
		}
	return false;
}

/* "20 ngày kể từ ngày tiếp nhận", "5 ngày làm việc trước khi hết hạn" */
static bool vi_length(struct reader *p)
{
	int64_t n;

	if (!eat_number(p, &n) || !vi_unit(p) || !check_count(p, n))
		return false;
	if (eat_any(p, "ke tu sau|ke tu|tinh tu|sau|tu"))
		p->rule.base = CALENDAR_AFTER;
	else if (eat(p, "truoc"))
		p->rule.base = CALENDAR_BACK;
	else
		return false;
	return vi_event(p);
}

static bool vi_weekday(struct reader *p)
{
	static const char *const days[] = { "hai|2", "ba|3", "tu|4", "nam|5", "sau|6", "bay|7" };

	if (eat(p, "chu nhat"))
		p->rule.weekday = 7;
	else if (eat(p, "thu")) {
		for (int i = 0; i < (int)COUNT(days) && !p->rule.weekday; i++)
			if (eat_any(p, days[i]))
				p->rule.weekday = i + 1;
	}
	p->rule.base = CALENDAR_WEEKDAY;
	return p->rule.weekday &&
	       eat_any(p,
		       "cuoi cung cua ky bao cao|cuoi cung cua ky|cuoi ky|hang tuan|cua tuan|cua ky");
}

/* "… của tháng cuối kỳ", "… của tháng sau kỳ", "… của tháng thứ 2 sau kỳ" */
static bool vi_month(struct reader *p)
{
	int64_t n = 0;

	p->rule.base = CALENDAR_MONTH_DAY;
	if (eat_any(p, "hang thang|moi thang"))
		return true;
	(void)eat(p, "cua");
	if (!eat(p, "thang"))
		return false;
	if (eat_any(p, "cuoi ky bao cao|cuoi cung cua ky|cuoi ky|cuoi quy|cuoi cua ky"))
		return true;
	if (eat_any(p, "sau ky bao cao|sau ky|tiep theo|dau ky sau|lien sau ky")) {
		p->rule.months = 1;
		return true;
	}
	if (!eat(p, "thu") || !eat_number(p, &n) || !eat_any(p, "sau ky bao cao|sau ky"))
		return false;
	if (n < 1 || n > 12)
		return impossible(p, T_calendar_rule_size, S("12"));
	p->rule.months = (int)n;
	return true;
}

/* "20 tháng 12 [năm 2024]" once the day is read; "20 của tháng cuối kỳ" otherwise. */
static bool vi_after_day(struct reader *p, int day, struct str raw)
{
	size_t at = p->at;
	int64_t month, year;

	p->rule.day = day;
	if (eat(p, "thang") && eat_number(p, &month)) {
		if (month < 1 || month > 12)
			return impossible(p, T_calendar_rule_day, raw);
		if (!eat(p, "nam"))
			return add_day(p, (int)month, day, raw);
		if (!eat_number(p, &year))
			return false;
		if (year > CALENDAR_LAST_YEAR || !date_valid((int)year, (int)month, day))
			return impossible(p, T_calendar_rule_day, raw);
		return put_date(p, DATE((int16_t)year, (int8_t)month, (int8_t)day), raw);
	}
	p->at = at;
	return vi_month(p);
}

static bool vi_days(struct reader *p)
{
	if (!eat_slash(p))
		return false;
	while (p->rule.base == CALENDAR_YEAR_DAYS && p->at < p->n) {
		(void)eat_any(p, "va|hoac");
		(void)eat(p, "ngay");
		if (!eat_slash(p))
			break;
	}
	return !p->e->code;
}

static bool vi_day(struct reader *p)
{
	struct str raw;
	int day;

	if (eat_any(p, "ngay cuoi cung cua ky bao cao|ngay cuoi cung cua ky|ngay cuoi ky|het ky")) {
		p->rule.base = CALENDAR_PERIOD_END;
		return true;
	}
	if (eat_any(p, "ngay lam viec cuoi cung cua ky bao cao|ngay lam viec cuoi cung cua ky|"
		       "ngay lam viec cuoi ky")) {
		p->rule.base = CALENDAR_PERIOD_END;
		p->rule.roll = CALENDAR_PREV;
		return true;
	}
	if (str_eq(next_word(p), S("thu")) || str_eq(next_word(p), S("chu")))
		return vi_weekday(p);
	(void)eat(p, "ngay");
	if (vi_days(p)) {
		(void)eat_any(p, "hang nam|moi nam");
		return true;
	}
	raw = raw_word(p);
	return !p->e->code && eat_day(p, &day) && vi_after_day(p, day, raw);
}

static bool vi_base(struct reader *p)
{
	size_t at = p->at;
	struct calendar_rule empty = { 0 };

	if (eat_any(p, "trong thoi han|trong vong|trong|khong qua|cham nhat la|cham nhat") ||
		str_to_int(raw_word(p), &(int64_t){ 0 })) {
		if (vi_length(p))
			return true;
		if (p->e->code)
			return false;
		p->rule = empty;
		p->at = at;
	}
	if (eat(p, "truoc"))
		p->rule.before = true;
	else
		(void)eat_any(p,
			"cham nhat la|cham nhat vao|cham nhat den|cham nhat|khong muon hon|"
			"muon nhat|khong qua|vao|den het|den");
	return vi_day(p);
}

/* "nếu rơi vào ngày nghỉ thì lùi đến ngày làm việc tiếp theo" */
static bool vi_roll(struct reader *p)
{
	if (!eat(p, "neu"))
		return true;
	if (!eat_any(p, "roi vao ngay nghi|trung vao ngay nghi|trung ngay nghi|la ngay nghi|"
			"vao ngay nghi"))
		return false;
	(void)eat(p, "thi");
	(void)eat_any(p, "lui den|lui sang|lui ve|lui lai|lui|chuyen sang|chuyen den|chuyen len|"
			 "chuyen|som len|som hon|gui vao|gui");
	if (!eat(p, "ngay lam viec"))
		return false;
	if (eat_any(p, "tiep theo|ke tiep|sau do|lien sau|sau"))
		p->rule.roll = CALENDAR_NEXT;
	else if (eat_any(p, "truoc do|lien truoc|truoc"))
		p->rule.roll = CALENDAR_PREV;
	else
		return false;
	return true;
}

static bool vi_reckon(struct reader *p)
{
	if (!eat(p, "theo"))
		return true;
	if (!eat(p, "dieu 134"))
		return false;
	(void)eat_any(p, "bo luat to tung hinh su|bltths");
	p->rule.reckon = CALENDAR_CPC;
	if (eat_any(p, "tam giu tam giam|tam giam|tam giu"))
		p->rule.reckon = CALENDAR_DETENTION;
	return true;
}

static bool read_vi(struct reader *p)
{
	return vi_base(p) && vi_roll(p) && vi_reckon(p) && finish(p);
}

/* --- English */

static bool en_unit(struct reader *p)
{
	enum calendar_unit *u = &p->rule.unit;

	if (eat_any(p, "working days|working day|workdays|workday"))
		*u = CALENDAR_WORKDAY;
	else if (eat_any(p, "days|day"))
		*u = CALENDAR_DAY;
	else if (eat_any(p, "weeks|week"))
		*u = CALENDAR_WEEK;
	else if (eat_any(p, "months|month"))
		*u = CALENDAR_MONTH;
	else if (eat_any(p, "years|year"))
		*u = CALENDAR_YEAR;
	else
		return false;
	return true;
}

static bool en_event(struct reader *p)
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

	(void)eat(p, "the");
	for (int i = 0; i < CALENDAR_EVENTS; i++)
		if (eat_any(p, words[i])) {
			p->rule.event = (enum calendar_event)i;
			return true;
		}
	return false;
}

static bool en_length(struct reader *p)
{
	int64_t n;

	if (!eat_number(p, &n) || !en_unit(p) || !check_count(p, n))
		return false;
	if (eat_any(p, "after|from|of|since"))
		p->rule.base = CALENDAR_AFTER;
	else if (eat(p, "before"))
		p->rule.base = CALENDAR_BACK;
	else
		return false;
	return en_event(p);
}

static bool en_month_name(struct reader *p, int *month)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december" };

	for (int i = 0; i < 12; i++)
		if (eat(p, names[i])) {
			*month = i + 1;
			return true;
		}
	return false;
}

/* "… 2023" behind a day: that day alone. Two figures are the next day of a list. */
static bool en_year(struct reader *p, int month, int day, struct str raw, bool *one)
{
	size_t at = p->at;
	int64_t year;

	*one = false;
	if (p->rule.n_days || !eat_number(p, &year))
		return true;
	if (year < 1000) {
		p->at = at;
		return true;
	}
	if (year > CALENDAR_LAST_YEAR || !date_valid((int)year, month, day))
		return impossible(p, T_calendar_rule_day, raw);
	*one = true;
	return put_date(p, DATE((int16_t)year, (int8_t)month, (int8_t)day), raw);
}

/* One of a list: "20 March", "20/3", "10 March 2023". False with nothing taken: none. */
static bool en_one_day(struct reader *p)
{
	struct str raw = raw_word(p);
	size_t at = p->at;
	int month, day;
	bool one;

	if (eat_slash(p))
		return true;
	if (p->e->code)
		return false;
	if (!eat_day(p, &day) || !en_month_name(p, &month)) {
		p->at = at;
		return false;
	}
	return en_year(p, month, day, raw, &one) && (one || add_day(p, month, day, raw));
}

/* "20 March and 20 September [every year]", "10 March 2023", "20/3" */
static bool en_days(struct reader *p)
{
	while (p->rule.base != CALENDAR_ONE_DATE && en_one_day(p))
		(void)eat(p, "and");
	return !p->e->code && (p->rule.n_days || p->rule.base == CALENDAR_ONE_DATE);
}

static bool en_weekday(struct reader *p)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday" };

	(void)eat_any(p, "the last|last");
	for (int i = 0; i < 7 && !p->rule.weekday; i++)
		if (eat(p, names[i]))
			p->rule.weekday = i + 1;
	p->rule.base = CALENDAR_WEEKDAY;
	return p->rule.weekday && eat_any(p, "of the period|of every week|of the week");
}

static bool en_month(struct reader *p)
{
	int64_t n;

	p->rule.base = CALENDAR_MONTH_DAY;
	if (eat_any(p, "of every month|of each month|of the last month of the period"))
		return true;
	if (eat(p, "of the month after the period")) {
		p->rule.months = 1;
		return true;
	}
	if (!eat(p, "of month") || !eat_number(p, &n) || !eat(p, "after the period"))
		return false;
	if (n < 1 || n > 12)
		return impossible(p, T_calendar_rule_size, S("12"));
	p->rule.months = (int)n;
	return true;
}

static bool en_day(struct reader *p)
{
	struct calendar_rule kept = p->rule;
	size_t at = p->at;

	if (eat_any(p, "the last day of the period|the end of the period")) {
		p->rule.base = CALENDAR_PERIOD_END;
		return true;
	}
	if (eat(p, "the last working day of the period")) {
		p->rule.base = CALENDAR_PERIOD_END;
		p->rule.roll = CALENDAR_PREV;
		return true;
	}
	if (en_weekday(p))
		return true;
	p->rule = kept;
	p->at = at;
	if (en_days(p)) {
		(void)eat_any(p, "every year|each year");
		return true;
	}
	if (p->e->code)
		return false;
	p->rule = kept;
	p->at = at;
	(void)eat_any(p, "the|day");
	return eat_day(p, &p->rule.day) && en_month(p);
}

static bool en_base(struct reader *p)
{
	size_t at = p->at;
	struct calendar_rule empty = { 0 };

	(void)eat_any(p, "within|no later than");
	if (str_to_int(raw_word(p), &(int64_t){ 0 })) {
		if (en_length(p))
			return true;
		if (p->e->code)
			return false;
	}
	p->rule = empty;
	p->at = at;
	if (eat(p, "before"))
		p->rule.before = true;
	else
		(void)eat_any(p, "no later than|not later than|on or before|by|on");
	return en_day(p);
}

static bool en_roll(struct reader *p)
{
	if (!eat(p, "if"))
		return true;
	(void)eat_any(p, "it falls|that falls|falls");
	if (!eat_any(p, "on a day off"))
		return false;
	(void)eat_any(p, "then moved to|moved to|then");
	(void)eat(p, "the");
	if (eat(p, "next working day"))
		p->rule.roll = CALENDAR_NEXT;
	else if (eat_any(p, "previous working day|working day before"))
		p->rule.roll = CALENDAR_PREV;
	else
		return false;
	return true;
}

static bool en_reckon(struct reader *p)
{
	if (!eat(p, "under"))
		return true;
	if (!eat(p, "article 134"))
		return false;
	(void)eat_any(p, "of the criminal procedure code|criminal procedure code|cpc");
	p->rule.reckon = eat_any(p, "detention|custody") ? CALENDAR_DETENTION : CALENDAR_CPC;
	return true;
}

static bool read_en(struct reader *p)
{
	return en_base(p) && en_roll(p) && en_reckon(p) && finish(p);
}

/* --- the canonical form */

static const char *const unit_codes[CALENDAR_UNITS] = { "day", "workday", "week", "month", "year" };
static const char *const event_codes[CALENDAR_EVENTS] = { "end", "start", "receipt", "expiry",
	"issue", "decision", "notice" };

static bool code_choice(struct reader *p, const char *const *codes, int n, int *out)
{
	for (int i = 0; i < n; i++)
		if (eat(p, codes[i])) {
			*out = i;
			return true;
		}
	return false;
}

static bool code_length(struct reader *p, enum calendar_base base)
{
	int unit, event;
	int64_t n;

	p->rule.base = base;
	if (!eat_number(p, &n) || !code_choice(p, unit_codes, CALENDAR_UNITS, &unit))
		return false;
	p->rule.unit = (enum calendar_unit)unit;
	if (!check_count(p, n) || !code_choice(p, event_codes, CALENDAR_EVENTS, &event))
		return false;
	p->rule.event = (enum calendar_event)event;
	return true;
}

/* "03-20" */
static bool code_day(struct reader *p)
{
	struct str raw = raw_word(p);
	int64_t month, day;

	if (raw.n != 5 || raw.p[2] != '-' || !str_to_int(str_sub(raw, 0, 2), &month) ||
		!str_to_int(str_sub(raw, 3, 5), &day))
		return false;
	step(p, 1);
	return add_day(p, (int)month, (int)day, raw);
}

static bool code_base(struct reader *p)
{
	int64_t n;

	if (eat(p, "after"))
		return code_length(p, CALENDAR_AFTER);
	if (eat(p, "back"))
		return code_length(p, CALENDAR_BACK);
	if (eat(p, "end")) {
		p->rule.base = CALENDAR_PERIOD_END;
		return true;
	}
	if (eat(p, "weekday")) {
		p->rule.base = CALENDAR_WEEKDAY;
		if (!eat_number(p, &n) || n < 1 || n > 7)
			return false;
		p->rule.weekday = (int)n;
		return true;
	}
	if (eat(p, "month")) {
		p->rule.base = CALENDAR_MONTH_DAY;
		if (!eat_number(p, &n) || n > 12 || !eat(p, "day") || !eat_day(p, &p->rule.day))
			return false;
		p->rule.months = (int)n;
	} else if (eat(p, "year")) {
		while (code_day(p))
			;
		if (p->e->code || !p->rule.n_days)
			return false;
	} else if (!eat(p, "date") || !eat_slash(p) || p->rule.base != CALENDAR_ONE_DATE) {
		return false;
	}
	p->rule.before = eat(p, "before");
	return p->rule.before || eat(p, "by");
}

static bool read_code(struct reader *p)
{
	if (!code_base(p))
		return false;
	if (eat(p, "roll next"))
		p->rule.roll = CALENDAR_NEXT;
	else if (eat(p, "roll prev"))
		p->rule.roll = CALENDAR_PREV;
	if (eat(p, "reckon cpc"))
		p->rule.reckon = CALENDAR_CPC;
	else if (eat(p, "reckon detention"))
		p->rule.reckon = CALENDAR_DETENTION;
	return finish(p);
}

static void begin(struct reader *p)
{
	p->at = 0;
	p->rule = (struct calendar_rule){ 0 };
}

static bool not_understood(const struct reader *p, struct err *e)
{
	size_t at = p->furthest;

	if (at >= p->n)
		return FAIL(e, ERR_INPUT, T_calendar_rule_short, p->v[p->n - 1].raw);
	return FAIL(
		e, ERR_INPUT, T_calendar_rule_word, p->v[at].raw, str_fmt(p->arena, "%zu", at + 1));
}

bool calendar_rule_read(struct arena *a, struct str words, struct calendar_rule *out, struct err *e)
{
	static bool (*const grammars[])(struct reader *) = { read_code, read_vi, read_en };
	struct reader *p = NEW(a, struct reader);
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

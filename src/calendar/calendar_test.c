/*
 * Periods, days off, the lunar calendar, rules, and the golden file of the plans' deadlines
 * (test/calendar.golden; HAIDANG_GOLDEN=write writes it anew: read the difference).
 */
#include <stdlib.h>

#include "access/access.h"
#include "access/account.h"
#include "calendar/feed.h"
#include "calendar/notice.h"
#include "calendar/rule.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct arena *arena;
static struct calendar *listed;
static struct err e;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(64 << 20);
	listed = calendar_listed(arena);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct date day(const char *iso)
{
	struct date d;

	assert_true(date_parse_iso(str_z(iso), &d));
	return d;
}

static const char *iso(struct date d)
{
	return str_c(arena, date_iso(arena, d));
}

/* --- the lunar calendar */

/* The first day of the lunar year, as published for Viet Nam, from the year of the change to
 * UTC+7 on; where China's differs the year stands in `apart`. */
static const char *const new_years[] = {
	"1968-01-29",
	"1969-02-16",
	"1970-02-06",
	"1971-01-27",
	"1972-02-15",
	"1973-02-03",
	"1974-01-23",
	"1975-02-11",
	"1976-01-31",
	"1977-02-18",
	"1978-02-07",
	"1979-01-28",
	"1980-02-16",
	"1981-02-05",
	"1982-01-25",
	"1983-02-13",
	"1984-02-02",
	"1985-01-21",
	"1986-02-09",
	"1987-01-29",
	"1988-02-17",
	"1989-02-06",
	"1990-01-27",
	"1991-02-15",
	"1992-02-04",
	"1993-01-23",
	"1994-02-10",
	"1995-01-31",
	"1996-02-19",
	"1997-02-07",
	"1998-01-28",
	"1999-02-16",
	"2000-02-05",
	"2001-01-24",
	"2002-02-12",
	"2003-02-01",
	"2004-01-22",
	"2005-02-09",
	"2006-01-29",
	"2007-02-17",
	"2008-02-07",
	"2009-01-26",
	"2010-02-14",
	"2011-02-03",
	"2012-01-23",
	"2013-02-10",
	"2014-01-31",
	"2015-02-19",
	"2016-02-08",
	"2017-01-28",
	"2018-02-16",
	"2019-02-05",
	"2020-01-25",
	"2021-02-12",
	"2022-02-01",
	"2023-01-22",
	"2024-02-10",
	"2025-01-29",
	"2026-02-17",
	"2027-02-06",
	"2028-01-26",
	"2029-02-13",
	"2030-02-02",
	"2031-01-23",
	"2032-02-11",
	"2033-01-31",
	"2034-02-19",
	"2035-02-08",
	"2036-01-28",
	"2037-02-15",
	"2038-02-04",
	"2039-01-24",
	"2040-02-12",
	"2041-02-01",
	"2042-01-22",
	"2043-02-10",
	"2044-01-30",
	"2045-02-17",
	"2046-02-06",
	"2047-01-26",
	"2048-02-14",
	"2049-02-02",
	"2050-01-23",
	"2051-02-11",
	"2052-02-01",
	"2053-02-18",
};

static void test_new_years(void **state)
{
	struct date d;

	(void)state;
	for (size_t i = 0; i < COUNT(new_years); i++) {
		assert_true(calendar_lunar_day(1968 + (int)i, 1, 1, false, &d));
		assert_string_equal(iso(d), new_years[i]);
	}
}

/* Every day has one lunar day, months follow one another, and the way back is the same. */
static void test_lunar_there_and_back(void **state)
{
	struct calendar_lunar last = calendar_lunar_of(day("2019-12-31"));

	(void)state;
	for (struct date d = day("2020-01-01"); d.year < 2035; d = date_add(d, 1)) {
		struct calendar_lunar l = calendar_lunar_of(d);
		struct date back;

		assert_true(calendar_lunar_day(l.year, l.month, l.day, l.leap, &back));
		assert_int_equal(date_cmp(back, d), 0);
		assert_true(l.day == last.day + 1 || (l.day == 1 && last.day >= 29));
		last = l;
	}
	assert_false(calendar_lunar_day(2026, 4, 1, true, &(struct date){ 0 }));
	assert_true(calendar_lunar_day(2025, 6, 1, true, &(struct date){ 0 }));
}

/* --- periods */

static void expect_period(const char *code, const char *from, const char *to)
{
	struct calendar_period p;

	if (!calendar_period_find(arena, str_z(code), &p))
		fail_msg("no period %s", code);
	assert_string_equal(iso(p.from), from);
	assert_string_equal(iso(p.to), to);
	assert_string_equal(str_c(arena, p.code), code);
}

static void test_periods(void **state)
{
	static const char *const none[] = { "", "quarter", "quarter-2026", "quarter-2026-5",
		"quarter-2026-0", "quarter-2026-1-", "quarter-2026-01", "quarter-02026-1",
		"moon-2026-1", "month_15-2018-3", "week-2025-53", "quarter-9999-1",
		"quarter--1-1" };
	struct calendar_period p;
	calendar_periods list;

	(void)state;
	expect_period("month-2024-2", "2024-02-01", "2024-02-29");
	expect_period("quarter-2026-1", "2026-01-01", "2026-03-31");
	expect_period("plan_four-2026-2", "2026-01-01", "2026-06-30");
	expect_period("plan_four-2026-3", "2026-07-01", "2026-09-30");
	expect_period("month_15-2026-1", "2025-12-15", "2026-01-14");
	expect_period("quarter_15-2026-1", "2025-12-15", "2026-03-14");
	expect_period("year_15-2026-1", "2025-12-15", "2026-12-14");
	expect_period("nine_month-2026-1", "2026-01-01", "2026-09-30");
	expect_period("peak-2024-1", "2024-07-01", "2024-09-30");
	expect_period("week-2026-53", "2026-12-28", "2027-01-03");
	for (size_t i = 0; i < COUNT(none); i++)
		if (calendar_period_find(arena, str_z(none[i]), &p))
			fail_msg("a period %s", none[i]);

	calendar_periods_in(arena, S("quarter"), day("2025-03-31"), day("2026-03-30"), &list);
	assert_int_equal(list.n, 4);
	assert_string_equal(str_c(arena, list.v[0].code), "quarter-2025-1");
	assert_string_equal(str_c(arena, list.v[3].code), "quarter-2025-4");
	assert_true(calendar_period_next(arena, &list.v[3], &p));
	assert_string_equal(str_c(arena, p.code), "quarter-2026-1");
	calendar_periods_in(arena, S("week"), day("2026-01-04"), day("2026-01-04"), &list);
	assert_int_equal(list.n, 1);
	assert_string_equal(str_c(arena, list.v[0].code), "week-2026-1");
	calendar_periods_in(arena, S("month_15"), day("2018-01-01"), day("2019-04-30"), &list);
	assert_int_equal(list.n, 2);
	calendar_periods_in(arena, S("week"), day("0001-01-01"), day("9999-12-31"), &list);
	assert_int_equal(list.n, CALENDAR_PERIODS_MAX);
	calendar_periods_in(arena, S("moon"), day("2018-01-01"), day("2019-04-30"), &list);
	assert_int_equal(list.n, 0);
}

static void test_labels(void **state)
{
	struct calendar_period p;

	(void)state;
	assert_true(calendar_period_find(arena, S("plan_four-2026-3"), &p));
	assert_string_equal(
		str_c(arena, calendar_period_label(arena, LANG_VI, &p)), "Quý III/2026");
	assert_false(p.cumulative);
	assert_true(calendar_period_find(arena, S("plan_four-2026-2"), &p));
	assert_true(p.cumulative);
	assert_true(calendar_period_find(arena, S("week-2026-7"), &p));
	assert_string_equal(str_c(arena, calendar_period_label(arena, LANG_VI, &p)), "Tuần 7/2026");
	/* every part of every system has its label in both languages */
	for (size_t i = 0; i < calendar_systems().n; i++) {
		calendar_periods all;

		calendar_periods_in(arena, calendar_systems().v[i].code, day("2026-01-01"),
			day("2026-12-31"), &all);
		assert_true(all.n > 0);
		LIST_EACH(x, &all)
			for (int lang = 0; lang < LANG_COUNT; lang++)
				assert_true(
					str_has(calendar_period_label(arena, (enum lang)lang, x),
						S("2026")));
	}
}

/* --- days */

/* Off days of a year that lie from Monday to Friday, and weekends that are worked. */
static const char *weekdays_off(int year)
{
	struct buf b = { .arena = arena };

	for (struct date d = DATE((int16_t)year, 1, 1); d.year == year; d = date_add(d, 1))
		if (calendar_works(listed, d) == (date_weekday(d) >= 6))
			buf_addf(&b, "%s%d/%d%s", b.n ? " " : "", d.day, d.month,
				calendar_works(listed, d) ? "+" : "");
	return str_c(arena, buf_str(&b));
}

static void test_days_off(void **state)
{
	const struct calendar_mark *m;

	(void)state;
	/* as they were announced */
	assert_string_equal(weekdays_off(2023), "2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9");
	assert_string_equal(
		weekdays_off(2024), "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 4/5+ 2/9 3/9");
	assert_string_equal(
		weekdays_off(2025), "1/1 27/1 28/1 29/1 30/1 31/1 7/4 26/4+ 30/4 1/5 2/5 1/9 2/9");
	assert_string_equal(weekdays_off(2026),
		"1/1 2/1 10/1+ 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 22/8+ 31/8 1/9 2/9");
	/* assumed by the law: one day before and three after the first of the lunar year */
	assert_string_equal(weekdays_off(2027), "1/1 5/2 8/2 9/2 10/2 11/2 16/4 30/4 3/5 1/9 2/9");
	assert_false(calendar_year(listed, 2027)->announced);
	assert_true(calendar_year(listed, 2026)->announced);
	assert_false(calendar_year(listed, 2019)->law);
	assert_true(calendar_works(listed, day("2019-01-01")));
	assert_null(calendar_year(listed, 1899));
	m = calendar_mark(listed, day("2026-04-27"));
	assert_non_null(m);
	assert_int_equal(m->kind, CALENDAR_IN_LIEU);
	assert_string_equal(iso(m->other), "2026-04-26");
	assert_non_null(calendar_remark(listed, day("2026-11-24")));
	assert_true(calendar_works(listed, day("2026-11-24")));
}

/* --- rules */

static void expect_rule(const char *words, const char *code)
{
	struct calendar_rule rule, again;

	err_clear(&e);
	if (!calendar_rule_read(arena, str_z(words), &rule, &e))
		fail_msg("%s: %s", words, str_c(arena, err_text(arena, LANG_VI, &e)));
	assert_string_equal(str_c(arena, calendar_rule_code(arena, &rule)), code);
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		struct str said = calendar_rule_words(arena, (enum lang)lang, &rule);

		if (!calendar_rule_read(arena, said, &again, &e))
			fail_msg("%s, printed as %s: %s", words, str_c(arena, said),
				str_c(arena, err_text(arena, LANG_VI, &e)));
		assert_string_equal(str_c(arena, calendar_rule_code(arena, &again)), code);
	}
	assert_true(calendar_rule_read(arena, str_z(code), &again, &e));
	assert_string_equal(str_c(arena, calendar_rule_code(arena, &again)), code);
}

static void test_rules(void **state)
{
	static const char *const rules[][2] = {
		{ "trước ngày 20 của tháng cuối kỳ", "month 0 day 20 before" },
		{ "Trước ngày 20 tháng cuối kỳ báo cáo.", "month 0 day 20 before" },
		{ "truoc ngay 20 cua thang cuoi ky", "month 0 day 20 before" },
		{ "chậm nhất vào ngày 05 của tháng sau kỳ", "month 1 day 5 by" },
		{ "chậm nhất ngày 31 của tháng thứ 2 sau kỳ", "month 2 day 31 by" },
		{ "chậm nhất ngày 25 hằng tháng", "month 0 day 25 by" },
		{ "chậm nhất ngày 20 tháng 12", "year 12-20 by" },
		{ "trước ngày 20/3 và 20/9", "year 03-20 09-20 before" },
		{ "trước ngày 20/3, 20/6, 20/9 và ngày 20/12 hằng năm",
			"year 03-20 06-20 09-20 12-20 before" },
		{ "trước ngày 10/3/2023", "date 2023-03-10 before" },
		{ "trước ngày 10 tháng 3 năm 2023", "date 2023-03-10 before" },
		{ "20 ngày kể từ ngày tiếp nhận", "after 20 day receipt" },
		{ "trong thời hạn 20 ngày, kể từ ngày nhận được", "after 20 day receipt" },
		{ "5 ngày làm việc trước khi hết hạn", "back 5 workday expiry" },
		{ "10 ngày sau khi kết thúc kỳ", "after 10 day end" },
		{ "2 tháng kể từ ngày ra quyết định", "after 2 month decision" },
		{ "chậm nhất ngày cuối kỳ", "end" },
		{ "ngày làm việc cuối cùng của kỳ", "end roll prev" },
		{ "chậm nhất thứ Sáu hằng tuần", "weekday 5" },
		{ "trước ngày 20 của tháng cuối kỳ, nếu rơi vào ngày nghỉ thì lùi đến ngày làm việc "
		  "tiếp theo",
			"month 0 day 20 before roll next" },
		{ "trước ngày 20 của tháng cuối kỳ, nếu rơi vào ngày nghỉ thì sớm lên ngày làm việc "
		  "trước",
			"month 0 day 20 before roll prev" },
		{ "2 tháng kể từ ngày tiếp nhận, theo Điều 134 Bộ luật Tố tụng hình sự",
			"after 2 month receipt reckon cpc" },
		{ "2 tháng kể từ ngày ra quyết định theo Điều 134, tạm giam",
			"after 2 month decision reckon detention" },
		{ "before the 20th of the last month of the period", "month 0 day 20 before" },
		{ "by 20 December every year", "year 12-20 by" },
		{ "before 20 March and 20 September", "year 03-20 09-20 before" },
		{ "before 10 March 2023", "date 2023-03-10 before" },
		{ "5 working days before expiry", "back 5 workday expiry" },
		{ "within 20 days after receipt, if it falls on a day off, the next working day",
			"after 20 day receipt roll next" },
		{ "10 days after the end of the period", "after 10 day end" },
		{ "by Friday of every week", "weekday 5" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++)
		expect_rule(rules[i][0], rules[i][1]);
}

static void test_rules_refused(void **state)
{
	static const struct {
		const char *words;
		enum text_id text;
	} bad[] = {
		{ "", T_calendar_rule_empty },
		{ " ,. ", T_calendar_rule_empty },
		{ "trước", T_calendar_rule_short },
		{ "trước ngày 20 của tháng", T_calendar_rule_short },
		{ "trước ngày 20 của tháng mười", T_calendar_rule_word },
		{ "khi nào rảnh", T_calendar_rule_word },
		{ "trước ngày 20 của tháng cuối kỳ nhé", T_calendar_rule_word },
		{ "trước ngày 31/2", T_calendar_rule_day },
		{ "trước ngày 29/2", T_calendar_rule_day },
		{ "trước ngày 32 của tháng cuối kỳ", T_calendar_rule_day },
		{ "trước ngày 0 của tháng cuối kỳ", T_calendar_rule_day },
		{ "trước ngày 20/9 và 20/3", T_calendar_rule_order },
		{ "0 ngày kể từ ngày tiếp nhận", T_calendar_rule_size },
		{ "99999999 ngày kể từ ngày tiếp nhận", T_calendar_rule_size },
		{ "1001 ngày làm việc kể từ ngày tiếp nhận", T_calendar_rule_size },
		{ "99999999999999999999 ngày kể từ ngày tiếp nhận", T_calendar_rule_word },
		{ "-5 ngày kể từ ngày tiếp nhận", T_calendar_rule_word },
		{ "20 ngày kể từ", T_calendar_rule_short },
		{ "month 99 day 20 before", T_calendar_rule_word },
		{ "1/1 2/1 3/1 4/1 5/1 6/1 7/1 8/1 9/1 10/1 11/1 12/1 13/1", T_calendar_rule_days },
		{ "2 tháng kể từ ngày tiếp nhận, nếu rơi vào ngày nghỉ thì lùi đến ngày làm việc "
		  "tiếp theo, theo Điều 134",
			T_calendar_rule_both },
		{ "\xff\xfe", T_calendar_rule_long },
	};
	struct calendar_rule rule;
	struct buf flood = { .arena = arena };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		err_clear(&e);
		if (calendar_rule_read(arena, str_z(bad[i].words), &rule, &e))
			fail_msg("taken: %s", bad[i].words);
		if (e.code != ERR_INPUT || e.text != bad[i].text)
			fail_msg(
				"%s: %s", bad[i].words, str_c(arena, err_text(arena, LANG_VI, &e)));
	}
	for (int i = 0; i < 100; i++)
		buf_addz(&flood, "hằng ");
	err_clear(&e);
	assert_false(calendar_rule_read(arena, buf_str(&flood), &rule, &e));
	assert_int_equal(e.text, T_calendar_rule_long);
	err_clear(&e);
}

/* The word that is not understood, and its place. */
static void test_rule_says_where(void **state)
{
	struct calendar_rule rule;
	struct str said;

	(void)state;
	err_clear(&e);
	assert_false(calendar_rule_read(arena, S("trước ngày 20 của tháng chín"), &rule, &e));
	said = err_text(arena, LANG_VI, &e);
	assert_true(str_has(said, S("“chín”")));
	assert_true(str_has(said, S("chữ thứ 6")));
	err_clear(&e);
}

/* --- days by rules */

static struct calendar_due reckon(const char *words, const char *period, const char *from)
{
	struct calendar_rule rule;
	struct calendar_period p;
	struct calendar_ask ask = { .rule = &rule };
	struct calendar_due due;

	err_clear(&e);
	assert_ok(calendar_rule_read(arena, str_z(words), &rule, &e), &e);
	if (period) {
		assert_true(calendar_period_find(arena, str_z(period), &p));
		ask.period = &p;
	}
	if (from)
		ask.from = day(from);
	assert_ok(calendar_reckon_due(arena, LANG_VI, listed, &ask, &due, &e), &e);
	return due;
}

static void expect_due(const char *words, const char *period, const char *from, const char *last)
{
	struct calendar_due due = reckon(words, period, from);

	assert_int_equal(due.due, last != NULL);
	if (last && strcmp(iso(due.last), last) != 0)
		fail_msg("%s, %s: %s, not %s", words, period ? period : from, iso(due.last), last);
	assert_true(due.steps.n > 0);
}

static void test_due(void **state)
{
	(void)state;
	/* before the 20th: the 19th */
	expect_due("trước ngày 20 của tháng cuối kỳ", "quarter-2024-1", NULL, "2024-03-19");
	expect_due("trước ngày 20/3 và 20/9", "quarter-2024-1", NULL, "2024-03-19");
	expect_due("trước ngày 20/3 và 20/9", "quarter-2024-2", NULL, NULL);
	expect_due("trước ngày 20/3 và 20/9", "quarter-2024-3", NULL, "2024-09-19");
	expect_due("trước ngày 20/6", "half_year-2024-1", NULL, "2024-06-19");
	expect_due("trước ngày 20/6", "half_year-2024-2", NULL, NULL);
	expect_due("trước ngày 20/12", "year-2024-1", NULL, "2024-12-19");
	expect_due("trước ngày 20/01", "year-2024-1", NULL, "2025-01-19");
	expect_due("trước ngày 20/3 và 20/9", "quarter_15-2024-1", NULL, "2024-03-19");
	/* a day the month lacks */
	expect_due("chậm nhất ngày 31 của tháng cuối kỳ", "month-2024-2", NULL, "2024-02-29");
	/* moved, or not */
	expect_due("chậm nhất ngày 10 của tháng cuối kỳ", "month-2024-2", NULL, "2024-02-10");
	expect_due(
		"chậm nhất ngày 10 của tháng cuối kỳ, nếu rơi vào ngày nghỉ thì lùi đến ngày làm "
		"việc tiếp theo",
		"month-2024-2", NULL, "2024-02-15");
	expect_due(
		"chậm nhất ngày 10 của tháng cuối kỳ, nếu rơi vào ngày nghỉ thì sớm lên ngày làm "
		"việc trước",
		"month-2024-2", NULL, "2024-02-07");
	/* a Saturday that is worked; a Monday that is off for it */
	expect_due(
		"trước ngày 05/5/2024, nếu rơi vào ngày nghỉ thì lùi đến ngày làm việc tiếp theo",
		NULL, NULL, "2024-05-04");
	expect_due("chậm nhất ngày 29/4/2024, nếu rơi vào ngày nghỉ thì lùi đến ngày làm việc tiếp "
		   "theo",
		NULL, NULL, "2024-05-02");
	/* lengths: the day itself is not counted */
	expect_due("20 ngày kể từ ngày tiếp nhận", NULL, "2024-01-20", "2024-02-09");
	expect_due("20 ngày kể từ ngày tiếp nhận, theo Điều 134", NULL, "2024-01-20", "2024-02-15");
	expect_due("5 ngày làm việc kể từ ngày tiếp nhận", NULL, "2024-02-07", "2024-02-21");
	expect_due("5 ngày làm việc trước ngày hết hạn", NULL, "2024-02-16", "2024-02-02");
	expect_due("10 ngày sau khi kết thúc kỳ", "quarter-2024-1", NULL, "2024-04-10");
	expect_due("2 tuần kể từ ngày thông báo", NULL, "2024-03-01", "2024-03-15");
	/* months: the same day, or the last */
	expect_due("1 tháng kể từ ngày ra quyết định, theo Điều 134", NULL, "2024-01-31",
		"2024-02-29");
	expect_due("2 tháng kể từ ngày ra quyết định, theo Điều 134", NULL, "2023-12-10",
		"2024-02-15");
	expect_due("2 tháng kể từ ngày ra quyết định, theo Điều 134, tạm giam", NULL, "2023-12-12",
		"2024-02-10");
	expect_due("1 năm kể từ ngày ban hành", NULL, "2024-02-29", "2025-02-28");
	/* weeks and ends */
	expect_due("chậm nhất thứ Sáu hằng tuần", "week-2026-7", NULL, "2026-02-13");
	expect_due("ngày làm việc cuối cùng của kỳ", "month-2026-2", NULL, "2026-02-27");
	expect_due("chậm nhất thứ Sáu cuối cùng của kỳ", "day_30_7-2026-1", NULL, NULL);
}

static bool says(const struct calendar_due *due, const char *words)
{
	LIST_EACH(x, &due->steps)
		if (str_has(x->words, str_z(words)) || str_has(x->citation, str_z(words)))
			return true;
	return false;
}

static void test_due_says_what_it_rests_on(void **state)
{
	struct calendar_due due = reckon(
		"20 ngày kể từ ngày tiếp nhận, theo Điều 134", NULL, "2024-01-20");

	(void)state;
	assert_true(says(&due, "Điều 134"));
	assert_true(says(&due, "Tết Âm lịch"));
	assert_true(due.moved && due.doubt);
	due = reckon("trước ngày 20 của tháng cuối kỳ", "quarter-2027-1", NULL);
	assert_true(says(&due, "Chưa có thông báo"));
	assert_true(due.doubt);
	due = reckon("trước ngày 20 của tháng cuối kỳ", "quarter-2019-1", NULL);
	assert_true(says(&due, "Chưa có danh sách"));
	due = reckon("trước ngày 20 của tháng cuối kỳ", "quarter-2025-1", NULL);
	assert_false(due.doubt);
	due = reckon("chậm nhất ngày 24/11/2026", NULL, NULL);
	assert_true(says(&due, "80-NQ/TW"));
}

static void test_due_refused(void **state)
{
	struct calendar_rule rule;
	struct calendar_ask ask = { .rule = &rule };
	struct calendar_due due;

	(void)state;
	err_clear(&e);
	assert_ok(calendar_rule_read(arena, S("trước ngày 20 của tháng cuối kỳ"), &rule, &e), &e);
	assert_false(calendar_reckon_due(arena, LANG_VI, listed, &ask, &due, &e));
	assert_int_equal(e.text, T_calendar_needs_period);
	err_clear(&e);
	assert_ok(calendar_rule_read(arena, S("20 ngày kể từ ngày tiếp nhận"), &rule, &e), &e);
	assert_false(calendar_reckon_due(arena, LANG_VI, listed, &ask, &due, &e));
	assert_int_equal(e.text, T_calendar_needs_day);
	err_clear(&e);
	ask.from = day("2199-12-20");
	assert_false(calendar_reckon_due(arena, LANG_VI, listed, &ask, &due, &e));
	assert_int_equal(e.text, T_calendar_out_of_years);
	err_clear(&e);
}

/* --- the plans' deadlines, year by year, each with its reasons */

static const struct {
	const char *document, *said, *system, *rule;
} plans[] = {
	{ "000: Kế hoạch 19/KH-BCĐ138/CP ngày 15/01/2024, III.2", "Định kỳ hàng quý", "quarter",
		"trước ngày 20/3 và 20/9" },
	{ "000: Kế hoạch 19/KH-BCĐ138/CP ngày 15/01/2024, III.2", "6 tháng", "half_year",
		"trước ngày 20/6" },
	{ "000: Kế hoạch 19/KH-BCĐ138/CP ngày 15/01/2024, III.2", "năm", "year",
		"trước ngày 20/12" },
	{ "001: Kế hoạch 31/KH-BCĐ ngày 01/3/2023, III.1", "kế hoạch của thành viên", NULL,
		"trước ngày 10/3/2023" },
	{ "001: Kế hoạch 31/KH-BCĐ ngày 01/3/2023, III.2", "Định kỳ quý", "quarter",
		"trước ngày 15/3 và 15/9" },
	{ "001: Kế hoạch 31/KH-BCĐ ngày 01/3/2023, III.2", "6 tháng", "half_year",
		"trước ngày 15/6" },
	{ "001: Kế hoạch 31/KH-BCĐ ngày 01/3/2023, III.2", "năm", "year", "trước ngày 15/12" },
	{ "003: Kế hoạch của UBND tỉnh Thừa Thiên Huế năm 2024, III.1", "văn bản triển khai", NULL,
		"trước ngày 25/02/2023" },
	{ "003: Kế hoạch của UBND tỉnh Thừa Thiên Huế năm 2024, III.2", "Định kỳ hàng quý",
		"quarter", "trước ngày 10/3 và 10/9" },
	{ "003: Kế hoạch của UBND tỉnh Thừa Thiên Huế năm 2024, III.2", "06 tháng", "half_year",
		"trước ngày 10/6" },
	{ "003: Kế hoạch của UBND tỉnh Thừa Thiên Huế năm 2024, III.2", "năm", "year",
		"trước ngày 10/12" },
	{ "Ví dụ có Tết: báo cáo tháng", "ngày 10, lùi", "month",
		"chậm nhất ngày 10 của tháng cuối kỳ, nếu rơi vào ngày nghỉ thì lùi đến ngày làm việc "
		"tiếp theo" },
	{ "Ví dụ có Tết: báo cáo tháng, số liệu chốt ngày 14", "ngày 17, sớm lên", "month_15",
		"chậm nhất ngày 17 của tháng cuối kỳ, nếu rơi vào ngày nghỉ thì sớm lên ngày làm việc "
		"trước" },
};

static void put_due(
	struct buf *b, const struct calendar_rule *rule, const struct calendar_period *p)
{
	struct calendar_ask ask = { .rule = rule, .period = p };
	struct calendar_due due;

	assert_ok(calendar_reckon_due(arena, LANG_VI, listed, &ask, &due, &e), &e);
	if (!due.due)
		return;
	buf_addf(b, "  %s  %s%s\n", iso(due.last),
		p ? str_c(arena, calendar_period_label(arena, LANG_VI, p)) : "một lần",
		due.moved ? " (đã chuyển)" : "");
	LIST_EACH(x, &due.steps)
		buf_addf(b, "      vì %.*s%s%.*s%s\n", STR_ARG(x->words), x->citation.n ? " [" : "",
			STR_ARG(x->citation), x->citation.n ? "]" : "");
}

static struct str golden(void)
{
	struct buf b = { .arena = arena };

	for (size_t i = 0; i < COUNT(plans); i++) {
		struct calendar_rule rule;
		calendar_periods periods;

		assert_ok(calendar_rule_read(arena, str_z(plans[i].rule), &rule, &e), &e);
		buf_addf(&b, "%s\n%s: %s\n", plans[i].document, plans[i].said, plans[i].rule);
		if (!plans[i].system) {
			put_due(&b, &rule, NULL);
			continue;
		}
		calendar_periods_in(arena, str_z(plans[i].system), day("2024-01-01"),
			day("2027-12-31"), &periods);
		LIST_EACH(p, &periods)
			put_due(&b, &rule, p);
	}
	buf_addz(&b, "002: bản sao thiếu của 000, dừng trước phần III: không có hạn báo cáo\n");
	buf_addz(&b,
		"004: Quyết định 1957/QĐ-TTg ngày 30/11/2020: định kỳ sơ kết, tổng kết, báo cáo "
		"kịp thời, không nêu ngày\n");
	return buf_str(&b);
}

static struct str read_file(const char *path)
{
	struct buf b = { .arena = arena };
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f)
		return S("");
	while ((n = fread(buf_room(&b, 65536), 1, 65536, f)) > 0)
		b.n += n;
	fclose(f);
	return buf_str(&b);
}

static void test_plans_deadlines(void **state)
{
	static const char path[] = "test/calendar.golden";
	const char *write = getenv("HAIDANG_GOLDEN");
	struct str now = golden();

	(void)state;
	if (write && strcmp(write, "write") == 0) {
		FILE *f = fopen(path, "wb");

		assert_non_null(f);
		assert_int_equal(fwrite(now.p, 1, now.n, f), now.n);
		assert_int_equal(fclose(f), 0);
	}
	assert_string_equal(str_c(arena, now), str_c(arena, read_file(path)));
}

/* --- iCalendar */

static void test_ics_lines(void **state)
{
	calendar_entries entries = { 0 };
	struct calendar_entry x = { .uid = S("duty-1-quarter-2026-1"),
		.title = S(
			"Báo cáo quý I/2026; kết quả phòng, chống mua bán người\\của các bộ, ngành, "
			"địa phương\nĐặng Đình Ửng đ"),
		.day = DATE(2026, 3, 19) };
	struct str ics, line, rest, unfolded;
	struct buf b = { .arena = arena };

	(void)state;
	LIST_PUSH(arena, &entries, x);
	ics = calendar_ics(arena, S("Hạn của tôi"), 1234567890, &entries);
	rest = ics;
	while (str_split(&rest, '\n', &line)) {
		if (!line.n)
			continue;
		assert_true(str_ends(line, S("\r")));
		assert_true(line.n - 1 <= 75);
		assert_true(str_is_utf8(line));
		if (line.p[0] == ' ')
			b.n -= 2;
		buf_add(&b, line.p[0] == ' ' ? str_sub(line, 1, line.n) : line);
		buf_addc(&b, '\n');
	}
	unfolded = buf_str(&b);
	assert_true(str_has(
		unfolded, S("SUMMARY:Báo cáo quý I/2026\\; kết quả phòng\\, chống mua bán "
			    "người\\\\của các bộ\\, ngành\\, địa phương\\nĐặng Đình Ửng đ\r\n")));
	assert_true(str_has(unfolded, S("UID:duty-1-quarter-2026-1@haidang\r\n")));
	assert_true(str_has(unfolded, S("DTSTART;VALUE=DATE:20260319\r\n")));
	assert_true(str_has(unfolded, S("DTEND;VALUE=DATE:20260320\r\n")));
	assert_true(str_has(unfolded, S("DTSTAMP:19700101T002034Z\r\n")));
	assert_true(str_eq(ics, calendar_ics(arena, S("Hạn của tôi"), 1234567890, &entries)));
}

/* --- an installation's own notices, and addresses */

static struct test_db t;

static int open_db(void **state)
{
	(void)state;
	(void)set_up(state);
	assert_ok(test_db_lists(&t, &e), &e);
	return 0;
}

static int close_db(void **state)
{
	test_db_close(&t);
	return tear_down(state);
}

static bool write_notice(const struct calendar_notice *n)
{
	struct actor system = actor_of_system();
	struct change c = { 0 };
	const char *field;
	struct db_read *r;
	bool ok;

	err_clear(&e);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	access_by_command(t.arena, PERM_calendar_manage, &c.entry);
	c.entry.action = S("calendar.notice");
	ok = calendar_notice_prepare(t.arena, r, &system, n, &c, &field, &e);
	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static void read_own(void)
{
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(calendar_open(r, &listed, &e), &e);
	db_read_end(r);
}

static void test_own_notices(void **state)
{
	struct calendar_notice n = { .code = S(""),
		.what = S("tet"),
		.first = day("2027-02-04"),
		.last = day("2027-02-08"),
		.citation = S("Văn bản thử 1/TB"),
		.verified = true };

	(void)state;
	assert_ok(write_notice(&n), &e);
	read_own();
	assert_false(calendar_works(listed, day("2027-02-04")));
	assert_false(calendar_works(listed, day("2027-02-10"))); /* in lieu of Saturday, Sunday */
	assert_true(calendar_works(listed, day("2027-02-11")));
	assert_false(calendar_year(listed, 2027)->announced); /* National Day is still open */
	/* a second one about the same */
	assert_false(write_notice(&n));
	assert_int_equal(e.text, T_calendar_twice);
	/* corrected, and by somebody who saw an older one */
	n.code = S("own-1");
	n.version = 1;
	n.last = day("2027-02-09");
	assert_ok(write_notice(&n), &e);
	assert_false(write_notice(&n));
	assert_int_equal(e.code, ERR_STALE);
	/* one of the program's list, taken out: the day is worked again */
	n = (struct calendar_notice){ .code = S("2024-swap-1"),
		.first = day("2024-04-29"),
		.other = day("2024-05-04"),
		.citation = S("x"),
		.gone = true };
	assert_ok(write_notice(&n), &e);
	read_own();
	assert_true(calendar_works(listed, day("2024-04-29")));
	assert_false(calendar_works(listed, day("2024-05-04")));
}

static void test_notices_refused(void **state)
{
	const struct calendar_notice bad[] = {
		{ .code = S(""),
			.what = S("party"),
			.first = DATE(2027, 1, 4),
			.citation = S("x") },
		{ .code = S(""), .what = S("tet"), .citation = S("x") },
		{ .code = S(""), .what = S("tet"), .first = DATE(1999, 1, 4), .citation = S("x") },
		{ .code = S(""),
			.what = S("tet"),
			.first = DATE(2028, 1, 4),
			.last = DATE(2028, 1, 3),
			.citation = S("x") },
		{ .code = S(""),
			.what = S("tet"),
			.first = DATE(2028, 1, 4),
			.last = DATE(2028, 12, 3),
			.citation = S("x") },
		{ .code = S(""), .what = S("swap"), .first = DATE(2028, 1, 4), .citation = S("x") },
		{ .code = S(""),
			.what = S("swap"),
			.first = DATE(2028, 1, 4),
			.other = DATE(2028, 1, 5),
			.citation = S("x") },
		{ .code = S(""),
			.what = S("remark"),
			.first = DATE(2028, 1, 4),
			.citation = S("") },
		{ .code = S("no-such"), .first = DATE(2028, 1, 4), .citation = S("x") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		if (write_notice(&bad[i]))
			fail_msg("taken: %zu", i);
}

static bool change_feed(bool make, struct str *token)
{
	struct actor system = actor_of_system();
	struct change c = { 0 };

	err_clear(&e);
	access_by_command(t.arena, PERM_calendar_manage, &c.entry);
	c.entry.action = S("calendar.feed");
	if (make ? !calendar_feed_make_prepare(t.arena, &system, &c, token, &e)
		 : !calendar_feed_end_prepare(t.arena, &system, &c, &e))
		return false;
	return audit_change(t.db, &c, &e);
}

static bool opens(struct str token)
{
	struct db_read *r;
	int64_t account, made;
	bool ok;

	err_clear(&e);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	ok = calendar_feed_account(r, token, &account, &made, &e);
	db_read_end(r);
	return ok;
}

static void test_feed_addresses(void **state)
{
	struct str first, second;

	(void)state;
	assert_false(change_feed(false, NULL));
	assert_ok(change_feed(true, &first), &e);
	/* the account that commands act as cannot log in: its address opens nothing */
	assert_false(opens(first));
	assert_int_equal(e.code, ERR_ABSENT);
	assert_ok(change_feed(true, &second), &e);
	assert_false(str_eq(first, second));
	assert_ok(change_feed(false, NULL), &e);
	assert_false(change_feed(false, NULL));
}

int main(void)
{
	const struct CMUnitTest pure[] = {
		cmocka_unit_test(test_new_years),
		cmocka_unit_test(test_lunar_there_and_back),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_days_off),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_rules_refused),
		cmocka_unit_test(test_rule_says_where),
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_due_says_what_it_rests_on),
		cmocka_unit_test(test_due_refused),
		cmocka_unit_test(test_plans_deadlines),
		cmocka_unit_test(test_ics_lines),
	};
	const struct CMUnitTest kept[] = {
		cmocka_unit_test(test_own_notices),
		cmocka_unit_test(test_notices_refused),
		cmocka_unit_test(test_feed_addresses),
	};

	return cmocka_run_group_tests_name("calendar", pure, set_up, tear_down) +
	       cmocka_run_group_tests_name("calendar kept", kept, open_db, close_db);
}

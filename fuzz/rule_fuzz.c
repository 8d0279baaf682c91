/*
 * Rules for deadlines from strangers. What is read prints the same canonical form again from its
 * words in both languages, and every day it gives lies in the calendar's years, with reasons.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>

#include "calendar/rule.h"

static void reads_again(struct arena *a, struct str words, struct str code)
{
	struct calendar_rule again;
	struct err e = { 0 };

	if (!calendar_rule_read(a, words, &again, &e) ||
		!str_eq(calendar_rule_code(a, &again), code))
		abort();
}

static void reckon(struct arena *a, const struct calendar_rule *rule)
{
	static const char *const periods[] = { "quarter-2024-1", "plan_four-2025-2", "week-2026-53",
		"year_15-2027-1", "month-2199-12" };
	struct calendar *c = calendar_listed(a);

	for (size_t i = 0; i < COUNT(periods); i++) {
		struct calendar_period p;
		struct calendar_ask ask = { .rule = rule, .period = &p, .from = DATE(2026, 2, 14) };
		struct calendar_due due;
		struct err e = { 0 };

		if (!calendar_period_find(a, str_z(periods[i]), &p))
			abort();
		if (!calendar_reckon_due(a, LANG_VI, c, &ask, &due, &e)) {
			if (e.code != ERR_INPUT)
				abort();
			continue;
		}
		if (!due.steps.n || (due.due && (due.last.year < CALENDAR_FIRST_YEAR ||
							due.last.year > CALENDAR_LAST_YEAR)))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new(64 << 20);
	struct calendar_rule rule;
	struct err e = { 0 };

	if (calendar_rule_read(a, str_n((const char *)bytes, n), &rule, &e)) {
		struct str code = calendar_rule_code(a, &rule);

		reads_again(a, code, code);
		for (int lang = 0; lang < LANG_COUNT; lang++)
			reads_again(a, calendar_rule_words(a, (enum lang)lang, &rule), code);
		reckon(a, &rule);
	} else if (e.code != ERR_INPUT) {
		abort();
	}
	arena_free(a);
	return 0;
}

const struct fuzz_seed fuzz_seeds[] = {
	FUZZ_SEED("trước ngày 20 của tháng cuối kỳ"),
	FUZZ_SEED(
		"trước ngày 20/3, 20/6 và 20/9 hằng năm, nếu rơi vào ngày nghỉ thì lùi đến ngày làm "
		"việc tiếp theo"),
	FUZZ_SEED("5 ngày làm việc trước khi hết hạn"),
	FUZZ_SEED(
		"2 tháng kể từ ngày ra quyết định, theo Điều 134 Bộ luật Tố tụng hình sự, tạm giam"),
	FUZZ_SEED("before the 31st of month 2 after the period"),
	FUZZ_SEED("month 0 day 31 by roll prev"),
	FUZZ_SEED("weekday 5"),
};
const size_t fuzz_seeds_n = COUNT(fuzz_seeds);

const char *const fuzz_words[] = { "trước", "chậm nhất", "ngày", "tháng", "năm", "cuối kỳ",
	"sau kỳ", "kể từ", "nếu", "ngày nghỉ", "thì", "làm việc", "29/2", "31/12", "9999", "before",
	"by", "after", "roll next", "reckon detention", "end", "year 01-01", "date 2199-12-31" };
const size_t fuzz_words_n = COUNT(fuzz_words);

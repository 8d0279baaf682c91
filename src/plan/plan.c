/*
 * What the tables of plans hold, in words: roles, sureness, paths, days. Shared by the
 * pages, the JSON and the commands, so that a thing has one name everywhere.
 */
#include "plan/plan.h"

#include <math.h>

#include "base/viet.h"

static const char *const sures[] = { "certain", "likely", "doubtful" };
static const char *const roles[] = { "lead", "coordinating", "joint", "requested" };

enum plan_sure plan_sure_of(struct str word)
{
	for (size_t i = 0; i < COUNT(sures); i++)
		if (str_eq(word, str_z(sures[i])))
			return (enum plan_sure)i;
	return PLAN_DOUBTFUL;
}

enum plan_role plan_role_of(struct str word)
{
	for (size_t i = 0; i < COUNT(roles); i++)
		if (str_eq(word, str_z(roles[i])))
			return (enum plan_role)i;
	return PLAN_ROLES;
}

const char *plan_role_word(enum plan_role role)
{
	return role < PLAN_ROLES ? roles[role] : "";
}

/* The digits behind a letter at the end of a path: "s1" gives 1; false for anything else. */
static bool numbered(struct str part, char letter, struct str *number)
{
	int64_t n;

	*number = str_sub(part, 1, part.n);
	return part.n > 1 && part.p[0] == letter && str_to_int(*number, &n) && n > 0;
}

struct str plan_path_label(struct arena *a, enum lang lang, struct str path)
{
	struct buf out = { .arena = a };
	struct str rest = path, part, number;

	while (str_split(&rest, '.', &part)) {
		if (out.n && numbered(part, 's', &number))
			buf_addf(&out, " (%.*s)", STR_ARG(number));
		else if (out.n && numbered(part, 'p', &number))
			buf_add(&out, TEXT(a, lang, T_plan_paragraph, number));
		else if (numbered(part, 't', &number))
			buf_add(&out,
				TEXT(a, lang, out.n ? T_plan_added_under : T_plan_added, number));
		else
			buf_addf(&out, "%s%.*s", out.n ? "." : "", STR_ARG(part));
	}
	return buf_str(&out);
}

struct str plan_brief(struct arena *a, struct str words, size_t letters)
{
	size_t n = 0, end = 0, len;

	for (size_t i = 0; i < words.n; i += len, n++) {
		uint32_t rune = str_rune(words, i, &len);

		if (rune == ' ')
			end = i;
		if (n == letters) {
			struct str kept = str_sub(words, 0, end ? end : i);

			while (kept.n && strchr(",;:.(", kept.p[kept.n - 1]))
				kept.n--;
			return str_fmt(a, "%.*s…", STR_ARG(str_trim(kept)));
		}
	}
	return words;
}

struct str plan_sentence(struct arena *a, struct str line)
{
	struct str lower = viet_lower(a, line);
	struct buf out = { .arena = a };
	size_t first = 0, kept = 0, small = 0, len, lower_len;

	/* both have the same letters, one by one; a letter may take another number of bytes */
	for (size_t i = 0, k = 0; i < line.n && k < lower.n; i += len, k += lower_len) {
		uint32_t was = str_rune(line, i, &len), is = str_rune(lower, k, &lower_len);

		if (was != is && !first) {
			first = i + len;
			kept = k + lower_len;
		}
		/* a letter that has a capital and stands small */
		if (was == is && was >= 'a' && was <= 'z')
			small++;
	}
	if (!first || small)
		return line;
	buf_add(&out, str_sub(line, 0, first));
	buf_add(&out, str_sub(lower, kept, lower.n));
	return buf_str(&out);
}

struct date plan_last_day(const struct plan_due *d)
{
	return d->before && date_given(d->due) ? date_add(d->due, -1) : d->due;
}

/* "30/9/2024", or "30/9" in a list of that year. */
static struct str day_text(struct arena *a, const struct plan_due *due, struct date d)
{
	struct str vi = date_vi(a, d);

	return d.year == due->year ? str_sub(vi, 0, vi.n - 5) : vi;
}

/* "yearly 07-30" gives "30/7 hằng năm"; other recurrences have no day. */
static struct str recurring(struct arena *a, enum lang lang, struct str recurrence)
{
	static const char yearly[] = "yearly ";
	struct str day = str_sub(recurrence, strlen(yearly), recurrence.n);
	struct date d;

	if (!str_starts(recurrence, S("yearly ")))
		return TEXT(a, lang, T_plan_periodic);
	/* a leap year, so that 29/02 is a day */
	if (!date_parse_iso(str_fmt(a, "2024-%.*s", STR_ARG(day)), &d))
		return TEXT(a, lang, T_plan_periodic);
	struct str vi = date_vi(a, d);

	return TEXT(a, lang, T_plan_yearly, str_sub(vi, 0, vi.n - 5));
}

struct str plan_due_text(struct arena *a, enum lang lang, const struct plan_due *d)
{
	struct date last = plan_last_day(d);

	if (date_given(d->starts) && date_given(last))
		return str_fmt(a, "%.*s–%.*s", STR_ARG(day_text(a, d, d->starts)),
			STR_ARG(day_text(a, d, last)));
	if (date_given(last))
		return d->before ? TEXT(a, lang, T_plan_at_latest, day_text(a, d, last))
				 : day_text(a, d, last);
	if (date_given(d->starts))
		return TEXT(a, lang, T_plan_from_day, day_text(a, d, d->starts));
	if (d->recurrence.n)
		return recurring(a, lang, d->recurrence);
	return d->words.n ? d->words : STR_NULL;
}

struct str plan_role_text(enum lang lang, enum plan_role role)
{
	static const enum text_id names[PLAN_ROLES] = {
		[PLAN_LEAD] = T_plan_role_lead,
		[PLAN_COORDINATING] = T_plan_role_coordinating,
		[PLAN_JOINT] = T_plan_role_joint,
		[PLAN_REQUESTED] = T_plan_role_requested,
	};

	return role < PLAN_ROLES ? text_get(lang, names[role]) : S("");
}

struct str plan_ref_text(struct arena *a, enum lang lang, struct str kind, struct str number,
	struct date issued, struct str name, struct str issuer)
{
	struct buf out = { .arena = a };

	if (!number.n && name.n)
		buf_add(&out, name);
	else
		buf_add(&out, kind);
	if (number.n)
		buf_add(&out, TEXT(a, lang, T_plan_ref_number, number));
	if (date_given(issued))
		buf_add(&out, TEXT(a, lang, T_plan_ref_day, date_vi(a, issued)));
	if (number.n && issuer.n)
		buf_add(&out, TEXT(a, lang, T_plan_ref_issuer, issuer));
	return buf_str(&out);
}

struct str plan_flag_text(enum lang lang, struct str code)
{
	static const struct {
		const char *code;
		enum text_id text;
	} flags[] = {
		{ "no_assignment", T_plan_flag_no_assignment },
		{ "unknown_party", T_plan_flag_unknown_party },
		{ "role_implied", T_plan_flag_role_implied },
		{ "topic_guess", T_plan_flag_topic_guess },
		{ "date_suspect", T_plan_flag_date_suspect },
		{ "day_impossible", T_plan_flag_day_impossible },
		{ "date_without_year", T_plan_flag_date_without_year },
		{ "period_without_day", T_plan_flag_period_without_day },
		{ "letter_not_found", T_plan_flag_letter_not_found },
		{ "letter_doubtful", T_plan_flag_letter_doubtful },
		{ "number_skipped", T_plan_flag_number_skipped },
		{ "number_doubled", T_plan_flag_number_doubled },
	};

	for (size_t i = 0; i < COUNT(flags); i++)
		if (str_eq(code, str_z(flags[i].code)))
			return text_get(lang, flags[i].text);
	return text_get(lang, T_plan_flag_other);
}

/* 95 gives "95", 12.5 "12,5" (a point in English). */
static struct str figure(struct arena *a, enum lang lang, double v)
{
	struct str s = str_fmt(a, "%.10g", v);
	char *c = str_c(a, s);

	for (size_t i = 0; i < s.n; i++)
		if (c[i] == '.' && lang == LANG_VI)
			c[i] = ',';
	return str_n(c, s.n);
}

struct str plan_figure_text(
	struct arena *a, enum lang lang, struct str op, double percent, double percent_to)
{
	static const struct {
		const char *word, *sign;
	} signs[] = { { "=", "" }, { ">", "> " }, { ">=", "≥ " }, { "<", "< " }, { "<=", "≤ " } };
	struct buf out = { .arena = a };

	for (size_t i = 0; i < COUNT(signs); i++)
		if (str_eq(op, str_z(signs[i].word)))
			buf_addz(&out, signs[i].sign);
	buf_add(&out, figure(a, lang, percent));
	if (!isnan(percent_to))
		buf_addf(&out, "–%.*s", STR_ARG(figure(a, lang, percent_to)));
	buf_addz(&out, "%");
	return buf_str(&out);
}

struct str plan_period_text(enum lang lang, struct str period)
{
	static const struct {
		const char *word;
		enum text_id text;
	} periods[] = {
		{ "once", T_plan_period_once },
		{ "week", T_plan_period_week },
		{ "month", T_plan_period_month },
		{ "quarter", T_plan_period_quarter },
		{ "half_year", T_plan_period_half_year },
		{ "year", T_plan_period_year },
	};

	for (size_t i = 0; i < COUNT(periods); i++)
		if (str_eq(period, str_z(periods[i].word)))
			return text_get(lang, periods[i].text);
	return period;
}

/* "03-20" is a day of every year, "2023-03-10" of one; `before` takes the day itself off. */
static struct str duty_day(struct arena *a, struct str day, bool before)
{
	struct date d;
	bool yearly = day.n == 5;

	/* the day before 01/3 is the last of February, of a year that may have 29 days */
	if (!date_parse_iso(yearly ? str_fmt(a, "2023-%.*s", STR_ARG(day)) : day, &d))
		return day;
	struct str vi = date_vi(a, before ? date_add(d, -1) : d);

	return yearly ? str_sub(vi, 0, vi.n - 5) : vi;
}

struct str plan_days_text(struct arena *a, enum lang lang, struct str days, bool before)
{
	struct buf out = { .arena = a };
	struct str rest = days, day;

	while (rest.n && str_split(&rest, ' ', &day)) {
		if (out.n)
			buf_addz(&out, ", ");
		buf_add(&out, duty_day(a, day, before));
	}
	return out.n ? TEXT(a, lang, T_plan_at_latest, buf_str(&out)) : STR_NULL;
}

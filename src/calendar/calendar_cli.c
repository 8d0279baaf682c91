/*
 * The calendar from the command line: a day, a rule, a year, the periods.
 */
#include "base/cli.h"
#include "base/json.h"
#include "calendar/rule.h"
#include "commands.h"

static bool parse_day(const char *typed, struct date *out, struct err *e)
{
	struct str s = str_z(typed);

	return date_parse_iso(s, out) || date_parse_vi(s, out) ||
	       FAIL(e, ERR_INPUT, T_calendar_not_a_day, s);
}

static bool open_calendar(struct cli *c, struct calendar **out, struct err *e)
{
	struct db_read *r;

	return db_read_begin(c->db, c->arena, &r, e) && calendar_open(r, out, e);
}

static struct str lunar_words(struct cli *c, struct calendar_lunar l)
{
	return TEXT(c->arena, c->lang, l.leap ? T_calendar_lunar_leap : T_calendar_lunar_day,
		str_fmt(c->arena, "%d", l.day), str_fmt(c->arena, "%d", l.month));
}

static const char *const kinds[] = { "holiday", "in_lieu", "swapped", "made_up", "remark" };

static void mark_json(struct json *j, struct arena *a, enum lang lang, struct calendar *c,
	const struct calendar_mark *m)
{
	json_str(j, "kind", str_z(kinds[m->kind]));
	json_str(j, "name", calendar_day_words(a, lang, c, m->day));
	json_date(j, "other", m->other);
	json_str(j, "citation", m->citation);
	json_bool(j, "verified", m->verified);
	json_bool(j, "assumed", m->assumed);
}

/* COMMAND calendar day
 * usage DATE [--json]
 * help  calendar.help_day
 * db    read
 */
bool calendar_day_cmd(struct cli *c, struct err *e)
{
	struct calendar *calendar;
	struct date day = DATE_NONE;

	if (!cli_done(c, 1, 1, e) || !parse_day(c->args[0], &day, e))
		return false;
	if (day.year < CALENDAR_FIRST_YEAR || day.year > CALENDAR_LAST_YEAR)
		return FAIL(e, ERR_INPUT, T_calendar_out_of_years,
			str_fmt(c->arena, "%d", CALENDAR_FIRST_YEAR),
			str_fmt(c->arena, "%d", CALENDAR_LAST_YEAR));
	if (!open_calendar(c, &calendar, e))
		return false;
	struct calendar_lunar lunar = calendar_lunar_of(day);
	const struct calendar_mark *m = calendar_mark(calendar, day);
	struct str why = calendar_day_words(c->arena, c->lang, calendar, day);
	bool works = calendar_works(calendar, day);

	if (c->json) {
		struct buf out = { .arena = c->arena };
		struct json j = { .out = &out, .indent = 2 };

		json_open(&j);
		json_date(&j, "day", day);
		json_int(&j, "weekday", date_weekday(day));
		json_bool(&j, "works", works);
		json_object(&j, "lunar");
		json_int(&j, "year", lunar.year);
		json_int(&j, "month", lunar.month);
		json_int(&j, "day", lunar.day);
		json_bool(&j, "leap", lunar.leap);
		json_close(&j);
		if (m)
			mark_json(&j, c->arena, c->lang, calendar, m);
		json_close(&j);
		cli_print(c, buf_str(&out));
		return true;
	}
	fprintf(c->out, "%.*s, %.*s (%.*s): %.*s%s%.*s\n",
		STR_ARG(calendar_weekday_words(c->lang, day)), STR_ARG(date_vi(c->arena, day)),
		STR_ARG(lunar_words(c, lunar)),
		STR_ARG(text_get(c->lang, works ? T_calendar_works : T_calendar_off)),
		why.n ? ", " : "", STR_ARG(why));
	if (m)
		fprintf(c->out, "  %.*s%s%.*s\n", STR_ARG(m->citation), m->verified ? "" : " · ",
			STR_ARG(m->verified ? S("") : text_get(c->lang, T_calendar_unverified)));
	return true;
}

static void due_json(struct cli *c, const struct calendar_rule *rule, const struct calendar_due *d)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_str(&j, "rule", calendar_rule_code(c->arena, rule));
	json_str(&j, "words", calendar_rule_words(c->arena, c->lang, rule));
	json_bool(&j, "due", d->due);
	json_date(&j, "last_day", d->last);
	json_bool(&j, "moved", d->moved);
	json_bool(&j, "doubt", d->doubt);
	json_list(&j, "because");
	LIST_EACH(x, &d->steps) {
		json_open_item(&j);
		json_str(&j, "words", x->words);
		json_str(&j, "citation", x->citation);
		json_bool(&j, "doubt", x->doubt);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND calendar due
 * usage RULE [--period CODE] [--from DATE] [--json]
 * help  calendar.help_due
 * db    read
 */
bool calendar_due_cmd(struct cli *c, struct err *e)
{
	struct str code = cli_option(c, "--period");
	struct calendar_period period;
	struct calendar_rule rule;
	struct calendar_ask ask = { .rule = &rule };
	struct calendar_due due;
	struct calendar *calendar;

	if (!cli_date(c, "--from", DATE_NONE, &ask.from, e) || !cli_done(c, 1, 1, e) ||
		!calendar_rule_read(c->arena, str_z(c->args[0]), &rule, e))
		return false;
	if (code.p) {
		if (!calendar_period_find(c->arena, code, &period))
			return FAIL(e, ERR_INPUT, T_calendar_not_a_period, code);
		ask.period = &period;
	}
	if (!open_calendar(c, &calendar, e) ||
		!calendar_reckon_due(c->arena, c->lang, calendar, &ask, &due, e))
		return false;
	if (c->json) {
		due_json(c, &rule, &due);
		return true;
	}
	cli_print(c, calendar_rule_words(c->arena, c->lang, &rule));
	cli_print(c,
		due.due ? date_vi(c->arena, due.last) : text_get(c->lang, T_calendar_nothing_due));
	LIST_EACH(x, &due.steps)
		fprintf(c->out, "  %.*s%s%.*s%s\n", STR_ARG(x->words), x->citation.n ? " [" : "",
			STR_ARG(x->citation), x->citation.n ? "]" : "");
	return true;
}

static bool parse_year(struct cli *c, int *out, struct err *e)
{
	struct str s = str_z(c->args[0]);
	int64_t year;

	if (!str_to_int(s, &year) || year < CALENDAR_FIRST_YEAR || year > CALENDAR_LAST_YEAR)
		return FAIL(e, ERR_INPUT, T_calendar_not_a_year, s,
			str_fmt(c->arena, "%d", CALENDAR_FIRST_YEAR),
			str_fmt(c->arena, "%d", CALENDAR_LAST_YEAR));
	*out = (int)year;
	return true;
}

static void holidays_json(struct cli *c, struct calendar *calendar, const struct calendar_year *y)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_int(&j, "year", y->year);
	json_bool(&j, "law", y->law);
	json_bool(&j, "announced", y->announced);
	json_list(&j, "days");
	LIST_EACH(m, &y->marks) {
		json_open_item(&j);
		json_date(&j, "day", m->day);
		mark_json(&j, c->arena, c->lang, calendar, m);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND calendar holidays
 * usage YEAR [--json]
 * help  calendar.help_holidays
 * db    read
 */
bool calendar_holidays_cmd(struct cli *c, struct err *e)
{
	const struct calendar_year *y;
	struct calendar *calendar;
	struct str year;
	int number = 0;

	if (!cli_done(c, 1, 1, e) || !parse_year(c, &number, e) || !open_calendar(c, &calendar, e))
		return false;
	y = calendar_year(calendar, number);
	if (c->json) {
		holidays_json(c, calendar, y);
		return true;
	}
	year = str_fmt(c->arena, "%d", number);
	if (!y->law)
		cli_print(c, TEXT(c->arena, c->lang, T_calendar_no_law, year));
	else if (!y->announced)
		cli_print(c, TEXT(c->arena, c->lang, T_calendar_not_announced, year));
	LIST_EACH(m, &y->marks)
		if (m->kind != CALENDAR_REMARK)
			fprintf(c->out, "%.*s\t%.*s\t%.*s\t%.*s\n",
				STR_ARG(date_vi(c->arena, m->day)),
				STR_ARG(calendar_weekday_words(c->lang, m->day)),
				STR_ARG(calendar_day_words(c->arena, c->lang, calendar, m->day)),
				STR_ARG(m->citation));
	return true;
}

static void periods_json(struct cli *c, const calendar_periods *periods)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_list(&j, NULL);
	LIST_EACH(p, periods) {
		json_open_item(&j);
		json_str(&j, "code", p->code);
		json_str(&j, "label", calendar_period_label(c->arena, c->lang, p));
		json_date(&j, "from", p->from);
		json_date(&j, "to", p->to);
		json_bool(&j, "cumulative", p->cumulative);
		json_close(&j);
	}
	json_end(&j);
	cli_print(c, buf_str(&out));
}

/* COMMAND calendar periods
 * usage [SYSTEM [--from DATE] [--to DATE]] [--json]
 * help  calendar.help_periods
 * db    none
 */
bool calendar_periods_cmd(struct cli *c, struct err *e)
{
	struct calendar_systems all = calendar_systems();
	int16_t year = date_today().year;
	struct date from, to;
	calendar_periods periods;

	if (!cli_date(c, "--from", DATE(year, 1, 1), &from, e) ||
		!cli_date(c, "--to", DATE(year, 12, 31), &to, e) || !cli_done(c, 0, 1, e))
		return false;
	if (!c->n_args) {
		for (size_t i = 0; i < all.n; i++)
			fprintf(c->out, "%.*s\t%.*s\n", STR_ARG(all.v[i].code),
				STR_ARG(all.v[i].name[c->lang]));
		return true;
	}
	if (!calendar_system(str_z(c->args[0])))
		return FAIL(e, ERR_INPUT, T_calendar_not_a_system, str_z(c->args[0]));
	calendar_periods_in(c->arena, str_z(c->args[0]), from, to, &periods);
	if (c->json) {
		periods_json(c, &periods);
		return true;
	}
	LIST_EACH(p, &periods)
		fprintf(c->out, "%.*s\t%.*s\t%.*s\n", STR_ARG(p->code),
			STR_ARG(calendar_period_label(c->arena, c->lang, p)),
			STR_ARG(calendar_period_span(c->arena, p)));
	return true;
}

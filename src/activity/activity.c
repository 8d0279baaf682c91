/*
 * What is said about an activity: read from what was typed, checked, printed, and read back
 * from the database as it was said.
 */
#include "activity/activity.h"

#include "activity_sql.h"
#include "base/viet.h"

/* --- one answer */

static bool is_word(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_z(words[i])))
			return true;
	return false;
}

/* "1.234" and "1 234" as Vietnamese offices write them; "12.5" is no such number. */
static bool read_number(struct str s, int64_t *out)
{
	char digits[20];
	size_t n = 0, group = 0;
	bool grouped = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' || s.p[i] == ' ') {
			if (n == 0 || (grouped ? group != 3 : n > 3))
				return false;
			grouped = true;
			group = 0;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || n == sizeof(digits) - 2)
			return false;
		digits[n++] = s.p[i];
		group++;
	}
	return n > 0 && (!grouped || group == 3) && str_to_int(str_n(digits, n), out);
}

enum { DIGITS = 24 };

/* For a message, which keeps a copy. */
static struct str in_digits(char buf[DIGITS], int64_t v)
{
	int n = snprintf(buf, DIGITS, "%lld", (long long)v);

	return str_n(buf, (size_t)n);
}

static bool read_count(
	const struct activity_field *f, struct str s, struct activity_answer *out, struct err *e)
{
	static const char *const na[] = { "×", "x", "X", "-" };
	char buf[DIGITS];

	if (is_word(s, na, COUNT(na))) {
		out->state = ACTIVITY_NA;
		return true;
	}
	if (str_eq(s, S("?")))
		return true;
	if (!read_number(s, &out->number))
		return FAIL(e, ERR_INPUT, T_activity_no_number);
	if (out->number > f->most)
		return FAIL(e, ERR_INPUT, T_activity_too_high, in_digits(buf, f->most));
	out->state = ACTIVITY_KNOWN;
	return true;
}

bool activity_read(const struct activity_field *f, bool need, struct str typed,
	struct activity_answer *out, struct err *e)
{
	*out = (struct activity_answer){ .state = ACTIVITY_MISSING };
	typed = str_trim(typed);
	if (!typed.n)
		return !need || FAIL(e, ERR_INPUT,
					f->type == ACTIVITY_COUNT ? T_activity_need_figure
								  : T_activity_need_words);
	if (f->type == ACTIVITY_COUNT)
		return read_count(f, typed, out, e);
	if (f->type == ACTIVITY_CHOICE && !activity_option(f, typed))
		return FAIL(e, ERR_INPUT, T_activity_no_choice);
	if (f->type == ACTIVITY_TEXT && typed.n > (size_t)f->most * 4)
		return FAIL(e, ERR_INPUT, T_activity_too_long);
	out->state = ACTIVITY_KNOWN;
	out->words = typed;
	return true;
}

struct str activity_print(struct arena *a, enum lang lang, const struct activity_field *f,
	const struct activity_answer *x)
{
	const struct activity_option *o;

	if (x->state == ACTIVITY_NA)
		return S("×");
	if (x->state == ACTIVITY_MISSING)
		return f->type == ACTIVITY_COUNT ? S("?") : S("");
	if (f->type == ACTIVITY_COUNT)
		return text_number(a, lang, x->number);
	o = f->type == ACTIVITY_CHOICE ? activity_option(f, x->words) : NULL;
	return o ? o->name[lang] : x->words;
}

struct str activity_name(enum lang lang, const struct activity_kind *kind, struct str title)
{
	return title.n ? title : kind->name[lang];
}

/* --- what is said as a whole */

static int ask_of(const struct activity_kind *k, const struct activity_field *f)
{
	for (size_t i = 0; i < k->n_asks; i++)
		if (k->asks[i].field == f)
			return (int)i;
	return -1;
}

struct axis {
	int64_t sum;
	int known, parts, last;
};

/* The parts of `whole` along one axis. */
static struct axis axis_of(
	const struct activity_said *s, const struct activity_field *whole, struct str axis)
{
	struct axis x = { .last = -1 };

	for (size_t i = 0; i < s->kind->n_asks; i++) {
		const struct activity_field *f = s->kind->asks[i].field;

		if (f->of != whole || !str_eq(f->axis, axis))
			continue;
		x.parts++;
		x.last = (int)i;
		if (s->answers[i].state == ACTIVITY_KNOWN) {
			x.known++;
			x.sum += s->answers[i].number;
		} else if (s->answers[i].state == ACTIVITY_NA) {
			x.known++;
		}
	}
	return x;
}

static bool bad_ask(struct activity_fault *fault, int ask)
{
	*fault = (struct activity_fault){ .ask = ask };
	return false;
}

static bool bad_field(struct activity_fault *fault, const char *field)
{
	*fault = (struct activity_fault){ .ask = -1, .field = field };
	return false;
}

/* Parts may not exceed their whole. Where all are known and fall short of it, a reason is asked
 * for: some people's sex or age is not known, or the whole is an estimate. */
static bool check_axis(
	const struct activity_said *s, int part, struct activity_fault *fault, struct err *e)
{
	const struct activity_field *f = s->kind->asks[part].field;
	int whole = ask_of(s->kind, f->of);
	struct axis x = axis_of(s, f->of, f->axis);
	char sum[DIGITS], all[DIGITS];

	if (whole < 0 || x.last != part || s->answers[whole].state != ACTIVITY_KNOWN)
		return true;
	int64_t total = s->answers[whole].number;

	if (x.sum > total) {
		FAIL(e, ERR_INPUT, T_activity_parts_over, in_digits(sum, x.sum),
			in_digits(all, total));
		return bad_ask(fault, part);
	}
	if (str_eq(f->axis, S("part")) || x.known < x.parts || x.sum == total || s->gap.n)
		return true;
	FAIL(e, ERR_INPUT, T_activity_parts_short, in_digits(sum, x.sum), in_digits(all, total));
	return bad_field(fault, "gap");
}

static bool check_days(const struct activity_said *s, struct date today,
	struct activity_fault *fault, struct err *e)
{
	if (!date_given(s->starts) || s->starts.year < 2000) {
		FAIL(e, ERR_INPUT, T_activity_no_day);
		return bad_field(fault, "starts");
	}
	if (date_cmp(s->starts, s->ends) > 0) {
		FAIL(e, ERR_INPUT, T_activity_days_crossed);
		return bad_field(fault, "ends");
	}
	if (date_number(s->ends) - date_number(s->starts) >= ACTIVITY_DAYS_MAX) {
		FAIL(e, ERR_INPUT, T_activity_days_long);
		return bad_field(fault, "ends");
	}
	if (!s->draft && date_cmp(s->ends, today) > 0) {
		FAIL(e, ERR_INPUT, T_activity_future);
		return bad_field(fault, "ends");
	}
	return true;
}

static bool check_answer(
	const struct activity_said *s, int i, struct activity_fault *fault, struct err *e)
{
	const struct activity_ask *ask = &s->kind->asks[i];
	const struct activity_answer *x = &s->answers[i];

	if (ask->field->type != ACTIVITY_COUNT && ask->need && !s->draft && !x->words.n) {
		FAIL(e, ERR_INPUT, T_activity_need_words);
		return bad_ask(fault, i);
	}
	if (ask->field->type == ACTIVITY_COUNT && x->state == ACTIVITY_KNOWN &&
		(x->number < 0 || x->number > ask->field->most)) {
		FAIL(e, ERR_INPUT, T_activity_no_number);
		return bad_ask(fault, i);
	}
	return !ask->field->of || check_axis(s, i, fault, e);
}

bool activity_check(const struct activity_said *s, struct date today, struct activity_fault *fault,
	struct err *e)
{
	static const char *const gaps[] = { "unknown", "estimate", "other" };

	if (s->kind->counts_only && (s->title.n || s->source.n)) {
		FAIL(e, ERR_INPUT, T_activity_counts_only);
		return bad_field(fault, s->title.n ? "title" : "source");
	}
	if (s->gap.n && !is_word(s->gap, gaps, COUNT(gaps))) {
		FAIL(e, ERR_INPUT, T_activity_no_choice);
		return bad_field(fault, "gap");
	}
	if (!check_days(s, today, fault, e))
		return false;
	for (size_t i = 0; i < s->kind->n_asks; i++)
		if (!check_answer(s, (int)i, fault, e))
			return false;
	return true;
}

/* --- back from the database */

static void take_value(struct activity_said *s, const struct activity_values_row *v)
{
	for (size_t i = 0; i < s->kind->n_asks; i++) {
		struct activity_answer *x = &s->answers[i];

		if (!str_eq(s->kind->asks[i].field->code, v->field))
			continue;
		x->state = str_eq(v->state, S("known")) ? ACTIVITY_KNOWN
			   : str_eq(v->state, S("na"))	? ACTIVITY_NA
							: ACTIVITY_MISSING;
		x->number = v->number == DB_NULL ? 0 : v->number;
		x->words = v->choice.p ? v->choice : v->words;
	}
}

bool activity_load(struct db_read *r, int64_t id, int64_t version, int64_t account,
	const struct activity_kind *kind, struct activity_version_by_id_row *row,
	struct activity_said *out, struct err *e)
{
	struct activity_values_rows values;
	bool found;

	*out = (struct activity_said){ .kind = kind };
	if (!activity_version_by_id(r, id, version, account, row, &found, e) ||
		!activity_values(r, id, version, &values, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	LIST_EACH(v, &values)
		take_value(out, v);
	out->agency = row->agency_id;
	out->task = row->task_id == DB_NULL ? 0 : row->task_id;
	out->place = row->place_code;
	out->starts = row->starts;
	out->ends = row->ends;
	out->title = row->title;
	out->source = row->source;
	out->gap = row->gap;
	out->draft = str_eq(row->state, S("draft"));
	return true;
}

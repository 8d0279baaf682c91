/*
 * Due items and their states, worked out from the rule, the calendar, who is in force, what came in
 * and what was decided otherwise.
 */
#include "duty/duty.h"

#include <stdlib.h>

#include "agency/agency.h"
#include "agency_sql.h"
#include "base/json.h"

enum { OWN_MOST = 500, ENTRIES_AHEAD = 400 };

enum text_id duty_state_text(enum duty_state state)
{
	static const enum text_id texts[] = { T_duty_not_owed, T_duty_not_yet, T_duty_due_soon,
		T_duty_on_time, T_duty_late, T_duty_missing, T_duty_waived };

	return texts[state];
}

/* --- periods */

static bool within(struct date d, struct date from, struct date to)
{
	return date_cmp(d, from) >= 0 && date_cmp(d, to) <= 0;
}

static struct date later(struct date a, struct date b)
{
	return date_cmp(a, b) > 0 ? a : b;
}

static struct date earlier(struct date a, struct date b)
{
	return date_cmp(a, b) < 0 ? a : b;
}

struct spread {
	struct arena *arena;
	enum lang lang;
	struct calendar *calendar;
	struct calendar_rule rule;
	struct date from, to; /* of last days */
};

static bool add_once(struct spread *s, duty_periods *out, struct err *e)
{
	struct duty_period p = { .period = { .code = DUTY_ONCE, .system = S("") },
		.label = text_get(s->lang, T_duty_once) };
	struct calendar_ask ask = { .rule = &s->rule };

	if (!calendar_reckon_due(s->arena, s->lang, s->calendar, &ask, &p.due, e))
		return false;
	if (p.due.due && within(p.due.last, s->from, s->to))
		LIST_PUSH(s->arena, out, p);
	return true;
}

/* The day may lie before the period's end or a year after it: periods a year around are tried. */
static bool add_periods(struct spread *s, struct str system, duty_periods *out, struct err *e)
{
	calendar_periods all;

	calendar_periods_in(s->arena, system, date_add(s->from, -400), date_add(s->to, 400), &all);
	LIST_EACH(x, &all) {
		struct calendar_ask ask = { .rule = &s->rule, .period = x };
		struct duty_period p = { .period = *x };

		if (!calendar_reckon_due(s->arena, s->lang, s->calendar, &ask, &p.due, e))
			return false;
		if (!p.due.due || !within(p.due.last, s->from, s->to))
			continue;
		p.label = calendar_period_label(s->arena, s->lang, x);
		LIST_PUSH(s->arena, out, p);
	}
	return true;
}

bool duty_periods_in(struct db_read *r, enum lang lang, const struct duty_by_id_row *d,
	struct date from, struct date to, duty_periods *out, struct err *e)
{
	struct spread s = { .arena = db_read_arena(r),
		.lang = lang,
		.from = later(from, d->valid_from),
		.to = earlier(to, d->valid_to) };

	*out = (duty_periods){ 0 };
	if (date_cmp(s.from, s.to) > 0)
		return true;
	if (!calendar_open(r, &s.calendar, e) || !calendar_rule_read(s.arena, d->rule, &s.rule, e))
		return false;
	return d->system.n ? add_periods(&s, d->system, out, e) : add_once(&s, out, e);
}

bool duty_period_find(struct db_read *r, enum lang lang, const struct duty_by_id_row *d,
	struct str period, struct duty_period *out, bool *found, struct err *e)
{
	duty_periods all;

	*found = false;
	if (!duty_periods_in(r, lang, d, d->valid_from, d->valid_to, &all, e))
		return false;
	LIST_EACH(x, &all)
		if (str_eq(x->period.code, period)) {
			*out = *x;
			*found = true;
		}
	return true;
}

/* --- who owes */

struct ower {
	int64_t agency;
	struct str name, kind, level;
};
typedef LIST(struct ower) owers;

static void add_ower(struct arena *a, owers *out, struct ower x)
{
	LIST_EACH(o, out)
		if (o->agency == x.agency)
			return;
	LIST_PUSH(a, out, x);
}

/* Whom one expression of "owed_by" means on a day: words for many, or one body. */
static bool whom(struct db_read *r, struct str words, struct str place, struct date day,
	duty_agencies *out, bool *known, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct agency_collective found;
	int64_t id;

	if (!agency_collective(r, words, place, day, &found, e))
		return false;
	LIST_EACH(x, found.bodies)
		LIST_PUSH(a, out, x->id);
	*known = found.known;
	if (found.known)
		return true;
	if (!agency_find(r, words, place, day, &id, e))
		return false;
	*known = id != 0;
	if (id)
		LIST_PUSH(a, out, id);
	return true;
}

/* A day on which the words still meant what the duty means by them: it began with them, and its
 * place was there. None: there was no such day. */
static bool day_of_words(
	struct db_read *r, const struct duty_by_id_row *d, struct date *day, struct err *e)
{
	struct duty_place_last_row row;
	bool found;

	*day = d->valid_from;
	if (!d->place_code.n)
		return true;
	if (!duty_place_last(r, d->place_code, &row, &found, e))
		return false;
	*day = found && date_given(row.last) ? earlier(*day, row.last) : DATE_NONE;
	return true;
}

static struct str json_of(struct arena *a, const duty_agencies *ids)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_list(&j, NULL);
	LIST_EACH(id, ids)
		json_int(&j, NULL, *id);
	json_end(&j);
	return buf_str(&b);
}

/* "Công an tỉnh" of what is a city now, the bodies of a province that is part of another: they
 * are who took the place of those the words meant. */
static bool add_words(struct db_read *r, const struct duty_by_id_row *d, struct str words,
	struct date day, owers *out, bool *known, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct str place = d->place_code.n ? d->place_code : STR_NULL;
	struct duty_heirs_rows heirs;
	duty_agencies ids = { 0 };
	struct date then;

	if (!whom(r, words, place, day, &ids, known, e))
		return false;
	if (!*known) {
		if (!day_of_words(r, d, &then, e) ||
			(date_given(then) && !whom(r, words, place, then, &ids, known, e)))
			return false;
	}
	if (!duty_heirs(r, json_of(a, &ids), day, &heirs, e))
		return false;
	*known = *known && (heirs.n || !ids.n);
	LIST_EACH(x, &heirs)
		if (x->id != d->to_id) /* nobody reports to itself */
			add_ower(a, out, (struct ower){ x->id, x->name, x->kind, x->level });
	return true;
}

static bool owers_on(struct db_read *r, const struct duty_by_id_row *d, struct date day, owers *out,
	struct str *unresolved, struct err *e)
{
	struct str rest = d->owed_by, words;
	struct buf none = { .arena = db_read_arena(r) };

	*out = (owers){ 0 };
	while (str_split(&rest, ';', &words)) {
		bool known = true;

		words = str_trim(words);
		if (!words.n)
			continue;
		if (!add_words(r, d, words, day, out, &known, e))
			return false;
		if (known)
			continue;
		if (none.n)
			buf_addz(&none, "; ");
		buf_add(&none, words);
	}
	*unresolved = buf_str(&none);
	return true;
}

bool duty_owed_by(struct db_read *r, const struct duty_by_id_row *d, struct date day,
	duty_agencies *out, struct err *e)
{
	struct str unresolved;
	owers who;

	*out = (duty_agencies){ 0 };
	if (!owers_on(r, d, day, &who, &unresolved, e))
		return false;
	LIST_EACH(o, &who)
		LIST_PUSH(db_read_arena(r), out, o->agency);
	return true;
}

bool duty_is_owed(struct db_read *r, const struct duty_by_id_row *d, int64_t agency,
	struct date day, bool *owed, struct err *e)
{
	duty_agencies who;

	*owed = false;
	if (!duty_owed_by(r, d, day, &who, e))
		return false;
	LIST_EACH(o, &who)
		*owed = *owed || *o == agency;
	return true;
}

/* --- items */

static const struct duty_answers_row *answer_of(
	const struct duty_answers_rows *all, int64_t agency, struct str period)
{
	LIST_EACH(x, all)
		if (x->agency_id == agency && str_eq(x->period, period))
			return x;
	return NULL;
}

/* The last decision holds; one about the agency goes before one about all. */
static const struct duty_exceptions_row *exception_of(
	const struct duty_exceptions_rows *all, int64_t agency, struct str period)
{
	const struct duty_exceptions_row *found = NULL;

	LIST_EACH(x, all) {
		if (!str_eq(x->period, period) ||
			(x->agency_id != DB_NULL && x->agency_id != agency))
			continue;
		if (!found || x->agency_id != DB_NULL || found->agency_id == DB_NULL)
			found = x;
	}
	return found;
}

static int days_between(struct date from, struct date to)
{
	return date_number(to) - date_number(from);
}

static void judge(struct duty_item *i, struct date today)
{
	const struct duty_exceptions_row *x = i->exception;
	int over;

	if (x && str_eq(x->kind, S("extend")) && date_cmp(x->until, i->last) > 0) {
		i->last = x->until;
		i->extended = true;
	}
	if (x && str_eq(x->kind, S("waive")) && !i->answer) {
		i->state = DUTY_WAIVED;
		return;
	}
	over = days_between(i->last, i->answer ? i->answer->sent : today);
	i->nil = i->answer && i->answer->nil;
	i->days = over > 0 ? over : -over;
	if (i->answer)
		i->state = over > 0 ? DUTY_LATE : DUTY_ON_TIME;
	else if (over > 0)
		i->state = DUTY_MISSING;
	else
		i->state = i->days <= DUTY_SOON ? DUTY_DUE_SOON : DUTY_NOT_YET;
}

static void count(struct duty_line *l, const struct duty_item *i)
{
	l->owed += i->state != DUTY_NOT_OWED && i->state != DUTY_WAIVED;
	l->on_time += i->state == DUTY_ON_TIME;
	l->late += i->state == DUTY_LATE;
	l->missing += i->state == DUTY_MISSING;
	l->waived += i->state == DUTY_WAIVED;
	l->waiting += i->state == DUTY_NOT_YET || i->state == DUTY_DUE_SOON;
}

static struct duty_line *line_of(struct arena *a, struct duty_table *t, const struct ower *o)
{
	struct duty_line *l;

	LIST_EACH(x, &t->lines)
		if (x->agency == o->agency)
			return x;
	l = LIST_ADD(a, &t->lines);
	l->agency = o->agency;
	l->name = o->name;
	l->kind = o->kind;
	l->level = o->level;
	l->items = NEW_N(a, struct duty_item, t->periods.n);
	return l;
}

struct kept {
	struct duty_answers_rows answers;
	struct duty_exceptions_rows exceptions;
};

static void fill_item(struct arena *a, struct duty_table *t, size_t at, const struct ower *o,
	const struct kept *k, struct date today)
{
	const struct duty_period *p = &t->periods.v[at];
	struct duty_line *l = line_of(a, t, o);
	struct duty_item *i = &l->items[at];

	i->last = p->due.last;
	i->answer = answer_of(&k->answers, o->agency, p->period.code);
	i->exception = exception_of(&k->exceptions, o->agency, p->period.code);
	judge(i, today);
	count(l, i);
}

/* Those who owe no more come behind who does. */
static void order_lines(struct arena *a, struct duty_table *t)
{
	struct duty_table old = *t;

	if (!t->periods.n)
		return;
	t->lines.v = NULL;
	t->lines.n = t->lines.cap = 0;
	for (int gone = 0; gone < 2; gone++)
		LIST_EACH(l, &old.lines)
			if ((l->items[t->periods.n - 1].state == DUTY_NOT_OWED) == gone)
				LIST_PUSH(a, &t->lines, *l);
}

bool duty_table_read(struct db_read *r, const struct duty_by_id_row *d, const duty_periods *periods,
	struct date today, struct duty_table *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct kept *k = NEW(a, struct kept);

	*out = (struct duty_table){ .periods = *periods, .unresolved = S("") };
	if (!duty_answers(r, d->id, &k->answers, e) ||
		!duty_exceptions(r, d->id, &k->exceptions, e))
		return false;
	for (size_t at = 0; at < periods->n; at++) {
		owers who;

		if (!owers_on(r, d, periods->v[at].due.last, &who, &out->unresolved, e))
			return false;
		LIST_EACH(o, &who)
			fill_item(a, out, at, o, k, today);
	}
	order_lines(a, out);
	return true;
}

/* --- one's own */

static struct duty_by_id_row of_list(const struct duty_list_row *x)
{
	return (struct duty_by_id_row){ .id = x->id,
		.plan_id = x->plan_id,
		.number = x->number,
		.title = x->title,
		.owed_by = x->owed_by,
		.place_code = x->place_code,
		.to_id = x->to_id,
		.to_name = x->to_name,
		.owed_to = x->owed_to,
		.system = x->system,
		.rule = x->rule,
		.valid_from = x->valid_from,
		.valid_to = x->valid_to,
		.citation = x->citation,
		.version = x->version };
}

static bool add_own(struct db_read *r, enum lang lang, const struct duty_by_id_row *d,
	int64_t agency, struct date from, struct date to, duty_owns *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	duty_periods periods;
	struct duty_table t;

	if (!duty_periods_in(r, lang, d, from, to, &periods, e) ||
		!duty_table_read(r, d, &periods, date_today(), &t, e))
		return false;
	LIST_EACH(l, &t.lines) {
		if (l->agency != agency)
			continue;
		for (size_t at = 0; at < periods.n && out->n < OWN_MOST; at++) {
			enum duty_state s = l->items[at].state;

			if (s == DUTY_NOT_YET || s == DUTY_DUE_SOON || s == DUTY_MISSING)
				LIST_PUSH(a, out,
					((struct duty_own){ d->id, d->title, periods.v[at].label,
						periods.v[at].period.code, l->items[at] }));
		}
	}
	return true;
}

static int by_last(const void *a, const void *b)
{
	const struct duty_own *x = a, *y = b;
	int order = date_cmp(x->item.last, y->item.last);

	return order ? order : (x->duty > y->duty) - (x->duty < y->duty);
}

bool duty_owns_read(struct db_read *r, enum lang lang, int64_t account, int64_t agency,
	struct date from, struct date to, duty_owns *out, struct err *e)
{
	struct duty_list_rows rows;

	*out = (duty_owns){ 0 };
	if (!duty_list(r, account, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct duty_by_id_row d = of_list(x);

		if (!add_own(r, lang, &d, agency, from, to, out, e))
			return false;
	}
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_last);
	return true;
}

bool duty_entries(struct db_read *r, int64_t account, enum lang lang, struct date from,
	calendar_entries *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct duty_of_account_row row;
	duty_owns owns;
	bool found;

	if (!duty_of_account(r, account, &row, &found, e))
		return false;
	if (!found || row.agency_id == DB_NULL)
		return true;
	if (!duty_owns_read(
		    r, lang, account, row.agency_id, from, date_add(from, ENTRIES_AHEAD), &owns, e))
		return false;
	LIST_EACH(x, &owns)
		if (out->n < CALENDAR_ENTRIES_MAX)
			LIST_PUSH(a, out,
				((struct calendar_entry){
					.uid = str_fmt(a, "duty-%lld-%.*s-%lld", (long long)x->duty,
						STR_ARG(x->period), (long long)row.agency_id),
					.title = str_fmt(a, "%.*s: %.*s", STR_ARG(x->title),
						STR_ARG(x->label)),
					.day = x->item.last }));
	return true;
}

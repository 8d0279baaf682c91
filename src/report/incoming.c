/*
 * What came in for a period, who has yet to send, and figures over it.
 */
#include "report/incoming.h"

#include <stdlib.h>

#include "report/cell.h"
#include "report_gather_sql.h"

enum { NAMES = 20 };

bool report_incoming_read(struct db_read *r, enum lang lang, const struct report_about *about,
	report_came_list *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct report_incoming_rows rows;

	*out = (report_came_list){ 0 };
	if (!report_incoming(r, about->agency, about->period, about->plan, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct report_came *c = LIST_ADD(a, out);

		*c = (struct report_came){ .report = x->id,
			.round = x->round,
			.agency = x->agency_id,
			.agency_name = x->agency_name,
			.number = x->number,
			.digest = x->digest,
			.day = x->day,
			.state = report_state_of(x->state),
			.sent_back = x->sent_back };
		if (!report_content_read(a, lang, x->content, &c->content, e))
			return false;
	}
	return true;
}

/* --- who owes */

static struct report_ower *ower_of(struct arena *a, struct report_owers *o, int64_t agency)
{
	struct report_ower *x;

	LIST_EACH(y, &o->all)
		if (y->agency == agency)
			return y;
	x = LIST_ADD(a, &o->all);
	x->agency = agency;
	x->state = DUTY_NOT_OWED;
	return x;
}

bool report_is_missing(const struct report_ower *x)
{
	return x->sent_back || (!x->came && (x->state == DUTY_MISSING || x->state == DUTY_NOT_YET ||
						    x->state == DUTY_DUE_SOON));
}

/* Of two duties the one that is still open tells. */
static bool tells_more(const struct report_ower *now, const struct duty_item *item)
{
	return now->state == DUTY_NOT_OWED || item->state == DUTY_MISSING;
}

/* A duty's items for the period; no lines where it is not owed for that one. */
static bool items_of(struct db_read *r, enum lang lang, struct str period_code,
	const struct report_owed_row *x, struct duty_table *out, struct err *e)
{
	struct duty_by_id_row d = { .id = x->id,
		.plan_id = x->plan_id,
		.title = x->title,
		.owed_by = x->owed_by,
		.place_code = x->place_code,
		.to_id = x->to_id,
		.owed_to = x->owed_to,
		.system = x->system,
		.rule = x->rule,
		.valid_from = x->valid_from,
		.valid_to = x->valid_to,
		.version = x->version };
	struct duty_period period;
	duty_periods one = { 0 };
	bool found;

	*out = (struct duty_table){ 0 };
	if (!duty_period_find(r, lang, &d, period_code, &period, &found, e))
		return false;
	if (!found)
		return true;
	LIST_PUSH(db_read_arena(r), &one, period);
	return duty_table_read(r, &d, &one, date_today(), out, e);
}

static bool add_duty(struct db_read *r, enum lang lang, const struct report_about *about,
	const struct report_owed_row *x, struct report_owers *out, struct err *e)
{
	struct duty_table table;

	if (!items_of(r, lang, about->period, x, &table, e))
		return false;
	LIST_EACH(l, &table.lines) {
		const struct duty_item *item = &l->items[0];

		if (l->agency == about->agency || item->state == DUTY_WAIVED)
			continue;

		struct report_ower *o = ower_of(db_read_arena(r), out, l->agency);

		if (!tells_more(o, item))
			continue;
		o->name = l->name;
		o->last = item->last;
		o->state = item->state;
		o->days = item->days;
	}
	return true;
}

/* The duties by which the agency is reported to for the period. */
static bool owed_to(struct db_read *r, int64_t to, int64_t plan, struct str period_code,
	struct report_owed_rows *out, struct err *e)
{
	struct calendar_period period;

	*out = (struct report_owed_rows){ 0 };
	return !calendar_period_find(db_read_arena(r), period_code, &period) ||
	       report_owed(r, to, plan, period.system, out, e);
}

/* Of several duties the one that asks first tells. */
bool report_due_read(struct db_read *r, enum lang lang, const struct report_by_id_row *t,
	struct report_due *out, struct err *e)
{
	struct report_owed_rows rows;
	struct duty_table table;

	*out = (struct report_due){ 0 };
	if (!owed_to(r, t->to_id, t->plan_id, t->period, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		if (!items_of(r, lang, t->period, x, &table, e))
			return false;
		LIST_EACH(l, &table.lines)
			if (l->agency == t->agency_id && l->items[0].state != DUTY_NOT_OWED &&
				(!out->duty || date_cmp(l->items[0].last, out->item.last) < 0))
				*out = (struct report_due){ x->id, l->items[0] };
	}
	return true;
}

bool report_owers_read(struct db_read *r, enum lang lang, const struct report_about *about,
	const report_came_list *came, struct report_owers *out, struct err *e)
{
	struct report_owed_rows rows;

	*out = (struct report_owers){ 0 };
	if (!owed_to(r, about->agency, about->plan, about->period, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		if (!add_duty(r, lang, about, x, out, e))
			return false;
	LIST_EACH(c, came) {
		struct report_ower *o = ower_of(db_read_arena(r), out, c->agency);

		o->name = c->agency_name;
		o->came = o->came || !c->sent_back;
		o->sent_back = !o->came && c->sent_back;
	}
	LIST_EACH(o, &out->all)
		out->missing += report_is_missing(o);
	return true;
}

bool report_gathers(struct db_read *r, const struct report_about *about, bool *out, struct err *e)
{
	struct report_owers owers;
	report_came_list came;

	if (!report_incoming_read(r, LANG_VI, about, &came, e) ||
		!report_owers_read(r, LANG_VI, about, &came, &owers, e))
		return false;
	*out = owers.all.n > 0;
	return true;
}

/* --- figures */

struct gathering {
	struct arena *a;
	enum lang lang;
	const report_came_list *came;
	const struct report_owers *owers;
	struct report_figures *out;
};

static struct str sum_code(struct arena *a, struct str code)
{
	return str_fmt(a, "sum.%.*s", STR_ARG(code));
}

struct str report_sum_name(struct arena *a, enum lang lang, struct str code)
{
	struct str name = STR_NULL;

	if (str_starts(code, S("sum.")))
		name = report_figure_name(lang, str_sub(code, 4, code.n));
	return name.p ? TEXT(a, lang, T_report_f_sum, name) : STR_NULL;
}

/* An issue's figure as a line of a sum. */
static void add_issue(struct gathering *g, struct report_figure *f, const struct report_came *c,
	const struct report_figure *theirs)
{
	f->value += theirs->value;
	LIST_PUSH(g->a, &f->of,
		((struct report_counted){ .kind = S("report"),
			.id = c->report,
			.words = TEXT(g->a, LANG_VI,
				theirs->summed ? T_report_issue_sum_of : T_report_issue_of,
				c->agency_name, c->number),
			.day = c->day,
			.number = theirs->value,
			.round = c->round,
			.figure = theirs->code }));
}

static bool counts(const report_came_list *came, size_t at)
{
	const struct report_came *c = &came->v[at];

	if (c->sent_back)
		return false;
	for (size_t i = 0; i < at; i++)
		if (came->v[i].agency == c->agency && !came->v[i].sent_back)
			return false;
	return true;
}

/* Agencies, not reports: one may send on two plans. */
static int64_t agencies_in(const report_came_list *came)
{
	int64_t n = 0;

	for (size_t i = 0; i < came->n; i++)
		n += counts(came, i);
	return n;
}

/* What each says of itself, and what it has added up of those below it. */
static void add_sum(struct gathering *g, struct str code)
{
	struct str summed = sum_code(g->a, code);
	report_doubles doubles;
	struct report_figure *f = LIST_ADD(g->a, g->out);

	*f = (struct report_figure){ .code = summed,
		.token = TEXT(g->a, LANG_VI, T_report_k_sum, report_figure_token(code)),
		.name = report_sum_name(g->a, g->lang, summed),
		.summed = true };
	LIST_EACH(c, g->came) {
		const struct report_figure *own = report_figure(&c->content.figures, code);
		const struct report_figure *below = report_figure(&c->content.figures, summed);

		if (c->sent_back)
			continue;
		if (own)
			add_issue(g, f, c, own);
		if (below && below->of.n)
			add_issue(g, f, c, below);
	}
	f->sum.given = agencies_in(g->came);
	f->sum.asked = (int64_t)g->owers->all.n;
	report_doubles_of(g->a, g->came, code, &doubles);
	LIST_EACH(d, &doubles)
		*(d->sure ? &f->sum.twice : &f->sum.maybe) += 1;
}

static struct report_counted ower_line(const struct report_ower *o)
{
	return (struct report_counted){
		.kind = S("agency"), .id = o->agency, .words = o->name, .day = o->last, .number = 1
	};
}

static void add_came(struct gathering *g)
{
	struct report_figure *f = LIST_ADD(g->a, g->out);

	*f = (struct report_figure){ .code = S("came"),
		.token = text_get(LANG_VI, T_report_k_came),
		.name = text_get(g->lang, T_report_f_came) };
	for (size_t i = 0; i < g->came->n; i++) {
		const struct report_came *c = &g->came->v[i];

		if (!counts(g->came, i))
			continue;
		f->value++;
		LIST_PUSH(g->a, &f->of,
			((struct report_counted){ .kind = S("report"),
				.id = c->report,
				.words = TEXT(g->a, LANG_VI, T_report_issue_of, c->agency_name,
					c->number),
				.day = c->day,
				.number = 1,
				.round = c->round,
				.figure = S("") }));
	}
}

static void add_asked(struct gathering *g)
{
	struct report_figure *f = LIST_ADD(g->a, g->out);

	*f = (struct report_figure){ .code = S("asked"),
		.token = text_get(LANG_VI, T_report_k_asked),
		.name = text_get(g->lang, T_report_f_asked),
		.value = (int64_t)g->owers->all.n };
	LIST_EACH(o, &g->owers->all)
		LIST_PUSH(g->a, &f->of, ower_line(o));
}

/* A list of names: the draft says who is missing, and goes on saying it as reports come in. */
static void add_missing(struct gathering *g)
{
	struct report_figure *f = LIST_ADD(g->a, g->out);
	struct buf names = { .arena = g->a };

	*f = (struct report_figure){ .code = S("missing"),
		.token = text_get(LANG_VI, T_report_k_missing),
		.name = text_get(g->lang, T_report_f_missing),
		.value = (int64_t)g->owers->missing };
	LIST_EACH(o, &g->owers->all) {
		if (!report_is_missing(o))
			continue;
		LIST_PUSH(g->a, &f->of, ower_line(o));
		if (f->of.n > NAMES)
			continue;
		if (names.n)
			buf_addz(&names, ", ");
		buf_add(&names, o->name);
	}
	if (f->of.n > NAMES)
		buf_add(&names, TEXT(g->a, LANG_VI, T_report_d_more_agencies,
					str_fmt(g->a, "%zu", f->of.n - NAMES)));
	f->shown = f->of.n ? buf_str(&names) : text_get(LANG_VI, T_report_d_nobody_missing);
}

/* "Bộ Y tế: lượt người" in the words: of the issue that agency sent. */
static void add_named(struct gathering *g, struct str token)
{
	struct report_figure *f = NULL;

	token = str_trim(token);
	if (report_figure_named(g->out, token))
		return;
	LIST_EACH(c, g->came) {
		struct str name = c->agency_name;
		const struct report_figure *theirs;

		if (c->sent_back || !str_starts(token, name) || token.n <= name.n + 1 ||
			token.p[name.n] != ':')
			continue;
		theirs = report_figure_named(
			&c->content.figures, str_sub(token, name.n + 1, token.n));
		if (!theirs)
			continue;
		if (!f) {
			f = LIST_ADD(g->a, g->out);
			*f = (struct report_figure){ .code = str_fmt(g->a, "a%lld.%.*s",
							     (long long)c->agency,
							     STR_ARG(theirs->code)),
				.token = str_dup(g->a, token),
				.name = str_fmt(
					g->a, "%.*s: %.*s", STR_ARG(name), STR_ARG(theirs->name)),
				.shown = theirs->shown };
		} else {
			f->shown = STR_NULL;
		}
		add_issue(g, f, c, theirs);
	}
}

bool report_figures_incoming(struct db_read *r, enum lang lang, const struct report_about *about,
	struct report_figures *out, struct err *e)
{
	struct report_owers owers;
	report_came_list came;
	struct gathering g = { db_read_arena(r), lang, &came, &owers, out };
	struct str token;
	size_t at = 0;

	if (!report_incoming_read(r, lang, about, &came, e) ||
		!report_owers_read(r, lang, about, &came, &owers, e))
		return false;
	if (owers.all.n) {
		add_came(&g);
		add_asked(&g);
		add_missing(&g);
		for (size_t i = 0; report_figure_code(i); i++)
			add_sum(&g, str_z(report_figure_code(i)));
		while (report_next_token(about->words, &at, &token))
			add_named(&g, token);
	}
	return report_figures_cells(r, lang, about, &owers, out, e);
}

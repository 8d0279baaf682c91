/*
 * The form for an activity: what it asks for by its kind, and what stands in it at first. Made
 * for a phone: own agency, own commune, today and the task used last stand already.
 */
#include <stdlib.h>

#include "activity/activity_form_web.h"

#include "base/viet.h"
#include "place_sql.h"
#include "urls.h"
#include "web/out.h"

enum { TASKS_READ = 400, TASKS_SHOWN = 60, AGENCIES = 200 };

/* Whether a box of the form that is shown again was ticked. */
static bool ticked(const struct request *rq, struct str slot)
{
	for (size_t i = 0; i < rq->n_form; i++)
		if (str_eq(rq->form[i].name, S("na")) && str_eq(rq->form[i].value, slot))
			return true;
	return false;
}

static struct str first_value(struct request *rq, const struct activity_ask *ask,
	const struct activity_answer *x, bool fresh)
{
	if (ask->field->type == ACTIVITY_COUNT)
		return x->state == ACTIVITY_KNOWN ? str_fmt(rq->arena, "%lld", (long long)x->number)
		       : x->state == ACTIVITY_MISSING && !fresh && ask->need ? S("?")
									     : STR_NULL;
	return x->words.n ? x->words : ask->preset;
}

static void add_options(struct request *rq, struct activity_input *x)
{
	LIST_PUSH(rq->arena, &x->options,
		((struct option){ S(""), text_get(rq->lang, T_activity_not_said), !x->value.n }));
	LIST_EACH(o, &x->field->options)
		LIST_PUSH(rq->arena, &x->options,
			((struct option){ o->code, o->name[rq->lang], str_eq(o->code, x->value) }));
}

static void add_input(struct request *rq, const struct activity_said *s, size_t i, bool fresh,
	struct activity_form_page *page)
{
	const struct activity_ask *ask = &s->kind->asks[i];
	const struct activity_field *f = ask->field;
	struct activity_input x = { .field = f, .label = f->name[rq->lang], .need = ask->need };

	x.slot = str_fmt(rq->arena, "%zu", i + 1);
	x.name = str_c(rq->arena, str_fmt(rq->arena, "v%zu", i + 1));
	x.value = request_value(rq, x.name, first_value(rq, ask, &s->answers[i], fresh));
	x.na = rq->n_form ? ticked(rq, x.slot) : s->answers[i].state == ACTIVITY_NA;
	x.part = f->of != NULL;
	if (f->type == ACTIVITY_CHOICE)
		add_options(rq, &x);
	if (f->type != ACTIVITY_COUNT)
		LIST_PUSH(rq->arena, &page->words, x);
	else if (str_eq(f->axis, S("force")))
		LIST_PUSH(rq->arena, &page->parts, x);
	else
		LIST_PUSH(rq->arena, &page->figures, x);
}

/* --- the task */

struct scored {
	const struct activity_tasks_row *row;
	int score;
	size_t nth;
};

static int by_score(const void *x, const void *y)
{
	const struct scored *a = x, *b = y;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return a->nth < b->nth ? -1 : 1;
}

static int score_of(struct request *rq, const struct activity_kind *k,
	const struct activity_tasks_row *t, int64_t chosen)
{
	if (t->id == chosen)
		return 1 << 20;
	return activity_likeness(k, viet_fold(rq->arena, t->words)) * 8 + (t->lead ? 2 : 0) -
	       (t->far > 0 ? 1 : 0);
}

static void add_tasks(struct request *rq, const struct scored *v, size_t n, int64_t chosen,
	struct activity_form_page *page)
{
	bool any = false;

	for (size_t i = 0; i < n && i < TASKS_SHOWN; i++) {
		const struct activity_tasks_row *t = v[i].row;

		any |= t->id == chosen;
		LIST_PUSH(rq->arena, &page->tasks,
			((struct option){ str_fmt(rq->arena, "%lld", (long long)t->id),
				activity_task_label(rq, t->path, t->words, t->plan_number),
				t->id == chosen }));
	}
	LIST_PUSH(rq->arena, &page->tasks,
		((struct option){ S("0"), text_get(rq->lang, T_activity_no_task_yet), !any }));
}

/* Likeliest first. What was typed stands; else what is said; else the account's last of this
 * kind; else the likeliest, and the form says that it is proposed. */
static bool fill_tasks(struct request *rq, const struct activity_said *s, bool fresh,
	struct activity_form_page *page, struct err *e)
{
	struct activity_tasks_rows *rows = NEW(rq->arena, struct activity_tasks_rows);
	struct activity_last_task_row last;
	struct str typed = request_value(rq, "task", STR_NULL);
	int64_t chosen = s->task;
	bool found = false;

	if (!activity_tasks(rq->read, s->agency, TASKS_READ, rows, e) ||
		!activity_last_task(rq->read, rq->actor.account, s->kind->code, &last, &found, e))
		return false;
	if (typed.p && !str_to_int(typed, &chosen))
		chosen = 0;
	else if (!typed.p && fresh && !chosen && found)
		chosen = last.task_id;
	struct scored *v = NEW_N(rq->arena, struct scored, rows->n + 1);

	for (size_t i = 0; i < rows->n; i++)
		v[i] = (struct scored){ &rows->v[i], score_of(rq, s->kind, &rows->v[i], chosen),
			i };
	if (rows->n)
		qsort(v, rows->n, sizeof(*v), by_score);
	if (!typed.p && fresh && !chosen && rows->n && v[0].score >= 8) {
		chosen = v[0].row->id;
		page->suggested = true;
	}
	page->no_tasks = rows->n == 0;
	add_tasks(rq, v, rows->n, chosen, page);
	return true;
}

/* --- where and when */

static void add_place(struct request *rq, struct activity_form_page *page, struct str code,
	struct str name, struct str chosen)
{
	LIST_PUSH(rq->arena, &page->places, ((struct option){ code, name, str_eq(code, chosen) }));
}

static bool add_places_of(struct request *rq, const struct activity_kind *k, struct str province,
	struct date day, struct str chosen, struct activity_form_page *page, struct err *e)
{
	struct activity_places_rows rows;

	if (!activity_places(rq->read, province, day, &rows, e))
		return false;
	LIST_EACH(p, &rows)
		if (!k->province || str_eq(p->kind, S("province")))
			add_place(rq, page, p->code, p->full_name, chosen);
	return true;
}

static bool add_provinces(struct request *rq, struct date day, struct str chosen, struct str opened,
	struct activity_form_page *page, struct err *e)
{
	struct place_provinces_rows rows;

	if (!place_provinces(rq->read, day, &rows, e))
		return false;
	LIST_EACH(p, &rows) {
		LIST_PUSH(rq->arena, &page->provinces,
			((struct option){ p->code, p->full_name, str_eq(p->code, opened) }));
		if (!str_eq(p->code, opened))
			add_place(rq, page, p->code, p->full_name, chosen);
	}
	return true;
}

static struct str label_on(const struct option *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].on)
			return v[i].label;
	return STR_NULL;
}

/* The map is that of the last day, as typed. */
static bool fill_place(struct request *rq, const struct activity_said *s,
	const struct activity_agency_row *agency, struct str province,
	struct activity_form_page *page, struct err *e)
{
	struct date day = s->ends;
	struct str typed = request_value(rq, "ends", STR_NULL), chosen;

	if (typed.n && !date_parse_vi(typed, &day) && !date_parse_iso(typed, &day))
		day = s->ends;
	chosen = request_value(rq, "place", s->place.p ? s->place : S(""));
	page->nation = !agency->province_code.n;
	page->nation_province = province;
	if (!page->nation)
		return add_places_of(rq, s->kind, agency->province_code, day, chosen, page, e);
	add_place(rq, page, S(""), text_get(rq->lang, T_activity_whole_country), chosen);
	return (!province.n || add_places_of(rq, s->kind, province, day, chosen, page, e)) &&
	       add_provinces(rq, day, chosen, province, page, e);
}

static bool fill_agencies(struct request *rq, struct activity_form_page *page, struct err *e)
{
	struct activity_agencies_rows rows;

	if (!activity_agencies(rq->read, rq->actor.account, rq->actor.agency, date_today(),
		    AGENCIES, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->agencies,
			((struct option){ str_fmt(rq->arena, "%lld", (long long)x->id), x->name,
				x->id == page->agency }));
	return true;
}

static void add_gap(struct request *rq, struct activity_form_page *page, const char *code,
	enum text_id text, struct str chosen)
{
	LIST_PUSH(rq->arena, &page->gaps,
		((struct option){
			str_z(code), text_get(rq->lang, text), str_eq(str_z(code), chosen) }));
}

static void fill_gaps(
	struct request *rq, const struct activity_said *s, struct activity_form_page *page)
{
	struct str chosen = request_value(rq, "gap", s->gap.p ? s->gap : S(""));

	add_gap(rq, page, "", T_activity_gap_none, chosen);
	add_gap(rq, page, "unknown", T_activity_gap_unknown, chosen);
	add_gap(rq, page, "estimate", T_activity_gap_estimate, chosen);
	add_gap(rq, page, "other", T_activity_gap_other, chosen);
}

/* A refusal in the closed part opens it. */
static bool in_closed_part(const struct request *rq)
{
	static const char *const names[] = { "place", "starts", "ends", "title", "source" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq(rq->field, str_z(names[i])))
			return true;
	return false;
}

bool activity_fill_form(struct request *rq, const struct activity_said *s, struct str province,
	struct activity_form_page *page, struct err *e)
{
	struct activity_agency_row agency;
	bool fresh = page->id == 0, found;

	if (!activity_agency(rq->read, s->agency, &agency, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	page->kind = s->kind;
	page->agency = s->agency;
	page->agency_name = agency.name;
	page->starts = date_vi(rq->arena, s->starts);
	page->ends = date_vi(rq->arena, s->ends);
	page->title = s->title;
	page->source = s->source;
	page->draft = s->draft;
	for (size_t i = 0; i < s->kind->n_asks; i++)
		add_input(rq, s, i, fresh, page);
	LIST_EACH(x, &page->words)
		page->more_words |= !x->need;
	page->has_gap = request_value(rq, "gap", s->gap).n > 0;
	fill_gaps(rq, s, page);
	if (!fill_tasks(rq, s, fresh, page, e) || !fill_place(rq, s, &agency, province, page, e) ||
		!fill_agencies(rq, page, e))
		return false;
	struct str place = label_on(page->places.v, page->places.n);

	page->where = place.n ? str_fmt(rq->arena, "%.*s, %.*s", STR_ARG(place),
					STR_ARG(page->ends))
			      : page->ends;
	page->open = in_closed_part(rq) || province.n || !place.n;
	return true;
}

bool activity_input_bad(const struct out *o, const struct activity_input *x)
{
	return str_eq(o->rq->field, str_z(x->name)) && o->rq->refusal;
}

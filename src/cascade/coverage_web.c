/*
 * Coverage: of a national plan by task and by province, of a province's plan against the
 * national one.
 */
#include "cascade/coverage_web.h"

#include "cascade_routes.h"
#include "urls.h"

enum { BRIEF = 140 };

static const struct {
	enum text_id text;
	enum chip chip;
} classes[COVERAGE_CLASSES] = {
	[COVERAGE_TAKEN] = { T_cascade_taken, CHIP_OK },
	[COVERAGE_WAITING] = { T_cascade_waiting, CHIP_SOON },
	[COVERAGE_GAP] = { T_cascade_gap, CHIP_LATE },
	[COVERAGE_NO_PLAN] = { T_cascade_no_plan_here, CHIP_NONE },
	[COVERAGE_UNSEEN] = { T_cascade_unseen, CHIP_SEALED },
	[COVERAGE_NOT_ADDRESSED] = { T_cascade_not_addressed, CHIP_PLAIN },
	[COVERAGE_UNASSIGNED] = { T_cascade_unassigned, CHIP_NONE },
};

enum chip coverage_chip(enum coverage_class c)
{
	return classes[c].chip;
}

enum text_id coverage_class_text(enum coverage_class c)
{
	return classes[c].text;
}

static struct coverage_line line_of(struct request *rq, const struct cascade_cover_tasks_row *t)
{
	return (struct coverage_line){ .id = t->id,
		.label = plan_path_label(rq->arena, rq->lang, t->path),
		.brief = plan_brief(rq->arena, t->words, BRIEF),
		.words = t->words,
		.addressed = t->addressed,
		.assigned = t->assigned };
}

static void add_refs(struct request *rq, struct coverage_line *l, const struct coverage_cell *cell,
	struct str place)
{
	LIST_EACH(x, &cell->links)
		LIST_PUSH(rq->arena, &l->refs,
			((struct cascade_ref){ .id = (*x)->lower_task,
				.label = plan_path_label(rq->arena, rq->lang, (*x)->path),
				.place = place,
				.done = (*x)->done,
				.waiting = !str_eq((*x)->state, S("confirmed")) }));
}

/* Its class over all provinces: taken up where one has; a gap where none of those that have a
 * plan has. */
static enum coverage_class class_over_all(const struct coverage_task *t)
{
	static const enum coverage_class order[] = { COVERAGE_TAKEN, COVERAGE_WAITING, COVERAGE_GAP,
		COVERAGE_UNASSIGNED, COVERAGE_NOT_ADDRESSED, COVERAGE_UNSEEN };

	for (size_t i = 0; i < COUNT(order); i++)
		if (t->counts[order[i]])
			return order[i];
	return !t->row->assigned    ? COVERAGE_UNASSIGNED
	       : !t->row->addressed ? COVERAGE_NOT_ADDRESSED
				    : COVERAGE_NO_PLAN;
}

static void add_task(struct request *rq, struct coverage_page *page, size_t t, size_t only,
	enum coverage_class show)
{
	const struct coverage *c = &page->down;
	const struct coverage_task *task = &c->tasks.v[t];
	struct coverage_line l = line_of(rq, task->row);

	l.class = only == SIZE_MAX ? class_over_all(task) : coverage_at(c, t, only)->class;
	page->counts[l.class]++;
	l.taken = task->counts[COVERAGE_TAKEN];
	l.done = task->done;
	l.waiting = task->counts[COVERAGE_WAITING];
	l.gap = task->counts[COVERAGE_GAP];
	for (size_t p = 0; p < c->places.n; p++) {
		const struct coverage_cell *cell = coverage_at(c, t, p);

		if (only != SIZE_MAX && p != only)
			continue;
		add_refs(rq, &l, cell, only == SIZE_MAX ? c->places.v[p].name : STR_NULL);
		if (cell->class == COVERAGE_GAP)
			LIST_PUSH(rq->arena, &l.gaps, c->places.v[p].name);
		page->done += only != SIZE_MAX && cell->done;
	}
	/* a gap somewhere is a gap to be seen, also of a task that others have taken up */
	if (show == COVERAGE_CLASSES || show == l.class || (show == COVERAGE_GAP && l.gaps.n))
		LIST_PUSH(rq->arena, &page->lines, l);
}

static void add_options(struct request *rq, struct coverage_page *page, enum coverage_class show)
{
	LIST_PUSH(rq->arena, &page->classes,
		((struct option){
			S(""), TEXT(rq->arena, rq->lang, T_cascade_all_classes), false }));
	for (enum coverage_class c = 0; c < COVERAGE_CLASSES; c++)
		LIST_PUSH(rq->arena, &page->classes,
			((struct option){ str_z(coverage_class_word(c)),
				text_get(rq->lang, classes[c].text), c == show }));
	if (page->kind != COVERAGE_DOWN)
		return;
	LIST_PUSH(rq->arena, &page->provinces,
		((struct option){
			S(""), TEXT(rq->arena, rq->lang, T_cascade_all_provinces), false }));
	LIST_EACH(p, &page->down.places)
		LIST_PUSH(rq->arena, &page->provinces,
			((struct option){ p->code, p->name, str_eq(p->code, page->province) }));
}

static bool fill_down(struct request *rq, struct str province, enum coverage_class show,
	struct coverage_page *page, struct err *e)
{
	struct coverage *c = &page->down;
	size_t only = SIZE_MAX;

	if (!coverage_down(rq->read, page->head.id, rq->actor.account, c, e))
		return false;
	for (size_t p = 0; province.n && p < c->places.n; p++)
		if (str_eq(c->places.v[p].code, province)) {
			only = p;
			page->province = province;
			page->province_name = c->places.v[p].name;
		}
	if (province.n && only == SIZE_MAX)
		return FAIL(e, ERR_ABSENT, T_cascade_no_province);
	for (size_t t = 0; t < c->tasks.n; t++)
		add_task(rq, page, t, only, show);
	return true;
}

static void add_up(struct request *rq, const struct coverage_up_task *t, bool upper,
	enum coverage_class show, coverage_lines *out)
{
	struct coverage_line l = line_of(rq, t->row);

	if (show != COVERAGE_CLASSES && show != t->class)
		return;
	l.class = t->class;
	LIST_EACH(x, &t->links) {
		const struct cascade_links_row *r = *x;

		LIST_PUSH(rq->arena, &l.refs,
			((struct cascade_ref){ .id = upper ? r->lower_task : r->upper_task,
				.label = plan_path_label(
					rq->arena, rq->lang, upper ? r->lower_path : r->upper_path),
				.waiting = !str_eq(r->state, S("confirmed")) }));
	}
	LIST_PUSH(rq->arena, out, l);
}

static bool fill_up(
	struct request *rq, enum coverage_class show, struct coverage_page *page, struct err *e)
{
	struct coverage_up up;

	page->above_name = plan_number_text(rq->arena, rq->lang, page->above.plan.number);
	if (!coverage_up(rq->read, page->head.id, page->above.id, &up, e))
		return false;
	memcpy(page->counts, up.counts, sizeof(up.counts));
	page->own = up.own;
	LIST_EACH(t, &up.upper)
		add_up(rq, t, true, show, &page->lines);
	LIST_EACH(t, &up.lower)
		if (t->class == COVERAGE_GAP)
			add_up(rq, t, false, COVERAGE_CLASSES, &page->own_lines);
	return true;
}

/* ROUTE plan_coverage
 * GET        /plans/{plan:int}/coverage
 * query      view:word? show:word? province:word?
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       cascade_coverage_page
 * json       cascade_coverage_json /api/v1/plans/{plan}/coverage
 * export     cascade_coverage_sheet
 * title      cascade.coverage
 */
bool plan_coverage(struct request *rq, const struct plan_coverage_in *in,
	struct coverage_page *page, struct err *e)
{
	enum coverage_class show = in->show.n ? coverage_class_of(in->show) : COVERAGE_CLASSES;
	struct plan_by_id_row plan;
	bool ok = true;

	if (in->show.n && show == COVERAGE_CLASSES)
		return FAIL(e, ERR_INPUT, T_cascade_bad_show);
	if (!plan_head_load(
		    rq->read, rq->lang, rq->actor.account, in->plan, &page->head, &plan, e) ||
		!cascade_upper(rq->read, in->plan, rq->actor.account, &page->above, e))
		return false;
	page->kind = page->above.id	? COVERAGE_UP
		     : !plan.province.p ? COVERAGE_DOWN
					: COVERAGE_NEITHER;
	page->by_place = str_eq(in->view, S("provinces"));
	if (page->kind == COVERAGE_DOWN)
		ok = fill_down(rq, in->province, show, page, e);
	else if (page->kind == COVERAGE_UP)
		ok = fill_up(rq, show, page, e);
	add_options(rq, page, show);
	page->head.tab = PLAN_TAB_COVERAGE;
	request_title(rq, TEXT(rq->arena, rq->lang, T_cascade_coverage_of, page->head.name));
	return ok;
}

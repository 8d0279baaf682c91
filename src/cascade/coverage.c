#include "cascade/coverage.h"

static const char *const words[COVERAGE_CLASSES] = { "taken", "waiting", "gap", "no_plan", "unseen",
	"not_addressed", "unassigned" };

const char *coverage_class_word(enum coverage_class c)
{
	return words[c];
}

enum coverage_class coverage_class_of(struct str word)
{
	enum coverage_class c = 0;

	while (c < COVERAGE_CLASSES && !str_eq(word, str_z(words[c])))
		c++;
	return c;
}

static bool confirmed(struct str state)
{
	return str_eq(state, S("confirmed"));
}

/* --- down: a national plan */

static struct coverage_place *place_of(const struct coverage *c, struct str province)
{
	LIST_EACH(p, &c->places)
		if (province.p && str_eq(p->code, province))
			return p;
	return NULL;
}

static void put_plans(struct coverage *c, const struct cascade_lowers_rows *lowers)
{
	LIST_EACH(l, lowers) {
		struct coverage_place *p = place_of(c, l->province);

		if (!p) {
			c->others += l->province.p == NULL;
			continue;
		}
		c->with_plan += p->plan == NULL;
		if (!p->plan || (l->seen && !p->plan->seen))
			p->plan = l;
	}
}

static enum coverage_class empty_class(
	const struct cascade_cover_tasks_row *t, const struct coverage_place *p)
{
	if (!t->assigned)
		return COVERAGE_UNASSIGNED;
	if (!t->addressed)
		return COVERAGE_NOT_ADDRESSED;
	if (!p->plan)
		return COVERAGE_NO_PLAN;
	return p->plan->seen ? COVERAGE_GAP : COVERAGE_UNSEEN;
}

/* A task is done in a province when every task that takes it up there is. */
static void put_link(
	struct arena *a, struct coverage_cell *cell, const struct cascade_cover_links_row *x)
{
	bool first = cell->class != COVERAGE_TAKEN;

	LIST_PUSH(a, &cell->links, x);
	if (confirmed(x->state)) {
		cell->class = COVERAGE_TAKEN;
		cell->done = x->done && (first || cell->done);
	} else if (first) {
		cell->class = COVERAGE_WAITING;
	}
}

static void count(struct coverage *c)
{
	for (size_t t = 0; t < c->tasks.n; t++)
		for (size_t p = 0; p < c->places.n; p++) {
			const struct coverage_cell *cell = coverage_at(c, t, p);

			c->tasks.v[t].counts[cell->class]++;
			c->tasks.v[t].done += cell->done;
			c->places.v[p].counts[cell->class]++;
			c->places.v[p].done += cell->done;
		}
}

static void fill_cells(
	struct arena *a, struct coverage *c, const struct cascade_cover_links_rows *links)
{
	size_t t = 0;

	c->cells = NEW_N(a, struct coverage_cell, c->tasks.n * c->places.n + 1);
	for (size_t i = 0; i < c->tasks.n; i++)
		for (size_t p = 0; p < c->places.n; p++)
			coverage_at(c, i, p)->class = empty_class(
				c->tasks.v[i].row, &c->places.v[p]);
	/* both in the order of the national plan */
	LIST_EACH(x, links) {
		struct coverage_place *p = place_of(c, x->province);

		while (t < c->tasks.n && c->tasks.v[t].row->id != x->upper_task)
			t++;
		if (t == c->tasks.n)
			return;
		if (p)
			put_link(a, coverage_at(c, t, (size_t)(p - c->places.v)), x);
	}
}

bool coverage_down(
	struct db_read *r, int64_t plan, int64_t account, struct coverage *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct cascade_cover_tasks_rows tasks;
	struct cascade_cover_places_rows places;
	struct cascade_lowers_rows *lowers = NEW(a, struct cascade_lowers_rows);
	struct cascade_cover_links_rows links;

	*out = (struct coverage){ 0 };
	if (!cascade_cover_tasks(r, plan, &tasks, e) ||
		!cascade_cover_places(r, plan, &places, e) ||
		!cascade_lowers(r, plan, account, lowers, e) ||
		!cascade_cover_links(r, plan, account, &links, e))
		return false;
	LIST_EACH(t, &tasks)
		LIST_PUSH(a, &out->tasks, ((struct coverage_task){ .row = t }));
	LIST_EACH(p, &places)
		LIST_PUSH(a, &out->places,
			((struct coverage_place){ .code = p->code, .name = p->name }));
	put_plans(out, lowers);
	fill_cells(a, out, &links);
	count(out);
	return true;
}

/* --- up: the plan of a province */

static enum coverage_class class_of(const struct coverage_up_task *t, enum coverage_class otherwise)
{
	LIST_EACH(x, &t->links)
		if (confirmed((*x)->state))
			return COVERAGE_TAKEN;
	return t->links.n ? COVERAGE_WAITING : otherwise;
}

static void add_tasks(struct arena *a, const struct cascade_cover_tasks_rows *rows,
	const struct cascade_links_rows *links, bool upper, struct coverage_up *out)
{
	LIST_EACH(t, rows) {
		struct coverage_up_task x = { .row = t };

		LIST_EACH(l, links)
			if ((upper ? l->upper_task : l->lower_task) == t->id &&
				!str_eq(l->state, S("rejected")))
				LIST_PUSH(a, &x.links, l);
		if (upper) {
			x.class = class_of(&x, !t->assigned    ? COVERAGE_UNASSIGNED
					       : !t->addressed ? COVERAGE_NOT_ADDRESSED
							       : COVERAGE_GAP);
			out->counts[x.class]++;
			LIST_PUSH(a, &out->upper, x);
		} else {
			x.class = class_of(&x, COVERAGE_GAP);
			out->own += x.class == COVERAGE_GAP;
			LIST_PUSH(a, &out->lower, x);
		}
	}
}

bool coverage_up(
	struct db_read *r, int64_t lower, int64_t upper, struct coverage_up *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct cascade_cover_tasks_rows upper_tasks, lower_tasks;
	struct cascade_links_rows links;

	*out = (struct coverage_up){ 0 };
	if (!cascade_cover_tasks(r, upper, &upper_tasks, e) ||
		!cascade_cover_tasks(r, lower, &lower_tasks, e) ||
		!cascade_links(r, lower, upper, &links, e))
		return false;
	add_tasks(a, &upper_tasks, &links, true, out);
	add_tasks(a, &lower_tasks, &links, false, out);
	return true;
}

/* --- one task */

/* Rows come province by province. */
static void count_provinces(struct cascade_task_links *out)
{
	for (size_t i = 0; i < out->lowers.n;) {
		struct str province = out->lowers.v[i].province;
		bool taken = false, done = true;

		for (; i < out->lowers.n && str_eq(out->lowers.v[i].province, province); i++)
			if (confirmed(out->lowers.v[i].state)) {
				taken = true;
				done &= out->lowers.v[i].done;
			}
		if (!province.p)
			continue;
		out->taken += taken;
		out->done += taken && done;
		out->waiting += !taken;
	}
}

bool cascade_of_task(struct db_read *r, int64_t task, int64_t account,
	struct cascade_task_links *out, struct err *e)
{
	struct cascade_task_plan_row plan;
	struct cascade_cover_places_rows places;
	bool found;

	*out = (struct cascade_task_links){ 0 };
	if (!cascade_task_uppers(r, task, account, &out->uppers, e) ||
		!cascade_task_lowers(r, task, account, &out->lowers, e) ||
		!cascade_task_plan(r, task, &plan, &found, e))
		return false;
	count_provinces(out);
	if (!found || !out->lowers.n)
		return true;
	if (!cascade_cover_places(r, plan.plan_id, &places, e))
		return false;
	out->provinces = (int64_t)places.n;
	return true;
}

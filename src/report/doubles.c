/*
 * What two of the reports that came in counted both.
 */
#include "report/incoming.h"

#include <stdlib.h>

/* Two agencies that each say "we all did this" would give pairs without end. */
enum { DOUBLES_MAX = 500 };

struct seen {
	size_t issue;
	const struct report_counted *x;
};

static int by_thing(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	int order = str_cmp(x->x->kind, y->x->kind);

	if (!order)
		order = (x->x->id > y->x->id) - (x->x->id < y->x->id);
	return order ? order : (x->issue > y->issue) - (x->issue < y->issue);
}

static int by_place(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	int order = str_cmp(x->x->place, y->x->place);

	if (!order)
		order = str_cmp(x->x->what, y->x->what);
	if (!order)
		order = date_cmp(x->x->from, y->x->from);
	return order ? order : by_thing(a, b);
}

typedef LIST(struct seen) seen_list;

static void add(struct arena *a, const report_came_list *came, const struct seen *x,
	const struct seen *y, bool sure, report_doubles *out)
{
	if (out->n < DOUBLES_MAX)
		LIST_PUSH(a, out,
			((struct report_double){
				&came->v[x->issue], &came->v[y->issue], x->x, y->x, sure }));
}

/* Each beyond the first is one too many. */
static void find_same(
	struct arena *a, const report_came_list *came, seen_list *all, report_doubles *out)
{
	qsort(all->v, all->n, sizeof(*all->v), by_thing);
	for (size_t i = 1; i < all->n; i++) {
		const struct seen *x = &all->v[i - 1], *y = &all->v[i];

		if (x->issue != y->issue && x->x->id == y->x->id && str_eq(x->x->kind, y->x->kind))
			add(a, came, x, y, true, out);
	}
}

static bool alike(const struct seen *x, const struct seen *y)
{
	return str_eq(x->x->place, y->x->place) && str_eq(x->x->what, y->x->what);
}

/* Another agency's of the same kind at the same place, before the first was over. */
static void find_alike(
	struct arena *a, const report_came_list *came, seen_list *all, report_doubles *out)
{
	qsort(all->v, all->n, sizeof(*all->v), by_place);
	for (size_t i = 0; i < all->n; i++) {
		const struct seen *x = &all->v[i];

		if (!x->x->place.n || !x->x->what.n)
			continue;
		for (size_t k = i + 1; k < all->n && alike(x, &all->v[k]); k++) {
			const struct seen *y = &all->v[k];

			if (date_cmp(y->x->from, x->x->day) > 0)
				break;
			if (x->issue != y->issue && x->x->id != y->x->id) {
				add(a, came, x, y, false, out);
				break;
			}
		}
	}
}

void report_doubles_of(
	struct arena *a, const report_came_list *came, struct str figure, report_doubles *out)
{
	seen_list all = { 0 };

	*out = (report_doubles){ 0 };
	for (size_t i = 0; i < came->n; i++) {
		const struct report_figure *f = report_figure(&came->v[i].content.figures, figure);

		if (!f || came->v[i].sent_back)
			continue;
		LIST_EACH(x, &f->of)
			LIST_PUSH(a, &all, ((struct seen){ i, x }));
	}
	if (all.n < 2)
		return;
	find_same(a, came, &all, out);
	find_alike(a, came, &all, out);
}

#include "form/gather.h"

#include <math.h>

#include "form/strand.h"
#include "place_sql.h"

/* What a place brings: a total of it, or what the reader reaches of it. */
struct source {
	int64_t place;
	struct str code, name, kind, province;
	struct str packed;
};
typedef LIST(struct source) sources;

struct gathering {
	struct db_read *read;
	struct arena *arena;
	const struct form_ask *ask;
	struct form_gathered *out;
	size_t cells;
	sources provinces, units; /* of a reader who does not see the whole, all of them */
	struct form_flows_rows flows;
};

static struct form_part *part_of(struct gathering *g, int64_t place, struct str code,
	struct str name, struct str kind, bool divided)
{
	LIST_EACH(p, &g->out->parts)
		if (p->place == place && p->divided == divided)
			return p;
	struct form_part *p = LIST_ADD(g->arena, &g->out->parts);

	*p = (struct form_part){ place, code, name, kind, divided,
		form_vector_new(g->arena, g->cells) };
	g->out->divided += divided;
	return p;
}

static bool add(struct gathering *g, struct form_part *p, const struct source *s, struct err *e)
{
	size_t n = g->out->ways.n, part = (size_t)(p - g->out->parts.v);

	if (!n || g->out->ways.v[n - 1].place != s->place || g->out->ways.v[n - 1].part != part)
		LIST_PUSH(g->arena, &g->out->ways, ((struct form_way){ s->place, part }));
	return form_vector_add_packed(&p->v, s->packed, e) &&
	       form_vector_add_packed(&g->out->total, s->packed, e);
}

static bool add_as_reported(
	struct gathering *g, const struct source *s, bool divided, struct err *e)
{
	return add(g, part_of(g, s->place, s->code, s->name, s->kind, divided), s, e);
}

/* --- what there is */

static bool read_totals(
	struct gathering *g, const char *level, struct str province, sources *out, struct err *e)
{
	const struct form_ask *k = g->ask;
	struct form_level_totals_rows rows;

	if (!form_level_totals(g->read, k->edition, str_z(level), k->system, k->upto, k->line,
		    province, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(g->arena, out,
			((struct source){ x->place_id, x->code, x->name, x->kind, x->province_code,
				x->vector }));
	return true;
}

static bool read_reached(struct gathering *g, struct err *e)
{
	const struct form_ask *k = g->ask;
	struct form_reached_rows rows;

	if (!form_reached(g->read, k->account, k->edition, k->system, k->upto, k->line, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct source unit = { x->place_id == DB_NULL ? 0 : x->place_id, x->code, x->name,
			x->kind, x->province_code, x->vector };

		LIST_PUSH(g->arena, &g->units, unit);
		if (x->province_id != DB_NULL)
			LIST_PUSH(g->arena, &g->provinces,
				((struct source){ x->province_id, x->province_code,
					x->province_name, S("province"), x->province_code,
					x->vector }));
	}
	return true;
}

/* The units under a province of the map the period had. */
static bool units_of(struct gathering *g, struct str province, sources *out, struct err *e)
{
	if (g->out->whole)
		return read_totals(g, "unit", province, out, e);
	LIST_EACH(x, &g->units)
		if (str_eq(x->province, province))
			LIST_PUSH(g->arena, out, *x);
	return true;
}

/* --- where the ground of a place lies on the asked map */

struct targets {
	const struct form_flows_row *v;
	size_t n;
};

/* Rows of one origin stand together. */
static struct targets targets_in(const struct form_flows_rows *rows, int64_t origin)
{
	struct targets t = { 0 };

	LIST_EACH(x, rows) {
		if (x->origin != origin)
			continue;
		if (!t.n)
			t.v = x;
		t.n++;
	}
	return t;
}

/* All of it went to one place; a share that says less is a part of it only. */
static bool is_whole(const struct targets *t)
{
	return t->n == 1 && (isnan(t->v->share) || t->v->share > 0.999999);
}

static const struct form_flows_row *province_named(struct gathering *g, struct str code)
{
	LIST_EACH(x, &g->flows)
		if (str_eq(x->code, code))
			return x;
	return NULL;
}

static bool one_province(const struct targets *t)
{
	for (size_t i = 1; i < t->n; i++)
		if (!str_eq(t->v[i].province_code, t->v[0].province_code))
			return false;
	return t->n > 0 && (t->n > 1 || is_whole(t));
}

/* --- the nation by provinces */

/* A province whose ground went to several: its units one by one. */
static bool divide_province(struct gathering *g, struct str province, struct err *e)
{
	struct form_flows_rows flows;
	sources units = { 0 };

	if (!units_of(g, province, &units, e) ||
		!form_flows(g->read, province, g->ask->upto, g->ask->map, &flows, e))
		return false;
	LIST_EACH(s, &units) {
		struct targets t = targets_in(&flows, s->place);
		const struct form_flows_row *to = one_province(&t)
							  ? province_named(g, t.v->province_code)
							  : NULL;
		bool ok = to ? add(g, part_of(g, to->id, to->code, to->name, to->kind, false), s, e)
			     : add_as_reported(g, s, true, e);

		if (!ok)
			return false;
	}
	return true;
}

static bool on_map(struct gathering *g, const struct source *s, struct err *e)
{
	struct targets t = targets_in(&g->flows, s->place);

	if (!is_whole(&t))
		return divide_province(g, s->code, e);
	return add(g, part_of(g, t.v->id, t.v->code, t.v->name, t.v->kind, false), s, e);
}

/* A province of the old map once, however many of its sheets there are. */
static bool is_first(const sources *all, const struct source *s)
{
	for (const struct source *x = all->v; x < s; x++)
		if (x->place == s->place)
			return false;
	return true;
}

static bool add_central(struct gathering *g, struct err *e)
{
	const struct form_ask *k = g->ask;
	struct form_central_rows rows;

	if (!g->out->whole) {
		LIST_EACH(s, &g->units)
			if (s->place == 0 && !add_as_reported(g, s, false, e))
				return false;
		return true;
	}
	if (!form_central(g->read, k->edition, k->system, k->upto, k->line, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct source s = { .packed = x->vector };

		if (!add_as_reported(g, &s, false, e))
			return false;
	}
	return true;
}

static bool gather_nation(struct gathering *g, struct err *e)
{
	bool mapped = date_given(g->ask->map);

	if (g->out->whole && !read_totals(g, "province", STR_NULL, &g->provinces, e))
		return false;
	LIST_EACH(s, &g->provinces) {
		struct targets t = targets_in(&g->flows, s->place);

		/* its units are taken one by one, once for all lines and sheets of it */
		if (mapped && !is_whole(&t) && !is_first(&g->provinces, s))
			continue;
		if (!(mapped ? on_map(g, s, e) : add_as_reported(g, s, false, e)))
			return false;
	}
	return add_central(g, e);
}

/* --- a province by units */

static bool add_unit(struct gathering *g, const struct form_flows_rows *flows,
	const struct source *s, struct err *e)
{
	struct targets t = targets_in(flows, s->place);
	bool inside = false;

	if (is_whole(&t) && str_eq(t.v->province_code, g->ask->province))
		return add(g, part_of(g, t.v->id, t.v->code, t.v->name, t.v->kind, false), s, e);
	for (size_t i = 0; i < t.n; i++)
		inside |= str_eq(t.v[i].province_code, g->ask->province);
	return !inside || is_whole(&t) || add_as_reported(g, s, true, e);
}

/* From every province of the period's map that shares ground with the one asked for. */
static bool gather_mapped_units(struct gathering *g, struct err *e)
{
	LIST_EACH(x, &g->flows) {
		struct form_flows_rows flows;
		struct place_by_id_row from;
		sources units = { 0 };
		bool found;

		if (!str_eq(x->code, g->ask->province))
			continue;
		if (!place_by_id(g->read, x->origin, &from, &found, e))
			return false;
		/* only provinces that were in force then have totals of that day */
		if (!found ||
			(date_given(from.valid_to) && date_cmp(from.valid_to, g->ask->upto) < 0) ||
			date_cmp(from.valid_from, g->ask->upto) > 0)
			continue;
		if (!units_of(g, from.code, &units, e) ||
			!form_flows(g->read, from.code, g->ask->upto, g->ask->map, &flows, e))
			return false;
		LIST_EACH(s, &units)
			if (!add_unit(g, &flows, s, e))
				return false;
	}
	return true;
}

static bool gather_units(struct gathering *g, struct err *e)
{
	sources units = { 0 };

	if (date_given(g->ask->map))
		return gather_mapped_units(g, e);
	if (!units_of(g, g->ask->province, &units, e))
		return false;
	LIST_EACH(s, &units)
		if (!add_as_reported(g, s, false, e))
			return false;
	return true;
}

bool form_gather(struct db_read *r, const struct form_ask *ask, size_t cells,
	struct form_gathered *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct gathering g = { .read = r, .arena = a, .ask = ask, .out = out, .cells = cells };
	struct form_whole_row whole;
	bool found;

	*out = (struct form_gathered){ .total = form_vector_new(a, cells) };
	if (!form_whole(r, ask->account, &whole, &found, e))
		return false;
	out->whole = whole.whole;
	if (!out->whole && !read_reached(&g, e))
		return false;
	if (date_given(ask->map) && !form_flows(r, STR_NULL, DATE_NONE, ask->map, &g.flows, e))
		return false;
	return ask->province.n ? gather_units(&g, e) : gather_nation(&g, e);
}

/* --- a cell through time */

static struct form_series_row *series_row(struct arena *a, struct form_series *s, size_t most,
	int64_t place, struct str code, struct str name, bool divided)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].place == place && s->rows[i].divided == divided)
			return &s->rows[i];
	s->rows[s->n] = (struct form_series_row){ place, code, name, divided,
		NEW_N(a, struct form_tally, most) };
	return &s->rows[s->n++];
}

/* Which row a place's figures go to: kept, for places come again every period. */
struct way {
	int64_t place;
	struct form_series_row *row;
};

struct tracing {
	struct arena *arena;
	struct form_series *out;
	struct form_flows_rows flows;
	bool mapped;
	LIST(struct way) ways;
	size_t next; /* places come in the same order every period */
};

static struct form_series_row *row_of(struct tracing *t, int64_t place)
{
	struct targets to = targets_in(&t->flows, place);
	size_t periods = t->out->periods.n;

	if (t->mapped && is_whole(&to))
		return series_row(
			t->arena, t->out, periods, to.v->id, to.v->code, to.v->name, false);
	return series_row(t->arena, t->out, periods, place, STR_NULL, STR_NULL, t->mapped);
}

static struct form_series_row *way_of(struct tracing *t, int64_t place)
{
	size_t i = t->next;

	while (i < t->ways.n && t->ways.v[i].place != place)
		i++;
	if (i == t->ways.n)
		for (i = 0; i < t->ways.n && t->ways.v[i].place != place;)
			i++;
	if (i == t->ways.n)
		LIST_PUSH(t->arena, &t->ways, ((struct way){ place, row_of(t, place) }));
	t->next = i + 1;
	return t->ways.v[i].row;
}

static bool trace(struct tracing *t, const form_points *points, struct err *e)
{
	size_t at = 0;

	LIST_EACH(x, points) {
		while (date_cmp(t->out->periods.v[at], x->period) != 0) {
			at++;
			t->next = 0;
		}
		if (!form_tally_add(&way_of(t, x->place)->v[at], &x->t, e))
			return false;
	}
	return true;
}

static bool name_rows(struct db_read *r, struct form_series *s, struct err *e)
{
	struct form_province_names_rows names = { 0 };
	bool all = true;

	for (size_t i = 0; i < s->n; i++)
		all &= s->rows[i].code.p != NULL;
	if (!all && !form_province_names(r, &names, e))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		struct form_series_row *x = &s->rows[i];

		if (x->code.p)
			continue;
		x->code = x->name = S("");
		LIST_EACH(p, &names)
			if (p->id == x->place) {
				x->code = p->code;
				x->name = p->name;
			}
	}
	return true;
}

bool form_series(struct db_read *r, int64_t account, int64_t edition, struct str system,
	size_t slot, struct date map, struct form_series *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct tracing t = { .arena = a, .out = out, .mapped = date_given(map) };
	struct form_whole_row whole;
	form_points points = { 0 };
	bool found;

	*out = (struct form_series){ 0 };
	if (!form_whole(r, account, &whole, &found, e))
		return false;
	out->whole = whole.whole;
	if (!(out->whole ? form_points_read(r, edition, system, slot, &points, e)
			 : form_points_reached(r, account, edition, system, slot, &points, e)) ||
		(t.mapped && !form_flows(r, STR_NULL, DATE_NONE, map, &t.flows, e)))
		return false;
	LIST_EACH(x, &points)
		if (!out->periods.n || date_cmp(out->periods.v[out->periods.n - 1], x->period) != 0)
			LIST_PUSH(a, &out->periods, x->period);
	out->rows = NEW_N(a, struct form_series_row, points.n + 1);
	return trace(&t, &points, e) && name_rows(r, out, e);
}

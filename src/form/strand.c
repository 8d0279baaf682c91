#include "form/strand.h"

#include <stdlib.h>

#include "base/clock.h"

enum { CELLS = 4 /* of a strand */, READY_ROOM = 256 << 20 };
static const int64_t a_day = INT64_C(86400) * 1000000;

int64_t form_strand_slot(size_t nth)
{
	return (int64_t)nth * CELLS;
}

/* --- winding */

static int by_place(const void *x, const void *y)
{
	const struct form_province *a = x, *b = y;

	return (a->place > b->place) - (a->place < b->place);
}

static struct str strand_of(
	struct arena *a, const struct form_province *v, size_t n, size_t cells, size_t first)
{
	struct form_vector out = form_vector_new(a, n * CELLS);

	for (size_t i = 0; i < n; i++) {
		out.submissions += v[i].v.submissions;
		for (size_t k = 0; k < CELLS && first + k < cells; k++)
			out.v[k * n + i] = v[i].v.v[first + k];
	}
	return form_vector_pack(a, &out);
}

struct form_wound form_wind(struct arena *a, struct form_province *v, size_t n, size_t cells)
{
	struct form_wound out = { 0 };
	struct buf places = { .arena = a };

	if (n)
		qsort(v, n, sizeof(*v), by_place);
	for (size_t i = 0; i < n; i++)
		buf_addf(&places, "%s%lld", i ? " " : "", (long long)v[i].place);
	out.places = buf_str(&places);
	for (size_t first = 0; n && first < cells; first += CELLS)
		LIST_PUSH(a, &out.strands, strand_of(a, v, n, cells, first));
	return out;
}

bool form_loosen(
	struct db_write *w, int64_t edition, const struct calendar_period *p, struct err *e)
{
	return form_period_loosen(w, edition, p->system, p->from, p->to, clock_now(), e);
}

/* The totals of every province, lines of agencies added together. Rows stand by place. */
static bool read_provinces(struct db_read *r, int64_t edition, struct str system, struct date upto,
	struct form_province **out, size_t *n, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct form_province_totals_rows rows;

	*n = 0;
	if (!form_province_totals(r, edition, system, upto, &rows, e))
		return false;
	*out = NEW_N(a, struct form_province, rows.n + 1);
	LIST_EACH(x, &rows) {
		struct form_province *last = *n ? &(*out)[*n - 1] : NULL;

		if (last && last->place == x->place_id) {
			if (!form_vector_add_packed(&last->v, x->vector, e))
				return false;
			continue;
		}
		(*out)[*n].place = x->place_id;
		if (!form_vector_unpack(a, x->vector, &(*out)[(*n)++].v, e))
			return false;
	}
	return true;
}

bool form_wind_period(
	struct db_write *w, int64_t edition, struct str system, struct date upto, struct err *e)
{
	struct db_batch *b = db_batch(w);
	struct form_province *v;
	struct form_wound wound;
	size_t n;

	if (!read_provinces(db_write_read(w), edition, system, upto, &v, &n, e))
		return false;
	wound = form_wind(db_write_arena(w), v, n, n ? v->v.n : 0);
	for (size_t i = 0; i < wound.strands.n; i++)
		if (!form_strand_put_queue(
			    b, edition, system, form_strand_slot(i), upto, wound.strands.v[i], e))
			return false;
	return form_period_wound_queue(b, edition, system, upto, wound.places, e) &&
	       db_batch_run(b, e);
}

bool form_wind_quiet(struct db_write *w, int64_t quiet, bool *found, struct err *e)
{
	struct form_period_loose_row row;

	if (!form_period_loose(db_write_read(w), clock_now() - quiet, &row, found, e))
		return false;
	return !*found || form_wind_period(w, row.edition_id, row.period_system, row.period_to, e);
}

static bool apply_wind(struct db_write *w, struct change *c, struct err *e)
{
	bool found = true;

	(void)c;
	while (found)
		if (!form_wind_quiet(w, a_day, &found, e))
			return false;
	return true;
}

bool form_wind_all(struct db *db, struct err *e)
{
	struct arena *a = arena_new(READY_ROOM);
	struct change c = { .apply = apply_wind,
		.entry = { .actor_name = S("system:form"),
			.permission = S("system"),
			.action = S("form.recompute") } };
	struct form_period_loose_row row;
	struct db_read *r;
	bool found = false, ok = db_read_begin(db, a, &r, e);

	if (ok) {
		ok = form_period_loose(r, clock_now() - a_day, &row, &found, e);
		db_read_end(r);
	}
	arena_free(a);
	return ok && (!found || audit_change(db, &c, e));
}

/* --- reading */

static bool broken(struct err *e)
{
	FAIL(e, ERR_STORE, T_form_total_broken);
	return err_detail(e, "a strand does not fit its provinces");
}

/* The provinces of a wound period that reported, each with its cell. */
static bool add_wound(struct arena *a, const struct form_strands_row *x, size_t slot,
	form_points *out, struct err *e)
{
	struct str rest = x->places, word;
	size_t n = 0, from = out->n;
	struct form_tally *v;

	while (str_split(&rest, ' ', &word)) {
		struct form_point *p = LIST_ADD(a, out);

		p->period = x->period_to;
		if (!str_to_int(word, &p->place))
			return broken(e);
		n++;
	}
	v = NEW_N(a, struct form_tally, n);
	if (!form_vector_slice(x->vector, slot % CELLS * n, n, v, e))
		return false;
	for (size_t i = 0; i < n; i++)
		out->v[from + i].t = v[i];
	return true;
}

/* To the last point where it is of the same period and place. */
static bool add_point(struct arena *a, size_t from, struct date period, int64_t place,
	const struct form_tally *t, form_points *out, struct err *e)
{
	struct form_point *last = out->n > from ? &out->v[out->n - 1] : NULL;

	if (last && last->place == place && date_cmp(last->period, period) == 0)
		return form_tally_add(&last->t, t, e);
	LIST_PUSH(a, out, ((struct form_point){ period, place, *t }));
	return true;
}

static bool add_loose(struct arena *a, const struct form_loose_totals_rows *rows, size_t *at,
	struct date period, size_t slot, form_points *out, struct err *e)
{
	size_t from = out->n;

	for (; *at < rows->n && date_cmp(rows->v[*at].period_to, period) == 0; ++*at) {
		const struct form_loose_totals_row *x = &rows->v[*at];
		struct form_tally t;

		if (!form_vector_slice(x->vector, slot, 1, &t, e) ||
			!add_point(a, from, period, x->place_id, &t, out, e))
			return false;
	}
	return true;
}

bool form_points_read(struct db_read *r, int64_t edition, struct str system, size_t slot,
	form_points *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct form_loose_totals_rows loose = { 0 };
	struct form_strands_rows rows;
	bool any = false;
	size_t at = 0;

	if (!form_strands(r, edition, system, (int64_t)(slot - slot % CELLS), &rows, e))
		return false;
	LIST_EACH(x, &rows)
		any |= !x->wound;
	if (any && !form_loose_totals(r, edition, system, &loose, e))
		return false;
	LIST_EACH(x, &rows) {
		bool ok = !x->wound	? add_loose(a, &loose, &at, x->period_to, slot, out, e)
			  : x->vector.p ? add_wound(a, x, slot, out, e)
					: true; /* no province has reported */

		if (!ok)
			return false;
	}
	return true;
}

bool form_points_reached(struct db_read *r, int64_t account, int64_t edition, struct str system,
	size_t slot, form_points *out, struct err *e)
{
	struct form_series_reached_rows rows;
	struct form_tally t;

	if (!form_series_reached(r, account, edition, system, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		if (!form_vector_slice(x->vector, slot, 1, &t, e) ||
			!add_point(db_read_arena(r), 0, x->period_to, x->province_id, &t, out, e))
			return false;
	return true;
}

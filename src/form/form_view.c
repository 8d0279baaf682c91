/*
 * The grid: an edition's tables with what stands in them.
 */
#include "form/form_web.h"
#include "place/place.h"
#include "urls.h"

static const char *state_css(enum form_state state)
{
	return state == FORM_ZERO      ? "c0"
	       : state == FORM_MISSING ? "cq"
	       : state == FORM_NA      ? "cn"
				       : "";
}

/* --- heads */

static void add_heads(struct request *rq, const struct form_table *t, struct grid_table *out)
{
	LIST_EACH(c, &t->columns)
		out->grouped |= c->group[rq->lang].n > 0;
	for (size_t i = 0; i < t->columns.n; i++) {
		const struct form_column *c = &t->columns.v[i];
		struct str group = c->group[rq->lang];
		struct grid_head *last = out->top.n ? &out->top.v[out->top.n - 1] : NULL;

		if (!group.n) {
			LIST_PUSH(rq->arena, &out->top,
				((struct grid_head){ c->name[rq->lang], 1, out->grouped ? 2 : 1 }));
			continue;
		}
		if (last && last->rows == 1 && str_eq(last->name, group))
			last->columns++;
		else
			LIST_PUSH(rq->arena, &out->top, ((struct grid_head){ group, 1, 1 }));
		LIST_PUSH(rq->arena, &out->below, ((struct grid_head){ c->name[rq->lang], 1, 1 }));
	}
}

/* --- sums of cells */

struct sum {
	int64_t n;
	bool least, empty; /* a cell is not known; none says anything */
};

static struct sum sum_of(const form_slots *slots, const struct form_figure *v)
{
	struct sum s = { .empty = true };

	LIST_EACH(x, slots) {
		s.n += v[*x].n;
		s.least |= v[*x].state == FORM_MISSING || v[*x].state == FORM_BLANK;
		s.empty &= v[*x].state == FORM_BLANK;
	}
	return s;
}

/* The slots of a line: of its cells, or what its totals add up. */
static void line_slots(struct request *rq, const struct form_table *t, size_t row, form_slots *out)
{
	for (size_t i = 0; i < t->columns.n; i++) {
		const struct form_box *b = &t->grid[row * t->columns.n + i];

		if (t->columns.v[i].total)
			continue;
		if (b->slot >= 0)
			LIST_PUSH(rq->arena, out, b->slot);
		LIST_EACH(x, &b->sum)
			LIST_PUSH(rq->arena, out, *x);
	}
}

static void add_last(struct request *rq, const struct form_table *t, size_t row,
	const struct grid_fill *fill, struct grid_line *line)
{
	form_slots slots = { 0 };
	int digits = t->rows.v[row].digits;

	line->last = line->change = S("");
	if (!fill->last)
		return;
	line_slots(rq, t, row, &slots);
	struct sum was = sum_of(&slots, fill->last), now = sum_of(&slots, fill->v);

	if (was.least && was.n == 0)
		return;
	line->last = form_number_text(rq->arena, rq->lang, was.n, digits);
	if (!now.least && !was.least)
		line->change = str_fmt(rq->arena, "%s%.*s", now.n > was.n ? "+" : "",
			STR_ARG(form_number_text(rq->arena, rq->lang, now.n - was.n, digits)));
}

/* --- boxes */

static struct str box_label(
	struct request *rq, const struct form_table *t, size_t row, size_t column)
{
	const struct form_row *w = &t->rows.v[row];
	const struct form_column *c = &t->columns.v[column];
	struct str group = c->group[rq->lang];

	return str_fmt(rq->arena, "%.*s %.*s: %.*s%s%.*s", STR_ARG(w->code),
		STR_ARG(w->name[rq->lang]), STR_ARG(group), group.n ? ", " : "",
		STR_ARG(c->name[rq->lang]));
}

static struct grid_box cell_box(
	struct request *rq, const struct form_edition *f, int slot, const struct grid_fill *fill)
{
	const struct form_cell *c = &f->cells.v[slot];
	struct form_figure v = fill->v[slot];
	struct grid_box b = { .kind = fill->input ? BOX_INPUT : BOX_TEXT, .slot = slot };

	b.css = fill->marks && fill->marks[slot] ? fill->marks[slot] : state_css(v.state);
	if (fill->typed && fill->typed[slot].p)
		b.value = fill->typed[slot];
	else if (fill->input)
		b.value = form_figure_typed(rq->arena, v, c->digits);
	else
		b.value = form_figure_text(rq->arena, rq->lang, v, c->digits);
	return b;
}

static struct grid_box sum_box(
	struct request *rq, const struct form_box *box, int digits, const struct grid_fill *fill)
{
	struct sum s = sum_of(&box->sum, fill->v);
	struct grid_box b = { .kind = BOX_SUM, .css = "sum", .value = S(""), .least = s.least };

	if (!s.empty)
		b.value = form_number_text(rq->arena, rq->lang, s.n, digits);
	return b;
}

static void add_line(struct request *rq, const struct form_edition *f, const struct form_table *t,
	size_t row, const struct grid_fill *fill, struct grid_table *out)
{
	const struct form_row *w = &t->rows.v[row];
	struct grid_line *line = LIST_ADD(rq->arena, &out->lines);

	line->code = w->code;
	line->name = w->name[rq->lang];
	line->total = w->total;
	for (size_t i = 0; i < t->columns.n; i++) {
		const struct form_box *box = &t->grid[row * t->columns.n + i];
		struct grid_box b = { .kind = BOX_SHUT, .css = "cn" };

		if (box->slot >= 0)
			b = cell_box(rq, f, box->slot, fill);
		else if (box->slot == FORM_SUM)
			b = sum_box(rq, box, w->digits, fill);
		b.label = box_label(rq, t, row, i);
		LIST_PUSH(rq->arena, &line->boxes, b);
	}
	add_last(rq, t, row, fill, line);
}

struct form_grid form_grid_of(
	struct request *rq, const struct form_edition *f, const struct grid_fill *fill)
{
	struct form_grid g = { .with_last = fill->last != NULL, .input = fill->input };

	LIST_EACH(t, &f->tables) {
		struct grid_table *out = LIST_ADD(rq->arena, &g.tables);

		out->code = t->code;
		out->name = t->name[rq->lang];
		add_heads(rq, t, out);
		for (size_t i = 0; i < t->rows.n; i++)
			add_line(rq, f, t, i, fill, out);
	}
	return g;
}

/* --- of many submissions */

static struct grid_box tally_box(struct request *rq, const struct form_cell *c,
	const struct form_vector *v, const struct form_tally *t)
{
	struct grid_box b = { .kind = BOX_LINK, .css = "", .least = t->missing > 0 };

	if (!c->additive) {
		b.value = S("…");
		b.least = false;
	} else if (t->given == 0 && t->na == v->submissions) {
		b.value = S("×");
		b.css = "cn";
	} else if (t->given == 0 && t->missing == v->submissions) {
		b.value = S("?");
		b.css = "cq";
		b.least = false;
	} else {
		b.value = form_number_text(rq->arena, rq->lang, t->sum, c->digits);
		b.css = t->sum == 0 ? "c0" : "";
	}
	return b;
}

struct form_grid form_grid_of_sums(struct request *rq, const struct form_edition *f,
	const struct form_vector *v, struct str (*href)(void *arg, struct str cell), void *arg)
{
	struct form_figure *figures = NEW_N(rq->arena, struct form_figure, f->cells.n);
	struct form_grid g;

	for (size_t i = 0; i < f->cells.n; i++) {
		figures[i].n = v->v[i].sum;
		figures[i].state = v->v[i].missing ? FORM_MISSING : FORM_VALUE;
	}
	g = form_grid_of(rq, f, &(struct grid_fill){ .v = figures });
	LIST_EACH(t, &g.tables)
		LIST_EACH(line, &t->lines)
			LIST_EACH(b, &line->boxes) {
				if (b->kind != BOX_TEXT)
					continue;
				const struct form_cell *c = &f->cells.v[b->slot];
				struct str label = b->label;
				int slot = b->slot;

				*b = tally_box(rq, c, v, &v->v[slot]);
				b->slot = slot;
				b->label = label;
				b->href = href(arg, c->code);
			}
	return g;
}

struct gather_line gather_line_of(struct request *rq, const struct form_edition *f,
	const struct form_cell *c, const struct form_vector *v)
{
	const struct form_tally *t = &v->v[form_slot_of(f, c->code)];

	return (struct gather_line){ .value = form_number_text(
					     rq->arena, rq->lang, t->sum, c->digits),
		.given = t->given,
		.zero = form_zeros(v, t),
		.missing = t->missing,
		.na = t->na,
		.submissions = v->submissions };
}

/* --- maps to choose from */

form_options form_map_options(struct request *rq, struct date map)
{
	struct date today = date_today();
	struct str iso = date_iso(rq->arena, today), old = date_iso(rq->arena, PLACE_OLD_MAP_END);
	struct str asked = date_given(map) ? date_iso(rq->arena, map) : S("");
	form_options out = { 0 };

	LIST_PUSH(rq->arena, &out,
		((struct option){ S(""), text_get(rq->lang, T_form_map_reported), !asked.n }));
	LIST_PUSH(rq->arena, &out,
		((struct option){ iso,
			TEXT(rq->arena, rq->lang, T_form_map_today, date_vi(rq->arena, today)),
			str_eq(asked, iso) }));
	LIST_PUSH(rq->arena, &out,
		((struct option){ old,
			TEXT(rq->arena, rq->lang, T_form_map_of,
				date_vi(rq->arena, PLACE_OLD_MAP_END)),
			str_eq(asked, old) }));
	if (asked.n && !str_eq(asked, iso) && !str_eq(asked, old))
		LIST_PUSH(rq->arena, &out,
			((struct option){ asked,
				TEXT(rq->arena, rq->lang, T_form_map_of, date_vi(rq->arena, map)),
				true }));
	return out;
}

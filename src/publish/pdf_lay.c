#include "publish/pdf_lay.h"

static struct piece *piece(
	struct laying *l, pieces *to, enum piece_kind kind, const struct flow_item *item)
{
	struct piece *p = LIST_ADD(l->arena, to);

	p->kind = kind;
	p->item = item;
	return p;
}

/* No line of a paragraph stands alone on a page: the first keeps the second, the last but one
 * the last. */
static bool keeps(const struct flow_style *s, int at, int lines)
{
	if (at == lines - 1)
		return s->keep;
	return lines <= 3 || at == 0 || at == lines - 2;
}

static void lay_para(
	struct laying *l, const struct flow_item *item, double x, double room, pieces *to)
{
	const struct flow_style *s = item->style;
	PangoLayout *layout = letters_layout(l->letters, &item->runs, s, room);
	int lines = pango_layout_get_line_count(layout);
	double size = flow_size(s), line = flow_line(s);

	g_ptr_array_add(l->layouts, layout);
	/* what the arena gives comes before the library's iterator: it may leave from there */
	size_t from = to->n;

	for (int i = 0; i < lines; i++)
		piece(l, to, PIECE_LINE, item);
	PangoLayoutIter *iter = pango_layout_get_iter(layout);

	for (int i = 0; i < lines; i++, pango_layout_iter_next_line(iter)) {
		struct piece *p = &to->v[from + (size_t)i];
		PangoRectangle box;

		pango_layout_iter_get_line_extents(iter, NULL, &box);
		double high = box.height / (double)PANGO_SCALE; /* letters of another font */

		p->line = pango_layout_iter_get_line_readonly(iter);
		p->x = x + box.x / (double)PANGO_SCALE;
		p->width = box.width / (double)PANGO_SCALE;
		p->height = high > line ? high : line;
		p->baseline = p->height - size * 0.237; /* below it: descent, half the gap */
		p->before = i == 0 ? flow_before(s) : 0;
		p->first = i == 0;
		p->keep = keeps(s, i, lines);
	}
	pango_layout_iter_free(iter);
}

double pieces_height(const pieces *all, size_t from, size_t to)
{
	double h = 0;

	for (size_t i = from; i < to; i++)
		h += all->v[i].before + all->v[i].height;
	return h;
}

static void lay_row(
	struct laying *l, const struct flow_item *item, size_t from, double x, pieces *to)
{
	const struct flow_table *t = item->table;
	double pad = t->ruled ? FLOW_PAD : 0, pad_y = t->ruled ? FLOW_PAD_Y : 0;
	struct row *r = NEW(l->arena, struct row);
	struct piece *p = piece(l, to, PIECE_ROW, item);

	*r = (struct row){ .table = t,
		.head = t->headed && from == 0,
		.cells = NEW_N(l->arena, pieces, t->columns) };
	for (size_t i = 0; i < t->columns; x += t->widths[i++]) {
		const flow_items *in = &t->cells.v[from + i].items;

		LIST_EACH(y, in)
			lay_item(l, y, x + pad, t->widths[i] - 2 * pad, &r->cells[i]);
		double h = pieces_height(&r->cells[i], 0, r->cells[i].n) + 2 * pad_y;

		r->height = h > r->height ? h : r->height;
	}
	p = &to->v[to->n - 1];
	p->row = r;
	p->height = r->height;
	p->keep = r->head;
}

void lay_item(struct laying *l, const struct flow_item *item, double x, double room, pieces *to)
{
	struct piece *p;

	switch (item->kind) {
	case FLOW_PARA:
		lay_para(l, item, x, room, to);
		return;
	case FLOW_TABLE:
		for (size_t i = 0; i < item->table->cells.n; i += item->table->columns)
			lay_row(l, item, i, x, to);
		return;
	case FLOW_RULE:
		p = piece(l, to, PIECE_RULE, item);
		p->width = item->width;
		p->x = x + (room - item->width) / 2;
		p->height = FLOW_RULE_HEIGHT;
		p->keep = true;
		return;
	case FLOW_SPACE:
		piece(l, to, PIECE_SPACE, item)->height = item->height;
		return;
	case FLOW_BOX:
		p = piece(l, to, PIECE_BOX, item);
		p->width = item->width;
		p->x = x + (room - item->width) / 2;
		p->height = item->height;
		return;
	case FLOW_CODE:
		p = piece(l, to, PIECE_CODE, item);
		p->x = x;
		p->width = p->height = item->width;
		return;
	case FLOW_ANNEX:
		piece(l, to, PIECE_ANNEX, item);
		return;
	}
}

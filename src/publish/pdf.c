/*
 * Pages: pieces (pdf_lay.h) one below the other until a page is full. What belongs together
 * goes to the next page together; a row that is higher than a page parts. Every paragraph is
 * tagged as what it is.
 */
#include "publish/pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "publish/code.h"
#include "publish/pdf_lay.h"

/* What the libraries hold; ends with the arena at the latest. */
struct held {
	cairo_surface_t *surface;
	cairo_t *cr;
	GPtrArray *layouts;
	int fd; /* the file, in memory */
	size_t n;
	unsigned char waiting[1 << 16]; /* for the file */
};

struct drawing {
	struct arena *arena;
	const struct flow *f;
	struct laying lay;
	cairo_surface_t *surface;
	cairo_t *cr;
	pieces waiting;	 /* for the page they fit on */
	bool wide, top;	 /* the page lies on its side; nothing stands on it yet */
	int page, pages; /* of this part, of the whole */
	double y;
	const struct row *head; /* of the table being drawn, for the next page */
	const struct flow_item *tagged;
	struct err *e;
	bool failed;
};

static void end_held(void *arg)
{
	struct held *h = arg;

	if (h->cr)
		cairo_destroy(h->cr);
	if (h->surface)
		cairo_surface_destroy(h->surface);
	if (h->layouts)
		g_ptr_array_unref(h->layouts);
	if (h->fd >= 0)
		close(h->fd);
	h->cr = NULL;
	h->surface = NULL;
	h->layouts = NULL;
	h->fd = -1;
}

static double page_height(const struct drawing *d)
{
	return measure(d->wide ? MEASURE_PAGE_WIDTH : MEASURE_PAGE_HEIGHT);
}

static double bottom(const struct drawing *d)
{
	return page_height(d) - measure(MEASURE_BOTTOM);
}

/* --- tags */

static void tag(struct drawing *d, const struct flow_item *x)
{
	if (d->tagged == x)
		return;
	if (d->tagged)
		cairo_tag_end(d->cr, d->tagged->style->tag);
	d->tagged = x;
	if (x)
		cairo_tag_begin(d->cr, x->style->tag, NULL);
}

/* --- drawing pieces */

static void draw_rule(struct drawing *d, double x, double y, double width)
{
	tag(d, NULL);
	cairo_set_line_width(d->cr, 0.75);
	cairo_move_to(d->cr, x, y + 0.4);
	cairo_line_to(d->cr, x + width, y + 0.4);
	cairo_stroke(d->cr);
}

static void draw_box(struct drawing *d, const struct piece *p, double y)
{
	PangoLayout *l = letters_layout(d->lay.letters, &p->item->runs, p->item->style, p->width);
	int high;

	g_ptr_array_add(d->lay.layouts, l);
	tag(d, NULL);
	cairo_set_source_rgb(d->cr, 1, 0, 0);
	cairo_set_line_width(d->cr, 1);
	cairo_rectangle(d->cr, p->x, y, p->width, p->height);
	cairo_stroke(d->cr);
	pango_layout_get_size(l, NULL, &high);
	tag(d, p->item);
	cairo_move_to(d->cr, p->x, y + (p->height - high / (double)PANGO_SCALE) / 2);
	pango_cairo_show_layout(d->cr, l);
	tag(d, NULL);
	cairo_set_source_rgb(d->cr, 0, 0, 0);
}

static void note_heading(struct drawing *d, const struct piece *p, double y)
{
	char place[64];

	if (!p->first || !p->item->style->outline)
		return;
	PangoLayout *l = pango_layout_line_ref(p->line)->layout;

	pango_layout_line_unref(p->line);
	snprintf(place, sizeof(place), "page=%d pos=[%d %d]", d->pages, (int)measure(MEASURE_LEFT),
		(int)y);
	cairo_pdf_surface_add_outline(d->surface, CAIRO_PDF_OUTLINE_ROOT, pango_layout_get_text(l),
		place, (cairo_pdf_outline_flags_t)0);
}

static void draw(struct drawing *d, const struct piece *p, double y)
{
	switch (p->kind) {
	case PIECE_LINE:
		note_heading(d, p, y);
		tag(d, p->item);
		cairo_move_to(d->cr, p->x, y + p->baseline);
		pango_cairo_show_layout_line(d->cr, p->line);
		break;
	case PIECE_RULE:
		draw_rule(d, p->x, y, p->width);
		break;
	case PIECE_BOX:
		draw_box(d, p, y);
		break;
	case PIECE_CODE:
		tag(d, NULL);
		if (!code_draw(d->arena, d->cr, p->item->runs.v[0].text, p->x, y, p->width, d->e))
			d->failed = true;
		break;
	case PIECE_SPACE:
	case PIECE_ROW:
	case PIECE_ANNEX:
		break;
	}
}

static double draw_all(struct drawing *d, const pieces *all, size_t from, size_t to, double y)
{
	for (size_t i = from; i < to; i++) {
		y += all->v[i].before;
		draw(d, &all->v[i], y);
		y += all->v[i].height;
	}
	return y;
}

/* --- pages */

static void draw_words(
	struct drawing *d, const paper_runs *runs, const struct flow_style *s, double y)
{
	PangoLayout *l = letters_layout(d->lay.letters, runs, s, flow_room(d->wide));

	g_ptr_array_add(d->lay.layouts, l);
	cairo_move_to(d->cr, measure(MEASURE_LEFT), y);
	pango_cairo_show_layout(d->cr, l);
}

static void draw_contact(struct drawing *d)
{
	double y = bottom(d) + 4;

	draw_rule(d, measure(MEASURE_LEFT), y, flow_room(d->wide));
	draw_words(d, &d->f->contact, flow_style(STYLE_CONTACT), y + 3);
}

static void draw_page_number(struct drawing *d)
{
	char text[16];
	struct paper_run run;
	paper_runs runs = { .v = &run, .n = 1 };

	snprintf(text, sizeof(text), "%d", d->page);
	run = (struct paper_run){ .text = str_z(text) };
	draw_words(d, &runs, flow_style(STYLE_PAGE_NUMBER), measure(MEASURE_HEADER));
}

static void draw_row(struct drawing *d, const struct row *r, double x);

static void begin_page(struct drawing *d)
{
	d->page++;
	d->pages++;
	d->y = measure(MEASURE_TOP);
	d->top = true;
	if (d->pages > PDF_PAGES && !d->failed) {
		FAIL(d->e, ERR_TOO_LARGE, T_publish_too_many_pages,
			str_fmt(d->arena, "%d", PDF_PAGES));
		d->failed = true;
	}
	if (d->page > 1)
		draw_page_number(d);
	if (d->pages == 1 && d->f->contact.n)
		draw_contact(d);
}

static void end_page(struct drawing *d)
{
	tag(d, NULL);
	cairo_show_page(d->cr);
}

static void next_page(struct drawing *d)
{
	end_page(d);
	begin_page(d);
	if (d->head) {
		draw_row(d, d->head, measure(MEASURE_LEFT));
		d->top = true; /* rows below it are the first of the page */
	}
}

/* --- rows */

static void draw_lines(struct drawing *d, const struct row *r, double x, double height)
{
	if (!r->table->ruled)
		return;
	tag(d, NULL);
	cairo_set_line_width(d->cr, 0.5);
	for (size_t i = 0; i < r->table->columns; x += r->table->widths[i++])
		cairo_rectangle(d->cr, x, d->y, r->table->widths[i], height);
	cairo_stroke(d->cr);
}

static void draw_row(struct drawing *d, const struct row *r, double x)
{
	double pad = r->table->ruled ? FLOW_PAD_Y : 0;

	draw_lines(d, r, x, r->height);
	for (size_t i = 0; i < r->table->columns; i++) {
		double high = pieces_height(&r->cells[i], 0, r->cells[i].n);
		double down = r->head ? (r->height - 2 * pad - high) / 2 : 0;

		draw_all(d, &r->cells[i], 0, r->cells[i].n, d->y + pad + down);
	}
	d->y += r->height;
	d->top = false;
}

/* Where a cell's pieces from `from` on end that fit into `room`; at least one where `force`. */
static size_t fitting(const pieces *all, size_t from, double room, bool force)
{
	size_t to = from;
	double h = 0;

	while (to < all->n) {
		h += all->v[to].before + all->v[to].height;
		if (h > room && !(force && to == from))
			break;
		to++;
	}
	return to;
}

/* A row that is higher than a page: as many pages as it takes. */
static void draw_row_parted(struct drawing *d, const struct row *r, double x)
{
	double pad = r->table->ruled ? FLOW_PAD_Y : 0;
	size_t *at = NEW_N(d->arena, size_t, r->table->columns);
	bool more = true;

	while (more && !d->failed) {
		double room = bottom(d) - d->y - 2 * pad, high = 0;

		more = false;
		for (size_t i = 0; i < r->table->columns; i++) {
			const pieces *c = &r->cells[i];
			size_t to = fitting(c, at[i], room, d->top);
			double h = pieces_height(c, at[i], to);

			draw_all(d, c, at[i], to, d->y + pad);
			high = h > high ? h : high;
			at[i] = to;
			more = more || to < c->n;
		}
		if (high > 0)
			draw_lines(d, r, x, high + 2 * pad);
		d->y += high + 2 * pad;
		d->top = false;
		if (more)
			next_page(d);
	}
}

/* --- placing */

static void place(struct drawing *d, const struct piece *p)
{
	double before = d->top ? 0 : p->before, need = before + p->height;

	if (p->kind == PIECE_SPACE && (d->top || d->y + need > bottom(d)))
		return; /* room between things; there is none between pages */
	if (d->y + need > bottom(d) && !d->top) {
		next_page(d);
		before = 0;
	}
	if (p->kind == PIECE_ROW) {
		if (d->y + p->height > bottom(d))
			draw_row_parted(d, p->row, measure(MEASURE_LEFT));
		else
			draw_row(d, p->row, measure(MEASURE_LEFT));
		if (p->row->head && p->height < page_height(d) / 3)
			d->head = p->row;
		return;
	}
	d->y += before;
	draw(d, p, d->y);
	d->y += p->height;
	d->top = false;
}

/* The pieces that wait, group by group; what keeps what is still to come waits on. */
static void place_waiting(struct drawing *d, bool last)
{
	size_t from = 0, to;

	for (size_t i = 0; i < d->waiting.n && !d->failed; i++) {
		if (d->waiting.v[i].keep && !(last && i + 1 == d->waiting.n))
			continue;
		to = i + 1;
		double need = pieces_height(&d->waiting, from, to);
		double page = bottom(d) - measure(MEASURE_TOP);

		if (!d->top && need <= page && d->y + need > bottom(d) &&
			d->waiting.v[i].kind != PIECE_SPACE)
			next_page(d);
		for (; from < to; from++)
			place(d, &d->waiting.v[from]);
	}
	memmove(d->waiting.v, d->waiting.v + from, (d->waiting.n - from) * sizeof(*d->waiting.v));
	d->waiting.n -= from;
	if (!d->waiting.n)
		g_ptr_array_set_size(d->lay.layouts, 0);
}

static void turn(struct drawing *d, bool wide)
{
	double across = measure(MEASURE_PAGE_WIDTH), down = measure(MEASURE_PAGE_HEIGHT);

	d->wide = wide;
	cairo_pdf_surface_set_size(d->surface, wide ? down : across, wide ? across : down);
}

static void draw_flow(struct drawing *d)
{
	begin_page(d);
	LIST_EACH(x, &d->f->items) {
		if (d->failed)
			break;
		if (x->kind == FLOW_ANNEX) {
			place_waiting(d, true);
			end_page(d);
			turn(d, x->wide);
			d->page = 0;
			begin_page(d);
			continue;
		}
		lay_item(&d->lay, x, measure(MEASURE_LEFT), flow_room(d->wide), &d->waiting);
		place_waiting(d, x + 1 == d->f->items.v + d->f->items.n);
		if (x->kind == FLOW_TABLE)
			d->head = NULL;
	}
	place_waiting(d, true);
	end_page(d);
}

/* --- the file */

static bool flush_file(struct held *h)
{
	size_t done = 0;

	while (done < h->n) {
		ssize_t n = write(h->fd, h->waiting + done, h->n - done);

		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	h->n = 0;
	return true;
}

/* The library hands over a few bytes at a time. */
static cairo_status_t to_file(void *closure, const unsigned char *p, unsigned n)
{
	struct held *h = closure;

	while (n > 0) {
		size_t room = sizeof(h->waiting) - h->n, part = n < room ? n : room;

		memcpy(h->waiting + h->n, p, part);
		h->n += part;
		p += part;
		n -= (unsigned)part;
		if (h->n == sizeof(h->waiting) && !flush_file(h))
			return CAIRO_STATUS_WRITE_ERROR;
	}
	return CAIRO_STATUS_SUCCESS;
}

static void describe(struct arena *a, cairo_surface_t *s, const struct flow *f)
{
	struct date day = date_given(f->day) ? f->day : DATE(1980, 1, 1);

	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, str_c(a, f->title));
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, str_c(a, f->author));
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "Hải Đăng");
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE,
		str_c(a, str_fmt(a, "%.*sT00:00:00+07:00", STR_ARG(date_iso(a, day)))));
}

static bool read_file(struct arena *a, int fd, struct str *out)
{
	struct stat st;

	if (fstat(fd, &st) || st.st_size <= 0)
		return false;
	char *p = arena_alloc(a, (size_t)st.st_size);
	ssize_t n = pread(fd, p, (size_t)st.st_size, 0);

	*out = str_n(p, (size_t)st.st_size);
	return n == st.st_size;
}

static bool begin(struct arena *a, struct held *h, const struct flow *f)
{
	h->fd = memfd_create("paper", MFD_CLOEXEC);
	double across = measure(MEASURE_PAGE_WIDTH), down = measure(MEASURE_PAGE_HEIGHT);

	h->surface = cairo_pdf_surface_create_for_stream(
		to_file, h, f->wide ? down : across, f->wide ? across : down);
	h->layouts = g_ptr_array_new_with_free_func(g_object_unref);
	if (h->fd < 0 || cairo_surface_status(h->surface) != CAIRO_STATUS_SUCCESS)
		return false;
	describe(a, h->surface, f);
	h->cr = cairo_create(h->surface);
	return cairo_status(h->cr) == CAIRO_STATUS_SUCCESS;
}

bool pdf_write(struct arena *a, const struct paper *p, struct str *out, struct err *e)
{
	struct held *h = NEW(a, struct held);
	struct flow f;

	h->fd = -1;
	arena_defer(a, end_held, h);
	if (!flow_of(a, p, &f, e))
		return false;
	if (!begin(a, h, &f))
		return FAIL(e, ERR_STORE, T_publish_not_written);
	struct drawing d = {
		.arena = a, .f = &f, .surface = h->surface, .cr = h->cr, .e = e, .wide = f.wide
	};

	d.lay = (struct laying){ .arena = a, .layouts = h->layouts };
	if (!letters_open(a, &d.lay.letters, e))
		return false;
	cairo_tag_begin(d.cr, "Document", NULL);
	draw_flow(&d);
	cairo_tag_end(d.cr, "Document");
	cairo_surface_finish(h->surface);
	bool ok = !d.failed && cairo_status(h->cr) == CAIRO_STATUS_SUCCESS &&
		  cairo_surface_status(h->surface) == CAIRO_STATUS_SUCCESS && flush_file(h) &&
		  read_file(a, h->fd, out);

	if (!ok)
		err_detail(e, "cairo: %s", cairo_status_to_string(cairo_status(h->cr)));
	end_held(h);
	if (!ok)
		return FAIL(e, ERR_STORE, T_publish_not_written);
	*out = pdf_say_language(a, *out);
	return true;
}

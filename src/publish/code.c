#include "publish/code.h"

#include "access/qr.h"

enum { QUIET = 2, PIXELS = 8 /* of a module */, ROOM = 64 << 10 };

static void squares(cairo_t *cr, const struct qr_grid *g, double x, double y, double unit)
{
	for (int row = 0; row < g->side; row++)
		for (int at = 0, end; at < g->side; at = end) {
			const bool *dark = g->dark + row * g->side;

			for (end = at + 1; end < g->side && dark[at] == dark[end]; end++)
				;
			if (dark[at])
				cairo_rectangle(cr, x + unit * (at + QUIET),
					y + unit * (row + QUIET), unit * (end - at), unit);
		}
	cairo_fill(cr);
}

bool code_draw(struct arena *a, cairo_t *cr, struct str text, double x, double y, double side,
	struct err *e)
{
	struct qr_grid g;

	if (!qr_grid_of(a, text, &g, e))
		return false;
	squares(cr, &g, x, y, side / (g.side + 2 * QUIET));
	return true;
}

/* Bytes into memory that was taken before: nothing may leave from within the library. */
struct taken {
	char *p;
	size_t n;
};

static cairo_status_t take(void *closure, const unsigned char *p, unsigned n)
{
	struct taken *t = closure;

	if (n > ROOM - t->n)
		return CAIRO_STATUS_WRITE_ERROR;
	memcpy(t->p + t->n, p, n);
	t->n += n;
	return CAIRO_STATUS_SUCCESS;
}

bool code_png(struct arena *a, struct str text, struct str *out, struct err *e)
{
	struct taken t = { .p = arena_alloc(a, ROOM) };
	struct qr_grid g;

	if (!qr_grid_of(a, text, &g, e))
		return false;
	int side = (g.side + 2 * QUIET) * PIXELS;
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
	cairo_t *cr = cairo_create(s);

	cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, 0, 0, 0);
	squares(cr, &g, 0, 0, PIXELS);
	bool ok = cairo_surface_write_to_png_stream(s, take, &t) == CAIRO_STATUS_SUCCESS;

	cairo_destroy(cr);
	cairo_surface_destroy(s);
	*out = str_n(t.p, t.n);
	return ok || FAIL(e, ERR_STORE, T_publish_not_written);
}

#include "access/qr.h"

#include <qrencode.h>

enum { QUIET = 4, DARK = 1 };

bool qr_grid_of(struct arena *a, struct str text, struct qr_grid *out, struct err *e)
{
	QRcode *code = QRcode_encodeString8bit(str_c(a, text), 0, QR_ECLEVEL_M);

	if (!code)
		return FAIL(e, ERR_INPUT, T_access_qr_long);
	size_t n = (size_t)code->width * (size_t)code->width;

	*out = (struct qr_grid){ code->width, NEW_N(a, bool, n) };
	for (size_t i = 0; i < n; i++)
		out->dark[i] = code->data[i] & DARK;
	QRcode_free(code);
	return true;
}

bool qr_draw(struct arena *a, struct str text, struct qr *out, struct err *e)
{
	struct buf b = { .arena = a };
	struct qr_grid g;

	if (!qr_grid_of(a, text, &g, e))
		return false;
	for (int y = 0; y < g.side; y++)
		for (int x = 0, end; x < g.side; x = end) {
			const bool *row = g.dark + y * g.side;

			for (end = x + 1; end < g.side && row[x] == row[end]; end++)
				;
			if (row[x])
				buf_addf(&b, "M%d %dh%dv1h-%dz", x, y, end - x, end - x);
		}
	out->path = buf_str(&b);
	out->box = str_fmt(
		a, "-%d -%d %d %d", QUIET, QUIET, g.side + 2 * QUIET, g.side + 2 * QUIET);
	return true;
}

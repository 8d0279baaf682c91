#include "access/qr.h"

#include <qrencode.h>

enum { QUIET = 4, DARK = 1 };

bool qr_draw(struct arena *a, struct str text, struct qr *out, struct err *e)
{
	QRcode *code = QRcode_encodeString8bit(str_c(a, text), 0, QR_ECLEVEL_M);
	struct buf b = { .arena = a };

	if (!code)
		return FAIL(e, ERR_INPUT, T_access_qr_long);
	for (int y = 0; y < code->width; y++)
		for (int x = 0, end; x < code->width; x = end) {
			const unsigned char *row = code->data + y * code->width;

			for (end = x + 1; end < code->width && !((row[x] ^ row[end]) & DARK); end++)
				;
			if (row[x] & DARK)
				buf_addf(&b, "M%d %dh%dv1h-%dz", x, y, end - x, end - x);
		}
	out->path = buf_str(&b);
	out->box = str_fmt(
		a, "-%d -%d %d %d", QUIET, QUIET, code->width + 2 * QUIET, code->width + 2 * QUIET);
	QRcode_free(code);
	return true;
}

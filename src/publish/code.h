/* A QR code as an image, and as squares on a page. Inside publish only. */
#ifndef PUBLISH_CODE_H
#define PUBLISH_CODE_H

#include <cairo.h>

#include "base/base.h"

/* ERR_INPUT: too long for a code. */
bool code_png(struct arena *a, struct str text, struct str *out, struct err *e) MUST;

/* Dark squares of a grid side × side with its quiet zone, from (x, y). */
bool code_draw(struct arena *a, cairo_t *cr, struct str text, double x, double y, double side,
	struct err *e) MUST;

#endif

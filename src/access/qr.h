/* A text as a QR code, for an SVG path on a grid of one unit a module. */
#ifndef ACCESS_QR_H
#define ACCESS_QR_H

#include "base/base.h"

struct qr {
	struct str path; /* of an SVG <path>: the dark modules */
	struct str box;	 /* its viewBox, with the quiet zone of four modules */
};

/* The modules themselves, row by row, without the quiet zone: true is dark. */
struct qr_grid {
	int side;
	bool *dark;
};

/* ERR_INPUT: too long for a code. */
bool qr_grid_of(struct arena *a, struct str text, struct qr_grid *out, struct err *e) MUST;
bool qr_draw(struct arena *a, struct str text, struct qr *out, struct err *e) MUST;

#endif

/*
 * Lines of letters by pango: broken, justified, measured. The letters are Liberation Serif's,
 * as wide as those of Times New Roman, so that what is measured here holds in Word too; no
 * kerning and no ligatures, as Word sets them. Inside publish only.
 */
#ifndef PUBLISH_LETTERS_H
#define PUBLISH_LETTERS_H

#include <pango/pango.h>

#include "publish/flow.h"

#define LETTERS_FAMILY "Liberation Serif"

/* Ends with the arena. ERR_STORE: the font is not on this machine. */
bool letters_open(struct arena *a, PangoContext **out, struct err *e) MUST;

/* The runs broken into lines of `width` points. The caller unrefs it. */
PangoLayout *letters_layout(
	PangoContext *c, const paper_runs *runs, const struct flow_style *s, double width);

/* How long the last of its lines is. */
double letters_last_line(
	PangoContext *c, struct str text, const struct flow_style *s, double width);

/* The text with line ends where it breaks when all its lines are about as long. */
struct str letters_balanced(struct arena *a, PangoContext *c, struct str text,
	const struct flow_style *s, double width);

#endif

/*
 * A text with what was read in it marked in its place: every byte gets a look, a line is
 * cut where the look changes. What is drawn later covers what was drawn before.
 */
#ifndef PLAN_PLAN_DRAW_H
#define PLAN_PLAN_DRAW_H

#include "base/base.h"

enum plan_look {
	PLAN_LOOK_TARGET = 1,
	PLAN_LOOK_DUTY,
	PLAN_LOOK_REF,
	PLAN_LOOK_LEAD,
	PLAN_LOOK_OTHER,
	PLAN_LOOK_SUSPECT
};

/* A stretch of a line that looks the same throughout. */
struct plan_piece {
	struct str text;
	const char *mark; /* class of the mark; NULL: none */
	bool repaired, doubtful;
};

struct plan_text_line {
	int64_t n;
	LIST(struct plan_piece) pieces;
};

struct plan_drawn {
	struct str body;
	unsigned char *look; /* one a byte */
};

struct plan_drawn plan_drawn_new(struct arena *a, struct str body);

/* Marks bytes [from, to); what lies behind the text is left out. */
void plan_draw(struct plan_drawn *d, int64_t from, int64_t to, enum plan_look look);

/* The letter at a byte is not the one received; the mark under it stays. */
void plan_draw_letter(struct plan_drawn *d, int64_t at, bool doubtful);

/* Adds the pieces of the bytes [from, to) to a line. */
void plan_draw_pieces(struct arena *a, const struct plan_drawn *d, size_t from, size_t to,
	struct plan_text_line *line);

#endif

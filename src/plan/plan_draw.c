#include "plan/plan_draw.h"

enum { MARK = 15, REPAIRED = 16, DOUBTFUL = 32 };

static const char *const mark_class[] = {
	[PLAN_LOOK_TARGET] = "m-kpi",
	[PLAN_LOOK_DUTY] = "m-date",
	[PLAN_LOOK_REF] = "m-ref",
	[PLAN_LOOK_LEAD] = "m-lead",
	[PLAN_LOOK_OTHER] = "m-coop",
	[PLAN_LOOK_SUSPECT] = "m-bad",
};

struct plan_drawn plan_drawn_new(struct arena *a, struct str body)
{
	return (struct plan_drawn){ body, NEW_N(a, unsigned char, body.n + 1) };
}

void plan_draw(struct plan_drawn *d, int64_t from, int64_t to, enum plan_look look)
{
	for (int64_t i = from; i < to && (size_t)i < d->body.n; i++)
		d->look[i] = (unsigned char)look;
}

void plan_draw_letter(struct plan_drawn *d, int64_t at, bool doubtful)
{
	size_t i = (size_t)at, len = 0;

	if (i >= d->body.n)
		return;
	str_rune(d->body, i, &len);
	for (size_t end = i + len; i < end; i++)
		d->look[i] |= doubtful ? REPAIRED | DOUBTFUL : REPAIRED;
}

void plan_draw_pieces(struct arena *a, const struct plan_drawn *d, size_t from, size_t to,
	struct plan_text_line *line)
{
	for (size_t at = from, end; at < to; at = end) {
		struct plan_piece *p = LIST_ADD(a, &line->pieces);
		unsigned char look = d->look[at];

		for (end = at + 1; end < to && d->look[end] == look; end++)
			continue;
		p->text = str_sub(d->body, at, end);
		p->mark = mark_class[look & MARK];
		p->repaired = look & REPAIRED;
		p->doubtful = look & DOUBTFUL;
	}
}

/*
 * The corrected reading: the reading with every change of a person applied, in the form
 * the import takes. What nobody touched stays as it was read, spans and rules included;
 * what a person said is certain, by no rule.
 */
#include "agency/agency.h"
#include "plan/plan_resolve.h"
#include "review/review.h"

struct corrected {
	struct db_read *read;
	struct arena *arena;
	const struct review *review;
	struct reading *out;
	struct date day;
	struct str place;
	size_t next;			 /* the first item of the review that is not yet applied */
	LIST(struct review_party) asked; /* names asked for, with role LEAD for collectives */
};

/* Whether a name that a person wrote stands for many agencies; each is asked for once. */
static bool is_collective(struct corrected *k, struct str name, bool *is, struct err *e)
{
	struct agency_collective found;

	LIST_EACH(x, &k->asked)
		if (str_eq(x->name, name)) {
			*is = x->role == READING_LEAD;
			return true;
		}
	if (!agency_collective(k->read, name, k->place, k->day, &found, e))
		return false;
	*is = found.known;
	LIST_PUSH(k->arena, &k->asked,
		((struct review_party){ *is ? READING_LEAD : READING_COORDINATING, name }));
	return true;
}

/* The party as it was read, where a person left it or said only what its name means. */
static const struct reading_party *as_read(
	const struct review_item *i, const struct review_party *p, size_t at)
{
	if (!i->task || i->key.part || i->read.parties.n != i->task->parties.n)
		return NULL;
	if (!(i->fix && i->fix->parties.p))
		return &i->task->parties.v[at];
	LIST_EACH(x, &i->task->parties)
		if (x->role == p->role && str_eq(x->name, p->name))
			return x;
	return NULL;
}

static bool put_party(struct corrected *k, const struct review_item *i, size_t at,
	reading_party_list *out, struct err *e)
{
	const struct review_party *p = &i->now.parties.v[at];
	const struct reading_party *was = as_read(i, p, at);
	struct reading_party made = {
		.name = p->name,
		.written = p->name,
		.role = p->role,
		.resolved = true,
		.explicit_role = true,
		.sure = READING_CERTAIN,
	};

	if (was && str_eq(was->name, p->name)) {
		LIST_PUSH(k->arena, out, *was);
		return true;
	}
	if (was) { /* a person said whom the name means */
		made.written = was->written;
		made.explicit_role = was->explicit_role;
		made.span = was->span;
	}
	if (!is_collective(k, p->name, &made.collective, e))
		return false;
	LIST_PUSH(k->arena, out, made);
	return true;
}

static void put_days(struct reading_item *t, const struct review_words *now)
{
	t->start.date = now->starts;
	t->start.given = date_given(now->starts);
	t->due.date = now->due;
	t->due.given = date_given(now->due);
	t->due.before = now->due_before;
	t->due.suspect = false;
	t->due.derived = false;
	t->recurrence = STR_NULL;
}

/* A task as it stands. Who corrected or confirmed it has seen what was flagged. */
static bool put_task(
	struct corrected *k, const struct review_item *i, struct reading_item *t, struct err *e)
{
	reading_party_list parties = { 0 };

	for (size_t n = 0; n < i->now.parties.n; n++)
		if (!put_party(k, i, n, &parties, e))
			return false;
	t->parties = parties;
	t->path = i->now.path;
	t->text = i->now.words;
	if (!i->fix)
		return true;
	if (i->fix->days)
		put_days(t, &i->now);
	t->sure = READING_CERTAIN;
	t->flags = (reading_flag_list){ 0 };
	return true;
}

/* Items a person put behind the one at `from`, in the reading's form. */
static bool put_added(struct corrected *k, const struct review_item *i,
	const struct reading_item *base, int32_t parent, struct err *e)
{
	struct reading_item t = {
		.kind = READING_TASK,
		.part = base->part,
		.marker = S(""),
		.level = base->level,
		.parent = parent,
		.line = base->line,
		.line_end = base->line_end,
		.span = base->span,
		.assigned_by = S(""),
	};

	if (!put_task(k, i, &t, e))
		return false;
	LIST_PUSH(k->arena, &k->out->items, t);
	return true;
}

static bool put_item(struct corrected *k, size_t from, const int32_t *moved, struct err *e)
{
	const struct review *v = k->review;
	const struct reading_item *was = &v->reading->items.v[from];
	struct reading_item t = *was;

	t.parent = was->parent >= 0 ? moved[was->parent] : -1;
	if (t.kind != READING_TASK) {
		LIST_PUSH(k->arena, &k->out->items, t);
		return true;
	}
	const struct review_item *i = &v->items.v[k->next++];

	if (i->state == REVIEW_KEPT && !put_task(k, i, &t, e))
		return false;
	if (i->state != REVIEW_KEPT)
		t.kind = READING_TEXT;
	LIST_PUSH(k->arena, &k->out->items, t);
	for (; k->next < v->items.n && v->items.v[k->next].key.kind == REVIEW_TASK &&
		v->items.v[k->next].key.nth == (int64_t)from;
		k->next++)
		if (v->items.v[k->next].state == REVIEW_KEPT &&
			!put_added(k, &v->items.v[k->next], was, t.parent, e))
			return false;
	return true;
}

/* Inserting moves what comes behind: `moved` says where each item of the reading is now. */
static bool put_items(struct corrected *k, struct err *e)
{
	const struct reading *r = k->review->reading;
	int32_t *moved = NEW_N(k->arena, int32_t, r->items.n + 1);

	k->out->items = (reading_item_list){ 0 };
	for (size_t n = 0; n < r->items.n; n++) {
		moved[n] = (int32_t)k->out->items.n;
		if (!put_item(k, n, moved, e))
			return false;
	}
	k->out->tasks = 0;
	LIST_EACH(t, &k->out->items)
		k->out->tasks += t->kind == READING_TASK;
	return true;
}

/* As it stands; one that a person added has the place of the item it stands behind. */
static struct reading_target target_now(const struct review_item *i)
{
	struct reading_target t = { .line = i->line, .span = i->span };

	if (i->target && i->key.part == 0)
		t = *i->target;
	t.text = i->now.words;
	if (!i->fix)
		return t;
	t.sure = READING_CERTAIN;
	if (i->fix->facts.p)
		review_put_measure(&t, &i->now.measure);
	return t;
}

static struct reading_duty duty_now(struct arena *a, const struct review_item *i)
{
	struct reading_duty d = { .line = i->line, .span = i->span };

	if (i->duty && i->key.part == 0)
		d = *i->duty;
	d.text = i->now.words;
	if (!i->fix)
		return d;
	d.sure = READING_CERTAIN;
	if (i->fix->facts.p)
		review_put_owed(a, &d, &i->now.owed);
	return d;
}

static void put_targets_and_duties(struct corrected *k)
{
	reading_target_list targets = { 0 };
	reading_duty_list duties = { 0 };

	LIST_EACH(i, &k->review->items) {
		if (i->state != REVIEW_KEPT)
			continue;
		if (i->key.kind == REVIEW_TARGET)
			LIST_PUSH(k->arena, &targets, target_now(i));
		if (i->key.kind == REVIEW_DUTY)
			LIST_PUSH(k->arena, &duties, duty_now(k->arena, i));
	}
	k->out->targets = targets;
	k->out->duties = duties;
}

bool review_day_and_place(struct db_read *r, const struct review *v, struct date *day,
	struct str *place, struct err *e)
{
	const struct reading_header *h = &v->reading->header;

	*day = date_given(v->draft.issued) ? v->draft.issued
	       : date_given(h->date)	   ? h->date
	       : h->years.n		   ? DATE((int16_t)h->years.v[0], 1, 1)
					   : date_today();
	return plan_province(
		r, v->draft.province.n ? v->draft.province : h->province, *day, place, e);
}

bool review_corrected(
	struct db_read *r, const struct review *v, struct reading **out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct corrected k = { .read = r, .arena = a, .review = v, .out = NEW(a, struct reading) };

	*k.out = *v->reading;
	if (!review_day_and_place(r, v, &k.day, &k.place, e) || !put_items(&k, e))
		return false;
	put_targets_and_duties(&k);
	*out = k.out;
	return true;
}

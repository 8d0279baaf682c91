/*
 * Comparing readings by their items. Items with the same folded words are the same,
 * wherever they stand; of the others those at the same path, or with most words in
 * common, are the same work in other words. All by sorted hashes: a text of ten thousand
 * items is compared in one pass, and only few leftovers are looked at in pairs.
 */
#include "review/compare.h"

#include <stdlib.h>

#include "base/viet.h"
#include "plan_sql.h"

enum {
	PAIRS_LOOKED_AT = 250000, /* leftovers of one text times those of the other */
	PREFIX_LEAST = 24,	  /* letters of a sentence that was cut off */
	SAMPLES = 5,
	SAMPLE_LEAST = 60 /* letters: shorter tasks stand in many plans */
};

struct unit {
	const struct reading_item *item;
	size_t at; /* in its reading's list of units */
	struct str fold;
	uint64_t hash;
	struct unit *mate; /* in the other reading */
	enum review_change change;
};

struct units {
	struct unit *v;
	size_t n;
	size_t body; /* the first one of the plan itself: before it stand the headings of the paper */
};

/* FNV-1a; a chance hit costs nothing: the words are compared as well. */
static uint64_t hash_of(struct str s)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h;
}

static struct units units_of(struct arena *a, const struct reading *r)
{
	struct units u = { NEW_N(a, struct unit, r->items.n + 1), 0, SIZE_MAX };

	LIST_EACH(i, &r->items) {
		struct str fold = viet_fold(a, i->text);

		if (!fold.n)
			continue;
		if (u.body == SIZE_MAX && i->kind == READING_HEADING)
			u.body = u.n;
		u.v[u.n] = (struct unit){
			.item = i, .at = u.n, .fold = fold, .hash = hash_of(fold)
		};
		u.n++;
	}
	if (u.body == SIZE_MAX)
		u.body = 0;
	return u;
}

/* --- the same words */

static int by_hash(const void *x, const void *y)
{
	const struct unit *a = *(struct unit *const *)x, *b = *(struct unit *const *)y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static struct unit **sorted(struct arena *a, struct units *u)
{
	struct unit **v = NEW_N(a, struct unit *, u->n + 1);

	for (size_t i = 0; i < u->n; i++)
		v[i] = &u->v[i];
	qsort(v, u->n, sizeof(struct unit *), by_hash);
	return v;
}

static void mate(struct unit *was, struct unit *is, enum review_change change)
{
	was->mate = is;
	is->mate = was;
	was->change = is->change = change;
}

/* Repeated words are paired in their order. */
static void pair_same(struct arena *a, struct units *was, struct units *is)
{
	struct unit **x = sorted(a, was), **y = sorted(a, is);
	size_t i = 0, k = 0;

	while (i < was->n && k < is->n) {
		if (x[i]->hash != y[k]->hash) {
			if (x[i]->hash < y[k]->hash)
				i++;
			else
				k++;
			continue;
		}
		if (str_eq(x[i]->fold, y[k]->fold))
			mate(x[i], y[k],
				str_eq(x[i]->item->path, y[k]->item->path) ? REVIEW_SAME
									   : REVIEW_RENUMBERED);
		i++;
		k++;
	}
}

/* --- the same work in other words */

struct words {
	uint64_t *v; /* hashes, sorted */
	size_t n;
};

static int by_number(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

static struct words words_of(struct arena *a, struct str fold)
{
	struct words w = { NEW_N(a, uint64_t, fold.n / 2 + 2), 0 };
	struct str rest = fold, word;

	while (str_split(&rest, ' ', &word))
		w.v[w.n++] = hash_of(word);
	qsort(w.v, w.n, sizeof(uint64_t), by_number);
	return w;
}

/* Words in common, in percent of those of both. */
static size_t likeness(const struct words *a, const struct words *b)
{
	size_t i = 0, k = 0, both = 0;

	while (i < a->n && k < b->n) {
		if (a->v[i] == b->v[k]) {
			both++;
			i++;
			k++;
		} else if (a->v[i] < b->v[k]) {
			i++;
		} else {
			k++;
		}
	}
	return a->n + b->n ? 200 * both / (a->n + b->n) : 0;
}

struct left {
	struct unit *unit;
	struct words words;
};

typedef LIST(struct left) left_list;

static void leftovers(struct arena *a, struct units *u, left_list *out)
{
	for (size_t i = 0; i < u->n; i++)
		if (!u->v[i].mate)
			LIST_PUSH(a, out, ((struct left){ &u->v[i], words_of(a, u->v[i].fold) }));
}

static size_t score(const struct left *x, const struct left *y)
{
	bool here = str_eq(x->unit->item->path, y->unit->item->path);
	size_t like;

	if (x->unit->item->kind != y->unit->item->kind)
		return 0;
	like = likeness(&x->words, &y->words);
	/* at the same path less is enough */
	return like >= (here ? 40u : 60u) ? like + (here ? 20u : 0u) : 0;
}

static void pair_changed(struct arena *a, struct units *was, struct units *is)
{
	left_list x = { 0 }, y = { 0 };

	leftovers(a, was, &x);
	leftovers(a, is, &y);
	if (x.n && y.n > PAIRS_LOOKED_AT / x.n)
		return;
	LIST_EACH(new, &y) {
		const struct left *best = NULL;
		size_t most = 0;

		LIST_EACH(old, &x) {
			size_t s = old->unit->mate ? 0 : score(old, new);

			if (s > most) {
				most = s;
				best = old;
			}
		}
		if (best)
			mate(best->unit, new->unit, REVIEW_CHANGED);
	}
}

/* --- what it amounts to */

/* The words of `is` break off in the middle of those of `was`. */
static bool is_cut_off(const struct unit *is)
{
	return is->mate && is->change == REVIEW_CHANGED && is->fold.n >= PREFIX_LEAST &&
	       str_starts(is->mate->fold, is->fold);
}

static enum review_relation_kind judge(const struct units *was, const struct units *is)
{
	size_t common = 0, other = 0, missing = 0;

	for (size_t i = 0; i < is->n; i++) {
		const struct unit *u = &is->v[i];

		if (u->mate && (u->change != REVIEW_CHANGED || is_cut_off(u)))
			common += u->fold.n;
		else if (i >= is->body)
			other += u->fold.n;
		missing += is_cut_off(u);
	}
	for (size_t i = was->body; i < was->n; i++)
		missing += !was->v[i].mate;
	if (common < other || !common)
		return REVIEW_NEW;
	if (!other && !missing)
		return REVIEW_LAYOUT;
	/* a note of who cut it is not yet an amendment */
	return missing && other * 20 <= common ? REVIEW_CUT : REVIEW_AMENDED;
}

static void put_gone(
	struct arena *a, const struct units *was, size_t *next, size_t until, review_pair_list *out)
{
	for (; *next < until; ++*next)
		if (!was->v[*next].mate)
			LIST_PUSH(a, out,
				((struct review_pair){ REVIEW_GONE, was->v[*next].item, NULL }));
}

static void list_pairs(
	struct arena *a, const struct units *was, const struct units *is, review_pair_list *out)
{
	size_t next = 0;

	for (size_t i = 0; i < is->n; i++) {
		const struct unit *u = &is->v[i];

		if (!u->mate) {
			LIST_PUSH(a, out, ((struct review_pair){ REVIEW_ADDED, NULL, u->item }));
			continue;
		}
		if (u->mate->at >= next)
			put_gone(a, was, &next, u->mate->at, out);
		LIST_PUSH(a, out, ((struct review_pair){ u->change, u->mate->item, u->item }));
	}
	put_gone(a, was, &next, was->n, out);
}

enum review_relation_kind review_compare(struct arena *a, const struct reading *was,
	const struct reading *is, review_pair_list *pairs)
{
	struct units x = units_of(a, was), y = units_of(a, is);

	pair_same(a, &x, &y);
	pair_changed(a, &x, &y);
	list_pairs(a, &x, &y, pairs);
	return judge(&x, &y);
}

/* --- with what is there */

typedef LIST(int64_t) id_list;

static void offer(struct arena *a, id_list *ids, int64_t id)
{
	LIST_EACH(x, ids)
		if (*x == id)
			return;
	LIST_PUSH(a, ids, id);
}

/* By its number, and by the words of a few tasks: either file may have lost its head. */
static bool candidates(
	struct db_read *r, const struct review *v, int64_t account, id_list *ids, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct str number = v->draft.number.n ? v->draft.number : v->reading->header.number;
	struct review_numbered_rows numbered;
	size_t looked = 0;

	if (number.n) {
		if (!review_numbered(r, number, account, &numbered, e))
			return false;
		LIST_EACH(x, &numbered)
			offer(a, ids, x->plan_id);
	}
	LIST_EACH(t, &v->reading->items) {
		struct review_worded_rows worded;

		if (t->kind != READING_TASK || t->text.n < SAMPLE_LEAST || looked++ >= SAMPLES)
			continue;
		if (!review_worded(r, t->text, account, &worded, e))
			return false;
		LIST_EACH(x, &worded)
			offer(a, ids, x->plan_id);
	}
	return true;
}

static bool relate_to(struct db_read *r, const struct review *v, int64_t account, int64_t plan,
	struct review_relation *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct plan_by_id_row row;
	struct plan_body_row body;
	struct reading *was;
	bool found;

	if (!plan_by_id(r, plan, account, &row, &found, e))
		return false;
	if (!found)
		return true;
	if (!plan_body(r, row.document_id, &body, &found, e) || !found ||
		!reading_plan(a, body.body, NULL, &was, e))
		return e->code == ERR_NONE;
	out->pairs = (review_pair_list){ 0 };
	out->kind = review_compare(a, was, v->reading, &out->pairs);
	if (out->kind == REVIEW_NEW)
		return true;
	out->plan = plan;
	out->plan_name = row.number.n ? row.number : plan_sentence(a, row.title);
	return true;
}

bool review_carry(struct db_read *r, int64_t plan, const struct reading *now,
	plan_carried_list *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct plan_task_ids_rows tasks;
	struct reading was = { 0 };
	review_pair_list pairs = { 0 };

	if (!plan_task_ids(r, plan, &tasks, e))
		return false;
	LIST_EACH(t, &tasks)
		LIST_PUSH(a, &was.items,
			((struct reading_item){
				.kind = READING_TASK, .path = t->path, .text = t->words }));
	review_compare(a, &was, now, &pairs);
	LIST_EACH(p, &pairs)
		if (p->was && p->is && p->is->kind == READING_TASK)
			LIST_PUSH(a, out,
				((struct plan_carried){ (size_t)(p->is - now->items.v),
					tasks.v[p->was - was.items.v].id }));
	return true;
}

static bool may_replace(
	struct db_read *r, int64_t account, struct review_relation *rel, struct err *e)
{
	struct review_may_replace_row row;

	return review_may_replace(r, rel->plan, account, &row, &rel->may_replace, e);
}

static void count(struct review_relation *rel)
{
	LIST_EACH(p, &rel->pairs)
		if ((p->is ? p->is : p->was)->kind == READING_TASK)
			rel->counts[p->change]++;
}

bool review_relate(struct db_read *r, const struct review *v, int64_t account,
	struct review_relation *out, struct err *e)
{
	id_list ids = { 0 };

	*out = (struct review_relation){ .kind = REVIEW_NEW };
	if (!candidates(r, v, account, &ids, e))
		return false;
	LIST_EACH(id, &ids) {
		if (*id == v->draft.plan_id)
			continue;
		if (!relate_to(r, v, account, *id, out, e))
			return false;
		if (out->kind != REVIEW_NEW) {
			count(out);
			return may_replace(r, account, out, e);
		}
	}
	return true;
}

#include "form/total.h"

#include "form/strand.h"

enum { PROVINCE = 1, LEVELS = 3, ROOM = 1 << 30, SCRATCH = 16 << 20 };

static const char *const level_names[LEVELS] = { "unit", "province", "nation" };

/* The place of each level; false where the sheet has none there. */
static bool place_of(const struct form_total_key *k, int level, int64_t *place)
{
	int64_t at[LEVELS] = { k->place, k->province, 0 };

	*place = at[level];
	if (level == 0 && *place == DB_NULL)
		*place = 0;
	return *place != DB_NULL;
}

static bool move_one(struct db_write *w, const struct form_total_key *k, int level,
	const struct form_vector *old, const struct form_vector *new, struct err *e)
{
	struct arena *a = db_write_arena(w);
	const struct calendar_period *p = &k->period;
	struct str name = str_z(level_names[level]);
	struct form_total_now_row row;
	struct form_vector total;
	int64_t place;
	bool found;

	if (!place_of(k, level, &place))
		return true;
	if (!form_total_now(db_write_read(w), k->edition, name, p->system, p->to, place, k->line,
		    &row, &found, e))
		return false;
	if (!found)
		total = form_vector_new(a, new->n);
	else if (!form_vector_unpack(a, row.vector, &total, e))
		return false;
	if ((old->n && !form_vector_add(&total, old, true, e)) ||
		!form_vector_add(&total, new, false, e))
		return false;
	return form_total_put(w, k->edition, name, p->system, p->from, p->to, place, k->line,
		form_vector_pack(a, &total), e);
}

bool form_total_move(struct db_write *w, const struct form_total_key *key, struct str old,
	struct str new, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct form_vector was = { 0 }, is;

	if ((old.p && !form_vector_unpack(a, old, &was, e)) || !form_vector_unpack(a, new, &is, e))
		return false;
	for (int i = 0; i < LEVELS; i++)
		if (!move_one(w, key, i, &was, &is, e))
			return false;
	return key->province == DB_NULL || form_loosen(w, key->edition, &key->period, e);
}

/* --- made anew */

/* A total as reckoned. */
struct reckoned {
	int level;
	int64_t place;
	struct str line;
	struct form_vector v;
	size_t next; /* of the chain: one more than its index; 0: none */
};

/* A sheet whose vector is kept otherwise than its submission says. */
struct astray {
	int64_t sheet;
	struct str vector;
};

enum { BUCKETS = 1 << 15 };

struct recount {
	struct arena *arena;
	struct db_read *read;
	int64_t edition;
	const struct form_edition *f;
	struct form_periods_sent_row period;
	LIST(struct reckoned) totals;
	size_t *bucket;
	LIST(struct astray) astray;
	int64_t sheets, wrong;
	bool loose; /* its strands are not wound */
};

static size_t bucket_of(int level, int64_t place, struct str line)
{
	uint64_t h = (uint64_t)place * 0x9e3779b97f4a7c15u + (uint64_t)level;

	for (size_t i = 0; i < line.n; i++)
		h = (h ^ (unsigned char)line.p[i]) * 0x100000001b3u;
	return (h ^ h >> 29) % BUCKETS;
}

static struct reckoned *find(const struct recount *c, int level, int64_t place, struct str line)
{
	for (size_t i = c->bucket[bucket_of(level, place, line)]; i; i = c->totals.v[i - 1].next) {
		struct reckoned *t = &c->totals.v[i - 1];

		if (t->level == level && t->place == place && str_eq(t->line, line))
			return t;
	}
	return NULL;
}

static struct form_vector *total_of(struct recount *c, int level, int64_t place, struct str line)
{
	struct reckoned *t = find(c, level, place, line);
	size_t *first = &c->bucket[bucket_of(level, place, line)];

	if (t)
		return &t->v;
	LIST_PUSH(c->arena, &c->totals,
		((struct reckoned){
			level, place, line, form_vector_new(c->arena, c->f->cells.n), *first }));
	*first = c->totals.n;
	return &c->totals.v[c->totals.n - 1].v;
}

static bool count_body(
	struct recount *c, struct arena *scratch, const struct form_bodies_row *row, struct err *e)
{
	struct form_total_key key = {
		.line = row->line, .place = row->place_id, .province = row->province_id
	};
	struct form_body body;
	struct form_vector v;
	struct str packed;
	int64_t place;

	if (!form_body_read(scratch, c->f, row->body, row->digest, &body, e))
		return false;
	v = form_vector_of(scratch, body.v, c->f->cells.n);
	packed = form_vector_pack(scratch, &v);
	c->sheets++;
	if (!str_eq(packed, row->vector))
		LIST_PUSH(c->arena, &c->astray,
			((struct astray){ row->id, str_dup(c->arena, packed) }));
	for (int i = 0; i < LEVELS; i++)
		if (place_of(&key, i, &place) &&
			!form_vector_add(total_of(c, i, place, row->line), &v, false, e))
			return false;
	return true;
}

static bool count_bodies(struct recount *c, struct err *e)
{
	struct arena *scratch = arena_new(SCRATCH);
	struct form_bodies_rows rows;
	bool ok = form_bodies(
		c->read, c->edition, c->period.period_system, c->period.period_to, &rows, e);

	for (size_t i = 0; ok && i < rows.n; i++) {
		ok = count_body(c, scratch, &rows.v[i], e);
		arena_reset(scratch);
	}
	arena_free(scratch);
	return ok;
}

static int level_of(struct str name)
{
	for (int i = 0; i < LEVELS; i++)
		if (str_eq(name, str_z(level_names[i])))
			return i;
	return -1;
}

static bool same(const struct form_vector *a, const struct form_vector *b)
{
	if (a->submissions != b->submissions || a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].sum != b->v[i].sum || a->v[i].given != b->v[i].given ||
			a->v[i].missing != b->v[i].missing || a->v[i].na != b->v[i].na)
			return false;
	return true;
}

/* Each kept total against the one reckoned; those not kept at all are wrong as well. A total
 * that was emptied by nothing is none: what was sent is never taken back. */
static bool compare(struct recount *c, struct err *e)
{
	struct form_totals_rows rows;
	size_t right = 0;

	if (!form_totals(
		    c->read, c->edition, c->period.period_system, c->period.period_to, &rows, e))
		return false;
	LIST_EACH(row, &rows) {
		struct reckoned *t = find(c, level_of(row->level), row->place_id, row->line);
		struct err why = { 0 };
		struct form_vector kept;

		if (t && form_vector_unpack(c->arena, row->vector, &kept, &why) &&
			same(&kept, &t->v))
			right++;
		else
			c->wrong++;
	}
	if (right + (size_t)c->wrong < c->totals.n)
		c->wrong = (int64_t)(c->totals.n - right);
	return true;
}

/* The provinces as reckoned, their lines added together. */
static bool reckoned_provinces(
	const struct recount *c, struct form_province *v, size_t *n, struct err *e)
{
	*n = 0;
	LIST_EACH(t, &c->totals) {
		size_t i = 0;

		if (t->level != PROVINCE)
			continue;
		while (i < *n && v[i].place != t->place)
			i++;
		if (i == *n)
			v[(*n)++] = (struct form_province){ t->place,
				form_vector_new(c->arena, c->f->cells.n) };
		if (!form_vector_add(&v[i].v, &t->v, false, e))
			return false;
	}
	return true;
}

/* Wound strands against those that the reckoned totals make; a loose period has none to compare. */
static bool compare_strands(struct recount *c, struct err *e)
{
	const struct form_periods_sent_row *p = &c->period;
	struct form_province *v = NEW_N(c->arena, struct form_province, c->totals.n + 1);
	struct form_strands_of_rows rows;
	struct form_period_now_row now;
	struct form_wound wound;
	bool found;
	size_t n;

	if (!form_period_now(
		    c->read, c->edition, p->period_system, p->period_to, &now, &found, e) ||
		!form_strands_of(c->read, c->edition, p->period_system, p->period_to, &rows, e) ||
		!reckoned_provinces(c, v, &n, e))
		return false;
	c->loose = n > 0 && !(found && now.wound);
	if (c->loose || !n)
		return true;
	wound = form_wind(c->arena, v, n, c->f->cells.n);
	c->wrong += !str_eq(wound.places, now.places) || rows.n != wound.strands.n;
	for (size_t i = 0; i < rows.n && i < wound.strands.n; i++)
		c->wrong += rows.v[i].slot != form_strand_slot(i) ||
			    !str_eq(rows.v[i].vector, wound.strands.v[i]);
	return true;
}

static bool recount(struct recount *c, struct err *e)
{
	c->bucket = NEW_N(c->arena, size_t, BUCKETS);
	return count_bodies(c, e) && compare(c, e) && compare_strands(c, e);
}

/* --- mended */

struct mend {
	int64_t edition;
	const struct form_edition *f;
	struct form_periods_sent_row period;
};

static bool put_all(struct db_write *w, struct recount *c, struct err *e)
{
	const struct form_periods_sent_row *p = &c->period;
	struct calendar_period period = {
		.system = p->period_system, .from = p->period_from, .to = p->period_to
	};
	struct db_batch *b = db_batch(w);

	if (!form_total_clear(w, c->edition, p->period_system, p->period_to, e))
		return false;
	LIST_EACH(t, &c->totals)
		if (!form_total_put_queue(b, c->edition, str_z(level_names[t->level]),
			    p->period_system, p->period_from, p->period_to, t->place, t->line,
			    form_vector_pack(c->arena, &t->v), e))
			return false;
	LIST_EACH(x, &c->astray)
		if (!form_vector_mend_queue(b, x->sheet, x->vector, e))
			return false;
	return db_batch_run(b, e) && form_loosen(w, c->edition, &period, e) &&
	       form_wind_period(w, c->edition, p->period_system, p->period_to, e);
}

static bool apply_mend(struct db_write *w, struct change *c, struct err *e)
{
	const struct mend *m = c->arg;
	struct recount again = { .arena = db_write_arena(w),
		.read = db_write_read(w),
		.edition = m->edition,
		.f = m->f,
		.period = m->period };

	c->entry.object_id = m->edition;
	return recount(&again, e) && put_all(w, &again, e);
}

static bool mend_period(struct db *db, const struct audit_entry *who, struct mend *m, struct err *e)
{
	struct change c = { .entry = *who, .apply = apply_mend, .arg = m };

	c.entry.action = S("form.recompute");
	c.entry.object = S("form_edition");
	return audit_change(db, &c, e);
}

/* --- all of it */

static bool recompute_period(struct db *db, const struct audit_entry *who, struct mend *m,
	bool mend, struct form_recomputed *out, struct err *e)
{
	struct arena *a = arena_new(ROOM);
	struct recount c = { .arena = a, .edition = m->edition, .f = m->f, .period = m->period };
	bool ok = db_read_begin(db, a, &c.read, e);

	if (ok) {
		ok = recount(&c, e);
		db_read_end(c.read);
	}
	out->sheets += c.sheets;
	out->totals += (int64_t)c.totals.n;
	out->wrong_sheets += (int64_t)c.astray.n;
	out->wrong_totals += c.wrong;
	if (ok && mend && (c.wrong || c.astray.n || c.loose))
		ok = mend_period(db, who, m, e);
	arena_free(a);
	return ok;
}

static bool recompute_all(struct db *db, struct db_read *r, bool mend,
	const struct audit_entry *who, struct form_recomputed *out, struct err *e)
{
	struct form_editions_rows editions;

	if (!form_editions(r, &editions, e))
		return false;
	LIST_EACH(x, &editions) {
		struct form_periods_sent_rows periods;
		struct form_edition f;

		if (!form_edition_get(r, x->id, &f, e) || !form_periods_sent(r, x->id, &periods, e))
			return false;
		LIST_EACH(p, &periods) {
			struct mend m = { x->id, &f, *p };

			if (!recompute_period(db, who, &m, mend, out, e))
				return false;
		}
	}
	return true;
}

bool form_recompute(struct db *db, bool mend, const struct audit_entry *who,
	struct form_recomputed *out, struct err *e)
{
	struct arena *a = arena_new(ROOM);
	struct db_read *r;
	bool ok;

	*out = (struct form_recomputed){ 0 };
	ok = db_read_begin(db, a, &r, e);
	if (ok) {
		ok = recompute_all(db, r, mend, who, out, e);
		db_read_end(r);
	}
	arena_free(a);
	return ok;
}

/*
 * Urging by hand: who would be told is shown first, then it is done, in one change.
 */
#include "access/access.h"
#include "base/json.h"
#include "urge/letter.h"
#include "urge/people.h"
#include "urge/urge.h"
#include "urge_sql.h"

struct told {
	int64_t account, part;
	enum whom whom;
};

struct hand {
	struct urge_hand *out;
	struct date day;
	struct str words;
	int64_t account;
	LIST(struct told) told;
};

static struct str json_ids(struct arena *a, const int64_t *ids, size_t n)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_list(&j, NULL);
	for (size_t i = 0; i < n; i++)
		json_int(&j, NULL, ids[i]);
	json_end(&j);
	return buf_str(&b);
}

bool urge_of_parts(
	struct db_read *r, const int64_t *parts, size_t n, urge_count_list *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct urge_counts_rows rows;

	*out = (urge_count_list){ 0 };
	if (n == 0)
		return true;
	if (!urge_counts(r, json_ids(a, parts, n), &rows, e))
		return false;
	LIST_EACH(row, &rows)
		LIST_PUSH(a, out, ((struct urge_count){ row->part, row->times, row->last_day }));
	return true;
}

struct str urge_count_text(
	struct arena *a, enum lang lang, const urge_count_list *counts, int64_t part)
{
	size_t low = 0, high = counts->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (counts->v[mid].part < part)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == counts->n || counts->v[low].part != part)
		return S("");
	const struct urge_count *c = &counts->v[low];

	return TEXT(a, lang, T_urge_reminded, str_fmt(a, "%lld", (long long)c->times),
		str_fmt(a, "%d/%d", c->last.day, c->last.month));
}

/* --- who would be told */

static enum urge_why why_of(const struct urge_chosen_row *p, size_t people)
{
	if (!p->open)
		return URGE_CLOSED;
	if (p->today)
		return URGE_TODAY;
	return people ? URGE_TELLS : URGE_NOBODY;
}

/* Once each: who acts for the agency may lead it too. */
static void add_told(struct arena *a, struct hand *h, const account_list *accounts, int64_t part,
	enum whom whom, size_t first)
{
	LIST_EACH(account, accounts) {
		bool there = false;

		for (size_t i = first; i < h->told.n; i++)
			there |= h->told.v[i].account == *account;
		if (!there)
			LIST_PUSH(a, &h->told, ((struct told){ *account, part, whom }));
	}
}

static size_t find_people(struct arena *a, struct hand *h, const struct people *people,
	const struct urge_chosen_row *p)
{
	/* not over: the standing agency is who urges, it need not be told */
	struct owed o = { p->plan_id, p->agency_id, p->officer_id, str_eq(p->role, S("requested")),
		false };
	size_t first = h->told.n;

	for (enum whom whom = WHOM_OFFICER; whom <= WHOM_CHIEF; whom++) {
		account_list accounts = { 0 };

		people_for(a, people, &o, whom, &accounts);
		add_told(a, h, &accounts, p->id, whom, first);
	}
	return h->told.n - first;
}

static void add_target(struct arena *a, struct hand *h, const struct people *people,
	const struct urge_chosen_row *p)
{
	struct urge_target *x = LIST_ADD(a, &h->out->targets);
	size_t before = h->told.n, n = find_people(a, h, people, p);

	*x = (struct urge_target){ .part = p->id,
		.task = p->task_id,
		.plan = p->plan_id,
		.agency = p->agency_id,
		.path = p->path,
		.number = p->number,
		.agency_name = p->agency_name,
		.asked = str_eq(p->role, S("requested")),
		.due = p->due,
		.why = why_of(p, n),
		.people = n,
		.times = p->times,
		.last = p->last_day };
	if (x->why != URGE_TELLS)
		h->told.n = before;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static size_t distinct(struct arena *a, const struct hand *h)
{
	int64_t *ids = NEW_N(a, int64_t, h->told.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < h->told.n; i++)
		ids[i] = h->told.v[i].account;
	qsort(ids, h->told.n, sizeof(*ids), by_value);
	for (size_t i = 0; i < h->told.n; i++)
		n += i == 0 || ids[i] != ids[i - 1];
	return n;
}

/* Targets come by agency. */
static void count(struct arena *a, struct hand *h)
{
	int64_t last = 0;

	LIST_EACH(x, &h->out->targets)
		if (x->why == URGE_TELLS && x->agency != last) {
			last = x->agency;
			h->out->agencies++;
		}
	h->out->people = distinct(a, h);
}

static bool may_all(struct db_read *r, const struct actor *actor,
	const struct urge_chosen_rows *rows, struct err *e)
{
	int64_t asked = DB_NULL;
	bool may = true;

	LIST_EACH(p, rows) {
		if (p->standing == asked)
			continue;
		asked = p->standing;
		if (asked == DB_NULL || !access_may(r, actor, PERM_urge_send, asked, &may, e))
			return asked == DB_NULL ? FAIL(e, ERR_DENIED, T_urge_not_yours) : false;
		if (!may)
			return FAIL(e, ERR_DENIED, T_urge_not_yours);
	}
	return true;
}

static bool look(struct arena *a, struct db_read *r, const struct actor *actor,
	const int64_t *parts, size_t n, struct hand *h, struct err *e)
{
	struct urge_chosen_rows rows;
	struct people people;

	if (n == 0)
		return FAIL(e, ERR_INPUT, T_urge_none_chosen);
	if (n > URGE_HAND_MOST)
		return FAIL(e, ERR_TOO_LARGE, T_urge_too_many, str_fmt(a, "%d", URGE_HAND_MOST));
	if (!urge_chosen(r, json_ids(a, parts, n), actor->account, h->day, &rows, e) ||
		!may_all(r, actor, &rows, e) || !people_read(a, r, &people, e))
		return false;
	if (rows.n == 0)
		return FAIL(e, ERR_ABSENT, T_urge_none_chosen);
	LIST_EACH(p, &rows)
		add_target(a, h, &people, p);
	count(a, h);
	return true;
}

bool urge_hand_look(struct arena *a, struct db_read *r, const struct actor *actor,
	const int64_t *parts, size_t n, struct urge_hand *out, struct err *e)
{
	struct hand h = { .out = out, .day = date_today() };

	*out = (struct urge_hand){ 0 };
	return look(a, r, actor, parts, n, &h, e);
}

/* --- done */

static bool hand_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct hand *h = c->arg;
	struct arena *a = db_write_arena(w);
	struct db_batch *b = db_batch(w);
	int64_t now = clock_now();
	struct letters letters;

	if (!urge_batch_add(w, S("hand"), h->day, S("done"), S(""), now, h->account, h->words, now,
		    &h->out->batch, e))
		return false;
	c->entry.object_id = h->out->batch;
	LIST_EACH(x, &h->out->targets)
		if (x->why == URGE_TELLS && !urge_reminder_add_queue(b, x->part, h->day, x->due,
						    DB_NULL, x->agency, h->out->batch, e))
			return false;
	LIST_EACH(t, &h->told)
		if (!urge_item_add_queue(b, h->out->batch, t->account, t->part,
			    str_z(whom_word(t->whom)), true, false, e))
			return false;
	/* A part somebody reminded of since it was looked at keeps that reminder: its items
	 * join nothing and nobody is told of it twice. */
	return db_batch_run(b, e) &&
	       letters_read(a, db_write_read(w), h->out->batch, true, h->words, &letters, e) &&
	       letters_put(w, &letters, 0, letters.n, e);
}

static struct str detail(struct arena *a, const struct hand *h)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_list(&j, "parts");
	LIST_EACH(x, &h->out->targets)
		if (x->why == URGE_TELLS)
			json_int(&j, NULL, x->part);
	json_end(&j);
	json_int(&j, "people", (int64_t)h->out->people);
	json_close(&j);
	return buf_str(&b);
}

bool urge_hand_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const int64_t *parts, size_t n, struct str words, struct urge_hand *out, struct change *c,
	struct err *e)
{
	struct hand *h = NEW(a, struct hand);

	*out = (struct urge_hand){ 0 };
	*h = (struct hand){ .out = out,
		.day = date_today(),
		.words = words.p ? words : S(""),
		.account = actor->account };
	if (!look(a, r, actor, parts, n, h, e))
		return false;
	if (h->told.n == 0)
		return FAIL(e, ERR_CONFLICT, T_urge_nobody);
	c->apply = hand_apply;
	c->arg = h;
	c->entry.action = S("urge.send");
	c->entry.object = S("urge");
	c->entry.detail = detail(a, h);
	return true;
}

/* --- the demo */

enum { DEMO_PARTS = 12 };

static bool demo_prepare(struct db_read *r, struct arena *a, const struct actor *system,
	struct urge_hand *hand, struct change *c, struct err *e)
{
	struct urge_demo_parts_rows rows;
	int64_t ids[DEMO_PARTS];

	if (!urge_demo_parts(r, date_today(), DEMO_PARTS, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		ids[i] = rows.v[i].id;
	return rows.n == 0 || urge_hand_prepare(a, r, system, ids, rows.n, STR_NULL, hand, c, e);
}

bool urge_demo(struct db *db, struct arena *a, struct err *e)
{
	struct actor system = actor_of_system();
	struct urge_hand hand;
	struct change c = { 0 };
	struct db_read *r;
	bool ok;

	access_by_command(a, PERM_urge_send, &c.entry);
	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = demo_prepare(r, a, &system, &hand, &c, e);
	db_read_end(r);
	return ok && (!c.apply || audit_change(db, &c, e));
}

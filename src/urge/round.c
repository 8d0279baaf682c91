/*
 * The round of a day. Three stages, each safe to be begun again: the reminders are worked
 * out from one look at what is owed and written in pieces, and the notices of reports that are
 * owed beside them; the messages are made of what is written; the round is marked done. Who is at it holds the round for some seconds at a
 * time, so that several hosts do not work twice; that nothing is doubled does not
 * depend on it.
 */
#include <sys/random.h>

#include "access/access.h"
#include "urge/duties.h"
#include "urge/letter.h"
#include "urge/people.h"
#include "urge/urge.h"
#include "urge_sql.h"

enum { PIECE = 2000, LETTERS = 200, CLAIM_BYTES = 8, ROOM = 1 << 30 };

static const int64_t holds = INT64_C(10) * 1000000;

struct told {
	int64_t account, part;
	enum whom whom;
	bool mail, sms;
};

struct reminder {
	int64_t part, agency, days;
	struct date due;
	size_t first, n; /* of told */
};

struct round {
	struct db *db;
	struct arena *a;
	struct date day;
	struct str claim;
	int64_t batch;
	struct str state;
	bool busy;
	struct urge_ladder_rows ladder;
	struct people people;
	LIST(struct reminder) reminders;
	LIST(struct told) told;
	duty_news_list duties;
	struct letters letters;
	size_t at; /* the piece: from here on */
};

static bool change(struct round *r, const char *action,
	bool (*apply)(struct db_write *, struct change *, struct err *), struct err *e)
{
	struct change c = { .apply = apply, .arg = r };

	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:urge"),
		.permission = S("system"),
		.action = str_z(action),
		.object = S("urge"),
		.object_id = r->batch,
		.detail = str_fmt(r->a, "{\"day\":\"%.*s\"}", STR_ARG(date_iso(r->a, r->day))),
	};
	return audit_change(r->db, &c, e);
}

/* --- whose it is */

static struct str draw_claim(struct arena *a)
{
	unsigned char bytes[CLAIM_BYTES];
	struct buf b = { .arena = a };

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		die("no random numbers");
	for (size_t i = 0; i < sizeof(bytes); i++)
		buf_addf(&b, "%02x", bytes[i]);
	return buf_str(&b);
}

static bool begin_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct round *r = c->arg;
	struct urge_round_of_row row;
	int64_t now = clock_now(), changed;
	bool found;

	if (!urge_round_of(db_write_read(w), r->day, &row, &found, e))
		return false;
	if (!found) {
		r->state = S("running");
		if (!urge_batch_add(w, S("round"), r->day, r->state, r->claim, now + holds, DB_NULL,
			    S(""), now, &r->batch, e))
			return false;
		c->entry.object_id = r->batch;
		return true;
	}
	r->batch = c->entry.object_id = row.id;
	if (!urge_batch_take(w, row.id, r->claim, now + holds, now, &changed, e))
		return false;
	r->busy = !changed;
	r->state = str_eq(row.state, S("listed")) ? S("listed") : S("running");
	return true;
}

static bool hold(struct db_write *w, const struct round *r, struct str state, struct err *e)
{
	int64_t now = clock_now(), changed;
	bool done = str_eq(state, S("done"));

	if (!urge_batch_state(
		    w, r->batch, r->claim, state, now + holds, done ? now : DB_NULL, &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_urge_round_lost);
}

/* Looks before it changes anything: a round that is done is asked about all day. */
static bool look(struct round *r, struct urge_round *out, struct err *e)
{
	struct urge_round_of_row row;
	struct db_read *read;
	bool found, ok;

	if (!db_read_begin(r->db, r->a, &read, e))
		return false;
	ok = urge_round_of(read, r->day, &row, &found, e);
	db_read_end(read);
	if (!ok)
		return false;
	out->done = found && str_eq(row.state, S("done"));
	out->busy = found && !out->done && row.until >= clock_now();
	return true;
}

/* --- the reminders */

/* The step that is due after so many days: the last one whose day has come. A part that
 * was reminded on that step, or on a later one, is not again. DB_NULL: none. */
static int64_t step_of(const struct urge_ladder_rows *ladder, int64_t late, int64_t last)
{
	int64_t step = DB_NULL;

	LIST_EACH(x, ladder)
		if (x->days <= late && (step == DB_NULL || x->days > step))
			step = x->days;
	if (step == DB_NULL || late - step > URGE_LATEST || (last != DB_NULL && last >= step))
		return DB_NULL;
	return step;
}

static void tell(struct round *r, const struct urge_owed_row *p, const struct urge_ladder_row *step,
	bool over)
{
	struct owed o = { p->plan_id, p->agency_id, p->officer_id, str_eq(p->role, S("requested")),
		over };
	enum whom whom = whom_of(step->whom);
	account_list accounts = { 0 };

	people_for(r->a, &r->people, &o, whom, &accounts);
	LIST_EACH(account, &accounts)
		LIST_PUSH(r->a, &r->told,
			((struct told){ *account, p->id, whom, step->mail, step->sms }));
}

static void remind(struct round *r, const struct urge_owed_row *p)
{
	int64_t late = (int64_t)date_number(r->day) - date_number(p->due);
	int64_t days = step_of(&r->ladder, late, p->last);
	struct reminder x = { p->id, p->agency_id, days, p->due, r->told.n, 0 };

	if (days == DB_NULL)
		return;
	LIST_EACH(step, &r->ladder)
		if (step->days == days)
			tell(r, p, step, late >= 0);
	x.n = r->told.n - x.first;
	if (x.n)
		LIST_PUSH(r->a, &r->reminders, x);
}

static bool list(struct round *r, struct err *e)
{
	struct urge_owed_rows owed;
	struct db_read *read;
	bool ok;

	if (!db_read_begin(r->db, r->a, &read, e))
		return false;
	ok = urge_ladder(read, r->day, &r->ladder, e) && people_read(r->a, read, &r->people, e);
	if (ok && r->ladder.n) {
		int64_t first = r->ladder.v[0].days, last = r->ladder.v[r->ladder.n - 1].days;

		ok = urge_owed(read, date_add(r->day, (int)-(last + URGE_LATEST)),
			date_add(r->day, (int)-first), r->day, &owed, e);
		if (ok)
			LIST_EACH(p, &owed)
				remind(r, p);
	}
	db_read_end(read);
	return ok;
}

static bool list_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct round *r = c->arg;
	struct db_batch *b = db_batch(w);

	for (size_t i = r->at; i < r->reminders.n && i < r->at + PIECE; i++) {
		const struct reminder *x = &r->reminders.v[i];

		if (!urge_reminder_add_queue(
			    b, x->part, r->day, x->due, x->days, x->agency, r->batch, e))
			return false;
		for (size_t k = x->first; k < x->first + x->n; k++) {
			const struct told *t = &r->told.v[k];

			if (!urge_item_add_queue(b, r->batch, t->account, t->part,
				    str_z(whom_word(t->whom)), t->mail, t->sms, e))
				return false;
		}
	}
	return db_batch_run(b, e) &&
	       hold(w, r, r->at + PIECE >= r->reminders.n ? S("listed") : S("running"), e);
}

/* --- reports that are owed */

static bool duties_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct round *r = c->arg;

	return duty_news_put(w, &r->duties, r->at, LETTERS, e) && hold(w, r, S("listed"), e);
}

static bool tell_duties(struct round *r, struct err *e)
{
	struct db_read *read;
	bool ok;

	if (!db_read_begin(r->db, r->a, &read, e))
		return false;
	ok = duty_news_read(r->a, read, r->day, &r->duties, e);
	db_read_end(read);
	for (r->at = 0; ok && r->at < r->duties.n; r->at += LETTERS)
		ok = change(r, "urge.duties", duties_apply, e);
	return ok;
}

/* --- the messages */

static bool letters_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct round *r = c->arg;

	return letters_put(w, &r->letters, r->at, LETTERS, e) &&
	       hold(w, r, r->at + LETTERS >= r->letters.n ? S("done") : S("listed"), e);
}

static bool read_letters(struct round *r, struct err *e)
{
	struct db_read *read;
	bool ok;

	if (!db_read_begin(r->db, r->a, &read, e))
		return false;
	ok = letters_read(r->a, read, r->batch, false, STR_NULL, &r->letters, e);
	db_read_end(read);
	return ok;
}

/* --- all of it */

static bool stages(struct round *r, struct err *e)
{
	if (str_eq(r->state, S("running"))) {
		if (!list(r, e))
			return false;
		r->at = 0;
		do {
			if (!change(r, "urge.remind", list_apply, e))
				return false;
			r->at += PIECE;
		} while (r->at < r->reminders.n);
	}
	if (!tell_duties(r, e) || !read_letters(r, e))
		return false;
	r->at = 0;
	do {
		if (!change(r, "urge.tell", letters_apply, e))
			return false;
		r->at += LETTERS;
	} while (r->at < r->letters.n);
	return true;
}

static bool count(struct round *r, struct urge_round *out, struct err *e)
{
	struct urge_batch_counts_row row;
	struct db_read *read;
	bool found, ok;

	if (!db_read_begin(r->db, r->a, &read, e))
		return false;
	ok = urge_batch_counts(read, r->batch, &row, &found, e);
	db_read_end(read);
	if (!ok)
		return false;
	out->reminders = row.reminders;
	out->people = row.people;
	return true;
}

bool urge_round(struct db *db, struct date day, struct urge_round *out, struct err *e)
{
	struct arena *a = arena_new(ROOM);
	struct round r = { .db = db, .a = a, .day = day, .claim = draw_claim(a) };
	bool ok;

	*out = (struct urge_round){ 0 };
	ok = look(&r, out, e);
	if (ok && !out->done && !out->busy) {
		ok = change(&r, "urge.round", begin_apply, e);
		out->busy = r.busy;
		if (ok && !r.busy)
			ok = stages(&r, e) && count(&r, out, e);
	}
	arena_free(a);
	return ok;
}

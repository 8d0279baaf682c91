/*
 * What persons change in one item: corrected, confirmed, dropped, taken back, split,
 * merged, added. Every one of them is prepared as a list of rows to put, each with the
 * version the person saw, and applied by one function.
 */
#include "base/json.h"
#include "review/review_begin.h"

/* Room between two neighbours, so that others can be put between them again and again. */
enum { PART_GAP = 1 << 20, PARTS_MAX = 50 };

enum put_how { PUT_FIX, PUT_NOTHING /* take the fix out */ };

struct put {
	enum put_how how;
	struct review_key key;
	int64_t version; /* 0: there is no fix yet */
	enum review_state state;
	struct str path, words, parties; /* no value: as read */
	bool days;
	struct date starts, due;
	bool due_before;
	struct str reason;
	struct str facts; /* no value: as read */
	struct str merged_into, brought;
	struct str read_words, read_parties, read_due, read_facts;
};

struct edit {
	struct arena *arena;
	struct review *review;
	int64_t draft, account;
	struct str account_name;
	LIST(struct put) puts;
};

/* --- apply */

static struct str kind_word(enum review_kind kind)
{
	static const char *const words[REVIEW_KINDS] = { "task", "target", "duty" };

	return str_z(words[kind]);
}

static struct str state_word(enum review_state state)
{
	static const char *const words[] = { "kept", "dropped", "merged" };

	return str_z(words[state]);
}

static bool put_one(struct db_write *w, const struct edit *d, const struct put *p, int64_t now,
	int64_t *changed, struct err *e)
{
	if (p->how == PUT_NOTHING)
		return review_fix_drop(w, d->draft, kind_word(p->key.kind), p->key.nth, p->key.part,
			p->version, changed, e);
	if (p->version == 0)
		return review_fix_add(w, d->draft, kind_word(p->key.kind), p->key.nth, p->key.part,
			state_word(p->state), p->path, p->words, p->parties, p->days, p->starts,
			p->due, p->due_before, p->reason, p->read_words, p->read_parties,
			p->read_due, p->facts, p->read_facts, p->merged_into, p->brought,
			d->account, d->account_name, now, changed, e);
	return review_fix_change(w, d->draft, kind_word(p->key.kind), p->key.nth, p->key.part,
		state_word(p->state), p->path, p->words, p->parties, p->days, p->starts, p->due,
		p->due_before, p->reason, p->facts, p->merged_into, p->brought, d->account,
		d->account_name, now, p->version, changed, e);
}

static bool apply_edit(struct db_write *w, struct change *c, struct err *e)
{
	const struct edit *d = c->arg;
	int64_t now = clock_now(), changed;

	if (!review_draft_touch(w, d->draft, now, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_review_ended);
	LIST_EACH(p, &d->puts) {
		if (!put_one(w, d, p, now, &changed, e) || !review_changed(changed, e))
			return false;
	}
	return true;
}

/* --- prepare */

static bool begin(struct edit *d, struct arena *a, struct db *db, const struct actor *actor,
	int64_t draft, struct err *e)
{
	struct db_read *r;

	*d = (struct edit){
		.arena = a, .draft = draft, .account = actor->account, .account_name = actor->name
	};
	if (!review_begin(a, db, actor, draft, &r, &d->review, e))
		return false;
	db_read_end(r);
	return true;
}

/* The item as the person saw it; what was changed since then is not overwritten unseen. */
static bool begin_item(struct edit *d, struct arena *a, struct db *db, const struct actor *actor,
	int64_t draft, struct str word, int64_t version, struct review_item **item, struct err *e)
{
	if (!begin(d, a, db, actor, draft, e))
		return false;
	*item = review_find_word(d->review, word);
	if (!*item)
		return FAIL(e, ERR_ABSENT, T_review_no_item, word);
	return (*item)->version == version || FAIL(e, ERR_STALE, T_review_stale);
}

static struct str due_text(struct arena *a, const struct review_words *w)
{
	return str_fmt(a, "%.*s/%.*s%s", STR_ARG(date_iso(a, w->starts)),
		STR_ARG(date_iso(a, w->due)), w->due_before ? " before" : "");
}

/* The fix an item has, or a new one that changes nothing. */
static struct put *put_for(struct edit *d, const struct review_item *i)
{
	struct put *p = LIST_ADD(d->arena, &d->puts);
	const struct review_fixes_row *f = i->fix;

	*p = (struct put){ .key = i->key,
		.version = i->version,
		.state = i->state,
		.path = STR_NULL,
		.words = STR_NULL,
		.parties = STR_NULL,
		.reason = S(""),
		.read_facts = S("") };
	if (i->key.part == 0) {
		p->read_facts = review_facts_text(d->arena, i->key.kind, &i->read, false);
		p->read_words = i->read.words;
		p->read_parties = review_parties_text(d->arena, &i->read.parties);
		p->read_due = i->task ? due_text(d->arena, &i->read) : S("");
	} else {
		p->read_words = p->read_parties = p->read_due = S("");
	}
	if (!f)
		return p;
	p->path = f->path;
	p->words = f->words;
	p->parties = f->parties;
	p->days = f->days;
	p->starts = f->starts;
	p->due = f->due;
	p->due_before = f->due_before;
	p->reason = f->reason;
	p->facts = f->facts;
	return p;
}

static void put_json(struct arena *a, struct json *j, const struct put *p)
{
	json_open_item(j);
	json_str(j, "item", review_word(a, p->key));
	if (p->how == PUT_NOTHING) {
		json_str(j, "state", S("as read"));
	} else {
		json_str(j, "state", state_word(p->state));
		if (p->path.p)
			json_str(j, "path", p->path);
		if (p->words.p)
			json_str(j, "words", p->words);
		if (p->parties.p)
			json_str(j, "parties", p->parties);
		if (p->days) {
			json_date(j, "starts", p->starts);
			json_date(j, "due", p->due);
			json_bool(j, "before", p->due_before);
		}
		if (p->facts.p)
			json_str(j, "facts", p->facts);
		if (p->merged_into.p)
			json_str(j, "merged_into", p->merged_into);
		if (p->reason.n)
			json_str(j, "reason", p->reason);
	}
	json_close(j);
}

static bool finish(const struct edit *d, struct change *c)
{
	struct buf out = { .arena = d->arena };
	struct json j = { .out = &out };
	struct edit *mine = NEW(d->arena, struct edit);

	json_open(&j);
	json_list(&j, "items");
	LIST_EACH(p, &d->puts)
		put_json(d->arena, &j, p);
	json_end(&j);
	json_close(&j);
	*mine = *d;
	c->arg = mine;
	c->apply = apply_edit;
	c->entry.object = S("review");
	c->entry.object_id = d->draft;
	c->entry.detail = buf_str(&out);
	return true;
}

/* --- correcting */

static bool check_words(const struct review_words *w, enum review_kind kind, struct err *e)
{
	if (!w->words.n)
		return FAIL(e, ERR_INPUT, T_review_no_words);
	if (kind == REVIEW_TASK && !w->path.n)
		return FAIL(e, ERR_INPUT, T_review_no_path);
	if (date_given(w->starts) && date_given(w->due) && date_cmp(w->starts, w->due) > 0)
		return FAIL(e, ERR_INPUT, T_review_days_crossed);
	return review_facts_check(kind, w, e);
}

/* Only what differs from what was read becomes a correction. */
static void correct(
	struct edit *d, struct put *p, const struct review_item *i, const struct review_words *w)
{
	bool own = i->key.part > 0;
	struct str facts = review_facts_text(d->arena, i->key.kind, w, own);

	p->words = own || !str_eq(w->words, i->read.words) ? w->words : STR_NULL;
	if (i->key.kind != REVIEW_TASK) {
		p->facts = own || !str_eq(facts, p->read_facts) ? facts : STR_NULL;
		return;
	}
	p->path = own || !str_eq(w->path, i->read.path) ? w->path : STR_NULL;
	if (own || !review_parties_same(&w->parties, &i->now.parties))
		p->parties = review_parties_text(d->arena, &w->parties);
	p->days = own || date_cmp(w->starts, i->read.starts) != 0 ||
		  date_cmp(w->due, i->read.due) != 0 || w->due_before != i->read.due_before;
	p->starts = w->starts;
	p->due = w->due;
	p->due_before = w->due_before;
}

bool review_correct_prepare(struct arena *a, struct db *db, const struct actor *actor,
	const struct review_correction *in, struct change *c, struct err *e)
{
	struct edit d;
	struct review_item *i;
	struct put *p;

	if (!begin_item(&d, a, db, actor, in->draft, in->item, in->version, &i, e) ||
		!check_words(&in->words, i->key.kind, e))
		return false;
	if (i->state != REVIEW_KEPT)
		return FAIL(e, ERR_CONFLICT, T_review_not_kept);
	p = put_for(&d, i);
	p->state = REVIEW_KEPT;
	p->reason = in->reason.p ? in->reason : S("");
	correct(&d, p, i, &in->words);
	return finish(&d, c);
}

/* --- taking back */

static bool says_nothing(const struct put *p)
{
	return p->key.part == 0 && !p->path.p && !p->words.p && !p->parties.p && !p->days &&
	       !p->facts.p && !p->reason.n;
}

/* The words without those that a merge put behind or between them. */
static struct str without(struct arena *a, struct str words, struct str part)
{
	struct str joined = str_fmt(a, " %.*s", STR_ARG(part));
	size_t at = str_find(words, joined, 0);

	if (at == SIZE_MAX)
		return words;
	return str_fmt(a, "%.*s%.*s", STR_ARG(str_sub(words, 0, at)),
		STR_ARG(str_sub(words, at + joined.n, words.n)));
}

static bool has_party(const review_party_list *list, const struct review_party *p)
{
	LIST_EACH(x, list)
		if (x->role == p->role && str_eq(x->name, p->name))
			return true;
	return false;
}

/* The task an item was merged into gives back what the item brought. What was written there
 * since stays. */
static void unmerge(struct edit *d, const struct review_item *i)
{
	const struct review_item *above = review_find_word(d->review, i->fix->merged_into);
	review_party_list brought = { 0 };
	struct review_words w;
	struct put *p;

	if (!above || above->state != REVIEW_KEPT || !above->fix)
		return;
	review_parties_parse(d->arena, i->fix->brought, &brought);
	w = above->now;
	w.words = without(d->arena, w.words, i->now.words);
	w.parties = (review_party_list){ 0 };
	LIST_EACH(x, &above->now.parties)
		if (!has_party(&brought, x))
			LIST_PUSH(d->arena, &w.parties, *x);
	if (str_find(i->fix->brought, S("days\n"), 0) != SIZE_MAX &&
		date_cmp(w.due, i->now.due) == 0 && date_cmp(w.starts, i->now.starts) == 0) {
		w.starts = w.due = DATE_NONE;
		w.due_before = above->read.due_before;
	}
	p = put_for(d, above);
	correct(d, p, above, &w);
	if (above->key.part == 0 && review_parties_same(&w.parties, &above->read.parties))
		p->parties = STR_NULL;
	if (says_nothing(p) && str_find(i->fix->brought, S("untouched\n"), 0) != SIZE_MAX)
		p->how = PUT_NOTHING;
}

/* What was dropped or merged comes back as it was then; what stands goes back to what was read. */
static bool restore(struct edit *d, const struct review_item *i, struct err *e)
{
	struct put *p;

	if (!i->fix)
		return FAIL(e, ERR_CONFLICT, T_review_as_read_already);
	if (i->state == REVIEW_MERGED && i->fix->merged_into.p)
		unmerge(d, i);
	p = put_for(d, i);
	p->state = REVIEW_KEPT;
	if (i->key.part == 0 && (i->state == REVIEW_KEPT || says_nothing(p)))
		p->how = PUT_NOTHING;
	return true;
}

bool review_verdict_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t draft, struct str item, int64_t version, enum review_verdict verdict,
	struct change *c, struct err *e)
{
	struct edit d;
	struct review_item *i;
	struct put *p;

	if (!begin_item(&d, a, db, actor, draft, item, version, &i, e))
		return false;
	if (verdict == REVIEW_RESTORE)
		return restore(&d, i, e) && finish(&d, c);
	if (i->state != REVIEW_KEPT)
		return FAIL(e, ERR_CONFLICT, T_review_not_kept);
	p = put_for(&d, i);
	p->state = verdict == REVIEW_DROP ? REVIEW_DROPPED : REVIEW_KEPT;
	return finish(&d, c);
}

/* --- splitting, merging, adding */

/* The step between `n` new parts behind an item and before its neighbour. */
static bool step_behind(const struct review *v, const struct review_item *i, int64_t n,
	int64_t *step, struct err *e)
{
	int64_t limit = i->key.part + (n + 1) * PART_GAP;

	LIST_EACH(x, &v->items)
		if (x->key.kind == i->key.kind && x->key.nth == i->key.nth &&
			x->key.part > i->key.part) {
			limit = x->key.part;
			break;
		}
	*step = (limit - i->key.part) / (n + 1);
	return *step > 0 || FAIL(e, ERR_CONFLICT, T_review_no_room);
}

static struct str without_space(struct arena *a, struct str s)
{
	struct buf out = { .arena = a };

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > ' ')
			buf_addc(&out, s.p[i]);
	return buf_str(&out);
}

typedef LIST(struct str) str_list;

static bool parts_of(struct arena *a, const struct review_item *i, struct str lines,
	str_list *parts, struct err *e)
{
	struct str rest = lines, line;

	if (!str_eq(without_space(a, lines), without_space(a, i->now.words)))
		return FAIL(e, ERR_INPUT, T_review_split_other);
	while (str_split(&rest, '\n', &line))
		if (str_trim(line).n)
			LIST_PUSH(a, parts, str_trim(line));
	if (parts->n < 2)
		return FAIL(e, ERR_INPUT, T_review_split_one);
	return parts->n <= PARTS_MAX || FAIL(e, ERR_INPUT, T_review_split_many);
}

/* A new item behind `i`, with all it says as the person's. */
static void put_new(struct edit *d, const struct review_item *i, int64_t part,
	const struct review_words *w, struct str reason)
{
	struct put *p = LIST_ADD(d->arena, &d->puts);

	*p = (struct put){ .key = { i->key.kind, i->key.nth, part },
		.path = w->path,
		.words = w->words,
		.parties = review_parties_text(d->arena, &w->parties),
		.days = i->key.kind == REVIEW_TASK,
		.starts = w->starts,
		.due = w->due,
		.due_before = w->due_before,
		.facts = i->key.kind == REVIEW_TASK
				 ? STR_NULL
				 : review_facts_text(d->arena, i->key.kind, w, true),
		.reason = reason,
		.read_facts = S(""),
		.read_words = S(""),
		.read_parties = S(""),
		.read_due = S("") };
}

static bool only_tasks(const struct review_item *i, struct err *e)
{
	return i->key.kind == REVIEW_TASK || FAIL(e, ERR_INPUT, T_review_only_tasks);
}

bool review_split_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	struct str item, int64_t version, struct str lines, struct change *c, struct err *e)
{
	struct edit d;
	struct review_item *i;
	str_list parts = { 0 };
	int64_t step;

	if (!begin_item(&d, a, db, actor, draft, item, version, &i, e) || !only_tasks(i, e) ||
		!parts_of(a, i, lines, &parts, e) ||
		!step_behind(d.review, i, (int64_t)parts.n - 1, &step, e))
		return false;
	struct put *first = put_for(&d, i);

	first->state = REVIEW_KEPT;
	first->words = parts.v[0];
	for (size_t n = 1; n < parts.n; n++) {
		struct review_words w = i->now;

		w.words = parts.v[n];
		w.path = str_fmt(a, "%.*s.s%zu", STR_ARG(i->now.path), n + 1);
		put_new(&d, i, i->key.part + (int64_t)n * step, &w, S(""));
	}
	return finish(&d, c);
}

static void join_parties(struct arena *a, review_party_list *all, const review_party_list *more)
{
	LIST_EACH(p, more) {
		bool there = false;

		LIST_EACH(x, all)
			there |= x->role == p->role && str_eq(x->name, p->name);
		if (!there)
			LIST_PUSH(a, all, *p);
	}
}

static bool without_days(const struct review_words *w)
{
	return !date_given(w->due) && !date_given(w->starts);
}

static struct review_words joined(
	struct arena *a, const struct review_item *above, const struct review_item *i)
{
	struct review_words w = above->now;

	w.words = str_fmt(a, "%.*s %.*s", STR_ARG(above->now.words), STR_ARG(i->now.words));
	w.parties = (review_party_list){ 0 };
	join_parties(a, &w.parties, &above->now.parties);
	join_parties(a, &w.parties, &i->now.parties);
	if (without_days(&w)) {
		w.starts = i->now.starts;
		w.due = i->now.due;
		w.due_before = i->now.due_before;
	}
	return w;
}

/* What the task above has from the item, and whether nobody had touched it before. */
static struct str brought_by(
	struct arena *a, const struct review_item *above, const struct review_item *i)
{
	struct buf out = { .arena = a };
	review_party_list more = { 0 };

	LIST_EACH(p, &i->now.parties)
		if (!has_party(&above->now.parties, p))
			LIST_PUSH(a, &more, *p);
	buf_add(&out, review_parties_text(a, &more));
	if (without_days(&above->now) && !without_days(&i->now))
		buf_addz(&out, "days\n");
	if (!above->fix)
		buf_addz(&out, "untouched\n");
	return buf_str(&out);
}

bool review_merge_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	struct str item, int64_t version, struct change *c, struct err *e)
{
	struct edit d;
	struct review_item *i, *above;
	struct review_words w;
	struct str brought;
	struct put *p;

	if (!begin_item(&d, a, db, actor, draft, item, version, &i, e) || !only_tasks(i, e))
		return false;
	above = review_above(d.review, i);
	if (!above)
		return FAIL(e, ERR_CONFLICT, T_review_nothing_above);
	if (i->state != REVIEW_KEPT)
		return FAIL(e, ERR_CONFLICT, T_review_not_kept);
	w = joined(a, above, i);
	brought = brought_by(a, above, i);
	p = put_for(&d, above);
	correct(&d, p, above, &w);
	p = put_for(&d, i);
	p->state = REVIEW_MERGED;
	p->merged_into = review_word(a, above->key);
	p->brought = brought;
	return finish(&d, c);
}

bool review_add_prepare(struct arena *a, struct db *db, const struct actor *actor,
	const struct review_correction *in, struct change *c, struct err *e)
{
	struct edit d;
	const struct review_item *i;
	int64_t step;

	if (!begin(&d, a, db, actor, in->draft, e))
		return false;
	i = review_base_word(d.review, in->item);
	if (!i)
		return FAIL(e, ERR_ABSENT, T_review_no_item, in->item);
	if (!check_words(&in->words, i->key.kind, e) || !step_behind(d.review, i, 1, &step, e))
		return false;
	put_new(&d, i, i->key.part + step, &in->words, in->reason.p ? in->reason : S(""));
	return finish(&d, c);
}

#include "cascade/cascade.h"

#include "base/json.h"

/* Without being asked no more are compared than some seconds' work. */
enum { DUE_TASKS = 4000, DUE_ARENA = 512 << 20 };

/* --- tasks as they are compared */

/* The titles above, the outermost ("Nhiệm vụ và phân công thực hiện") left out. */
static struct str heading_of(
	struct arena *a, const struct cascade_headings_rows *headings, int64_t position)
{
	struct str all = S("");

	while (position != DB_NULL) {
		const struct cascade_headings_row *h = NULL;

		LIST_EACH(x, headings)
			if (x->position == position)
				h = x;
		if (!h || h->parent == DB_NULL)
			return all;
		all = str_fmt(a, "%.*s %.*s", STR_ARG(h->title), STR_ARG(all));
		position = h->parent;
	}
	return all;
}

/* Tasks come in the order of their positions; so do the rows that belong to them. */
static void fill_compared(struct arena *a, const struct cascade_tasks_rows *tasks,
	const struct cascade_headings_rows *headings, const struct cascade_bodies_rows *bodies,
	const struct cascade_documents_rows *documents, likeness_tasks *out)
{
	size_t body = 0, document = 0;
	int64_t heading = DB_NULL;
	struct str title = S("");

	LIST_EACH(t, tasks) {
		struct likeness_task *x = LIST_ADD(a, out);

		if (t->heading != heading)
			title = heading_of(a, headings, heading = t->heading);
		x->id = t->id;
		x->words = t->words;
		x->heading = title;
		for (; body < bodies->n && bodies->v[body].task_id == t->id; body++)
			LIST_PUSH(a, &x->bodies, bodies->v[body].name);
		while (document < documents->n && documents->v[document].task < t->position)
			document++;
		for (; document < documents->n && documents->v[document].task == t->position;
			document++)
			LIST_PUSH(a, &x->documents, documents->v[document].number);
	}
}

bool cascade_compared(struct db_read *r, int64_t plan, likeness_tasks *out, struct err *e)
{
	struct cascade_tasks_rows tasks;
	struct cascade_headings_rows headings;
	struct cascade_bodies_rows bodies;
	struct cascade_documents_rows documents;

	if (!cascade_tasks(r, plan, &tasks, e) || !cascade_headings(r, plan, &headings, e) ||
		!cascade_bodies(r, plan, &bodies, e) || !cascade_documents(r, plan, &documents, e))
		return false;
	fill_compared(db_read_arena(r), &tasks, &headings, &bodies, &documents, out);
	return true;
}

/* --- the plan above */

bool cascade_upper(
	struct db_read *r, int64_t lower, int64_t account, struct cascade_upper *out, struct err *e)
{
	struct cascade_upper_of_row row;
	bool found;

	*out = (struct cascade_upper){ 0 };
	if (!cascade_upper_of(r, lower, &row, &found, e))
		return false;
	if (!found)
		return true;
	if (!cascade_plan(r, row.upper_plan, account, &out->plan, &found, e))
		return false;
	out->id = found ? row.upper_plan : 0;
	out->chosen = row.chosen;
	out->version = row.version == DB_NULL ? 0 : row.version;
	return true;
}

static bool may_at(struct db_read *r, const struct actor *actor, const struct cascade_plan_row *p,
	bool *may, struct err *e)
{
	int64_t agency = p->standing_id != DB_NULL ? p->standing_id : p->issuer_id;

	return *may || agency == DB_NULL ||
	       access_may(r, actor, PERM_cascade_confirm, agency, may, e);
}

bool cascade_may(struct db_read *r, const struct actor *actor, const struct cascade_plan_row *lower,
	const struct cascade_plan_row *upper, bool *may, struct err *e)
{
	*may = actor->account == ACCOUNT_SYSTEM;
	return may_at(r, actor, lower, may, e) && (!upper || may_at(r, actor, upper, may, e));
}

static bool plan_read(struct db_read *r, int64_t plan, int64_t account,
	struct cascade_plan_row *out, struct err *e)
{
	bool found;

	if (!cascade_plan(r, plan, account, out, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_cascade_no_plan);
}

static bool must_may(struct db_read *r, const struct actor *actor,
	const struct cascade_plan_row *lower, const struct cascade_plan_row *upper, struct err *e)
{
	bool may;

	if (!cascade_may(r, actor, lower, upper, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_cascade_not_yours);
}

/* A plan and the one above it, between which the actor decides. */
static bool both_plans(struct db_read *r, const struct actor *actor, int64_t lower,
	struct cascade_plan_row *is, struct cascade_upper *above, struct err *e)
{
	if (!plan_read(r, lower, actor->account, is, e) ||
		!cascade_upper(r, lower, actor->account, above, e))
		return false;
	if (!above->id)
		return FAIL(e, ERR_CONFLICT, T_cascade_no_upper);
	return must_may(r, actor, is, &above->plan, e);
}

/* --- proposals */

struct proposal {
	int64_t lower, upper, made;
	struct str account_name;
	likeness_tasks upper_tasks, lower_tasks;
	likeness_pairs pairs;
};

static struct str lines_of(struct arena *a, const struct likeness_pair *p)
{
	struct buf out = { .arena = a };

	LIST_EACH(x, &p->phrases)
		buf_addf(&out, "%s%.*s", out.n ? "\n" : "", STR_ARG(*x));
	return buf_str(&out);
}

static struct str not_null(struct str s)
{
	return s.p ? s : S("");
}

/* What nobody has looked at gives way; what a person decided is left alone. */
static bool put_proposals(struct db_write *w, struct proposal *p, struct err *e)
{
	struct arena *a = db_write_arena(w);
	int64_t now = clock_now(), changed;

	if (!cascade_link_forget(w, p->lower, now, e))
		return false;
	LIST_EACH(x, &p->pairs) {
		if (!cascade_link_propose(w, p->upper_tasks.v[x->upper].id,
			    p->lower_tasks.v[x->lower].id, x->score,
			    str_z(likeness_sure_name(x->sure)), lines_of(a, x),
			    not_null(x->document), not_null(x->upper_body), not_null(x->lower_body),
			    x->heading, now, &changed, e))
			return false;
	}
	p->made = (int64_t)p->pairs.n;
	return true;
}

static bool apply_proposals(struct db_write *w, struct change *c, struct err *e)
{
	struct proposal *p = c->arg;
	struct cascade_upper_of_row row;
	bool found;

	if (!cascade_upper_of(db_write_read(w), p->lower, &row, &found, e))
		return false;
	if (!found || row.upper_plan != p->upper)
		return FAIL(e, ERR_STALE, T_cascade_other_upper);
	return put_proposals(w, p, e);
}

static struct str detail_number(
	struct arena *a, const char *name, int64_t n, const char *name2, int64_t n2)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, name, n);
	json_int(&j, name2, n2);
	json_close(&j);
	return buf_str(&out);
}

static bool compare(struct db_read *r, struct arena *a, struct proposal *p, struct err *e)
{
	if (!cascade_compared(r, p->upper, &p->upper_tasks, e) ||
		!cascade_compared(r, p->lower, &p->lower_tasks, e))
		return false;
	likeness_propose(a, &p->upper_tasks, &p->lower_tasks, &p->pairs);
	return true;
}

static bool propose_read(struct db_read *r, struct arena *a, const struct actor *actor,
	struct proposal *p, struct err *e)
{
	struct cascade_plan_row is;
	struct cascade_upper above;

	if (!both_plans(r, actor, p->lower, &is, &above, e))
		return false;
	p->upper = above.id;
	return compare(r, a, p, e);
}

bool cascade_propose_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t lower, int64_t **made, struct change *c, struct err *e)
{
	struct proposal *p = NEW(a, struct proposal);
	struct db_read *r;
	bool ok;

	p->lower = lower;
	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = propose_read(r, a, actor, p, e);
	db_read_end(r);
	if (!ok)
		return false;
	*made = &p->made;
	c->arg = p;
	c->apply = apply_proposals;
	c->entry.object = S("plan");
	c->entry.object_id = lower;
	c->entry.detail = detail_number(a, "upper", p->upper, "proposed", (int64_t)p->pairs.n);
	return true;
}

/* --- by the program itself, once one of the two is adopted */

bool cascade_adopted(struct db_write *w, int64_t plan, int64_t amends,
	const struct audit_entry *who, struct err *e)
{
	(void)who;
	if (amends && (!cascade_parent_follow_upper(w, amends, plan, e) ||
			      !cascade_parent_follow_lower(w, amends, plan, e)))
		return false;
	return cascade_due_lower(w, plan, e) && cascade_due_upper(w, plan, amends != 0, e);
}

static bool too_much(struct db_read *r, const struct proposal *p, bool *much, struct err *e)
{
	struct cascade_size_row upper, lower;
	bool found;

	if (!cascade_size(r, p->upper, &upper, &found, e) ||
		!cascade_size(r, p->lower, &lower, &found, e))
		return false;
	*much = upper.tasks + lower.tasks > DUE_TASKS;
	return true;
}

/* The next plan that waits, compared with the one above it; *p->upper 0: there is nothing to
 * compare, it waits for nothing any more. */
static bool next_due(
	struct db_read *r, struct arena *a, struct proposal *p, bool *found, struct err *e)
{
	struct cascade_due_next_row due;
	bool much;

	if (!cascade_due_next(r, &due, found, e))
		return false;
	if (!*found)
		return true;
	p->lower = due.lower_plan;
	if (due.upper_plan == DB_NULL)
		return true;
	p->upper = due.upper_plan;
	if (!too_much(r, p, &much, e))
		return false;
	if (!much)
		return compare(r, a, p, e);
	log_info("cascade", "plans %lld and %lld are compared when somebody asks",
		(long long)p->lower, (long long)p->upper);
	p->upper = 0;
	return true;
}

/* Where the plan above is another meanwhile it stays due, and its turn comes again. */
static bool apply_due(struct db_write *w, struct change *c, struct err *e)
{
	struct proposal *p = c->arg;
	struct cascade_upper_of_row row;
	bool found;

	if (!cascade_upper_of(db_write_read(w), p->lower, &row, &found, e))
		return false;
	if (p->upper && (!found || row.upper_plan != p->upper))
		return true;
	return (!p->upper || put_proposals(w, p, e)) && cascade_due_done(w, p->lower, e);
}

static bool due_change(struct db *db, struct arena *a, struct proposal *p, struct err *e)
{
	struct change c = { .apply = apply_due, .arg = p };

	c.entry = (struct audit_entry){
		.actor = ACCOUNT_SYSTEM,
		.actor_name = S("system:adoption"),
		.permission = S("system"),
		.action = S("cascade.propose"),
		.object = S("plan"),
		.object_id = p->lower,
		.detail = detail_number(a, "upper", p->upper, "proposed", (int64_t)p->pairs.n),
	};
	return audit_change(db, &c, e);
}

bool cascade_later(struct db *db, bool *more, struct err *e)
{
	struct arena *a = arena_new(DUE_ARENA);
	struct proposal p = { 0 };
	struct db_read *r;
	bool ok;

	*more = false;
	ok = db_read_begin(db, a, &r, e);
	if (ok) {
		ok = next_due(r, a, &p, more, e);
		db_read_end(r);
	}
	ok = ok && (!*more || due_change(db, a, &p, e));
	arena_free(a);
	return ok;
}

/* --- a person decides */

struct decision {
	int64_t link, version, account;
	int64_t upper_task, lower_task; /* of one that is added */
	struct str account_name, note;
	enum cascade_verdict verdict;
};

static struct str state_word(enum cascade_verdict v)
{
	return v == CASCADE_CONFIRM ? S("confirmed") : S("rejected");
}

/* Both sides of it: what was wanted, and what another has said meanwhile. */
static bool stale(struct db_write *w, const struct decision *d, struct err *e)
{
	struct cascade_link_by_id_row x;
	bool found;

	if (!cascade_link_by_id(db_write_read(w), d->link, &x, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_CONFLICT, T_cascade_link_gone);
	if (!x.account_name.n)
		return FAIL(e, ERR_STALE, T_cascade_link_changed);
	return FAIL(e, ERR_STALE,
		str_eq(x.state, S("confirmed")) ? T_cascade_stale_confirmed
						: T_cascade_stale_rejected,
		x.account_name, time_vi(db_write_arena(w), x.decided));
}

static bool apply_decision(struct db_write *w, struct change *c, struct err *e)
{
	const struct decision *d = c->arg;
	int64_t changed;

	if (!cascade_link_decide(w, d->link, d->version, state_word(d->verdict), d->note,
		    d->account, d->account_name, clock_now(), &changed, e))
		return false;
	return changed || stale(w, d, e);
}

static bool check_note(struct str note, struct err *e)
{
	return note.n <= (size_t)CASCADE_NOTE_MAX * 4 || FAIL(e, ERR_INPUT, T_cascade_note_long);
}

static bool decide_read(struct db_read *r, const struct actor *actor, struct decision *d,
	struct cascade_link_by_id_row *x, struct err *e)
{
	struct cascade_plan_row upper, lower;
	bool found;

	if (!cascade_link_by_id(r, d->link, x, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_cascade_link_gone);
	return plan_read(r, x->lower_plan, actor->account, &lower, e) &&
	       plan_read(r, x->upper_plan, actor->account, &upper, e) &&
	       must_may(r, actor, &lower, &upper, e);
}

static void finish(
	struct arena *a, struct decision *d, int64_t upper, int64_t lower, struct change *c)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "upper_task", upper);
	json_int(&j, "lower_task", lower);
	json_str(&j, "state", state_word(d->verdict));
	if (d->note.n)
		json_str(&j, "note", d->note);
	json_close(&j);
	c->arg = d;
	c->entry.object = S("link");
	c->entry.object_id = d->link;
	c->entry.detail = buf_str(&out);
}

bool cascade_decide_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t link,
	int64_t version, enum cascade_verdict verdict, struct str note, struct change *c,
	struct err *e)
{
	struct decision *d = NEW(a, struct decision);
	struct cascade_link_by_id_row x;
	struct db_read *r;
	bool ok;

	*d = (struct decision){ .link = link,
		.version = version,
		.account = actor->account,
		.account_name = actor->name,
		.verdict = verdict,
		.note = not_null(note) };
	if (!check_note(d->note, e) || !db_read_begin(db, a, &r, e))
		return false;
	ok = decide_read(r, actor, d, &x, e);
	db_read_end(r);
	if (!ok)
		return false;
	finish(a, d, x.upper_task, x.lower_task, c);
	c->apply = apply_decision;
	return true;
}

/* --- one by hand */

static bool apply_add(struct db_write *w, struct change *c, struct err *e)
{
	struct decision *d = c->arg;
	struct cascade_link_between_row x;
	int64_t changed;
	bool found;

	if (!cascade_link_between(db_write_read(w), d->upper_task, d->lower_task, &x, &found, e))
		return false;
	if (!found)
		return cascade_link_add(w, d->upper_task, d->lower_task, d->note, d->account,
			d->account_name, clock_now(), &c->entry.object_id, e);
	if (str_eq(x.state, S("confirmed")))
		return FAIL(e, ERR_CONFLICT, T_cascade_linked_already);
	c->entry.object_id = x.id;
	return cascade_link_decide(w, x.id, x.version, S("confirmed"), d->note, d->account,
		       d->account_name, clock_now(), &changed, e) &&
	       (changed || FAIL(e, ERR_STALE, T_cascade_link_changed));
}

static bool add_read(
	struct db_read *r, const struct actor *actor, const struct decision *d, struct err *e)
{
	struct cascade_task_plan_row upper, lower;
	struct cascade_plan_row is;
	struct cascade_upper above;
	bool has_upper, has_lower;

	if (!cascade_task_plan(r, d->upper_task, &upper, &has_upper, e) ||
		!cascade_task_plan(r, d->lower_task, &lower, &has_lower, e))
		return false;
	if (!has_upper || !has_lower)
		return FAIL(e, ERR_INPUT, T_cascade_no_task);
	if (!both_plans(r, actor, lower.plan_id, &is, &above, e))
		return false;
	return above.id == upper.plan_id || FAIL(e, ERR_INPUT, T_cascade_no_task);
}

bool cascade_add_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t upper_task, int64_t lower_task, struct str note, struct change *c, struct err *e)
{
	struct decision *d = NEW(a, struct decision);
	struct db_read *r;
	bool ok;

	*d = (struct decision){ .upper_task = upper_task,
		.lower_task = lower_task,
		.account = actor->account,
		.account_name = actor->name,
		.verdict = CASCADE_CONFIRM,
		.note = not_null(note) };
	if (!check_note(d->note, e) || !db_read_begin(db, a, &r, e))
		return false;
	ok = add_read(r, actor, d, e);
	db_read_end(r);
	if (!ok)
		return false;
	finish(a, d, upper_task, lower_task, c);
	c->apply = apply_add;
	return true;
}

/* --- all certain ones at once */

struct certain {
	int64_t lower, upper, count, account;
	struct str account_name;
};

static bool apply_certain(struct db_write *w, struct change *c, struct err *e)
{
	const struct certain *x = c->arg;
	int64_t changed;

	if (!cascade_link_certain(
		    w, x->lower, x->upper, x->account, x->account_name, clock_now(), &changed, e))
		return false;
	return changed == x->count ||
	       FAIL(e, ERR_STALE, T_cascade_other_count,
		       str_fmt(db_write_arena(w), "%lld", (long long)x->count),
		       str_fmt(db_write_arena(w), "%lld", (long long)changed));
}

bool cascade_certain_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t lower, int64_t count, struct change *c, struct err *e)
{
	struct certain *x = NEW(a, struct certain);
	struct cascade_plan_row is;
	struct cascade_upper above;
	struct db_read *r;
	bool ok;

	if (count <= 0)
		return FAIL(e, ERR_INPUT, T_cascade_no_certain);
	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = both_plans(r, actor, lower, &is, &above, e);
	db_read_end(r);
	if (!ok)
		return false;
	*x = (struct certain){ lower, above.id, count, actor->account, actor->name };
	c->arg = x;
	c->apply = apply_certain;
	c->entry.object = S("plan");
	c->entry.object_id = lower;
	c->entry.detail = detail_number(a, "upper", above.id, "confirmed", count);
	return true;
}

/* --- the plan above, by hand */

struct parent {
	int64_t lower, upper, account;
	struct str account_name;
};

static bool apply_parent(struct db_write *w, struct change *c, struct err *e)
{
	const struct parent *p = c->arg;
	struct cascade_upper_of_row above;
	int64_t at = p->upper;
	bool found = true;

	/* no plan stands above itself, however many steps up */
	for (int step = 0; found && step < 8; step++) {
		if (at == p->lower)
			return FAIL(e, ERR_CONFLICT, T_cascade_circle);
		if (!cascade_upper_of(db_write_read(w), at, &above, &found, e))
			return false;
		at = found ? above.upper_plan : 0;
	}
	return cascade_parent_put(
		w, p->lower, p->upper, p->account, p->account_name, clock_now(), e);
}

bool cascade_parent_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t lower, int64_t upper, struct change *c, struct err *e)
{
	struct parent *p = NEW(a, struct parent);
	struct cascade_plan_row is, above;
	struct db_read *r;
	bool ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = plan_read(r, lower, actor->account, &is, e) &&
	     plan_read(r, upper, actor->account, &above, e) && must_may(r, actor, &is, &above, e);
	db_read_end(r);
	if (!ok)
		return false;
	*p = (struct parent){ lower, upper, actor->account, actor->name };
	c->arg = p;
	c->apply = apply_parent;
	c->entry.object = S("plan");
	c->entry.object_id = lower;
	c->entry.detail = detail_number(a, "lower", lower, "upper", upper);
	return true;
}

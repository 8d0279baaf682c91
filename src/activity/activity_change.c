/*
 * Changes: a new activity, a new version of one, one withdrawn, many new ones at once. Prepared
 * on a snapshot; applied in the writer, which asks again who may, where the place is and which
 * version stands.
 */
#include "access/access.h"
#include "activity/activity.h"
#include "activity_sql.h"
#include "base/json.h"
#include "base/viet.h"
#include "search/search.h"

/* What is written of one activity. */
struct put {
	struct activity_said said;
	struct activity_place_row place; /* id DB_NULL: the whole country */
	struct actor actor;
	struct search_doc doc;
	struct str fold, reason, note, state;
	int64_t id, version; /* of what is corrected; 0: new */
};

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

static bool fault_at(struct activity_fault *fault, const char *field)
{
	*fault = (struct activity_fault){ .ask = -1, .field = field };
	return false;
}

static bool may_write(struct db_read *r, const struct actor *actor, int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(r, actor, PERM_activity_write, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_ABSENT, T_activity_absent);
}

/* The place on the map of the last day, inside the province of the agency. */
static bool find_place(
	struct db_read *r, struct put *p, struct activity_fault *fault, struct err *e)
{
	const struct activity_said *s = &p->said;
	bool found;

	p->place = (struct activity_place_row){ .id = DB_NULL };
	if (!s->place.n)
		return true;
	if (!activity_place(r, s->place, s->ends, s->agency, &p->place, &found, e))
		return false;
	if (!found)
		FAIL(e, ERR_INPUT, T_activity_no_place, date_vi(db_read_arena(r), s->ends));
	else if (!p->place.inside)
		FAIL(e, ERR_INPUT, T_activity_place_outside);
	else if (s->kind->province && !str_eq(p->place.kind, S("province")))
		FAIL(e, ERR_INPUT, T_activity_place_fine);
	else
		return true;
	return fault_at(fault, "place");
}

static bool task_fits(struct db_read *r, const struct actor *actor, const struct activity_said *s,
	struct activity_fault *fault, struct err *e)
{
	struct activity_task_fits_row row;
	bool found;

	if (!s->task)
		return true;
	if (!activity_task_fits(r, s->task, s->agency, actor->account, &row, &found, e))
		return false;
	if (found || actor->account == ACCOUNT_SYSTEM)
		return true;
	FAIL(e, ERR_INPUT, T_activity_no_task);
	return fault_at(fault, "task");
}

static struct str fold_of(struct arena *a, const struct activity_said *s)
{
	struct buf b = { .arena = a };

	buf_add(&b, s->kind->name[LANG_VI]);
	buf_addc(&b, ' ');
	buf_add(&b, s->title);
	for (size_t i = 0; i < s->kind->n_asks; i++)
		if (s->kind->asks[i].field->type == ACTIVITY_TEXT && s->answers[i].words.n) {
			buf_addc(&b, ' ');
			buf_add(&b, s->answers[i].words);
		}
	return viet_fold(a, buf_str(&b));
}

static struct put *put_of(struct arena *a, const struct actor *actor, const struct activity_said *s)
{
	struct put *p = NEW(a, struct put);

	p->said = *s;
	p->said.title = or_empty(s->title);
	p->said.source = or_empty(s->source);
	p->said.gap = or_empty(s->gap);
	p->actor = *actor;
	p->reason = p->note = S("");
	p->fold = fold_of(a, s);
	p->state = s->draft ? S("draft") : S("entered");
	return p;
}

static bool check_put(struct db_read *r, struct put *p, struct activity_fault *fault, struct err *e)
{
	*fault = (struct activity_fault){ .ask = -1 };
	return may_write(r, &p->actor, p->said.agency, e) &&
	       activity_check(&p->said, date_today(), fault, e) && find_place(r, p, fault, e) &&
	       task_fits(r, &p->actor, &p->said, fault, e);
}

/* --- writing */

static bool write_value(struct db_batch *b, const struct put *p, size_t i, struct err *e)
{
	static const char *const states[] = { "missing", "known", "na" };
	const struct activity_field *f = p->said.kind->asks[i].field;
	const struct activity_answer *x = &p->said.answers[i];
	bool counted = p->said.kind->counts_only;

	if (f->type == ACTIVITY_COUNT)
		return activity_value_add_queue(b, p->id, p->version, f->code, counted,
			str_z(states[x->state]), x->state == ACTIVITY_KNOWN ? x->number : DB_NULL,
			STR_NULL, STR_NULL, e);
	if (!x->words.n)
		return true;
	return activity_value_add_queue(b, p->id, p->version, f->code, counted, S("known"), DB_NULL,
		f->type == ACTIVITY_CHOICE ? x->words : STR_NULL,
		f->type == ACTIVITY_TEXT ? x->words : STR_NULL, e);
}

static bool write_figure(struct db_batch *b, const struct put *p, struct str month,
	struct str field, const struct activity_answer *x, struct err *e)
{
	static const char *const states[] = { "missing", "known", "na" };
	bool placed = p->place.id != DB_NULL;

	return activity_figure_add_queue(b, field, month, p->id, p->said.kind->code, p->said.agency,
		placed ? p->place.code : STR_NULL, placed ? p->place.province_code : STR_NULL,
		str_z(states[x->state]), x->state == ACTIVITY_KNOWN ? x->number : DB_NULL, e);
}

/* What counts, counts by the rows of this table; a draft has none. */
static bool write_figures(struct db_batch *b, const struct put *p, struct arena *a, struct err *e)
{
	static const struct activity_answer one = { ACTIVITY_KNOWN, 1, { NULL, 0 } };
	const struct activity_kind *k = p->said.kind;
	struct str month = str_sub(date_iso(a, p->said.ends), 0, 7);

	if (p->said.draft)
		return true;
	if (!write_figure(b, p, month, S("activities"), &one, e))
		return false;
	for (size_t i = 0; i < k->n_asks; i++)
		if (k->asks[i].field->type == ACTIVITY_COUNT &&
			!write_figure(b, p, month, k->asks[i].field->code, &p->said.answers[i], e))
			return false;
	return true;
}

static bool write_version(struct db_write *w, const struct put *p, int64_t now, struct err *e)
{
	const struct activity_said *s = &p->said;
	struct db_batch *b = db_batch(w);

	if (!activity_version_add(w, p->id, p->version, s->kind->counts_only, p->state, s->agency,
		    s->task ? s->task : DB_NULL, p->place.id, s->starts, s->ends, s->title,
		    s->source, s->gap, p->reason, p->note, p->actor.account, p->actor.name, now, e))
		return false;
	for (size_t i = 0; i < s->kind->n_asks; i++)
		if (!write_value(b, p, i, e))
			return false;
	return write_figures(b, p, db_write_arena(w), e) && db_batch_run(b, e);
}

/* --- found by words */

static void fill_doc(struct arena *a, struct put *p)
{
	const struct activity_said *s = &p->said;
	struct str name = s->kind->name[LANG_VI], day = date_vi(a, s->ends);

	p->doc = (struct search_doc){ .kind = S("activity"), .agency = s->agency };
	p->doc.title = s->title.n ? str_fmt(a, "%.*s: %.*s", STR_ARG(name), STR_ARG(s->title))
				  : name;
	p->doc.note = p->place.id == DB_NULL
			      ? day
			      : str_fmt(a, "%.*s, %.*s", STR_ARG(p->place.full_name), STR_ARG(day));
	p->doc.text = p->fold;
	search_prepare(a, &p->doc);
}

static bool write_search(struct db_write *w, struct put *p, struct err *e)
{
	p->doc.id = p->id;
	return search_put(w, &p->doc, e);
}

static bool write_new(struct db_write *w, struct put *p, int64_t now, struct err *e)
{
	const struct activity_said *s = &p->said;
	bool placed = p->place.id != DB_NULL;

	p->version = 1;
	return activity_add(w, s->kind->code, s->kind->counts_only, s->kind->main->code, p->state,
		       s->agency, s->task ? s->task : DB_NULL, p->place.id,
		       placed ? p->place.code : STR_NULL,
		       placed ? p->place.province_code : STR_NULL, s->starts, s->ends, s->title,
		       p->fold, s->ref, p->actor.account, p->actor.name, now, &p->id, e) &&
	       write_version(w, p, now, e) && write_search(w, p, e);
}

static bool write_again(struct db_write *w, struct put *p, int64_t now, struct err *e)
{
	const struct activity_said *s = &p->said;
	bool placed = p->place.id != DB_NULL;
	int64_t changed;

	if (!activity_set(w, p->id, p->version, p->state, s->agency, s->task ? s->task : DB_NULL,
		    p->place.id, placed ? p->place.code : STR_NULL,
		    placed ? p->place.province_code : STR_NULL, s->starts, s->ends, s->title,
		    p->fold, &changed, e))
		return false;
	if (changed != 1)
		return FAIL(e, ERR_STALE, T_activity_stale);
	p->version++;
	return activity_figures_clear(w, p->id, e) && write_version(w, p, now, e) &&
	       write_search(w, p, e);
}

/* --- for the log: which, when, where; figures by their fields */

static struct str detail_of(struct arena *a, const struct put *p)
{
	const struct activity_said *s = &p->said;
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "kind", s->kind->code);
	json_str(&j, "state", p->state);
	json_int(&j, "agency", s->agency);
	json_str(&j, "place", s->place);
	json_date(&j, "from", s->starts);
	json_date(&j, "to", s->ends);
	json_str(&j, "reason", p->reason.n ? p->reason : STR_NULL);
	json_object(&j, "figures");
	for (size_t i = 0; i < s->kind->n_asks; i++) {
		const struct activity_field *f = s->kind->asks[i].field;

		if (f->type == ACTIVITY_COUNT)
			json_str(&j, str_c(a, f->code),
				activity_print(a, LANG_VI, f, &s->answers[i]));
	}
	json_close(&j);
	json_close(&j);
	return buf_str(&out);
}

static void fill_entry(struct arena *a, struct change *c, const struct put *p, const char *action)
{
	c->entry.action = str_z(action);
	c->entry.object = S("activity");
	c->entry.object_id = p->id;
	c->entry.detail = detail_of(a, p);
}

/* --- a new one */

static bool enter_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct put *p = c->arg;
	struct db_read *r = db_write_read(w);
	struct activity_fault fault;
	struct activity_by_ref_row same;
	bool found;

	if (!activity_by_ref(r, p->said.agency, p->said.ref, &same, &found, e))
		return false;
	if (found)
		return FAIL(e, ERR_CONFLICT, T_activity_known);
	if (!check_put(r, p, &fault, e) || !write_new(w, p, clock_now(), e))
		return false;
	c->entry.object_id = p->id;
	return true;
}

bool activity_enter_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct activity_said *s, struct change *c, int64_t *known,
	struct activity_fault *fault, struct err *e)
{
	struct put *p = put_of(a, actor, s);
	struct activity_by_ref_row same;
	bool found;

	*known = 0;
	if (!check_put(r, p, fault, e) || !activity_by_ref(r, s->agency, s->ref, &same, &found, e))
		return false;
	if (found) {
		*known = same.id;
		return true;
	}
	fill_doc(a, p);
	fill_entry(a, c, p, "activity.enter");
	c->apply = enter_apply;
	c->arg = p;
	return true;
}

/* --- a new version */

static bool reason_known(struct str reason, struct err *e)
{
	static const char *const reasons[] = { "figures", "place", "period", "task", "double",
		"other" };

	for (size_t i = 0; i < COUNT(reasons); i++)
		if (str_eq(reason, str_z(reasons[i])))
			return true;
	return FAIL(e, ERR_INPUT, T_activity_no_reason);
}

/* What stands, as it may be changed by the actor and in this version. */
static bool standing(struct db_read *r, const struct actor *actor, int64_t id, int64_t version,
	struct activity_now_row *now, struct err *e)
{
	bool found;

	if (!activity_now(r, id, now, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	if (!may_write(r, actor, now->agency_id, e))
		return false;
	if (now->version != version)
		return FAIL(e, ERR_STALE, T_activity_stale);
	return !str_eq(now->state, S("withdrawn")) ||
	       FAIL(e, ERR_CONFLICT, T_activity_is_withdrawn);
}

static bool correct_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct put *p = c->arg;
	struct activity_now_row now;
	struct activity_fault fault;

	return standing(db_write_read(w), &p->actor, p->id, p->version, &now, e) &&
	       check_put(db_write_read(w), p, &fault, e) && write_again(w, p, clock_now(), e);
}

bool activity_correct_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t id, int64_t version, const struct activity_said *s, const struct activity_why *why,
	struct change *c, struct activity_fault *fault, struct err *e)
{
	struct put *p = put_of(a, actor, s);
	struct activity_now_row now;
	bool was_draft;

	*fault = (struct activity_fault){ .ask = -1 };
	if (!standing(r, actor, id, version, &now, e))
		return false;
	was_draft = str_eq(now.state, S("draft"));
	if (!str_eq(now.kind, s->kind->code) || (s->draft && !was_draft))
		return FAIL(e, ERR_CONFLICT, T_activity_not_again);
	if (!was_draft) {
		if (!reason_known(why->reason, e))
			return fault_at(fault, "reason");
		p->state = S("corrected");
		p->reason = why->reason;
		p->note = s->kind->counts_only ? S("") : or_empty(why->note);
	}
	if (!check_put(r, p, fault, e))
		return false;
	p->id = id;
	p->version = version;
	fill_doc(a, p);
	fill_entry(a, c, p, was_draft && !s->draft ? "activity.enter" : "activity.correct");
	c->apply = correct_apply;
	c->arg = p;
	return true;
}

/* --- withdrawn */

struct withdrawal {
	struct actor actor;
	int64_t id, version;
	struct str reason, note;
};

static bool withdraw_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct withdrawal *x = c->arg;
	struct activity_now_row now;
	int64_t changed;

	if (!standing(db_write_read(w), &x->actor, x->id, x->version, &now, e) ||
		!activity_set_withdrawn(w, x->id, x->version, &changed, e))
		return false;
	if (changed != 1)
		return FAIL(e, ERR_STALE, T_activity_stale);
	return activity_version_repeat(w, x->id, x->version, x->reason, x->note, x->actor.account,
		       x->actor.name, clock_now(), e) &&
	       activity_values_repeat(w, x->id, x->version, e) &&
	       activity_figures_clear(w, x->id, e) && search_drop(w, S("activity"), x->id, e);
}

bool activity_withdraw_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t id, int64_t version, const struct activity_why *why, struct change *c,
	struct err *e)
{
	struct withdrawal *x = NEW(a, struct withdrawal);
	const struct activity_kind *k;
	struct activity_now_row now;

	if (!standing(r, actor, id, version, &now, e) || !reason_known(why->reason, e))
		return false;
	k = activity_kind(now.kind);
	*x = (struct withdrawal){ .actor = *actor,
		.id = id,
		.version = version,
		.reason = why->reason,
		.note = k && !k->counts_only ? or_empty(why->note) : S("") };
	c->entry.action = S("activity.withdraw");
	c->entry.object = S("activity");
	c->entry.object_id = id;
	c->entry.detail = str_fmt(a, "{\"reason\":\"%.*s\"}", STR_ARG(why->reason));
	c->apply = withdraw_apply;
	c->arg = x;
	return true;
}

/* --- many at once */

struct many {
	LIST(struct put *) puts;
};

static bool batch_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct many *m = c->arg;
	int64_t now = clock_now();

	LIST_EACH(p, &m->puts) {
		struct activity_fault fault;
		struct activity_by_ref_row same;
		bool found;

		if (!activity_by_ref(
			    db_write_read(w), (*p)->said.agency, (*p)->said.ref, &same, &found, e))
			return false;
		if (found)
			return FAIL(e, ERR_CONFLICT, T_activity_known);
		if (!check_put(db_write_read(w), *p, &fault, e) || !write_new(w, *p, now, e))
			return false;
	}
	return true;
}

bool activity_batch_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	struct activity_batch *b, struct change *c, size_t *bad_row, struct err *e)
{
	struct many *m = NEW(a, struct many);

	b->entered = b->known = 0;
	for (size_t i = 0; i < b->rows.n; i++) {
		struct put *p = put_of(a, actor, &b->rows.v[i]);
		struct activity_by_ref_row same;
		struct activity_fault fault;
		bool found;

		*bad_row = i;
		if (!check_put(r, p, &fault, e) ||
			!activity_by_ref(r, p->said.agency, p->said.ref, &same, &found, e))
			return false;
		b->known += found;
		if (found)
			continue;
		fill_doc(a, p);
		LIST_PUSH(a, &m->puts, p);
	}
	b->entered = (int64_t)m->puts.n;
	if (!m->puts.n)
		return true;
	c->entry.action = S("activity.import");
	c->entry.object = S("activity");
	c->entry.detail = str_fmt(
		a, "{\"entered\":%lld,\"known\":%lld}", (long long)b->entered, (long long)b->known);
	c->apply = batch_apply;
	c->arg = m;
	return true;
}

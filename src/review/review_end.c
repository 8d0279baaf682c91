/*
 * How a draft ends: discarded, or adopted as a plan, by one person or by two.
 */
#include "access/account.h"
#include "access/pair.h"
#include "access/tell.h"
#include "base/json.h"
#include "plan/plan_resolve.h"
#include "review/compare.h"
#include "review/review_begin.h"

/* The open draft; `*r` is the snapshot it was read in, to be ended by the caller. */
/* --- two persons */

/* Some task falls to a body that is not the draft's own agency, or to one that nobody knows. */
static bool gives_to_others(struct db_read *r, const struct review *v, const struct reading *now,
	bool *others, struct err *e)
{
	struct plan_names names = { .arena = db_read_arena(r), .read = r };

	*others = false;
	if (!review_day_and_place(r, v, &names.day, &names.place, e) ||
		!plan_resolve(&names, now, e))
		return false;
	LIST_EACH(t, &now->items)
		LIST_EACH(p, &t->parties)
			*others = *others ||
				  (t->kind == READING_TASK && !p->person &&
					  plan_name_of(&names, p)->agency != v->draft.agency_id);
	return true;
}

bool review_two_of(struct db_read *r, const struct review *v, const struct reading *corrected,
	const struct actor *actor, struct review_two *out, struct err *e)
{
	bool others;

	*out = (struct review_two){ .asked = v->draft.asked_by != DB_NULL,
		.own = v->draft.asked_by == actor->account };
	if (!pair_needed(r, PERM_plan_adopt, actor->account, v->draft.agency_id, &out->needed, e))
		return false;
	if (!out->needed)
		return true;
	if (!gives_to_others(r, v, corrected, &others, e))
		return false;
	out->needed = others;
	return true;
}

struct asking {
	struct actor by;
	int64_t draft, version, agency;
	struct str title;
};

static bool apply_ask(struct db_write *w, struct change *c, struct err *e)
{
	const struct asking *x = c->arg;
	struct arena *a = db_write_arena(w);
	struct pair_others_at_rows others;
	int64_t changed;
	struct access_news news = {
		.key = str_fmt(
			a, "review/%lld/asked/%lld", (long long)x->draft, (long long)x->version),
		.subject = T_review_told_ask,
		.body = T_review_told_ask_body,
		.first = x->by.display.n ? x->by.display : x->by.name,
		.second = x->title,
		.third = S(""),
		.link = str_fmt(a, "/reviews/%lld/adopt", (long long)x->draft),
	};

	if (!review_draft_ask(
		    w, x->draft, x->version, x->by.account, x->by.name, clock_now(), &changed, e) ||
		!review_changed(changed, e) ||
		!pair_others(
			db_write_read(w), PERM_plan_adopt, x->by.account, x->agency, &others, e))
		return false;
	LIST_EACH(o, &others)
		if (!access_tell(w, o->account, &news, e))
			return false;
	return true;
}

bool review_ask_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	int64_t version, struct change *c, struct err *e)
{
	struct asking *x = NEW(a, struct asking);
	struct reading *reading;
	struct review_two pair;
	struct db_read *r;
	struct review *v;
	bool ok;

	if (!review_begin(a, db, actor, draft, &r, &v, e))
		return false;
	ok = review_version_is(v, version, e) && review_corrected(r, v, &reading, e) &&
	     review_two_of(r, v, reading, actor, &pair, e);
	db_read_end(r);
	if (!ok)
		return false;
	if (!pair.needed)
		return FAIL(e, ERR_CONFLICT, T_review_one_enough);
	if (pair.asked)
		return FAIL(e, ERR_CONFLICT, T_review_asked_already, v->draft.asked_name);
	*x = (struct asking){ .by = *actor,
		.draft = draft,
		.version = version,
		.agency = v->draft.agency_id,
		.title = v->draft.name.n ? v->draft.name : reading->header.title };
	c->arg = x;
	c->apply = apply_ask;
	c->entry.object = S("review");
	c->entry.object_id = draft;
	return true;
}

/* Whether the actor may adopt it now; a try that may not is an entry. */
static bool pair_right(struct db *db, const struct review *v, const struct review_two *pair,
	struct change *c, struct err *e)
{
	if (!pair->needed || (pair->asked && !pair->own))
		return true;
	c->entry.object = S("review");
	c->entry.object_id = v->id;
	return access_refuse(db, c, pair->own ? T_review_own_asking : T_review_two_needed, e);
}

/* The entry says who asked, or that one person did it alone. */
static struct str with_pair(
	struct arena *a, struct str detail, const struct review *v, const struct review_two *pair)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	if (!detail.n)
		return detail;
	json_open(&j);
	if (pair->asked && !pair->own)
		json_str(&j, "asked_by", v->draft.asked_name);
	else
		json_bool(&j, "alone", true);
	json_close(&j);
	struct str more = buf_str(&b);

	return str_fmt(a, "%.*s%s%.*s", STR_ARG(str_sub(detail, 0, detail.n - 1)),
		detail.n > 2 ? "," : "", STR_ARG(str_sub(more, 1, more.n)));
}

/* --- the end of a draft */

struct ending {
	int64_t draft, version;
	struct change import; /* of the adoption */
	struct plan_import *made;
};

static bool apply_discard(struct db_write *w, struct change *c, struct err *e)
{
	const struct ending *x = c->arg;
	int64_t changed;

	return review_draft_end(w, x->draft, x->version, S("discarded"), DB_NULL, clock_now(),
		       &changed, e) &&
	       review_changed(changed, e);
}

bool review_discard_prepare(struct arena *a, struct db *db, const struct actor *actor,
	int64_t draft, int64_t version, struct change *c, struct err *e)
{
	struct ending *x = NEW(a, struct ending);
	struct db_read *r;
	struct review *v;

	if (!review_begin(a, db, actor, draft, &r, &v, e))
		return false;
	db_read_end(r);
	if (!review_version_is(v, version, e))
		return false;
	x->draft = draft;
	x->version = version;
	c->arg = x;
	c->apply = apply_discard;
	c->entry.object = S("review");
	c->entry.object_id = draft;
	return true;
}

/* The import writes the plan, then the draft ends, in one change. */
static bool apply_adopt(struct db_write *w, struct change *c, struct err *e)
{
	struct ending *x = c->arg;
	int64_t changed;

	x->import.entry = c->entry;
	if (!x->import.apply(w, &x->import, e) ||
		!review_draft_end(w, x->draft, x->version, S("adopted"), x->made->plan, clock_now(),
			&changed, e) ||
		!review_changed(changed, e))
		return false;
	c->entry.object_id = x->made->plan;
	return true;
}

/* A cut copy is no plan of its own; an amended text takes the place of what it amends. */
static bool take_place(struct db_read *r, const struct review *v, int64_t account, bool replaces,
	const struct reading *now, struct plan_source *source, struct err *e)
{
	struct review_relation rel;

	if (!review_relate(r, v, account, &rel, e))
		return false;
	if (rel.kind == REVIEW_CUT)
		return FAIL(e, ERR_CONFLICT, T_review_cut_refused, rel.plan_name);
	if (rel.kind != REVIEW_AMENDED || !replaces)
		return true;
	if (!rel.may_replace)
		return FAIL(e, ERR_DENIED, T_review_not_yours, rel.plan_name);
	source->amends = rel.plan;
	return review_carry(r, rel.plan, now, &source->carried, e);
}

bool review_adopt_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	int64_t version, bool replaces, struct change *c, struct err *e)
{
	struct ending *x = NEW(a, struct ending);
	struct plan_source source;
	struct review_two pair;
	struct reading *reading;
	struct db_read *r;
	struct review *v;
	bool ok;

	if (!review_begin(a, db, actor, draft, &r, &v, e))
		return false;
	source = review_source(v);
	ok = review_version_is(v, version, e) && review_corrected(r, v, &reading, e) &&
	     review_two_of(r, v, reading, actor, &pair, e) &&
	     take_place(r, v, actor->account, replaces, reading, &source, e);
	db_read_end(r);
	if (!ok || !pair_right(db, v, &pair, c, e))
		return false;
	if (!reading->tasks)
		return FAIL(e, ERR_INPUT, T_review_no_task_left);
	x->draft = draft;
	x->version = version;
	x->import.entry = c->entry;
	if (!plan_import_reading(a, db, &source, reading, &x->import, &x->made, e))
		return false;
	if (x->made->known)
		return FAIL(e, ERR_CONFLICT, T_review_known);
	c->arg = x;
	c->apply = apply_adopt;
	c->entry.object = x->import.entry.object;
	c->entry.detail = with_pair(a, x->import.entry.detail, v, &pair);
	return true;
}

int64_t review_adopted(const struct change *c)
{
	const struct ending *x = c->arg;

	return x->made->plan;
}

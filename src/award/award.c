/*
 * The register of awards: proposed by one, decided by another.
 */
#include "award/award.h"

#include "access/access.h"
#include "award_sql.h"
#include "base/json.h"
#include "search/search.h"

struct word {
	const char *word;
	enum text_id text;
};

static struct str text_of(const struct word *words, size_t n, enum lang lang, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_z(words[i].word)))
			return text_get(lang, words[i].text);
	return S("");
}

struct str award_kind_text(enum lang lang, struct str kind)
{
	static const struct word words[] = { { "group", T_award_kind_group },
		{ "person", T_award_kind_person } };

	return text_of(words, COUNT(words), lang, kind);
}

struct str award_form_text(enum lang lang, struct str form)
{
	static const struct word words[] = { { "merit", T_award_form_merit },
		{ "praise", T_award_form_praise }, { "medal", T_award_form_medal },
		{ "other", T_award_form_other } };

	return text_of(words, COUNT(words), lang, form);
}

struct str award_state_text(enum lang lang, struct str state)
{
	static const struct word words[] = { { "proposed", T_award_state_proposed },
		{ "granted", T_award_state_granted }, { "refused", T_award_state_refused },
		{ "withdrawn", T_award_state_withdrawn } };

	return text_of(words, COUNT(words), lang, state);
}

struct work {
	struct actor actor;
	struct award_new new;
	struct award_order order;
	struct search_doc doc;
};

static bool must_be_allowed(
	struct db_write *w, const struct work *k, enum permission p, int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(db_write_read(w), &k->actor, p, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_award_not_yours);
}

/* --- proposing */

static bool apply_propose(struct db_write *w, struct change *c, struct err *e)
{
	struct work *k = c->arg;
	const struct award_new *n = &k->new;
	int64_t id;

	if (!must_be_allowed(w, k, PERM_award_propose, n->agency, e) ||
		!award_add(w, n->agency, n->plan, n->kind, n->form, n->name, n->merit, n->day,
			k->actor.account, k->actor.name, clock_now(), &id, e))
		return false;
	c->entry.object_id = k->doc.id = id;
	return search_put(w, &k->doc, e);
}

static bool check_new(const struct award_new *n, struct err *e)
{
	if (!award_kind_text(LANG_VI, n->kind).n || !award_form_text(LANG_VI, n->form).n)
		return FAIL(e, ERR_INPUT, T_award_no_kind);
	if (!n->name.n)
		return FAIL(e, ERR_INPUT, T_award_no_name);
	if (!n->merit.n)
		return FAIL(e, ERR_INPUT, T_award_no_merit);
	if (!date_given(n->day) || date_cmp(n->day, date_today()) > 0)
		return FAIL(e, ERR_INPUT, T_award_day_to_come);
	return true;
}

static struct str new_detail(struct arena *a, const struct award_new *n)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "agency", n->agency);
	json_str(&j, "kind", n->kind);
	json_str(&j, "form", n->form);
	json_str(&j, "name", n->name);
	json_str(&j, "merit", n->merit);
	json_date(&j, "day", n->day);
	if (n->plan != DB_NULL)
		json_int(&j, "plan", n->plan);
	json_close(&j);
	return buf_str(&out);
}

bool award_propose_prepare(struct arena *a, const struct actor *actor, const struct award_new *in,
	struct change *c, struct err *e)
{
	struct work *k = NEW(a, struct work);

	if (!check_new(in, e))
		return false;
	*k = (struct work){ .actor = *actor, .new = *in };
	k->doc = (struct search_doc){
		.kind = S("award"),
		.agency = in->agency,
		.title = in->name,
		.note = award_form_text(LANG_VI, in->form),
		.text = in->merit,
	};
	search_prepare(a, &k->doc);
	c->arg = k;
	c->apply = apply_propose;
	c->entry.object = S("award");
	c->entry.detail = new_detail(a, in);
	return true;
}

/* --- deciding */

static bool check_now(
	struct db_write *w, const struct work *k, const struct award_now_row *now, struct err *e)
{
	const struct award_order *o = &k->order;

	if (now->version != o->version)
		return FAIL(e, ERR_STALE, T_award_stale, now->name);
	if (o->step == AWARD_CORRECT && !str_eq(now->state, S("granted")))
		return FAIL(e, ERR_CONFLICT, T_award_only_granted);
	if (o->step != AWARD_CORRECT && !str_eq(now->state, S("proposed")))
		return FAIL(e, ERR_CONFLICT, T_award_ended);
	if (o->step == AWARD_WITHDRAW)
		return must_be_allowed(w, k, PERM_award_propose, now->agency_id, e);
	if (!must_be_allowed(w, k, PERM_award_decide, now->agency_id, e))
		return false;
	if (now->account_id == k->actor.account)
		return FAIL(e, ERR_DENIED, T_award_own);
	return date_cmp(o->day, now->proposed) >= 0 || FAIL(e, ERR_INPUT, T_award_before_proposal);
}

static bool correct(struct db_write *w, const struct work *k, int64_t *changed, struct err *e)
{
	const struct award_order *o = &k->order;
	int64_t now = clock_now();

	return award_keep_wrong(w, o->id, o->version, o->reason, k->actor.name, now, e) &&
	       award_correct(
		       w, o->id, o->version, o->decision, o->day, k->actor.name, now, changed, e);
}

static bool end(struct db_write *w, const struct work *k, int64_t *changed, struct err *e)
{
	static const char *const states[] = { "granted", "refused", "withdrawn" };
	const struct award_order *o = &k->order;

	return award_end(w, o->id, o->version, str_z(states[o->step]), o->decision, o->day,
		o->reason, o->step == AWARD_WITHDRAW ? STR_NULL : k->actor.name, clock_now(),
		changed, e);
}

static bool apply_order(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	const struct award_order *o = &k->order;
	struct award_now_row now;
	int64_t changed;
	bool found;

	if (!award_now(db_write_read(w), o->id, &now, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_award_absent);
	if (!check_now(w, k, &now, e) ||
		!(o->step == AWARD_CORRECT ? correct : end)(w, k, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_award_stale, now.name);
}

static bool check_order(const struct award_order *o, struct err *e)
{
	if ((o->step == AWARD_GRANT || o->step == AWARD_CORRECT) && !o->decision.n)
		return FAIL(e, ERR_INPUT, T_award_no_number);
	if (o->step != AWARD_GRANT && !o->reason.n)
		return FAIL(e, ERR_INPUT, T_award_no_reason);
	if (o->step != AWARD_WITHDRAW &&
		(!date_given(o->day) || date_cmp(o->day, date_today()) > 0))
		return FAIL(e, ERR_INPUT, T_award_day_to_come);
	return true;
}

static struct str order_detail(struct arena *a, const struct award_order *o)
{
	static const char *const steps[] = { "grant", "refuse", "withdraw", "correct" };
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "step", str_z(steps[o->step]));
	json_str(&j, "decision", o->decision);
	json_date(&j, "day", o->day);
	json_str(&j, "reason", o->reason);
	json_close(&j);
	return buf_str(&out);
}

bool award_order_prepare(struct arena *a, const struct actor *actor, const struct award_order *in,
	struct change *c, struct err *e)
{
	struct work *k = NEW(a, struct work);

	if (!check_order(in, e))
		return false;
	*k = (struct work){ .actor = *actor, .order = *in };
	if (in->step == AWARD_WITHDRAW)
		k->order.day = DATE_NONE;
	c->arg = k;
	c->apply = apply_order;
	c->entry.object = S("award");
	c->entry.object_id = in->id;
	c->entry.detail = order_detail(a, in);
	return true;
}

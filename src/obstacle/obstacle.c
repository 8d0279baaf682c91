/*
 * The register of difficulties: what can be done to one, checked again in the writer.
 */
#include "obstacle/obstacle.h"

#include "access/access.h"
#include "base/json.h"
#include "base/viet.h"
#include "obstacle/tell.h"
#include "obstacle_sql.h"
#include "search/search.h"

static const char *const kinds[OBSTACLE_KINDS] = { "difficulty", "guidance", "plan", "law" };
static const char *const states[OBSTACLE_STATES] = { "raised", "forwarded", "answered", "closed",
	"withdrawn" };

/* --- words */

const char *obstacle_kind_word(enum obstacle_kind kind)
{
	return kind < OBSTACLE_KINDS ? kinds[kind] : "";
}

enum obstacle_kind obstacle_kind_of(struct str word)
{
	enum obstacle_kind k = 0;

	while (k < OBSTACLE_KINDS && !str_eq(word, str_z(kinds[k])))
		k++;
	return k;
}

const char *obstacle_state_word(enum obstacle_state state)
{
	return state < OBSTACLE_STATES ? states[state] : "";
}

enum obstacle_state obstacle_state_of(struct str word)
{
	enum obstacle_state s = 0;

	while (s < OBSTACLE_STATES && !str_eq(word, str_z(states[s])))
		s++;
	return s;
}

struct str obstacle_kind_text(enum lang lang, enum obstacle_kind kind)
{
	static const enum text_id texts[OBSTACLE_KINDS] = { T_obstacle_kind_difficulty,
		T_obstacle_kind_guidance, T_obstacle_kind_plan, T_obstacle_kind_law };

	return kind < OBSTACLE_KINDS ? text_get(lang, texts[kind]) : S("");
}

struct str obstacle_state_text(enum lang lang, enum obstacle_state state)
{
	static const enum text_id texts[OBSTACLE_STATES] = { T_obstacle_state_raised,
		T_obstacle_state_forwarded, T_obstacle_state_answered, T_obstacle_state_closed,
		T_obstacle_state_withdrawn };

	return state < OBSTACLE_STATES ? text_get(lang, texts[state]) : S("");
}

struct str obstacle_fold(struct arena *a, struct str words)
{
	struct str fold = viet_fold(a, words), part;
	struct buf out = { .arena = a };

	while (fold.n && str_split(&fold, ' ', &part))
		if (part.n)
			buf_addf(&out, "%s%.*s", out.n ? " " : "", STR_ARG(part));
	return out.n ? buf_str(&out) : S("");
}

/* --- what they share */

struct work {
	struct arena *arena;
	struct actor actor;
	struct obstacle_new new;
	struct str law_fold, article_fold;
	struct obstacle_order order;
	struct search_doc doc;
};

static struct work *work_new(struct arena *a, const struct actor *actor)
{
	struct work *k = NEW(a, struct work);

	k->arena = a;
	k->actor = *actor;
	return k;
}

static bool must_be_allowed(
	struct db_write *w, const struct work *k, enum permission p, int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(db_write_read(w), &k->actor, p, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_obstacle_not_yours);
}

static bool note(struct db_write *w, const struct work *k, int64_t id, const char *kind,
	int64_t agency, struct str words, struct err *e)
{
	return obstacle_note(w, id, str_z(kind), agency, words.p ? words : S(""), clock_now(),
		k->actor.account, k->actor.name, e);
}

/* Whoever it has gone through finds it. */
static bool put_search(struct db_write *w, struct work *k, int64_t id, struct err *e)
{
	struct obstacle_let_to_rows rows;
	LIST(int64_t) agencies = { 0 };

	if (!obstacle_let_to(db_write_read(w), id, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(k->arena, &agencies, x->agency_id);
	k->doc.id = id;
	return search_group_put(w, k->doc.kind, id, agencies.v, agencies.n, &k->doc.group, e) &&
	       search_put(w, &k->doc, e);
}

static void prepare_search(struct work *k, const struct obstacle_said *s, int64_t agency)
{
	k->doc = (struct search_doc){
		.kind = S("obstacle"),
		.agency = agency,
		.title = s->title,
		.note = str_fmt(k->arena, "%.*s %.*s", STR_ARG(s->law), STR_ARG(s->article)),
		.text = str_fmt(k->arena, "%.*s %.*s", STR_ARG(s->words), STR_ARG(s->proposal)),
	};
	search_prepare(k->arena, &k->doc);
}

static bool check_said(const struct obstacle_said *s, struct err *e)
{
	if (s->kind >= OBSTACLE_KINDS)
		return FAIL(e, ERR_INPUT, T_obstacle_no_kind);
	if (!s->title.n)
		return FAIL(e, ERR_INPUT, T_obstacle_no_title);
	if (!s->words.n)
		return FAIL(e, ERR_INPUT, T_obstacle_no_words);
	if (s->kind == OBSTACLE_LAW && !s->law.n)
		return FAIL(e, ERR_INPUT, T_obstacle_no_law);
	if (s->article.n && !s->law.n)
		return FAIL(e, ERR_INPUT, T_obstacle_article_of_nothing);
	return true;
}

static void take_said(struct work *k, const struct obstacle_said *s)
{
	k->new.said = *s;
	k->law_fold = obstacle_fold(k->arena, s->law);
	k->article_fold = obstacle_fold(k->arena, s->article);
}

static struct str said_detail(struct arena *a, const struct work *k)
{
	const struct obstacle_said *s = &k->new.said;
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "kind", str_z(kinds[s->kind]));
	json_str(&j, "title", s->title);
	json_str(&j, "words", s->words);
	json_str(&j, "proposal", s->proposal);
	json_str(&j, "law", s->law);
	json_str(&j, "article", s->article);
	if (k->new.agency) {
		json_int(&j, "agency", k->new.agency);
		json_int(&j, "to", k->new.holder);
		if (k->new.task != DB_NULL)
			json_int(&j, "task", k->new.task);
	}
	json_close(&j);
	return buf_str(&out);
}

/* --- raising */

static bool apply_raise(struct db_write *w, struct change *c, struct err *e)
{
	struct work *k = c->arg;
	const struct obstacle_new *n = &k->new;
	const struct obstacle_said *s = &n->said;
	int64_t id;

	if (!must_be_allowed(w, k, PERM_obstacle_write, n->agency, e) ||
		!obstacle_add(w, n->agency, n->holder, n->task, str_z(kinds[s->kind]), s->title,
			s->words, s->proposal, s->law, s->article, k->law_fold, k->article_fold,
			n->day, k->actor.account, k->actor.name, clock_now(), &id, e) ||
		!obstacle_let(w, id, n->agency, e) || !obstacle_let(w, id, n->holder, e) ||
		!note(w, k, id, "raised", n->holder, S(""), e))
		return false;
	c->entry.object_id = id;
	return put_search(w, k, id, e) && obstacle_tell_holder(w,
						  &(struct obstacle_news){ .id = id,
							  .agency = n->agency,
							  .holder = n->holder,
							  .author = k->actor.account },
						  false, e);
}

bool obstacle_raise_prepare(struct arena *a, const struct actor *actor,
	const struct obstacle_new *in, struct change *c, struct err *e)
{
	struct work *k = work_new(a, actor);

	if (!check_said(&in->said, e))
		return false;
	if (in->holder == in->agency)
		return FAIL(e, ERR_INPUT, T_obstacle_to_itself);
	if (!date_given(in->day) || date_cmp(in->day, date_today()) > 0)
		return FAIL(e, ERR_INPUT, T_obstacle_day_to_come);
	k->new = *in;
	take_said(k, &in->said);
	prepare_search(k, &in->said, in->agency);
	c->arg = k;
	c->apply = apply_raise;
	c->entry.object = S("obstacle");
	c->entry.detail = said_detail(a, k);
	return true;
}

/* --- one that is there */

/* As it stands now; refused where somebody was faster. */
static bool begin(struct db_write *w, int64_t id, int64_t version, struct obstacle_now_row *now,
	struct err *e)
{
	bool found;

	if (!obstacle_now(db_write_read(w), id, now, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_obstacle_absent);
	return now->version == version || FAIL(e, ERR_STALE, T_obstacle_stale, now->title);
}

/* The version was right: what did not change stands in another state. */
static bool changed_or_wrong(int64_t changed, struct err *e)
{
	return changed || FAIL(e, ERR_CONFLICT, T_obstacle_wrong_state);
}

static bool apply_correct(struct db_write *w, struct change *c, struct err *e)
{
	struct work *k = c->arg;
	const struct obstacle_said *s = &k->new.said;
	struct obstacle_now_row now;
	int64_t changed;

	if (!begin(w, k->order.id, k->order.version, &now, e) ||
		!must_be_allowed(w, k, PERM_obstacle_write, now.agency_id, e) ||
		!obstacle_correct(w, k->order.id, now.version, str_z(kinds[s->kind]), s->title,
			s->words, s->proposal, s->law, s->article, k->law_fold, k->article_fold,
			clock_now(), &changed, e) ||
		!changed_or_wrong(changed, e) ||
		!note(w, k, k->order.id, "corrected", now.agency_id, S(""), e))
		return false;
	k->doc.agency = now.agency_id;
	return put_search(w, k, k->order.id, e);
}

bool obstacle_correct_prepare(struct arena *a, const struct actor *actor, int64_t id,
	int64_t version, const struct obstacle_said *said, struct change *c, struct err *e)
{
	struct work *k = work_new(a, actor);

	if (!check_said(said, e))
		return false;
	take_said(k, said);
	prepare_search(k, said, DB_NULL);
	k->order = (struct obstacle_order){ .id = id, .version = version };
	c->arg = k;
	c->apply = apply_correct;
	c->entry.object = S("obstacle");
	c->entry.object_id = id;
	c->entry.detail = said_detail(a, k);
	return true;
}

/* --- its way */

static struct obstacle_news news_of(
	const struct work *k, const struct obstacle_now_row *now, int64_t holder)
{
	return (struct obstacle_news){ .id = k->order.id,
		.version = now->version,
		.agency = now->agency_id,
		.holder = holder,
		.raiser = now->account_id,
		.author = k->actor.account };
}

static bool forward(
	struct db_write *w, struct work *k, const struct obstacle_now_row *now, struct err *e)
{
	const struct obstacle_order *o = &k->order;
	struct obstacle_news news = news_of(k, now, o->to);
	struct obstacle_let_to_rows rows;
	LIST(int64_t) agencies = { 0 };
	int64_t changed, group;

	if (o->to == now->holder_id)
		return FAIL(e, ERR_INPUT, T_obstacle_to_itself);
	if (!must_be_allowed(w, k, PERM_obstacle_answer, now->holder_id, e) ||
		!obstacle_forward(w, o->id, o->version, o->to, clock_now(), &changed, e) ||
		!changed_or_wrong(changed, e) || !obstacle_let(w, o->id, o->to, e) ||
		!note(w, k, o->id, "forwarded", o->to, o->words, e) ||
		!obstacle_let_to(db_write_read(w), o->id, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(k->arena, &agencies, x->agency_id);
	return search_group_put(w, S("obstacle"), o->id, agencies.v, agencies.n, &group, e) &&
	       obstacle_tell_holder(w, &news, true, e);
}

static bool answer(
	struct db_write *w, struct work *k, const struct obstacle_now_row *now, struct err *e)
{
	const struct obstacle_order *o = &k->order;
	struct obstacle_news news = news_of(k, now, now->holder_id);
	int64_t changed;

	return must_be_allowed(w, k, PERM_obstacle_answer, now->holder_id, e) &&
	       obstacle_answer(w, o->id, o->version, o->words, o->decision, o->day, clock_now(),
		       &changed, e) &&
	       changed_or_wrong(changed, e) &&
	       note(w, k, o->id, "answered", now->holder_id, o->words, e) &&
	       obstacle_tell_answer(w, &news, e);
}

static bool end(struct db_write *w, struct work *k, const struct obstacle_now_row *now,
	const char *state, struct err *e)
{
	const struct obstacle_order *o = &k->order;
	int64_t changed;

	return must_be_allowed(w, k, PERM_obstacle_write, now->agency_id, e) &&
	       obstacle_end(w, o->id, o->version, str_z(state), clock_now(), &changed, e) &&
	       changed_or_wrong(changed, e) &&
	       note(w, k, o->id, state, now->agency_id, o->words, e);
}

static bool apply_order(struct db_write *w, struct change *c, struct err *e)
{
	struct work *k = c->arg;
	struct obstacle_now_row now;

	if (!begin(w, k->order.id, k->order.version, &now, e))
		return false;
	switch (k->order.step) {
	case OBSTACLE_FORWARD:
		return forward(w, k, &now, e);
	case OBSTACLE_ANSWER:
		return answer(w, k, &now, e);
	case OBSTACLE_CLOSE:
		return end(w, k, &now, "closed", e);
	case OBSTACLE_WITHDRAW:
		return end(w, k, &now, "withdrawn", e);
	}
	return FAIL(e, ERR_INTERNAL, T_obstacle_wrong_state);
}

static bool check_order(const struct obstacle_order *o, struct err *e)
{
	if (o->step == OBSTACLE_ANSWER && !o->words.n)
		return FAIL(e, ERR_INPUT, T_obstacle_no_answer);
	if (o->step == OBSTACLE_ANSWER &&
		(!date_given(o->day) || date_cmp(o->day, date_today()) > 0))
		return FAIL(e, ERR_INPUT, T_obstacle_day_to_come);
	if (o->step == OBSTACLE_WITHDRAW && !o->words.n)
		return FAIL(e, ERR_INPUT, T_obstacle_no_reason);
	return true;
}

static struct str order_detail(struct arena *a, const struct obstacle_order *o)
{
	static const char *const steps[] = { "forward", "answer", "close", "withdraw" };
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "step", str_z(steps[o->step]));
	json_str(&j, "words", o->words);
	if (o->step == OBSTACLE_FORWARD)
		json_int(&j, "to", o->to);
	if (o->step == OBSTACLE_ANSWER) {
		json_str(&j, "decision", o->decision);
		json_date(&j, "day", o->day);
	}
	json_close(&j);
	return buf_str(&out);
}

bool obstacle_order_prepare(struct arena *a, const struct actor *actor,
	const struct obstacle_order *in, struct change *c, struct err *e)
{
	struct work *k = work_new(a, actor);

	if (!check_order(in, e))
		return false;
	k->order = *in;
	if (!k->order.decision.p)
		k->order.decision = S("");
	c->arg = k;
	c->apply = apply_order;
	c->entry.object = S("obstacle");
	c->entry.object_id = in->id;
	c->entry.detail = order_detail(a, in);
	return true;
}

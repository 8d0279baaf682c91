/*
 * Reports: begun, written on, and taken from step to step.
 */
#include "report/report.h"

#include "access/access.h"
#include "agency/agency.h"
#include "audit/hash.h"
#include "base/json.h"
#include "duty/duty.h"
#include "report/draft.h"
#include "report/issue.h"
#include "report_sql.h"
#include "search/search.h"

static const char *const states[REPORT_STATES] = { "drafting", "asked", "sent", "received",
	"returned", "accepted" };
static const enum text_id state_texts[REPORT_STATES] = { T_report_s_drafting, T_report_s_asked,
	T_report_s_sent, T_report_s_received, T_report_s_returned, T_report_s_accepted };
static const struct {
	const char *kind;
	enum text_id text;
} sections[REPORT_SECTIONS] = { { "situation", T_report_section_situation },
	{ "results", T_report_section_results }, { "figures", T_report_section_figures },
	{ "difficulties", T_report_section_difficulties }, { "next", T_report_section_next } };

enum report_state report_state_of(struct str word)
{
	for (enum report_state i = 0; i < REPORT_STATES; i++)
		if (str_eq(word, str_z(states[i])))
			return i;
	return REPORT_STATES;
}

const char *report_state_word(enum report_state state)
{
	return states[state];
}

struct str report_state_text(enum lang lang, enum report_state state)
{
	return state < REPORT_STATES ? text_get(lang, state_texts[state]) : S("");
}

struct str report_section_text(enum lang lang, struct str kind)
{
	for (size_t i = 0; i < REPORT_SECTIONS; i++)
		if (str_eq(kind, str_z(sections[i].kind)))
			return text_get(lang, sections[i].text);
	return S("");
}

static bool must_be_allowed(struct db_read *r, const struct actor *actor, enum permission p,
	int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(r, actor, p, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_report_not_yours);
}

/* A report is written and signed by the agency's own people, not by who reaches it from above. */
static bool is_own(const struct actor *actor, int64_t agency)
{
	return actor->agency == agency || actor->account == ACCOUNT_SYSTEM;
}

static bool must_be_own(struct db_read *r, const struct actor *actor, enum permission p,
	int64_t agency, struct err *e)
{
	if (!is_own(actor, agency))
		return FAIL(e, ERR_DENIED, T_report_not_yours);
	return must_be_allowed(r, actor, p, agency, e);
}

/* --- beginning one */

struct beginning {
	struct actor actor;
	struct report_new in;
	struct str title, ref;
	struct str words[REPORT_SECTIONS];
};

static bool apply_begin(struct db_write *w, struct change *c, struct err *e)
{
	const struct beginning *b = c->arg;
	const struct report_new *n = &b->in;
	int64_t id, now = clock_now();

	if (!must_be_own(db_write_read(w), &b->actor, PERM_report_write, n->agency, e) ||
		!report_add(w, n->agency, n->to, n->plan, n->period.code, n->period.from,
			n->period.to, b->ref, b->title, b->actor.name, now, &id, e))
		return false;
	if (!id)
		return FAIL(e, ERR_CONFLICT, T_report_begun);
	for (size_t i = 0; i < REPORT_SECTIONS; i++)
		if (!report_section_add(w, id, (int64_t)i + 1, str_z(sections[i].kind), b->words[i],
			    b->actor.name, now, e))
			return false;
	c->entry.object_id = id;
	return true;
}

static struct str begin_detail(struct arena *a, const struct report_new *n)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "agency", n->agency);
	json_int(&j, "to", n->to);
	if (n->plan != DB_NULL)
		json_int(&j, "plan", n->plan);
	json_str(&j, "period", n->period.code);
	json_close(&j);
	return buf_str(&out);
}

static bool check_new(const struct report_new *n, struct err *e)
{
	if (!n->period.code.n || !date_given(n->period.from))
		return FAIL(e, ERR_INPUT, T_report_no_period);
	if (date_cmp(n->period.from, date_today()) > 0)
		return FAIL(e, ERR_INPUT, T_report_not_open);
	return n->agency != n->to || FAIL(e, ERR_INPUT, T_report_to_itself);
}

bool report_begin_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct report_new *in, struct change *c, int64_t *known, struct err *e)
{
	struct beginning *b = NEW(a, struct beginning);
	struct report_of_ref_row there;
	bool found;

	*known = 0;
	*b = (struct beginning){ .actor = *actor, .in = *in };
	b->ref = str_fmt(a, "%lld:%lld:%lld:%.*s", (long long)in->agency, (long long)in->to,
		in->plan == DB_NULL ? 0LL : (long long)in->plan, STR_ARG(in->period.code));
	b->title = TEXT(
		a, LANG_VI, T_report_title_of, calendar_period_label(a, LANG_VI, &in->period));
	if (!check_new(in, e) || !must_be_own(r, actor, PERM_report_write, in->agency, e) ||
		!report_of_ref(r, b->ref, &there, &found, e))
		return false;
	if (found) {
		*known = there.id;
		return true;
	}
	c->arg = b;
	c->apply = apply_begin;
	c->entry.object = S("report");
	c->entry.detail = begin_detail(a, in);
	return report_draft(r, in, b->words, e);
}

/* --- writing */

struct writing {
	struct actor actor;
	int64_t id, position, version;
	struct str words;
};

static bool read_now(struct db_read *r, int64_t id, struct report_now_row *now, struct err *e)
{
	bool found;

	if (!report_now(r, id, now, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_report_absent);
}

static bool apply_write(struct db_write *w, struct change *c, struct err *e)
{
	const struct writing *k = c->arg;
	struct report_now_row now;
	int64_t changed;

	if (!read_now(db_write_read(w), k->id, &now, e) ||
		!must_be_own(db_write_read(w), &k->actor, PERM_report_write, now.agency_id, e))
		return false;
	if (report_state_of(now.state) != REPORT_DRAFTING)
		return FAIL(e, ERR_CONFLICT, T_report_not_drafting);
	return report_section_write(w, k->id, k->position, k->version, k->words, k->actor.name,
		       clock_now(), &changed, e) &&
	       (changed || FAIL(e, ERR_STALE, T_report_stale_section, now.title));
}

bool report_write_prepare(struct arena *a, const struct actor *actor, int64_t id, int64_t position,
	int64_t version, struct str words, struct change *c, struct err *e)
{
	struct writing *k = NEW(a, struct writing);
	struct str unknown = report_unknown_token(words);
	struct buf detail = { .arena = a };
	struct json j = { .out = &detail };

	if (words.n > REPORT_WORDS_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_report_too_long);
	if (unknown.p)
		return FAIL(e, ERR_INPUT, T_report_no_figure, unknown);
	*k = (struct writing){ *actor, id, position, version, words };
	json_open(&j);
	json_int(&j, "section", position);
	json_int(&j, "letters", (int64_t)words.n);
	json_close(&j);
	c->arg = k;
	c->apply = apply_write;
	c->entry.object = S("report");
	c->entry.object_id = id;
	c->entry.detail = buf_str(&detail);
	return true;
}

/* --- steps */

#define FROM(state) (1u << REPORT_##state)

/* `theirs`: taken by the recipient. `reason`: has to be given. */
static const struct {
	const char *action;
	unsigned from;
	enum report_state to;
	enum permission permission;
	bool theirs, reason;
} steps[REPORT_STEPS] = {
	[REPORT_ASK] = { "report.ask", FROM(DRAFTING), REPORT_ASKED, PERM_report_write, false,
		false },
	[REPORT_UNASK] = { "report.unask", FROM(ASKED), REPORT_DRAFTING, PERM_report_write, false,
		false },
	[REPORT_BACK] = { "report.back", FROM(ASKED), REPORT_DRAFTING, PERM_report_sign, false,
		true },
	[REPORT_SIGN] = { "report.issue", FROM(ASKED), REPORT_SENT, PERM_report_sign, false,
		false },
	[REPORT_RECEIVE] = { "report.take", FROM(SENT), REPORT_RECEIVED, PERM_report_receive, true,
		false },
	[REPORT_RETURN] = { "report.return", FROM(SENT) | FROM(RECEIVED), REPORT_RETURNED,
		PERM_report_receive, true, true },
	[REPORT_ACCEPT] = { "report.accept", FROM(SENT) | FROM(RECEIVED), REPORT_ACCEPTED,
		PERM_report_receive, true, false },
	[REPORT_CORRECT] = { "report.correct",
		FROM(SENT) | FROM(RECEIVED) | FROM(RETURNED) | FROM(ACCEPTED), REPORT_DRAFTING,
		PERM_report_write, false, true },
};

struct stepping {
	struct actor actor;
	struct report_order in;
	struct str content;
	unsigned char digest[32];
};

static int64_t agency_of(const struct report_now_row *now, enum report_step step)
{
	return steps[step].theirs ? now->to_id : now->agency_id;
}

static bool check_step(const struct stepping *k, const struct report_now_row *now, struct err *e)
{
	enum report_step step = k->in.step;

	if (now->version != k->in.version)
		return FAIL(e, ERR_STALE, T_report_stale, now->account_name);
	if (!(steps[step].from >> report_state_of(now->state) & 1))
		return FAIL(e, ERR_CONFLICT, T_report_not_now);
	if (step == REPORT_SIGN && now->asked_id == k->actor.account)
		return FAIL(e, ERR_DENIED, T_report_own);
	return true;
}

/* The duties to the recipient that the report answers; what the agency does not owe is no matter. */
static bool tell_duties(struct db_write *w, const struct stepping *k,
	const struct report_now_row *now, struct err *e)
{
	struct duty_receipt answer = { .agency = now->agency_id,
		.period = now->period,
		.number = k->in.number,
		.sent = date_today() };
	struct calendar_period period;
	struct report_duties_rows rows;

	if (!calendar_period_find(db_write_arena(w), now->period, &period))
		return true;
	if (!report_duties(db_write_read(w), now->to_id, now->plan_id, period.system, &rows, e))
		return false;
	LIST_EACH(d, &rows) {
		struct err why = { 0 };
		bool first;

		answer.duty = d->id;
		if (!duty_answer_put(w, &answer, k->actor.name, &first, &why) &&
			why.code != ERR_CONFLICT && why.code != ERR_INPUT) {
			*e = why;
			return false;
		}
	}
	return true;
}

static bool apply_step(struct db_write *w, struct change *c, struct err *e)
{
	const struct stepping *k = c->arg;
	const struct report_order *o = &k->in;
	enum report_step step = o->step;
	struct report_now_row now;
	int64_t changed, at = clock_now();

	if (!read_now(db_write_read(w), o->id, &now, e) ||
		!(steps[step].theirs ? must_be_allowed : must_be_own)(db_write_read(w), &k->actor,
			steps[step].permission, agency_of(&now, step), e) ||
		!check_step(k, &now, e))
		return false;
	if (step == REPORT_SIGN &&
		(!report_issue_add(w, o->id, now.round, o->number, o->day, o->signer, o->position,
			 now.reason, k->content, str_n((const char *)k->digest, 32),
			 k->actor.account, k->actor.name, at, e) ||
			!tell_duties(w, k, &now, e)))
		return false;
	return report_step(w, o->id, o->version, str_z(states[steps[step].to]),
		       now.round + (step == REPORT_CORRECT),
		       step == REPORT_CORRECT ? o->reason : now.reason,
		       step == REPORT_ASK ? k->actor.account : now.asked_id, k->actor.name, at,
		       &changed, e) &&
	       (changed || FAIL(e, ERR_STALE, T_report_stale, now.account_name));
}

static bool check_order(const struct report_order *o, struct err *e)
{
	if (steps[o->step].reason && !o->reason.n)
		return FAIL(e, ERR_INPUT, T_report_no_reason);
	if (o->step != REPORT_SIGN)
		return true;
	if (!o->number.n)
		return FAIL(e, ERR_INPUT, T_report_no_number);
	if (!o->signer.n || !o->position.n)
		return FAIL(e, ERR_INPUT, T_report_no_signer);
	return (date_given(o->day) && date_cmp(o->day, date_today()) <= 0) ||
	       FAIL(e, ERR_INPUT, T_report_day_to_come);
}

/* What is signed is what the signer saw: the report's version tells whether it still is. */
static bool freeze(struct arena *a, struct db_read *r, struct stepping *k, struct err *e)
{
	struct report_content c = { 0 };
	struct report_by_id_row t;
	struct report_sections_rows rows;
	bool found;

	if (!report_by_id(r, k->in.id, k->actor.account, &t, &found, e) ||
		!report_sections(r, k->in.id, &rows, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	if (!report_figures_live(
		    r, LANG_VI, t.agency_id, t.plan_id, t.period_from, t.period_to, &c.figures, e))
		return false;
	c.report = t.id;
	c.round = t.round;
	c.agency = t.agency_name;
	c.to = t.to_name;
	c.period = t.period;
	c.from = t.period_from;
	c.to_day = t.period_to;
	c.title = t.title;
	c.number = k->in.number;
	c.day = k->in.day;
	c.signer = k->in.signer;
	c.position = k->in.position;
	c.reason = t.reason;
	LIST_EACH(s, &rows)
		LIST_PUSH(a, &c.sections, ((struct report_said){ s->kind, s->words }));
	k->content = report_content_write(a, &c);
	hash_sha256(k->content, k->digest);
	return true;
}

static struct str order_detail(struct arena *a, const struct report_order *o)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	if (o->reason.n)
		json_str(&j, "reason", o->reason);
	if (o->step == REPORT_SIGN) {
		json_str(&j, "number", o->number);
		json_date(&j, "day", o->day);
		json_str(&j, "signer", o->signer);
	}
	json_close(&j);
	return buf_str(&out);
}

bool report_order_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct report_order *in, struct change *c, struct err *e)
{
	struct stepping *k = NEW(a, struct stepping);

	*k = (struct stepping){ .actor = *actor, .in = *in };
	if (!check_order(in, e) || (in->step == REPORT_SIGN && !freeze(a, r, k, e)))
		return false;
	c->arg = k;
	c->apply = apply_step;
	c->entry.action = str_z(steps[in->step].action);
	c->entry.object = S("report");
	c->entry.object_id = in->id;
	c->entry.detail = order_detail(a, in);
	return true;
}

bool report_steps(
	struct db_read *r, const struct actor *actor, int64_t id, unsigned *out, struct err *e)
{
	struct report_now_row now;

	*out = 0;
	if (!read_now(r, id, &now, e))
		return false;
	for (enum report_step i = 0; i < REPORT_STEPS; i++) {
		bool may;

		if (!(steps[i].from >> report_state_of(now.state) & 1) ||
			(i == REPORT_SIGN && now.asked_id == actor->account) ||
			(!steps[i].theirs && !is_own(actor, now.agency_id)))
			continue;
		if (!access_may(r, actor, steps[i].permission, agency_of(&now, i), &may, e))
			return false;
		*out |= may ? 1u << i : 0;
	}
	return true;
}

/* --- remarks */

struct remarking {
	struct actor actor;
	int64_t id, position;
	struct str quote, words;
};

static bool apply_remark(struct db_write *w, struct change *c, struct err *e)
{
	const struct remarking *k = c->arg;
	struct report_now_row now;

	if (!read_now(db_write_read(w), k->id, &now, e) ||
		!must_be_allowed(db_write_read(w), &k->actor, PERM_report_receive, now.to_id, e))
		return false;
	if (!(steps[REPORT_RETURN].from >> report_state_of(now.state) & 1))
		return FAIL(e, ERR_CONFLICT, T_report_not_now);
	return report_remark_add(w, k->id, now.round, k->position, k->quote, k->words,
		k->actor.name, clock_now(), e);
}

/* The passage as a reader sees it: its figures are numbers. */
static bool stands_there(struct arena *a, const struct report_content *c, const struct remarking *k)
{
	struct report_text text;
	struct buf seen = { .arena = a };

	if (k->position < 1 || (size_t)k->position > c->sections.n)
		return k->position == 0 && !k->quote.n;
	report_text(a, c->sections.v[k->position - 1].words, &c->figures, &text);
	LIST_EACH(p, &text) {
		LIST_EACH(b, &p->bits)
			buf_add(&seen, b->words);
		buf_addc(&seen, '\n');
	}
	return str_has(buf_str(&seen), k->quote);
}

bool report_remark_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t id, int64_t position, struct str quote, struct str words, struct change *c,
	struct err *e)
{
	struct remarking *k = NEW(a, struct remarking);
	struct report_issue_of_row issue;
	struct report_content content;
	struct report_now_row now;
	bool found;

	*k = (struct remarking){ *actor, id, position, quote, words };
	if (!words.n)
		return FAIL(e, ERR_INPUT, T_report_no_remark);
	if (!read_now(r, id, &now, e) || !report_issue_of(r, id, now.round, &issue, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_CONFLICT, T_report_not_now);
	if (!report_content_read(a, LANG_VI, issue.content, &content, e))
		return false;
	if (!stands_there(a, &content, k))
		return FAIL(e, ERR_INPUT, T_report_no_passage);
	c->arg = k;
	c->apply = apply_remark;
	c->entry.object = S("report");
	c->entry.object_id = id;
	return true;
}

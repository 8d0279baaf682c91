/*
 * Reports taken from step to step: asked for, signed, sent, taken, sent back, put right; remarks on
 * them.
 */
#include "report/report.h"

#include "access/access.h"
#include "audit/hash.h"
#include "base/json.h"
#include "duty/duty.h"
#include "report/gather.h"
#include "report/inside.h"
#include "report/issue.h"
#include "report/told.h"

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
	report_rests rests; /* the issues it rests on */
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

/* The version that was signed, and on which issues it rests. */
static bool put_issue(struct db_write *w, const struct stepping *k,
	const struct report_now_row *now, struct err *e)
{
	const struct report_order *o = &k->in;

	if (!report_issue_add(w, o->id, now->round, o->number, o->day, o->signer, o->position,
		    now->reason, k->content, str_n((const char *)k->digest, 32), k->actor.account,
		    k->actor.name, clock_now(), e))
		return false;
	LIST_EACH(x, &k->rests)
		if (!report_source_add(w, o->id, now->round, x->report, x->round, e))
			return false;
	return tell_duties(w, k, now, e);
}

/* Sent back until it is signed again. */
static bool is_sent_back(const struct report_now_row *now, enum report_step step)
{
	return step == REPORT_RETURN || (now->sent_back && step != REPORT_SIGN);
}

static bool apply_step(struct db_write *w, struct change *c, struct err *e)
{
	const struct stepping *k = c->arg;
	const struct report_order *o = &k->in;
	enum report_step step = o->step;
	struct report_now_row now;
	int64_t changed;

	if (!report_read_now(db_write_read(w), o->id, &now, e) ||
		!(steps[step].theirs ? report_must_be_allowed : report_must_be_own)(
			db_write_read(w), &k->actor, steps[step].permission, agency_of(&now, step),
			e) ||
		!check_step(k, &now, e))
		return false;
	if ((step == REPORT_SIGN && !put_issue(w, k, &now, e)) ||
		!report_tell(w, step, o->id, &now, k->actor.account, e))
		return false;
	return report_step(w, o->id, o->version, str_z(report_state_word(steps[step].to)),
		       now.round + (step == REPORT_CORRECT),
		       step == REPORT_CORRECT ? o->reason : now.reason,
		       step == REPORT_ASK ? k->actor.account : now.asked_id,
		       is_sent_back(&now, step), k->actor.name, clock_now(), &changed, e) &&
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
	LIST_EACH(s, &rows)
		LIST_PUSH(a, &c.sections, ((struct report_said){ s->kind, s->words }));
	if (!report_figures_live(r, LANG_VI,
		    &(struct report_about){ t.agency_id, t.plan_id, t.period, t.period_from,
			    t.period_to, report_all_words(a, &rows) },
		    &c.figures, e) ||
		!report_origins_read(r, t.id, &rows, &c.origins, e))
		return false;
	report_rests_of(a, &c, &k->rests);
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
	if (!report_read_now(r, id, &now, e))
		return false;
	for (enum report_step i = 0; i < REPORT_STEPS; i++) {
		bool may;

		if (!(steps[i].from >> report_state_of(now.state) & 1) ||
			(i == REPORT_SIGN && now.asked_id == actor->account) ||
			(!steps[i].theirs && !report_is_own(actor, now.agency_id)))
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

	if (!report_read_now(db_write_read(w), k->id, &now, e) ||
		!report_must_be_allowed(
			db_write_read(w), &k->actor, PERM_report_receive, now.to_id, e))
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
	if (!report_read_now(r, id, &now, e) ||
		!report_issue_of(r, id, now.round, &issue, &found, e))
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

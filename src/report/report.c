/*
 * Reports: begun and written on.
 */
#include "report/report.h"

#include "access/access.h"
#include "base/json.h"
#include "report/draft.h"
#include "report/figure.h"
#include "report/inside.h"

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

bool report_must_be_allowed(struct db_read *r, const struct actor *actor, enum permission p,
	int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(r, actor, p, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_report_not_yours);
}

bool report_is_own(const struct actor *actor, int64_t agency)
{
	return actor->agency == agency || actor->account == ACCOUNT_SYSTEM;
}

bool report_must_be_own(struct db_read *r, const struct actor *actor, enum permission p,
	int64_t agency, struct err *e)
{
	if (!report_is_own(actor, agency))
		return FAIL(e, ERR_DENIED, T_report_not_yours);
	return report_must_be_allowed(r, actor, p, agency, e);
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

	if (!report_must_be_own(db_write_read(w), &b->actor, PERM_report_write, n->agency, e) ||
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
	if (!check_new(in, e) || !report_must_be_own(r, actor, PERM_report_write, in->agency, e) ||
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

bool report_read_now(struct db_read *r, int64_t id, struct report_now_row *now, struct err *e)
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

	if (!report_read_now(db_write_read(w), k->id, &now, e) ||
		!report_must_be_own(
			db_write_read(w), &k->actor, PERM_report_write, now.agency_id, e))
		return false;
	if (report_state_of(now.state) != REPORT_DRAFTING)
		return FAIL(e, ERR_CONFLICT, T_report_not_drafting);
	return report_section_write(w, k->id, k->position, k->version, k->words, k->actor.name,
		       clock_now(), &changed, e) &&
	       (changed || FAIL(e, ERR_STALE, T_report_stale_section, now.title));
}

/* A {…} that names no figure would be signed as it stands. */
static bool check_tokens(struct db_read *r, int64_t id, struct str words, struct err *e)
{
	struct report_now_row now;
	struct report_figures figures;
	struct report_about about;
	struct str unknown, token;
	size_t at = 0;

	if (!report_next_token(words, &at, &token))
		return true;
	if (!report_read_now(r, id, &now, e))
		return false;
	about = (struct report_about){ .agency = now.agency_id,
		.plan = now.plan_id,
		.period = now.period,
		.from = now.period_from,
		.to = now.period_to,
		.words = words };
	if (!report_figures_live(r, LANG_VI, &about, &figures, e))
		return false;
	unknown = report_unknown_token(words, &figures);
	return !unknown.p || FAIL(e, ERR_INPUT, T_report_no_figure, unknown);
}

bool report_write_prepare(struct arena *a, struct db_read *r, const struct actor *actor, int64_t id,
	int64_t position, int64_t version, struct str words, struct change *c, struct err *e)
{
	struct writing *k = NEW(a, struct writing);
	struct buf detail = { .arena = a };
	struct json j = { .out = &detail };

	if (words.n > REPORT_WORDS_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_report_too_long);
	if (!check_tokens(r, id, words, e))
		return false;
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

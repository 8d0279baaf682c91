/*
 * Lines of money: what is written is read here, and who may say which figure is checked
 * in the writer against the line as it stands.
 */
#include "budget/budget.h"

#include "access/access.h"
#include "base/json.h"
#include "budget_sql.h"

static const char *const sources[BUDGET_SOURCES] = { "central", "local", "other" };

const char *budget_source_word(enum budget_source source)
{
	return source < BUDGET_SOURCES ? sources[source] : "";
}

enum budget_source budget_source_of(struct str word)
{
	enum budget_source s = 0;

	while (s < BUDGET_SOURCES && !str_eq(word, str_z(sources[s])))
		s++;
	return s;
}

struct str budget_source_text(enum lang lang, enum budget_source source)
{
	static const enum text_id texts[BUDGET_SOURCES] = { T_budget_source_central,
		T_budget_source_local, T_budget_source_other };

	return source < BUDGET_SOURCES ? text_get(lang, texts[source]) : S("");
}

bool budget_amount(struct str written, int64_t *out)
{
	struct str s = str_trim(written);
	int64_t v = 0;
	size_t digits = 0, group = 0;
	char sign = 0;

	*out = DB_NULL;
	if (!s.n)
		return true;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= '0' && c <= '9') {
			v = 10 * v + (c - '0');
			group++;
			if (++digits > BUDGET_DIGITS_MAX)
				return false;
			continue;
		}
		/* one sign throughout, thousands on both sides of it */
		if ((c != '.' && c != ',' && c != ' ') || (sign && c != sign) || !group ||
			group > 3 || (sign && group != 3))
			return false;
		sign = c;
		group = 0;
	}
	if (!digits || (sign && group != 3))
		return false;
	*out = v;
	return true;
}

void budget_sum_add(struct budget_sum *sum, int64_t amount)
{
	if (amount == DB_NULL)
		sum->missing++;
	else
		sum->total = (sum->total == DB_NULL ? 0 : sum->total) + amount;
}

/* --- a line */

struct work {
	struct actor actor;
	struct budget_said said;
};

static bool must_be_allowed(struct db_write *w, const struct work *k, enum permission p,
	enum text_id refusal, struct err *e)
{
	bool may;

	if (!access_may(db_write_read(w), &k->actor, p, k->said.agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, refusal);
}

/* Each half of the line is for another to say. */
static bool check_rights(
	struct db_write *w, const struct work *k, const struct budget_now_row *now, struct err *e)
{
	const struct budget_said *s = &k->said;

	if ((s->granted != now->granted || !str_eq(s->decision, now->decision)) &&
		!must_be_allowed(w, k, PERM_budget_decide, T_budget_only_granted, e))
		return false;
	return (s->asked == now->asked && s->spent == now->spent &&
		       str_eq(s->proposal, now->proposal)) ||
	       must_be_allowed(w, k, PERM_budget_write, T_budget_not_yours, e);
}

static bool apply_put(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	const struct budget_said *s = &k->said;
	struct str source = str_z(sources[s->source]);
	struct budget_now_row now;
	int64_t id, changed = 0;
	bool found;

	if (!budget_now(db_write_read(w), s->plan, s->year, s->agency, source, &now, &found, e))
		return false;
	if (!found)
		now = (struct budget_now_row){ .asked = DB_NULL,
			.granted = DB_NULL,
			.spent = DB_NULL,
			.proposal = S(""),
			.decision = S("") };
	if (now.version != s->version)
		return FAIL(e, ERR_STALE, T_budget_stale);
	if (!check_rights(w, k, &now, e))
		return false;
	if (found ? !budget_keep_past(w, now.id, now.version, e) ||
				!budget_change(w, now.id, now.version, s->asked, s->granted,
					s->spent, s->proposal, s->decision, k->actor.name,
					clock_now(), &changed, e)
		  : !budget_add(w, s->plan, s->year, s->agency, source, s->asked, s->granted,
			    s->spent, s->proposal, s->decision, k->actor.name, clock_now(), &id, e))
		return false;
	if (found ? !changed : !id)
		return FAIL(e, ERR_STALE, T_budget_stale);
	c->entry.object_id = found ? now.id : id;
	return true;
}

static void amount_json(struct json *j, const char *name, int64_t v)
{
	if (v == DB_NULL)
		json_null(j, name);
	else
		json_int(j, name, v);
}

static struct str put_detail(struct arena *a, const struct budget_said *s)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "plan", s->plan);
	json_int(&j, "year", s->year);
	json_int(&j, "agency", s->agency);
	json_str(&j, "source", str_z(sources[s->source]));
	amount_json(&j, "asked", s->asked);
	amount_json(&j, "granted", s->granted);
	amount_json(&j, "spent", s->spent);
	json_str(&j, "proposal", s->proposal);
	json_str(&j, "decision", s->decision);
	json_close(&j);
	return buf_str(&out);
}

bool budget_put_prepare(struct arena *a, const struct actor *actor, const struct budget_said *in,
	struct change *c, struct err *e)
{
	struct work *k = NEW(a, struct work);

	if (in->year < 2000 || in->year > 2100)
		return FAIL(e, ERR_INPUT, T_budget_bad_year);
	if (in->source >= BUDGET_SOURCES)
		return FAIL(e, ERR_INPUT, T_budget_bad_source);
	if (!in->version && in->asked == DB_NULL && in->granted == DB_NULL && in->spent == DB_NULL)
		return FAIL(e, ERR_INPUT, T_budget_nothing_said);
	*k = (struct work){ *actor, *in };
	c->arg = k;
	c->apply = apply_put;
	c->entry.object = S("budget");
	c->entry.detail = put_detail(a, in);
	return true;
}

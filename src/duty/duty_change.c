/*
 * Changes to duties: made, ended, an item waived or extended, an answer received.
 */
#include "duty/duty.h"

#include "access/access.h"
#include "base/json.h"

struct work {
	struct actor actor;
	struct duty_new new;
	struct duty_decision decision;
	struct duty_receipt receipt;
	LIST(struct duty_receipt) receipts; /* of `receipt`'s duty and period */
	int64_t id, version;
	struct date valid_to;
};

static struct work *begin(struct arena *a, const struct actor *actor, struct change *c,
	bool (*apply)(struct db_write *, struct change *, struct err *))
{
	struct work *k = NEW(a, struct work);

	k->actor = *actor;
	c->arg = k;
	c->apply = apply;
	c->entry.object = S("duty");
	return k;
}

static bool must_manage(struct db_write *w, const struct work *k, int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(db_write_read(w), &k->actor, PERM_duty_manage, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_duty_not_yours);
}

static bool read_now(struct db_write *w, int64_t id, struct duty_now_row *out, struct err *e)
{
	bool found;

	if (!duty_now(db_write_read(w), id, out, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_duty_absent);
}

/* --- made, ended */

static bool apply_add(struct db_write *w, struct change *c, struct err *e)
{
	struct work *k = c->arg;
	const struct duty_new *n = &k->new;
	struct duty_made_row made;
	bool found = false;

	if (!must_manage(w, k, n->to, e))
		return false;
	if (n->plan != DB_NULL &&
		!duty_made(db_write_read(w), n->plan, n->position, &made, &found, e))
		return false;
	if (found)
		return FAIL(e, ERR_CONFLICT, T_duty_made_already);
	return duty_add(w, n->plan, n->position, n->title, n->owed_by, n->place, n->to, n->owed_to,
		n->system, n->rule, n->valid_from, n->valid_to, n->citation, k->actor.name,
		clock_now(), &c->entry.object_id, e);
}

/* A duty with periods is reckoned from them; one without is owed on one day. */
static bool check_rule(struct arena *a, struct duty_new *n, const char **field, struct err *e)
{
	struct calendar_rule rule;

	*field = "system";
	if (n->system.n && !calendar_system(n->system))
		return FAIL(e, ERR_INPUT, T_duty_no_system);
	*field = "rule";
	if (!calendar_rule_read(a, n->rule, &rule, e))
		return false;
	if (n->system.n && !calendar_rule_by_period(&rule))
		return FAIL(e, ERR_INPUT, T_duty_rule_no_period);
	if (!n->system.n && rule.base != CALENDAR_ONE_DATE)
		return FAIL(e, ERR_INPUT, T_duty_rule_no_date);
	n->rule = calendar_rule_code(a, &rule);
	return true;
}

static bool check_new(struct arena *a, struct duty_new *n, const char **field, struct err *e)
{
	*field = "title";
	if (!n->title.n)
		return FAIL(e, ERR_INPUT, T_duty_no_title);
	*field = "owed_by";
	if (!n->owed_by.n)
		return FAIL(e, ERR_INPUT, T_duty_no_owed_by);
	if (!check_rule(a, n, field, e))
		return false;
	*field = "valid_to";
	if (!date_given(n->valid_from) || !date_given(n->valid_to) ||
		date_cmp(n->valid_from, n->valid_to) > 0 ||
		n->valid_to.year - n->valid_from.year > DUTY_YEARS_MAX)
		return FAIL(e, ERR_INPUT, T_duty_bad_validity);
	*field = "citation";
	return n->citation.n || FAIL(e, ERR_INPUT, T_duty_no_citation);
}

static struct str new_detail(struct arena *a, const struct duty_new *n)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "title", n->title);
	json_str(&j, "rule", n->rule);
	json_date(&j, "valid_from", n->valid_from);
	json_date(&j, "valid_to", n->valid_to);
	json_str(&j, "citation", n->citation);
	json_close(&j);
	return buf_str(&b);
}

bool duty_add_prepare(struct arena *a, const struct actor *actor, const struct duty_new *in,
	struct change *c, const char **field, struct err *e)
{
	struct work *k = begin(a, actor, c, apply_add);

	k->new = *in;
	if (!check_new(a, &k->new, field, e))
		return false;
	c->entry.detail = new_detail(a, &k->new);
	return true;
}

static bool apply_end(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	struct duty_now_row now;
	int64_t changed;

	if (!read_now(w, k->id, &now, e) || !must_manage(w, k, now.to_id, e))
		return false;
	if (now.version != k->version)
		return FAIL(e, ERR_STALE, T_duty_stale, now.title,
			date_vi(db_write_arena(w), now.valid_to));
	if (date_cmp(k->valid_to, now.valid_from) < 0)
		return FAIL(e, ERR_INPUT, T_duty_bad_validity);
	if (!duty_set_end(
		    w, k->id, k->version, k->valid_to, k->actor.name, clock_now(), &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_duty_stale, now.title,
				  date_vi(db_write_arena(w), now.valid_to));
}

bool duty_end_prepare(struct arena *a, const struct actor *actor, int64_t id, int64_t version,
	struct date valid_to, struct change *c, struct err *e)
{
	struct work *k = begin(a, actor, c, apply_end);
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	if (!date_given(valid_to))
		return FAIL(e, ERR_INPUT, T_duty_bad_validity);
	k->id = id;
	k->version = version;
	k->valid_to = valid_to;
	c->entry.object_id = id;
	json_open(&j);
	json_date(&j, "valid_to", valid_to);
	json_close(&j);
	c->entry.detail = buf_str(&b);
	return true;
}

/* --- items */

static struct duty_by_id_row of_now(int64_t id, const struct duty_now_row *now)
{
	return (struct duty_by_id_row){ .id = id,
		.title = now->title,
		.owed_by = now->owed_by,
		.place_code = now->place_code,
		.to_id = now->to_id,
		.system = now->system,
		.rule = now->rule,
		.valid_from = now->valid_from,
		.valid_to = now->valid_to };
}

/* The item, which the agency must owe (DB_NULL: anybody). */
static bool find_item(struct db_write *w, const struct duty_by_id_row *d, int64_t agency,
	struct str period, struct duty_period *out, struct err *e)
{
	struct db_read *r = db_write_read(w);
	bool found, owed = agency == DB_NULL;

	if (!duty_period_find(r, LANG_VI, d, period, out, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INPUT, T_duty_no_period);
	if (!owed && !duty_is_owed(r, d, agency, out->due.last, &owed, e))
		return false;
	return owed || FAIL(e, ERR_CONFLICT, T_duty_not_owed_by);
}

static bool apply_decide(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	const struct duty_decision *x = &k->decision;
	struct duty_now_row now;
	struct duty_by_id_row d;
	struct duty_period p;
	int64_t id;

	if (!read_now(w, x->duty, &now, e) || !must_manage(w, k, now.to_id, e))
		return false;
	d = of_now(x->duty, &now);
	if (!find_item(w, &d, x->agency, x->period, &p, e))
		return false;
	if (x->extend && (date_cmp(x->until, p.due.last) <= 0 ||
				 date_number(x->until) - date_number(p.due.last) > 366))
		return FAIL(e, ERR_INPUT, T_duty_bad_until, date_vi(db_write_arena(w), p.due.last));
	return duty_exception_add(w, x->duty, x->agency, x->period,
		x->extend ? S("extend") : S("waive"), x->until, x->number, x->issued, x->reason,
		k->actor.name, clock_now(), &id, e);
}

static struct str decision_detail(struct arena *a, const struct duty_decision *x)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "kind", x->extend ? S("extend") : S("waive"));
	if (x->agency != DB_NULL)
		json_int(&j, "agency", x->agency);
	json_str(&j, "period", x->period);
	if (x->extend)
		json_date(&j, "due", x->until);
	json_str(&j, "number", x->number);
	json_str(&j, "reason", x->reason);
	json_close(&j);
	return buf_str(&b);
}

bool duty_decide_prepare(struct arena *a, const struct actor *actor, const struct duty_decision *in,
	struct change *c, const char **field, struct err *e)
{
	struct work *k = begin(a, actor, c, apply_decide);

	k->decision = *in;
	c->entry.object_id = in->duty;
	*field = "reason";
	if (!in->reason.n)
		return FAIL(e, ERR_INPUT, T_duty_no_reason);
	if (!in->extend) {
		k->decision.until = DATE_NONE;
	} else {
		*field = "until";
		if (!date_given(in->until))
			return FAIL(e, ERR_INPUT, T_duty_no_until);
		*field = "number";
		if (!in->number.n)
			return FAIL(e, ERR_INPUT, T_duty_no_number);
		*field = "issued";
		if (!date_given(in->issued) || date_cmp(in->issued, date_today()) > 0)
			return FAIL(e, ERR_INPUT, T_duty_no_issued);
	}
	*field = NULL;
	c->entry.detail = decision_detail(a, &k->decision);
	return true;
}

/* --- answers */

static bool must_be_open(
	struct db_write *w, const struct duty_period *p, struct date sent, struct err *e)
{
	if (!date_given(p->period.from) || date_cmp(sent, p->period.from) >= 0)
		return true;
	return FAIL(e, ERR_CONFLICT, T_duty_not_open, date_vi(db_write_arena(w), p->period.from));
}

bool duty_answer_put(struct db_write *w, const struct duty_receipt *in, struct str account_name,
	bool *first, struct err *e)
{
	struct duty_now_row now;
	struct duty_by_id_row d;
	struct duty_period p;
	int64_t changed;

	if (!read_now(w, in->duty, &now, e))
		return false;
	d = of_now(in->duty, &now);
	if (!find_item(w, &d, in->agency, in->period, &p, e))
		return false;
	if (!must_be_open(w, &p, in->sent, e))
		return false;
	if (!duty_answer_add(w, in->duty, in->agency, in->period, in->sent, in->nil, in->number,
		    account_name, clock_now(), &changed, e))
		return false;
	*first = changed > 0;
	return true;
}

static bool may_receive(struct db_write *w, const struct work *k, struct err *e)
{
	const struct duty_receipt *x = &k->receipt;
	struct duty_now_row now;
	bool may = false;

	if (x->nil && x->agency == k->actor.agency &&
		!access_may(db_write_read(w), &k->actor, PERM_work_act, x->agency, &may, e))
		return false;
	return may || (read_now(w, x->duty, &now, e) && must_manage(w, k, now.to_id, e));
}

static bool apply_receive(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	bool first = false;

	if (!may_receive(w, k, e) || !duty_answer_put(w, &k->receipt, k->actor.name, &first, e))
		return false;
	return first || FAIL(e, ERR_CONFLICT, T_duty_answered);
}

static bool check_receipt(const struct duty_receipt *in, const char **field, struct err *e)
{
	*field = "sent";
	if (!date_given(in->sent) || date_cmp(in->sent, date_today()) > 0)
		return FAIL(e, ERR_INPUT, T_duty_bad_sent);
	*field = "number";
	if (!in->nil && !in->number.n)
		return FAIL(e, ERR_INPUT, T_duty_no_number);
	*field = NULL;
	return true;
}

bool duty_receive_prepare(struct arena *a, const struct actor *actor, const struct duty_receipt *in,
	struct change *c, const char **field, struct err *e)
{
	struct work *k = begin(a, actor, c, apply_receive);
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	if (!check_receipt(in, field, e))
		return false;
	k->receipt = *in;
	c->entry.object_id = in->duty;
	json_open(&j);
	json_int(&j, "agency", in->agency);
	json_str(&j, "period", in->period);
	json_date(&j, "day", in->sent);
	json_str(&j, "number", in->number);
	json_close(&j);
	c->entry.detail = buf_str(&b);
	return true;
}

static bool is_one_of(const duty_agencies *who, int64_t agency)
{
	LIST_EACH(x, who)
		if (*x == agency)
			return true;
	return false;
}

static bool apply_receive_all(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	struct duty_now_row now;
	struct duty_by_id_row d;
	struct duty_period p;
	duty_agencies who;
	int64_t changed;

	if (!read_now(w, k->receipt.duty, &now, e) || !must_manage(w, k, now.to_id, e))
		return false;
	d = of_now(k->receipt.duty, &now);
	if (!find_item(w, &d, DB_NULL, k->receipt.period, &p, e) ||
		!duty_owed_by(db_write_read(w), &d, p.due.last, &who, e))
		return false;
	LIST_EACH(x, &k->receipts) {
		if (!is_one_of(&who, x->agency))
			return FAIL(e, ERR_CONFLICT, T_duty_not_owed_by);
		if (!must_be_open(w, &p, x->sent, e) ||
			!duty_answer_add(w, d.id, x->agency, k->receipt.period, x->sent, x->nil,
				x->number, k->actor.name, clock_now(), &changed, e))
			return false;
	}
	return true;
}

bool duty_receive_all_prepare(struct arena *a, const struct actor *actor, int64_t duty,
	struct str period, const struct duty_receipt *v, size_t n, struct change *c,
	const char **field, struct err *e)
{
	struct work *k = begin(a, actor, c, apply_receive_all);
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	k->receipt = (struct duty_receipt){ .duty = duty, .period = period };
	c->entry.object_id = duty;
	json_open(&j);
	json_str(&j, "period", period);
	json_list(&j, "agencies");
	for (size_t i = 0; i < n; i++) {
		if (!check_receipt(&v[i], field, e))
			return false;
		LIST_PUSH(a, &k->receipts, v[i]);
		json_int(&j, NULL, v[i].agency);
	}
	json_end(&j);
	json_close(&j);
	c->entry.detail = buf_str(&b);
	return true;
}

#include "audit/retention.h"

#include "audit_sql.h"
#include "base/json.h"

enum { PIECE = 10000, YEARS_MOST = 1000, BASIS_MOST = 500 };

static const int64_t day_us = INT64_C(86400) * 1000000, zone_us = INT64_C(7) * 3600 * 1000000;

struct str retention_detail(struct arena *a, int64_t through, int64_t older, int64_t rule)
{
	return str_fmt(a, "{\"through\":%lld,\"older\":%lld,\"rule\":%lld}", (long long)through,
		(long long)older, (long long)rule);
}

/* The first moment in Viet Nam of the day so many years ago. */
static int64_t years_ago(int64_t years)
{
	struct date d = date_today();

	d.year = (int16_t)(d.year > years ? d.year - years : 1);
	if (d.month == 2 && d.day == 29)
		d.day = 28;
	return date_number(d) * day_us - zone_us;
}

/* The contents that may go are those before the first entry that is not old enough: a row of
 * them, so that one number says how far. */
static bool find_range(struct db_read *r, struct retention *x, struct err *e)
{
	struct audit_first_kept_row kept;
	struct audit_first_since_row young;
	struct audit_last_row last = { 0 };
	bool found;

	x->first = x->through = 0;
	if (!audit_first_kept(r, &kept, &found, e))
		return false;
	if (!found)
		return true;
	if (!audit_first_since(r, x->older, kept.seq, &young, &found, e))
		return false;
	if (found)
		x->through = young.seq - 1;
	else if (!audit_last(r, &last, &found, e))
		return false;
	else
		x->through = last.seq;
	x->first = x->through >= kept.seq ? kept.seq : 0;
	return true;
}

bool retention_now(struct db_read *r, struct retention *out, struct err *e)
{
	struct audit_retention_now_row row;
	bool found;

	*out = (struct retention){ 0 };
	if (!audit_retention_now(r, date_today(), &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_audit_no_rule);
	*out = (struct retention){ .id = row.id,
		.years = row.years,
		.basis = row.basis,
		.verified = row.verified,
		.since = row.valid_from,
		.older = years_ago(row.years) };
	return find_range(r, out, e);
}

/* --- the rule */

static bool add_rule(struct db_write *w, struct change *c, struct err *e)
{
	const struct retention_new *in = c->arg;

	return audit_retention_add(
		w, in->from, in->years, in->basis, in->verified, &c->entry.object_id, e);
}

static struct str rule_detail(struct arena *a, const struct retention_new *in)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_date(&j, "from", in->from);
	json_int(&j, "years", in->years);
	json_str(&j, "basis", in->basis);
	json_bool(&j, "verified", in->verified);
	json_close(&j);
	return buf_str(&b);
}

bool retention_set(
	struct db *db, const struct audit_entry *who, const struct retention_new *in, struct err *e)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct change c = { .entry = *who, .apply = add_rule, .arg = (void *)in };
	bool ok = false;

	c.entry.action = S("audit.retention");
	c.entry.object = S("audit_retention");
	c.entry.detail = rule_detail(a, in);
	if (in->years < 1 || in->years > YEARS_MOST)
		FAIL(e, ERR_INPUT, T_audit_rule_years);
	else if (in->basis.n == 0 || in->basis.n > BASIS_MOST)
		FAIL(e, ERR_INPUT, T_audit_rule_basis);
	else if (date_cmp(in->from, date_today()) < 0)
		FAIL(e, ERR_INPUT, T_audit_rule_past);
	else
		ok = audit_change(db, &c, e);
	arena_free(a);
	return ok;
}

/* --- taking out */

struct removing {
	int64_t removed;
	bool more;
};

/* The number of the entry to come is that behind the last, as long as the clock goes on. */
static bool take_out(struct db_write *w, struct change *c, struct err *e)
{
	struct removing *x = c->arg;
	struct audit_last_row last = { 0 };
	struct retention rule;
	bool found;

	if (!retention_now(db_write_read(w), &rule, e) ||
		!audit_last(db_write_read(w), &last, &found, e))
		return false;
	if (!rule.first)
		return FAIL(e, ERR_CONFLICT, T_audit_none_old);
	if (clock_now() < last.at)
		return FAIL(e, ERR_CONFLICT, T_audit_clock_back);
	x->more = rule.through - rule.first >= PIECE;
	int64_t through = x->more ? rule.first + PIECE - 1 : rule.through;

	c->entry.detail = retention_detail(db_write_arena(w), through, rule.older, rule.id);
	return audit_removal_add(w, last.seq + 1, clock_now(), through, rule.older, rule.id, e) &&
	       audit_content_remove(w, rule.first, through, last.seq + 1, &x->removed, e);
}

static bool any_old(struct db *db, bool *any, struct err *e)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct retention rule;
	struct db_read *r;
	bool ok = db_read_begin(db, a, &r, e);

	if (ok) {
		ok = retention_now(r, &rule, e);
		db_read_end(r);
	}
	*any = ok && rule.first;
	arena_free(a);
	return ok;
}

bool retention_apply(struct db *db, const struct audit_entry *who, int64_t *removed, struct err *e)
{
	bool more;

	*removed = 0;
	if (!any_old(db, &more, e))
		return false;
	while (more) {
		struct removing x = { 0 };
		struct change c = { .entry = *who, .apply = take_out, .arg = &x };

		c.entry.action = S(AUDIT_REMOVE);
		c.entry.object = S("audit");
		if (!audit_change(db, &c, e))
			return false;
		*removed += x.removed;
		more = x.more;
	}
	return true;
}

#include "access/grant.h"

#include "access/account.h"
#include "access_sql.h"
#include "base/json.h"
#include "rescue_sql.h"

struct grant_change {
	struct grant_new in;
	int64_t role, grant, by;
};

static struct str detail_of(struct arena *a, const struct grant_new *in)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_int(&j, "account", in->account);
	json_str(&j, "role", in->role);
	if (in->agency != DB_NULL)
		json_int(&j, "agency", in->agency);
	if (in->place.p)
		json_str(&j, "place", in->place);
	json_date(&j, "from", in->from);
	json_date(&j, "to", in->to);
	json_close(&j);
	return buf_str(&b);
}

/* The account is there, is another's, and `by` manages it. One that is out of reach is
 * answered like one that does not exist. */
bool grant_account_of_others(struct db *db, struct db_read *r, const struct actor *by,
	int64_t account, const struct change *c, struct err *e)
{
	struct access_account_row_row row;
	bool found;

	if (!access_account_row(r, account, by->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_no_account);
	if (account == by->account)
		return access_refuse(db, c, T_access_not_oneself, e);
	return access_manages(db, r, by, row.agency, c, e);
}

static bool over_what_there_is(struct db_read *r, const struct grant_new *in, struct err *e)
{
	struct access_agency_found_row agency;
	struct access_place_found_row place;
	bool found = true;

	if (in->agency != DB_NULL && in->place.p)
		return FAIL(e, ERR_INPUT, T_access_grant_both);
	if (in->agency != DB_NULL && !access_agency_found(r, in->agency, &agency, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INPUT, T_access_no_agency);
	if (in->place.p && !access_place_found(r, in->place, &place, &found, e))
		return false;
	return found || FAIL(e, ERR_INPUT, T_access_no_place);
}

/* What is given until revoked lasts longer than any day. */
static const struct date for_good = { 9999, 12, 31 };

/* Whether some permission of the role is not held over all of the agency's tree, the place
 * or the country, for as long. */
static bool beyond(struct db_read *r, const struct grant_change *m, bool *is, struct err *e)
{
	struct date last = date_given(m->in.to) ? m->in.to : for_good;
	struct access_grant_beyond_agency_rows agency;
	struct access_grant_beyond_place_rows place;

	*is = false;
	if (m->by == ACCOUNT_SYSTEM)
		return true;
	if (m->in.agency != DB_NULL) {
		if (!access_grant_beyond_agency(r, m->by, m->role, m->in.agency, last, &agency, e))
			return false;
		*is = agency.n > 0;
		return true;
	}
	if (!access_grant_beyond_place(r, m->by, m->role, m->in.place, last, &place, e))
		return false;
	*is = place.n > 0;
	return true;
}

bool grant_covered(
	struct db_read *r, const struct actor *by, int64_t account, bool *covered, struct err *e)
{
	struct rescue_grants_rows rows;

	*covered = true;
	if (!rescue_grants(r, account, date_today(), &rows, e))
		return false;
	LIST_EACH(g, &rows) {
		struct grant_change m = { .role = g->role, .by = by->account };
		bool more;

		m.in = (struct grant_new){
			.agency = g->agency, .place = g->place, .to = g->valid_to
		};
		if (!beyond(r, &m, &more, e))
			return false;
		*covered = *covered && !more;
	}
	return true;
}

static bool held_already(struct db_read *r, const struct grant_change *m, struct err *e)
{
	struct access_grant_held_row row;
	bool found;

	if (!access_grant_held(r, m->in.account, m->role, m->in.agency, m->in.place, date_today(),
		    &row, &found, e))
		return false;
	return !found || FAIL(e, ERR_CONFLICT, T_access_grant_held);
}

static bool add_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct grant_change *m = c->arg;
	struct db_read *r = db_write_read(w);
	bool too_much;

	/* again: what the giver holds may have ended since */
	if (!beyond(r, m, &too_much, e))
		return false;
	if (too_much)
		return FAIL(e, ERR_DENIED, T_access_grant_beyond);
	if (!held_already(r, m, e))
		return false;
	return access_grant_insert(w, m->in.account, m->role, m->in.agency, m->in.place, m->in.from,
		m->in.to, clock_now(), m->by, &c->entry.object_id, e);
}

static bool role_there(struct db_read *r, struct str code, int64_t *role, struct err *e)
{
	struct access_role_by_code_row row;
	bool found;

	if (!access_role_by_code(r, code, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INPUT, T_access_no_role, code);
	*role = row.id;
	return true;
}

bool grant_prepare_add(struct db *db, struct db_read *r, const struct actor *by,
	const struct grant_new *in, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct grant_change *m = NEW(a, struct grant_change);
	bool too_much;

	m->in = *in;
	m->by = by->account;
	if (!date_given(m->in.from))
		m->in.from = date_today();
	c->apply = add_apply;
	c->arg = m;
	c->entry.action = S("grant.add");
	c->entry.object = S("grant");
	c->entry.detail = detail_of(a, &m->in);
	if (!grant_account_of_others(db, r, by, in->account, c, e) ||
		!role_there(r, in->role, &m->role, e) || !over_what_there_is(r, in, e))
		return false;
	if (date_given(in->to) && date_cmp(in->to, m->in.from) < 0)
		return FAIL(e, ERR_INPUT, T_access_grant_dates);
	if (!beyond(r, m, &too_much, e))
		return false;
	if (too_much)
		return access_refuse(db, c, T_access_grant_beyond, e);
	return held_already(r, m, e);
}

static bool revoke_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct grant_change *m = c->arg;
	int64_t changed;

	if (!access_grant_mark_revoked(w, m->grant, m->in.account, clock_now(), m->by, &changed, e))
		return false;
	return changed || FAIL(e, ERR_CONFLICT, T_access_grant_over);
}

bool grant_prepare_revoke(struct db *db, struct db_read *r, const struct actor *by, int64_t account,
	int64_t grant, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct grant_change *m = NEW(a, struct grant_change);
	struct access_grant_by_id_row row;
	bool found;

	m->in.account = account;
	m->grant = grant;
	m->by = by->account;
	c->apply = revoke_apply;
	c->arg = m;
	c->entry.action = S("grant.revoke");
	c->entry.object = S("grant");
	c->entry.object_id = grant;
	c->entry.detail = str_fmt(a, "{\"account\":%lld}", (long long)account);
	if (!grant_account_of_others(db, r, by, account, c, e) ||
		!access_grant_by_id(r, grant, account, &row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_access_no_grant);
}

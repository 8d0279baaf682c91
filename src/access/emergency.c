#include "access/emergency.h"

#include "access/account.h"
#include "access/session.h"
#include "access/tell.h"
#include "access_sql.h"
#include "base/json.h"
#include "emergency_sql.h"

enum { SUPERIORS_TOLD = 200 };

struct emergency {
	struct actor by;
	int64_t id, role, agency, account, grant;
	struct str agency_name, reason, digest;
	bool justified;
};

static struct emergency *begin(struct arena *a, struct change *c, struct str action,
	const struct actor *by, int64_t id,
	bool (*apply)(struct db_write *, struct change *, struct err *))
{
	struct emergency *m = NEW(a, struct emergency);

	m->by = *by;
	m->id = id;
	c->apply = apply;
	c->arg = m;
	c->entry.action = action;
	c->entry.object = S("emergency");
	c->entry.object_id = id;
	return m;
}

/* --- taking it */

static bool role_may(struct db_read *r, int64_t account, struct str code, int64_t *role, bool *may,
	struct err *e)
{
	struct emergency_roles_rows rows;

	*may = false;
	if (!emergency_roles(r, account, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		if (str_eq(x->code, code)) {
			*role = x->id;
			*may = true;
		}
	return true;
}

static bool gives_something(
	struct db_read *r, const struct emergency *m, const char **field, struct err *e)
{
	struct emergency_running_row running;
	struct emergency_held_row held;
	bool found;

	if (!emergency_running(r, m->by.account, clock_now(), &running, &found, e))
		return false;
	if (found)
		return FAIL(e, ERR_CONFLICT, T_access_emergency_one);
	if (!emergency_held(r, m->by.account, m->role, m->agency, &held, &found, e))
		return false;
	*field = "agency";
	return !found || FAIL(e, ERR_CONFLICT, T_access_emergency_held);
}

static bool alarm(struct db_write *w, const struct emergency *m, int64_t id, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct emergency_superiors_rows rows;
	struct access_news news = {
		.key = str_fmt(a, "emergency/%lld/begun", (long long)id),
		.subject = T_access_emergency_told,
		.body = T_access_emergency_told_begun,
		.first = m->by.display,
		.second = m->agency_name,
		.third = m->reason,
		.link = str_fmt(a, "/emergencies/%lld", (long long)id),
	};

	if (!emergency_superiors(db_write_read(w), m->by.account, m->by.agency, m->agency,
		    SUPERIORS_TOLD, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		if (!access_tell(w, x->account, &news, e))
			return false;
	return true;
}

static bool begin_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct emergency *m = c->arg;
	int64_t now = clock_now(), grant;
	const char *field;

	/* again: two browsers may ask at once */
	if (!gives_something(db_write_read(w), m, &field, e))
		return false;
	return emergency_grant(w, m->by.account, m->role, m->agency, date_today(), now,
		       now + EMERGENCY_LASTS, &grant, e) &&
	       emergency_insert(w, m->by.account, grant, m->reason, now, now + EMERGENCY_LASTS,
		       &c->entry.object_id, e) &&
	       access_session_renew(w, m->by.session_id, m->digest, m->by.proved, e) &&
	       alarm(w, m, c->entry.object_id, e);
}

static struct str detail_of(struct arena *a, const struct emergency_ask *in)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "role", in->role);
	json_str(&j, "agency", in->agency);
	json_str(&j, "reason", in->reason);
	json_close(&j);
	return buf_str(&b);
}

bool emergency_prepare_begin(struct db *db, struct db_read *r, const struct actor *by,
	const struct emergency_ask *in, struct change *c, struct str *token, const char **field,
	struct err *e)
{
	struct emergency *m = begin(db_read_arena(r), c, S("emergency.begin"), by, 0, begin_apply);
	struct access_agency_by_code_row agency;
	bool found, may;

	*field = "reason";
	if (!access_reason_right(in->reason))
		return FAIL(e, ERR_INPUT, T_access_reason_wrong);
	c->entry.detail = detail_of(db_read_arena(r), in);
	*field = "role";
	if (!role_may(r, by->account, in->role, &m->role, &may, e))
		return false;
	if (!may)
		return access_refuse(db, c, T_access_emergency_role, e);
	*field = "agency";
	if (!access_agency_by_code(r, in->agency, date_today(), &agency, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INPUT, T_access_no_agency);
	m->agency = agency.id;
	m->agency_name = agency.name;
	m->reason = in->reason;
	*token = session_draw(db_read_arena(r), &m->digest);
	return gives_something(r, m, field, e);
}

/* --- giving it back */

static bool end_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct emergency *m = c->arg;
	int64_t now = clock_now(), changed;

	if (!emergency_cut(w, m->id, m->by.account, now, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_access_emergency_over);
	return emergency_grant_end(w, m->grant, now, e);
}

bool emergency_prepare_end(
	struct db_read *r, const struct actor *by, int64_t id, struct change *c, struct err *e)
{
	struct emergency *m = begin(db_read_arena(r), c, S("emergency.end"), by, id, end_apply);
	struct emergency_row_row row;
	bool found;

	if (!emergency_row(r, id, by->account, clock_now(), &row, &found, e))
		return false;
	if (!found || row.account != by->account)
		return FAIL(e, ERR_ABSENT, T_access_emergency_none);
	m->grant = row.grant_id;
	return row.running || FAIL(e, ERR_CONFLICT, T_access_emergency_over);
}

/* --- judging it */

static bool judge_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct emergency *m = c->arg;
	struct arena *a = db_write_arena(w);
	int64_t changed;
	struct access_news news = {
		.key = str_fmt(a, "emergency/%lld/judged", (long long)m->id),
		.subject = T_access_emergency_judged,
		.body = m->justified ? T_access_emergency_judged_right
				     : T_access_emergency_judged_wrong,
		.first = m->by.display,
		.second = m->agency_name,
		.third = m->reason,
		.link = str_fmt(a, "/emergencies/%lld", (long long)m->id),
	};

	if (!emergency_verdict(
		    w, m->id, clock_now(), m->by.account, m->justified, m->reason, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_access_emergency_judged_already);
	return access_tell(w, m->account, &news, e);
}

bool emergency_prepare_judge(struct db *db, struct db_read *r, const struct actor *by, int64_t id,
	bool justified, struct str finding, struct change *c, struct err *e)
{
	struct emergency *m = begin(
		db_read_arena(r), c, S("emergency.review"), by, id, judge_apply);
	struct emergency_row_row row;
	bool found;

	if (!emergency_row(r, id, by->account, clock_now(), &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_emergency_none);
	c->entry.detail = justified ? S("{\"justified\":true}") : S("{\"justified\":false}");
	if (row.account == by->account)
		return access_refuse(db, c, T_access_not_oneself, e);
	if (row.running)
		return FAIL(e, ERR_CONFLICT, T_access_emergency_review_later);
	if (row.reviewed != DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_access_emergency_judged_already);
	if (!access_reason_right(finding))
		return FAIL(e, ERR_INPUT, T_access_reason_wrong);
	m->account = row.account;
	m->agency_name = row.agency_name;
	m->reason = finding;
	m->justified = justified;
	return true;
}

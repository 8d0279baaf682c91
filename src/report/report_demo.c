/*
 * Reports for the demo, by the demo's own persons: one in every state, each taken there by the steps
 * a person takes. Their periods are the last ones over and the year that runs.
 */
#include "access/access.h"
#include "report/report.h"
#include "report_demo_sql.h"
#include "report_sql.h"

enum { BACK = 200 };

static const struct row {
	const char *writer, *signer, *taker; /* log-in names; taker NULL: nobody yet */
	const char *system; /* of its period: the last one over; "year": the running one */
	const char *to;	    /* NULL: who the taker is of, or the standing agency */
	enum report_state state;
} rows[] = {
	{ "daumoi", "lanhdaobyt", "thuongtruc", "half_year", NULL, REPORT_RETURNED },
	{ "daumoi", "lanhdaobyt", NULL, "year", NULL, REPORT_ASKED },
	{ "daumoibqp", "lanhdaobqp", "thuongtruc", "quarter", NULL, REPORT_ACCEPTED },
	{ "daumoibqp", "lanhdaobqp", NULL, "half_year", NULL, REPORT_SENT },
	{ "daumoibqp", "lanhdaobqp", NULL, "year", NULL, REPORT_DRAFTING },
	{ "trucban", "lanhdaohue", "thuongtruc", "quarter", NULL, REPORT_RECEIVED },
	{ "trucban", "lanhdaohue", NULL, "year", NULL, REPORT_ASKED },
	{ "thuongtruc", "lanhdaobca", NULL, "quarter", "bcd138", REPORT_ASKED },
};

struct demo {
	struct db *db;
	struct arena *a;
	int64_t plan, standing;
};

static bool person(
	struct demo *d, struct db_read *r, const char *name, struct actor *out, struct err *e)
{
	struct report_demo_account_row row;
	bool found;

	if (!report_demo_account(r, str_z(name), &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_report_not_yours);
	*out = (struct actor){ .account = row.id,
		.name = str_dup(d->a, str_z(name)),
		.display = str_dup(d->a, row.display),
		.agency = row.agency_id,
		.permissions = ~UINT64_C(0) }; /* somewhere; each change asks access_may where */
	return true;
}

static struct change begin(const struct actor *who, enum permission p, const char *action)
{
	return (struct change){ .entry = { .actor = who->account,
					.actor_name = who->name,
					.permission = str_z(permission_name(p)),
					.action = str_z(action) } };
}

static bool find_period(struct demo *d, const char *system, struct calendar_period *out)
{
	struct date today = date_today();
	bool running = str_eq(str_z(system), S("year"));
	calendar_periods all = { 0 };

	calendar_periods_in(d->a, str_z(system), running ? today : date_add(today, -BACK),
		running ? date_add(today, 366) : date_add(today, -1), &all);
	if (all.n)
		*out = all.v[running ? 0 : all.n - 1];
	return all.n > 0;
}

/* --- the steps */

static bool start(struct demo *d, const struct row *x, const struct actor *writer, int64_t *id,
	int64_t *known, struct err *e)
{
	struct change c = begin(writer, PERM_report_write, "report.begin");
	struct report_new in = { .agency = writer->agency, .to = d->standing, .plan = d->plan };
	struct report_demo_committee_row to;
	struct db_read *r;
	bool found = true;

	*known = *id = 0;
	if (!find_period(d, x->system, &in.period))
		return true;
	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = !x->to || report_demo_committee(r, str_z(x->to), &to, &found, e);

	if (ok && x->to && found)
		in.to = to.id;
	ok = ok && (!found || report_begin_prepare(d->a, r, writer, &in, &c, known, e));
	db_read_end(r);
	if (!ok || !found || *known)
		return ok;
	if (!audit_change(d->db, &c, e))
		return false;
	*id = c.entry.object_id;
	return true;
}

static const struct {
	const char *action;
	enum permission permission;
} steps[REPORT_STEPS] = {
	[REPORT_ASK] = { "report.ask", PERM_report_write },
	[REPORT_SIGN] = { "report.issue", PERM_report_sign },
	[REPORT_RECEIVE] = { "report.take", PERM_report_receive },
	[REPORT_RETURN] = { "report.return", PERM_report_receive },
	[REPORT_ACCEPT] = { "report.accept", PERM_report_receive },
};

static bool take(
	struct demo *d, int64_t id, const struct actor *who, enum report_step step, struct err *e)
{
	struct change c = begin(who, steps[step].permission, steps[step].action);
	struct report_order o = { .step = step,
		.id = id,
		.reason = step == REPORT_RETURN ? S("Đề nghị làm rõ số liệu ở phần II.") : S(""),
		.number = str_fmt(d->a, "%lld/BC", 40 + (long long)id),
		.signer = who->display,
		.position = S("LÃNH ĐẠO"),
		.day = date_today() };
	struct report_now_row now;
	struct db_read *r;
	bool found;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = report_now(r, id, &now, &found, e);

	o.version = ok && found ? now.version : 0;
	ok = ok && report_order_prepare(d->a, r, who, &o, &c, e);
	db_read_end(r);
	return ok && audit_change(d->db, &c, e);
}

static bool remark(struct demo *d, int64_t id, const struct actor *who, struct err *e)
{
	struct change c = begin(who, PERM_report_receive, "report.remark");
	struct db_read *r;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = report_remark_prepare(d->a, r, who, id, 2, S(""),
		S("Nêu rõ kết quả theo từng nhóm nhiệm vụ, kèm số liệu so với cùng kỳ."), &c, e);

	db_read_end(r);
	return ok && audit_change(d->db, &c, e);
}

/* What its recipient did with it. */
static bool finish(
	struct demo *d, const struct row *x, int64_t id, const struct actor *taker, struct err *e)
{
	switch (x->state) {
	case REPORT_RETURNED:
		return remark(d, id, taker, e) && take(d, id, taker, REPORT_RETURN, e);
	case REPORT_RECEIVED:
		return take(d, id, taker, REPORT_RECEIVE, e);
	case REPORT_ACCEPTED:
		return take(d, id, taker, REPORT_RECEIVE, e) &&
		       take(d, id, taker, REPORT_ACCEPT, e);
	default:
		return true;
	}
}

static bool play(struct demo *d, const struct row *x, struct err *e)
{
	struct actor writer, signer, taker = { 0 };
	int64_t id, known;
	struct db_read *r;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = person(d, r, x->writer, &writer, e) && person(d, r, x->signer, &signer, e) &&
		  (!x->taker || person(d, r, x->taker, &taker, e));

	db_read_end(r);
	if (!ok || !start(d, x, &writer, &id, &known, e))
		return false;
	if (!id || x->state == REPORT_DRAFTING)
		return true;
	if (!take(d, id, &writer, REPORT_ASK, e))
		return false;
	return x->state == REPORT_ASKED ||
	       (take(d, id, &signer, REPORT_SIGN, e) && finish(d, x, id, &taker, e));
}

bool report_demo(struct db *db, struct arena *a, struct err *e)
{
	struct demo d = { .db = db, .a = a };
	struct report_demo_plan_row plan;
	struct report_demo_committee_row bca;
	struct db_read *r;
	bool found, known;

	if (!db_read_begin(db, a, &r, e))
		return false;
	bool ok = report_demo_plan(r, &plan, &found, e) &&
		  report_demo_committee(r, S("bca"), &bca, &known, e);

	db_read_end(r);
	if (!ok || !found || plan.id == DB_NULL || !known)
		return ok;
	d.plan = plan.id;
	d.standing = bca.id;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (!play(&d, &rows[i], e))
			return false;
	return true;
}

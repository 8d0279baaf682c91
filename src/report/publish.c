/*
 * Publishing a report.
 */
#include "report/publish.h"

#include "base/json.h"
#include "report/inside.h"
#include "report_publish_sql.h"

struct publishing {
	struct actor actor;
	int64_t report, version, round;
};

/* By the one who receives it, or by the agency whose it is. */
static bool is_allowed(struct db_read *r, const struct actor *actor,
	const struct report_now_row *now, bool *may, struct err *e)
{
	if (!access_may(r, actor, PERM_report_publish, now->to_id, may, e))
		return false;
	return *may || !report_is_own(actor, now->agency_id) ||
	       access_may(r, actor, PERM_report_publish, now->agency_id, may, e);
}

static bool is_with_recipient(const struct report_now_row *now)
{
	enum report_state state = report_state_of(now->state);

	return state == REPORT_SENT || state == REPORT_RECEIVED || state == REPORT_ACCEPTED;
}

static bool check_issue(struct db_read *r, const struct publishing *k,
	const struct report_now_row *now, struct err *e)
{
	struct report_issue_signer_row signer;
	bool found;

	if (!report_issue_signer(r, k->report, k->round, &signer, &found, e))
		return false;
	if (!found || !signer.last || !is_with_recipient(now))
		return FAIL(e, ERR_CONFLICT, T_report_not_publishable);
	return signer.account_id != k->actor.account || FAIL(e, ERR_DENIED, T_report_publish_own);
}

static bool apply_publish(struct db_write *w, struct change *c, struct err *e)
{
	const struct publishing *k = c->arg;
	struct db_read *r = db_write_read(w);
	struct report_now_row now;
	int64_t id;
	bool may;

	if (!report_read_now(r, k->report, &now, e) || !is_allowed(r, &k->actor, &now, &may, e))
		return false;
	if (!may)
		return FAIL(e, ERR_DENIED, T_report_not_yours);
	if (now.version != k->version)
		return FAIL(e, ERR_STALE, T_report_stale, now.account_name);
	if (!check_issue(r, k, &now, e) ||
		!report_publication_add(w, k->report, k->round, k->actor.account, k->actor.name,
			clock_now(), &id, e))
		return false;
	return id || FAIL(e, ERR_CONFLICT, T_report_published_already);
}

bool report_publish_prepare(struct arena *a, const struct actor *actor, int64_t report,
	int64_t version, int64_t round, struct change *c, struct err *e)
{
	struct publishing *k = NEW(a, struct publishing);
	struct buf detail = { .arena = a };
	struct json j = { .out = &detail };

	(void)e;
	*k = (struct publishing){ *actor, report, version, round };
	json_open(&j);
	json_int(&j, "round", round);
	json_close(&j);
	c->arg = k;
	c->apply = apply_publish;
	c->entry.object = S("report");
	c->entry.object_id = report;
	c->entry.detail = buf_str(&detail);
	return true;
}

bool report_may_publish(struct db_read *r, const struct actor *actor, int64_t report, int64_t round,
	bool *may, struct err *e)
{
	struct publishing k = { .actor = *actor, .report = report, .round = round };
	struct report_publications_rows done;
	struct report_now_row now;
	struct err why = { 0 };

	*may = false;
	if (!report_read_now(r, report, &now, e) || !report_publications(r, report, &done, e))
		return false;
	LIST_EACH(x, &done)
		if (x->round == round)
			return true;
	if (!is_allowed(r, actor, &now, may, e))
		return false;
	if (!*may || check_issue(r, &k, &now, &why))
		return true;
	*may = false;
	if (why.code == ERR_CONFLICT || why.code == ERR_DENIED)
		return true;
	*e = why;
	return false;
}

#include "committee/committee_task.h"

#include "committee_sql.h"
#include "meeting_sql.h"
#include "plan/plan.h"
#include "team_sql.h"

struct made {
	int64_t id, version; /* of the conclusion or finding */
	struct plan_task_new task;
	bool finding;
};

static bool apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct made *m = c->arg;
	int64_t task, changed;

	if (!plan_task_keep(w, &m->task, &c->entry, &task, e))
		return false;
	if (!(m->finding ? team_finding_task(w, m->id, m->version, task, &changed, e)
			 : meeting_conclusion_task(w, m->id, m->version, task, &changed, e)))
		return false;
	return changed || FAIL(e, ERR_STALE, T_committee_stale);
}

/* A plan in force whose standing agency `by` follows tasks for. */
static bool plan_open(struct db_read *r, const struct actor *by, int64_t plan, struct err *e)
{
	struct committee_plan_row row;
	bool found, may = false;

	if (!committee_plan(r, plan, &row, &found, e) ||
		(found && !access_may(r, by, PERM_work_follow, row.standing_id, &may, e)))
		return false;
	return may || FAIL(e, ERR_INPUT, T_committee_plan_not_yours);
}

static void party(struct arena *a, struct made *m, enum plan_role role, int64_t agency)
{
	LIST_PUSH(a, &m->task.parties, ((struct plan_task_party){ role, agency }));
}

static bool finish(
	struct arena *a, struct made *m, const char *object, int64_t id, struct change *c)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, m->finding ? "finding" : "conclusion", m->id);
	json_int(&j, "plan", m->task.plan);
	json_date(&j, "due", m->task.due);
	json_close(&j);
	c->entry.object = str_z(object);
	c->entry.object_id = id;
	c->entry.detail = buf_str(&out);
	c->apply = apply;
	c->arg = m;
	return true;
}

/* The meeting, which `by` keeps, and its conclusion, still without a task. */
static bool conclusion_open(struct db_read *r, const struct actor *by, int64_t meeting, int64_t id,
	struct meeting_by_id_row *m, struct meeting_conclusion_by_id_row *k, struct err *e)
{
	bool found;

	if (!meeting_by_id(r, meeting, by->account, m, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (!committee_may_keep(r, by, m->agency_id, e) ||
		!meeting_conclusion_by_id(r, id, meeting, k, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (k->task_id != DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_committee_is_task);
	return !k->noted || FAIL(e, ERR_CONFLICT, T_committee_only_noted);
}

bool meeting_task_prepare(struct db_read *r, const struct actor *by, int64_t meeting,
	int64_t conclusion, int64_t version, int64_t plan, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct made *made = NEW(a, struct made);
	struct meeting_partners_rows partners;
	struct meeting_conclusion_by_id_row k;
	struct meeting_by_id_row m;

	if (!conclusion_open(r, by, meeting, conclusion, &m, &k, e) || !plan_open(r, by, plan, e) ||
		!meeting_partners(r, meeting, &partners, e))
		return false;
	made->id = conclusion;
	made->version = version;
	made->task.plan = plan;
	made->task.words = k.words;
	made->task.from = TEXT(a, LANG_VI, T_committee_from_meeting, m.title, date_vi(a, m.day));
	made->task.due = k.due;
	if (k.lead_id != DB_NULL)
		party(a, made, PLAN_LEAD, k.lead_id);
	LIST_EACH(x, &partners)
		if (x->conclusion_id == conclusion)
			party(a, made, PLAN_COORDINATING, x->id);
	return finish(a, made, "meeting", meeting, c);
}

bool team_task_prepare(struct db_read *r, const struct actor *by, int64_t team, int64_t finding,
	int64_t version, int64_t plan, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct made *made = NEW(a, struct made);
	struct team_finding_by_id_row f;
	struct team_by_id_row t;
	bool found;

	if (!team_by_id(r, team, by->account, &t, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (!committee_may_keep(r, by, t.agency_id, e) ||
		!team_finding_by_id(r, finding, team, &f, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (f.task_id != DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_committee_is_task);
	if (f.agency_id == DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_committee_finding_nobody);
	if (!plan_open(r, by, plan, e))
		return false;
	made->finding = true;
	made->id = finding;
	made->version = version;
	made->task.plan = plan;
	made->task.words = f.recommendation.n ? f.recommendation : f.words;
	made->task.from = TEXT(a, LANG_VI, T_committee_from_team, t.title, t.number);
	made->task.due = f.due;
	party(a, made, PLAN_LEAD, f.agency_id);
	return finish(a, made, "team", team, c);
}

/*
 * The teams: the register, one team with its visits and findings, and the forms.
 */
#include "committee/team_web.h"

#include "committee/committee_task.h"
#include "committee_routes.h"
#include "urls.h"

static struct str list_url(struct request *rq, const struct team_list_in *in, int64_t skip)
{
	return url_team_list(rq->arena, .committee = in->committee == DB_NULL ? 0 : in->committee,
		.kind = in->kind, .late = in->late, .skip = skip);
}

/* ROUTE team_list
 * GET        /teams
 * query      committee:int? kind:text(20)? late:bool skip:int?
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_list_page
 * json       team_list_json /api/v1/teams
 * export     team_list_sheet
 * title      committee.teams
 */
bool team_list(struct request *rq, const struct team_list_in *in, struct team_list_page *page,
	struct err *e)
{
	int64_t skip = in->skip == DB_NULL || in->skip < 0 ? 0 : in->skip;
	int64_t most = request_most(rq, COMMITTEE_PAGE);

	page->committee = in->committee == DB_NULL ? 0 : in->committee;
	page->late = in->late;
	page->filtered = page->committee || in->kind.n || in->late;
	page->may_add = actor_may(&rq->actor, PERM_committee_manage);
	committee_options(rq, &team_kinds, T_committee_any_kind, in->kind, &page->kinds);
	if (!committee_filter_options(rq, in->committee, &page->committees, e) ||
		!team_rows(rq->read, rq->actor.account, in->committee,
			in->kind.n ? in->kind : STR_NULL, in->late, date_today(), skip, most + 1,
			&page->rows, e))
		return false;
	page->pager = committee_pager(skip, most, &page->rows.n);
	if (skip)
		page->pager.prev = list_url(rq, in, skip > most ? skip - most : 0);
	if (page->pager.total < 0)
		page->pager.next = list_url(rq, in, skip + most);
	return true;
}

void team_list_json(struct json *j, const struct team_list_page *p)
{
	json_list(j, "teams");
	LIST_EACH(t, &p->rows) {
		json_open_item(j);
		json_int(j, "id", t->id);
		json_str(j, "kind", t->kind);
		json_str(j, "title", t->title);
		json_str(j, "decision", t->number);
		json_date(j, "starts", t->starts);
		json_date(j, "ends", t->ends);
		json_str(j, "lead", t->lead);
		json_str(j, "agency", t->agency);
		json_str(j, "committee", t->committee);
		json_int(j, "visits", t->visits);
		json_int(j, "findings", t->findings);
		json_int(j, "open", t->open);
		json_int(j, "overdue", t->overdue);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->pager.next);
}

static bool load(struct request *rq, int64_t id, struct team_by_id_row *t, struct err *e)
{
	bool found;

	if (!team_by_id(rq->read, id, rq->actor.account, t, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	request_title(rq, t->title);
	return true;
}

/* For who keeps it; to others its forms are not there. */
static bool load_kept(struct request *rq, int64_t id, struct team_by_id_row *t, struct err *e)
{
	return load(rq, id, t, e) && committee_may_keep(rq->read, &rq->actor, t->agency_id, e);
}

int64_t team_attached(const struct team_show_page *p, int64_t finding)
{
	LIST_EACH(x, &p->attached)
		if (x->finding_id == finding)
			return x->n;
	return 0;
}

/* ROUTE team_show
 * GET        /teams/{team:int}
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_show_page
 * json       team_show_json /api/v1/teams/{team}
 * export     none
 * title      committee.team
 */
bool team_show(struct request *rq, const struct team_show_in *in, struct team_show_page *page,
	struct err *e)
{
	if (!load(rq, in->team, &page->t, e) ||
		!team_agencies(rq->read, in->team, &page->agencies, e) ||
		!team_visits(rq->read, in->team, &page->visits, e) ||
		!attach_of_team(rq->read, in->team, &page->attached, e) ||
		!team_findings(rq->read, in->team, rq->actor.account, &page->findings, e))
		return false;
	LIST_EACH(f, &page->findings)
		page->overdue += str_eq(f->state, S("open")) && date_given(f->due) &&
				 date_cmp(f->due, date_today()) < 0;
	return access_may(
		rq->read, &rq->actor, PERM_committee_manage, page->t.agency_id, &page->keeps, e);
}

static void findings_json(struct json *j, const struct team_findings_rows *findings)
{
	json_list(j, "findings");
	LIST_EACH(f, findings) {
		json_open_item(j);
		json_int(j, "id", f->id);
		json_str(j, "kind", f->kind);
		json_str(j, "text", f->words);
		json_str(j, "recommendation", f->recommendation);
		json_str(j, "agency", f->agency);
		json_date(j, "due", f->due);
		json_str(j, "state", f->state);
		json_str(j, "answer", f->answer);
		json_date(j, "answered", f->answered);
		if (f->task_id == DB_NULL)
			json_null(j, "task_id");
		else
			json_int(j, "task_id", f->task_id);
		json_str(j, "task_state", f->task_state);
		json_int(j, "version", f->version);
		json_close(j);
	}
	json_end(j);
}

void team_show_json(struct json *j, const struct team_show_page *p)
{
	json_int(j, "id", p->t.id);
	json_str(j, "kind", p->t.kind);
	json_str(j, "title", p->t.title);
	json_str(j, "decision", p->t.number);
	json_date(j, "decided", p->t.decided);
	json_str(j, "lead", p->t.lead);
	json_str(j, "agency", p->t.agency);
	json_str(j, "committee", p->t.committee);
	json_date(j, "starts", p->t.starts);
	json_date(j, "ends", p->t.ends);
	json_str(j, "content", p->t.content);
	json_int(j, "version", p->t.version);
	json_list(j, "agencies");
	LIST_EACH(x, &p->agencies)
		json_str(j, NULL, x->name);
	json_end(j);
	json_list(j, "visits");
	LIST_EACH(v, &p->visits) {
		json_open_item(j);
		json_int(j, "id", v->id);
		json_str(j, "agency", v->agency);
		json_str(j, "place", v->place);
		json_date(j, "day", v->day);
		json_str(j, "note", v->note);
		json_close(j);
	}
	json_end(j);
	findings_json(j, &p->findings);
}

/* --- the form */

/* ROUTE team_new
 * GET        /teams/new
 * query      committee:int?
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_form_page
 * json       none
 * export     none
 * title      committee.team_new
 */
bool team_new(struct request *rq, const struct team_new_in *in, struct team_form_page *page,
	struct err *e)
{
	committee_options(rq, &team_kinds, T_NONE, S("inspection"), &page->kinds);
	page->t.lead = rq->actor.agency_name;
	return committee_owner_options(rq, in->committee, &page->owners, e);
}

static struct str to_the_team(struct request *rq, struct change *c)
{
	return url_team_show(rq->arena, .team = c->entry.object_id);
}

/* ROUTE team_create
 * POST       /teams
 * form       committee:int? kind:word name:text(300) number:text(100)? decided:date? lead:text(300) agencies:text(20000)? starts:date ends:date? content:text(8000)?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      team.add
 * body       96K
 * rate       change
 * again      team_new
 * json       none
 * title      committee.team_new
 */
bool team_create(
	struct request *rq, const struct team_create_in *in, struct change *c, struct err *e)
{
	struct team_edit edit = { .committee = in->committee,
		.kind = in->kind,
		.title = in->name,
		.number = in->number,
		.decided = in->decided,
		.lead = in->lead,
		.agencies = in->agencies,
		.starts = in->starts,
		.ends = in->ends,
		.content = in->content };

	rq->after = to_the_team;
	return team_prepare(rq->read, &rq->actor, &edit, c, e) || committee_refused(rq, edit.wrong);
}

/* ROUTE team_edit
 * GET        /teams/{team:int}/edit
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_form_page
 * json       none
 * export     none
 * title      committee.team_edit
 */
bool team_edit(struct request *rq, const struct team_edit_in *in, struct team_form_page *page,
	struct err *e)
{
	struct team_agencies_rows agencies;
	struct buf lines = { .arena = rq->arena };

	if (!load_kept(rq, in->team, &page->t, e) ||
		!team_agencies(rq->read, in->team, &agencies, e))
		return false;
	LIST_EACH(x, &agencies)
		if (x->id != page->t.lead_id)
			committee_add_line(&lines, x->name);
	page->agencies = buf_str(&lines);
	page->decided = committee_date(rq, page->t.decided);
	page->starts = committee_date(rq, page->t.starts);
	page->ends = committee_date(rq, page->t.ends);
	committee_options(rq, &team_kinds, T_NONE, page->t.kind, &page->kinds);
	return true;
}

/* ROUTE team_save
 * POST       /teams/{team:int}/edit
 * form       version:int kind:word name:text(300) number:text(100)? decided:date? lead:text(300) agencies:text(20000)? starts:date ends:date? content:text(8000)?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      team.change
 * body       96K
 * rate       change
 * again      team_edit
 * json       none
 * title      committee.team_edit
 */
bool team_save(struct request *rq, const struct team_save_in *in, struct change *c, struct err *e)
{
	struct team_edit edit = { .id = in->team,
		.version = in->version,
		.kind = in->kind,
		.title = in->name,
		.number = in->number,
		.decided = in->decided,
		.lead = in->lead,
		.agencies = in->agencies,
		.starts = in->starts,
		.ends = in->ends,
		.content = in->content };

	rq->after = to_the_team;
	return team_prepare(rq->read, &rq->actor, &edit, c, e) || committee_refused(rq, edit.wrong);
}

/* --- where it went */

/* ROUTE team_visit_new
 * GET        /teams/{team:int}/visits/new
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_visit_page
 * json       none
 * export     none
 * title      committee.visit_new
 */
bool team_visit_new(struct request *rq, const struct team_visit_new_in *in,
	struct team_visit_page *page, struct err *e)
{
	return load_kept(rq, in->team, &page->t, e);
}

/* ROUTE team_visit_create
 * POST       /teams/{team:int}/visits
 * form       agency:text(300)? place:text(300)? day:date note:text(2000)?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      team.visit
 * body       16K
 * rate       change
 * again      team_visit_new
 * json       none
 * title      committee.visit_new
 */
bool team_visit_create(
	struct request *rq, const struct team_visit_create_in *in, struct change *c, struct err *e)
{
	struct team_visit_edit edit = { .team = in->team,
		.agency = in->agency,
		.place = in->place,
		.day = in->day,
		.note = in->note };

	rq->after = to_the_team;
	return team_visit_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* ROUTE team_visit_edit
 * GET        /teams/{team:int}/visits/{visit:int}
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_visit_page
 * json       none
 * export     none
 * title      committee.visit_edit
 */
bool team_visit_edit(struct request *rq, const struct team_visit_edit_in *in,
	struct team_visit_page *page, struct err *e)
{
	bool found;

	if (!load_kept(rq, in->team, &page->t, e) ||
		!team_visit_by_id(rq->read, in->visit, in->team, &page->v, &found, e))
		return false;
	page->day = committee_date(rq, page->v.day);
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

/* ROUTE team_visit_save
 * POST       /teams/{team:int}/visits/{visit:int}
 * form       version:int agency:text(300)? place:text(300)? day:date note:text(2000)?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      team.visit
 * body       16K
 * rate       change
 * again      team_visit_edit
 * json       none
 * title      committee.visit_edit
 */
bool team_visit_save(
	struct request *rq, const struct team_visit_save_in *in, struct change *c, struct err *e)
{
	struct team_visit_edit edit = { .id = in->visit,
		.team = in->team,
		.version = in->version,
		.agency = in->agency,
		.place = in->place,
		.day = in->day,
		.note = in->note };

	rq->after = to_the_team;
	return team_visit_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* --- what it found */

static bool finding_options(
	struct request *rq, struct team_finding_page *page, struct str kind, struct err *e)
{
	struct team_visits_rows visits;

	committee_options(rq, &team_finding_kinds, T_NONE, kind, &page->kinds);
	if (!team_visits(rq->read, page->t.id, &visits, e))
		return false;
	LIST_PUSH(rq->arena, &page->visits,
		((struct option){ S(""), text_get(rq->lang, T_committee_no_visit),
			page->f.visit_id == DB_NULL || !page->f.id }));
	LIST_EACH(v, &visits)
		LIST_PUSH(rq->arena, &page->visits,
			((struct option){ committee_number(rq, v->id),
				str_fmt(rq->arena, "%.*s, %.*s",
					STR_ARG(date_vi(rq->arena, v->day)),
					STR_ARG(v->agency.n ? v->agency : v->place)),
				page->f.id && page->f.visit_id == v->id }));
	return true;
}

/* ROUTE team_finding_new
 * GET        /teams/{team:int}/findings/new
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_finding_page
 * json       none
 * export     none
 * title      committee.finding_new
 */
bool team_finding_new(struct request *rq, const struct team_finding_new_in *in,
	struct team_finding_page *page, struct err *e)
{
	return load_kept(rq, in->team, &page->t, e) &&
	       finding_options(rq, page, S("shortcoming"), e);
}

/* ROUTE team_finding_create
 * POST       /teams/{team:int}/findings
 * form       visit:int? kind:word words:text(4000) recommendation:text(4000)? agency:text(300)? due:date?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      team.finding
 * body       64K
 * rate       change
 * again      team_finding_new
 * json       none
 * title      committee.finding_new
 */
bool team_finding_create(struct request *rq, const struct team_finding_create_in *in,
	struct change *c, struct err *e)
{
	struct team_finding_edit edit = { .team = in->team,
		.visit = in->visit,
		.kind = in->kind,
		.words = in->words,
		.recommendation = in->recommendation,
		.agency = in->agency,
		.due = in->due };

	rq->after = to_the_team;
	return team_finding_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

static bool load_finding(
	struct request *rq, int64_t team, int64_t id, struct team_finding_page *page, struct err *e)
{
	bool found;

	if (!load(rq, team, &page->t, e) ||
		!team_finding_by_id(rq->read, id, team, &page->f, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

static bool load_finding_kept(
	struct request *rq, int64_t team, int64_t id, struct team_finding_page *page, struct err *e)
{
	return load_finding(rq, team, id, page, e) &&
	       committee_may_keep(rq->read, &rq->actor, page->t.agency_id, e);
}

/* ROUTE team_finding_edit
 * GET        /teams/{team:int}/findings/{finding:int}
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_finding_page
 * json       none
 * export     none
 * title      committee.finding_edit
 */
bool team_finding_edit(struct request *rq, const struct team_finding_edit_in *in,
	struct team_finding_page *page, struct err *e)
{
	if (!load_finding_kept(rq, in->team, in->finding, page, e))
		return false;
	page->due = committee_date(rq, page->f.due);
	return finding_options(rq, page, page->f.kind, e);
}

/* ROUTE team_finding_save
 * POST       /teams/{team:int}/findings/{finding:int}
 * form       version:int visit:int? kind:word words:text(4000) recommendation:text(4000)? agency:text(300)? due:date?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      team.finding
 * body       64K
 * rate       change
 * again      team_finding_edit
 * json       none
 * title      committee.finding_edit
 */
bool team_finding_save(
	struct request *rq, const struct team_finding_save_in *in, struct change *c, struct err *e)
{
	struct team_finding_edit edit = { .id = in->finding,
		.team = in->team,
		.version = in->version,
		.visit = in->visit,
		.kind = in->kind,
		.words = in->words,
		.recommendation = in->recommendation,
		.agency = in->agency,
		.due = in->due };

	rq->after = to_the_team;
	return team_finding_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* ROUTE team_answer_form
 * GET        /teams/{team:int}/findings/{finding:int}/answer
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_answer_page
 * json       none
 * export     none
 * title      committee.answer
 */
bool team_answer_form(struct request *rq, const struct team_answer_form_in *in,
	struct team_finding_page *page, struct err *e)
{
	bool may = false;

	if (!load_finding(rq, in->team, in->finding, page, e))
		return false;
	if (page->f.agency_id != DB_NULL &&
		!access_may(rq->read, &rq->actor, PERM_work_act, page->f.agency_id, &may, e))
		return false;
	return may || FAIL(e, ERR_ABSENT, T_committee_absent);
}

/* ROUTE team_answer
 * POST       /teams/{team:int}/findings/{finding:int}/answer
 * form       version:int answer:text(4000)
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      team.answer
 * body       32K
 * rate       change
 * again      team_answer_form
 * json       none
 * title      committee.answer
 */
bool team_answer(
	struct request *rq, const struct team_answer_in *in, struct change *c, struct err *e)
{
	rq->after = to_the_team;
	request_field(rq, "answer");
	return team_answer_prepare(
		rq->read, &rq->actor, in->team, in->finding, in->version, in->answer, c, e);
}

/* ROUTE team_judge
 * POST       /teams/{team:int}/findings/{finding:int}/verdict
 * form       version:int closed:bool
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      team.judge
 * body       4K
 * rate       change
 * again      team_finding_edit
 * json       none
 * title      committee.finding_edit
 */
bool team_judge(struct request *rq, const struct team_judge_in *in, struct change *c, struct err *e)
{
	rq->after = to_the_team;
	return team_judge_prepare(
		rq->read, &rq->actor, in->team, in->finding, in->version, in->closed, c, e);
}

/* ROUTE team_task_form
 * GET        /teams/{team:int}/findings/{finding:int}/task
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       team_task_page
 * json       none
 * export     none
 * title      committee.make_task
 */
bool team_task_form(struct request *rq, const struct team_task_form_in *in,
	struct team_finding_page *page, struct err *e)
{
	return load_finding_kept(rq, in->team, in->finding, page, e) &&
	       committee_plan_options(rq, &page->plans, e);
}

/* ROUTE team_make_task
 * POST       /teams/{team:int}/findings/{finding:int}/task
 * form       version:int plan:int
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      team.task
 * body       4K
 * rate       change
 * again      team_task_form
 * json       none
 * title      committee.make_task
 */
bool team_make_task(
	struct request *rq, const struct team_make_task_in *in, struct change *c, struct err *e)
{
	rq->after = to_the_team;
	request_field(rq, "plan");
	return team_task_prepare(
		rq->read, &rq->actor, in->team, in->finding, in->version, in->plan, c, e);
}

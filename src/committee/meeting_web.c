/*
 * The meetings: the register, one meeting with what was concluded, and the forms.
 */
#include "committee/meeting_web.h"

#include "committee/committee_task.h"
#include "committee_routes.h"
#include "urls.h"

enum { LEFT = 100, PARTNERS_SHOWN = 200 };

static struct str chosen(struct str s)
{
	return s.n ? s : STR_NULL;
}

static struct str list_url(struct request *rq, const struct meeting_list_in *in, int64_t skip)
{
	return url_meeting_list(rq->arena,
		.committee = in->committee == DB_NULL ? 0 : in->committee, .kind = in->kind,
		.state = in->state, .skip = skip);
}

/* ROUTE meeting_list
 * GET        /meetings
 * query      committee:int? kind:text(20)? state:text(20)? skip:int?
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       meeting_list_page
 * json       meeting_list_json /api/v1/meetings
 * export     meeting_list_sheet
 * title      committee.meetings
 */
bool meeting_list(struct request *rq, const struct meeting_list_in *in,
	struct meeting_list_page *page, struct err *e)
{
	int64_t skip = in->skip == DB_NULL || in->skip < 0 ? 0 : in->skip;
	int64_t most = request_most(rq, COMMITTEE_PAGE);

	page->committee = in->committee == DB_NULL ? 0 : in->committee;
	page->filtered = page->committee || in->kind.n || in->state.n;
	page->may_add = actor_may(&rq->actor, PERM_committee_manage);
	committee_options(rq, &meeting_kinds, T_committee_any_kind, in->kind, &page->kinds);
	committee_options(rq, &meeting_states, T_committee_any_state, in->state, &page->states);
	if (!committee_filter_options(rq, in->committee, &page->committees, e) ||
		!meeting_rows(rq->read, rq->actor.account, in->committee, chosen(in->kind),
			chosen(in->state), skip, most + 1, &page->rows, e))
		return false;
	page->pager = committee_pager(skip, most, &page->rows.n);
	if (skip)
		page->pager.prev = list_url(rq, in, skip > most ? skip - most : 0);
	if (page->pager.total < 0)
		page->pager.next = list_url(rq, in, skip + most);
	return true;
}

void meeting_list_json(struct json *j, const struct meeting_list_page *p)
{
	json_list(j, "meetings");
	LIST_EACH(m, &p->rows) {
		json_open_item(j);
		json_int(j, "id", m->id);
		json_str(j, "kind", m->kind);
		json_str(j, "title", m->title);
		json_date(j, "day", m->day);
		json_str(j, "hour", m->hour);
		json_str(j, "place", m->place);
		json_str(j, "state", m->state);
		json_str(j, "agency", m->agency);
		json_str(j, "committee", m->committee);
		json_str(j, "minutes", m->minutes_number);
		json_int(j, "conclusions", m->conclusions);
		json_int(j, "not_done", m->undone);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->pager.next);
}

static bool load(struct request *rq, int64_t id, struct meeting_by_id_row *m, struct err *e)
{
	bool found;

	if (!meeting_by_id(rq->read, id, rq->actor.account, m, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	request_title(rq, m->title);
	return true;
}

/* For who keeps it; to others its forms are not there. */
static bool load_kept(struct request *rq, int64_t id, struct meeting_by_id_row *m, struct err *e)
{
	return load(rq, id, m, e) && committee_may_keep(rq->read, &rq->actor, m->agency_id, e);
}

static bool fill_lines(struct request *rq, struct meeting_show_page *page, struct err *e)
{
	struct meeting_partners_rows partners;

	if (!meeting_conclusions(rq->read, page->m.id, &page->conclusions, e) ||
		!meeting_partners(rq->read, page->m.id, &partners, e))
		return false;
	LIST_EACH(k, &page->conclusions) {
		struct meeting_line *line = LIST_ADD(rq->arena, &page->lines);

		line->k = k;
		LIST_EACH(x, &partners)
			if (x->conclusion_id == k->id)
				LIST_PUSH(rq->arena, &line->partners, x->name);
	}
	return true;
}

/* ROUTE meeting_show
 * GET        /meetings/{meeting:int}
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       meeting_show_page
 * json       meeting_show_json /api/v1/meetings/{meeting}
 * export     none
 * title      committee.meeting
 */
bool meeting_show(struct request *rq, const struct meeting_show_in *in,
	struct meeting_show_page *page, struct err *e)
{
	struct attach_to to = { .kind = ATTACH_MEETING, .id = in->meeting };
	struct str rest, line;

	if (!load(rq, in->meeting, &page->m, e) || !fill_lines(rq, page, e) ||
		!attach_fill(rq, &to, &page->files, e) ||
		!meeting_agencies(rq->read, in->meeting, &page->agencies, e) ||
		!meeting_left(rq->read, in->meeting, rq->actor.account, LEFT, &page->left, e))
		return false;
	rest = page->m.agenda;
	while (str_split(&rest, '\n', &line))
		if (str_trim(line).n)
			LIST_PUSH(rq->arena, &page->agenda, str_trim(line));
	LIST_EACH(x, &page->agencies) {
		page->noted |= x->came != DB_NULL;
		page->came += x->came == 1;
	}
	return access_may(
		rq->read, &rq->actor, PERM_committee_manage, page->m.agency_id, &page->keeps, e);
}

static void conclusion_json(struct json *j, const struct meeting_line *l)
{
	json_open_item(j);
	json_int(j, "id", l->k->id);
	json_int(j, "position", l->k->position);
	json_str(j, "text", l->k->words);
	json_str(j, "lead", l->k->lead);
	json_list(j, "partners");
	LIST_EACH(x, &l->partners)
		json_str(j, NULL, *x);
	json_end(j);
	json_date(j, "due", date_given(l->k->task_due) ? l->k->task_due : l->k->due);
	json_bool(j, "noted", l->k->noted);
	if (l->k->task_id == DB_NULL)
		json_null(j, "task_id");
	else
		json_int(j, "task_id", l->k->task_id);
	json_str(j, "task_state", l->k->task_state);
	json_int(j, "version", l->k->version);
	json_close(j);
}

void meeting_show_json(struct json *j, const struct meeting_show_page *p)
{
	json_int(j, "id", p->m.id);
	json_str(j, "kind", p->m.kind);
	json_str(j, "title", p->m.title);
	json_str(j, "agency", p->m.agency);
	json_str(j, "committee", p->m.committee);
	json_date(j, "day", p->m.day);
	json_str(j, "hour", p->m.hour);
	json_str(j, "place", p->m.place);
	json_str(j, "chair", p->m.chair);
	json_str(j, "agenda", p->m.agenda);
	json_str(j, "minutes", p->m.minutes_number);
	json_date(j, "minutes_day", p->m.minutes_day);
	json_str(j, "state", p->m.state);
	json_int(j, "version", p->m.version);
	attach_json(j, &p->files);
	json_list(j, "agencies");
	LIST_EACH(x, &p->agencies) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_str(j, "name", x->name);
		if (x->came == DB_NULL)
			json_null(j, "came");
		else
			json_bool(j, "came", x->came == 1);
		json_close(j);
	}
	json_end(j);
	json_list(j, "conclusions");
	LIST_EACH(l, &p->lines)
		conclusion_json(j, l);
	json_end(j);
	json_list(j, "left_of_earlier");
	LIST_EACH(x, &p->left) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_int(j, "meeting_id", x->meeting_id);
		json_str(j, "text", x->words);
		json_date(j, "due", x->due);
		json_close(j);
	}
	json_end(j);
}

/* --- the form */

static void form_options(struct request *rq, struct meeting_form_page *page)
{
	committee_options(rq, &meeting_kinds, T_NONE, page->m.kind, &page->kinds);
	committee_options(rq, &meeting_states, T_NONE, page->m.state, &page->states);
}

/* ROUTE meeting_new
 * GET        /meetings/new
 * query      committee:int?
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       meeting_form_page
 * json       none
 * export     none
 * title      committee.meeting_new
 */
bool meeting_new(struct request *rq, const struct meeting_new_in *in,
	struct meeting_form_page *page, struct err *e)
{
	page->m.kind = S("briefing");
	page->m.state = S("planned");
	form_options(rq, page);
	return committee_owner_options(rq, in->committee, &page->owners, e);
}

static struct str to_the_meeting(struct request *rq, struct change *c)
{
	return url_meeting_show(rq->arena, .meeting = c->entry.object_id);
}

/* ROUTE meeting_create
 * POST       /meetings
 * form       committee:int? kind:word name:text(300) day:date hour:text(20)? place:text(300)? chair:text(200)? agenda:text(8000)? agencies:text(20000)? all_members:bool state:word minutes_number:text(100)? minutes_day:date?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      meeting.add
 * body       96K
 * rate       change
 * again      meeting_new
 * json       none
 * title      committee.meeting_new
 */
bool meeting_create(
	struct request *rq, const struct meeting_create_in *in, struct change *c, struct err *e)
{
	struct meeting_edit edit = { .committee = in->committee,
		.kind = in->kind,
		.title = in->name,
		.day = in->day,
		.hour = in->hour,
		.place = in->place,
		.chair = in->chair,
		.agenda = in->agenda,
		.minutes_number = in->minutes_number,
		.minutes_day = in->minutes_day,
		.state = in->state,
		.agencies = in->agencies,
		.all_members = in->all_members };

	rq->after = to_the_meeting;
	return meeting_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* ROUTE meeting_edit
 * GET        /meetings/{meeting:int}/edit
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       meeting_form_page
 * json       none
 * export     none
 * title      committee.meeting_edit
 */
bool meeting_edit(struct request *rq, const struct meeting_edit_in *in,
	struct meeting_form_page *page, struct err *e)
{
	struct meeting_agencies_rows agencies;
	struct buf lines = { .arena = rq->arena };

	if (!load_kept(rq, in->meeting, &page->m, e) ||
		!meeting_agencies(rq->read, in->meeting, &agencies, e))
		return false;
	LIST_EACH(x, &agencies)
		committee_add_line(&lines, x->name);
	page->agencies = buf_str(&lines);
	page->day = committee_date(rq, page->m.day);
	page->minutes_day = committee_date(rq, page->m.minutes_day);
	form_options(rq, page);
	return true;
}

/* ROUTE meeting_save
 * POST       /meetings/{meeting:int}/edit
 * form       version:int kind:word name:text(300) day:date hour:text(20)? place:text(300)? chair:text(200)? agenda:text(8000)? agencies:text(20000)? all_members:bool state:word minutes_number:text(100)? minutes_day:date?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      meeting.change
 * body       96K
 * rate       change
 * again      meeting_edit
 * json       none
 * title      committee.meeting_edit
 */
bool meeting_save(
	struct request *rq, const struct meeting_save_in *in, struct change *c, struct err *e)
{
	struct meeting_edit edit = { .id = in->meeting,
		.version = in->version,
		.kind = in->kind,
		.title = in->name,
		.day = in->day,
		.hour = in->hour,
		.place = in->place,
		.chair = in->chair,
		.agenda = in->agenda,
		.minutes_number = in->minutes_number,
		.minutes_day = in->minutes_day,
		.state = in->state,
		.agencies = in->agencies,
		.all_members = in->all_members };

	rq->after = to_the_meeting;
	return meeting_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* --- who came */

/* ROUTE meeting_attendance
 * GET        /meetings/{meeting:int}/attendance
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       meeting_attendance_page
 * json       none
 * export     none
 * title      committee.attendance
 */
bool meeting_attendance(struct request *rq, const struct meeting_attendance_in *in,
	struct meeting_attendance_page *page, struct err *e)
{
	return load_kept(rq, in->meeting, &page->m, e) &&
	       meeting_agencies(rq->read, in->meeting, &page->agencies, e);
}

/* ROUTE meeting_attend
 * POST       /meetings/{meeting:int}/attendance
 * form       version:int came:ids?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      meeting.attendance
 * body       16K
 * rate       change
 * again      meeting_attendance
 * json       none
 * title      committee.attendance
 */
bool meeting_attend(
	struct request *rq, const struct meeting_attend_in *in, struct change *c, struct err *e)
{
	rq->after = to_the_meeting;
	return meeting_attendance_prepare(
		rq->read, &rq->actor, in->meeting, in->version, in->came.v, in->came.n, c, e);
}

/* --- a conclusion */

/* ROUTE meeting_conclusion_new
 * GET        /meetings/{meeting:int}/conclusions/new
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       meeting_conclusion_page
 * json       none
 * export     none
 * title      committee.conclusion_new
 */
bool meeting_conclusion_new(struct request *rq, const struct meeting_conclusion_new_in *in,
	struct meeting_conclusion_page *page, struct err *e)
{
	return load_kept(rq, in->meeting, &page->m, e);
}

/* ROUTE meeting_conclude
 * POST       /meetings/{meeting:int}/conclusions
 * form       words:text(4000) lead:text(300)? partners:text(20000)? due:date? noted:bool
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      meeting.conclude
 * body       96K
 * rate       change
 * again      meeting_conclusion_new
 * json       none
 * title      committee.conclusion_new
 */
bool meeting_conclude(
	struct request *rq, const struct meeting_conclude_in *in, struct change *c, struct err *e)
{
	struct meeting_conclusion_edit edit = { .meeting = in->meeting,
		.words = in->words,
		.lead = in->lead,
		.partners = in->partners,
		.due = in->due,
		.noted = in->noted };

	rq->after = to_the_meeting;
	return meeting_conclusion_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

static bool load_conclusion(struct request *rq, int64_t meeting, int64_t id,
	struct meeting_by_id_row *m, struct meeting_conclusion_by_id_row *k, struct err *e)
{
	bool found;

	if (!load_kept(rq, meeting, m, e) ||
		!meeting_conclusion_by_id(rq->read, id, meeting, k, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

/* ROUTE meeting_conclusion_edit
 * GET        /meetings/{meeting:int}/conclusions/{conclusion:int}
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       meeting_conclusion_page
 * json       none
 * export     none
 * title      committee.conclusion_edit
 */
bool meeting_conclusion_edit(struct request *rq, const struct meeting_conclusion_edit_in *in,
	struct meeting_conclusion_page *page, struct err *e)
{
	struct meeting_partners_rows partners;
	struct buf lines = { .arena = rq->arena };

	if (!load_conclusion(rq, in->meeting, in->conclusion, &page->m, &page->k, e) ||
		!meeting_partners(rq->read, in->meeting, &partners, e))
		return false;
	LIST_EACH(x, &partners)
		if (x->conclusion_id == in->conclusion)
			committee_add_line(&lines, x->name);
	page->partners = buf_str(&lines);
	page->due = committee_date(rq, page->k.due);
	return true;
}

/* ROUTE meeting_conclusion_save
 * POST       /meetings/{meeting:int}/conclusions/{conclusion:int}
 * form       version:int words:text(4000) lead:text(300)? partners:text(20000)? due:date? noted:bool
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      meeting.conclusion
 * body       96K
 * rate       change
 * again      meeting_conclusion_edit
 * json       none
 * title      committee.conclusion_edit
 */
bool meeting_conclusion_save(struct request *rq, const struct meeting_conclusion_save_in *in,
	struct change *c, struct err *e)
{
	struct meeting_conclusion_edit edit = { .id = in->conclusion,
		.meeting = in->meeting,
		.version = in->version,
		.words = in->words,
		.lead = in->lead,
		.partners = in->partners,
		.due = in->due,
		.noted = in->noted };

	rq->after = to_the_meeting;
	return meeting_conclusion_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* --- made a task */

/* ROUTE meeting_task_form
 * GET        /meetings/{meeting:int}/conclusions/{conclusion:int}/task
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       meeting_task_page
 * json       none
 * export     none
 * title      committee.make_task
 */
bool meeting_task_form(struct request *rq, const struct meeting_task_form_in *in,
	struct meeting_task_page *page, struct err *e)
{
	struct meeting_show_page all = { 0 };

	if (!load_kept(rq, in->meeting, &page->m, e))
		return false;
	all.m = page->m;
	if (!fill_lines(rq, &all, e))
		return false;
	LIST_EACH(l, &all.lines)
		if (l->k->id == in->conclusion)
			page->line = *l;
	if (!page->line.k)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	return committee_plan_options(rq, &page->plans, e);
}

/* ROUTE meeting_make_task
 * POST       /meetings/{meeting:int}/conclusions/{conclusion:int}/task
 * form       version:int plan:int
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      meeting.task
 * body       4K
 * rate       change
 * again      meeting_task_form
 * json       none
 * title      committee.make_task
 */
bool meeting_make_task(
	struct request *rq, const struct meeting_make_task_in *in, struct change *c, struct err *e)
{
	rq->after = to_the_meeting;
	request_field(rq, "plan");
	return meeting_task_prepare(
		rq->read, &rq->actor, in->meeting, in->conclusion, in->version, in->plan, c, e);
}

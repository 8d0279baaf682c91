/*
 * The directives: the register, one of them with how far each addressee is, and the forms.
 */
#include "committee/directive_web.h"

#include "committee_routes.h"
#include "plan/plan.h"
#include "urls.h"

enum { CITED = 100, BRIEF = 160 /* letters of a task */ };

static struct str list_url(struct request *rq, const struct directive_list_in *in, int64_t skip)
{
	return url_directive_list(rq->arena,
		.committee = in->committee == DB_NULL ? 0 : in->committee, .origin = in->origin,
		.all = in->all, .skip = skip);
}

/* ROUTE directive_list
 * GET        /directives
 * query      committee:int? origin:text(20)? all:bool skip:int?
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       directive_list_page
 * json       directive_list_json /api/v1/directives
 * export     directive_list_sheet
 * title      committee.directives
 */
bool directive_list(struct request *rq, const struct directive_list_in *in,
	struct directive_list_page *page, struct err *e)
{
	int64_t skip = in->skip == DB_NULL || in->skip < 0 ? 0 : in->skip;
	int64_t most = request_most(rq, COMMITTEE_PAGE);

	page->committee = in->committee == DB_NULL ? 0 : in->committee;
	page->all = in->all;
	page->filtered = page->committee || in->origin.n || in->all;
	page->may_add = actor_may(&rq->actor, PERM_committee_manage);
	committee_options(
		rq, &directive_origins, T_committee_any_origin, in->origin, &page->origins);
	if (!committee_filter_options(rq, in->committee, &page->committees, e) ||
		!directive_rows(rq->read, rq->actor.account, in->committee,
			in->origin.n ? in->origin : STR_NULL, !in->all, date_today(), skip,
			most + 1, &page->rows, e))
		return false;
	page->pager = committee_pager(skip, most, &page->rows.n);
	if (skip)
		page->pager.prev = list_url(rq, in, skip > most ? skip - most : 0);
	if (page->pager.total < 0)
		page->pager.next = list_url(rq, in, skip + most);
	return true;
}

void directive_list_json(struct json *j, const struct directive_list_page *p)
{
	json_list(j, "directives");
	LIST_EACH(d, &p->rows) {
		json_open_item(j);
		json_int(j, "id", d->id);
		json_str(j, "origin", d->origin);
		json_str(j, "kind", d->kind);
		json_str(j, "number", d->number);
		json_date(j, "issued", d->issued);
		json_str(j, "issuer", d->issuer);
		json_str(j, "subject", d->subject);
		json_date(j, "due", d->due);
		json_date(j, "ended", d->ended);
		json_str(j, "agency", d->agency);
		json_int(j, "addressees", d->parts);
		json_int(j, "done", d->done);
		json_int(j, "silent", d->silent);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->pager.next);
}

static bool load(struct request *rq, int64_t id, struct directive_by_id_row *d, struct err *e)
{
	bool found;

	if (!directive_by_id(rq->read, id, rq->actor.account, d, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	request_title(rq, d->number.n ? d->number : d->subject);
	return true;
}

static void fill_citing(struct request *rq, struct directive_show_page *page)
{
	LIST_EACH(row, &page->cited) {
		struct directive_citing *x = LIST_ADD(rq->arena, &page->citing);

		x->row = row;
		x->plan = row->plan_number.n ? row->plan_number
					     : plan_sentence(rq->arena, row->plan_title);
		if (row->task_id == DB_NULL)
			continue;
		x->path = plan_path_label(rq->arena, rq->lang, row->path);
		x->words = plan_brief(rq->arena, row->words, BRIEF);
	}
}

/* ROUTE directive_show
 * GET        /directives/{directive:int}
 * query      none
 * permission committee.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       directive_show_page
 * json       directive_show_json /api/v1/directives/{directive}
 * export     none
 * title      committee.directive
 */
bool directive_show(struct request *rq, const struct directive_show_in *in,
	struct directive_show_page *page, struct err *e)
{
	struct attach_to to = { .kind = ATTACH_DIRECTIVE, .id = in->directive };

	if (!load(rq, in->directive, &page->d, e) || !attach_fill(rq, &to, &page->files, e) ||
		!directive_parts(rq->read, in->directive, rq->actor.account, &page->parts, e) ||
		(page->d.number.n && !directive_cited(rq->read, page->d.number, rq->actor.account,
					     CITED, &page->cited, e)))
		return false;
	fill_citing(rq, page);
	page->over = date_given(page->d.ended) && date_cmp(page->d.ended, date_today()) < 0;
	LIST_EACH(x, &page->parts) {
		page->done += str_eq(x->state, S("done"));
		page->owed += !str_eq(x->state, S("void"));
	}
	return access_may(
		rq->read, &rq->actor, PERM_committee_manage, page->d.agency_id, &page->keeps, e);
}

void directive_show_json(struct json *j, const struct directive_show_page *p)
{
	json_int(j, "id", p->d.id);
	json_str(j, "origin", p->d.origin);
	json_str(j, "kind", p->d.kind);
	json_str(j, "number", p->d.number);
	json_date(j, "issued", p->d.issued);
	json_str(j, "issuer", p->d.issuer);
	json_str(j, "subject", p->d.subject);
	json_str(j, "content", p->d.content);
	json_date(j, "due", p->d.due);
	json_date(j, "ended", p->d.ended);
	json_str(j, "ended_by", p->d.ended_by);
	json_str(j, "agency", p->d.agency);
	json_str(j, "committee", p->d.committee);
	json_int(j, "version", p->d.version);
	attach_json(j, &p->files);
	json_list(j, "addressees");
	LIST_EACH(x, &p->parts) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_int(j, "agency_id", x->agency_id);
		json_str(j, "agency", x->agency);
		json_str(j, "state", x->state);
		json_str(j, "note", x->note);
		json_date(j, "said", x->said);
		json_int(j, "version", x->version);
		json_close(j);
	}
	json_end(j);
	json_list(j, "cited_by");
	LIST_EACH(x, &p->citing) {
		json_open_item(j);
		json_int(j, "plan_id", x->row->plan_id);
		if (x->row->task_id == DB_NULL)
			json_null(j, "task_id");
		else
			json_int(j, "task_id", x->row->task_id);
		json_close(j);
	}
	json_end(j);
}

/* --- the form */

static void form_options(struct request *rq, struct directive_form_page *page)
{
	committee_options(rq, &directive_origins, T_NONE, page->d.origin, &page->origins);
	committee_options(rq, &directive_kinds, T_NONE, page->d.kind, &page->kinds);
}

/* ROUTE directive_new
 * GET        /directives/new
 * query      committee:int?
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       directive_form_page
 * json       none
 * export     none
 * title      committee.directive_new
 */
bool directive_new(struct request *rq, const struct directive_new_in *in,
	struct directive_form_page *page, struct err *e)
{
	page->d.origin = S("state");
	page->d.kind = S("letter");
	form_options(rq, page);
	return committee_owner_options(rq, in->committee, &page->owners, e);
}

static struct str to_the_directive(struct request *rq, struct change *c)
{
	return url_directive_show(rq->arena, .directive = c->entry.object_id);
}

/* ROUTE directive_create
 * POST       /directives
 * form       committee:int? origin:word kind:word number:text(100)? issued:date? issuer:text(300) subject:text(500) content:text(8000)? due:date? agencies:text(20000)? all_members:bool ended:date? ended_by:text(200)?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      directive.add
 * body       96K
 * rate       change
 * again      directive_new
 * json       none
 * title      committee.directive_new
 */
bool directive_create(
	struct request *rq, const struct directive_create_in *in, struct change *c, struct err *e)
{
	struct directive_edit edit = { .committee = in->committee,
		.origin = in->origin,
		.kind = in->kind,
		.number = in->number,
		.issued = in->issued,
		.issuer = in->issuer,
		.subject = in->subject,
		.content = in->content,
		.due = in->due,
		.ended = in->ended,
		.ended_by = in->ended_by,
		.agencies = in->agencies,
		.all_members = in->all_members };

	rq->after = to_the_directive;
	return directive_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* ROUTE directive_edit
 * GET        /directives/{directive:int}/edit
 * query      none
 * permission committee.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       directive_form_page
 * json       none
 * export     none
 * title      committee.directive_edit
 */
bool directive_edit(struct request *rq, const struct directive_edit_in *in,
	struct directive_form_page *page, struct err *e)
{
	struct directive_parts_rows parts;
	struct buf lines = { .arena = rq->arena };

	if (!load(rq, in->directive, &page->d, e) ||
		!committee_may_keep(rq->read, &rq->actor, page->d.agency_id, e) ||
		!directive_parts(rq->read, in->directive, rq->actor.account, &parts, e))
		return false;
	LIST_EACH(x, &parts)
		if (!str_eq(x->state, S("void")))
			committee_add_line(&lines, x->agency);
	page->agencies = buf_str(&lines);
	page->issued = committee_date(rq, page->d.issued);
	page->due = committee_date(rq, page->d.due);
	page->ended = committee_date(rq, page->d.ended);
	form_options(rq, page);
	return true;
}

/* ROUTE directive_save
 * POST       /directives/{directive:int}/edit
 * form       version:int origin:word kind:word number:text(100)? issued:date? issuer:text(300) subject:text(500) content:text(8000)? due:date? agencies:text(20000)? all_members:bool ended:date? ended_by:text(200)?
 * permission committee.manage
 * scope      agency
 * csrf       token
 * audit      directive.change
 * body       96K
 * rate       change
 * again      directive_edit
 * json       none
 * title      committee.directive_edit
 */
bool directive_save(
	struct request *rq, const struct directive_save_in *in, struct change *c, struct err *e)
{
	struct directive_edit edit = { .id = in->directive,
		.version = in->version,
		.origin = in->origin,
		.kind = in->kind,
		.number = in->number,
		.issued = in->issued,
		.issuer = in->issuer,
		.subject = in->subject,
		.content = in->content,
		.due = in->due,
		.ended = in->ended,
		.ended_by = in->ended_by,
		.agencies = in->agencies,
		.all_members = in->all_members };

	rq->after = to_the_directive;
	return directive_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

/* --- what an addressee says */

/* ROUTE directive_part_form
 * GET        /directives/{directive:int}/agencies/{addressee:int}
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       directive_part_page
 * json       none
 * export     none
 * title      committee.part_say
 */
bool directive_part_form(struct request *rq, const struct directive_part_form_in *in,
	struct directive_part_page *page, struct err *e)
{
	bool acts, keeps, found;

	if (!load(rq, in->directive, &page->d, e) || !directive_part_by_id(rq->read, in->addressee,
							     in->directive, &page->part, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	committee_options(rq, &directive_states, T_NONE, page->part.state, &page->states);
	if (!access_may(rq->read, &rq->actor, PERM_work_act, page->part.agency_id, &acts, e) ||
		!access_may(
			rq->read, &rq->actor, PERM_committee_manage, page->d.agency_id, &keeps, e))
		return false;
	return acts || keeps || FAIL(e, ERR_ABSENT, T_committee_absent);
}

/* ROUTE directive_part_save
 * POST       /directives/{directive:int}/agencies/{addressee:int}
 * form       version:int state:word note:text(2000)?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      directive.part
 * body       16K
 * rate       change
 * again      directive_part_form
 * json       none
 * title      committee.part_say
 */
bool directive_part_save(struct request *rq, const struct directive_part_save_in *in,
	struct change *c, struct err *e)
{
	struct directive_part_edit edit = { .id = in->addressee,
		.directive = in->directive,
		.version = in->version,
		.state = in->state,
		.note = in->note };

	rq->after = to_the_directive;
	return directive_part_prepare(rq->read, &rq->actor, &edit, c, e) ||
	       committee_refused(rq, edit.wrong);
}

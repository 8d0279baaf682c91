/*
 * What people tell each other about a task: the thread, a note more, a note taken back.
 */
#include "work/note_web.h"

#include "plan/head.h"
#include "urls.h"
#include "work_routes.h"

enum { BRIEF = 200 };

static void fill_note(struct request *rq, struct note_line *l, const struct note_rows_row *x,
	const struct note_agencies_rows *named)
{
	struct str rest = x->words, line;

	l->row = x;
	l->when = time_vi(rq->arena, x->at);
	l->when_iso = time_iso(rq->arena, x->at);
	if (x->withdrawn != DB_NULL)
		l->taken_back = time_vi(rq->arena, x->withdrawn);
	l->own = x->account_id == rq->actor.account && x->withdrawn == DB_NULL;
	while (str_split(&rest, '\n', &line))
		if (str_trim(line).n)
			LIST_PUSH(rq->arena, &l->paragraphs, line);
	LIST_EACH(a, named)
		if (a->note_id == x->id)
			LIST_PUSH(rq->arena, &l->named,
				((struct note_named){
					a->agency_id, a->abbr.n ? a->abbr : a->name, a->name }));
}

/* ROUTE task_notes
 * GET        /tasks/{task:int}/notes
 * query      none
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       task_notes_view
 * json       task_notes_json /api/v1/tasks/{task}/notes
 * export     none
 * title      work.notes
 */
bool task_notes(struct request *rq, const struct task_notes_in *in, struct task_notes_page *page,
	struct err *e)
{
	struct note_rows_rows *rows = NEW(rq->arena, struct note_rows_rows);
	struct note_agencies_rows named;
	struct task_by_id_row task;
	struct plan_by_id_row plan;
	bool found;

	if (!task_by_id(rq->read, in->task, rq->actor.account, &task, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_task_not_found);
	if (!plan_by_id(rq->read, task.plan_id, rq->actor.account, &plan, &found, e) ||
		!note_rows(rq->read, in->task, NOTES_MOST, rows, e) ||
		!note_agencies(rq->read, in->task, &named, e))
		return false;
	page->task = in->task;
	page->plan = task.plan_id;
	page->plan_name = plan_number_text(rq->arena, rq->lang, found ? plan.number : STR_NULL);
	page->label = plan_path_label(rq->arena, rq->lang, task.path);
	page->words = plan_brief(rq->arena, task.words, BRIEF);
	page->full = rows->n == NOTES_MOST;
	LIST_EACH(x, rows)
		fill_note(rq, LIST_ADD(rq->arena, &page->notes), x, &named);
	request_title(rq, TEXT(rq->arena, rq->lang, T_work_notes_of, page->label));
	return true;
}

void task_notes_json(struct json *j, const struct task_notes_page *p)
{
	json_int(j, "task_id", p->task);
	json_list(j, "notes");
	LIST_EACH(l, &p->notes) {
		json_open_item(j);
		json_int(j, "id", l->row->id);
		json_time(j, "at", l->row->at);
		json_str(j, "by", l->row->account_name);
		json_str(j, "agency", l->row->agency_name);
		if (l->row->withdrawn == DB_NULL) {
			json_str(j, "words", l->row->words);
			json_null(j, "withdrawn");
		} else {
			json_null(j, "words");
			json_time(j, "withdrawn", l->row->withdrawn);
		}
		json_list(j, "named");
		LIST_EACH(a, &l->named)
			json_str(j, NULL, a->title);
		json_end(j);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE task_note_add
 * POST       /tasks/{task:int}/notes
 * form       words:text(8000)
 * permission task.read
 * scope      agency
 * csrf       token
 * audit      note.add
 * body       32K
 * rate       change
 * again      task_notes
 * json       none
 * title      work.notes
 */
bool task_note_add(
	struct request *rq, const struct task_note_add_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_task_notes(rq->arena, .task = in->task));
	if (note_prepare(rq->arena, rq->read, &rq->actor, in->task, in->words, c, e))
		return true;
	request_field(rq, "words");
	return false;
}

/* ROUTE task_note_withdraw
 * POST       /notes/{note:int}/withdraw
 * form       none
 * permission task.read
 * scope      own
 * csrf       token
 * audit      note.withdraw
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      work.note_withdraw
 */
bool task_note_withdraw(
	struct request *rq, const struct task_note_withdraw_in *in, struct change *c, struct err *e)
{
	int64_t task;

	if (!note_withdraw_prepare(rq->arena, rq->read, &rq->actor, in->note, &task, c, e))
		return false;
	request_redirect(rq, url_task_notes(rq->arena, .task = task));
	return true;
}

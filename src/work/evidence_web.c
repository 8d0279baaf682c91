/*
 * The files of a result: the list, one more, and each as a download.
 */
#include "work/evidence_web.h"

#include "plan/plan.h"
#include "urls.h"
#include "work_routes.h"

static bool load(struct request *rq, int64_t result, struct evidence_result_row *row, struct err *e)
{
	bool found;

	if (!evidence_result(rq->read, result, rq->actor.account, row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_work_evidence_absent);
}

/* ROUTE result_files
 * GET        /results/{result:int}/files
 * query      none
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       result_files_view
 * json       result_files_json /api/v1/results/{result}/files
 * export     none
 * title      work.evidence
 */
bool result_files(struct request *rq, const struct result_files_in *in,
	struct result_files_page *page, struct err *e)
{
	struct evidence_rows_rows *rows = NEW(rq->arena, struct evidence_rows_rows);

	if (!load(rq, in->result, &page->result, e) ||
		!evidence_rows(rq->read, in->result, rows, e) ||
		!evidence_may(rq->read, &rq->actor, &page->result, &page->may, e))
		return false;
	page->label = plan_path_label(rq->arena, rq->lang, page->result.path);
	page->full = rows->n >= EVIDENCE_FILES;
	LIST_EACH(x, rows) {
		struct evidence_line *l = LIST_ADD(rq->arena, &page->files);
		enum file_kind kind = file_kind_of(x->kind);

		l->row = x;
		l->kind = file_kind_text(kind == FILE_KINDS ? FILE_TEXT : kind);
		l->size = file_size_text(rq->arena, rq->lang, x->size);
		l->when = time_vi(rq->arena, x->at);
	}
	return true;
}

void result_files_json(struct json *j, const struct result_files_page *p)
{
	json_int(j, "result_id", p->result.id);
	json_int(j, "task_id", p->result.task_id);
	json_list(j, "files");
	LIST_EACH(l, &p->files) {
		json_open_item(j);
		json_int(j, "nth", l->row->nth);
		json_str(j, "name", l->row->name);
		json_str(j, "kind", l->row->kind);
		json_int(j, "size", l->row->size);
		json_time(j, "at", l->row->at);
		json_str(j, "by", l->row->account_name);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE result_file_add
 * POST       /results/{result:int}/files
 * form       file:file(20M)
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      evidence.add
 * body       21M
 * rate       heavy
 * again      result_files
 * json       none
 * title      work.evidence_add
 */
bool result_file_add(
	struct request *rq, const struct result_file_add_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_result_files(rq->arena, .result = in->result));
	if (evidence_prepare(rq->arena, rq->read, &rq->actor, in->result, in->file.name,
		    in->file.bytes, c, e))
		return true;
	request_field(rq, "file");
	return false;
}

/* ROUTE result_file
 * GET        /results/{result:int}/files/{nth:int}
 * query      none
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      work.evidence
 */
bool result_file(
	struct request *rq, const struct result_file_in *in, struct reply *reply, struct err *e)
{
	struct evidence_result_row result;
	struct evidence_file_row row;
	struct file_held held;
	bool found;

	if (!load(rq, in->result, &result, e) ||
		!evidence_file(rq->read, in->result, in->nth, &row, &found, e) ||
		(found && !file_read(rq->read, row.file_id, &held, &found, e)))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_work_evidence_absent);
	*reply = (struct reply){ held.type, row.name, held.bytes };
	return true;
}

/*
 * The assignment annex of an adopted plan (phụ lục phân công nhiệm vụ) as a paper: every task
 * with who leads, who works with them, and by when.
 */
#include "plan/plan_paper_web.h"

#include "plan_routes.h"
#include "plan_sql.h"
#include "publish/office.h"

static void add_names(
	struct buf *b, const struct plan_parties_rows *parties, int64_t task, bool leads)
{
	LIST_EACH(x, parties) {
		if (x->task_id != task || (plan_role_of(x->role) == PLAN_LEAD) != leads)
			continue;
		buf_addf(b, "%s%.*s", b->n ? "\n" : "",
			STR_ARG(x->agency_name.n ? x->agency_name : x->name));
	}
}

static void add_cell(struct paper *p, struct paper_table *t, struct str text)
{
	paper_cell(p, t, text);
}

static void add_task(struct paper *p, struct paper_table *t, const struct plan_tasks_row *x,
	const struct plan_parties_rows *parties)
{
	struct buf leads = { .arena = p->arena }, others = { .arena = p->arena };

	add_names(&leads, parties, x->id, true);
	add_names(&others, parties, x->id, false);
	add_cell(p, t, plan_path_label(p->arena, LANG_VI, x->path));
	add_cell(p, t, x->words);
	add_cell(p, t, buf_str(&leads));
	add_cell(p, t, buf_str(&others));
	add_cell(p, t, date_given(x->due) ? date_vi(p->arena, x->due) : x->due_words);
}

static void add_table(struct paper *p, const struct plan_tasks_rows *tasks,
	const struct plan_parties_rows *parties)
{
	static const double shares[] = { 0.08, 0.42, 0.18, 0.2, 0.12 };
	static const enum text_id heads[] = { T_plan_path, T_plan_task, T_plan_annex_leads,
		T_plan_annex_others, T_plan_due };
	struct paper_table *t = paper_table(p, COUNT(shares), shares, true);

	for (size_t i = 0; i < COUNT(heads); i++)
		add_cell(p, t, text_get(LANG_VI, heads[i]));
	LIST_EACH(x, tasks)
		add_task(p, t, x, parties);
}

static bool download(
	struct request *rq, int64_t plan, enum office_form form, struct reply *reply, struct err *e)
{
	struct paper *p = paper_new(rq->arena, PAPER_PLAN);
	struct plan_parties_rows parties;
	struct plan_tasks_rows tasks;
	struct plan_by_id_row row;
	bool found;

	if (!plan_by_id(rq->read, plan, rq->actor.account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_not_found);
	if (!plan_tasks(rq->read, plan, &tasks, e) || !plan_parties(rq->read, plan, &parties, e))
		return false;
	p->annex_alone = true;
	p->issuer = row.agency_name.n ? row.agency_name : row.issuer;
	office_number(p, row.number.n ? row.number : S(""), S(""));
	p->day = row.issued;
	p->abstract = text_get(LANG_VI, T_plan_annex);
	paper_text(p, PAPER_ANNEX, S(""), text_get(LANG_VI, T_plan_annex))->wide = true;
	add_table(p, &tasks, &parties);
	return office_write(rq->arena, p, form, &reply->type, &reply->name, &reply->bytes, e);
}

/* ROUTE plan_annex_docx
 * GET        /plans/{plan:int}/annex/docx
 * query      none
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       heavy
 * html       none
 * json       none
 * export     none
 * title      plan.annex_docx
 */
bool plan_annex_docx(
	struct request *rq, const struct plan_annex_docx_in *in, struct reply *reply, struct err *e)
{
	return download(rq, in->plan, OFFICE_DOCX, reply, e);
}

/* ROUTE plan_annex_pdf
 * GET        /plans/{plan:int}/annex/pdf
 * query      none
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       heavy
 * html       none
 * json       none
 * export     none
 * title      plan.annex_pdf
 */
bool plan_annex_pdf(
	struct request *rq, const struct plan_annex_pdf_in *in, struct reply *reply, struct err *e)
{
	return download(rq, in->plan, OFFICE_PDF, reply, e);
}

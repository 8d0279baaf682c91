/*
 * What all forms of the work on a task have in common.
 */
#include "work/work_forms_view.h"

#include "urls.h"
#include "work/task_view.h"

enum { BRIEF = 200 };

static bool find_part(struct work_form_page *page, int64_t part, struct err *e)
{
	LIST_EACH(l, &page->work.parts)
		if (l->row->id == part)
			page->part = l;
	if (!page->part)
		return FAIL(e, ERR_ABSENT, T_work_none);
	for (size_t i = 0; i < page->work.asked->n; i++)
		if (page->work.asked->v[i].part_id == part)
			page->extension = &page->work.asked->v[i];
	page->version = page->part->row->version;
	return true;
}

bool work_form_open(
	struct request *rq, int64_t task, int64_t part, struct work_form_page *page, struct err *e)
{
	struct task_by_id_row *row = NEW(rq->arena, struct task_by_id_row);
	bool found;

	if (!task_by_id(rq->read, task, rq->actor.account, row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_task_not_found);
	page->task = row;
	if (!task_plan_read(rq, row->plan_id, &page->plan, e) ||
		!work_read(rq, task, &page->work, e))
		return false;
	if (!page->work.there)
		return FAIL(e, ERR_ABSENT, T_work_none);
	page->label = plan_path_label(rq->arena, rq->lang, row->path);
	page->brief = plan_brief(rq->arena, row->words, BRIEF);
	page->version = page->work.row->version;
	page->owed = page->work.row->parts - page->work.row->parts_in;
	page->conflict = rq->refusal &&
			 (rq->refusal->code == ERR_CONFLICT || rq->refusal->code == ERR_STALE);
	return part == 0 || find_part(page, part, e);
}

/* The field a refusal is about; "" where it is about the whole. */
static const char *field_of(const struct err *e)
{
	static const struct {
		enum text_id text;
		const char *field;
	} fields[] = {
		{ T_work_no_result, "words" },
		{ T_work_no_reason, "words" },
		{ T_work_no_answer, "words" },
		{ T_plan_no_words, "words" },
		{ T_work_close_nobody, "words" },
		{ T_work_close_early, "words" },
		{ T_work_close_above, "words" },
		{ T_work_no_day, "day" },
		{ T_work_day_ahead, "day" },
		{ T_work_beyond_task, "day" },
		{ T_work_not_later, "day" },
		{ T_plan_days_crossed, "day" },
		{ T_work_no_officer, "officer" },
		{ T_work_no_agency, "agency" },
		{ T_work_agency_over, "agency" },
		{ T_work_only_ask, "agency" },
		{ T_work_has_part, "agency" },
		{ T_work_no_role, "role" },
		{ T_work_has_lead, "role" },
		{ T_work_carry_where, "plan" },
		{ T_plan_move_under_itself, "to" },
		{ T_work_figures_many, "figures" },
		{ T_work_figure_bad, "figures" },
	};

	for (size_t i = 0; i < COUNT(fields); i++)
		if (fields[i].text == e->text)
			return fields[i].field;
	return NULL;
}

bool work_form_send(
	struct request *rq, int64_t task, struct work_order *o, struct change *c, struct err *e)
{
	struct work_order *mine = NEW(rq->arena, struct work_order);

	*mine = *o;
	request_redirect(rq, url_task_show(rq->arena, .task = task));
	if (work_prepare(rq->arena, rq->db, &rq->actor, mine, c, e))
		return true;
	if (e->code == ERR_INPUT && field_of(e))
		request_field(rq, field_of(e));
	return false;
}

/*
 * The other views of one plan. The text view draws every span on the text as read;
 * where two overlap, the one that tells more wins.
 */
#include "plan/plan_views_web.h"

#include "plan/plan_view.h"
#include "plan_routes.h"
#include "urls.h"

/* --- who has how much */

/* ROUTE plan_matrix
 * GET        /plans/{plan:int}/matrix
 * query      none
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_matrix_page
 * json       none
 * export     plan_matrix_sheet
 * title      plan.matrix
 */
bool plan_matrix(struct request *rq, const struct plan_matrix_in *in, struct plan_matrix_page *page,
	struct err *e)
{
	struct plan_by_id_row plan;
	struct plan_roles_rows rows;

	if (!plan_head_read(rq, in->plan, PLAN_TAB_MATRIX, &page->head, &plan, e) ||
		!plan_roles(rq->read, in->plan, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct plan_matrix_line *l = LIST_ADD(rq->arena, &page->lines);

		l->name = x->name;
		l->agency = x->agency_id == DB_NULL ? 0 : x->agency_id;
		l->members = x->members;
		l->open = x->open;
		l->unresolved = !l->agency && !x->members;
		l->counts[PLAN_LEAD] = x->leads;
		l->counts[PLAN_COORDINATING] = x->coordinates;
		l->counts[PLAN_JOINT] = x->joins;
		l->counts[PLAN_REQUESTED] = x->asked;
		l->total = x->tasks;
	}
	request_title(rq, page->head.name);
	return true;
}

/* --- targets */

/* ROUTE plan_targets
 * GET        /plans/{plan:int}/targets
 * query      none
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_targets_page
 * json       none
 * export     none
 * title      plan.targets
 */
bool plan_targets(struct request *rq, const struct plan_targets_in *in,
	struct plan_targets_page *page, struct err *e)
{
	struct plan_by_id_row plan;
	struct plan_target_list_rows rows;

	if (!plan_head_read(rq, in->plan, PLAN_TAB_TARGETS, &page->head, &plan, e) ||
		!plan_target_list(rq->read, in->plan, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct plan_target_line *l = LIST_ADD(rq->arena, &page->targets);

		*l = (struct plan_target_line){
			.n = x->position + 1,
			.words = x->words,
			.figure = plan_figure_text(
				rq->arena, rq->lang, x->operator, x->percent, x->percent_to),
			.counted = x->counted,
			.out_of = x->out_of,
			.bare = x->bare,
			.line = x->line,
			.sure = plan_sure_of(x->sure),
		};
	}
	request_title(rq, page->head.name);
	return true;
}

/* --- duties to report */

/* ROUTE plan_duties
 * GET        /plans/{plan:int}/duties
 * query      none
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_duties_page
 * json       none
 * export     none
 * title      plan.duties
 */
bool plan_duties(struct request *rq, const struct plan_duties_in *in, struct plan_duties_page *page,
	struct err *e)
{
	struct plan_by_id_row plan;
	struct plan_duty_list_rows rows;

	if (!plan_head_read(rq, in->plan, PLAN_TAB_DUTIES, &page->head, &plan, e) ||
		!plan_duty_list(rq->read, in->plan, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct plan_duty_line *l = LIST_ADD(rq->arena, &page->duties);

		*l = (struct plan_duty_line){
			.period = plan_period_text(rq->lang, x->period),
			.days = plan_days_text(rq->arena, rq->lang, x->days, x->before),
			.owed_by = x->owed_by,
			.owed_to = x->owed_to,
			.via = x->via,
			.words = x->words,
			.line = x->line,
			.sure = plan_sure_of(x->sure),
		};
	}
	request_title(rq, page->head.name);
	return true;
}

/* --- the text, marked */

/* In the order in which it gives way: what comes later is drawn over what came before. */
static bool draw_read(struct request *rq, int64_t plan, struct plan_drawn *d, struct err *e)
{
	struct plan_target_list_rows targets;
	struct plan_duty_list_rows duties;
	struct plan_ref_spans_rows refs;
	struct plan_parties_rows parties;
	struct plan_flags_rows flags;

	if (!plan_target_list(rq->read, plan, &targets, e) ||
		!plan_duty_list(rq->read, plan, &duties, e) ||
		!plan_ref_spans(rq->read, plan, &refs, e) ||
		!plan_parties(rq->read, plan, &parties, e) ||
		!plan_flags(rq->read, plan, &flags, e))
		return false;
	LIST_EACH(x, &duties)
		plan_draw(d, x->byte_from, x->byte_to, PLAN_LOOK_DUTY);
	LIST_EACH(x, &targets)
		plan_draw(d, x->byte_from, x->byte_to, PLAN_LOOK_TARGET);
	LIST_EACH(x, &refs)
		plan_draw(d, x->byte_from, x->byte_to, PLAN_LOOK_REF);
	LIST_EACH(x, &parties)
		plan_draw(d, x->byte_from, x->byte_to,
			str_eq(x->role, S("lead")) ? PLAN_LOOK_LEAD : PLAN_LOOK_OTHER);
	LIST_EACH(x, &flags)
		if (str_eq(x->code, S("date_suspect")) || str_eq(x->code, S("day_impossible")))
			plan_draw(d, x->byte_from, x->byte_to, PLAN_LOOK_SUSPECT);
	return true;
}

static void draw_letters(struct plan_drawn *d, const struct plan_repairs_rows *repairs)
{
	LIST_EACH(r, repairs)
		plan_draw_letter(d, r->at, !str_eq(r->sure, S("certain")));
}

static struct plan_link link_to(struct request *rq, const struct plan_tasks_row *t)
{
	return (struct plan_link){ t->id, plan_path_label(rq->arena, rq->lang, t->path) };
}

/* The block that line `n` goes into: a new one where a task begins or ends. `*until` is
 * the last line of the task the block is of. */
static struct plan_block *block_for(struct request *rq, struct plan_text_page *page,
	const struct plan_tasks_rows *tasks, size_t *next, int64_t n, int64_t *until)
{
	struct plan_block *b = page->blocks.n ? &page->blocks.v[page->blocks.n - 1] : NULL;
	/* those a person put in come last and have no line */
	bool begins = *next < tasks->n && tasks->v[*next].line && tasks->v[*next].line <= n;

	if (!b || begins || (b->task.id && n > *until))
		b = LIST_ADD(rq->arena, &page->blocks);
	for (; *next < tasks->n && tasks->v[*next].line && tasks->v[*next].line <= n; ++*next) {
		const struct plan_tasks_row *t = &tasks->v[*next];

		if (b->task.id)
			LIST_PUSH(rq->arena, &b->also, link_to(rq, t));
		else
			b->task = link_to(rq, t);
		*until = t->line_to > *until ? t->line_to : *until;
	}
	return b;
}

static void fill_lines(struct request *rq, struct plan_text_page *page,
	const struct plan_tasks_rows *tasks, const struct plan_drawn *d)
{
	struct str body = d->body;
	size_t at = 0, next = 0;
	int64_t until = 0;

	for (int64_t n = 1; at < body.n; n++) {
		size_t end = str_find_char(body, '\n', at);
		struct plan_block *b = block_for(rq, page, tasks, &next, n, &until);
		struct plan_text_line *line = LIST_ADD(rq->arena, &b->lines);

		end = end == SIZE_MAX ? body.n : end;
		line->n = n;
		plan_draw_pieces(rq->arena, d, at, end, line);
		at = end + 1;
	}
}

/* ROUTE plan_text
 * GET        /plans/{plan:int}/text
 * query      none
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_text_page
 * json       none
 * export     none
 * title      plan.text
 */
bool plan_text(struct request *rq, const struct plan_text_in *in, struct plan_text_page *page,
	struct err *e)
{
	struct plan_by_id_row plan;
	struct plan_body_row text;
	struct plan_tasks_rows tasks;
	struct plan_repairs_rows repairs;
	struct plan_drawn d;
	bool found;

	if (!plan_head_read(rq, in->plan, PLAN_TAB_TEXT, &page->head, &plan, e) ||
		!plan_body(rq->read, plan.document_id, &text, &found, e) ||
		!plan_tasks(rq->read, in->plan, &tasks, e) ||
		!plan_repairs(rq->read, plan.document_id, &repairs, e))
		return false;
	if (!found)
		return FAIL(e, ERR_INTERNAL, T_plan_no_text);
	d = plan_drawn_new(rq->arena, text.body);
	if (!draw_read(rq, in->plan, &d, e))
		return false;
	draw_letters(&d, &repairs);
	fill_lines(rq, page, &tasks, &d);
	page->file_name = plan.file_name;
	page->repaired = (int64_t)repairs.n;
	request_title(rq, page->head.name);
	return true;
}

/* --- what was done to it */

enum { HISTORY = 200 };

/* "tasks":45 of the flat object that the import wrote; as digits. */
static struct str counted(struct str detail, struct str key)
{
	size_t at = str_find(detail, key, 0), end;

	if (at == SIZE_MAX)
		return S("?");
	for (end = at += key.n; end < detail.n && detail.p[end] >= '0' && detail.p[end] <= '9';
		end++)
		continue;
	return str_sub(detail, at, end);
}

static void fill_event(struct request *rq, struct plan_event *ev, const struct audit_line *l)
{
	struct str detail = l->entry.detail;

	ev->when = time_vi(rq->arena, l->at);
	ev->when_iso = time_iso(rq->arena, l->at);
	ev->who = l->entry.actor_name;
	ev->what = l->entry.action;
	ev->seq = l->seq;
	if (str_eq(l->entry.action, S("plan.recipient_add")))
		ev->what = text_get(rq->lang, T_plan_action_recipient_add);
	if (str_eq(l->entry.action, S("plan.recipient_change")))
		ev->what = text_get(rq->lang, T_plan_action_recipient_change);
	if (!str_eq(l->entry.action, S("plan.import")))
		return;
	ev->what = text_get(rq->lang, T_plan_action_import);
	ev->detail = TEXT(rq->arena, rq->lang, T_plan_imported_counts,
		counted(detail, S("\"tasks\":")), counted(detail, S("\"unassigned\":")),
		counted(detail, S("\"doubtful\":")));
}

/* ROUTE plan_history
 * GET        /plans/{plan:int}/history
 * query      none
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_history_page
 * json       none
 * export     none
 * title      plan.history
 */
bool plan_history(struct request *rq, const struct plan_history_in *in,
	struct plan_history_page *page, struct err *e)
{
	struct plan_by_id_row plan;
	struct audit_lines lines;

	if (!plan_head_read(rq, in->plan, PLAN_TAB_HISTORY, &page->head, &plan, e) ||
		!audit_read(rq->read, S("plan"), in->plan, INT64_MAX, HISTORY, &lines, e))
		return false;
	LIST_EACH(l, &lines)
		fill_event(rq, LIST_ADD(rq->arena, &page->events), l);
	request_title(rq, page->head.name);
	return true;
}

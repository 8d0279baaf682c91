/*
 * Many parts at once: what to do and to which, what would happen, and doing it; and the
 * same out of a spreadsheet.
 */
#include "work/bulk_web.h"

#include "urls.h"
#include "work/work.h"
#include "work_routes.h"

enum { LINES_SHOWN = 200 };

/* --- what, and to which */

static void add_states(struct request *rq, struct bulk_new_page *page, struct str wanted)
{
	static const enum work_state states[] = { WORK_NEW, WORK_DOING, WORK_IN, WORK_RETURNED };

	LIST_PUSH(rq->arena, &page->states,
		((struct option){ S(""), text_get(rq->lang, T_work_bulk_any_state), false }));
	for (size_t i = 0; i < COUNT(states); i++) {
		struct str word = str_z(work_state_word(states[i]));

		LIST_PUSH(rq->arena, &page->states,
			((struct option){ word, work_state_text(rq->lang, states[i], PLAN_LEAD),
				str_eq(word, wanted) }));
	}
}

static bool add_choices(struct request *rq, struct bulk_new_page *page, struct err *e)
{
	const struct bulk_action *action;
	struct bulk_officers_rows officers;

	for (size_t i = 0; (action = bulk_action_at(i)); i++)
		if (action->chosen && actor_may(&rq->actor, action->may))
			LIST_PUSH(rq->arena, &page->actions,
				((struct option){ str_z(action->word),
					text_get(rq->lang, action->label), false }));
	if (!bulk_officers(rq->read, rq->actor.agency, &officers, e))
		return false;
	LIST_PUSH(rq->arena, &page->officers,
		((struct option){ S(""), text_get(rq->lang, T_work_bulk_nobody), false }));
	LIST_EACH(o, &officers)
		LIST_PUSH(rq->arena, &page->officers,
			((struct option){
				str_fmt(rq->arena, "%lld", (long long)o->id), o->display, false }));
	return true;
}

static int64_t given(int64_t id)
{
	return id == DB_NULL ? 0 : id;
}

/* ROUTE bulk_new
 * GET        /work/bulk/new
 * query      plan:int? agency:int? state:word? late:bool?
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       bulk_new_view
 * json       bulk_new_json /api/v1/bulk
 * export     none
 * title      work.bulk
 */
bool bulk_new(
	struct request *rq, const struct bulk_new_in *in, struct bulk_new_page *page, struct err *e)
{
	struct str state = in->state.n ? in->state : S("");
	struct plan_by_id_row plan;
	struct bulk_find_rows rows;
	bool found;

	page->plan = given(in->plan);
	page->agency = given(in->agency);
	page->state = state;
	page->late = in->late;
	add_states(rq, page, state);
	if (!add_choices(rq, page, e))
		return false;
	if (page->plan) {
		if (!plan_by_id(rq->read, page->plan, rq->actor.account, &plan, &found, e))
			return false;
		if (!found)
			return FAIL(e, ERR_ABSENT, T_plan_no_plan);
		page->plan_name = plan_number_text(rq->arena, rq->lang, plan.number);
	}
	if (!page->plan && !page->agency)
		page->agency = rq->actor.agency;
	if (!bulk_find(rq->read, rq->actor.account, page->plan, page->agency, state, in->late,
		    date_today(), BULK_MOST + 1, &rows, e))
		return false;
	page->found = (int64_t)rows.n;
	page->many = rows.n > BULK_MOST;
	return true;
}

static struct str to_the_list(struct request *rq, struct change *c)
{
	return url_bulk_show(rq->arena, .bulk = c->entry.object_id);
}

static void add_part(
	struct request *rq, bulk_new_items *items, const struct bulk_make_in *in, int64_t part)
{
	struct bulk_new_item x = { .line = (int64_t)items->n + 1,
		.action = in->action,
		.part = part,
		.given = S(""),
		.words = in->words.p ? in->words : S(""),
		.day = in->day,
		.officer = in->officer };

	LIST_PUSH(rq->arena, items, x);
}

static bool add_found(
	struct request *rq, bulk_new_items *items, const struct bulk_make_in *in, struct err *e)
{
	struct bulk_find_rows rows;

	if (!given(in->plan) && !given(in->agency))
		return FAIL(e, ERR_INPUT, T_work_bulk_nothing);
	if (!bulk_find(rq->read, rq->actor.account, given(in->plan), given(in->agency),
		    in->state.n ? in->state : S(""), in->late, date_today(), BULK_MOST + 1, &rows,
		    e))
		return false;
	LIST_EACH(x, &rows)
		add_part(rq, items, in, x->id);
	return true;
}

static bool has_what_it_needs(struct request *rq, const struct bulk_make_in *in, struct err *e)
{
	const struct bulk_action *action = bulk_action_of(in->action);

	if (!action || !action->chosen || !actor_may(&rq->actor, action->may))
		return request_refuse(rq, "action", e, ERR_INPUT, T_work_bulk_fault_action);
	if ((action->needs & BULK_WORDS) && !in->words.n)
		return request_refuse(rq, "words", e, ERR_INPUT, T_work_no_reason);
	if ((action->needs & BULK_DAY) && !date_given(in->day))
		return request_refuse(rq, "day", e, ERR_INPUT, T_work_no_day);
	return true;
}

/* ROUTE bulk_make
 * POST       /work/bulk/new
 * form       part:ids? plan:int? agency:int? state:word? late:bool? action:word words:text(4000)? day:date? officer:int?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      bulk.make
 * body       64K
 * rate       change
 * again      bulk_new
 * json       none
 * title      work.bulk
 */
bool bulk_make(struct request *rq, const struct bulk_make_in *in, struct change *c, struct err *e)
{
	bulk_new_items *items = NEW(rq->arena, bulk_new_items);

	if (!has_what_it_needs(rq, in, e))
		return false;
	for (size_t i = 0; i < in->part.n; i++)
		add_part(rq, items, in, in->part.v[i]);
	if (!in->part.n && !add_found(rq, items, in, e))
		return false;
	rq->after = to_the_list;
	return bulk_keep_prepare(rq->arena, &rq->actor, false, items, c, e);
}

/* --- what would happen */

static void add_line(struct request *rq, struct bulk_show_page *page, const struct bulk_verdict *v)
{
	const struct bulk_items_row *x = v->item;
	bool can = v->why.code == ERR_NONE;
	struct bulk_line l = { .row = x };

	if (!rq->api && (can ? page->can.n : page->cannot.n) >= LINES_SHOWN)
		return;
	if (v->action)
		l.what = text_get(rq->lang, v->action->label);
	if (x->path.n)
		l.label = plan_path_label(rq->arena, rq->lang, x->path);
	if (!can)
		l.why = x->fault.n ? bulk_fault_text(rq->lang, x->fault)
				   : err_text(rq->arena, rq->lang, &v->why);
	if (can)
		LIST_PUSH(rq->arena, &page->can, l);
	else
		LIST_PUSH(rq->arena, &page->cannot, l);
}

static struct str one_action(struct request *rq, const struct bulk_view *view)
{
	const struct bulk_action *action = view->verdicts.n ? view->verdicts.v[0].action : NULL;

	LIST_EACH(v, &view->verdicts)
		if (v->action != action)
			return STR_NULL;
	return action ? text_get(rq->lang, action->label) : STR_NULL;
}

/* ROUTE bulk_show
 * GET        /work/bulk/{bulk:int}
 * query      none
 * permission work.act
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       heavy
 * html       bulk_show_view
 * json       bulk_show_json /api/v1/bulk/{bulk}
 * export     none
 * title      work.bulk_look
 */
bool bulk_show(struct request *rq, const struct bulk_show_in *in, struct bulk_show_page *page,
	struct err *e)
{
	struct bulk_view *view = NEW(rq->arena, struct bulk_view);

	if (!bulk_look(rq->arena, rq->read, &rq->actor, in->bulk, view, e))
		return false;
	page->view = view;
	if (view->bulk.done != DB_NULL)
		page->done = time_vi(rq->arena, view->bulk.done);
	page->action = one_action(rq, view);
	page->ready = view->can && !(view->bulk.pasted && view->cannot);
	LIST_EACH(v, &view->verdicts)
		add_line(rq, page, v);
	return true;
}

/* ROUTE bulk_do
 * POST       /work/bulk/{bulk:int}
 * form       count:int
 * permission work.act
 * scope      own
 * csrf       token
 * audit      bulk.do
 * body       1K
 * rate       heavy
 * again      bulk_show
 * json       none
 * title      work.bulk_look
 */
bool bulk_do(struct request *rq, const struct bulk_do_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_bulk_show(rq->arena, .bulk = in->bulk));
	return bulk_do_prepare(rq->arena, rq->read, &rq->actor, in->bulk, in->count, c, e);
}

/* --- out of a spreadsheet */

/* ROUTE plan_paste
 * GET        /plans/{plan:int}/paste
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_paste_view
 * json       none
 * export     none
 * title      work.paste
 */
bool plan_paste(struct request *rq, const struct plan_paste_in *in, struct plan_paste_page *page,
	struct err *e)
{
	struct plan_by_id_row plan;

	return plan_head_load(
		rq->read, rq->lang, rq->actor.account, in->plan, &page->head, &plan, e);
}

/* ROUTE plan_paste_read
 * POST       /plans/{plan:int}/paste
 * form       rows:text(2M)
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      bulk.make
 * body       6M
 * rate       heavy
 * again      plan_paste
 * json       none
 * title      work.paste
 */
bool plan_paste_read(
	struct request *rq, const struct plan_paste_read_in *in, struct change *c, struct err *e)
{
	bulk_new_items *items = NEW(rq->arena, bulk_new_items);
	struct plan_by_id_row plan;
	bool found;

	if (!plan_by_id(rq->read, in->plan, rq->actor.account, &plan, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_no_plan);
	rq->after = to_the_list;
	if (bulk_read_paste(rq->arena, rq->read, in->plan, in->rows, items, e) &&
		bulk_keep_prepare(rq->arena, &rq->actor, true, items, c, e))
		return true;
	request_field(rq, "rows");
	return false;
}

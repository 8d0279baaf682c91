/*
 * The forms about one agency's part of a task: its result, its answer, more time, who
 * works on it; and what who follows the task says to them.
 */
#include "work/part_forms_web.h"

#include "urls.h"
#include "work_routes.h"

/* The part of a form that its agency fills in. */
static bool own(
	struct request *rq, int64_t task, int64_t part, struct work_form_page *page, struct err *e)
{
	if (!work_form_open(rq, task, part, page, e))
		return false;
	return page->part->mine || FAIL(e, ERR_ABSENT, T_work_none);
}

static bool judged(
	struct request *rq, int64_t task, int64_t part, struct work_form_page *page, struct err *e)
{
	if (!work_form_open(rq, task, part, page, e))
		return false;
	return page->part->judged || FAIL(e, ERR_ABSENT, T_work_none);
}

static struct str today_text(struct request *rq)
{
	return date_vi(rq->arena, date_today());
}

/* ROUTE part_show
 * GET        /tasks/{task:int}/parts/{part:int}
 * query      none
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       part_page
 * json       none
 * export     none
 * title      work.part_of
 */
bool part_show(struct request *rq, const struct part_show_in *in, struct work_form_page *page,
	struct err *e)
{
	return work_form_open(rq, in->task, in->part, page, e);
}

/* ROUTE part_begin
 * POST       /tasks/{task:int}/parts/{part:int}/begin
 * form       version:int
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.begin
 * body       4K
 * rate       change
 * again      part_show
 * json       none
 * title      work.begin
 */
bool part_begin(struct request *rq, const struct part_begin_in *in, struct change *c, struct err *e)
{
	struct work_order o = { .kind = WORK_BEGIN, .part = in->part, .version = in->version };

	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE part_result_form
 * GET        /tasks/{task:int}/parts/{part:int}/result
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       part_result_form
 * json       none
 * export     none
 * title      work.hand_in
 */
bool part_result_form(struct request *rq, const struct part_result_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!own(rq, in->task, in->part, page, e))
		return false;
	page->due = today_text(rq);
	return true;
}

/* ROUTE part_result
 * POST       /tasks/{task:int}/parts/{part:int}/result
 * form       version:int words:text(4000)? day:date? figures:text(4000)? file:file(20M)?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.hand_in
 * body       21M
 * rate       heavy
 * again      part_result_form
 * json       none
 * title      work.hand_in
 */
bool part_result(
	struct request *rq, const struct part_result_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_HAND_IN,
		.part = in->part,
		.version = in->version,
		.words = in->words,
		.day = in->day,
	};
	struct file_new *file = NEW(rq->arena, struct file_new);

	if (!work_figures_read(rq->arena, in->figures, &o.figures, e)) {
		request_field(rq, "figures");
		return false;
	}
	if (in->file.bytes.p) {
		o.file = file;
		if (!file_prepare(rq->arena, in->file.name, in->file.bytes, file, e)) {
			request_field(rq, "file");
			return false;
		}
	}
	return work_form_send(rq, in->task, &o, c, e);
}

/* Who has the answer on paper may put it down for the agency that gave it. */
/* ROUTE part_answer_form
 * GET        /tasks/{task:int}/parts/{part:int}/answer
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       part_answer_form
 * json       none
 * export     none
 * title      work.answer
 */
bool part_answer_form(struct request *rq, const struct part_answer_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!work_form_open(rq, in->task, in->part, page, e))
		return false;
	page->due = today_text(rq);
	return page->part->mine || page->work.rights.follows || FAIL(e, ERR_ABSENT, T_work_none);
}

/* ROUTE part_answer
 * POST       /tasks/{task:int}/parts/{part:int}/answer
 * form       version:int verdict:word? words:text(4000)? day:date?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.answer
 * body       64K
 * rate       change
 * again      part_answer_form
 * json       none
 * title      work.answer
 */
bool part_answer(
	struct request *rq, const struct part_answer_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = str_eq(in->verdict, S("no")) ? WORK_DECLINE : WORK_ANSWER,
		.part = in->part,
		.version = in->version,
		.words = in->words,
		.day = in->day,
	};

	if (!str_eq(in->verdict, S("no")) && !str_eq(in->verdict, S("yes")))
		return request_refuse(rq, "verdict", e, ERR_INPUT, T_work_no_verdict);
	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE part_later_form
 * GET        /tasks/{task:int}/parts/{part:int}/later
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       part_later_form
 * json       none
 * export     none
 * title      work.ask_later
 */
bool part_later_form(struct request *rq, const struct part_later_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!own(rq, in->task, in->part, page, e))
		return false;
	return true;
}

/* ROUTE part_later
 * POST       /tasks/{task:int}/parts/{part:int}/later
 * form       version:int words:text(500)? day:date?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.ask_later
 * body       4K
 * rate       change
 * again      part_later_form
 * json       none
 * title      work.ask_later
 */
bool part_later(struct request *rq, const struct part_later_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_ASK_LATER,
		.part = in->part,
		.version = in->version,
		.words = in->words,
		.day = in->day,
	};

	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE part_officer_form
 * GET        /tasks/{task:int}/parts/{part:int}/officer
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       part_officer_form
 * json       none
 * export     none
 * title      work.officer
 */
bool part_officer_form(struct request *rq, const struct part_officer_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!own(rq, in->task, in->part, page, e))
		return false;
	struct work_officers_rows rows;

	if (!work_officers(rq->read, page->part->row->agency_id, &rows, e))
		return false;
	LIST_PUSH(rq->arena, &page->options,
		((struct option){ S("0"), text_get(rq->lang, T_work_no_one), false }));
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->options,
			((struct option){ str_fmt(rq->arena, "%lld", (long long)x->id), x->display,
				x->id == page->part->row->officer_id }));
	return true;
}

/* ROUTE part_officer
 * POST       /tasks/{task:int}/parts/{part:int}/officer
 * form       version:int officer:int
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.officer
 * body       4K
 * rate       change
 * again      part_officer_form
 * json       none
 * title      work.officer
 */
bool part_officer(
	struct request *rq, const struct part_officer_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_OFFICER,
		.part = in->part,
		.version = in->version,
		.officer = in->officer,
	};

	return work_form_send(rq, in->task, &o, c, e);
}

static void add_verdict(struct request *rq, struct work_form_page *page, enum work_kind kind)
{
	struct str word = str_z(work_kind_word(kind));

	LIST_PUSH(rq->arena, &page->options,
		((struct option){ word, work_event_text(rq->lang, word), page->options.n == 0 }));
}

/* ROUTE part_judge_form
 * GET        /tasks/{task:int}/parts/{part:int}/judge
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       part_judge_form
 * json       none
 * export     none
 * title      work.judge
 */
bool part_judge_form(struct request *rq, const struct part_judge_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!judged(rq, in->task, in->part, page, e))
		return false;
	if (page->part->state == WORK_IN)
		add_verdict(rq, page, WORK_ACCEPT);
	if (page->part->state == WORK_IN || page->part->state == WORK_ACCEPTED)
		add_verdict(rq, page, WORK_RETURN);
	if (page->part->row->open || page->part->state == WORK_IN)
		add_verdict(rq, page, WORK_WAIVE);
	return true;
}

/* ROUTE part_judge
 * POST       /tasks/{task:int}/parts/{part:int}/judge
 * form       version:int verdict:word? words:text(500)?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.judge
 * body       4K
 * rate       change
 * again      part_judge_form
 * json       none
 * title      work.judge
 */
bool part_judge(struct request *rq, const struct part_judge_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = work_kind_of(in->verdict),
		.part = in->part,
		.version = in->version,
		.words = in->words,
	};

	if (o.kind != WORK_ACCEPT && o.kind != WORK_RETURN && o.kind != WORK_WAIVE)
		return request_refuse(rq, "verdict", e, ERR_INPUT, T_work_no_verdict);
	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE part_time_form
 * GET        /tasks/{task:int}/parts/{part:int}/time
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       part_time_form
 * json       none
 * export     none
 * title      work.decide_time
 */
bool part_time_form(struct request *rq, const struct part_time_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!judged(rq, in->task, in->part, page, e))
		return false;
	return page->extension || page->conflict || FAIL(e, ERR_ABSENT, T_work_none);
}

/* ROUTE part_time
 * POST       /tasks/{task:int}/parts/{part:int}/time
 * form       version:int verdict:word? words:text(500)?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.time
 * body       4K
 * rate       change
 * again      part_time_form
 * json       none
 * title      work.decide_time
 */
bool part_time(struct request *rq, const struct part_time_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = str_eq(in->verdict, S("yes")) ? WORK_GRANT : WORK_DENY,
		.part = in->part,
		.version = in->version,
		.words = in->words,
	};

	if (!str_eq(in->verdict, S("no")) && !str_eq(in->verdict, S("yes")))
		return request_refuse(rq, "verdict", e, ERR_INPUT, T_work_no_verdict);
	return work_form_send(rq, in->task, &o, c, e);
}

/* ROUTE part_assign_form
 * GET        /tasks/{task:int}/parts/{part:int}/assign
 * query      none
 * permission work.act
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       part_assign_form
 * json       none
 * export     none
 * title      work.assign
 */
bool part_assign_form(struct request *rq, const struct part_assign_form_in *in,
	struct work_form_page *page, struct err *e)
{
	if (!judged(rq, in->task, in->part, page, e))
		return false;
	if (page->part->row->own_due)
		page->due = date_vi(rq->arena, page->part->row->due);
	return true;
}

/* ROUTE part_assign
 * POST       /tasks/{task:int}/parts/{part:int}/assign
 * form       version:int words:text(4000)? day:date?
 * permission work.act
 * scope      agency
 * csrf       token
 * audit      work.assign
 * body       64K
 * rate       change
 * again      part_assign_form
 * json       none
 * title      work.assign
 */
bool part_assign(
	struct request *rq, const struct part_assign_in *in, struct change *c, struct err *e)
{
	struct work_order o = {
		.kind = WORK_ASSIGN,
		.part = in->part,
		.version = in->version,
		.words = in->words,
		.day = in->day,
	};

	return work_form_send(rq, in->task, &o, c, e);
}

/*
 * A report with its steps: what is being written, or an issue as it was signed.
 */
#include "report/report_show_web.h"

#include "access/access.h"
#include "audit/note.h"
#include "report/publish.h"
#include "report_routes.h"
#include "urls.h"

enum { LOG = 50 };

static bool fill_live(struct request *rq, struct report_show_page *page, struct err *e)
{
	struct report_passages_rows passages;
	struct report_sections_rows rows;

	if (!report_sections(rq->read, page->t.id, &rows, e) ||
		!report_live_figures(rq, &page->t, &rows, &page->figures, e) ||
		!report_passages(rq->read, page->t.id, &passages, e))
		return false;
	page->gathers = report_figure(&page->figures, S("came")) != NULL;
	bool may = page->state == REPORT_DRAFTING && page->steps >> REPORT_ASK & 1;

	LIST_EACH(s, &rows) {
		struct report_part *part = LIST_ADD(rq->arena, &page->parts);

		part->position = s->position;
		part->version = s->version;
		part->title = report_section_text(rq->lang, s->kind);
		report_text(rq->arena, s->words, &page->figures, &part->text);
		report_origins_live(rq, &passages, s, &part->origins);
		if (may)
			part->edit = url_report_edit(
				rq->arena, .report = page->t.id, .section = s->position);
		if (may && page->gathers)
			part->gather = url_report_gather(
				rq->arena, .report = page->t.id, .section = s->position);
	}
	return true;
}

static void fill_origins(struct request *rq, const struct report_content *c, const struct ids *open,
	struct report_part *part)
{
	LIST_EACH(x, &c->origins) {
		if (x->position != part->position)
			continue;

		struct report_origin_line *l = LIST_ADD(rq->arena, &part->origins);

		*l = (struct report_origin_line){ .agency = x->agency,
			.number = x->number,
			.day = x->day,
			.round = x->round,
			.as_taken = x->as_taken };
		if (report_is_open(open, x->report))
			l->href = url_report_show(
				rq->arena, .report = x->report, .round = x->round);
	}
}

static bool fill_issue(
	struct request *rq, int64_t round, struct report_show_page *page, struct err *e)
{
	struct report_content c;
	int64_t position = 0;
	struct ids open;

	if (!report_read_issue(rq, page->t.id, round, &page->issue, &c, e) ||
		!report_open_ones(rq, &page->t, &open, e) ||
		!report_put_right(rq->read, page->t.id, round, &page->put_right, e))
		return false;
	page->frozen = true;
	page->round = round;
	page->figures = c.figures;
	page->digest = hex_of(rq->arena, page->issue.digest);
	LIST_EACH(s, &c.sections) {
		struct report_part *part = LIST_ADD(rq->arena, &page->parts);

		part->position = ++position;
		part->title = report_section_text(rq->lang, s->kind);
		report_text(rq->arena, s->words, &page->figures, &part->text);
		fill_origins(rq, &c, &open, part);
		LIST_PUSH(rq->arena, &page->sections,
			((struct option){
				report_number(rq->arena, position), part->title, position == 1 }));
	}
	return true;
}

/* Beside the text they are about: those of the round shown, or of the one before, which is
 * being put right. */
static bool fill_remarks(struct request *rq, struct report_show_page *page, struct err *e)
{
	int64_t round = page->frozen ? page->round : page->t.round - 1;
	struct report_remarks_rows rows;

	if (!report_remarks(rq->read, page->t.id, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		if (x->round != round)
			continue;
		if (x->position >= 1 && (size_t)x->position <= page->parts.n)
			LIST_PUSH(rq->arena, &page->parts.v[x->position - 1].remarks, *x);
		else
			LIST_PUSH(rq->arena, &page->remarks, *x);
	}
	return true;
}

/* What the recipient sees is what was sent last; the agency sees what it writes. */
static int64_t round_shown(const struct report_by_id_row *t, enum report_state state)
{
	bool writing = state == REPORT_DRAFTING || state == REPORT_ASKED;

	if (!t->near)
		return t->published;
	if (writing && t->own)
		return 0;
	return writing ? t->round - 1 : t->round;
}

/* Who sees it because it was published sees the published issues, and nothing of how they came about. */
static void hide_ways(struct report_show_page *page)
{
	struct report_issues_rows *all = &page->issues;
	size_t n = 0;

	LIST_EACH(x, all)
		LIST_EACH(y, &page->publications)
			if (x->round == y->round)
				all->v[n++] = *x;
	all->n = n;
	page->steps = 0;
	page->log.n = page->resting.n = page->remarks.n = 0;
	LIST_EACH(part, &page->parts)
		part->remarks.n = 0;
}

static bool fill_published(
	struct request *rq, int64_t round, struct report_show_page *page, struct err *e)
{
	LIST_EACH(x, &page->publications)
		if (x->round == round)
			page->published = x;
	if (!page->t.near)
		hide_ways(page);
	return !round || !actor_may(&rq->actor, PERM_report_publish) ||
	       report_may_publish(rq->read, &rq->actor, page->t.id, round, &page->may_publish, e);
}

static bool fill_due(struct request *rq, struct report_show_page *page, struct err *e)
{
	if (!page->t.near)
		return true;
	if (!report_due_read(rq->read, rq->lang, &page->t, &page->due, e))
		return false;
	if (page->due.duty && actor_may(&rq->actor, PERM_duty_read))
		page->due_href = url_duty_item(rq->arena, .duty = page->due.duty,
			.period = page->t.period, .agency = page->t.agency_id);
	return true;
}

/* ROUTE report_show
 * GET        /reports/{report:int}
 * query      round:int?
 * permission report.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_show_page
 * json       report_show_json /api/v1/reports/{report}
 * export     none
 * title      report.one
 */
bool report_show(struct request *rq, const struct report_show_in *in, struct report_show_page *page,
	struct err *e)
{
	struct calendar_period period;

	if (!report_read_one(rq, in->report, &page->t, e) ||
		!report_issues(rq->read, in->report, &page->issues, e) ||
		!report_steps(rq->read, &rq->actor, in->report, &page->steps, e) ||
		!audit_read(rq->read, S("report"), in->report, INT64_MAX, LOG, &page->log, e) ||
		!report_resting(rq->read, in->report, &page->resting, e))
		return false;
	page->state = report_state_of(page->t.state);
	page->period = report_period_label(rq, page->t.period);
	if (calendar_period_find(rq->arena, page->t.period, &period))
		page->span = calendar_period_span(rq->arena, &period);
	page->today = date_vi(rq->arena, date_today());
	int64_t round = in->round > 0 ? in->round : round_shown(&page->t, page->state);

	request_title(rq, page->t.title);
	if (!report_must_see(rq, &page->t, round, e) ||
		!report_publications(rq->read, in->report, &page->publications, e) ||
		!(round ? fill_issue(rq, round, page, e) : fill_live(rq, page, e)) ||
		!fill_remarks(rq, page, e) || !fill_due(rq, page, e))
		return false;
	/* an older issue is for reading */
	if (round && round != round_shown(&page->t, page->state))
		page->steps = 0;
	return fill_published(rq, round, page, e);
}

static bool step_of(struct str word, enum report_step *out)
{
	static const char *const words[REPORT_STEPS] = { [REPORT_ASK] = "ask",
		[REPORT_UNASK] = "unask",
		[REPORT_BACK] = "back",
		[REPORT_SIGN] = "sign",
		[REPORT_RECEIVE] = "receive",
		[REPORT_RETURN] = "return",
		[REPORT_ACCEPT] = "accept",
		[REPORT_CORRECT] = "correct" };

	for (enum report_step i = 0; i < REPORT_STEPS; i++)
		if (str_eq(word, str_z(words[i]))) {
			*out = i;
			return true;
		}
	return false;
}

/* ROUTE report_order
 * POST       /reports/{report:int}/steps
 * form       version:int step:word reason:text(2000)? number:text(100)? day:date? signer:text(100)? position:text(200)?
 * permission report.read
 * scope      agency
 * csrf       token
 * audit      report.step
 * body       16K
 * rate       change
 * again      report_show
 * json       none
 * title      report.one
 */
bool report_order(
	struct request *rq, const struct report_order_in *in, struct change *c, struct err *e)
{
	struct report_order o = { .id = in->report,
		.version = in->version,
		.reason = report_or_empty(in->reason),
		.number = report_or_empty(in->number),
		.signer = report_or_empty(in->signer),
		.position = report_or_empty(in->position),
		.day = in->day };
	struct report_by_id_row t;

	if (!step_of(in->step, &o.step))
		return FAIL(e, ERR_INPUT, T_report_not_now);
	if (!report_read_one(rq, in->report, &t, e))
		return false;
	request_redirect(rq, url_report_show(rq->arena, .report = in->report));
	return report_order_prepare(rq->arena, rq->read, &rq->actor, &o, c, e);
}

/* ROUTE report_remark
 * POST       /reports/{report:int}/remarks
 * form       section:int quote:text(500)? words:text(2000)
 * permission report.receive
 * scope      agency
 * csrf       token
 * audit      report.remark
 * body       16K
 * rate       change
 * again      report_show
 * json       none
 * title      report.one
 */
bool report_remark(
	struct request *rq, const struct report_remark_in *in, struct change *c, struct err *e)
{
	struct report_by_id_row t;

	if (!report_read_one(rq, in->report, &t, e))
		return false;
	request_field(rq, "quote");
	request_redirect(rq, url_report_show(rq->arena, .report = in->report));
	return report_remark_prepare(rq->arena, rq->read, &rq->actor, in->report, in->section,
		report_or_empty(in->quote), in->words, c, e);
}

/* ROUTE report_counted
 * GET        /reports/{report:int}/figures/{figure:word}
 * query      round:int?
 * permission report.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_figure_page
 * json       report_figure_json /api/v1/reports/{report}/figures/{figure}
 * export     none
 * title      report.figure
 */
bool report_counted(struct request *rq, const struct report_counted_in *in,
	struct report_figure_page *page, struct err *e)
{
	const struct report_figure *figure;
	struct report_sections_rows rows;
	struct report_issue_of_row issue;
	struct report_content c = { 0 };
	struct ids open;

	if (!report_read_one(rq, in->report, &page->t, e))
		return false;
	page->round = in->round > 0 ? in->round : 0;
	if (!page->round && !page->t.own)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	if (!report_must_see(rq, &page->t, page->round, e))
		return false;
	if (!(page->round ? report_read_issue(rq, in->report, page->round, &issue, &c, e)
			  : report_sections(rq->read, in->report, &rows, e) &&
				    report_live_figures(rq, &page->t, &rows, &c.figures, e)) ||
		!report_open_ones(rq, &page->t, &open, e))
		return false;
	figure = report_figure(&c.figures, in->figure);
	if (!figure)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	page->figure = *figure;
	LIST_EACH(x, &page->figure.of)
		LIST_PUSH(rq->arena, &page->lines,
			((struct report_counted_line){
				x, report_counted_address(rq->arena, x, &open) }));
	request_title(rq, figure->name);
	return true;
}

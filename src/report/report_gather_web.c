/*
 * The page on which one section is put together from what came in.
 */
#include "report/gather.h"
#include "report/report_gather_web.h"
#include "report_routes.h"
#include "urls.h"

static bool find_section(struct report_gather_page *page, const struct report_sections_rows *rows,
	int64_t position, const struct report_sections_row **out, struct err *e)
{
	LIST_EACH(s, rows)
		if (s->position == position) {
			page->position = s->position;
			page->version = s->version;
			*out = s;
			return true;
		}
	return FAIL(e, ERR_ABSENT, T_report_absent);
}

static void fill_tabs(struct request *rq, const struct report_sections_rows *rows,
	struct report_gather_page *page)
{
	LIST_EACH(s, rows)
		LIST_PUSH(rq->arena, &page->tabs,
			((struct option){ url_report_gather(rq->arena, .report = page->t.id,
						  .section = s->position),
				report_section_text(rq->lang, s->kind),
				s->position == page->position }));
}

static void fill_offers(struct request *rq, const struct report_sections_row *own,
	const struct report_came *c, struct report_gather_page *page)
{
	struct report_gather_from *from = LIST_ADD(rq->arena, &page->from);
	struct report_text *text = NEW(rq->arena, struct report_text);
	report_lines lines;

	from->c = c;
	from->href = url_report_show(rq->arena, .report = c->report, .round = c->round);
	report_lines_of(rq->arena, c, own->position, &lines);
	if (lines.n)
		report_text(rq->arena, c->content.sections.v[own->position - 1].words,
			&c->content.figures, text);
	for (size_t i = 0; i < lines.n && i < text->n; i++)
		LIST_PUSH(rq->arena, &from->offers,
			((struct report_offer){ &text->v[i], i + 1,
				report_kept(own->words, lines.v[i]).kept > 0 }));
}

static struct str opened(struct request *rq, const struct report_came *c, struct str figure)
{
	return url_report_counted(
		rq->arena, .report = c->report, .figure = figure, .round = c->round);
}

static void fill_doubles(struct request *rq, const report_came_list *came, struct str figure,
	bool task, struct report_gather_page *page)
{
	report_doubles *found = NEW(rq->arena, report_doubles);

	report_doubles_of(rq->arena, came, figure, found);
	LIST_EACH(d, found)
		LIST_PUSH(rq->arena, &page->doubles,
			((struct report_double_line){
				d, opened(rq, d->a, figure), opened(rq, d->b, figure), task }));
}

static bool fill_came(struct request *rq, const struct report_sections_row *own,
	struct report_gather_page *page, struct err *e)
{
	struct report_about about = report_about_of(&page->t);
	report_came_list *came = NEW(rq->arena, report_came_list);

	if (!report_incoming_read(rq->read, rq->lang, &about, came, e) ||
		!report_owers_read(rq->read, rq->lang, &about, came, &page->owers, e))
		return false;
	LIST_EACH(c, came)
		if (!c->sent_back)
			fill_offers(rq, own, c, page);
	LIST_EACH(o, &page->owers.all)
		page->came += o->came;
	fill_doubles(rq, came, S("activities"), false, page);
	fill_doubles(rq, came, S("parts_in"), true, page);
	return true;
}

/* ROUTE report_gather
 * GET        /reports/{report:int}/sections/{section:int}/gather
 * query      none
 * permission report.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_gather_page
 * json       report_gather_json /api/v1/reports/{report}/sections/{section}/gather
 * export     none
 * title      report.gather
 */
bool report_gather(struct request *rq, const struct report_gather_in *in,
	struct report_gather_page *page, struct err *e)
{
	const struct report_sections_row *own = NULL;
	struct report_passages_rows passages;
	struct report_sections_rows *rows = NEW(rq->arena, struct report_sections_rows);

	if (!report_read_one(rq, in->report, &page->t, e))
		return false;
	if (!page->t.own)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	if (!report_sections(rq->read, in->report, rows, e) ||
		!find_section(page, rows, in->section, &own, e) ||
		!report_live_figures(rq, &page->t, rows, &page->figures, e) ||
		!report_passages(rq->read, in->report, &passages, e))
		return false;
	page->title = report_section_text(rq->lang, own->kind);
	page->edit = url_report_edit(rq->arena, .report = in->report, .section = own->position);
	report_text(rq->arena, own->words, &page->figures, &page->text);
	report_origins_live(rq, &passages, own, &page->origins);
	fill_tabs(rq, rows, page);
	request_title(rq, TEXT(rq->arena, rq->lang, T_report_gather_title, page->title));
	return fill_came(rq, own, page, e);
}

/* ROUTE report_take
 * POST       /reports/{report:int}/sections/{section:int}/gather
 * form       version:int from:int round:int all:bool? paragraph:ids?
 * permission report.write
 * scope      agency
 * csrf       token
 * audit      report.gather
 * body       16K
 * rate       change
 * again      report_gather
 * json       none
 * title      report.gather
 */
bool report_take(
	struct request *rq, const struct report_take_in *in, struct change *c, struct err *e)
{
	struct report_take take = { .report = in->report,
		.position = in->section,
		.version = in->version,
		.from = in->from,
		.round = in->round,
		.section = in->section,
		.paragraphs = in->paragraph.v,
		.n = in->all ? 0 : in->paragraph.n };
	struct report_by_id_row t;

	if (!report_read_one(rq, in->report, &t, e))
		return false;
	if (!in->all && !in->paragraph.n)
		return FAIL(e, ERR_INPUT, T_report_no_paragraph);
	request_redirect(
		rq, url_report_gather(rq->arena, .report = in->report, .section = in->section));
	return report_take_prepare(rq->arena, rq->read, &rq->actor, &take, c, e);
}

/* ROUTE report_drop
 * POST       /reports/{report:int}/sections/{section:int}/sources
 * form       passage:int
 * permission report.write
 * scope      agency
 * csrf       token
 * audit      report.drop
 * body       4K
 * rate       change
 * again      report_gather
 * json       none
 * title      report.gather
 */
bool report_drop(
	struct request *rq, const struct report_drop_in *in, struct change *c, struct err *e)
{
	struct report_by_id_row t;

	if (!report_read_one(rq, in->report, &t, e))
		return false;
	request_redirect(
		rq, url_report_gather(rq->arena, .report = in->report, .section = in->section));
	return report_drop_prepare(rq->arena, &rq->actor, in->report, in->passage, c, e);
}

/*
 * Writing a section of a report.
 */
#include "report/report_edit_web.h"

#include "report_routes.h"
#include "urls.h"

/* ROUTE report_edit
 * GET        /reports/{report:int}/sections/{section:int}
 * query      none
 * permission report.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_edit_page
 * json       none
 * export     none
 * title      report.edit
 */
bool report_edit(struct request *rq, const struct report_edit_in *in, struct report_edit_page *page,
	struct err *e)
{
	const struct report_figures none = { 0 };
	struct report_sections_rows rows;

	if (!report_read_one(rq, in->report, &page->t, e) ||
		!report_sections(rq->read, in->report, &rows, e) ||
		!report_live_figures(rq, &page->t, &rows, &page->figures, e))
		return false;
	page->gathers = report_figure(&page->figures, S("came")) != NULL;
	if (!page->t.own)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	LIST_EACH(s, &rows) {
		if (s->position != in->section)
			continue;
		page->position = s->position;
		page->version = s->version;
		page->title = report_section_text(rq->lang, s->kind);
		page->words = s->words;
		report_text(rq->arena, s->words, &none, &page->now);
		page->changed_by = TEXT(rq->arena, rq->lang, T_report_changed_by, s->account_name,
			time_vi(rq->arena, s->changed));
		request_title(rq, page->title);
		return true;
	}
	return FAIL(e, ERR_ABSENT, T_report_absent);
}

/* ROUTE report_write
 * POST       /reports/{report:int}/sections/{section:int}
 * form       version:int words:text(40000)?
 * permission report.write
 * scope      agency
 * csrf       token
 * audit      report.write
 * body       128K
 * rate       change
 * again      report_edit
 * json       none
 * title      report.edit
 */
bool report_write(
	struct request *rq, const struct report_write_in *in, struct change *c, struct err *e)
{
	struct report_by_id_row t;

	if (!report_read_one(rq, in->report, &t, e))
		return false;
	request_field(rq, "words");
	request_redirect(rq, url_report_show(rq->arena, .report = in->report));
	return report_write_prepare(rq->arena, rq->read, &rq->actor, in->report, in->section,
		in->version, report_or_empty(in->words), c, e);
}

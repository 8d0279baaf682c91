/*
 * Published reports: the list, and publishing one.
 */
#include "report/report_publish_web.h"

#include "report/publish.h"
#include "report_routes.h"
#include "urls.h"

enum { PAGE = 50 };

/* ROUTE report_published
 * GET        /reports/published
 * query      after:int?
 * permission report.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       report_published_page
 * json       report_published_json /api/v1/reports/published
 * export     none
 * title      report.published
 */
bool report_published(struct request *rq, const struct report_published_in *in,
	struct report_published_page *page, struct err *e)
{
	struct report_published_page_rows rows;

	if (!report_published_page(
		    rq->read, in->after > 0 ? in->after : INT64_MAX, PAGE + 1, &rows, e))
		return false;
	if (rows.n > PAGE) {
		rows.n = PAGE;
		page->next = rows.v[PAGE - 1].id;
		page->next_href = url_report_published(rq->arena, .after = page->next);
	}
	LIST_EACH(t, &rows)
		LIST_PUSH(rq->arena, &page->rows,
			((struct report_published_line){ t, report_period_label(rq, t->period) }));
	return true;
}

/* ROUTE report_publish
 * POST       /reports/{report:int}/publish
 * form       version:int round:int
 * permission report.publish
 * scope      agency
 * csrf       token
 * audit      report.announce
 * body       4K
 * rate       change
 * again      report_show
 * json       none
 * title      report.one
 */
bool report_publish(
	struct request *rq, const struct report_publish_in *in, struct change *c, struct err *e)
{
	struct report_by_id_row t;

	if (!report_read_one(rq, in->report, &t, e))
		return false;
	request_redirect(rq, url_report_show(rq->arena, .report = in->report, .round = in->round));
	return report_publish_prepare(
		rq->arena, &rq->actor, in->report, in->version, in->round, c, e);
}

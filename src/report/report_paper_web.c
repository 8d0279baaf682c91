/*
 * A report as a paper by Decree 30/2020: as it was signed, or as it is being written.
 */
#include "report/report_paper_web.h"

#include "publish/office.h"
#include "report_routes.h"
#include "urls.h"

static void add_part(struct paper *p, const struct report_part *part)
{
	/* the title bears its numeral */
	paper_text(p, PAPER_PART, S(""), paper_capitals(p->arena, part->title));
	LIST_EACH(x, &part->text) {
		struct paper_block *b = LIST_ADD(p->arena, &p->body);

		b->kind = PAPER_TEXT;
		LIST_EACH(bit, &x->bits)
			paper_run(p, &b->runs, bit->words, false, false);
	}
}

static void add_signer(struct paper *p, const struct report_show_page *page)
{
	struct paper_signer *s = paper_signer(p, page->frozen ? page->issue.signer : S(""));

	LIST_PUSH(p->arena, &s->lines, page->frozen ? page->issue.position : S(""));
}

static bool paper_of(
	struct request *rq, const struct report_show_page *page, struct paper **out, struct err *e)
{
	struct paper *p = paper_new(rq->arena, PAPER_REPORT);
	const struct report_by_id_row *t = &page->t;

	if (!office_head(rq->read, t->agency_id, p, e))
		return false;
	office_number(p, page->frozen ? page->issue.number : S(""), S("BC-"));
	p->day = page->frozen ? page->issue.day : DATE_NONE;
	p->abstract = t->title;
	paper_line(p, &p->to, t->to_name);
	LIST_EACH(x, &page->parts)
		add_part(p, x);
	paper_line(p, &p->recipients, S("Như trên"));
	paper_line(p, &p->recipients, S("Lưu: VT"));
	add_signer(p, page);
	*out = p;
	return !page->frozen ||
	       office_code(rq->read, p,
		       url_report_show(rq->arena, .report = t->id, .round = page->round),
		       page->digest, e);
}

static bool download(struct request *rq, const struct report_show_in *in, enum office_form form,
	struct reply *reply, struct err *e)
{
	struct report_show_page page = { 0 };
	struct paper *p;

	return report_show(rq, in, &page, e) && paper_of(rq, &page, &p, e) &&
	       office_write(rq->arena, p, form, &reply->type, &reply->name, &reply->bytes, e);
}

/* ROUTE report_docx
 * GET        /reports/{report:int}/docx
 * query      round:int?
 * permission report.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       heavy
 * html       none
 * json       none
 * export     none
 * title      report.as_docx
 */
bool report_docx(
	struct request *rq, const struct report_docx_in *in, struct reply *reply, struct err *e)
{
	struct report_show_in show = { .report = in->report, .round = in->round };

	return download(rq, &show, OFFICE_DOCX, reply, e);
}

/* ROUTE report_pdf
 * GET        /reports/{report:int}/pdf
 * query      round:int?
 * permission report.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       heavy
 * html       none
 * json       none
 * export     none
 * title      report.as_pdf
 */
bool report_pdf(
	struct request *rq, const struct report_pdf_in *in, struct reply *reply, struct err *e)
{
	struct report_show_in show = { .report = in->report, .round = in->round };

	return download(rq, &show, OFFICE_PDF, reply, e);
}

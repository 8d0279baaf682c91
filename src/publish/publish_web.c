/*
 * The pages of registers: the numbers given, taking one, one with what went out under it.
 */
#include "publish/publish_web.h"

#include "access/access.h"
#include "file/file.h"
#include "publish_routes.h"
#include "urls.h"

enum { PAGE = 50 };

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

/* --- the list */

static void fill_kinds(struct request *rq, struct str chosen, struct paper_list_page *page)
{
	struct option any = { S(""), text_get(rq->lang, T_publish_any_kind), !chosen.n };

	LIST_PUSH(rq->arena, &page->kind_options, any);
	for (int i = 0; i < PAPER_KINDS; i++) {
		struct str word = str_z(paper_kind_word((enum paper_kind)i));

		LIST_PUSH(rq->arena, &page->kind_options,
			((struct option){
				word, register_kind_text(rq->lang, word), str_eq(word, chosen) }));
	}
}

static void fill_years(struct request *rq, int64_t chosen, struct paper_list_page *page)
{
	struct option any = { S(""), text_get(rq->lang, T_publish_any_year), chosen <= 0 };

	LIST_PUSH(rq->arena, &page->year_options, any);
	LIST_EACH(y, &page->years) {
		struct str word = str_fmt(rq->arena, "%lld", (long long)y->year);
		bool on = y->year == chosen;

		LIST_PUSH(rq->arena, &page->year_options, ((struct option){ word, word, on }));
		if (on || chosen <= 0) {
			page->given += y->given;
			page->waiting += y->waiting;
			page->cancelled += y->cancelled;
		}
	}
}

/* ROUTE paper_list
 * GET        /papers
 * query      year:int? kind:word? after:int?
 * permission paper.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       paper_list_page
 * json       paper_list_json /api/v1/papers
 * export     paper_list_sheet
 * title      publish.register
 */
bool paper_list(struct request *rq, const struct paper_list_in *in, struct paper_list_page *page,
	struct err *e)
{
	int64_t most = request_most(rq, PAGE), year = in->year > 0 ? in->year : 0;

	page->may_take = actor_may(&rq->actor, PERM_paper_number) && rq->actor.agency;
	if (!paper_years(rq->read, rq->actor.account, &page->years, e) ||
		!paper_page(rq->read, rq->actor.account, or_empty(in->kind), year,
			in->after > 0 ? in->after : INT64_MAX, most + 1, &page->rows, e))
		return false;
	fill_years(rq, year, page);
	fill_kinds(rq, or_empty(in->kind), page);
	if ((int64_t)page->rows.n > most && !rq->export) {
		page->rows.n = (size_t)most;
		page->next = page->rows.v[most - 1].id;
		page->next_href = url_paper_list(
			rq->arena, .year = year, .kind = in->kind, .after = page->next);
	}
	return true;
}

/* --- taking one */

/* ROUTE paper_take_form
 * GET        /papers/new
 * query      none
 * permission paper.number
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       paper_form_page
 * json       none
 * export     none
 * title      publish.take
 */
bool paper_take_form(struct request *rq, const struct paper_take_form_in *in,
	struct paper_form_page *page, struct err *e)
{
	(void)in;
	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_publish_no_agency);
	page->agency = rq->actor.agency_name;
	page->day = date_vi(rq->arena, date_today());
	for (int i = 0; i < PAPER_KINDS; i++) {
		struct str word = str_z(paper_kind_word((enum paper_kind)i));

		LIST_PUSH(rq->arena, &page->kinds,
			((struct option){
				word, register_kind_text(rq->lang, word), i == PAPER_DISPATCH }));
	}
	return true;
}

static struct str to_it(struct request *rq, struct change *c)
{
	return url_paper_show(rq->arena, .paper = c->entry.object_id);
}

/* ROUTE paper_take
 * POST       /papers
 * form       kind:word symbol:text(60) abstract:text(500) day:date start:int?
 * permission paper.number
 * scope      agency
 * csrf       token
 * audit      paper.take
 * body       8K
 * rate       change
 * again      paper_take_form
 * json       none
 * title      publish.take
 */
bool paper_take(struct request *rq, const struct paper_take_in *in, struct change *c, struct err *e)
{
	struct register_new new = { .agency = rq->actor.agency,
		.kind = in->kind,
		.symbol = in->symbol,
		.abstract = in->abstract,
		.day = in->day,
		.start = in->start == DB_NULL ? 0 : in->start };

	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_publish_no_agency);
	rq->after = to_it;
	return register_take_prepare(rq->arena, &rq->actor, &new, NEW(rq->arena, int64_t), c, e);
}

/* --- one */

static bool read_one(struct request *rq, int64_t id, struct paper_by_id_row *n, struct err *e)
{
	bool found;

	if (!paper_by_id(rq->read, id, rq->actor.account, n, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_publish_absent);
}

/* ROUTE paper_show
 * GET        /papers/{paper:int}
 * query      none
 * permission paper.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       paper_show_page
 * json       paper_show_json /api/v1/papers/{paper}
 * export     none
 * title      publish.one
 */
bool paper_show(struct request *rq, const struct paper_show_in *in, struct paper_show_page *page,
	struct err *e)
{
	bool may;

	if (!read_one(rq, in->paper, &page->n, e) ||
		!access_may(rq->read, &rq->actor, PERM_paper_number, page->n.agency_id, &may, e))
		return false;
	page->may_end = may && str_eq(page->n.state, S("taken"));
	page->number = register_number_text(rq->arena, page->n.number, page->n.symbol);
	request_title(rq, page->number);
	return true;
}

/* ROUTE paper_cancel
 * POST       /papers/{paper:int}/cancel
 * form       version:int reason:text(1000)?
 * permission paper.number
 * scope      agency
 * csrf       token
 * audit      paper.cancel
 * body       8K
 * rate       change
 * again      paper_show
 * json       none
 * title      publish.one
 */
bool paper_cancel(
	struct request *rq, const struct paper_cancel_in *in, struct change *c, struct err *e)
{
	struct paper_by_id_row n;

	if (!read_one(rq, in->paper, &n, e))
		return false;
	request_redirect(rq, url_paper_show(rq->arena, .paper = in->paper));
	if (register_cancel_prepare(
		    rq->arena, &rq->actor, in->paper, in->version, or_empty(in->reason), c, e))
		return true;
	request_field(rq, "reason");
	return false;
}

/* ROUTE paper_issue
 * POST       /papers/{paper:int}/issue
 * form       version:int file:file(20M)
 * permission paper.number
 * scope      agency
 * csrf       token
 * audit      paper.issue
 * body       21M
 * rate       change
 * again      paper_show
 * json       none
 * title      publish.one
 */
bool paper_issue(
	struct request *rq, const struct paper_issue_in *in, struct change *c, struct err *e)
{
	struct paper_by_id_row n;

	if (!read_one(rq, in->paper, &n, e))
		return false;
	request_redirect(rq, url_paper_show(rq->arena, .paper = in->paper));
	if (register_issue_prepare(rq->arena, &rq->actor, in->paper, in->version, in->file.name,
		    in->file.bytes, c, e))
		return true;
	request_field(rq, "file");
	return false;
}

/* ROUTE paper_file
 * GET        /papers/{paper:int}/file
 * query      none
 * permission paper.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      publish.one
 */
bool paper_file(
	struct request *rq, const struct paper_file_in *in, struct reply *reply, struct err *e)
{
	struct paper_by_id_row n;
	struct file_held held;
	bool found;

	if (!read_one(rq, in->paper, &n, e) ||
		(n.file_id != DB_NULL && !file_read(rq->read, n.file_id, &held, &found, e)))
		return false;
	if (n.file_id == DB_NULL || !found)
		return FAIL(e, ERR_ABSENT, T_publish_absent);
	*reply = (struct reply){ held.type, n.file_name, held.bytes };
	return true;
}

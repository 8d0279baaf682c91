/*
 * The links between a plan and the one above it: what is proposed, with the reason, and
 * what a person says of it.
 */
#include "cascade/cascade_web.h"

#include "cascade_routes.h"
#include "urls.h"

enum { PAGE_LINKS = 100, BRIEF = 140, OPTION_BRIEF = 90, UPPERS = 100, OPTIONS_MOST = 1000 };

static const char *const shows[CASCADE_SHOWS] = { "proposed", "confirmed", "rejected" };

static struct cascade_ref ref_of(
	struct request *rq, int64_t id, struct str path, struct str words, size_t brief)
{
	return (struct cascade_ref){ .id = id,
		.label = plan_path_label(rq->arena, rq->lang, path),
		.brief = plan_brief(rq->arena, words, brief) };
}

static void fill_row(struct request *rq, struct cascade_row *r, const struct cascade_links_row *x)
{
	struct str rest = x->phrases, line;

	r->link = x;
	r->upper = ref_of(rq, x->upper_task, x->upper_path, x->upper_words, BRIEF);
	r->lower = ref_of(rq, x->lower_task, x->lower_path, x->lower_words, BRIEF);
	while (rest.n && str_split(&rest, '\n', &line))
		LIST_PUSH(rq->arena, &r->phrases, line);
	if (x->upper_body.n)
		r->bodies = str_fmt(
			rq->arena, "%.*s – %.*s", STR_ARG(x->upper_body), STR_ARG(x->lower_body));
	if (x->account_name.n && x->decided != DB_NULL)
		r->who = TEXT(rq->arena, rq->lang, T_cascade_by, x->account_name,
			time_vi(rq->arena, x->decided));
	if (str_eq(x->made_by, S("rule")))
		r->percent = (int64_t)(x->score * 100 + 0.5);
	r->sure = x->sure.n ? plan_sure_of(x->sure) : PLAN_CERTAIN;
}

static enum cascade_show show_of(struct str word)
{
	enum cascade_show s = CASCADE_PROPOSED;

	while (s < CASCADE_SHOWS && !str_eq(word, str_z(shows[s])))
		s++;
	return s;
}

static void fill_rows(struct request *rq, struct cascade_links_page *page,
	const struct cascade_links_rows *links, int64_t from)
{
	int64_t most = request_most(rq, PAGE_LINKS), nth = 0;

	LIST_EACH(x, links) {
		enum cascade_show s = show_of(x->state);

		page->counts[s]++;
		page->certain += s == CASCADE_PROPOSED && str_eq(x->sure, S("certain"));
		if (s != page->show)
			continue;
		if (nth >= from && nth < from + most)
			fill_row(rq, LIST_ADD(rq->arena, &page->rows), x);
		nth++;
	}
	page->pager = (struct pager){
		.from = from + 1, .to = from + (int64_t)page->rows.n, .total = nth
	};
	if (from > 0)
		page->pager.prev = url_cascade_review(rq->arena, .plan = page->head.id,
			.show = page->show_word, .from = from > most ? from - most : 0);
	if (from + most < nth)
		page->pager.next = url_cascade_review(rq->arena, .plan = page->head.id,
			.show = page->show_word, .from = from + most);
}

static struct str plan_option(struct request *rq, struct str number, struct str title)
{
	return str_fmt(rq->arena, "%.*s: %.*s",
		STR_ARG(plan_number_text(rq->arena, rq->lang, number)),
		STR_ARG(plan_brief(rq->arena, plan_sentence(rq->arena, title), OPTION_BRIEF)));
}

static struct str id_text(struct request *rq, int64_t id)
{
	return str_fmt(rq->arena, "%lld", (long long)id);
}

static bool fill_uppers(struct request *rq, struct cascade_links_page *page, struct err *e)
{
	struct cascade_uppers_rows rows;

	if (!cascade_uppers(rq->read, page->head.id, rq->actor.account, UPPERS, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->uppers,
			((struct option){ id_text(rq, x->id), plan_option(rq, x->number, x->title),
				x->id == page->above.id }));
	return true;
}

/* For the form that adds a link by hand. */
static bool fill_tasks(struct request *rq, int64_t plan, struct cascade_links_page *page,
	bool upper, struct err *e)
{
	struct cascade_tasks_rows rows;

	if (!cascade_tasks(rq->read, plan, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && i < OPTIONS_MOST; i++) {
		const struct cascade_tasks_row *t = &rows.v[i];
		struct cascade_ref r = ref_of(rq, t->id, t->path, t->words, OPTION_BRIEF);
		struct option o = { id_text(rq, t->id),
			str_fmt(rq->arena, "%.*s %.*s", STR_ARG(r.label), STR_ARG(r.brief)),
			false };

		if (upper)
			LIST_PUSH(rq->arena, &page->upper_tasks, o);
		else
			LIST_PUSH(rq->arena, &page->lower_tasks, o);
	}
	return true;
}

static bool fill_links(
	struct request *rq, struct cascade_links_page *page, int64_t from, struct err *e)
{
	struct cascade_links_rows *links = NEW(rq->arena, struct cascade_links_rows);

	page->above_name = plan_number_text(rq->arena, rq->lang, page->above.plan.number);
	page->above_title = plan_sentence(rq->arena, page->above.plan.title);
	if (!cascade_links(rq->read, page->head.id, page->above.id, links, e))
		return false;
	fill_rows(rq, page, links, from > 0 ? from : 0);
	if (!page->may || rq->api)
		return true;
	return fill_tasks(rq, page->above.id, page, true, e) &&
	       fill_tasks(rq, page->head.id, page, false, e);
}

/* ROUTE cascade_review
 * GET        /plans/{plan:int}/links
 * query      show:word? from:int?
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       cascade_links_page
 * json       cascade_links_json /api/v1/plans/{plan}/links
 * export     cascade_links_sheet
 * title      cascade.links
 */
bool cascade_review(struct request *rq, const struct cascade_review_in *in,
	struct cascade_links_page *page, struct err *e)
{
	struct cascade_plan_row is;
	struct plan_by_id_row plan;
	bool found;

	if (!plan_head_load(
		    rq->read, rq->lang, rq->actor.account, in->plan, &page->head, &plan, e) ||
		!cascade_plan(rq->read, in->plan, rq->actor.account, &is, &found, e) ||
		!cascade_upper(rq->read, in->plan, rq->actor.account, &page->above, e) ||
		!cascade_may(rq->read, &rq->actor, &is, page->above.id ? &page->above.plan : NULL,
			&page->may, e) ||
		!fill_uppers(rq, page, e))
		return false;
	page->show = in->show.n ? show_of(in->show) : CASCADE_PROPOSED;
	if (page->show == CASCADE_SHOWS)
		return FAIL(e, ERR_INPUT, T_cascade_bad_show);
	page->show_word = str_z(shows[page->show]);
	page->head.tab = PLAN_TAB_COVERAGE;
	request_title(rq, TEXT(rq->arena, rq->lang, T_cascade_links_of, page->head.name));
	return !page->above.id || fill_links(rq, page, in->from, e);
}

/* --- changes */

/* ROUTE cascade_propose
 * POST       /plans/{plan:int}/links/propose
 * form       none
 * permission cascade.confirm
 * scope      agency
 * csrf       token
 * audit      cascade.propose
 * body       4K
 * rate       heavy
 * again      cascade_review
 * json       none
 * title      cascade.links
 */
bool cascade_propose(
	struct request *rq, const struct cascade_propose_in *in, struct change *c, struct err *e)
{
	int64_t *made;

	request_redirect(rq, url_cascade_review(rq->arena, .plan = in->plan));
	return cascade_propose_prepare(rq->arena, rq->db, &rq->actor, in->plan, &made, c, e);
}

/* ROUTE cascade_certain
 * POST       /plans/{plan:int}/links/certain
 * form       count:int
 * permission cascade.confirm
 * scope      agency
 * csrf       token
 * audit      cascade.confirm
 * body       4K
 * rate       change
 * again      cascade_review
 * json       none
 * title      cascade.links
 */
bool cascade_certain(
	struct request *rq, const struct cascade_certain_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_cascade_review(rq->arena, .plan = in->plan));
	return cascade_certain_prepare(rq->arena, rq->db, &rq->actor, in->plan, in->count, c, e);
}

/* ROUTE cascade_judge
 * POST       /plans/{plan:int}/links/{link:int}
 * form       version:int verdict:word show:word? note:text(500)?
 * permission cascade.confirm
 * scope      agency
 * csrf       token
 * audit      cascade.judge
 * body       8K
 * rate       change
 * again      cascade_review
 * json       none
 * title      cascade.links
 */
bool cascade_judge(
	struct request *rq, const struct cascade_judge_in *in, struct change *c, struct err *e)
{
	enum cascade_verdict verdict = CASCADE_CONFIRM;

	if (str_eq(in->verdict, S("reject")))
		verdict = CASCADE_REJECT;
	else if (!str_eq(in->verdict, S("confirm")))
		return FAIL(e, ERR_INPUT, T_cascade_bad_verdict);
	request_redirect(rq, str_fmt(rq->arena, "%.*s#links",
				     STR_ARG(url_cascade_review(
					     rq->arena, .plan = in->plan, .show = in->show))));
	return cascade_decide_prepare(
		rq->arena, rq->db, &rq->actor, in->link, in->version, verdict, in->note, c, e);
}

/* ROUTE cascade_add
 * POST       /plans/{plan:int}/links
 * form       upper:int lower:int note:text(500)?
 * permission cascade.confirm
 * scope      agency
 * csrf       token
 * audit      cascade.add
 * body       8K
 * rate       change
 * again      cascade_review
 * json       none
 * title      cascade.links
 */
bool cascade_add(
	struct request *rq, const struct cascade_add_in *in, struct change *c, struct err *e)
{
	request_redirect(
		rq, url_cascade_review(rq->arena, .plan = in->plan, .show = S("confirmed")));
	return cascade_add_prepare(
		rq->arena, rq->db, &rq->actor, in->upper, in->lower, in->note, c, e);
}

/* ROUTE cascade_choose
 * POST       /plans/{plan:int}/upper
 * form       upper:int
 * permission cascade.confirm
 * scope      agency
 * csrf       token
 * audit      cascade.choose
 * body       4K
 * rate       change
 * again      cascade_review
 * json       none
 * title      cascade.links
 */
bool cascade_choose(
	struct request *rq, const struct cascade_choose_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_cascade_review(rq->arena, .plan = in->plan));
	return cascade_parent_prepare(rq->arena, rq->db, &rq->actor, in->plan, in->upper, c, e);
}

/*
 * The pages of drafts: the list, the upload, one draft with its text beside what was
 * read in it. The forms are in review_forms_web.c.
 */
#include "review/review_web.h"

#include "review/review_view.h"
#include "review_routes.h"
#include "urls.h"

enum { DRAFTS = 200, MISSING_SHOWN = 40 };

/* ROUTE review_list
 * GET        /reviews
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_list_page
 * json       review_list_json /api/v1/reviews
 * export     none
 * title      review.list
 */
bool review_list(struct request *rq, const struct review_list_in *in, struct review_list_page *page,
	struct err *e)
{
	struct review_open_rows *rows = NEW(rq->arena, struct review_open_rows);

	(void)in;
	page->drafts = rows;
	return review_open(rq->read, rq->actor.account, DRAFTS, rows, e);
}

/* --- the upload */

/* ROUTE review_new
 * GET        /reviews/new
 * query      none
 * permission plan.import
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_new_page
 * json       none
 * export     none
 * title      review.new
 */
bool review_new(struct request *rq, const struct review_new_in *in, struct review_new_page *page,
	struct err *e)
{
	(void)rq;
	(void)in;
	(void)page;
	(void)e;
	return true;
}

static struct str to_the_draft(struct request *rq, struct change *c)
{
	return url_review_show(rq->arena, .draft = c->entry.object_id);
}

/* ROUTE review_upload
 * POST       /reviews
 * form       file:file(8M) number:text(100)? issuer:text(200)? issued:date? province:text(100)?
 * permission plan.import
 * scope      none
 * csrf       token
 * audit      review.upload
 * body       9M
 * rate       heavy
 * again      review_new
 * json       none
 * title      review.new
 */
bool review_upload(
	struct request *rq, const struct review_upload_in *in, struct change *c, struct err *e)
{
	struct review_upload *u = NEW(rq->arena, struct review_upload);

	arena_limit(rq->arena, REVIEW_ROOM);
	u->source = (struct plan_source){
		.file_name = in->file.name,
		.bytes = in->file.bytes,
		.number = in->number.n ? in->number : STR_NULL,
		.issuer = in->issuer.n ? in->issuer : STR_NULL,
		.issued = in->issued,
		.province = in->province.n ? in->province : STR_NULL,
	};
	if (!review_upload_prepare(rq->arena, rq->db, &rq->actor, u, c, e)) {
		if (e->text == T_plan_no_province)
			request_field(rq, "province");
		return false;
	}
	if (u->plan)
		request_redirect(rq, url_plan_show(rq->arena, .plan = u->plan, .known = true));
	else if (u->draft)
		request_redirect(rq, url_review_show(rq->arena, .draft = u->draft));
	else
		rq->after = to_the_draft;
	return true;
}

/* --- one draft */

static enum review_tab tab_of(struct str word)
{
	for (enum review_tab tab = 0; tab < REVIEW_TABS; tab++)
		if (str_eq(word, str_z(review_tab_words[tab])))
			return tab;
	return REVIEW_TAB_TASKS;
}

/* Headings and tasks of the plan that a cut copy lacks. */
static void fill_missing(struct request *rq, struct review_page *page)
{
	LIST_EACH(p, &page->relation.pairs) {
		if (p->change != REVIEW_GONE ||
			(p->was->kind != READING_TASK && p->was->kind != READING_HEADING))
			continue;
		if (page->missing_n++ >= MISSING_SHOWN)
			continue;
		struct review_card *card = LIST_ADD(rq->arena, &page->missing);

		card->label = plan_path_label(rq->arena, rq->lang, p->was->path);
		card->brief = plan_brief(rq->arena, p->was->text, 120);
	}
}

/* ROUTE review_show
 * GET        /reviews/{draft:int}
 * query      tab:word? from:int? line:int?
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_page
 * json       review_show_json /api/v1/reviews/{draft}
 * export     none
 * title      review.review
 */
bool review_show(struct request *rq, const struct review_show_in *in, struct review_page *page,
	struct err *e)
{
	review_unknown_list unknown;
	struct review *v;

	if (!review_open_page(rq, in->draft, &v, &page->top, e) ||
		!review_unknown_names(rq, v, &unknown, e) ||
		(page->top.open &&
			!review_relate(rq->read, v, rq->actor.account, &page->relation, e)))
		return false;
	page->review = v;
	page->tab = tab_of(in->tab);
	page->tab_word = str_z(review_tab_words[page->tab]);
	if (page->tab == REVIEW_TAB_TARGETS || page->tab == REVIEW_TAB_DUTIES)
		page->add = review_word(
			rq->arena, review_last(v, (enum review_kind)page->tab)->key);
	page->unresolved = (int64_t)unknown.n;
	page->may_adopt = actor_may(&rq->actor, PERM_plan_adopt);
	if (page->relation.kind == REVIEW_CUT)
		fill_missing(rq, page);
	page->line = in->line > 0 ? in->line : 0;
	review_fill_cards(rq, v, &unknown, in->from > 0 ? in->from : 0, page);
	review_fill_text(rq, v, in->line, page);
	review_fill_letters(rq, v, page);
	return true;
}

/* ROUTE review_diff
 * GET        /reviews/{draft:int}/compare
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       heavy
 * html       review_diff_page
 * json       none
 * export     none
 * title      review.compare
 */
bool review_diff(struct request *rq, const struct review_diff_in *in, struct review_diff_page *page,
	struct err *e)
{
	struct review *v;

	if (!review_open_page(rq, in->draft, &v, &page->top, e) ||
		!review_relate(rq->read, v, rq->actor.account, &page->relation, e))
		return false;
	LIST_EACH(p, &page->relation.pairs) {
		if (p->change == REVIEW_SAME)
			continue;
		LIST_PUSH(rq->arena, &page->lines,
			((struct review_diff_line){
				.change = p->change,
				.label = p->is ? plan_path_label(rq->arena, rq->lang, p->is->path)
					       : STR_NULL,
				.was_label = p->was ? plan_path_label(
							      rq->arena, rq->lang, p->was->path)
						    : STR_NULL,
				.was = p->was ? p->was->text : STR_NULL,
				.is = p->is ? p->is->text : STR_NULL,
				.task = (p->is ? p->is : p->was)->kind == READING_TASK,
			}));
	}
	return true;
}

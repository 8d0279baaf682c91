/*
 * To whom a plan was sent and what for: the list, and the form that corrects it.
 */
#include "plan/plan_recipient_web.h"

#include "base/viet.h"
#include "plan/plan_view.h"
#include "plan_routes.h"
#include "urls.h"

enum { SHOWN = 3 }; /* agencies of a line; the rest is folded away */

/* "(để báo cáo)" under "Để báo cáo" would only say it again. */
static bool says_more(struct arena *a, struct str words, enum plan_recipient_purpose purpose)
{
	return words.n &&
	       (purpose == PLAN_RECIPIENT_NONE ||
		       !str_eq(viet_fold(a, words),
			       viet_fold(a,
				       text_get(LANG_VI, plan_recipient_purpose_text(purpose)))));
}

static void take_agencies(
	struct plan_recipient_line *l, struct plan_recipient_agencies_row *v, size_t n)
{
	size_t shown = n < SHOWN ? n : SHOWN;

	l->agencies = (struct plan_recipient_agencies_rows){ v, n, n };
	l->first = (struct plan_recipient_agencies_rows){ v, shown, shown };
	l->rest = (struct plan_recipient_agencies_rows){ v ? v + shown : v, n - shown, n - shown };
}

/* Both lists come by the lines' order. */
static bool fill_lines(
	struct request *rq, int64_t plan, struct plan_recipient_list_page *page, struct err *e)
{
	struct plan_recipient_agencies_rows agencies;
	struct plan_recipient_rows_rows rows;
	size_t at = 0;

	if (!plan_recipient_rows(rq->read, plan, &rows, e) ||
		!plan_recipient_agencies(rq->read, plan, &agencies, e))
		return false;
	LIST_EACH(x, &rows) {
		struct plan_recipient_line *l = LIST_ADD(rq->arena, &page->lines);

		l->row = x;
		l->purpose = plan_recipient_purpose_of(x->purpose);
		l->says = says_more(rq->arena, x->words, l->purpose);
		size_t first = at;

		while (at < agencies.n && agencies.v[at].recipient_id == x->id)
			at++;
		take_agencies(l, agencies.v ? agencies.v + first : NULL, at - first);
	}
	return true;
}

/* ROUTE plan_recipient_list
 * GET        /plans/{plan:int}/recipients
 * query      none
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_recipient_list_page
 * json       plan_recipient_list_json /api/v1/plans/{plan}/recipients
 * export     plan_recipient_list_sheet
 * title      plan.recipients
 */
bool plan_recipient_list(struct request *rq, const struct plan_recipient_list_in *in,
	struct plan_recipient_list_page *page, struct err *e)
{
	struct plan_by_id_row plan;

	if (!plan_head_read(rq, in->plan, PLAN_TAB_RECIPIENTS, &page->head, &plan, e) ||
		!plan_recipient_may(rq->read, &rq->actor, in->plan, &page->may, e))
		return false;
	request_title(rq, page->head.name);
	return fill_lines(rq, in->plan, page, e);
}

void plan_recipient_list_json(struct json *j, const struct plan_recipient_list_page *p)
{
	json_int(j, "plan", p->head.id);
	json_list(j, "recipients");
	LIST_EACH(l, &p->lines) {
		json_open_item(j);
		json_int(j, "id", l->row->id);
		json_str(j, "name", l->row->name);
		json_str(j, "purpose", l->row->purpose);
		json_str(j, "purpose_words", l->row->words);
		json_int(j, "line", l->row->line);
		json_bool(j, "settled", l->row->settled);
		json_int(j, "version", l->row->version);
		json_list(j, "agencies");
		LIST_EACH(a, &l->agencies) {
			json_open_item(j);
			json_int(j, "id", a->agency_id);
			json_str(j, "name", a->name);
			json_close(j);
		}
		json_end(j);
		json_close(j);
	}
	json_end(j);
}

/* --- the form */

static bool form_head(struct request *rq, int64_t plan, struct plan_recipient_page *page,
	struct str purpose, struct err *e)
{
	struct plan_by_id_row row;
	bool may;

	if (!plan_head_read(rq, plan, PLAN_TAB_RECIPIENTS, &page->head, &row, e) ||
		!plan_recipient_may(rq->read, &rq->actor, plan, &may, e))
		return false;
	if (!may)
		return FAIL(e, ERR_ABSENT, T_plan_recipient_absent);
	for (enum plan_recipient_purpose p = 0; p < PLAN_RECIPIENT_PURPOSES; p++)
		LIST_PUSH(rq->arena, &page->purposes,
			((struct option){ str_z(plan_recipient_purpose_word(p)),
				text_get(rq->lang, p == PLAN_RECIPIENT_NONE
							   ? T_plan_purpose_none
							   : plan_recipient_purpose_text(p)),
				str_eq(purpose, str_z(plan_recipient_purpose_word(p))) }));
	return true;
}

/* ROUTE plan_recipient_new
 * GET        /plans/{plan:int}/recipients/new
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_recipient_page
 * json       none
 * export     none
 * title      plan.recipient_new
 */
bool plan_recipient_new(struct request *rq, const struct plan_recipient_new_in *in,
	struct plan_recipient_page *page, struct err *e)
{
	return form_head(rq, in->plan, page, S("carry_out"), e);
}

/* ROUTE plan_recipient_create
 * POST       /plans/{plan:int}/recipients
 * form       name:text(300) purpose:word agencies:text(20000)?
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      plan.recipient_add
 * body       128K
 * rate       change
 * again      plan_recipient_new
 * json       none
 * title      plan.recipient_new
 */
bool plan_recipient_create(struct request *rq, const struct plan_recipient_create_in *in,
	struct change *c, struct err *e)
{
	struct plan_recipient_edit edit = {
		.plan = in->plan, .name = in->name, .purpose = in->purpose, .agencies = in->agencies
	};

	request_redirect(rq, url_plan_recipient_list(rq->arena, .plan = in->plan));
	if (plan_recipient_prepare(rq->read, &rq->actor, &edit, c, e))
		return true;
	if (edit.wrong)
		request_field(rq, edit.wrong);
	return false;
}

static bool names_of(struct request *rq, int64_t plan, int64_t id, struct plan_recipient_page *page,
	struct err *e)
{
	struct plan_recipient_agencies_rows rows;
	struct buf lines = { .arena = rq->arena };

	if (!plan_recipient_agencies(rq->read, plan, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		if (x->recipient_id != id)
			continue;
		if (page->first.n < SHOWN)
			LIST_PUSH(rq->arena, &page->first, x->name);
		else
			LIST_PUSH(rq->arena, &page->rest, x->name);
		buf_addf(&lines, "%s%.*s", lines.n ? "\n" : "", STR_ARG(x->name));
	}
	page->agencies = buf_str(&lines);
	return true;
}

/* ROUTE plan_recipient_edit
 * GET        /plans/{plan:int}/recipients/{recipient:int}
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_recipient_page
 * json       none
 * export     none
 * title      plan.recipient_edit
 */
bool plan_recipient_edit(struct request *rq, const struct plan_recipient_edit_in *in,
	struct plan_recipient_page *page, struct err *e)
{
	bool found;

	if (!plan_recipient_by_id(rq->read, in->recipient, in->plan, &page->row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_recipient_absent);
	return form_head(rq, in->plan, page, page->row.purpose, e) &&
	       names_of(rq, in->plan, in->recipient, page, e);
}

/* ROUTE plan_recipient_save
 * POST       /plans/{plan:int}/recipients/{recipient:int}
 * form       version:int name:text(300)? purpose:word agencies:text(20000)? drop:bool
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      plan.recipient_change
 * body       128K
 * rate       change
 * again      plan_recipient_edit
 * json       none
 * title      plan.recipient_edit
 */
bool plan_recipient_save(struct request *rq, const struct plan_recipient_save_in *in,
	struct change *c, struct err *e)
{
	struct plan_recipient_edit edit = { .plan = in->plan,
		.id = in->recipient,
		.version = in->version,
		.drop = in->drop,
		.name = in->name,
		.purpose = in->purpose,
		.agencies = in->agencies };

	request_redirect(rq, url_plan_recipient_list(rq->arena, .plan = in->plan));
	if (plan_recipient_prepare(rq->read, &rq->actor, &edit, c, e))
		return true;
	if (edit.wrong)
		request_field(rq, edit.wrong);
	return false;
}

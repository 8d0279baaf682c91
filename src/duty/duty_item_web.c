/*
 * One due item: why it is due on its day, what came in, and what a person may do about it.
 */
#include "duty/duty_item_web.h"

#include "access/access.h"
#include "duty_routes.h"
#include "urls.h"

static bool read_one(struct request *rq, int64_t id, struct duty_by_id_row *d, struct err *e)
{
	bool found;

	if (!duty_by_id(rq->read, id, rq->actor.account, d, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_duty_absent);
}

static bool find_item(
	struct request *rq, struct str period, struct duty_item_page *page, struct err *e)
{
	struct duty_period *p = NEW(rq->arena, struct duty_period);
	struct duty_table table;
	duty_periods one = { 0 };
	bool found;

	if (!duty_period_find(rq->read, rq->lang, &page->d, period, p, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_duty_no_period);
	LIST_PUSH(rq->arena, &one, *p);
	if (!duty_table_read(rq->read, &page->d, &one, date_today(), &table, e))
		return false;
	LIST_EACH(l, &table.lines)
		if (l->agency == page->agency) {
			page->p = p;
			page->name = l->name;
			page->label = p->label;
			page->period = p->period.code;
			page->item = l->items[0];
			return true;
		}
	return FAIL(e, ERR_ABSENT, T_duty_not_owed_by);
}

static void fill_kinds(struct request *rq, struct duty_item_page *page)
{
	LIST_PUSH(rq->arena, &page->kinds,
		((struct option){ S("extend"), text_get(rq->lang, T_duty_extend), true }));
	LIST_PUSH(rq->arena, &page->kinds,
		((struct option){ S("waive"), text_get(rq->lang, T_duty_waive), false }));
}

/* ROUTE duty_item
 * GET        /duties/{duty:int}/items/{period:word}
 * query      agency:int
 * permission duty.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       duty_item_page
 * json       none
 * export     none
 * title      duty.item
 */
bool duty_item(struct request *rq, const struct duty_item_in *in, struct duty_item_page *page,
	struct err *e)
{
	bool own = false;

	page->agency = in->agency;
	page->today = date_vi(rq->arena, date_today());
	if (!read_one(rq, in->duty, &page->d, e) || !find_item(rq, in->period, page, e) ||
		!access_may(rq->read, &rq->actor, PERM_duty_manage, page->d.to_id,
			&page->may_manage, e))
		return false;
	if (in->agency == rq->actor.agency &&
		!access_may(rq->read, &rq->actor, PERM_work_act, in->agency, &own, e))
		return false;
	page->may_report = in->agency == rq->actor.agency && !page->item.answer &&
			   actor_may(&rq->actor, PERM_report_write) &&
			   date_given(page->p->period.from) &&
			   date_cmp(page->p->period.from, date_today()) <= 0;
	page->may_nil = (own || page->may_manage) && !page->item.answer;
	fill_kinds(rq, page);
	request_title(rq, page->d.title);
	return true;
}

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

static bool to_item(
	struct request *rq, int64_t duty, int64_t agency, struct str period, struct err *e)
{
	struct duty_by_id_row d;

	request_redirect(
		rq, url_duty_item(rq->arena, .duty = duty, .period = period, .agency = agency));
	return read_one(rq, duty, &d, e);
}

/* ROUTE duty_decide
 * POST       /duties/{duty:int}/items/{period:word}/decisions
 * form       agency:int kind:word all:bool until:date? number:text(100)? issued:date? reason:text(1000)
 * permission duty.manage
 * scope      agency
 * csrf       token
 * audit      duty.decide
 * body       8K
 * rate       change
 * again      none
 * json       none
 * title      duty.item
 */
bool duty_decide(
	struct request *rq, const struct duty_decide_in *in, struct change *c, struct err *e)
{
	const char *field = NULL;
	struct duty_decision x = { .duty = in->duty,
		.agency = in->all ? DB_NULL : in->agency,
		.period = in->period,
		.extend = str_eq(in->kind, S("extend")),
		.until = in->until,
		.number = or_empty(in->number),
		.issued = in->issued,
		.reason = in->reason };

	if (!x.extend && !str_eq(in->kind, S("waive")))
		return FAIL(e, ERR_INPUT, T_duty_no_reason);
	if (!to_item(rq, in->duty, in->agency, in->period, e))
		return false;
	if (duty_decide_prepare(rq->arena, &rq->actor, &x, c, &field, e))
		return true;
	if (field)
		request_field(rq, field);
	return false;
}

/* ROUTE duty_receive
 * POST       /duties/{duty:int}/items/{period:word}/answers
 * form       agency:int sent:date number:text(100)? nil:bool
 * permission duty.read
 * scope      agency
 * csrf       token
 * audit      duty.receive
 * body       4K
 * rate       change
 * again      none
 * json       none
 * title      duty.item
 */
bool duty_receive(
	struct request *rq, const struct duty_receive_in *in, struct change *c, struct err *e)
{
	const char *field = NULL;
	struct duty_receipt x = { .duty = in->duty,
		.agency = in->agency,
		.period = in->period,
		.sent = in->sent,
		.number = or_empty(in->number),
		.nil = in->nil };

	if (!to_item(rq, in->duty, in->agency, in->period, e))
		return false;
	if (duty_receive_prepare(rq->arena, &rq->actor, &x, c, &field, e))
		return true;
	if (field)
		request_field(rq, field);
	return false;
}

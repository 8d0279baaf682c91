/*
 * Coming back in: the officer's page and the person's.
 */
#include "access/rescue_web.h"

#include "access/prove_view.h"
#include "access/rescue.h"
#include "access_routes.h"
#include "urls.h"
#include "web/request.h"

/* ROUTE rescue_form
 * GET        /accounts/{account:int}/rescue
 * query      none
 * permission account.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       rescue_page
 * json       none
 * export     none
 * title      access.rescue
 */
bool rescue_form(struct request *rq, const struct rescue_form_in *in, struct rescue_page *page,
	struct err *e)
{
	bool found, may;

	if (!access_account_row(
		    rq->read, in->account, rq->actor.account, &page->account, &found, e) ||
		(found && !access_may(rq->read, &rq->actor, PERM_account_manage,
				  page->account.agency, &may, e)))
		return false;
	if (!found || !may || in->account == rq->actor.account)
		return FAIL(e, ERR_ABSENT, T_access_no_account);
	page->code = rq->once;
	return rescue_open(rq->read, in->account, rq->now, &page->open, &page->waits, e);
}

/* ROUTE rescue_offer
 * POST       /accounts/{account:int}/rescue
 * form       reason:text(2000)
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      account.rescue_offer
 * body       8K
 * rate       login
 * again      rescue_form
 * json       none
 * title      access.rescue
 */
bool rescue_offer(
	struct request *rq, const struct rescue_offer_in *in, struct change *c, struct err *e)
{
	struct str page = url_rescue_form(rq->arena, .account = in->account), code;

	if (prove_first(rq, page))
		return true;
	request_redirect(rq, page);
	if (!rescue_prepare_offer(
		    rq->db, rq->read, &rq->actor, in->account, in->reason, c, &code, e)) {
		if (e->code == ERR_INPUT)
			request_field(rq, "reason");
		return false;
	}
	request_once(rq, code);
	return true;
}

/* ROUTE rescue_use_form
 * GET        /login/rescue
 * query      none
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       rescue_use_page
 * json       none
 * export     none
 * title      access.rescue_use
 */
bool rescue_use_form(struct request *rq, const struct rescue_use_form_in *in,
	struct rescue_use_page *page, struct err *e)
{
	(void)rq;
	(void)in;
	(void)page;
	(void)e;
	return true;
}

/* ROUTE rescue_use
 * POST       /login/rescue
 * form       name:text(200) code:secret(60) fresh:secret(1024) again:secret(1024)
 * permission public
 * scope      none
 * csrf       token
 * audit      account.rescued
 * body       8K
 * rate       login
 * again      rescue_use_form
 * json       none
 * title      access.rescue_use
 */
bool rescue_use(struct request *rq, const struct rescue_use_in *in, struct change *c, struct err *e)
{
	struct login try = { .name = in->name, .address = rq->peer, .agent = rq->agent };

	if (!str_eq(in->fresh, in->again))
		return request_refuse(rq, "again", e, ERR_INPUT, T_access_password_twice);
	request_redirect(rq, url_login_form(rq->arena));
	if (rescue_prepare_use(rq->db, rq->read, &try, in->code, in->fresh, c, e))
		return true;
	request_field(rq, e->code == ERR_INPUT ? "fresh" : "code");
	return false;
}

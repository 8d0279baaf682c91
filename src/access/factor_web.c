/*
 * One's own second factor: setting it up, and taking it away.
 */
#include "access/factor_web.h"

#include "access/prove_view.h"
#include "access_routes.h"
#include "factor_sql.h"
#include "urls.h"
#include "web/request.h"

/* ROUTE factor_form
 * GET        /account/factor
 * query      none
 * permission enrol
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       factor_page
 * json       none
 * export     none
 * title      access.factor
 */
bool factor_form(struct request *rq, const struct factor_form_in *in, struct factor_page *page,
	struct err *e)
{
	struct factor_of_row row;
	bool found;

	(void)in;
	if (!factor_of(rq->read, rq->actor.account, &row, &found, e) ||
		!factor_offer_read(rq->db, rq->read, &rq->actor, &page->offer, &page->offered, e))
		return false;
	page->owes = found && row.owes;
	page->waiting = rq->actor.owes;
	page->totp = found && row.totp;
	page->codes = found ? row.codes : 0;
	return !page->offered || qr_draw(rq->arena, page->offer.address, &page->qr, e);
}

/* ROUTE factor_offer
 * POST       /account/factor
 * form       none
 * permission enrol
 * scope      own
 * csrf       token
 * audit      factor.offer
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.factor_begin
 */
bool factor_offer(
	struct request *rq, const struct factor_offer_in *in, struct change *c, struct err *e)
{
	(void)in;
	if (prove_first(rq, url_factor_form(rq->arena)))
		return true;
	request_redirect(rq, url_factor_form(rq->arena));
	return factor_prepare_offer(rq->db, rq->read, &rq->actor, c, e);
}

/* ROUTE factor_confirm
 * POST       /account/factor/confirm
 * form       code:text(20)
 * permission enrol
 * scope      own
 * csrf       token
 * audit      factor.totp_on
 * body       1K
 * rate       login
 * again      factor_form
 * json       none
 * title      access.factor_confirm
 */
bool factor_confirm(
	struct request *rq, const struct factor_confirm_in *in, struct change *c, struct err *e)
{
	struct str token;

	if (!factor_prepare_confirm(rq->db, rq->read, &rq->actor, in->code, c, &token, e)) {
		request_field(rq, "code");
		return false;
	}
	request_session(rq, token);
	request_redirect(rq, url_factor_form(rq->arena));
	return true;
}

/* ROUTE factor_remove
 * POST       /account/factor/remove
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      factor.totp_off
 * body       1K
 * rate       change
 * again      factor_form
 * json       none
 * title      access.factor_remove
 */
bool factor_remove(
	struct request *rq, const struct factor_remove_in *in, struct change *c, struct err *e)
{
	(void)in;
	if (prove_first(rq, url_factor_form(rq->arena)))
		return true;
	request_redirect(rq, url_factor_form(rq->arena));
	return factor_prepare_remove(rq->read, &rq->actor, c, e);
}

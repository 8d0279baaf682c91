/*
 * Which things take two persons.
 */
#include "access/pair_web.h"

#include "access/pair.h"
#include "access/prove_view.h"
#include "access_routes.h"
#include "urls.h"
#include "web/request.h"

/* ROUTE pair_list
 * GET        /accounts/pairs
 * query      none
 * permission account.manage
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       pair_list_page
 * json       pair_json /api/v1/accounts/pairs
 * export     none
 * title      access.pairs
 */
bool pair_list(
	struct request *rq, const struct pair_list_in *in, struct pair_page *page, struct err *e)
{
	struct pair_may_set_row may;

	(void)in;
	return pair_may_set(rq->read, rq->actor.account, &may, &page->may_set, e) &&
	       pair_rows(rq->read, &page->rows, e);
}

void pair_json(struct json *j, const struct pair_page *p)
{
	json_list(j, "pairs");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_str(j, "kind", x->kind);
		json_bool(j, "needed", x->needed);
		json_int(j, "version", x->version);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE pair_put
 * POST       /accounts/pairs
 * form       kind:word needed:bool version:int
 * permission account.manage
 * scope      none
 * csrf       token
 * audit      access.pair
 * body       1K
 * rate       change
 * again      pair_list
 * json       none
 * title      access.pairs
 */
bool pair_put(struct request *rq, const struct pair_put_in *in, struct change *c, struct err *e)
{
	if (prove_first(rq, url_pair_list(rq->arena)))
		return true;
	request_redirect(rq, url_pair_list(rq->arena));
	return pair_prepare_set(
		rq->db, rq->read, &rq->actor, in->kind, in->needed, in->version, c, e);
}

/*
 * The tokens of a service account.
 */
#include "access/token_web.h"

#include "access/prove_view.h"
#include "access/token.h"
#include "access_routes.h"
#include "urls.h"
#include "web/request.h"

enum { PER_MINUTE = 60 };

static struct str reads_of(struct arena *a, const struct token_even_rows *held)
{
	struct buf b = { .arena = a };

	LIST_EACH(x, held)
		if (str_ends(x->permission, S(".read")))
			buf_addf(&b, "%s%.*s", b.n ? " " : "", STR_ARG(x->permission));
	return buf_str(&b);
}

/* ROUTE token_list
 * GET        /accounts/{account:int}/tokens
 * query      none
 * permission account.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       token_page
 * json       none
 * export     none
 * title      access.tokens
 */
bool token_list(
	struct request *rq, const struct token_list_in *in, struct token_page *page, struct err *e)
{
	struct token_even_rows held;
	bool found, may = false;

	if (!access_account_row(
		    rq->read, in->account, rq->actor.account, &page->account, &found, e) ||
		(found && !access_may(rq->read, &rq->actor, PERM_account_manage,
				  page->account.agency, &may, e)))
		return false;
	if (!found || !may || !page->account.service)
		return FAIL(e, ERR_ABSENT, T_access_no_account);
	if (!token_even(rq->read, in->account, &held, e))
		return false;
	page->offers = reads_of(rq->arena, &held);
	page->fresh = rq->once;
	return token_rows(rq->read, in->account, rq->now, &page->rows, e);
}

/* ROUTE token_add
 * POST       /accounts/{account:int}/tokens
 * form       name:text(240) may:text(2000) to:date per_minute:int? from:date?
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      token.add
 * body       8K
 * rate       login
 * again      token_list
 * json       none
 * title      access.token_new
 */
bool token_add(struct request *rq, const struct token_add_in *in, struct change *c, struct err *e)
{
	struct str page = url_token_list(rq->arena, .account = in->account), token;
	struct token_new x = { .account = in->account,
		.name = in->name,
		.permissions = in->may,
		.from = in->from,
		.to = in->to,
		.per_minute = in->per_minute == DB_NULL ? PER_MINUTE : in->per_minute };
	const char *field;

	if (prove_first(rq, page))
		return true;
	request_redirect(rq, page);
	if (!token_prepare_add(rq->db, rq->read, &rq->actor, &x, c, &token, &field, e)) {
		request_field(rq, field);
		return false;
	}
	request_once(rq, token);
	return true;
}

/* ROUTE token_revoke
 * POST       /accounts/{account:int}/tokens/{key:int}/revoke
 * form       none
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      token.revoke
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.token_revoke
 */
bool token_revoke(
	struct request *rq, const struct token_revoke_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_token_list(rq->arena, .account = in->account));
	return token_prepare_revoke(rq->db, rq->read, &rq->actor, in->account, in->key, c, e);
}

/*
 * The page behind the link of the first start.
 */
#include "access/first_web.h"

#include "access/first.h"
#include "access_routes.h"
#include "first_sql.h"
#include "urls.h"
#include "web/request.h"

/* ROUTE first_form
 * GET        /first/{token:word}
 * query      none
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       login
 * html       first_page
 * json       none
 * export     none
 * title      access.first
 */
bool first_form(
	struct request *rq, const struct first_form_in *in, struct first_page *page, struct err *e)
{
	struct first_agencies_rows rows;

	page->token = in->token;
	if (!first_open(rq->read, in->token, &page->open, e) || !page->open)
		return e->code == ERR_NONE;
	if (!first_agencies(rq->read, date_today(), &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->agencies,
			((struct option){
				str_fmt(rq->arena, "%lld", (long long)x->id), x->name, false }));
	return true;
}

/* ROUTE first_add
 * POST       /first/{token:word}
 * form       name:text(40) display:text(80) agency:int password:secret(1024) again:secret(1024)
 * permission public
 * scope      none
 * csrf       token
 * audit      account.first
 * body       8K
 * rate       login
 * again      first_form
 * json       none
 * title      access.first
 */
bool first_add(struct request *rq, const struct first_add_in *in, struct change *c, struct err *e)
{
	struct account_new add = { .name = in->name,
		.display = in->display,
		.agency = in->agency,
		.password = in->password };

	if (!str_eq(in->password, in->again))
		return request_refuse(rq, "again", e, ERR_INPUT, T_access_password_twice);
	request_redirect(rq, url_login_form(rq->arena));
	if (first_prepare(rq->db, rq->read, in->token, &add, c, e))
		return true;
	if (e->code == ERR_INPUT || e->code == ERR_CONFLICT)
		request_field(rq, e->text == T_access_name_wrong || e->text == T_access_name_taken
					  ? "name"
				  : e->text == T_access_display_wrong ? "display"
				  : e->text == T_access_no_agency     ? "agency"
								      : "password");
	return false;
}

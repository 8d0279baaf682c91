/*
 * Logging in and out.
 */
#include "access/login_web.h"

#include "access/login.h"
#include "access_routes.h"
#include "urls.h"
#include "web/request.h"
#include "web/url.h"

/* ROUTE login_form
 * GET        /login
 * query      next:text(300)?
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       login_page
 * json       none
 * export     none
 * title      access.log_in
 */
bool login_form(
	struct request *rq, const struct login_form_in *in, struct login_page *page, struct err *e)
{
	(void)rq;
	(void)e;
	page->next = in->next;
	return true;
}

/* ROUTE login
 * POST       /login
 * form       name:text(200) password:secret(1024) next:text(300)?
 * permission public
 * scope      none
 * csrf       token
 * audit      account.login
 * body       8K
 * rate       login
 * again      login_form
 * json       none
 * title      access.log_in
 */
bool login(struct request *rq, const struct login_in *in, struct change *c, struct err *e)
{
	struct login try = {
		.name = in->name,
		.password = in->password,
		.address = rq->peer,
		.agent = rq->agent,
		.token = rq->session,
	};
	struct str token;

	if (!login_prepare(rq->db, rq->read, &try, c, &token, e)) {
		request_field(rq, "name");
		return false;
	}
	request_session(rq, token);
	request_redirect(rq, in->next.p && url_is_local(in->next) ? in->next : S("/"));
	return true;
}

/* ROUTE logout
 * POST       /logout
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      account.logout
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.log_out
 */
bool logout(struct request *rq, const struct logout_in *in, struct change *c, struct err *e)
{
	(void)in;
	request_session_end(rq);
	request_redirect(rq, url_login_form(rq->arena));
	return logout_prepare(rq->arena, &rq->actor, c, e);
}

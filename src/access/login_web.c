/*
 * Logging in and out.
 */
#include "access/login_web.h"

#include "access/login.h"
#include "access/oidc.h"
#include "access/webauthn.h"
#include "access_routes.h"
#include "access_sql.h"
#include "factor_sql.h"
#include "urls.h"
#include "web/request.h"
#include "web/url.h"

static struct str next_of(struct str next)
{
	return next.p && url_is_local(next) ? next : S("/");
}

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
	struct access_account_counts_row counts;
	bool found;

	page->next = in->next;
	if (!access_account_counts(rq->read, &counts, &found, e) ||
		!oidc_offered(rq->read, OIDC_OFFERED, &page->offices, e))
		return false;
	page->demo = counts.demo > 0 && counts.alone;
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
	struct logged out;

	if (!login_prepare(rq->db, rq->read, &try, c, &out, e)) {
		request_field(rq, "name");
		return false;
	}
	request_session(rq, out.token);
	request_redirect(rq,
		out.step ? url_login_code_form(rq->arena, .next = in->next) : next_of(in->next));
	return true;
}

/* ROUTE login_code_form
 * GET        /login/code
 * query      next:text(300)?
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       login_code_page
 * json       none
 * export     none
 * title      access.code_title
 */
bool login_code_form(struct request *rq, const struct login_code_form_in *in,
	struct login_code_page *page, struct err *e)
{
	struct login_half half;

	if (!login_half_read(rq->read, rq->session, &half, e))
		return false;
	struct factor_of_row factor;
	bool found = false;

	page->next = in->next;
	page->open = half.account != 0;
	page->party = webauthn_party(rq->origin);
	if (!page->open)
		return true;
	if (!factor_of(rq->read, half.account, &factor, &found, e))
		return false;
	page->codes = found && (factor.totp || factor.codes);
	if (found && factor.keys)
		page->challenge = webauthn_text(rq->arena, half.challenge);
	return true;
}

/* ROUTE login_code
 * POST       /login/code
 * form       code:text(40) next:text(300)?
 * permission public
 * scope      none
 * csrf       token
 * audit      account.login
 * body       2K
 * rate       login
 * again      login_code_form
 * json       none
 * title      access.code_title
 */
bool login_code(struct request *rq, const struct login_code_in *in, struct change *c, struct err *e)
{
	struct login try = { .address = rq->peer, .agent = rq->agent, .token = rq->session };
	struct str token;

	if (!login_code_prepare(rq->db, rq->read, &try, in->code, c, &token, e)) {
		if (e->text != T_access_step_over)
			request_field(rq, "code");
		return false;
	}
	request_session(rq, token);
	request_redirect(rq, next_of(in->next));
	return true;
}

/* ROUTE prove_form
 * GET        /account/prove
 * query      next:text(300)?
 * permission enrol
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       prove_page
 * json       none
 * export     none
 * title      access.prove
 */
bool prove_form(
	struct request *rq, const struct prove_form_in *in, struct login_page *page, struct err *e)
{
	(void)rq;
	(void)e;
	page->next = in->next;
	return true;
}

/* ROUTE prove
 * POST       /account/prove
 * form       password:secret(1024) next:text(300)?
 * permission enrol
 * scope      own
 * csrf       token
 * audit      account.proved
 * body       8K
 * rate       login
 * again      prove_form
 * json       none
 * title      access.prove
 */
bool prove(struct request *rq, const struct prove_in *in, struct change *c, struct err *e)
{
	struct str token;

	if (!login_prove_prepare(rq->db, rq->read, &rq->actor, in->password, c, &token, e)) {
		request_field(rq, "password");
		return false;
	}
	request_session(rq, token);
	request_redirect(rq, next_of(in->next));
	return true;
}

/* ROUTE logout
 * POST       /logout
 * form       none
 * permission enrol
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

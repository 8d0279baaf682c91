/*
 * Log-in through an office's own provider: the way there and back, one's own links, and the
 * pages of who manages accounts.
 */
#include "access/oidc_web.h"

#include "access/oidc.h"
#include "access/prove_view.h"
#include "access_routes.h"
#include "urls.h"
#include "web/request.h"
#include "web/url.h"

enum { AGENCIES_OFFERED = 500 };

/* --- providers */

/* ROUTE oidc_list
 * GET        /providers
 * query      none
 * permission account.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       oidc_page
 * json       oidc_list_json /api/v1/providers
 * export     none
 * title      access.oidc
 */
bool oidc_list(
	struct request *rq, const struct oidc_list_in *in, struct oidc_page *page, struct err *e)
{
	struct access_agencies_reached_rows agencies;

	(void)in;
	page->back = str_fmt(rq->arena, "%.*s/login/oidc/…/back", STR_ARG(rq->origin));
	if (!oidc_provider_rows(rq->read, rq->actor.account, &page->rows, e) ||
		!access_agencies_reached(
			rq->read, rq->actor.account, date_today(), AGENCIES_OFFERED, &agencies, e))
		return false;
	LIST_EACH(x, &agencies)
		LIST_PUSH(rq->arena, &page->agencies,
			((struct option){ str_fmt(rq->arena, "%lld", (long long)x->id), x->name,
				x->id == rq->actor.agency }));
	return true;
}

void oidc_list_json(struct json *j, const struct oidc_page *p)
{
	json_list(j, "providers");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_str(j, "code", x->code);
		json_str(j, "name", x->name);
		json_str(j, "issuer", x->issuer);
		json_str(j, "client", x->client);
		json_str(j, "factor", x->factor);
		json_int(j, "agency", x->agency);
		json_str(j, "agency_name", x->agency_name);
		json_int(j, "links", x->links);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE oidc_add
 * POST       /providers
 * form       code:text(40) agency:int name:text(240) issuer:text(500) client:text(500) secret:secret(500) factor:text(200)?
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      oidc.add
 * body       8K
 * rate       peer
 * again      oidc_list
 * json       none
 * title      access.oidc_new
 */
bool oidc_add(struct request *rq, const struct oidc_add_in *in, struct change *c, struct err *e)
{
	struct oidc_new x = {
		.code = in->code,
		.agency = in->agency,
		.name = in->name,
		.issuer = in->issuer,
		.client = in->client,
		.secret = in->secret,
		.factor = in->factor,
	};
	const char *field;

	if (prove_first(rq, url_oidc_list(rq->arena)))
		return true;
	request_redirect(rq, url_oidc_list(rq->arena));
	if (!oidc_prepare_add(rq->db, rq->read, &rq->actor, &x, c, &field, e)) {
		request_field(rq, field);
		return false;
	}
	return true;
}

/* ROUTE oidc_remove
 * POST       /providers/{office:word}/remove
 * form       none
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      oidc.remove
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.oidc_remove
 */
bool oidc_remove(
	struct request *rq, const struct oidc_remove_in *in, struct change *c, struct err *e)
{
	if (prove_first(rq, url_oidc_list(rq->arena)))
		return true;
	request_redirect(rq, url_oidc_list(rq->arena));
	return oidc_prepare_remove(rq->db, rq->read, &rq->actor, in->office, c, e);
}

/* --- an account's links */

/* ROUTE oidc_account
 * GET        /accounts/{account:int}/providers
 * query      none
 * permission account.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       oidc_account_page
 * json       none
 * export     none
 * title      access.oidc_links
 */
bool oidc_account(struct request *rq, const struct oidc_account_in *in,
	struct oidc_account_page *page, struct err *e)
{
	bool found, may = false;

	if (!access_account_row(
		    rq->read, in->account, rq->actor.account, &page->account, &found, e) ||
		(found && !access_may(rq->read, &rq->actor, PERM_account_manage,
				  page->account.agency, &may, e)))
		return false;
	if (!found || !may || page->account.service)
		return FAIL(e, ERR_ABSENT, T_access_no_account);
	if (!oidc_account_rows(rq->read, in->account, &page->rows, e))
		return false;
	LIST_EACH(x, &page->rows)
		if (!x->subject.p)
			LIST_PUSH(rq->arena, &page->offices,
				((struct option){ x->code, x->name, false }));
	return true;
}

/* ROUTE oidc_link
 * POST       /accounts/{account:int}/providers
 * form       office:word subject:text(255)
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      oidc.link
 * body       2K
 * rate       change
 * again      oidc_account
 * json       none
 * title      access.oidc_link
 */
bool oidc_link(struct request *rq, const struct oidc_link_in *in, struct change *c, struct err *e)
{
	struct str page = url_oidc_account(rq->arena, .account = in->account);

	if (prove_first(rq, page))
		return true;
	request_redirect(rq, page);
	request_field(rq, "subject");
	return oidc_prepare_link(
		rq->db, rq->read, &rq->actor, in->account, in->office, in->subject, c, e);
}

/* ROUTE oidc_unlink
 * POST       /accounts/{account:int}/providers/{office:word}/unlink
 * form       none
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      oidc.unlink
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.oidc_unlink
 */
bool oidc_unlink(
	struct request *rq, const struct oidc_unlink_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_oidc_account(rq->arena, .account = in->account));
	return oidc_prepare_unlink(rq->db, rq->read, &rq->actor, in->account, in->office, c, e);
}

/* --- one's own links */

/* ROUTE oidc_own
 * GET        /account/providers
 * query      none
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       oidc_own_page
 * json       none
 * export     none
 * title      access.oidc_own
 */
bool oidc_own(
	struct request *rq, const struct oidc_own_in *in, struct oidc_own_page *page, struct err *e)
{
	(void)in;
	return oidc_account_rows(rq->read, rq->actor.account, &page->rows, e);
}

/* ROUTE oidc_own_link
 * POST       /account/providers/{office:word}/link
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      oidc.link_begin
 * body       1K
 * rate       peer
 * again      none
 * json       none
 * title      access.oidc_link
 */
bool oidc_own_link(
	struct request *rq, const struct oidc_own_link_in *in, struct change *c, struct err *e)
{
	struct login try = { .token = rq->session };
	struct oidc_ask ask = { .provider = in->office, .origin = rq->origin };
	struct str unused;

	if (prove_first(rq, url_oidc_own(rq->arena)))
		return true;
	request_redirect(rq, url_login_oidc_go(rq->arena, .office = in->office));
	return oidc_prepare_begin(rq->read, &rq->actor, &try, &ask, c, &unused, e);
}

/* ROUTE oidc_own_unlink
 * POST       /account/providers/{office:word}/unlink
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      oidc.unlink
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.oidc_unlink
 */
bool oidc_own_unlink(
	struct request *rq, const struct oidc_own_unlink_in *in, struct change *c, struct err *e)
{
	if (prove_first(rq, url_oidc_own(rq->arena)))
		return true;
	request_redirect(rq, url_oidc_own(rq->arena));
	return oidc_prepare_unlink(
		rq->db, rq->read, &rq->actor, rq->actor.account, in->office, c, e);
}

/* --- there and back */

/* ROUTE login_oidc
 * POST       /login/oidc/{office:word}
 * form       next:text(300)?
 * permission public
 * scope      none
 * csrf       token
 * audit      oidc.login_begin
 * body       1K
 * rate       peer
 * again      login_form
 * json       none
 * title      access.oidc_login
 */
bool login_oidc(struct request *rq, const struct login_oidc_in *in, struct change *c, struct err *e)
{
	struct actor nobody = { 0 };
	struct login try = { .token = rq->session };
	struct oidc_ask ask = { .provider = in->office, .origin = rq->origin, .next = in->next };
	struct str token;

	if (!oidc_prepare_begin(rq->read, &nobody, &try, &ask, c, &token, e))
		return false;
	request_session(rq, token);
	request_redirect(rq, url_login_oidc_go(rq->arena, .office = in->office));
	return true;
}

/* A link out of the house, which a template does not write: the address was checked when the
 * provider described itself (oidc_origin), and has nothing in it that ends an attribute. */
static struct str link_away(struct request *rq, struct str address)
{
	struct buf b = { .arena = rq->arena };

	buf_addz(&b, "<a class=\"btn main\" rel=\"noreferrer\" href=\"");
	for (size_t i = 0; i < address.n; i++)
		if (address.p[i] == '&')
			buf_addz(&b, "&amp;");
		else
			buf_addc(&b, address.p[i]);
	buf_addz(&b, "\">");
	buf_add(&b, text_get(rq->lang, T_access_oidc_go));
	buf_addz(&b, "</a>");
	return buf_str(&b);
}

/* "https://host" of an address. */
static struct str host_of(struct str address)
{
	size_t scheme = str_find(address, S("://"), 0);
	size_t end = scheme == SIZE_MAX ? 0 : str_find_char(address, '/', scheme + 3);

	return str_sub(address, 0, end == SIZE_MAX ? address.n : end);
}

/* The browser goes on by a link: a form whose answer led to another host would be stopped by
 * our own content policy. */

/* ROUTE login_oidc_go
 * GET        /login/oidc/{office:word}/go
 * query      none
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       oidc_go_page
 * json       none
 * export     none
 * title      access.oidc_login
 */
bool login_oidc_go(struct request *rq, const struct login_oidc_go_in *in, struct oidc_go_page *page,
	struct err *e)
{
	struct str ask;

	if (!oidc_step_ask(rq->read, rq->session, in->office, &page->name, &ask, e))
		return false;
	if (ask.p) {
		page->host = host_of(ask);
		page->link = link_away(rq, ask);
	}
	return true;
}

/* What providers add besides is let pass and not looked at. */

/* ROUTE login_oidc_back
 * GET        /login/oidc/{office:word}/back
 * query      code:text(2000)? state:text(200)? iss:text(500)? session_state:text(500)? scope:text(500)? error:text(200)? error_description:text(1000)? error_uri:text(500)?
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       oidc_back_page
 * json       none
 * export     none
 * title      access.oidc_login
 */
bool login_oidc_back(struct request *rq, const struct login_oidc_back_in *in,
	struct oidc_back_page *page, struct err *e)
{
	struct str ask;

	page->office = in->office;
	page->code = in->code;
	page->state = in->state;
	page->issuer = in->iss;
	if (!oidc_step_ask(rq->read, rq->session, in->office, &page->name, &ask, e))
		return false;
	page->open = ask.p != NULL;
	return true;
}

/* ROUTE login_oidc_done
 * POST       /login/oidc/{office:word}/done
 * form       code:text(2000)? state:text(200)? iss:text(500)?
 * permission public
 * scope      none
 * csrf       token
 * audit      account.login
 * body       8K
 * rate       peer
 * again      login_form
 * json       none
 * title      access.oidc_login
 */
bool login_oidc_done(
	struct request *rq, const struct login_oidc_done_in *in, struct change *c, struct err *e)
{
	struct login try = { .address = rq->peer, .agent = rq->agent, .token = rq->session };
	struct oidc_answer answer = {
		.provider = in->office,
		.code = in->code,
		.state = in->state,
		.issuer = in->iss,
		.origin = rq->origin,
	};
	struct oidc_outcome out;

	if (!oidc_prepare_answer(rq->db, rq->read, &rq->actor, &try, &answer, c, &out, e))
		return false;
	if (out.linked) {
		request_redirect(rq, url_oidc_own(rq->arena));
		return true;
	}
	request_session(rq, out.logged.token);
	if (out.logged.step)
		request_redirect(rq, url_login_code_form(rq->arena, .next = out.next));
	else
		request_redirect(rq, out.next.n ? out.next : S("/"));
	return true;
}

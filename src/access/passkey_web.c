/*
 * Passkeys: one's own, and logging in by one alone.
 */
#include "access/passkey_web.h"

#include "access/login.h"
#include "access/passkey.h"
#include "access/prove_view.h"
#include "access/webauthn.h"
#include "access_routes.h"
#include "urls.h"
#include "web/request.h"
#include "web/url.h"

static struct str known_of(struct arena *a, const struct passkey_rows_rows *keys)
{
	struct buf b = { .arena = a };

	LIST_EACH(k, keys) {
		if (b.n)
			buf_addc(&b, ' ');
		buf_add(&b, webauthn_text(a, k->credential));
	}
	return buf_str(&b);
}

/* ROUTE passkey_list
 * GET        /account/passkeys
 * query      none
 * permission enrol
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       passkey_page
 * json       none
 * export     none
 * title      access.passkeys
 */
bool passkey_list(struct request *rq, const struct passkey_list_in *in, struct passkey_page *page,
	struct err *e)
{
	struct str challenge;
	bool there;

	(void)in;
	page->actor = rq->actor;
	page->party = webauthn_party(rq->origin);
	page->possible = str_starts(rq->origin, S("https://")) ||
			 str_eq(page->party, S("localhost"));
	if (!passkey_rows(rq->read, rq->actor.account, &page->keys, e) ||
		!passkey_offer_read(rq->read, &rq->actor, &challenge, &there, e))
		return false;
	page->known = known_of(rq->arena, &page->keys);
	page->user = webauthn_text(
		rq->arena, str_fmt(rq->arena, "haidang/%lld", (long long)rq->actor.account));
	if (there)
		page->challenge = webauthn_text(rq->arena, challenge);
	return true;
}

/* ROUTE passkey_offer
 * POST       /account/passkeys
 * form       none
 * permission enrol
 * scope      own
 * csrf       token
 * audit      passkey.offer
 * body       1K
 * rate       change
 * again      passkey_list
 * json       none
 * title      access.passkey_new
 */
bool passkey_offer(
	struct request *rq, const struct passkey_offer_in *in, struct change *c, struct err *e)
{
	(void)in;
	if (prove_first(rq, url_passkey_list(rq->arena)))
		return true;
	request_redirect(rq, url_passkey_list(rq->arena));
	return passkey_prepare_offer(rq->read, &rq->actor, c, e);
}

/* ROUTE passkey_add
 * POST       /account/passkeys/add
 * form       name:text(40) client:text(4096)? attestation:text(8192)?
 * permission enrol
 * scope      own
 * csrf       token
 * audit      passkey.add
 * body       32K
 * rate       change
 * again      passkey_list
 * json       none
 * title      access.passkey_new
 */
bool passkey_add(
	struct request *rq, const struct passkey_add_in *in, struct change *c, struct err *e)
{
	struct str token;

	request_redirect(rq, url_passkey_list(rq->arena));
	if (!passkey_prepare_add(rq->read, &rq->actor, rq->origin, in->name, in->client,
		    in->attestation, c, &token, e)) {
		request_field(rq, "name");
		return false;
	}
	request_session(rq, token);
	return true;
}

/* ROUTE passkey_remove
 * POST       /account/passkeys/{passkey:int}/remove
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      passkey.remove
 * body       1K
 * rate       change
 * again      passkey_list
 * json       none
 * title      access.passkey_remove
 */
bool passkey_remove(
	struct request *rq, const struct passkey_remove_in *in, struct change *c, struct err *e)
{
	if (prove_first(rq, url_passkey_list(rq->arena)))
		return true;
	request_redirect(rq, url_passkey_list(rq->arena));
	return passkey_prepare_remove(rq->read, &rq->actor, in->passkey, c, e);
}

/* ROUTE login_passkey_begin
 * POST       /login/passkey
 * form       next:text(300)?
 * permission public
 * scope      none
 * csrf       token
 * audit      account.login_begin
 * body       2K
 * rate       login
 * again      login_form
 * json       none
 * title      access.passkey_login
 */
bool login_passkey_begin(struct request *rq, const struct login_passkey_begin_in *in,
	struct change *c, struct err *e)
{
	struct str token;

	if (!login_begin_prepare(rq->arena, c, &token, e))
		return false;
	request_session(rq, token);
	request_redirect(rq, url_login_passkey_form(rq->arena, .next = in->next));
	return true;
}

/* ROUTE login_passkey_form
 * GET        /login/passkey
 * query      next:text(300)?
 * permission public
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       passkey_login_page
 * json       none
 * export     none
 * title      access.passkey_login
 */
bool login_passkey_form(struct request *rq, const struct login_passkey_form_in *in,
	struct passkey_login_page *page, struct err *e)
{
	struct login_half half;

	if (!login_half_read(rq->read, rq->session, &half, e))
		return false;
	page->next = in->next;
	page->party = webauthn_party(rq->origin);
	if (half.challenge.p)
		page->challenge = webauthn_text(rq->arena, half.challenge);
	return true;
}

/* ROUTE login_passkey
 * POST       /login/passkey/done
 * form       credential:text(2048)? client:text(4096)? data:text(2048)? signature:text(2048)? next:text(300)?
 * permission public
 * scope      none
 * csrf       token
 * audit      account.login
 * body       16K
 * rate       login
 * again      login_passkey_form
 * json       none
 * title      access.passkey_login
 */
bool login_passkey(
	struct request *rq, const struct login_passkey_in *in, struct change *c, struct err *e)
{
	struct login try = { .address = rq->peer, .agent = rq->agent, .token = rq->session };
	struct passkey_answer answer = { in->client, in->data, in->signature, in->credential };
	struct str token;

	if (!login_passkey_prepare(rq->db, rq->read, &try, rq->origin, &answer, c, &token, e))
		return false;
	request_session(rq, token);
	request_redirect(rq, in->next.p && url_is_local(in->next) ? in->next : S("/"));
	return true;
}

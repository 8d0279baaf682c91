/*
 * The accounts of an agency and those under it: list, one account, adding, disabling,
 * granting and revoking.
 */
#include "access/account_web.h"

#include "access/account.h"
#include "access/grant.h"
#include "access_routes.h"
#include "urls.h"
#include "web/request.h"

enum { AGENCIES_OFFERED = 1000 };

/* "focal leader" in the reader's words. */
static struct str role_names(
	struct request *rq, const struct access_role_rows_rows *roles, struct str codes)
{
	struct buf b = { .arena = rq->arena };
	struct str code;

	while (codes.p && str_split(&codes, ' ', &code))
		LIST_EACH(role, roles)
			if (str_eq(role->code, code)) {
				if (b.n)
					buf_addz(&b, "; ");
				buf_add(&b, rq->lang == LANG_VI ? role->name_vi : role->name_en);
			}
	return buf_str(&b);
}

/* ROUTE account_list
 * GET        /accounts
 * query      none
 * permission account.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       account_list_page
 * json       account_list_json /api/v1/accounts
 * export     account_list_sheet
 * title      access.accounts
 */
bool account_list(struct request *rq, const struct account_list_in *in,
	struct account_list_page *page, struct err *e)
{
	struct access_account_rows_rows rows;
	struct access_role_rows_rows roles;

	(void)in;
	if (!access_account_rows(rq->read, rq->actor.account, &rows, e) ||
		!access_role_rows(rq->read, &roles, e))
		return false;
	page->manages = actor_may(&rq->actor, PERM_account_manage);
	LIST_EACH(row, &rows)
		LIST_PUSH(rq->arena, &page->accounts,
			((struct account_line){ row->id, row->name, row->display, row->agency_name,
				row->state, role_names(rq, &roles, row->roles) }));
	return true;
}

void account_list_json(struct json *j, const struct account_list_page *p)
{
	json_list(j, "accounts");
	LIST_EACH(a, &p->accounts) {
		json_open_item(j);
		json_int(j, "id", a->id);
		json_str(j, "name", a->name);
		json_str(j, "display", a->display);
		json_str(j, "agency", a->agency);
		json_str(j, "state", a->state);
		json_str(j, "roles", a->roles);
		json_close(j);
	}
	json_end(j);
}

static struct str number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static bool agency_options(struct request *rq, struct account_new_page *page, struct err *e)
{
	struct access_agencies_reached_rows rows;

	if (!access_agencies_reached(
		    rq->read, rq->actor.account, date_today(), AGENCIES_OFFERED, &rows, e))
		return false;
	LIST_EACH(row, &rows)
		LIST_PUSH(rq->arena, &page->agencies,
			((struct option){ number(rq->arena, row->id), row->name, false }));
	return true;
}

static bool grant_options(struct request *rq, struct account_show_page *page, struct err *e)
{
	struct access_role_rows_rows roles;
	struct account_new_page agencies = { 0 };

	if (!access_role_rows(rq->read, &roles, e) || !agency_options(rq, &agencies, e))
		return false;
	LIST_EACH(role, &roles)
		LIST_PUSH(rq->arena, &page->roles,
			((struct option){ role->code,
				rq->lang == LANG_VI ? role->name_vi : role->name_en, false }));
	LIST_EACH(x, &agencies.agencies)
		LIST_PUSH(rq->arena, &page->agencies, *x);
	LIST_PUSH(rq->arena, &page->over,
		((struct option){ S("agency"), text_get(rq->lang, T_access_over_agency), true }));
	LIST_PUSH(rq->arena, &page->over,
		((struct option){ S("place"), text_get(rq->lang, T_access_over_place), false }));
	LIST_PUSH(rq->arena, &page->over,
		((struct option){
			S("country"), text_get(rq->lang, T_access_over_country), false }));
	return true;
}

/* ROUTE account_show
 * GET        /accounts/{account:int}
 * query      none
 * permission account.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       account_show_page
 * json       account_show_json /api/v1/accounts/{account}
 * export     none
 * title      access.account
 */
bool account_show(struct request *rq, const struct account_show_in *in,
	struct account_show_page *page, struct err *e)
{
	bool found;

	if (!access_account_row(
		    rq->read, in->account, rq->actor.account, &page->account, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_no_account);
	request_title(rq, page->account.display);
	if (!access_grant_rows(rq->read, in->account, &page->grants, e) ||
		!access_may(rq->read, &rq->actor, PERM_account_manage, page->account.agency,
			&page->manages, e))
		return false;
	page->manages = page->manages && in->account != rq->actor.account;
	return !page->manages || grant_options(rq, page, e);
}

void account_show_json(struct json *j, const struct account_show_page *p)
{
	json_int(j, "id", p->account.id);
	json_str(j, "name", p->account.name);
	json_str(j, "display", p->account.display);
	json_int(j, "agency", p->account.agency);
	json_str(j, "agency_name", p->account.agency_name);
	json_str(j, "state", p->account.state);
	json_list(j, "grants");
	LIST_EACH(g, &p->grants) {
		json_open_item(j);
		json_int(j, "id", g->id);
		json_str(j, "role_vi", g->role_vi);
		json_str(j, "role_en", g->role_en);
		json_str(j, "agency", g->agency_name);
		json_str(j, "place", g->place_name);
		json_date(j, "from", g->valid_from);
		json_date(j, "to", g->valid_to);
		json_bool(j, "in_force", g->in_force);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE account_new
 * GET        /accounts/new
 * query      none
 * permission account.manage
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       account_new_page
 * json       none
 * export     none
 * title      access.account_new
 */
bool account_new(struct request *rq, const struct account_new_in *in, struct account_new_page *page,
	struct err *e)
{
	(void)in;
	return agency_options(rq, page, e);
}

static struct str after_add(struct request *rq, struct change *c)
{
	return url_account_show(rq->arena, .account = c->entry.object_id);
}

/* ROUTE account_add
 * POST       /accounts
 * form       name:text(40) display:text(80) agency:int password:secret(1024)? service:bool?
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      account.add
 * body       8K
 * rate       change
 * again      account_new
 * json       none
 * title      access.account_new
 */
bool account_add(
	struct request *rq, const struct account_add_in *in, struct change *c, struct err *e)
{
	struct account_new add = { .name = in->name,
		.display = in->display,
		.agency = in->agency,
		.password = in->password,
		.service = in->service };

	if (!in->service && !in->password.n)
		return request_refuse(rq, "password", e, ERR_INPUT, T_access_password_missing);
	rq->after = after_add;
	if (account_prepare_add(rq->db, rq->read, &rq->actor, &add, c, e))
		return true;
	request_field(rq, e->text == T_access_display_wrong ? "display"
			  : e->text == T_access_no_agency   ? "agency"
			  : e->text == T_access_name_wrong || e->text == T_access_name_taken
				  ? "name"
				  : "password");
	return false;
}

/* ROUTE account_disable
 * POST       /accounts/{account:int}/disable
 * form       none
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      account.disable
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.disable
 */
bool account_disable(
	struct request *rq, const struct account_disable_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_account_show(rq->arena, .account = in->account));
	return account_prepare_state(rq->db, rq->read, &rq->actor, in->account, false, c, e);
}

/* ROUTE account_enable
 * POST       /accounts/{account:int}/enable
 * form       none
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      account.enable
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.enable
 */
bool account_enable(
	struct request *rq, const struct account_enable_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_account_show(rq->arena, .account = in->account));
	return account_prepare_state(rq->db, rq->read, &rq->actor, in->account, true, c, e);
}

/* What the form's choice means; nothing that was not chosen is taken. */
static bool scope_of(
	struct request *rq, const struct grant_add_in *in, struct grant_new *g, struct err *e)
{
	g->agency = DB_NULL;
	if (str_eq(in->over, S("country")))
		return true;
	if (str_eq(in->over, S("agency"))) {
		g->agency = in->agency;
		return in->agency != DB_NULL ||
		       request_refuse(rq, "agency", e, ERR_INPUT, T_access_no_agency);
	}
	g->place = in->place;
	return (str_eq(in->over, S("place")) && in->place.n) ||
	       request_refuse(rq, "place", e, ERR_INPUT, T_access_no_place);
}

/* ROUTE grant_add
 * POST       /accounts/{account:int}/grants
 * form       role:word over:word agency:int? place:word? from:date? to:date?
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      grant.add
 * body       4K
 * rate       change
 * again      account_show
 * json       none
 * title      access.grant_add
 */
bool grant_add(struct request *rq, const struct grant_add_in *in, struct change *c, struct err *e)
{
	struct grant_new g = {
		.account = in->account, .role = in->role, .from = in->from, .to = in->to
	};

	request_redirect(rq, url_account_show(rq->arena, .account = in->account));
	if (!scope_of(rq, in, &g, e))
		return false;
	if (grant_prepare_add(rq->db, rq->read, &rq->actor, &g, c, e))
		return true;
	request_field(rq, e->text == T_access_no_agency	    ? "agency"
			  : e->text == T_access_no_place    ? "place"
			  : e->text == T_access_grant_dates ? "to"
							    : "role");
	return false;
}

/* ROUTE grant_revoke
 * POST       /accounts/{account:int}/grants/{grant:int}/revoke
 * form       none
 * permission account.manage
 * scope      agency
 * csrf       token
 * audit      grant.revoke
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.grant_revoke
 */
bool grant_revoke(
	struct request *rq, const struct grant_revoke_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_account_show(rq->arena, .account = in->account));
	return grant_prepare_revoke(rq->db, rq->read, &rq->actor, in->account, in->grant, c, e);
}

/*
 * Why somebody may: what an account may do and by which grant, and who may see what an
 * agency has and by which grant.
 */
#include "access/why_web.h"

#include "access/access.h"
#include "access_routes.h"
#include "web/request.h"

enum { SHOWN = 500 };

/* ROUTE account_why
 * GET        /accounts/{account:int}/why
 * query      none
 * permission account.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       why_page
 * json       why_json /api/v1/accounts/{account}/why
 * export     none
 * title      access.why
 */
bool account_why(
	struct request *rq, const struct account_why_in *in, struct why_page *page, struct err *e)
{
	bool found;

	if (!access_account_row(
		    rq->read, in->account, rq->actor.account, &page->account, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_no_account);
	return why_may(rq->read, in->account, &page->rows, e);
}

void why_json(struct json *j, const struct why_page *p)
{
	json_int(j, "account", p->account.id);
	json_list(j, "permissions");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_str(j, "permission", x->permission);
		json_str(j, "role_vi", x->role_vi);
		json_str(j, "role_en", x->role_en);
		json_str(j, "agency", x->agency_name);
		json_str(j, "place", x->place_name);
		json_date(j, "from", x->valid_from);
		json_date(j, "to", x->valid_to);
		json_str(j, "giver", x->giver);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE agency_who
 * GET        /agencies/{agency:int}/who
 * query      may:word?
 * permission account.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       who_page
 * json       who_json /api/v1/agencies/{agency}/who
 * export     none
 * title      access.who
 */
bool agency_who(
	struct request *rq, const struct agency_who_in *in, struct who_page *page, struct err *e)
{
	struct access_agency_found_row agency;
	enum permission p = in->may.p ? permission_of(in->may) : PERM_task_read;
	bool found;

	if (p <= PERM_LOGIN || p >= PERM_COUNT)
		return FAIL(e, ERR_ABSENT, T_access_no_permission, in->may);
	page->agency = in->agency;
	page->permission = str_z(permission_name(p));
	if (!access_agency_found(rq->read, in->agency, &agency, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_no_agency);
	page->agency_name = agency.name;
	if (!who_may(rq->read, in->agency, page->permission, rq->actor.account, SHOWN + 1,
		    &page->rows, e))
		return false;
	page->more = page->rows.n > SHOWN;
	if (page->more)
		page->rows.n = SHOWN;
	return true;
}

void who_json(struct json *j, const struct who_page *p)
{
	json_int(j, "agency", p->agency);
	json_str(j, "permission", p->permission);
	json_bool(j, "more", p->more);
	json_list(j, "accounts");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_int(j, "id", x->account);
		json_str(j, "display", x->display);
		json_str(j, "role_vi", x->role_vi);
		json_str(j, "role_en", x->role_en);
		json_str(j, "agency", x->agency_name);
		json_str(j, "place", x->place_name);
		json_date(j, "from", x->valid_from);
		json_date(j, "to", x->valid_to);
		json_close(j);
	}
	json_end(j);
}

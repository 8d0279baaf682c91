/*
 * Why somebody may: what an account may do and by which grant, and who may see what an
 * agency has and by which grant.
 */
#include "access/why_web.h"

#include "access/access.h"
#include "access_routes.h"
#include "urls.h"
#include "web/request.h"

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

static void who_line(struct request *rq, const struct who_may_row *x, struct who_line *l)
{
	enum text_id why = T_access_who_country;

	if (x->own)
		why = T_access_who_own;
	else if (x->agency_name.n)
		why = T_access_who_above;
	else if (x->place_name.n)
		why = T_access_who_place;
	*l = (struct who_line){
		.account = x->account,
		.display = x->display,
		.home = x->home_name,
		.service = x->service,
		.role = rq->lang == LANG_VI ? x->role_vi : x->role_en,
		.over = who_over(rq->lang, x->agency_name, x->place_name),
		.from = x->valid_from,
		.to = x->valid_to,
		.until = x->until,
		.giver = x->giver,
	};
	LIST_PUSH(rq->arena, &l->why, text_get(rq->lang, why));
}

static void permission_options(struct request *rq, struct who_page *page)
{
	for (int p = PERM_LOGIN + 1; p < PERM_COUNT; p++) {
		struct str name = str_z(permission_name((enum permission)p));

		LIST_PUSH(rq->arena, &page->permissions,
			((struct option){ name, permission_words(rq->lang, name),
				str_eq(name, page->permission) }));
	}
}

/* ROUTE agency_who
 * GET        /agencies/{agency:int}/who
 * query      may:word? after:int?
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
	enum permission p = in->may.p ? permission_of(in->may) : PERM_task_read;
	struct access_agency_found_row agency;
	struct who_may_rows rows;
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
	permission_options(rq, page);
	if (!who_may(rq->read, in->agency, page->permission, rq->actor.account,
		    in->after > 0 ? in->after : 0, WHO_PAGE + 1, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		who_line(rq, x, LIST_ADD(rq->arena, &page->lines));
	page->next = who_cut(&page->lines);
	if (page->next)
		page->next_href = url_agency_who(rq->arena, .agency = in->agency,
			.may = page->permission, .after = page->next);
	return true;
}

void who_json(struct json *j, const struct who_page *p)
{
	json_int(j, "agency", p->agency);
	json_str(j, "permission", p->permission);
	who_lines_json(j, &p->lines, p->next);
}

/*
 * Access in an emergency: taken, given back, judged.
 */
#include "access/emergency_web.h"

#include "access/emergency.h"
#include "access/prove_view.h"
#include "access_routes.h"
#include "base/viet.h"
#include "urls.h"
#include "web/request.h"

enum { SHOWN = 200, FOUND = 50 };

/* ROUTE emergency_list
 * GET        /emergencies
 * query      none
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       emergency_list_page
 * json       emergency_list_json /api/v1/emergencies
 * export     none
 * title      access.emergencies
 */
bool emergency_list(struct request *rq, const struct emergency_list_in *in,
	struct emergency_list_page *page, struct err *e)
{
	(void)in;
	page->may_begin = actor_may(&rq->actor, PERM_emergency_use);
	return emergency_rows(rq->read, rq->actor.account, rq->now, SHOWN, &page->rows, e);
}

void emergency_list_json(struct json *j, const struct emergency_list_page *p)
{
	json_list(j, "emergencies");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_int(j, "account", x->account);
		json_str(j, "display", x->display);
		json_str(j, "agency", x->agency_name);
		json_time(j, "began", x->made_at);
		json_time(j, "ends", x->ends);
		json_bool(j, "running", x->running);
		json_bool(j, "reviewed", x->reviewed != DB_NULL);
		json_close(j);
	}
	json_end(j);
}

/* Those whose name has the words, and the one that was chosen before the form came back. */
static bool find_agencies(
	struct request *rq, struct str q, struct emergency_new_page *page, struct err *e)
{
	struct str chosen = request_value(rq, "agency", STR_NULL);
	struct str words = viet_fold(rq->arena, q);
	struct emergency_agencies_rows rows;

	page->q = q;
	if (!words.n && !chosen.n)
		return true;
	if (!emergency_agencies(rq->read,
		    words.n ? str_fmt(rq->arena, "%%%.*s%%", STR_ARG(words)) : S(""),
		    chosen.n ? chosen : q, date_today(), FOUND + 1, &rows, e))
		return false;
	page->more = rows.n > FOUND;
	LIST_EACH(x, &rows)
		if (page->agencies.n < FOUND)
			LIST_PUSH(rq->arena, &page->agencies,
				((struct option){ x->code, x->name, false }));
	return true;
}

/* ROUTE emergency_new
 * GET        /emergencies/new
 * query      q:text(100)?
 * permission emergency.use
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       emergency_new_page
 * json       none
 * export     none
 * title      access.emergency_new
 */
bool emergency_new(struct request *rq, const struct emergency_new_in *in,
	struct emergency_new_page *page, struct err *e)
{
	struct emergency_roles_rows rows;

	if (!find_agencies(rq, in->q.n ? in->q : S(""), page, e) ||
		!emergency_roles(rq->read, rq->actor.account, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->roles,
			((struct option){
				x->code, rq->lang == LANG_VI ? x->name_vi : x->name_en, false }));
	return true;
}

static struct str after_begin(struct request *rq, struct change *c)
{
	return url_emergency_show(rq->arena, .emergency = c->entry.object_id);
}

/* ROUTE emergency_begin
 * POST       /emergencies
 * form       role:word agency:word reason:text(2000)
 * permission emergency.use
 * scope      own
 * csrf       token
 * audit      emergency.begin
 * body       8K
 * rate       login
 * again      emergency_new
 * json       none
 * title      access.emergency_new
 */
bool emergency_begin(
	struct request *rq, const struct emergency_begin_in *in, struct change *c, struct err *e)
{
	struct emergency_ask x = { .role = in->role, .agency = in->agency, .reason = in->reason };
	const char *field = "role";
	struct str token;

	if (prove_first(rq, url_emergency_new(rq->arena)))
		return true;
	rq->after = after_begin;
	if (emergency_prepare_begin(rq->db, rq->read, &rq->actor, &x, c, &token, &field, e)) {
		request_session(rq, token);
		return true;
	}
	request_field(rq, field);
	return false;
}

/* ROUTE emergency_show
 * GET        /emergencies/{emergency:int}
 * query      none
 * permission login
 * scope      own
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       emergency_show_page
 * json       emergency_show_json /api/v1/emergencies/{emergency}
 * export     none
 * title      access.emergency
 */
bool emergency_show(struct request *rq, const struct emergency_show_in *in,
	struct emergency_show_page *page, struct err *e)
{
	static const struct {
		const char *value;
		enum text_id label;
	} verdicts[] = { { "right", T_access_emergency_right },
		{ "wrong", T_access_emergency_wrong } };
	bool found;

	if (!emergency_row(
		    rq->read, in->emergency, rq->actor.account, rq->now, &page->x, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_emergency_none);
	page->own = page->x.account == rq->actor.account;
	for (size_t i = 0; i < COUNT(verdicts); i++)
		LIST_PUSH(rq->arena, &page->verdicts,
			((struct option){ str_z(verdicts[i].value),
				text_get(rq->lang, verdicts[i].label), false }));
	if (!emergency_deeds(rq->read, page->x.account, page->x.made_at, page->x.ends, SHOWN + 1,
		    &page->deeds, e))
		return false;
	page->more = page->deeds.n > SHOWN;
	if (page->more)
		page->deeds.n = SHOWN;
	return true;
}

void emergency_show_json(struct json *j, const struct emergency_show_page *p)
{
	json_int(j, "id", p->x.id);
	json_int(j, "account", p->x.account);
	json_str(j, "display", p->x.display);
	json_str(j, "role_vi", p->x.role_vi);
	json_str(j, "role_en", p->x.role_en);
	json_int(j, "agency", p->x.agency);
	json_str(j, "reason", p->x.reason);
	json_time(j, "began", p->x.made_at);
	json_time(j, "ends", p->x.ends);
	json_bool(j, "running", p->x.running);
	json_bool(j, "reviewed", p->x.reviewed != DB_NULL);
	json_bool(j, "justified", p->x.justified);
	json_str(j, "finding", p->x.finding);
	json_list(j, "deeds");
	LIST_EACH(d, &p->deeds) {
		json_open_item(j);
		json_int(j, "entry", d->seq);
		json_time(j, "at", d->at);
		json_str(j, "action", d->action);
		json_str(j, "object", d->object);
		json_int(j, "object_id", d->object_id);
		json_close(j);
	}
	json_end(j);
}

/* ROUTE emergency_end
 * POST       /emergencies/{emergency:int}/end
 * form       none
 * permission login
 * scope      own
 * csrf       token
 * audit      emergency.end
 * body       1K
 * rate       change
 * again      none
 * json       none
 * title      access.emergency_end
 */
bool emergency_end(
	struct request *rq, const struct emergency_end_in *in, struct change *c, struct err *e)
{
	request_redirect(rq, url_emergency_show(rq->arena, .emergency = in->emergency));
	return emergency_prepare_end(rq->read, &rq->actor, in->emergency, c, e);
}

/* ROUTE emergency_judge
 * POST       /emergencies/{emergency:int}/review
 * form       verdict:word finding:text(2000)
 * permission emergency.review
 * scope      agency
 * csrf       token
 * audit      emergency.review
 * body       8K
 * rate       change
 * again      emergency_show
 * json       none
 * title      access.emergency_judge
 */
bool emergency_judge(
	struct request *rq, const struct emergency_judge_in *in, struct change *c, struct err *e)
{
	bool right = str_eq(in->verdict, S("right"));

	if (!right && !str_eq(in->verdict, S("wrong")))
		return request_refuse(rq, "verdict", e, ERR_INPUT, T_web_param_bad, S("verdict"));
	request_redirect(rq, url_emergency_show(rq->arena, .emergency = in->emergency));
	if (emergency_prepare_judge(
		    rq->db, rq->read, &rq->actor, in->emergency, right, in->finding, c, e))
		return true;
	request_field(rq, "finding");
	return false;
}

/*
 * The pages of difficulties: the list, what is collected by article of law, the form, one
 * with its way.
 */
#include "obstacle/obstacle_web.h"

#include "access/access.h"
#include "agency/agency.h"
#include "base/viet.h"
#include "obstacle_routes.h"
#include "plan/plan.h"
#include "urls.h"

enum { PAGE = 50, ARTICLES = 500 };

/* --- the list */

static struct str pattern(struct arena *a, struct str q)
{
	return q.n ? str_fmt(a, "%%%.*s%%", STR_ARG(viet_fold(a, q))) : S("");
}

static void fill_states(struct request *rq, struct obstacle_list_page *page)
{
	struct option any = { S(""), text_get(rq->lang, T_obstacle_any_state), !page->state.n };
	struct option open = { S("open"), text_get(rq->lang, T_obstacle_open),
		str_eq(page->state, S("open")) };
	struct option mine = { S("mine"), text_get(rq->lang, T_obstacle_mine),
		str_eq(page->state, S("mine")) };

	LIST_PUSH(rq->arena, &page->states, any);
	LIST_PUSH(rq->arena, &page->states, open);
	if (rq->actor.agency)
		LIST_PUSH(rq->arena, &page->states, mine);
	for (enum obstacle_state s = 0; s < OBSTACLE_STATES; s++) {
		struct str word = str_z(obstacle_state_word(s));

		LIST_PUSH(rq->arena, &page->states,
			((struct option){ word, obstacle_state_text(rq->lang, s),
				str_eq(page->state, word) }));
	}
}

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

/* ROUTE obstacle_list
 * GET        /obstacles
 * query      q:text(200)? state:word? law:text(200)? article:text(100)? after:int?
 * permission obstacle.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       obstacle_list_page
 * json       obstacle_list_json /api/v1/obstacles
 * export     obstacle_list_sheet
 * title      obstacle.nav
 */
bool obstacle_list(struct request *rq, const struct obstacle_list_in *in,
	struct obstacle_list_page *page, struct err *e)
{
	struct arena *a = rq->arena;
	int64_t most = request_most(rq, PAGE);

	page->q = or_empty(in->q);
	page->state = or_empty(in->state);
	page->law = or_empty(in->law);
	page->article = or_empty(in->article);
	page->filtered = page->q.n || page->state.n || page->law.n || page->article.n;
	page->may_raise = actor_may(&rq->actor, PERM_obstacle_write) && rq->actor.agency;
	fill_states(rq, page);
	request_title(rq, text_get(rq->lang, T_obstacle_list));
	if (!obstacle_page(rq->read, rq->actor.account, rq->actor.agency, page->state,
		    pattern(a, page->q), obstacle_fold(a, page->law),
		    obstacle_fold(a, page->article), in->after > 0 ? in->after : INT64_MAX,
		    most + 1, &page->rows, e))
		return false;
	if (in->after > 0)
		page->first_href = url_obstacle_list(
			a, .q = in->q, .state = in->state, .law = in->law, .article = in->article);
	if ((int64_t)page->rows.n > most && !rq->export) {
		page->rows.n = (size_t)most;
		page->next = page->rows.v[most - 1].id;
		page->next_href = url_obstacle_list(a, .q = in->q, .state = in->state,
			.law = in->law, .article = in->article, .after = page->next);
	}
	return true;
}

/* ROUTE obstacle_articles
 * GET        /obstacles/articles
 * query      none
 * permission obstacle.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       obstacle_articles_page
 * json       obstacle_articles_json /api/v1/obstacles/articles
 * export     obstacle_articles_sheet
 * title      obstacle.by_article
 */
bool obstacle_articles(struct request *rq, const struct obstacle_articles_in *in,
	struct obstacle_articles_page *page, struct err *e)
{
	(void)in;
	return obstacle_by_article(
		rq->read, rq->actor.account, request_most(rq, ARTICLES), &page->rows, e);
}

/* --- the form */

static void fill_kinds(struct request *rq, struct obstacle_form_page *page, struct str now)
{
	for (enum obstacle_kind k = 0; k < OBSTACLE_KINDS; k++) {
		struct str word = str_z(obstacle_kind_word(k));

		LIST_PUSH(rq->arena, &page->kinds,
			((struct option){
				word, obstacle_kind_text(rq->lang, k), str_eq(now, word) }));
	}
}

static bool read_task(struct request *rq, int64_t task, struct obstacle_form_page *page,
	struct obstacle_task_row *row, struct err *e)
{
	bool found;

	if (!obstacle_task(rq->read, task, rq->actor.account, row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_obstacle_no_task);
	page->task = task;
	page->task_label = str_fmt(rq->arena, "%.*s%s%.*s: %.*s",
		STR_ARG(plan_path_label(rq->arena, rq->lang, row->path)), row->number.n ? ", " : "",
		STR_ARG(row->number), STR_ARG(plan_brief(rq->arena, row->words, 120)));
	return true;
}

/* ROUTE obstacle_new
 * GET        /obstacles/new
 * query      task:int?
 * permission obstacle.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       obstacle_form_page
 * json       none
 * export     none
 * title      obstacle.new
 */
bool obstacle_new(struct request *rq, const struct obstacle_new_in *in,
	struct obstacle_form_page *page, struct err *e)
{
	struct obstacle_own_agency_row own;
	struct obstacle_task_row task = { 0 };
	int64_t of = in->task;
	bool found;

	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_obstacle_no_agency);
	/* shown again, the form itself says of which task it is */
	if (of == DB_NULL && !str_to_int(request_value(rq, "task", S("")), &of))
		of = DB_NULL;
	if (!obstacle_own_agency(rq->read, rq->actor.agency, &own, &found, e) ||
		(of > 0 && !read_task(rq, of, page, &task, e)))
		return false;
	page->agency = own.name;
	page->to = task.standing_name.n && task.standing_id != rq->actor.agency ? task.standing_name
										: own.parent_name;
	page->day = date_vi(rq->arena, date_today());
	fill_kinds(rq, page, S("difficulty"));
	return true;
}

/* The agency a person names, as seen from the place of its own. */
static bool named_agency(
	struct request *rq, struct str name, const char *field, int64_t *id, struct err *e)
{
	struct obstacle_own_agency_row own;
	bool found;

	if (!obstacle_own_agency(rq->read, rq->actor.agency, &own, &found, e) ||
		!agency_find(
			rq->read, name, found ? own.province_code : STR_NULL, date_today(), id, e))
		return false;
	return *id || request_refuse(rq, field, e, ERR_INPUT, T_obstacle_unknown_agency, name);
}

static struct str to_it(struct request *rq, struct change *c)
{
	return url_obstacle_show(rq->arena, .obstacle = c->entry.object_id);
}

/* ROUTE obstacle_raise
 * POST       /obstacles
 * form       task:int? kind:word title:text(200) words:text(5000) proposal:text(5000)? law:text(200)? article:text(100)? to:text(300) day:date
 * permission obstacle.write
 * scope      agency
 * csrf       token
 * audit      obstacle.raise
 * body       64K
 * rate       change
 * again      obstacle_new
 * json       none
 * title      obstacle.new
 */
bool obstacle_raise(
	struct request *rq, const struct obstacle_raise_in *in, struct change *c, struct err *e)
{
	struct obstacle_form_page page = { 0 };
	struct obstacle_task_row task;
	struct obstacle_new new = { .said = { obstacle_kind_of(in->kind), in->title, in->words,
					    or_empty(in->proposal), or_empty(in->law),
					    or_empty(in->article) },
		.agency = rq->actor.agency,
		.task = in->task > 0 ? in->task : DB_NULL,
		.day = in->day };

	if (!rq->actor.agency)
		return FAIL(e, ERR_CONFLICT, T_obstacle_no_agency);
	if ((in->task > 0 && !read_task(rq, in->task, &page, &task, e)) ||
		!named_agency(rq, in->to, "to", &new.holder, e))
		return false;
	rq->after = to_it;
	return obstacle_raise_prepare(rq->arena, &rq->actor, &new, c, e);
}

/* --- one */

static bool read_one(struct request *rq, int64_t id, struct obstacle_by_id_row *o, struct err *e)
{
	bool found;

	if (!obstacle_by_id(rq->read, id, rq->actor.account, o, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_obstacle_absent);
}

/* ROUTE obstacle_show
 * GET        /obstacles/{obstacle:int}
 * query      none
 * permission obstacle.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       obstacle_show_page
 * json       obstacle_show_json /api/v1/obstacles/{obstacle}
 * export     none
 * title      obstacle.one
 */
bool obstacle_show(struct request *rq, const struct obstacle_show_in *in,
	struct obstacle_show_page *page, struct err *e)
{
	struct obstacle_by_id_row *o = &page->o;
	bool writes, answers;

	if (!read_one(rq, in->obstacle, o, e) ||
		!obstacle_events(rq->read, o->id, &page->events, e) ||
		!access_may(rq->read, &rq->actor, PERM_obstacle_write, o->agency_id, &writes, e) ||
		!access_may(rq->read, &rq->actor, PERM_obstacle_answer, o->holder_id, &answers, e))
		return false;
	page->kind = obstacle_kind_of(o->kind);
	page->state = obstacle_state_of(o->state);
	page->today = date_vi(rq->arena, date_today());
	page->may_correct = writes && obstacle_is_open(page->state);
	page->may_answer = answers && obstacle_is_open(page->state);
	page->may_end = writes && (page->may_correct || page->state == OBSTACLE_ANSWERED);
	request_title(rq, o->title);
	return true;
}

/* ROUTE obstacle_edit
 * GET        /obstacles/{obstacle:int}/edit
 * query      none
 * permission obstacle.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       obstacle_form_page
 * json       none
 * export     none
 * title      obstacle.edit
 */
bool obstacle_edit(struct request *rq, const struct obstacle_edit_in *in,
	struct obstacle_form_page *page, struct err *e)
{
	struct obstacle_by_id_row o;
	struct obstacle_events_rows events;

	if (!read_one(rq, in->obstacle, &o, e) || !obstacle_events(rq->read, o.id, &events, e))
		return false;
	*page = (struct obstacle_form_page){ .id = o.id,
		.version = o.version,
		.agency = o.agency_name,
		.title = o.title,
		.words = o.words,
		.proposal = o.proposal,
		.law = o.law,
		.article = o.article };
	if (events.n)
		page->changed_by = TEXT(rq->arena, rq->lang, T_obstacle_changed_by,
			events.v[events.n - 1].account_name,
			time_vi(rq->arena, events.v[events.n - 1].at));
	fill_kinds(rq, page, o.kind);
	return true;
}

/* ROUTE obstacle_change
 * POST       /obstacles/{obstacle:int}/edit
 * form       version:int kind:word title:text(200) words:text(5000) proposal:text(5000)? law:text(200)? article:text(100)?
 * permission obstacle.write
 * scope      agency
 * csrf       token
 * audit      obstacle.correct
 * body       64K
 * rate       change
 * again      obstacle_edit
 * json       none
 * title      obstacle.edit
 */
bool obstacle_change(
	struct request *rq, const struct obstacle_change_in *in, struct change *c, struct err *e)
{
	struct obstacle_said said = { obstacle_kind_of(in->kind), in->title, in->words,
		or_empty(in->proposal), or_empty(in->law), or_empty(in->article) };
	struct obstacle_by_id_row o;

	if (!read_one(rq, in->obstacle, &o, e))
		return false;
	request_redirect(rq, url_obstacle_show(rq->arena, .obstacle = in->obstacle));
	return obstacle_correct_prepare(
		rq->arena, &rq->actor, in->obstacle, in->version, &said, c, e);
}

/* --- its way */

static bool order(
	struct request *rq, const struct obstacle_order *o, struct change *c, struct err *e)
{
	struct obstacle_by_id_row row;

	if (!read_one(rq, o->id, &row, e))
		return false;
	request_redirect(rq, url_obstacle_show(rq->arena, .obstacle = o->id));
	return obstacle_order_prepare(rq->arena, &rq->actor, o, c, e);
}

/* ROUTE obstacle_hand_on
 * POST       /obstacles/{obstacle:int}/forward
 * form       version:int to:text(300) words:text(2000)?
 * permission obstacle.answer
 * scope      agency
 * csrf       token
 * audit      obstacle.forward
 * body       16K
 * rate       change
 * again      obstacle_show
 * json       none
 * title      obstacle.one
 */
bool obstacle_hand_on(
	struct request *rq, const struct obstacle_hand_on_in *in, struct change *c, struct err *e)
{
	struct obstacle_order o = { .step = OBSTACLE_FORWARD,
		.id = in->obstacle,
		.version = in->version,
		.words = or_empty(in->words) };

	return named_agency(rq, in->to, "to", &o.to, e) && order(rq, &o, c, e);
}

/* ROUTE obstacle_reply
 * POST       /obstacles/{obstacle:int}/answer
 * form       version:int answer:text(5000) decision:text(100)? day:date
 * permission obstacle.answer
 * scope      agency
 * csrf       token
 * audit      obstacle.answer
 * body       32K
 * rate       change
 * again      obstacle_show
 * json       none
 * title      obstacle.one
 */
bool obstacle_reply(
	struct request *rq, const struct obstacle_reply_in *in, struct change *c, struct err *e)
{
	struct obstacle_order o = { .step = OBSTACLE_ANSWER,
		.id = in->obstacle,
		.version = in->version,
		.words = in->answer,
		.decision = or_empty(in->decision),
		.day = in->day };

	return order(rq, &o, c, e);
}

/* ROUTE obstacle_finish
 * POST       /obstacles/{obstacle:int}/end
 * form       version:int step:word reason:text(2000)?
 * permission obstacle.write
 * scope      agency
 * csrf       token
 * audit      obstacle.end
 * body       16K
 * rate       change
 * again      obstacle_show
 * json       none
 * title      obstacle.one
 */
bool obstacle_finish(
	struct request *rq, const struct obstacle_finish_in *in, struct change *c, struct err *e)
{
	struct obstacle_order o = { .step = OBSTACLE_WITHDRAW,
		.id = in->obstacle,
		.version = in->version,
		.words = or_empty(in->reason) };

	if (str_eq(in->step, S("close")))
		o.step = OBSTACLE_CLOSE;
	else if (!str_eq(in->step, S("withdraw")))
		return FAIL(e, ERR_INPUT, T_obstacle_wrong_state);
	return order(rq, &o, c, e);
}

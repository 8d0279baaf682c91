/*
 * Today: a few statements a panel, each from an index, so that it opens as fast over ten years of
 * plans as over one.
 */
#include "desk/desk_web.h"

#include "access_sql.h"
#include "desk/saved_count.h"
#include "desk_routes.h"
#include "plan/plan_view.h"
#include "plan_sql.h"
#include "urls.h"
#include "work/work.h"

enum { NEWEST = 5, ROWS = 10, LOOK_AT = 5, BRIEF = 110, SOON = 14 };
enum { SAVED_SHOWN = 8, SAVED_COUNTED = 3, SAVED_UP_TO = 100 };
enum { DUTIES = 6, DUTIES_BACK = 120, DUTIES_AHEAD = 31 };

static struct str today_text(struct request *rq)
{
	static const enum text_id days[] = { T_desk_monday, T_desk_tuesday, T_desk_wednesday,
		T_desk_thursday, T_desk_friday, T_desk_saturday, T_desk_sunday };
	struct date today = date_today();

	return str_fmt(rq->arena, "%.*s, %.*s",
		STR_ARG(text_get(rq->lang, days[date_weekday(today) - 1])),
		STR_ARG(date_vi(rq->arena, today)));
}

static int64_t percent(int64_t part, int64_t whole)
{
	return whole > 0 ? part * 100 / whole : 0;
}

static void add_count(
	struct request *rq, struct desk_page *page, enum text_id label, int64_t n, struct str href)
{
	if (n)
		LIST_PUSH(rq->arena, &page->waiting,
			((struct desk_count){ text_get(rq->lang, label), href, n }));
}

/* --- for who follows plans */

static bool read_late(struct request *rq, struct desk_page *page, struct err *e)
{
	struct desk_late_rows rows;
	struct date today = date_today();

	if (!desk_late(rq->read, rq->actor.account, page->agency, today, ROWS, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->late_list,
			((struct desk_late){
				.agency = x->agency_id,
				.late = x->late,
				.open = x->open,
				.days = date_number(today) - date_number(x->oldest),
				.name = x->name,
			}));
	return true;
}

static void fill_red(struct request *rq, struct desk_task *t, const struct desk_red_row *x)
{
	*t = (struct desk_task){
		.id = x->task_id,
		.label = plan_path_label(rq->arena, rq->lang, x->path),
		.plan_name = plan_name(rq, x->number),
		.brief = plan_brief(rq->arena, x->words, BRIEF),
		.led = x->lead_id != DB_NULL,
		.more = x->leads - 1,
		.parts = x->parts,
		.parts_in = x->parts_in,
		.percent = percent(x->parts_in, x->parts),
		.timed = true,
		.clock = clock_until(date_given(x->starts) ? x->starts : x->issued, x->due),
	};
	if (t->led) {
		t->who = plan_party(
			rq, PLAN_LEAD, x->lead_short.n ? x->lead_short : x->lead_name, x->lead_id);
		t->who.title = x->lead_name;
	}
}

static bool read_red(struct request *rq, struct desk_page *page, struct err *e)
{
	struct desk_red_rows rows;

	if (!desk_red(rq->read, rq->actor.account, page->agency, date_add(date_today(), SOON), ROWS,
		    &rows, e))
		return false;
	LIST_EACH(x, &rows)
		fill_red(rq, LIST_ADD(rq->arena, &page->red), x);
	return true;
}

static bool read_progress(struct request *rq, struct desk_page *page, struct err *e)
{
	struct desk_progress_rows rows;

	if (!desk_progress(
		    rq->read, rq->actor.account, page->agency, date_today(), NEWEST, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->progress,
			((struct desk_progress){
				.id = x->id,
				.name = plan_name(rq, x->number),
				.title = plan_sentence(rq->arena, x->title),
				.tasks = x->tasks,
				.done = x->done,
				.late = x->late,
				.parts = x->parts,
				.parts_in = x->parts_in,
				.percent = percent(x->parts_in, x->parts),
			}));
	return true;
}

static bool read_followed(struct request *rq, struct desk_page *page, struct err *e)
{
	struct desk_followed_row n;
	bool found;

	if (!page->agency || !desk_followed(rq->read, rq->actor.account, page->agency, date_today(),
				     &n, &found, e))
		return page->agency == 0;
	page->follows = n.plans > 0;
	page->late = n.late;
	page->late_agencies = n.late_agencies;
	if (!page->follows)
		return true;
	add_count(rq, page, T_desk_handed, n.handed, url_work_list(rq->arena, .state = S("in")));
	add_count(
		rq, page, T_desk_asked, n.asked, url_work_list(rq->arena, .state = S("requested")));
	add_count(rq, page, T_desk_unassigned, n.unassigned,
		url_work_list(rq->arena, .state = S("unassigned")));
	return read_late(rq, page, e) && read_red(rq, page, e) && read_progress(rq, page, e);
}

/* --- for who has a part */

static enum chip state_of(struct request *rq, struct str state, struct str *words)
{
	static const struct {
		const char *state;
		enum chip chip;
		enum text_id text;
	} states[] = {
		{ "new", CHIP_PLAIN, T_desk_part_new },
		{ "doing", CHIP_INFO, T_desk_part_doing },
		{ "returned", CHIP_SOON, T_desk_part_returned },
	};

	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq(state, str_z(states[i].state))) {
			*words = text_get(rq->lang, states[i].text);
			return states[i].chip;
		}
	return CHIP_PLAIN;
}

static void fill_part(struct request *rq, struct desk_task *t, const struct desk_parts_row *x)
{
	static const enum party_role roles[PLAN_ROLES] = {
		[PLAN_LEAD] = PARTY_LEAD,
		[PLAN_COORDINATING] = PARTY_COOP,
		[PLAN_JOINT] = PARTY_JOINT,
		[PLAN_REQUESTED] = PARTY_ASK,
	};
	enum plan_role role = plan_role_of(x->role);

	*t = (struct desk_task){
		.id = x->task_id,
		.label = plan_path_label(rq->arena, rq->lang, x->path),
		.plan_name = plan_name(rq, x->number),
		.brief = plan_brief(rq->arena, x->part_words.n ? x->part_words : x->words, BRIEF),
		.who = { .role = role < PLAN_ROLES ? roles[role] : PARTY_JOINT },
		.timed = date_given(x->due),
		.of = x->of_name,
	};
	if (t->timed)
		t->clock = clock_until(x->starts, x->due);
	t->state_chip = state_of(rq, x->state, &t->state);
}

static void add_role(struct request *rq, struct desk_page *page, enum plan_role role, int64_t n)
{
	struct str word = str_z(plan_role_word(role));

	page->parts_total += n;
	if (n)
		LIST_PUSH(rq->arena, &page->roles,
			((struct desk_count){ plan_role_text(rq->lang, role),
				url_work_list(rq->arena, .agency = page->agency, .role = word),
				n }));
}

static bool read_parts(struct request *rq, struct desk_page *page, struct err *e)
{
	struct desk_parts_counted_row n;
	struct desk_parts_rows rows;
	bool found;

	if (!page->agency)
		return true;
	if (!desk_parts_counted(
		    rq->read, rq->actor.account, page->agency, date_today(), &n, &found, e) ||
		!desk_parts(rq->read, rq->actor.account, page->agency, ROWS, &rows, e))
		return false;
	add_count(rq, page, T_desk_late_own, n.late,
		url_work_list(rq->arena, .agency = page->agency, .state = S("late")));
	add_count(rq, page, T_desk_returned, n.returned,
		url_work_list(rq->arena, .agency = page->agency, .state = S("returned")));
	add_role(rq, page, PLAN_LEAD, n.leads);
	add_role(rq, page, PLAN_COORDINATING, n.coordinates);
	add_role(rq, page, PLAN_JOINT, n.joins);
	add_role(rq, page, PLAN_REQUESTED, n.asked);
	LIST_EACH(x, &rows)
		fill_part(rq, LIST_ADD(rq->arena, &page->parts), x);
	return true;
}

/* --- for everybody */

static bool read_waiting(struct request *rq, struct desk_page *page, struct err *e)
{
	const struct actor *me = &rq->actor;
	struct arena *a = rq->arena;
	struct desk_waiting_row n;
	bool found;

	if (!page->agency || !desk_waiting(rq->read, me->account, page->agency, &n, &found, e))
		return page->agency == 0;
	add_count(rq, page, T_desk_later, n.later, url_work_list(a, .state = S("later")));
	if (actor_may(me, PERM_obstacle_answer))
		add_count(rq, page, T_desk_obstacles, n.obstacles,
			url_obstacle_list(a, .state = S("mine")));
	if (actor_may(me, PERM_obstacle_write))
		add_count(rq, page, T_desk_answered, n.answered,
			url_obstacle_list(a, .state = S("answered")));
	if (actor_may(me, PERM_award_decide))
		add_count(rq, page, T_desk_awards, n.awards,
			url_award_list(a, .state = S("proposed")));
	if (actor_may(me, PERM_plan_import))
		add_count(rq, page, T_desk_drafts, n.drafts, url_review_list(a));
	if (actor_may(me, PERM_cascade_confirm) && n.links)
		add_count(rq, page, T_desk_links, n.links,
			url_cascade_review(a, .plan = n.links_plan));
	return true;
}

/* One of them is opened at once, more are a list. */
static void add_reports(struct request *rq, struct desk_page *page, enum text_id label, int64_t n,
	int64_t id, bool received, const char *state)
{
	add_count(rq, page, label, n,
		n == 1 ? url_report_show(rq->arena, .report = id)
		       : url_report_list(rq->arena, .received = received, .state = str_z(state)));
}

static bool read_reporting(struct request *rq, struct desk_page *page, struct err *e)
{
	const struct actor *me = &rq->actor;
	struct desk_reporting_row n;
	bool found;

	if (!page->agency ||
		!desk_reporting(rq->read, me->account, page->agency, date_today(), &n, &found, e))
		return page->agency == 0;
	if (actor_may(me, PERM_report_sign))
		add_reports(rq, page, T_desk_to_sign, n.sign, n.sign_id, false, "asked");
	if (actor_may(me, PERM_report_write))
		add_reports(
			rq, page, T_desk_sent_back, n.returned, n.returned_id, false, "returned");
	if (actor_may(me, PERM_report_receive))
		add_reports(rq, page, T_desk_came_in, n.incoming, n.incoming_id, true, "sent");
	if (actor_may(me, PERM_form_write))
		add_count(rq, page, T_desk_sheets, n.sheets,
			n.sheets == 1 ? url_sheet_show(rq->arena, .sheet = n.sheet_id)
				      : url_form_list(rq->arena, .state = S("draft")));
	return true;
}

/* The first ones with a live count, as far as they are lists that are quick to count. */
static bool read_saved(struct request *rq, struct desk_page *page, struct err *e)
{
	struct desk_saved_rows rows;
	size_t counted = 0;

	if (!desk_saved(rq->read, rq->actor.account, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct desk_saved *s;

		if (page->saved.n == SAVED_SHOWN)
			break;
		s = LIST_ADD(rq->arena, &page->saved);
		*s = (struct desk_saved){ .name = x->name, .href = x->address };
		if (counted < SAVED_COUNTED && !saved_count_rows(rq, x->address, SAVED_UP_TO,
						       &s->counted, &s->n, &s->more, e))
			return false;
		counted += s->counted;
	}
	return true;
}

static bool read_changes(struct request *rq, struct desk_page *page, struct err *e)
{
	struct access_visit_before_row visit;
	struct desk_changes_rows rows;
	bool found;

	if (!page->agency)
		return true;
	if (!access_visit_before(rq->read, rq->actor.account, &visit, &found, e))
		return false;
	if (!found || visit.before == DB_NULL)
		return true;
	page->since = time_vi(rq->arena, visit.before);
	if (!desk_changes(rq->read, rq->actor.account, page->agency, visit.before,
		    date_of_time(visit.before), &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->changes,
			((struct desk_count){
				work_event_text(rq->lang, x->kind), STR_NULL, x->n }));
	return true;
}

/* For those who bring plans in: what the reading leaves to a person. */
static bool read_look_at(struct request *rq, struct desk_page *page, struct err *e)
{
	struct desk_look_at_rows rows;

	if (!page->may_import || !page->agency)
		return true;
	if (!desk_look_at(rq->read, rq->actor.account, page->agency, LOOK_AT, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->look_at,
			((struct desk_doubt){
				.id = x->id,
				.label = plan_path_label(rq->arena, rq->lang, x->path),
				.plan_name = plan_name(rq, x->number),
				.brief = plan_brief(rq->arena, x->words, BRIEF),
				.unassigned = x->unassigned,
				.doubtful = str_eq(x->sure, S("doubtful")),
				.suspect = x->due_suspect,
			}));
	return true;
}

static bool read_plans(struct request *rq, struct desk_page *page, struct err *e)
{
	struct desk_newest_rows rows;

	if (!page->agency)
		return true;
	if (!desk_newest(rq->read, rq->actor.account, page->agency, NEWEST, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &page->plans,
			((struct desk_plan){
				.id = x->id,
				.name = plan_name(rq, x->number),
				.title = plan_sentence(rq->arena, x->title),
				.issued = x->issued,
				.tasks = x->tasks,
				.unassigned = x->unassigned,
				.doubtful = x->doubtful,
			}));
	return true;
}

/* The reports that are due within a month, and those that are over. */
static bool read_duties(struct request *rq, struct desk_page *page, struct err *e)
{
	struct date day = date_of_time(rq->now);

	if (!page->agency || !actor_may(&rq->actor, PERM_duty_read))
		return true;
	if (!duty_owns_read(rq->read, rq->lang, rq->actor.account, page->agency,
		    date_add(day, -DUTIES_BACK), date_add(day, DUTIES_AHEAD), &page->duties, e))
		return false;
	if (page->duties.n > DUTIES)
		page->duties.n = DUTIES;
	return true;
}

/* ROUTE today
 * GET        /
 * query      none
 * permission login
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       desk_page
 * json       today_json /api/v1/today
 * export     none
 * title      desk.today
 */
bool today(struct request *rq, const struct today_in *in, struct desk_page *page, struct err *e)
{
	(void)in;
	page->today = today_text(rq);
	page->agency = rq->actor.agency;
	page->agency_name = rq->actor.agency_name;
	page->may_read = actor_may(&rq->actor, PERM_plan_read);
	page->may_import = actor_may(&rq->actor, PERM_plan_import);
	page->may_urge = actor_may(&rq->actor, PERM_urge_send);
	return !page->may_read || (read_parts(rq, page, e) && read_followed(rq, page, e) &&
					  read_waiting(rq, page, e) &&
					  read_reporting(rq, page, e) && read_saved(rq, page, e) &&
					  read_changes(rq, page, e) && read_look_at(rq, page, e) &&
					  read_plans(rq, page, e) && read_duties(rq, page, e));
}

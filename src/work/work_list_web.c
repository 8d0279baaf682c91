#include "work/work_list_web.h"

#include "plan_sql.h"
#include "urls.h"
#include "work/task_view.h"
#include "work_routes.h"
#include "work_list_sql.h"

enum { PAGE = 50, BRIEF = 90, SOON = 14 };
enum { NO_LONGER, OWED, EITHER };

#define FIRST_DAY "0001-01-01"
#define NO_DAY "9999-12-31" /* the key of a part without one: it comes last */

/* What a word in the address chooses. */
static const struct choice {
	const char *word;
	enum text_id text;
	const char *state; /* of the part; "": any */
	int64_t open, asked;
	bool late, soon;
} choices[] = {
	{ "open", T_work_list_open, "", OWED, EITHER, false, false },
	{ "late", T_work_list_late, "", OWED, NO_LONGER, true, false },
	{ "soon", T_work_list_soon, "", OWED, NO_LONGER, false, true },
	{ "returned", T_work_list_returned, "returned", OWED, EITHER, false, false },
	{ "in", T_work_list_in, "in", NO_LONGER, EITHER, false, false },
	{ "requested", T_work_list_requested, "", OWED, OWED, false, false },
	{ "unassigned", T_work_list_unassigned, "", EITHER, EITHER, false, false },
	{ "done", T_work_list_done, "", NO_LONGER, EITHER, false, false },
	{ "all", T_work_list_all, "", EITHER, EITHER, false, false },
};

static const struct choice *choice_of(struct str word)
{
	for (size_t i = 0; i < COUNT(choices); i++)
		if (str_eq(word, str_z(choices[i].word)))
			return &choices[i];
	return NULL;
}

/* "2024-07-30~12": behind part 12, due that day. */
static bool cursor_parse(struct str cursor, struct str *day, int64_t *id)
{
	struct str rest = cursor;

	*day = S("");
	*id = 0;
	return !cursor.n ||
	       (str_split(&rest, '~', day) && day->n == sizeof(NO_DAY) - 1 && str_to_int(rest, id));
}

static enum chip chip_of(enum work_state state)
{
	switch (state) {
	case WORK_DOING:
	case WORK_IN:
		return CHIP_INFO;
	case WORK_RETURNED:
		return CHIP_SOON;
	case WORK_ACCEPTED:
		return CHIP_OK;
	default:
		return CHIP_PLAIN;
	}
}

static void fill_line(
	struct request *rq, struct work_list_line *l, const struct work_list_parts_row *x)
{
	*l = (struct work_list_line){
		.part = x->part_id,
		.task = x->task_id,
		.plan = x->plan_id,
		.agency = x->agency_id,
		.label = plan_path_label(rq->arena, rq->lang, x->path),
		.plan_name = task_plan_name(rq, x->number),
		.words = x->part_words.n ? x->part_words : x->words,
		.agency_name = x->agency_name,
		.role = plan_role_of(x->role),
		.state = work_state_of(x->state),
		.due = x->due,
		.parts = x->parts,
		.parts_in = x->parts_in,
	};
	l->brief = plan_brief(rq->arena, l->words, BRIEF);
	l->who = task_party_chip(
		rq, l->role, x->agency_short.n ? x->agency_short : x->agency_name, x->agency_id);
	l->who.title = x->agency_name;
	l->state_text = work_state_text(rq->lang, l->state, l->role);
	l->state_chip = chip_of(l->state);
	l->owed = !x->closed &&
		  (l->state == WORK_NEW || l->state == WORK_DOING || l->state == WORK_RETURNED);
	l->timed = l->owed && date_given(x->due) && l->role != PLAN_REQUESTED;
	if (l->timed)
		l->clock = clock_until(date_given(x->starts) ? x->starts : x->issued, x->due);
}

static void fill_nobody(
	struct request *rq, struct work_list_line *l, const struct work_list_nobody_row *x)
{
	*l = (struct work_list_line){
		.task = x->task_id,
		.plan = x->plan_id,
		.label = plan_path_label(rq->arena, rq->lang, x->path),
		.plan_name = task_plan_name(rq, x->number),
		.brief = plan_brief(rq->arena, x->words, BRIEF),
		.words = x->words,
		.role = PLAN_ROLES,
		.state = WORK_STATES,
		.due = x->due,
		.owed = true,
		.timed = date_given(x->due),
	};
	if (l->timed)
		l->clock = clock_until(date_given(x->starts) ? x->starts : x->issued, x->due);
}

static struct str address(struct request *rq, const struct work_list_page *p, struct str after)
{
	return url_work_list(rq->arena, .plan = p->plan, .agency = p->agency, .state = p->state,
		.role = p->role, .after = after);
}

static void turn_page(struct request *rq, struct work_list_page *page, struct str day, int64_t id)
{
	page->cursor = str_fmt(rq->arena, "%.*s~%lld", STR_ARG(day), (long long)id);
	page->next = address(rq, page, page->cursor);
}

static bool read_parts(struct request *rq, const struct choice *choice, struct work_list_page *page,
	struct str after_day, int64_t after_id, struct err *e)
{
	struct date today = date_today();
	struct str from = choice->soon ? date_iso(rq->arena, today) : S(FIRST_DAY);
	struct str to = choice->late   ? date_iso(rq->arena, date_add(today, -1))
			: choice->soon ? date_iso(rq->arena, date_add(today, SOON))
				       : S(NO_DAY);
	size_t most = (size_t)request_most(rq, PAGE);
	struct work_list_parts_rows rows;

	if (!work_list_parts(rq->read, rq->actor.account, rq->actor.agency, page->plan,
		    page->agency, page->role, str_z(choice->state), choice->open, choice->asked,
		    from, to, after_day, after_id, (int64_t)most + 1, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && i < most; i++)
		fill_line(rq, LIST_ADD(rq->arena, &page->lines), &rows.v[i]);
	if (rows.n > most)
		turn_page(rq, page, rows.v[most - 1].due_key, rows.v[most - 1].part_id);
	return true;
}

static bool read_nobody(struct request *rq, struct work_list_page *page, struct str after_day,
	int64_t after_id, struct err *e)
{
	size_t most = (size_t)request_most(rq, PAGE);
	struct work_list_nobody_rows rows;

	if (!work_list_nobody(rq->read, rq->actor.account, rq->actor.agency, page->plan, after_day,
		    after_id, (int64_t)most + 1, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && i < most; i++)
		fill_nobody(rq, LIST_ADD(rq->arena, &page->lines), &rows.v[i]);
	if (rows.n > most)
		turn_page(rq, page, rows.v[most - 1].due_key, rows.v[most - 1].task_id);
	return true;
}

static void fill_options(struct request *rq, struct work_list_page *page)
{
	for (size_t i = 0; i < COUNT(choices); i++)
		LIST_PUSH(rq->arena, &page->states,
			((struct option){ str_z(choices[i].word),
				text_get(rq->lang, choices[i].text),
				str_eq(page->state, str_z(choices[i].word)) }));
	LIST_PUSH(rq->arena, &page->roles,
		((struct option){
			S(""), text_get(rq->lang, T_work_list_any_role), !page->role.n }));
	for (enum plan_role r = PLAN_LEAD; r < PLAN_ROLES; r++)
		LIST_PUSH(rq->arena, &page->roles,
			((struct option){ str_z(plan_role_word(r)), plan_role_text(rq->lang, r),
				str_eq(page->role, str_z(plan_role_word(r))) }));
}

/* A plan is named only to who sees it: by the rows themselves. */
static bool fill_marks(struct request *rq, struct work_list_page *page, struct err *e)
{
	struct agency_of_tasks_row agency;
	bool found;

	if (page->plan)
		LIST_PUSH(rq->arena, &page->marks,
			((struct work_list_mark){
				page->lines.n ? page->lines.v[0].plan_name
					      : text_get(rq->lang, T_work_list_one_plan),
				url_work_list(rq->arena, .agency = page->agency,
					.state = page->state, .role = page->role) }));
	if (!page->agency)
		return true;
	if (!agency_of_tasks(rq->read, page->agency, &agency, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_agency_not_found);
	LIST_PUSH(rq->arena, &page->marks,
		((struct work_list_mark){
			agency.name, url_work_list(rq->arena, .plan = page->plan,
					     .state = page->state, .role = page->role) }));
	return true;
}

/* Who follows no plan and chooses nothing sees the parts of the own agency. */
static bool choose_own(struct request *rq, const struct work_list_in *in,
	struct work_list_page *page, struct err *e)
{
	struct work_follows_any_row any;
	bool found;

	if (page->plan || page->agency || in->state.n || !rq->actor.agency)
		return true;
	if (!work_follows_any(rq->read, rq->actor.agency, &any, &found, e))
		return false;
	if (!found)
		page->agency = rq->actor.agency;
	return true;
}

/* ROUTE work_list
 * GET        /work
 * query      plan:int? agency:int? state:word? role:word? after:text(40)?
 * permission task.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       work_list_page
 * json       work_list_json /api/v1/parts
 * export     work_list_sheet
 * title      work.list
 */
bool work_list(struct request *rq, const struct work_list_in *in, struct work_list_page *page,
	struct err *e)
{
	const struct choice *choice;
	struct str after_day;
	int64_t after_id;

	page->plan = in->plan == DB_NULL ? 0 : in->plan;
	page->agency = in->agency == DB_NULL ? 0 : in->agency;
	page->state = in->state.n ? in->state : S("open");
	page->role = in->role.n ? in->role : S("");
	choice = choice_of(page->state);
	if (!choice)
		return FAIL(e, ERR_INPUT, T_work_list_bad_state, page->state);
	if (page->role.n && plan_role_of(page->role) == PLAN_ROLES)
		return FAIL(e, ERR_INPUT, T_plan_bad_filter, page->role);
	if (!cursor_parse(in->after, &after_day, &after_id))
		return FAIL(e, ERR_INPUT, T_plan_bad_cursor);
	if (!choose_own(rq, in, page, e))
		return false;
	page->shows = text_get(rq->lang, choice->text);
	page->may_act = actor_may(&rq->actor, PERM_work_act);
	page->may_urge = actor_may(&rq->actor, PERM_urge_send);
	if (in->after.n)
		page->first = address(rq, page, STR_NULL);
	fill_options(rq, page);
	return (str_eq(page->state, S("unassigned"))
			       ? read_nobody(rq, page, after_day, after_id, e)
			       : read_parts(rq, choice, page, after_day, after_id, e)) &&
	       fill_marks(rq, page, e);
}

#include "work/work_list_web.h"

#include <stdlib.h>

#include "place_sql.h"
#include "plan_sql.h"
#include "urge/urge.h"
#include "urls.h"
#include "work/task_view.h"
#include "work_routes.h"

enum { PAGE = 50, BRIEF = 90, DAY = sizeof("9999-12-31") - 1 };

/* "2024-07-30~12": behind part 12, due that day. */
static bool cursor_parse(struct str given, struct work_cursor *c)
{
	struct str rest = given;

	*c = (struct work_cursor){ S(""), 0 };
	return !given.n ||
	       (str_split(&rest, '~', &c->day) && c->day.n == DAY && str_to_int(rest, &c->id));
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

static struct str address(struct request *rq, const struct work_filter *f, struct str after)
{
	return url_work_list(rq->arena, .plan = f->plan, .agency = f->agency, .state = f->state,
		.role = f->role, .place = f->place, .q = f->q, .after = after);
}

static void turn_page(struct request *rq, struct work_list_page *page, struct str day, int64_t id)
{
	page->cursor = str_fmt(rq->arena, "%.*s~%lld", STR_ARG(day), (long long)id);
	page->next = address(rq, &page->filter, page->cursor);
}

static int by_number(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* How often the parts that are shown were reminded of: one statement for all. */
static bool fill_urged(struct request *rq, struct work_list_page *page, struct err *e)
{
	int64_t *ids = NEW_N(rq->arena, int64_t, page->lines.n + 1);
	urge_count_list counts;

	for (size_t i = 0; i < page->lines.n; i++)
		ids[i] = page->lines.v[i].part;
	if (!urge_of_parts(rq->read, ids, page->lines.n, &counts, e))
		return false;
	LIST_EACH(l, &page->lines) {
		const struct urge_count *c = counts.n ? bsearch(&l->part, counts.v, counts.n,
								sizeof(*counts.v), by_number)
						      : NULL;

		if (!c)
			continue;
		l->urged = c->times;
		l->urged_last = c->last;
		l->urged_text = urge_count_text(rq->arena, rq->lang, &counts, l->part);
	}
	return true;
}

static bool read_parts(struct request *rq, struct work_list_page *page,
	const struct work_cursor *after, struct err *e)
{
	size_t most = (size_t)request_most(rq, PAGE);
	struct work_list_parts_rows rows;

	if (!work_filter_parts(rq->read, &rq->actor, &page->filter, after, most + 1, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && i < most; i++)
		fill_line(rq, LIST_ADD(rq->arena, &page->lines), &rows.v[i]);
	if (rows.n > most)
		turn_page(rq, page, rows.v[most - 1].due_key, rows.v[most - 1].part_id);
	return fill_urged(rq, page, e);
}

static bool read_nobody(struct request *rq, struct work_list_page *page,
	const struct work_cursor *after, struct err *e)
{
	size_t most = (size_t)request_most(rq, PAGE);
	struct work_list_nobody_rows rows;

	if (!work_filter_tasks(rq->read, &rq->actor, &page->filter, after, most + 1, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && i < most; i++)
		fill_nobody(rq, LIST_ADD(rq->arena, &page->lines), &rows.v[i]);
	if (rows.n > most)
		turn_page(rq, page, rows.v[most - 1].due_key, rows.v[most - 1].task_id);
	return true;
}

static void add_option(struct request *rq, struct work_list_options *list, struct str word,
	struct str text, bool on)
{
	LIST_PUSH(rq->arena, list, ((struct option){ word, text, on }));
}

static bool fill_options(struct request *rq, struct work_list_page *page, struct err *e)
{
	const struct work_filter *f = &page->filter;
	struct place_provinces_rows provinces;

	for (size_t i = 0; i < work_choices_n; i++) {
		struct str word = str_z(work_choices[i].word);

		add_option(rq, &page->states, word, text_get(rq->lang, work_choices[i].text),
			str_eq(f->state, word));
	}
	add_option(rq, &page->roles, S(""), text_get(rq->lang, T_work_list_any_role), !f->role.n);
	for (enum plan_role r = PLAN_LEAD; r < PLAN_ROLES; r++) {
		struct str word = str_z(plan_role_word(r));

		add_option(
			rq, &page->roles, word, plan_role_text(rq->lang, r), str_eq(f->role, word));
	}
	add_option(
		rq, &page->places, S(""), text_get(rq->lang, T_work_list_any_place), !f->place.n);
	if (!place_provinces(rq->read, date_today(), &provinces, e))
		return false;
	LIST_EACH(p, &provinces) {
		bool on = str_eq(f->place, p->code);

		add_option(rq, &page->places, p->code, p->full_name, on);
		page->province |= on;
	}
	return true;
}

static void add_mark(struct request *rq, struct work_list_page *page, struct str label,
	struct work_filter without)
{
	LIST_PUSH(rq->arena, &page->marks,
		((struct work_list_mark){ label, address(rq, &without, STR_NULL) }));
}

static bool mark_agency(struct request *rq, struct work_list_page *page, struct err *e)
{
	struct work_filter without = page->filter;
	struct agency_of_tasks_row agency;
	bool found;

	if (!agency_of_tasks(rq->read, page->filter.agency, &agency, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_agency_not_found);
	without.agency = 0;
	add_mark(rq, page, agency.name, without);
	return true;
}

/* A province of today is chosen in its own field; any other place bears a mark. */
static bool mark_place(struct request *rq, struct work_list_page *page, struct err *e)
{
	struct work_filter without = page->filter;
	struct place_versions_rows places;

	if (!place_versions(rq->read, page->filter.place, &places, e))
		return false;
	if (!places.n)
		return FAIL(e, ERR_INPUT, T_work_list_bad_place, page->filter.place);
	page->place_name = places.v[places.n - 1].full_name;
	if (page->province)
		return true;
	without.place = S("");
	add_mark(rq, page, page->place_name, without);
	return true;
}

/* A plan is named only to who sees it: by the rows themselves. */
static bool fill_marks(struct request *rq, struct work_list_page *page, struct err *e)
{
	struct work_filter without = page->filter;

	without.plan = 0;
	if (page->filter.plan)
		add_mark(rq, page,
			page->lines.n ? page->lines.v[0].plan_name
				      : text_get(rq->lang, T_work_list_one_plan),
			without);
	return (!page->filter.agency || mark_agency(rq, page, e)) &&
	       (!page->filter.place.n || mark_place(rq, page, e));
}

/* ROUTE work_list
 * GET        /work
 * query      q:text(200)? plan:int? agency:int? state:word? role:word? place:word? after:text(40)?
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
	const struct work_filter given = { in->plan, in->agency, in->state, in->role, in->place,
		in->q };
	struct work_cursor after;

	if (!cursor_parse(in->after, &after))
		return FAIL(e, ERR_INPUT, T_plan_bad_cursor);
	if (!work_filter_of(rq->read, &rq->actor, &given, &page->filter, e) ||
		!fill_options(rq, page, e))
		return false;
	page->shows = text_get(rq->lang, work_choice_of(page->filter.state)->text);
	page->may_act = actor_may(&rq->actor, PERM_work_act);
	page->may_urge = actor_may(&rq->actor, PERM_urge_send);
	if (in->after.n)
		page->first = address(rq, &page->filter, STR_NULL);
	return (work_filter_nobody(&page->filter) ? read_nobody(rq, page, &after, e)
						  : read_parts(rq, page, &after, e)) &&
	       fill_marks(rq, page, e);
}

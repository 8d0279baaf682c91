/*
 * The register: the list with what narrows it, one activity with its versions, the kinds and
 * what they ask for. Sums stand in activity_sums_web.c, the forms in activity_form_web.c.
 */
#include "activity/activity_web.h"

#include "activity_routes.h"
#include "base/viet.h"
#include "place_sql.h"
#include "plan/plan.h"
#include "urls.h"

enum { PAGE = 50, FEW = 400 };

/* What the states of a choice are; "counted" is what sums count. */
static const struct {
	const char *code;
	enum text_id text;
	struct str states;
} states[] = {
	{ "", T_activity_states_open, S("draft entered corrected") },
	{ "counted", T_activity_states_counted, S("entered corrected") },
	{ "draft", T_activity_state_draft, S("draft") },
	{ "corrected", T_activity_state_corrected, S("corrected") },
	{ "withdrawn", T_activity_state_withdrawn, S("withdrawn") },
};

static struct str chosen(struct str s)
{
	return s.n ? s : STR_NULL;
}

static int64_t id_or_null(int64_t id)
{
	return id == DB_NULL || id <= 0 ? DB_NULL : id;
}

static struct str states_of(struct str code)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq(code, str_z(states[i].code)))
			return states[i].states;
	return states[0].states;
}

static bool cursor_parse(struct str cursor, struct date *day, int64_t *id)
{
	struct str rest = cursor, first, number;

	*day = DATE(9999, 12, 31);
	*id = INT64_MAX;
	if (!cursor.n)
		return true;
	return str_split(&rest, '~', &first) && str_split(&rest, '~', &number) && rest.n == 0 &&
	       date_parse_iso(first, day) && str_to_int(number, id);
}

static struct str cursor_of(struct arena *a, const struct activity_page_row *x)
{
	return str_fmt(a, "%.*s~%lld", STR_ARG(date_iso(a, x->ends)), (long long)x->id);
}

/* "%hoc sinh%": a folded text anywhere in the folded words. */
static struct str pattern_of(struct arena *a, struct str q)
{
	struct str fold = viet_fold(a, q);

	return q.n ? str_fmt(a, "%%%.*s%%", STR_ARG(fold)) : STR_NULL;
}

struct wanted {
	struct str kind, province, place, states, field, pattern;
	int64_t agency, task, plan, before_id;
	struct date first, last, before;
};

/* The two statements mean the same; rows of one are those of the other. */
static bool read_page(
	struct request *rq, const struct wanted *w, struct activity_page_rows *rows, struct err *e)
{
	struct activity_reach_size_row reach;
	struct activity_page_few_rows few;
	int64_t me = rq->actor.account;
	bool found;

	_Static_assert(sizeof(struct activity_page_few_row) == sizeof(struct activity_page_row),
		"the same columns");
	if (!activity_reach_size(rq->read, me, FEW + 1, &reach, &found, e))
		return false;
	if (reach.n > FEW)
		return activity_page(rq->read, me, w->kind, w->agency, w->province, w->place,
			w->task, w->plan, w->first, w->last, w->states, w->field, w->pattern,
			w->before, w->before_id, request_most(rq, PAGE) + 1, rows, e);
	if (!activity_page_few(rq->read, me, w->kind, w->agency, w->province, w->place, w->task,
		    w->plan, w->first, w->last, w->states, w->field, w->pattern, w->before,
		    w->before_id, request_most(rq, PAGE) + 1, &few, e))
		return false;
	rows->n = few.n;
	rows->v = NEW_N(rq->arena, struct activity_page_row, few.n + 1);
	if (few.n)
		memcpy(rows->v, few.v, few.n * sizeof(*few.v));
	return true;
}

static void fill_line(struct request *rq, const struct activity_list_page *page,
	struct activity_line *l, const struct activity_page_row *row)
{
	struct activity_answer x = { .number = row->figure };

	l->row = row;
	l->kind = activity_kind(row->kind);
	l->name = row->title.n ? row->title : l->kind ? l->kind->name[rq->lang] : row->kind;
	if (row->task_path.n)
		l->task = plan_path_label(rq->arena, rq->lang, row->task_path);
	l->field = page->figure ? page->figure : activity_field(row->main_field);
	l->counted = row->figure_state.n > 0;
	if (!l->counted || !l->field)
		return;
	x.state = str_eq(row->figure_state, S("known")) ? ACTIVITY_KNOWN
		  : str_eq(row->figure_state, S("na"))	? ACTIVITY_NA
							: ACTIVITY_MISSING;
	l->figure = activity_mark(rq, l->field, &x);
}

/* --- what the list may be narrowed to */

static void add_kinds(struct request *rq, struct str kind, struct activity_list_page *page)
{
	struct activity_kinds all = activity_kinds();

	LIST_PUSH(rq->arena, &page->kinds,
		((struct option){ S(""), text_get(rq->lang, T_activity_any_kind), !kind.n }));
	LIST_EACH(k, &all)
		LIST_PUSH(rq->arena, &page->kinds,
			((struct option){ k->code, k->name[rq->lang], str_eq(k->code, kind) }));
}

static bool fill_options(struct request *rq, const struct activity_list_in *in,
	struct activity_list_page *page, struct err *e)
{
	struct place_provinces_rows provinces;

	add_kinds(rq, in->kind, page);
	for (size_t i = 0; i < COUNT(states); i++)
		LIST_PUSH(rq->arena, &page->states,
			((struct option){ str_z(states[i].code), text_get(rq->lang, states[i].text),
				str_eq(in->state, str_z(states[i].code)) }));
	LIST_PUSH(rq->arena, &page->provinces,
		((struct option){
			S(""), text_get(rq->lang, T_activity_any_province), !in->province.n }));
	if (!place_provinces(rq->read, date_today(), &provinces, e))
		return false;
	LIST_EACH(p, &provinces)
		LIST_PUSH(rq->arena, &page->provinces,
			((struct option){ p->code, p->full_name, str_eq(p->code, in->province) }));
	return true;
}

static void narrow(struct request *rq, struct activity_list_page *page, enum text_id text,
	struct str name, struct str href)
{
	*LIST_ADD(rq->arena, &page->narrowed) = (struct activity_narrowed){
		TEXT(rq->arena, rq->lang, text, name), href
	};
}

#define SAME_LIST                                                                               \
	.q = in->q, .kind = in->kind, .province = in->province, .from = in->from, .to = in->to, \
	.state = in->state

static bool fill_narrowed(struct request *rq, const struct activity_list_in *in,
	struct activity_list_page *page, struct err *e)
{
	struct arena *a = rq->arena;
	struct activity_agency_row agency;
	struct place_versions_rows places;
	bool found;

	if (page->agency) {
		if (!activity_agency(rq->read, page->agency, &agency, &found, e))
			return false;
		narrow(rq, page, T_activity_only_agency, found ? agency.name : S("?"),
			url_activity_list(a, SAME_LIST, .place = in->place, .task = in->task,
				.plan = in->plan, .field = in->field));
	}
	if (page->place.n) {
		if (!place_versions(rq->read, page->place, &places, e))
			return false;
		narrow(rq, page, T_activity_only_place,
			places.n ? places.v[places.n - 1].full_name : page->place,
			url_activity_list(a, SAME_LIST, .agency = in->agency, .task = in->task,
				.plan = in->plan, .field = in->field));
	}
	if (page->task)
		narrow(rq, page, T_activity_only_task, str_fmt(a, "%lld", (long long)page->task),
			url_activity_list(a, SAME_LIST, .agency = in->agency, .place = in->place,
				.plan = in->plan, .field = in->field));
	if (page->plan)
		narrow(rq, page, T_activity_only_plan, str_fmt(a, "%lld", (long long)page->plan),
			url_activity_list(a, SAME_LIST, .agency = in->agency, .place = in->place,
				.task = in->task, .field = in->field));
	if (page->figure)
		narrow(rq, page, T_activity_only_figure, page->figure->name[rq->lang],
			url_activity_list(a, SAME_LIST, .agency = in->agency, .place = in->place,
				.task = in->task, .plan = in->plan));
	return true;
}

static struct wanted wanted_of(struct request *rq, const struct activity_list_in *in)
{
	return (struct wanted){
		.kind = chosen(in->kind),
		.province = chosen(in->province),
		.place = chosen(in->place),
		.states = states_of(in->state),
		.field = chosen(in->field),
		.pattern = pattern_of(rq->arena, in->q),
		.agency = id_or_null(in->agency),
		.task = id_or_null(in->task),
		.plan = id_or_null(in->plan),
		.first = date_given(in->from) ? in->from : DATE(1, 1, 1),
		.last = date_given(in->to) ? in->to : DATE(9999, 12, 31),
	};
}

static void fill_asked(
	struct request *rq, const struct activity_list_in *in, struct activity_list_page *page)
{
	page->q = in->q.p ? in->q : S("");
	page->from = date_given(in->from) ? date_vi(rq->arena, in->from) : S("");
	page->to = date_given(in->to) ? date_vi(rq->arena, in->to) : S("");
	page->agency = in->agency == DB_NULL ? 0 : in->agency;
	page->task = in->task == DB_NULL ? 0 : in->task;
	page->plan = in->plan == DB_NULL ? 0 : in->plan;
	page->place = in->place.p ? in->place : S("");
	page->field = in->field.p ? in->field : S("");
	page->figure = in->field.n ? activity_field(in->field) : NULL;
	page->may_write = actor_may(&rq->actor, PERM_activity_write);
	page->filtered = in->q.n || in->kind.n || in->province.n || in->state.n ||
			 date_given(in->from) || date_given(in->to) || page->agency || page->task ||
			 page->plan || page->place.n || page->field.n;
}

/* ROUTE activity_list
 * GET        /activities
 * query      q:text(200)? kind:text(40)? agency:int? province:text(5)? place:text(10)? task:int? plan:int? from:date? to:date? state:text(20)? field:text(40)? after:text(40)?
 * permission activity.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       activity_list_view
 * json       activity_list_json /api/v1/activities
 * export     activity_list_sheet
 * title      activity.list
 */
bool activity_list(struct request *rq, const struct activity_list_in *in,
	struct activity_list_page *page, struct err *e)
{
	struct activity_page_rows *rows = NEW(rq->arena, struct activity_page_rows);
	struct wanted w = wanted_of(rq, in);

	if (!cursor_parse(in->after, &w.before, &w.before_id))
		return FAIL(e, ERR_INPUT, T_activity_bad_cursor);
	fill_asked(rq, in, page);
	if (!read_page(rq, &w, rows, e) || !fill_options(rq, in, page, e) ||
		!fill_narrowed(rq, in, page, e))
		return false;
	for (size_t i = 0; i < rows->n && (int64_t)i < request_most(rq, PAGE); i++)
		fill_line(rq, page, LIST_ADD(rq->arena, &page->lines), &rows->v[i]);
	if (in->after.n)
		page->first = url_activity_list(rq->arena, SAME_LIST, .agency = in->agency,
			.place = in->place, .task = in->task, .plan = in->plan, .field = in->field);
	if (rows->n > PAGE && !rq->export) {
		page->cursor = cursor_of(rq->arena, &rows->v[PAGE - 1]);
		page->next = url_activity_list(rq->arena, SAME_LIST, .agency = in->agency,
			.place = in->place, .task = in->task, .plan = in->plan, .field = in->field,
			.after = page->cursor);
	}
	return true;
}

/* --- one */

/* ROUTE activity_show
 * GET        /activities/{activity:int}
 * query      version:int? done:word?
 * permission activity.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       activity_show_view
 * json       activity_show_json /api/v1/activities/{activity}
 * export     none
 * title      activity.activity
 */
bool activity_show(struct request *rq, const struct activity_show_in *in,
	struct activity_show_page *page, struct err *e)
{
	if (!activity_fill_show(
		    rq, in->activity, in->version == DB_NULL ? 0 : in->version, page, e))
		return false;
	page->done = in->done.p && str_eq(in->done, S("entered")) && !page->old;
	page->again = url_activity_new(rq->arena, .like = in->activity);
	request_title(rq, page->name);
	return true;
}

/* --- the kinds */

/* ROUTE activity_kind_list
 * GET        /activities/kinds
 * query      none
 * permission activity.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       activity_kinds_view
 * json       activity_kinds_json /api/v1/activities/kinds
 * export     none
 * title      activity.kinds
 */
bool activity_kind_list(struct request *rq, const struct activity_kind_list_in *in,
	struct activity_kinds_page *page, struct err *e)
{
	(void)in;
	(void)e;
	activity_fill_groups(rq, page, 0);
	return true;
}

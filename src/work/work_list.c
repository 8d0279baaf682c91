#include "work/work_list.h"

#include "plan/plan.h"
#include "search/search.h"

enum { SOON = 14 };
enum { NO_LONGER, OWED, EITHER };

#define FIRST_DAY "0001-01-01"
#define NO_DAY "9999-12-31" /* the key of a part without one: it comes last */

const struct work_choice work_choices[] = {
	{ "open", T_work_list_open, .state = "", OWED, EITHER },
	{ "late", T_work_list_late, .state = "", OWED, NO_LONGER, .late = true },
	{ "soon", T_work_list_soon, .state = "", OWED, NO_LONGER, .soon = true },
	{ "returned", T_work_list_returned, .state = "returned", OWED, EITHER },
	{ "in", T_work_list_in, .state = "in", NO_LONGER, EITHER },
	{ "later", T_work_list_later, .state = "", OWED, EITHER, .later = true },
	{ "requested", T_work_list_requested, .state = "", OWED, OWED },
	{ "unassigned", T_work_list_unassigned, .state = "", EITHER, EITHER },
	{ "done", T_work_list_done, .state = "", NO_LONGER, EITHER },
	{ "all", T_work_list_all, .state = "", EITHER, EITHER },
};
const size_t work_choices_n = COUNT(work_choices);

const struct work_choice *work_choice_of(struct str word)
{
	for (size_t i = 0; i < work_choices_n; i++)
		if (str_eq(word, str_z(work_choices[i].word)))
			return &work_choices[i];
	return NULL;
}

bool work_filter_nobody(const struct work_filter *f)
{
	return str_eq(f->state, S("unassigned"));
}

static int64_t id_of(int64_t given)
{
	return given == DB_NULL ? 0 : given;
}

static struct str word_of(struct str given, struct str otherwise)
{
	return given.n ? given : otherwise;
}

/* Who follows no plan and chooses nothing sees the parts of the own agency. */
static bool choose_own(struct db_read *r, const struct actor *actor,
	const struct work_filter *given, struct work_filter *out, struct err *e)
{
	struct work_follows_any_row any;
	bool found;

	if (out->plan || out->agency || given->state.n || !actor->agency)
		return true;
	if (!work_follows_any(r, actor->agency, &any, &found, e))
		return false;
	if (!found)
		out->agency = actor->agency;
	return true;
}

bool work_filter_of(struct db_read *r, const struct actor *actor, const struct work_filter *given,
	struct work_filter *out, struct err *e)
{
	*out = (struct work_filter){
		.plan = id_of(given->plan),
		.agency = id_of(given->agency),
		.state = word_of(given->state, S("open")),
		.role = word_of(given->role, S("")),
		.place = word_of(given->place, S("")),
		.q = word_of(given->q, S("")),
	};
	if (!work_choice_of(out->state))
		return FAIL(e, ERR_INPUT, T_work_list_bad_state, out->state);
	if (out->role.n && plan_role_of(out->role) == PLAN_ROLES)
		return FAIL(e, ERR_INPUT, T_plan_bad_filter, out->role);
	return choose_own(r, actor, given, out, e);
}

bool work_filter_parts(struct db_read *r, const struct actor *actor, const struct work_filter *f,
	const struct work_cursor *after, size_t most, struct work_list_parts_rows *out,
	struct err *e)
{
	const struct work_choice *choice = work_choice_of(f->state);
	struct arena *a = db_read_arena(r);
	struct date today = date_today();
	struct str from = choice->soon ? date_iso(a, today) : S(FIRST_DAY);
	struct str to = choice->late   ? date_iso(a, date_add(today, -1))
			: choice->soon ? date_iso(a, date_add(today, SOON))
				       : S(NO_DAY);
	struct search_words words;

	return search_words(a, f->q, &words, e) &&
	       work_list_parts(r, actor->account, actor->agency, f->plan, f->agency, f->role,
		       str_z(choice->state), choice->open, choice->asked, from, to, choice->later,
		       f->place, words.exact, words.n, words.low, words.high, after->day, after->id,
		       (int64_t)most, out, e);
}

bool work_filter_tasks(struct db_read *r, const struct actor *actor, const struct work_filter *f,
	const struct work_cursor *after, size_t most, struct work_list_nobody_rows *out,
	struct err *e)
{
	struct search_words words;

	return search_words(db_read_arena(r), f->q, &words, e) &&
	       work_list_nobody(r, actor->account, actor->agency, f->plan, f->place, words.exact,
		       words.n, words.low, words.high, after->day, after->id, (int64_t)most, out,
		       e);
}

bool work_filter_count(struct db_read *r, const struct actor *actor, const struct work_filter *f,
	size_t most, int64_t *n, struct err *e)
{
	struct work_cursor start = { S(""), 0 };
	struct work_list_parts_rows parts = { 0 };
	struct work_list_nobody_rows tasks = { 0 };

	if (work_filter_nobody(f) ? !work_filter_tasks(r, actor, f, &start, most, &tasks, e)
				  : !work_filter_parts(r, actor, f, &start, most, &parts, e))
		return false;
	*n = (int64_t)(parts.n + tasks.n);
	return true;
}

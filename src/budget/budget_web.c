/*
 * The pages of money: a plan's lines of one year with their sums, and the form of a line.
 */
#include "budget/budget_web.h"

#include "access/access.h"
#include "agency/agency.h"
#include "budget_routes.h"
#include "plan/plan.h"
#include "urls.h"

enum { PLANS = 200, SILENT = 500, HISTORY = 100 };

static const struct budget_sums nothing_known = { { DB_NULL, 0 }, { DB_NULL, 0 }, { DB_NULL, 0 } };

struct str budget_amount_text(struct arena *a, enum lang lang, int64_t amount)
{
	struct str digits;
	struct buf out = { .arena = a };

	if (amount == DB_NULL)
		return text_get(lang, T_budget_unknown);
	digits = str_fmt(a, "%lld", (long long)amount);
	for (size_t i = 0; i < digits.n; i++) {
		if (i && (digits.n - i) % 3 == 0)
			buf_addc(&out, lang == LANG_VI ? '.' : ',');
		buf_addc(&out, digits.p[i]);
	}
	return buf_str(&out);
}

/* --- a plan's year */

static void add_sums(struct budget_sums *sums, const struct budget_lines_row *x)
{
	budget_sum_add(&sums->asked, x->asked);
	budget_sum_add(&sums->granted, x->granted);
	budget_sum_add(&sums->spent, x->spent);
}

static void group_lines(struct request *rq, struct budget_list_page *page)
{
	page->sums = nothing_known;
	for (size_t i = 0; i < page->lines.n; i++) {
		const struct budget_lines_row *x = &page->lines.v[i];
		struct budget_group *g = page->groups.n ? &page->groups.v[page->groups.n - 1]
							: NULL;

		if (!g || g->agency != x->agency_id) {
			g = LIST_ADD(rq->arena, &page->groups);
			*g = (struct budget_group){ .agency = x->agency_id,
				.name = x->agency_name,
				.from = i,
				.sums = nothing_known };
		}
		g->n++;
		add_sums(&g->sums, x);
		add_sums(&page->sums, x);
	}
}

static struct str name_of(struct request *rq, const struct budget_plans_row *p)
{
	return plan_brief(
		rq->arena, p->number.n ? p->number : plan_sentence(rq->arena, p->title), 80);
}

/* The plan asked for, else the newest; its options. */
static bool choose_plan(
	struct request *rq, int64_t wanted, struct budget_list_page *page, struct err *e)
{
	struct budget_plans_rows rows;

	if (!budget_plans(rq->read, rq->actor.account, PLANS, &rows, e))
		return false;
	LIST_EACH(p, &rows)
		if (p->id == wanted || (wanted <= 0 && !page->plan)) {
			page->plan = p->id;
			page->plan_name = name_of(rq, p);
			if (!page->year && p->year != DB_NULL)
				page->year = p->year;
		}
	if (wanted > 0 && !page->plan)
		return FAIL(e, ERR_ABSENT, T_budget_absent);
	LIST_EACH(p, &rows)
		LIST_PUSH(rq->arena, &page->plans,
			((struct option){ str_fmt(rq->arena, "%lld", (long long)p->id),
				name_of(rq, p), p->id == page->plan }));
	if (!page->year)
		page->year = date_today().year;
	return true;
}

static void fill_years(struct request *rq, struct budget_list_page *page)
{
	int64_t low = page->year < date_today().year ? page->year : date_today().year;
	int64_t high = page->year > date_today().year ? page->year : date_today().year;

	LIST_EACH(y, &page->all_years) {
		low = y->year < low ? y->year : low;
		high = y->year > high ? y->year : high;
	}
	for (int64_t y = high + 1; y >= low - 1; y--) {
		struct str word = str_fmt(rq->arena, "%lld", (long long)y);

		LIST_PUSH(
			rq->arena, &page->years, ((struct option){ word, word, y == page->year }));
	}
}

static bool check_year(int64_t year, struct err *e)
{
	return year == DB_NULL || (year >= 2000 && year <= 2100) ||
	       FAIL(e, ERR_INPUT, T_budget_bad_year);
}

/* ROUTE budget_list
 * GET        /obstacles/budget
 * query      plan:int? year:int?
 * permission budget.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       budget_list_page
 * json       budget_list_json /api/v1/budget
 * export     budget_list_sheet
 * title      budget.list
 */
bool budget_list(struct request *rq, const struct budget_list_in *in, struct budget_list_page *page,
	struct err *e)
{
	int64_t account = rq->actor.account;

	if (!check_year(in->year, e))
		return false;
	page->year = in->year == DB_NULL ? 0 : in->year;
	if (!choose_plan(rq, in->plan, page, e))
		return false;
	if (!page->plan)
		return true;
	if (!budget_lines(rq->read, account, page->plan, page->year, &page->lines, e) ||
		!budget_years(rq->read, account, page->plan, &page->all_years, e) ||
		!budget_silent(rq->read, account, page->plan, page->year, SILENT, &page->silent, e))
		return false;
	group_lines(rq, page);
	fill_years(rq, page);
	page->may_put = actor_may(&rq->actor, PERM_budget_write) ||
			actor_may(&rq->actor, PERM_budget_decide);
	return true;
}

/* --- a line */

static struct str amount_field(struct request *rq, int64_t amount)
{
	return amount == DB_NULL ? STR_NULL : budget_amount_text(rq->arena, rq->lang, amount);
}

static void tell(struct request *rq, struct budget_step *step, enum text_id name, struct str was,
	struct str now)
{
	struct str unknown = text_get(rq->lang, T_budget_unknown);

	if (str_eq(was, now))
		return;
	LIST_PUSH(rq->arena, &step->changes,
		TEXT(rq->arena, rq->lang, T_budget_was_now, text_get(rq->lang, name),
			was.n ? was : unknown, now.n ? now : unknown));
}

static void tell_amount(
	struct request *rq, struct budget_step *step, enum text_id name, int64_t was, int64_t now)
{
	tell(rq, step, name, amount_field(rq, was), amount_field(rq, now));
}

/* From one version of the line to the next. */
static void add_step(struct request *rq, struct budget_form_page *page,
	const struct budget_past_of_row *was, const struct budget_past_of_row *now)
{
	struct budget_step *step = LIST_ADD(rq->arena, &page->history);

	*step = (struct budget_step){ .at = now->changed, .who = now->account_name };
	tell_amount(rq, step, T_budget_asked, was->asked, now->asked);
	tell(rq, step, T_budget_proposal, was->proposal, now->proposal);
	tell_amount(rq, step, T_budget_granted, was->granted, now->granted);
	tell(rq, step, T_budget_decision, was->decision, now->decision);
	tell_amount(rq, step, T_budget_spent, was->spent, now->spent);
}

/* Changes of before they were kept are not told: the oldest version that is known begins it,
 * as said by whom it is, where it is the first. */
static bool fill_history(struct request *rq, const struct budget_line_of_row *row,
	struct budget_form_page *page, struct err *e)
{
	static const struct budget_past_of_row nothing = { .asked = DB_NULL,
		.granted = DB_NULL,
		.spent = DB_NULL,
		.proposal = S(""),
		.decision = S("") };
	struct budget_past_of_row now = { row->version, row->asked, row->granted, row->spent,
		row->proposal, row->decision, row->account_name, row->changed };
	struct budget_past_of_rows past;

	if (!budget_past_of(rq->read, row->id, HISTORY, &past, e))
		return false;
	LIST_EACH(was, &past) {
		add_step(rq, page, was, &now);
		now = *was;
	}
	if (now.version == 1)
		add_step(rq, page, &nothing, &now);
	return true;
}

static bool fill_line(struct request *rq, struct budget_form_page *page, struct err *e)
{
	struct budget_line_of_row row;
	bool found;

	if (!page->agency || !page->source.n)
		return true;
	if (!budget_line_of(rq->read, rq->actor.account, page->plan, page->year, page->agency,
		    page->source, &row, &found, e))
		return false;
	page->fixed = found;
	if (!found)
		return true;
	page->version = row.version;
	page->now_asked = row.asked;
	page->now_granted = row.granted;
	page->now_spent = row.spent;
	page->asked = amount_field(rq, row.asked);
	page->granted = amount_field(rq, row.granted);
	page->spent = amount_field(rq, row.spent);
	page->proposal = row.proposal;
	page->decision = row.decision;
	return fill_history(rq, &row, page, e);
}

static bool fill_who(struct request *rq, struct budget_form_page *page, struct err *e)
{
	struct budget_agency_row row;
	bool found = false;

	if (page->agency && !budget_agency(rq->read, page->agency, &row, &found, e))
		return false;
	if (page->agency && !found)
		return FAIL(e, ERR_ABSENT, T_budget_absent);
	page->agency_name = found ? row.name : STR_NULL;
	if (!page->agency) {
		page->may_write = actor_may(&rq->actor, PERM_budget_write);
		page->may_decide = actor_may(&rq->actor, PERM_budget_decide);
		return true;
	}
	return access_may(rq->read, &rq->actor, PERM_budget_write, page->agency, &page->may_write,
		       e) &&
	       access_may(rq->read, &rq->actor, PERM_budget_decide, page->agency, &page->may_decide,
		       e);
}

/* What the address says, or the form that is shown again said. */
static int64_t given(const struct request *rq, const char *name, int64_t asked)
{
	int64_t typed;

	if (asked != DB_NULL)
		return asked;
	return str_to_int(request_value(rq, name, S("")), &typed) ? typed : DB_NULL;
}

/* ROUTE budget_form
 * GET        /obstacles/budget/line
 * query      plan:int? year:int? agency:int? source:word?
 * permission budget.write
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       budget_form_page
 * json       none
 * export     none
 * title      budget.put
 */
bool budget_form(struct request *rq, const struct budget_form_in *in, struct budget_form_page *page,
	struct err *e)
{
	struct budget_list_page chosen = { 0 };

	int64_t year = given(rq, "year", in->year), agency = given(rq, "agency", in->agency);
	struct str source = in->source.p ? in->source : request_value(rq, "source", STR_NULL);

	if (!check_year(year, e))
		return false;
	chosen.year = year == DB_NULL ? 0 : year;
	if (!choose_plan(rq, given(rq, "plan", in->plan), &chosen, e))
		return false;
	if (!chosen.plan)
		return FAIL(e, ERR_ABSENT, T_budget_absent);
	page->plan = chosen.plan;
	page->plan_name = chosen.plan_name;
	page->year = chosen.year;
	page->agency = agency > 0 ? agency : rq->actor.agency;
	page->source = source.p ? source : S("central");
	for (enum budget_source s = 0; s < BUDGET_SOURCES; s++)
		LIST_PUSH(rq->arena, &page->sources,
			((struct option){ str_z(budget_source_word(s)),
				budget_source_text(rq->lang, s),
				str_eq(page->source, str_z(budget_source_word(s))) }));
	/* without a source it is the form for a line that is not there yet */
	return fill_who(rq, page, e) && (!source.p || agency <= 0 || fill_line(rq, page, e));
}

static bool said_amount(
	struct request *rq, struct str written, const char *field, int64_t *out, struct err *e)
{
	return budget_amount(written, out) ||
	       request_refuse(rq, field, e, ERR_INPUT, T_budget_bad_amount, written);
}

static bool said_agency(struct request *rq, struct str name, int64_t *id, struct err *e)
{
	struct budget_agency_row own = { 0 };
	bool found;

	if (!budget_agency(rq->read, rq->actor.agency, &own, &found, e) ||
		!agency_find(rq->read, name, own.province_code, date_today(), id, e))
		return false;
	return *id || request_refuse(rq, "agency_name", e, ERR_INPUT, T_budget_no_agency, name);
}

/* What the form does not ask of this account stays as it stands. */
static bool keep_the_rest(
	struct request *rq, bool asked, bool granted, struct budget_said *s, struct err *e)
{
	struct budget_line_of_row row;
	bool found;

	if (!budget_line_of(rq->read, rq->actor.account, s->plan, s->year, s->agency,
		    str_z(budget_source_word(s->source)), &row, &found, e))
		return false;
	if (found && !granted) {
		s->granted = row.granted;
		s->decision = row.decision;
	}
	if (found && !asked) {
		s->asked = row.asked;
		s->spent = row.spent;
		s->proposal = row.proposal;
	}
	return true;
}

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

/* ROUTE budget_put
 * POST       /obstacles/budget/line
 * form       plan:int year:int version:int agency:int? agency_name:text(300)? source:word asked:text(24)? granted:text(24)? spent:text(24)? proposal:text(300)? decision:text(300)?
 * permission budget.write
 * scope      agency
 * csrf       token
 * audit      budget.put
 * body       8K
 * rate       change
 * again      budget_form
 * json       none
 * title      budget.put
 */
bool budget_put(struct request *rq, const struct budget_put_in *in, struct change *c, struct err *e)
{
	struct budget_list_page chosen = { .year = in->year };
	struct budget_said s = { .plan = in->plan,
		.year = in->year,
		.agency = in->agency,
		.version = in->version,
		.source = budget_source_of(in->source),
		.proposal = or_empty(in->proposal),
		.decision = or_empty(in->decision) };

	if (!choose_plan(rq, in->plan, &chosen, e) ||
		(in->agency <= 0 && !said_agency(rq, or_empty(in->agency_name), &s.agency, e)) ||
		!said_amount(rq, or_empty(in->asked), "asked", &s.asked, e) ||
		!said_amount(rq, or_empty(in->granted), "granted", &s.granted, e) ||
		!said_amount(rq, or_empty(in->spent), "spent", &s.spent, e) ||
		!keep_the_rest(rq, in->asked.p || in->spent.p, in->granted.p, &s, e))
		return false;
	request_redirect(rq, url_budget_list(rq->arena, .plan = in->plan, .year = in->year));
	return budget_put_prepare(rq->arena, &rq->actor, &s, c, e);
}

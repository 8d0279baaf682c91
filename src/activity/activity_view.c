/*
 * Rows of the database to what a page of activities prints.
 */
#include "activity/activity_form_web.h"

#include "access/access.h"
#include "base/viet.h"
#include "plan/plan.h"
#include "urls.h"
#include "web/out.h"

enum { TASK_LETTERS = 70, LAST = 3 };

struct activity_mark activity_mark(
	struct request *rq, const struct activity_field *f, const struct activity_answer *x)
{
	struct activity_mark m = { .text = activity_print(rq->arena, rq->lang, f, x), .css = "" };

	if (f->type != ACTIVITY_COUNT)
		return m;
	if (x->state == ACTIVITY_MISSING) {
		m.css = "cq";
		m.words = T_activity_missing;
	} else if (x->state == ACTIVITY_NA) {
		m.css = "cn";
		m.words = T_activity_na;
	} else if (x->number == 0) {
		m.css = "c0";
	}
	return m;
}

struct str activity_task_label(
	struct request *rq, struct str path, struct str words, struct str number)
{
	struct str label = plan_path_label(rq->arena, rq->lang, path);
	struct str brief = plan_brief(rq->arena, words, TASK_LETTERS);

	return str_fmt(rq->arena, "%.*s · %.*s%s%.*s%s", STR_ARG(label), STR_ARG(brief),
		number.n ? " (" : "", STR_ARG(number), number.n ? ")" : "");
}

enum text_id activity_state_text(struct str state)
{
	return str_eq(state, S("draft"))       ? T_activity_state_draft
	       : str_eq(state, S("corrected")) ? T_activity_state_corrected
	       : str_eq(state, S("withdrawn")) ? T_activity_state_withdrawn
					       : T_activity_state_entered;
}

enum chip activity_state_chip(struct str state)
{
	return str_eq(state, S("draft"))       ? CHIP_NONE
	       : str_eq(state, S("corrected")) ? CHIP_INFO
	       : str_eq(state, S("withdrawn")) ? CHIP_PLAIN
					       : CHIP_OK;
}

enum icon activity_state_icon(struct str state)
{
	return str_eq(state, S("draft"))       ? ICON_edit
	       : str_eq(state, S("corrected")) ? ICON_edit
	       : str_eq(state, S("withdrawn")) ? ICON_ban
					       : ICON_okdisc;
}

static const struct {
	const char *code;
	enum text_id text;
} reasons[] = {
	{ "figures", T_activity_reason_figures },
	{ "place", T_activity_reason_place },
	{ "period", T_activity_reason_period },
	{ "task", T_activity_reason_task },
	{ "double", T_activity_reason_double },
	{ "other", T_activity_reason_other },
};

enum text_id activity_reason_text(struct str reason)
{
	for (size_t i = 0; i < COUNT(reasons); i++)
		if (str_eq(reason, str_z(reasons[i].code)))
			return reasons[i].text;
	return T_activity_reason_other;
}

void activity_reason_options(struct request *rq, struct option **v, size_t *n)
{
	*n = COUNT(reasons);
	*v = NEW_N(rq->arena, struct option, COUNT(reasons));
	for (size_t i = 0; i < COUNT(reasons); i++)
		(*v)[i] = (struct option){ str_z(reasons[i].code),
			text_get(rq->lang, reasons[i].text), false };
}

enum text_id activity_gap_text(struct str gap)
{
	return str_eq(gap, S("unknown"))    ? T_activity_gap_unknown
	       : str_eq(gap, S("estimate")) ? T_activity_gap_estimate
					    : T_activity_gap_other;
}

/* --- one activity */

static void add_facts(struct request *rq, struct activity_show_page *page)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < page->kind->n_asks; i++) {
			const struct activity_field *f = page->kind->asks[i].field;
			const struct activity_answer *x = &page->said->answers[i];
			bool count = f->type == ACTIVITY_COUNT;

			if (count != (pass == 1) || (!count && !x->words.n))
				continue;
			*LIST_ADD(rq->arena, &page->facts) = (struct activity_fact){
				.label = f->name[rq->lang],
				.mark = activity_mark(rq, f, x),
				.count = count,
				.part = f->of != NULL,
			};
		}
}

static bool add_past(struct request *rq, int64_t id, struct activity_show_page *page, struct err *e)
{
	struct activity_versions_rows *rows = NEW(rq->arena, struct activity_versions_rows);

	if (!activity_versions(rq->read, id, rows, e))
		return false;
	LIST_EACH(v, rows)
		*LIST_ADD(rq->arena, &page->past) = (struct activity_past){
			.row = v,
			.when = time_vi(rq->arena, v->at),
			.reason = v->reason.n ? text_get(rq->lang, activity_reason_text(v->reason))
					      : STR_NULL,
			.shown = v->version == page->now.version,
		};
	return true;
}

bool activity_fill_show(struct request *rq, int64_t id, int64_t version,
	struct activity_show_page *page, struct err *e)
{
	struct activity_said *said = NEW(rq->arena, struct activity_said);
	bool found;

	if (!activity_by_id(rq->read, id, rq->actor.account, &page->head, &found, e))
		return false;
	page->kind = found ? activity_kind(page->head.kind) : NULL;
	if (!page->kind)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	if (!activity_load(rq->read, id, version ? version : page->head.version, rq->actor.account,
		    page->kind, &page->now, said, e) ||
		!add_past(rq, id, page, e) || !activity_files(rq->read, id, &page->files, e) ||
		!access_may(rq->read, &rq->actor, PERM_activity_write, page->head.agency_id,
			&page->may_write, e))
		return false;
	page->said = said;
	page->name = activity_name(rq->lang, page->kind, page->now.title);
	page->old = page->now.version != page->head.version;
	if (page->now.gap.n)
		page->gap = text_get(rq->lang, activity_gap_text(page->now.gap));
	if (page->now.task_id != DB_NULL)
		page->task = activity_task_label(
			rq, page->now.task_path, page->now.task_words, page->now.plan_number);
	add_facts(rq, page);
	return true;
}

/* --- kinds */

static struct str asked_for(struct request *rq, const struct activity_kind *k)
{
	struct buf b = { .arena = rq->arena };

	for (size_t i = 0; i < k->n_asks; i++)
		buf_addf(&b, "%s%.*s", i ? ", " : "", STR_ARG(k->asks[i].field->name[rq->lang]));
	return buf_str(&b);
}

void activity_fill_groups(struct request *rq, struct activity_kinds_page *page, int64_t agency)
{
	static const char *const groups[] = { "comm", "training", "social", "lead", "prof" };
	struct activity_kinds all = activity_kinds();

	for (size_t i = 0; i < COUNT(groups); i++) {
		struct activity_kind_group *g = LIST_ADD(rq->arena, &page->groups);

		g->id = groups[i];
		g->name = text_get(rq->lang, activity_group_text(str_z(groups[i])));
		LIST_EACH(k, &all)
			if (str_eq(k->group, str_z(groups[i])))
				*LIST_ADD(rq->arena, &g->kinds) = (struct activity_kind_card){
					.kind = k,
					.name = k->name[rq->lang],
					.href = url_activity_new(
						rq->arena, .kind = k->code, .agency = agency),
					.fields = asked_for(rq, k),
				};
	}
}

bool activity_fill_last(struct request *rq, struct activity_kinds_page *page, struct err *e)
{
	struct activity_recent_rows rows;

	if (!activity_recent(rq->read, rq->actor.account, LAST, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		const struct activity_kind *k = activity_kind(x->kind);

		if (k)
			*LIST_ADD(rq->arena, &page->last) = (struct activity_last){
				.label = k->name[rq->lang],
				.place = x->place,
				.href = url_activity_new(rq->arena, .like = x->id),
				.ends = x->ends,
			};
	}
	return true;
}

struct str activity_first_day(struct arena *a, struct date from, struct date to)
{
	struct str day = date_vi(a, from);

	return from.year == to.year && day.n > 5 ? str_sub(day, 0, day.n - 5) : day;
}

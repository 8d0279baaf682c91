/*
 * The work on one task as its page shows it.
 */
#include "work/work_view.h"

#include <math.h>

#include "access/access.h"
#include "urls.h"
#include "work/task_view.h"

enum { HISTORY = 60, BRIEF = 110, FEW = 8 };

struct clock work_clock(struct date starts, struct date due, bool done)
{
	struct clock c = clock_until(date_given(starts) ? starts : DATE(due.year, 1, 1), due);

	c.done = done;
	return c;
}

/* --- parts */

static struct str now_names(struct arena *a, const struct work_task_now_rows *now, int64_t agency)
{
	struct buf out = { .arena = a };

	LIST_EACH(x, now)
		if (x->agency_id == agency)
			buf_addf(&out, "%s%.*s", out.n ? ", " : "", STR_ARG(x->name));
	return out.n ? buf_str(&out) : STR_NULL;
}

static bool acts_now(const struct work_task_now_rows *now, int64_t agency)
{
	LIST_EACH(x, now)
		if (x->agency_id == agency && x->acts)
			return true;
	return false;
}

static void fill_part(struct request *rq, const struct task_work *w,
	const struct work_task_parts_row *x, struct work_part_line *l)
{
	l->row = x;
	l->role = plan_role_of(x->role);
	l->state = work_state_of(x->state);
	l->chip = task_party_chip(rq, l->role, x->agency_name, x->agency_id);
	l->text = work_state_text(rq->lang, l->state, l->role);
	/* what is asked for is never late */
	l->clocked = x->open && date_given(x->due) && l->role != PLAN_REQUESTED;
	if (l->clocked)
		l->clock = work_clock(w->row->starts, x->due, false);
	l->judged = l->role == PLAN_LEAD ? w->rights.stands : w->rights.follows;
	LIST_EACH(q, w->asked)
		l->asked |= q->part_id == x->id;
}

/* Dozens that have a part as members of a collective, and with which nothing is the matter,
 * are folded away behind those that are named. */
static void fold(struct task_work *w, int64_t own)
{
	int64_t n = 0;

	LIST_EACH(l, &w->parts) {
		l->folded = l->row->through_collective && l->row->agency_id != own && !l->asked &&
			    l->state != WORK_IN && l->state != WORK_RETURNED;
		n += l->folded;
	}
	w->folded = n > FEW ? n : 0;
	LIST_EACH(l, &w->parts)
		l->folded = l->folded && w->folded;
}

bool work_read_parts(struct request *rq, int64_t task, struct task_work *out, struct err *e)
{
	struct work_task_row_row *row = NEW(rq->arena, struct work_task_row_row);
	struct work_task_asked_rows *asked = NEW(rq->arena, struct work_task_asked_rows);
	struct work_task_parts_rows *parts = NEW(rq->arena, struct work_task_parts_rows);
	struct work_task_mine_rows mine;
	struct work_task_now_rows now;

	if (!work_task_row(rq->read, task, row, &out->there, e))
		return false;
	if (!out->there)
		return true;
	out->row = row;
	out->asked = asked;
	if (!work_rights_of(rq->read, &rq->actor, task, &out->rights, e) ||
		!work_task_asked(rq->read, task, asked, e) ||
		!work_task_parts(rq->read, task, parts, e) ||
		!work_task_mine(rq->read, task, rq->actor.account, &mine, e) ||
		!work_task_now(rq->read, task, rq->actor.account, date_today(), &now, e))
		return false;
	LIST_EACH(x, parts) {
		struct work_part_line *l = LIST_ADD(rq->arena, &out->parts);

		fill_part(rq, out, x, l);
		l->now = now_names(rq->arena, &now, x->agency_id);
		l->mine = rq->actor.account == ACCOUNT_SYSTEM || acts_now(&now, x->agency_id);
		LIST_EACH(m, &mine)
			l->mine |= m->id == x->id;
	}
	fold(out, rq->actor.agency);
	return true;
}

/* --- results, history */

/* "1.250,5" */
static struct str amount_text(struct arena *a, enum lang lang, double v)
{
	char mark = lang == LANG_VI ? '.' : ',';
	struct str whole = str_fmt(a, "%.0f", trunc(v)), part;
	struct buf out = { .arena = a };

	for (size_t i = 0; i < whole.n; i++) {
		if (i && (whole.n - i) % 3 == 0)
			buf_addc(&out, mark);
		buf_addc(&out, whole.p[i]);
	}
	part = str_fmt(a, "%.6g", v - trunc(v));
	if (part.n > 2)
		buf_addf(&out, "%c%.*s", lang == LANG_VI ? ',' : '.',
			STR_ARG(str_sub(part, 2, part.n)));
	return buf_str(&out);
}

static bool read_results(struct request *rq, int64_t task, struct task_work *out, struct err *e)
{
	struct work_task_results_rows *rows = NEW(rq->arena, struct work_task_results_rows);
	struct work_task_figures_rows figures;

	if (!work_task_results(rq->read, task, rows, e) ||
		!work_task_figures(rq->read, task, &figures, e))
		return false;
	LIST_EACH(x, rows) {
		struct work_result_line *l = LIST_ADD(rq->arena, &out->results);

		l->row = x;
		LIST_EACH(f, &figures)
			if (f->result_id == x->id)
				LIST_PUSH(rq->arena, &l->figures,
					((struct work_figure_line){ f->label,
						amount_text(rq->arena, rq->lang, f->amount) }));
	}
	return true;
}

static struct str days_text(struct request *rq, const struct work_task_history_row *x)
{
	struct arena *a = rq->arena;

	if (date_given(x->was) && date_given(x->day))
		return TEXT(
			a, rq->lang, T_work_day_from_to, date_vi(a, x->was), date_vi(a, x->day));
	return date_given(x->day) ? TEXT(a, rq->lang, T_work_day, date_vi(a, x->day)) : STR_NULL;
}

static bool read_history(struct request *rq, int64_t task, struct task_work *out, struct err *e)
{
	struct work_task_history_rows rows;

	if (!work_task_history(rq->read, task, HISTORY, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &out->events,
			((struct work_event_line){ .text = work_event_text(rq->lang, x->kind),
				.agency = x->agency_name,
				.words = x->words,
				.days = days_text(rq, x),
				.who = x->account_name,
				.at = x->at }));
	return true;
}

static bool read_below(struct request *rq, int64_t task, struct task_work *out, struct err *e)
{
	struct work_task_below_rows rows;

	if (!work_task_below(rq->read, task, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(rq->arena, &out->below,
			((struct work_below_line){ .id = x->id,
				.parts = x->parts,
				.parts_in = x->parts_in,
				.label = plan_path_label(rq->arena, rq->lang, x->path),
				.brief = plan_brief(rq->arena, x->words, BRIEF),
				.look = work_look_of(x->state, x->standing, x->due, x->began,
					x->parts, date_today()),
				.due = x->due }));
	return true;
}

/* --- what is next for the reader */

static enum work_next of_own_part(const struct work_part_line *l)
{
	if (!l->row->open)
		return WORK_NEXT_NONE;
	if (l->role == PLAN_REQUESTED)
		return WORK_NEXT_ANSWER;
	return l->state == WORK_NEW ? WORK_NEXT_BEGIN : WORK_NEXT_RESULT;
}

static void find_next(struct task_work *w, int64_t own)
{
	LIST_EACH(l, &w->parts)
		w->waiting += l->state == WORK_IN && l->judged;
	for (int pass = 0; pass < 2; pass++)
		LIST_EACH(l, &w->parts)
			/* one's own agency before those one acts for as well */
			if (l->mine && (pass || l->row->agency_id == own) &&
				(w->next = of_own_part(l)) != WORK_NEXT_NONE) {
				w->at = l;
				return;
			}
	LIST_EACH(l, &w->parts)
		if (l->judged && (l->asked || l->state == WORK_IN)) {
			w->next = l->asked ? WORK_NEXT_TIME : WORK_NEXT_JUDGE;
			w->at = l;
			return;
		}
	if (!w->rights.follows)
		return;
	if (w->row->parts == 0)
		w->next = WORK_NEXT_GIVE;
	else if (w->row->parts_in == w->row->parts)
		w->next = WORK_NEXT_CLOSE;
}

bool work_read(struct request *rq, int64_t task, struct task_work *out, struct err *e)
{
	const struct work_task_row_row *row;

	if (!work_read_parts(rq, task, out, e))
		return false;
	if (!out->there)
		return true;
	row = out->row;
	out->look = work_look_of(
		row->state, row->standing, row->due, row->began, row->parts, date_today());
	out->clocked = str_eq(row->state, S("open")) && date_given(row->due);
	if (out->clocked)
		out->clock = work_clock(row->starts, row->due, false);
	if (str_eq(row->state, S("open")))
		find_next(out, rq->actor.agency);
	return read_results(rq, task, out, e) && read_history(rq, task, out, e) &&
	       read_below(rq, task, out, e);
}

/*
 * What a report says before anybody has written on it: drawn from the agency's tasks,
 * activities and difficulties of the period.
 */
#include "report/draft.h"

#include "activity/activity.h"
#include "plan/plan.h"
#include "report/incoming.h"
#include "report_sql.h"

/* A report is a paper in Vietnamese, whoever begins it. */
#define LANG LANG_VI

enum { LETTERS = 220, NEXT_DAYS = 92, LINES = 60 };

struct drawing {
	struct db_read *r;
	struct arena *a;
	const struct report_new *in;
	struct buf out;
};

static void line(struct drawing *d, struct str words)
{
	if (d->out.n)
		buf_addc(&d->out, '\n');
	buf_add(&d->out, words);
}

/* The list goes on where this one was cut. */
static void and_more(struct drawing *d, size_t n)
{
	if (n > LINES)
		line(d, TEXT(d->a, LANG, T_report_d_more, str_fmt(d->a, "%zu", n - LINES)));
}

static struct str brief(struct drawing *d, struct str words)
{
	return plan_brief(d->a, words, LETTERS);
}

static struct str sentence(struct drawing *d, struct str words)
{
	words = str_trim(words);
	return str_ends(words, S(".")) || str_ends(words, S("…"))
		       ? words
		       : str_fmt(d->a, "%.*s.", STR_ARG(words));
}

static bool draft_situation(struct drawing *d, struct err *e)
{
	(void)e;
	line(d, TEXT(d->a, LANG, T_report_d_situation,
			calendar_period_label(d->a, LANG, &d->in->period),
			calendar_period_span(d->a, &d->in->period)));
	return true;
}

/* By the plan's own headings, as its tasks are grouped. */
static bool draft_results(struct drawing *d, struct err *e)
{
	const struct calendar_period *p = &d->in->period;
	struct report_results_rows rows;
	struct str heading = STR_NULL;
	size_t n = 0;

	if (!report_results(d->r, d->in->agency, d->in->plan, p->from, p->to, &rows, e))
		return false;
	if (!rows.n)
		line(d, text_get(LANG, T_report_d_no_results));
	LIST_EACH(x, &rows) {
		if (++n > LINES)
			break;
		if (!heading.p || !str_eq(heading, x->heading)) {
			heading = x->heading;
			if (heading.n)
				line(d, plan_sentence(d->a, heading));
		}
		line(d, TEXT(d->a, LANG, T_report_d_result, plan_path_label(d->a, LANG, x->path),
				sentence(d, brief(d, x->words)), sentence(d, x->said)));
	}
	and_more(d, rows.n);
	return true;
}

static struct str braces(struct drawing *d, const char *code)
{
	return str_fmt(d->a, "{%.*s}", STR_ARG(report_figure_token(str_z(code))));
}

static struct str sum_of(struct drawing *d, const char *code)
{
	return str_fmt(d->a, "{%.*s}",
		STR_ARG(TEXT(d->a, LANG_VI, T_report_k_sum, report_figure_token(str_z(code)))));
}

static struct str named(struct drawing *d, enum text_id token)
{
	return str_fmt(d->a, "{%.*s}", STR_ARG(text_get(LANG_VI, token)));
}

/* Of what comes in from those who report to the agency: who has sent, and what it adds up to. */
static bool draft_gathered(struct drawing *d, struct err *e)
{
	struct report_about about = { .agency = d->in->agency,
		.plan = d->in->plan,
		.period = d->in->period.code,
		.from = d->in->period.from,
		.to = d->in->period.to };
	bool gathers;

	if (!report_gathers(d->r, &about, &gathers, e))
		return false;
	if (!gathers)
		return true;
	line(d, TEXT(d->a, LANG, T_report_d_came, named(d, T_report_k_came),
			named(d, T_report_k_asked), named(d, T_report_k_missing)));
	line(d, TEXT(d->a, LANG, T_report_d_sum_tasks, sum_of(d, "parts_due"),
			sum_of(d, "parts_in"), sum_of(d, "parts_accepted"),
			sum_of(d, "parts_late")));
	line(d, TEXT(d->a, LANG, T_report_d_sum_communication, sum_of(d, "communication"),
			sum_of(d, "sessions"), sum_of(d, "reach"), sum_of(d, "leaflets")));
	return true;
}

static bool draft_figures(struct drawing *d, struct err *e)
{
	line(d, TEXT(d->a, LANG, T_report_d_tasks, braces(d, "parts_due"), braces(d, "parts_in"),
			braces(d, "parts_accepted"), braces(d, "parts_late")));
	line(d, TEXT(d->a, LANG, T_report_d_communication, braces(d, "communication"),
			braces(d, "sessions"), braces(d, "reach"), braces(d, "leaflets")));
	line(d, TEXT(d->a, LANG, T_report_d_training, braces(d, "classes"), braces(d, "trainees")));
	return draft_gathered(d, e);
}

static bool draft_difficulties(struct drawing *d, struct err *e)
{
	const struct calendar_period *p = &d->in->period;
	struct report_obstacles_rows rows;
	size_t n = 0;

	if (!report_obstacles(d->r, d->in->agency, p->from, p->to, &rows, e))
		return false;
	if (!rows.n)
		line(d, text_get(LANG, T_report_d_no_difficulties));
	LIST_EACH(x, &rows) {
		if (++n > LINES)
			break;
		line(d, x->law.n ? TEXT(d->a, LANG, T_report_d_difficulty_law, x->title, x->article,
					   x->law)
				 : sentence(d, x->title));
	}
	and_more(d, rows.n);
	return true;
}

static bool draft_next(struct drawing *d, struct err *e)
{
	struct date from = date_add(d->in->period.to, 1);
	struct report_next_rows rows;
	size_t n = 0;

	if (!report_next(
		    d->r, d->in->agency, d->in->plan, from, date_add(from, NEXT_DAYS), &rows, e))
		return false;
	if (!rows.n)
		line(d, text_get(LANG, T_report_d_no_next));
	LIST_EACH(x, &rows) {
		if (++n > LINES)
			break;
		line(d, TEXT(d->a, LANG, T_report_d_next, plan_path_label(d->a, LANG, x->path),
				brief(d, x->words), date_vi(d->a, x->due)));
	}
	and_more(d, rows.n);
	return true;
}

bool report_draft(struct db_read *r, const struct report_new *in, struct str words[REPORT_SECTIONS],
	struct err *e)
{
	static bool (*const sections[REPORT_SECTIONS])(struct drawing * d, struct err * e) = {
		draft_situation, draft_results, draft_figures, draft_difficulties, draft_next
	};

	for (size_t i = 0; i < REPORT_SECTIONS; i++) {
		struct drawing d = { .r = r, .a = db_read_arena(r), .in = in };

		d.out.arena = d.a;
		if (!sections[i](&d, e))
			return false;
		words[i] = buf_str(&d.out);
	}
	return true;
}

/*
 * What the pages of reports read alike.
 */
#include "report/gather.h"
#include "report/report_web.h"
#include "urls.h"

struct str report_or_empty(struct str s)
{
	return s.p ? s : S("");
}

struct str report_number(struct arena *a, int64_t v)
{
	return str_fmt(a, "%lld", (long long)v);
}

struct str report_period_label(struct request *rq, struct str code)
{
	struct calendar_period p;

	return calendar_period_find(rq->arena, code, &p)
		       ? calendar_period_label(rq->arena, rq->lang, &p)
		       : code;
}

bool report_read_one(struct request *rq, int64_t id, struct report_by_id_row *t, struct err *e)
{
	bool found;

	if (!report_by_id(rq->read, id, rq->actor.account, t, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_report_absent);
}

struct report_about report_about_of(const struct report_by_id_row *t)
{
	return (struct report_about){ .agency = t->agency_id,
		.plan = t->plan_id,
		.period = t->period,
		.from = t->period_from,
		.to = t->period_to,
		.words = S("") };
}

bool report_live_figures(struct request *rq, const struct report_by_id_row *t,
	const struct report_sections_rows *sections, struct report_figures *out, struct err *e)
{
	struct report_about about = report_about_of(t);

	about.words = report_all_words(rq->arena, sections);
	return report_figures_live(rq->read, rq->lang, &about, out, e);
}

bool report_read_issue(struct request *rq, int64_t id, int64_t round,
	struct report_issue_of_row *issue, struct report_content *c, struct err *e)
{
	bool found;

	if (!report_issue_of(rq->read, id, round, issue, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_report_absent);
	return report_content_read(rq->arena, rq->lang, issue->content, c, e);
}

bool report_must_see(
	struct request *rq, const struct report_by_id_row *t, int64_t round, struct err *e)
{
	struct report_publications_rows rows;

	if (t->near)
		return true;
	if (!report_publications(rq->read, t->id, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		if (x->round == round)
			return true;
	return FAIL(e, ERR_ABSENT, T_report_absent);
}

bool report_open_ones(
	struct request *rq, const struct report_by_id_row *t, struct ids *out, struct err *e)
{
	struct report_open_to_rows rows;

	if (!report_open_to(rq->read, rq->actor.account, t->period, &rows, e))
		return false;
	*out = (struct ids){ NEW_N(rq->arena, int64_t, rows.n), 0 };
	LIST_EACH(x, &rows)
		out->v[out->n++] = x->id;
	return true;
}

bool report_is_open(const struct ids *open, int64_t report)
{
	for (size_t i = 0; i < open->n; i++)
		if (open->v[i] == report)
			return true;
	return false;
}

void report_origins_live(struct request *rq, const struct report_passages_rows *passages,
	const struct report_sections_row *section, report_origin_lines *out)
{
	LIST_EACH(x, passages) {
		struct report_kept k;

		if (x->position != section->position)
			continue;
		k = report_kept(section->words, x->words);
		LIST_PUSH(rq->arena, out,
			((struct report_origin_line){ .agency = x->agency_name,
				.number = x->number,
				.href = url_report_show(
					rq->arena, .report = x->from_id, .round = x->from_round),
				.day = x->day,
				.round = x->from_round,
				.passage = x->id,
				.as_taken = k.kept == k.of,
				.newer = x->latest > x->from_round,
				.gone = !k.kept }));
	}
}

bool report_figure_is_own(const struct report_figure *f)
{
	return report_figure_token(f->code).p != NULL;
}

#include "committee/committee_view.h"

#include "plan/plan.h"

enum { PLANS = 200 };

bool committee_head_fill(struct request *rq, int64_t id, enum committee_tab tab,
	struct committee_head *out, struct err *e)
{
	bool found;

	if (!committee_by_id(rq->read, id, rq->actor.account, &out->c, &found, e))
		return false;
	/* asked where there is none too: neither answer takes longer than the other */
	if (!access_may(rq->read, &rq->actor, PERM_committee_manage,
		    out->c.standing_id == DB_NULL ? out->c.id : out->c.standing_id, &out->manages,
		    e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	out->tab = tab;
	request_title(rq, out->c.name);
	return true;
}

bool committee_head_kept(struct request *rq, int64_t id, enum committee_tab tab,
	struct committee_head *out, struct err *e)
{
	if (!committee_head_fill(rq, id, tab, out, e))
		return false;
	return out->manages || FAIL(e, ERR_ABSENT, T_committee_absent);
}

void committee_options(struct request *rq, const struct committee_words *words, enum text_id any,
	struct str chosen, option_list *out)
{
	if (any)
		LIST_PUSH(rq->arena, out,
			((struct option){ S(""), text_get(rq->lang, any), !chosen.n }));
	for (size_t i = 0; i < words->n; i++)
		LIST_PUSH(rq->arena, out,
			((struct option){ str_z(words->v[i].name),
				text_get(rq->lang, words->v[i].text),
				str_eq(str_z(words->v[i].name), chosen) }));
}

struct str committee_number(struct request *rq, int64_t n)
{
	return str_fmt(rq->arena, "%lld", (long long)n);
}

bool committee_owner_options(struct request *rq, int64_t chosen, option_list *out, struct err *e)
{
	struct committee_managed_rows rows;
	bool own = false;

	if (!committee_managed(
		    rq->read, rq->actor.account, S("committee.manage"), date_today(), &rows, e) ||
		(rq->actor.agency && !access_may(rq->read, &rq->actor, PERM_committee_manage,
					     rq->actor.agency, &own, e)))
		return false;
	LIST_EACH(c, &rows)
		LIST_PUSH(rq->arena, out,
			((struct option){ committee_number(rq, c->id), c->name, c->id == chosen }));
	if (own)
		LIST_PUSH(rq->arena, out,
			((struct option){ S(""),
				TEXT(rq->arena, rq->lang, T_committee_no_committee,
					rq->actor.agency_name),
				chosen == DB_NULL && rows.n == 0 }));
	return true;
}

bool committee_filter_options(struct request *rq, int64_t chosen, option_list *out, struct err *e)
{
	struct committee_readable_rows rows;

	if (!committee_readable(rq->read, rq->actor.account, date_today(), &rows, e))
		return false;
	LIST_PUSH(rq->arena, out,
		((struct option){ S(""), text_get(rq->lang, T_committee_any), chosen == DB_NULL }));
	LIST_EACH(c, &rows)
		LIST_PUSH(rq->arena, out,
			((struct option){ committee_number(rq, c->id), c->name, c->id == chosen }));
	return true;
}

bool committee_plan_options(struct request *rq, option_list *out, struct err *e)
{
	struct committee_plans_rows rows;

	if (!committee_plans(rq->read, rq->actor.account, PLANS, &rows, e))
		return false;
	LIST_EACH(p, &rows) {
		struct str title = plan_brief(rq->arena, plan_sentence(rq->arena, p->title), 100);

		LIST_PUSH(rq->arena, out,
			((struct option){ committee_number(rq, p->id),
				p->number.n ? str_fmt(rq->arena, "%.*s: %.*s", STR_ARG(p->number),
						      STR_ARG(title))
					    : title,
				false }));
	}
	return true;
}

struct str committee_date(struct request *rq, struct date d)
{
	return date_given(d) ? date_vi(rq->arena, d) : STR_NULL;
}

struct pager committee_pager(int64_t skip, int64_t most, size_t *rows)
{
	bool more = (int64_t)*rows > most;

	if (more)
		*rows = (size_t)most;
	return (struct pager){ .from = *rows ? skip + 1 : 0,
		.to = skip + (int64_t)*rows,
		.total = more ? -1 : skip + (int64_t)*rows };
}

bool committee_refused(struct request *rq, const char *wrong)
{
	if (wrong)
		request_field(rq, wrong);
	return false;
}

struct str committee_word_text(enum lang lang, const struct committee_words *words, struct str name)
{
	return text_get(lang, committee_word(words, name));
}

struct clock committee_clock(struct date due, struct date since)
{
	enum { WITHOUT_START = 30 };

	return clock_until(date_given(since) ? since : date_add(due, -WITHOUT_START), due);
}

void committee_add_line(struct buf *b, struct str name)
{
	buf_add(b, name);
	buf_addc(b, '\n');
}

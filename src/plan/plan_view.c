/*
 * Rows of the database to what a page prints. No statement here: lists come whole from
 * the handlers.
 */
#include "plan/plan_view.h"

#include "urls.h"

enum { CHIPS = 1, NAME_LETTERS = 30, CHIP_LETTERS = 32 };

struct str plan_name(struct request *rq, struct str number)
{
	return plan_number_text(rq->arena, rq->lang, number);
}

bool plan_head_read(struct request *rq, int64_t plan, enum plan_tab tab, struct plan_head *head,
	struct plan_by_id_row *row, struct err *e)
{
	if (!plan_head_load(rq->read, rq->lang, rq->actor.account, plan, head, row, e))
		return false;
	head->tab = tab;
	return true;
}

struct party plan_party(struct request *rq, enum plan_role role, struct str name, int64_t agency)
{
	static const enum party_role kinds[PLAN_ROLES] = {
		[PLAN_LEAD] = PARTY_LEAD,
		[PLAN_COORDINATING] = PARTY_COOP,
		[PLAN_JOINT] = PARTY_JOINT,
		[PLAN_REQUESTED] = PARTY_ASK,
	};
	struct party p = { kinds[role], .name = name };

	if (agency > 0)
		p.href = url_agency_tasks(rq->arena, .agency = agency);
	return p;
}

static size_t letters(struct str s)
{
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len, n++)
		str_rune(s, i, &len);
	return n;
}

static struct str party_name(const struct plan_parties_row *x)
{
	return x->agency_name.n ? x->agency_name : x->name;
}

/* A ministry's "BVHTTDL" reads as "Bộ VHTTDL". */
static struct str short_name(struct arena *a, struct str name, struct str abbr)
{
	if (str_starts(name, S("Bộ ")) && str_starts(abbr, S("B")) && !str_has(abbr, S(" ")))
		return str_fmt(a, "Bộ %.*s", STR_ARG(str_sub(abbr, 1, abbr.n)));
	return abbr;
}

static struct party chip_of(struct request *rq, const struct plan_parties_row *x)
{
	struct str name = party_name(x);
	struct party p = plan_party(
		rq, plan_role_of(x->role), name, x->agency_id == DB_NULL ? 0 : x->agency_id);

	if (x->agency_short.n && letters(name) > NAME_LETTERS)
		p.name = short_name(rq->arena, name, x->agency_short);
	else
		p.name = plan_brief(rq->arena, name, CHIP_LETTERS);
	if (!str_eq(p.name, name))
		p.title = name;
	return p;
}

/* The role that stands in chips: who leads; where nobody does, who is joint, asked, or
 * co-ordinates. */
static enum plan_role first_role(const struct plan_parties_row *parties, size_t n)
{
	static const enum plan_role order[] = { PLAN_LEAD, PLAN_JOINT, PLAN_REQUESTED,
		PLAN_COORDINATING };

	for (size_t k = 0; k < COUNT(order); k++)
		for (size_t i = 0; i < n; i++)
			if (plan_role_of(parties[i].role) == order[k])
				return order[k];
	return PLAN_ROLES;
}

static void beside(struct request *rq, struct buf *out, enum plan_role role,
	const struct plan_parties_row *parties, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (plan_role_of(parties[i].role) != role)
			continue;
		if (any)
			buf_addz(out, ", ");
		else
			buf_addf(out, "%s%.*s: ", out->n ? "; " : "",
				STR_ARG(plan_role_text(rq->lang, role)));
		buf_add(out, party_name(&parties[i]));
		any = true;
	}
}

void plan_row_parties(
	struct request *rq, struct plan_row *row, const struct plan_parties_row *parties, size_t n)
{
	enum plan_role first = first_role(parties, n);
	struct buf words = { .arena = rq->arena };

	for (size_t i = 0; i < n; i++) {
		if (plan_role_of(parties[i].role) != first)
			continue;
		if (row->chips.n < CHIPS)
			LIST_PUSH(rq->arena, &row->chips, chip_of(rq, &parties[i]));
		else
			row->more++;
	}
	for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
		if (role != first)
			beside(rq, &words, role, parties, n);
	row->beside = buf_str(&words);
}

void plan_row_due(
	struct request *rq, struct plan_row *row, const struct plan_due *due, bool suspect)
{
	row->due = plan_due_text(rq->arena, rq->lang, due);
	row->due_iso = date_iso(rq->arena, plan_last_day(due));
	row->due_odd = suspect;
}

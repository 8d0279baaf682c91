/*
 * Names to bodies. The rules of what a name means are the agencies' (agency.h); here
 * every name is asked for once, for a plan says "các bộ, ngành, địa phương" forty times.
 */
#include "plan/plan_resolve.h"

#include "agency/agency.h"
#include "agency_sql.h"
#include "base/viet.h"
#include "place/place.h"
#include "place_sql.h"

bool plan_province(
	struct db_read *r, struct str name, struct date day, struct str *code, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct str fold = viet_fold(a, name), tail = str_fmt(a, " %.*s", STR_ARG(fold));
	struct place_find_rows rows;

	*code = STR_NULL;
	if (!fold.n)
		return true;
	if (!place_find(r, place_pattern(a, name), S("province"), day, 8, &rows, e))
		return false;
	LIST_EACH(p, &rows) {
		struct str full = viet_fold(a, p->full_name);

		/* "Đồng Nai" and "tỉnh Đồng Nai" both mean it */
		if (str_eq(full, fold) || str_ends(full, tail))
			*code = p->code;
	}
	return true;
}

bool plan_agency(
	const struct plan_names *n, struct str name, struct str place, int64_t *id, struct err *e)
{
	if (!agency_find(n->read, name, place, n->day, id, e))
		return false;
	if (*id == 0)
		*id = DB_NULL;
	return true;
}

static const struct plan_collective *find_collective(const struct plan_names *n, struct str fold)
{
	LIST_EACH(c, &n->collectives)
		if (str_eq(c->fold, fold))
			return c;
	return NULL;
}

/* Words nobody has a rule for stay: without members, visibly unresolved. */
static bool add_collective(struct plan_names *n, struct str name, struct str fold, struct err *e)
{
	struct agency_collective found;
	struct plan_collective c = { .name = name, .fold = fold };

	if (!agency_collective(n->read, name, n->place, n->day, &found, e))
		return false;
	c.open = found.open;
	LIST_EACH(body, found.bodies)
		LIST_PUSH(n->arena, &c.members, body->id);
	LIST_PUSH(n->arena, &n->collectives, c);
	return true;
}

static bool same_name(const struct plan_name *x, const struct reading_party *p)
{
	return str_eq(x->name, p->name) && str_eq(x->place, p->place) &&
	       x->collective == p->collective &&
	       (!x->by_role || x->lead == (p->role == READING_LEAD));
}

/* The one agency whose seat is that of the standing agency; DB_NULL: none, or several. */
static int64_t standing_of(const agency_seats *seats)
{
	int64_t id = DB_NULL;

	LIST_EACH(s, seats) {
		if (s->standing && id != DB_NULL)
			return DB_NULL;
		if (s->standing)
			id = s->agency;
	}
	return id;
}

/* "Cơ quan Thường trực Ban Chỉ đạo": the agency that has that seat on the plan's day. */
static bool by_standing_seat(
	const struct plan_names *n, struct str place, struct plan_name *name, struct err *e)
{
	static const struct str words = S("co quan thuong truc ");
	struct str fold = viet_fold(n->arena, name->name);
	agency_seats seats;
	int64_t committee;

	if (!str_starts(fold, words))
		return true;
	if (!agency_committee(
		    n->read, str_sub(fold, words.n, fold.n), place, n->day, &committee, e))
		return false;
	if (!committee)
		return true;
	if (!agency_seats_on(n->read, committee, n->day, &seats, e))
		return false;
	if (standing_of(&seats) != DB_NULL)
		name->agency = standing_of(&seats);
	return true;
}

/* A committee acts through those who sit on it: what it leads, its standing agency leads; in
 * what it takes part, all of them do. One without a seat on that day stays one body. */
static bool by_seats(struct plan_names *n, struct plan_name *name, struct err *e)
{
	struct plan_collective c = { 0 };
	struct agency_by_id_row row;
	agency_seats seats;
	bool found;

	if (name->agency == DB_NULL)
		return true;
	if (!agency_by_id(n->read, name->agency, &row, &found, e))
		return false;
	if (!found || !str_eq(row.kind, S("committee")))
		return true;
	if (!agency_seats_on(n->read, name->agency, n->day, &seats, e))
		return false;
	if (!seats.n)
		return true;
	name->by_role = standing_of(&seats) != DB_NULL;
	if (name->lead && name->by_role) {
		name->agency = standing_of(&seats);
		return true;
	}
	name->agency = DB_NULL;
	name->collective_fold = c.fold = viet_fold(n->arena, row.name);
	if (find_collective(n, c.fold))
		return true;
	c.name = row.name;
	LIST_EACH(s, &seats)
		LIST_PUSH(n->arena, &c.members, s->agency);
	LIST_PUSH(n->arena, &n->collectives, c);
	return true;
}

static bool add_name(struct plan_names *n, const struct reading_party *p, struct err *e)
{
	struct plan_name name = { .name = p->name,
		.place = p->place,
		.collective = p->collective,
		.lead = p->role == READING_LEAD,
		.agency = DB_NULL };
	struct str place = n->place;

	LIST_EACH(x, &n->list)
		if (same_name(x, p))
			return true;
	if (p->collective) {
		name.collective_fold = viet_fold(n->arena, p->name);
		if (!find_collective(n, name.collective_fold) &&
			!add_collective(n, p->name, name.collective_fold, e))
			return false;
	} else {
		if (p->place.n && !plan_province(n->read, p->place, n->day, &place, e))
			return false;
		if (!plan_agency(n, p->name, place, &name.agency, e) ||
			!by_standing_seat(n, place, &name, e) || !by_seats(n, &name, e))
			return false;
	}
	LIST_PUSH(n->arena, &n->list, name);
	return true;
}

bool plan_resolve(struct plan_names *n, const struct reading *r, struct err *e)
{
	LIST_EACH(item, &r->items)
		LIST_EACH(p, &item->parties)
			if (item->kind == READING_TASK && !add_name(n, p, e))
				return false;
	return true;
}

const struct plan_name *plan_name_of(const struct plan_names *n, const struct reading_party *p)
{
	LIST_EACH(x, &n->list)
		if (same_name(x, p))
			return x;
	return NULL;
}

bool plan_standing(const struct plan_names *n, int64_t committee, int64_t *id, struct err *e)
{
	struct agency_members_rows listed;
	agency_seats seats;

	*id = DB_NULL;
	if (!agency_seats_on(n->read, committee, n->day, &seats, e))
		return false;
	*id = standing_of(&seats);
	if (*id != DB_NULL)
		return true;
	if (!agency_members(n->read, committee, n->day, &listed, e))
		return false;
	LIST_EACH(m, &listed)
		if (str_eq(m->role, S("standing")))
			*id = m->id;
	return true;
}

bool plan_name_resolved(const struct plan_names *n, const struct plan_name *x)
{
	const struct plan_collective *c = find_collective(n, x->collective_fold);

	return x->agency != DB_NULL || (c && c->members.n);
}

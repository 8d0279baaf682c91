#include "desk/saved_count.h"

#include "web/params.h"
#include "work/work_list.h"
#include "work_routes.h"

/* What the address asks the list of parts for; NULL where it is another list, or asks for
 * what the list does not know (any more). */
static const struct work_list_in *asked_of_parts(struct request *rq, struct str address)
{
	size_t mark = str_find_char(address, '?', 0);
	struct str query = mark == SIZE_MAX ? S("") : str_sub(address, mark + 1, address.n);
	struct route_match m;
	struct pairs given = { 0 };
	struct err ignored = { 0 };
	struct str field;
	void *in;

	route_find(str_sub(address, 0, mark == SIZE_MAX ? address.n : mark), false, &m);
	if (!m.route || !str_eq(m.route->name, S("work_list")) ||
		!form_urlencoded(rq->arena, query, &given, &ignored))
		return NULL;
	in = params_none(rq->arena, m.route);
	return params_read(rq->arena, m.route, &given, in, &field, &ignored) ? in : NULL;
}

bool saved_count_rows(struct request *rq, struct str address, int64_t most, bool *counted,
	int64_t *n, bool *more, struct err *e)
{
	const struct work_list_in *in = asked_of_parts(rq, address);
	struct work_filter given, filter;
	struct err bad = { 0 };

	*counted = *more = false;
	*n = 0;
	if (!in)
		return true;
	given = (struct work_filter){ in->plan, in->agency, in->state, in->role, in->place, in->q };
	if (!work_filter_of(rq->read, &rq->actor, &given, &filter, &bad)) {
		if (bad.code == ERR_INPUT) /* a word of before: the page itself says so */
			return true;
		*e = bad;
		return false;
	}
	if (!work_filter_count(rq->read, &rq->actor, &filter, (size_t)most + 1, n, e))
		return false;
	*counted = true;
	*more = *n > most;
	if (*more)
		*n = most;
	return true;
}

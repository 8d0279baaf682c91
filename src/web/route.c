#include "web/route.h"

/* Takes the next part of a path without its slash. */
static bool next_part(struct str *rest, struct str *part)
{
	if (rest->n == 0 || rest->p[0] != '/')
		return false;
	size_t end = str_find_char(*rest, '/', 1);

	if (end == SIZE_MAX)
		end = rest->n;
	*part = str_sub(*rest, 1, end);
	*rest = str_sub(*rest, end, rest->n);
	return true;
}

/* Whether a typed segment may be this at all; its value is read by params_path. */
static bool plausible(const struct param *p, struct str s)
{
	if (s.n == 0)
		return false;
	if (p->type != PARAM_INT)
		return true;
	for (size_t i = s.p[0] == '-'; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static bool matches(const struct route_entry *en, const struct str *parts)
{
	for (size_t i = 0; i < en->n; i++) {
		const struct route_segment *s = &en->segments[i];

		if (s->param ? !plausible(s->param, parts[i]) : !str_eq(s->literal, parts[i]))
			return false;
	}
	return true;
}

static void take(const struct route_entry *en, const struct str *parts, struct route_match *m)
{
	m->route = en->route;
	m->api = en->api;
	for (size_t i = 0; i < en->n; i++)
		if (en->segments[i].param)
			m->values[en->segments[i].param - en->route->params] = parts[i];
}

void route_find(struct str path, bool post, struct route_match *m)
{
	struct str parts[ROUTE_SEGMENTS];
	size_t n = 0;

	*m = (struct route_match){ .api = str_starts(path, S("/api/")) };
	while (n < ROUTE_SEGMENTS && next_part(&path, &parts[n]))
		n++;
	if (path.n)
		return;
	for (size_t i = 0; i < route_entries_n; i++) {
		const struct route_entry *en = &route_entries[i];
		bool takes_post = en->route->post != NULL;

		if (en->n != n || !matches(en, parts))
			continue;
		m->get = m->get || !takes_post;
		m->post = m->post || takes_post;
		if (!m->route && takes_post == post)
			take(en, parts, m);
	}
}

const struct route *route_named(const char *name)
{
	for (size_t i = 0; i < routes_n; i++)
		if (str_eq(routes[i].name, str_z(name)))
			return &routes[i];
	return NULL;
}

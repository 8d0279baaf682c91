/*
 * What is wrong with the lists. A fault is found by a rule, never by its code, so that
 * a mended list loses it and a new one shows its own.
 */
#include "place/place_build.h"

#include <math.h>
#include <stdlib.h>

#include "base/viet.h"

/* A row of changes.tsv that gives this unit the link, or the code, it lacks. */
static bool bridged(const struct place_build *b, const char *what, struct str code, bool by_target)
{
	LIST_EACH(c, &b->changes)
		if (str_eq(c->what, str_z(what)) && str_eq(by_target ? c->to_code : c->code, code))
			return true;
	return false;
}

static void find_no_predecessor(struct place_build *b)
{
	bool *listed = NEW_N(b->arena, bool, PLACE_KEYS);

	LIST_EACH(s, &b->successions)
		listed[s->new_key] = true;
	LIST_EACH(u, &b->out->units)
		if (u->kind == PLACE_COMMUNE && date_cmp(u->from, PLACE_NEW_START) == 0 &&
			!listed[place_key(u->kind, u->code)])
			place_fault_add(b, "no_predecessor", u->code, u->full_name, S(""),
				bridged(b, "succeed", u->code, true) ||
					bridged(b, "recode", u->code, true));
}

static void find_unknown_codes(struct place_build *b)
{
	int *rows = NEW_N(b->arena, int, PLACE_KEYS);

	LIST_EACH(s, &b->successions) {
		if (place_at(b, s->new_key, PLACE_NEW_START) < 0)
			rows[s->new_key]++;
		if (place_at(b, s->old_key, PLACE_OLD_END) < 0)
			place_fault_add(b, "unknown_old",
				str_fmt(b->arena, "%05d", s->old_key - 1100), S(""), S(""), false);
	}
	for (int i = 0; i < PLACE_KEYS; i++)
		if (rows[i]) {
			struct str code = str_fmt(b->arena, "%05d", i - 1100);

			place_fault_add(b, "unknown_new", code, S(""),
				str_fmt(b->arena, "%d", rows[i]),
				bridged(b, "recode", code, false));
		}
}

static void find_divided_flags(struct place_build *b)
{
	int *targets = NEW_N(b->arena, int, PLACE_KEYS), *flags = NEW_N(b->arena, int, PLACE_KEYS);

	LIST_EACH(s, &b->successions) {
		targets[s->old_key]++;
		flags[s->old_key] += s->divided;
	}
	LIST_EACH(u, &b->out->units) {
		int key = place_key(u->kind, u->code);

		if (u->kind != PLACE_COMMUNE || date_cmp(u->to, PLACE_OLD_END) != 0)
			continue;
		if (targets[key] == 0)
			place_fault_add(b, "no_successor", u->code, u->full_name, S(""), false);
		else if (flags[key] != (targets[key] > 1 ? targets[key] : 0))
			place_fault_add(b, "divided_flag", u->code, u->full_name, S(""), false);
	}
}

static void find_empty_districts(struct place_build *b)
{
	bool *used = NEW_N(b->arena, bool, PLACE_KEYS);

	LIST_EACH(u, &b->out->units)
		if (u->kind == PLACE_COMMUNE && u->district.p)
			used[place_key(PLACE_DISTRICT, u->district)] = true;
	LIST_EACH(u, &b->out->units)
		if (u->kind == PLACE_DISTRICT && !used[place_key(u->kind, u->code)])
			place_fault_add(b, "empty_district", u->code, u->full_name, S(""),
				bridged(b, "succeed", u->code, false));
}

static void find_unknown_parents(struct place_build *b)
{
	LIST_EACH(u, &b->out->units) {
		struct date day = date_given(u->from) ? u->from : PLACE_OLD_END;

		if (place_at(b, place_key(PLACE_PROVINCE, u->province), day) < 0)
			place_fault_add(
				b, "unknown_parent", u->code, u->full_name, u->province, false);
		else if (u->district.p &&
			 place_at(b, place_key(PLACE_DISTRICT, u->district), day) < 0)
			place_fault_add(
				b, "unknown_parent", u->code, u->full_name, u->district, false);
	}
}

/* Provinces that do not follow whole from their communes. */
static void find_torn_provinces(struct place_build *b)
{
	for (int i = 0; i < PLACE_PROVINCES; i++) {
		int n = 0;

		for (int j = 0; j < PLACE_PROVINCES; j++)
			n += b->goes[i][j];
		if (b->old_province[i].code.p && n != 1)
			place_fault_add(b, "torn_province", b->old_province[i].code,
				b->old_province[i].full_name, str_fmt(b->arena, "%d", n), false);
	}
}

/* The same unit written in two ways in the two lists. */
static void find_spellings(struct place_build *b)
{
	for (int i = 0; i < PLACE_PROVINCES; i++) {
		struct str old = b->old_province[i].full_name, now = b->new_province[i].full_name;

		if (old.p && now.p && !str_eq(old, now) &&
			str_eq(viet_fold(b->arena, old), viet_fold(b->arena, now)))
			place_fault_add(b, "spelling", b->new_province[i].code, now,
				str_fmt(b->arena, "“%.*s”", STR_ARG(old)), false);
	}
	LIST_EACH(l, &b->out->links) {
		const struct place_unit *from = &b->out->units.v[l->from],
					*to = &b->out->units.v[l->to];

		if (l->kind == EDGE_KEEP && !str_eq(from->full_name, to->full_name))
			place_fault_add(b, "spelling", to->code, to->full_name,
				str_fmt(b->arena, "“%.*s”", STR_ARG(from->full_name)), false);
	}
}

static bool apart(double a, double b)
{
	return fabs(a - b) > 0.05 * a;
}

/* A province's own figure against the sum of its communes. */
static void find_differences(struct place_build *b)
{
	int64_t people[PLACE_PROVINCES] = { 0 };
	double area[PLACE_PROVINCES] = { 0 };

	LIST_EACH(u, &b->out->units) {
		int key = place_key(PLACE_PROVINCE, u->province);

		if (u->kind != PLACE_COMMUNE || date_given(u->to))
			continue;
		people[key] += u->population == INT64_MIN ? 0 : u->population;
		area[key] += isnan(u->area) ? 0 : u->area;
	}
	for (int i = 0; i < PLACE_PROVINCES; i++) {
		const struct place_province *p = &b->new_province[i];

		if (p->code.p && p->population != INT64_MIN &&
			apart((double)p->population, (double)people[i]))
			place_fault_add(b, "population_sum", p->code, p->full_name,
				str_fmt(b->arena, "%lld / %lld", (long long)p->population,
					(long long)people[i]),
				false);
		if (p->code.p && !isnan(p->area) && apart(p->area, area[i]))
			place_fault_add(b, "area_sum", p->code, p->full_name,
				str_fmt(b->arena, "%.2f / %.2f km²", p->area, area[i]), false);
	}
}

static void find_missing_figures(struct place_build *b)
{
	LIST_EACH(u, &b->out->units) {
		if (u->kind != PLACE_COMMUNE || date_given(u->to))
			continue;
		if (u->population == INT64_MIN)
			place_fault_add(b, "no_population", u->code, u->full_name, S(""), false);
		if (isnan(u->area))
			place_fault_add(b, "no_area", u->code, u->full_name, S(""), false);
		if (isnan(u->lat) || isnan(u->lon))
			place_fault_add(b, "no_position", u->code, u->full_name, S(""), false);
	}
}

static void find_unverified(struct place_build *b)
{
	LIST_EACH(c, &b->changes)
		if (!c->verified)
			place_fault_add(b, "unverified", c->to_code, c->full_name,
				str_fmt(b->arena, "%.*s (%.*s)", STR_ARG(c->citation),
					STR_ARG(date_vi(b->arena, c->date))),
				true);
}

/* What matters most to a figure comes first. */
static const char *const order[] = { "no_predecessor", "no_successor", "unknown_new", "unknown_old",
	"divided_flag", "empty_district", "unknown_parent", "torn_province", "unverified",
	"population_sum", "area_sum", "no_population", "no_area", "no_position", "type_differs",
	"spelling", "name_form" };

static size_t rank(const char *rule)
{
	size_t i = 0;

	while (i < COUNT(order) && strcmp(order[i], rule) != 0)
		i++;
	return i;
}

static int by_rank(const void *a, const void *b)
{
	const struct place_fault *x = a, *y = b;
	size_t i = rank(x->rule), j = rank(y->rule);

	return i == j ? str_cmp(x->code, y->code) : i < j ? -1 : 1;
}

void place_faults_find(struct place_build *b)
{
	find_no_predecessor(b);
	find_unknown_codes(b);
	find_divided_flags(b);
	find_empty_districts(b);
	find_unknown_parents(b);
	find_torn_provinces(b);
	find_unverified(b);
	find_spellings(b);
	find_differences(b);
	find_missing_figures(b);
	qsort(b->out->faults.v, b->out->faults.n, sizeof(*b->out->faults.v), by_rank);
}

/*
 * From the lists to the succession. The one thing listed is which old commune went into
 * which new one; that a province went into another follows from its communes, and so
 * does whether it changed at all.
 */
#include "place/place_build.h"

#include <math.h>

#include "base/viet.h"

static const struct str listed = S("Danh sách xã cũ thành xã mới, data/places/README.md");
static const struct str derived = S("Suy ra từ các xã của tỉnh, data/places/README.md");

static int new_key(const struct place_build *b, int key)
{
	for (size_t i = 0; i < b->changes.n; i++) {
		const struct place_change *c = &b->changes.v[i];

		if (str_eq(c->what, S("recode")) && place_key(c->kind, c->code) == key)
			return place_key(c->kind, c->to_code);
	}
	return key;
}

static void see_provinces(struct place_build *b)
{
	LIST_EACH(s, &b->successions) {
		int from = place_at(b, s->old_key, PLACE_OLD_END);
		int to = place_at(b, new_key(b, s->new_key), PLACE_NEW_START);

		if (from >= 0 && to >= 0) {
			const struct place_unit *u = b->out->units.v;

			b->goes[place_key(PLACE_PROVINCE, u[from].province)]
			       [place_key(PLACE_PROVINCE, u[to].province)] = true;
		}
	}
}

/* How many old provinces the new one has taken from, and the reverse. */
static int sources(const struct place_build *b, int to)
{
	int n = 0;

	for (int i = 0; i < PLACE_PROVINCES; i++)
		n += b->goes[i][to];
	return n;
}

static int targets(const struct place_build *b, int from)
{
	int n = 0;

	for (int i = 0; i < PLACE_PROVINCES; i++)
		n += b->goes[from][i];
	return n;
}

/* The same ground, code and name on both maps: one place all along. */
static bool province_stays(struct place_build *b, int key)
{
	return b->goes[key][key] && targets(b, key) == 1 && sources(b, key) == 1 &&
	       str_eq(viet_fold(b->arena, b->old_province[key].full_name),
		       viet_fold(b->arena, b->new_province[key].full_name));
}

static struct place_unit *add_province(struct place_build *b, const struct place_province *p)
{
	int i = place_unit_add(b, PLACE_PROVINCE, p->code, p->type, p->full_name);
	struct place_unit *u = &b->out->units.v[i];

	u->province = p->code;
	u->name_en = p->name_en;
	u->population = p->population;
	u->area = p->area;
	return u;
}

static void make_provinces(struct place_build *b)
{
	bool stays[PLACE_PROVINCES];

	for (int i = 0; i < PLACE_PROVINCES; i++) {
		stays[i] = province_stays(b, i);
		if (b->old_province[i].code.p && !stays[i])
			add_province(b, &b->old_province[i])->to = PLACE_OLD_END;
	}
	for (int i = 0; i < PLACE_PROVINCES; i++) {
		struct place_unit *u;

		if (!b->new_province[i].code.p)
			continue;
		u = add_province(b, &b->new_province[i]);
		if (!stays[i])
			u->from = PLACE_NEW_START;
	}
}

static void link_provinces(struct place_build *b)
{
	for (int i = 0; i < PLACE_PROVINCES; i++)
		for (int j = 0; j < PLACE_PROVINCES; j++) {
			int from = place_at(b, i, PLACE_OLD_END);
			int to = place_at(b, j, PLACE_NEW_START);
			bool whole = targets(b, i) == 1;

			if (!b->goes[i][j] || from < 0 || to < 0 || from == to)
				continue;
			place_link_add(b, (struct place_link){ .from = from,
						  .to = to,
						  .kind = !whole	       ? EDGE_SPLIT
							  : sources(b, j) == 1 ? EDGE_RENAME
									       : EDGE_MERGE,
						  .date = PLACE_NEW_START,
						  .share = whole ? 1 : NAN,
						  .citation = derived,
						  .verified = true });
		}
}

/* A change of name or rank: the listed unit is the later one, and what is known of it
 * under its earlier name goes in front. */
static bool rename_unit(struct place_build *b, const struct place_change *c, struct err *e)
{
	int at = place_at(b, place_key(c->kind, c->code), c->date);
	struct str type = place_type_of(b->arena, c->kind, c->full_name);

	if (at < 0 || !type.p || !str_eq(c->code, c->to_code))
		return FAIL(e, ERR_INPUT, T_place_change_unknown, c->full_name, c->code);
	struct place_unit listed_unit = b->out->units.v[at], *u;
	int later = place_unit_add(b, c->kind, c->code, listed_unit.type, listed_unit.full_name);

	/* the chain now ends in the new version; the listed one becomes the earlier */
	u = &b->out->units.v[later];
	listed_unit.later = u->later;
	*u = listed_unit;
	u->from = c->date;
	u->citation = c->citation;
	u->verified = c->verified;
	u = &b->out->units.v[at];
	u->type = type;
	u->full_name = c->full_name;
	u->name = str_trim(str_sub(c->full_name, type.n, c->full_name.n));
	u->fold = viet_fold(b->arena, u->full_name);
	u->sort_key = viet_sort_key(b->arena, u->name);
	u->name_en = STR_NULL;
	u->to = date_add(c->date, -1);
	place_link_add(b, (struct place_link){ .from = at,
				  .to = later,
				  .kind = EDGE_RENAME,
				  .date = c->date,
				  .share = 1,
				  .citation = c->citation,
				  .verified = c->verified });
	return true;
}

static bool succeed_unit(struct place_build *b, const struct place_change *c, struct err *e)
{
	int from = place_at(b, place_key(c->kind, c->code), date_add(c->date, -1));
	int key = place_key(PLACE_COMMUNE, c->to_code);
	int to = key < 0 ? -1 : place_at(b, key, c->date);

	if (from < 0 || to < 0)
		return FAIL(e, ERR_INPUT, T_place_change_unknown, c->full_name, c->code);
	place_link_add(b, (struct place_link){ .from = from,
				  .to = to,
				  .kind = EDGE_RENAME,
				  .date = c->date,
				  .share = 1,
				  .citation = c->citation,
				  .verified = c->verified });
	return true;
}

static bool apply_changes(struct place_build *b, const char *what,
	bool (*apply)(struct place_build *b, const struct place_change *c, struct err *e),
	struct err *e)
{
	LIST_EACH(c, &b->changes)
		if (str_eq(c->what, str_z(what)) && !apply(b, c, e))
			return false;
	return true;
}

static void link_communes(struct place_build *b)
{
	int *taken = NEW_N(b->arena, int, PLACE_KEYS);

	LIST_EACH(s, &b->successions)
		taken[new_key(b, s->new_key)]++;
	LIST_EACH(s, &b->successions) {
		int key = new_key(b, s->new_key);
		int from = place_at(b, s->old_key, PLACE_OLD_END);
		int to = place_at(b, key, PLACE_NEW_START);

		if (from < 0 || to < 0)
			continue;
		const struct place_unit *u = b->out->units.v;
		bool same = s->old_key == key && str_eq(u[from].fold, u[to].fold);

		place_link_add(b, (struct place_link){ .from = from,
					  .to = to,
					  .kind = s->divided	   ? EDGE_SPLIT
						  : taken[key] > 1 ? EDGE_MERGE
						  : same	   ? EDGE_KEEP
								   : EDGE_RENAME,
					  .date = PLACE_NEW_START,
					  .share = s->divided ? NAN : 1,
					  .citation = listed,
					  .verified = key == s->new_key });
	}
}

bool place_links_make(struct place_build *b, struct err *e)
{
	see_provinces(b);
	make_provinces(b);
	if (!apply_changes(b, "rename", rename_unit, e) ||
		!apply_changes(b, "succeed", succeed_unit, e))
		return false;
	link_provinces(b);
	link_communes(b);
	return true;
}

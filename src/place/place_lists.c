#include "place/place_build.h"

#include <math.h>
#include <stdlib.h>

#include "base/viet.h"
#include "embed.h"

static const struct str listed = S("Danh mục đơn vị hành chính, data/places/README.md");

const char *place_kind_name(enum place_kind kind)
{
	static const char *const names[] = { "province", "district", "commune" };

	return names[kind];
}

const char *place_edge_name(enum place_edge_kind kind)
{
	static const char *const names[] = { "keep", "rename", "merge", "split", "transfer" };

	return names[kind];
}

int place_key(enum place_kind kind, struct str code)
{
	static const struct {
		size_t digits;
		int base;
	} kinds[] = { { 2, 0 }, { 3, 100 }, { 5, 1100 } };
	int64_t n;

	if (code.n != kinds[kind].digits || code.p[0] == '-' || !str_to_int(code, &n))
		return -1;
	return kinds[kind].base + (int)n;
}

int place_at(const struct place_build *b, int key, struct date day)
{
	for (int i = b->first[key]; i >= 0; i = b->out->units.v[i].later) {
		const struct place_unit *u = &b->out->units.v[i];

		if (date_cmp(u->from, day) <= 0 &&
			(!date_given(u->to) || date_cmp(u->to, day) >= 0))
			return i;
	}
	return -1;
}

struct str place_type_of(struct arena *a, enum place_kind kind, struct str full_name)
{
	static const struct str words[] = { S("Tỉnh"), S("Thành phố"), S("Quận"), S("Huyện"),
		S("Thị xã"), S("Thị trấn"), S("Phường"), S("Xã"), S("Đặc khu") };
	static const bool fits[][COUNT(words)] = {
		[PLACE_PROVINCE] = { 1, 1, 0, 0, 0, 0, 0, 0, 0 },
		[PLACE_DISTRICT] = { 0, 1, 1, 1, 1, 0, 0, 0, 0 },
		[PLACE_COMMUNE] = { 0, 0, 0, 0, 0, 1, 1, 1, 1 },
	};
	struct str lower = viet_lower(a, full_name);

	for (size_t i = 0; i < COUNT(words); i++)
		if (fits[kind][i] && str_starts(lower, viet_lower(a, words[i])) &&
			lower.n > words[i].n && lower.p[words[i].n] == ' ')
			return words[i];
	return STR_NULL;
}

int place_unit_add(struct place_build *b, enum place_kind kind, struct str code, struct str type,
	struct str full_name)
{
	struct place_unit *u = LIST_ADD(b->arena, &b->out->units);
	int index = (int)b->out->units.n - 1, *at = &b->first[place_key(kind, code)];

	full_name = viet_nfc(b->arena, full_name);
	struct str said = place_type_of(b->arena, kind, full_name);

	/* the name is what people use; the column beside it is at times another's */
	if (said.p && !str_eq(said, type)) {
		place_fault_add(b, "type_differs", code, full_name,
			str_fmt(b->arena, "“%.*s”", STR_ARG(type)), true);
		type = said;
	}
	*u = (struct place_unit){ .kind = kind,
		.code = code,
		.type = type,
		.name = str_trim(str_sub(full_name, said.p ? type.n : 0, full_name.n)),
		.population = INT64_MIN,
		.area = NAN,
		.lat = NAN,
		.lon = NAN,
		.citation = listed,
		.verified = true,
		.later = -1 };
	u->full_name = str_fmt(b->arena, "%.*s %.*s", STR_ARG(type), STR_ARG(u->name));
	u->fold = viet_fold(b->arena, u->full_name);
	u->sort_key = viet_sort_key(b->arena, u->name);
	if (!str_eq(u->full_name, full_name))
		place_fault_add(b, "name_form", code, u->full_name,
			str_fmt(b->arena, "“%.*s”", STR_ARG(full_name)), true);
	while (*at >= 0)
		at = &b->out->units.v[*at].later;
	*at = index;
	return index;
}

void place_link_add(struct place_build *b, struct place_link link)
{
	LIST_PUSH(b->arena, &b->out->links, link);
}

void place_fault_add(struct place_build *b, const char *rule, struct str code, struct str name,
	struct str found, bool bridged)
{
	*LIST_ADD(b->arena, &b->out->faults) = (struct place_fault){ rule, code, name, found,
		bridged };
}

/* An empty field is a figure nobody has published. */
static bool real_field(struct arena *a, struct str s, double *out)
{
	char *end, *z = str_c(a, s);

	*out = NAN;
	if (s.n == 0)
		return true;
	*out = strtod(z, &end);
	return *end == '\0' && isfinite(*out);
}

static bool int_field(struct str s, int64_t *out)
{
	*out = INT64_MIN;
	return s.n == 0 || (str_to_int(s, out) && *out >= 0);
}

static bool read_old_provinces(struct place_build *b, struct err *e)
{
	struct str name = S("data/places/provinces-until-2025-06-30.tsv"), f[2];
	struct tsv t;

	if (!tsv_open(&t, name, embed_find(name), "code\tfull_name", e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		int key = place_key(PLACE_PROVINCE, f[0]);
		struct str type = place_type_of(b->arena, PLACE_PROVINCE, f[1]);

		if (key < 0 || !type.p)
			return tsv_bad(&t, f[0], e);
		b->old_province[key] = (struct place_province){ .code = f[0],
			.full_name = f[1],
			.type = type,
			.population = INT64_MIN,
			.area = NAN };
	}
	return tsv_done(&t, e);
}

static bool read_new_provinces(struct place_build *b, struct err *e)
{
	struct str name = S("data/places/provinces.tsv"), f[7];
	struct tsv t;

	if (!tsv_open(&t, name, embed_find(name),
		    "code\tname\tfull_name\ttype\tname_en\tpopulation\tarea_km2", e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		int key = place_key(PLACE_PROVINCE, f[0]);
		struct place_province p = {
			.code = f[0], .full_name = f[2], .type = f[3], .name_en = f[4]
		};

		if (key < 0 || !int_field(f[5], &p.population) ||
			!real_field(b->arena, f[6], &p.area))
			return tsv_bad(&t, f[0], e);
		b->new_province[key] = p;
	}
	return tsv_done(&t, e);
}

static bool read_districts(struct place_build *b, struct err *e)
{
	struct str name = S("data/places/districts-until-2025-06-30.tsv"), f[4];
	struct tsv t;

	if (!tsv_open(&t, name, embed_find(name), "code\tfull_name\ttype\tprovince_code", e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		if (place_key(PLACE_DISTRICT, f[0]) < 0 || place_key(PLACE_PROVINCE, f[3]) < 0)
			return tsv_bad(&t, f[0], e);
		int i = place_unit_add(b, PLACE_DISTRICT, f[0], f[2], f[1]);
		struct place_unit *u = &b->out->units.v[i];

		u->province = f[3];
		u->to = PLACE_OLD_END;
	}
	return tsv_done(&t, e);
}

static bool read_old_communes(struct place_build *b, struct err *e)
{
	struct str name = S("data/places/communes-until-2025-06-30.tsv"), f[5];
	struct tsv t;

	if (!tsv_open(&t, name, embed_find(name),
		    "code\tfull_name\ttype\tdistrict_code\tprovince_code", e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		if (place_key(PLACE_COMMUNE, f[0]) < 0 || place_key(PLACE_DISTRICT, f[3]) < 0 ||
			place_key(PLACE_PROVINCE, f[4]) < 0)
			return tsv_bad(&t, f[0], e);
		int i = place_unit_add(b, PLACE_COMMUNE, f[0], f[2], f[1]);
		struct place_unit *u = &b->out->units.v[i];

		u->district = f[3];
		u->province = f[4];
		u->to = PLACE_OLD_END;
	}
	return tsv_done(&t, e);
}

static bool read_new_communes(struct place_build *b, struct err *e)
{
	struct str name = S("data/places/communes.tsv"), f[9];
	struct tsv t;

	if (!tsv_open(&t, name, embed_find(name),
		    "code\tname\tfull_name\ttype\tprovince_code\tpopulation\tarea_km2\tlat\tlon",
		    e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		if (place_key(PLACE_COMMUNE, f[0]) < 0 || place_key(PLACE_PROVINCE, f[4]) < 0)
			return tsv_bad(&t, f[0], e);
		int i = place_unit_add(b, PLACE_COMMUNE, f[0], f[3], f[2]);
		struct place_unit *u = &b->out->units.v[i];

		u->province = f[4];
		u->from = PLACE_NEW_START;
		if (!int_field(f[5], &u->population) || !real_field(b->arena, f[6], &u->area) ||
			!real_field(b->arena, f[7], &u->lat) ||
			!real_field(b->arena, f[8], &u->lon))
			return tsv_bad(&t, f[0], e);
	}
	return tsv_done(&t, e);
}

static bool read_successions(struct place_build *b, struct err *e)
{
	struct str name = S("data/places/commune-succession-2025-07-01.tsv"), f[3];
	struct tsv t;

	if (!tsv_open(&t, name, embed_find(name), "old_code\tnew_code\tdivided", e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		struct place_succession s = { place_key(PLACE_COMMUNE, f[0]),
			place_key(PLACE_COMMUNE, f[1]), str_eq(f[2], S("1")) };

		if (s.old_key < 0 || s.new_key < 0 || (!s.divided && !str_eq(f[2], S("0"))))
			return tsv_bad(&t, f[0], e);
		LIST_PUSH(b->arena, &b->successions, s);
	}
	return tsv_done(&t, e);
}

static bool kind_of(struct str s, enum place_kind *kind)
{
	for (*kind = PLACE_PROVINCE; *kind <= PLACE_COMMUNE; (*kind)++)
		if (str_eq(s, str_z(place_kind_name(*kind))))
			return true;
	return false;
}

static bool read_changes(struct place_build *b, struct err *e)
{
	struct str name = S("data/places/changes.tsv"), f[8];
	struct tsv t;

	if (!tsv_open(&t, name, embed_find(name),
		    "what\tkind\tcode\tfull_name\tto_code\tdate\tcitation\tverified", e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		struct place_change c = { .what = f[0],
			.code = f[2],
			.full_name = f[3],
			.to_code = f[4],
			.citation = f[6],
			.verified = str_eq(f[7], S("1")) };

		if (!kind_of(f[1], &c.kind) || place_key(c.kind, c.code) < 0)
			return tsv_bad(&t, f[2], e);
		if (!date_parse_iso(f[5], &c.date))
			return tsv_bad(&t, f[5], e);
		LIST_PUSH(b->arena, &b->changes, c);
	}
	return tsv_done(&t, e);
}

bool place_lists_read(struct arena *a, struct place_lists *out, struct err *e)
{
	struct place_build *b = NEW(a, struct place_build);

	*out = (struct place_lists){ 0 };
	b->arena = a;
	b->out = out;
	for (size_t i = 0; i < PLACE_KEYS; i++)
		b->first[i] = -1;
	if (!read_old_provinces(b, e) || !read_new_provinces(b, e) || !read_districts(b, e) ||
		!read_old_communes(b, e) || !read_new_communes(b, e) || !read_successions(b, e) ||
		!read_changes(b, e) || !place_links_make(b, e))
		return false;
	place_faults_find(b);
	return true;
}

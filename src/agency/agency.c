#include "agency/agency.h"

#include "agency_sql.h"
#include "base/json.h"
#include "base/viet.h"

const struct agency_kind agency_kinds[] = {
	{ "state", T_agency_kind_state },
	{ "party", T_agency_kind_party },
	{ "committee", T_agency_kind_committee },
	{ "ministry", T_agency_kind_ministry },
	{ "ministerial", T_agency_kind_ministerial },
	{ "gov_agency", T_agency_kind_gov_agency },
	{ "people_committee", T_agency_kind_people_committee },
	{ "department", T_agency_kind_department },
	{ "police", T_agency_kind_police },
	{ "military", T_agency_kind_military },
	{ "border_guard", T_agency_kind_border_guard },
	{ "force", T_agency_kind_force },
	{ "procuracy", T_agency_kind_procuracy },
	{ "court", T_agency_kind_court },
	{ "union", T_agency_kind_union },
	{ "media", T_agency_kind_media },
	{ "service", T_agency_kind_service },
	{ "enterprise", T_agency_kind_enterprise },
	{ "international", T_agency_kind_international },
};
const size_t agency_kinds_n = COUNT(agency_kinds);

const struct agency_kind agency_levels[] = {
	{ "nation", T_agency_level_nation },
	{ "province", T_agency_level_province },
	{ "district", T_agency_level_district },
	{ "commune", T_agency_level_commune },
};
const size_t agency_levels_n = COUNT(agency_levels);

static enum text_id find_word(const struct agency_kind *words, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_z(words[i].name), name))
			return words[i].text;
	return T_agency_kind_other;
}

enum text_id agency_kind_text(struct str kind)
{
	return find_word(agency_kinds, agency_kinds_n, kind);
}

enum text_id agency_level_text(struct str level)
{
	return find_word(agency_levels, agency_levels_n, level);
}

/* Among the bodies of one place: 1 found, 0 none, 2 unclear. */
static bool find_in_place(struct db_read *r, struct str fold,
	const struct agency_find_places_row *at, struct date day, size_t *n, int64_t *id,
	struct err *e)
{
	struct agency_find_word_rows words;
	struct agency_find_local_alias_rows aliases;

	if (!agency_find_word(
		    r, at->id, fold, viet_fold(db_read_arena(r), at->type), day, &words, e) ||
		!agency_find_local_alias(r, at->id, fold, day, &aliases, e))
		return false;
	*n = words.n;
	if (words.n)
		*id = words.v[0].id;
	LIST_EACH(a, &aliases)
		if (*n == 0 || a->id != *id) {
			*id = a->id;
			++*n;
		}
	return true;
}

static bool find_by_name(struct db_read *r, struct str fold, struct str province, struct date day,
	size_t *n, int64_t *id, struct err *e)
{
	struct agency_find_name_rows rows;

	if (!agency_find_name(r, fold, province, day, &rows, e))
		return false;
	*n = rows.n;
	if (rows.n)
		*id = rows.v[0].id;
	return true;
}

bool agency_find(struct db_read *r, struct str name, struct str place, struct date day, int64_t *id,
	struct err *e)
{
	struct str fold = viet_fold(db_read_arena(r), name), province = STR_NULL;
	struct agency_find_places_rows places = { 0 };
	size_t n = 0;

	*id = 0;
	if (fold.n == 0)
		return true;
	if (place.p && !agency_find_places(r, place, day, &places, e))
		return false;
	for (size_t i = 0; i < places.n && n == 0; i++) {
		if (!find_in_place(r, fold, &places.v[i], day, &n, id, e))
			return false;
		province = places.v[i].province_code;
	}
	if (n == 0 && province.p && !find_by_name(r, fold, province, day, &n, id, e))
		return false;
	if (n == 0 && !find_by_name(r, fold, STR_NULL, day, &n, id, e))
		return false;
	if (n != 1)
		*id = 0;
	return true;
}

/* --- committees */

static agency_seats_fn *seats_fn;

void agency_seats_from(agency_seats_fn *fn)
{
	seats_fn = fn;
}

bool agency_seats_on(
	struct db_read *r, int64_t committee, struct date day, agency_seats *out, struct err *e)
{
	*out = (agency_seats){ 0 };
	return !seats_fn || seats_fn(r, committee, day, out, e);
}

bool agency_committee(struct db_read *r, struct str name, struct str place, struct date day,
	int64_t *id, struct err *e)
{
	struct agency_by_id_row row;
	bool found = false;

	if (!agency_find(r, name, place, day, id, e) ||
		(*id && !agency_by_id(r, *id, &row, &found, e)))
		return false;
	if (!found || !str_eq(row.kind, S("committee")))
		*id = 0;
	return true;
}

/* --- words that stand for many */

/* "các sở, ban, ngành thành viên Ban Chỉ đạo tỉnh": the committee; 0: no such words. */
static bool committee_of(struct db_read *r, struct str fold, struct str place, struct date day,
	int64_t *id, struct err *e)
{
	static const struct str members = S("thanh vien ");
	size_t at = str_find(fold, members, 0);

	*id = 0;
	if (at == SIZE_MAX || (at > 0 && fold.p[at - 1] != ' '))
		return true;
	return agency_committee(r, str_sub(fold, at + members.n, fold.n), place, day, id, e);
}

static bool fill_seats(struct db_read *r, int64_t committee, struct date day,
	struct agency_collective *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	agency_seats seats;

	if (!agency_seats_on(r, committee, day, &seats, e))
		return false;
	LIST_EACH(s, &seats)
		LIST_PUSH(a, out->bodies,
			((struct collective_agencies_row){
				s->agency, s->name, s->kind, s->level }));
	return true;
}

bool agency_collective(struct db_read *r, struct str words, struct str place, struct date day,
	struct agency_collective *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct agency_find_places_rows places;
	struct collective_find_row row;
	struct str province = STR_NULL, fold = viet_fold(a, words);
	int64_t committee;
	bool found;

	*out = (struct agency_collective){ .bodies = NEW(a, struct collective_agencies_rows) };
	if (place.p) {
		if (!agency_find_places(r, place, day, &places, e))
			return false;
		if (places.n == 0)
			return true;
		province = places.v[0].province_code;
	}
	if (!committee_of(r, fold, place, day, &committee, e) ||
		(committee && !fill_seats(r, committee, day, out, e)) ||
		!collective_find(
			r, fold, province.p ? S("province") : S("nation"), &row, &found, e))
		return false;
	out->known = found || committee;
	if (!found || out->bodies->n)
		return true;
	out->open = row.open;
	out->note = row.note;
	return collective_agencies(r, row.id, province, day, out->bodies, e);
}

static bool edit_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct agency_edit *edit = c->arg;
	struct arena *a = db_write_arena(w);
	struct agency_by_id_row row;
	int64_t changed;
	bool found;

	if (!agency_by_id(db_write_read(w), edit->id, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_agency_absent);
	if (!agency_update(w, edit->id, edit->version, edit->name, edit->abbr,
		    viet_fold(a, edit->name), viet_sort_key(a, edit->name), edit->valid_from,
		    edit->valid_to, edit->citation, edit->verified, &changed, e))
		return false;
	return changed == 1 || FAIL(e, ERR_STALE, T_agency_stale, row.name);
}

static struct str edit_detail(struct arena *a, const struct agency_edit *edit)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "name", edit->name);
	json_str(&j, "abbr", edit->abbr);
	json_date(&j, "valid_from", edit->valid_from);
	json_date(&j, "valid_to", edit->valid_to);
	json_str(&j, "citation", edit->citation);
	json_bool(&j, "verified", edit->verified);
	json_close(&j);
	return buf_str(&out);
}

bool agency_edit_prepare(
	struct arena *a, struct change *c, const struct agency_edit *edit, struct err *e)
{
	struct agency_edit *mine = NEW(a, struct agency_edit);

	if (str_trim(edit->name).n == 0)
		return FAIL(e, ERR_INPUT, T_agency_no_name);
	if (date_given(edit->valid_to) && date_cmp(edit->valid_from, edit->valid_to) > 0)
		return FAIL(e, ERR_INPUT, T_agency_dates_crossed);
	*mine = *edit;
	mine->name = viet_nfc(a, str_trim(edit->name));
	if (mine->abbr.n == 0)
		mine->abbr = STR_NULL;
	if (!mine->citation.p)
		mine->citation = S("");
	c->entry.action = S("agency.change");
	c->entry.object = S("agency");
	c->entry.object_id = edit->id;
	c->entry.detail = edit_detail(a, mine);
	c->apply = edit_apply;
	c->arg = mine;
	return true;
}

bool agency_alias_keep(struct db_write *w, int64_t agency, struct str name, struct err *e)
{
	return agency_alias_learn(w, agency, name, viet_fold(db_write_arena(w), name), e);
}

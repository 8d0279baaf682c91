/*
 * Agencies over the real places: who is in force where and when, whom a name means, whom
 * words for many mean, the change of one row.
 */
#include "agency/agency.h"
#include "agency_sql.h"
#include "place/place.h"
#include "place_sql.h"
#include "test/cmocka.h"
#include "test/support.h"

static struct test_db t;
static struct db_read *r;
static struct err e;
static const struct audit_entry tester = { .actor_name = S("test"),
	.permission = S("agency.manage") };

#define PLAN_DAY DATE(2024, 1, 15)
#define TODAY DATE(2026, 1, 1)

static void read_again(void)
{
	if (r)
		db_read_end(r);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
}

static int load_all(void **state)
{
	struct place_load places;
	struct agency_load agencies;

	(void)state;
	assert_ok(test_db_open(&t, &e), &e);
	assert_false(agency_load(t.db, t.arena, &tester, &agencies, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
	assert_ok(place_load(t.db, t.arena, &tester, &places, &e), &e);
	assert_ok(agency_load(t.db, t.arena, &tester, &agencies, &e), &e);
	assert_false(agencies.unchanged);
	read_again();
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	db_read_end(r);
	test_db_close(&t);
	return 0;
}

static int64_t by_code(const char *code)
{
	struct agency_by_code_row row;
	bool found;

	assert_ok(agency_by_code(r, str_z(code), &row, &found, &e), &e);
	if (!found)
		fail_msg("no agency %s", code);
	return row.id;
}

static struct agency_by_id_row get(int64_t id)
{
	struct agency_by_id_row row;
	bool found;

	assert_ok(agency_by_id(r, id, &row, &found, &e), &e);
	assert_true(found);
	return row;
}

static int64_t find(const char *name, struct str place, struct date day)
{
	int64_t id;

	assert_ok(agency_find(r, str_z(name), place, day, &id, &e), &e);
	return id;
}

static void loading_again_changes_nothing(void **state)
{
	struct agency_load again;

	(void)state;
	assert_ok(agency_load(t.db, t.arena, &tester, &again, &e), &e);
	assert_true(again.unchanged);
	assert_true(again.agencies > 25000);
}

static void every_commune_has_its_bodies(void **state)
{
	static const struct date days[] = { PLAN_DAY, { 2025, 6, 30 }, { 2025, 7, 1 }, TODAY,
		{ 2026, 5, 1 } };

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		struct place_counts_row places;
		struct agency_counts_row agencies;
		bool found;

		assert_ok(place_counts(r, days[i], &places, &found, &e), &e);
		assert_ok(agency_counts(r, days[i], &agencies, &found, &e), &e);
		assert_int_equal(agencies.commune, 2 * places.communes);
		assert_true(agencies.province >= 20 * places.provinces);
		assert_true(places.districts == 0 ? agencies.district == 0
						  : agencies.district >= 3 * places.districts);
	}
}

static void a_name_means_the_body_of_the_documents_place(void **state)
{
	(void)state;
	assert_int_equal(find("Công an tỉnh", S("75"), PLAN_DAY), by_code("ca-tinh.75"));
	assert_int_equal(find("Công an tỉnh", S("46"), PLAN_DAY), by_code("ca-tinh.46"));
	assert_int_equal(find("CÔNG AN TỈNH", S("75"), TODAY), by_code("ca-tinh.75.2025-07-01"));
	assert_int_equal(find("Công an tỉnh", STR_NULL, PLAN_DAY), 0);
	/* a city has no "công an tỉnh", and Huế had no "thành phố" before it was one */
	assert_int_equal(find("Công an tỉnh", S("46"), TODAY), 0);
	assert_int_equal(
		find("Công an thành phố", S("46"), TODAY), by_code("ca-tinh.46.2025-01-01"));
	assert_int_equal(find("Công an thành phố", S("46"), PLAN_DAY), 0);
	/* a commune's papers speak of the bodies above it */
	assert_int_equal(find("UBND tỉnh", S("25993"), PLAN_DAY), by_code("ubnd-tinh.75"));
	assert_int_equal(find("Sở Lao động Thương binh và Xã hội", S("75"), PLAN_DAY),
		by_code("so-ldtbxh.75"));
	assert_int_equal(find("Sở Lao động - Thương binh và Xã hội", S("75"), TODAY), 0);
	assert_int_equal(find("Sở Văn hóa, Thể thao và Du lịch", S("75"), PLAN_DAY),
		by_code("so-vhttdl.75"));
	assert_int_equal(find("Sở Văn hóa, Thể thao và Du lịch", S("46"), PLAN_DAY), 0);
	assert_int_equal(find("Sở Du lịch", S("46"), PLAN_DAY), by_code("so-dl.46"));
}

static void whole_names_and_abbreviations_are_found(void **state)
{
	(void)state;
	assert_int_equal(find("Bộ Công an", STR_NULL, PLAN_DAY), by_code("bca"));
	assert_int_equal(find("BCA", S("75"), PLAN_DAY), by_code("bca"));
	assert_int_equal(find("BCĐ138/CP", STR_NULL, PLAN_DAY), by_code("bcd138"));
	assert_int_equal(
		find("Bộ Lao động Thương binh và Xã hội", STR_NULL, PLAN_DAY), by_code("bldtbxh"));
	assert_int_equal(find("Bộ Lao động Thương binh và Xã hội", STR_NULL, TODAY), 0);
	assert_int_equal(find("Công an tỉnh Đồng Nai", STR_NULL, PLAN_DAY), by_code("ca-tinh.75"));
	assert_int_equal(find("Đài Phát thanh và Truyền hình Đồng Nai", S("75"), PLAN_DAY),
		by_code("dptth.75"));
	assert_int_equal(find("Hội Người yêu chim", STR_NULL, PLAN_DAY), 0);
	assert_int_equal(find("", STR_NULL, PLAN_DAY), 0);
	/* many communes bear this name: nobody is guessed */
	assert_int_equal(find("Công an xã Tân Lập", STR_NULL, PLAN_DAY), 0);
}

static size_t count_collective(const char *words, struct str place, struct date day, bool *open)
{
	struct agency_collective found;

	assert_ok(agency_collective(r, str_z(words), place, day, &found, &e), &e);
	*open = found.open;
	return found.known ? found.bodies->n : 0;
}

static void words_for_many_mean_others_on_another_day(void **state)
{
	bool open;

	(void)state;
	/* 18 ministries, 4 on their level, 6 under the Government; then 14, 3, 3 */
	assert_int_equal(count_collective("các bộ, ngành", STR_NULL, PLAN_DAY, &open), 28);
	assert_int_equal(count_collective("các bộ, ngành", STR_NULL, TODAY, &open), 20);
	assert_int_equal(
		count_collective("các bộ, ngành, địa phương", STR_NULL, PLAN_DAY, &open), 28 + 63);
	assert_int_equal(
		count_collective("Các Bộ, ngành, địa phương", STR_NULL, TODAY, &open), 20 + 34);
	assert_false(open);
	assert_int_equal(
		count_collective("các bộ, ngành liên quan", STR_NULL, PLAN_DAY, &open), 28);
	assert_true(open);
	assert_int_equal(
		count_collective("Ủy ban nhân dân các huyện, thành phố", S("75"), PLAN_DAY, &open),
		11);
	assert_int_equal(
		count_collective("Ủy ban nhân dân các huyện, thành phố", S("75"), TODAY, &open), 0);
	assert_true(count_collective("các sở, ban, ngành, địa phương", S("75"), TODAY, &open) > 95);
	/* who sits in the committee is in none of the papers, but for its standing agency */
	assert_int_equal(count_collective("các bộ, ngành, đoàn thể thành viên Ban Chỉ đạo 138/CP",
				 STR_NULL, PLAN_DAY, &open),
		1);
	assert_true(open);
	assert_int_equal(count_collective("các quý vị", STR_NULL, PLAN_DAY, &open), 0);
}

static void the_ministries_of_2025_lead_on(void **state)
{
	struct agency_after_rows after;
	struct agency_before_rows before;
	size_t direct = 0;

	(void)state;
	assert_ok(agency_after(r, by_code("bldtbxh"), &after, &e), &e);
	LIST_EACH(a, &after) {
		direct += a->step == 1;
		assert_false(a->verified);
		assert_true(a->step != 1 || a->share != a->share);
	}
	assert_int_equal(direct, 5);
	assert_ok(agency_before(r, by_code("ca-tinh.75.2026-04-30"), &before, &e), &e);
	/* the tỉnh of 2025, and behind it both old provinces with their districts */
	assert_int_equal(before.v[0].id, by_code("ca-tinh.75.2025-07-01"));
	assert_int_equal(before.v[1].step, 2);
	assert_true(before.n > 20);
}

static void the_tree_reaches_down(void **state)
{
	struct agency_by_id_row row = get(by_code("ca-xa.25993"));

	(void)state;
	assert_str_equal(row.parent, get(by_code("ca-huyen.731")).name);
	row = get(by_code("ca-xa.25993.2025-07-01"));
	assert_int_equal(row.parent_id, by_code("ca-tinh.75.2026-04-30"));
	assert_int_equal(get(by_code("ca-tinh.75")).parent_id, by_code("bca"));
}

static bool edit(struct agency_edit *change)
{
	struct change c = { .entry = tester };

	return agency_edit_prepare(t.arena, &c, change, &e) && audit_change(t.db, &c, &e);
}

static void a_row_is_edited_once_a_version(void **state)
{
	struct agency_by_id_row row = get(by_code("bnnmt"));
	struct agency_edit change = { .id = row.id,
		.version = row.version,
		.name = row.name,
		.abbr = row.abbr,
		.valid_from = DATE(2025, 3, 1),
		.citation = S("Nghị quyết 176/2025/QH15"),
		.verified = true };
	struct agency_load again;

	(void)state;
	assert_ok(edit(&change), &e);
	read_again();
	assert_true(get(row.id).verified);
	assert_false(edit(&change));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
	change.name = S("  ");
	assert_false(edit(&change));
	assert_int_equal(e.code, ERR_INPUT);
	err_clear(&e);
	change.name = row.name;
	change.valid_to = DATE(2025, 2, 1);
	assert_false(edit(&change));
	assert_int_equal(e.code, ERR_INPUT);
	err_clear(&e);
	change.valid_to = DATE_NONE;
	change.id = 999999999;
	assert_false(edit(&change));
	assert_int_equal(e.code, ERR_ABSENT);
	err_clear(&e);
	assert_ok(agency_load(t.db, t.arena, &tester, &again, &e), &e);
	assert_true(get(row.id).verified);
}

struct khu_vuc {
	int64_t court, places[2];
};

static bool give_competence(struct db_write *w, struct change *c, struct err *err)
{
	const struct khu_vuc *k = c->arg;

	for (size_t i = 0; i < COUNT(k->places); i++)
		if (!agency_competence_put(w, k->court, k->places[i], S("xét xử sơ thẩm"),
			    DATE(2025, 7, 1), DATE_NONE, S("thử nghiệm"), false, err))
			return false;
	return true;
}

static int64_t place_id(const char *code, struct date day)
{
	struct place_on_row row;
	bool found;

	assert_ok(place_on(r, str_z(code), day, &row, &found, &e), &e);
	assert_true(found);
	return row.id;
}

/* A court of a khu vực sits over communes of its choosing, from a day on. */
static void competence_is_a_dated_relation_of_its_own(void **state)
{
	struct khu_vuc k = { .court = by_code("tand-tinh.75.2025-07-01"),
		.places = { place_id("26041", TODAY), place_id("25993", TODAY) } };
	struct change c = { .entry = tester, .apply = give_competence, .arg = &k };
	struct agency_competent_rows rows;
	struct str matter = S("xét xử sơ thẩm");

	(void)state;
	c.entry.action = S("agency.competence");
	assert_ok(audit_change(t.db, &c, &e), &e);
	read_again();
	assert_ok(agency_competent(r, k.places[1], matter, TODAY, &rows, &e), &e);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.v[0].id, k.court);
	assert_ok(agency_competent(r, k.places[1], matter, DATE(2025, 6, 30), &rows, &e), &e);
	assert_int_equal(rows.n, 0);
	assert_ok(agency_competent(r, k.places[1], S("điều tra"), TODAY, &rows, &e), &e);
	assert_int_equal(rows.n, 0);
	assert_false(audit_change(t.db, &c, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
}

static void lists_are_in_vietnamese_order_and_searched_without_marks(void **state)
{
	struct agency_rows_rows rows;
	struct str pattern = place_pattern(t.arena, S("vien kiem sat nhan dan toi cao"));

	(void)state;
	assert_ok(
		agency_rows(r, pattern, STR_NULL, STR_NULL, STR_NULL, TODAY, 0, 10, &rows, &e), &e);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.v[0].id, by_code("vksndtc"));
	assert_ok(agency_rows(r, STR_NULL, S("nation"), S("ministry"), STR_NULL, TODAY, 0, 50,
			  &rows, &e),
		&e);
	assert_int_equal(rows.n, 14);
	assert_str_equal(rows.v[0].name, S("Bộ Công an"));
	assert_str_equal(rows.v[1].name, S("Bộ Công Thương"));
	assert_str_equal(rows.v[2].name, S("Bộ Dân tộc và Tôn giáo"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loading_again_changes_nothing),
		cmocka_unit_test(every_commune_has_its_bodies),
		cmocka_unit_test(a_name_means_the_body_of_the_documents_place),
		cmocka_unit_test(whole_names_and_abbreviations_are_found),
		cmocka_unit_test(words_for_many_mean_others_on_another_day),
		cmocka_unit_test(the_ministries_of_2025_lead_on),
		cmocka_unit_test(the_tree_reaches_down),
		cmocka_unit_test(a_row_is_edited_once_a_version),
		cmocka_unit_test(competence_is_a_dated_relation_of_its_own),
		cmocka_unit_test(lists_are_in_vietnamese_order_and_searched_without_marks),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

/*
 * Places on real lists: both maps, what became of what, what is never invented.
 */
#include <math.h>
#include <stdlib.h>

#include "base/tsv.h"
#include "embed.h"
#include "place/place.h"
#include "place/place_lists.h"
#include "place_sql.h"
#include "test/cmocka.h"
#include "test/support.h"

static struct test_db t;
static struct db_read *r;
static struct err e;
static const struct audit_entry tester = { .actor_name = S("test"), .permission = S("place.load") };

#define OLD_DAY DATE(2025, 6, 30)
#define NEW_DAY DATE(2025, 7, 1)

static int load_all(void **state)
{
	struct place_load done;

	(void)state;
	assert_ok(test_db_open(&t, &e), &e);
	assert_ok(place_load(t.db, t.arena, &tester, &done, &e), &e);
	assert_false(done.unchanged);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	db_read_end(r);
	test_db_close(&t);
	return 0;
}

static struct place_on_row get(const char *code, struct date day)
{
	struct place_on_row row;
	bool found;

	assert_ok(place_on(r, str_z(code), day, &row, &found, &e), &e);
	if (!found)
		fail_msg("no place %s", code);
	return row;
}

static void both_maps_have_their_units(void **state)
{
	static const struct {
		struct date day;
		int64_t provinces, districts, communes;
	} maps[] = {
		{ { 2024, 1, 15 }, 63, 696, 10035 },
		{ OLD_DAY, 63, 696, 10035 },
		{ NEW_DAY, 34, 0, 3321 },
		{ { 2026, 4, 30 }, 34, 0, 3321 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(maps); i++) {
		struct place_counts_row n;
		bool found;

		assert_ok(place_counts(r, maps[i].day, &n, &found, &e), &e);
		assert_int_equal(n.provinces, maps[i].provinces);
		assert_int_equal(n.districts, maps[i].districts);
		assert_int_equal(n.communes, maps[i].communes);
	}
}

static void loading_again_changes_nothing(void **state)
{
	struct place_load again;

	(void)state;
	assert_ok(place_load(t.db, t.arena, &tester, &again, &e), &e);
	assert_true(again.unchanged);
	assert_true(again.places > 14000);
}

static void a_code_means_another_place_on_another_day(void **state)
{
	(void)state;
	assert_str_equal(get("46", DATE(2024, 12, 31)).full_name, S("Tỉnh Thừa Thiên Huế"));
	assert_str_equal(get("46", DATE(2025, 1, 1)).full_name, S("Thành phố Huế"));
	assert_int_equal(get("46", DATE(2025, 1, 1)).id, get("46", NEW_DAY).id);
	assert_int_not_equal(get("75", OLD_DAY).id, get("75", NEW_DAY).id);
	assert_str_equal(get("75", NEW_DAY).full_name, S("Tỉnh Đồng Nai"));
	assert_str_equal(get("75", DATE(2026, 4, 30)).full_name, S("Thành phố Đồng Nai"));
	assert_false(get("75", DATE(2026, 4, 30)).verified);
	/* unchanged all along, since before the lists begin */
	assert_int_equal(get("04", DATE(1990, 1, 1)).id, get("04", DATE(2030, 1, 1)).id);
	assert_false(date_given(get("04", NEW_DAY).valid_from));
}

static void hue_became_a_city_by_an_event_of_its_own(void **state)
{
	struct place_before_rows before;

	(void)state;
	assert_ok(place_before(r, get("46", NEW_DAY).id, &before, &e), &e);
	assert_int_equal(before.n, 1);
	assert_str_equal(before.v[0].full_name, S("Tỉnh Thừa Thiên Huế"));
	assert_str_equal(before.v[0].edge, S("rename"));
	assert_int_equal(date_cmp(before.v[0].date, DATE(2025, 1, 1)), 0);
	assert_false(before.v[0].verified);
}

static void provinces_follow_from_their_communes(void **state)
{
	struct place_before_rows before;
	struct place_provinces_rows all;
	size_t merged = 0;

	(void)state;
	assert_ok(place_provinces(r, NEW_DAY, &all, &e), &e);
	assert_int_equal(all.n, 34);
	LIST_EACH(p, &all) {
		assert_ok(place_before(r, p->id, &before, &e), &e);
		LIST_EACH(b, &before) {
			assert_true(b->share == 1);
			merged += str_eq(b->edge, S("merge"));
		}
	}
	assert_int_equal(merged, 52);
	assert_ok(place_before(r, get("79", NEW_DAY).id, &before, &e), &e);
	assert_int_equal(before.n, 3);
	assert_str_equal(all.v[0].full_name, S("Tỉnh An Giang"));
	assert_str_equal(all.v[1].full_name, S("Tỉnh Bắc Ninh"));
}

/* The lists once more, by another way: plain arrays straight from the text. */
struct raw_link {
	int from, to;
};

struct raw {
	int64_t population[100000]; /* of new communes; -1 unknown, -2 no such commune */
	short district[100000];	    /* of old communes; -1 */
	short province[100000];
	bool divided[100000]; /* old communes that the list says were */
	LIST(struct raw_link) links;
};

static int number(struct str s)
{
	int64_t n;

	assert_true(str_to_int(s, &n));
	return (int)n;
}

static struct tsv open_list(const char *name, const char *head)
{
	struct tsv list;

	assert_ok(tsv_open(&list, str_z(name), embed_find(str_z(name)), head, &e), &e);
	return list;
}

static struct raw *read_raw(void)
{
	struct raw *raw = NEW(t.arena, struct raw);
	struct str f[9];
	struct tsv list = open_list("data/places/communes.tsv",
		"code\tname\tfull_name\ttype\tprovince_code\tpopulation\tarea_km2\tlat\tlon");

	for (size_t i = 0; i < 100000; i++) {
		raw->population[i] = -2;
		raw->district[i] = -1;
	}
	while (tsv_row(&list, f, 9))
		raw->population[number(f[0])] = f[5].n ? number(f[5]) : -1;
	list = open_list("data/places/communes-until-2025-06-30.tsv",
		"code\tfull_name\ttype\tdistrict_code\tprovince_code");
	while (tsv_row(&list, f, 5)) {
		raw->district[number(f[0])] = (short)number(f[3]);
		raw->province[number(f[0])] = (short)number(f[4]);
	}
	list = open_list(
		"data/places/commune-succession-2025-07-01.tsv", "old_code\tnew_code\tdivided");
	while (tsv_row(&list, f, 3)) {
		int to = number(f[1]) == 6970 ? 6978 : number(f[1]);

		raw->divided[number(f[0])] = str_eq(f[2], S("1"));

		*LIST_ADD(t.arena, &raw->links) = (struct raw_link){ number(f[0]), to };
	}
	return raw;
}

/* Every divided commune, and every twentieth of the others. */
static void a_divided_commune_says_its_share_is_unknown(void **state)
{
	const struct raw *raw = read_raw();
	struct place_mapped_rows now;
	struct place_sum sum;
	size_t divided = 0;

	(void)state;
	for (int i = 0, other = 0; i < 100000; i++) {
		char code[16];

		if (raw->district[i] < 0 || (!raw->divided[i] && other++ % 20))
			continue;
		struct arena_mark mark = arena_mark(t.arena);

		snprintf(code, sizeof(code), "%05d", i);
		int64_t id = get(code, OLD_DAY).id;

		assert_ok(place_mapped(r, id, NEW_DAY, &now, &e), &e);
		assert_true(raw->divided[i] ? now.n > 1 : now.n == 1);
		LIST_EACH(part, &now)
			assert_true(raw->divided[i] ? isnan(part->share) : part->share == 1);
		if (raw->divided[i]) {
			divided++;
			assert_ok(place_sum(r, id, OLD_DAY, &sum, &e), &e);
			assert_false(place_sum_exact(&sum));
		}
		arena_rewind(t.arena, mark);
	}
	assert_int_equal(divided, 471);
}

/* What the new communes of one old district say: all of each, or who knows. */
static struct place_sum sum_raw(const struct raw *raw, short district)
{
	static signed char seen[100000]; /* 1: touched, 2: also from elsewhere */
	struct place_sum s = { .carried = true };

	memset(seen, 0, sizeof(seen));
	LIST_EACH(l, &raw->links)
		if (raw->district[l->from] == district)
			seen[l->to] = 1;
	LIST_EACH(l, &raw->links)
		if (seen[l->to] && raw->district[l->from] != district)
			seen[l->to] = 2;
	for (int i = 0; i < 100000; i++) {
		if (!seen[i])
			continue;
		s.parts++;
		s.shared += seen[i] == 2;
		if (raw->population[i] < 0) {
			s.without++;
			continue;
		}
		s.most += raw->population[i];
		s.least += seen[i] == 1 ? raw->population[i] : 0;
	}
	return s;
}

/* Communes of any old district, on both maps, sum to the same population where it is
 * known; where communes reach beyond it, there are bounds and no figure. */
static void districts_sum_alike_on_both_maps(void **state)
{
	const struct raw *raw = read_raw();
	size_t exact = 0, bounded = 0;

	(void)state;
	for (short code = 1; code < 1000; code++) {
		struct place_sum want = sum_raw(raw, code), got;
		struct place_on_row district;
		bool found;
		char text[8];

		snprintf(text, sizeof(text), "%03d", code);
		assert_ok(place_on(r, str_z(text), OLD_DAY, &district, &found, &e), &e);
		if (!found || want.parts == 0)
			continue;
		struct arena_mark mark = arena_mark(t.arena);

		assert_ok(place_sum(r, district.id, OLD_DAY, &got, &e), &e);
		arena_rewind(t.arena, mark);
		assert_true(got.carried);
		assert_int_equal(got.parts, want.parts);
		assert_int_equal(got.least, want.least);
		assert_int_equal(got.most, want.most);
		assert_int_equal(got.shared, want.shared);
		assert_int_equal(place_sum_exact(&got), want.shared == 0 && want.without == 0);
		exact += place_sum_exact(&got);
		bounded += got.shared > 0;
	}
	assert_true(exact > 300);
	assert_true(bounded > 0);
}

/* Who lives in new communes that took ground from two old provinces. */
static int64_t at_the_borders(const struct raw *raw)
{
	static short first[100000], second[100000];
	int64_t sum = 0;

	LIST_EACH(l, &raw->links) {
		short province = raw->province[l->from];

		if (first[l->to] == 0)
			first[l->to] = province;
		else if (first[l->to] != province)
			second[l->to] = province;
	}
	for (int i = 0; i < 100000; i++)
		sum += second[i] && raw->population[i] > 0 ? raw->population[i] : 0;
	return sum;
}

/* The carried sums of all old provinces and the communes across their borders are the sum
 * of all communes: nobody twice, nobody lost. */
static void nobody_is_lost_between_the_maps(void **state)
{
	struct place_provinces_rows before, after;
	int64_t least = 0, most = 0, is = 0;

	(void)state;
	assert_ok(place_provinces(r, OLD_DAY, &before, &e), &e);
	assert_ok(place_provinces(r, NEW_DAY, &after, &e), &e);
	LIST_EACH(p, &before) {
		struct place_sum sum;

		assert_ok(place_sum(r, p->id, OLD_DAY, &sum, &e), &e);
		least += sum.least;
		most += sum.most;
	}
	LIST_EACH(p, &after) {
		struct place_sum sum;

		assert_ok(place_sum(r, p->id, NEW_DAY, &sum, &e), &e);
		assert_false(sum.carried);
		is += sum.least;
	}
	assert_int_equal(least + at_the_borders(read_raw()), is);
	assert_true(most > is);
	assert_true(is > 100000000);
}

static void the_lists_faults_are_told(void **state)
{
	struct place_fault_counts_rows counts;
	int64_t no_predecessor = 0, unknown = 0, empty = 0;

	(void)state;
	assert_ok(place_fault_counts(r, &counts, &e), &e);
	LIST_EACH(c, &counts) {
		no_predecessor += str_eq(c->rule, S("no_predecessor")) ? c->total : 0;
		unknown += str_eq(c->rule, S("unknown_new")) ? c->total : 0;
		empty += str_eq(c->rule, S("empty_district")) ? c->total : 0;
	}
	assert_int_equal(no_predecessor, 6);
	assert_int_equal(unknown, 1);
	assert_int_equal(empty, 5);
}

static void search_needs_no_marks(void **state)
{
	struct place_find_rows rows;
	struct str pattern = place_pattern(t.arena, S("dong  NAI"));

	(void)state;
	assert_ok(place_find(r, pattern, S("province"), OLD_DAY, 10, &rows, &e), &e);
	assert_int_equal(rows.n, 1);
	assert_str_equal(rows.v[0].full_name, S("Tỉnh Đồng Nai"));
	assert_ok(place_find(r, place_pattern(t.arena, S("%")), STR_NULL, DATE_NONE, 5, &rows, &e),
		&e);
	assert_int_equal(rows.n, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_maps_have_their_units),
		cmocka_unit_test(loading_again_changes_nothing),
		cmocka_unit_test(a_code_means_another_place_on_another_day),
		cmocka_unit_test(hue_became_a_city_by_an_event_of_its_own),
		cmocka_unit_test(provinces_follow_from_their_communes),
		cmocka_unit_test(a_divided_commune_says_its_share_is_unknown),
		cmocka_unit_test(districts_sum_alike_on_both_maps),
		cmocka_unit_test(nobody_is_lost_between_the_maps),
		cmocka_unit_test(the_lists_faults_are_told),
		cmocka_unit_test(search_needs_no_marks),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

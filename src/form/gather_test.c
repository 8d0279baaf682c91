/*
 * What was reported, on the map it was reported on and on others: merges add up, what was divided
 * is never split by guess, and nobody's totals say more than they may see.
 */
#include "base/clock.h"
#include "form/gather.h"
#include "form/release.h"
#include "form/strand.h"
#include "form/total.h"
#include "place_sql.h"
#include "test/cmocka.h"
#include "test/support_form.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static int64_t edition, first, second, divided, merged;
static struct actor officer, local;

static void on_day(int16_t year, int8_t month, int8_t day)
{
	clock_hold(((int64_t)date_number(DATE(year, month, day)) * 86400 + 7200) * 1000000);
}

static struct calendar_period quarter(const char *code)
{
	struct calendar_period p;

	assert_true(calendar_period_find(t.arena, str_z(code), &p));
	return p;
}

static int64_t report(int64_t agency, const char *period, const char *cells, const char *reason)
{
	return test_figures(&t, &officer, edition, agency, period, cells, reason);
}

static int begin(void **state)
{
	(void)state;
	test_house_open(&t);
	edition = test_form(&t);
	officer = test_person(&t, "mot", "standing", test_agency(&t, "bca"));
	local = test_person(&t, "hai", "focal", test_agency(&t, "ca-tinh.04"));
	on_day(2025, 5, 20); /* communes of the old map */
	first = test_agency(&t, "ca-xa.01294");
	second = test_agency(&t, "ca-xa.01300");
	divided = test_agency(&t, "ca-xa.20296");
	on_day(2025, 10, 3);
	merged = test_agency(&t, "ca-xa.01294");
	report(first, "quarter-2025-2", "5 0", "");
	report(second, "quarter-2025-2", "3 ?", "");
	report(divided, "quarter-2025-2", "7 -", "");
	return 0;
}

static int end(void **state)
{
	(void)state;
	clock_hold(0);
	test_db_close(&t);
	return 0;
}

static struct form_gathered gathered(
	int64_t account, const char *period, const char *province, struct date map)
{
	struct calendar_period p = quarter(period);
	struct form_ask ask = { .account = account,
		.edition = edition,
		.system = p.system,
		.upto = p.to,
		.province = str_z(province),
		.map = map };
	struct form_gathered g;
	struct db_read *r = test_read(&t);

	assert_ok(form_gather(r, &ask, 2, &g, &e), &e);
	db_read_end(r);
	return g;
}

static const struct form_part *part(const struct form_gathered *g, const char *name)
{
	LIST_EACH(p, &g->parts)
		if (str_has(p->name, str_z(name)))
			return p;
	fail_msg("no part %s", name);
	return NULL;
}

static const struct form_part *part_coded(const struct form_gathered *g, const char *code)
{
	LIST_EACH(p, &g->parts)
		if (str_eq(p->code, str_z(code)))
			return p;
	return NULL;
}

static const struct date new_map = { 2025, 10, 3 }, old_map = { 2025, 6, 30 };

static void two_communes_that_merged(void **state)
{
	struct form_gathered old = gathered(ACCOUNT_SYSTEM, "quarter-2025-2", "04", DATE_NONE);
	struct form_gathered new = gathered(ACCOUNT_SYSTEM, "quarter-2025-2", "04", new_map);

	(void)state;
	assert_true(old.whole);
	assert_int_equal(old.parts.n, 2);
	assert_int_equal(part_coded(&old, "01294")->v.v[0].sum, 5);
	assert_int_equal(part_coded(&old, "01300")->v.v[0].sum, 3);
	assert_int_equal(new.parts.n, 1);
	assert_int_equal(part_coded(&new, "01294")->v.v[0].sum, 8);
	assert_int_equal(new.divided, 0);
	/* zero and not known stay apart */
	assert_int_equal(part_coded(&new, "01294")->v.v[1].missing, 1);
	assert_int_equal(form_zeros(&new.total, &new.total.v[1]), 1);
	/* the map it had, asked for by its day, is the map as reported */
	old = gathered(ACCOUNT_SYSTEM, "quarter-2025-2", "04", old_map);
	assert_int_equal(old.parts.n, 2);
	assert_int_equal(part_coded(&old, "01300")->v.v[0].sum, 3);
}

static void a_divided_commune_is_never_split(void **state)
{
	struct form_gathered units = gathered(ACCOUNT_SYSTEM, "quarter-2025-2", "48", new_map);
	struct form_gathered nation = gathered(ACCOUNT_SYSTEM, "quarter-2025-2", NULL, new_map);

	(void)state;
	assert_int_equal(units.parts.n, 1);
	assert_true(units.parts.v[0].divided);
	assert_str_equal(units.parts.v[0].code, S("20296"));
	assert_int_equal(units.parts.v[0].v.v[0].sum, 7);
	assert_int_equal(units.parts.v[0].v.v[1].na, 1);
	/* both heirs lie in the same province: there it counts */
	assert_int_equal(nation.divided, 0);
	assert_int_equal(nation.total.v[0].sum, 15);
	assert_int_equal(part_coded(&nation, "48")->v.v[0].sum, 7);
}

static void a_later_figure_on_the_old_map(void **state)
{
	struct form_gathered g;

	(void)state;
	report(merged, "quarter-2025-3", "8 1", "");
	g = gathered(ACCOUNT_SYSTEM, "quarter-2025-3", "04", old_map);
	assert_int_equal(g.parts.n, 1);
	assert_true(g.parts.v[0].divided); /* of two it was made of: not halved */
	assert_int_equal(g.parts.v[0].v.v[0].sum, 8);
	g = gathered(ACCOUNT_SYSTEM, "quarter-2025-3", NULL, old_map);
	assert_int_equal(part(&g, "Cao Bằng")->v.v[0].sum, 8);
	assert_int_equal(g.divided, 0);
}

static void a_reader_sees_the_sum_of_what_he_reaches(void **state)
{
	struct form_gathered g = gathered(local.account, "quarter-2025-2", NULL, DATE_NONE);

	(void)state;
	assert_false(g.whole);
	assert_int_equal(g.total.submissions, 2);
	assert_int_equal(g.total.v[0].sum, 8);
	g = gathered(local.account, "quarter-2025-2", "48", new_map);
	assert_int_equal(g.parts.n, 0);
	g = gathered(local.account, "quarter-2025-2", "04", new_map);
	assert_int_equal(part_coded(&g, "01294")->v.v[0].sum, 8);
	/* the ministry reaches all of its line, though not the whole country */
	g = gathered(officer.account, "quarter-2025-2", NULL, new_map);
	assert_false(g.whole);
	assert_int_equal(g.total.v[0].sum, 15);
}

static void a_correction_moves_every_total(void **state)
{
	struct audit_entry who = test_entry();
	struct form_recomputed found;
	struct form_gathered g;

	(void)state;
	report(first, "quarter-2025-2", "6 0", "Đếm sót một tin.");
	g = gathered(ACCOUNT_SYSTEM, "quarter-2025-2", "04", new_map);
	assert_int_equal(part_coded(&g, "01294")->v.v[0].sum, 9);
	g = gathered(ACCOUNT_SYSTEM, "quarter-2025-2", NULL, DATE_NONE);
	assert_int_equal(g.total.submissions, 3);
	assert_int_equal(g.total.v[0].sum, 16);
	assert_ok(form_recompute(t.db, false, &who, &found, &e), &e);
	assert_int_equal(found.sheets, 4);
	assert_int_equal(found.wrong_sheets + found.wrong_totals, 0);
}

static struct form_series series_for(int64_t account, int slot, struct date map)
{
	struct form_series s;
	struct db_read *r = test_read(&t);

	assert_ok(form_series(r, account, edition, S("quarter"), (size_t)slot, map, &s, &e), &e);
	db_read_end(r);
	return s;
}

static struct form_series series(int slot, struct date map)
{
	return series_for(ACCOUNT_SYSTEM, slot, map);
}

static const struct form_series_row *series_row(const struct form_series *s, const char *code)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->rows[i].code, str_z(code)))
			return &s->rows[i];
	fail_msg("no row %s", code);
	return NULL;
}

static void check_series(void)
{
	struct form_series s = series(0, new_map);

	assert_int_equal(s.periods.n, 2);
	assert_int_equal(s.n, 2);
	assert_int_equal(series_row(&s, "04")->v[0].sum, 9);
	assert_int_equal(series_row(&s, "04")->v[1].sum, 8);
	assert_int_equal(series_row(&s, "48")->v[0].sum, 7);
	assert_int_equal(series_row(&s, "48")->v[1].given, 0);
	s = series(1, DATE_NONE);
	assert_true(str_has(series_row(&s, "04")->name, S("Cao Bằng")));
	assert_int_equal(series_row(&s, "04")->v[0].missing, 1);
	assert_int_equal(series_row(&s, "04")->v[1].sum, 1);
	assert_int_equal(series_row(&s, "48")->v[0].na, 1);
}

static bool is_wound(const char *period)
{
	struct calendar_period p = quarter(period);
	struct form_period_now_row row;
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(form_period_now(r, edition, p.system, p.to, &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	return row.wound;
}

/* Read from the totals, from strands, and from both: always what was sent. */
static void a_cell_through_time(void **state)
{
	struct audit_entry who = test_entry();
	struct form_recomputed found;

	(void)state;
	assert_false(is_wound("quarter-2025-2"));
	check_series();
	struct form_series own = series_for(local.account, 0, new_map);

	assert_false(own.whole);
	assert_int_equal(own.n, 1);
	assert_int_equal(series_row(&own, "04")->v[0].sum, 9);
	on_day(2025, 10, 5);
	assert_ok(form_wind_all(t.db, &e), &e);
	assert_true(is_wound("quarter-2025-2") && is_wound("quarter-2025-3"));
	check_series();
	report(merged, "quarter-2025-3", "9 1", "Đếm sót một tin.");
	assert_true(is_wound("quarter-2025-2"));
	assert_false(is_wound("quarter-2025-3"));
	struct form_series s = series(0, new_map);

	assert_int_equal(series_row(&s, "04")->v[0].sum, 9);
	assert_int_equal(series_row(&s, "04")->v[1].sum, 9);
	report(merged, "quarter-2025-3", "8 1", "Đếm thừa một tin.");
	assert_ok(form_recompute(t.db, true, &who, &found, &e), &e);
	assert_int_equal(found.wrong_totals, 0);
	assert_true(is_wound("quarter-2025-3"));
	check_series();
}

static bool spoil(struct db_write *w, struct change *c, struct err *why)
{
	struct calendar_period p = quarter("quarter-2025-2");
	struct db_batch *b = db_batch(w);

	return form_strand_put_queue(b, edition, p.system, 0, p.to, *(struct str *)c->arg, why) &&
	       db_batch_run(b, why);
}

static void a_strand_that_says_otherwise_is_found(void **state)
{
	struct form_vector v = form_vector_new(t.arena, 8);
	struct str packed = form_vector_pack(t.arena, &v);
	struct change c = { .entry = test_entry(), .apply = spoil, .arg = &packed };
	struct audit_entry who = test_entry();
	struct form_recomputed found;

	(void)state;
	assert_ok(audit_change(t.db, &c, &e), &e);
	assert_ok(form_recompute(t.db, false, &who, &found, &e), &e);
	assert_int_equal(found.wrong_totals, 1);
	assert_ok(form_recompute(t.db, true, &who, &found, &e), &e);
	assert_ok(form_recompute(t.db, false, &who, &found, &e), &e);
	assert_int_equal(found.wrong_totals, 0);
	check_series();
}

/* Each winding after some submissions takes the period that has been loose longest. */
static void later_submissions_wind_a_quiet_period(void **state)
{
	bool wound = false;

	(void)state;
	report(merged, "quarter-2025-3", "7 1", "Đếm thừa một tin.");
	on_day(2025, 10, 6);
	for (int i = 0; i < 64 && !wound; i++) {
		report(first, "quarter-2025-2", i % 2 ? "6 0" : "5 0", "Đếm lại.");
		wound = is_wound("quarter-2025-3");
	}
	assert_true(wound);
	struct form_series s = series(0, new_map);

	assert_int_equal(series_row(&s, "04")->v[1].sum, 7);
}

/* --- made public */

static bool release(const struct actor *who, const char *province, struct date map, int64_t *id)
{
	struct calendar_period p = quarter("quarter-2025-2");
	struct form_ask ask = { .account = who->account,
		.edition = edition,
		.system = p.system,
		.upto = p.to,
		.province = province ? str_z(province) : STR_NULL,
		.map = map };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = form_release_prepare(t.arena, r, who, &ask, &p, &c, &e);

	db_read_end(r);
	ok = ok && audit_change(t.db, &c, &e);
	*id = c.entry.object_id;
	return ok;
}

static struct form_released released(int64_t id, struct form_release_by_id_row *row)
{
	struct form_released out;
	struct form_edition f;
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(form_release_by_id(r, id, row, &found, &e), &e);
	assert_true(found);
	assert_ok(form_edition_get(r, edition, &f, &e), &e);
	assert_ok(form_released_read(t.arena, &f, row->body, row->digest, &out, &e), &e);
	row->body.p = NULL; /* gone with the snapshot */
	db_read_end(r);
	return out;
}

static struct form_release_since_rows since(int64_t id, const struct actor *reader)
{
	struct calendar_period p = quarter("quarter-2025-2");
	struct form_release_since_rows rows;
	struct db_read *r = test_read(&t);

	assert_ok(form_release_since(r, reader->account, officer.account, id, edition, p.system,
			  p.to, STR_NULL, STR_NULL, 20, &rows, &e),
		&e);
	db_read_end(r);
	return rows;
}

static void a_table_made_public_stays_as_it_was(void **state)
{
	struct form_release_by_id_row row;
	struct form_released one, two;
	struct db_read *r;
	struct form_release_behind_rows behind;
	int64_t id, next, mapped;

	(void)state;
	report(first, "quarter-2025-2", "9 0", "Đếm lại.");
	report(first, "quarter-2025-2", "6 0", "Đếm lại.");
	assert_ok(release(&officer, NULL, DATE_NONE, &id), &e);
	one = released(id, &row);
	assert_int_equal(row.number, 1);
	assert_int_equal(one.total.submissions, 3);
	assert_int_equal(one.total.v[0].sum, 16);
	assert_int_equal(one.total.v[1].missing, 1);
	assert_int_equal(one.asked, (int64_t)one.missing.n + 3);
	assert_int_equal(since(id, &officer).n, 0);
	/* the same figures are not made public twice */
	assert_false(release(&officer, NULL, DATE_NONE, &next));
	assert_int_equal(e.text, T_form_release_same);
	err_clear(&e);
	assert_false(release(&local, NULL, DATE_NONE, &next));
	assert_int_equal(e.code, ERR_DENIED);
	err_clear(&e);
	/* a correction: the release says so and does not change */
	report(second, "quarter-2025-2", "4 ?", "Đếm sót một tin.");
	assert_int_equal(since(id, &officer).n, 1);
	assert_true(since(id, &officer).v[0].counted > 0);
	one = released(id, &row);
	assert_int_equal(one.total.v[0].sum, 16);
	assert_ok(release(&officer, NULL, DATE_NONE, &next), &e);
	two = released(next, &row);
	assert_int_equal(row.number, 2);
	assert_int_equal(two.total.v[0].sum, 17);
	assert_int_equal(since(next, &officer).n, 0);
	/* every number opens to what was counted, for who reaches it */
	for (size_t i = 0; i < two.parts.n; i++) {
		r = test_read(&t);
		assert_ok(
			form_release_behind(r, officer.account, next, (int64_t)i, 20, &behind, &e),
			&e);
		assert_int_equal(behind.n, two.parts.v[i].v.submissions);
		assert_ok(form_release_behind(r, local.account, next, (int64_t)i, 20, &behind, &e),
			&e);
		assert_int_equal(behind.n, str_eq(two.parts.v[i].code, S("04")) ? 2 : 0);
		db_read_end(r);
	}
	/* another map is a table of its own; what is divided keeps its submissions */
	assert_ok(release(&officer, NULL, new_map, &mapped), &e);
	assert_int_equal(released(mapped, &row).total.v[0].sum, 17);
	assert_int_equal(row.number, 1);
	assert_ok(release(&officer, "48", new_map, &mapped), &e);
	one = released(mapped, &row);
	assert_true(one.parts.v[0].divided);
	assert_int_equal(one.total.v[0].sum, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_communes_that_merged),
		cmocka_unit_test(a_divided_commune_is_never_split),
		cmocka_unit_test(a_later_figure_on_the_old_map),
		cmocka_unit_test(a_reader_sees_the_sum_of_what_he_reaches),
		cmocka_unit_test(a_correction_moves_every_total),
		cmocka_unit_test(a_cell_through_time),
		cmocka_unit_test(a_strand_that_says_otherwise_is_found),
		cmocka_unit_test(later_submissions_wind_a_quiet_period),
		cmocka_unit_test(a_table_made_public_stays_as_it_was),
	};

	return cmocka_run_group_tests(tests, begin, end);
}

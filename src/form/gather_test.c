/*
 * What was reported, on the map it was reported on and on others: merges add up, what was divided
 * is never split by guess, and nobody's totals say more than they may see.
 */
#include "base/clock.h"
#include "form/gather.h"
#include "form/total.h"
#include "place_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static const char form_file[] =
	"form\tthu\tBiểu thử\tTest form\nedition\t1\t\t\nbasis\town\t0\tThử\nperiods\tquarter\n"
	"reports\tpolice\tcommune\nreports\tpolice\tprovince\ntable\tA\tBảng\tTable\n"
	"column\tn\tTrong kỳ\tPeriod\t\t\t\nrow\tA1\tMột\tOne\tcount\tperiod\tadditive\t\n"
	"row\tA2\tHai\tTwo\tcount\tperiod\tadditive\t\n";

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
	static int drawn;
	struct form_open in = { edition, agency, quarter(period) };
	struct change c = { .entry = test_entry() };
	struct form_sheet_now_row now;
	struct form_figure v[2];
	struct form_send send;
	struct db_read *r = test_read(&t);
	int64_t id;
	bool found, again;

	assert_ok(form_open_prepare(t.arena, r, &officer, &in, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	id = c.entry.object_id;
	r = test_read(&t);
	assert_ok(form_sheet_now(r, id, &now, &found, &e), &e);
	db_read_end(r);
	assert_true(form_figures_unpack(str_z(cells), v, 2));
	c = (struct change){ .entry = test_entry() };
	assert_ok(form_save_prepare(t.arena, &officer, id, now.version, v, 2, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	send = (struct form_send){ id, now.version + 1, str_z(reason),
		str_fmt(t.arena, "%032d", ++drawn), { 0 } };
	c = (struct change){ .entry = test_entry() };
	r = test_read(&t);
	assert_ok(form_send_prepare(t.arena, r, &officer, &send, &c, &again, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return id;
}

static int begin(void **state)
{
	struct change c = { .entry = test_entry() };
	bool known;

	(void)state;
	test_house_open(&t);
	assert_ok(form_load_prepare(t.arena, t.db, S("thu"), str_z(form_file), &c, &known, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	edition = c.entry.object_id;
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

static void a_cell_through_time(void **state)
{
	struct form_series s;
	struct db_read *r = test_read(&t);

	(void)state;
	assert_ok(form_series(r, edition, S("quarter"), 0, new_map, &s, &e), &e);
	assert_int_equal(s.periods.n, 2);
	assert_int_equal(s.n, 2);
	for (size_t i = 0; i < s.n; i++)
		if (str_eq(s.rows[i].code, S("04"))) {
			assert_int_equal(s.rows[i].v[0].sum, 9);
			assert_int_equal(s.rows[i].v[1].sum, 8);
		} else {
			assert_str_equal(s.rows[i].code, S("48"));
			assert_int_equal(s.rows[i].v[0].sum, 7);
			assert_int_equal(s.rows[i].v[1].given, 0);
		}
	db_read_end(r);
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
	};

	return cmocka_run_group_tests(tests, begin, end);
}

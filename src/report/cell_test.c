/* Cells of statistical forms in a report: of the agency, added up, and what is no cell. */
#include "report/cell.h"

#include "test/cmocka.h"
#include "test/support_form.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static int64_t ministry, hue, danang, sheet;

static int begin(void **state)
{
	struct actor officer;
	int64_t edition;

	(void)state;
	test_house_open(&t);
	ministry = test_agency(&t, "bca");
	hue = test_agency(&t, "ca-tinh.46");
	danang = test_agency(&t, "ca-tinh.48.2025-07-01");
	officer = test_person(&t, "mot", "standing", ministry);
	edition = test_form(&t);
	sheet = test_figures(&t, &officer, edition, hue, "quarter-2026-1", "4 0", "");
	test_figures(&t, &officer, edition, hue, "quarter-2026-1", "1005 0", "đếm lại");
	test_figures(&t, &officer, edition, danang, "quarter-2026-1", "3 ?", "");
	return 0;
}

static int end(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static struct report_figures of(int64_t agency, const char *words)
{
	struct report_about about = { .agency = agency,
		.plan = DB_NULL,
		.period = S("quarter-2026-1"),
		.from = DATE(2026, 1, 1),
		.to = DATE(2026, 3, 31),
		.words = str_z(words) };
	struct report_ower those[] = { { .agency = hue }, { .agency = danang },
		{ .agency = ministry } };
	struct report_owers owers = { .all = { those, COUNT(those), COUNT(those) } };
	struct report_figures f = { 0 };
	struct db_read *r = test_read(&t);

	assert_ok(report_figures_cells(r, LANG_VI, &about, &owers, &f, &e), &e);
	db_read_end(r);
	return f;
}

static void a_cell_is_what_was_sent_last(void **state)
{
	struct report_figures f = of(hue, "Tiếp nhận {thu A1.n} tin, {thu A1.n} lần, {thu A2.n}.");

	(void)state;
	assert_int_equal(f.n, 2);
	assert_str_equal(f.v[0].token, S("thu A1.n"));
	assert_str_equal(f.v[0].shown, S("1.005"));
	assert_int_equal(f.v[0].value, 1005);
	assert_int_equal(f.v[0].of.n, 1);
	assert_int_equal(f.v[0].of.v[0].id, sheet);
	assert_int_equal(f.v[0].of.v[0].round, 2);
	assert_str_equal(f.v[1].shown, S("0"));
	/* nothing was sent: not known, and nothing to open */
	f = of(ministry, "{thu A1.n}");
	assert_str_equal(f.v[0].shown, S("?"));
	assert_int_equal(f.v[0].of.n, 0);
}

static void a_sum_says_over_how_many(void **state)
{
	struct report_figures f = of(ministry, "{tổng: thu A1.n} và {tổng: thu A2.n}");

	(void)state;
	assert_int_equal(f.n, 2);
	assert_str_equal(f.v[0].shown, S("1.008"));
	assert_int_equal(f.v[0].sum.asked, 3);
	assert_int_equal(f.v[0].sum.given, 2);
	assert_int_equal(f.v[0].of.n, 2);
	/* "?" is in no sum */
	assert_int_equal(f.v[1].sum.given, 1);
	assert_str_equal(f.v[1].shown, S("0"));
}

static void what_is_no_cell_adds_nothing(void **state)
{
	(void)state;
	assert_int_equal(of(hue, "{thu B9.x} {khac A1.n} {thu} { } {tổng: } {tổng: thu} {").n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_is_what_was_sent_last),
		cmocka_unit_test(a_sum_says_over_how_many),
		cmocka_unit_test(what_is_no_cell_adds_nothing),
	};

	return cmocka_run_group_tests(tests, begin, end);
}

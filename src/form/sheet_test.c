/*
 * Sheets, submissions and totals, on both databases: what is refused, what two people do to one
 * draft, that what was sent stays, and that totals are what the submissions say.
 */
#include "base/clock.h"
#include "form/sheet.h"
#include "form/total.h"
#include "form_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static const char form_file[] =
	"form\tthu\tBiểu thử\tTest form\nedition\t1\t2024-01-01\t\nbasis\town\t0\tThử\n"
	"periods\tquarter\nreports\tpolice\tprovince\nreports\tpolice\tcommune\n"
	"table\tA\tBảng\tTable\ncolumn\tn\tTrong kỳ\tPeriod\t\t\t\ncolumn\tc\tLũy kế\tSum\t\t\t\n"
	"row\tA1\tMột\tOne\tcount\tcumulative\tadditive\t\n"
	"row\tA2\tHai\tTwo\tcount\tperiod\tadditive\t\n"
	"row\tA3\tTiền\tMoney\tamount1\tperiod\tadditive\t\n"
	"check\te1\terror\tA2.n <= A1.n\tHai không quá một.\tTwo is at most one.\n"
	"check\tw1\twarning\tA1.n <= 100\tNhiều bất thường.\tUnusually many.\n"
	"check\te2\terror\tA1.c = last(A1.c) + A1.n\tLũy kế.\tSum.\n";

static struct test_db t;
static struct err e;
static int64_t edition, police, other, health;
static struct actor officer, second, stranger;
static const struct date today = { 2025, 5, 20 };

static struct calendar_period quarter(const char *code)
{
	struct calendar_period p;

	assert_true(calendar_period_find(t.arena, str_z(code), &p));
	return p;
}

static int begin(void **state)
{
	struct change c = { .entry = test_entry() };
	struct str file = str_z(form_file);
	bool known;

	(void)state;
	test_house_open(&t);
	clock_hold(((int64_t)date_number(today) * 86400 + 7200) * 1000000);
	assert_ok(form_load_prepare(t.arena, t.db, S("thu"), file, &c, &known, &e), &e);
	assert_false(known);
	assert_ok(audit_change(t.db, &c, &e), &e);
	edition = c.entry.object_id;
	police = test_agency(&t, "ca-tinh.04");
	other = test_agency(&t, "ca-tinh.48");
	health = test_agency(&t, "byt");
	officer = test_person(&t, "mot", "focal", police);
	second = test_person(&t, "hai", "focal", police);
	stranger = test_person(&t, "ba", "focal", other);
	return 0;
}

static int end(void **state)
{
	(void)state;
	clock_hold(0);
	test_db_close(&t);
	return 0;
}

static void refused(bool ok, enum err_code code, enum text_id why)
{
	assert_false(ok);
	if (e.text != why)
		fail_msg("%.*s", STR_ARG(err_text(t.arena, LANG_EN, &e)));
	assert_int_equal(e.code, code);
	err_clear(&e);
}

static bool open_sheet(const struct actor *who, int64_t agency, const char *period, int64_t *sheet)
{
	struct form_open in = { .edition = edition, .agency = agency, .period = quarter(period) };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = form_open_prepare(t.arena, r, who, &in, &c, &e);

	db_read_end(r);
	ok = ok && audit_change(t.db, &c, &e);
	*sheet = c.entry.object_id;
	return ok;
}

static struct form_sheet_by_id_row sheet_row(int64_t id)
{
	struct form_sheet_by_id_row row;
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(form_sheet_by_id(r, id, officer.account, &row, &found, &e), &e);
	if (!found)
		assert_ok(form_sheet_by_id(r, id, stranger.account, &row, &found, &e), &e);
	assert_true(found);
	db_read_end(r);
	return row;
}

static bool save(const struct actor *who, int64_t id, int64_t version, const char *cells)
{
	struct change c = { .entry = test_entry() };
	struct form_figure v[6];

	assert_true(form_figures_unpack(str_z(cells), v, 6));
	return form_save_prepare(t.arena, who, id, version, v, 6, &c, &e) &&
	       audit_change(t.db, &c, &e);
}

static struct str drawn(void)
{
	static int n;

	return str_fmt(t.arena, "%032d", ++n);
}

static bool send_as(const struct actor *who, struct form_send in, bool *again)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = form_send_prepare(t.arena, r, who, &in, &c, again, &e);

	db_read_end(r);
	return ok && (*again || audit_change(t.db, &c, &e));
}

static bool send(const struct actor *who, int64_t id, const char *reason)
{
	struct form_send in = { .sheet = id,
		.version = sheet_row(id).version,
		.reason = str_z(reason),
		.request = drawn() };
	bool again;

	return send_as(who, in, &again);
}

static int64_t sent(const struct actor *who, int64_t agency, const char *period, const char *cells)
{
	int64_t id;

	assert_ok(open_sheet(who, agency, period, &id), &e);
	assert_ok(save(who, id, sheet_row(id).version, cells), &e);
	assert_ok(send(who, id, ""), &e);
	return id;
}

static struct form_vector total(const char *level, int64_t place, const char *period)
{
	struct calendar_period p = quarter(period);
	struct form_total_now_row row;
	struct form_vector v;
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(form_total_now(r, edition, str_z(level), p.system, p.to, place, S("police"), &row,
			  &found, &e),
		&e);
	assert_true(found);
	assert_ok(form_vector_unpack(t.arena, row.vector, &v, &e), &e);
	db_read_end(r);
	return v;
}

static struct form_recomputed recomputed(bool mend)
{
	struct audit_entry who = test_entry();
	struct form_recomputed out;

	assert_ok(form_recompute(t.db, mend, &who, &out, &e), &e);
	return out;
}

/* --- */

static void a_sheet_is_opened_where_it_may_be(void **state)
{
	int64_t id, same;

	(void)state;
	refused(open_sheet(&officer, police, "quarter-2025-3", &id), ERR_INPUT, T_form_not_begun);
	refused(open_sheet(&officer, police, "half_year-2025-1", &id), ERR_INPUT, T_form_no_period);
	refused(open_sheet(&officer, police, "quarter-2023-4", &id), ERR_INPUT,
		T_form_not_in_force);
	refused(open_sheet(&stranger, police, "quarter-2024-1", &id), ERR_DENIED, T_form_not_yours);
	refused(open_sheet(&officer, health, "quarter-2024-1", &id), ERR_DENIED, T_form_not_yours);
	assert_ok(open_sheet(&officer, police, "quarter-2024-1", &id), &e);
	assert_ok(open_sheet(&second, police, "quarter-2024-1", &same), &e);
	assert_int_equal(id, same);
	assert_str_equal(sheet_row(id).draft, S("_ _ _ _ _ _"));
}

static void two_editors_of_one_draft(void **state)
{
	struct form_figure base[4] = { { FORM_BLANK, 0 }, { FORM_ZERO, 0 }, { FORM_VALUE, 3 },
		{ FORM_BLANK, 0 } };
	struct form_figure mine[4] = { { FORM_VALUE, 1 }, { FORM_ZERO, 0 }, { FORM_VALUE, 3 },
		{ FORM_VALUE, 9 } };
	struct form_figure theirs[4] = { { FORM_VALUE, 2 }, { FORM_MISSING, 0 }, { FORM_VALUE, 3 },
		{ FORM_VALUE, 9 } };
	struct form_merge m = form_merge(t.arena, base, mine, theirs, 4);
	int64_t id;

	(void)state;
	assert_ok(open_sheet(&officer, police, "quarter-2024-2", &id), &e);
	assert_ok(save(&officer, id, 1, "5 0 _ _ _ _"), &e);
	refused(save(&second, id, 1, "6 0 _ _ _ _"), ERR_STALE, T_form_stale);
	assert_str_equal(sheet_row(id).draft, S("5 0 _ _ _ _"));
	refused(save(&stranger, id, 2, "6 0 _ _ _ _"), ERR_DENIED, T_form_not_yours);
	/* both changed the first; only they the second; both the fourth, to the same */
	assert_int_equal(m.both.n, 1);
	assert_int_equal(m.both.v[0].slot, 0);
	assert_int_equal(m.both.v[0].theirs.n, 2);
	assert_int_equal(m.v[0].n, 1);
	assert_int_equal(m.v[1].state, FORM_MISSING);
	assert_int_equal(m.v[3].n, 9);
	assert_int_equal(m.taken, 1);
}

static void what_is_not_ready_is_not_sent(void **state)
{
	struct form_send in;
	bool again;
	int64_t id;

	(void)state;
	assert_ok(open_sheet(&officer, police, "quarter-2024-3", &id), &e);
	refused(send(&officer, id, ""), ERR_INPUT, T_form_blank_left);
	assert_ok(save(&officer, id, 1, "5 5 6 0 0 ?"), &e); /* A1.n A1.c A2.n A2.c A3.n A3.c */
	refused(send(&officer, id, ""), ERR_INPUT, T_form_errors_left);
	assert_ok(save(&officer, id, 2, "500 500 6 0 0 ?"), &e);
	refused(send(&officer, id, ""), ERR_INPUT, T_form_remark_left);
	in = (struct form_send){ .sheet = id, .version = 3, .reason = S(""), .request = drawn() };
	LIST_PUSH(t.arena, &in.remarks, ((struct form_remark){ S("w1"), S("Đợt cao điểm.") }));
	refused(send_as(&stranger, in, &again), ERR_ABSENT, T_form_absent);
	in.version = 2;
	refused(send_as(&officer, in, &again), ERR_STALE, T_form_stale);
	in.version = 3;
	in.request = S("short");
	refused(send_as(&officer, in, &again), ERR_INPUT, T_form_no_request);
	in.request = drawn();
	assert_ok(send_as(&officer, in, &again), &e);
	assert_false(again);
	assert_int_equal(sheet_row(id).current, 1);
	/* the same page sent once more: nothing more is sent */
	assert_ok(send_as(&officer, in, &again), &e);
	assert_true(again);
	assert_int_equal(sheet_row(id).current, 1);
	/* a period that runs */
	assert_ok(open_sheet(&officer, police, "quarter-2025-2", &id), &e);
	assert_ok(save(&officer, id, 1, "1 1 0 0 0 0"), &e);
	refused(send(&officer, id, ""), ERR_CONFLICT, T_form_not_over);
}

static void what_was_sent_stays_and_a_correction_counts(void **state)
{
	/* 500 since the year began, as the quarter before said */
	int64_t id = sent(&officer, police, "quarter-2024-4", "7 507 3 0 12345 ?");
	struct form_submission_numbered_row one, two;
	struct form_edition f;
	struct form_body body;
	struct db_read *r;
	bool found;

	(void)state;
	refused(send(&officer, id, "x"), ERR_CONFLICT, T_form_nothing_new);
	assert_ok(save(&officer, id, sheet_row(id).version, "8 508 - 0 12345 0"), &e);
	refused(send(&officer, id, ""), ERR_INPUT, T_form_no_reason);
	assert_ok(send(&officer, id, "Đếm sót một vụ."), &e);
	r = test_read(&t);
	assert_ok(form_submission_numbered(r, id, 1, &one, &found, &e), &e);
	assert_true(found);
	assert_ok(form_submission_numbered(r, id, 2, &two, &found, &e), &e);
	assert_true(found);
	assert_ok(form_edition_get(r, edition, &f, &e), &e);
	assert_ok(form_body_read(t.arena, &f, one.body, one.digest, &body, &e), &e);
	assert_int_equal(body.v[0].n, 7);
	assert_int_equal(body.v[4].n, 12345);
	assert_int_equal(body.v[5].state, FORM_MISSING);
	assert_true(str_has(one.body, S("\"A3.n\":\"1234.5\"")));
	assert_true(str_has(one.body, S("\"missing\":[\"A3.c\"]")));
	assert_ok(form_body_read(t.arena, &f, two.body, two.digest, &body, &e), &e);
	assert_int_equal(body.v[2].state, FORM_NA);
	assert_int_equal(body.v[3].state, FORM_ZERO);
	assert_str_equal(body.reason, S("Đếm sót một vụ."));
	/* a byte changed is seen */
	assert_false(form_body_read(
		t.arena, &f, str_fmt(t.arena, "%.*s ", STR_ARG(one.body)), one.digest, &body, &e));
	assert_int_equal(e.code, ERR_STORE);
	err_clear(&e);
	db_read_end(r);

	struct form_vector v = total("unit", sheet_row(id).place_id, "quarter-2024-4");

	assert_int_equal(v.submissions, 1);
	assert_int_equal(v.v[0].sum, 8);
	assert_int_equal(v.v[2].na, 1);
	assert_int_equal(v.v[5].missing, 0);
}

/* What came with a version stays with it; its digest is part of what was sent. */
static void a_file_comes_with_what_is_sent(void **state)
{
	int64_t id = sent(&stranger, other, "quarter-2024-4", "1 1 0 0 0 0");
	struct form_submission_numbered_row two;
	struct form_attachment_of_row row;
	struct file_held held;
	struct file_new file;
	struct form_send in = { .sheet = id,
		.version = sheet_row(id).version,
		.reason = S("Gửi kèm bản ký."),
		.file = &file };
	struct db_read *r;
	bool found, again;

	(void)state;
	assert_ok(file_prepare(t.arena, S("bản ký.txt"), S("Đã ký"), &file, &e), &e);
	in.request = drawn();
	assert_ok(send_as(&stranger, in, &again), &e);
	r = test_read(&t);
	assert_ok(form_submission_numbered(r, id, 2, &two, &found, &e), &e);
	assert_true(found && str_has(two.body, file.digest));
	assert_ok(form_attachment_of(r, two.id, &row, &found, &e), &e);
	assert_true(found);
	assert_str_equal(row.name, S("bản ký.txt"));
	assert_ok(file_read(r, row.file_id, &held, &found, &e), &e);
	assert_true(found && str_eq(held.bytes, S("Đã ký")));
	assert_ok(form_submission_numbered(r, id, 1, &two, &found, &e), &e);
	assert_ok(form_attachment_of(r, two.id, &row, &found, &e), &e);
	assert_false(found);
	db_read_end(r);
}

static void totals_are_what_was_sent(void **state)
{
	int64_t mine = sent(&officer, police, "quarter-2025-1", "5 5 1 0 15 ?");
	int64_t theirs = sent(&stranger, other, "quarter-2025-1", "3 3 0 0 10 2");
	struct form_vector v = total("nation", 0, "quarter-2025-1");
	struct form_recomputed found;

	(void)state;
	assert_int_equal(v.submissions, 2);
	assert_int_equal(v.v[0].sum, 8);
	assert_int_equal(v.v[0].given, 2);
	assert_int_equal(v.v[2].given, 1);
	assert_int_equal(form_zeros(&v, &v.v[2]), 1);
	assert_int_equal(v.v[4].sum, 25);
	assert_int_equal(v.v[5].missing, 1);
	v = total("province", sheet_row(theirs).province_id, "quarter-2025-1");
	assert_int_equal(v.v[0].sum, 3);
	/* the map of the last day of the period, not of today */
	assert_true(date_cmp(sheet_row(mine).map_date, DATE(2025, 3, 31)) == 0);
	found = recomputed(false);
	assert_true(found.sheets >= 4);
	assert_int_equal(found.wrong_sheets, 0);
	assert_int_equal(found.wrong_totals, 0);
}

static bool spoil(struct db_write *w, struct change *c, struct err *why)
{
	struct calendar_period p = quarter("quarter-2025-1");
	struct form_figure v[6] = { { FORM_VALUE, 1000000 } };
	struct form_vector wrong = form_vector_of(db_write_arena(w), v, 6);
	struct str packed = form_vector_pack(db_write_arena(w), &wrong);

	return form_total_put(w, edition, S("nation"), p.system, p.from, p.to, 0, S("police"),
		       packed, why) &&
	       form_vector_mend(w, *(int64_t *)c->arg, packed, why);
}

/* Somebody wrote into the tables past the program: it is found, and mended from the bodies. */
static void a_total_that_was_altered_is_found_and_mended(void **state)
{
	int64_t id;
	struct change c = { .entry = test_entry(), .apply = spoil, .arg = &id };
	struct form_recomputed found;

	(void)state;
	assert_ok(open_sheet(&officer, police, "quarter-2025-1", &id), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	found = recomputed(false);
	assert_int_equal(found.wrong_sheets, 1);
	assert_int_equal(found.wrong_totals, 1);
	recomputed(true);
	found = recomputed(false);
	assert_int_equal(found.wrong_sheets + found.wrong_totals, 0);
	assert_int_equal(total("nation", 0, "quarter-2025-1").v[0].sum, 8);
}

static void an_edition_never_changes_under_its_number(void **state)
{
	struct change c = { .entry = test_entry() };
	struct form_edition f;
	struct db_read *r = test_read(&t);
	bool known;

	(void)state;
	assert_ok(form_edition_get(r, edition, &f, &e), &e);
	assert_ok(form_load_prepare(t.arena, t.db, S("thu"), f.source, &c, &known, &e), &e);
	assert_true(known);
	refused(form_load_prepare(t.arena, t.db, S("thu"),
			str_fmt(t.arena, "%.*s# khác\n", STR_ARG(f.source)), &c, &known, &e),
		ERR_CONFLICT, T_form_edition_other);
	db_read_end(r);
	assert_ok(form_ready(t.db, &e), &e);
	assert_ok(form_ready(t.db, &e), &e);
}

static void an_agency_that_closed(void **state)
{
	/* the provincial border guard commands ended with June 2025 */
	int64_t guard = test_agency(&t, "bdbp-tinh.04"), id;
	struct actor own = test_person(&t, "bon", "focal", guard);
	struct actor above = test_person(&t, "nam", "standing", test_agency(&t, "bqp"));
	struct change c = { .entry = test_entry() };
	struct str file = str_fmt(t.arena,
		"form\tbg\tBiểu\tForm\nedition\t1\t\t\nbasis\town\t0\tThử\nperiods\tquarter\n"
		"reports\tborder_guard\tprovince\ntable\tA\tBảng\tTable\ncolumn\tn\tN\tN\t\t\t\n"
		"row\tA1\tMột\tOne\tcount\tperiod\tadditive\t\n");
	struct form_figure v[1] = { { FORM_VALUE, 4 } };
	int64_t was = edition;
	bool known;

	(void)state;
	assert_ok(form_load_prepare(t.arena, t.db, S("bg"), file, &c, &known, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	edition = c.entry.object_id;
	clock_hold(((int64_t)date_number(DATE(2025, 10, 3)) * 86400 + 7200) * 1000000);
	refused(open_sheet(&own, guard, "quarter-2025-3", &id), ERR_INPUT, T_form_agency_closed);
	assert_ok(open_sheet(&own, guard, "quarter-2025-2", &id), &e);
	c = (struct change){ .entry = test_entry() };
	assert_ok(form_save_prepare(t.arena, &own, id, 1, v, 1, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	struct form_send in = { .sheet = id, .version = 2, .reason = S(""), .request = drawn() };
	bool again;

	refused(send_as(&own, in, &again), ERR_CONFLICT, T_form_closed_sends);
	assert_ok(send_as(&above, in, &again), &e);
	clock_hold(((int64_t)date_number(today) * 86400 + 7200) * 1000000);
	edition = was;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sheet_is_opened_where_it_may_be),
		cmocka_unit_test(two_editors_of_one_draft),
		cmocka_unit_test(what_is_not_ready_is_not_sent),
		cmocka_unit_test(what_was_sent_stays_and_a_correction_counts),
		cmocka_unit_test(a_file_comes_with_what_is_sent),
		cmocka_unit_test(totals_are_what_was_sent),
		cmocka_unit_test(a_total_that_was_altered_is_found_and_mended),
		cmocka_unit_test(an_edition_never_changes_under_its_number),
		cmocka_unit_test(an_agency_that_closed),
	};

	return cmocka_run_group_tests(tests, begin, end);
}

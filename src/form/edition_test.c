/*
 * What people type into a cell, editions and their checks as files, packed vectors.
 */
#include <stdlib.h>

#include "embed.h"
#include "form/form.h"
#include "form/vector.h"
#include "test/cmocka.h"

enum { ROOM = 64 << 20 };

static struct arena *a;
static struct err e;

static int begin(void **state)
{
	(void)state;
	a = arena_new(ROOM);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

/* --- figures */

static void typed(const char *text, int digits, enum form_state state, int64_t n)
{
	struct form_figure f;

	assert_ok(form_figure_read(str_z(text), digits, &f, &e), &e);
	assert_int_equal(f.state, state);
	assert_int_equal(f.n, n);
}

static void refused(const char *text, int digits, enum text_id why)
{
	struct form_figure f;

	if (form_figure_read(str_z(text), digits, &f, &e))
		fail_msg("taken: %s", text);
	assert_int_equal(e.code, ERR_INPUT);
	assert_int_equal(e.text, why);
	err_clear(&e);
}

static void numbers_as_vietnamese_people_write_them(void **state)
{
	(void)state;
	typed("", 0, FORM_BLANK, 0);
	typed(" ? ", 0, FORM_MISSING, 0);
	typed("-", 0, FORM_NA, 0);
	typed("×", 0, FORM_NA, 0);
	typed("0", 0, FORM_ZERO, 0);
	typed("0,0", 1, FORM_ZERO, 0);
	typed("12", 0, FORM_VALUE, 12);
	typed("1.234", 0, FORM_VALUE, 1234);
	typed("1 234 567", 0, FORM_VALUE, 1234567);
	typed("1\xc2\xa0"
	      "234",
		0, FORM_VALUE, 1234);
	typed("1.234,5", 1, FORM_VALUE, 12345);
	typed("1.234,5", 3, FORM_VALUE, 1234500);
	typed("99.999.999.999.999", 0, FORM_VALUE, FORM_MOST);
	typed("0012", 0, FORM_VALUE, 12);
}

static void what_is_no_figure_is_refused_in_words(void **state)
{
	(void)state;
	refused("1e308", 0, T_form_n_letters);
	refused("1E+308", 2, T_form_n_letters);
	refused("NaN", 0, T_form_n_letters);
	refused("٣", 0, T_form_n_letters);
	refused("0x10", 0, T_form_n_letters);
	refused("-5", 0, T_form_n_negative);
	refused("− 5", 0, T_form_n_negative);
	refused("1.5", 1, T_form_n_groups);
	refused("1.2345", 0, T_form_n_groups);
	refused("1..234", 0, T_form_n_groups);
	refused("1234.567", 0, T_form_n_groups);
	refused("12.", 0, T_form_n_groups);
	refused("2,5", 0, T_form_n_count);
	refused("2,55", 1, T_form_n_digits);
	refused("2,5,5", 3, T_form_n_letters);
	refused("100.000.000.000.000", 0, T_form_n_large);
	refused("99.999.999.999.999", 1, T_form_n_large);
	refused("999999999999999999999999999999999999999", 0, T_form_n_large);
}

static void shown_as_each_language_writes(void **state)
{
	struct form_figure f = { FORM_VALUE, 1234567 };

	(void)state;
	assert_str_equal(form_figure_text(a, LANG_VI, f, 0), S("1.234.567"));
	assert_str_equal(form_figure_text(a, LANG_VI, f, 1), S("123.456,7"));
	assert_str_equal(form_figure_text(a, LANG_EN, f, 2), S("12,345.67"));
	assert_str_equal(form_figure_typed(a, f, 1), S("123456,7"));
	assert_str_equal(form_number_text(a, LANG_VI, -1234, 0), S("-1.234"));
	assert_str_equal(form_number_text(a, LANG_VI, -4, 1), S("-0,4"));
}

static void a_draft_there_and_back(void **state)
{
	struct form_figure v[5] = { { FORM_VALUE, 12 }, { FORM_ZERO, 0 }, { FORM_MISSING, 0 },
		{ FORM_NA, 0 }, { FORM_BLANK, 0 } },
			   back[5];
	struct str line = form_figures_pack(a, v, 5);

	(void)state;
	assert_str_equal(line, S("12 0 ? - _"));
	assert_true(form_figures_unpack(line, back, 5));
	for (int i = 0; i < 5; i++)
		assert_true(form_figure_eq(v[i], back[i]));
	assert_false(form_figures_unpack(line, back, 4));
	assert_false(form_figures_unpack(S("12 0 ? -"), back, 5));
	assert_false(form_figures_unpack(S("12 0 ? - x"), back, 5));
	assert_false(form_figures_unpack(S("-3 0 ? - _"), back, 5));
	assert_false(form_figures_unpack(S("999999999999999999 0 ? - _"), back, 5));
}

/* --- editions */

#define HEAD                                                                                          \
	"form\tx-1\tBiểu\tForm\nedition\t1\t2025-01-01\t\nbasis\town\t0\tThử\nperiods\tquarter\n" \
	"reports\tpolice\tprovince\n"
#define TABLE                                                                               \
	"table\tA\tBảng\tTable\nsum\tt\tTổng\tTotal\tx+y\ncolumn\tx\tX\tX\tsex:f\t\t\n" \
	"column\ty\tY\tY\tsex:m\t\t\ntotal\tA\tCộng\tAll\tA1+A2\n"                        \
	"row\tA1\tMột\tOne\tcount\tperiod\tadditive\t\nrow\tA2\tHai\tTwo\tcount\tcumulative\tsingle\tk:1\n"

static struct form_edition read_form(const char *text)
{
	struct form_edition f;

	assert_ok(form_edition_read(a, S("t.tsv"), str_z(text), &f, &e), &e);
	return f;
}

static void cells_have_numbers_in_their_order(void **state)
{
	struct form_edition f = read_form(HEAD TABLE "shut\tA2.y\n");
	const struct form_table *t = &f.tables.v[0];

	(void)state;
	assert_int_equal(f.cells.n, 3);
	assert_str_equal(f.cells.v[0].code, S("A1.x"));
	assert_str_equal(f.cells.v[1].code, S("A1.y"));
	assert_str_equal(f.cells.v[2].code, S("A2.x"));
	assert_str_equal(f.cells.v[2].dims, S("k:1 sex:f"));
	assert_true(f.cells.v[2].cumulative);
	assert_false(f.cells.v[2].additive);
	assert_int_equal(t->grid[2 * 3 + 2].slot, FORM_SHUT);
	/* the total of both: every cell that is open, each once */
	assert_int_equal(t->grid[0].slot, FORM_SUM);
	assert_int_equal(t->grid[0].sum.n, 3);
	assert_int_equal(t->grid[2].sum.n, 1); /* column y: A1.y alone */
	assert_str_equal(form_cell_name(a, LANG_EN, &f, &f.cells.v[1]), S("A1 One: Y"));
}

static void not_read(const char *text, const char *says)
{
	struct form_edition f;

	if (form_edition_read(a, S("t.tsv"), str_z(text), &f, &e))
		fail_msg("read: %s", text);
	struct str why = err_text(a, LANG_EN, &e);

	if (!str_has(why, str_z(says)))
		fail_msg("%.*s lacks %s", STR_ARG(why), says);
	err_clear(&e);
}

static void what_is_wrong_is_named_by_line_and_field(void **state)
{
	(void)state;
	not_read("", "missing");
	not_read(HEAD, "missing");
	not_read(HEAD TABLE "nonsense\t1\n", "line 13, field 1");
	not_read(HEAD TABLE "row\tA1\tx\ty\tcount\tperiod\tadditive\t\n", "line 13, field 2");
	not_read(HEAD TABLE "row\tA3\tx\ty\tcount\tdaily\tadditive\t\n", "line 13, field 6");
	not_read(HEAD TABLE "row\tA3\tx\ty\tamount9\tperiod\tadditive\t\n", "line 13, field 5");
	not_read(HEAD TABLE "row\tA3\tx\ty\tcount\n", "8 fields");
	not_read(HEAD TABLE "column\tz\tx\ty\t\t\t\n", "line 13, field 1");
	not_read(HEAD TABLE "total\tB\tx\ty\tA1+A9\n", "line 13, field 5");
	not_read(HEAD TABLE "total\tB\tx\ty\tA\n", "line 13, field 5");
	not_read(HEAD TABLE "shut\tA9.x\n", "line 13, field 2");
	not_read(HEAD TABLE "shut\tA.x\n", "line 13, field 2");
	not_read("row\tA1\tx\ty\tcount\tperiod\tadditive\t\n", "line 1, field 1");
	not_read(HEAD TABLE "check\tk\terror\tA1.q = A2.x\tw\tw\n", "line 13, field 4");
	not_read(HEAD TABLE "check\tk\terror\tA1.x\tw\tw\n", "line 13, field 4");
	not_read(HEAD TABLE "check\tk\terror\tA1.x = \tw\tw\n", "line 13, field 4");
	not_read(HEAD TABLE "check\tk\terror\t1 = 1\tw\tw\n", "line 13, field 4");
	not_read(HEAD TABLE "check\tk\terror\tlast(A1.x = 1\tw\tw\n", "line 13, field 4");
	not_read(HEAD TABLE "check\tk\terror\tA1.@ = @A.x\tw\tw\n", "line 13, field 4");
	not_read(HEAD TABLE "check\tk\tfatal\tA1.x = 1\tw\tw\n", "line 13, field 3");
	not_read(HEAD TABLE "check\tk\terror\tA1.x >= 0\tw\tw\ncheck\tk\terror\tA1.x >= 0\tw\tw\n",
		"line 14, field 2");
	not_read("form\t\xff\n", "UTF-8");
}

static void the_own_form_reads(void **state)
{
	struct str bytes = embed_find(S("data/form/hd-01.1.tsv"));
	struct form_edition f;

	(void)state;
	assert_ok(form_edition_read(a, S("hd-01"), bytes, &f, &e), &e);
	assert_int_equal(f.cells.n, 40);
	assert_true(f.own);
	assert_false(f.verified);
	assert_int_equal(form_slot_of(&f, S("C3.f3")), -1); /* shut */
	assert_int_equal(f.cells.v[form_slot_of(&f, S("D9.n"))].digits, 1);
	assert_true(f.checks.n >= 8 + 3); /* k5 speaks of four rows */
}

/* --- checks */

static enum form_verdict judged(const char *expression, const char *now, const char *last)
{
	struct str text = str_fmt(a, HEAD TABLE "check\tk\terror\t%s\tw\tw\n", expression);
	struct form_edition f;
	struct form_figure v[4], before[4];

	assert_ok(form_edition_read(a, S("t"), text, &f, &e), &e);
	assert_true(form_figures_unpack(str_z(now), v, 4));
	if (last)
		assert_true(form_figures_unpack(str_z(last), before, 4));
	for (size_t i = 0; i < f.checks.n; i++) {
		struct form_finding x = form_judge(&f.checks.v[i], v, last ? before : NULL);

		if (x.verdict != FORM_HOLDS)
			return x.verdict;
	}
	return FORM_HOLDS;
}

/* Cells: A1.x A1.y A2.x A2.y. */
static void checks_judge_what_can_be_known(void **state)
{
	(void)state;
	assert_int_equal(judged("A1.x = A2.x", "5 1 5 0", NULL), FORM_HOLDS);
	assert_int_equal(judged("A1.x = A2.x", "5 1 4 0", NULL), FORM_BROKEN);
	assert_int_equal(judged("A1.x <= A2.x", "5 1 4 0", NULL), FORM_BROKEN);
	assert_int_equal(judged("A1.x >= A2.x", "5 1 4 0", NULL), FORM_HOLDS);
	assert_int_equal(judged("A1 = A2 + 6", "5 1 0 -", NULL), FORM_HOLDS);
	assert_int_equal(judged("A1.x - A1.y = 4", "5 1 0 0", NULL), FORM_HOLDS);
	assert_int_equal(judged("A.t = A1 + A2", "5 1 2 3", NULL), FORM_HOLDS);
	/* each column; each row, the total's apart */
	assert_int_equal(judged("A1.@ = A2.@", "5 1 5 1", NULL), FORM_HOLDS);
	assert_int_equal(judged("A1.@ = A2.@", "5 1 5 2", NULL), FORM_BROKEN);
	assert_int_equal(judged("@A.x >= @A.y", "5 1 3 3", NULL), FORM_HOLDS);
	assert_int_equal(judged("@A.x >= @A.y", "5 1 3 4", NULL), FORM_BROKEN);
	/* not known: anything from zero up */
	assert_int_equal(judged("A1.x = A2.x", "5 1 ? 0", NULL), FORM_OPEN);
	assert_int_equal(judged("A1.x = A2 ", "5 1 ? 6", NULL), FORM_BROKEN);
	assert_int_equal(judged("A1.x <= A2", "5 1 ? 6", NULL), FORM_HOLDS);
	assert_int_equal(judged("A1.x >= A2.x + A2.y", "5 1 _ 5", NULL), FORM_OPEN);
	/* the period before */
	assert_int_equal(judged("A2.x = last(A2.x) + A1.x", "5 0 12 0", "1 1 7 1"), FORM_HOLDS);
	assert_int_equal(judged("A2.x = last(A2.x) + A1.x", "5 0 11 0", "1 1 7 1"), FORM_BROKEN);
	assert_int_equal(judged("A2.x = last(A2.x) + A1.x", "5 0 11 0", NULL), FORM_OPEN);
	assert_int_equal(judged("A2.x = last(A2.x) + A1.x", "5 0 4 0", NULL), FORM_BROKEN);
}

/* --- vectors */

static void same(const struct form_vector *x, const struct form_vector *y)
{
	assert_int_equal(x->n, y->n);
	assert_int_equal(x->submissions, y->submissions);
	for (size_t i = 0; i < x->n; i++) {
		assert_int_equal(x->v[i].sum, y->v[i].sum);
		assert_int_equal(x->v[i].given, y->v[i].given);
		assert_int_equal(x->v[i].missing, y->v[i].missing);
		assert_int_equal(x->v[i].na, y->v[i].na);
	}
}

static uint64_t seed = 7;

static uint64_t draw(uint64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % below;
}

static void fill(struct form_figure *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t k = draw(12);

		v[i] = (struct form_figure){ FORM_ZERO, 0 };
		if (k == 0)
			v[i] = (struct form_figure){ FORM_VALUE, 1 + (int64_t)draw(FORM_MOST) };
		else if (k < 3)
			v[i].state = k == 1 ? FORM_MISSING : FORM_NA;
	}
}

/* Packed and unpacked, cell by cell and whole, as it grows from sparse to dense and back. */
static void vectors_keep_every_figure(void **state)
{
	enum { N = 250, MANY = 300 };
	struct form_vector sum = form_vector_new(a, N), all[MANY], back;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		struct form_figure v[N];
		struct form_tally t[N];

		fill(v, N);
		all[i] = form_vector_of(a, v, N);
		assert_ok(form_vector_add(&sum, &all[i], false, &e), &e);
		struct str packed = form_vector_pack(a, &sum);

		assert_ok(form_vector_unpack(a, packed, &back, &e), &e);
		same(&sum, &back);
		size_t slot = draw(N), some = draw(N - slot) + 1;

		assert_int_equal(back.submissions, i + 1);
		assert_ok(form_vector_slice(packed, slot, some, t, &e), &e);
		assert_memory_equal(t, &sum.v[slot], some * sizeof(*t));
		struct err beyond = { 0 };

		assert_false(form_vector_slice(packed, slot, N - slot + 1, t, &beyond));
		for (size_t k = 0; k < N; k++) {
			struct form_figure f = form_tally_figure(&all[i].v[k]);

			assert_true(form_figure_eq(f, v[k]));
		}
	}
	assert_true(form_vector_pack(a, &sum).p[0] == 2);
	for (int i = 0; i < MANY; i++)
		assert_ok(form_vector_add(&sum, &all[i], true, &e), &e);
	back = form_vector_new(a, N);
	same(&sum, &back);
	assert_int_equal(form_vector_pack(a, &sum).n, 4); /* nothing but its head */
}

static void sums_do_not_wrap_around(void **state)
{
	struct form_vector x = form_vector_new(a, 1), y = form_vector_new(a, 1);

	(void)state;
	x.v[0].sum = INT64_MAX - 1;
	y.v[0].sum = 2;
	assert_false(form_vector_add(&x, &y, false, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
	err_clear(&e);
	x.v[0].sum = 1;
	assert_false(form_vector_add(&x, &y, true, &e));
	assert_int_equal(e.code, ERR_INTERNAL);
	err_clear(&e);
}

/* Bytes that are no vector, also those that were one: never read past their end. */
static void broken_bytes_are_refused(void **state)
{
	struct form_figure v[40];
	struct form_vector sum = form_vector_new(a, 40), back, one;

	(void)state;
	for (int i = 0; i < 9; i++) {
		fill(v, 40);
		one = form_vector_of(a, v, 40);
		assert_ok(form_vector_add(&sum, &one, false, &e), &e);
	}
	struct str packed[2] = { form_vector_pack(a, &one), form_vector_pack(a, &sum) };

	for (int k = 0; k < 2; k++)
		for (int i = 0; i < 4000; i++) {
			struct str bad = str_sub(packed[k], 0, draw(packed[k].n + 1));
			char *own = malloc(bad.n + 1); /* so that a sanitizer sees its end */

			memcpy(own, bad.p, bad.n);
			if (bad.n)
				own[draw(bad.n)] = (char)draw(256);
			bad = str_n(own, bad.n);
			(void)!form_vector_unpack(a, bad, &back, &e);
			err_clear(&e);
			free(own);
		}
	assert_false(form_vector_unpack(a, S(""), &back, &e));
	err_clear(&e);
	assert_false(form_vector_unpack(a, S("\x03\x01\x01"), &back, &e));
	err_clear(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_as_vietnamese_people_write_them),
		cmocka_unit_test(what_is_no_figure_is_refused_in_words),
		cmocka_unit_test(shown_as_each_language_writes),
		cmocka_unit_test(a_draft_there_and_back),
		cmocka_unit_test(cells_have_numbers_in_their_order),
		cmocka_unit_test(what_is_wrong_is_named_by_line_and_field),
		cmocka_unit_test(the_own_form_reads),
		cmocka_unit_test(checks_judge_what_can_be_known),
		cmocka_unit_test(vectors_keep_every_figure),
		cmocka_unit_test(sums_do_not_wrap_around),
		cmocka_unit_test(broken_bytes_are_refused),
	};

	return cmocka_run_group_tests(tests, begin, end);
}

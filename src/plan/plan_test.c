/*
 * What the tables of plans hold, in words.
 */
#include "plan/plan.h"

#include "test/cmocka.h"

static struct arena *a;

static int begin(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void is(struct str got, const char *want)
{
	if (!str_eq(got, str_z(want)))
		fail_msg("\"%.*s\" in place of \"%s\"", STR_ARG(got), want);
}

static void paths_as_people_cite_them(void **state)
{
	(void)state;
	is(plan_path_label(a, LANG_VI, S("II.2.1.a")), "II.2.1.a");
	is(plan_path_label(a, LANG_VI, S("II.2.1.b.-1")), "II.2.1.b.-1");
	is(plan_path_label(a, LANG_VI, S("II.3.d.p2")), "II.3.d, đoạn 2");
	is(plan_path_label(a, LANG_EN, S("II.3.d.p2")), "II.3.d, paragraph 2");
	is(plan_path_label(a, LANG_VI, S("II.2.1.đ.s1")), "II.2.1.đ (1)");
	is(plan_path_label(a, LANG_VI, S("II.2.1.a.t2.t1")), "II.2.1.a, việc 2, việc 1");
	is(plan_path_label(a, LANG_EN, S("t3")), "Added task 3");
	/* letters that only look like the marks of parts */
	is(plan_path_label(a, LANG_VI, S("p1.s")), "p1.s");
	is(plan_path_label(a, LANG_VI, S("")), "");
}

static void briefs_end_at_a_word(void **state)
{
	(void)state;
	is(plan_brief(a, S("Tổ chức các lớp tập huấn"), 100), "Tổ chức các lớp tập huấn");
	is(plan_brief(a, S("Tổ chức các lớp tập huấn"), 15), "Tổ chức các lớp…");
	is(plan_brief(a, S("Tổ chức các lớp, tập huấn"), 16), "Tổ chức các lớp…");
	is(plan_brief(a, S("ĐặngĐặngĐặng"), 5), "ĐặngĐ…");
	is(plan_brief(a, S(""), 5), "");
}

static void capitals_come_down_in_a_line_of_capitals_only(void **state)
{
	(void)state;
	is(plan_sentence(a, S("NHIỆM VỤ VÀ PHÂN CÔNG")), "Nhiệm vụ và phân công");
	is(plan_sentence(a, S("ĐẨY MẠNH")), "Đẩy mạnh");
	is(plan_sentence(a, S("Công tác truyền thông")), "Công tác truyền thông");
	is(plan_sentence(a, S("Luật PCMBN")), "Luật PCMBN");
	is(plan_sentence(a, S("2024")), "2024");
	is(plan_sentence(a, S("")), "");
}

static void the_last_day_is_said(void **state)
{
	struct plan_due before = { .due = DATE(2024, 3, 1), .before = true };
	struct plan_due day = { .due = DATE(2024, 3, 1) };
	struct plan_due window = { .starts = DATE(2024, 7, 1), .due = DATE(2024, 9, 30) };
	struct plan_due yearly = { .recurrence = S("yearly 07-30") };
	struct plan_due leap = { .recurrence = S("yearly 02-29") };
	struct plan_due periodic = { .recurrence = S("periodic") };
	struct plan_due words = { .words = S("trước ngày 10/3") };
	struct plan_due none = { 0 };

	(void)state;
	/* "trước ngày 01/3": the last day is 29/02 of that leap year */
	is(plan_due_text(a, LANG_VI, &before), "chậm nhất 29/02/2024");
	assert_int_equal(date_cmp(plan_last_day(&before), DATE(2024, 2, 29)), 0);
	is(plan_due_text(a, LANG_VI, &day), "01/3/2024");
	is(plan_due_text(a, LANG_VI, &window), "01/7/2024–30/9/2024");
	window.year = 2024;
	is(plan_due_text(a, LANG_VI, &window), "01/7–30/9");
	is(plan_due_text(a, LANG_VI, &yearly), "30/7 hằng năm");
	is(plan_due_text(a, LANG_EN, &yearly), "30/7 every year");
	is(plan_due_text(a, LANG_VI, &leap), "29/02 hằng năm");
	is(plan_due_text(a, LANG_VI, &periodic), "định kỳ");
	is(plan_due_text(a, LANG_VI, &words), "trước ngày 10/3");
	assert_null(plan_due_text(a, LANG_VI, &none).p);
}

static void words_of_the_tables_and_back(void **state)
{
	(void)state;
	for (enum plan_role r = PLAN_LEAD; r < PLAN_ROLES; r++)
		assert_int_equal(plan_role_of(str_z(plan_role_word(r))), r);
	assert_int_equal(plan_role_of(S("boss")), PLAN_ROLES);
	assert_int_equal(plan_sure_of(S("certain")), PLAN_CERTAIN);
	/* what is not known is not sure */
	assert_int_equal(plan_sure_of(S("?")), PLAN_DOUBTFUL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(paths_as_people_cite_them, begin, end),
		cmocka_unit_test_setup_teardown(briefs_end_at_a_word, begin, end),
		cmocka_unit_test_setup_teardown(
			capitals_come_down_in_a_line_of_capitals_only, begin, end),
		cmocka_unit_test_setup_teardown(the_last_day_is_said, begin, end),
		cmocka_unit_test_setup_teardown(words_of_the_tables_and_back, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

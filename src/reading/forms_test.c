/*
 * Documents in forms the samples do not have: a directive, a letter, plans of a committee
 * and of a commune, broken input. What should be read stands beside each.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

#include "embed.h"
#include "reading/reading.h"
#include "test/cmocka.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)3 << 30);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct reading *read_text(struct str s)
{
	struct reading *r = NULL;
	struct err e = { 0 };

	if (!reading_plan(a, s, NULL, &r, &e))
		fail_msg("%s", e.bytes);
	return r;
}

static struct str file_text(struct str path)
{
	FILE *f = fopen(str_c(a, path), "rb");
	char *p = arena_alloc(a, 1 << 18);

	assert_non_null(f);
	size_t n = fread(p, 1, 1 << 18, f);

	fclose(f);
	return str_n(p, n);
}

static void put_roles(struct buf *b, const struct reading_item *t)
{
	for (enum reading_role role = 0; role < READING_ROLES; role++) {
		bool any = false;

		buf_addc(b, '\t');
		LIST_EACH(p, &t->parties) {
			if (p->role != role)
				continue;
			if (any)
				buf_addc(b, '|');
			buf_add(b, p->name);
			any = true;
		}
		if (!any)
			buf_addc(b, '-');
	}
}

static void put_day(struct buf *b, const struct reading_day *d)
{
	buf_addc(b, '\t');
	if (!d->given)
		buf_addc(b, '-');
	else if (date_given(d->date))
		buf_addf(b, "%s%.*s", d->before ? "<" : "", STR_ARG(date_iso(a, d->date)));
	else
		buf_addf(b, "%s%02d-%02d", d->before ? "<" : "", d->date.month, d->date.day);
}

/* The first eight words are enough to know a text by. */
static struct str first_words(struct str s)
{
	size_t spaces = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ' && ++spaces == 8)
			return str_sub(s, 0, i);
	}
	return s;
}

static struct str rendered(const struct reading *r)
{
	struct buf b = { .arena = a };

	LIST_EACH(t, &r->items) {
		if (t->kind != READING_TASK)
			continue;
		buf_addf(&b, "%.*s\t%.*s", STR_ARG(t->path), STR_ARG(first_words(t->text)));
		put_roles(&b, t);
		put_day(&b, &t->start);
		put_day(&b, &t->due);
		buf_addf(&b, "\t%.*s\n", t->recurrence.n ? (int)t->recurrence.n : 1,
			t->recurrence.n ? t->recurrence.p : "-");
	}
	return buf_str(&b);
}

/* READING_FORMS=write writes what is read now, to be looked over by a person. */
static void check_form(const char *name)
{
	struct str path = str_fmt(a, "test/reading/forms/%s.txt", name);
	struct str want_path = str_fmt(a, "test/reading/forms/%s.tsv", name);
	struct str have = rendered(read_text(file_text(path)));
	const char *write = getenv("READING_FORMS");

	if (write && !strcmp(write, "write")) {
		FILE *f = fopen(str_c(a, want_path), "wb");

		assert_non_null(f);
		fwrite(have.p, 1, have.n, f);
		fclose(f);
		return;
	}
	struct str want = file_text(want_path), line, other;

	while (str_split(&want, '\n', &line)) {
		if (!str_split(&have, '\n', &other))
			other = S("(nothing)");
		if (!str_eq(line, other))
			fail_msg("%s\n  want %.*s\n  have %.*s", name, STR_ARG(line),
				STR_ARG(other));
	}
	assert_int_equal(have.n, 0);
}

static void a_directive(void **state)
{
	(void)state;
	check_form("directive");
}

static void a_letter_of_a_department(void **state)
{
	(void)state;
	check_form("letter");
}

static void a_plan_of_a_committee(void **state)
{
	(void)state;
	check_form("committee");
}

static void a_plan_of_a_commune(void **state)
{
	(void)state;
	check_form("commune");
}

/* Forms and fields the samples know nothing of. */
static void documents_of_other_fields(void **state)
{
	static const char *const names[] = { "telegram", "conclusion", "department", "pm_directive",
		"instruction", "decision", "table_tasks", "tabs", "programme", "members", "nested",
		"topics", "resolution", "opening", "village", "ministry", "school", "about",
		"borders", "partners" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		check_form(names[i]);
}

static void a_letter_is_titled_by_what_it_is_about(void **state)
{
	struct reading *r = read_text(file_text(S("test/reading/forms/about.txt")));

	(void)state;
	assert_true(str_eq(r->header.kind, S("Công văn")));
	assert_true(
		str_eq(r->header.title, S("V/v tăng cường công tác phòng ngừa mua bán người trong "
					  "dịp nghỉ hè năm 2025")));
	assert_int_equal(r->header.years.v[0], 2025);
	assert_int_equal(r->fired[READING_RULE_task_courtesy], 1);
}

static void duties_of_every_month(void **state)
{
	static const struct {
		const char *to;
		enum reading_period period;
		size_t days;
		int month, day; /* of the first */
		bool before;
	} want[] = {
		{ "Công an huyện", READING_MONTH, 12, 1, 20, true },
		{ "Công an tỉnh", READING_MONTH, 12, 1, 25, false },
		{ "Công an huyện", READING_MONTH, 12, 1, 18, true },
		{ "Ủy ban nhân dân huyện", READING_QUARTER, 4, 3, 31, true },
	};
	struct reading *r = read_text(file_text(S("test/reading/forms/borders.txt")));

	(void)state;
	assert_int_equal(r->duties.n, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		const struct reading_duty *d = &r->duties.v[i];

		assert_true(str_eq(d->to, str_z(want[i].to)));
		assert_int_equal(d->period, want[i].period);
		assert_int_equal(d->rule, READING_RULE_duty_monthly);
		assert_int_equal(d->due.n, want[i].days);
		assert_int_equal(d->due.v[0].date.month, want[i].month);
		assert_int_equal(d->due.v[0].date.day, want[i].day);
		assert_int_equal(d->due.v[0].before, want[i].before);
	}
	/* June has no 31st */
	assert_int_equal(r->duties.v[3].due.v[1].date.day, 30);
}

/* Which body a topic goes to is a guess, and looks like one. */
static void a_topic_is_doubtful(void **state)
{
	struct reading *r = read_text(embed_find(S("samples/004.txt")));
	size_t guessed = 0;

	(void)state;
	LIST_EACH(t, &r->items) {
		LIST_EACH(f, &t->flags) {
			if (f->code != READING_FLAG_topic_guess)
				continue;
			assert_int_equal(t->sure, READING_DOUBTFUL);
			guessed++;
		}
	}
	assert_true(guessed > 0);
}

static void the_decision_with_its_plan(void **state)
{
	struct reading *r = read_text(embed_find(S("samples/004.txt")));

	(void)state;
	assert_true(str_eq(r->header.number, S("1957/QĐ-TTg")));
	assert_true(str_eq(r->header.kind, S("Quyết định")));
	assert_int_equal(date_cmp(r->header.date, DATE(2020, 11, 30)), 0);
	assert_true(str_eq(r->header.signatory, S("Nguyễn Xuân Phúc")));
	assert_int_equal(r->header.recipients.n, 19);
	assert_int_equal(r->tasks, 43);
	assert_int_equal(r->targets.n, 0);
}

static void a_cut_copy_in_another_layout(void **state)
{
	struct reading *whole = read_text(embed_find(S("samples/000.txt")));
	struct reading *cut = read_text(embed_find(S("samples/002.txt")));
	size_t k = 0;

	(void)state;
	assert_int_equal(cut->tasks, 17);
	LIST_EACH(t, &cut->items) {
		if (t->kind != READING_TASK)
			continue;
		while (k < whole->items.n && whole->items.v[k].kind != READING_TASK)
			k++;
		assert_true(str_eq(t->path, whole->items.v[k].path));
		assert_int_equal(t->parties.n, whole->items.v[k].parties.n);
		k++;
	}
}

static bool flagged(const struct reading *r, enum reading_flag_code code)
{
	LIST_EACH(f, &r->flags) {
		if (f->code == code)
			return true;
	}
	return false;
}

static void a_text_without_a_plan_says_so(void **state)
{
	static const char *const texts[] = {
		"The quick brown fox.\n1. Do this.\n2. Do that, please (Ministry of Health).\n",
		"BÁO CÁO\nKết quả công tác năm 2023\nI. KẾT QUẢ\n1. Đã tổ chức 12 lớp tập huấn.\n",
		"Hôm nay trời đẹp. Tôi đi chợ mua cá về nấu canh chua cho cả nhà.\n",
		"Mua sữa, trứng, bánh mì.\n- Gạo nếp\n- Nước mắm\n",
	};
	static const char *const files[] = { "test/reading/forms/none_report.txt",
		"test/reading/forms/none_invitation.txt" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct reading *r = read_text(str_z(texts[i]));

		assert_int_equal(r->tasks, 0);
		assert_true(flagged(r, READING_FLAG_no_plan));
	}
	for (size_t i = 0; i < COUNT(files); i++) {
		struct reading *r = read_text(file_text(str_z(files[i])));

		assert_int_equal(r->tasks, 0);
		assert_true(flagged(r, READING_FLAG_no_plan));
	}
	assert_true(flagged(read_text(str_z(texts[0])), READING_FLAG_not_vietnamese));
}

static void refuse(struct str s, enum text_id text)
{
	struct reading *r = NULL;
	struct err e = { 0 };

	assert_false(reading_plan(a, s, NULL, &r, &e));
	assert_int_equal(e.text, text);
}

static void what_is_no_text_is_refused(void **state)
{
	char nul[4096] = { 0 };

	(void)state;
	refuse(S(""), T_reading_empty);
	refuse(S(" \n\t\n"), T_reading_empty);
	refuse(S("%PDF-1.7\n"), T_reading_binary);
	refuse(S("PK\x03\x04"), T_reading_binary);
	refuse(S("\xFF\xFEK\0"), T_reading_utf16);
	refuse(S("K\xE1\xBA ho\n"), T_reading_not_utf8);
	refuse(str_n(nul, sizeof(nul)), T_reading_binary);
}

static void marks_without_width_do_not_matter(void **state)
{
	struct reading *r = read_text(
		S("\xEF\xBB\xBFKẾ HOẠCH\r\nPhòng ngừa năm 2024\r\nI. NHIỆM VỤ\r\n"
		  "1.\xE2\x80\x8B Tuyên tru\xE2\x80\xAEyền về pháp luật (Bộ\xC2\xA0"
		  "Công\xE2\x80\x8B an chủ trì thực hiện).\r\n"));

	(void)state;
	assert_int_equal(r->tasks, 1);
	LIST_EACH(t, &r->items) {
		if (t->kind != READING_TASK)
			continue;
		assert_true(str_eq(t->text, S("Tuyên truyền về pháp luật")));
		assert_true(str_eq(t->parties.v[0].name, S("Bộ Công an")));
		assert_int_equal(t->line, 4);
	}
}

static struct str repeated(struct str head, struct str s, size_t times)
{
	struct buf b = { .arena = a };

	buf_add(&b, head);
	for (size_t i = 0; i < times; i++)
		buf_add(&b, s);
	return buf_str(&b);
}

static void ten_thousand_items(void **state)
{
	struct reading *r = read_text(repeated(S("KẾ HOẠCH\nNăm 2024\nI. NHIỆM VỤ\n"),
		S("- Tuyên truyền pháp luật (Sở Tư pháp chủ trì, phối hợp các sở, ban, ngành).\n"),
		10000));

	(void)state;
	assert_int_equal(r->tasks, 10000);
	assert_true(str_eq(r->items.v[r->items.n - 1].path, S("I.-10000")));
}

static void a_hundred_thousand_monthly_duties(void **state)
{
	struct reading *r = read_text(repeated(S("KẾ HOẠCH\nNăm 2024\nI. NHIỆM VỤ\n"),
		S("1. Báo cáo ngày 20 hằng tháng.\n"), 100000));

	(void)state;
	assert_true(r->duties.n > 1000 && r->duties.n < 100000);
}

static void hostile_shapes(void **state)
{
	static const char *const parts[] = { "(", "((Bộ Công an ", "các sở, ban, ", "Chủ tịch ",
		"I. ", "1.1.1.1.1.1.1 A\n", "- + * - ", "a) ", "“", "| ", "**", "Giao Bộ Công an; ",
		"Đơn vị chủ trì: ", "100% ", "30/7 ", "Ngày ", "Điều 1. ", "\xE2\x80\x8F", "ӡ",
		"\xEF\xBF\xBD" };

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct arena_mark mark = arena_mark(a);
		struct str bad = repeated(S("KẾ HOẠCH\nNăm 2024\nI. NHIỆM VỤ\n1. Phòng ngừa "),
			str_z(parts[i]), 20000);

		assert_non_null(read_text(bad));
		arena_rewind(a, mark);
	}
}

static void one_line_of_ten_megabytes(void **state)
{
	struct str line = repeated(
		S("I. NHIỆM VỤ "), S("phòng ngừa tội phạm, bảo vệ nạn nhân; "), 10000000 / 50);

	(void)state;
	assert_non_null(read_text(line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_directive, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_letter_of_a_department, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_plan_of_a_committee, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_plan_of_a_commune, set_up, tear_down),
		cmocka_unit_test_setup_teardown(documents_of_other_fields, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_letter_is_titled_by_what_it_is_about, set_up, tear_down),
		cmocka_unit_test_setup_teardown(duties_of_every_month, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_topic_is_doubtful, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_decision_with_its_plan, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_cut_copy_in_another_layout, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_text_without_a_plan_says_so, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_text_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			marks_without_width_do_not_matter, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ten_thousand_items, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_hundred_thousand_monthly_duties, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hostile_shapes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_line_of_ten_megabytes, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

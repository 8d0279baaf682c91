/* The stages of reading one by one. */
#include "base/base.h"

#include "reading/facts.h"
#include "reading/marker.h"
#include "reading/reading.h"
#include "reading/words.h"
#include "test/cmocka.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 28);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void markers(void **state)
{
	static const struct {
		const char *line;
		enum marker marker;
		const char *name;
	} cases[] = {
		{ "I. MỤC TIÊU", MARK_ROMAN, "I" },
		{ "IX/ Khác", MARK_ROMAN, "IX" },
		{ "1. Công tác", MARK_NUMBER, "1" },
		{ "2.1.3 Nội dung", MARK_NUMBER, "2.1.3" },
		{ "(2) Rà soát", MARK_NUMBER, "2" },
		{ "đ) Hướng dẫn", MARK_LETTER, "đ" },
		{ "(a) Tổ chức", MARK_LETTER, "a" },
		{ "a. Tổ chức", MARK_LETTER, "a" },
		{ "- Tổ chức", MARK_DASH, "" },
		{ "• Tổ chức", MARK_BULLET, "" },
		{ "Điều 2. Giao", MARK_ARTICLE, "2" },
		{ "A. Phần", MARK_UPPER, "A" },
		{ "| 1 | Họp |", MARK_ROW, "" },
		{ "2024 là năm", MARK_NONE, NULL },
		{ "30/7 hằng năm", MARK_NONE, NULL },
		{ "1.5 tỷ đồng", MARK_NONE, NULL },
		{ "- 2025 và", MARK_DASH, "" },
		{ "Công an tỉnh", MARK_NONE, NULL },
		{ "V/v triển khai", MARK_NONE, NULL },
		{ "(Công an tỉnh)", MARK_NONE, NULL },
		{ "Điều 150 về tội", MARK_NONE, NULL },
		{ "đ/c Nam", MARK_NONE, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str line = str_z(cases[i].line);
		struct mark m = mark_read(line);

		if ((m.n ? m.marker : MARK_NONE) != cases[i].marker)
			fail_msg("%s", cases[i].line);
		if (m.n && cases[i].name[0])
			assert_true(str_eq(
				str_sub(line, m.name_from, m.name_to), str_z(cases[i].name)));
	}
}

static void words_compare_by_their_letters(void **state)
{
	(void)state;
	assert_int_equal(word_hash(S("hoà")), word_hash(S("HÒA")));
	assert_int_equal(word_hash(S("uỷ")), word_hash(S("ủy")));
	assert_true(word_hash(S("ma")) != word_hash(S("má")));
	assert_true(word_hash(S("đang")) != word_hash(S("dang")));
}

static void days(void **state)
{
	static const struct {
		const char *text;
		size_t words;
		struct date date;
	} cases[] = {
		{ "15/01/2024", 3, { 2024, 1, 15 } },
		{ "30/7", 2, { 0, 7, 30 } },
		{ "09.02.2021", 3, { 2021, 2, 9 } },
		{ "18 tháng 4 năm 2013", 5, { 2013, 4, 18 } },
		{ "20 tháng 11", 3, { 0, 11, 20 } },
		{ "31/02/2024", 0, { 0, 0, 0 } },
		{ "45/7", 0, { 0, 0, 0 } },
		{ "138/CP", 0, { 0, 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct words w = { .text = str_z(cases[i].text) };
		struct date d = DATE_NONE;

		words_add(a, &w, 0, w.text.n, 0);
		if (day_at(&w, 0, w.n, &d) != cases[i].words)
			fail_msg("%s", cases[i].text);
		if (cases[i].words) {
			assert_int_equal(d.year, cases[i].date.year);
			assert_int_equal(d.month, cases[i].date.month);
			assert_int_equal(d.day, cases[i].date.day);
		}
	}
}

/* The first task of a plan of one item. */
static const struct reading_item *one_task(const char *item)
{
	struct reading *r = NULL;
	struct err e = { 0 };
	struct str text = str_fmt(a, "KẾ HOẠCH\nNăm 2024\nI. NHIỆM VỤ\n1. %s\n", item);

	assert_true(reading_plan(a, text, NULL, &r, &e));
	LIST_EACH(t, &r->items) {
		if (t->kind == READING_TASK)
			return t;
	}
	fail_msg("no task in %s", item);
	return NULL;
}

static void names(void **state)
{
	static const struct {
		const char *written;
		const char *names[4];
	} cases[] = {
		{ "Bộ Lao động Thương binh và Xã hội", { "Bộ Lao động - Thương binh và Xã hội" } },
		{ "Bộ Văn hóa, Thể thao và Du lịch, Bộ Y tế",
			{ "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Y tế" } },
		{ "Bộ Thông tin và Truyền thông và các bộ, ngành",
			{ "Bộ Thông tin và Truyền thông", "các bộ, ngành" } },
		{ "Các sở, ban ngành, UBND các huyện, TX và TP Huế",
			{ "các sở, ban, ngành",
				"Ủy ban nhân dân các huyện, thị xã và thành phố Huế" } },
		{ "Hội Liên hiệp phụ nữ tỉnh", { "Hội Liên hiệp Phụ nữ tỉnh" } },
		{ "Sở Tư pháp, Tài chính", { "Sở Tư pháp", "Sở Tài chính" } },
		{ "các Sở: Y tế, Nội vụ", { "Sở Y tế", "Sở Nội vụ" } },
		{ "Công an tỉnh - Cơ quan Thường trực Ban Chỉ đạo 138 tỉnh", { "Công an tỉnh" } },
		{ "Trung tâm Điều phối vùng Đông Bắc", { "Trung tâm Điều phối vùng Đông Bắc" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct reading_item *t = one_task(str_c(
			a, str_fmt(a, "Tuyên truyền pháp luật (%s thực hiện).", cases[i].written)));
		size_t n = 0;

		while (n < 4 && cases[i].names[n])
			n++;
		if (t->parties.n != n)
			fail_msg("%s: %zu parties", cases[i].written, t->parties.n);
		for (size_t k = 0; k < n; k++) {
			if (!str_eq(t->parties.v[k].name, str_z(cases[i].names[k])))
				fail_msg("%s: %.*s", cases[i].written,
					STR_ARG(t->parties.v[k].name));
		}
	}
}

static void an_unknown_name_is_kept_and_flagged(void **state)
{
	const struct reading_item *t = one_task(
		"Trồng rừng (Sở Biển, Đảo và Thủy sản chủ trì thực hiện).");

	(void)state;
	assert_int_equal(t->parties.n, 1);
	assert_true(str_eq(t->parties.v[0].name, S("Sở Biển, Đảo và Thủy sản")));
	assert_false(t->parties.v[0].resolved);
	assert_int_equal(t->flags.v[0].code, READING_FLAG_unknown_party);
}

static void what_stands_in_brackets_is_not_always_an_assignment(void **state)
{
	static const char *const texts[] = {
		"Kiểm tra cơ sở lưu trú (nhà trọ, nhà nghỉ, khách sạn).",
		"Phối hợp với cảnh sát quốc tế (Interpol).",
		"Chỉ đạo điểm tại hai địa phương (Hải Phòng, Cao Bằng).",
		"Góp ý dự thảo Luật Phòng, chống mua bán người (sửa đổi).",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct reading_item *t = one_task(texts[i]);

		if (t->parties.n)
			fail_msg("%s", texts[i]);
		assert_int_equal(t->sure, READING_DOUBTFUL);
	}
}

static void references(void **state)
{
	const struct reading_item *t = one_task(
		"Thực hiện Quyết định số 193/QĐ-TTg, ngày 09/02/2021 của Thủ tướng Chính phủ và "
		"Công văn số 7432 /UBND-XD của Ban Chỉ đạo 138/CP trước ngày 10/3/2024.");

	(void)state;
	assert_int_equal(t->refs.n, 2);
	assert_true(str_eq(t->refs.v[0].number, S("193/QĐ-TTg")));
	assert_true(str_eq(t->refs.v[0].kind, S("Quyết định")));
	assert_true(str_eq(t->refs.v[0].issuer, S("Thủ tướng Chính phủ")));
	assert_int_equal(date_cmp(t->refs.v[0].date, DATE(2021, 2, 9)), 0);
	assert_true(str_eq(t->refs.v[1].number, S("7432/UBND-XD")));
	assert_int_equal(date_cmp(t->due.date, DATE(2024, 3, 10)), 0);
	assert_true(t->due.before);
	t = one_task("Quán triệt Chỉ thị số 36-CT/TW, ngày 16/8/2019 của Bộ Chính trị.");
	assert_int_equal(t->refs.n, 1);
	assert_true(str_eq(t->refs.v[0].number, S("36-CT/TW")));
	assert_int_equal(one_task("Giai đoạn 2021-2025, duy trì số 12-15 lớp mỗi năm.")->refs.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(markers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(words_compare_by_their_letters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(days, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_unknown_name_is_kept_and_flagged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_stands_in_brackets_is_not_always_an_assignment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(references, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

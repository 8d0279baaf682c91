/* Vietnamese text: one form, found without marks, sorted as a dictionary is. */
#include "base/viet.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/base.h"
#include "test/cmocka.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void composed_text_is_left_where_it_is(void **state)
{
	struct str s = S("Phòng, chống mua bán người “30/7”");

	(void)state;
	assert_ptr_equal(viet_nfc(a, s).p, s.p);
}

static void decomposed_text_is_composed(void **state)
{
	(void)state;
	assert_str_equal(viet_nfc(a, S("Pho\xCC\x80ng, a\xCC\x82\xCC\xA3")), S("Phòng, ậ"));
	assert_str_equal(viet_nfc(a, S("\xE1\xBA\xA1\xCC\x82")), S("ậ")); /* ạ + circumflex */
}

/* What is taken for composed without asking is what utf8proc leaves as it is. */
static void what_is_left_is_what_utf8proc_leaves(void **state)
{
	(void)state;
	for (uint32_t r = 1; r < 0x110000;
		r += r < 0x3400 || (r >= 0xD000 && r < 0x10000) ? 1 : 61) {
		struct buf b = { .arena = a };
		utf8proc_uint8_t *want;

		if (r >= 0xD800 && r < 0xE000)
			continue;
		buf_addc(&b, 'a');
		buf_add_rune(&b, r);
		buf_addz(&b, "\xE1\xBA\xA1"); /* ạ */
		struct str s = buf_str(&b);

		assert_true(utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n,
				    &want, UTF8PROC_STABLE | UTF8PROC_COMPOSE) > 0);
		assert_str_equal(viet_nfc(a, s), str_z((char *)want));
		free(want);
		arena_reset(a);
	}
}

static void folding_finds_what_people_type(void **state)
{
	(void)state;
	assert_str_equal(
		viet_fold(a, S("Phòng, chống  mua bán NGƯỜI.")), S("phong chong mua ban nguoi"));
	assert_str_equal(viet_fold(a, S("Đặng Thị Hường")), S("dang thi huong"));
	assert_str_equal(viet_fold(a, S("Đa\xCC\xA3\xCC\x86ng")), S("dang"));
	assert_str_equal(viet_fold(a, S("19/KH-BCĐ138/CP")), S("19 kh bcd138 cp"));
	assert_str_equal(viet_fold(a, S("  ... ")), S(""));
	assert_str_equal(viet_lower(a, S("ĐẶNG Ừ")), S("đặng ừ"));
}

static void sorting_is_the_dictionarys(void **state)
{
	static const char *const words[] = {
		"Khu vực 2",
		"Khu vực 10",
		"Khu vực 010b",
		"an",
		"àn",
		"ãn",
		"án",
		"ạn",
		"An Giang",
		"ăn",
		"ân",
		"ba",
		"dân",
		"đan",
		"Đặng",
		"đâu",
		"em",
		"êm",
		"on",
		"ôn",
		"ơn",
		"un",
		"ưởng",
		"xa",
		"ya",
	};

	(void)state;
	for (size_t i = 3; i + 1 < COUNT(words); i++) {
		struct str x = viet_sort_key(a, str_z(words[i]));
		struct str y = viet_sort_key(a, str_z(words[i + 1]));

		if (str_cmp(x, y) >= 0)
			fail_msg("%s does not come before %s", words[i], words[i + 1]);
	}
	for (size_t i = 0; i < 2; i++)
		assert_true(str_cmp(viet_sort_key(a, str_z(words[i])),
				    viet_sort_key(a, str_z(words[i + 1]))) < 0);
}

static void sort_keys_are_ascii_and_form_blind(void **state)
{
	struct str key = viet_sort_key(a, S("Ủy ban — Ωλ 漢"));

	(void)state;
	for (size_t i = 0; i < key.n; i++)
		assert_true((unsigned char)key.p[i] < 0x80 && key.p[i] != 0);
	assert_str_equal(viet_sort_key(a, S("U\xCC\x89y")), viet_sort_key(a, S("Ủy")));
	assert_str_equal(viet_sort_key(a, S("\xCC\x89 a")), viet_sort_key(a, S("a")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(composed_text_is_left_where_it_is),
		cmocka_unit_test(decomposed_text_is_composed),
		cmocka_unit_test(what_is_left_is_what_utf8proc_leaves),
		cmocka_unit_test(folding_finds_what_people_type),
		cmocka_unit_test(sorting_is_the_dictionarys),
		cmocka_unit_test(sort_keys_are_ascii_and_form_blind),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

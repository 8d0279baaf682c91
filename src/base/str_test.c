/* Strings, numbers in strings, UTF-8, JSON, errors. */
#include "base/base.h"
#include "base/json.h"

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

static void searching_finds_the_first_place(void **state)
{
	(void)state;
	assert_int_equal(str_find(S("abcabc"), S("bc"), 0), 1);
	assert_int_equal(str_find(S("abcabc"), S("bc"), 2), 4);
	assert_int_equal(str_find(S("abcabc"), S("x"), 0), SIZE_MAX);
	assert_int_equal(str_find(S("abc"), S("abcd"), 0), SIZE_MAX);
	assert_int_equal(str_find(S("abc"), S(""), 3), 3);
	assert_int_equal(str_find(S("abc"), S(""), 4), SIZE_MAX);
	assert_int_equal(str_find_char(S("a,b"), ',', 2), SIZE_MAX);
}

static void splitting_keeps_empty_parts(void **state)
{
	struct str rest = S("a,,b"), part;

	(void)state;
	assert_true(str_split(&rest, ',', &part));
	assert_str_equal(part, S("a"));
	assert_true(str_split(&rest, ',', &part));
	assert_str_equal(part, S(""));
	assert_true(str_split(&rest, ',', &part));
	assert_str_equal(part, S("b"));
	assert_false(str_split(&rest, ',', &part));
}

static void integers_are_read_whole_or_not_at_all(void **state)
{
	int64_t v;

	(void)state;
	assert_true(str_to_int(S("9223372036854775807"), &v));
	assert_true(v == INT64_MAX);
	assert_true(str_to_int(S("-9223372036854775808"), &v));
	assert_true(v == INT64_MIN);
	assert_false(str_to_int(S("9223372036854775808"), &v));
	assert_false(str_to_int(S("-9223372036854775809"), &v));
	assert_false(str_to_int(S(""), &v));
	assert_false(str_to_int(S("-"), &v));
	assert_false(str_to_int(S("12 "), &v));
	assert_false(str_to_int(S("+1"), &v));
	assert_false(str_to_int(S("99999999999999999999999999"), &v));
}

static void utf8_is_checked_as_unicode_says(void **state)
{
	size_t len;

	(void)state;
	assert_true(str_is_utf8(S("Đặng Thị Hường \xF0\x9F\x8C\x8A")));
	assert_false(str_is_utf8(S("\xC0\xAF")));	  /* overlong */
	assert_false(str_is_utf8(S("\xE0\x80\xAF")));	  /* overlong */
	assert_false(str_is_utf8(S("\xED\xA0\x80")));	  /* surrogate */
	assert_false(str_is_utf8(S("\xF4\x90\x80\x80"))); /* beyond U+10FFFF */
	assert_false(str_is_utf8(S("\xE1\xBA")));	  /* cut */
	assert_false(str_is_utf8(S("\x80")));
	assert_int_equal(str_rune(S("ặ"), 0, &len), 0x1EB7);
	assert_int_equal(len, 3);
	assert_int_equal(str_rune(S("\xFF!"), 0, &len), 0xFFFD);
	assert_int_equal(len, 1);
}

static void a_buffer_grows_and_counts(void **state)
{
	struct buf b = { .arena = a };

	(void)state;
	assert_str_equal(buf_str(&b), S(""));
	for (int i = 0; i < 1000; i++)
		buf_add_int(&b, i % 10);
	assert_int_equal(b.n, 1000);
	buf_addf(&b, "%05d", 42);
	buf_add_rune(&b, 0x1EB7);
	assert_str_equal(str_sub(buf_str(&b), 1000, 2000), S("00042ặ"));
	struct buf least = { .arena = a };

	buf_add_int(&least, INT64_MIN);
	assert_str_equal(buf_str(&least), S("-9223372036854775808"));
}

static void json_is_escaped_and_nested(void **state)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	(void)state;
	json_open(&j);
	json_str(&j, "name", S("a\"b\\c\n\x01Đ\xFF"));
	json_str(&j, "none", STR_NULL);
	json_list(&j, "numbers");
	json_int(&j, NULL, -5);
	json_real(&j, NULL, 0.1);
	json_real(&j, NULL, 1.0 / 0.0);
	json_open_item(&j);
	json_bool(&j, "yes", true);
	json_close(&j);
	json_end(&j);
	json_list(&j, "empty");
	json_end(&j);
	json_date(&j, "due", DATE(2024, 9, 5));
	json_date(&j, "open", DATE_NONE);
	json_close(&j);
	assert_str_equal(
		buf_str(&b), S("{\"name\":\"a\\\"b\\\\c\\n\\u0001Đ\xEF\xBF\xBD\",\"none\":null,"
			       "\"numbers\":[-5,0.1,null,{\"yes\":true}],\"empty\":[],"
			       "\"due\":\"2024-09-05\",\"open\":null}"));
}

static void an_error_owns_its_words_and_keeps_the_first(void **state)
{
	struct err e = { 0 };
	char name[] = "kế hoạch.txt";

	(void)state;
	assert_false(FAIL(&e, ERR_INPUT, T_base_file_not_regular, str_z(name)));
	memset(name, 'x', sizeof(name) - 1);
	assert_false(FAIL(&e, ERR_STORE, T_base_out_of_room));
	assert_int_equal(e.code, ERR_INPUT);
	assert_str_equal(err_text(a, LANG_VI, &e), S("kế hoạch.txt không phải là tệp thường."));
	assert_str_equal(err_text(a, LANG_EN, &e), S("kế hoạch.txt is not a regular file."));
	assert_int_equal(err_http(e.code), 400);
}

static void a_long_argument_is_cut_at_a_letter(void **state)
{
	struct err e = { 0 };
	struct buf b = { .arena = a };

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_addz(&b, "ặ");
	FAIL(&e, ERR_INPUT, T_base_file_unreadable, buf_str(&b), buf_str(&b));
	assert_true(str_is_utf8(err_text(a, LANG_VI, &e)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(searching_finds_the_first_place),
		cmocka_unit_test(splitting_keeps_empty_parts),
		cmocka_unit_test(integers_are_read_whole_or_not_at_all),
		cmocka_unit_test(utf8_is_checked_as_unicode_says),
		cmocka_unit_test(a_buffer_grows_and_counts),
		cmocka_unit_test(json_is_escaped_and_nested),
		cmocka_unit_test(an_error_owns_its_words_and_keeps_the_first),
		cmocka_unit_test(a_long_argument_is_cut_at_a_letter),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/*
 * What comes in addresses and bodies: read where it is of its form, refused where not.
 */
#include "web/form.h"

#include "test/cmocka.h"
#include "web/url.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 24);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void check_pair(const struct pairs *p, size_t i, const char *name, const char *value)
{
	assert_true(i < p->n);
	assert_true(str_eq(p->v[i].name, str_z(name)));
	assert_true(str_eq(p->v[i].value, str_z(value)));
}

static void reads_a_query(void **state)
{
	struct pairs p = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_true(form_urlencoded(a, S("q=mua+b%C3%A1n&&empty=&bare&a%20b=%26"), &p, &e));
	assert_int_equal(p.n, 4);
	check_pair(&p, 0, "q", "mua bán");
	check_pair(&p, 1, "empty", "");
	check_pair(&p, 2, "bare", "");
	check_pair(&p, 3, "a b", "&");
}

static void refuses_a_broken_query(void **state)
{
	static const char *const bad[] = { "q=%", "q=%f", "q=%zz", "q=%ff%fe", "q=%c0%af",
		"q=%ed%a0%80", "q=a%00b", "%00=1", "=1", "q=\xff", "%=1" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct pairs p = { 0 };
		struct err e = { 0 };

		assert_false(form_urlencoded(a, str_z(bad[i]), &p, &e));
		assert_int_equal(e.code, ERR_INPUT);
	}
}

static void refuses_too_many_fields(void **state)
{
	struct buf b = { .arena = a };
	struct pairs p = { 0 };
	struct err e = { 0 };

	(void)state;
	for (int i = 0; i <= FORM_FIELDS_MAX; i++)
		buf_addz(&b, "a=1&");
	assert_false(form_urlencoded(a, buf_str(&b), &p, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
}

static const char two_parts[] =
	"--xyz\r\n"
	"Content-Disposition: form-data; name=\"title\"\r\n\r\n"
	"Kế hoạch\r\n"
	"--xyz\r\n"
	"content-disposition: form-data; name=\"file\"; filename=\"a%22b.txt\"\r\n"
	"Content-Type: text/plain\r\n\r\n"
	"\x00\xff--xy\r\n--xy\r\n"
	"--xyz--\r\n";

static void reads_parts(void **state)
{
	struct str body = str_n(two_parts, sizeof(two_parts) - 1);
	struct pairs p = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_true(form_body(a, S("multipart/form-data; boundary=xyz"), body, &p, &e));
	assert_int_equal(p.n, 2);
	check_pair(&p, 0, "title", "Kế hoạch");
	assert_null(p.v[0].file.p);
	assert_true(str_eq(p.v[1].file, S("a\"b.txt")));
	assert_true(str_eq(p.v[1].value, S("\x00\xff--xy\r\n--xy")));
}

static void reads_an_empty_part(void **state)
{
	struct pairs p = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_true(form_body(a, S("multipart/form-data; boundary=\"b\""),
		S("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n--b--"), &p, &e));
	check_pair(&p, 0, "x", "");
}

/* Every prefix of a good body is a body cut off: refused, and never read behind its end. */
static void refuses_every_cut_body(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(two_parts) - 1 - 4; n++) {
		char *copy = test_malloc(n + 1);
		struct pairs p = { 0 };
		struct err e = { 0 };

		memcpy(copy, two_parts, n);
		assert_false(form_multipart(a, str_n(copy, n), S("xyz"), &p, &e));
		test_free(copy);
	}
}

static void refuses_broken_parts(void **state)
{
	static const char *const bad[] = {
		"",
		"--b--",
		"--b\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\xff\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n"
		"Content-Disposition: form-data; name=\"y\"\r\n\r\nx\r\n--b--",
		"--bContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n--b--",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct pairs p = { 0 };
		struct err e = { 0 };
		bool nothing = str_eq(str_z(bad[i]), S("--b--"));

		/* A form without any field is a form. */
		assert_int_equal(form_multipart(a, str_z(bad[i]), S("b"), &p, &e), nothing);
		assert_true(nothing || e.code == ERR_INPUT);
	}
}

static void refuses_other_bodies(void **state)
{
	struct pairs p = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_false(form_body(a, S("application/json"), S("{}"), &p, &e));
	assert_true(e.text == T_web_body_type);
	err_clear(&e);
	assert_false(form_body(a, S("multipart/form-data"), S("--b--"), &p, &e));
	err_clear(&e);
	assert_false(form_body(a, STR_NULL, S("a=1"), &p, &e));
	err_clear(&e);
	assert_true(form_body(a, STR_NULL, S(""), &p, &e));
}

static void finds_cookies(void **state)
{
	struct str h = S("a=1; hd_session=abc;b=2; =x; novalue");

	(void)state;
	assert_true(str_eq(form_cookie(h, S("hd_session")), S("abc")));
	assert_true(str_eq(form_cookie(h, S("b")), S("2")));
	assert_null(form_cookie(h, S("session")).p);
	assert_null(form_cookie(STR_NULL, S("a")).p);
}

static void encodes_and_decodes(void **state)
{
	struct buf b = { .arena = a };
	struct str back;

	(void)state;
	url_encode(&b, S("Đặng & a/b?~"));
	assert_true(str_eq(buf_str(&b), S("%C4%90%E1%BA%B7ng%20%26%20a%2Fb%3F~")));
	assert_true(url_decode(a, buf_str(&b), true, &back));
	assert_true(str_eq(back, S("Đặng & a/b?~")));
	assert_true(url_decode(a, S("a+b"), false, &back));
	assert_true(str_eq(back, S("a+b")));
}

static void knows_local_addresses(void **state)
{
	static const char *const bad[] = { "", "x", "//evil", "/\\evil", "http://x/", "/a\nb",
		"/a b", "javascript:1", "/a\\b" };

	(void)state;
	assert_true(url_is_local(S("/")));
	assert_true(url_is_local(S("/plans?q=a#t1")));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(url_is_local(str_z(bad[i])));
}

static void builds_addresses(void **state)
{
	struct url_build u = { .b.arena = a };

	(void)state;
	url_literal(&u, S("/plans"));
	url_path_int(&u, 7);
	url_path_str(&u, S("a b"));
	url_query_int(&u, "none", DB_NULL);
	url_query_int(&u, "zero", 0);
	url_query_str(&u, "empty", S(""));
	url_query_bool(&u, "no", false);
	url_query_date(&u, "day", DATE_NONE);
	url_query_str(&u, "q", S("bán"));
	url_query_date(&u, "from", DATE(2025, 7, 1));
	url_query_bool(&u, "all", true);
	assert_true(str_eq(buf_str(&u.b), S("/plans/7/a%20b?q=b%C3%A1n&from=2025-07-01&all=1")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_query),
		cmocka_unit_test(refuses_a_broken_query),
		cmocka_unit_test(refuses_too_many_fields),
		cmocka_unit_test(reads_parts),
		cmocka_unit_test(reads_an_empty_part),
		cmocka_unit_test(refuses_every_cut_body),
		cmocka_unit_test(refuses_broken_parts),
		cmocka_unit_test(refuses_other_bodies),
		cmocka_unit_test(finds_cookies),
		cmocka_unit_test(encodes_and_decodes),
		cmocka_unit_test(knows_local_addresses),
		cmocka_unit_test(builds_addresses),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

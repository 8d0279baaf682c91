/* The smaller parts of the web floor: escaping, guards, rates, the table of routes. */
#include <sodium.h>
#include <stdlib.h>

#include "gallery_html.h"
#include "parts_html.h"
#include "test/cmocka.h"
#include "web/asset.h"
#include "web/guard.h"
#include "web/rate.h"
#include "web/route.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 24);
	return sodium_init() < 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct request no_request;

static struct out fresh(enum lang lang)
{
	return (struct out){ .buf.arena = a, .arena = a, .lang = lang, .rq = &no_request };
}

static void check_out(const struct out *o, const char *text)
{
	assert_string_equal(str_c(a, buf_str(&o->buf)), text);
}

/* --- out */

static void escapes_what_means_markup(void **state)
{
	struct out o = fresh(LANG_VI);

	(void)state;
	OUT(&o, S("<b title=\"x\" id='y'>&amp;</b> Đặng"));
	check_out(&o, "&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt; Đặng");
}

static void prints_by_type(void **state)
{
	struct out o = fresh(LANG_VI);
	const char *z = "z<";
	uint64_t most = UINT64_MAX;

	(void)state;
	OUT(&o, z);
	OUT(&o, (int8_t)-5);
	OUT(&o, most);
	OUT(&o, DATE(2025, 9, 5));
	OUT(&o, DATE_NONE);
	check_out(&o, "z&lt;-51844674407370955161505/9/2025");
}

static void groups_thousands_by_language(void **state)
{
	struct out o = fresh(LANG_VI);
	struct out en = fresh(LANG_EN);

	(void)state;
	out_num(&o, 1234567);
	out_num(&o, -1000);
	out_num(&o, 999);
	check_out(&o, "1.234.567-1.000999");
	out_num(&en, 1234567);
	check_out(&en, "1,234,567");
}

static void an_address_elsewhere_becomes_nothing(void **state)
{
	static const char *const bad[] = { "javascript:alert(1)", "//evil.example",
		"https://evil.example", "", "/\\evil", "/a\r\nb" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct out o = fresh(LANG_VI);

		out_href(&o, str_z(bad[i]));
		check_out(&o, "#");
	}
	struct out o = fresh(LANG_VI);

	out_href(&o, S("/plans?a=1&b=2"));
	check_out(&o, "/plans?a=1&amp;b=2");
}

static void components_escape_and_count_icons(void **state)
{
	struct out o = fresh(LANG_VI);

	(void)state;
	html_chip(&o, CHIP_LATE, ICON_alert, S("<Quá hạn>"));
	check_out(&o, "<span class=\"chip late\"><svg class=\"i\" aria-hidden=\"true\"><use "
		      "href=\"#i-alert\"/></svg>&lt;Quá hạn&gt;</span>");
	assert_true(o.icons == (uint64_t)1 << ICON_alert);
	o.buf.n = 0;
	out_icon_symbols(&o);
	assert_true(str_starts(buf_str(&o.buf), S("<symbol id=\"i-alert\"")));
	assert_int_equal(str_find(buf_str(&o.buf), S("<symbol"), 1), SIZE_MAX);
}

static void a_sorted_head_turns_round(void **state)
{
	struct out o = fresh(LANG_VI);
	struct sort s = sort_of(S("/plans?q=a"), S("issued"), "number");

	(void)state;
	assert_true(str_eq(sort_address(&o, &s, "issued"), S("/plans?q=a&sort=-issued")));
	assert_true(str_eq(sort_address(&o, &s, "number"), S("/plans?q=a&sort=number")));
	s = sort_of(S("/plans"), S("-issued"), "number");
	assert_true(s.down);
	assert_true(str_eq(sort_address(&o, &s, "issued"), S("/plans?sort=issued")));
	s = sort_of(S("/plans"), STR_NULL, "number");
	assert_true(str_eq(s.key, S("number")));
}

/* A refused form shows what was typed, but never a password. */
static void a_field_keeps_what_was_typed(void **state)
{
	struct pair typed[] = { { S("login"), S("<me>"), STR_NULL } };
	struct err e = { 0 };
	struct request rq = { .form = typed, .n_form = 1, .field = S("login"), .refusal = &e };
	struct out o = fresh(LANG_VI);

	(void)state;
	FAIL(&e, ERR_INPUT, T_web_field_missing);
	o.rq = &rq;
	html_field(&o, FIELD(.name = "login", .label = T_web_search, .need = true));
	assert_true(str_has(buf_str(&o.buf), S("value=\"&lt;me&gt;\"")));
	assert_true(str_has(buf_str(&o.buf), S("aria-invalid=\"true\"")));
	assert_true(str_has(buf_str(&o.buf), S("id=\"login-e\"")));
	o.buf.n = 0;
	html_field(&o, FIELD(.name = "login", .label = T_web_search, .type = "password"));
	assert_false(str_has(buf_str(&o.buf), S("me&gt;")));
}

/* --- guards */

static struct http_request with(struct http_header *h, size_t n)
{
	return (struct http_request){ .arena = a,
		.method = HTTP_POST,
		.headers = h,
		.n_headers = n,
		.peer = S("192.0.2.1") };
}

static void doubled_headers_are_refused(void **state)
{
	struct http_header h[] = { { S("Host"), S("x") }, { S("COOKIE"), S("a=1") },
		{ S("cookie"), S("b=2") } };
	struct http_request rq = with(h, 2);
	struct err e = { 0 };

	(void)state;
	assert_true(guard_headers(&rq, &e));
	rq.n_headers = 3;
	assert_false(guard_headers(&rq, &e));
	assert_int_equal(e.code, ERR_INPUT);
	err_clear(&e);
	h[1] = (struct http_header){ S("Transfer-Encoding"), S("chunked") };
	rq.n_headers = 2;
	assert_false(guard_headers(&rq, &e));
	err_clear(&e);
	rq.n_headers = 0;
	assert_false(guard_headers(&rq, &e)); /* no Host */
}

static void another_site_cannot_ask_for_changes(void **state)
{
	static const struct {
		const char *name, *value;
		bool good;
	} cases[] = {
		{ "Sec-Fetch-Site", "same-origin", true },
		{ "Sec-Fetch-Site", "none", true },
		{ "Sec-Fetch-Site", "same-site", false },
		{ "Sec-Fetch-Site", "cross-site", false },
		{ "Origin", "https://haidang.example", true },
		{ "Origin", "https://HAIDANG.example", true },
		{ "Origin", "https://evil.example", false },
		{ "Origin", "https://haidang.example.evil.example", false },
		{ "Origin", "null", false },
		{ "Accept", "*/*", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_header h[] = { { S("Host"), S("haidang.example") },
			{ str_z(cases[i].name), str_z(cases[i].value) } };
		struct http_request rq = with(h, 2);
		struct err e = { 0 };

		assert_int_equal(guard_same_site(&rq, &e), cases[i].good);
		assert_int_equal(e.code, cases[i].good ? ERR_NONE : ERR_DENIED);
	}
}

static void only_a_known_proxy_is_believed(void **state)
{
	struct http_header h[] = { { S("X-Forwarded-For"), S("1.2.3.4, 203.0.113.9") },
		{ S("X-Forwarded-Proto"), S("https") } };
	struct http_request rq = with(h, 2);
	struct guard_peer p = guard_peer(&rq, S("192.0.2.2 192.0.2.1"), S("X-Forwarded-For"));

	(void)state;
	assert_true(str_eq(p.address, S("203.0.113.9")));
	assert_true(p.tls);
	p = guard_peer(&rq, S("192.0.2.2"), S("X-Forwarded-For"));
	assert_true(str_eq(p.address, S("192.0.2.1")));
	assert_false(p.tls);
	p = guard_peer(&rq, STR_NULL, STR_NULL);
	assert_true(str_eq(p.address, S("192.0.2.1")));
}

/* --- rates: the clock is an argument */

static int taken(enum rate rate, int64_t account, const char *peer, int64_t at, int tries)
{
	struct actor actor = { .account = account };
	int n = 0;

	for (int i = 0; i < tries; i++) {
		struct err e = { 0 };

		n += rate_take(rate, &actor, str_z(peer), at, &e);
	}
	return n;
}

static void a_bucket_runs_dry_and_fills(void **state)
{
	int64_t second = 1000000, now = 1000 * second;

	(void)state;
	assert_int_equal(taken(RATE_HEAVY, 7, "", now, 200), 60);
	assert_int_equal(taken(RATE_HEAVY, 7, "", now + 3 * second, 200), 3);
	assert_int_equal(taken(RATE_HEAVY, 8, "", now, 200), 60);
	assert_int_equal(taken(RATE_LOGIN, 0, "192.0.2.1", now, 500), 120);
	assert_int_equal(taken(RATE_LOGIN, 0, "192.0.2.2", now, 500), 120);
	assert_int_equal(taken(RATE_HEAVY, 7, "", now + 3600 * second, 200), 60);
	assert_int_equal(taken(RATE_PAGE, 7, "", now, 5000), 5000);
}

static void a_refusal_says_how_long(void **state)
{
	struct actor actor = { .account = 99 };
	struct err e = { 0 };

	(void)state;
	while (rate_take(RATE_HEAVY, &actor, S(""), 5000000, &e))
		;
	assert_int_equal(e.code, ERR_TOO_MANY);
	assert_true(str_has(err_text(a, LANG_EN, &e), S("Wait 2 seconds")) ||
		    str_has(err_text(a, LANG_EN, &e), S("Wait 1 seconds")));
}

/* --- routes */

static void finds_its_own_routes(void **state)
{
	struct route_match m;

	(void)state;
	route_find(S("/gallery"), false, &m);
	assert_non_null(m.route);
	assert_true(str_eq(m.route->name, S("gallery")));
	route_find(S("/gallery"), true, &m);
	assert_null(m.route);
	assert_true(m.get);
	assert_false(m.post);
	route_find(S("/gallery/"), false, &m);
	assert_null(m.route);
	route_find(S("/accounts/new"), false, &m); /* fixed before typed */
	assert_true(str_eq(m.route->name, S("account_new")));
	route_find(S("/accounts/12"), false, &m);
	assert_true(str_eq(m.route->name, S("account_show")));
	assert_true(str_eq(m.values[0], S("12")));
	route_find(S("/accounts/x"), false, &m);
	assert_null(m.route);
	assert_false(m.get);
	route_find(S("/a/b/c/d/e/f/g/h/i/j/k/l/m/n"), false, &m);
	assert_null(m.route);
}

/* The table itself: what mkroute promises. */
static void every_route_is_sound(void **state)
{
	(void)state;
	assert_true(routes_n > 0);
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];

		assert_true((r->get == NULL) != (r->post == NULL));
		assert_true(r->permission < PERM_COUNT);
		assert_true(r->in_size > 0);
		assert_true(!r->post || (r->body > 0 && !r->html && !r->json));
		assert_true(!r->get || (r->body == 0 && r->page_size > 0));
		assert_true((r->again == NULL) == (r->again_in == NULL));
		assert_true(route_named(str_c(a, r->name)) == r);
	}
}

static void every_asset_is_found_by_its_address(void **state)
{
	(void)state;
	assert_true(assets_n > 0);
	for (size_t i = 0; i < assets_n; i++)
		assert_true(asset_find(assets[i].url) == &assets[i]);
	assert_null(asset_find(S("/assets/")));
	assert_null(asset_find(S("/assets/../../etc/passwd")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_what_means_markup),
		cmocka_unit_test(prints_by_type),
		cmocka_unit_test(groups_thousands_by_language),
		cmocka_unit_test(an_address_elsewhere_becomes_nothing),
		cmocka_unit_test(components_escape_and_count_icons),
		cmocka_unit_test(a_sorted_head_turns_round),
		cmocka_unit_test(a_field_keeps_what_was_typed),
		cmocka_unit_test(doubled_headers_are_refused),
		cmocka_unit_test(another_site_cannot_ask_for_changes),
		cmocka_unit_test(only_a_known_proxy_is_believed),
		cmocka_unit_test(a_bucket_runs_dry_and_fills),
		cmocka_unit_test(a_refusal_says_how_long),
		cmocka_unit_test(finds_its_own_routes),
		cmocka_unit_test(every_route_is_sound),
		cmocka_unit_test(every_asset_is_found_by_its_address),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

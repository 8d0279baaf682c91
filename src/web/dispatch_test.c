/*
 * The one way of a read and of a change, without sockets: who gets where, what is
 * refused and how that is said, forms shown again, JSON with its tag.
 */
#include "web/dispatch.h"
#include "web/refusal.h"

#include <sodium.h>

#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "access_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static const char password[] = "con thuyền ra khơi";

static struct test_db t;
static struct err e;
static struct dispatch d = { .quiet = true };
static struct str session, token;

/* --- one request and its answer */

struct ask {
	enum http_method method;
	const char *target;
	const char *body; /* of a POST: urlencoded */
	struct http_header more[3];
	bool signed_in;
};

static struct http_answer answer_of(struct ask q)
{
	static struct http_header h[8];
	struct http_request *rq = NEW(t.arena, struct http_request);
	struct http_answer out = { 0 };
	size_t n = 0, body_max = 0;

	h[n++] = (struct http_header){ S("Host"), S("haidang.example") };
	if (q.signed_in)
		h[n++] = (struct http_header){ S("Cookie"),
			str_fmt(t.arena, SESSION_COOKIE "=%.*s", STR_ARG(session)) };
	if (q.body)
		h[n++] = (struct http_header){ S("Content-Type"),
			S("application/x-www-form-urlencoded") };
	for (size_t i = 0; i < COUNT(q.more) && q.more[i].name.p; i++)
		h[n++] = q.more[i];
	*rq = (struct http_request){ .arena = arena_new(16 << 20),
		.method = q.method,
		.target = str_z(q.target),
		.headers = h,
		.n_headers = n,
		.peer = S("192.0.2.1"),
		.ticks = clock_ticks() };
	if (dispatch_head(&d, rq, &body_max, &out) == HTTP_BODY) {
		rq->body = q.body ? str_z(q.body) : S("");
		if (rq->body.n > body_max)
			dispatch_refuse(&d, rq, 413, &out);
		else
			dispatch_work(&d, rq, &out);
	}
	dispatch_done(&d, rq, &out);
	/* Keeps what is looked at beyond the request's end. */
	out.body = str_dup(t.arena, out.body);
	for (size_t i = 0; i < out.n_headers; i++)
		out.headers[i].value = str_dup(t.arena, out.headers[i].value);
	arena_free(rq->arena);
	return out;
}

#define GET(path, ...) answer_of((struct ask){ .target = (path), __VA_ARGS__ })
#define POST(path, form, ...)   \
	answer_of((struct ask){ \
		.method = HTTP_POST, .target = (path), .body = (form), __VA_ARGS__ })

static struct str header(const struct http_answer *a, const char *name)
{
	for (size_t i = 0; i < a->n_headers; i++)
		if (str_eq(a->headers[i].name, str_z(name)))
			return a->headers[i].value;
	return STR_NULL;
}

static bool says(const struct http_answer *a, const char *text)
{
	return str_has(a->body, str_z(text));
}

/* --- an account without any role, logged in */

static void may_read(int64_t account, int64_t agency)
{
	struct actor system = actor_of_system();
	struct grant_new g = { .account = account, .role = S("focal"), .agency = agency };
	struct change c = { .entry = { .actor = ACCOUNT_SYSTEM,
				    .actor_name = S("test"),
				    .permission = S("account.manage") } };
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

static void add_account(void)
{
	struct actor system = actor_of_system();
	struct account_new add = {
		.name = S("ai.do"), .display = S("Cán bộ <1>"), .password = str_z(password)
	};
	struct change c = { .entry = { .actor = ACCOUNT_SYSTEM,
				    .actor_name = S("test"),
				    .permission = S("account.manage") } };
	struct access_agency_by_code_row agency;
	struct db_read *r;
	bool found;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(access_agency_by_code(r, S("byt"), date_today(), &agency, &found, &e), &e);
	assert_true(found);
	add.agency = agency.id;
	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	may_read(c.entry.object_id, agency.id);
}

static void log_in(void)
{
	struct http_answer a = POST(
		"/login", "name=ai.do&password=con+thuy%E1%BB%81n+ra+kh%C6%A1i&next=%2Faccount");
	struct str cookie = header(&a, "Set-Cookie");
	size_t end = str_find_char(cookie, ';', 0);

	assert_int_equal(a.status, 303);
	assert_str_equal(header(&a, "Location"), S("/account"));
	assert_true(str_starts(cookie, S(SESSION_COOKIE "=")));
	assert_true(str_has(cookie, S("; HttpOnly; SameSite=Lax")));
	session = str_sub(cookie, sizeof(SESSION_COOKIE), end);
	token = access_csrf(t.arena, session);
}

static int set_up(void **state)
{
	(void)state;
	assert_true(sodium_init() >= 0);
	test_house_open(&t);
	d.db = t.db;
	add_account();
	log_in();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

/* --- reads */

static void a_page_comes_in_its_frame(void **state)
{
	struct http_answer a = GET("/account", .signed_in = true);

	(void)state;
	assert_int_equal(a.status, 200);
	assert_str_equal(header(&a, "Content-Type"), S("text/html; charset=utf-8"));
	assert_str_equal(header(&a, "Cache-Control"), S("no-store"));
	assert_true(str_has(header(&a, "Content-Security-Policy"), S("default-src 'none'")));
	assert_str_equal(header(&a, "X-Content-Type-Options"), S("nosniff"));
	assert_str_equal(header(&a, "X-Frame-Options"), S("DENY"));
	assert_true(str_starts(a.body, S("<!doctype html>")));
	assert_true(str_ends(a.body, S("</html>\n")));
	assert_true(says(&a, "Cán bộ &lt;1&gt;"));
	assert_false(says(&a, "<1>"));
	assert_false(says(&a, "href=\"/gallery\"")); /* the navigation shows what may be opened */
}

static void a_stranger_is_asked_who_he_is(void **state)
{
	struct http_answer a = GET("/plans?q=b%C3%A1n");

	(void)state;
	assert_int_equal(a.status, 303);
	assert_str_equal(header(&a, "Location"), S("/login?next=%2Fplans%3Fq%3Db%25C3%25A1n"));
	a = GET("/api/v1/account");
	assert_int_equal(a.status, 401);
	assert_str_equal(header(&a, "Content-Type"), S("application/problem+json"));
	assert_true(says(&a, "\"code\":\"login\""));
}

static void without_the_permission_it_is_refused(void **state)
{
	struct http_answer a = GET("/gallery", .signed_in = true);

	(void)state;
	assert_int_equal(a.status, 403);
	assert_false(says(&a, "id=\"colour\""));
}

static void what_is_not_there_is_said_alike(void **state)
{
	struct http_answer a = GET("/nothing/here", .signed_in = true);

	(void)state;
	assert_int_equal(a.status, 404);
	a = GET("/accounts/abc", .signed_in = true);
	assert_int_equal(a.status, 404);
	a = GET("/api/v1/nothing", .signed_in = true);
	assert_int_equal(a.status, 404);
	assert_str_equal(header(&a, "Content-Type"), S("application/problem+json"));
}

static void unknown_parameters_are_refused_by_name(void **state)
{
	struct http_answer a = GET("/login?nope=1");

	(void)state;
	assert_int_equal(a.status, 400);
	assert_true(says(&a, "Không có tham số nope."));
	a = GET("/login?next=/a&next=/b");
	assert_int_equal(a.status, 400);
	a = GET("/login?next=%ff");
	assert_int_equal(a.status, 400);
	a = GET("/%00");
	assert_int_equal(a.status, 400);
}

static void a_method_the_page_lacks_is_named(void **state)
{
	struct http_answer a = POST("/account", "a=1", .signed_in = true);

	(void)state;
	assert_int_equal(a.status, 405);
	assert_str_equal(header(&a, "Allow"), S("GET, HEAD"));
	a = answer_of((struct ask){ .method = HTTP_OTHER, .target = "/login" });
	assert_int_equal(a.status, 405);
	assert_str_equal(header(&a, "Allow"), S("GET, HEAD, POST"));
}

static void json_has_a_tag(void **state)
{
	struct http_answer a = GET("/api/v1/account", .signed_in = true);
	struct str tag = header(&a, "ETag");

	(void)state;
	assert_int_equal(a.status, 200);
	assert_str_equal(header(&a, "Content-Type"), S("application/json"));
	assert_true(says(&a, "\"name\":\"ai.do\""));
	assert_int_equal(tag.n, 34);
	a = GET("/api/v1/account", .signed_in = true, .more = { { S("If-None-Match"), tag } });
	assert_int_equal(a.status, 304);
	assert_int_equal(a.body.n, 0);
	a = GET("/api/v1/account", .signed_in = true,
		.more = { { S("If-None-Match"), S("\"x\"") } });
	assert_int_equal(a.status, 200);
}

static void the_language_is_the_readers(void **state)
{
	struct http_answer a = GET(
		"/login", .more = { { S("Accept-Language"), S("fr, en;q=0.8") } });

	(void)state;
	assert_true(says(&a, "<html lang=\"en\""));
	a = GET("/login", .more = { { S("Accept-Language"), S("fr") } });
	assert_true(says(&a, "<html lang=\"vi\""));
	a = GET("/login",
		.more = { { S("Accept-Language"), S("vi") }, { S("Cookie"), S("hd_lang=en") } });
	assert_true(says(&a, "<html lang=\"en\""));
}

static int64_t entries_of(struct str action)
{
	struct audit_lines lines = { 0 };
	struct db_read *r;
	int64_t n = 0;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 1000, &lines, &e), &e);
	db_read_end(r);
	LIST_EACH(line, &lines)
		n += str_eq(line->entry.action, action);
	return n;
}

static void a_list_is_taken_away_and_that_is_noted(void **state)
{
	struct http_answer a = GET("/places?as=csv", .signed_in = true);

	(void)state;
	assert_int_equal(a.status, 200);
	assert_str_equal(header(&a, "Content-Type"), S("text/csv; charset=utf-8"));
	assert_true(str_starts(header(&a, "Content-Disposition"), S("attachment; ")));
	assert_true(str_has(header(&a, "Content-Security-Policy"), S("sandbox")));
	assert_true(says(&a, "Thành phố Hà Nội"));
	assert_int_equal(entries_of(S("export")), 1);
	a = GET("/places?as=xlsx&on=2025-06-30", .signed_in = true);
	assert_int_equal(a.status, 200);
	assert_true(str_starts(a.body, S("PK\x03\x04")));
	assert_int_equal(entries_of(S("export")), 2);
	a = GET("/places?skip=1", .signed_in = true);
	assert_int_equal(a.status, 400);
	a = GET("/places?q=an&as=", .signed_in = true);
	assert_int_equal(a.status, 400);
	a = GET("/places?as=csv&as=csv", .signed_in = true);
	assert_int_equal(a.status, 400);
	a = GET("/account?as=csv", .signed_in = true);
	assert_int_equal(a.status, 400);
	a = GET("/api/v1/places?as=csv", .signed_in = true);
	assert_int_equal(a.status, 400);
	a = GET("/places?as=csv");
	assert_int_equal(a.status, 303);
	assert_int_equal(entries_of(S("export")), 2);
}

static void the_links_keep_the_filters(void **state)
{
	struct http_answer a = GET("/places?q=an&on=2025-06-30", .signed_in = true);

	(void)state;
	assert_true(says(&a, "href=\"/places?q=an&amp;on=2025-06-30&amp;as=xlsx\""));
	assert_true(says(&a, "href=\"/places?q=an&amp;on=2025-06-30&amp;as=csv\""));
	a = GET("/account", .signed_in = true);
	assert_false(says(&a, "as=csv"));
}

static int save(const char *name, const char *address)
{
	char *form = str_c(t.arena,
		str_fmt(t.arena, "name=%s&address=%s&_csrf=%.*s", name, address, STR_ARG(token)));

	return POST("/saved", form, .signed_in = true).status;
}

static void a_filter_is_kept_under_a_name(void **state)
{
	struct http_answer a = GET("/places?q=an", .signed_in = true);

	(void)state;
	assert_true(says(&a, "href=\"/saved?address=%2Fplaces%3Fq%3Dan\""));
	assert_int_equal(save("An", "/places%3Fq%3Dan"), 303);
	assert_int_equal(save("An", "/places%3Fq%3Db"), 409);
	assert_int_equal(save("", "/places"), 400);
	/* what is no list of ours */
	assert_int_equal(save("b", "https%3A%2F%2Fevil.example%2Fplaces"), 400);
	assert_int_equal(save("b", "//evil.example/places"), 400);
	assert_int_equal(save("b", "/account"), 400);
	a = GET("/places", .signed_in = true);
	assert_true(says(&a, "<a href=\"/places?q=an\">An</a>"));
	a = GET("/agencies", .signed_in = true);
	assert_false(says(&a, "/places?q=an"));
	a = GET("/api/v1/saved", .signed_in = true);
	assert_true(says(&a, "\"address\":\"/places?q=an\""));
	char *form = str_c(t.arena, str_fmt(t.arena, "_csrf=%.*s", STR_ARG(token)));

	assert_int_equal(POST("/saved/1/remove", form, .signed_in = true).status, 303);
	assert_int_equal(POST("/saved/1/remove", form, .signed_in = true).status, 404);
}

/* --- changes */

static struct str account_lang(void)
{
	struct http_answer a = GET("/api/v1/account", .signed_in = true);

	return says(&a, "\"language\":\"en\"") ? S("en") : S("vi");
}

static int64_t refusals(void)
{
	return entries_of(S("request.refused"));
}

/* An account's refusals are kept; a stranger cannot fill the log. */
static void refusals_of_accounts_are_entries(void **state)
{
	int64_t before = refusals();

	(void)state;
	assert_int_equal(GET("/gallery", .signed_in = true).status, 403);
	assert_int_equal(POST("/account/language", "lang=en", .signed_in = true).status, 403);
	assert_int_equal(refusals(), before + 2);
	assert_int_equal(GET("/gallery").status, 303);
	assert_int_equal(
		POST("/language", "lang=en", .more = { { S("Origin"), S("null") } }).status, 403);
	assert_int_equal(refusals(), before + 2);
	/* theirs are counted, and the count is an entry */
	int64_t counted = entries_of(S("request.refused_counted"));

	assert_ok(refusal_tick(t.db, true, &e), &e);
	assert_int_equal(entries_of(S("request.refused_counted")), counted + 1);
	assert_ok(refusal_tick(t.db, true, &e), &e);
	assert_int_equal(entries_of(S("request.refused_counted")), counted + 1);
}

static void a_change_needs_its_token(void **state)
{
	struct http_answer a = POST("/account/language", "lang=en", .signed_in = true);

	(void)state;
	assert_int_equal(a.status, 403);
	a = POST("/account/language", "lang=en&_csrf=AAAAAAAAAAAAAAAAAAAAAAAA", .signed_in = true);
	assert_int_equal(a.status, 403);
	char *form = str_c(t.arena, str_fmt(t.arena, "lang=en&_csrf=%.*s", STR_ARG(token)));

	a = POST("/account/language", form, .signed_in = true,
		.more = { { S("Origin"), S("https://evil.example") } });
	assert_int_equal(a.status, 403);
	a = POST("/account/language", form, .signed_in = true,
		.more = { { S("Sec-Fetch-Site"), S("cross-site") } });
	assert_int_equal(a.status, 403);
	assert_str_equal(account_lang(), S("vi"));
	a = POST("/account/language", form, .signed_in = true,
		.more = { { S("Origin"), S("https://haidang.example") } });
	assert_int_equal(a.status, 303);
	assert_str_equal(account_lang(), S("en"));
	a = POST("/account/language",
		str_c(t.arena, str_fmt(t.arena, "lang=vi&_csrf=%.*s", STR_ARG(token))),
		.signed_in = true);
	assert_int_equal(a.status, 303);
}

static void a_refused_form_is_shown_again(void **state)
{
	struct http_answer a = POST("/login", "name=%3Cme%3E&password=khong+dung+dau");

	(void)state;
	assert_int_equal(a.status, 401);
	assert_true(says(&a, "value=\"&lt;me&gt;\""));
	assert_true(says(&a, "id=\"name-e\""));
	assert_false(says(&a, "khong dung dau"));
	a = POST("/login", "name=ai.do");
	assert_int_equal(a.status, 400);
	assert_true(says(&a, "id=\"password-e\""));
}

static void a_stranger_changes_nothing(void **state)
{
	struct http_answer a = POST("/account/language", "lang=en");

	(void)state;
	assert_int_equal(a.status, 303);
	assert_str_equal(header(&a, "Location"), S("/login"));
	assert_str_equal(account_lang(), S("vi"));
}

static void redirects_stay_in_the_house(void **state)
{
	struct http_answer a = POST("/language", "lang=en&next=//evil.example");

	(void)state;
	assert_int_equal(a.status, 303);
	assert_str_equal(header(&a, "Location"), S("/"));
	assert_true(str_starts(header(&a, "Set-Cookie"), S("hd_lang=en; Path=/; HttpOnly")));
	a = POST("/language", "lang=en&next=%2Flogin%3Fnext%3D%2Fplans");
	assert_str_equal(header(&a, "Location"), S("/login?next=/plans"));
	a = POST("/language", "lang=xx");
	assert_int_equal(a.status, 400);
}

static void a_body_too_large_is_refused(void **state)
{
	char *form = NEW_N(t.arena, char, 3000);

	(void)state;
	memset(form, 'a', 2999);
	struct http_answer a = POST("/language", form);

	assert_int_equal(a.status, 413);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_comes_in_its_frame),
		cmocka_unit_test(a_stranger_is_asked_who_he_is),
		cmocka_unit_test(without_the_permission_it_is_refused),
		cmocka_unit_test(what_is_not_there_is_said_alike),
		cmocka_unit_test(unknown_parameters_are_refused_by_name),
		cmocka_unit_test(a_method_the_page_lacks_is_named),
		cmocka_unit_test(json_has_a_tag),
		cmocka_unit_test(the_language_is_the_readers),
		cmocka_unit_test(a_list_is_taken_away_and_that_is_noted),
		cmocka_unit_test(the_links_keep_the_filters),
		cmocka_unit_test(a_filter_is_kept_under_a_name),
		cmocka_unit_test(refusals_of_accounts_are_entries),
		cmocka_unit_test(a_change_needs_its_token),
		cmocka_unit_test(a_refused_form_is_shown_again),
		cmocka_unit_test(a_stranger_changes_nothing),
		cmocka_unit_test(redirects_stay_in_the_house),
		cmocka_unit_test(a_body_too_large_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

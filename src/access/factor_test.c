/*
 * The second factor: codes by the clock as RFC 6238 has them, how one is set up, and what a
 * log-in takes: each code once, recovery codes once, neither without the key file.
 */
#include <stdlib.h>

#include "access/account.h"
#include "access/browser.h"
#include "access/factor.h"
#include "access/grant.h"
#include "access/login.h"
#include "access/qr.h"
#include "access/totp.h"
#include "access_sql.h"
#include "factor_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

#define SECOND INT64_C(1000000)

static struct test_db t;
static struct err e;
static const char right_password[] = "con thuyền ra khơi";

/* --- what the tests stand on */

static int64_t apply(struct change *c)
{
	assert_ok(audit_change(t.db, c, &e), &e);
	return c->entry.object_id;
}

static int64_t add_account(const char *name, const char *role)
{
	struct actor system = actor_of_system();
	struct account_new add = {
		.name = str_z(name), .display = str_z(name), .password = str_z(right_password)
	};
	struct grant_new g = { .role = str_z(role), .agency = DB_NULL };
	struct change c = { .entry = test_entry() };
	struct access_agency_by_code_row bca;
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(access_agency_by_code(r, S("bca"), date_today(), &bca, &found, &e), &e);
	add.agency = bca.id;
	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	g.account = apply(&c);
	c = (struct change){ .entry = test_entry() };
	r = test_read(&t);
	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	apply(&c);
	return g.account;
}

static bool log_in(const char *name, struct logged *out)
{
	struct login in = { .name = str_z(name),
		.password = str_z(right_password),
		.address = S("192.0.2.7"),
		.agent = S("test") };
	struct change c = { 0 };
	struct db_read *r = test_read(&t);

	c.entry.permission = S("public");
	err_clear(&e);
	bool ok = login_prepare(t.db, r, &in, &c, out, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static bool second(struct str token, struct str code, struct str *session)
{
	struct login in = { .address = S("192.0.2.7"), .agent = S("test"), .token = token };
	struct change c = { 0 };
	struct db_read *r = test_read(&t);

	c.entry.permission = S("public");
	err_clear(&e);
	bool ok = login_code_prepare(t.db, r, &in, code, &c, session, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static struct actor who(struct str token)
{
	struct actor a;
	struct db_read *r = test_read(&t);

	assert_ok(access_load(r, token, &a, &e), &e);
	db_read_end(r);
	return a;
}

struct phone {
	unsigned char secret[TOTP_SECRET];
	struct str codes[RECOVERY_CODES];
};

static void unbase32(struct str s, unsigned char out[TOTP_SECRET])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned bits = 0, n = 0;
	size_t k = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *at = s.p[i] == ' ' ? NULL : strchr(letters, s.p[i]);

		if (!at)
			continue;
		bits = bits << 5 | (unsigned)(at - letters);
		n += 5;
		if (n >= 8) {
			n -= 8;
			out[k++] = (unsigned char)(bits >> n & 255);
		}
	}
	assert_int_equal(k, TOTP_SECRET);
}

/* The offer of one's page, read by its app. */
static struct phone offer(const struct actor *by)
{
	struct change c = { .entry = test_entry() };
	struct factor_offer shown = { 0 };
	struct db_read *r = test_read(&t);
	struct phone p;
	bool there;

	assert_ok(factor_prepare_offer(t.db, r, by, &c, &e), &e);
	db_read_end(r);
	apply(&c);
	r = test_read(&t);
	assert_ok(factor_offer_read(t.db, r, by, &shown, &there, &e), &e);
	db_read_end(r);
	assert_true(there);
	unbase32(shown.key, p.secret);
	assert_int_equal(shown.codes.n, RECOVERY_CODES);
	for (int i = 0; i < RECOVERY_CODES; i++)
		p.codes[i] = shown.codes.v[i];
	return p;
}

static struct str code_at(const struct phone *p, int64_t at)
{
	char *code = arena_alloc(t.arena, TOTP_DIGITS + 1);

	totp_code(p->secret, totp_step(at), code);
	return str_z(code);
}

static bool confirm(const struct actor *by, struct str code, struct str *token)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	err_clear(&e);
	bool ok = factor_prepare_confirm(t.db, r, by, code, &c, token, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

/* An account with its factor set up, at the clock's moment; codes of the next step on. */
static struct phone set_up(const char *name, const char *role)
{
	struct logged in;
	struct str token;

	add_account(name, role);
	assert_ok(log_in(name, &in), &e);
	struct actor a = who(in.token);
	struct phone p = offer(&a);

	assert_ok(confirm(&a, code_at(&p, clock_now()), &token), &e);
	assert_int_equal(who(in.token).account, 0); /* the token has changed */
	assert_int_equal(who(token).account, a.account);
	return p;
}

static int load(void **state)
{
	(void)state;
	test_house_open(&t);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static int forget(void **state)
{
	(void)state;
	clock_hold(0);
	err_clear(&e);
	return 0;
}

/* --- codes */

static void codes_are_those_of_the_standard(void **state)
{
	/* RFC 6238, appendix B, SHA-1, the last six digits */
	static const struct {
		int64_t at;
		const char *code;
	} known[] = { { 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
		{ 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };
	const unsigned char *secret = (const unsigned char *)"12345678901234567890";
	char code[TOTP_DIGITS + 1];

	(void)state;
	for (size_t i = 0; i < COUNT(known); i++) {
		totp_code(secret, totp_step(known[i].at * SECOND), code);
		assert_str_equal(str_z(code), str_z(known[i].code));
	}
	assert_str_equal(
		totp_groups(t.arena, secret), S("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"));
	assert_true(str_has(totp_address(t.arena, secret, S("tt.bca")),
		S(":tt.bca?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=")));
}

static void a_code_counts_a_step_to_both_sides(void **state)
{
	const unsigned char *secret = (const unsigned char *)"12345678901234567890";
	int64_t at = 59 * SECOND; /* step 1 */
	struct str code = S("287082");

	(void)state;
	assert_int_equal(totp_match(secret, code, at, 0), 1);
	assert_int_equal(totp_match(secret, code, at + 30 * SECOND, 0), 1);
	assert_int_equal(totp_match(secret, code, at + 60 * SECOND, 0), 0);
	assert_int_equal(totp_match(secret, code, at - 59 * SECOND, 0), 1);
	assert_int_equal(totp_match(secret, code, at, 1), 0);
	assert_int_equal(totp_match(secret, S("28708"), at, 0), 0);
	assert_int_equal(totp_match(secret, S("2870821"), at, 0), 0);
	assert_int_equal(totp_match(secret, S(""), at, 0), 0);
}

static void a_code_is_drawn_with_all_its_modules(void **state)
{
	struct qr qr;
	struct buf b = { .arena = t.arena };

	(void)state;
	assert_ok(qr_draw(t.arena, S("otpauth://totp/x?secret=GEZD"), &qr, &e), &e);
	/* the finder pattern in the corner: seven dark modules in a row, then one, then … */
	assert_true(str_starts(qr.path, S("M0 0h7v1h-7z")));
	assert_true(str_has(qr.path, S("M0 1h1v1h-1z")));
	assert_str_equal(str_sub(qr.box, 0, 5), S("-4 -4"));
	for (int i = 0; i < 4000; i++)
		buf_addc(&b, 'x');
	assert_false(qr_draw(t.arena, buf_str(&b), &qr, &e));
	assert_int_equal(e.text, T_access_qr_long);
}

/* --- setting up and logging in */

static void who_must_have_a_factor_sets_it_up_first(void **state)
{
	struct logged in;
	struct str token;

	(void)state;
	add_account("f.admin", "admin");
	assert_ok(log_in("f.admin", &in), &e);
	assert_false(in.step);
	struct actor a = who(in.token);

	assert_true(a.owes);
	assert_true(actor_may(&a, PERM_ENROL));
	assert_false(actor_may(&a, PERM_LOGIN));
	assert_false(actor_may(&a, PERM_account_manage));
	struct phone p = offer(&a);

	assert_false(confirm(&a, S("000000"), &token) && confirm(&a, S("000001"), &token));
	assert_int_equal(e.text, T_access_factor_code_wrong);
	assert_ok(confirm(&a, code_at(&p, clock_now()), &token), &e);
	a = who(token);
	assert_false(a.owes);
	assert_true(actor_may(&a, PERM_account_manage));
	/* and never takes the last one away */
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	assert_ok(factor_prepare_remove(r, &a, &c, &e), &e);
	db_read_end(r);
	assert_false(audit_change(t.db, &c, &e));
	assert_int_equal(e.text, T_access_factor_last);
}

static void a_code_opens_one_session_and_no_second(void **state)
{
	int64_t now = clock_now();
	struct logged in, other;
	struct str session;

	(void)state;
	clock_hold(now);
	struct phone p = set_up("f.code", "focal");

	assert_ok(log_in("f.code", &in), &e);
	assert_true(in.step);
	assert_int_equal(who(in.token).account, 0); /* the password alone opens nothing */
	/* the code it was set up with has been used */
	assert_false(second(in.token, code_at(&p, now), &session));
	assert_int_equal(e.text, T_access_code_refused);
	clock_hold(now + 30 * SECOND);
	struct str code = code_at(&p, now + 30 * SECOND);

	assert_ok(log_in("f.code", &other), &e);
	assert_ok(second(in.token, code, &session), &e);
	assert_true(who(session).account > 0);
	/* neither the step nor the code works again */
	assert_false(second(in.token, code, &session));
	assert_int_equal(e.text, T_access_step_over);
	assert_false(second(other.token, code, &session));
	assert_int_equal(e.text, T_access_code_refused);
	assert_false(second(S("nonsense"), code, &session));
	assert_int_equal(e.text, T_access_step_over);
	/* a clock set back takes no code that has gone by */
	clock_hold(now);
	assert_false(second(other.token, code, &session));
	assert_int_equal(e.code, ERR_LOGIN);
}

static void two_with_one_code_at_once_get_one_session(void **state)
{
	int64_t now = clock_now() + 3600 * SECOND;
	struct str token[2];
	struct change c[2] = { 0 };
	int opened = 0;

	(void)state;
	clock_hold(now);
	struct phone p = set_up("f.race", "focal");

	clock_hold(now + 30 * SECOND);
	struct str code = code_at(&p, now + 30 * SECOND);

	for (int i = 0; i < 2; i++) {
		struct logged in;

		assert_ok(log_in("f.race", &in), &e);
		struct login try = { .agent = S("test"), .token = in.token };

		c[i].entry.permission = S("public");
		struct db_read *r = test_read(&t);

		assert_ok(login_code_prepare(t.db, r, &try, code, &c[i], &token[i], &e), &e);
		db_read_end(r);
	}
	for (int i = 0; i < 2; i++) {
		err_clear(&e);
		opened += audit_change(t.db, &c[i], &e);
	}
	assert_int_equal(opened, 1);
	assert_int_equal(who(token[1]).account, 0);
}

static void a_recovery_code_works_once(void **state)
{
	int64_t now = clock_now() + 7200 * SECOND;
	struct logged in;
	struct str session;

	(void)state;
	clock_hold(now);
	struct phone p = set_up("f.lost", "focal");

	assert_ok(log_in("f.lost", &in), &e);
	struct str typed = str_fmt(
		t.arena, " %.5s %c%.4s ", p.codes[3].p, p.codes[3].p[6] & ~0x20, p.codes[3].p + 7);

	/* as people type it; digits have no capitals */
	if (p.codes[3].p[6] < 'a')
		typed = p.codes[3];
	assert_ok(second(in.token, typed, &session), &e);
	assert_ok(log_in("f.lost", &in), &e);
	assert_false(second(in.token, p.codes[3], &session));
	assert_int_equal(e.text, T_access_code_refused);
	assert_ok(second(in.token, p.codes[4], &session), &e);
	struct actor a = who(session);
	struct factor_of_row row;
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(factor_of(r, a.account, &row, &found, &e), &e);
	db_read_end(r);
	assert_int_equal(row.codes, RECOVERY_CODES - 2);
}

static void wrong_codes_wait_and_the_password_forgives_none(void **state)
{
	int64_t now = clock_now() + 10800 * SECOND;
	struct logged in;
	struct str session;

	(void)state;
	clock_hold(now);
	struct phone p = set_up("f.slow", "focal");

	for (int i = 0; i < 4; i++) {
		assert_ok(log_in("f.slow", &in), &e);
		assert_false(second(in.token, S("not it"), &session));
		assert_int_equal(e.text, T_access_code_refused);
	}
	assert_ok(log_in("f.slow", &in), &e);
	assert_false(second(in.token, p.codes[0], &session));
	assert_int_equal(e.code, ERR_TOO_MANY);
	clock_hold(now + SECOND);
	assert_ok(second(in.token, p.codes[0], &session), &e);
}

static void a_step_ends_and_so_does_an_offer(void **state)
{
	int64_t now = clock_now() + 14400 * SECOND;
	struct logged in;
	struct str session;

	(void)state;
	clock_hold(now);
	struct phone p = set_up("f.late", "focal");

	assert_ok(log_in("f.late", &in), &e);
	clock_hold(now + 301 * SECOND);
	assert_false(second(in.token, p.codes[0], &session));
	assert_int_equal(e.text, T_access_step_over);
	assert_ok(log_in("f.late", &in), &e);
	assert_ok(second(in.token, p.codes[0], &session), &e);
	struct actor a = who(session);

	p = offer(&a);
	clock_hold(now + 3600 * SECOND);
	assert_false(confirm(&a, code_at(&p, clock_now()), &session));
	assert_int_equal(e.text, T_access_factor_offer_over);
}

static void a_session_of_a_clock_set_back_is_none(void **state)
{
	int64_t now = clock_now() + 18000 * SECOND;
	struct logged in;

	(void)state;
	add_account("f.back", "focal");
	clock_hold(now);
	assert_ok(log_in("f.back", &in), &e);
	assert_true(who(in.token).account > 0);
	clock_hold(now - 60 * SECOND);
	assert_true(who(in.token).account > 0);
	clock_hold(now - 3600 * SECOND);
	assert_int_equal(who(in.token).account, 0);
}

static bool prove(const struct actor *by, const char *password, struct str *token)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	err_clear(&e);
	bool ok = login_prove_prepare(t.db, r, by, str_z(password), &c, token, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static void showing_again_who_one_is_changes_the_token(void **state)
{
	int64_t now = clock_now() + 21600 * SECOND;
	struct logged in;
	struct str token;

	(void)state;
	clock_hold(now);
	add_account("f.prove", "focal");
	assert_ok(log_in("f.prove", &in), &e);
	struct actor a = who(in.token);

	assert_int_equal(a.proved, now);
	clock_hold(now + SESSION_PROVED * 2);
	assert_false(prove(&a, "không phải mật khẩu", &token));
	assert_int_equal(e.text, T_access_password_wrong);
	assert_ok(prove(&a, right_password, &token), &e);
	assert_int_equal(who(in.token).account, 0);
	assert_int_equal(who(token).proved, now + SESSION_PROVED * 2);
}

static void a_browser_is_named_as_its_owner_knows_it(void **state)
{
	static const char *const agents[][2] = {
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
		  "Chrome/126.0 Safari/537.36 Edg/126.0",
			"Edge trên Windows" },
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0",
			"Firefox trên Linux" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
			"Safari trên iPhone" },
		{ "", "Trình duyệt không rõ" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(agents); i++)
		assert_str_equal(
			browser_words(t.arena, LANG_VI, str_z(agents[i][0])), str_z(agents[i][1]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(codes_are_those_of_the_standard, forget),
		cmocka_unit_test_teardown(a_code_counts_a_step_to_both_sides, forget),
		cmocka_unit_test_teardown(a_code_is_drawn_with_all_its_modules, forget),
		cmocka_unit_test_teardown(who_must_have_a_factor_sets_it_up_first, forget),
		cmocka_unit_test_teardown(a_code_opens_one_session_and_no_second, forget),
		cmocka_unit_test_teardown(two_with_one_code_at_once_get_one_session, forget),
		cmocka_unit_test_teardown(a_recovery_code_works_once, forget),
		cmocka_unit_test_teardown(wrong_codes_wait_and_the_password_forgives_none, forget),
		cmocka_unit_test_teardown(a_step_ends_and_so_does_an_offer, forget),
		cmocka_unit_test_teardown(a_session_of_a_clock_set_back_is_none, forget),
		cmocka_unit_test_teardown(showing_again_who_one_is_changes_the_token, forget),
		cmocka_unit_test_teardown(a_browser_is_named_as_its_owner_knows_it, forget),
	};

	return cmocka_run_group_tests_name("access/factor", tests, load, unload);
}

/*
 * Who may do what where, on the real lists of places and agencies: log-in and its delays,
 * sessions and their ends, what a grant reaches, what nobody can give themselves.
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "access/account.h"
#include "access/demo.h"
#include "access/gate.h"
#include "access/grant.h"
#include "access/login.h"
#include "access/password.h"
#include "access/seen.h"
#include "access/session.h"
#include "access_sql.h"
#include "agency_sql.h"
#include "audit_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

#define SECOND INT64_C(1000000)

static struct test_db t;
static struct err e;

/* --- what the tests stand on */

static int64_t apply(struct change *c)
{
	assert_ok(audit_change(t.db, c, &e), &e);
	return c->entry.object_id;
}

static int64_t add_account(const char *name, const char *at, const char *password)
{
	struct actor system = actor_of_system();
	struct account_new add = { .name = str_z(name),
		.display = str_z(name),
		.agency = test_agency(&t, at),
		.password = str_z(password) };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	return apply(&c);
}

static bool try_grant(const struct actor *by, const struct grant_new *g, int64_t *id)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	c.entry.actor = by->account;
	bool ok = grant_prepare_add(t.db, r, by, g, &c, &e);

	db_read_end(r);
	if (ok)
		*id = apply(&c);
	return ok;
}

static int64_t give(int64_t account, const char *role, const char *at)
{
	struct actor system = actor_of_system();
	struct grant_new g = { .account = account,
		.role = str_z(role),
		.agency = at ? test_agency(&t, at) : DB_NULL };
	int64_t id = 0;

	assert_ok(try_grant(&system, &g, &id), &e);
	return id;
}

static int64_t give_place(int64_t account, const char *role, const char *code)
{
	struct actor system = actor_of_system();
	struct grant_new g = {
		.account = account, .role = str_z(role), .agency = DB_NULL, .place = str_z(code)
	};
	int64_t id = 0;

	assert_ok(try_grant(&system, &g, &id), &e);
	return id;
}

/* An actor as a session would make it, without the log-in. */
static struct actor act_as(int64_t account)
{
	struct access_account_permissions_rows rows;
	struct actor a = { .account = account };
	struct db_read *r = test_read(&t);

	assert_ok(access_account_permissions(r, account, &rows, &e), &e);
	LIST_EACH(row, &rows)
		a.permissions |= UINT64_C(1) << permission_of(row->permission);
	db_read_end(r);
	return a;
}

static bool may(int64_t account, enum permission p, const char *at)
{
	struct actor a = act_as(account);
	int64_t where = test_agency(&t, at);
	struct db_read *r = test_read(&t);
	bool yes;

	assert_ok(access_may(r, &a, p, where, &yes, &e), &e);
	db_read_end(r);
	return yes;
}

/* Does the list of accounts, read by `account`, hold `name`? */
static bool lists(int64_t account, const char *name)
{
	struct access_account_rows_rows rows;
	struct db_read *r = test_read(&t);
	bool there = false;

	assert_ok(access_account_rows(r, account, &rows, &e), &e);
	LIST_EACH(row, &rows)
		there = there || str_eq(row->name, str_z(name));
	db_read_end(r);
	return there;
}

static struct str last_action(void)
{
	struct audit_newest_rows rows;
	struct db_read *r = test_read(&t);

	assert_ok(audit_newest(r, INT64_MAX, 1, &rows, &e), &e);
	db_read_end(r);
	return rows.v[0].action;
}

static int64_t entries(void)
{
	struct audit_last_row last;
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(audit_last(r, &last, &found, &e), &e);
	db_read_end(r);
	return last.seq;
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

/* --- passwords */

static void a_new_password_keeps_the_rules(void **state)
{
	struct arena *a = t.arena;
	char huge[PASSWORD_MAX + 1];

	(void)state;
	memset(huge, 'x', sizeof(huge));
	struct {
		struct str plain;
		enum text_id why;
	} bad[] = {
		{ S("muoi mot kt"), T_access_password_short },
		{ S("mật khẩu n"), T_access_password_short },
		{ S("aaaabbbbaaaabbbb"), T_access_password_simple },
		{ S("đây là tt.bca ngày mới"), T_access_password_name },
		{ S("mot chuoi \xff hong"), T_access_password_bytes },
		{ str_n(huge, sizeof(huge)), T_access_password_long },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		err_clear(&e);
		assert_false(password_rules(a, bad[i].plain, S("tt.bca"), S("Bộ Công an"), &e));
		assert_int_equal(e.code, ERR_INPUT);
		assert_int_equal(e.text, bad[i].why);
	}
	err_clear(&e);
	assert_ok(password_rules(a, S("mười hai ký tự trở lên"), S("tt.bca"), S("Bộ Công an"), &e),
		&e);
	assert_ok(password_rules(a, password_draw(a), S("tt.bca"), S("Bộ Công an"), &e), &e);
}

static void a_password_is_the_same_composed_or_not(void **state)
{
	struct arena *a = t.arena;
	struct str hash;
	bool right;

	(void)state;
	assert_ok(password_hash(a, S("Đặng Thị mười hai"), &hash, &e), &e);
	assert_true(str_starts(hash, S("$argon2id$")));
	assert_ok(password_right(a, hash, S("Đặng Thị mười hai"), &right, &e), &e);
	assert_true(right);
	/* the same letters decomposed */
	assert_ok(password_right(a, hash, S("Đặng Thị mười hai"), &right, &e), &e);
	assert_true(right);
	assert_ok(password_right(a, hash, S("Dang Thi muoi hai"), &right, &e), &e);
	assert_false(right);
	assert_ok(password_right(a, STR_NULL, S("Đặng Thị mười hai"), &right, &e), &e);
	assert_false(right);
}

struct visitor {
	struct gate *gate;
	bool in;
};

static void *visit(void *arg)
{
	struct visitor *v = arg;
	struct err mine = { 0 };

	v->in = gate_enter(v->gate, &mine);
	return NULL;
}

static int waiting_at(struct gate *g)
{
	pthread_mutex_lock(&g->lock);
	int n = g->waiting;

	pthread_mutex_unlock(&g->lock);
	return n;
}

static void the_gate_lets_few_in_and_few_wait(void **state)
{
	struct gate g = GATE(1, 2);
	struct visitor v[2] = { { &g, false }, { &g, false } };
	pthread_t threads[2];

	(void)state;
	assert_ok(gate_enter(&g, &e), &e);
	for (size_t i = 0; i < COUNT(v); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, visit, &v[i]), 0);
	while (waiting_at(&g) < 2)
		sched_yield();
	assert_false(gate_enter(&g, &e));
	assert_int_equal(e.code, ERR_BUSY);
	gate_leave(&g);
	while (waiting_at(&g) > 1)
		sched_yield();
	gate_leave(&g);
	for (size_t i = 0; i < COUNT(v); i++) {
		pthread_join(threads[i], NULL);
		assert_true(v[i].in);
	}
	assert_int_equal(g.inside, 1);
}

/* --- tokens */

static void a_token_has_its_own_form_token(void **state)
{
	struct str digest, again;
	struct str one = session_draw(t.arena, &digest), two = session_draw(t.arena, &again);
	char wrong[44];

	(void)state;
	assert_int_equal(one.n, 43);
	assert_false(str_eq(one, two));
	assert_true(session_digest(t.arena, one, &again));
	assert_true(str_eq(digest, again));
	assert_true(access_csrf_right(one, access_csrf(t.arena, one)));
	assert_false(access_csrf_right(one, access_csrf(t.arena, two)));
	assert_false(access_csrf_right(one, S("")));
	assert_false(access_csrf_right(S(""), S("")));
	memcpy(wrong, one.p, 43);
	wrong[7] = '*';
	assert_false(session_digest(t.arena, str_n(wrong, 43), &again));
	assert_false(session_digest(t.arena, str_n(one.p, 42), &again));
	assert_false(session_digest(t.arena, STR_NULL, &again));
}

static void use_is_noted_until_taken(void **state)
{
	struct seen *noted;

	(void)state;
	seen_take(t.arena, &noted);
	seen_note(7, 100);
	seen_note(7 + SEEN_MAX, 200);
	seen_note(7, 90);
	assert_int_equal(seen_at(7), 100);
	assert_int_equal(seen_at(7 + SEEN_MAX), 200);
	assert_int_equal(seen_at(8), 0);
	assert_int_equal(seen_take(t.arena, &noted), 2);
	assert_int_equal(seen_at(7), 0);
	for (int64_t i = 1; i <= SEEN_MAX; i++)
		seen_note(i, 5);
	assert_true(seen_take(t.arena, &noted) < SEEN_MAX);
}

/* --- log-in */

static const char right_password[] = "con thuyền ra khơi";

static bool log_in(const char *name, const char *password, const char *address, struct str old,
	struct str *token)
{
	struct login in = { .name = str_z(name),
		.password = str_z(password),
		.address = str_z(address),
		.agent = S("test"),
		.token = old };
	struct change c = { 0 };
	struct db_read *r = test_read(&t);

	c.entry.permission = S("public");
	err_clear(&e);
	struct logged out = { 0 };
	bool ok = login_prepare(t.db, r, &in, &c, &out, &e);

	db_read_end(r);
	*token = out.token;
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

static void a_log_in_opens_a_session_and_a_log_out_ends_it(void **state)
{
	int64_t id = add_account("login.one", "bca", right_password);
	struct str token, next;

	(void)state;
	give(id, "focal", "bca");
	assert_ok(log_in("Login.One", right_password, "192.0.2.1", STR_NULL, &token), &e);
	assert_str_equal(last_action(), S("account.login"));
	struct actor a = who(token);

	assert_int_equal(a.account, id);
	assert_str_equal(a.name, S("login.one"));
	assert_int_equal(a.agency, test_agency(&t, "bca"));
	assert_true(actor_may(&a, PERM_plan_read));
	assert_false(actor_may(&a, PERM_account_manage));
	/* a second log-in in the same browser ends the first session */
	assert_ok(log_in("login.one", right_password, "192.0.2.1", token, &next), &e);
	assert_int_equal(who(token).account, 0);
	a = who(next);
	assert_int_equal(a.account, id);

	struct change c = { .entry = test_entry() };

	assert_ok(logout_prepare(t.arena, &a, &c, &e), &e);
	apply(&c);
	assert_str_equal(last_action(), S("account.logout"));
	assert_int_equal(who(next).account, 0);
	assert_int_equal(who(S("nonsense")).account, 0);
}

static int64_t visit_before(int64_t account)
{
	struct access_visit_before_row row = { 0 };
	struct db_read *r = test_read(&t);
	bool found;

	assert_ok(access_visit_before(r, account, &row, &found, &e), &e);
	assert_true(found);
	db_read_end(r);
	return row.before;
}

static void a_visit_knows_when_the_one_before_ended(void **state)
{
	int64_t id = add_account("login.visit", "bca", right_password), now = clock_now();
	struct str token;

	(void)state;
	clock_hold(now);
	assert_ok(log_in("login.visit", right_password, "", STR_NULL, &token), &e);
	assert_int_equal(visit_before(id), DB_NULL);
	/* from another device, within the hour: no new visit */
	clock_hold(now + 600 * SECOND);
	assert_ok(log_in("login.visit", right_password, "", STR_NULL, &token), &e);
	assert_int_equal(visit_before(id), DB_NULL);
	clock_hold(now + 7200 * SECOND);
	assert_ok(log_in("login.visit", right_password, "", STR_NULL, &token), &e);
	assert_int_equal(visit_before(id), now + 600 * SECOND);
}

static void refusals_are_alike_and_logged(void **state)
{
	static const char *const tries[][2] = {
		{ "login.two", "sai mật khẩu rồi" },
		{ "no.such.name", "con thuyền ra khơi" },
		{ "login.off", "con thuyền ra khơi" },
		{ "system", "con thuyền ra khơi" },
	};
	int64_t off = add_account("login.off", "bca", right_password);
	struct actor system = actor_of_system();
	struct change c = { .entry = test_entry() };
	struct str token;

	(void)state;
	add_account("login.two", "bca", right_password);
	struct db_read *r = test_read(&t);

	assert_ok(account_prepare_state(t.db, r, &system, off, false, &c, &e), &e);
	db_read_end(r);
	apply(&c);
	for (size_t i = 0; i < COUNT(tries); i++) {
		int64_t before = entries();

		assert_false(log_in(tries[i][0], tries[i][1], "192.0.2.9", STR_NULL, &token));
		assert_int_equal(e.code, ERR_LOGIN);
		assert_int_equal(e.text, T_access_login_refused);
		assert_int_equal(entries(), before + 1);
		assert_str_equal(last_action(), S("account.login_refused"));
	}
}

static void failures_make_the_next_try_wait_longer(void **state)
{
	int64_t now = clock_now();
	struct str token;

	(void)state;
	add_account("login.slow", "bca", right_password);
	clock_hold(now);
	for (int i = 0; i < 4; i++) {
		assert_false(log_in("login.slow", "không phải mật khẩu", "", STR_NULL, &token));
		assert_int_equal(e.code, ERR_LOGIN);
	}
	/* the fifth waits a second, even with the right password; no word of it in the log */
	int64_t before = entries();

	assert_false(log_in("login.slow", right_password, "", STR_NULL, &token));
	assert_int_equal(e.code, ERR_TOO_MANY);
	assert_int_equal(entries(), before);
	clock_hold(now + SECOND);
	assert_false(log_in("login.slow", "không phải mật khẩu", "", STR_NULL, &token));
	assert_int_equal(e.code, ERR_LOGIN);
	clock_hold(now + 2 * SECOND);
	assert_false(log_in("login.slow", right_password, "", STR_NULL, &token));
	assert_int_equal(e.code, ERR_TOO_MANY);
	clock_hold(now + 3 * SECOND);
	assert_ok(log_in("login.slow", right_password, "", STR_NULL, &token), &e);
	/* which is forgiven by the success */
	assert_false(log_in("login.slow", "không phải mật khẩu", "", STR_NULL, &token));
	assert_ok(log_in("login.slow", right_password, "", STR_NULL, &token), &e);
}

static void an_unknown_name_waits_like_a_known_one(void **state)
{
	struct str token;

	(void)state;
	clock_hold(clock_now());
	for (int i = 0; i < 4; i++)
		assert_false(log_in("nobody.here", "không phải mật khẩu", "", STR_NULL, &token));
	assert_false(log_in("nobody.here", "không phải mật khẩu", "", STR_NULL, &token));
	assert_int_equal(e.code, ERR_TOO_MANY);
}

static void networks_are_classes_of_addresses(void **state)
{
	struct arena *a = t.arena;

	(void)state;
	assert_str_equal(login_network(a, S("203.0.113.7")), S("203.0.113.0/24"));
	assert_str_equal(login_network(a, S("::ffff:203.0.113.7")), S("203.0.113.0/24"));
	assert_str_equal(login_network(a, S("2001:db8:1:2:3::4")), S("2001:db8:1::/48"));
	assert_str_equal(login_network(a, S("unix")), S(""));
	assert_str_equal(login_network(a, S("")), S(""));
}

static void sessions_end_when_idle_and_in_any_case(void **state)
{
	int64_t now = clock_now();
	struct str token;

	(void)state;
	int64_t id = add_account("login.idle", "bca", right_password);

	clock_hold(now);
	assert_ok(log_in("login.idle", right_password, "", STR_NULL, &token), &e);
	clock_hold(now + SESSION_IDLE - SECOND);
	assert_int_equal(who(token).account, id);
	/* that use counts, noted only ... */
	clock_hold(now + SESSION_IDLE + SECOND);
	assert_int_equal(who(token).account, id);
	/* ... or written */
	assert_ok(access_tick(t.db, &e), &e);
	assert_str_equal(last_action(), S("session.used"));
	int64_t before = entries();

	assert_ok(access_tick(t.db, &e), &e);
	assert_int_equal(entries(), before);
	clock_hold(now + 2 * SESSION_IDLE - 2 * SECOND);
	assert_int_equal(who(token).account, id);
	clock_hold(now + 4 * SESSION_IDLE);
	assert_int_equal(who(token).account, 0);

	clock_hold(now);
	assert_ok(log_in("login.idle", right_password, "", STR_NULL, &token), &e);
	for (int64_t at = 0; at < SESSION_LONGEST; at += SESSION_IDLE / 2) {
		clock_hold(now + at);
		assert_int_equal(who(token).account, id);
	}
	clock_hold(now + SESSION_LONGEST);
	assert_int_equal(who(token).account, 0);
}

static void a_changed_password_ends_the_other_sessions(void **state)
{
	int64_t id = add_account("login.change", "bca", right_password);
	struct str here, there;
	struct change c = { .entry = test_entry() };

	(void)state;
	assert_ok(log_in("login.change", right_password, "", STR_NULL, &here), &e);
	assert_ok(log_in("login.change", right_password, "", STR_NULL, &there), &e);
	struct actor a = who(here);
	struct db_read *r = test_read(&t);

	assert_false(account_prepare_password(r, &a, S("sai"), S("ngọn đèn biển sáng"), &c, &e));
	assert_int_equal(e.text, T_access_password_wrong);
	err_clear(&e);
	assert_ok(account_prepare_password(
			  r, &a, str_z(right_password), S("ngọn đèn biển sáng"), &c, &e),
		&e);
	db_read_end(r);
	apply(&c);
	assert_int_equal(who(here).account, id);
	assert_int_equal(who(there).account, 0);
	assert_ok(log_in("login.change", "ngọn đèn biển sáng", "", STR_NULL, &there), &e);
}

/* --- roles and scope */

static void built_in_roles_are_written_once(void **state)
{
	int64_t before = entries();

	(void)state;
	assert_ok(access_ready(t.db, &e), &e);
	assert_int_equal(entries(), before);
	for (int p = PERM_LOGIN + 1; p < PERM_COUNT; p++)
		assert_int_equal(permission_of(str_z(permission_name((enum permission)p))), p);
}

static void an_agency_grant_reaches_it_and_those_under_it(void **state)
{
	int64_t own = add_account("scope.own", "bca", NULL);
	int64_t above = add_account("scope.above", "cp", NULL);
	int64_t other = add_account("scope.other", "byt", NULL);

	(void)state;
	add_account("scope.seen", "bca", NULL);
	assert_false(lists(own, "scope.seen"));
	give(own, "leader", "bca");
	give(above, "leader", "cp");
	give(other, "leader", "byt");
	assert_true(lists(own, "scope.seen"));
	assert_true(lists(above, "scope.seen"));
	assert_false(lists(other, "scope.seen"));
	assert_false(lists(own, "scope.above"));
	assert_true(may(own, PERM_plan_read, "bca"));
	assert_false(may(own, PERM_agency_manage, "bca"));
	assert_false(may(own, PERM_plan_read, "byt"));
	assert_true(may(above, PERM_plan_read, "byt"));
}

static void every_permission_has_words(void **state)
{
	(void)state;
	for (int p = PERM_LOGIN + 1; p < PERM_COUNT; p++) {
		struct str name = str_z(permission_name((enum permission)p));

		for (int lang = 0; lang < LANG_COUNT; lang++)
			if (str_eq(permission_words((enum lang)lang, name), name))
				fail_msg("%.*s has no words", STR_ARG(name));
	}
	assert_str_equal(permission_list_words(t.arena, LANG_EN, S("plan.read  none")),
		S("See plans; none"));
}

static void a_permission_counts_only_where_its_grant_reaches(void **state)
{
	int64_t id = add_account("scope.two", "bca", NULL);

	(void)state;
	give(id, "admin", "byt");
	give(id, "focal", "bca");
	assert_true(may(id, PERM_account_manage, "byt"));
	assert_false(may(id, PERM_account_manage, "bca"));
	assert_true(may(id, PERM_plan_read, "bca"));
}

static void a_place_grant_reaches_the_agencies_of_the_place(void **state)
{
	int64_t province = add_account("scope.place", "ca-tinh.46", NULL);
	int64_t country = add_account("scope.country", "bca", NULL);

	(void)state;
	add_account("scope.hue", "so-tp.46", NULL);
	add_account("scope.dongnai", "so-tp.75", NULL);
	give_place(province, "leader", "46");
	give(country, "leader", NULL);
	assert_true(lists(province, "scope.hue"));
	assert_false(lists(province, "scope.dongnai"));
	assert_false(lists(province, "scope.country"));
	assert_true(lists(country, "scope.hue"));
	assert_true(lists(country, "scope.dongnai"));
	assert_true(lists(ACCOUNT_SYSTEM, "scope.dongnai"));
}

/* The police of Huế is the police of Thừa Thiên Huế under another name. */
static void a_body_reaches_what_it_took_over(void **state)
{
	struct agency_by_code_row old;
	int64_t id = add_account("scope.heir", "ca-tinh.46", NULL);
	int64_t other = add_account("scope.nobody", "so-tp.46", NULL);
	struct db_read *r = test_read(&t);
	bool found, yes;

	(void)state;
	assert_ok(agency_by_code(r, S("ca-tinh.46"), &old, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	assert_true(old.id != test_agency(&t, "ca-tinh.46"));
	give(id, "leader", "ca-tinh.46");
	give(other, "leader", "so-tp.46");
	struct actor heir = act_as(id), nobody = act_as(other);

	r = test_read(&t);
	assert_ok(access_may(r, &heir, PERM_plan_read, old.id, &yes, &e), &e);
	assert_true(yes);
	assert_ok(access_may(r, &nobody, PERM_plan_read, old.id, &yes, &e), &e);
	assert_false(yes);
	db_read_end(r);
}

static void a_grant_holds_on_its_days(void **state)
{
	struct actor system = actor_of_system();
	struct date today = date_today();
	struct grant_new g = { .role = S("leader"), .agency = test_agency(&t, "bca") };
	struct {
		int from, to;
		bool holds;
	} cases[] = { { 0, 0, true }, { -9, 0, true }, { 0, 9, true }, { 1, 9, false },
		{ -9, -1, false } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char name[16];
		int64_t id;

		snprintf(name, sizeof(name), "days.%zu", i);
		g.account = add_account(name, "byt", NULL);
		g.from = date_add(today, cases[i].from);
		g.to = date_add(today, cases[i].to);
		assert_ok(try_grant(&system, &g, &id), &e);
		assert_int_equal(may(g.account, PERM_plan_read, "bca"), cases[i].holds);
	}
	g.from = today;
	g.to = date_add(today, -1);
	int64_t id;

	assert_false(try_grant(&system, &g, &id));
	assert_int_equal(e.text, T_access_grant_dates);
}

static void a_revoked_grant_and_a_disabled_account_reach_nothing(void **state)
{
	struct actor system = actor_of_system();
	int64_t id = add_account("scope.end", "bca", NULL);
	int64_t grant = give(id, "leader", "bca");
	struct change c = { .entry = test_entry() };

	(void)state;
	assert_true(may(id, PERM_plan_read, "bca"));
	struct db_read *r = test_read(&t);

	assert_ok(grant_prepare_revoke(t.db, r, &system, id, grant, &c, &e), &e);
	db_read_end(r);
	apply(&c);
	assert_false(may(id, PERM_plan_read, "bca"));
	assert_false(audit_change(t.db, &c, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);

	give(id, "leader", "bca");
	assert_true(may(id, PERM_plan_read, "bca"));
	c = (struct change){ .entry = test_entry() };
	r = test_read(&t);
	assert_ok(account_prepare_state(t.db, r, &system, id, false, &c, &e), &e);
	db_read_end(r);
	apply(&c);
	assert_false(may(id, PERM_plan_read, "bca"));
}

/* --- giving */

static void refused(
	const struct actor *by, const struct grant_new *g, enum err_code code, enum text_id text)
{
	int64_t before = entries(), id;

	err_clear(&e);
	assert_false(try_grant(by, g, &id));
	assert_int_equal(e.code, code);
	assert_int_equal(e.text, text);
	if (code == ERR_DENIED) {
		assert_int_equal(entries(), before + 1);
		assert_str_equal(last_action(), S("grant.add_refused"));
	}
}

static void nobody_gives_more_than_they_hold(void **state)
{
	int64_t giver = add_account("give.admin", "byt", NULL);
	int64_t same = add_account("give.same", "byt", NULL);
	int64_t out = add_account("give.out", "bca", NULL);
	int64_t id;

	(void)state;
	give(giver, "admin", "byt");
	struct actor by = act_as(giver);
	struct grant_new g = {
		.account = same, .role = S("focal"), .agency = test_agency(&t, "byt")
	};

	assert_ok(try_grant(&by, &g, &id), &e);
	assert_true(may(same, PERM_plan_read, "byt"));
	/* the same again */
	refused(&by, &g, ERR_CONFLICT, T_access_grant_held);
	/* to oneself */
	g.account = giver;
	refused(&by, &g, ERR_DENIED, T_access_not_oneself);
	/* over an agency above or beside, a place, the country */
	g.account = same;
	g.agency = test_agency(&t, "cp");
	refused(&by, &g, ERR_DENIED, T_access_grant_beyond);
	g.agency = test_agency(&t, "bca");
	refused(&by, &g, ERR_DENIED, T_access_grant_beyond);
	g.agency = DB_NULL;
	refused(&by, &g, ERR_DENIED, T_access_grant_beyond);
	g.place = S("46");
	refused(&by, &g, ERR_DENIED, T_access_grant_beyond);
	/* to an account out of reach: as if it were not there */
	g = (struct grant_new){
		.account = out, .role = S("focal"), .agency = test_agency(&t, "byt")
	};
	refused(&by, &g, ERR_ABSENT, T_access_no_account);
	g.account = INT64_MAX;
	refused(&by, &g, ERR_ABSENT, T_access_no_account);
}

static void nobody_gives_what_they_lack(void **state)
{
	int64_t giver = add_account("lack.admin", "byt", NULL);
	int64_t other = add_account("lack.other", "byt", NULL);

	(void)state;
	give(giver, "admin", "byt");
	struct actor by = act_as(giver);
	struct grant_new g = {
		.account = other, .role = S("no.such"), .agency = test_agency(&t, "byt")
	};

	refused(&by, &g, ERR_INPUT, T_access_no_role);
	g.role = S("data");
	g.agency = INT64_MAX - 1;
	refused(&by, &g, ERR_INPUT, T_access_no_agency);
	/* one who reads accounts but does not manage them gives nothing at all */
	int64_t reader = add_account("lack.reader", "byt", NULL);

	give(reader, "leader", "byt");
	by = act_as(reader);
	g = (struct grant_new){
		.account = other, .role = S("focal"), .agency = test_agency(&t, "byt")
	};
	refused(&by, &g, ERR_DENIED, T_access_beyond_reach);
	assert_false(may(other, PERM_plan_read, "byt"));
}

static void accounts_are_added_within_reach_only(void **state)
{
	int64_t giver = add_account("add.admin", "byt", NULL);
	struct account_new add = {
		.name = S("add.new"), .display = S("Mới"), .agency = test_agency(&t, "bca")
	};
	struct change c = { .entry = test_entry() };

	(void)state;
	give(giver, "admin", "byt");
	struct actor by = act_as(giver);
	struct db_read *r = test_read(&t);
	static const char *const wrong[] = { "", "A.b", "1abc", "a", "a b", "đặng", "a'--" };

	assert_false(account_prepare_add(t.db, r, &by, &add, &c, &e));
	assert_int_equal(e.code, ERR_DENIED);
	assert_str_equal(last_action(), S("account.add_refused"));
	add.agency = test_agency(&t, "byt");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		err_clear(&e);
		add.name = str_z(wrong[i]);
		assert_false(account_prepare_add(t.db, r, &by, &add, &c, &e));
		assert_int_equal(e.text, T_access_name_wrong);
	}
	err_clear(&e);
	add.name = S("add.new");
	assert_ok(account_prepare_add(t.db, r, &by, &add, &c, &e), &e);
	db_read_end(r);
	assert_true(apply(&c) > ACCOUNT_SYSTEM);
	assert_false(audit_change(t.db, &c, &e));
	assert_int_equal(e.text, T_access_name_taken);
}

/* --- accounts to try with */

static void demo_accounts_are_never_made_among_real_ones(void **state)
{
	struct demo_accounts list = { 0 };

	(void)state;
	assert_false(access_demo(t.db, t.arena, false, &list, &e));
	assert_int_equal(e.text, T_access_demo_real);
}

static void demo_accounts_cover_every_role(void **state)
{
	struct demo_accounts first = { 0 }, second = { 0 };
	struct str token;

	(void)state;
	assert_ok(access_demo(t.db, t.arena, false, &first, &e), &e);
	assert_ok(access_demo(t.db, t.arena, false, &second, &e), &e);
	assert_int_equal(first.n, second.n);
	LIST_EACH(d, &second)
		assert_null(d->password.p);
	struct access_role_rows_rows roles;
	struct db_read *r = test_read(&t);

	assert_ok(access_role_rows(r, &roles, &e), &e);
	db_read_end(r);
	LIST_EACH(role, &roles) {
		bool covered = false;

		LIST_EACH(d, &first)
			covered = covered || str_eq(d->role, role->code);
		assert_true(covered);
	}
	assert_ok(log_in(str_c(t.arena, first.v[0].name), str_c(t.arena, first.v[0].password), "",
			  STR_NULL, &token),
		&e);
	struct actor a = who(token);

	assert_true(actor_may(&a, PERM_plan_import));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* first: while there are no others */
		cmocka_unit_test(every_permission_has_words),
		cmocka_unit_test_teardown(demo_accounts_cover_every_role, forget),
		cmocka_unit_test_teardown(a_new_password_keeps_the_rules, forget),
		cmocka_unit_test_teardown(a_password_is_the_same_composed_or_not, forget),
		cmocka_unit_test_teardown(the_gate_lets_few_in_and_few_wait, forget),
		cmocka_unit_test_teardown(a_token_has_its_own_form_token, forget),
		cmocka_unit_test_teardown(use_is_noted_until_taken, forget),
		cmocka_unit_test_teardown(a_log_in_opens_a_session_and_a_log_out_ends_it, forget),
		cmocka_unit_test_teardown(a_visit_knows_when_the_one_before_ended, forget),
		cmocka_unit_test_teardown(refusals_are_alike_and_logged, forget),
		cmocka_unit_test_teardown(failures_make_the_next_try_wait_longer, forget),
		cmocka_unit_test_teardown(an_unknown_name_waits_like_a_known_one, forget),
		cmocka_unit_test_teardown(networks_are_classes_of_addresses, forget),
		cmocka_unit_test_teardown(sessions_end_when_idle_and_in_any_case, forget),
		cmocka_unit_test_teardown(a_changed_password_ends_the_other_sessions, forget),
		cmocka_unit_test_teardown(built_in_roles_are_written_once, forget),
		cmocka_unit_test_teardown(an_agency_grant_reaches_it_and_those_under_it, forget),
		cmocka_unit_test_teardown(a_permission_counts_only_where_its_grant_reaches, forget),
		cmocka_unit_test_teardown(a_place_grant_reaches_the_agencies_of_the_place, forget),
		cmocka_unit_test_teardown(a_body_reaches_what_it_took_over, forget),
		cmocka_unit_test_teardown(a_grant_holds_on_its_days, forget),
		cmocka_unit_test_teardown(
			a_revoked_grant_and_a_disabled_account_reach_nothing, forget),
		cmocka_unit_test_teardown(nobody_gives_more_than_they_hold, forget),
		cmocka_unit_test_teardown(nobody_gives_what_they_lack, forget),
		cmocka_unit_test_teardown(accounts_are_added_within_reach_only, forget),
		cmocka_unit_test_teardown(demo_accounts_are_never_made_among_real_ones, forget),
	};

	return cmocka_run_group_tests(tests, load, unload);
}

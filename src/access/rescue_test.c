/*
 * What one officer does for another: letting somebody back in; and access in an emergency, which
 * others are told of and judge. What is not allowed is refused and logged.
 */
#include "access/emergency.h"
#include "access/rescue.h"

#include "access/account.h"
#include "access/grant.h"
#include "access/login.h"
#include "access/tell.h"
#include "access_sql.h"
#include "audit/audit.h"
#include "emergency_sql.h"
#include "outbox/outbox.h"
#include "test/cmocka.h"
#include "test/support_house.h"

#define HOUR (INT64_C(3600) * 1000000)

static struct test_db t;
static struct err e;
static const char old_password[] = "con thuyền ra khơi";
static const char new_password[] = "ngọn hải đăng mới 7";
static const char reason[] = "mất điện thoại, đã gặp tại trụ sở";

static int64_t apply(struct change *c)
{
	assert_ok(audit_change(t.db, c, &e), &e);
	return c->entry.object_id;
}

static int64_t give(int64_t account, const char *role, const char *over, struct date to)
{
	struct actor system = actor_of_system();
	struct grant_new g = { .account = account, .role = str_z(role), .agency = DB_NULL };
	struct change c = { .entry = test_entry() };

	if (over)
		g.agency = test_agency(&t, over);
	g.to = to;
	struct db_read *r = test_read(&t);

	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	return apply(&c);
}

/* With a password, in `home`; a role over the same where one is given. */
static int64_t add(const char *name, const char *home, const char *role)
{
	struct actor system = actor_of_system();
	struct account_new in = { .name = str_z(name),
		.display = str_z(name),
		.agency = test_agency(&t, home),
		.password = str_z(old_password) };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	assert_ok(account_prepare_add(t.db, r, &system, &in, &c, &e), &e);
	db_read_end(r);
	int64_t id = apply(&c);

	if (role)
		give(id, role, home, DATE_NONE);
	return id;
}

static struct actor act_as(int64_t account)
{
	struct access_account_permissions_rows rows;
	struct access_account_secret_row secret;
	struct db_read *r = test_read(&t);
	struct actor a = { .account = account };
	struct access_account_row_row row;
	bool found;

	assert_ok(access_account_secret(r, account, &secret, &found, &e) && found, &e);
	a.name = a.display = secret.name;
	assert_ok(access_account_row(r, account, ACCOUNT_SYSTEM, &row, &found, &e) && found, &e);
	a.agency = row.agency;
	assert_ok(access_account_permissions(r, account, &rows, &e), &e);
	LIST_EACH(x, &rows)
		a.permissions |= UINT64_C(1) << permission_of(x->permission);
	db_read_end(r);
	return a;
}

static bool may(int64_t account, enum permission p, const char *where)
{
	struct actor a = act_as(account);
	struct db_read *r = test_read(&t);
	bool yes;

	assert_ok(access_may(r, &a, p, test_agency(&t, where), &yes, &e), &e);
	db_read_end(r);
	return yes;
}

static struct str last_action(void)
{
	struct audit_lines lines = { 0 };
	struct db_read *r = test_read(&t);

	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 1, &lines, &e), &e);
	db_read_end(r);
	return lines.v[0].entry.action;
}

static int64_t unread(int64_t account)
{
	struct db_read *r = test_read(&t);
	int64_t n;

	assert_ok(outbox_unread_count(r, account, &n, &e), &e);
	db_read_end(r);
	return n;
}

static int forget(void **state)
{
	(void)state;
	clock_hold(0);
	err_clear(&e);
	return 0;
}

/* --- coming back in */

static bool offer(int64_t by, int64_t account, const char *why, struct str *code)
{
	struct actor a = act_as(by);
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	err_clear(&e);
	bool ok = rescue_prepare_offer(t.db, r, &a, account, str_z(why), &c, code, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static bool come_back(const char *name, struct str code, const char *password)
{
	struct login in = { .name = str_z(name), .address = S("192.0.2.9"), .agent = S("test") };
	struct change c = { 0 };
	struct db_read *r = test_read(&t);

	c.entry.permission = S("public");
	err_clear(&e);
	bool ok = rescue_prepare_use(t.db, r, &in, code, str_z(password), &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static bool log_in(const char *name, const char *password, struct str *token)
{
	struct login in = { .name = str_z(name),
		.password = str_z(password),
		.address = S("192.0.2.8"),
		.agent = S("test") };
	struct change c = { 0 };
	struct logged out;
	struct db_read *r = test_read(&t);

	c.entry.permission = S("public");
	err_clear(&e);
	bool ok = login_prepare(t.db, r, &in, &c, &out, &e);

	db_read_end(r);
	*token = out.token;
	return ok && audit_change(t.db, &c, &e);
}

static int64_t who(struct str token)
{
	struct actor a;
	struct db_read *r = test_read(&t);

	assert_ok(access_load(r, token, &a, &e), &e);
	db_read_end(r);
	return a.account;
}

static void a_second_officer_lets_somebody_back_in(void **state)
{
	int64_t officer = add("back.officer", "byt", "admin");
	int64_t lost = add("back.lost", "byt", "focal");
	struct str before, token, code, again;

	(void)state;
	assert_ok(log_in("back.lost", old_password, &before), &e);
	assert_int_equal(who(before), lost);
	assert_ok(offer(officer, lost, reason, &code), &e);
	assert_int_equal(unread(lost), 1);
	assert_int_equal(unread(officer), 1);
	/* until it is used nothing has changed */
	assert_int_equal(who(before), lost);
	/* a second code makes the first void */
	assert_ok(offer(officer, lost, reason, &again), &e);
	assert_false(come_back("back.lost", code, new_password));
	assert_int_equal(e.text, T_access_rescue_refused);
	/* as it may be typed */
	struct buf b = { .arena = t.arena };

	for (size_t i = 0; i < again.n; i++)
		buf_addc(&b, again.p[i] == '-' ? ' ' : (char)(again.p[i] & ~0x20));
	for (size_t i = 0; i < b.n; i++)
		if (again.p[i] >= '2' && again.p[i] <= '9')
			b.p[i] = again.p[i];
	assert_false(come_back("back.lost", buf_str(&b), "ngắn"));
	assert_int_equal(e.code, ERR_INPUT);
	assert_ok(come_back("back.lost", buf_str(&b), new_password), &e);
	assert_str_equal(last_action(), S("account.rescued"));
	assert_int_equal(who(before), 0);
	assert_int_equal(unread(lost), 3);
	assert_int_equal(unread(officer), 3);
	assert_false(come_back("back.lost", again, new_password)); /* once */
	assert_false(log_in("back.lost", old_password, &token));
	assert_ok(log_in("back.lost", new_password, &token), &e);
	assert_int_equal(who(token), lost);
}

static void refused(int64_t by, int64_t account, enum err_code code, enum text_id text)
{
	struct str drawn;

	assert_false(offer(by, account, reason, &drawn));
	assert_int_equal(e.code, code);
	assert_int_equal(e.text, text);
	if (code == ERR_DENIED)
		assert_str_equal(last_action(), S("account.rescue_offer_refused"));
}

static void nobody_is_let_in_by_who_may_less(void **state)
{
	int64_t officer = add("less.officer", "byt", "admin");
	int64_t great = add("less.great", "byt", "focal");
	int64_t far = add("less.far", "bca", "focal");
	int64_t reader = add("less.reader", "byt", "leader");
	int64_t plain = add("less.plain", "byt", "focal");
	struct str code;

	(void)state;
	give(great, "focal", NULL, DATE_NONE); /* over the country */
	refused(officer, great, ERR_DENIED, T_access_rescue_beyond);
	refused(officer, officer, ERR_DENIED, T_access_not_oneself);
	refused(reader, plain, ERR_DENIED, T_access_beyond_reach);
	refused(officer, far, ERR_ABSENT, T_access_no_account);
	refused(officer, INT64_MAX, ERR_ABSENT, T_access_no_account);
	assert_false(offer(officer, plain, "ngắn", &code));
	assert_int_equal(e.text, T_access_reason_wrong);
}

static void a_code_ends_and_wrong_ones_wait_alike(void **state)
{
	int64_t officer = add("wait.officer", "byt", "admin");
	int64_t lost = add("wait.lost", "byt", "focal");
	int64_t now = clock_now();
	struct str code;

	(void)state;
	clock_hold(now);
	assert_ok(offer(officer, lost, reason, &code), &e);
	clock_hold(now + 24 * HOUR);
	assert_false(come_back("wait.lost", code, new_password));
	assert_int_equal(e.text, T_access_rescue_refused);
	for (int i = 0; i < 4; i++) {
		assert_false(come_back("wait.nobody", code, new_password));
		assert_int_equal(e.text, T_access_rescue_refused);
	}
	assert_false(come_back("wait.nobody", code, new_password));
	assert_int_equal(e.code, ERR_TOO_MANY);
}

/* --- for as long */

static void nobody_gives_for_longer_than_they_hold(void **state)
{
	int64_t giver = add("long.giver", "byt", NULL);
	int64_t other = add("long.other", "byt", NULL);
	struct date last = date_add(date_today(), 30);
	struct grant_new g = {
		.account = other, .role = S("focal"), .agency = test_agency(&t, "byt")
	};
	struct change c = { .entry = test_entry() };

	(void)state;
	give(giver, "admin", "byt", last);
	struct actor by = act_as(giver);
	struct db_read *r = test_read(&t);

	assert_false(grant_prepare_add(t.db, r, &by, &g, &c, &e));
	assert_int_equal(e.text, T_access_grant_beyond);
	err_clear(&e);
	g.to = date_add(last, 1);
	assert_false(grant_prepare_add(t.db, r, &by, &g, &c, &e));
	assert_int_equal(e.text, T_access_grant_beyond);
	err_clear(&e);
	g.to = last;
	assert_ok(grant_prepare_add(t.db, r, &by, &g, &c, &e), &e);
	db_read_end(r);
	apply(&c);
}

/* --- in an emergency */

static bool take(int64_t by, const char *role, const char *where, const char *why, int64_t *id)
{
	struct actor a = act_as(by);
	struct emergency_ask in = {
		.role = str_z(role), .agency = str_z(where), .reason = str_z(why)
	};
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	struct str token;
	const char *field;

	err_clear(&e);
	bool ok = emergency_prepare_begin(t.db, r, &a, &in, &c, &token, &field, &e);

	db_read_end(r);
	ok = ok && audit_change(t.db, &c, &e);
	*id = c.entry.object_id;
	return ok;
}

static bool judge(int64_t by, int64_t id)
{
	struct actor a = act_as(by);
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	err_clear(&e);
	bool ok = emergency_prepare_judge(t.db, r, &a, id, true, str_z(reason), &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static bool give_back(int64_t by, int64_t id)
{
	struct actor a = act_as(by);
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	err_clear(&e);
	bool ok = emergency_prepare_end(r, &a, id, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static void access_in_an_emergency_is_taken_told_and_judged(void **state)
{
	int64_t duty = add("em.duty", "byt", "duty");
	int64_t home = add("em.home", "byt", "leader");
	int64_t there = add("em.there", "bca", "leader");
	int64_t far = add("em.far", "ca-tinh.46", "leader");
	int64_t id, second;

	(void)state;
	assert_false(may(duty, PERM_task_read, "bca"));
	assert_ok(take(duty, "duty", "bca", reason, &id), &e);
	assert_str_equal(last_action(), S("emergency.begin"));
	assert_true(may(duty, PERM_task_read, "bca"));
	assert_false(may(duty, PERM_task_read, "cp"));
	assert_int_equal(unread(home), 1);
	assert_int_equal(unread(there), 1);
	assert_int_equal(unread(far), 0);
	assert_int_equal(unread(duty), 0);
	/* one at a time; not judged while it runs */
	assert_false(take(duty, "duty", "cp", reason, &second));
	assert_int_equal(e.text, T_access_emergency_one);
	assert_false(judge(home, id));
	assert_int_equal(e.text, T_access_emergency_review_later);
	assert_false(give_back(home, id));
	assert_int_equal(e.code, ERR_ABSENT);
	assert_ok(give_back(duty, id), &e);
	assert_false(give_back(duty, id));
	assert_int_equal(e.code, ERR_CONFLICT);
	/* by another, who may; once */
	assert_false(judge(far, id));
	assert_int_equal(e.code, ERR_ABSENT);
	assert_false(judge(duty, id));
	assert_int_equal(e.code, ERR_DENIED);
	assert_str_equal(last_action(), S("emergency.review_refused"));
	assert_ok(judge(there, id), &e);
	assert_int_equal(unread(duty), 1);
	assert_false(judge(home, id));
	assert_int_equal(e.text, T_access_emergency_judged_already);
}

static void it_ends_after_four_hours(void **state)
{
	int64_t duty = add("four.duty", "byt", "duty"), late = add("four.late", "byt", "duty");
	int64_t now = clock_now(), id;

	(void)state;
	/* the views ask the database for the time: what began four hours ago is over */
	clock_hold(now - EMERGENCY_LASTS - 1000000);
	assert_ok(take(duty, "duty", "bca", reason, &id), &e);
	clock_hold(now);
	assert_false(may(duty, PERM_task_read, "bca"));
	clock_hold(now - EMERGENCY_LASTS + HOUR / 2);
	assert_ok(take(late, "duty", "bca", reason, &id), &e);
	clock_hold(now);
	assert_true(may(late, PERM_task_read, "bca"));
}

static void it_widens_where_and_never_what(void **state)
{
	int64_t admin = add("wide.admin", "byt", "admin");
	int64_t both = add("wide.both", "byt", "admin");
	int64_t sub = add("wide.sub", "byt", NULL);
	int64_t id;

	(void)state;
	give(both, "duty", "byt", DATE_NONE);
	/* not a role that manages, not one that one lacks, not where one is already */
	assert_false(take(admin, "admin", "bca", reason, &id));
	assert_int_equal(e.code, ERR_DENIED);
	assert_str_equal(last_action(), S("emergency.begin_refused"));
	assert_false(take(admin, "duty", "bca", reason, &id));
	assert_int_equal(e.code, ERR_DENIED);
	assert_false(take(both, "duty", "byt", reason, &id));
	assert_int_equal(e.text, T_access_emergency_held);
	assert_false(take(both, "duty", "no.such", reason, &id));
	assert_int_equal(e.text, T_access_no_agency);
	assert_false(take(both, "duty", "bca", "vội", &id));
	assert_int_equal(e.text, T_access_reason_wrong);
	/* what was taken so is not handed on, though the giver manages the account */
	assert_ok(take(both, "duty", "bca", reason, &id), &e);
	assert_true(may(both, PERM_task_read, "bca"));
	struct actor by = act_as(both);
	struct grant_new g = { .account = sub,
		.role = S("duty"),
		.agency = test_agency(&t, "bca"),
		.to = date_today() };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	err_clear(&e);
	assert_false(grant_prepare_add(t.db, r, &by, &g, &c, &e));
	assert_int_equal(e.text, T_access_grant_beyond);
	db_read_end(r);
}

static int load(void **state)
{
	(void)state;
	access_tell_by(outbox_tell);
	test_house_open(&t);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_second_officer_lets_somebody_back_in, forget),
		cmocka_unit_test_setup(nobody_is_let_in_by_who_may_less, forget),
		cmocka_unit_test_setup(a_code_ends_and_wrong_ones_wait_alike, forget),
		cmocka_unit_test_setup(nobody_gives_for_longer_than_they_hold, forget),
		cmocka_unit_test_setup(access_in_an_emergency_is_taken_told_and_judged, forget),
		cmocka_unit_test_setup(it_ends_after_four_hours, forget),
		cmocka_unit_test_setup(it_widens_where_and_never_what, forget),
	};

	return cmocka_run_group_tests(tests, load, unload);
}

/*
 * A name that is known and one that is not cost a log-in the same: one run of Argon2id of the
 * same strength, one entry, the same words. What is counted is the work, not the time it takes.
 */
#include <dlfcn.h>
#include <sodium.h>

#include "access/account.h"
#include "access/login.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;

static struct {
	int runs;
	char strength[64]; /* "$argon2id$v=19$m=65536,t=2,p=1" of the last one */
} work;

/* Stands before libsodium's: notes what it is asked, and lets it do it. */
int crypto_pwhash_str_verify(const char hash[crypto_pwhash_STRBYTES], const char *const password,
	unsigned long long int n)
{
	int (*verify)(const char *, const char *, unsigned long long) = dlsym(
		RTLD_NEXT, "crypto_pwhash_str_verify");
	size_t end = 0;

	for (int dollars = 0; hash[end]; end++)
		if (hash[end] == '$' && ++dollars == 4)
			break;
	work.runs++;
	snprintf(work.strength, sizeof(work.strength), "%.*s", (int)end, hash);
	return verify(hash, password, n);
}

static int64_t apply(struct change *c)
{
	assert_ok(audit_change(t.db, c, &e), &e);
	return c->entry.object_id;
}

static int64_t add(const char *name, bool service)
{
	struct actor system = actor_of_system();
	struct account_new in = { .name = str_z(name),
		.display = str_z(name),
		.agency = test_agency(&t, "byt"),
		.password = service ? STR_NULL : S("con thuyền ra khơi"),
		.service = service };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	assert_ok(account_prepare_add(t.db, r, &system, &in, &c, &e), &e);
	db_read_end(r);
	return apply(&c);
}

static void disable(int64_t account)
{
	struct actor system = actor_of_system();
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);

	assert_ok(account_prepare_state(t.db, r, &system, account, false, &c, &e), &e);
	db_read_end(r);
	apply(&c);
}

static int64_t entries(void)
{
	unsigned char leaf[32];
	struct db_read *r = test_read(&t);
	int64_t n;

	assert_ok(audit_end(r, &n, leaf, &e), &e);
	db_read_end(r);
	return n;
}

static void a_refusal_is_the_same_work_whoever_is_named(void **state)
{
	static const struct {
		const char *name, *password;
	} tries[] = {
		{ "alike.known", "không phải mật khẩu" },
		{ "alike.nobody", "không phải mật khẩu" },
		{ "alike.shut", "không phải mật khẩu" },
		{ "alike.shut", "con thuyền ra khơi" },
		{ "alike.program", "không phải mật khẩu" },
		{ "alike.program", "" },
		{ "không ai cả", "con thuyền ra khơi" },
		{ "", "con thuyền ra khơi" },
	};
	char strength[sizeof(work.strength)] = "";

	(void)state;
	add("alike.known", false);
	disable(add("alike.shut", false));
	add("alike.program", true);
	for (size_t i = 0; i < COUNT(tries); i++) {
		struct login in = { .name = str_z(tries[i].name),
			.password = str_z(tries[i].password),
			.agent = S("test") };
		struct change c = { .entry.permission = S("public") };
		int64_t before = entries();
		struct db_read *r = test_read(&t);
		struct logged out;

		work.runs = 0;
		err_clear(&e);
		assert_false(login_prepare(t.db, r, &in, &c, &out, &e));
		db_read_end(r);
		assert_int_equal(e.code, ERR_LOGIN);
		assert_int_equal(e.text, T_access_login_refused);
		assert_int_equal(e.args, 0);
		assert_int_equal(work.runs, 1);
		if (!*strength)
			memcpy(strength, work.strength, sizeof(strength));
		assert_string_equal(work.strength, strength);
		assert_int_equal(entries(), before + 1);
	}
	assert_non_null(strstr(strength, "$argon2id$v=19$m=65536,t="));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_is_the_same_work_whoever_is_named),
	};

	return cmocka_run_group_tests(tests, load, unload);
}

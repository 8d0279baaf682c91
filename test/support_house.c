#include "test/support_house.h"

#include "access/account.h"
#include "access/grant.h"
#include "access_sql.h"
#include "embed.h"
#include "plan/plan.h"
#include "test/cmocka.h"

struct audit_entry test_entry(void)
{
	return (struct audit_entry){ .actor = ACCOUNT_SYSTEM,
		.actor_name = S("test"),
		.permission = S("account.manage"),
		.action = S("test") };
}

void test_house_open(struct test_db *t)
{
	struct err e = { 0 };

	assert_ok(test_db_lists(t, &e), &e);
	assert_ok(access_ready(t->db, &e), &e);
}

struct db_read *test_read(struct test_db *t)
{
	struct err e = { 0 };
	struct db_read *r;

	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	return r;
}

int64_t test_agency(struct test_db *t, const char *code)
{
	struct access_agency_by_code_row row;
	struct db_read *r = test_read(t);
	struct err e = { 0 };
	bool found;

	assert_ok(access_agency_by_code(r, str_z(code), date_today(), &row, &found, &e), &e);
	db_read_end(r);
	if (!found)
		fail_msg("no agency %s", code);
	return row.id;
}

struct actor test_person(struct test_db *t, const char *name, const char *role, int64_t agency)
{
	struct actor system = actor_of_system();
	struct actor who = { .name = str_z(name),
		.display = str_z(name),
		.agency = agency,
		.permissions = UINT64_MAX };
	struct account_new add = { .name = who.name, .display = who.name, .agency = agency };
	struct grant_new give = { .role = str_z(role), .agency = agency };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(t);
	struct err e = { 0 };

	assert_ok(account_prepare_add(t->db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t->db, &c, &e), &e);
	who.account = give.account = c.entry.object_id;
	c = (struct change){ .entry = test_entry() };
	r = test_read(t);
	assert_ok(grant_prepare_add(t->db, r, &system, &give, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t->db, &c, &e), &e);
	return who;
}

struct str test_sample(struct test_db *t, const char *name)
{
	struct str text = embed_find(str_fmt(t->arena, "samples/%s", name));

	if (!text.p)
		fail_msg("no sample %s", name);
	return text;
}

int64_t test_plan(struct test_db *t, struct str text, struct str number, struct str issuer,
	struct date issued)
{
	struct plan_source s = { .file_name = S("plan.txt"),
		.bytes = text,
		.number = number,
		.issuer = issuer,
		.issued = issued };
	struct change c = { .entry = test_entry() };
	struct plan_import *made;
	struct err e = { 0 };

	assert_ok(plan_import_prepare(t->arena, t->db, &s, &c, &made, &e), &e);
	assert_false(made->known);
	assert_ok(audit_change(t->db, &c, &e), &e);
	return made->plan;
}

/*
 * The log as people read it: whose entries a reader sees, each way to search, what an entry says
 * was changed.
 */
#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "test/cmocka.h"
#include "test/support_house.h"
#include "trail/trail.h"

static struct test_db t;
static struct err e;
static const struct audit_entry tester = { .actor = ACCOUNT_SYSTEM,
	.actor_name = S("test"),
	.permission = S("account.manage"),
	.action = S("test") };
static struct actor officer, clerk, leader, chief; /* the clerk elsewhere; the chief: of all */

/* `country`: the role reaches all. */
static struct actor add(struct str name, struct str role, int64_t where, bool country)
{
	struct actor system = actor_of_system();
	struct account_new a = { .name = name, .display = name, .agency = where };
	struct grant_new g = { .role = role, .agency = country ? DB_NULL : where };
	struct change c = { .entry = tester };
	struct db_read *r = test_read(&t);

	assert_ok(account_prepare_add(t.db, r, &system, &a, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	g.account = c.entry.object_id;
	c = (struct change){ .entry = tester };
	r = test_read(&t);
	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return (struct actor){ .account = g.account, .name = name, .agency = where };
}

static void note(const struct actor *who, const char *action, const char *object, int64_t id,
	const char *detail)
{
	struct audit_entry entry = { .actor = who ? who->account : 0,
		.actor_name = who ? who->name : S("nobody"),
		.permission = S("task.read"),
		.action = str_z(action),
		.object = str_z(object),
		.object_id = id,
		.detail = str_z(detail) };

	assert_ok(audit_note(t.db, &entry, &e), &e);
}

static int load_all(void **state)
{
	(void)state;
	test_house_open(&t);
	officer = add(S("mot"), S("focal"), test_agency(&t, "ca-tinh.46"), false);
	clerk = add(S("hai"), S("focal"), test_agency(&t, "byt"), false);
	leader = add(S("ba"), S("leader"), test_agency(&t, "bca"), false);
	chief = add(S("bon"), S("leader"), test_agency(&t, "bcd138"), true);
	note(&officer, "meeting.add", "meeting", 7, "{\"title\":\"Một\",\"day\":\"2024-05-06\"}");
	note(&officer, "meeting.conclude", "meeting", 7, "{\"conclusion\":0,\"words\":\"A\"}");
	note(&clerk, "meeting.change", "meeting", 7, "{\"title\":\"Hai\",\"day\":\"2024-05-06\"}");
	note(&officer, "meeting.conclude", "meeting", 7, "{\"conclusion\":0,\"words\":\"B\"}");
	note(&officer, "meeting.change", "meeting", 7, "{\"title\":\"Ba\",\"day\":null}");
	note(&officer, "meeting.conclusion", "meeting", 7, "{\"conclusion\":3,\"state\":\"open\"}");
	note(&officer, "meeting.conclusion", "meeting", 7, "{\"conclusion\":3,\"state\":\"done\"}");
	note(&officer, "meeting.conclusion", "meeting", 7, "{\"conclusion\":4,\"state\":\"open\"}");
	note(&officer, "request.refused", "account_list", 0, "{\"why\":\"permission\"}");
	note(&clerk, "export", "meeting_list", 0, "{\"as\":\"csv\",\"rows\":3}");
	note(&clerk, "emergency.read", "meeting_show", 7, "");
	note(&clerk, "emergency.read", "meeting_show", 8, "");
	note(&clerk, "emergency.begin_refused", "emergency", 0, "{}");
	note(NULL, "account.login_refused", "account", 0, "{\"reason\":\"unknown\"}");
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

/* How many the reader finds, among them by whom. */
static size_t count(const struct actor *reader, struct trail_filter f, const struct actor *by)
{
	struct db_read *r = test_read(&t);
	struct trail_reader who;
	struct trail_lines lines;
	size_t n = 0;

	assert_ok(trail_reader(r, reader, &who, &e), &e);
	assert_ok(trail_read(r, &who, &f, INT64_MAX, 1000, &lines, &e), &e);
	db_read_end(r);
	LIST_EACH(l, &lines)
		n += !by || l->line.entry.actor == by->account;
	return n;
}

static void each_reader_sees_the_own_reach(void **state)
{
	struct trail_filter all = { 0 };

	(void)state;
	assert_int_equal(count(&leader, all, &officer), 8);
	assert_int_equal(count(&leader, all, &clerk), 0);
	assert_int_equal(count(&chief, all, &officer), 8);
	assert_int_equal(count(&chief, all, &clerk), 5);
	assert_true(count(&chief, all, NULL) > 10);
	/* who may read no log reads none, whatever is asked */
	assert_int_equal(count(&officer, all, NULL), 0);
	all.refused = true;
	assert_int_equal(count(&leader, all, NULL), 1);
	assert_int_equal(count(&chief, all, NULL), 3);
	assert_int_equal(count(&officer, all, NULL), 0);
}

static void every_way_to_search_finds_the_same(void **state)
{
	struct date today = date_today(), tomorrow = date_add(today, 1);
	struct trail_filter by_actor = { .actor = S("mot") },
			    by_object = { .object = S("meeting"), .object_id = 7 };
	struct trail_filter by_action = { .action = S("meeting.conclude") },
			    by_day = { .from = today, .to = today, .object = S("meeting") };
	struct trail_filter kind = { .object = S("meeting") };

	(void)state;
	for (int narrow = 0; narrow < 2; narrow++) {
		assert_int_equal(count(&chief, by_object, NULL), 8);
		assert_int_equal(count(&leader, by_object, NULL), 7);
		assert_int_equal(count(&leader, by_action, NULL), 2);
		assert_int_equal(count(&officer, by_actor, NULL), 0);
		assert_int_equal(count(&leader, by_actor, NULL), 8);
		assert_int_equal(count(&leader, kind, NULL), 7);
		by_object.from = by_action.from = by_actor.from = kind.from = today;
		by_object.to = by_action.to = by_actor.to = kind.to = today;
	}
	assert_int_equal(count(&leader, by_day, NULL), 7);
	by_day.from = by_day.to = tomorrow;
	assert_int_equal(count(&leader, by_day, NULL), 0);
	by_actor.from = tomorrow;
	assert_int_equal(count(&leader, by_actor, NULL), 0);
	by_actor = (struct trail_filter){
		.actor = S("mot"), .object = S("meeting"), .object_id = 8
	};
	assert_int_equal(count(&chief, by_actor, NULL), 0);
	by_actor.object_id = 7;
	by_actor.action = S("meeting.change");
	assert_int_equal(count(&chief, by_actor, NULL), 1);
}

static void pages_join_without_gap_or_repeat(void **state)
{
	struct trail_filter f = { .object = S("meeting"), .object_id = 7 };
	struct db_read *r = test_read(&t);
	struct trail_reader who;
	struct trail_lines whole, page;
	int64_t before = INT64_MAX;
	size_t at = 0;

	(void)state;
	assert_ok(trail_reader(r, &chief, &who, &e), &e);
	assert_ok(trail_read(r, &who, &f, before, 1000, &whole, &e), &e);
	do {
		assert_ok(trail_read(r, &who, &f, before, 3, &page, &e), &e);
		LIST_EACH(l, &page) {
			assert_int_equal(l->line.seq, whole.v[at++].line.seq);
			before = l->line.seq;
		}
	} while (page.n == 3);
	assert_int_equal(at, whole.n);
	assert_ok(trail_must_see(r, &who, before, &e), &e);
	assert_ok(trail_reader(r, &officer, &who, &e), &e);
	assert_false(trail_must_see(r, &who, before, &e));
	assert_int_equal(e.code, ERR_ABSENT);
	err_clear(&e);
	db_read_end(r);
}

static void who_took_the_list_away(void **state)
{
	struct db_read *r = test_read(&t);
	struct trail_reader who;
	struct trail_lines takers;

	(void)state;
	assert_ok(trail_reader(r, &chief, &who, &e), &e);
	assert_ok(trail_takers(r, &who, S("meeting"), 7, 1, 10, &takers, &e), &e);
	assert_int_equal(takers.n, 2);
	assert_str_equal(takers.v[0].line.entry.action, S("emergency.read"));
	assert_str_equal(takers.v[1].line.entry.actor_name, S("hai"));
	assert_ok(trail_takers(r, &who, S("plan"), 7, 1, 10, &takers, &e), &e);
	assert_int_equal(takers.n, 0);
	db_read_end(r);
}

/* The fields of an entry after those before it were told; oldest first. */
static void fields_at(size_t nth, struct trail_fields *out)
{
	struct trail_filter f = { .object = S("meeting"), .object_id = 7 };
	struct trail_known known = { 0 };
	struct db_read *r = test_read(&t);
	struct trail_reader who;
	struct trail_lines lines;

	assert_ok(trail_reader(r, &chief, &who, &e), &e);
	assert_ok(trail_read(r, &who, &f, INT64_MAX, 100, &lines, &e), &e);
	db_read_end(r);
	for (size_t i = 0; i <= nth; i++) {
		const struct audit_entry *x = &lines.v[lines.n - 1 - i].line.entry;

		trail_fields(t.arena, x->detail, out);
		trail_differ(t.arena, &known, x, out);
	}
}

static void a_difference_is_of_what_an_earlier_entry_set(void **state)
{
	struct trail_fields f;

	(void)state;
	fields_at(0, &f);
	assert_int_equal(f.n, 2);
	assert_null(f.v[0].before.p);
	fields_at(2, &f); /* by another */
	assert_str_equal(f.v[0].before, S("Một"));
	assert_str_equal(f.v[0].value, S("Hai"));
	assert_str_equal(f.v[1].before, f.v[1].value);
	fields_at(3, &f); /* another conclusion, not a changed one */
	assert_null(f.v[1].before.p);
	fields_at(4, &f);
	assert_str_equal(f.v[0].before, S("Hai"));
	assert_str_equal(f.v[1].before, S("2024-05-06"));
	assert_int_equal(f.v[1].value.n, 0);
	fields_at(6, &f); /* the same conclusion */
	assert_str_equal(f.v[1].before, S("open"));
	fields_at(7, &f); /* another */
	assert_null(f.v[1].before.p);
}

static void what_is_no_object_has_no_fields(void **state)
{
	static const char *const odd[] = { "", "x", "[1]", "null", "{", "{\"a\":}", "\"a\"" };
	struct trail_fields f;

	(void)state;
	for (size_t i = 0; i < COUNT(odd); i++) {
		trail_fields(t.arena, str_z(odd[i]), &f);
		assert_int_equal(f.n, 0);
	}
	trail_fields(t.arena, S("{\"a\":true,\"b\":[1,{\"c\":null}],\"d\":1.5,\"e\":-7}"), &f);
	assert_int_equal(f.n, 4);
	assert_str_equal(f.v[0].value, S("true"));
	assert_str_equal(f.v[1].value, S("1; c: "));
	assert_str_equal(f.v[2].value, S("1.5"));
	assert_str_equal(f.v[3].value, S("-7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reader_sees_the_own_reach),
		cmocka_unit_test(every_way_to_search_finds_the_same),
		cmocka_unit_test(pages_join_without_gap_or_repeat),
		cmocka_unit_test(who_took_the_list_away),
		cmocka_unit_test(a_difference_is_of_what_an_earlier_entry_set),
		cmocka_unit_test(what_is_no_object_has_no_fields),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

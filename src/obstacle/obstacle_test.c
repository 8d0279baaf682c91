/*
 * Difficulties: raised, handed upward, answered; who may what; two at once; those about one
 * article come together whoever wrote it how.
 */
#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "agency_sql.h"
#include "obstacle/obstacle.h"
#include "obstacle_sql.h"
#include "outbox_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static const struct audit_entry tester = { .actor = ACCOUNT_SYSTEM,
	.actor_name = S("test"),
	.permission = S("account.manage"),
	.action = S("test") };
static int64_t police, ministry, health; /* of a province, above it, another */
static struct actor officer, standing, stranger;

static struct db_read *begin(void)
{
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	return r;
}

static int64_t agency(const char *code)
{
	struct agency_by_code_row row;
	struct db_read *r = begin();
	bool found;

	assert_ok(agency_by_code(r, str_z(code), &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	return row.id;
}

static struct actor add(struct str name, struct str role, int64_t where)
{
	struct actor system = actor_of_system();
	struct account_new a = { .name = name, .display = name, .agency = where };
	struct grant_new g = { .role = role, .agency = where };
	struct change c = { .entry = tester };
	struct db_read *r = begin();

	assert_ok(account_prepare_add(t.db, r, &system, &a, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	g.account = c.entry.object_id;
	c = (struct change){ .entry = tester };
	r = begin();
	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return (struct actor){
		.account = g.account, .name = name, .agency = where, .permissions = UINT64_MAX
	};
}

static int load_all(void **state)
{
	(void)state;
	test_house_open(&t);
	police = agency("ca-tinh.46");
	ministry = agency("bca");
	health = agency("byt");
	officer = add(S("mot"), S("focal"), police);
	standing = add(S("hai"), S("standing"), ministry);
	stranger = add(S("ba"), S("standing"), health);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static void refused(bool ok, enum err_code code)
{
	assert_false(ok);
	assert_int_equal(e.code, code);
	err_clear(&e);
}

static struct obstacle_new one(struct str law, struct str article)
{
	return (struct obstacle_new){ .said = { OBSTACLE_LAW, S("Chưa rõ cách hiểu"),
					      S("Các nơi hiểu khác nhau."), S(""), law, article },
		.agency = police,
		.holder = ministry,
		.task = DB_NULL,
		.day = DATE(2024, 5, 6) };
}

static int64_t raise_by(const struct actor *who, const struct obstacle_new *n)
{
	struct change c = { .entry = tester };

	assert_ok(obstacle_raise_prepare(t.arena, who, n, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return c.entry.object_id;
}

static bool order(const struct actor *who, struct obstacle_order o)
{
	struct change c = { .entry = tester };

	return obstacle_order_prepare(t.arena, who, &o, &c, &e) && audit_change(t.db, &c, &e);
}

static bool sees(const struct actor *who, int64_t id, struct obstacle_by_id_row *row)
{
	struct db_read *r = begin();
	bool found;

	assert_ok(obstacle_by_id(r, id, who->account, row, &found, &e), &e);
	db_read_end(r);
	return found;
}

static void raised_handed_on_answered_closed(void **state)
{
	struct obstacle_new n = one(S("02/2019/NQ-HĐTP"), S("Điều 2"));
	int64_t id = raise_by(&officer, &n);
	struct obstacle_by_id_row row;
	struct obstacle_events_rows events;
	struct db_read *r;

	(void)state;
	assert_true(sees(&officer, id, &row) && sees(&standing, id, &row));
	assert_false(sees(&stranger, id, &row));
	/* who raised it does not answer it, nor does another */
	refused(order(&officer, (struct obstacle_order){ OBSTACLE_ANSWER, id, 1, 0, S("Vậy."),
					S(""), DATE(2024, 6, 1) }),
		ERR_DENIED);
	refused(order(&stranger, (struct obstacle_order){ OBSTACLE_FORWARD, id, 1, health, S(""),
					 S(""), DATE_NONE }),
		ERR_DENIED);
	refused(order(&officer, (struct obstacle_order){ OBSTACLE_CLOSE, id, 1, 0, S(""), S(""),
					DATE_NONE }),
		ERR_CONFLICT);
	assert_ok(order(&standing, (struct obstacle_order){ OBSTACLE_FORWARD, id, 1, health,
					   S("Thuộc ngành y tế."), S(""), DATE_NONE }),
		&e);
	assert_true(sees(&stranger, id, &row));
	assert_str_equal(row.state, S("forwarded"));
	/* handed on, it is no longer the first holder's */
	refused(order(&standing, (struct obstacle_order){ OBSTACLE_ANSWER, id, 2, 0, S("Vậy."),
					 S(""), DATE(2024, 6, 1) }),
		ERR_DENIED);
	refused(order(&stranger, (struct obstacle_order){ OBSTACLE_ANSWER, id, 1, 0, S("Vậy."),
					 S(""), DATE(2024, 6, 1) }),
		ERR_STALE);
	refused(order(&stranger, (struct obstacle_order){ OBSTACLE_ANSWER, id, 2, 0, S("Vậy."),
					 S(""), DATE(2999, 6, 1) }),
		ERR_INPUT);
	assert_ok(order(&stranger, (struct obstacle_order){ OBSTACLE_ANSWER, id, 2, 0,
					   S("Đã hướng dẫn."), S("12/BYT"), DATE(2024, 6, 1) }),
		&e);
	assert_ok(order(&officer, (struct obstacle_order){ OBSTACLE_CLOSE, id, 3, 0, S(""), S(""),
					  DATE_NONE }),
		&e);
	assert_true(sees(&officer, id, &row));
	assert_str_equal(row.state, S("closed"));
	assert_str_equal(row.decision, S("12/BYT"));
	r = begin();
	assert_ok(obstacle_events(r, id, &events, &e), &e);
	db_read_end(r);
	assert_int_equal(events.n, 4);
}

/* Notices of an account, newest first. */
static struct outbox_notices_rows told(const struct actor *who)
{
	struct outbox_notices_rows rows;
	struct db_read *r = begin();

	assert_ok(outbox_notices(r, who->account, INT64_MAX, 1000, &rows, &e), &e);
	db_read_end(r);
	return rows;
}

static void each_step_is_told_to_whom_it_concerns_once(void **state)
{
	struct obstacle_new n = one(S("02/2019/NQ-HĐTP"), S("Điều 2"));
	size_t first = told(&standing).n, second = told(&stranger).n, own = told(&officer).n;
	struct obstacle_order forward = { OBSTACLE_FORWARD, 0, 1, health, S("Mời xem."), S(""),
		DATE_NONE };
	struct str number;

	(void)state;
	forward.id = raise_by(&officer, &n);
	number = str_fmt(t.arena, "Vướng mắc số %lld", (long long)forward.id);
	assert_int_equal(told(&standing).n, first + 1);
	assert_int_equal(told(&officer).n, own);
	assert_true(str_starts(told(&standing).v[0].subject, number));
	assert_ok(order(&standing, forward), &e);
	/* the same again is stale and tells nobody */
	refused(order(&standing, forward), ERR_STALE);
	assert_int_equal(told(&stranger).n, second + 1);
	assert_int_equal(told(&officer).n, own + 1);
	assert_int_equal(told(&standing).n, first + 1);
	assert_ok(order(&stranger, (struct obstacle_order){ OBSTACLE_ANSWER, forward.id, 2, 0,
					   S("Đã hướng dẫn."), S(""), DATE(2024, 6, 1) }),
		&e);
	assert_int_equal(told(&officer).n, own + 2);
	assert_int_equal(told(&stranger).n, second + 1);
	assert_true(str_starts(told(&officer).v[0].subject, number));
	assert_false(str_has(told(&officer).v[0].subject, n.said.title));
	assert_false(str_has(told(&officer).v[0].body, S("hướng dẫn")));
}

static void what_is_wrong_is_refused(void **state)
{
	struct obstacle_new n = one(S(""), S(""));
	struct change c = { .entry = tester };

	(void)state;
	refused(obstacle_raise_prepare(t.arena, &officer, &n, &c, &e), ERR_INPUT);
	n = one(S(""), S("Điều 1"));
	n.said.kind = OBSTACLE_DIFFICULTY;
	refused(obstacle_raise_prepare(t.arena, &officer, &n, &c, &e), ERR_INPUT);
	n = one(S("1/L"), S(""));
	n.holder = police;
	refused(obstacle_raise_prepare(t.arena, &officer, &n, &c, &e), ERR_INPUT);
	/* for another agency */
	n = one(S("1/L"), S(""));
	n.agency = health;
	assert_ok(obstacle_raise_prepare(t.arena, &officer, &n, &c, &e), &e);
	refused(audit_change(t.db, &c, &e), ERR_DENIED);
}

static void one_article_however_it_is_written(void **state)
{
	struct obstacle_new a = one(S("53/2024/QH15"), S("Điều 41, khoản 1")),
			    b = one(S("53/2024/qh15"), S("điều 41 khoản 1"));
	int64_t withdrawn, corrected;
	struct obstacle_by_article_rows rows;
	struct change c = { .entry = tester };
	struct db_read *r;

	(void)state;
	b.agency = ministry;
	b.holder = health;
	corrected = raise_by(&officer, &a);
	raise_by(&standing, &b);
	withdrawn = raise_by(&officer, &a);
	assert_ok(order(&officer, (struct obstacle_order){ OBSTACLE_WITHDRAW, withdrawn, 1, 0,
					  S("Trùng."), S(""), DATE_NONE }),
		&e);
	/* both correct it: the second is told */
	assert_ok(obstacle_correct_prepare(t.arena, &officer, corrected, 1, &a.said, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	c = (struct change){ .entry = tester };
	assert_ok(obstacle_correct_prepare(t.arena, &officer, corrected, 1, &a.said, &c, &e), &e);
	refused(audit_change(t.db, &c, &e), ERR_STALE);
	r = begin();
	assert_ok(obstacle_by_article(r, standing.account, 10, &rows, &e), &e);
	db_read_end(r);
	assert_true(rows.n >= 1);
	assert_int_equal(rows.v[0].open, 2);
	assert_int_equal(rows.v[0].agencies, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raised_handed_on_answered_closed),
		cmocka_unit_test(each_step_is_told_to_whom_it_concerns_once),
		cmocka_unit_test(what_is_wrong_is_refused),
		cmocka_unit_test(one_article_however_it_is_written),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

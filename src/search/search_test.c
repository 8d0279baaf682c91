/*
 * Search: what is found without marks, what comes first, who finds what.
 */
#include <stdlib.h>

#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "access_sql.h"
#include "search/search.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;

static struct audit_entry entry(void)
{
	return (struct audit_entry){ .actor = ACCOUNT_SYSTEM,
		.actor_name = S("test"),
		.permission = S("plan.import"),
		.action = S("test.put"),
		.object = S("search") };
}

static struct db_read *read_begin(void)
{
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	return r;
}

static int64_t agency(const char *code)
{
	struct access_agency_by_code_row row;
	struct db_read *r = read_begin();
	bool found;

	assert_ok(access_agency_by_code(r, str_z(code), date_today(), &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	return row.id;
}

static bool put_apply(struct db_write *w, struct change *c, struct err *err)
{
	return search_put(w, c->arg, err);
}

static void put_doc(struct search_doc *d)
{
	struct change c = { .entry = entry(), .apply = put_apply, .arg = d };

	assert_ok(audit_change(t.db, &c, &e), &e);
}

static void put(int64_t id, const char *title, const char *text)
{
	struct search_doc d = { .kind = S("plan"),
		.id = id,
		.agency = DB_NULL,
		.title = str_z(title),
		.text = str_z(text) };

	put_doc(&d);
}

static bool drop_apply(struct db_write *w, struct change *c, struct err *err)
{
	return search_drop(w, S("plan"), *(int64_t *)c->arg, err);
}

static void drop(int64_t id)
{
	struct change c = { .entry = entry(), .apply = drop_apply, .arg = &id };

	assert_ok(audit_change(t.db, &c, &e), &e);
}

/* The ids found, best first, "3 1"; the snapshot's memory is the test's. */
static struct str found_by(int64_t account, const char *kinds, const char *words)
{
	struct search_question q = {
		.words = str_z(words), .kinds = str_z(kinds), .account = account, .most = 20
	};
	struct search_result result;
	struct db_read *r = read_begin();
	struct buf b = { .arena = t.arena };

	assert_ok(search_query(r, &q, &result, &e), &e);
	db_read_end(r);
	assert_true((size_t)result.total >= result.hits.n);
	LIST_EACH(hit, &result.hits)
		buf_addf(&b, "%s%lld", b.n ? " " : "", (long long)hit->id);
	return buf_str(&b);
}

static struct str found(const char *words)
{
	return found_by(ACCOUNT_SYSTEM, "plan", words);
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

/* Ids below 100 are a test's own. */
static int clean(void **state)
{
	(void)state;
	for (int64_t id = 1; id < 10; id++)
		drop(id);
	err_clear(&e);
	return 0;
}

static void marks_need_not_be_typed(void **state)
{
	(void)state;
	put(1, "Kế hoạch phòng, chống mua bán người", "");
	put(2, "Ông Đặng", "");
	put(3, "Chuyện khác", "");
	assert_str_equal(found("mua ban nguoi"), S("1"));
	assert_str_equal(found("MUA BÁN NGƯỜI"), S("1"));
	assert_str_equal(found("dang"), S("2"));
	assert_str_equal(found("Đặng"), S("2"));
	/* decomposed */
	assert_str_equal(found("Đặng"), S("2"));
	assert_str_equal(found("không có từ này"), S(""));
}

static void what_bears_the_marks_typed_comes_first(void **state)
{
	(void)state;
	put(1, "Ma trận", "");
	put(2, "Mã tra cứu", "");
	put(3, "Má nuôi", "");
	assert_str_equal(str_sub(found("mã"), 0, 1), S("2"));
	assert_str_equal(str_sub(found("má"), 0, 1), S("3"));
	assert_int_equal(found("ma").n, 5);
}

static void words_in_a_row_count_more(void **state)
{
	(void)state;
	put(1, "Người mua hàng và bán hàng", "");
	put(2, "Tội mua bán người", "");
	put(3, "Người dân", "");
	assert_str_equal(found("mua bán người"), S("2 1"));
}

static void the_title_counts_more_than_the_text(void **state)
{
	(void)state;
	put(1, "Báo cáo năm", "hỗ trợ nạn nhân");
	put(2, "Hỗ trợ nạn nhân", "báo cáo");
	assert_str_equal(found("nạn nhân"), S("2 1"));
	assert_str_equal(found("báo cáo"), S("1 2"));
}

static void the_last_word_may_be_begun_only(void **state)
{
	(void)state;
	put(1, "Biên phòng", "");
	assert_str_equal(found("bien ph"), S("1"));
	assert_str_equal(found("bi"), S("1"));
	assert_str_equal(found("phon bien"), S("1")); /* one of two fits */
	assert_str_equal(found("phon"), S("1"));
	assert_str_equal(found("phon xx"), S(""));
}

static void a_thing_is_found_as_it_is_now(void **state)
{
	(void)state;
	put(1, "Quy chế cũ", "một hai");
	put(1, "Quy chế mới", "ba");
	assert_str_equal(found("quy chế"), S("1"));
	assert_str_equal(found("cũ"), S(""));
	assert_str_equal(found("hai"), S(""));
	drop(1);
	assert_str_equal(found("quy chế"), S(""));
}

static void strange_questions_do_no_harm(void **state)
{
	static const char *const strange[] = { "", " ", "%", "'; DROP TABLE search_doc; --", "~",
		"\"", "{", "[1,2]", "\\", "_", "…–“”", "🙂" };
	struct search_result result;
	char long_one[SEARCH_QUERY_MAX + 2] = { 0 };

	(void)state;
	put(1, "Một hai ba", "");
	for (size_t i = 0; i < COUNT(strange); i++)
		assert_str_equal(found(strange[i]), S(""));
	memset(long_one, 'a', SEARCH_QUERY_MAX + 1);
	struct search_question q = { .words = str_z(long_one), .kinds = S("plan"), .most = 5 };
	struct db_read *r = read_begin();

	assert_false(search_query(r, &q, &result, &e));
	assert_int_equal(e.code, ERR_INPUT);
	assert_int_equal(e.text, T_search_too_long);
	err_clear(&e);
	q.words = S("a\xff");
	assert_false(search_query(r, &q, &result, &e));
	assert_int_equal(e.text, T_search_bytes);
	err_clear(&e);
	q.words = S("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 1 2 3");
	assert_ok(search_query(r, &q, &result, &e), &e);
	assert_int_equal(result.words, SEARCH_WORDS_MAX);
	db_read_end(r);
}

/* --- who finds what */

static int64_t account_at(const char *name, const char *at)
{
	struct actor system = actor_of_system();
	struct account_new add = {
		.name = str_z(name), .display = str_z(name), .agency = agency(at)
	};
	struct grant_new g = { .role = S("focal"), .agency = add.agency };
	struct change c = { .entry = entry() };
	struct db_read *r = read_begin();

	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	g.account = c.entry.object_id;
	c = (struct change){ .entry = entry() };
	r = read_begin();
	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return g.account;
}

static bool group_apply(struct db_write *w, struct change *c, struct err *err)
{
	struct search_doc *d = c->arg;
	int64_t agencies[] = { d->agency, d->id };

	d->agency = DB_NULL;
	d->id = 2;
	return search_group_put(w, d->kind, d->id, agencies, COUNT(agencies), &d->group, err) &&
	       search_put(w, d, err);
}

static void only_who_reaches_an_agency_finds_what_is_its(void **state)
{
	int64_t own = account_at("find.own", "bca"), above = account_at("find.above", "cp"),
		other = account_at("find.other", "byt"), third = account_at("find.third", "bng");
	struct search_doc d = {
		.kind = S("plan"), .id = 1, .agency = agency("bca"), .title = S("Việc riêng")
	};

	(void)state;
	put_doc(&d);
	assert_str_equal(found_by(own, "plan", "việc riêng"), S("1"));
	assert_str_equal(found_by(above, "plan", "việc riêng"), S("1"));
	assert_str_equal(found_by(other, "plan", "việc riêng"), S(""));
	assert_str_equal(found_by(own, "task", "việc riêng"), S(""));
	/* a group of two agencies */
	struct search_doc shared = { .kind = S("plan"),
		.id = agency("byt"),
		.agency = agency("bca"),
		.title = S("Việc chung") };
	struct change c = { .entry = entry(), .apply = group_apply, .arg = &shared };

	assert_ok(audit_change(t.db, &c, &e), &e);
	assert_str_equal(found_by(own, "plan", "việc chung"), S("2 1"));
	assert_str_equal(found_by(other, "plan", "việc chung"), S("2"));
	assert_str_equal(found_by(third, "plan", "việc chung"), S(""));
	/* put in again it has the same group, of other agencies */
	int64_t group = shared.group;

	shared = (struct search_doc){ .kind = S("plan"),
		.id = agency("byt"),
		.agency = agency("bng"),
		.title = S("Việc chung") };
	c = (struct change){ .entry = entry(), .apply = group_apply, .arg = &shared };
	assert_ok(audit_change(t.db, &c, &e), &e);
	assert_int_equal(shared.group, group);
	assert_str_equal(found_by(third, "plan", "việc chung"), S("2"));
	assert_str_equal(found_by(other, "plan", "việc chung"), S("2"));
	assert_str_equal(found_by(own, "plan", "việc chung"), S("1"));
}

static struct str first_title(const char *kinds, const char *words)
{
	struct search_question q = {
		.words = str_z(words), .kinds = str_z(kinds), .account = ACCOUNT_SYSTEM, .most = 1
	};
	struct search_result result;
	struct db_read *r = read_begin();

	assert_ok(search_query(r, &q, &result, &e), &e);
	db_read_end(r);
	return result.hits.n ? result.hits.v[0].title : S("");
}

static void places_and_agencies_are_put_in_by_the_rebuild(void **state)
{
	struct audit_entry who = entry();
	int64_t things, again;

	(void)state;
	assert_str_equal(first_title("agency", "bo cong an"), S(""));
	assert_ok(search_rebuild(t.db, &who, &things, &e), &e);
	assert_str_equal(first_title("agency", "bo cong an"), S("Bộ Công an"));
	assert_str_equal(first_title("place", "da nang"), S("Thành phố Đà Nẵng"));
	assert_ok(search_rebuild(t.db, &who, &again, &e), &e);
	assert_int_equal(again, things);
}

enum { MANY = 600, FIRST_OF_MANY = 1000 };

static bool put_many_apply(struct db_write *w, struct change *c, struct err *err)
{
	return search_put_many(w, c->arg, MANY, err);
}

static bool drop_many_apply(struct db_write *w, struct change *c, struct err *err)
{
	(void)c;
	for (int64_t id = FIRST_OF_MANY; id < FIRST_OF_MANY + MANY; id++)
		if (!search_drop(w, S("task"), id, err))
			return false;
	return true;
}

static void put_many(const char *word)
{
	struct search_doc *docs = NEW_N(t.arena, struct search_doc, MANY);
	struct change c = { .entry = entry(), .apply = put_many_apply, .arg = docs };

	for (int i = 0; i < MANY; i++) {
		docs[i] = (struct search_doc){ .kind = S("task"),
			.id = FIRST_OF_MANY + i,
			.agency = DB_NULL,
			.title = str_fmt(t.arena, "%s %d", word, i),
			.note = S("số 7"),
			.text = S("dài hơn") };
		search_prepare(t.arena, &docs[i]);
	}
	assert_ok(audit_change(t.db, &c, &e), &e);
}

/* Also when they come anew before all their words are in, and when one is taken out meanwhile. */
static void many_things_are_found_once_their_words_are_in(void **state)
{
	struct change c = { .entry = entry(), .apply = drop_many_apply };
	bool more = true;
	int pieces = 0;

	(void)state;
	put_many("Thưngđầu");
	assert_str_equal(found_by(ACCOUNT_SYSTEM, "task", "thungdau 599"), S(""));
	assert_ok(search_later(t.db, &more, &e), &e);
	assert_true(more);
	put_many("Thưngsau");
	for (; more; pieces++)
		assert_ok(search_later(t.db, &more, &e), &e);
	assert_true(pieces > 2);
	assert_str_equal(found_by(ACCOUNT_SYSTEM, "task", "thungdau"), S(""));
	assert_str_equal(found_by(ACCOUNT_SYSTEM, "task", "599"), S("1599"));
	put_many("Thưngba");
	assert_ok(audit_change(t.db, &c, &e), &e);
	assert_ok(search_later(t.db, &more, &e), &e);
	assert_false(more);
	assert_str_equal(found_by(ACCOUNT_SYSTEM, "task", "thungsau"), S(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_things_are_found_once_their_words_are_in),
		cmocka_unit_test_teardown(marks_need_not_be_typed, clean),
		cmocka_unit_test_teardown(what_bears_the_marks_typed_comes_first, clean),
		cmocka_unit_test_teardown(words_in_a_row_count_more, clean),
		cmocka_unit_test_teardown(the_title_counts_more_than_the_text, clean),
		cmocka_unit_test_teardown(the_last_word_may_be_begun_only, clean),
		cmocka_unit_test_teardown(a_thing_is_found_as_it_is_now, clean),
		cmocka_unit_test_teardown(strange_questions_do_no_harm, clean),
		cmocka_unit_test_teardown(only_who_reaches_an_agency_finds_what_is_its, clean),
		cmocka_unit_test_teardown(places_and_agencies_are_put_in_by_the_rebuild, clean),
	};

	return cmocka_run_group_tests(tests, load, unload);
}

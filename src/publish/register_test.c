/* Numbers: one after the other whoever asks, each ended once. */
#include "publish/register.h"

#include <pthread.h>

#include "file/file.h"
#include "publish/pdf.h"
#include "publish_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct err e;
static int64_t police, health;
static struct actor clerk, stranger, reader;

static int load_all(void **state)
{
	(void)state;
	test_house_open(&t);
	police = test_agency(&t, "ca-tinh.46");
	health = test_agency(&t, "byt");
	clerk = test_person(&t, "mot", "focal", police);
	reader = test_person(&t, "hai", "leader", police);
	stranger = test_person(&t, "ba", "focal", health);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static struct register_new new_of(const char *kind, int month, int day)
{
	return (struct register_new){ .agency = police,
		.kind = str_z(kind),
		.symbol = S("CAT-PC02"),
		.abstract = S("Kết quả quý I"),
		.day = DATE(2024, (int8_t)month, (int8_t)day) };
}

static bool take(const struct actor *who, struct register_new n, int64_t *number, int64_t *id)
{
	struct change c = { .entry = test_entry() };
	bool ok = register_take_prepare(t.arena, who, &n, number, &c, &e) &&
		  audit_change(t.db, &c, &e);

	if (ok)
		*id = c.entry.object_id;
	return ok;
}

static void refused(bool ok, enum err_code code)
{
	assert_false(ok);
	assert_int_equal(e.code, code);
	err_clear(&e);
}

static bool cancel(const struct actor *who, int64_t id, int64_t version, struct str reason)
{
	struct change c = { .entry = test_entry() };

	return register_cancel_prepare(t.arena, who, id, version, reason, &c, &e) &&
	       audit_change(t.db, &c, &e);
}

static bool issue(
	const struct actor *who, int64_t id, int64_t version, struct str name, struct str bytes)
{
	struct change c = { .entry = test_entry() };

	return register_issue_prepare(t.arena, who, id, version, name, bytes, &c, &e) &&
	       audit_change(t.db, &c, &e);
}

static struct paper_by_id_row row_of(int64_t id, const struct actor *who, bool *found)
{
	struct db_read *r = test_read(&t);
	struct paper_by_id_row row = { 0 };

	assert_ok(paper_by_id(r, id, who->account, &row, found, &e), &e);
	db_read_end(r);
	return row;
}

static void a_register_runs_on_by_agency_kind_and_year(void **state)
{
	struct register_new n = new_of("plan", 2, 5);
	int64_t number, id;
	bool found;

	(void)state;
	n.start = 17;
	assert_ok(take(&clerk, n, &number, &id), &e);
	assert_int_equal(number, 17);
	refused(take(&clerk, n, &number, &id), ERR_CONFLICT); /* the start is behind it */
	n.start = 0;
	assert_ok(take(&clerk, n, &number, &id), &e);
	assert_int_equal(number, 18);
	n.day = DATE(2024, 2, 4);
	refused(take(&clerk, n, &number, &id), ERR_CONFLICT); /* an earlier day */
	n.day = DATE(2025, 1, 2);
	assert_ok(take(&clerk, n, &number, &id), &e);
	assert_int_equal(number, 1);
	n.kind = S("report");
	assert_ok(take(&clerk, n, &number, &id), &e);
	assert_int_equal(number, 1);
	n.agency = health;
	refused(take(&clerk, n, &number, &id), ERR_DENIED);
	assert_ok(take(&stranger, n, &number, &id), &e);
	assert_int_equal(number, 1);
	refused(take(&reader, new_of("plan", 12, 1), &number, &id), ERR_DENIED);
	assert_str_equal(row_of(id, &stranger, &found).state, S("taken"));
	assert_true(found);
	row_of(id, &clerk, &found);
	assert_false(found);
}

static void what_is_missing_is_said(void **state)
{
	struct register_new n;
	int64_t number, id;

	(void)state;
	n = new_of("poem", 5, 6);
	refused(take(&clerk, n, &number, &id), ERR_INPUT);
	n = new_of("plan", 5, 6);
	n.symbol = S("");
	refused(take(&clerk, n, &number, &id), ERR_INPUT);
	n = new_of("plan", 5, 6);
	n.abstract = S("");
	refused(take(&clerk, n, &number, &id), ERR_INPUT);
	n = new_of("plan", 5, 6);
	n.day = date_add(date_today(), 1);
	refused(take(&clerk, n, &number, &id), ERR_INPUT);
	n = new_of("plan", 5, 6);
	n.start = -3;
	refused(take(&clerk, n, &number, &id), ERR_INPUT);
}

enum { THREADS = 8, EACH = 12 };

struct taker {
	pthread_t thread;
	struct arena *arena;
	int64_t numbers[EACH];
	bool ok;
};

static void *take_many(void *arg)
{
	struct taker *k = arg;
	struct register_new n = new_of("invitation", 5, 6);

	k->ok = true;
	for (int i = 0; i < EACH; i++) {
		struct change c = { .entry = test_entry() };
		struct err own = { 0 };

		k->ok = k->ok &&
			register_take_prepare(k->arena, &clerk, &n, &k->numbers[i], &c, &own) &&
			audit_change(t.db, &c, &own);
	}
	return NULL;
}

static void many_at_once_leave_no_gap_and_no_double(void **state)
{
	struct taker takers[THREADS] = { 0 };
	bool seen[THREADS * EACH + 1] = { 0 };

	(void)state;
	for (int i = 0; i < THREADS; i++) {
		takers[i].arena = arena_new(16 << 20);
		assert_int_equal(pthread_create(&takers[i].thread, NULL, take_many, &takers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(takers[i].thread, NULL);
		assert_true(takers[i].ok);
		for (int k = 0; k < EACH; k++) {
			int64_t n = takers[i].numbers[k];

			assert_true(n >= 1 && n <= THREADS * EACH);
			assert_false(seen[n]);
			seen[n] = true;
		}
		arena_free(takers[i].arena);
	}
}

static void a_number_ends_once(void **state)
{
	struct paper *p = paper_new(t.arena, PAPER_NOTICE);
	struct paper_by_digest_rows rows;
	int64_t number, one, other;
	struct str pdf;
	bool found;

	(void)state;
	assert_ok(take(&clerk, new_of("notice", 5, 6), &number, &one), &e);
	assert_ok(take(&clerk, new_of("notice", 5, 6), &number, &other), &e);
	refused(cancel(&clerk, one, 1, S("")), ERR_INPUT);
	refused(cancel(&stranger, one, 1, S("Nhầm.")), ERR_DENIED);
	refused(cancel(&clerk, one, 2, S("Nhầm.")), ERR_STALE);
	assert_ok(cancel(&clerk, one, 1, S("Nhầm.")), &e);
	refused(cancel(&clerk, one, 2, S("Nhầm.")), ERR_CONFLICT);
	refused(cancel(&clerk, 999999, 1, S("Nhầm.")), ERR_ABSENT);
	assert_ok(take(&clerk, new_of("notice", 5, 6), &number, &one), &e);
	assert_int_equal(number, 3); /* a cancelled number is not given again */
	p->issuer = S("Công an tỉnh");
	assert_ok(pdf_write(t.arena, p, &pdf, &e), &e);
	refused(issue(&clerk, other, 1, S("a.txt"), S("chữ")), ERR_INPUT);
	refused(issue(&stranger, other, 1, S("a.pdf"), pdf), ERR_DENIED);
	assert_ok(issue(&clerk, other, 1, S("a.pdf"), pdf), &e);
	refused(issue(&clerk, other, 2, S("a.pdf"), pdf), ERR_CONFLICT);
	struct paper_by_id_row row = row_of(other, &clerk, &found);

	assert_str_equal(row.state, S("issued"));
	struct db_read *r = test_read(&t);

	assert_ok(paper_by_digest(r, row.digest, &rows, &e), &e);
	db_read_end(r);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.v[0].id, other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_register_runs_on_by_agency_kind_and_year),
		cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(many_at_once_leave_no_gap_and_no_double),
		cmocka_unit_test(a_number_ends_once),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

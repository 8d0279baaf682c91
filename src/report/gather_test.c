/*
 * Consolidation: what came in, who is missing, sums and what is counted twice, passages taken over,
 * and what a signature freezes of it.
 */
#include "report/gather.h"

#include "report/publish.h"
#include "report_publish_sql.h"
#include "report_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"

#define PERIOD "quarter-2026-1"

static struct test_db t;
static struct err e;
static int64_t ministry, hue, danang, committee;
static int64_t first, second, above; /* reports */
static struct actor officer[3], leader[3], chief;

static int load_all(void **state)
{
	(void)state;
	test_house_open(&t);
	ministry = test_agency(&t, "bca");
	hue = test_agency(&t, "ca-tinh.46");
	danang = test_agency(&t, "ca-tinh.48.2025-07-01");
	committee = test_agency(&t, "bcd138");
	officer[0] = test_person(&t, "mot", "focal", hue);
	leader[0] = test_person(&t, "hai", "leader", hue);
	officer[1] = test_person(&t, "ba", "focal", danang);
	leader[1] = test_person(&t, "bon", "leader", danang);
	officer[2] = test_person(&t, "nam", "standing", ministry);
	leader[2] = test_person(&t, "sau", "leader", ministry);
	chief = test_person(&t, "bay", "standing", committee);
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

static int64_t begin(const struct actor *who, int64_t to)
{
	struct report_new in = { .agency = who->agency, .to = to, .plan = DB_NULL };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	int64_t known;

	assert_true(calendar_period_find(t.arena, S(PERIOD), &in.period));
	assert_ok(report_begin_prepare(t.arena, r, who, &in, &c, &known, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return c.entry.object_id;
}

static struct report_now_row now_of(int64_t id)
{
	struct db_read *r = test_read(&t);
	struct report_now_row now;
	bool found;

	assert_ok(report_now(r, id, &now, &found, &e), &e);
	assert_true(found);
	db_read_end(r);
	return now;
}

static bool step(const struct actor *who, int64_t id, enum report_step what, const char *reason)
{
	struct report_order o = { .step = what,
		.id = id,
		.version = now_of(id).version,
		.reason = str_z(reason),
		.number = str_fmt(t.arena, "%lld/BC", (long long)id),
		.signer = S("Lãnh đạo 0001"),
		.position = S("GIÁM ĐỐC"),
		.day = date_today() };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = report_order_prepare(t.arena, r, who, &o, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static void send(int i, int64_t id)
{
	assert_ok(step(&officer[i], id, REPORT_ASK, ""), &e);
	assert_ok(step(&leader[i], id, REPORT_SIGN, ""), &e);
}

static struct report_sections_row section(int64_t id, int64_t position)
{
	struct db_read *r = test_read(&t);
	struct report_sections_rows rows;
	struct report_sections_row out;

	assert_ok(report_sections(r, id, &rows, &e), &e);
	out = rows.v[position - 1];
	out.words = str_dup(t.arena, out.words);
	db_read_end(r);
	return out;
}

static bool write(const struct actor *who, int64_t id, int64_t position, const char *words)
{
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = report_write_prepare(
		t.arena, r, who, id, position, section(id, position).version, str_z(words), &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

/* As many years as it takes to be in force in the period. */
static void add_duty(void)
{
	struct actor system = actor_of_system();
	struct duty_new duty = { .plan = DB_NULL,
		.position = DB_NULL,
		.title = S("Báo cáo quý"),
		.owed_by = S("Công an thành phố Huế; Công an thành phố Đà Nẵng; Bộ Y tế"),
		.owed_to = S("Bộ Công an"),
		.system = S("quarter"),
		.rule = S("trước ngày 20 của tháng cuối kỳ"),
		.citation = S("mẫu"),
		.to = ministry,
		.valid_from = DATE(2026, 1, 1),
		.valid_to = DATE(2026, 12, 31) };
	struct change c = { .entry = test_entry() };
	const char *field;

	assert_ok(duty_add_prepare(t.arena, &system, &duty, &c, &field, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

static struct report_about about(const char *words)
{
	return (struct report_about){ .agency = ministry,
		.plan = DB_NULL,
		.period = S(PERIOD),
		.from = DATE(2026, 1, 1),
		.to = DATE(2026, 3, 31),
		.words = str_z(words) };
}

static struct report_figures live(const char *words)
{
	struct report_about what = about(words);
	struct db_read *r = test_read(&t);
	struct report_figures f;

	assert_ok(report_figures_live(r, LANG_VI, &what, &f, &e), &e);
	db_read_end(r);
	return f;
}

static struct report_figure figure(const struct report_figures *all, const char *code)
{
	const struct report_figure *f = report_figure(all, str_z(code));

	assert_non_null(f);
	return *f;
}

static void test_nobody_reports_to_it(void **state)
{
	struct report_figures f = live("");

	(void)state;
	assert_null(report_figure(&f, S("came")));
	assert_null(report_figure(&f, S("sum.reach")));
}

static void test_who_is_missing(void **state)
{
	struct report_figures f;

	(void)state;
	add_duty();
	first = begin(&officer[0], ministry);
	second = begin(&officer[1], ministry);
	f = live("");
	assert_int_equal(figure(&f, "came").value, 0);
	assert_int_equal(figure(&f, "asked").value, 3);
	assert_int_equal(figure(&f, "missing").value, 3);
	assert_ok(write(&officer[0], first, 1, "Ổn định.\n\nCó {việc đến hạn} việc.\nHết."), &e);
	send(0, first);
	f = live("");
	assert_int_equal(figure(&f, "came").value, 1);
	assert_int_equal(figure(&f, "missing").value, 2);
	assert_string_equal(
		str_c(t.arena, figure(&f, "missing").shown), "Công an thành phố Đà Nẵng, Bộ Y tế");
	/* sent back, it is missing again until it is signed anew */
	assert_ok(step(&officer[2], first, REPORT_RETURN, "Bổ sung."), &e);
	f = live("");
	assert_int_equal(figure(&f, "missing").value, 3);
	assert_ok(step(&officer[0], first, REPORT_CORRECT, "Đã bổ sung."), &e);
	f = live("");
	assert_int_equal(figure(&f, "came").value, 0);
	send(0, first);
	f = live("");
	assert_int_equal(figure(&f, "came").value, 1);
	assert_int_equal(figure(&f, "came").of.v[0].round, 2);
}

static bool take(const struct actor *who, int64_t version, int64_t from, int64_t round,
	const int64_t *paragraphs, size_t n)
{
	struct report_take in = { above, 1, version, from, round, 1, paragraphs, n };
	struct change c = { .entry = test_entry() };
	struct db_read *r = test_read(&t);
	bool ok = report_take_prepare(t.arena, r, who, &in, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static struct report_passages_rows passages(void)
{
	struct db_read *r = test_read(&t);
	struct report_passages_rows rows;

	assert_ok(report_passages(r, above, &rows, &e), &e);
	db_read_end(r);
	return rows;
}

static void test_passages_keep_their_author(void **state)
{
	(void)state;
	above = begin(&officer[2], committee);
	/* the draft says by itself who is missing */
	assert_true(str_has(section(above, 3).words, S("{cơ quan chưa báo cáo}")));
	assert_ok(write(&officer[2], above, 1, "Của Bộ."), &e);

	int64_t version = section(above, 1).version;

	refused(take(&officer[0], version, first, 2, NULL, 0), ERR_DENIED);
	refused(take(&officer[2], version, first, 1, NULL, 0), ERR_CONFLICT);  /* an older one */
	refused(take(&officer[2], version, second, 1, NULL, 0), ERR_CONFLICT); /* not sent */
	refused(take(&officer[2], version, first, 2, (int64_t[]){ 4 }, 1), ERR_INPUT);
	refused(take(&officer[2], version - 1, first, 2, NULL, 0), ERR_STALE);
	assert_ok(take(&officer[2], version, first, 2, (int64_t[]){ 3, 2 }, 2), &e);
	assert_string_equal(str_c(t.arena, section(above, 1).words),
		"Của Bộ.\nCó {Công an thành phố Huế: việc đến hạn} việc.\nHết.");

	struct report_passages_rows rows = passages();

	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.v[0].agency_id, hue);
	assert_int_equal(rows.v[0].from_round, 2);
	assert_int_equal(report_kept(section(above, 1).words, rows.v[0].words).kept, 2);
}

static bool drop(int64_t passage)
{
	struct change c = { .entry = test_entry() };

	return report_drop_prepare(t.arena, &officer[2], above, passage, &c, &e) &&
	       audit_change(t.db, &c, &e);
}

static void test_written_on_and_dropped(void **state)
{
	struct report_passages_rows rows = passages();
	struct report_kept kept;

	(void)state;
	refused(drop(rows.v[0].id), ERR_CONFLICT);
	assert_ok(write(&officer[2], above, 1, "Của Bộ.\nHết."), &e);
	kept = report_kept(section(above, 1).words, rows.v[0].words);
	assert_int_equal(kept.kept, 1);
	assert_int_equal(kept.of, 2);
	assert_ok(write(&officer[2], above, 1, "Của Bộ."), &e);
	assert_ok(drop(rows.v[0].id), &e);
	refused(drop(rows.v[0].id), ERR_ABSENT);
	assert_int_equal(passages().n, 0);
	assert_ok(take(&officer[2], section(above, 1).version, first, 2, NULL, 0), &e);
	refused(write(&officer[2], above, 1, "{Bộ Y tế: việc đến hạn}"), ERR_INPUT);
}

/* What two agencies counted, made by hand: only what stands in an issue is looked at. */
static struct report_counted thing(
	int64_t id, const char *what, const char *place, int from, int to)
{
	return (struct report_counted){ .kind = S("activity"),
		.id = id,
		.words = S("x"),
		.number = 1,
		.what = str_z(what),
		.place = str_z(place),
		.from = date_add(DATE(2026, 2, 1), from - 1),
		.day = date_add(DATE(2026, 2, 1), to - 1) };
}

static void add_came(report_came_list *list, const struct report_counted *of, size_t n)
{
	struct report_came *c = LIST_ADD(t.arena, list);
	struct report_figure *f;

	*c = (struct report_came){ .report = (int64_t)list->n };
	f = LIST_ADD(t.arena, &c->content.figures);
	*f = (struct report_figure){ .code = S("activities") };
	for (size_t i = 0; i < n; i++)
		LIST_PUSH(t.arena, &f->of, of[i]);
}

static void test_doubles(void **state)
{
	const struct report_counted one[] = { thing(1, "talk", "46", 1, 3),
		thing(2, "talk", "48", 1, 3), thing(3, "class", "46", 5, 5),
		thing(9, "talk", NULL, 1, 3) };
	const struct report_counted other[] = { thing(1, "talk", "46", 1, 3),
		thing(4, "talk", "48", 3, 4), thing(5, "class", "46", 6, 6),
		thing(6, "check", "46", 5, 5), thing(8, "talk", NULL, 1, 3) };
	report_came_list came = { 0 };
	report_doubles found;

	(void)state;
	add_came(&came, one, COUNT(one));
	add_came(&came, other, COUNT(other));
	report_doubles_of(t.arena, &came, S("activities"), &found);
	assert_int_equal(found.n, 2);
	assert_true(found.v[0].sure);
	assert_int_equal(found.v[0].one->id, 1);
	assert_false(found.v[1].sure);
	assert_int_equal(found.v[1].one->id + found.v[1].other->id, 2 + 4);
	came.v[1].sent_back = true;
	report_doubles_of(t.arena, &came, S("activities"), &found);
	assert_int_equal(found.n, 0);
}

static struct report_content issue(int64_t id, int64_t round)
{
	struct db_read *r = test_read(&t);
	struct report_issue_of_row row;
	struct report_content c;
	bool found;

	assert_ok(report_issue_of(r, id, round, &row, &found, &e), &e);
	assert_true(found);
	assert_ok(report_content_read(t.arena, LANG_VI, row.content, &c, &e), &e);
	assert_true(str_eq(row.content, report_content_write(t.arena, &c)));
	db_read_end(r);
	return c;
}

/* Never above what came in: each line of a sum is what that very issue says. */
static void assert_adds_up(const struct report_content *c)
{
	LIST_EACH(f, &c->figures) {
		int64_t sum = 0;

		if (!f->summed)
			continue;
		LIST_EACH(x, &f->of) {
			struct report_content from = issue(x->id, x->round);
			const struct report_figure *theirs = report_figure(
				&from.figures, x->figure);

			assert_non_null(theirs);
			assert_int_equal(x->number, theirs->value);
			sum += x->number;
		}
		assert_int_equal(sum, f->value);
	}
}

static size_t put_right(int64_t round)
{
	struct db_read *r = test_read(&t);
	struct report_put_right_rows rows;

	assert_ok(report_put_right(r, above, round, &rows, &e), &e);
	db_read_end(r);
	return rows.n;
}

static void test_signed_with_its_sources(void **state)
{
	struct report_content c;

	(void)state;
	send(1, second);
	send(2, above);
	c = issue(above, 1);
	assert_int_equal(c.origins.n, 1);
	assert_string_equal(str_c(t.arena, c.origins.v[0].agency), "Công an thành phố Huế");
	assert_int_equal(c.origins.v[0].round, 2);
	assert_true(c.origins.v[0].as_taken);
	assert_int_equal(figure(&c.figures, "sum.parts_due").sum.given, 2);
	assert_int_equal(figure(&c.figures, "sum.parts_due").sum.asked, 3);
	assert_int_equal(figure(&c.figures, "missing").value, 1);
	assert_adds_up(&c);
	assert_int_equal(put_right(1), 0);
}

/* A period that was consolidated already may be put right, with a reason; it shows above. */
static void test_put_right_below(void **state)
{
	struct report_content before = issue(above, 1), after;

	(void)state;
	refused(step(&officer[1], second, REPORT_CORRECT, ""), ERR_INPUT);
	assert_ok(step(&officer[1], second, REPORT_CORRECT, "Sót một lớp."), &e);
	assert_int_equal(put_right(1), 0); /* not signed yet */
	send(1, second);
	assert_int_equal(put_right(1), 1);
	after = issue(above, 1);
	assert_true(str_eq(
		report_content_write(t.arena, &before), report_content_write(t.arena, &after)));
	assert_ok(step(&officer[2], above, REPORT_CORRECT, "Lấy số mới."), &e);
	send(2, above);
	assert_int_equal(put_right(2), 0);
	assert_int_equal(put_right(1), 1);
}

static bool publish(const struct actor *who, int64_t round)
{
	struct change c = { .entry = test_entry() };

	return report_publish_prepare(t.arena, who, above, now_of(above).version, round, &c, &e) &&
	       audit_change(t.db, &c, &e);
}

/* What an account of no side of the report sees of it. */
static bool is_seen(const struct actor *who, bool *near)
{
	struct db_read *r = test_read(&t);
	struct report_by_id_row row;
	bool found;

	assert_ok(report_by_id(r, above, who->account, &row, &found, &e), &e);
	db_read_end(r);
	*near = found && row.near;
	return found;
}

static void test_published(void **state)
{
	struct report_publications_rows rows;
	struct db_read *r;
	bool near, may;

	(void)state;
	assert_false(is_seen(&officer[0], &near));
	refused(publish(&officer[0], 2), ERR_DENIED); /* of neither side */
	refused(publish(&leader[0], 2), ERR_DENIED);
	refused(publish(&leader[2], 2), ERR_DENIED);	/* signed it */
	refused(publish(&officer[2], 1), ERR_CONFLICT); /* not the last */
	refused(publish(&officer[2], 3), ERR_CONFLICT); /* none */
	assert_ok(step(&chief, above, REPORT_RETURN, "Chưa rõ."), &e);
	refused(publish(&chief, 2), ERR_CONFLICT); /* sent back */
	assert_ok(step(&officer[2], above, REPORT_CORRECT, "Đã rõ."), &e);
	refused(publish(&chief, 2), ERR_CONFLICT); /* being written */
	send(2, above);
	assert_ok(publish(&chief, 3), &e);
	refused(publish(&officer[2], 3), ERR_CONFLICT); /* once */
	assert_true(is_seen(&officer[0], &near));
	assert_false(near);
	r = test_read(&t);
	assert_ok(report_may_publish(r, &officer[2], above, 3, &may, &e), &e);
	assert_false(may);
	assert_ok(report_publications(r, above, &rows, &e), &e);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.v[0].round, 3);
	db_read_end(r);
	/* the one before stays when a later one is published */
	assert_ok(step(&officer[2], above, REPORT_CORRECT, "Thêm."), &e);
	send(2, above);
	assert_ok(publish(&officer[2], 4), &e);

	struct report_published_page_rows list;

	r = test_read(&t);
	assert_ok(report_published_page(r, INT64_MAX, 10, &list, &e), &e);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.v[0].round, 4);
	assert_true(list.v[0].current);
	assert_false(list.v[1].current);
	db_read_end(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nobody_reports_to_it),
		cmocka_unit_test(test_who_is_missing),
		cmocka_unit_test(test_passages_keep_their_author),
		cmocka_unit_test(test_written_on_and_dropped),
		cmocka_unit_test(test_doubles),
		cmocka_unit_test(test_signed_with_its_sources),
		cmocka_unit_test(test_put_right_below),
		cmocka_unit_test(test_published),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

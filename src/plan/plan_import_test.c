/*
 * The import over real plans, real places and agencies: what is kept, that it is kept
 * once, who may see it, and that what is no plan leaves nothing behind.
 */
#include "plan/plan.h"

#include "access/access.h"
#include "agency_sql.h"
#include "embed.h"
#include "plan/plan_recipient.h"
#include "plan_sql.h"
#include "plan_recipient_sql.h"
#include "search/search.h"
#include "test/cmocka.h"
#include "test/support.h"

static struct test_db t;
static struct db_read *r;
static struct err e;
static int64_t national; /* the plan of sample 000 */
static const struct audit_entry loader = { .actor_name = S("test"),
	.permission = S("plan.import") };

static void read_again(void)
{
	if (r)
		db_read_end(r);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
}

static struct str sample(const char *name)
{
	struct str bytes = embed_find(str_fmt(t.arena, "samples/%s", name));

	if (!bytes.p)
		fail_msg("no sample %s", name);
	return bytes;
}

static bool import(const struct plan_source *s, struct plan_import **made)
{
	struct change c = { .entry = loader };

	c.entry.action = S("plan.import");
	if (!plan_import_prepare(t.arena, t.db, s, &c, made, &e))
		return false;
	if ((*made)->known)
		return c.apply == NULL;
	if (!audit_change(t.db, &c, &e))
		return false;
	read_again();
	return true;
}

static int load_all(void **state)
{
	struct plan_import *made;
	struct plan_source s = { .file_name = S("000.txt"), .number = S("19/KH-BCĐ138/CP") };

	(void)state;
	assert_ok(test_db_lists(&t, &e), &e);
	s.bytes = sample("000.txt");
	assert_ok(import(&s, &made), &e);
	assert_false(made->known);
	national = made->plan;
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	db_read_end(r);
	test_db_close(&t);
	return 0;
}

static int64_t agency(const char *code)
{
	struct agency_by_code_row row;
	bool found;

	assert_ok(agency_by_code(r, str_z(code), &row, &found, &e), &e);
	if (!found)
		fail_msg("no agency %s", code);
	return row.id;
}

static struct plan_by_id_row plan(void)
{
	struct plan_by_id_row row;
	bool found;

	assert_ok(plan_by_id(r, national, ACCOUNT_SYSTEM, &row, &found, &e), &e);
	assert_true(found);
	return row;
}

static const struct plan_tasks_row *task(const struct plan_tasks_rows *tasks, const char *path)
{
	LIST_EACH(x, tasks)
		if (str_eq(x->path, str_z(path)))
			return x;
	fail_msg("no task %s", path);
	return NULL;
}

static void the_document_is_kept_as_it_came_and_as_it_was_read(void **state)
{
	struct plan_by_id_row p = plan();
	struct plan_body_row body;
	struct plan_tasks_rows tasks;
	bool found;

	(void)state;
	assert_str_equal(p.number, S("19/KH-BCĐ138/CP"));
	assert_true(p.number_by_hand);
	assert_str_equal(p.agency_name, S("Ban Chỉ đạo 138/CP"));
	assert_str_equal(p.standing_name, S("Bộ Công an"));
	assert_int_equal(date_cmp(p.issued, DATE(2024, 1, 15)), 0);
	assert_int_equal(p.year, 2024);
	assert_int_equal(p.targets, 5);
	assert_true(p.duties >= 3);
	assert_ok(plan_body(r, p.document_id, &body, &found, &e), &e);
	assert_true(found);
	/* a span leads back to its words, a line to its line */
	assert_ok(plan_tasks(r, national, &tasks, &e), &e);
	const struct plan_tasks_row *x = task(&tasks, "II.1.b");
	struct str span = str_sub(body.body, (size_t)x->byte_from, (size_t)x->byte_to);

	assert_true(str_has(span, S("Tập trung tổ chức quán triệt")));
	assert_int_equal(x->line, 12);
}

static void every_task_is_there_with_its_parties(void **state)
{
	struct plan_tasks_rows tasks;
	struct plan_parties_rows parties;
	struct plan_headings_rows headings;
	size_t collective = 0, alone = 0;

	(void)state;
	assert_ok(plan_tasks(r, national, &tasks, &e), &e);
	assert_ok(plan_parties(r, national, &parties, &e), &e);
	assert_ok(plan_headings(r, national, &headings, &e), &e);
	assert_int_equal(tasks.n, 45);
	LIST_EACH(x, &parties) {
		if (x->collective_id != DB_NULL) {
			assert_true(x->agency_id == DB_NULL);
			collective++;
		} else if (x->agency_id != DB_NULL) {
			alone++;
		}
	}
	assert_true(collective > 20);
	assert_true(alone > 20);
	/* a task that the text gives to nobody has no party, and no guess in its place */
	int64_t bare = task(&tasks, "II.2.1.b.-2")->id;

	LIST_EACH(x, &parties)
		assert_int_not_equal(x->task_id, bare);
	int64_t heading = task(&tasks, "II.2.1.a")->heading;
	bool there = false;

	LIST_EACH(h, &headings)
		if (h->position == heading) {
			there = true;
			assert_str_equal(h->path, S("II.2.1"));
		}
	assert_true(there);
}

static void a_collective_stands_for_those_of_the_plans_day(void **state)
{
	struct agency_task_counts_row n;
	struct agency_task_page_rows rows;
	bool found;

	(void)state;
	/* a ministry of 2024, by name and through the collective */
	assert_ok(agency_task_counts(r, agency("bca"), ACCOUNT_SYSTEM, &n, &found, &e), &e);
	assert_true(n.leads >= 8);
	assert_true(n.joins > 0);
	/* one that is named nowhere is there through the collective only */
	assert_ok(agency_task_page(
			  r, agency("bct"), ACCOUNT_SYSTEM, S(""), INT64_MAX, 0, 100, &rows, &e),
		&e);
	assert_true(rows.n > 20);
	LIST_EACH(x, &rows)
		assert_false(x->direct);
	/* one that did not exist on that day is in no collective of it */
	assert_ok(agency_task_counts(r, agency("bnnmt"), ACCOUNT_SYSTEM, &n, &found, &e), &e);
	assert_int_equal(n.total, 0);
	/* the people's committee of a province, a locality */
	assert_ok(
		agency_task_counts(r, agency("ubnd-tinh.75"), ACCOUNT_SYSTEM, &n, &found, &e), &e);
	assert_true(n.total > 20);
}

static bool audience_has(int64_t id)
{
	struct plan_audience_ids_rows ids;

	assert_ok(plan_audience_ids(r, national, &ids, &e), &e);
	LIST_EACH(x, &ids)
		if (x->agency_id == id)
			return true;
	return false;
}

static int64_t found_by(int64_t account)
{
	struct search_question q = { .words = S("tap huan nang cao nang luc"),
		.kinds = S("plan task"),
		.account = account,
		.most = 20 };
	struct search_result hits;

	assert_ok(search_query(r, &q, &hits, &e), &e);
	return hits.total;
}

static void those_it_concerns_see_it_and_nobody_else(void **state)
{
	struct plan_by_id_row row;
	bool found;

	(void)state;
	assert_true(audience_has(agency("bcd138")));
	assert_true(audience_has(agency("bca")));
	assert_true(audience_has(agency("btp")));
	assert_true(audience_has(agency("ubnd-tinh.75")));
	/* a locality's other bodies */
	assert_true(audience_has(agency("ca-tinh.75")));
	/* who took over from a ministry of 2024 */
	assert_true(audience_has(agency("bnv")));
	assert_true(audience_has(agency("bnnmt")));
	assert_false(audience_has(agency("qh")));
	/* an account without a grant reaches nothing */
	assert_ok(plan_by_id(r, national, 987654, &row, &found, &e), &e);
	assert_false(found);
	struct task_by_id_row one;
	struct plan_tasks_rows tasks;

	assert_ok(plan_tasks(r, national, &tasks, &e), &e);
	assert_ok(task_by_id(r, tasks.v[0].id, 987654, &one, &found, &e), &e);
	assert_false(found);
	assert_true(found_by(ACCOUNT_SYSTEM) > 0);
	assert_int_equal(found_by(987654), 0);
}

/* Rows that an import would add. */
struct counts {
	int64_t plans, entries;
};

static struct counts counts(void)
{
	struct plan_page_rows plans;
	struct audit_lines lines;

	read_again();
	assert_ok(
		plan_page(r, ACCOUNT_SYSTEM, S("%"), S("9999-99-99"), INT64_MAX, 1000, &plans, &e),
		&e);
	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 1000, &lines, &e), &e);
	return (struct counts){ (int64_t)plans.n, (int64_t)lines.n };
}

static void the_same_text_again_changes_nothing(void **state)
{
	struct counts before = counts();
	struct buf layout = { .arena = t.arena };
	struct str bytes = sample("000.txt");
	struct plan_source s = { .file_name = S("lai.txt"), .bytes = bytes };
	struct plan_import *made;

	(void)state;
	assert_ok(import(&s, &made), &e);
	assert_true(made->known);
	assert_int_equal(made->plan, national);
	/* other line ends are not another text */
	for (size_t i = 0; i < bytes.n; i++) {
		if (bytes.p[i] == '\n')
			buf_addc(&layout, '\r');
		buf_addc(&layout, bytes.p[i]);
	}
	s.bytes = buf_str(&layout);
	assert_ok(import(&s, &made), &e);
	assert_true(made->known);
	struct counts after = counts();

	assert_int_equal(after.plans, before.plans);
	assert_int_equal(after.entries, before.entries);
}

static void another_text_under_the_same_number_is_refused(void **state)
{
	struct counts before = counts();
	struct plan_source s = { .file_name = S("002.txt"), .bytes = sample("002.txt") };
	struct plan_import *made;

	(void)state;
	assert_false(import(&s, &made));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_true(str_has(err_text(t.arena, LANG_VI, &e), S("19/KH-BCĐ138/CP")));
	err_clear(&e);
	assert_int_equal(counts().plans, before.plans);
	assert_int_equal(counts().entries, before.entries);
}

static void what_is_no_plan_leaves_nothing_behind(void **state)
{
	static const struct {
		struct str bytes;
		enum text_id why;
	} bad[] = {
		{ S(""), T_document_empty },
		{ S("\n \n"), T_document_empty },
		{ S("ab\0cd"), T_document_nul },
		{ S("\x7f"
		    "ELF\x02\x01"),
			T_document_binary },
		{ S("K\xe9 ho\xe1"
		    "ch"),
			T_document_not_utf8 },
		{ S("Danh sách đi chợ\n\n- 2 kg gạo\n- 1 chai nước mắm\n"), T_plan_no_plan },
	};
	struct counts before = counts();

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct plan_source s = { .file_name = S("hong.txt"), .bytes = bad[i].bytes };
		struct plan_import *made;

		assert_false(import(&s, &made));
		assert_int_equal(e.text, bad[i].why);
		assert_true(str_has(err_text(t.arena, LANG_VI, &e), S("hong.txt")));
		err_clear(&e);
	}
	assert_int_equal(counts().plans, before.plans);
	assert_int_equal(counts().entries, before.entries);
}

static void two_imports_prepared_at_once_make_one_plan(void **state)
{
	struct plan_source s = { .file_name = S("001.txt"), .bytes = sample("001.txt") };
	struct change first = { .entry = loader }, second = { .entry = loader };
	struct plan_import *a, *b;
	struct counts before = counts();

	(void)state;
	first.entry.action = second.entry.action = S("plan.import");
	assert_ok(plan_import_prepare(t.arena, t.db, &s, &first, &a, &e), &e);
	assert_ok(plan_import_prepare(t.arena, t.db, &s, &second, &b, &e), &e);
	assert_ok(audit_change(t.db, &first, &e), &e);
	assert_false(audit_change(t.db, &second, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(e.text, T_plan_known_meanwhile);
	err_clear(&e);
	assert_int_equal(counts().plans, before.plans + 1);
	assert_int_equal(counts().entries, before.entries + 1);
	/* a province's plan means the province's own bodies */
	struct agency_task_counts_row n;
	bool found;

	assert_ok(agency_task_counts(r, agency("ca-tinh.75"), ACCOUNT_SYSTEM, &n, &found, &e), &e);
	assert_true(n.leads > 10);
}

static void the_log_says_what_was_brought_in(void **state)
{
	struct audit_lines lines;

	(void)state;
	read_again();
	assert_ok(audit_read(r, S("plan"), national, INT64_MAX, 10, &lines, &e), &e);
	assert_int_equal(lines.n, 1);
	assert_str_equal(lines.v[0].entry.action, S("plan.import"));
	assert_true(str_has(lines.v[0].entry.detail, S("\"number\":\"19/KH-BCĐ138/CP\"")));
	assert_true(str_has(lines.v[0].entry.detail, S("\"tasks\":45")));
}

/* --- plan_recipients */

static const struct plan_recipient_rows_row *recipient(
	const struct plan_recipient_rows_rows *rows, const char *name)
{
	LIST_EACH(x, rows)
		if (str_eq(x->name, str_z(name)))
			return x;
	fail_msg("no recipient %s", name);
	return NULL;
}

/* Of the agencies a line means: all of them, or the one. */
static size_t received(const struct plan_recipient_rows_row *x, int64_t id)
{
	struct plan_recipient_agencies_rows all;
	size_t n = 0;

	assert_ok(plan_recipient_agencies(r, national, &all, &e), &e);
	LIST_EACH(y, &all)
		n += y->recipient_id == x->id && (id == 0 || y->agency_id == id);
	return n;
}

static void who_received_it_and_what_for_is_kept(void **state)
{
	struct plan_recipient_rows_rows rows;
	const struct plan_recipient_rows_row *x;

	(void)state;
	read_again();
	assert_ok(plan_recipient_rows(r, national, &rows, &e), &e);
	assert_int_equal(rows.n, 8);
	x = recipient(&rows, "Thủ tướng Chính phủ");
	assert_str_equal(x->purpose, S("report"));
	assert_true(x->settled);
	assert_int_equal(received(x, 0), 1);
	assert_int_equal(x->line, 72);
	/* an office is no agency: as written, and marked; so are words of which a part only is known */
	x = recipient(&rows, "Trưởng Ban Chỉ đạo 138/CP");
	assert_false(x->settled);
	assert_int_equal(received(x, 0), 0);
	x = recipient(&rows, "Công an các đơn vị, địa phương");
	assert_false(x->settled);
	assert_int_equal(received(x, 0), 0);
	/* abbreviations are spelled out; "t/hiện" is to carry out */
	x = recipient(&rows, "UBND các tỉnh, TP trực thuộc TW");
	assert_str_equal(x->purpose, S("carry_out"));
	assert_str_equal(x->words, S("để t/hiện"));
	assert_true(x->settled);
	assert_int_equal(received(x, 0), 63);
	assert_int_equal(received(x, agency("ubnd-tinh.75")), 1);
	/* what is kept in the file goes to nobody, and nothing is doubtful about it */
	x = recipient(&rows, "Lưu: VT, BCĐ");
	assert_str_equal(x->purpose, S("file"));
	assert_true(x->settled);
	assert_int_equal(received(x, 0), 0);
}

static bool correct(struct plan_recipient_edit edit)
{
	struct actor by = actor_of_system();
	struct change c = { .entry = loader };
	bool ok;

	edit.plan = national;
	c.entry.action = S("plan.recipient_change");
	read_again();
	ok = plan_recipient_prepare(r, &by, &edit, &c, &e) && audit_change(t.db, &c, &e);
	read_again();
	return ok;
}

static void a_recipient_is_corrected_and_may_then_see_the_plan(void **state)
{
	struct plan_recipient_rows_rows rows;
	struct plan_recipient_edit edit = { .version = 1,
		.name = S("another"),
		.purpose = S("know"),
		.agencies = S("qh\n\nVăn phòng Bộ Công an\nqh") };

	(void)state;
	assert_ok(plan_recipient_rows(r, national, &rows, &e), &e);
	edit.id = recipient(&rows, "Trưởng Ban Chỉ đạo 138/CP")->id;
	assert_false(audience_has(agency("qh")));
	assert_ok(correct(edit), &e);
	assert_ok(plan_recipient_rows(r, national, &rows, &e), &e);
	const struct plan_recipient_rows_row *x = recipient(&rows, "Trưởng Ban Chỉ đạo 138/CP");

	assert_true(x->settled); /* a person has looked at it; its words stay those of the text */
	assert_str_equal(x->purpose, S("know"));
	assert_int_equal(received(x, 0), 2);
	assert_true(audience_has(agency("qh")));
	/* somebody was faster */
	assert_false(correct(edit));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
	/* no agency: refused, and nothing of it is kept */
	edit.version = 2;
	edit.agencies = S("byt\nCơ quan không ai biết");
	assert_false(correct(edit));
	assert_int_equal(e.text, T_plan_no_such_agency);
	err_clear(&e);
	/* it was none: who saw the plan by it alone sees it no more */
	edit.drop = true;
	assert_ok(correct(edit), &e);
	assert_false(audience_has(agency("qh")));
	assert_true(audience_has(agency("bca")));
	assert_true(audience_has(agency("ca-tinh.75"))); /* of a locality */
	assert_true(audience_has(agency("bnv")));	 /* a successor */
	assert_ok(plan_recipient_rows(r, national, &rows, &e), &e);
	assert_int_equal(rows.n, 7);
	assert_ok(correct((struct plan_recipient_edit){ .name = S("Chính phủ"),
			  .purpose = S("report"),
			  .agencies = S("Chính phủ") }),
		&e);
	assert_true(audience_has(agency("cp")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_document_is_kept_as_it_came_and_as_it_was_read),
		cmocka_unit_test(every_task_is_there_with_its_parties),
		cmocka_unit_test(a_collective_stands_for_those_of_the_plans_day),
		cmocka_unit_test(those_it_concerns_see_it_and_nobody_else),
		cmocka_unit_test(the_same_text_again_changes_nothing),
		cmocka_unit_test(another_text_under_the_same_number_is_refused),
		cmocka_unit_test(what_is_no_plan_leaves_nothing_behind),
		cmocka_unit_test(two_imports_prepared_at_once_make_one_plan),
		cmocka_unit_test(the_log_says_what_was_brought_in),
		cmocka_unit_test(who_received_it_and_what_for_is_kept),
		cmocka_unit_test(a_recipient_is_corrected_and_may_then_see_the_plan),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

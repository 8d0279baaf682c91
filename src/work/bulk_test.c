/*
 * Notes on a task, files of a result, and many parts at once: chosen, pasted, looked at,
 * done in one change or not at all.
 */
#include "work/bulk.h"

#include "access/access.h"
#include "access/account.h"
#include "access_sql.h"
#include "plan/plan.h"
#include "plan_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"
#include "work/evidence.h"
#include "work/note.h"
#include "work/work.h"
#include "work_sql.h"

static struct test_db t;
static struct db_read *r;
static struct err e;
static struct actor actor;
static int64_t plan;
static const struct audit_entry loader = {
	.actor = 1, .actor_name = S("test"), .permission = S("plan.import")
};

static const char plan_text[] =
	"KẾ HOẠCH\n"
	"Công tác phòng, chống mua bán người năm 2024\n"
	"II. NHIỆM VỤ\n"
	"1. Tổ chức tập huấn cho cán bộ làm công tác phòng, chống mua bán người trước ngày "
	"20/9/2024 (Bộ Công an chủ trì, phối hợp với Bộ Quốc phòng, Bộ Ngoại giao thực hiện).\n"
	"2. Tổ chức các hoạt động truyền thông hưởng ứng ngày 30/7 (Bộ Công an chủ trì, phối hợp "
	"Bộ Y tế thực hiện).\n";

static void read_again(void)
{
	if (r)
		db_read_end(r);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
}

static void commit(struct change *c, const char *action)
{
	c->entry.actor = actor.account;
	c->entry.actor_name = S("test");
	c->entry.permission = S("work.act");
	c->entry.action = str_z(action);
	assert_ok(audit_change(t.db, c, &e), &e);
	read_again();
}

/* A plan of its own for each test. */
static void adopt(void)
{
	static int nth;
	struct plan_source s = { .file_name = S("plan.txt"),
		.bytes = str_fmt(t.arena, "%sIII. KINH PHÍ\n1. Lần %d.\n", plan_text, ++nth),
		.number = str_fmt(t.arena, "%d/KH-BCA", nth),
		.issuer = S("Bộ Công an"),
		.issued = DATE(2024, 1, 15) };
	struct change c = { .entry = loader };
	struct plan_import *made;
	struct reading *reading;

	plan_when_adopted(work_adopted);
	assert_ok(plan_read_source(t.arena, &s, &reading, &e), &e);
	c.entry.action = S("plan.import");
	assert_ok(plan_import_reading(t.arena, t.db, &s, reading, &c, &made, &e), &e);
	assert_false(made->known);
	assert_ok(audit_change(t.db, &c, &e), &e);
	plan = made->plan;
}

static int open_all(void **state)
{
	(void)state;
	test_house_open(&t);
	actor = actor_of_system();
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	if (r)
		db_read_end(r);
	test_db_close(&t);
	return 0;
}

static int begin(void **state)
{
	(void)state;
	err_clear(&e);
	adopt();
	read_again();
	return 0;
}

static int64_t task_at(const char *path)
{
	struct plan_tasks_rows tasks;

	assert_ok(plan_tasks(r, plan, &tasks, &e), &e);
	LIST_EACH(x, &tasks)
		if (str_eq(x->path, str_z(path)))
			return x->id;
	fail_msg("no task %s", path);
	return 0;
}

static struct work_task_parts_row part_at(const char *path, struct str agency)
{
	struct work_task_parts_rows parts;

	assert_ok(work_task_parts(r, task_at(path), &parts, &e), &e);
	LIST_EACH(x, &parts)
		if (str_eq(x->agency_name, agency))
			return *x;
	fail_msg("no part of %.*s", STR_ARG(agency));
	return parts.v[0];
}

static void refused_with(bool ok, enum text_id why)
{
	assert_false(ok);
	assert_int_equal(e.text, why);
	err_clear(&e);
}

/* --- notes */

static void write_note(int64_t task, struct str words)
{
	struct change c = { 0 };

	assert_ok(note_prepare(t.arena, r, &actor, task, words, &c, &e), &e);
	commit(&c, "note.add");
}

static void a_note_names_agencies_and_is_never_changed(void **state)
{
	struct note_agencies_rows named;
	struct note_rows_rows notes;
	struct change c = { 0 }, again = { 0 };
	int64_t task = task_at("II.1"), at;

	(void)state;
	write_note(task, S("Gửi @BQP, @BNG. Không phải a@BYT hay @KHONGCO; nhắc lại @BQP."));
	write_note(task, S("Đã nhận."));
	assert_ok(note_rows(r, task, 10, &notes, &e), &e);
	assert_int_equal(notes.n, 2);
	assert_ok(note_agencies(r, task, &named, &e), &e);
	assert_int_equal(named.n, 2);
	LIST_EACH(x, &named)
		assert_true(
			str_eq(x->name, S("Bộ Quốc phòng")) || str_eq(x->name, S("Bộ Ngoại giao")));
	assert_ok(note_withdraw_prepare(t.arena, r, &actor, notes.v[0].id, &at, &c, &e), &e);
	/* twice at once: the second finds it gone */
	assert_ok(note_withdraw_prepare(t.arena, r, &actor, notes.v[0].id, &at, &again, &e), &e);
	assert_int_equal(at, task);
	commit(&c, "note.withdraw");
	again.entry = c.entry;
	refused_with(audit_change(t.db, &again, &e), T_work_note_gone);
	assert_ok(note_rows(r, task, 10, &notes, &e), &e);
	assert_int_equal(notes.n, 2);
	assert_str_equal(notes.v[0].words, S(""));
	assert_true(notes.v[0].withdrawn != DB_NULL && notes.v[1].withdrawn == DB_NULL);
	assert_ok(note_agencies(r, task, &named, &e), &e);
	assert_int_equal(named.n, 0);
}

static void a_note_needs_words_a_task_and_its_own_author(void **state)
{
	struct actor stranger = { .account = 999, .display = S("x") };
	struct note_rows_rows notes;
	struct change c = { 0 };
	int64_t task = task_at("II.1"), at;
	char *many = NEW_N(t.arena, char, NOTE_LETTERS + 1);

	(void)state;
	memset(many, 'a', NOTE_LETTERS + 1);
	refused_with(note_prepare(t.arena, r, &actor, task, S(" \n "), &c, &e), T_work_note_empty);
	refused_with(note_prepare(t.arena, r, &actor, task, str_n(many, NOTE_LETTERS + 1), &c, &e),
		T_work_note_long);
	refused_with(
		note_prepare(t.arena, r, &actor, 987654, S("a"), &c, &e), T_plan_task_not_found);
	refused_with(
		note_prepare(t.arena, r, &stranger, task, S("a"), &c, &e), T_plan_task_not_found);
	write_note(task, S("a"));
	assert_ok(note_rows(r, task, 10, &notes, &e), &e);
	refused_with(note_withdraw_prepare(t.arena, r, &stranger, notes.v[0].id, &at, &c, &e),
		T_work_note_gone);
}

/* --- a paste */

static int64_t keep_paste(struct str text)
{
	bulk_new_items *items = NEW(t.arena, bulk_new_items);
	struct change c = { 0 };

	assert_ok(bulk_read_paste(t.arena, r, plan, text, items, &e), &e);
	assert_ok(bulk_keep_prepare(t.arena, &actor, true, items, &c, &e), &e);
	commit(&c, "bulk.make");
	return c.entry.object_id;
}

static struct bulk_view look(int64_t bulk)
{
	struct bulk_view view = { 0 };

	assert_ok(bulk_look(t.arena, r, &actor, bulk, &view, &e), &e);
	return view;
}

static void a_paste_is_read_line_by_line(void **state)
{
	bulk_new_items items = { 0 };
	struct str second = str_fmt(t.arena, "%lld", (long long)task_at("II.2"));
	struct str text = str_fmt(t.arena,
		"Nhiệm vụ\tCơ quan\tViệc\tNgày\tNội dung\n"
		"II.1\tBQP\tĐã nộp\t05/9/2024\tTập huấn 12 lớp\n"
		"\r\n"
		"%.*s\tBộ Y tế\thoàn thành\t2024-07-30\tMít tinh\r\n"
		"II.9\tBYT\tđã nộp\t05/9/2024\ta\n"
		"II.1\tBYT\tđã nộp\t05/9/2024\ta\n"
		"II.1\tBNG\tbay lên\t05/9/2024\ta\n"
		"II.1\tBNG\tđã nộp\t31/02/2024\ta\n"
		"II.1\tBNG\tđã nộp\t\ta\n"
		"II.1 BNG đã nộp\n"
		"II.1\tBNG\tbắt đầu\t\t\tthừa\n"
		"II.1\tbqp\tbắt đầu\n"
		"II.1\tBQP\tbắt đầu\n",
		STR_ARG(second));
	static const struct {
		int64_t line;
		const char *fault;
	} want[] = { { 2, NULL }, { 4, NULL }, { 5, "no_task" }, { 6, "no_part" }, { 7, "action" },
		{ 8, "day" }, { 9, "day" }, { 10, "columns" }, { 11, "columns" }, { 12, "twice" },
		{ 13, "twice" } };

	(void)state;
	assert_ok(bulk_read_paste(t.arena, r, plan, text, &items, &e), &e);
	assert_int_equal(items.n, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		const struct bulk_new_item *x = &items.v[i];

		assert_int_equal(x->line, want[i].line);
		if (!want[i].fault != !x->fault ||
			(x->fault && strcmp(x->fault, want[i].fault) != 0))
			fail_msg("line %d: %s", (int)x->line, x->fault ? x->fault : "none");
	}
	assert_str_equal(items.v[0].words, S("Tập huấn 12 lớp"));
	assert_int_equal(items.v[0].part, part_at("II.1", S("Bộ Quốc phòng")).id);
	assert_int_equal(items.v[1].part, part_at("II.2", S("Bộ Y tế")).id);
}

static void a_sound_paste_is_done_in_one_change(void **state)
{
	int64_t bulk = keep_paste(S("II.1\tBQP\tđã nộp\t05/9/2024\tTập huấn\n"
				    "II.1\tBNG\tđã nộp\t06/9/2024\tTài liệu\n"
				    "II.2\tBYT\tbắt đầu\n"));
	struct bulk_view view = look(bulk);
	struct change c = { 0 }, twice = { 0 };

	(void)state;
	assert_int_equal(view.can, 3);
	assert_int_equal(view.cannot, 0);
	refused_with(bulk_do_prepare(t.arena, r, &actor, bulk, 2, &c, &e), T_work_bulk_moved);
	assert_ok(bulk_do_prepare(t.arena, r, &actor, bulk, 3, &c, &e), &e);
	assert_ok(bulk_do_prepare(t.arena, r, &actor, bulk, 3, &twice, &e), &e);
	commit(&c, "bulk.do");
	assert_str_equal(part_at("II.1", S("Bộ Quốc phòng")).state, S("in"));
	assert_str_equal(part_at("II.1", S("Bộ Ngoại giao")).state, S("in"));
	assert_str_equal(part_at("II.2", S("Bộ Y tế")).state, S("doing"));
	/* two at once: the second changes nothing */
	twice.entry = c.entry;
	refused_with(audit_change(t.db, &twice, &e), T_work_bulk_done_already);
	assert_int_equal(part_at("II.1", S("Bộ Quốc phòng")).results, 1);
	assert_true(look(bulk).bulk.done != DB_NULL);
}

static void a_paste_with_a_fault_does_nothing(void **state)
{
	int64_t bulk = keep_paste(S("II.1\tBQP\tđã nộp\t05/9/2024\tTập huấn\n"
				    "II.1\tBYT\tđã nộp\t05/9/2024\ta\n"));
	struct bulk_view view = look(bulk);
	struct change c = { 0 };

	(void)state;
	assert_int_equal(view.can, 1);
	assert_int_equal(view.cannot, 1);
	refused_with(bulk_do_prepare(t.arena, r, &actor, bulk, 1, &c, &e), T_work_bulk_faults);
	/* nor where it became wrong between the look and the change */
	bulk = keep_paste(S("II.1\tBQP\tđã nộp\t05/9/2024\ta\nII.1\tBNG\tbắt đầu\n"));
	assert_ok(bulk_do_prepare(t.arena, r, &actor, bulk, 2, &c, &e), &e);
	struct work_order begin_it = { .kind = WORK_BEGIN,
		.part = part_at("II.1", S("Bộ Ngoại giao")).id };
	struct change other = { 0 };

	assert_ok(work_prepare(t.arena, t.db, &actor, &begin_it, &other, &e), &e);
	commit(&other, "work.begin");
	c.entry.actor = actor.account;
	c.entry.actor_name = S("test");
	c.entry.permission = S("work.act");
	c.entry.action = S("bulk.do");
	assert_false(audit_change(t.db, &c, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
	read_again();
	assert_str_equal(part_at("II.1", S("Bộ Quốc phòng")).state, S("new"));
	assert_true(look(bulk).bulk.done == DB_NULL);
}

static void a_paste_has_a_bound(void **state)
{
	bulk_new_items items = { 0 };
	struct buf b = { .arena = t.arena };

	(void)state;
	for (int i = 0; i < BULK_MOST; i++)
		buf_addz(&b, "II.1\tBQP\tđã nộp\t05/9/2024\tTập huấn\n");
	assert_ok(bulk_read_paste(t.arena, r, plan, buf_str(&b), &items, &e), &e);
	assert_int_equal(items.n, BULK_MOST);
	assert_string_equal(items.v[BULK_MOST - 1].fault, "twice");
	buf_addz(&b, "II.1\tBQP\tđã nộp\t05/9/2024\tTập huấn\n");
	items.n = 0;
	refused_with(bulk_read_paste(t.arena, r, plan, buf_str(&b), &items, &e), T_work_bulk_many);
	items.n = 0;
	refused_with(
		bulk_read_paste(t.arena, r, plan, S(" \n\n"), &items, &e), T_work_bulk_nothing);
}

/* --- a choice */

static void a_choice_does_what_can_be_done_and_says_the_rest(void **state)
{
	bulk_new_items items = { 0 };
	struct change c = { 0 }, done = { 0 };
	struct bulk_find_rows found;
	struct bulk_view view;

	(void)state;
	int64_t paste = keep_paste(S("II.1\tBQP\tđã nộp\t05/9/2024\tTập huấn\n"));

	assert_ok(bulk_do_prepare(t.arena, r, &actor, paste, 1, &done, &e), &e);
	commit(&done, "bulk.do");
	assert_ok(bulk_find(r, actor.account, plan, 0, S(""), false, date_today(), 100, &found, &e),
		&e);
	assert_int_equal(found.n, 5);
	LIST_EACH(x, &found)
		LIST_PUSH(t.arena, &items,
			((struct bulk_new_item){ .line = x - found.v + 1,
				.action = S("accept"),
				.part = x->id,
				.given = S(""),
				.words = S(""),
				.officer = DB_NULL }));
	assert_ok(bulk_keep_prepare(t.arena, &actor, false, &items, &c, &e), &e);
	commit(&c, "bulk.make");
	view = look(c.entry.object_id);
	assert_int_equal(view.can, 1);
	assert_int_equal(view.cannot, 4);
	struct change accept = { 0 };

	assert_ok(bulk_do_prepare(t.arena, r, &actor, c.entry.object_id, 1, &accept, &e), &e);
	commit(&accept, "bulk.do");
	assert_str_equal(part_at("II.1", S("Bộ Quốc phòng")).state, S("accepted"));
	assert_str_equal(part_at("II.1", S("Bộ Ngoại giao")).state, S("new"));
}

static void a_new_day_leaves_the_words_of_the_part(void **state)
{
	bulk_new_items items = { 0 };
	struct change assign = { 0 }, c = { 0 }, done = { 0 };
	struct work_order o = { .kind = WORK_ASSIGN,
		.part = part_at("II.1", S("Bộ Quốc phòng")).id,
		.words = S("Tập huấn cho bộ đội biên phòng") };

	(void)state;
	assert_ok(work_prepare(t.arena, t.db, &actor, &o, &assign, &e), &e);
	commit(&assign, "work.assign");
	LIST_PUSH(t.arena, &items,
		((struct bulk_new_item){ .line = 1,
			.action = S("day"),
			.part = o.part,
			.given = S(""),
			.words = S(""),
			.day = DATE(2024, 8, 1),
			.officer = DB_NULL }));
	assert_ok(bulk_keep_prepare(t.arena, &actor, false, &items, &c, &e), &e);
	commit(&c, "bulk.make");
	assert_ok(bulk_do_prepare(t.arena, r, &actor, c.entry.object_id, 1, &done, &e), &e);
	commit(&done, "bulk.do");
	struct work_task_parts_row part = part_at("II.1", S("Bộ Quốc phòng"));

	assert_str_equal(part.words, S("Tập huấn cho bộ đội biên phòng"));
	assert_int_equal(date_cmp(part.due, DATE(2024, 8, 1)), 0);
}

static void a_list_is_ones_own(void **state)
{
	struct actor stranger = { .account = 999 };
	int64_t bulk = keep_paste(S("II.1\tBQP\tbắt đầu\n"));
	struct bulk_view view = { 0 };

	(void)state;
	refused_with(bulk_look(t.arena, r, &stranger, bulk, &view, &e), T_work_bulk_absent);
}

static bool never(struct db_read *read, const struct actor *who, const struct bulk_items_row *x,
	struct err *err)
{
	(void)read;
	(void)who;
	(void)x;
	return FAIL(err, ERR_CONFLICT, T_work_not_now);
}

static bool never_do(struct db_write *w, const struct actor *who, const struct audit_entry *entry,
	const struct bulk_items_row *x, struct err *err)
{
	(void)w;
	(void)entry;
	return never(NULL, who, x, err);
}

static void another_floor_joins_the_list(void **state)
{
	static const struct bulk_action theirs = { "remind", T_work_bulk_begin, PERM_work_follow, 0,
		true, never, never_do };
	size_t n = 0;

	(void)state;
	bulk_register(&theirs);
	bulk_register(&theirs);
	assert_ptr_equal(bulk_action_of(S("remind")), &theirs);
	while (bulk_action_at(n))
		n++;
	assert_ptr_equal(bulk_action_at(n - 1), &theirs);
	assert_ptr_not_equal(bulk_action_at(n - 2), &theirs);
}

/* --- files of a result */

static int64_t hand_in(const char *path, struct str agency)
{
	struct work_order o = { .kind = WORK_HAND_IN,
		.part = part_at(path, agency).id,
		.words = S("Đã làm"),
		.day = DATE(2024, 9, 5) };
	struct change c = { 0 };

	assert_ok(work_prepare(t.arena, t.db, &actor, &o, &c, &e), &e);
	commit(&c, "work.hand_in");
	return o.made;
}

static void a_result_takes_files_until_it_is_accepted(void **state)
{
	int64_t result = hand_in("II.1", S("Bộ Quốc phòng"));
	struct evidence_rows_rows files;
	struct change c = { 0 };

	(void)state;
	assert_ok(evidence_prepare(
			  t.arena, r, &actor, result, S("../a.txt"), S("Biên bản\n"), &c, &e),
		&e);
	commit(&c, "evidence.add");
	assert_ok(evidence_rows(r, result, &files, &e), &e);
	assert_int_equal(files.n, 1);
	assert_str_equal(files.v[0].name, S("a.txt"));
	/* the same bytes under another name */
	struct change same = { 0 };

	assert_ok(evidence_prepare(
			  t.arena, r, &actor, result, S("b.txt"), S("Biên bản\n"), &same, &e),
		&e);
	same.entry = c.entry;
	refused_with(audit_change(t.db, &same, &e), T_work_evidence_twice);
	struct change bad = { 0 };

	refused_with(evidence_prepare(t.arena, r, &actor, result, S("a.pdf"), S("MZ"), &bad, &e),
		T_file_program);
	refused_with(evidence_prepare(t.arena, r, &actor, 98765, S("a.txt"), S("a"), &bad, &e),
		T_work_evidence_absent);
	struct work_order accept = { .kind = WORK_ACCEPT,
		.part = part_at("II.1", S("Bộ Quốc phòng")).id };
	struct change done = { 0 }, late = { 0 };

	assert_ok(
		evidence_prepare(t.arena, r, &actor, result, S("c.txt"), S("c\n"), &late, &e), &e);
	assert_ok(work_prepare(t.arena, t.db, &actor, &accept, &done, &e), &e);
	commit(&done, "work.accept");
	/* accepted while the file was on its way */
	late.entry = c.entry;
	refused_with(audit_change(t.db, &late, &e), T_work_evidence_late);
}

static void a_stranger_sees_no_result(void **state)
{
	struct actor stranger = { .account = 999 };
	int64_t result = hand_in("II.2", S("Bộ Y tế"));
	struct change c = { 0 };

	(void)state;
	refused_with(evidence_prepare(t.arena, r, &stranger, result, S("a.txt"), S("a"), &c, &e),
		T_work_evidence_absent);
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_note_names_agencies_and_is_never_changed),
		TEST(a_note_needs_words_a_task_and_its_own_author),
		TEST(a_paste_is_read_line_by_line),
		TEST(a_sound_paste_is_done_in_one_change),
		TEST(a_paste_with_a_fault_does_nothing),
		TEST(a_paste_has_a_bound),
		TEST(a_choice_does_what_can_be_done_and_says_the_rest),
		TEST(a_new_day_leaves_the_words_of_the_part),
		TEST(a_list_is_ones_own),
		TEST(another_floor_joins_the_list),
		TEST(a_result_takes_files_until_it_is_accepted),
		TEST(a_stranger_sees_no_result),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}

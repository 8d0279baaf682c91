/*
 * The rows of work that a plan's adoption makes, and what becomes of them when an amended
 * text takes its place.
 */
#include "work/work.h"

#include "plan/plan.h"
#include "plan_sql.h"
#include "test/cmocka.h"
#include "test/support.h"
#include "work_sql.h"

static struct test_db t;
static struct db_read *r;
static struct err e;
static const struct audit_entry loader = {
	.actor = 1, .actor_name = S("test"), .permission = S("plan.import")
};

static void read_again(void)
{
	if (r)
		db_read_end(r);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
}

static int begin(void **state)
{
	(void)state;
	assert_ok(test_db_lists(&t, &e), &e);
	read_again();
	return 0;
}

static int end(void **state)
{
	(void)state;
	db_read_end(r);
	r = NULL;
	test_db_close(&t);
	return 0;
}

static const char plan_text[] =
	"KẾ HOẠCH\n"
	"Công tác phòng, chống mua bán người năm 2024\n"
	"I. MỤC TIÊU\n"
	"1. Kéo giảm tội phạm mua bán người.\n"
	"II. NHIỆM VỤ\n"
	"1. Tổ chức tập huấn cho cán bộ làm công tác phòng, chống mua bán người trước ngày "
	"20/9/2024 (Bộ Công an chủ trì, phối hợp với Bộ Quốc phòng, Bộ Ngoại giao thực hiện).\n"
	"2. Tổ chức các hoạt động truyền thông hưởng ứng ngày 30/7 (Bộ Công an chủ trì, phối hợp "
	"Bộ Y tế thực hiện).\n"
	"3. Đề nghị Tòa án nhân dân tối cao chỉ đạo đẩy nhanh tiến độ xét xử các vụ án mua bán "
	"người.\n"
	"4. Kiểm tra việc thực hiện kế hoạch tại các địa phương (Các bộ, ngành, địa phương thực "
	"hiện).\n";

static struct reading *read_text(struct str text, struct plan_source *s)
{
	struct reading *reading;

	*s = (struct plan_source){ .file_name = S("plan.txt"),
		.bytes = text,
		.number = S("1/KH-BCA"),
		.issuer = S("Bộ Công an"),
		.issued = DATE(2024, 1, 15) };
	assert_ok(plan_read_source(t.arena, s, &reading, &e), &e);
	return reading;
}

static int64_t adopt(struct plan_source *s, struct reading *reading)
{
	struct change c = { .entry = loader };
	struct plan_import *made;

	c.entry.action = S("plan.import");
	assert_ok(plan_import_reading(t.arena, t.db, s, reading, &c, &made, &e), &e);
	assert_false(made->known);
	assert_ok(audit_change(t.db, &c, &e), &e);
	read_again();
	return made->plan;
}

/* The work of the task at this path of a plan. */
struct work {
	int64_t id;
	struct work_task_row_row task;
	struct work_task_parts_rows parts;
};

static struct work work_of(int64_t plan, const char *path)
{
	struct work out = { 0 };
	struct plan_tasks_rows tasks;
	bool found;

	assert_ok(plan_tasks(r, plan, &tasks, &e), &e);
	LIST_EACH(x, &tasks)
		if (str_eq(x->path, str_z(path)))
			out.id = x->id;
	if (!out.id)
		fail_msg("no task %s", path);
	assert_ok(work_task_row(r, out.id, &out.task, &found, &e), &e);
	if (!found)
		fail_msg("no work for %s", path);
	assert_ok(work_task_parts(r, out.id, &out.parts, &e), &e);
	return out;
}

static const struct work_task_parts_row *part_of(const struct work *w, struct str agency)
{
	LIST_EACH(x, &w->parts)
		if (str_eq(x->agency_name, agency))
			return x;
	fail_msg("no part of %.*s", STR_ARG(agency));
	return NULL;
}

static void is_day(struct date got, struct date want)
{
	if (date_cmp(got, want))
		fail_msg("%.*s in place of %.*s", STR_ARG(date_iso(t.arena, got)),
			STR_ARG(date_iso(t.arena, want)));
}

static void an_adopted_plan_gives_every_party_its_part(void **state)
{
	struct plan_source s;
	struct reading *reading = read_text(str_z(plan_text), &s);
	int64_t plan;
	struct work w;

	(void)state;
	plan_when_adopted(work_adopted);
	plan = adopt(&s, reading);
	w = work_of(plan, "II.1");
	assert_str_equal(w.task.state, S("open"));
	/* "trước ngày 20/9": the day before is the last */
	is_day(w.task.due, DATE(2024, 9, 19));
	is_day(w.task.baseline_due, DATE(2024, 9, 19));
	assert_false(w.task.standing);
	assert_int_equal(w.task.parts, 3);
	assert_int_equal(w.task.parts_in, 0);
	const struct work_task_parts_row *lead = part_of(&w, S("Bộ Công an"));

	assert_str_equal(lead->role, S("lead"));
	assert_str_equal(lead->state, S("new"));
	assert_true(lead->open);
	is_day(lead->due, DATE(2024, 9, 19));
	assert_str_equal(part_of(&w, S("Bộ Quốc phòng"))->role, S("coordinating"));
	/* no day: it goes on */
	w = work_of(plan, "II.3");
	assert_true(w.task.standing);
	assert_str_equal(w.parts.v[0].role, S("requested"));
	/* a collective stands for its members */
	w = work_of(plan, "II.4");
	assert_true(w.task.parts > 60);
	LIST_EACH(x, &w.parts)
		assert_true(x->through_collective);
}

/* The text in other words: Bộ Ngoại giao is replaced by Bộ Y tế in the first task, with a
 * later day; the second is gone. */
static struct str amended_text(void)
{
	struct buf out = { .arena = t.arena };
	struct str rest = str_z(plan_text), line;

	while (str_split(&rest, '\n', &line)) {
		if (str_starts(line, S("2. ")))
			continue;
		if (str_starts(line, S("II. NHI")))
			buf_addz(&out, "II. NHIỆM VỤ VÀ GIẢI PHÁP");
		else if (str_starts(line, S("1. Tổ chức tập huấn")))
			buf_addz(&out,
				"1. Tổ chức tập huấn cho cán bộ làm công tác phòng, chống mua bán "
				"người trước ngày 20/10/2024 (Bộ Công an chủ trì, phối hợp với Bộ "
				"Quốc phòng, Bộ Y tế thực hiện).");
		else if (str_starts(line, S("3. ")))
			buf_addf(&out, "2%.*s", STR_ARG(str_sub(line, 1, line.n)));
		else if (str_starts(line, S("4. ")))
			buf_addf(&out, "3%.*s", STR_ARG(str_sub(line, 1, line.n)));
		else
			buf_add(&out, line);
		buf_addc(&out, '\n');
	}
	return buf_str(&out);
}

static size_t item_at(const struct reading *x, const char *path)
{
	for (size_t i = 0; i < x->items.n; i++)
		if (str_eq(x->items.v[i].path, str_z(path)))
			return i;
	fail_msg("no item %s", path);
	return 0;
}

static void an_amended_text_keeps_the_work_that_goes_on(void **state)
{
	struct plan_source s;
	struct reading *reading = read_text(str_z(plan_text), &s);
	int64_t old, new;
	struct work one, two, was;

	(void)state;
	plan_when_adopted(work_adopted);
	old = adopt(&s, reading);
	was = work_of(old, "II.1");
	two = work_of(old, "II.2");
	reading = read_text(amended_text(), &s);
	s.amends = old;
	LIST_PUSH(t.arena, &s.carried, ((struct plan_carried){ item_at(reading, "II.1"), was.id }));
	LIST_PUSH(t.arena, &s.carried,
		((struct plan_carried){ item_at(reading, "II.2"), work_of(old, "II.3").id }));
	new = adopt(&s, reading);
	one = work_of(new, "II.1");
	assert_int_equal(one.id, was.id);
	/* the new day for all who have none of their own; the baseline stays */
	is_day(one.task.due, DATE(2024, 10, 19));
	is_day(one.task.baseline_due, DATE(2024, 9, 19));
	assert_int_equal(part_of(&one, S("Bộ Công an"))->id, part_of(&was, S("Bộ Công an"))->id);
	is_day(part_of(&one, S("Bộ Công an"))->due, DATE(2024, 10, 19));
	/* who is named no more owes nothing; who is new has a part */
	assert_str_equal(part_of(&one, S("Bộ Ngoại giao"))->state, S("ended"));
	assert_false(part_of(&one, S("Bộ Ngoại giao"))->open);
	assert_str_equal(part_of(&one, S("Bộ Y tế"))->state, S("new"));
	assert_int_equal(one.task.parts, 3);
	/* what stayed behind has ended */
	two = work_of(old, "II.2");
	assert_str_equal(two.task.state, S("ended"));
	LIST_EACH(x, &two.parts)
		assert_str_equal(x->state, S("ended"));
	/* a new task */
	assert_true(work_of(new, "II.3").task.parts > 60);
}

static void plans_of_before_get_their_work_at_the_start(void **state)
{
	struct plan_source s;
	struct reading *reading = read_text(str_z(plan_text), &s);
	struct work_unopened_rows left;
	int64_t plan;

	(void)state;
	plan = adopt(&s, reading);
	assert_ok(work_unopened(r, &left, &e), &e);
	assert_int_equal(left.n, 1);
	assert_ok(work_ready(t.db, &e), &e);
	assert_ok(work_ready(t.db, &e), &e);
	read_again();
	assert_ok(work_unopened(r, &left, &e), &e);
	assert_int_equal(left.n, 0);
	assert_int_equal(work_of(plan, "II.1").task.parts, 3);
}

enum { MANY = 620 }; /* tasks; more than are opened at once */

static struct str many_tasks(void)
{
	struct buf b = { .arena = t.arena };

	buf_add(&b, S("KẾ HOẠCH\nNăm 2024\nI. NHIỆM VỤ\n"));
	for (int i = 0; i < MANY; i++)
		buf_addf(&b, "- Tuyên truyền đợt %d (Bộ Công an chủ trì, phối hợp Bộ Y tế).\n", i);
	return buf_str(&b);
}

/* How many tasks of a plan have work, and what the tally of all its agencies says. */
static int64_t opened(int64_t plan, int64_t *tallied)
{
	struct work_unopened_tasks_row left;
	struct work_tally_sum_row sum;
	bool found;

	read_again();
	assert_ok(work_unopened_tasks(r, plan, &left, &found, &e), &e);
	assert_ok(work_tally_sum(r, plan, &sum, &found, &e), &e);
	*tallied = sum.parts;
	return MANY - left.n;
}

/* Of thousands of tasks the writer opens the work a piece at a time; a stop in between, and
 * another server that goes on with the same, leave nothing out and make nothing twice. */
static void a_plan_of_many_tasks_is_opened_in_pieces(void **state)
{
	struct plan_source s;
	struct reading *reading = read_text(many_tasks(), &s);
	int64_t plan, tallied, n;
	bool more = true;

	(void)state;
	plan_when_adopted(work_adopted);
	plan = adopt(&s, reading);
	assert_int_equal(opened(plan, &tallied), 0);
	assert_ok(work_later(t.db, &more, &e), &e);
	assert_true(more);
	n = opened(plan, &tallied);
	assert_true(n > 0 && n < MANY);
	/* a start of the server in between */
	assert_ok(work_ready(t.db, &e), &e);
	plan_when_later(work_later);
	assert_ok(plan_go_on(t.db, 0, &e), &e);
	assert_int_equal(opened(plan, &tallied), MANY);
	assert_int_equal(tallied, 2 * MANY);
	assert_int_equal(work_of(plan, "I.-620").task.parts, 2);
	assert_ok(work_later(t.db, &more, &e), &e);
	assert_false(more);
}

int main(void)
{
	/* the first of them wants nobody registered */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			plans_of_before_get_their_work_at_the_start, begin, end),
		cmocka_unit_test_setup_teardown(
			an_adopted_plan_gives_every_party_its_part, begin, end),
		cmocka_unit_test_setup_teardown(
			an_amended_text_keeps_the_work_that_goes_on, begin, end),
		cmocka_unit_test_setup_teardown(
			a_plan_of_many_tasks_is_opened_in_pieces, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

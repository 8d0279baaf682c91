/*
 * What accounts do to tasks and parts: who may, in which state, who is first, and what is
 * left of it in parts, counts and history.
 */
#include <pthread.h>

#include "work/work.h"

#include "access/access.h"
#include "access_sql.h"
#include "agency_sql.h"
#include "plan_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"
#include "work_sql.h"

static struct test_db t;
static struct db_read *r;
static struct err e;
static int64_t plan;
static const struct audit_entry loader = {
	.actor = 1, .actor_name = S("test"), .permission = S("plan.import")
};

/* Bộ Công an is the issuer and follows; the ministry of labour was taken apart in 2025. */
static struct actor bca, bqp, byt, bnv, bca2, molisa;

static const char plan_text[] =
	"KẾ HOẠCH\n"
	"Công tác phòng, chống mua bán người năm 2024\n"
	"I. MỤC TIÊU\n"
	"1. Kéo giảm tội phạm mua bán người.\n"
	"II. NHIỆM VỤ\n"
	"1. Tổ chức tập huấn cho cán bộ làm công tác phòng, chống mua bán người trước ngày "
	"20/9/2024 (Bộ Y tế chủ trì, phối hợp với Bộ Quốc phòng, Bộ Ngoại giao thực hiện).\n"
	"2. Tổ chức hỗ trợ nạn nhân bị mua bán trở về hòa nhập cộng đồng (Bộ Lao động - Thương "
	"binh và Xã hội chủ trì, phối hợp Bộ Y tế thực hiện).\n"
	"3. Đề nghị Tòa án nhân dân tối cao chỉ đạo đẩy nhanh tiến độ xét xử các vụ án mua bán "
	"người.\n"
	"4. Tổ chức truyền thông trên các phương tiện thông tin đại chúng trước ngày 30/11/2024 "
	"(Bộ Y tế chủ trì, phối hợp với Bộ Quốc phòng thực hiện).\n";

static void read_again(void)
{
	if (r)
		db_read_end(r);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
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

struct newcomer {
	const char *name, *role;
	int64_t agency, account;
};

static bool add_account(struct db_write *w, struct change *c, struct err *err)
{
	struct newcomer *n = c->arg;
	struct access_role_by_code_row role;
	struct str name = str_z(n->name);
	int64_t grant;
	bool found;

	return access_account_insert(w, name, name, name, n->agency, STR_NULL, false, false,
		       clock_now(), &n->account, err) &&
	       access_role_by_code(db_write_read(w), str_z(n->role), &role, &found, err) &&
	       access_grant_insert(w, n->account, role.id, n->agency, STR_NULL, DATE(2020, 1, 1),
		       DATE_NONE, clock_now(), ACCOUNT_SYSTEM, &grant, err);
}

static struct actor account(const char *name, const char *role, const char *code)
{
	struct newcomer n = { name, role, agency(code), 0 };
	struct change c = { .entry = loader, .apply = add_account, .arg = &n };

	c.entry.action = S("account.add");
	assert_ok(audit_change(t.db, &c, &e), &e);
	return (struct actor){ .account = n.account,
		.name = str_z(name),
		.display = str_z(name),
		.agency = n.agency,
		.permissions = UINT64_MAX };
}

static int64_t adopt(const char *text, const char *number)
{
	struct plan_source s = { .file_name = S("plan.txt"),
		.bytes = str_z(text),
		.number = str_z(number),
		.issuer = S("Bộ Công an"),
		.issued = DATE(2024, 1, 15) };
	struct change c = { .entry = loader };
	struct plan_import *made;

	c.entry.action = S("plan.import");
	assert_ok(plan_import_prepare(t.arena, t.db, &s, &c, &made, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	read_again();
	return made->plan;
}

static int load_all(void **state)
{
	(void)state;
	plan_when_adopted(work_adopted);
	test_house_open(&t);
	read_again();
	bca = account("bca", "standing", "bca");
	bca2 = account("bca2", "standing", "bca");
	bqp = account("bqp", "focal", "bqp");
	byt = account("byt", "focal", "byt");
	bnv = account("bnv", "focal", "bnv");
	molisa = account("molisa", "focal", "bldtbxh");
	plan = adopt(plan_text, "1/KH-BCA");
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	db_read_end(r);
	test_db_close(&t);
	return 0;
}

/* --- looking */

static int64_t task_at(int64_t of, const char *path)
{
	struct plan_tasks_rows tasks;

	assert_ok(plan_tasks(r, of, &tasks, &e), &e);
	LIST_EACH(x, &tasks)
		if (str_eq(x->path, str_z(path)))
			return x->id;
	fail_msg("no task %s", path);
	return 0;
}

static struct work_task_row_row task(int64_t id)
{
	struct work_task_row_row row;
	bool found;

	assert_ok(work_task_row(r, id, &row, &found, &e), &e);
	assert_true(found);
	return row;
}

static struct work_task_parts_row part(int64_t id, struct str name)
{
	struct work_task_parts_rows parts;

	assert_ok(work_task_parts(r, id, &parts, &e), &e);
	LIST_EACH(x, &parts)
		if (str_starts(x->agency_name, name))
			return *x;
	fail_msg("no part of %.*s", STR_ARG(name));
	return (struct work_task_parts_row){ 0 };
}

static const struct str med = S("Bộ Y tế"), def = S("Bộ Quốc phòng"), dip = S("Bộ Ngoại giao");

static void is_day(struct date got, struct date want)
{
	if (date_cmp(got, want))
		fail_msg("%.*s in place of %.*s", STR_ARG(date_iso(t.arena, got)),
			STR_ARG(date_iso(t.arena, want)));
}

/* --- doing */

static bool order(const struct actor *who, struct work_order *o)
{
	struct change c = { .entry = loader };
	bool ok;

	err_clear(&e);
	ok = work_prepare(t.arena, t.db, who, o, &c, &e) && audit_change(t.db, &c, &e);
	read_again();
	return ok;
}

static void does(const struct actor *who, struct work_order o)
{
	assert_ok(order(who, &o), &e);
}

static void refused(const struct actor *who, struct work_order o, enum err_code code)
{
	if (order(who, &o))
		fail_msg("%s was allowed", work_kind_word(o.kind));
	if (e.code != code)
		fail_msg("%s: %s in place of %s", work_kind_word(o.kind), err_code_name(e.code),
			err_code_name(code));
}

#define PART(k, p, ...) \
	((struct work_order){ .kind = (k), .part = (p).id, .version = (p).version, __VA_ARGS__ })
#define TASK(k, id, ...) ((struct work_order){ .kind = (k), .task = (id), __VA_ARGS__ })

static void a_part_goes_from_hand_to_hand(void **state)
{
	int64_t id = task_at(plan, "II.1");
	struct work_task_parts_row p = part(id, def);

	(void)state;
	refused(&byt, PART(WORK_BEGIN, p), ERR_DENIED);
	does(&bqp, PART(WORK_BEGIN, p));
	p = part(id, def);
	assert_str_equal(p.state, S("doing"));
	assert_int_equal(p.officer_id, bqp.account);
	assert_true(date_given(task(id).began));
	refused(&bqp, PART(WORK_HAND_IN, p, .day = date_today()), ERR_INPUT);
	refused(&bqp, PART(WORK_HAND_IN, p, .words = S("Đã mở 2 lớp")), ERR_INPUT);
	refused(&bqp,
		PART(WORK_HAND_IN, p, .words = S("Đã mở 2 lớp"), .day = date_add(date_today(), 1)),
		ERR_INPUT);
	struct work_order in = PART(
		WORK_HAND_IN, p, .words = S("Đã mở 2 lớp"), .day = date_today());

	assert_ok(work_figures_read(t.arena, S("Số lớp: 2\nSố người: 1.250,5\n"), &in.figures, &e),
		&e);
	does(&bqp, in);
	assert_int_equal(task(id).parts_in, 1);
	assert_int_equal(task(id).parts, 3);
	p = part(id, def);
	assert_str_equal(p.state, S("in"));
	assert_int_equal(p.results, 1);
	assert_false(p.open);
	/* the partner does not judge itself; the lead does, with a reason */
	refused(&bqp, PART(WORK_ACCEPT, p), ERR_DENIED);
	refused(&byt, PART(WORK_RETURN, p), ERR_INPUT);
	does(&byt, PART(WORK_RETURN, p, .words = S("Thiếu danh sách")));
	assert_int_equal(task(id).parts_in, 0);
	/* what was seen before is stale now */
	refused(&byt, PART(WORK_ACCEPT, p), ERR_CONFLICT);
	p = part(id, def);
	does(&bqp, PART(WORK_HAND_IN, p, .words = S("Đã bổ sung"), .day = date_today()));
	p = part(id, def);
	assert_int_equal(p.results, 2);
	does(&byt, PART(WORK_ACCEPT, p));
	/* its own part the lead does not accept; the standing agency does */
	p = part(id, med);
	does(&byt, PART(WORK_HAND_IN, p, .words = S("Đã xong"), .day = date_today()));
	p = part(id, med);
	refused(&byt, PART(WORK_ACCEPT, p), ERR_DENIED);
	does(&bca, PART(WORK_ACCEPT, p));
}

static void a_task_is_closed_when_its_parts_are_in_or_with_a_reason(void **state)
{
	int64_t id = task_at(plan, "II.1");
	int64_t version = task(id).version;

	(void)state;
	refused(&bqp, TASK(WORK_CLOSE, id), ERR_DENIED);
	/* Bộ Ngoại giao owes its part */
	refused(&byt, TASK(WORK_CLOSE, id), ERR_INPUT);
	does(&byt, TASK(WORK_CLOSE, id, .version = version, .words = S("Bộ Ngoại giao gửi sau")));
	assert_str_equal(task(id).state, S("done"));
	assert_str_equal(task(id).closed_early, S("Bộ Ngoại giao gửi sau"));
	assert_str_equal(part(id, dip).state, S("waived"));
	assert_int_equal(task(id).parts_in, 3);
	refused(&bca, TASK(WORK_CLOSE, id, .version = version), ERR_CONFLICT);
	refused(&bqp, PART(WORK_HAND_IN, part(id, def), .words = S("x"), .day = date_today()),
		ERR_CONFLICT);
	refused(&byt, TASK(WORK_REOPEN, id, .words = S("x")), ERR_DENIED);
	refused(&bca, TASK(WORK_REOPEN, id), ERR_INPUT);
	does(&bca, TASK(WORK_REOPEN, id, .words = S("Kết luận kiểm tra")));
	assert_str_equal(task(id).state, S("open"));
	assert_null(task(id).closed_early.p);
}

static void each_party_has_its_own_part_and_day(void **state)
{
	int64_t id = task_at(plan, "II.4");
	struct work_task_parts_row p = part(id, def);

	(void)state;
	is_day(task(id).due, DATE(2024, 11, 29));
	refused(&bqp, PART(WORK_ASSIGN, p, .words = S("x")), ERR_DENIED);
	refused(&byt, PART(WORK_ASSIGN, p, .day = DATE(2024, 12, 1)), ERR_INPUT);
	does(&byt, PART(WORK_ASSIGN, p, .words = S("Truyền thông ở biên giới"),
			   .day = DATE(2024, 10, 15)));
	p = part(id, def);
	is_day(p.due, DATE(2024, 10, 15));
	assert_str_equal(p.words, S("Truyền thông ở biên giới"));
	/* more time: asked with a reason, for a later day, once */
	refused(&bqp, PART(WORK_ASK_LATER, p, .words = S("Mưa lũ"), .day = DATE(2024, 10, 1)),
		ERR_INPUT);
	refused(&bqp, PART(WORK_ASK_LATER, p, .day = DATE(2024, 12, 20)), ERR_INPUT);
	does(&bqp, PART(WORK_ASK_LATER, p, .words = S("Mưa lũ"), .day = DATE(2024, 12, 20)));
	refused(&bqp, PART(WORK_ASK_LATER, p, .words = S("Mưa lũ"), .day = DATE(2024, 12, 21)),
		ERR_CONFLICT);
	refused(&bqp, PART(WORK_GRANT, p), ERR_DENIED);
	refused(&byt, PART(WORK_DENY, p), ERR_INPUT);
	does(&byt, PART(WORK_GRANT, p));
	/* granted, it may be later than the task; the baseline stays */
	p = part(id, def);
	is_day(p.due, DATE(2024, 12, 20));
	is_day(p.baseline_due, DATE(2024, 11, 29));
	is_day(task(id).due, DATE(2024, 11, 29));
	refused(&byt, PART(WORK_GRANT, p), ERR_CONFLICT);
	/* the lead's day is the task's */
	p = part(id, med);
	does(&byt, PART(WORK_ASK_LATER, p, .words = S("Chờ kinh phí"), .day = DATE(2025, 1, 31)));
	refused(&byt, PART(WORK_GRANT, part(id, med)), ERR_DENIED);
	does(&bca, PART(WORK_GRANT, part(id, med)));
	is_day(task(id).due, DATE(2025, 1, 31));
	is_day(task(id).baseline_due, DATE(2024, 11, 29));
	is_day(part(id, med).due, DATE(2025, 1, 31));
	is_day(part(id, def).due, DATE(2024, 12, 20));
	/* a nearer day for the task: no part is later than it */
	refused(&byt, TASK(WORK_DAYS, id, .day = DATE(2024, 12, 1), .words = S("x")), ERR_DENIED);
	does(&bca, TASK(WORK_DAYS, id, .day = DATE(2024, 12, 1), .words = S("Theo chỉ đạo")));
	is_day(part(id, def).due, DATE(2024, 12, 1));
	is_day(part(id, med).due, DATE(2024, 12, 1));
}

static void courts_are_asked_not_assigned(void **state)
{
	int64_t id = task_at(plan, "II.3");
	struct work_task_parts_row p = part(id, S("Tòa án"));

	(void)state;
	assert_str_equal(p.role, S("requested"));
	refused(&bca, PART(WORK_BEGIN, p), ERR_DENIED);
	struct actor all = actor_of_system();

	refused(&all, PART(WORK_BEGIN, p), ERR_CONFLICT);
	refused(&bqp, PART(WORK_ANSWER, p, .words = S("x"), .day = date_today()), ERR_DENIED);
	refused(&bca, PART(WORK_ANSWER, p, .day = date_today()), ERR_INPUT);
	does(&bca, PART(WORK_DECLINE, p, .words = S("Công văn 12: đã có kế hoạch riêng"),
			   .day = date_today()));
	assert_str_equal(part(id, S("Tòa án")).state, S("refused"));
	assert_int_equal(task(id).parts_in, 1);
	does(&bca, PART(WORK_ANSWER, part(id, S("Tòa án")), .words = S("Công văn 15: đồng ý"),
			   .day = date_today()));
	assert_str_equal(part(id, S("Tòa án")).state, S("accepted"));
	/* nor can a person assign anything to one */
	refused(&bca,
		TASK(WORK_ADD, task_at(plan, "II.4"), .agency = agency("vksndtc"),
			.role = PLAN_COORDINATING),
		ERR_INPUT);
	does(&bca, TASK(WORK_ADD, task_at(plan, "II.4"), .agency = agency("vksndtc"),
			   .role = PLAN_REQUESTED));
	refused(&bca,
		TASK(WORK_ADD, task_at(plan, "II.4"), .agency = agency("vksndtc"),
			.role = PLAN_REQUESTED),
		ERR_CONFLICT);
	refused(&bca,
		TASK(WORK_ADD, task_at(plan, "II.4"), .agency = agency("bca"), .role = PLAN_LEAD),
		ERR_CONFLICT);
}

static void who_took_an_agencys_place_goes_on_with_its_part(void **state)
{
	int64_t id = task_at(plan, "II.2");
	struct work_task_parts_row p = part(id, S("Bộ Lao động"));

	(void)state;
	assert_str_equal(p.role, S("lead"));
	/* while it is there nobody else acts for it, and what it began goes on after it */
	clock_hold(date_number(DATE(2024, 6, 3)) * INT64_C(86400) * 1000000);
	refused(&bnv, PART(WORK_BEGIN, p), ERR_DENIED);
	does(&molisa, PART(WORK_BEGIN, p));
	clock_hold(0);
	p = part(id, S("Bộ Lao động"));
	assert_str_equal(p.state, S("doing"));
	refused(&bqp, PART(WORK_HAND_IN, p, .words = S("x"), .day = date_today()), ERR_DENIED);
	does(&bnv, PART(WORK_HAND_IN, p, .words = S("Đã hỗ trợ 40 người"), .day = date_today()));
	does(&bnv, PART(WORK_WAIVE, part(id, med), .words = S("Không phát sinh")));
	does(&bnv, TASK(WORK_CLOSE, id));
	assert_str_equal(task(id).state, S("done"));
	/* nothing was moved */
	assert_str_equal(part(id, S("Bộ Lao động")).state, S("accepted"));
}

static void tasks_below_a_task(void **state)
{
	int64_t id = task_at(plan, "II.4"), one, two;
	struct work_order o = TASK(
		WORK_SUB, id, .words = S("Lớp tập huấn tại Lào Cai"), .day = DATE(2024, 11, 1));

	(void)state;
	LIST_PUSH(t.arena, &o.parties, ((struct plan_task_party){ PLAN_LEAD, agency("bqp") }));
	assert_ok(order(&byt, &o), &e);
	one = o.made;
	assert_int_equal(task(one).parts, 1);
	is_day(task(one).due, DATE(2024, 11, 1));
	o = TASK(WORK_SUB, one, .words = S("Mời giảng viên"));
	assert_ok(order(&bqp, &o), &e);
	two = o.made;
	assert_int_equal(task_at(plan, "II.4.t1.t1"), two);
	refused(&bqp, TASK(WORK_SUB, one, .words = S("Muộn hơn"), .day = DATE(2024, 12, 1)),
		ERR_INPUT);
	/* a task is open above open ones */
	does(&bqp, PART(WORK_HAND_IN, part(one, def), .words = S("Đã mở"), .day = date_today()));
	refused(&bca, TASK(WORK_CLOSE, one), ERR_INPUT);
	/* not under itself, not under what is below it, not where another plan is */
	refused(&bca, TASK(WORK_MOVE, one, .to = one, .version = 1), ERR_CONFLICT);
	refused(&bca, TASK(WORK_MOVE, one, .to = two, .version = 1), ERR_CONFLICT);
	refused(&bca, TASK(WORK_MOVE, id, .to = one, .version = 1), ERR_CONFLICT);
	does(&bca, TASK(WORK_MOVE, one, .to = task_at(plan, "II.1"), .version = 1));
	assert_int_equal(task_at(plan, "II.1.t1"), one);
	assert_int_equal(task_at(plan, "II.1.t1.t1"), two);
	refused(&bca, TASK(WORK_MOVE, one, .to = id, .version = 1), ERR_STALE);
	does(&bca, TASK(WORK_MOVE, two, .version = 1));
	assert_int_equal(task_at(plan, "t1"), two);
}

static void a_task_is_carried_over_to_another_plan(void **state)
{
	static const char next[] =
		"KẾ HOẠCH\nCông tác phòng, chống mua bán người năm 2025\nI. MỤC TIÊU\n"
		"1. Kéo giảm tội phạm mua bán người năm 2025.\nII. NHIỆM VỤ\n"
		"1. Tiếp tục tổ chức tập huấn nghiệp vụ năm 2025 (Bộ Y tế chủ trì thực hiện).\n";
	int64_t id = task_at(plan, "II.4"), to = adopt(next, "2/KH-BCA");

	(void)state;
	refused(&byt, TASK(WORK_CARRY, id, .plan = to, .words = S("Chưa có kinh phí")), ERR_DENIED);
	refused(&bca, TASK(WORK_CARRY, id, .plan = plan, .words = S("Chưa có kinh phí")),
		ERR_INPUT);
	struct work_order o = TASK(WORK_CARRY, id, .plan = to, .words = S("Chưa có kinh phí"));

	assert_ok(order(&bca, &o), &e);
	assert_str_equal(task(id).state, S("carried"));
	assert_int_equal(task(id).carried_to, o.made);
	assert_int_equal(task(o.made).plan_id, to);
	assert_str_equal(part(id, def).state, S("ended"));
	assert_str_equal(part(o.made, def).state, S("new"));
}

/* --- two at once */

struct racer {
	struct arena *arena;
	const struct actor *actor;
	int64_t task, version;
	bool won;
	struct err e;
};

static void *race(void *arg)
{
	struct racer *x = arg;
	struct work_order o = TASK(
		WORK_CLOSE, x->task, .version = x->version, .words = S("Đã xong"));
	struct change c = { .entry = loader };

	x->won = work_prepare(x->arena, t.db, x->actor, &o, &c, &x->e) &&
		 audit_change(t.db, &c, &x->e);
	return NULL;
}

static void of_two_who_close_one_wins(void **state)
{
	int64_t id = task_at(plan, "II.1.t1");

	(void)state;
	for (int round = 0; round < 10; round++) {
		struct racer x[2] = { { .actor = &bca }, { .actor = &bca2 } };
		pthread_t threads[2];

		for (int i = 0; i < 2; i++) {
			x[i].arena = arena_new(1 << 20);
			x[i].task = id;
			x[i].version = task(id).version;
			assert_int_equal(pthread_create(&threads[i], NULL, race, &x[i]), 0);
		}
		for (int i = 0; i < 2; i++)
			pthread_join(threads[i], NULL);
		assert_int_equal(x[0].won + x[1].won, 1);
		struct racer *lost = x[0].won ? &x[1] : &x[0];

		/* who lost is told who won */
		assert_int_equal(lost->e.code, ERR_CONFLICT);
		assert_true(str_has(err_text(t.arena, LANG_VI, &lost->e),
			x[0].won ? bca.display : bca2.display));
		for (int i = 0; i < 2; i++)
			arena_free(x[i].arena);
		read_again();
		does(&bca, TASK(WORK_REOPEN, id, .words = S("Lần nữa")));
	}
}

static void figures_are_read_as_people_write_them(void **state)
{
	work_figure_list f = { 0 };

	(void)state;
	assert_ok(
		work_figures_read(t.arena, S("Số lớp: 12\n\n Lượt người: đợt 1 : 1.250,5"), &f, &e),
		&e);
	assert_int_equal(f.n, 2);
	assert_true(f.v[0].amount == 12 && f.v[1].amount == 1250.5);
	assert_str_equal(f.v[1].label, S("Lượt người: đợt 1"));
	static const char *const bad[] = { "Số lớp 12", "Số lớp: ", ": 5", "a: 1,2,3", "a: .5",
		"a: 1e9", "a: -1", "a: 12.5" };

	for (size_t i = 0; i < COUNT(bad); i++) {
		err_clear(&e);
		if (work_figures_read(t.arena, str_z(bad[i]), &f, &e))
			fail_msg("%s", bad[i]);
		assert_int_equal(e.code, ERR_INPUT);
	}
}

/* What is counted along the way is what a count of all would be. */
static void the_tallies_add_up(void **state)
{
	struct work_tally_check_rows off;

	(void)state;
	assert_ok(work_tally_check(r, &off, &e), &e);
	assert_int_equal(off.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_goes_from_hand_to_hand),
		cmocka_unit_test(a_task_is_closed_when_its_parts_are_in_or_with_a_reason),
		cmocka_unit_test(each_party_has_its_own_part_and_day),
		cmocka_unit_test(courts_are_asked_not_assigned),
		cmocka_unit_test(who_took_an_agencys_place_goes_on_with_its_part),
		cmocka_unit_test(tasks_below_a_task),
		cmocka_unit_test(of_two_who_close_one_wins),
		cmocka_unit_test(a_task_is_carried_over_to_another_plan),
		cmocka_unit_test(figures_are_read_as_people_write_them),
		cmocka_unit_test(the_tallies_add_up),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

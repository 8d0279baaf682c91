/*
 * The ladder over a real plan: who is told on which day, once; alarms that go on; urging
 * by hand.
 */
#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "access_sql.h"
#include "agency_sql.h"
#include "duty/duty.h"
#include "embed.h"
#include "outbox/outbox.h"
#include "outbox_sql.h"
#include "plan/plan.h"
#include "test/cmocka.h"
#include "test/support_house.h"
#include "urge/people.h"
#include "urge/urge.h"
#include "urge_sql.h"
#include "work/note.h"
#include "work/work.h"

static struct test_db t;
static struct err e;

/* Parts of the plan as the round sees them: the first with an agency of its own to act. */
static struct urge_owed_row part;
static int64_t officer, chief, second_chief, standing;

static struct audit_entry entry(const char *action)
{
	return (struct audit_entry){ .actor = ACCOUNT_SYSTEM,
		.actor_name = S("test"),
		.permission = S("urge.send"),
		.action = str_z(action) };
}

static struct db_read *read_begin(void)
{
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	return r;
}

static void commit(struct change *c)
{
	assert_ok(audit_change(t.db, c, &e), &e);
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

static int64_t person(const char *name, int64_t where, const char *role)
{
	struct actor system = actor_of_system();
	struct account_new add = { .name = str_z(name), .display = str_z(name), .agency = where };
	struct grant_new g = { .role = str_z(role), .agency = where };
	struct change c = { .entry = entry("account.add") },
		      given = { .entry = entry("grant.add") };
	struct change told = { .entry = entry("outbox.contact") };
	struct db_read *r = read_begin();

	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	commit(&c);
	g.account = c.entry.object_id;
	r = read_begin();
	assert_ok(grant_prepare_add(t.db, r, &system, &g, &given, &e), &e);
	db_read_end(r);
	commit(&given);
	struct outbox_contact contact = { .mail = str_fmt(t.arena, "%s@example.vn", name),
		.mobile = S("0901234567"),
		.wants_mail = true,
		.wants_sms = true };

	assert_ok(outbox_contact_prepare(t.arena, g.account, &contact, &told, &e), &e);
	commit(&told);
	return g.account;
}

static struct urge_round round_on(struct date day)
{
	struct urge_round out;

	assert_ok(urge_round(t.db, day, &out, &e), &e);
	return out;
}

static struct date after(int days)
{
	return date_add(part.due, days);
}

/* Notices of an account, newest first. */
static struct outbox_notices_rows notices(int64_t account)
{
	struct outbox_notices_rows rows;
	struct db_read *r = read_begin();

	assert_ok(outbox_notices(r, account, INT64_MAX, 1000, &rows, &e), &e);
	db_read_end(r);
	return rows;
}

static size_t messages(const char *channel)
{
	struct outbox_list_rows rows;
	struct db_read *r = read_begin();
	size_t n = 0;

	assert_ok(outbox_list(r, ACCOUNT_SYSTEM, STR_NULL, INT64_MAX, 10000, &rows, &e), &e);
	db_read_end(r);
	LIST_EACH(m, &rows)
		n += str_eq(m->channel, str_z(channel));
	return n;
}

static struct urge_count reminded(int64_t id)
{
	urge_count_list counts;
	struct db_read *r = read_begin();

	assert_ok(urge_of_parts(r, &id, 1, &counts, &e), &e);
	db_read_end(r);
	return counts.n ? counts.v[0] : (struct urge_count){ 0 };
}

static size_t told_of(int64_t account, int64_t id, struct date day)
{
	struct urge_round_of_row batch;
	struct urge_own_items_rows items;
	struct db_read *r = read_begin();
	size_t n = 0;
	bool found;

	assert_ok(urge_round_of(r, day, &batch, &found, &e), &e);
	assert_true(found);
	assert_ok(urge_own_items(r, batch.id, account, 10000, &items, &e), &e);
	db_read_end(r);
	LIST_EACH(x, &items)
		n += x->part == id;
	return n;
}

static void before_the_day_only_the_officer_is_told(void **state)
{
	struct urge_round out = round_on(after(-14));

	(void)state;
	assert_false(out.done || out.busy);
	assert_int_equal(told_of(officer, part.id, after(-14)), 1);
	assert_int_equal(told_of(chief, part.id, after(-14)), 0);
	assert_int_equal(told_of(standing, part.id, after(-14)), 0);
	assert_int_equal(reminded(part.id).times, 1);
	assert_int_equal(notices(officer).n, 1);
	assert_true(str_starts(notices(officer).v[0].link, S("/reminders/")));
}

static void a_round_done_is_not_done_again(void **state)
{
	size_t mails = messages("mail");

	(void)state;
	assert_true(mails > 0);
	assert_true(round_on(after(-14)).done);
	assert_int_equal(messages("mail"), mails);
	/* the next day the step has been */
	round_on(after(-13));
	assert_int_equal(told_of(officer, part.id, after(-13)), 0);
	assert_int_equal(reminded(part.id).times, 1);
}

static void a_missed_step_is_made_up_for_once(void **state)
{
	(void)state;
	round_on(after(4)); /* the steps of -3, 0 and 3 went by without a round */
	assert_int_equal(told_of(officer, part.id, after(4)), 1);
	assert_int_equal(told_of(chief, part.id, after(4)), 1);
	assert_int_equal(told_of(second_chief, part.id, after(4)), 1);
	assert_int_equal(reminded(part.id).times, 2);
	assert_int_equal(date_cmp(reminded(part.id).last, after(4)), 0);
	round_on(after(5));
	assert_int_equal(reminded(part.id).times, 2);
	struct urge_count c = reminded(part.id);
	urge_count_list list = { &c, 1, 1 };

	assert_true(str_eq(urge_count_text(t.arena, LANG_VI, &list, part.id),
		str_fmt(t.arena, "đã nhắc 2 lần, gần nhất %d/%d", after(4).day, after(4).month)));
	assert_int_equal(urge_count_text(t.arena, LANG_VI, &list, part.id + 1).n, 0);
}

static void an_alarm_goes_on_until_somebody_confirms(void **state)
{
	const int64_t hour = INT64_C(3600) * 1000000;
	int64_t passed, now;
	size_t sms = messages("sms");

	(void)state;
	round_on(after(14));
	now = clock_now();
	assert_int_equal(told_of(standing, part.id, after(14)), 1);
	assert_int_equal(messages("sms"), sms + 1); /* the first chief alone */
	assert_true(notices(chief).v[0].ack);
	assert_false(notices(second_chief).v[0].ack);
	assert_ok(urge_escalate(t.db, now + 3 * hour, &passed, &e), &e);
	assert_int_equal(passed, 0);
	assert_ok(urge_escalate(t.db, now + 5 * hour, &passed, &e), &e);
	assert_int_equal(passed, 1);
	assert_int_equal(messages("sms"), sms + 2);
	assert_true(notices(second_chief).v[0].ack);
	assert_ok(urge_escalate(t.db, now + 5 * hour, &passed, &e), &e);
	assert_int_equal(passed, 0); /* not twice */
	assert_ok(urge_escalate(t.db, now + 10 * hour, &passed, &e), &e);
	assert_int_equal(passed, 1);
	struct outbox_notices_row last = notices(standing).v[0];
	struct change c = { .entry = entry("notice.ack") };

	assert_true(last.ack);
	assert_ok(outbox_ack_prepare(t.arena, standing, last.id, &c, &e), &e);
	commit(&c);
	assert_ok(urge_escalate(t.db, now + 100 * hour, &passed, &e), &e);
	assert_int_equal(passed, 0);
	assert_int_equal(messages("sms"), sms + 3);
}

static void nobody_is_reminded_for_ever(void **state)
{
	int64_t times = reminded(part.id).times;

	(void)state;
	round_on(after(15));
	round_on(after(40));
	assert_int_equal(reminded(part.id).times, times);
}

static struct owed owed_by(int64_t who, bool asked, bool over)
{
	return (struct owed){ part.plan_id, who, DB_NULL, asked, over };
}

static size_t people_of(const struct owed *o, enum whom whom, int64_t *first)
{
	account_list out = { 0 };
	struct db_read *r = read_begin();
	struct people p;

	assert_ok(people_read(t.arena, r, &p, &e), &e);
	people_for(t.arena, &p, o, whom, &out);
	db_read_end(r);
	*first = out.n ? out.v[0] : 0;
	return out.n;
}

static void who_is_asked_only_has_no_chief_told(void **state)
{
	struct owed asked = owed_by(part.agency_id, true, true);
	int64_t first;

	(void)state;
	assert_int_equal(people_of(&asked, WHOM_CHIEF, &first), 0);
	assert_int_equal(people_of(&asked, WHOM_OFFICER, &first), 1);
	assert_int_equal(first, officer);
}

static void where_nobody_is_the_standing_agency_is_told_once_it_is_due(void **state)
{
	int64_t empty = agency(agency("byt") == part.agency_id ? "bqp" : "byt");
	struct owed before = owed_by(empty, false, false), over = owed_by(empty, false, true);
	int64_t first;

	(void)state;
	assert_int_equal(people_of(&before, WHOM_OFFICER, &first), 0);
	assert_int_equal(people_of(&over, WHOM_OFFICER, &first), 1);
	assert_int_equal(first, standing);
}

static bool hold_apply(struct db_write *w, struct change *c, struct err *err)
{
	const int64_t *until = c->arg;

	return urge_batch_add(w, S("round"), after(60), S("running"), S("other"), *until, DB_NULL,
		S(""), clock_now(), &c->entry.object_id, err);
}

static void a_round_of_another_host_is_left_alone_until_it_is_over(void **state)
{
	int64_t until = clock_now() + INT64_C(20) * 1000000;
	struct change c = { .entry = entry("test.hold"), .apply = hold_apply, .arg = &until };

	(void)state;
	commit(&c);
	assert_true(round_on(after(60)).busy);
	clock_hold(clock_now() + INT64_C(21) * 1000000);
	assert_false(round_on(after(60)).busy);
	clock_hold(0);
	assert_true(round_on(after(60)).done);
}

static struct actor as(int64_t account)
{
	struct actor a = { .account = account, .name = S("test") };

	a.permissions = UINT64_C(1) << PERM_urge_send;
	return a;
}

static void by_hand_once_a_day_and_by_the_standing_agency_only(void **state)
{
	struct actor may = as(standing), not = as(chief);
	struct change c = { .entry = entry("urge.send") };
	size_t mails = messages("mail"), before = notices(officer).n;
	struct urge_hand hand;
	struct db_read *r = read_begin();

	(void)state;
	assert_false(urge_hand_look(t.arena, r, &not, &part.id, 1, &hand, &e));
	assert_true(e.code == ERR_DENIED || e.code == ERR_ABSENT);
	err_clear(&e);
	assert_ok(urge_hand_look(t.arena, r, &may, &part.id, 1, &hand, &e), &e);
	assert_int_equal(hand.targets.n, 1);
	assert_int_equal(hand.targets.v[0].why, URGE_TELLS);
	assert_int_equal(hand.people, 3); /* the officer, two chiefs */
	assert_int_equal(hand.agencies, 1);
	assert_int_equal(hand.targets.v[0].times, reminded(part.id).times);
	assert_ok(urge_hand_prepare(
			  t.arena, r, &may, &part.id, 1, S("Gửi trước thứ Sáu."), &hand, &c, &e),
		&e);
	db_read_end(r);
	commit(&c);
	assert_int_equal(messages("mail"), mails + 3);
	assert_int_equal(notices(officer).n, before + 1);
	assert_true(str_eq(notices(officer).v[0].body, S("Gửi trước thứ Sáu.")));
	r = read_begin();
	assert_ok(urge_hand_look(t.arena, r, &may, &part.id, 1, &hand, &e), &e);
	assert_int_equal(hand.targets.v[0].why, URGE_TODAY);
	assert_false(urge_hand_prepare(t.arena, r, &may, &part.id, 1, STR_NULL, &hand, &c, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
	/* both looked before either was done: the second tells nobody */
	db_read_end(r);
}

static void a_step_is_added_and_ends(void **state)
{
	struct urge_step_new in = {
		.days = -30, .whom = S("chief"), .mail = true, .from = date_today()
	};
	struct change c = { .entry = entry("urge.step") }, again = { .entry = entry("urge.step") };
	struct urge_ladder_rows ladder;
	struct db_read *r;
	size_t n = 0;

	(void)state;
	assert_ok(urge_step_prepare(t.arena, &in, &c, &e), &e);
	commit(&c);
	assert_ok(urge_step_prepare(t.arena, &in, &again, &e), &e);
	assert_false(audit_change(t.db, &again, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
	in.whom = S("nobody");
	assert_false(urge_step_prepare(t.arena, &in, &again, &e));
	err_clear(&e);
	struct change end = { .entry = entry("urge.step_end") },
		      stale = { .entry = entry("urge.step_end") };

	assert_ok(urge_step_end_prepare(t.arena, c.entry.object_id, 1, &end, &e), &e);
	commit(&end);
	assert_ok(urge_step_end_prepare(t.arena, c.entry.object_id, 1, &stale, &e), &e);
	assert_false(audit_change(t.db, &stale, &e));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
	r = read_begin();
	assert_ok(urge_ladder(r, date_today(), &ladder, &e), &e);
	db_read_end(r);
	LIST_EACH(x, &ladder)
		n += x->days == -30;
	assert_int_equal(n, 0);
	assert_int_equal(ladder.n, 10);
}

/* --- what else the day's mail tells */

/* Mails about notices that wait to be sent to an account. */
static struct outbox_due_rows mails(int64_t account)
{
	struct outbox_due_rows rows, own = { 0 };
	struct db_read *r = read_begin();

	assert_ok(outbox_due(r, S("mail"), INT64_MAX - 1, 10000, &rows, &e), &e);
	db_read_end(r);
	own.v = rows.v;
	LIST_EACH(m, &rows)
		if (m->account == account && str_has(m->subject, S("thông báo chưa đọc")))
			own.v[own.n++] = *m;
	return own;
}

struct notice_reader {
	int64_t account;
};

static bool read_apply(struct db_write *w, struct change *c, struct err *err)
{
	const struct notice_reader *m = c->arg;
	int64_t changed;

	return outbox_notices_read(w, m->account, INT64_MAX, clock_now(), &changed, err);
}

static void read_all(int64_t account, struct change *c)
{
	struct notice_reader m = { account };

	c->apply = read_apply;
	c->arg = &m;
	commit(c);
}

static struct str name_of(int64_t id)
{
	struct agency_by_id_row row;
	struct db_read *r = read_begin();
	bool found;

	assert_ok(agency_by_id(r, id, &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found && row.code.n);
	return row.code;
}

static void write_note(int64_t task, struct str words)
{
	struct actor who = { .account = standing, .display = S("thuongtruc") };
	struct change c = { .entry = entry("note.add") };
	struct db_read *r = read_begin();

	assert_ok(note_prepare(t.arena, r, &who, task, words, &c, &e), &e);
	db_read_end(r);
	commit(&c);
}

static int64_t task_of_part(void)
{
	struct urge_chosen_rows rows;
	struct db_read *r = read_begin();

	assert_ok(urge_chosen(r, str_fmt(t.arena, "[%lld]", (long long)part.id), standing,
			  date_today(), &rows, &e),
		&e);
	db_read_end(r);
	assert_int_equal(rows.n, 1);
	return rows.v[0].task_id;
}

static void who_is_named_in_a_note_is_told_once_by_one_mail(void **state)
{
	struct str name = name_of(part.agency_id);
	size_t told = notices(officer).n;
	int64_t task = task_of_part();
	struct outbox_due_rows own;
	struct change c = { .entry = entry("notice.read") };
	struct urge_round round;

	(void)state;
	/* far from any step of the ladder: the mail tells of the notes alone */
	write_note(task, str_fmt(t.arena, "Bí mật của vụ việc, @%.*s xem, @%.*s", STR_ARG(name),
				 STR_ARG(name)));
	write_note(task, str_fmt(t.arena, "@%.*s nhắc lại", STR_ARG(name)));
	assert_int_equal(notices(officer).n, told + 2);
	assert_true(str_has(notices(officer).v[0].subject, S("được nhắc tới")));
	assert_int_equal(mails(officer).n, 0);
	round = round_on(after(400));
	assert_int_equal(round.reminders, 0);
	own = mails(officer);
	assert_int_equal(own.n, 1);
	assert_true(str_has(own.v[0].subject, S("2 thông báo chưa đọc")));
	assert_true(str_has(own.v[0].body, S("được nhắc tới")));
	assert_false(str_has(own.v[0].body, S("Bí mật")));
	/* the same round again, and the next day's: nothing is said twice */
	assert_true(round_on(after(400)).done);
	round_on(after(401));
	assert_int_equal(mails(officer).n, 1);
	/* what was read in the page needs no mail */
	write_note(task, str_fmt(t.arena, "@%.*s lần nữa", STR_ARG(name)));
	read_all(officer, &c);
	round_on(after(402));
	assert_int_equal(mails(officer).n, 1);
}

/* --- a plan whose tasks have days */

static void import_plan(void)
{
	struct plan_source s = { .file_name = S("000.txt"),
		.bytes = embed_find(S("samples/000.txt")),
		.number = S("19/KH-BCĐ138/CP"),
		.issuer = S("Ban Chỉ đạo 138/CP"),
		.issued = DATE(2024, 1, 15) };
	struct change c = { .entry = entry("plan.import") };
	struct plan_import *made;

	assert_non_null(s.bytes.p);
	assert_ok(plan_import_prepare(t.arena, t.db, &s, &c, &made, &e), &e);
	commit(&c);
	assert_ok(work_ready(t.db, &e), &e);
}

static void find_part(void)
{
	struct urge_owed_rows owed;
	struct urge_plans_rows plans;
	struct db_read *r = read_begin();

	assert_ok(urge_owed(r, DATE(2020, 1, 1), DATE(2030, 1, 1), date_today(), &owed, &e), &e);
	assert_ok(urge_plans(r, &plans, &e), &e);
	db_read_end(r);
	assert_true(owed.n > 0 && plans.n == 1);
	part.id = 0;
	/* not the standing agency's own */
	LIST_EACH(p, &owed)
		if (!part.id && p->agency_id != plans.v[0].standing &&
			!str_eq(p->role, S("requested")))
			part = *p;
	assert_true(part.id > 0);
	standing = person("thuongtruc", plans.v[0].standing, "standing");
}

static int load(void **state)
{
	(void)state;
	log_level(LOG_ERROR);
	test_house_open(&t);
	import_plan();
	find_part();
	officer = person("canbo", part.agency_id, "focal");
	chief = person("lanhdao.1", part.agency_id, "leader");
	second_chief = person("lanhdao.2", part.agency_id, "leader");
	return 0;
}

static int unload(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static struct date on(const char *iso)
{
	struct date d;

	assert_true(date_parse_iso(str_z(iso), &d));
	return d;
}

/* Subjects of an account's notices that speak of a month. */
static size_t notices_of(int64_t account, const char *what)
{
	struct outbox_notices_rows rows;
	struct db_read *r = read_begin();
	size_t n = 0;

	assert_ok(outbox_notices(r, account, INT64_MAX, 1000, &rows, &e), &e);
	LIST_EACH(x, &rows)
		n += str_has(x->subject, str_z(what));
	db_read_end(r);
	return n;
}

static void who_owes_a_report_is_told_thrice(void **state)
{
	struct actor system = actor_of_system();
	struct actor nurse = test_person(&t, "ba.yte", "focal", agency("byt"));
	struct actor chief_there = test_person(&t, "tu.yte", "leader", agency("byt"));
	struct actor other = test_person(&t, "nam.btp", "focal", agency("btp"));
	struct duty_new n = { .plan = DB_NULL,
		.position = DB_NULL,
		.title = S("Báo cáo tháng"),
		.owed_by = S("Bộ Y tế"),
		.owed_to = S("Bộ Công an"),
		.system = S("month"),
		.rule = S("chậm nhất ngày cuối kỳ"),
		.citation = S("mẫu"),
		.to = agency("bca"),
		.valid_from = on("2027-01-01"),
		.valid_to = on("2027-12-31") };
	struct change c = { .entry = entry("test") };
	const char *field;

	(void)state;
	assert_ok(duty_add_prepare(t.arena, &system, &n, &c, &field, &e), &e);
	commit(&c);
	round_on(on("2027-01-23"));
	assert_int_equal(notices_of(nurse.account, "Tháng 1/2027"), 0);
	round_on(on("2027-01-24"));
	assert_int_equal(notices_of(nurse.account, "chậm nhất 31/01/2027, còn 7 ngày"), 1);
	round_on(on("2027-01-27")); /* once a step */
	assert_int_equal(notices_of(nurse.account, "Tháng 1/2027"), 1);
	round_on(on("2027-01-31"));
	assert_int_equal(notices_of(nurse.account, "chậm nhất hôm nay"), 1);
	round_on(on("2027-02-02"));
	round_on(on("2027-02-03"));
	assert_int_equal(notices_of(nurse.account, "hạn 31/01/2027, quá 2 ngày"), 1);
	assert_int_equal(notices_of(nurse.account, "Tháng 1/2027"), 3);
	assert_int_equal(notices_of(chief_there.account, "Tháng 1/2027"), 0);
	assert_int_equal(notices_of(other.account, "Tháng 1/2027"), 0);
	/* let off: nobody is told */
	struct duty_decision off = { .duty = c.entry.object_id,
		.agency = nurse.agency,
		.period = S("month-2027-2"),
		.number = S(""),
		.reason = S("không phát sinh") };

	c = (struct change){ .entry = entry("test") };
	assert_ok(duty_decide_prepare(t.arena, &system, &off, &c, &field, &e), &e);
	commit(&c);
	round_on(on("2027-02-27"));
	round_on(on("2027-03-02"));
	assert_int_equal(notices_of(nurse.account, "Tháng 2/2027"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_the_day_only_the_officer_is_told),
		cmocka_unit_test(a_round_done_is_not_done_again),
		cmocka_unit_test(a_missed_step_is_made_up_for_once),
		cmocka_unit_test(an_alarm_goes_on_until_somebody_confirms),
		cmocka_unit_test(nobody_is_reminded_for_ever),
		cmocka_unit_test(who_is_asked_only_has_no_chief_told),
		cmocka_unit_test(where_nobody_is_the_standing_agency_is_told_once_it_is_due),
		cmocka_unit_test(a_round_of_another_host_is_left_alone_until_it_is_over),
		cmocka_unit_test(by_hand_once_a_day_and_by_the_standing_agency_only),
		cmocka_unit_test(a_step_is_added_and_ends),
		cmocka_unit_test(who_is_named_in_a_note_is_told_once_by_one_mail),
		cmocka_unit_test(who_owes_a_report_is_told_thrice),
	};

	return cmocka_run_group_tests(tests, load, unload);
}

/*
 * Seats and contact points with their days; meetings whose conclusions become tasks; teams
 * whose findings are answered and closed; directives; who reads and who changes what.
 */
#include "access/account.h"
#include "access/grant.h"
#include "access_sql.h"
#include "committee/attach.h"
#include "committee/committee_task.h"
#include "committee/directive.h"
#include "committee/meeting.h"
#include "committee/team.h"
#include "committee_sql.h"
#include "directive_sql.h"
#include "embed.h"
#include "meeting_sql.h"
#include "plan/plan.h"
#include "search/search.h"
#include "team_sql.h"
#include "test/cmocka.h"
#include "test/support_house.h"
#include "work/work.h"

#define NATION "bcd138"

static struct test_db t;
static struct err e;
static struct actor standing, member, stranger; /* at the police, health, foreign ministry */
static int64_t committee;

static struct audit_entry entry(void)
{
	return (struct audit_entry){ .actor = ACCOUNT_SYSTEM,
		.actor_name = S("test"),
		.permission = S("committee.manage"),
		.action = S("committee.test") };
}

static struct change change_by(const struct actor *who)
{
	struct change c = { .entry = entry() };

	c.entry.actor = who->account;
	c.entry.actor_name = who->name;
	return c;
}

static struct db_read *begin(void)
{
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	return r;
}

static void refused(bool ok, enum err_code code)
{
	assert_false(ok);
	if (e.code != code)
		fail_msg("refused with %s, not %s", err_code_name(e.code), err_code_name(code));
	err_clear(&e);
}

static int64_t agency(const char *code)
{
	struct access_agency_by_code_row row;
	struct db_read *r = begin();
	bool found;

	assert_ok(access_agency_by_code(r, str_z(code), date_today(), &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	return row.id;
}

/* An account with a role at an agency. */
static struct actor person(const char *name, const char *at, const char *role)
{
	struct actor system = actor_of_system();
	struct actor who = {
		.name = str_z(name), .display = str_z(name), .permissions = UINT64_MAX
	};
	struct account_new add = { .name = str_z(name), .display = str_z(name) };
	struct change c = { .entry = entry() };
	struct db_read *r = begin();

	who.agency = add.agency = agency(at);
	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	who.account = c.entry.object_id;
	struct grant_new g = { .account = who.account, .role = str_z(role), .agency = who.agency };

	c = (struct change){ .entry = entry() };
	r = begin();
	assert_ok(grant_prepare_add(t.db, r, &system, &g, &c, &e), &e);
	db_read_end(r);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return who;
}

static int64_t import(const char *name, struct str number, struct str issuer)
{
	struct plan_source s = { .file_name = str_z(name),
		.bytes = embed_find(str_fmt(t.arena, "samples/%s", name)),
		.number = number,
		.issuer = issuer,
		.issued = DATE(2024, 1, 15) };
	struct change c = { .entry = entry() };
	struct plan_import *made;

	assert_non_null(s.bytes.p);
	assert_ok(plan_import_prepare(t.arena, t.db, &s, &c, &made, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return made->plan;
}

static int load_all(void **state)
{
	struct committee_by_code_row row;
	struct db_read *r;
	bool found;

	(void)state;
	plan_when_adopted(work_adopted);
	test_house_open(&t);
	r = begin();
	assert_ok(committee_by_code(r, S(NATION), &row, &found, &e), &e);
	db_read_end(r);
	assert_true(found);
	committee = row.id;
	standing = person("thuong.truc", "bca", "standing");
	member = person("thanh.vien", "byt", "focal");
	stranger = person("nguoi.ngoai", "bng", "standing");
	assert_int_equal(row.standing_id, standing.agency);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

/* Applies what was prepared. */
static int64_t applied(struct change *c)
{
	assert_non_null(c->apply);
	assert_ok(audit_change(t.db, c, &e), &e);
	return c->entry.object_id;
}

/* --- seats */

static struct committee_seat_edit seat(const char *at, const char *post)
{
	return (struct committee_seat_edit){ .committee = committee,
		.before = DB_NULL,
		.body = S("committee"),
		.role = S("member"),
		.agency = str_z(at),
		.post = str_z(post),
		.from = DATE(2024, 3, 1) };
}

static bool try_seat(const struct actor *who, struct committee_seat_edit in, int64_t *id)
{
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = committee_seat_prepare(r, who, &in, &c, &e);

	db_read_end(r);
	ok = ok && audit_change(t.db, &c, &e);
	*id = c.entry.object_id;
	return ok;
}

static struct committee_seat_rows_rows seats_on(const struct actor *who, struct date day)
{
	struct committee_seat_rows_rows rows;
	struct db_read *r = begin();

	assert_ok(committee_seat_rows(r, committee, who->account, day, &rows, &e), &e);
	db_read_end(r);
	return rows;
}

static void seats_have_days_and_successors(void **state)
{
	struct committee_seat_edit in = seat("Bộ Y tế", "Thứ trưởng");
	int64_t first, second, id;

	(void)state;
	assert_ok(try_seat(&standing, in, &first), &e);
	in.before = first;
	in.post = S("Vụ trưởng");
	in.from = DATE(2025, 6, 15);
	assert_ok(try_seat(&standing, in, &second), &e);

	struct committee_seat_rows_rows then = seats_on(&member, DATE(2025, 6, 14));
	struct committee_seat_rows_rows after = seats_on(&member, DATE(2025, 6, 15));

	assert_int_equal(then.n, 1);
	assert_int_equal(then.v[0].id, first);
	assert_int_equal(date_cmp(then.v[0].valid_to, DATE(2025, 6, 14)), 0);
	assert_int_equal(after.n, 1);
	assert_int_equal(after.v[0].id, second);
	assert_int_equal(after.v[0].before_id, first);
	assert_int_equal(seats_on(&member, DATE(2024, 2, 29)).n, 0);
	/* it has ended: nobody else can follow it at a later day */
	in.from = DATE(2025, 9, 1);
	refused(try_seat(&standing, in, &id), ERR_CONFLICT);
	assert_int_equal(seats_on(&member, DATE(2025, 9, 2)).n, 1);
}

static void a_seat_is_checked(void **state)
{
	struct committee_seat_edit in = seat("Bộ Ngoại giao lạ", "Thứ trưởng");
	int64_t id;

	(void)state;
	refused(try_seat(&standing, in, &id), ERR_INPUT);
	in = seat("Bộ Quốc phòng", "  ");
	refused(try_seat(&standing, in, &id), ERR_INPUT);
	in = seat("Bộ Quốc phòng", "Thứ trưởng");
	in.holder = S("Một người");
	refused(try_seat(&standing, in, &id), ERR_INPUT);
	in.citation = S("Quyết định minh họa");
	in.to = DATE(2024, 2, 1);
	refused(try_seat(&standing, in, &id), ERR_INPUT);
	in.to = DATE_NONE;
	in.account = S("khong.co");
	refused(try_seat(&standing, in, &id), ERR_INPUT);
	in.account = S("thuong.truc");
	assert_ok(try_seat(&standing, in, &id), &e);
	/* who is only a member changes nothing, and is told that there is nothing */
	refused(try_seat(&member, seat("Bộ Y tế", "x"), &id), ERR_ABSENT);
	refused(try_seat(&stranger, seat("Bộ Ngoại giao", "x"), &id), ERR_ABSENT);
}

static void two_changes_of_a_seat_do_not_meet(void **state)
{
	struct committee_seat_edit in = seat("Bộ Nội vụ", "Thứ trưởng");
	int64_t id, again;

	(void)state;
	assert_ok(try_seat(&standing, in, &id), &e);
	in.id = id;
	in.version = 1;
	in.post = S("Thứ trưởng thường trực");
	assert_ok(try_seat(&standing, in, &again), &e);
	in.post = S("Bị ghi đè");
	refused(try_seat(&standing, in, &again), ERR_STALE);
	struct committee_seat_rows_rows now = seats_on(&member, date_today());

	LIST_EACH(s, &now)
		assert_false(str_eq(s->post, S("Bị ghi đè")));
}

static void members_read_and_others_do_not(void **state)
{
	struct committee_contact_rows_rows contacts;
	struct committee_contact_edit in = { .committee = committee,
		.before = DB_NULL,
		.agency = S("Bộ Công an"),
		.post = S("Tổ giúp việc"),
		.phone = S("069.000.0000"),
		.from = DATE(2024, 1, 1) };
	struct change c;
	struct db_read *r;

	(void)state;
	assert_true(seats_on(&standing, date_today()).n > 0);
	assert_true(seats_on(&member, date_today()).n > 0);
	assert_int_equal(seats_on(&stranger, date_today()).n, 0);
	for (int shared = 0; shared < 2; shared++) {
		in.shared = shared;
		c = change_by(&standing);
		r = begin();
		assert_ok(committee_contact_prepare(r, &standing, &in, &c, &e), &e);
		db_read_end(r);
		applied(&c);
		r = begin();
		assert_ok(committee_contact_rows(
				  r, committee, stranger.account, date_today(), &contacts, &e),
			&e);
		db_read_end(r);
		assert_int_equal(contacts.n, shared);
	}
	in.phone = S("gọi tôi");
	r = begin();
	refused(committee_contact_prepare(r, &standing, &in, &c, &e), ERR_INPUT);
	assert_string_equal(in.wrong, "phone");
	in.phone = STR_NULL;
	refused(committee_contact_prepare(r, &standing, &in, &c, &e), ERR_INPUT);
	in.email = S("a@b@c.vn");
	refused(committee_contact_prepare(r, &standing, &in, &c, &e), ERR_INPUT);
	assert_string_equal(in.wrong, "email");
	db_read_end(r);
}

/* --- meetings */

static struct meeting_edit meeting(const char *title, int days)
{
	return (struct meeting_edit){ .committee = committee,
		.kind = S("briefing"),
		.title = str_z(title),
		.day = date_add(date_today(), days),
		.state = days > 0 ? S("planned") : S("held"),
		.place = S("Hội trường"),
		.agencies = S("Bộ Y tế\n\n  Bộ Công an\nBYT") };
}

static bool try_meeting(const struct actor *who, struct meeting_edit *in, int64_t *id)
{
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = meeting_prepare(r, who, in, &c, &e);

	db_read_end(r);
	ok = ok && audit_change(t.db, &c, &e);
	*id = c.entry.object_id;
	return ok;
}

static struct meeting_conclusions_rows conclusions(int64_t meeting_id)
{
	struct meeting_conclusions_rows rows;
	struct db_read *r = begin();

	assert_ok(meeting_conclusions(r, meeting_id, &rows, &e), &e);
	db_read_end(r);
	return rows;
}

static bool conclude(const struct actor *who, struct meeting_conclusion_edit in)
{
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = meeting_conclusion_prepare(r, who, &in, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static bool make_task(
	const struct actor *who, int64_t meeting_id, int64_t id, int64_t version, int64_t plan)
{
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = meeting_task_prepare(r, who, meeting_id, id, version, plan, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static size_t left_of(int64_t meeting_id)
{
	struct meeting_left_rows rows;
	struct db_read *r = begin();

	assert_ok(meeting_left(r, meeting_id, standing.account, 100, &rows, &e), &e);
	db_read_end(r);
	return rows.n;
}

static void a_meeting_is_checked(void **state)
{
	static const struct {
		const char *typed, *kept;
	} hours[] = { { "8h30", "08:30" }, { "08:05", "08:05" }, { "14 giờ", "14:00" },
		{ "8 giờ 30", "08:30" }, { "25:00", NULL }, { "8:5", NULL }, { "sáng", NULL },
		{ "123", NULL }, { "12:", NULL } };
	struct meeting_agencies_rows invited;
	struct meeting_edit in;
	struct db_read *r;
	int64_t id;

	(void)state;
	for (size_t i = 0; i < COUNT(hours); i++) {
		in = meeting("Giao ban", -3);
		in.hour = str_z(hours[i].typed);
		if (hours[i].kept) {
			assert_ok(try_meeting(&standing, &in, &id), &e);
			assert_true(str_eq(in.hour, str_z(hours[i].kept)));
		} else {
			refused(try_meeting(&standing, &in, &id), ERR_INPUT);
			assert_string_equal(in.wrong, "hour");
		}
	}
	in = meeting("Giao ban", 3);
	in.state = S("held");
	refused(try_meeting(&standing, &in, &id), ERR_INPUT);
	in = meeting("Giao ban", -3);
	in.agencies = S("Bộ Y tế\nBộ Không Có");
	refused(try_meeting(&standing, &in, &id), ERR_INPUT);
	assert_string_equal(in.wrong, "agencies");
	/* an agency named twice is invited once */
	in = meeting("Giao ban tháng", -3);
	assert_ok(try_meeting(&standing, &in, &id), &e);
	r = begin();
	assert_ok(meeting_agencies(r, id, &invited, &e), &e);
	db_read_end(r);
	assert_int_equal(invited.n, 2);
	in = meeting("Của người khác", -3);
	refused(try_meeting(&stranger, &in, &id), ERR_ABSENT);
}

static void who_is_invited_reads_and_finds_it(void **state)
{
	struct search_question q = {
		.words = S("chuyên đề hải đăng"), .kinds = S("meeting"), .most = 10
	};
	struct search_result found;
	struct meeting_by_id_row row;
	struct meeting_edit in = meeting("Giao ban chuyên đề hải đăng", -2);
	struct db_read *r;
	bool seen;
	int64_t id;

	(void)state;
	in.committee = DB_NULL;
	in.agencies = S("Bộ Ngoại giao");
	assert_ok(try_meeting(&standing, &in, &id), &e);
	r = begin();
	assert_ok(meeting_by_id(r, id, stranger.account, &row, &seen, &e), &e);
	assert_true(seen);
	assert_ok(meeting_by_id(r, id, member.account, &row, &seen, &e), &e);
	assert_false(seen);
	q.account = stranger.account;
	assert_ok(search_query(r, &q, &found, &e), &e);
	assert_int_equal(found.hits.n, 1);
	assert_int_equal(found.hits.v[0].id, id);
	q.account = member.account;
	assert_ok(search_query(r, &q, &found, &e), &e);
	assert_int_equal(found.hits.n, 0);
	db_read_end(r);
	/* no longer invited: gone for them */
	in.id = id;
	in.version = 1;
	in.agencies = S("Bộ Y tế");
	assert_ok(try_meeting(&standing, &in, &id), &e);
	r = begin();
	assert_ok(meeting_by_id(r, id, stranger.account, &row, &seen, &e), &e);
	assert_false(seen);
	db_read_end(r);
}

static void close_task(int64_t task)
{
	struct work_order o = {
		.kind = WORK_CLOSE, .task = task, .words = S("Đã xong, có báo cáo.")
	};
	struct change c = change_by(&standing);

	assert_ok(work_prepare(t.arena, t.db, &standing, &o, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

static void a_conclusion_becomes_a_task(void **state)
{
	int64_t plan = import("000.txt", S("19/KH-BCĐ138/CP"), S("Ban Chỉ đạo 138/CP"));
	struct meeting_edit in = meeting("Giao ban có kết luận", -20), next = meeting("Tiếp", -1);
	struct meeting_conclusions_rows rows;
	int64_t id, later;
	size_t before;

	(void)state;
	assert_ok(try_meeting(&standing, &in, &id), &e);
	assert_ok(try_meeting(&standing, &next, &later), &e);
	before = left_of(later);
	assert_ok(conclude(&standing, (struct meeting_conclusion_edit){ .meeting = id,
					      .words = S("Bộ Y tế hướng dẫn cơ sở."),
					      .lead = S("Bộ Y tế"),
					      .partners = S("Bộ Công an\nBộ Y tế"),
					      .due = date_add(date_today(), 30) }),
		&e);
	assert_ok(conclude(&standing,
			  (struct meeting_conclusion_edit){
				  .meeting = id, .words = S("Để biết."), .noted = true }),
		&e);
	assert_int_equal(left_of(later), before + 1);
	rows = conclusions(id);
	assert_int_equal(rows.n, 2);
	/* only whoever keeps the meeting and follows the plan; only once; not what is to be known */
	refused(make_task(&member, id, rows.v[0].id, 1, plan), ERR_ABSENT);
	refused(make_task(&standing, id, rows.v[0].id, 1, 999), ERR_INPUT);
	refused(make_task(&standing, id, rows.v[1].id, 1, plan), ERR_CONFLICT);
	refused(make_task(&standing, id, rows.v[0].id, 7, plan), ERR_STALE);
	assert_int_equal(conclusions(id).v[0].task_id, DB_NULL);
	assert_ok(make_task(&standing, id, rows.v[0].id, 1, plan), &e);
	refused(make_task(&standing, id, rows.v[0].id, 2, plan), ERR_CONFLICT);
	rows = conclusions(id);
	assert_true(rows.v[0].task_id != DB_NULL);
	assert_true(str_eq(rows.v[0].task_state, S("open")));
	assert_int_equal(rows.v[0].parts, 2);
	assert_int_equal(date_cmp(rows.v[0].task_due, date_add(date_today(), 30)), 0);
	refused(conclude(&standing,
			(struct meeting_conclusion_edit){
				.id = rows.v[0].id, .meeting = id, .version = 2, .words = S("x") }),
		ERR_CONFLICT);
	assert_int_equal(left_of(later), before + 1);
	close_task(rows.v[0].task_id);
	assert_true(str_eq(conclusions(id).v[0].task_state, S("done")));
	assert_int_equal(left_of(later), before);
}

static void who_came_is_noted_once(void **state)
{
	struct meeting_edit in = meeting("Ghi người dự", -2);
	struct meeting_agencies_rows rows;
	int64_t id, came[] = { member.agency, 424242 };
	struct change c = change_by(&standing);
	struct db_read *r;

	(void)state;
	assert_ok(try_meeting(&standing, &in, &id), &e);
	for (int turn = 0; turn < 2; turn++) {
		r = begin();
		assert_ok(
			meeting_attendance_prepare(r, &standing, id, 1, came, COUNT(came), &c, &e),
			&e);
		db_read_end(r);
		if (turn == 0)
			assert_ok(audit_change(t.db, &c, &e), &e);
		else
			refused(audit_change(t.db, &c, &e), ERR_STALE);
	}
	r = begin();
	assert_ok(meeting_agencies(r, id, &rows, &e), &e);
	db_read_end(r);
	assert_int_equal(rows.n, 2);
	LIST_EACH(x, &rows)
		assert_int_equal(x->came, x->id == member.agency);
}

/* --- teams */

static int64_t new_team(void)
{
	struct team_edit in = { .committee = committee,
		.kind = S("inspection"),
		.title = S("Kiểm tra liên ngành"),
		.number = S("01/QĐ-MH"),
		.lead = S("Bộ Công an"),
		.agencies = S("Bộ Y tế\nBộ Công an"),
		.starts = date_add(date_today(), -30) };
	struct change c = change_by(&standing);
	struct team_agencies_rows rows;
	struct db_read *r = begin();
	int64_t id;

	assert_ok(team_prepare(r, &standing, &in, &c, &e), &e);
	db_read_end(r);
	id = applied(&c);
	r = begin();
	assert_ok(team_agencies(r, id, &rows, &e), &e);
	db_read_end(r);
	assert_int_equal(rows.n, 2);
	return id;
}

static bool find_fault(int64_t team, const char *at, struct date due)
{
	struct team_finding_edit in = { .team = team,
		.visit = DB_NULL,
		.kind = S("shortcoming"),
		.words = S("Chưa có đầu mối."),
		.recommendation = S("Cử đầu mối."),
		.agency = str_z(at),
		.due = due };
	struct change c = change_by(&standing);
	struct db_read *r = begin();
	bool ok = team_finding_prepare(r, &standing, &in, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static struct team_findings_row finding(int64_t team, const struct actor *who)
{
	struct team_findings_rows rows;
	struct db_read *r = begin();

	assert_ok(team_findings(r, team, who->account, &rows, &e), &e);
	db_read_end(r);
	assert_int_equal(rows.n, 1);
	return rows.v[0];
}

static bool answer(
	const struct actor *who, int64_t team, int64_t id, int64_t version, struct str words)
{
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = team_answer_prepare(r, who, team, id, version, words, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static bool judge(const struct actor *who, int64_t team, int64_t id, int64_t version, bool closed)
{
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = team_judge_prepare(r, who, team, id, version, closed, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static int64_t overdue_of(int64_t team)
{
	struct team_rows_rows rows;
	struct db_read *r = begin();
	int64_t overdue = 0;

	assert_ok(team_rows(r, member.account, committee, STR_NULL, true, date_today(), 0, 50,
			  &rows, &e),
		&e);
	db_read_end(r);
	LIST_EACH(x, &rows)
		if (x->id == team)
			overdue = x->overdue;
	return overdue;
}

static void a_finding_is_answered_and_closed(void **state)
{
	struct date yesterday = date_add(date_today(), -1);
	int64_t team = new_team();
	struct team_findings_row f;

	(void)state;
	refused(find_fault(team, "Bộ Y tế", DATE_NONE), ERR_INPUT);
	refused(find_fault(team, "", yesterday), ERR_INPUT);
	assert_ok(find_fault(team, "Bộ Y tế", yesterday), &e);
	assert_int_equal(overdue_of(team), 1);
	f = finding(team, &member);
	assert_true(f.mine);
	assert_false(finding(team, &stranger).mine);
	/* the agency answers, nobody for it; the keeper judges, the agency does not */
	refused(answer(&stranger, team, f.id, f.version, S("Xong.")), ERR_ABSENT);
	refused(answer(&standing, team, f.id, f.version, S("Xong.")), ERR_ABSENT);
	refused(answer(&member, team, f.id, f.version, S("  ")), ERR_INPUT);
	refused(judge(&member, team, f.id, f.version, true), ERR_ABSENT);
	assert_ok(answer(&member, team, f.id, f.version, S("Đã cử.")), &e);
	refused(answer(&member, team, f.id, f.version, S("Lần nữa.")), ERR_STALE);
	assert_int_equal(overdue_of(team), 0);
	f = finding(team, &member);
	assert_true(str_eq(f.state, S("answered")));
	assert_ok(judge(&standing, team, f.id, f.version, false), &e);
	assert_int_equal(overdue_of(team), 1);
	f = finding(team, &member);
	assert_true(str_eq(f.state, S("open")));
	assert_true(str_eq(f.answer, S("Đã cử.")));
	assert_ok(judge(&standing, team, f.id, f.version, true), &e);
	f = finding(team, &member);
	assert_true(str_eq(f.state, S("closed")));
	refused(answer(&member, team, f.id, f.version, S("Nữa.")), ERR_CONFLICT);
	assert_int_equal(overdue_of(team), 0);
}

/* --- directives */

static struct directive_edit letter(void)
{
	return (struct directive_edit){ .committee = committee,
		.origin = S("state"),
		.kind = S("letter"),
		.number = S(" 11611 / UBND-NC "),
		.issued = DATE(2018, 10, 30),
		.issuer = S("UBND tỉnh Đồng Nai"),
		.subject = S("Tăng cường thực hiện pháp luật"),
		.agencies = S("Bộ Y tế\nBộ Công an") };
}

static bool try_directive(const struct actor *who, struct directive_edit *in, int64_t *id)
{
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = directive_prepare(r, who, in, &c, &e);

	db_read_end(r);
	ok = ok && audit_change(t.db, &c, &e);
	*id = c.entry.object_id;
	return ok;
}

static struct directive_parts_rows parts(int64_t directive, const struct actor *who)
{
	struct directive_parts_rows rows;
	struct db_read *r = begin();

	assert_ok(directive_parts(r, directive, who->account, &rows, &e), &e);
	db_read_end(r);
	return rows;
}

static bool say(const struct actor *who, int64_t directive, int64_t part, int64_t version,
	struct str word, struct str note)
{
	struct directive_part_edit in = {
		.id = part, .directive = directive, .version = version, .state = word, .note = note
	};
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = directive_part_prepare(r, who, &in, &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static void a_directive_finds_the_tasks_that_cite_it(void **state)
{
	int64_t plan = import("001.txt", STR_NULL, STR_NULL), id;
	struct actor system = actor_of_system();
	struct directive_cited_rows cited;
	struct directive_edit in = letter();
	struct db_read *r;

	(void)state;
	assert_ok(try_directive(&standing, &in, &id), &e);
	assert_true(str_eq(in.number, S("11611/UBND-NC")));
	r = begin();
	assert_ok(directive_cited(r, in.number, system.account, 10, &cited, &e), &e);
	db_read_end(r);
	assert_int_equal(cited.n, 1);
	assert_int_equal(cited.v[0].plan_id, plan);
	assert_true(cited.v[0].task_id != DB_NULL);
	assert_true(str_has(cited.v[0].words, S("11611/UBND-NC")));
	/* the number and its issuer stand once in a register */
	in = letter();
	refused(try_directive(&standing, &in, &id), ERR_CONFLICT);
}

static void addressees_say_how_far_they_are(void **state)
{
	struct directive_edit in = letter();
	struct directive_parts_rows rows;
	const struct directive_parts_row *health;
	int64_t id, again;

	(void)state;
	in.number = S("12/CT");
	assert_ok(try_directive(&standing, &in, &id), &e);
	rows = parts(id, &member);
	assert_int_equal(rows.n, 2);
	health = rows.v[0].agency_id == member.agency ? &rows.v[0] : &rows.v[1];
	assert_true(health->mine);
	refused(say(&member, id, health->id, 1, S("done"), S("")), ERR_INPUT);
	refused(say(&member, id, health->id, 1, S("xong"), S("x")), ERR_INPUT);
	refused(say(&stranger, id, health->id, 1, S("doing"), S("x")), ERR_ABSENT);
	refused(say(&member, id, rows.v[0].id == health->id ? rows.v[1].id : rows.v[0].id, 1,
			S("doing"), S("x")),
		ERR_ABSENT);
	assert_ok(say(&member, id, health->id, 1, S("done"), S("Đã quán triệt.")), &e);
	refused(say(&standing, id, health->id, 1, S("new"), S("")), ERR_STALE);
	/* addressed no longer: what was said stays, what was not goes */
	in.id = id;
	in.version = 1;
	in.agencies = S("Bộ Ngoại giao");
	assert_ok(try_directive(&standing, &in, &again), &e);
	rows = parts(id, &standing);
	assert_int_equal(rows.n, 2);
	LIST_EACH(x, &rows) {
		assert_true(x->agency_id == member.agency || x->agency_id == stranger.agency);
		assert_true(str_eq(x->state, x->agency_id == member.agency ? S("void") : S("new")));
	}
	in.version = 1;
	refused(try_directive(&standing, &in, &again), ERR_STALE);
}

/* --- files */

static bool attach(
	const struct actor *who, const struct attach_to *to, const char *name, const char *bytes)
{
	struct change c = change_by(who);
	struct db_read *r = begin();
	bool ok = attach_prepare(r, who, to, str_z(name), str_z(bytes), &c, &e);

	db_read_end(r);
	return ok && audit_change(t.db, &c, &e);
}

static size_t files_of(const struct attach_to *to)
{
	struct attach_files_rows files;
	struct db_read *r = begin();

	assert_ok(attach_list(r, to, &files, &e), &e);
	db_read_end(r);
	return files.n;
}

/* A file is found by its own record only. */
static bool has_file(const struct attach_to *to, int64_t id)
{
	struct attach_by_id_row row;
	struct db_read *r = begin();
	bool found;

	assert_ok(attach_find(r, to, id, &row, &found, &e), &e);
	db_read_end(r);
	return found;
}

static const char pdf[] = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

static void a_record_takes_files_from_who_keeps_it(void **state)
{
	struct meeting_edit held = meeting("Họp có biên bản", -2), other = meeting("Họp khác", -2);
	struct directive_edit signed_letter = letter();
	struct attach_to minutes = { .kind = ATTACH_MEETING },
			 elsewhere = { .kind = ATTACH_MEETING },
			 of_letter = { .kind = ATTACH_DIRECTIVE };
	struct attach_files_rows files;
	struct db_read *r;

	(void)state;
	signed_letter.number = S("777/UBND");
	assert_ok(try_meeting(&standing, &held, &minutes.id), &e);
	assert_ok(try_meeting(&standing, &other, &elsewhere.id), &e);
	assert_ok(try_directive(&standing, &signed_letter, &of_letter.id), &e);
	assert_ok(attach(&standing, &minutes, "biên bản.pdf", pdf), &e);
	assert_ok(attach(&standing, &of_letter, "công văn.pdf", pdf), &e);
	/* the same once more is the same file; who is invited reads and hands in none */
	assert_ok(attach(&standing, &minutes, "biên bản lần hai.pdf", pdf), &e);
	assert_int_equal(files_of(&minutes), 1);
	assert_int_equal(files_of(&of_letter), 1);
	refused(attach(&member, &minutes, "của tôi.pdf", pdf), ERR_ABSENT);
	refused(attach(&stranger, &minutes, "của tôi.pdf", pdf), ERR_ABSENT);
	/* what is not what its name says, and what runs */
	refused(attach(&standing, &minutes, "biên bản.docx", pdf), ERR_INPUT);
	refused(attach(&standing, &minutes, "biên bản.pdf", "MZ\x90"), ERR_INPUT);
	assert_int_equal(files_of(&minutes), 1);
	r = begin();
	assert_ok(attach_list(r, &minutes, &files, &e), &e);
	db_read_end(r);
	assert_str_equal(files.v[0].name, S("biên bản.pdf"));
	assert_true(has_file(&minutes, files.v[0].id));
	assert_false(has_file(&elsewhere, files.v[0].id));
	assert_false(has_file(&of_letter, files.v[0].id));
}

static void a_finding_takes_files_from_who_mends_until_it_is_closed(void **state)
{
	int64_t team = new_team();
	struct team_findings_row f;
	struct attach_to to;

	(void)state;
	assert_ok(find_fault(team, "Bộ Y tế", date_today()), &e);
	f = finding(team, &member);
	to = (struct attach_to){ ATTACH_FINDING, f.id, team };
	assert_ok(attach(&standing, &to, "biên bản kiểm tra.pdf", pdf), &e);
	assert_ok(attach(&member, &to, "quyết định cử đầu mối.txt", "Cử đầu mối."), &e);
	refused(attach(&stranger, &to, "khác.txt", "Khác."), ERR_ABSENT);
	/* a finding of another team */
	refused(attach(&standing, &(struct attach_to){ ATTACH_FINDING, f.id, new_team() },
			"khác.txt", "Khác."),
		ERR_ABSENT);
	assert_ok(judge(&standing, team, f.id, f.version, true), &e);
	refused(attach(&member, &to, "muộn.txt", "Muộn."), ERR_ABSENT);
	assert_int_equal(files_of(&to), 2);
	for (int i = 2; i < ATTACH_MOST; i++)
		assert_ok(attach(&standing, &to, "phụ lục.txt", str_fmt(t.arena, "%d%c", i, 0).p),
			&e);
	refused(attach(&standing, &to, "thừa.txt", "Thừa."), ERR_CONFLICT);
}

static void the_demonstration_is_loaded_once(void **state)
{
	struct meeting_rows_rows first, second;
	struct actor system = actor_of_system();
	struct db_read *r;

	(void)state;
	assert_ok(committee_demo(t.db, t.arena, &e), &e);
	r = begin();
	assert_ok(meeting_rows(r, system.account, DB_NULL, STR_NULL, STR_NULL, 0, 100, &first, &e),
		&e);
	db_read_end(r);
	assert_ok(committee_demo(t.db, t.arena, &e), &e);
	r = begin();
	assert_ok(meeting_rows(r, system.account, DB_NULL, STR_NULL, STR_NULL, 0, 100, &second, &e),
		&e);
	db_read_end(r);
	assert_true(first.n >= 2);
	assert_int_equal(first.n, second.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seats_have_days_and_successors),
		cmocka_unit_test(a_seat_is_checked),
		cmocka_unit_test(two_changes_of_a_seat_do_not_meet),
		cmocka_unit_test(members_read_and_others_do_not),
		cmocka_unit_test(a_meeting_is_checked),
		cmocka_unit_test(who_is_invited_reads_and_finds_it),
		cmocka_unit_test(a_conclusion_becomes_a_task),
		cmocka_unit_test(who_came_is_noted_once),
		cmocka_unit_test(a_finding_is_answered_and_closed),
		cmocka_unit_test(a_directive_finds_the_tasks_that_cite_it),
		cmocka_unit_test(addressees_say_how_far_they_are),
		cmocka_unit_test(a_record_takes_files_from_who_keeps_it),
		cmocka_unit_test(a_finding_takes_files_from_who_mends_until_it_is_closed),
		cmocka_unit_test(the_demonstration_is_loaded_once),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}

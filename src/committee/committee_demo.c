/*
 * Invented rows for the demonstration: what a province and the nation keep, with days around
 * today. Offices only; no person, and no paper but those that the samples cite.
 */
#include "committee/committee_task.h"
#include "committee/directive.h"
#include "committee/meeting.h"
#include "committee/team.h"
#include "committee_sql.h"

struct demo {
	struct db *db;
	struct arena *a;
	struct actor system;
	int64_t committee;
	struct date today;
};

typedef bool prepare_fn(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e);

/* One change on a snapshot of its own, so that each sees what the last one did. */
static bool with_change(struct demo *d, const char *action, prepare_fn *prepare, void *arg,
	int64_t *id, struct err *e)
{
	struct change c = { 0 };
	struct db_read *r;

	access_by_command(d->a, PERM_committee_manage, &c.entry);
	c.entry.actor = d->system.account;
	c.entry.action = str_z(action);
	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = prepare(d, r, arg, &c, e);

	db_read_end(r);
	if (!ok || !audit_change(d->db, &c, e))
		return false;
	*id = c.entry.object_id;
	return true;
}

static bool prepare_seat(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	return committee_seat_prepare(r, &d->system, arg, c, e);
}

static bool prepare_contact(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	return committee_contact_prepare(r, &d->system, arg, c, e);
}

static bool prepare_meeting(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	return meeting_prepare(r, &d->system, arg, c, e);
}

static bool prepare_conclusion(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	return meeting_conclusion_prepare(r, &d->system, arg, c, e);
}

static bool prepare_team(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	return team_prepare(r, &d->system, arg, c, e);
}

static bool prepare_visit(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	return team_visit_prepare(r, &d->system, arg, c, e);
}

static bool prepare_finding(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	return team_finding_prepare(r, &d->system, arg, c, e);
}

static bool prepare_directive(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	return directive_prepare(r, &d->system, arg, c, e);
}

/* --- seats and contact points */

#define INVENTED S("Dữ liệu minh họa")

static const struct demo_seat {
	const char *committee, *body, *role, *agency, *post;
} seats[] = {
	{ "bcd138-tinh.46.2025-01-01", "committee", "head", "Ủy ban nhân dân thành phố",
		"Chủ tịch, Trưởng Ban Chỉ đạo" },
	{ "bcd138-tinh.46.2025-01-01", "committee", "standing", "Công an thành phố",
		"Giám đốc, Phó Trưởng ban Thường trực" },
	{ "bcd138-tinh.46.2025-01-01", "committee", "member", "Sở Y tế", "Phó Giám đốc" },
	{ "bcd138-tinh.46.2025-01-01", "committee", "member", "Sở Tư pháp", "Phó Giám đốc" },
	{ "bcd138-tinh.46.2025-01-01", "committee", "member", "Sở Giáo dục và Đào tạo",
		"Phó Giám đốc" },
	{ "bcd138-tinh.46.2025-01-01", "group", "officer", "Công an thành phố",
		"Chuyên viên liên ngành, Phòng Cảnh sát hình sự" },
	{ "bcd138", "committee", "head", "Chính phủ", "Phó Thủ tướng, Trưởng Ban Chỉ đạo" },
	{ "bcd138", "committee", "standing", "Bộ Công an",
		"Bộ trưởng, Phó Trưởng ban Thường trực" },
	{ "bcd138", "committee", "member", "Bộ Y tế", "Thứ trưởng" },
	{ "bcd138", "committee", "member", "Bộ Ngoại giao", "Thứ trưởng" },
	{ "bcd138", "committee", "member", "Bộ Quốc phòng", "Thứ trưởng" },
	{ "bcd138", "committee", "member", "Bộ Nội vụ", "Thứ trưởng" },
	{ "bcd138", "committee", "member", "Viện kiểm sát nhân dân tối cao", "Phó Viện trưởng" },
	{ "bcd138", "group", "head", "Bộ Công an", "Tổ trưởng Tổ công tác liên ngành" },
	{ "bcd138", "group", "officer", "Bộ Y tế", "Chuyên viên liên ngành" },
	{ "bcd138", "office", "officer", "Bộ Công an", "Cán bộ Tổ giúp việc" },
};

static bool add_seats(struct demo *d, const char *committee, struct err *e)
{
	int64_t id;

	for (size_t i = 0; i < COUNT(seats); i++) {
		const struct demo_seat *s = &seats[i];
		struct committee_seat_edit in = { .committee = d->committee,
			.before = DB_NULL,
			.body = str_z(s->body),
			.role = str_z(s->role),
			.agency = str_z(s->agency),
			.post = str_z(s->post),
			.from = DATE((int16_t)d->today.year, 1, 1),
			.citation = INVENTED };

		if (strcmp(s->committee, committee) == 0 &&
			!with_change(d, "committee.seat_add", prepare_seat, &in, &id, e))
			return false;
	}
	return true;
}

static bool add_contact(struct demo *d, struct committee_contact_edit in, struct err *e)
{
	int64_t id;

	in.committee = d->committee;
	in.before = DB_NULL;
	in.shared = true;
	return with_change(d, "committee.contact_add", prepare_contact, &in, &id, e);
}

/* --- meetings */

static bool add_meeting(struct demo *d, struct meeting_edit in, int64_t *id, struct err *e)
{
	in.committee = d->committee;
	in.all_members = true;
	return with_change(d, "meeting.add", prepare_meeting, &in, id, e);
}

static bool conclude(
	struct demo *d, int64_t meeting, struct str words, struct str lead, int days, struct err *e)
{
	struct meeting_conclusion_edit in = { .meeting = meeting,
		.words = words,
		.lead = lead,
		.due = days ? date_add(d->today, days) : DATE_NONE,
		.noted = !lead.n };
	int64_t id;

	return with_change(d, "meeting.conclude", prepare_conclusion, &in, &id, e);
}

/* What was concluded becomes tasks of the newest plan of the committee's standing agency. */
struct to_task {
	int64_t meeting, conclusion, plan;
};

static bool prepare_task(
	struct demo *d, struct db_read *r, void *arg, struct change *c, struct err *e)
{
	const struct to_task *t = arg;

	return meeting_task_prepare(r, &d->system, t->meeting, t->conclusion, 1, t->plan, c, e);
}

static bool first_as_task(struct demo *d, int64_t meeting, struct err *e)
{
	struct to_task t = { .meeting = meeting };
	struct committee_demo_task_row row;
	struct db_read *r;
	bool found;
	int64_t id;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = committee_demo_task(r, meeting, &row, &found, e);

	db_read_end(r);
	if (!ok || !found)
		return ok;
	t.conclusion = row.conclusion;
	t.plan = row.plan;
	return with_change(d, "meeting.task", prepare_task, &t, &id, e);
}

static bool add_meetings(struct demo *d, struct str member, struct err *e)
{
	int64_t past, next;

	return add_meeting(d,
		       (struct meeting_edit){ .kind = S("briefing"),
			       .title = S("Giao ban Ban Chỉ đạo quý trước"),
			       .day = date_add(d->today, -40),
			       .hour = S("08:00"),
			       .place = S("Phòng họp số 2, trụ sở cơ quan thường trực"),
			       .chair = S("Phó Trưởng ban Thường trực"),
			       .agenda = S("Tình hình, kết quả quý trước\n"
					   "Vướng mắc của các thành viên\n"
					   "Nhiệm vụ quý này"),
			       .state = S("held") },
		       &past, e) &&
	       conclude(d, past,
		       S("Rà soát, thống nhất danh sách đầu mối liên hệ của từng thành viên, gửi cơ "
			 "quan thường trực tổng hợp."),
		       member, -5, e) &&
	       conclude(d, past,
		       S("Chuẩn bị nội dung tập huấn cho cán bộ tiếp nhận nạn nhân ở cơ sở."),
		       member, 25, e) &&
	       conclude(d, past,
		       S("Các thành viên nắm kết quả khảo sát ba nơi đã trình bày tại cuộc họp."),
		       S(""), 0, e) &&
	       first_as_task(d, past, e) &&
	       add_meeting(d,
		       (struct meeting_edit){ .kind = S("committee"),
			       .title = S("Họp Ban Chỉ đạo kiểm điểm kết quả năm"),
			       .day = date_add(d->today, 20),
			       .hour = S("14:00"),
			       .place = S("Hội trường lớn"),
			       .chair = S("Trưởng Ban Chỉ đạo"),
			       .agenda = S("Kiểm điểm kết luận các cuộc họp trước\n"
					   "Dự thảo kế hoạch năm sau"),
			       .state = S("planned") },
		       &next, e);
}

/* --- a team */

static bool add_finding(struct demo *d, struct team_finding_edit in, struct err *e)
{
	int64_t id;

	in.visit = DB_NULL;
	return with_change(d, "team.finding", prepare_finding, &in, &id, e);
}

static bool add_team(struct demo *d, struct str lead, struct str member, struct err *e)
{
	struct team_edit in = { .committee = d->committee,
		.kind = S("inspection"),
		.title = S("Kiểm tra việc thực hiện kế hoạch phòng, chống mua bán người"),
		.number = S("MH-01/QĐ"),
		.decided = date_add(d->today, -75),
		.lead = lead,
		.agencies = member,
		.starts = date_add(d->today, -60),
		.ends = date_add(d->today, -45),
		.content = S(
			"Việc ban hành kế hoạch, phân công, hỗ trợ nạn nhân và chế độ báo cáo.") };
	struct team_visit_edit visit = { .agency = member,
		.day = date_add(d->today, -58),
		.note = S("Làm việc với lãnh đạo, xem sổ tiếp nhận và kế hoạch năm.") };
	int64_t team, id;

	if (!with_change(d, "team.add", prepare_team, &in, &team, e))
		return false;
	visit.team = team;
	return with_change(d, "team.visit", prepare_visit, &visit, &id, e) &&
	       add_finding(d,
		       (struct team_finding_edit){ .team = team,
			       .kind = S("shortcoming"),
			       .words = S("Chưa phân công bộ phận làm đầu mối tiếp nhận thông tin "
					  "ngoài giờ."),
			       .recommendation = S(
				       "Phân công bộ phận trực và báo số điện thoại về cơ "
				       "quan thường trực."),
			       .agency = member,
			       .due = date_add(d->today, -10) },
		       e) &&
	       add_finding(d,
		       (struct team_finding_edit){ .team = team,
			       .kind = S("good"),
			       .words = S(
				       "Kế hoạch năm ban hành đúng hạn, phân công rõ từng đơn vị.") },
		       e);
}

/* --- directives, as the samples cite them */

static bool add_directive(struct demo *d, struct directive_edit in, struct err *e)
{
	int64_t id;

	in.committee = d->committee;
	in.all_members = true;
	return with_change(d, "directive.add", prepare_directive, &in, &id, e);
}

static bool add_province_directives(struct demo *d, struct err *e)
{
	return add_directive(d,
		(struct directive_edit){ .origin = S("state"),
			.kind = S("decision"),
			.number = S("193/QĐ-TTg"),
			.issued = DATE(2021, 2, 9),
			.issuer = S("Thủ tướng Chính phủ"),
			.subject = S("Phê duyệt Chương trình phòng, chống mua bán người giai đoạn "
				     "2021 - 2025 và định hướng đến năm 2030"),
			.content = S("Thực hiện các nhiệm vụ của Chương trình giao cho địa phương; "
				     "báo cáo kết quả theo chế độ.") },
		e);
}

static bool add_nation_directives(struct demo *d, struct err *e)
{
	return add_directive(d,
		       (struct directive_edit){ .origin = S("state"),
			       .kind = S("directive"),
			       .number = S("01/CT-TTg"),
			       .issued = DATE(2018, 5, 3),
			       .issuer = S("Thủ tướng Chính phủ"),
			       .subject = S(
				       "Tăng cường phòng ngừa, đấu tranh, ngăn chặn tình trạng "
				       "người Việt Nam xuất cảnh, di cư trái phép, cư trú và lao "
				       "động bất hợp pháp ở nước ngoài"),
			       .content = S(
				       "Rà soát, lồng ghép vào kế hoạch năm của từng bộ, ngành.") },
		       e) &&
	       add_directive(d,
		       (struct directive_edit){ .origin = S("state"),
			       .kind = S("decision"),
			       .number = S("793/QĐ-TTg"),
			       .issued = DATE(2016, 5, 10),
			       .issuer = S("Thủ tướng Chính phủ"),
			       .subject = S("Ngày toàn dân phòng, chống mua bán người - 30/7"),
			       .content = S("Tổ chức hoạt động hưởng ứng ngày 30/7 hằng năm.") },
		       e);
}

/* --- the whole */

/* A committee by its code that has nothing of its own yet; 0: none. */
static bool pick(struct demo *d, const char *code, struct err *e)
{
	struct committee_demo_of_row row;
	struct db_read *r;
	bool found;

	if (!db_read_begin(d->db, d->a, &r, e))
		return false;
	bool ok = committee_demo_of(r, str_z(code), &row, &found, e);

	db_read_end(r);
	d->committee = ok && found && row.seats == 0 ? row.id : 0;
	return ok;
}

static bool add_province(struct demo *d, struct err *e)
{
	if (!pick(d, "bcd138-tinh.46.2025-01-01", e))
		return false;
	return d->committee == 0 ||
	       (add_seats(d, "bcd138-tinh.46.2025-01-01", e) &&
		       add_contact(d,
			       (struct committee_contact_edit){ .agency = S("Công an thành phố"),
				       .post = S("Cơ quan Thường trực Ban Chỉ đạo 138"),
				       .phone = S("069.414.9315"),
				       .address = S("Số 27 đường Trần Cao Vân, thành phố Huế"),
				       .citation = S(
					       "Kế hoạch năm 2023 của UBND tỉnh Thừa Thiên Huế"),
				       .from = DATE(2025, 1, 1) },
			       e) &&
		       add_meetings(d, S("Sở Y tế"), e) &&
		       add_team(d, S("Công an thành phố"), S("Sở Y tế"), e) &&
		       add_province_directives(d, e));
}

static bool add_nation(struct demo *d, struct err *e)
{
	if (!pick(d, "bcd138", e))
		return false;
	return d->committee == 0 ||
	       (add_seats(d, "bcd138", e) &&
		       add_contact(d,
			       (struct committee_contact_edit){ .agency = S("Bộ Công an"),
				       .post = S("Tổ giúp việc Ban Chỉ đạo"),
				       .email = S("bcd138@vidu.example"),
				       .hours = S("Giờ hành chính"),
				       .citation = INVENTED },
			       e) &&
		       add_meetings(d, S("Bộ Y tế"), e) &&
		       add_team(d, S("Bộ Công an"), S("Bộ Y tế"), e) &&
		       add_nation_directives(d, e));
}

bool committee_demo(struct db *db, struct arena *a, struct err *e)
{
	struct demo d = { .db = db, .a = a, .system = actor_of_system(), .today = date_today() };

	/* the province first: test/matrix_test.c takes its rows as samples */
	return add_province(&d, e) && add_nation(&d, e);
}

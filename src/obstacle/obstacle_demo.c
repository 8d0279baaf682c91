/*
 * Rows for the demo: invented difficulties of real agencies, persons by code only.
 */
#include "access/access.h"
#include "agency/agency.h"
#include "obstacle/obstacle.h"
#include "obstacle_sql.h"

static const struct row {
	const char *from, *to;
	enum obstacle_kind kind;
	const char *title, *words, *proposal, *law, *article;
	struct date day;
	const char *answer, *decision;
} rows[] = {
	{ "Bộ Quốc phòng", "Bộ Công an", OBSTACLE_DIFFICULTY,
		"Thiếu phiên dịch tiếng dân tộc ở đồn biên phòng",
		"Khi tiếp nhận người từ bên kia biên giới trở về, nhiều đồn không có người biết tiếng.",
		"Lập danh sách cộng tác viên phiên dịch dùng chung cho các lực lượng.", "", "",
		{ 2024, 4, 16 }, "Đã lập danh sách dùng chung, gửi các đơn vị từ quý III.", "" },
	{ "Tòa án nhân dân tối cao", "Bộ Công an", OBSTACLE_LAW,
		"Chưa thống nhất cách hiểu “vì mục đích vô nhân đạo khác”",
		"Các Tòa án áp dụng khác nhau khi hành vi không thuộc các mục đích được liệt kê.",
		"Đề nghị bổ sung hướng dẫn.", "02/2019/NQ-HĐTP", "Điều 2", { 2024, 5, 20 }, NULL,
		NULL },
	{ "Viện kiểm sát nhân dân tối cao", "Bộ Công an", OBSTACLE_LAW,
		"Xác định mục đích vô nhân đạo trong vụ án có nhiều bị can",
		"Khó chứng minh mục đích chung khi mỗi người tham gia một khâu.",
		"Đề nghị hướng dẫn về chứng cứ.", "02/2019/NQ-HĐTP", "điều 2", { 2024, 6, 3 }, NULL,
		NULL },
};

static bool already(struct db *db, struct arena *a, bool *there, struct err *e)
{
	struct obstacle_page_rows some;
	struct db_read *r;
	bool ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = obstacle_page(
		r, ACCOUNT_SYSTEM, 0, S(""), S(""), S(""), S(""), INT64_MAX, 1, &some, e);
	*there = ok && some.n;
	db_read_end(r);
	return ok;
}

static bool find(struct db *db, struct arena *a, const char *name, int64_t *id, struct err *e)
{
	struct db_read *r;
	bool ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = agency_find(r, str_z(name), STR_NULL, date_today(), id, e);
	db_read_end(r);
	return ok;
}

static bool answer(struct db *db, struct arena *a, const struct row *x, int64_t id, struct err *e)
{
	struct actor system = actor_of_system();
	struct obstacle_order o = { .step = OBSTACLE_ANSWER,
		.id = id,
		.version = 1,
		.words = str_z(x->answer),
		.decision = str_z(x->decision),
		.day = date_add(x->day, 45) };
	struct change c = { .entry.action = S("obstacle.answer") };

	access_by_command(a, PERM_obstacle_answer, &c.entry);
	return obstacle_order_prepare(a, &system, &o, &c, e) && audit_change(db, &c, e);
}

static bool put(struct db *db, struct arena *a, const struct row *x, struct err *e)
{
	struct actor system = actor_of_system();
	struct obstacle_new n = { .said = { x->kind, str_z(x->title), str_z(x->words),
					  str_z(x->proposal), str_z(x->law), str_z(x->article) },
		.task = DB_NULL,
		.day = x->day };
	struct change c = { .entry.action = S("obstacle.raise") };

	if (!find(db, a, x->from, &n.agency, e) || !find(db, a, x->to, &n.holder, e))
		return false;
	if (!n.agency || !n.holder)
		return true;
	access_by_command(a, PERM_obstacle_write, &c.entry);
	return obstacle_raise_prepare(a, &system, &n, &c, e) && audit_change(db, &c, e) &&
	       (!x->answer || answer(db, a, x, c.entry.object_id, e));
}

bool obstacle_demo(struct db *db, struct arena *a, struct err *e)
{
	bool there;

	if (!already(db, a, &there, e))
		return false;
	for (size_t i = 0; i < COUNT(rows) && !there; i++)
		if (!put(db, a, &rows[i], e))
			return false;
	return true;
}

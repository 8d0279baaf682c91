/*
 * Work for the demo: invented results of real agencies in the first plan, in every state a part
 * can have.
 */
#include "access/access.h"
#include "agency/agency.h"
#include "work/work.h"
#include "work_demo_sql.h"

/* What was done to a part, one letter an order. */
enum { BEGUN = 'b', IN = 'i', ACCEPTED = 'a', RETURNED = 'r', ASKED = 'l' };

static const struct row {
	const char *path, *agency, *steps;
	struct date day;
	const char *words;   /* of the result, or why later, or what lacks */
	const char *figures; /* as a person types them */
} rows[] = {
	{ "II.1.b", "Bộ Công an", "bia", { 2024, 12, 20 },
		"Đã tổ chức hội nghị quán triệt trực tuyến đến cấp xã và cấp phát tài liệu.",
		"Hội nghị: 1\nTài liệu: 5.000" },
	{ "II.1.c", "Bộ Công an", "b", { 0 }, "", "" },
	{ "II.1.c", "Bộ Quốc phòng", "bia", { 2024, 7, 31 },
		"Các đồn biên phòng phát động hưởng ứng tại địa bàn biên giới.",
		"Buổi tuyên truyền: 128\nLượt người: 9.450" },
	{ "II.1.c", "Bộ Y tế", "bia", { 2024, 7, 29 }, "Các cơ sở y tế treo băng rôn, phát tờ rơi.",
		"Tờ rơi: 20.000" },
	{ "II.1.c", "Bộ Giáo dục và Đào tạo", "bi", { 2024, 8, 2 },
		"Đã hướng dẫn các trường lồng ghép trong sinh hoạt hè.", "Trường: 1.240" },
	{ "II.1.c", "Bộ Ngoại giao", "bir", { 2024, 7, 30 },
		"Đã thực hiện tại các cơ quan đại diện.", "" },
	{ "II.1.c", "Bộ Tư pháp", "b", { 0 }, "", "" },
	{ "II.2.1.b", "Bộ Công an", "bl", { 2024, 8, 31 }, "Chờ kinh phí in ấn được phân bổ.", "" },
	{ "II.2.1.b", "Bộ Văn hóa, Thể thao và Du lịch", "bia", { 2024, 7, 26 },
		"Đã chỉ đạo hệ thống thông tin cơ sở phát thanh hằng ngày.", "Lượt phát: 31.000" },
	{ "II.2.1.đ.s1", "Bộ Công an", "bia", { 2024, 11, 15 },
		"Công an cấp xã tuyên truyền trực tiếp tại thôn, bản, tổ dân phố.",
		"Buổi: 10.420\nLượt người: 512.300" },
	{ "II.2.1.đ.s2", "Bộ Thông tin và Truyền thông", "bia", { 2024, 7, 30 },
		"Đã gửi tin nhắn tuyên truyền tới các thuê bao di động.", "" },
	{ "II.3.a", "Bộ Công an", "bi", { 2024, 12, 16 },
		"Tiếp nhận, giải quyết tố giác, tin báo theo đúng thời hạn.", "" },
	{ "II.3.a", "Bộ Quốc phòng", "bi", { 2024, 12, 12 },
		"Bộ đội Biên phòng phối hợp chuyển giao hồ sơ kịp thời.", "" },
	{ "II.3.b", "Bộ Quốc phòng", "bia", { 2024, 10, 4 },
		"Đã kết thúc cao điểm tại các tuyến biên giới.", "" },
	{ "II.3.b", "Bộ Công an", "bi", { 2024, 10, 9 },
		"Đã sơ kết cao điểm, gửi báo cáo kèm theo phụ lục.", "" },
	{ "II.4.a", "Bộ Công an", "b", { 0 }, "", "" },
	{ "II.4.a", "Bộ Ngoại giao", "bia", { 2024, 12, 10 },
		"Đã thực hiện quy chế với các cơ quan đại diện ở nước ngoài.", "" },
	{ "II.5.a", "Bộ Tư pháp", "bia", { 2024, 9, 12 }, "Đã thẩm định dự thảo Luật.", "" },
	{ "II.5.a", "Bộ Công an", "bi", { 2024, 11, 29 },
		"Đã tiếp thu, hoàn chỉnh, trình dự thảo Luật.", "" },
};

/* Tasks that are done, each after its parts. */
static const char *const closed[] = { "II.1.b", "II.2.1.đ.s1", "II.2.1.đ.s2" };

static bool give(
	struct db *db, struct arena *a, enum permission by, struct work_order *o, struct err *e)
{
	struct actor system = actor_of_system();
	struct change c = { 0 };

	if (!work_prepare(a, db, &system, o, &c, e))
		return false;
	access_by_command(a, by, &c.entry);
	return audit_change(db, &c, e);
}

static bool step(struct db *db, struct arena *a, const struct row *x, int64_t part, char letter,
	struct err *e)
{
	struct work_order o = { .part = part, .day = x->day };
	enum permission by = PERM_work_act;

	switch (letter) {
	case BEGUN:
		o.kind = WORK_BEGIN;
		break;
	case IN:
		o.kind = WORK_HAND_IN;
		o.words = str_z(x->words);
		if (!work_figures_read(a, str_z(x->figures), &o.figures, e))
			return false;
		break;
	case ASKED:
		o.kind = WORK_ASK_LATER;
		o.words = str_z(x->words);
		o.day = date_add(date_today(), 30);
		break;
	case RETURNED:
		o.kind = WORK_RETURN;
		o.words = S("Đề nghị bổ sung số liệu theo từng cơ quan đại diện.");
		by = PERM_work_follow;
		break;
	default:
		o.kind = WORK_ACCEPT;
		by = PERM_work_follow;
		break;
	}
	return give(db, a, by, &o, e);
}

/* A part that somebody has touched is left as it is. */
static bool play(struct db *db, struct arena *a, const struct row *x, struct err *e)
{
	struct work_demo_part_row part = { 0 };
	struct db_read *r;
	int64_t agency = 0;
	bool ok, found = false;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = agency_find(r, str_z(x->agency), STR_NULL,
		     x->day.year ? x->day : (struct date){ 2024, 6, 1 }, &agency, e) &&
	     (!agency || work_demo_part(r, str_z(x->path), agency, &part, &found, e));
	found = found && work_state_of(part.state) == WORK_NEW;
	db_read_end(r);
	for (const char *s = x->steps; ok && found && *s; s++)
		ok = step(db, a, x, part.part_id, *s, e);
	return ok;
}

static bool close_task(struct db *db, struct arena *a, const char *path, struct err *e)
{
	struct work_demo_task_row task = { 0 };
	struct work_order o = { .kind = WORK_CLOSE };
	struct db_read *r;
	bool ok, found;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = work_demo_task(r, str_z(path), &task, &found, e);
	found = ok && found && work_task_state_of(task.state) == WORK_OPEN;
	o.task = task.id;
	db_read_end(r);
	return ok && (!found || give(db, a, PERM_work_follow, &o, e));
}

bool work_demo(struct db *db, struct arena *a, struct err *e)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (!play(db, a, &rows[i], e))
			return false;
	for (size_t i = 0; i < COUNT(closed); i++)
		if (!close_task(db, a, closed[i], e))
			return false;
	return true;
}

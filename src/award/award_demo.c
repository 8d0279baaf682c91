/*
 * Rows for the demo: invented proposals; persons by office and code only.
 */
#include "access/access.h"
#include "agency/agency.h"
#include "award/award.h"
#include "award_sql.h"

static const struct row {
	const char *agency, *kind, *form, *name, *merit;
	struct date day;
} rows[] = {
	{ "Bộ Quốc phòng", "group", "merit",
		"Đội phòng, chống tội phạm, một đồn biên phòng tuyến Tây Nam",
		"Phối hợp tiếp nhận an toàn các nhóm người trở về từ cơ sở lừa đảo trực tuyến.",
		{ 2024, 8, 12 } },
	{ "Bộ Công an", "person", "praise", "Cán bộ BCA-0107",
		"Hướng dẫn ba địa phương lập hồ sơ thống nhất, báo cáo đúng hạn cả năm.",
		{ 2024, 12, 5 } },
};

bool award_demo(struct db *db, struct arena *a, struct err *e)
{
	struct actor system = actor_of_system();
	struct award_years_rows years;
	struct db_read *r;
	int64_t agencies[COUNT(rows)] = { 0 };
	bool ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = award_years(r, ACCOUNT_SYSTEM, &years, e);
	for (size_t i = 0; i < COUNT(rows) && ok; i++)
		ok = agency_find(r, str_z(rows[i].agency), STR_NULL, date_today(), &agencies[i], e);
	db_read_end(r);
	for (size_t i = 0; i < COUNT(rows) && ok && !years.n; i++) {
		const struct row *x = &rows[i];
		struct award_new n = { .agency = agencies[i],
			.plan = DB_NULL,
			.kind = str_z(x->kind),
			.form = str_z(x->form),
			.name = str_z(x->name),
			.merit = str_z(x->merit),
			.day = x->day };
		struct change c = { .entry.action = S("award.propose") };

		access_by_command(a, PERM_award_propose, &c.entry);
		if (n.agency)
			ok = award_propose_prepare(a, &system, &n, &c, e) &&
			     audit_change(db, &c, e);
	}
	return ok;
}

/*
 * The rows of work that a plan's adoption makes, and what becomes of them when an amended
 * text takes its place.
 */
#include "work/work.h"

#include "agency/agency.h"
#include "agency_sql.h"
#include "embed.h"
#include "place/place.h"
#include "plan/plan.h"
#include "plan_sql.h"
#include "test/cmocka.h"
#include "test/support.h"
#include "work_sql.h"

static struct test_db t;
static struct db_read *r;
static struct err e;
static const struct audit_entry loader = { .actor = 1,
	.actor_name = S("test"),
	.permission = S("plan.import") };

static void read_again(void)
{
	if (r)
		db_read_end(r);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
}

static int begin(void **state)
{
	struct place_load places;
	struct agency_load agencies;

	(void)state;
	assert_ok(test_db_open(&t, &e), &e);
	assert_ok(place_load(t.db, t.arena, &loader, &places, &e), &e);
	assert_ok(agency_load(t.db, t.arena, &loader, &agencies, &e), &e);
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

static int64_t agency(const char *code)
{
	struct agency_by_code_row row;
	bool found;

	assert_ok(agency_by_code(r, str_z(code), &row, &found, &e), &e);
	if (!found)
		fail_msg("no agency %s", code);
	return row.id;
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

static void dump(void **state)
{
	struct plan_source s;
	struct reading *reading = read_text(S(plan_text), &s);

	(void)state;
	plan_when_adopted(work_adopted);
	int64_t plan = adopt(&s, reading);
	(void)agency;
	struct plan_tasks_rows tasks;

	assert_ok(plan_tasks(r, plan, &tasks, &e), &e);
	LIST_EACH(x, &tasks)
		printf("%.*s | %.*s | %.*s\n", STR_ARG(x->path), STR_ARG(x->words), STR_ARG(date_iso(t.arena,x->due)));
	struct plan_parties_rows parties;

	assert_ok(plan_parties(r, plan, &parties, &e), &e);
	LIST_EACH(x, &parties)
		printf("%lld %.*s | %.*s | %lld\n", (long long)x->task_id, STR_ARG(x->role), STR_ARG(x->name), (long long)x->members);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(dump, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

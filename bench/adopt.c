/*
 * A plan of ten thousand tasks adopted: how long it is prepared beside the writer and how long
 * the writer is held, and what somebody else who changes something meanwhile waits
 * (bench/adopt.md).
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "access/access.h"
#include "agency/agency.h"
#include "cascade/cascade.h"
#include "place/place.h"
#include "plan/plan.h"
#include "search/search.h"
#include "work/work.h"

enum { TASKS = 10000, A_HEADING = 100 };

static NORETURN void stop(const char *what, const struct err *e)
{
	struct str why = e ? text_get(LANG_VI, e->text) : S("");

	fprintf(stderr, "bench: %s: %.*s %s\n", what, STR_ARG(why), e ? e->detail : "");
	exit(1);
}

static double seconds(int64_t from)
{
	return (double)(clock_ticks() - from) / 1e6;
}

/* Of the processor, in all threads: what stays when others use the machine. */
static double worked(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* --- the plan's text, the same every time */

static const char *const verbs[] = { "Tuyên truyền", "Tổ chức", "Xây dựng", "Rà soát", "Hướng dẫn",
	"Triển khai", "Tăng cường" };
static const char *const things[] = { "phổ biến pháp luật về phòng, chống mua bán người",
	"hội nghị tập huấn cho cán bộ tuyến cơ sở",
	"mô hình phòng ngừa mua bán người tại cộng đồng", "công tác tiếp nhận, xác minh nạn nhân",
	"chế độ hỗ trợ nạn nhân tái hòa nhập cộng đồng", "đợt cao điểm tấn công trấn áp tội phạm",
	"công tác quản lý người nước ngoài cư trú", "bộ tài liệu hỏi đáp dành cho học sinh" };
static const char *const where[] = { "tại các xã, phường, thị trấn", "trên địa bàn giáp biên",
	"cho hội viên, đoàn viên", "trong trường học và khu công nghiệp",
	"tại các bến xe, cửa khẩu" };
static const char *const who[] = { "Công an tỉnh", "Sở Tư pháp", "Sở Giáo dục và Đào tạo",
	"Sở Y tế", "Hội Liên hiệp Phụ nữ tỉnh", "Sở Ngoại vụ", "Sở Tài chính",
	"Sở Văn hóa, Thể thao và Du lịch", "các sở, ban, ngành" };

#define NTH(list, i) ((list)[(size_t)(i) % COUNT(list)])

static struct str plan_text(struct arena *a)
{
	struct buf b = { .arena = a };

	buf_add(&b,
		S("ỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ\nSố: 777/KH-UBND\nQuảng Trị, ngày 05 tháng 01 "
		  "năm 2026\nKẾ HOẠCH\nPhòng, chống mua bán người năm 2026\n\nI. NHIỆM VỤ\n"));
	for (int i = 0; i < TASKS; i++) {
		if (i % A_HEADING == 0)
			buf_addf(&b, "%d. Nhóm nhiệm vụ thứ %d\n", i / A_HEADING + 1,
				i / A_HEADING + 1);
		buf_addf(&b, "- %s %s %s, việc số %d", NTH(verbs, i), NTH(things, i / 3),
			NTH(where, i / 7), i + 1);
		if (i % 5 < 3)
			buf_addf(&b, ", hoàn thành trước ngày %02d/%d/2026", i % 28 + 1, i % 9 + 4);
		buf_addf(&b, " (%s chủ trì, phối hợp %s, %s", NTH(who, i), NTH(who, i + 1),
			NTH(who, i + 2));
		if (i % 2)
			buf_addf(&b, ", %s", NTH(who, i + 4));
		buf_add(&b, S(").\n"));
	}
	return buf_str(&b);
}

/* --- who changes something meanwhile */

struct other {
	struct db *db;
	bool stop;
	double longest;
	int64_t changes;
};

static void *go_on(void *arg)
{
	struct other *o = arg;

	while (!__atomic_load_n(&o->stop, __ATOMIC_ACQUIRE)) {
		struct audit_entry note = { .actor_name = S("bench"),
			.permission = S("system"),
			.action = S("bench.note") };
		struct err e = { 0 };
		int64_t from = clock_ticks();

		if (!audit_note(o->db, &note, &e))
			stop("note", &e);
		if (seconds(from) > o->longest)
			o->longest = seconds(from);
		o->changes++;
		usleep(2000);
	}
	return NULL;
}

static struct db *open_db(const char *url)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct audit_entry by = { .actor_name = S("bench"), .permission = S("agency.manage") };
	struct place_load places;
	struct agency_load agencies;
	struct err e = { 0 };
	struct db *db;

	if (!db_open(&db, str_z(url), DB_SERVE, &e) || !access_ready(db, &e) ||
		!place_load(db, a, &by, &places, &e) || !agency_load(db, a, &by, &agencies, &e))
		stop("open", &e);
	arena_free(a);
	return db;
}

static void adopt(struct db *db)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct plan_source s = { .file_name = S("bench.txt") };
	struct change c = { .entry.action = S("plan.import") };
	struct other o = { .db = db };
	struct plan_import *made;
	struct err e = { 0 };
	pthread_t other;
	int64_t from;

	s.bytes = plan_text(a);
	access_by_command(a, PERM_plan_import, &c.entry);
	from = clock_ticks();
	if (!plan_import_prepare(a, db, &s, &c, &made, &e))
		stop("prepare", &e);
	printf("%lld tasks, %lld parties, %zu bytes\nprepared beside the writer: %.2f s\n",
		(long long)made->tasks, (long long)made->parties, s.bytes.n, seconds(from));
	if (pthread_create(&other, NULL, go_on, &o) != 0)
		stop("thread", NULL);
	double before = worked();

	from = clock_ticks();
	if (!audit_change(db, &c, &e))
		stop("adopt", &e);
	double took = seconds(from), busy = worked() - before;

	from = clock_ticks();
	if (!plan_go_on(db, 0, &e))
		stop("go on", &e);
	double later = seconds(from);

	__atomic_store_n(&o.stop, true, __ATOMIC_RELEASE);
	pthread_join(other, NULL);
	printf("adopted: %.2f s, %.2f s of this program's processor time\n", took, busy);
	printf("its work opened, its words found: %.2f s later\n", later);
	printf("%lld other changes meanwhile, the longest waited %.2f s\n", (long long)o.changes,
		o.longest);
	printf("under 1 s: %s\n", o.longest < 1 ? "yes" : "no");
	arena_free(a);
}

int main(int argc, char **argv)
{
	struct db *db;

	if (argc != 2) {
		fprintf(stderr, "usage: adopt DB\n");
		return 2;
	}
	log_level(LOG_WARN);
	plan_when_adopted(work_adopted);
	plan_when_adopted(cascade_adopted);
	plan_when_later(work_later);
	plan_when_later(search_later);
	plan_when_later(cascade_later);
	db = open_db(argv[1]);
	adopt(db);
	db_close(db);
	return 0;
}

#include "operation/doctor.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "operation_sql.h"
#include "store/health.h"

#define HOUR (INT64_C(3600) * 1000000)

enum {
	BACKUP_WARN_HOURS = 36, /* a night's backup that failed once */
	BACKUP_BAD_HOURS = 24 * 7,
	HEAD_WARN_HOURS = 24, /* signed early in each day */
	HEAD_BAD_HOURS = 24 * 3,
	WAIT_WARN_HOURS = 6,
	SKEW_WARN_S = 2,
	SKEW_BAD_S = 60,
	ROOM_BAD_MB = 256,
	ROOM_WARN_PERCENT = 10,
	WAL_WARN_MB = 512,
};

struct look {
	struct db_read *read;
	struct arena *arena;
	enum lang lang;
	int64_t now;
	struct findings *out;
};

static struct serving serving;

void doctor_serving(const struct serving *s)
{
	serving = *s;
	serving.known = true;
}

struct str doctor_db_url(void)
{
	return serving.db_url;
}

const char *severity_word(enum severity s)
{
	static const char *const words[] = { "note", "warning", "bad" };

	return words[s];
}

/* What there is to find; its word is for programs. */
enum kind {
	FILE_OPEN,
	FILE_OWNER,
	DISK_FULL,
	DISK_PLAIN,
	WAL_LARGE,
	AS_ROOT,
	PLAIN_HTTP,
	NO_SANDBOX_HERE,
	KEY_NOWHERE,
	SUPERUSER,
	LINE_PLAIN,
	SCHEMA_OPEN,
	LOG_UNGUARDED,
	CLOCK_SKEW,
	CLOCK_BACK,
	HEAD_NONE,
	HEAD_OLD,
	BACKUP_NONE,
	BACKUP_OLD,
	NO_FACTOR,
	DEMO_ACCOUNTS,
	DEMO_ONLY,
	MAIL_WAITS,
	MAIL_FAILED,
	MAIL_UNSET,
	UNVERIFIED,
	NOT_SOUND,
};

static const struct {
	const char *word;
	enum text_id what, todo;
} kinds[] = {
	[FILE_OPEN] = { "file_open", T_operation_d_file_open, T_operation_d_file_open_do },
	[FILE_OWNER] = { "file_owner", T_operation_d_file_owner, T_operation_d_file_owner_do },
	[DISK_FULL] = { "disk_full", T_operation_d_disk_full, T_operation_d_disk_full_do },
	[DISK_PLAIN] = { "disk_plain", T_operation_d_disk_plain, T_operation_d_disk_plain_do },
	[WAL_LARGE] = { "wal_large", T_operation_d_wal_large, T_operation_d_wal_large_do },
	[AS_ROOT] = { "as_root", T_operation_d_as_root, T_operation_d_as_root_do },
	[PLAIN_HTTP] = { "plain_http", T_operation_d_plain_http, T_operation_d_plain_http_do },
	[NO_SANDBOX_HERE] = { "no_sandbox_here", T_operation_d_no_sandbox_here,
		T_operation_d_no_sandbox_here_do },
	[KEY_NOWHERE] = { "key_nowhere", T_operation_d_key_nowhere, T_operation_d_key_nowhere_do },
	[SUPERUSER] = { "superuser", T_operation_d_superuser, T_operation_d_superuser_do },
	[LINE_PLAIN] = { "line_plain", T_operation_d_line_plain, T_operation_d_line_plain_do },
	[SCHEMA_OPEN] = { "schema_open", T_operation_d_schema_open, T_operation_d_schema_open_do },
	[LOG_UNGUARDED] = { "log_unguarded", T_operation_d_log_unguarded,
		T_operation_d_log_unguarded_do },
	[CLOCK_SKEW] = { "clock_skew", T_operation_d_clock_skew, T_operation_d_clock_skew_do },
	[CLOCK_BACK] = { "clock_back", T_operation_d_clock_back, T_operation_d_clock_back_do },
	[HEAD_NONE] = { "head_none", T_operation_d_head_none, T_operation_d_head_do },
	[HEAD_OLD] = { "head_old", T_operation_d_head_old, T_operation_d_head_do },
	[BACKUP_NONE] = { "backup_none", T_operation_d_backup_none, T_operation_d_backup_none_do },
	[BACKUP_OLD] = { "backup_old", T_operation_d_backup_old, T_operation_d_backup_old_do },
	[NO_FACTOR] = { "no_factor", T_operation_d_no_factor, T_operation_d_no_factor_do },
	[DEMO_ACCOUNTS] = { "demo_accounts", T_operation_d_demo_accounts,
		T_operation_d_demo_accounts_do },
	[DEMO_ONLY] = { "demo_only", T_operation_d_demo_only, T_operation_d_demo_only_do },
	[MAIL_WAITS] = { "mail_waits", T_operation_d_mail_waits, T_operation_d_mail_waits_do },
	[MAIL_FAILED] = { "mail_failed", T_operation_d_mail_failed, T_operation_d_mail_failed_do },
	[MAIL_UNSET] = { "mail_unset", T_operation_d_mail_unset, T_operation_d_mail_unset_do },
	[UNVERIFIED] = { "unverified", T_operation_d_unverified, T_operation_d_unverified_do },
	[NOT_SOUND] = { "not_sound", T_operation_d_not_sound, T_operation_d_not_sound_do },
};

static void add(struct look *l, enum severity s, enum kind kind, struct str what)
{
	struct finding *f = LIST_ADD(l->arena, l->out);

	*f = (struct finding){ kinds[kind].word, s, what, text_get(l->lang, kinds[kind].todo) };
	l->out->bad += s == SEVERITY_BAD;
	l->out->warn += s == SEVERITY_WARN;
}

#define FOUND(l, s, kind, ...) \
	add((l), (s), (kind),  \
		TEXT((l)->arena, (l)->lang, kinds[kind].what __VA_OPT__(, ) __VA_ARGS__))

static struct str number(struct look *l, int64_t n)
{
	return str_fmt(l->arena, "%lld", (long long)n);
}

/* --- files */

static void look_at_mode(struct look *l, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return;
	if (st.st_mode & 077)
		FOUND(l, SEVERITY_BAD, FILE_OPEN, str_z(path),
			str_fmt(l->arena, "%04o", st.st_mode & 07777));
	if (st.st_uid != geteuid() && geteuid() != 0)
		FOUND(l, SEVERITY_WARN, FILE_OWNER, str_z(path));
}

static void look_at_room(struct look *l, const char *path)
{
	struct statvfs v;

	if (statvfs(path, &v) != 0 || v.f_blocks == 0)
		return;
	int64_t mb = (int64_t)((uint64_t)v.f_bavail * v.f_frsize >> 20);
	int64_t percent = (int64_t)((uint64_t)v.f_bavail * 100 / v.f_blocks);

	if (mb < ROOM_BAD_MB)
		FOUND(l, SEVERITY_BAD, DISK_FULL, number(l, mb));
	else if (percent < ROOM_WARN_PERCENT)
		FOUND(l, SEVERITY_WARN, DISK_FULL, number(l, mb));
}

/* The device mapper says what is under a file system, where we may look. */
static void look_at_encryption(struct look *l, const char *path)
{
	char text[8] = { 0 };
	struct stat st;

	if (stat(path, &st) != 0)
		return;
	FILE *f = fopen(str_fmt(l->arena, "/sys/dev/block/%u:%u/dm/uuid",
				(unsigned)(st.st_dev >> 8 & 0xfff), (unsigned)(st.st_dev & 0xff))
				.p,
		"re");
	bool sealed = f && fread(text, 1, 6, f) == 6 && strcmp(text, "CRYPT-") == 0;

	if (f)
		fclose(f);
	if (!sealed)
		FOUND(l, SEVERITY_NOTE, DISK_PLAIN);
}

static void look_at_file(struct look *l, struct str url)
{
	struct str file = S("sqlite:");
	struct stat st;

	if (!str_starts(url, file))
		return;
	char *path = str_c(l->arena, str_sub(url, file.n, url.n));
	struct str wal = str_fmt(l->arena, "%s-wal", path);

	look_at_mode(l, path);
	look_at_mode(l, wal.p);
	look_at_room(l, path);
	look_at_encryption(l, path);
	if (stat(wal.p, &st) == 0 && st.st_size >> 20 > WAL_WARN_MB)
		FOUND(l, SEVERITY_WARN, WAL_LARGE, number(l, st.st_size >> 20));
}

/* --- the machine */

static void look_at_process(struct look *l)
{
	if (geteuid() == 0)
		FOUND(l, serving.known ? SEVERITY_BAD : SEVERITY_NOTE, AS_ROOT);
	if (!serving.known)
		return;
	if (serving.plain)
		FOUND(l, SEVERITY_BAD, PLAIN_HTTP);
	if (!serving.sandbox)
		FOUND(l, SEVERITY_BAD, NO_SANDBOX_HERE);
}

static void look_at_key(struct look *l, struct str path)
{
	struct stat st;

	if (!path.p)
		FOUND(l, SEVERITY_WARN, KEY_NOWHERE);
	else if (stat(str_c(l->arena, path), &st) == 0)
		look_at_mode(l, str_c(l->arena, path));
}

/* --- the database */

static bool look_at_database(struct look *l, struct err *e)
{
	struct db_health h;

	if (!db_health(l->read, &h, e))
		return false;
	int64_t skew = h.clock ? llabs(h.clock - l->now) / 1000000 : 0;

	if (h.superuser)
		FOUND(l, SEVERITY_BAD, SUPERUSER);
	if (h.unsealed)
		FOUND(l, SEVERITY_BAD, LINE_PLAIN);
	if (h.schema_open)
		FOUND(l, SEVERITY_WARN, SCHEMA_OPEN);
	if (h.unguarded)
		FOUND(l, SEVERITY_BAD, LOG_UNGUARDED);
	if (skew >= SKEW_WARN_S)
		FOUND(l, skew >= SKEW_BAD_S ? SEVERITY_BAD : SEVERITY_WARN, CLOCK_SKEW,
			number(l, skew));
	return true;
}

static bool look_at_log(struct look *l, struct err *e)
{
	struct operation_log_end_row row;
	bool found;

	if (!operation_log_end(l->read, &row, &found, e))
		return false;
	if (found && row.at > l->now + SKEW_BAD_S * INT64_C(1000000))
		FOUND(l, SEVERITY_BAD, CLOCK_BACK, time_vi(l->arena, row.at));
	return true;
}

static bool look_at_head(struct look *l, struct err *e)
{
	struct operation_head_row head;
	bool found;

	if (!operation_head(l->read, &head, &found, e))
		return false;
	if (!found)
		FOUND(l, SEVERITY_WARN, HEAD_NONE);
	else if (l->now - head.at > HEAD_BAD_HOURS * HOUR)
		FOUND(l, SEVERITY_BAD, HEAD_OLD, time_vi(l->arena, head.at));
	else if (l->now - head.at > HEAD_WARN_HOURS * HOUR)
		FOUND(l, SEVERITY_WARN, HEAD_OLD, time_vi(l->arena, head.at));
	return true;
}

static bool look_at_backup(struct look *l, struct err *e)
{
	struct operation_last_row row;
	bool found;

	if (!operation_last(l->read, S("backup"), S("operation.backup"), &row, &found, e))
		return false;
	int64_t hours = found ? (l->now - row.at) / HOUR : 0;

	if (!found)
		FOUND(l, SEVERITY_BAD, BACKUP_NONE);
	else if (hours > BACKUP_WARN_HOURS)
		FOUND(l, hours > BACKUP_BAD_HOURS ? SEVERITY_BAD : SEVERITY_WARN, BACKUP_OLD,
			time_vi(l->arena, row.at));
	return true;
}

static bool look_at_accounts(struct look *l, struct err *e)
{
	struct operation_accounts_row row;
	struct operation_unfactored_row bare;
	bool found;

	if (!operation_accounts(l->read, &row, &found, e) ||
		!operation_unfactored(l->read, &bare, &found, e))
		return false;
	if (bare.n)
		FOUND(l, SEVERITY_WARN, NO_FACTOR, number(l, bare.n));
	if (row.demo && row.real)
		FOUND(l, SEVERITY_BAD, DEMO_ACCOUNTS, number(l, row.demo));
	else if (row.demo)
		FOUND(l, SEVERITY_NOTE, DEMO_ONLY, number(l, row.demo));
	return true;
}

static void look_at_state(struct look *l, const struct operation_messages_row *m)
{
	bool waits = str_eq(m->state, S("queued"));

	if (waits && l->now - m->oldest > WAIT_WARN_HOURS * HOUR)
		FOUND(l, SEVERITY_WARN, MAIL_WAITS, number(l, m->n));
	if (str_eq(m->state, S("unknown")) || str_eq(m->state, S("failed")))
		FOUND(l, SEVERITY_WARN, MAIL_FAILED, number(l, m->n));
}

static bool look_at_messages(struct look *l, struct err *e)
{
	struct operation_messages_rows rows;
	struct operation_mail_row set;
	bool found;

	if (!operation_messages(l->read, &rows, e) || !operation_mail(l->read, &set, &found, e))
		return false;
	if (!found || !set.mail)
		FOUND(l, SEVERITY_NOTE, MAIL_UNSET);
	LIST_EACH(m, &rows)
		look_at_state(l, m);
	return true;
}

static bool look_at_facts(struct look *l, struct err *e)
{
	struct operation_unverified_row row;
	bool found;

	if (!operation_unverified(l->read, &row, &found, e))
		return false;
	if (row.n)
		FOUND(l, SEVERITY_NOTE, UNVERIFIED, number(l, row.n));
	return true;
}

static void look_closely(struct look *l, struct str url)
{
	struct err e = { 0 };

	if (!db_sound(url, &e))
		FOUND(l, SEVERITY_BAD, NOT_SOUND, str_z(e.detail));
}

static int by_severity(const void *x, const void *y)
{
	const struct finding *a = x, *b = y;

	return a->severity != b->severity ? (int)b->severity - (int)a->severity
					  : strcmp(a->key, b->key);
}

bool doctor_look(struct db_read *r, struct str db_url, struct str key_path, enum lang lang,
	bool thorough, struct findings *out, struct err *e)
{
	struct look l = { r, db_read_arena(r), lang, clock_now(), out };

	*out = (struct findings){ 0 };
	look_at_process(&l);
	look_at_file(&l, db_url);
	look_at_key(&l, key_path);
	if (!look_at_database(&l, e) || !look_at_log(&l, e) || !look_at_head(&l, e) ||
		!look_at_backup(&l, e) || !look_at_accounts(&l, e) || !look_at_messages(&l, e) ||
		!look_at_facts(&l, e))
		return false;
	if (thorough)
		look_closely(&l, db_url);
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_severity);
	return true;
}

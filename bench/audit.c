/*
 * What the log costs: to be checked, and to be written (bench/audit.md).
 */
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "audit/leaf.h"
#include "audit/verify.h"
#include "store/stmt.h"
#include "store/writer.h"

enum { BENCH_ID = 100000, ENTRIES = 300000, ROUNDS = 5, CHANGES = 600, MOVED = 10 };

static NORETURN void stop(const char *what, const char *why)
{
	fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

static void must(bool ok, const char *what, const struct err *e)
{
	if (!ok)
		stop(what, e->detail);
}

/* Of this thread's processor: who else uses the machine does not matter. */
static double processor(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double v[ROUNDS])
{
	qsort(v, ROUNDS, sizeof(*v), by_size);
	return v[ROUNDS / 2];
}

/* --- a log of many entries, as a year of work writes them */

static struct str *canonical; /* the bytes of each */
static int64_t entries;

static struct audit_line line_of(struct arena *a, int64_t seq)
{
	static const char *const actions[] = { "note.add", "work.judge", "work.hand_in",
		"account.login", "export" };
	struct audit_line line = { .seq = seq, .at = INT64_C(1750000000000000) + seq * 977 };

	line.entry = (struct audit_entry){ .actor = 2 + seq % 400,
		.actor_name = str_fmt(a, "canbo.%lld", (long long)(seq % 400)),
		.permission = S("work.act"),
		.action = str_z(actions[seq % (int64_t)COUNT(actions)]),
		.object = S("task"),
		.object_id = 1 + seq * 7919 % 50000,
		.detail = str_fmt(a,
			"{\"part\":%lld,\"agency\":%lld,\"day\":\"2026-06-%02d\",\"words\":"
			"\"Đã phối hợp rà soát địa bàn, tuyên truyền tại ba xã, phường; gửi kết quả kèm "
			"danh sách lớp\"}",
			(long long)(seq * 31 % 900000), (long long)(seq % 31000),
			(int)(seq % 28 + 1)) };
	for (size_t i = 0; i < AUDIT_REQUEST; i++)
		line.entry.request[i] = (unsigned char)((uint64_t)seq >> i * 4 & 255);
	return line;
}

static void bind_text(sqlite3_stmt *st, int i, struct str s)
{
	sqlite3_bind_text(st, i, s.n ? s.p : "", (int)s.n, SQLITE_STATIC);
}

static void insert(sqlite3_stmt *st, struct arena *a, const struct audit_line *x)
{
	struct str bytes = audit_canonical(a, x);
	unsigned char leaf[AUDIT_LEAF];

	canonical[x->seq - 1] = bytes;
	audit_leaf(bytes, leaf);
	sqlite3_bind_int64(st, 1, x->seq);
	sqlite3_bind_int64(st, 2, x->at);
	sqlite3_bind_int64(st, 3, x->entry.actor);
	bind_text(st, 4, x->entry.actor_name);
	bind_text(st, 5, x->entry.permission);
	bind_text(st, 6, x->entry.action);
	bind_text(st, 7, x->entry.object);
	sqlite3_bind_int64(st, 8, x->entry.object_id);
	sqlite3_bind_blob(st, 9, x->entry.request, AUDIT_REQUEST, SQLITE_STATIC);
	bind_text(st, 10, x->entry.detail);
	bind_text(st, 11, bytes);
	sqlite3_bind_blob(st, 12, leaf, AUDIT_LEAF, SQLITE_STATIC);
	if (sqlite3_step(st) != SQLITE_DONE)
		stop("insert", sqlite3_errmsg(sqlite3_db_handle(st)));
	sqlite3_reset(st);
}

/* Past the program, for the time it takes; the tiles are the program's. */
static void fill(const char *path, struct arena *a)
{
	sqlite3_stmt *st;
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK || sqlite3_exec(db, "BEGIN", 0, 0, 0) ||
		sqlite3_prepare_v2(db,
			"INSERT INTO audit_entry(seq, at, actor, actor_name, permission, action, object,"
			" object_id, request, detail, canonical, leaf)"
			" VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
			-1, &st, NULL) != SQLITE_OK)
		stop(path, sqlite3_errmsg(db));
	canonical = arena_alloc(a, (size_t)entries * sizeof(*canonical));
	for (int64_t seq = 1; seq <= entries; seq++) {
		struct audit_line line = line_of(a, seq);

		insert(st, a, &line);
	}
	sqlite3_finalize(st);
	if (sqlite3_exec(db, "COMMIT", 0, 0, 0))
		stop(path, sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* --- checking it */

/* The algorithm looked up once, one state: as quick as it gets, one by one. */
static double hash_all(void)
{
	EVP_MD *md = EVP_MD_fetch(NULL, "SHA256", NULL);
	EVP_MD_CTX *state = EVP_MD_CTX_new();
	unsigned char out[EVP_MAX_MD_SIZE], prefix = 0, all = 0;
	double start = processor();

	for (int64_t i = 0; i < entries; i++) {
		if (!EVP_DigestInit_ex(state, md, NULL) || !EVP_DigestUpdate(state, &prefix, 1) ||
			!EVP_DigestUpdate(state, canonical[i].p, canonical[i].n) ||
			!EVP_DigestFinal_ex(state, out, NULL))
			stop("OpenSSL", "SHA-256");
		all ^= out[0];
	}
	double took = processor() - start;

	if (all == 1) /* so that nothing is left out */
		fputc(' ', stderr);
	EVP_MD_CTX_free(state);
	EVP_MD_free(md);
	return (double)entries / took;
}

static double verify_all(struct db *db)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct audit_verified v;
	struct err e = { 0 };
	struct db_read *r;
	double start = processor();

	must(db_read_begin(db, a, &r, &e), "read", &e);
	must(audit_verify_all(r, &(struct audit_marks){ 0 }, &v, &e), "verify", &e);
	db_read_end(r);
	double took = processor() - start;

	if (v.sound != entries || !audit_is_sound(&v) || v.untiled.n)
		stop("verify", "the log is not sound");
	arena_free(a);
	return (double)entries / took;
}

static void checking(struct db *db)
{
	double hashed[ROUNDS], verified[ROUNDS];
	size_t bytes = 0;

	for (int64_t i = 0; i < entries; i++)
		bytes += canonical[i].n;
	for (int i = 0; i < ROUNDS; i++) {
		hashed[i] = hash_all();
		verified[i] = verify_all(db);
	}
	double h = median(hashed), v = median(verified);

	printf("%lld entries, %zu bytes each\n", (long long)entries, bytes / (size_t)entries);
	printf("%-52s %10.0f entries/s\n", "OpenSSL, one by one", h);
	printf("%-52s %10.0f entries/s   ratio %.2f\n", "verify: rows, leaves, tree", v, v / h);
}

/* --- what an entry costs inside a change */

static const struct stmt row_table = {
	.name = "row_table",
	.id = BENCH_ID,
	.sqlite = "CREATE TABLE bench_row(id INTEGER PRIMARY KEY, text TEXT NOT NULL, n INTEGER"
		  " NOT NULL) STRICT",
};

static const struct stmt rows_add = {
	.name = "rows_add",
	.id = BENCH_ID + 1,
	.sqlite = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT 100000)"
		  " INSERT INTO bench_row SELECT i, printf('%.*c', 200, 'x'), 0 FROM c",
};

static const struct stmt_field move_in[] = { { "id", STMT_INT, false, 0 } };

static const struct stmt row_move = {
	.name = "row_move",
	.id = BENCH_ID + 2,
	.sqlite = "UPDATE bench_row SET n = n + 1 WHERE id = ?1",
	.in = move_in,
	.n_in = 1,
};

static bool make_rows(struct db_write *w, void *arg, struct err *e)
{
	(void)arg;
	return stmt_exec(w, &row_table, NULL, e) && stmt_exec(w, &rows_add, NULL, e);
}

/* What apply does, by itself: the rows that a small change writes. */
static bool move_rows(struct db_write *w, void *arg, struct err *e)
{
	const int64_t *seed = arg;

	for (int64_t i = 0; i < MOVED; i++) {
		const union stmt_value in[] = { { .i = 1 + (*seed * 7919 + i * 31337) % 100000 } };

		if (!stmt_exec(w, &row_move, in, e))
			return false;
	}
	return true;
}

static bool move_apply(struct db_write *w, struct change *c, struct err *e)
{
	return move_rows(w, c->arg, e);
}

/* Milliseconds by the clock until it is on disk. */
static double change_ms(struct db *db, int64_t seed, bool with_entry)
{
	struct writer_call bare = { .run = move_rows, .arg = &seed };
	struct change c = { .apply = move_apply, .arg = &seed };
	struct err e = { 0 };
	struct arena *a = arena_new(65536);
	int64_t start;

	c.entry = line_of(a, seed + 1).entry;
	memset(c.entry.request, 0, AUDIT_REQUEST);
	start = clock_ticks();
	must(with_entry ? audit_change(db, &c, &e) : writer_run(db, &bare, &e), "change", &e);
	double took = (double)(clock_ticks() - start) / 1e3;

	arena_free(a);
	return took;
}

static void writing(struct db *db)
{
	static double with[CHANGES], without[CHANGES];
	struct writer_call rows = { .run = make_rows };
	struct err e = { 0 };

	must(writer_run(db, &rows, &e), "rows", &e);
	for (int64_t i = 0; i < CHANGES; i++) {
		without[i] = change_ms(db, i, false);
		with[i] = change_ms(db, i, true);
	}
	qsort(with, CHANGES, sizeof(*with), by_size);
	qsort(without, CHANGES, sizeof(*without), by_size);
	double a = with[CHANGES / 2], b = without[CHANGES / 2];

	printf("%-52s %10.3f ms\n", "a change of ten rows, without its entry", b);
	printf("%-52s %10.3f ms   the entry is %.0f %%\n", "with it", a, (a - b) / a * 100);
}

int main(int argc, char **argv)
{
	char dir[] = "bench-audit.XXXXXX", path[128], url[160];
	struct arena *a = arena_new((size_t)2 << 30);
	struct err e = { 0 };
	struct db *db;

	entries = argc > 1 ? atoll(argv[1]) : ENTRIES;
	log_level(LOG_ERROR);
	if (!mkdtemp(dir))
		stop(dir, "no folder");
	snprintf(path, sizeof(path), "%s/log.db", dir);
	snprintf(url, sizeof(url), "sqlite:%s", path);
	must(db_open(&db, str_z(url), DB_SERVE, &e), url, &e);
	db_close(db);
	fill(path, a);
	must(db_open(&db, str_z(url), DB_SERVE, &e), url, &e);
	must(audit_ready(db, &e), "tiles", &e);
	checking(db);
	writing(db);
	db_close(db);
	for (const char *const *end = (const char *const[]){ "", "-wal", "-shm", ".lock", NULL };
		*end; end++) {
		snprintf(url, sizeof(url), "%s%s", path, *end);
		unlink(url);
	}
	rmdir(dir);
	return 0;
}

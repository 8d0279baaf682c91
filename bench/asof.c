/*
 * "Agencies and communes in force under province X on date D": ours against raw SQLite
 * with the plain query on the plain tables (bench/asof.md).
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "agency/agency.h"
#include "agency_sql.h"
#include "place/place.h"
#include "place_sql.h"

enum { ROUNDS = 5, SAMPLES = 20000, ARENA = 64 << 20 };

static const struct date days[] = { { 2020, 1, 1 }, { 2024, 1, 15 }, { 2024, 12, 31 },
	{ 2025, 3, 1 }, { 2025, 6, 30 }, { 2025, 7, 1 }, { 2026, 1, 1 }, { 2026, 4, 30 } };

static NORETURN void stop(const char *what, const struct err *e)
{
	fprintf(stderr, "bench: %s: %s\n", what, e ? e->detail : "");
	exit(1);
}

/* --- the questions: every province of every day */

struct question {
	char code[8], day[16];
	struct date on;
};

static struct question questions[1000];
static size_t n_questions;

static void ask_for(struct db *db, struct date on)
{
	struct arena *a = arena_new(ARENA);
	struct place_provinces_rows rows;
	struct db_read *r;
	struct err e = { 0 };

	if (!db_read_begin(db, a, &r, &e) || !place_provinces(r, on, &rows, &e))
		stop("provinces", &e);
	LIST_EACH(p, &rows) {
		struct question *q = &questions[n_questions++];

		q->on = on;
		snprintf(q->code, sizeof(q->code), "%.*s", STR_ARG(p->code));
		snprintf(q->day, sizeof(q->day), "%.*s", STR_ARG(date_iso(a, on)));
	}
	db_read_end(r);
	arena_free(a);
}

/* --- samples */

struct samples {
	double us[SAMPLES];
	size_t n;
	size_t rows;
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void add_sample(struct samples *s, int64_t started, size_t rows)
{
	if (s->n < SAMPLES)
		s->us[s->n++] = (double)(clock_ticks() - started);
	s->rows += rows;
}

static double part(struct samples *s, double share)
{
	qsort(s->us, s->n, sizeof(*s->us), by_value);
	return s->us[(size_t)(share * (double)(s->n - 1))];
}

static double total(const struct samples *s)
{
	double sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += s->us[i];
	return sum;
}

/* --- ours */

static size_t answer(struct db *db, struct arena *a, const struct question *q)
{
	struct agency_in_province_rows agencies;
	struct place_communes_rows communes;
	struct db_read *r;
	struct err e = { 0 };

	if (!db_read_begin(db, a, &r, &e) ||
		!agency_in_province(r, str_z(q->code), q->on, &agencies, &e) ||
		!place_communes(r, str_z(q->code), q->on, &communes, &e))
		stop("ours", &e);
	db_read_end(r);
	return agencies.n + communes.n;
}

static void run_ours(struct db *db, struct samples *s)
{
	struct arena *a = arena_new(ARENA);

	for (size_t i = 0; i < n_questions; i++) {
		int64_t started = clock_ticks();
		size_t rows = answer(db, a, &questions[i]);

		add_sample(s, started, rows);
		arena_reset(a);
	}
	arena_free(a);
}

/* --- raw: a place knows the one above it and its days, an agency its place and its days */

static const char plain_tables[] =
	"ATTACH '%s' AS src;"
	"CREATE TABLE p(id INTEGER PRIMARY KEY, code TEXT, kind TEXT, above TEXT, name TEXT, a "
	"TEXT, z TEXT);"
	"CREATE TABLE g(id INTEGER PRIMARY KEY, place INTEGER, code TEXT, kind TEXT, name TEXT, a "
	"TEXT, z TEXT);"
	"INSERT INTO p SELECT id, code, kind, CASE WHEN kind = 'province' THEN NULL"
	" ELSE coalesce(district_code, province_code) END, full_name, valid_from, valid_to FROM "
	"src.place;"
	"INSERT INTO g SELECT id, place_id, code, kind, name, valid_from, valid_to FROM src.agency"
	" WHERE place_id IS NOT NULL;"
	"CREATE INDEX p_code ON p(code); CREATE INDEX p_above ON p(above); CREATE INDEX g_place ON "
	"g(place);"
	"DETACH src; ANALYZE;";

static const char plain_query[] =
	"WITH RECURSIVE under AS ("
	" SELECT id, code, kind, name FROM p WHERE code = ?1 AND (a IS NULL OR a <= ?2) AND (z IS "
	"NULL OR z >= ?2)"
	" UNION ALL SELECT p.id, p.code, p.kind, p.name FROM under u JOIN p ON p.above = u.code"
	" WHERE (p.a IS NULL OR p.a <= ?2) AND (p.z IS NULL OR p.z >= ?2))"
	" SELECT g.id, g.code, g.name, g.kind FROM under u JOIN g ON g.place = u.id"
	" WHERE (g.a IS NULL OR g.a <= ?2) AND (g.z IS NULL OR g.z >= ?2)"
	" UNION ALL SELECT id, code, name, kind FROM under WHERE kind = 'commune' ORDER BY 4, 3";

static void sql(sqlite3 *s, const char *text)
{
	char *message = NULL;

	if (sqlite3_exec(s, text, NULL, NULL, &message) != SQLITE_OK) {
		fprintf(stderr, "bench: raw: %s\n", message);
		exit(1);
	}
}

static sqlite3 *open_plain(const char *source, const char *path)
{
	sqlite3 *s;
	char *text = sqlite3_mprintf(plain_tables, source);

	if (sqlite3_open(path, &s) != SQLITE_OK)
		stop("raw", NULL);
	sql(s, "PRAGMA journal_mode=WAL");
	sql(s, text);
	sqlite3_free(text);
	return s;
}

/* Rows are copied out, as ours are: names that vanish with the next row answer nobody. */
static void run_raw(sqlite3 *s, struct samples *samples)
{
	struct arena *a = arena_new(ARENA);
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(s, plain_query, -1, &q, NULL) != SQLITE_OK)
		stop(sqlite3_errmsg(s), NULL);
	for (size_t i = 0; i < n_questions; i++) {
		int64_t started = clock_ticks();
		size_t rows = 0;

		sqlite3_bind_text(q, 1, questions[i].code, -1, SQLITE_STATIC);
		sqlite3_bind_text(q, 2, questions[i].day, -1, SQLITE_STATIC);
		while (sqlite3_step(q) == SQLITE_ROW) {
			for (int k = 1; k < 4; k++)
				str_dup(a, str_n((const char *)sqlite3_column_text(q, k),
						   (size_t)sqlite3_column_bytes(q, k)));
			rows++;
		}
		sqlite3_reset(q);
		add_sample(samples, started, rows);
		arena_reset(a);
	}
	sqlite3_finalize(q);
	arena_free(a);
}

/* --- */

static void load(struct db *db)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct audit_entry who = { .actor_name = S("bench"), .permission = S("agency.manage") };
	struct place_load places;
	struct agency_load agencies;
	struct err e = { 0 };

	if (!place_load(db, a, &who, &places, &e) || !agency_load(db, a, &who, &agencies, &e))
		stop("load", &e);
	arena_free(a);
}

static void print(const char *name, struct samples *s, double base)
{
	printf("%-22s %8.2f %8.2f %8.2f ms   %7zu rows/round   %5.2f x raw\n", name,
		part(s, 0.5) / 1000, part(s, 0.99) / 1000, part(s, 1) / 1000, s->rows / ROUNDS,
		base / total(s));
}

static struct db *open_ours(const char *url)
{
	struct err e = { 0 };
	struct db *db;

	if (!db_open(&db, str_z(url), DB_SERVE, &e))
		stop("open", &e);
	load(db);
	return db;
}

int main(void)
{
	static struct samples ours, raw, postgres;
	char dir[] = "/tmp/bench-asof.XXXXXX", url[128], path[64], plain[64];
	const char *server = getenv("POSTGRES_URL");
	struct db *second = NULL;

	log_level(LOG_WARN);
	if (!mkdtemp(dir))
		stop("mkdtemp", NULL);
	snprintf(path, sizeof(path), "%s/ours.db", dir);
	snprintf(plain, sizeof(plain), "%s/plain.db", dir);
	snprintf(url, sizeof(url), "sqlite:%s", path);
	struct db *db = open_ours(url);
	sqlite3 *s = open_plain(path, plain);

	if (server)
		second = open_ours(server);
	for (size_t i = 0; i < COUNT(days); i++)
		ask_for(db, days[i]);
	for (int round = 0; round < ROUNDS; round++) {
		run_ours(db, &ours);
		run_raw(s, &raw);
		if (second)
			run_ours(second, &postgres);
	}
	if (ours.rows != raw.rows)
		stop("the two do not answer alike", NULL);
	printf("%zu questions (every province on %zu days), %d rounds in turn\n", n_questions,
		COUNT(days), ROUNDS);
	printf("%-22s %8s %8s %8s\n", "", "p50", "p99", "most");
	print("ours, SQLite", &ours, total(&raw));
	print("raw SQLite, plain query", &raw, total(&raw));
	if (second)
		print("ours, PostgreSQL", &postgres, total(&raw));
	printf("the whole nation, one day: ours %.1f ms, raw %.1f ms\n",
		total(&ours) / 1000 / (ROUNDS * COUNT(days)),
		total(&raw) / 1000 / (ROUNDS * COUNT(days)));
	printf("p99 under 20 ms: %s\n", part(&ours, 0.99) < 20000 ? "yes" : "no");
	sqlite3_close(s);
	db_close(db);
	db_close(second);
	fflush(stdout);
	char *command[] = { "rm", "-rf", dir, NULL };

	execvp("rm", command);
	return 1;
}

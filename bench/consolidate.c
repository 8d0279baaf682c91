/*
 * Ten years of a form from every commune, added up as pages ask for it: ours, and SQLite with a row a
 * figure beside it; bench/consolidate.mjs has the other peers and puts them side by side.
 *
 *	consolidate fill DB PLAIN      writes both, makes the totals anew and compares
 *	consolidate ask DB PLAIN       warm, in turn
 *	consolidate once DB NTH        one question of a process that has just begun
 *	consolidate plain PLAIN NTH    the same of the peer
 *
 * Answers are lines of JSON.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "access/access.h"
#include "agency/agency.h"
#include "agency_sql.h"
#include "form/gather.h"
#include "form/total.h"
#include "form_sql.h"
#include "place/place.h"
#include "place_sql.h"

enum { CELLS = 250, SHARE = 10, SLOT = 17, A_CHANGE = 500, ROUNDS = 7, ARENA = 1 << 30 };

static NORETURN void stop(const char *what, const struct err *e)
{
	fprintf(stderr, "bench: %s: %s\n", what, e ? e->detail : "");
	exit(1);
}

static double seconds(int64_t from)
{
	return (double)(clock_ticks() - from) / 1e6;
}

static uint64_t seed = 1;

static uint64_t draw(uint64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % below;
}

/* --- the form: 25 rows of 10 columns */

static struct str form_file(struct arena *a)
{
	struct buf b = { .arena = a };

	buf_add(&b, S("form\tbench\tBiểu\tForm\nedition\t1\t\t\nbasis\town\t0\tbench\n"
		      "periods\tquarter\nreports\tpolice\tcommune\ntable\tA\tA\tA\n"));
	for (int i = 1; i <= 10; i++)
		buf_addf(&b, "column\t%d\tC\tC\t\t\t\n", i);
	for (int i = 1; i <= CELLS / 10; i++)
		buf_addf(&b, "row\tR%d\tR\tR\tcount\tperiod\tadditive\t\n", i);
	return buf_str(&b);
}

/* --- who reports */

struct unit {
	int64_t agency, place, province;
};
typedef LIST(struct unit) units;

static void units_on(struct db *db, struct arena *a, struct date day, units *out)
{
	struct place_provinces_rows provinces;
	struct db_read *r;
	struct err e = { 0 };

	if (!db_read_begin(db, a, &r, &e) || !place_provinces(r, day, &provinces, &e))
		stop("provinces", &e);
	LIST_EACH(p, &provinces) {
		struct agency_in_province_rows rows;

		if (!agency_in_province(r, p->code, day, &rows, &e))
			stop("agencies", &e);
		LIST_EACH(x, &rows)
			if (str_eq(x->kind, S("police")) && str_eq(x->level, S("commune")))
				LIST_PUSH(a, out, ((struct unit){ x->id, x->place_id, p->id }));
	}
	db_read_end(r);
}

/* --- what they report: written as the page writes it, but for an entry of the log each */

struct piece {
	const struct form_edition *f;
	int64_t edition;
	struct calendar_period period;
	const struct unit *v;
	size_t n;
	sqlite3_stmt *cell, *sub;
	int number; /* of the period */
};

static void fill(struct form_figure *v)
{
	for (int i = 0; i < CELLS; i++)
		v[i] = draw(SHARE) ? (struct form_figure){ FORM_ZERO, 0 }
				   : (struct form_figure){ FORM_VALUE, 1 + (int64_t)draw(40) };
}

static void put_plain(const struct piece *p, const struct unit *u, const struct form_figure *v)
{
	sqlite3_bind_int(p->sub, 1, p->number);
	sqlite3_bind_int64(p->sub, 2, u->place);
	if (sqlite3_step(p->sub) != SQLITE_DONE)
		stop("plain", NULL);
	sqlite3_reset(p->sub);
	for (int i = 0; i < CELLS; i++) {
		if (v[i].state != FORM_VALUE)
			continue;
		sqlite3_bind_int(p->cell, 1, p->number);
		sqlite3_bind_int64(p->cell, 2, u->place);
		sqlite3_bind_int(p->cell, 3, i);
		sqlite3_bind_int64(p->cell, 4, v[i].n);
		if (sqlite3_step(p->cell) != SQLITE_DONE)
			stop("plain", NULL);
		sqlite3_reset(p->cell);
	}
}

static bool put_one(struct db_write *w, const struct piece *p, const struct unit *u, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct form_sheet_by_id_row row = { .agency_code = S("x"),
		.agency_name = S("x"),
		.period_system = p->period.system,
		.period_from = p->period.from,
		.period_to = p->period.to,
		.map_date = p->period.to };
	struct form_body_head head = { .f = p->f, .sheet = &row, .number = 1, .author = S("x") };
	struct form_figure v[CELLS];
	struct form_vector one;
	struct str body, digest;
	int64_t id, sub, changed;

	fill(v);
	put_plain(p, u, v);
	body = form_body_write(a, &head, v, &digest);
	one = form_vector_of(a, v, CELLS);
	return form_sheet_add(w, p->edition, u->agency, S("police"), u->place, u->province,
		       p->period.system, p->period.from, p->period.to, p->period.to, S(""), 0,
		       S("x"), &id, e) &&
	       form_submission_add(w, id, u->agency, 1, body, digest, S(""), false, 1, S("x"), 0,
		       str_fmt(a, "%032lld", (long long)id), &sub, e) &&
	       form_sheet_sent(w, id, 1, 1, form_vector_pack(a, &one), 0, S("x"), &changed, e);
}

static bool apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct piece *p = c->arg;

	for (size_t i = 0; i < p->n; i++)
		if (!put_one(w, p, &p->v[i], e))
			return false;
	return true;
}

static void put_period(struct db *db, const struct piece *all, const units *list)
{
	for (size_t at = 0; at < list->n; at += A_CHANGE) {
		struct change c = { .entry = { .actor_name = S("bench"),
					    .permission = S("bench"),
					    .action = S("bench") },
			.apply = apply };
		struct piece p = *all;
		struct err e = { 0 };

		p.v = &list->v[at];
		p.n = list->n - at < A_CHANGE ? list->n - at : A_CHANGE;
		c.arg = &p;
		if (!audit_change(db, &c, &e))
			stop("put", &e);
	}
}

/* --- the peer: a row a figure, a row a submission, an index for either way of asking */

static void run(sqlite3 *s, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(s, sql, NULL, NULL, &why) != SQLITE_OK) {
		fprintf(stderr, "bench: %s\n", why);
		exit(1);
	}
}

static const char plain_tables[] =
	"PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
	"PRAGMA cache_size = -2000000;"
	"CREATE TABLE cell(period INTEGER, place INTEGER, cell INTEGER, value INTEGER,"
	" PRIMARY KEY (period, place, cell)) WITHOUT ROWID;"
	"CREATE TABLE sub(period INTEGER, place INTEGER, PRIMARY KEY (period, place)) WITHOUT "
	"ROWID;"
	"CREATE TABLE unit(place INTEGER PRIMARY KEY, province INTEGER, heir INTEGER);"
	"BEGIN";

/* By the same arithmetic as the pages': the province of then, and of today. */
static void put_units(sqlite3 *s, struct db *db, struct date today)
{
	struct arena *a = arena_new(ARENA);
	struct form_flows_rows flows;
	sqlite3_stmt *put;
	struct db_read *r;
	struct err e = { 0 };
	struct date maps[] = { PLACE_OLD_MAP_END, today };

	if (!db_read_begin(db, a, &r, &e) || !form_flows(r, STR_NULL, DATE_NONE, today, &flows, &e))
		stop("flows", &e);
	sqlite3_prepare_v2(s, "INSERT OR IGNORE INTO unit VALUES(?, ?, ?)", -1, &put, NULL);
	for (size_t i = 0; i < COUNT(maps); i++) {
		units list = { 0 };

		units_on(db, a, maps[i], &list);
		LIST_EACH(u, &list) {
			int64_t heir = 0;

			LIST_EACH(f, &flows)
				if (f->origin == u->province)
					heir = f->id;
			sqlite3_bind_int64(put, 1, u->place);
			sqlite3_bind_int64(put, 2, u->province);
			sqlite3_bind_int64(put, 3, heir);
			sqlite3_step(put);
			sqlite3_reset(put);
		}
	}
	sqlite3_finalize(put);
	db_read_end(r);
	arena_free(a);
}

/* --- the questions */

struct answer {
	int64_t sum, groups;
};

struct ask_all {
	struct db *db;
	sqlite3 *plain;
	int64_t edition;
	struct calendar_period last;
	int period;
	struct date today;
};

static void gather(
	const struct ask_all *q, struct arena *a, struct date map, struct form_gathered *g)
{
	struct form_ask ask = { .account = ACCOUNT_SYSTEM,
		.edition = q->edition,
		.system = q->last.system,
		.upto = q->last.to,
		.map = map };
	struct db_read *r;
	struct err e = { 0 };

	if (!db_read_begin(q->db, a, &r, &e) || !form_gather(r, &ask, CELLS, g, &e))
		stop("gather", &e);
	db_read_end(r);
}

static struct answer ours_table(const struct ask_all *q, struct arena *a, bool mapped)
{
	struct form_gathered g;
	struct answer out = { 0 };

	gather(q, a, mapped ? q->today : DATE_NONE, &g);
	LIST_EACH(p, &g.parts)
		for (int i = 0; i < CELLS; i++) {
			out.sum += p->v.v[i].sum;
			out.groups += p->v.v[i].given > 0;
		}
	return out;
}

static struct answer ours_series(const struct ask_all *q, struct arena *a, bool mapped)
{
	struct form_series s;
	struct answer out = { 0 };
	struct db_read *r;
	struct err e = { 0 };

	if (!db_read_begin(q->db, a, &r, &e) ||
		!form_series(r, ACCOUNT_SYSTEM, q->edition, S("quarter"), SLOT,
			mapped ? q->today : DATE_NONE, &s, &e))
		stop("series", &e);
	db_read_end(r);
	for (size_t i = 0; i < s.n; i++)
		for (size_t k = 0; k < s.periods.n; k++) {
			out.sum += s.rows[i].v[k].sum;
			out.groups += s.rows[i].v[k].given > 0;
		}
	return out;
}

static struct answer plain(const struct ask_all *q, const char *sql, int64_t parameter)
{
	struct answer out = { 0 };
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(q->plain, sql, -1, &st, NULL) != SQLITE_OK)
		stop(sqlite3_errmsg(q->plain), NULL);
	sqlite3_bind_int64(st, 1, parameter);
	while (sqlite3_step(st) == SQLITE_ROW) {
		out.sum += sqlite3_column_int64(st, 2);
		out.groups++;
	}
	sqlite3_finalize(st);
	return out;
}

static const struct {
	const char *name, *sql;
	struct answer (*ours)(const struct ask_all *q, struct arena *a, bool mapped);
	bool mapped;
} questions[] = {
	{ "national table, as reported",
		"SELECT u.province, c.cell, sum(c.value) FROM cell c JOIN unit u ON u.place = "
		"c.place WHERE c.period = ? GROUP BY 1, 2",
		ours_table, false },
	{ "national table, today's map",
		"SELECT u.heir, c.cell, sum(c.value) FROM cell c JOIN unit u ON u.place = c.place "
		"WHERE c.period = ? GROUP BY 1, 2",
		ours_table, true },
	{ "ten years of a cell, as reported",
		"SELECT c.period, u.province, sum(c.value) FROM cell c JOIN unit u ON u.place = "
		"c.place WHERE c.cell = ? GROUP BY 1, 2",
		ours_series, false },
	{ "ten years of a cell, today's map",
		"SELECT c.period, u.heir, sum(c.value) FROM cell c JOIN unit u ON u.place = c.place "
		"WHERE c.cell = ? GROUP BY 1, 2",
		ours_series, true },
};

static int by_value(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static bool is_series(size_t nth)
{
	return questions[nth].ours == ours_series;
}

static struct answer answer_of(const struct ask_all *q, size_t nth, bool ours)
{
	struct arena *a;
	struct answer out;

	if (!ours)
		return plain(q, questions[nth].sql, is_series(nth) ? SLOT : q->period);
	a = arena_new(ARENA);
	out = questions[nth].ours(q, a, questions[nth].mapped);
	arena_free(a);
	return out;
}

static void print(size_t nth, const char *who, const struct answer *answer, double ms, double first)
{
	printf("{\"question\":%zu,\"name\":\"%s\",\"who\":\"%s\",\"ms\":%.3f,\"first\":%.3f,"
	       "\"sum\":%lld,\"groups\":%lld}\n",
		nth, questions[nth].name, who, ms, first, (long long)answer->sum,
		(long long)answer->groups);
}

/* Rounds alternate; the median is warm. */
static void ask_warm(const struct ask_all *q, size_t nth)
{
	double ms[2][ROUNDS], first[2];
	struct answer answers[2];

	for (int k = 0; k < ROUNDS; k++)
		for (int ours = 0; ours < 2; ours++) {
			int64_t from = clock_ticks();

			answers[ours] = answer_of(q, nth, ours);
			ms[ours][k] = seconds(from) * 1e3;
		}
	if (answers[0].sum != answers[1].sum || answers[0].groups != answers[1].groups)
		stop("the answers differ", NULL);
	for (int ours = 2; ours-- > 0;) {
		first[ours] = ms[ours][0];
		qsort(ms[ours], ROUNDS, sizeof(double), by_value);
		print(nth, ours ? "ours" : "sqlite", &answers[ours], ms[ours][ROUNDS / 2],
			first[ours]);
	}
}

/* --- each cell of each period, against the peer's sum */

static int64_t differing(const struct ask_all *q, struct arena *a, const calendar_periods *periods)
{
	int64_t *sums = NEW_N(a, int64_t, periods->n * CELLS);
	int64_t wrong = 0;
	sqlite3_stmt *st;

	sqlite3_prepare_v2(
		q->plain, "SELECT period, cell, sum(value) FROM cell GROUP BY 1, 2", -1, &st, NULL);
	while (sqlite3_step(st) == SQLITE_ROW)
		sums[sqlite3_column_int(st, 0) * CELLS + sqlite3_column_int(st, 1)] =
			sqlite3_column_int64(st, 2);
	sqlite3_finalize(st);
	for (size_t i = 0; i < periods->n; i++) {
		struct ask_all one = *q;
		struct arena *own = arena_new(ARENA);
		struct form_gathered g;

		one.last = periods->v[i];
		gather(&one, own, DATE_NONE, &g);
		for (int k = 0; k < CELLS; k++)
			wrong += g.total.v[k].sum != sums[i * CELLS + (size_t)k];
		arena_free(own);
	}
	return wrong;
}

/* --- what is asked for */

static void open_ours(struct ask_all *q, const char *url)
{
	struct err e = { 0 };

	if (!db_open(&q->db, str_z(url), DB_SERVE, &e))
		stop("open", &e);
}

static void open_plain(struct ask_all *q, const char *path)
{
	if (sqlite3_open(path, &q->plain) != SQLITE_OK)
		stop(path, NULL);
	run(q->plain, "PRAGMA cache_size = -2000000");
}

static calendar_periods all_periods(struct arena *a)
{
	int years = getenv("YEARS") ? (int)strtol(getenv("YEARS"), NULL, 10) : 10;
	calendar_periods out = { 0 };

	calendar_periods_in(
		a, S("quarter"), DATE((int16_t)(2026 - years), 1, 1), DATE(2025, 12, 31), &out);
	return out;
}

static void compare(struct ask_all *q, const struct audit_entry *by, bool mend, const char *what)
{
	struct form_recomputed done;
	struct err e = { 0 };
	int64_t from = clock_ticks();

	if (!form_recompute(q->db, mend, by, &done, &e) ||
		(!mend && (done.wrong_sheets || done.wrong_totals)))
		stop("the totals differ", &e);
	printf("{\"what\":\"%s\",\"totals\":%lld,\"seconds\":%.1f}\n", what, (long long)done.totals,
		seconds(from));
}

static void load(struct ask_all *q, struct arena *a, struct form_edition *f)
{
	struct audit_entry by = {
		.actor_name = S("bench"), .permission = S("bench"), .action = S("bench")
	};
	struct change form = { .entry = by };
	struct agency_load agencies;
	struct place_load places;
	struct err e = { 0 };
	bool known;

	if (!access_ready(q->db, &e) || !place_load(q->db, a, &by, &places, &e) ||
		!agency_load(q->db, a, &by, &agencies, &e) ||
		!form_load_prepare(a, q->db, S("bench"), form_file(a), &form, &known, &e) ||
		!audit_change(q->db, &form, &e) ||
		!form_edition_read(a, S("bench"), form_file(a), f, &e))
		stop("load", &e);
	q->edition = form.entry.object_id;
}

static void fill_all(struct ask_all *q, struct arena *a)
{
	struct audit_entry by = {
		.actor_name = S("bench"), .permission = S("bench"), .action = S("bench")
	};
	calendar_periods periods = all_periods(a);
	int64_t from = clock_ticks(), sent = 0;
	struct form_edition f;
	struct piece p = { .f = &f };

	load(q, a, &f);
	p.edition = q->edition;
	run(q->plain, plain_tables);
	sqlite3_prepare_v2(q->plain, "INSERT INTO cell VALUES(?, ?, ?, ?)", -1, &p.cell, NULL);
	sqlite3_prepare_v2(q->plain, "INSERT INTO sub VALUES(?, ?)", -1, &p.sub, NULL);
	LIST_EACH(x, &periods) {
		units list = { 0 };

		units_on(q->db, a, x->to, &list);
		p.period = *x;
		p.number = (int)(x - periods.v);
		put_period(q->db, &p, &list);
		sent += (int64_t)list.n;
	}
	put_units(q->plain, q->db, q->today);
	sqlite3_finalize(p.cell);
	sqlite3_finalize(p.sub);
	run(q->plain, "COMMIT; CREATE INDEX cell_way ON cell(cell, period, place, value); ANALYZE");
	printf("{\"what\":\"written\",\"submissions\":%lld,\"periods\":%zu,\"seconds\":%.1f}\n",
		(long long)sent, periods.n, seconds(from));
	compare(q, &by, true, "made anew");
	compare(q, &by, false, "compared");
	if (differing(q, a, &periods))
		stop("the peer's sums differ", NULL);
	printf("{\"what\":\"the peer's sums\",\"sums\":%zu}\n", periods.n * CELLS);
}

static void find_edition(struct ask_all *q, struct arena *a)
{
	struct form_edition_numbered_row row;
	struct db_read *r;
	struct err e = { 0 };
	bool found;

	if (!db_read_begin(q->db, a, &r, &e) ||
		!form_edition_numbered(r, S("bench"), 1, &row, &found, &e) || !found)
		stop("edition", &e);
	q->edition = row.id;
	db_read_end(r);
}

static void once(struct ask_all *q, struct arena *a, size_t nth, bool ours, const char *path)
{
	int64_t from = clock_ticks();
	struct answer answer;

	if (ours) {
		open_ours(q, path);
		find_edition(q, a);
	} else {
		open_plain(q, path);
	}
	answer = answer_of(q, nth, ours);
	print(nth, ours ? "ours" : "sqlite", &answer, seconds(from) * 1e3, seconds(from) * 1e3);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(ARENA);
	struct ask_all q = { .today = { 2026, 1, 1 } };
	calendar_periods periods = all_periods(a);
	const char *mode = argc == 4 ? argv[1] : "";
	bool both = !strcmp(mode, "fill") || !strcmp(mode, "ask");
	size_t nth = argc == 4 ? (size_t)strtoul(argv[3], NULL, 10) : 0;

	if (!both && ((strcmp(mode, "once") && strcmp(mode, "plain")) || nth >= COUNT(questions)))
		return fprintf(stderr,
			       "usage: consolidate fill|ask DB PLAIN | once|plain DB NTH\n"),
		       2;
	log_level(LOG_WARN);
	q.last = periods.v[periods.n - 3]; /* the last on the map of 63 provinces */
	q.period = (int)periods.n - 3;
	if (!both) {
		once(&q, a, nth, !strcmp(mode, "once"), argv[2]);
	} else {
		open_ours(&q, argv[2]);
		open_plain(&q, argv[3]);
		if (!strcmp(mode, "fill"))
			fill_all(&q, a);
		else
			find_edition(&q, a);
		for (size_t i = 0; !strcmp(mode, "ask") && i < COUNT(questions); i++)
			ask_warm(&q, i);
	}
	db_close(q.db);
	sqlite3_close(q.plain);
	arena_free(a);
	return 0;
}

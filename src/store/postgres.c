/*
 * PostgreSQL 15: a connection with its prepared statements, and a pipeline for what is
 * queued. Parameters travel typed and binary, results as text.
 */
#include "store/engine.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdlib.h>

enum {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_FLOAT4 = 700,
	OID_FLOAT8 = 701,
	OID_NUMERIC = 1700,
	PARAMS_MOST = 64, /* mksql allows no more */
	QUEUE_MOST = 128, /* answers to that many fit into a socket's buffer */
	VERSION_LEAST = 150000
};

/* The writers' lock: "haidang" as a number. */
#define BEGIN_WRITE "BEGIN; SELECT pg_advisory_xact_lock(29382281403068007)"
/* BEGIN alone takes no snapshot. */
#define BEGIN_READ "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1"

struct postgres {
	struct conn conn;
	PGconn *pg;
	bool *prepared; /* by stmt.id */
	size_t n_prepared;
	PGresult *result; /* to be cleared after a jump out of reading it */
	int queued;
	bool savepoint; /* one stands that nobody needs */
};

static struct postgres *of(struct conn *c)
{
	return (struct postgres *)c;
}

static bool fail(struct postgres *q, const PGresult *res, const char *what, struct err *e)
{
	const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
	const char *message = res ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;

	err_detail(e, "%s: %s %s", what, state ? state : "-",
		message ? message : PQerrorMessage(q->pg));
	if (PQstatus(q->pg) != CONNECTION_OK)
		return FAIL(e, ERR_BUSY, T_store_lost);
	struct str s = str_z(state ? state : "");

	if (str_eq(s, S("53100")))
		return FAIL(e, ERR_STORE, T_store_full);
	if (str_starts(s, S("23")))
		return FAIL(e, ERR_CONFLICT, T_store_constraint);
	if (str_starts(s, S("40")) || str_starts(s, S("55P")) || str_starts(s, S("57")))
		return FAIL(e, ERR_BUSY, T_store_busy);
	return FAIL(e, ERR_STORE, T_store_failed);
}

/* Runs control statements; the last one's result counts. */
static bool control(struct postgres *q, const char *sql, struct err *e)
{
	PGresult *res = PQexec(q->pg, sql);
	ExecStatusType status = PQresultStatus(res);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

	if (!ok)
		fail(q, res, sql, e);
	PQclear(res);
	return ok;
}

/* --- opening */

static void postgres_close(struct conn *c)
{
	struct postgres *q = of(c);

	PQclear(q->result);
	PQfinish(q->pg);
	free(q->prepared);
	free(q);
}

static void no_notice(void *arg, const char *message)
{
	(void)arg;
	log_debug("store.notice", "%s", message);
}

/* What an acknowledged change rests on. */
static bool check_durable(struct postgres *q, struct err *e)
{
	static const char *const settings[] = { "fsync", "synchronous_commit", "full_page_writes" };
	PGresult *res = PQexec(q->pg, "SELECT current_setting('fsync'),"
				      " current_setting('synchronous_commit'),"
				      " current_setting('full_page_writes')");
	bool ok = PQresultStatus(res) == PGRES_TUPLES_OK;

	if (!ok)
		fail(q, res, "settings", e);
	for (int i = 0; ok && i < (int)COUNT(settings); i++)
		if (strcmp(PQgetvalue(res, 0, i), "off") == 0)
			ok = FAIL(e, ERR_CONFLICT, T_store_not_durable, str_z(settings[i]));
	PQclear(res);
	return ok;
}

static bool check_server(struct postgres *q, bool writes, struct err *e)
{
	const char *encoding = PQparameterStatus(q->pg, "server_encoding");

	if (PQserverVersion(q->pg) < VERSION_LEAST)
		return FAIL(e, ERR_CONFLICT, T_store_too_old,
			str_z(PQparameterStatus(q->pg, "server_version")));
	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return FAIL(e, ERR_CONFLICT, T_store_not_utf8, str_z(encoding ? encoding : "?"));
	/* Our statements are short: compiling one takes seconds, planning one anew for each value of
	 * its parameters a tenth of one, running it milliseconds. */
	return control(q,
		       "SET lock_timeout = '30s'; SET jit = off;"
		       " SET plan_cache_mode = force_generic_plan",
		       e) &&
	       (!writes || check_durable(q, e));
}

/* The address as given may hold a password: people see the database's name only. */
static bool fail_open(struct postgres *q, struct err *e)
{
	const char *name = PQdb(q->pg);

	err_detail(e, "%s", PQerrorMessage(q->pg));
	return FAIL(e, ERR_STORE, T_store_open_failed, str_z(name ? name : "PostgreSQL"));
}

static bool postgres_open(struct conn **out, const char *url, bool writes, struct err *e)
{
	/* what the address says comes last and wins */
	const char *const names[] = { "connect_timeout", "application_name", "dbname",
		"client_encoding", NULL };
	const char *const values[] = { "10", "haidang", url, "UTF8", NULL };
	struct postgres *q = calloc(1, sizeof(*q));

	if (!q)
		die("out of memory");
	q->conn.engine = &engine_postgres;
	q->pg = PQconnectdbParams(names, values, 1);
	PQsetNoticeProcessor(q->pg, no_notice, NULL);
	bool ok = PQstatus(q->pg) == CONNECTION_OK ? check_server(q, writes, e) : fail_open(q, e);

	if (ok)
		*out = &q->conn;
	else
		postgres_close(&q->conn);
	return ok;
}

static bool postgres_alive(struct conn *c)
{
	return PQstatus(of(c)->pg) == CONNECTION_OK;
}

/* --- the pipeline */

/* The answers to what was queued, up to the mark behind it. */
static bool collect(struct postgres *q, struct err *e)
{
	bool ok = true, more = true;

	while (more) {
		PGresult *res = PQgetResult(q->pg);
		ExecStatusType status = res ? PQresultStatus(res) : PGRES_COMMAND_OK;

		if (status == PGRES_PIPELINE_SYNC || PQstatus(q->pg) != CONNECTION_OK)
			more = false;
		if (res && status != PGRES_PIPELINE_SYNC && status != PGRES_COMMAND_OK &&
			status != PGRES_TUPLES_OK && ok)
			ok = fail(q, res, "batch", e);
		PQclear(res);
	}
	if (PQstatus(q->pg) != CONNECTION_OK && ok)
		ok = fail(q, NULL, "batch", e);
	return ok;
}

static bool postgres_flush(struct conn *c, struct err *e)
{
	struct postgres *q = of(c);

	if (PQpipelineStatus(q->pg) == PQ_PIPELINE_OFF)
		return true;
	bool ok = PQpipelineSync(q->pg) ? collect(q, e) : fail(q, NULL, "batch", e);

	q->queued = 0;
	if (!PQexitPipelineMode(q->pg) && ok)
		ok = fail(q, NULL, "batch", e);
	return ok;
}

/* --- transactions */

static bool postgres_begin(struct conn *c, bool writes, struct err *e)
{
	return control(of(c), writes ? BEGIN_WRITE : BEGIN_READ, e);
}

static void forget_running(struct postgres *q)
{
	struct err ignored = { 0 };

	PQclear(q->result);
	q->result = NULL;
	postgres_flush(&q->conn, &ignored);
}

static void postgres_rollback(struct conn *c)
{
	struct postgres *q = of(c);

	forget_running(q);
	q->savepoint = false;
	if (PQstatus(q->pg) == CONNECTION_OK && PQtransactionStatus(q->pg) != PQTRANS_IDLE)
		PQclear(PQexec(q->pg, "ROLLBACK"));
}

static enum commit postgres_commit(struct conn *c, struct err *e)
{
	struct postgres *q = of(c);
	PGresult *res = PQexec(q->pg, "COMMIT");
	enum commit end = COMMIT_DONE;

	q->savepoint = false;
	if (PQresultStatus(res) != PGRES_COMMAND_OK) {
		fail(q, res, "COMMIT", e);
		end = PQstatus(q->pg) == CONNECTION_OK ? COMMIT_FAILED : COMMIT_UNKNOWN;
	} else if (strcmp(PQcmdStatus(res), "COMMIT") != 0) {
		FAIL(e, ERR_STORE, T_store_failed); /* a failed transaction answers ROLLBACK */
		end = COMMIT_FAILED;
	}
	PQclear(res);
	return end;
}

/* A released savepoint is given up together with the setting of the next: one round trip. */
static bool postgres_savepoint(struct conn *c, struct err *e)
{
	struct postgres *q = of(c);
	bool ok = control(
		q, q->savepoint ? "RELEASE change; SAVEPOINT change" : "SAVEPOINT change", e);

	q->savepoint = false;
	return ok;
}

static bool postgres_release(struct conn *c, struct err *e)
{
	(void)e;
	of(c)->savepoint = true;
	return true;
}

static bool postgres_undo(struct conn *c, struct err *e)
{
	struct postgres *q = of(c);

	forget_running(q);
	return control(q, "ROLLBACK TO change; RELEASE change", e);
}

/* --- statements */

struct params {
	const char *values[PARAMS_MOST];
	int lengths[PARAMS_MOST];
	int formats[PARAMS_MOST];
	union {
		uint64_t number;
		char day[24];
	} room[PARAMS_MOST];
};

static Oid oid_of(enum stmt_type type)
{
	switch (type) {
	case STMT_INT:
	case STMT_BOOL:
		return OID_INT8;
	case STMT_REAL:
		return OID_FLOAT8;
	case STMT_BLOB:
		return OID_BYTEA;
	case STMT_TEXT:
	case STMT_DATE:
		break;
	}
	return OID_TEXT;
}

static bool is_prepared(const struct postgres *q, const struct stmt *s)
{
	return s->id < q->n_prepared && q->prepared[s->id];
}

static void mark_prepared(struct postgres *q, const struct stmt *s)
{
	if (s->id >= q->n_prepared) {
		size_t n = s->id + 64;

		q->prepared = realloc(q->prepared, n * sizeof(*q->prepared));
		if (!q->prepared)
			die("out of memory");
		memset(q->prepared + q->n_prepared, 0, (n - q->n_prepared) * sizeof(*q->prepared));
		q->n_prepared = n;
	}
	q->prepared[s->id] = true;
}

static bool prepare(struct postgres *q, const struct stmt *s, struct err *e)
{
	Oid oids[PARAMS_MOST];

	if (is_prepared(q, s))
		return true;
	if (!postgres_flush(&q->conn, e))
		return false;
	for (size_t i = 0; i < s->n_in; i++)
		oids[i] = oid_of(s->in[i].type);
	PGresult *res = PQprepare(q->pg, s->name, s->postgres, (int)s->n_in, oids);
	bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;

	if (ok)
		mark_prepared(q, s);
	else
		fail(q, res, s->name, e);
	PQclear(res);
	return ok;
}

static void set_number(struct params *p, size_t i, uint64_t bits)
{
	p->room[i].number = htobe64(bits);
	p->values[i] = (const char *)&p->room[i].number;
	p->lengths[i] = sizeof(uint64_t);
}

static void set_param(
	struct params *p, size_t i, const struct stmt_field *f, const union stmt_value *v)
{
	uint64_t bits;

	p->formats[i] = 1;
	p->values[i] = NULL;
	p->lengths[i] = 0;
	if (stmt_is_null(f, v))
		return;
	switch (f->type) {
	case STMT_INT:
		set_number(p, i, (uint64_t)v->i);
		break;
	case STMT_BOOL:
		set_number(p, i, v->b);
		break;
	case STMT_REAL:
		memcpy(&bits, &v->d, sizeof(bits));
		set_number(p, i, bits);
		break;
	case STMT_TEXT:
	case STMT_BLOB:
		p->values[i] = v->s.p;
		p->lengths[i] = (int)v->s.n;
		break;
	case STMT_DATE:
		p->lengths[i] = snprintf(p->room[i].day, sizeof(p->room[i].day), "%04d-%02d-%02d",
			v->date.year, v->date.month, v->date.day);
		p->values[i] = p->room[i].day;
		break;
	}
}

static bool set_params(
	struct params *p, const struct stmt *s, const union stmt_value *in, struct err *e)
{
	for (size_t i = 0; i < s->n_in; i++) {
		bool bytes = s->in[i].type == STMT_TEXT || s->in[i].type == STMT_BLOB;

		if (bytes && in[i].s.n > INT32_MAX)
			return FAIL(e, ERR_TOO_LARGE, T_store_too_large);
		set_param(p, i, &s->in[i], &in[i]);
	}
	return true;
}

/* --- results */

static int hex_digit(char c)
{
	return c >= 'a' ? c - 'a' + 10 : c - '0';
}

/* "\x68c3…", PostgreSQL's own writing of bytes. */
static struct str unhex(struct arena *a, struct str s)
{
	size_t n = s.n >= 2 ? (s.n - 2) / 2 : 0;
	char *p = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = (char)(hex_digit(s.p[2 + 2 * i]) << 4 | hex_digit(s.p[3 + 2 * i]));
	return str_n(p, n);
}

static bool read_number(struct sink *sink, void *row, size_t i, struct str s, struct err *e)
{
	int64_t v;

	if (sink->s->out[i].type != STMT_REAL && str_to_int(s, &v))
		return sink_int(sink, row, i, v, e);
	return sink_real(sink, row, i, strtod(s.p, NULL), e);
}

static bool read_column(
	const PGresult *res, int n, struct sink *sink, void *row, int i, struct err *e)
{
	size_t at = (size_t)i;
	struct str s = str_n(PQgetvalue(res, n, i), (size_t)PQgetlength(res, n, i));

	if (PQgetisnull(res, n, i))
		return sink_null(sink, row, at, e);
	switch (PQftype(res, i)) {
	case OID_BOOL:
		return sink_int(sink, row, at, s.p[0] == 't', e);
	case OID_INT2:
	case OID_INT4:
	case OID_INT8:
	case OID_NUMERIC:
	case OID_FLOAT4:
	case OID_FLOAT8:
		return read_number(sink, row, at, s, e);
	case OID_BYTEA:
		return sink_bytes(sink, row, at, unhex(sink->arena, s), e);
	default:
		return sink_bytes(sink, row, at, s, e);
	}
}

static bool read_rows(const PGresult *res, struct sink *sink, struct err *e)
{
	for (int n = 0; n < PQntuples(res); n++) {
		void *row = sink_row(sink, e);

		if (!row)
			return false;
		for (int i = 0; i < (int)sink->s->n_out; i++)
			if (!read_column(res, n, sink, row, i, e))
				return false;
	}
	return true;
}

static bool postgres_run(struct conn *c, const struct stmt *s, const union stmt_value *in,
	struct sink *sink, int64_t *changed, struct err *e)
{
	struct postgres *q = of(c);
	struct params p;

	if (!postgres_flush(c, e) || !prepare(q, s, e) || !set_params(&p, s, in, e))
		return false;
	q->result = PQexecPrepared(q->pg, s->name, (int)s->n_in, p.values, p.lengths, p.formats, 0);
	ExecStatusType status = PQresultStatus(q->result);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

	if (!ok)
		fail(q, q->result, s->name, e);
	else
		ok = read_rows(q->result, sink, e);
	if (ok && changed)
		ok = str_to_int(str_z(PQcmdTuples(q->result)), changed);
	PQclear(q->result);
	q->result = NULL;
	return ok;
}

static bool postgres_queue(
	struct conn *c, const struct stmt *s, const union stmt_value *in, struct err *e)
{
	struct postgres *q = of(c);
	struct params p;

	if (!prepare(q, s, e) || !set_params(&p, s, in, e))
		return false;
	if (!PQenterPipelineMode(q->pg) || !PQsendQueryPrepared(q->pg, s->name, (int)s->n_in,
						   p.values, p.lengths, p.formats, 0))
		return fail(q, NULL, s->name, e);
	return ++q->queued < QUEUE_MOST || postgres_flush(c, e);
}

static bool postgres_script(struct conn *c, const struct migration *m, struct err *e)
{
	PGresult *res = PQexec(of(c)->pg, m->postgres);
	ExecStatusType status = PQresultStatus(res);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
		  status == PGRES_EMPTY_QUERY;

	if (!ok)
		fail(of(c), res, m->name, e);
	PQclear(res);
	return ok;
}

static bool fits(enum stmt_type type, Oid oid)
{
	bool whole = oid == OID_INT2 || oid == OID_INT4 || oid == OID_INT8;

	switch (type) {
	case STMT_INT:
		return whole || oid == OID_NUMERIC; /* what sum() makes of int8 */
	case STMT_BOOL:
		return whole || oid == OID_BOOL;
	case STMT_REAL:
		return whole || oid == OID_NUMERIC || oid == OID_FLOAT4 || oid == OID_FLOAT8;
	case STMT_BLOB:
		return oid == OID_BYTEA;
	case STMT_TEXT:
	case STMT_DATE:
		break;
	}
	return oid == OID_TEXT;
}

/* Also compares the results with what was declared: SQLite knows no type of an expression. */
static bool postgres_prepare(struct conn *c, const struct stmt *s, struct err *e)
{
	struct postgres *q = of(c);

	if (!prepare(q, s, e))
		return false;
	PGresult *res = PQdescribePrepared(q->pg, s->name);
	bool ok = PQresultStatus(res) == PGRES_COMMAND_OK && PQnfields(res) == (int)s->n_out;

	for (size_t i = 0; ok && i < s->n_out; i++) {
		Oid oid = PQftype(res, (int)i);

		ok = fits(s->out[i].type, oid);
		if (!ok)
			err_detail(e, "%s: %s is of type %u", s->name, s->out[i].name, oid);
	}
	PQclear(res);
	return ok || FAIL(e, ERR_INTERNAL, T_store_failed);
}

static void postgres_idle(struct conn *c, bool quiet)
{
	(void)c;
	(void)quiet;
}

const struct engine engine_postgres = {
	.kind = "postgres",
	.open = postgres_open,
	.close = postgres_close,
	.alive = postgres_alive,
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.savepoint = postgres_savepoint,
	.release = postgres_release,
	.undo = postgres_undo,
	.run = postgres_run,
	.queue = postgres_queue,
	.flush = postgres_flush,
	.script = postgres_script,
	.prepare = postgres_prepare,
	.idle = postgres_idle,
};

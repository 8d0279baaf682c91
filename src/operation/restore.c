/*
 * The way back: a backup into an empty place, looked at closely before it is given out
 * as the database.
 */
#include "operation/backup.h"

#include "access/access.h"
#include "base/json.h"
#include "outbox/outbox.h"

static bool fill(void *ctx, struct str bytes, struct err *e)
{
	return db_fill_write(ctx, bytes, e);
}

static bool is_kind(const struct envelope_head *head, struct str url, struct err *e)
{
	bool file = str_starts(url, S("sqlite:"));

	return file == str_eq(head->kind, S("sqlite")) ||
	       FAIL(e, ERR_INPUT, T_operation_other_kind, head->kind);
}

/* --- is it what was backed up */

static bool same_counts(struct arena *a, const struct table_counts *want,
	const struct table_counts *have, struct err *e)
{
	for (size_t i = 0; i < want->n || i < have->n; i++) {
		const struct table_count *w = i < want->n ? &want->v[i] : NULL;
		const struct table_count *h = i < have->n ? &have->v[i] : NULL;

		if (w && h && str_eq(w->name, h->name) && w->rows == h->rows)
			continue;
		return FAIL(e, ERR_CONFLICT, T_operation_counts_differ, w ? w->name : h->name,
			str_fmt(a, "%lld", (long long)(w ? w->rows : 0)),
			str_fmt(a, "%lld", (long long)(h ? h->rows : 0)));
	}
	return true;
}

static bool compare(struct arena *a, struct db_fill *f, const struct envelope_manifest *manifest,
	struct restored *out, struct err *e)
{
	struct arena *own = arena_new((size_t)64 << 20);
	struct table_counts have;
	struct db_read *r;
	bool ok = db_fill_read(f, own, &r, e) && db_counts(r, &have, e) &&
		  same_counts(a, &manifest->tables, &have, e);

	arena_free(own);
	out->tables = (int64_t)manifest->tables.n;
	LIST_EACH(t, &manifest->tables)
		out->rows += t->rows;
	return ok;
}

/* --- what the program makes of it */

static bool doubt_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct restored *out = c->arg;

	return outbox_doubt(w, &out->doubted, e);
}

/* The restored database says in its own log where it comes from. */
static bool note(struct db *db, struct arena *a, struct restored *out, struct err *e)
{
	struct change c = { .apply = doubt_apply, .arg = out };
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_time(&j, "made", out->head.made);
	json_int(&j, "log_size", out->head.log_size);
	json_str(&j, "log_head", out->head.log_head);
	json_close(&j);
	access_by_command(a, PERM_operation_manage, &c.entry);
	c.entry.action = S("operation.restore");
	c.entry.object = S("backup");
	c.entry.detail = buf_str(&b);
	return audit_change(db, &c, e);
}

static bool check_log(struct db *db, struct restored *out, struct err *e)
{
	struct arena *own = arena_new((size_t)256 << 20);
	struct db_read *r;
	bool ok = db_read_begin(db, own, &r, e) && audit_verify(r, &out->log, e);

	arena_free(own);
	/* the head says how much of it there was */
	if (ok && out->log.fault == AUDIT_SOUND && out->log.entries != out->head.log_size)
		ok = FAIL(e, ERR_CONFLICT, T_operation_log_differs);
	return ok;
}

/* Opening brings an older database up to date. */
static bool look_at(
	struct arena *a, struct str url, bool trial, struct restored *out, struct err *e)
{
	struct db *db = NULL;
	bool ok = db_open(&db, url, DB_COMMAND, e) && check_log(db, out, e) &&
		  (trial || note(db, a, out, e));

	db_close(db);
	return ok;
}

/* --- the whole of it */

static bool bring_back(struct arena *a, const struct restore_job *job, struct opened *o,
	struct db_fill *f, struct restored *out, struct err *e)
{
	return opened_read(o, fill, f, e) && db_fill_finish(f, e) &&
	       compare(a, f, opened_manifest(o), out, e) &&
	       look_at(a, db_fill_url(f), job->trial, out, e) && db_fill_keep(f, e);
}

static bool restore_to(struct arena *a, const struct restore_job *job, struct opened *o,
	struct str url, struct restored *out, struct err *e)
{
	struct db_fill *f;

	if (!db_fill_begin(&f, url, &job->place, e))
		return false;
	bool ok = bring_back(a, job, o, f, out, e);

	db_fill_end(f);
	return ok;
}

bool restore_run(
	struct arena *a, const struct restore_job *job, struct restored *out, struct err *e)
{
	struct opened *o;
	struct str scratch;

	*out = (struct restored){ 0 };
	if (!envelope_open(&o, a, job->fd, job->secret, e))
		return false;
	out->head = *opened_head(o);
	if (!is_kind(&out->head, job->db_url, e))
		return false;
	if (!job->trial)
		return restore_to(a, job, o, job->db_url, out, e);
	if (!db_scratch_make(a, job->db_url, &job->place, &scratch, e))
		return false;
	bool ok = restore_to(a, job, o, scratch, out, e);

	db_scratch_drop(a, job->db_url, scratch);
	return ok;
}

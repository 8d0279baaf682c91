#include "work/evidence.h"

#include "access/access.h"
#include "base/json.h"

struct adding {
	const struct actor *actor;
	int64_t result;
	struct file_new file;
};

static bool is_closed(const struct evidence_result_row *x)
{
	return !str_eq(x->task_state, S("open")) ||
	       !(str_eq(x->state, S("in")) || str_eq(x->state, S("doing")) ||
		       str_eq(x->state, S("returned")));
}

bool evidence_may(struct db_read *r, const struct actor *actor,
	const struct evidence_result_row *result, bool *may, struct err *e)
{
	*may = false;
	return is_closed(result) || access_may(r, actor, PERM_work_act, result->agency_id, may, e);
}

static bool check(struct db_read *r, const struct actor *actor, int64_t result,
	struct evidence_result_row *row, struct err *e)
{
	bool found, may;

	if (!evidence_result(r, result, actor->account, row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_work_evidence_absent);
	if (is_closed(row))
		return FAIL(e, ERR_CONFLICT, T_work_evidence_late);
	if (!access_may(r, actor, PERM_work_act, row->agency_id, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_work_not_yours);
}

static bool put(struct db_write *w, const struct actor *actor, int64_t result, int64_t nth,
	int64_t id, const struct file_new *f, struct err *e)
{
	return evidence_add(w, result, nth, id, f->name, str_z(file_kind_name(f->kind)),
		(int64_t)f->bytes.n, clock_now(), actor->account, actor->display, e);
}

bool evidence_keep(struct db_write *w, const struct actor *actor, int64_t result,
	const struct file_new *file, struct err *e)
{
	int64_t id;

	return file_put(w, file, &id, e) && put(w, actor, result, 1, id, file, e);
}

static bool apply(struct db_write *w, struct change *c, struct err *e)
{
	struct adding *x = c->arg;
	struct evidence_result_row row;
	struct evidence_held_row held;
	int64_t file;
	bool found;

	if (!check(db_write_read(w), x->actor, x->result, &row, e) ||
		!file_put(w, &x->file, &file, e) ||
		!evidence_held(db_write_read(w), x->result, file, &held, &found, e))
		return false;
	if (held.same)
		return FAIL(e, ERR_CONFLICT, T_work_evidence_twice, x->file.name);
	if (held.files >= EVIDENCE_FILES)
		return FAIL(e, ERR_CONFLICT, T_work_evidence_many,
			str_fmt(db_write_arena(w), "%d", EVIDENCE_FILES));
	return put(w, x->actor, x->result, held.files + 1, file, &x->file, e);
}

static struct str detail(struct arena *a, const struct adding *x)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "result", x->result);
	json_str(&j, "name", x->file.name);
	json_str(&j, "digest", x->file.digest);
	json_close(&j);
	return buf_str(&out);
}

bool evidence_prepare(struct arena *a, struct db_read *r, const struct actor *actor, int64_t result,
	struct str name, struct str bytes, struct change *c, struct err *e)
{
	struct adding *x = NEW(a, struct adding);
	struct evidence_result_row row;

	*x = (struct adding){ .actor = actor, .result = result };
	if (!check(r, actor, result, &row, e) || !file_prepare(a, name, bytes, &x->file, e))
		return false;
	c->arg = x;
	c->apply = apply;
	c->entry.object = S("task");
	c->entry.object_id = row.task_id;
	c->entry.detail = detail(a, x);
	return true;
}

#include "committee/attach.h"

#include "base/json.h"
#include "committee/committee.h"
#include "directive_sql.h"
#include "file/file.h"
#include "meeting_sql.h"
#include "team_sql.h"

/* --- whose it is */

/* The agency that keeps the record; DB_NULL: there is none that the account may read. */
static bool keeper_of(struct db_read *r, const struct actor *by, const struct attach_to *to,
	int64_t *keeper, struct err *e)
{
	struct directive_by_id_row directive;
	struct meeting_by_id_row meeting;
	struct team_by_id_row team;
	bool found = false, ok = false;

	*keeper = DB_NULL;
	switch (to->kind) {
	case ATTACH_MEETING:
		ok = meeting_by_id(r, to->id, by->account, &meeting, &found, e);
		*keeper = found ? meeting.agency_id : DB_NULL;
		break;
	case ATTACH_DIRECTIVE:
		ok = directive_by_id(r, to->id, by->account, &directive, &found, e);
		*keeper = found ? directive.agency_id : DB_NULL;
		break;
	case ATTACH_FINDING:
		ok = team_by_id(r, to->team, by->account, &team, &found, e);
		*keeper = found ? team.agency_id : DB_NULL;
		break;
	}
	return ok;
}

/* Who has to mend what was found shows that it is mended, until the finding is closed. */
static bool mends(struct db_read *r, const struct actor *by, const struct attach_to *to, bool *may,
	struct err *e)
{
	struct team_finding_by_id_row f;
	bool found;

	if (!team_finding_by_id(r, to->id, to->team, &f, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (*may || f.agency_id == DB_NULL || str_eq(f.state, S("closed")))
		return true;
	return access_may(r, by, PERM_work_act, f.agency_id, may, e);
}

bool attach_may(struct db_read *r, const struct actor *by, const struct attach_to *to, bool *may,
	struct err *e)
{
	int64_t keeper;

	*may = false;
	if (!keeper_of(r, by, to, &keeper, e))
		return false;
	if (keeper == DB_NULL)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (!access_may(r, by, PERM_committee_manage, keeper, may, e))
		return false;
	return to->kind != ATTACH_FINDING || mends(r, by, to, may, e);
}

/* --- reading */

static int64_t id_where(const struct attach_to *to, enum attach_kind kind)
{
	return to->kind == kind ? to->id : DB_NULL;
}

bool attach_list(
	struct db_read *r, const struct attach_to *to, struct attach_files_rows *out, struct err *e)
{
	return attach_files(r, id_where(to, ATTACH_MEETING), id_where(to, ATTACH_DIRECTIVE),
		id_where(to, ATTACH_FINDING), out, e);
}

bool attach_find(struct db_read *r, const struct attach_to *to, int64_t id,
	struct attach_by_id_row *out, bool *found, struct err *e)
{
	return attach_by_id(r, id, id_where(to, ATTACH_MEETING), id_where(to, ATTACH_DIRECTIVE),
		id_where(to, ATTACH_FINDING), out, found, e);
}

/* --- handing in */

struct attach {
	struct actor by;
	struct attach_to to;
	struct file_new file;
};

static bool takes(
	struct db_read *r, const struct actor *by, const struct attach_to *to, struct err *e)
{
	struct attach_files_rows files;
	bool may;

	if (!attach_may(r, by, to, &may, e))
		return false;
	if (!may)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (!attach_list(r, to, &files, e))
		return false;
	return files.n < ATTACH_MOST || FAIL(e, ERR_CONFLICT, T_committee_many_files);
}

static bool apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attach *x = c->arg;
	const struct attach_to *to = &x->to;
	int64_t file, row;

	return takes(db_write_read(w), &x->by, to, e) && file_put(w, &x->file, &file, e) &&
	       attach_add(w, id_where(to, ATTACH_MEETING), id_where(to, ATTACH_DIRECTIVE),
		       id_where(to, ATTACH_FINDING), file, x->file.name,
		       str_z(file_kind_name(x->file.kind)), (int64_t)x->file.bytes.n, x->by.account,
		       x->by.display.n ? x->by.display : x->by.name, clock_now(), &row, e);
}

static struct str detail(struct arena *a, const struct attach *x)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	if (x->to.kind == ATTACH_FINDING)
		json_int(&j, "finding", x->to.id);
	json_str(&j, "sha256", x->file.digest);
	json_close(&j);
	return buf_str(&out);
}

bool attach_prepare(struct db_read *r, const struct actor *by, const struct attach_to *to,
	struct str name, struct str bytes, struct change *c, struct err *e)
{
	static const struct str objects[] = { [ATTACH_MEETING] = S("meeting"),
		[ATTACH_DIRECTIVE] = S("directive"),
		[ATTACH_FINDING] = S("team") };
	struct arena *a = db_read_arena(r);
	struct attach *x = NEW(a, struct attach);

	x->by = *by;
	x->to = *to;
	if (!takes(r, by, to, e) || !file_prepare(a, name, bytes, &x->file, e))
		return false;
	c->entry.object = objects[to->kind];
	c->entry.object_id = to->kind == ATTACH_FINDING ? to->team : to->id;
	c->entry.detail = detail(a, x);
	c->apply = apply;
	c->arg = x;
	return true;
}

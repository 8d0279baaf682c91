/*
 * Files that show an activity. What is counted only takes none: a paper names persons.
 */
#include "access/access.h"
#include "activity/activity.h"
#include "activity_sql.h"
#include "file/file.h"

enum { FILES_MAX = 20 };

struct attach {
	struct actor actor;
	struct file_new file;
	int64_t activity;
};

static bool takes_files(
	struct db_read *r, const struct actor *actor, int64_t activity, struct err *e)
{
	struct activity_now_row now;
	struct activity_file_count_row count;
	const struct activity_kind *k;
	bool found, may = false;

	if (!activity_now(r, activity, &now, &found, e) ||
		!activity_file_count(r, activity, &count, &(bool){ false }, e))
		return false;
	if (found && !access_may(r, actor, PERM_activity_write, now.agency_id, &may, e))
		return false;
	k = found ? activity_kind(now.kind) : NULL;
	if (!may || !k)
		return FAIL(e, ERR_ABSENT, T_activity_absent);
	if (k->counts_only)
		return FAIL(e, ERR_CONFLICT, T_activity_counts_only);
	if (str_eq(now.state, S("withdrawn")))
		return FAIL(e, ERR_CONFLICT, T_activity_is_withdrawn);
	return count.n < FILES_MAX || FAIL(e, ERR_CONFLICT, T_activity_many_files);
}

static bool attach_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attach *x = c->arg;
	int64_t file, row;

	return takes_files(db_write_read(w), &x->actor, x->activity, e) &&
	       file_put(w, &x->file, &file, e) &&
	       activity_file_add(w, x->activity, file, x->file.name,
		       str_z(file_kind_name(x->file.kind)), (int64_t)x->file.bytes.n,
		       x->actor.account, x->actor.name, clock_now(), &row, e);
}

bool activity_attach_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t activity, struct str name, struct str bytes, struct change *c, struct err *e)
{
	struct attach *x = NEW(a, struct attach);

	x->actor = *actor;
	x->activity = activity;
	if (!takes_files(r, actor, activity, e) || !file_prepare(a, name, bytes, &x->file, e))
		return false;
	c->entry.action = S("activity.attach");
	c->entry.object = S("activity");
	c->entry.object_id = activity;
	c->entry.detail = str_fmt(a, "{\"sha256\":\"%.*s\"}", STR_ARG(x->file.digest));
	c->apply = attach_apply;
	c->arg = x;
	return true;
}

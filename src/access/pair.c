#include "access/pair.h"

#include "access/account.h"
#include "base/json.h"

enum { OTHERS = 50 };

bool pair_others(struct db_read *r, enum permission p, int64_t account, int64_t agency,
	struct pair_others_at_rows *out, struct err *e)
{
	return pair_others_at(r, account, str_z(permission_name(p)), agency, OTHERS, out, e);
}

bool pair_needed(struct db_read *r, enum permission p, int64_t account, int64_t agency,
	bool *needed, struct err *e)
{
	struct pair_others_at_rows others;
	struct pair_of_row row;
	bool found;

	*needed = false;
	if (!pair_of(r, str_z(permission_name(p)), &row, &found, e))
		return false;
	if (!found || !row.needed || agency == DB_NULL || account == ACCOUNT_SYSTEM)
		return true;
	if (!pair_others(r, p, account, agency, &others, e))
		return false;
	*needed = others.n > 0;
	return true;
}

/* --- the rule */

struct setting {
	struct str kind;
	bool needed;
	int64_t version;
};

static bool set_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct setting *s = c->arg;
	int64_t changed;

	if (!pair_set(w, s->kind, s->needed, s->version, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_access_pair_stale);
}

static struct str detail_of(struct arena *a, const struct setting *s)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "kind", s->kind);
	json_bool(&j, "needed", s->needed);
	json_close(&j);
	return buf_str(&b);
}

bool pair_prepare_set(struct db *db, struct db_read *r, const struct actor *by, struct str kind,
	bool needed, int64_t version, struct change *c, struct err *e)
{
	struct setting *s = NEW(db_read_arena(r), struct setting);
	struct pair_may_set_row may;
	struct pair_of_row row;
	bool found;

	*s = (struct setting){ kind, needed, version };
	c->apply = set_apply;
	c->arg = s;
	c->entry.action = S("access.pair");
	c->entry.object = S("pair");
	c->entry.detail = detail_of(db_read_arena(r), s);
	if (!pair_of(r, kind, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_access_no_permission, kind);
	if (!pair_may_set(r, by->account, &may, &found, e))
		return false;
	return found || access_refuse(db, c, T_access_beyond_reach, e);
}

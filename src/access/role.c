/*
 * The built-in roles: compiled in, kept in the database so that statements can join them.
 */
#include "access/access.h"
#include "access_sql.h"

static const struct built_in {
	const char *code;
	enum text_id name;
	const char *permissions; /* separated by a space */
} built_in[] = {
#define ROLE(code, name, permissions) { code, name, permissions },
#include "access/roles.def"
#undef ROLE
};

static bool role_write(
	struct db_write *w, const struct built_in *role, int64_t place, struct err *e)
{
	struct str rest = str_z(role->permissions), permission;
	int64_t id;

	if (!access_role_put(w, str_z(role->code), text_get(LANG_VI, role->name),
		    text_get(LANG_EN, role->name), place, &id, e) ||
		!access_role_clear(w, id, e))
		return false;
	while (str_split(&rest, ' ', &permission)) {
		if (permission_of(permission) == PERM_COUNT) {
			err_detail(e, "roles.def: %.*s", STR_ARG(permission));
			return FAIL(e, ERR_INTERNAL, T_access_role_broken, str_z(role->code));
		}
		if (!access_role_allow(w, id, permission, e))
			return false;
	}
	return true;
}

static bool roles_apply(struct db_write *w, struct change *c, struct err *e)
{
	(void)c;
	for (size_t i = 0; i < COUNT(built_in); i++)
		if (!role_write(w, &built_in[i], (int64_t)i + 1, e))
			return false;
	return true;
}

static bool holds(const struct built_in *role, struct str permission)
{
	struct str rest = str_z(role->permissions), one;

	while (str_split(&rest, ' ', &one))
		if (str_eq(one, permission))
			return true;
	return false;
}

static size_t count_permissions(void)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT(built_in); i++) {
		struct str rest = str_z(built_in[i].permissions), one;

		while (str_split(&rest, ' ', &one))
			n++;
	}
	return n;
}

/* The rows are in the order of roles and permissions; any difference counts. */
static bool as_compiled(const struct access_role_permission_list_rows *rows)
{
	if (rows->n != count_permissions())
		return false;
	LIST_EACH(row, rows) {
		const struct built_in *role = NULL;

		for (size_t i = 0; i < COUNT(built_in); i++)
			if (str_eq(str_z(built_in[i].code), row->code))
				role = &built_in[i];
		if (!role || !holds(role, row->permission) ||
			!str_eq(row->name_vi, text_get(LANG_VI, role->name)) ||
			!str_eq(row->name_en, text_get(LANG_EN, role->name)))
			return false;
	}
	return true;
}

bool access_ready(struct db *db, struct err *e)
{
	struct arena *a = arena_new((size_t)1 << 20);
	struct access_role_permission_list_rows rows;
	struct db_read *r;
	bool ok = db_read_begin(db, a, &r, e);

	if (!ok)
		goto out;
	ok = access_role_permission_list(r, &rows, e);
	db_read_end(r);
	if (ok && !as_compiled(&rows)) {
		struct change c = { .apply = roles_apply };

		c.entry = (struct audit_entry){
			.actor = ACCOUNT_SYSTEM,
			.actor_name = S("system:start"),
			.permission = S("system"),
			.action = S("role.built_in"),
			.object = S("role"),
			.detail = str_fmt(a, "{\"roles\":%zu}", COUNT(built_in)),
		};
		ok = audit_change(db, &c, e);
	}
out:
	arena_free(a);
	return ok;
}

#include "store/migrate.h"

#include "store/engine.h"
#include "store_sql.h"

static const struct migration *migration_of(const struct migration *list, size_t n, int64_t number)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].number == number)
			return &list[i];
	return NULL;
}

/* One that was applied must be in the list, and unchanged. */
static bool check_applied(const struct store_migrations_row *row, const struct migration *list,
	size_t n, struct err *e)
{
	const struct migration *m = migration_of(list, n, row->number);

	if (!m)
		return FAIL(e, ERR_CONFLICT, T_store_newer, row->name);
	if (!str_eq(row->digest, str_z(m->digest)))
		return FAIL(e, ERR_CONFLICT, T_store_migration_changed, row->name);
	return true;
}

static bool applied(struct db_read *r, struct store_migrations_rows *rows, struct err *e)
{
	struct store_migrated_row there;
	bool found;

	*rows = (struct store_migrations_rows){ 0 };
	if (!store_migrated(r, &there, &found, e))
		return false;
	return !there.there || store_migrations(r, rows, e);
}

static bool check(struct db_read *r, const struct migration *list, size_t n,
	struct store_migrations_rows *rows, struct err *e)
{
	if (!applied(r, rows, e))
		return false;
	LIST_EACH(row, rows)
		if (!check_applied(row, list, n, e))
			return false;
	return true;
}

static bool is_applied(const struct store_migrations_rows *rows, int number)
{
	LIST_EACH(row, rows)
		if (row->number == number)
			return true;
	return false;
}

bool migrate_check(
	struct conn *c, const struct migration *list, size_t n, size_t *missing, struct err *e)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct db_read r = { .conn = c, .arena = a };
	struct store_migrations_rows rows;
	bool ok = c->engine->begin(c, false, e) && check(&r, list, n, &rows, e);

	*missing = 0;
	for (size_t i = 0; ok && i < n; i++)
		*missing += !is_applied(&rows, list[i].number);
	c->engine->rollback(c);
	arena_free(a);
	return ok;
}

/* Inside a transaction of the writer. */
static bool apply(struct conn *c, struct db_write *w, const struct migration *m, struct err *e)
{
	if (!c->engine->script(c, m, e) || !store_migration_add(w, m->number, str_z(m->name),
						   str_z(m->digest), clock_now(), e)) {
		err_detail(e, "migration %s", m->name);
		return false;
	}
	log_info("store.migrated", "migration=%s", m->name);
	return true;
}

/* The lock of the writer keeps others from applying the same one at the same time. */
static bool apply_next(
	struct conn *c, const struct migration *list, size_t n, bool *more, struct err *e)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct db_write w = { .read = { .conn = c, .arena = a }, .batch = { c } };
	struct store_migrations_rows rows;
	size_t i = 0;
	bool ok = c->engine->begin(c, true, e) && check(&w.read, list, n, &rows, e);

	while (ok && i < n && is_applied(&rows, list[i].number))
		i++;
	*more = ok && i < n;
	if (*more)
		ok = apply(c, &w, &list[i], e) && c->engine->commit(c, e) == COMMIT_DONE;
	c->engine->rollback(c);
	arena_free(a);
	return ok;
}

bool migrate(struct conn *c, const struct migration *list, size_t n, struct err *e)
{
	bool more = true;

	while (more)
		if (!apply_next(c, list, n, &more, e))
			return false;
	return true;
}

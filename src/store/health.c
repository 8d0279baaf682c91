#include "store/health.h"

#include "store/copy_engine.h"
#include "store_sql.h"

enum { GUARDS = 2 };

bool db_health(struct db_read *r, struct db_health *out, struct err *e)
{
	struct store_health_row row;
	bool found;

	*out = (struct db_health){ 0 };
	if (!store_health(r, &row, &found, e) || !found)
		return e->code == ERR_NONE;
	out->clock = row.clock;
	out->superuser = row.privileged;
	out->unsealed = row.far && !row.encrypted;
	out->schema_open = row.open;
	out->unguarded = row.guards < GUARDS;
	out->bytes = row.size;
	return true;
}

bool db_sound(struct str url, struct err *e)
{
	struct arena *a = arena_new((size_t)1 << 20);
	char *where;
	const struct copy_engine *how = copy_engine_of(a, url, &where);
	bool ok = !how || !how->sound || how->sound(where, e);

	arena_free(a);
	return ok;
}

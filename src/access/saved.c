#include "access/saved.h"

#include "saved_sql.h"

struct saving {
	int64_t account, id;
	struct str name, route, address;
};

static bool apply_add(struct db_write *w, struct change *c, struct err *e)
{
	struct saving *s = c->arg;
	struct saved_count_row count;
	bool found;

	if (!saved_count(db_write_read(w), s->account, s->name, &count, &found, e))
		return false;
	if (count.same)
		return FAIL(e, ERR_CONFLICT, T_access_saved_taken, s->name);
	if (count.n >= SAVED_MOST)
		return FAIL(e, ERR_CONFLICT, T_access_saved_many,
			str_fmt(db_write_arena(w), "%d", SAVED_MOST));
	return saved_add(
		w, s->account, s->name, s->route, s->address, clock_now(), &c->entry.object_id, e);
}

static size_t letters(struct str s)
{
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len, n++)
		str_rune(s, i, &len);
	return n;
}

bool saved_add_prepare(struct arena *a, const struct actor *actor, struct str name,
	struct str route, struct str address, struct change *c, struct err *e)
{
	struct saving *s = NEW(a, struct saving);

	*s = (struct saving){ actor->account, 0, str_trim(name), route, address };
	if (s->name.n == 0 || letters(s->name) > SAVED_NAME ||
		str_find_char(s->name, '\n', 0) != SIZE_MAX)
		return FAIL(e, ERR_INPUT, T_access_saved_name, str_fmt(a, "%d", SAVED_NAME));
	c->arg = s;
	c->apply = apply_add;
	c->entry.object = S("saved");
	return true;
}

static bool apply_remove(struct db_write *w, struct change *c, struct err *e)
{
	const struct saving *s = c->arg;
	int64_t changed;

	if (!saved_remove(w, s->id, s->account, &changed, e))
		return false;
	return changed || FAIL(e, ERR_ABSENT, T_access_saved_absent);
}

bool saved_remove_prepare(
	struct arena *a, const struct actor *actor, int64_t id, struct change *c, struct err *e)
{
	struct saving *s = NEW(a, struct saving);

	(void)e;
	*s = (struct saving){ .account = actor->account, .id = id };
	c->arg = s;
	c->apply = apply_remove;
	c->entry.object = S("saved");
	c->entry.object_id = id;
	return true;
}

#include "trail/trail.h"

#include "access/access.h"
#include "trail_sql.h"

static const int64_t hour_us = INT64_C(3600) * 1000000;

bool trail_reader(
	struct db_read *r, const struct actor *actor, struct trail_reader *out, struct err *e)
{
	struct trail_whole_row row = { 0 };
	bool found;

	if (!trail_whole(r, actor->account, &row, &found, e))
		return false;
	*out = (struct trail_reader){ actor->account,
		row.whole > 0 || actor->account == ACCOUNT_SYSTEM };
	return true;
}

#define TAKE(a, out, rows)                                                         \
	LIST_EACH(x, rows)                                                         \
	LIST_PUSH((a), (out),                                                      \
		((struct trail_line){ { x->seq, x->at,                             \
					      { .actor = x->actor,                 \
						      .actor_name = x->actor_name, \
						      .permission = x->permission, \
						      .action = x->action,         \
						      .object = x->object,         \
						      .object_id = x->object_id,   \
						      .detail = x->detail } },     \
			x->removed_by == DB_NULL ? 0 : x->removed_by }))

/* The first moment of a day in Viet Nam. */
static int64_t begins(struct date d)
{
	return (date_number(d) * INT64_C(24) - 7) * hour_us;
}

/* One way in each: what is asked for most closely leads. */

static bool by_refusal(struct db_read *r, const struct trail_reader *who, int64_t first,
	int64_t last, int64_t before, int64_t most, struct trail_lines *out, struct err *e)
{
	struct trail_refusals_rows rows;

	if (!trail_refusals(r, who->account, who->whole, first, last, before, most, &rows, e))
		return false;
	TAKE(db_read_arena(r), out, &rows);
	return true;
}

static bool by_actor(struct db_read *r, const struct trail_reader *who,
	const struct trail_filter *f, int64_t first, int64_t last, int64_t before, int64_t most,
	struct trail_lines *out, struct err *e)
{
	struct trail_by_actor_rows rows;

	if (!trail_by_actor(r, who->account, who->whole, f->actor, f->object, f->object_id,
		    f->action, first, last, before, most, &rows, e))
		return false;
	TAKE(db_read_arena(r), out, &rows);
	return true;
}

static bool by_object(struct db_read *r, const struct trail_reader *who,
	const struct trail_filter *f, int64_t first, int64_t last, int64_t before, int64_t most,
	struct trail_lines *out, struct err *e)
{
	struct trail_by_object_rows rows;

	if (!trail_by_object(r, who->account, who->whole, f->object, f->object_id, f->action, first,
		    last, before, most, &rows, e))
		return false;
	TAKE(db_read_arena(r), out, &rows);
	return true;
}

static bool by_action(struct db_read *r, const struct trail_reader *who,
	const struct trail_filter *f, int64_t first, int64_t last, int64_t before, int64_t most,
	struct trail_lines *out, struct err *e)
{
	struct trail_by_action_rows rows;

	if (!trail_by_action(r, who->account, who->whole, f->action, f->object, first, last, before,
		    most, &rows, e))
		return false;
	TAKE(db_read_arena(r), out, &rows);
	return true;
}

static bool by_time(struct db_read *r, const struct trail_reader *who, const struct trail_filter *f,
	int64_t first, int64_t last, int64_t before, int64_t most, struct trail_lines *out,
	struct err *e)
{
	struct trail_days_rows rows;

	if (!trail_days(r, who->account, who->whole, first, last, f->object, f->action, before,
		    most, &rows, e))
		return false;
	TAKE(db_read_arena(r), out, &rows);
	return true;
}

static bool by_number(struct db_read *r, const struct trail_reader *who,
	const struct trail_filter *f, int64_t before, int64_t most, struct trail_lines *out,
	struct err *e)
{
	struct trail_all_rows rows;

	if (!trail_all(r, who->account, who->whole, f->object, before, most, &rows, e))
		return false;
	TAKE(db_read_arena(r), out, &rows);
	return true;
}

static struct str given(struct str s)
{
	return s.p ? s : S("");
}

bool trail_read(struct db_read *r, const struct trail_reader *who, const struct trail_filter *asked,
	int64_t before, int64_t most, struct trail_lines *out, struct err *e)
{
	struct trail_filter f = *asked;
	int64_t first = date_given(f.from) ? begins(f.from) : INT64_MIN + 1;
	int64_t last = date_given(f.to) ? begins(date_add(f.to, 1)) : INT64_MAX;

	*out = (struct trail_lines){ 0 };
	f.actor = given(f.actor);
	f.object = given(f.object);
	f.action = given(f.action);
	if (f.refused)
		return by_refusal(r, who, first, last, before, most, out, e);
	if (f.actor.n)
		return by_actor(r, who, &f, first, last, before, most, out, e);
	if (f.object.n && f.object_id)
		return by_object(r, who, &f, first, last, before, most, out, e);
	if (f.action.n)
		return by_action(r, who, &f, first, last, before, most, out, e);
	if (date_given(f.from) || date_given(f.to))
		return by_time(r, who, &f, first, last, before, most, out, e);
	return by_number(r, who, &f, before, most, out, e);
}

bool trail_takers(struct db_read *r, const struct trail_reader *who, struct str kind, int64_t id,
	int64_t since, int64_t most, struct trail_lines *out, struct err *e)
{
	struct trail_exports_rows rows;
	struct str like = str_fmt(db_read_arena(r), "%.*s%%", STR_ARG(kind));

	*out = (struct trail_lines){ 0 };
	if (!trail_exports(r, who->account, who->whole, like, id, since, most, &rows, e))
		return false;
	TAKE(db_read_arena(r), out, &rows);
	return true;
}

bool trail_must_see(struct db_read *r, const struct trail_reader *who, int64_t seq, struct err *e)
{
	struct trail_may_see_row row;
	bool found;

	if (!trail_may_see(r, who->account, who->whole, seq, &row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_trail_absent);
}

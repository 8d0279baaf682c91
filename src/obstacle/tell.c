/*
 * Notices of difficulties: in the page at once and, unless read by then, in the day's mail.
 * They say which one and whose, never what it is about.
 */
#include "obstacle/tell.h"

#include "obstacle_sql.h"
#include "outbox/outbox.h"

static struct str number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static bool put(struct db_write *w, const struct obstacle_news *n, int64_t account,
	struct str subject, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct outbox_new m = { .account = account,
		.channel = OUTBOX_PAGE,
		.key = str_fmt(a, "obstacle:%lld:%lld:%lld", (long long)n->id,
			(long long)n->version, (long long)account),
		.subject = subject,
		.body = S(""),
		.link = str_fmt(a, "/obstacles/%lld", (long long)n->id),
		.digest = true };
	int64_t id;

	return outbox_put(w, &m, &id, e);
}

/* To each of an agency who may do `permission` there: a text about `id` and an agency's name. */
static bool put_all(struct db_write *w, const struct obstacle_news *n, int64_t agency,
	const char *permission, enum text_id text, struct str name, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct obstacle_people_rows rows;

	if (!obstacle_people(db_write_read(w), agency, str_z(permission), n->author, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		if (!put(w, n, x->id, TEXT(a, text_lang(x->lang), text, number(a, n->id), name), e))
			return false;
	return true;
}

static bool name_of(struct db_write *w, int64_t agency, struct str *name, struct err *e)
{
	struct obstacle_agency_name_row row;
	bool found;

	if (!obstacle_agency_name(db_write_read(w), agency, &row, &found, e))
		return false;
	*name = found ? row.name : S("?");
	return true;
}

static bool tell_raiser(struct db_write *w, const struct obstacle_news *n, enum text_id text,
	struct str name, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct obstacle_raiser_row row;
	bool found;

	if (!obstacle_raiser(db_write_read(w), n->raiser, n->agency, &row, &found, e))
		return false;
	if (!found)
		return put_all(w, n, n->agency, "obstacle.write", text, name, e);
	return row.id == n->author ||
	       put(w, n, row.id, TEXT(a, text_lang(row.lang), text, number(a, n->id), name), e);
}

bool obstacle_tell_holder(
	struct db_write *w, const struct obstacle_news *n, bool forwarded, struct err *e)
{
	struct str agency, holder;

	if (!name_of(w, n->agency, &agency, e) || !name_of(w, n->holder, &holder, e))
		return false;
	if (!put_all(w, n, n->holder, "obstacle.answer",
		    forwarded ? T_obstacle_told_passed : T_obstacle_told_raised, agency, e))
		return false;
	return !forwarded || tell_raiser(w, n, T_obstacle_told_forwarded, holder, e);
}

bool obstacle_tell_answer(struct db_write *w, const struct obstacle_news *n, struct err *e)
{
	struct str holder;

	return name_of(w, n->holder, &holder, e) &&
	       tell_raiser(w, n, T_obstacle_told_answered, holder, e);
}

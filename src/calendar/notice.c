/*
 * Changing what an installation knows of its days off: a row that has the code of one of the
 * program's stands in its place, so that nothing of the program's own list is lost.
 */
#include "calendar/notice.h"

#include "access/access.h"
#include "base/json.h"
#include "calendar_sql.h"

struct work {
	struct actor actor;
	struct calendar_notice n;
};

bool calendar_may_change(struct db_read *r, const struct actor *actor, bool *may, struct err *e)
{
	struct calendar_beyond_row row;
	bool beyond;

	*may = false;
	if (!actor_may(actor, PERM_calendar_manage))
		return true;
	if (!calendar_beyond(r, actor->account, date_today(), &row, &beyond, e))
		return false;
	*may = !beyond;
	return true;
}

enum text_id calendar_notice_text(struct str what)
{
	if (str_eq(what, S("tet")))
		return T_calendar_kind_tet;
	if (str_eq(what, S("national")))
		return T_calendar_kind_national;
	if (str_eq(what, S("swap")))
		return T_calendar_kind_swap;
	return str_eq(what, S("remark")) ? T_calendar_kind_remark : T_NONE;
}

static bool stale(struct arena *a, const struct calendar_notice_now_row *now, struct err *e)
{
	return FAIL(e, ERR_STALE, T_calendar_stale, date_vi(a, now->first), date_vi(a, now->last),
		now->citation);
}

/* A year has one notice about each of the holidays that are set yearly. */
static bool only_one(struct db_write *w, const struct calendar_notice *n, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct calendar *c;
	calendar_notices there;

	if (!calendar_open(db_write_read(w), &c, e))
		return false;
	calendar_notices_of(a, c, n->year, &there);
	if (there.n >= CALENDAR_NOTICES_MAX)
		return FAIL(e, ERR_CONFLICT, T_calendar_many);
	if (n->gone || str_eq(n->what, S("swap")) || str_eq(n->what, S("remark")))
		return true;
	LIST_EACH(x, &there)
		if (!x->gone && str_eq(x->what, n->what) && !str_eq(x->code, n->code))
			return FAIL(e, ERR_CONFLICT, T_calendar_twice, str_fmt(a, "%d", n->year));
	return true;
}

static bool add(struct db_write *w, struct work *k, struct change *c, struct err *e)
{
	struct calendar_notice *n = &k->n;
	struct calendar_notice_last_row last = { 0 };
	bool found;

	if (!n->code.n) {
		if (!calendar_notice_last(db_write_read(w), &last, &found, e))
			return false;
		n->code = str_fmt(
			db_write_arena(w), "own-%lld", (long long)(found ? last.id : 0) + 1);
	}
	return calendar_notice_add(w, n->code, n->year, n->what, n->first, n->last, n->other,
		n->citation, n->verified, n->gone, k->actor.name, clock_now(), &c->entry.object_id,
		e);
}

static bool set(struct db_write *w, const struct work *k, const struct calendar_notice_now_row *now,
	struct change *c, struct err *e)
{
	const struct calendar_notice *n = &k->n;
	int64_t changed;

	c->entry.object_id = now->id;
	if (!calendar_notice_set(w, now->id, n->version, n->year, n->first, n->last, n->other,
		    n->citation, n->verified, n->gone, k->actor.name, clock_now(), &changed, e))
		return false;
	return changed || stale(db_write_arena(w), now, e);
}

static bool apply(struct db_write *w, struct change *c, struct err *e)
{
	struct work *k = c->arg;
	struct calendar_notice_now_row now;
	bool may, found = false;

	if (!calendar_may_change(db_write_read(w), &k->actor, &may, e))
		return false;
	if (!may)
		return FAIL(e, ERR_DENIED, T_calendar_not_yours);
	if (k->n.code.n && !calendar_notice_now(db_write_read(w), k->n.code, &now, &found, e))
		return false;
	if (found && now.version != k->n.version)
		return stale(db_write_arena(w), &now, e);
	if (!only_one(w, &k->n, e))
		return false;
	return found ? set(w, k, &now, c, e) : add(w, k, c, e);
}

static bool is_weekend(struct date d)
{
	return date_weekday(d) >= 6;
}

static bool swap_right(const struct calendar_notice *n)
{
	return date_given(n->other) && n->other.year == n->year && !is_weekend(n->first) &&
	       is_weekend(n->other);
}

static bool check(struct calendar_notice *n, const char **field, struct err *e)
{
	bool swap = str_eq(n->what, S("swap"));

	*field = "what";
	if (calendar_notice_text(n->what) == T_NONE)
		return FAIL(e, ERR_INPUT, T_calendar_no_kind);
	*field = "first";
	if (n->first.year < 2000 || n->first.year > CALENDAR_LAST_YEAR)
		return FAIL(e, ERR_INPUT, T_calendar_bad_first);
	n->year = n->first.year;
	if (swap || !date_given(n->last))
		n->last = n->first;
	if (!swap)
		n->other = DATE_NONE;
	*field = "last";
	if (n->last.year != n->year || date_cmp(n->last, n->first) < 0 ||
		date_number(n->last) - date_number(n->first) >= CALENDAR_SPAN_MAX)
		return FAIL(e, ERR_INPUT, T_calendar_bad_span);
	*field = "other";
	if (swap && !swap_right(n))
		return FAIL(e, ERR_INPUT, T_calendar_bad_other);
	*field = "citation";
	return n->citation.n || FAIL(e, ERR_INPUT, T_calendar_no_citation);
}

static struct str detail_of(struct arena *a, const struct calendar_notice *n)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "code", n->code);
	json_str(&j, "what", n->what);
	json_date(&j, "first", n->first);
	json_date(&j, "last", n->last);
	if (date_given(n->other))
		json_date(&j, "other", n->other);
	json_str(&j, "citation", n->citation);
	json_bool(&j, "verified", n->verified);
	json_bool(&j, "gone", n->gone);
	json_close(&j);
	return buf_str(&b);
}

bool calendar_notice_find(
	struct db_read *r, struct str code, struct calendar_notice *out, struct err *e)
{
	struct calendar *c;

	if (!calendar_open(r, &c, e))
		return false;
	for (int year = CALENDAR_FIRST_YEAR; year <= CALENDAR_LAST_YEAR; year++) {
		calendar_notices there;

		calendar_notices_of(db_read_arena(r), c, year, &there);
		LIST_EACH(n, &there)
			if (str_eq(n->code, code)) {
				*out = *n;
				return true;
			}
	}
	return FAIL(e, ERR_ABSENT, T_calendar_absent);
}

bool calendar_notice_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct calendar_notice *n, struct change *c, const char **field, struct err *e)
{
	struct work *k = NEW(a, struct work);
	struct calendar_notice kept;

	*k = (struct work){ .actor = *actor, .n = *n };
	if (n->code.n) {
		if (!calendar_notice_find(r, n->code, &kept, e))
			return false;
		k->n.what = kept.what;
	}
	if (!check(&k->n, field, e))
		return false;
	c->arg = k;
	c->apply = apply;
	c->entry.object = S("calendar_notice");
	c->entry.detail = detail_of(a, &k->n);
	return true;
}

/*
 * What is to be done from time to time, and the ladder as people change it.
 */
#include "urge/urge.h"

#include "base/json.h"
#include "urge/people.h"
#include "urge_sql.h"

enum { DAYS_MOST = 365, ACK_MOST = 72 };

/* --- from time to time */

/* *due: its hour has come. */
static bool hour_has_come(struct db *db, struct arena *a, int64_t now, bool *come, struct err *e)
{
	struct urge_settings_row row;
	struct db_read *r;
	bool ok, found;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = urge_settings(r, &row, &found, e);
	db_read_end(r);
	if (ok)
		*come = found && (now / INT64_C(3600000000) + 7) % 24 >= row.hour;
	return ok;
}

bool urge_tick(struct db *db, struct err *e)
{
	static _Atomic int32_t done_for; /* the day, as a number: asked about once */
	struct arena *a = arena_new((size_t)1 << 20);
	int64_t now = clock_now(), passed;
	struct date today = date_of_time(now);
	struct urge_round round = { 0 };
	bool come = false;
	bool ok = done_for == date_number(today) || hour_has_come(db, a, now, &come, e);

	arena_free(a);
	if (ok && come) {
		ok = urge_round(db, today, &round, e);
		if (ok && !round.busy)
			done_for = date_number(today);
		if (ok && !round.busy && !round.done)
			log_info("urge", "reminders=%lld people=%lld", (long long)round.reminders,
				(long long)round.people);
	}
	return ok && urge_escalate(db, now, &passed, e);
}

/* --- the ladder */

enum text_id urge_whom_text(struct str whom)
{
	static const enum text_id texts[WHOMS + 1] = { T_urge_officer, T_urge_chief,
		T_urge_standing, T_NONE };

	return texts[whom_of(whom)];
}

static bool step_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct urge_step_new *in = c->arg;
	struct urge_step_same_row same;
	bool found;

	if (!urge_step_same(db_write_read(w), in->days, in->whom, in->from, &same, &found, e))
		return false;
	if (found)
		return FAIL(e, ERR_CONFLICT, T_urge_step_there);
	return urge_step_add(
		w, in->days, in->whom, in->mail, in->sms, in->from, &c->entry.object_id, e);
}

bool urge_step_prepare(
	struct arena *a, const struct urge_step_new *in, struct change *c, struct err *e)
{
	struct urge_step_new *m = NEW(a, struct urge_step_new);

	*m = *in;
	if (in->days < -DAYS_MOST || in->days > DAYS_MOST)
		return FAIL(e, ERR_INPUT, T_urge_days_wrong);
	if (whom_of(in->whom) == WHOMS)
		return FAIL(e, ERR_INPUT, T_urge_whom_wrong);
	/* the past is what was in force then */
	if (date_cmp(in->from, date_today()) < 0)
		m->from = date_today();
	c->apply = step_apply;
	c->arg = m;
	c->entry.action = S("urge.step");
	c->entry.object = S("urge_step");
	c->entry.detail = str_fmt(a, "{\"days\":%lld,\"whom\":\"%s\",\"mail\":%d,\"sms\":%d}",
		(long long)m->days, whom_word(whom_of(m->whom)), m->mail, m->sms);
	return true;
}

struct end {
	int64_t version;
};

static bool end_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct end *m = c->arg;
	int64_t changed;

	if (!urge_step_end(
		    w, c->entry.object_id, date_add(date_today(), -1), m->version, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_urge_stale);
}

bool urge_step_end_prepare(
	struct arena *a, int64_t id, int64_t version, struct change *c, struct err *e)
{
	struct end *m = NEW(a, struct end);

	(void)e;
	m->version = version;
	c->apply = end_apply;
	c->arg = m;
	c->entry.action = S("urge.step_end");
	c->entry.object = S("urge_step");
	c->entry.object_id = id;
	return true;
}

struct hours {
	int64_t hour, ack_hours, version;
};

static bool settings_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct hours *m = c->arg;
	int64_t changed;

	if (!urge_settings_set(w, m->hour, m->ack_hours, m->version, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_urge_stale);
}

bool urge_settings_prepare(struct arena *a, int64_t hour, int64_t ack_hours, int64_t version,
	struct change *c, struct err *e)
{
	struct hours *m = NEW(a, struct hours);

	if (hour < 0 || hour > 23)
		return FAIL(e, ERR_INPUT, T_urge_hour_wrong);
	if (ack_hours < 1 || ack_hours > ACK_MOST)
		return FAIL(e, ERR_INPUT, T_urge_ack_hours_wrong);
	*m = (struct hours){ hour, ack_hours, version };
	c->apply = settings_apply;
	c->arg = m;
	c->entry.action = S("urge.settings");
	c->entry.object = S("urge_setting");
	c->entry.detail = str_fmt(
		a, "{\"hour\":%lld,\"ack_hours\":%lld}", (long long)hour, (long long)ack_hours);
	return true;
}

/*
 * Alarms that wait: confirmed ones end, the others go on to the next person, in one
 * change each, so that nobody is told twice and nobody is left out.
 */
#include "access/access.h"
#include "urge/letter.h"
#include "urge/urge.h"
#include "urge_sql.h"

enum { AT_ONCE = 100 };

struct step {
	const struct urge_alarms_over_row *alarm;
	int64_t now, wait;
	struct str base;
	bool passed;
};

static struct str number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static bool tell_next(struct db_write *w, const struct step *s,
	const struct urge_alarm_next_row *next, struct err *e)
{
	const struct urge_alarms_over_row *m = s->alarm;
	struct arena *a = db_write_arena(w);
	enum lang lang = text_lang(next->lang);
	struct alarm alarm = { m->batch, m->agency, m->plan, m->nth + 1, next->account, lang,
		m->agency_name, m->n, s->now + s->wait, s->base };
	struct outbox_new notice = { .account = next->account,
		.channel = OUTBOX_PAGE,
		.key = str_fmt(a, "urge:%lld:%lld:%lld", (long long)m->batch, (long long)m->agency,
			(long long)(m->nth + 1)),
		.subject = TEXT(a, lang, T_urge_passed_on, number(a, m->n), m->agency_name),
		.body = S(""),
		.link = str_fmt(a, "/agencies/%lld/tasks", (long long)m->agency),
		.ack = true };
	int64_t id;

	return outbox_put(w, &notice, &id, e) && (!id || alarm_put(w, &alarm, id, e));
}

static bool step_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct step *s = c->arg;
	const struct urge_alarms_over_row *m = s->alarm;
	struct urge_alarm_next_row next;
	int64_t changed;
	bool acked = m->acked != DB_NULL, found = false;

	if (!acked &&
		!urge_alarm_next(db_write_read(w), m->batch, m->agency, m->plan, &next, &found, e))
		return false;
	if (!urge_alarm_set(w, m->id,
		    acked   ? S("acked")
		    : found ? S("passed")
			    : S("ended"),
		    &changed, e))
		return false;
	s->passed = changed && found;
	return !s->passed || tell_next(w, s, &next, e);
}

static bool read_over(struct db *db, struct arena *a, int64_t now,
	struct urge_alarms_over_rows *rows, struct step *s, struct err *e)
{
	struct urge_settings_row settings;
	struct db_read *r;
	bool ok, found;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = urge_alarms_over(r, now, AT_ONCE, rows, e) && urge_settings(r, &settings, &found, e) &&
	     outbox_base(r, &s->base, e);
	db_read_end(r);
	if (ok)
		s->wait = settings.ack_hours * INT64_C(3600) * 1000000;
	return ok;
}

bool urge_escalate(struct db *db, int64_t now, int64_t *passed, struct err *e)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct urge_alarms_over_rows rows = { 0 };
	struct step s = { .now = now };
	bool ok = read_over(db, a, now, &rows, &s, e);

	*passed = 0;
	for (size_t i = 0; ok && i < rows.n; i++) {
		struct change c = { .apply = step_apply, .arg = &s };

		s.alarm = &rows.v[i];
		c.entry = (struct audit_entry){
			.actor = ACCOUNT_SYSTEM,
			.actor_name = S("system:urge"),
			.permission = S("system"),
			.action = S("urge.alarm"),
			.object = S("urge"),
			.object_id = s.alarm->batch,
		};
		ok = audit_change(db, &c, e);
		*passed += ok && s.passed;
	}
	arena_free(a);
	return ok;
}

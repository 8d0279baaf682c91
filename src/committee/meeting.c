#include "committee/meeting.h"

#include "committee_sql.h"
#include "meeting_sql.h"
#include "search/search.h"

static const struct committee_word kinds[] = {
	{ "briefing", T_committee_meeting_briefing },
	{ "committee", T_committee_meeting_committee },
	{ "interim", T_committee_meeting_interim },
	{ "final", T_committee_meeting_final },
	{ "workshop", T_committee_meeting_workshop },
	{ "other", T_committee_meeting_other },
};
const struct committee_words meeting_kinds = { kinds, COUNT(kinds) };

static const struct committee_word states[] = {
	{ "planned", T_committee_meeting_planned },
	{ "held", T_committee_meeting_held },
	{ "cancelled", T_committee_meeting_cancelled },
};
const struct committee_words meeting_states = { states, COUNT(states) };

/* --- finding it by words */

/* Found by who keeps it, who is invited and the members of its committee. */
static bool index_readers(struct db_write *w, int64_t id, const struct meeting_index_row *m,
	const struct meeting_agencies_rows *invited, int64_t *group, struct err *e)
{
	struct arena *a = db_write_arena(w);
	committee_ids ids = { 0 };

	LIST_PUSH(a, &ids, m->agency_id);
	LIST_EACH(x, invited)
		if (!committee_has(&ids, x->id))
			LIST_PUSH(a, &ids, x->id);
	if (m->committee_id != DB_NULL) {
		if (!committee_has(&ids, m->committee_id))
			LIST_PUSH(a, &ids, m->committee_id);
		if (!committee_add_members(db_write_read(w), m->committee_id, &ids, e))
			return false;
	}
	return search_group_put(w, S("meeting"), id, ids.v, ids.n, group, e);
}

static bool index_meeting(struct db_write *w, int64_t id, struct err *e)
{
	struct db_read *r = db_write_read(w);
	struct buf text = { .arena = db_write_arena(w) };
	struct meeting_conclusions_rows conclusions;
	struct meeting_agencies_rows invited;
	struct meeting_index_row m;
	bool found;

	if (!meeting_index(r, id, &m, &found, e) || !meeting_agencies(r, id, &invited, e) ||
		!meeting_conclusions(r, id, &conclusions, e))
		return false;
	buf_addf(&text, "%.*s\n%.*s\n%.*s\n", STR_ARG(m.agenda), STR_ARG(m.chair),
		STR_ARG(m.minutes_number));
	LIST_EACH(k, &conclusions)
		buf_addf(&text, "%.*s\n", STR_ARG(k->words));
	struct search_doc doc = { .kind = S("meeting"),
		.id = id,
		.agency = m.agency_id,
		.title = m.title,
		.note = str_fmt(text.arena, "%.*s, %.*s", STR_ARG(date_vi(text.arena, m.day)),
			STR_ARG(m.place)),
		.text = buf_str(&text) };

	return index_readers(w, id, &m, &invited, &doc.group, e) && search_put(w, &doc, e);
}

/* --- a meeting */

struct meeting_change {
	struct meeting_edit in;
	int64_t keeper, by;
	committee_ids agencies;
};

static bool put_agencies(
	struct db_write *w, const struct meeting_change *m, int64_t id, struct err *e)
{
	struct meeting_agencies_rows old;

	if (!meeting_agencies(db_write_read(w), id, &old, e))
		return false;
	LIST_EACH(x, &old)
		if (!committee_has(&m->agencies, x->id) && !meeting_agency_drop(w, id, x->id, e))
			return false;
	LIST_EACH(x, &m->agencies)
		if (!meeting_agency_put(w, id, *x, e))
			return false;
	return true;
}

static bool meeting_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct meeting_change *m = c->arg;
	const struct meeting_edit *in = &m->in;
	int64_t changed, *id = &c->entry.object_id;

	if (in->id == 0) {
		if (!meeting_add(w, m->keeper, in->committee, in->kind, in->title, in->day,
			    in->hour, in->place, in->chair, in->agenda, in->minutes_number,
			    in->minutes_day, in->state, clock_now(), m->by, id, e))
			return false;
	} else {
		if (!meeting_change(w, in->id, in->version, in->kind, in->title, in->day, in->hour,
			    in->place, in->chair, in->agenda, in->minutes_number, in->minutes_day,
			    in->state, &changed, e))
			return false;
		if (!changed)
			return FAIL(e, ERR_STALE, T_committee_stale);
	}
	return put_agencies(w, m, *id, e) && index_meeting(w, *id, e);
}

static bool two_digits(struct str s, size_t at, int most, int *out)
{
	if (at + 2 > s.n || s.p[at] < '0' || s.p[at] > '9' || s.p[at + 1] < '0' ||
		s.p[at + 1] > '9')
		return false;
	*out = (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
	return *out <= most;
}

/* "8h30", "08:30", "8 giờ 30", "14h" as "08:30"; an empty one stays so. */
static bool take_hour(struct arena *a, struct str *hour)
{
	struct buf digits = { .arena = a };
	struct str s = str_trim(committee_text(*hour)), rest;
	size_t at = 0;
	int h, m = 0;

	*hour = s;
	if (!s.n)
		return true;
	while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
		buf_addc(&digits, s.p[at++]);
	if (digits.n == 1)
		digits = (struct buf){ .arena = a }, buf_addf(&digits, "0%c", s.p[0]);
	rest = str_trim(str_sub(s, at, s.n));
	static const struct str signs[] = { { ":", 1 }, { "h", 1 }, { "giờ", 5 } };

	if (digits.n != 2 || !two_digits(buf_str(&digits), 0, 23, &h))
		return false;
	for (size_t i = 0; i < COUNT(signs); i++)
		if (str_starts(rest, signs[i])) {
			rest = str_trim(str_sub(rest, signs[i].n, rest.n));
			if (rest.n && (rest.n != 2 || !two_digits(rest, 0, 59, &m)))
				return false;
			*hour = str_fmt(a, "%02d:%02d", h, m);
			return rest.n || i > 0;
		}
	return false;
}

static bool meeting_checked(struct arena *a, struct meeting_edit *in, struct err *e)
{
	in->title = str_trim(committee_text(in->title));
	in->place = str_trim(committee_text(in->place));
	in->chair = str_trim(committee_text(in->chair));
	in->agenda = str_trim(committee_text(in->agenda));
	in->minutes_number = str_trim(committee_text(in->minutes_number));
	if (!committee_word(&meeting_kinds, in->kind))
		return committee_refuse(in, "kind", e, T_committee_choose);
	if (!committee_word(&meeting_states, in->state))
		return committee_refuse(in, "state", e, T_committee_choose);
	if (!in->title.n)
		return committee_refuse(in, "name", e, T_committee_no_title);
	if (!date_given(in->day))
		return committee_refuse(in, "day", e, T_committee_no_day);
	if (!take_hour(a, &in->hour))
		return committee_refuse(in, "hour", e, T_committee_no_hour, in->hour);
	if (str_eq(in->state, S("held")) && date_cmp(in->day, date_today()) > 0)
		return committee_refuse(in, "state", e, T_committee_held_later);
	return true;
}

/* Of one that is there: its keeper and committee stay. */
static bool existing(struct db_read *r, const struct actor *by, struct meeting_edit *in,
	int64_t *keeper, struct err *e)
{
	struct meeting_by_id_row row;
	bool found;

	if (!meeting_by_id(r, in->id, by->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	*keeper = row.agency_id;
	in->committee = row.committee_id;
	return committee_may_keep(r, by, row.agency_id, e);
}

static struct str meeting_detail(struct arena *a, const struct meeting_change *m)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "kind", m->in.kind);
	json_str(&j, "title", m->in.title);
	json_date(&j, "day", m->in.day);
	json_str(&j, "place", m->in.place);
	json_str(&j, "state", m->in.state);
	json_str(&j, "minutes", m->in.minutes_number);
	json_list(&j, "agencies");
	LIST_EACH(x, &m->agencies)
		json_int(&j, NULL, *x);
	json_end(&j);
	json_close(&j);
	return buf_str(&out);
}

bool meeting_prepare(struct db_read *r, const struct actor *by, struct meeting_edit *in,
	struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct meeting_change *m = NEW(a, struct meeting_change);

	if (!(in->id ? existing(r, by, in, &m->keeper, e)
		     : committee_keeper(r, by, in->committee, &m->keeper, e)) ||
		!meeting_checked(a, in, e))
		return false;
	in->wrong = "agencies";
	if (!committee_agencies(r, in->agencies, m->keeper, in->day, &m->agencies, e) ||
		(in->all_members && in->committee != DB_NULL &&
			!committee_add_members(r, in->committee, &m->agencies, e)))
		return false;
	in->wrong = NULL;
	m->in = *in;
	m->by = by->account;
	c->entry.object = S("meeting");
	c->entry.object_id = in->id;
	c->entry.detail = meeting_detail(a, m);
	c->apply = meeting_apply;
	c->arg = m;
	return true;
}

/* --- who came */

struct attendance {
	int64_t meeting, version;
	const int64_t *came;
	size_t n;
};

static bool attendance_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct attendance *t = c->arg;
	struct meeting_agencies_rows invited;
	int64_t changed;

	if (!meeting_touch(w, t->meeting, t->version, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_STALE, T_committee_stale);
	if (!meeting_agencies(db_write_read(w), t->meeting, &invited, e))
		return false;
	LIST_EACH(x, &invited) {
		int64_t came = 0;

		for (size_t i = 0; i < t->n; i++)
			came |= t->came[i] == x->id;
		if (!meeting_agency_came(w, t->meeting, x->id, came, e))
			return false;
	}
	return true;
}

bool meeting_attendance_prepare(struct db_read *r, const struct actor *by, int64_t meeting,
	int64_t version, const int64_t *came, size_t n, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct attendance *t = NEW(a, struct attendance);
	struct meeting_edit in = { .id = meeting };
	struct buf detail = { .arena = a };
	struct json j = { .out = &detail };
	int64_t keeper;

	if (!existing(r, by, &in, &keeper, e))
		return false;
	*t = (struct attendance){ meeting, version, came, n };
	json_open(&j);
	json_list(&j, "came");
	for (size_t i = 0; i < n; i++)
		json_int(&j, NULL, came[i]);
	json_end(&j);
	json_close(&j);
	c->entry.object = S("meeting");
	c->entry.object_id = meeting;
	c->entry.detail = buf_str(&detail);
	c->apply = attendance_apply;
	c->arg = t;
	return true;
}

/* --- a conclusion */

struct conclusion {
	struct meeting_conclusion_edit in;
	int64_t lead;
	committee_ids partners;
};

static bool put_partners(struct db_write *w, const struct conclusion *k, int64_t id, struct err *e)
{
	if (!meeting_partner_clear(w, id, e))
		return false;
	LIST_EACH(x, &k->partners)
		if (*x != k->lead && !meeting_partner_add(w, id, *x, e))
			return false;
	return true;
}

static bool conclusion_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct conclusion *k = c->arg;
	const struct meeting_conclusion_edit *in = &k->in;
	int64_t id = in->id, changed;

	if (id == 0) {
		if (!meeting_conclusion_add(
			    w, in->meeting, in->words, k->lead, in->due, in->noted, &id, e))
			return false;
	} else {
		if (!meeting_conclusion_change(w, id, in->version, in->words, k->lead, in->due,
			    in->noted, &changed, e))
			return false;
		if (!changed)
			return FAIL(e, ERR_STALE, T_committee_stale);
	}
	return put_partners(w, k, id, e) && index_meeting(w, in->meeting, e);
}

static struct str conclusion_detail(struct arena *a, const struct conclusion *k)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "conclusion", k->in.id);
	json_str(&j, "words", k->in.words);
	if (k->lead != DB_NULL)
		json_int(&j, "lead", k->lead);
	json_date(&j, "due", k->in.due);
	json_bool(&j, "noted", k->in.noted);
	json_close(&j);
	return buf_str(&out);
}

/* The one that is changed is of this meeting and no task yet. */
static bool conclusion_there(
	struct db_read *r, const struct meeting_conclusion_edit *in, struct err *e)
{
	struct meeting_conclusion_by_id_row row;
	bool found;

	if (!meeting_conclusion_by_id(r, in->id, in->meeting, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	return row.task_id == DB_NULL || FAIL(e, ERR_CONFLICT, T_committee_is_task);
}

bool meeting_conclusion_prepare(struct db_read *r, const struct actor *by,
	struct meeting_conclusion_edit *in, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct conclusion *k = NEW(a, struct conclusion);
	struct meeting_edit meeting = { .id = in->meeting };
	int64_t keeper;

	if (!existing(r, by, &meeting, &keeper, e) || (in->id && !conclusion_there(r, in, e)))
		return false;
	in->words = str_trim(committee_text(in->words));
	if (!in->words.n)
		return committee_refuse(in, "words", e, T_committee_no_words);
	in->wrong = "lead";
	if (!committee_agency(r, in->lead, keeper, date_today(), &k->lead, e))
		return false;
	in->wrong = "partners";
	if (!committee_agencies(r, in->partners, keeper, date_today(), &k->partners, e))
		return false;
	in->wrong = NULL;
	k->in = *in;
	c->entry.object = S("meeting");
	c->entry.object_id = in->meeting;
	c->entry.detail = conclusion_detail(a, k);
	c->apply = conclusion_apply;
	c->arg = k;
	return true;
}

#include "committee/team.h"

#include "committee_sql.h"
#include "search/search.h"
#include "team_sql.h"

static const struct committee_word kinds[] = {
	{ "inspection", T_committee_team_inspection },
	{ "survey", T_committee_team_survey },
};
const struct committee_words team_kinds = { kinds, COUNT(kinds) };

static const struct committee_word finding_kinds[] = {
	{ "good", T_committee_finding_good },
	{ "shortcoming", T_committee_finding_shortcoming },
	{ "violation", T_committee_finding_violation },
	{ "proposal", T_committee_finding_proposal },
};
const struct committee_words team_finding_kinds = { finding_kinds, COUNT(finding_kinds) };

static const struct committee_word finding_states[] = {
	{ "none", T_committee_finding_none },
	{ "open", T_committee_finding_open },
	{ "answered", T_committee_finding_answered },
	{ "closed", T_committee_finding_closed },
};
const struct committee_words team_finding_states = { finding_states, COUNT(finding_states) };

/* --- finding it by words: by who keeps it, took part, was visited or has to mend something */

static void add_reader(struct arena *a, committee_ids *ids, int64_t id)
{
	if (id != DB_NULL && !committee_has(ids, id))
		LIST_PUSH(a, ids, id);
}

static bool index_team(struct db_write *w, int64_t id, int64_t by, struct err *e)
{
	struct db_read *r = db_write_read(w);
	struct arena *a = db_write_arena(w);
	struct buf text = { .arena = a };
	struct team_findings_rows findings;
	struct team_agencies_rows members;
	struct team_visits_rows visits;
	struct team_index_row t;
	committee_ids readers = { 0 };
	bool found;

	if (!team_index(r, id, &t, &found, e) || !team_agencies(r, id, &members, e) ||
		!team_visits(r, id, &visits, e) || !team_findings(r, id, by, &findings, e))
		return false;
	buf_addf(&text, "%.*s\n", STR_ARG(t.content));
	add_reader(a, &readers, t.agency_id);
	add_reader(a, &readers, t.committee_id);
	LIST_EACH(m, &members)
		add_reader(a, &readers, m->id);
	LIST_EACH(v, &visits) {
		add_reader(a, &readers, v->agency_id);
		buf_addf(&text, "%.*s %.*s\n", STR_ARG(v->agency), STR_ARG(v->place));
	}
	LIST_EACH(f, &findings) {
		add_reader(a, &readers, f->agency_id);
		buf_addf(&text, "%.*s %.*s\n", STR_ARG(f->words), STR_ARG(f->recommendation));
	}
	if (t.committee_id != DB_NULL && !committee_add_members(r, t.committee_id, &readers, e))
		return false;
	struct search_doc doc = { .kind = S("team"),
		.id = id,
		.agency = t.agency_id,
		.title = t.title,
		.note = t.number,
		.text = str_sub(buf_str(&text), 0, SEARCH_TEXT_MAX) };

	return search_group_put(w, doc.kind, id, readers.v, readers.n, &doc.group, e) &&
	       search_put(w, &doc, e);
}

/* --- a team */

struct team_write {
	struct team_edit in;
	int64_t keeper, by, lead;
	committee_ids agencies;
};

static bool team_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct team_write *t = c->arg;
	const struct team_edit *in = &t->in;
	int64_t changed, *id = &c->entry.object_id;

	if (in->id == 0) {
		if (!team_add(w, t->keeper, in->committee, in->kind, in->title, in->number,
			    in->decided, t->lead, in->starts, in->ends, in->content, clock_now(),
			    t->by, id, e))
			return false;
	} else {
		if (!team_change(w, in->id, in->version, in->kind, in->title, in->number,
			    in->decided, t->lead, in->starts, in->ends, in->content, &changed, e))
			return false;
		if (!changed)
			return FAIL(e, ERR_STALE, T_committee_stale);
	}
	if (!team_agency_clear(w, *id, e))
		return false;
	LIST_EACH(x, &t->agencies)
		if (!team_agency_add(w, *id, *x, e))
			return false;
	return index_team(w, *id, c->entry.actor, e);
}

static bool team_checked(struct team_edit *in, struct err *e)
{
	in->title = str_trim(committee_text(in->title));
	in->number = str_trim(committee_text(in->number));
	in->content = str_trim(committee_text(in->content));
	if (!committee_word(&team_kinds, in->kind))
		return committee_refuse(in, "kind", e, T_committee_choose);
	if (!in->title.n)
		return committee_refuse(in, "name", e, T_committee_no_title);
	if (!date_given(in->starts))
		return committee_refuse(in, "starts", e, T_committee_no_day);
	if (date_given(in->ends) && date_cmp(in->starts, in->ends) > 0)
		return committee_refuse(in, "ends", e, T_committee_dates_crossed);
	return true;
}

/* The team, which the account keeps; *keeper: for whom. */
static bool existing(struct db_read *r, const struct actor *by, int64_t id, int64_t *keeper,
	int64_t *committee, struct err *e)
{
	struct team_by_id_row row;
	bool found;

	if (!team_by_id(r, id, by->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	*keeper = row.agency_id;
	*committee = row.committee_id;
	return committee_may_keep(r, by, row.agency_id, e);
}

static struct str team_detail(struct arena *a, const struct team_write *t)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "kind", t->in.kind);
	json_str(&j, "title", t->in.title);
	json_str(&j, "number", t->in.number);
	json_int(&j, "lead", t->lead);
	json_date(&j, "starts", t->in.starts);
	json_date(&j, "ends", t->in.ends);
	json_list(&j, "agencies");
	LIST_EACH(x, &t->agencies)
		json_int(&j, NULL, *x);
	json_end(&j);
	json_close(&j);
	return buf_str(&out);
}

/* Who leads a team is in it. */
static bool team_names(struct db_read *r, struct team_write *t, struct team_edit *in, struct err *e)
{
	in->wrong = "lead";
	if (!committee_agency(r, in->lead, t->keeper, in->starts, &t->lead, e))
		return false;
	if (t->lead == DB_NULL)
		return FAIL(e, ERR_INPUT, T_committee_name_agency);
	LIST_PUSH(db_read_arena(r), &t->agencies, t->lead);
	in->wrong = "agencies";
	if (!committee_agencies(r, in->agencies, t->keeper, in->starts, &t->agencies, e))
		return false;
	in->wrong = NULL;
	return true;
}

bool team_prepare(struct db_read *r, const struct actor *by, struct team_edit *in, struct change *c,
	struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct team_write *t = NEW(a, struct team_write);

	if (!(in->id ? existing(r, by, in->id, &t->keeper, &in->committee, e)
		     : committee_keeper(r, by, in->committee, &t->keeper, e)) ||
		!team_checked(in, e) || !team_names(r, t, in, e))
		return false;
	t->in = *in;
	t->by = by->account;
	c->entry.object = S("team");
	c->entry.object_id = in->id;
	c->entry.detail = team_detail(a, t);
	c->apply = team_apply;
	c->arg = t;
	return true;
}

/* --- where it went */

struct visit {
	struct team_visit_edit in;
	int64_t agency;
};

static bool visit_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct visit *v = c->arg;
	const struct team_visit_edit *in = &v->in;
	int64_t id, changed;

	if (in->id == 0) {
		if (!team_visit_add(w, in->team, v->agency, in->place, in->day, in->note, &id, e))
			return false;
	} else {
		if (!team_visit_change(w, in->id, in->version, v->agency, in->place, in->day,
			    in->note, &changed, e))
			return false;
		if (!changed)
			return FAIL(e, ERR_STALE, T_committee_stale);
	}
	return index_team(w, in->team, c->entry.actor, e);
}

static bool visit_there(struct db_read *r, int64_t id, int64_t team, struct err *e)
{
	struct team_visit_by_id_row row;
	bool found;

	if (!team_visit_by_id(r, id, team, &row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

bool team_visit_prepare(struct db_read *r, const struct actor *by, struct team_visit_edit *in,
	struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct visit *v = NEW(a, struct visit);
	struct buf detail = { .arena = a };
	struct json j = { .out = &detail };
	int64_t keeper, committee;

	if (!existing(r, by, in->team, &keeper, &committee, e) ||
		(in->id && !visit_there(r, in->id, in->team, e)))
		return false;
	in->place = str_trim(committee_text(in->place));
	in->note = str_trim(committee_text(in->note));
	if (!date_given(in->day))
		return committee_refuse(in, "day", e, T_committee_no_day);
	in->wrong = "agency";
	if (!committee_agency(r, in->agency, keeper, in->day, &v->agency, e))
		return false;
	if (v->agency == DB_NULL && !in->place.n)
		return committee_refuse(in, "place", e, T_committee_no_place);
	in->wrong = NULL;
	v->in = *in;
	json_open(&j);
	json_int(&j, "visit", in->id);
	json_date(&j, "day", in->day);
	json_str(&j, "place", in->place);
	if (v->agency != DB_NULL)
		json_int(&j, "agency", v->agency);
	json_close(&j);
	c->entry.object = S("team");
	c->entry.object_id = in->team;
	c->entry.detail = buf_str(&detail);
	c->apply = visit_apply;
	c->arg = v;
	return true;
}

/* --- what it found */

struct finding {
	struct team_finding_edit in;
	int64_t agency;
	struct str state;
};

static bool finding_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct finding *f = c->arg;
	const struct team_finding_edit *in = &f->in;
	int64_t id, changed;

	if (in->id == 0) {
		if (!team_finding_add(w, in->team, in->visit, in->kind, in->words,
			    in->recommendation, f->agency, in->due, f->state, &id, e))
			return false;
	} else {
		if (!team_finding_change(w, in->id, in->version, in->visit, in->kind, in->words,
			    in->recommendation, f->agency, in->due, f->state, &changed, e))
			return false;
		if (!changed)
			return FAIL(e, ERR_STALE, T_committee_stale);
	}
	return index_team(w, in->team, c->entry.actor, e);
}

static bool finding_there(struct db_read *r, int64_t id, int64_t team,
	struct team_finding_by_id_row *row, struct err *e)
{
	bool found;

	if (!team_finding_by_id(r, id, team, row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_committee_absent);
}

static bool finding_checked(struct db_read *r, struct team_finding_edit *in, struct err *e)
{
	in->words = str_trim(committee_text(in->words));
	in->recommendation = str_trim(committee_text(in->recommendation));
	if (!committee_word(&team_finding_kinds, in->kind))
		return committee_refuse(in, "kind", e, T_committee_choose);
	if (!in->words.n)
		return committee_refuse(in, "words", e, T_committee_no_words);
	in->wrong = "visit";
	if (in->visit != DB_NULL && !visit_there(r, in->visit, in->team, e))
		return false;
	in->wrong = NULL;
	return true;
}

/* What is to be mended has an agency and a day; what is only on record has neither. */
static bool finding_owed(struct team_finding_edit *in, struct finding *f, struct err *e)
{
	f->state = f->agency == DB_NULL ? S("none") : S("open");
	if (f->agency == DB_NULL && date_given(in->due))
		return committee_refuse(in, "agency", e, T_committee_name_agency);
	if (f->agency != DB_NULL && !date_given(in->due))
		return committee_refuse(in, "due", e, T_committee_no_due);
	return true;
}

static void finding_entry(struct arena *a, struct change *c, int64_t team, int64_t finding,
	const char *name, struct str value)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "finding", finding);
	json_str(&j, name, value);
	json_close(&j);
	c->entry.object = S("team");
	c->entry.object_id = team;
	c->entry.detail = buf_str(&out);
}

bool team_finding_prepare(struct db_read *r, const struct actor *by, struct team_finding_edit *in,
	struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct finding *f = NEW(a, struct finding);
	struct team_finding_by_id_row row = { 0 };
	int64_t keeper, committee;

	if (!existing(r, by, in->team, &keeper, &committee, e) ||
		(in->id && !finding_there(r, in->id, in->team, &row, e)) ||
		!finding_checked(r, in, e))
		return false;
	if (in->id && !str_eq(row.state, S("none")) && !str_eq(row.state, S("open")))
		return FAIL(e, ERR_CONFLICT, T_committee_finding_said);
	in->wrong = "agency";
	if (!committee_agency(r, in->agency, keeper, date_today(), &f->agency, e))
		return false;
	in->wrong = NULL;
	if (!finding_owed(in, f, e))
		return false;
	f->in = *in;
	finding_entry(a, c, in->team, in->id, "words", in->words);
	c->apply = finding_apply;
	c->arg = f;
	return true;
}

/* --- what became of it */

struct verdict {
	int64_t id, version;
	struct str state, answer, by;
};

static bool answer_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct verdict *v = c->arg;
	int64_t changed;

	if (!team_finding_answer(w, v->id, v->version, v->answer, date_today(), v->by, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_committee_stale);
}

static bool judge_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct verdict *v = c->arg;
	int64_t changed;

	if (!team_finding_judge(w, v->id, v->version, v->state, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_committee_stale);
}

bool team_answer_prepare(struct db_read *r, const struct actor *by, int64_t team, int64_t finding,
	int64_t version, struct str answer, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct verdict *v = NEW(a, struct verdict);
	struct team_finding_by_id_row row;
	struct team_by_id_row seen;
	bool found, may = false;

	if (!team_by_id(r, team, by->account, &seen, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (!finding_there(r, finding, team, &row, e) ||
		(row.agency_id != DB_NULL &&
			!access_may(r, by, PERM_work_act, row.agency_id, &may, e)))
		return false;
	if (!may)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (str_eq(row.state, S("closed")))
		return FAIL(e, ERR_CONFLICT, T_committee_finding_is_closed);
	*v = (struct verdict){ .id = finding,
		.version = version,
		.answer = str_trim(committee_text(answer)),
		.by = by->display.n ? by->display : by->name };
	if (!v->answer.n)
		return FAIL(e, ERR_INPUT, T_committee_no_words);
	finding_entry(a, c, team, finding, "answer", v->answer);
	c->apply = answer_apply;
	c->arg = v;
	return true;
}

bool team_judge_prepare(struct db_read *r, const struct actor *by, int64_t team, int64_t finding,
	int64_t version, bool closed, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct verdict *v = NEW(a, struct verdict);
	struct team_finding_by_id_row row;
	int64_t keeper, committee;

	if (!existing(r, by, team, &keeper, &committee, e) ||
		!finding_there(r, finding, team, &row, e))
		return false;
	if (str_eq(row.state, S("none")))
		return FAIL(e, ERR_CONFLICT, T_committee_finding_nobody);
	*v = (struct verdict){
		.id = finding, .version = version, .state = closed ? S("closed") : S("open")
	};
	finding_entry(a, c, team, finding, "state", v->state);
	c->apply = judge_apply;
	c->arg = v;
	return true;
}

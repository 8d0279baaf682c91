#include "committee/directive.h"

#include "committee_sql.h"
#include "directive_sql.h"
#include "search/search.h"

static const struct committee_word kinds[] = {
	{ "directive", T_committee_directive_directive },
	{ "resolution", T_committee_directive_resolution },
	{ "conclusion", T_committee_directive_conclusion },
	{ "letter", T_committee_directive_letter },
	{ "decision", T_committee_directive_decision },
	{ "plan", T_committee_directive_plan },
	{ "other", T_committee_directive_other },
};
const struct committee_words directive_kinds = { kinds, COUNT(kinds) };

static const struct committee_word origins[] = {
	{ "state", T_committee_origin_state },
	{ "party", T_committee_origin_party },
};
const struct committee_words directive_origins = { origins, COUNT(origins) };

static const struct committee_word states[] = {
	{ "new", T_committee_part_new },
	{ "doing", T_committee_part_doing },
	{ "done", T_committee_part_done },
	{ "void", T_committee_part_void },
};
const struct committee_words directive_states = { states, COUNT(states) };

struct directive_write {
	struct directive_edit in;
	int64_t keeper, by;
	committee_ids agencies;
};

/* Found by who keeps it, whom it addresses and the members of its committee. */
static bool index_directive(
	struct db_write *w, const struct directive_write *d, int64_t id, struct err *e)
{
	struct arena *a = db_write_arena(w);
	const struct directive_edit *in = &d->in;
	committee_ids readers = { 0 };

	LIST_PUSH(a, &readers, d->keeper);
	LIST_EACH(x, &d->agencies)
		if (!committee_has(&readers, *x))
			LIST_PUSH(a, &readers, *x);
	if (in->committee != DB_NULL) {
		if (!committee_has(&readers, in->committee))
			LIST_PUSH(a, &readers, in->committee);
		if (!committee_add_members(db_write_read(w), in->committee, &readers, e))
			return false;
	}
	struct search_doc doc = { .kind = S("directive"),
		.id = id,
		.agency = d->keeper,
		.title = in->subject,
		.note = str_fmt(a, "%.*s, %.*s", STR_ARG(in->number), STR_ARG(in->issuer)),
		.text = in->content };

	return search_group_put(w, doc.kind, id, readers.v, readers.n, &doc.group, e) &&
	       search_put(w, &doc, e);
}

static bool put_agencies(
	struct db_write *w, const struct directive_write *d, int64_t id, struct err *e)
{
	struct directive_parts_rows old;

	if (!directive_parts(db_write_read(w), id, d->by, &old, e))
		return false;
	LIST_EACH(x, &old)
		if (!committee_has(&d->agencies, x->agency_id) &&
			(!directive_agency_drop(w, id, x->agency_id, e) ||
				!directive_agency_void(w, id, x->agency_id, e)))
			return false;
	LIST_EACH(x, &d->agencies)
		if (!directive_agency_put(w, id, *x, e))
			return false;
	return true;
}

static bool only_one(struct db_read *r, const struct directive_write *d, struct err *e)
{
	struct directive_same_rows rows;

	if (!d->in.number.n)
		return true;
	if (!directive_same(r, d->keeper, d->in.number, d->in.issuer, d->in.id, &rows, e))
		return false;
	return rows.n == 0 ||
	       FAIL(e, ERR_CONFLICT, T_committee_directive_here, d->in.number, d->in.issuer);
}

static bool directive_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct directive_write *d = c->arg;
	const struct directive_edit *in = &d->in;
	int64_t changed, *id = &c->entry.object_id;

	if (!only_one(db_write_read(w), d, e))
		return false;
	if (in->id == 0) {
		if (!directive_add(w, d->keeper, in->committee, in->origin, in->kind, in->number,
			    in->issued, in->issuer, in->subject, in->content, in->due, in->ended,
			    in->ended_by, clock_now(), d->by, id, e))
			return false;
	} else {
		if (!directive_change(w, in->id, in->version, in->origin, in->kind, in->number,
			    in->issued, in->issuer, in->subject, in->content, in->due, in->ended,
			    in->ended_by, &changed, e))
			return false;
		if (!changed)
			return FAIL(e, ERR_STALE, T_committee_stale);
	}
	return put_agencies(w, d, *id, e) && index_directive(w, d, *id, e);
}

/* "11611 / UBND-NC" is written without blanks, as plans cite it. */
static struct str without_blanks(struct arena *a, struct str s)
{
	struct buf out = { .arena = a };

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ')
			buf_addc(&out, s.p[i]);
	return buf_str(&out);
}

static void directive_trimmed(struct arena *a, struct directive_edit *in)
{
	in->number = without_blanks(a, committee_text(in->number));
	in->issuer = str_trim(committee_text(in->issuer));
	in->subject = str_trim(committee_text(in->subject));
	in->content = str_trim(committee_text(in->content));
	in->ended_by = str_trim(committee_text(in->ended_by));
}

static bool directive_checked(struct arena *a, struct directive_edit *in, struct err *e)
{
	directive_trimmed(a, in);
	if (!committee_word(&directive_origins, in->origin))
		return committee_refuse(in, "origin", e, T_committee_choose);
	if (!committee_word(&directive_kinds, in->kind))
		return committee_refuse(in, "kind", e, T_committee_choose);
	if (!in->issuer.n)
		return committee_refuse(in, "issuer", e, T_committee_no_issuer);
	if (!in->subject.n)
		return committee_refuse(in, "subject", e, T_committee_no_subject);
	if (date_given(in->issued) && date_cmp(in->issued, date_today()) > 0)
		return committee_refuse(in, "issued", e, T_committee_issued_later);
	if (date_given(in->ended) && date_cmp(in->issued, in->ended) > 0)
		return committee_refuse(in, "ended", e, T_committee_dates_crossed);
	return true;
}

static bool existing(struct db_read *r, const struct actor *by, int64_t id, int64_t *keeper,
	int64_t *committee, struct err *e)
{
	struct directive_by_id_row row;
	bool found;

	if (!directive_by_id(r, id, by->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	*keeper = row.agency_id;
	*committee = row.committee_id;
	return true;
}

static bool existing_kept(struct db_read *r, const struct actor *by, struct directive_edit *in,
	int64_t *keeper, struct err *e)
{
	return existing(r, by, in->id, keeper, &in->committee, e) &&
	       committee_may_keep(r, by, *keeper, e);
}

static struct str directive_detail(struct arena *a, const struct directive_write *d)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "kind", d->in.kind);
	json_str(&j, "number", d->in.number);
	json_date(&j, "issued", d->in.issued);
	json_str(&j, "issuer", d->in.issuer);
	json_str(&j, "subject", d->in.subject);
	json_date(&j, "due", d->in.due);
	json_date(&j, "ended", d->in.ended);
	json_list(&j, "agencies");
	LIST_EACH(x, &d->agencies)
		json_int(&j, NULL, *x);
	json_end(&j);
	json_close(&j);
	return buf_str(&out);
}

bool directive_prepare(struct db_read *r, const struct actor *by, struct directive_edit *in,
	struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct directive_write *d = NEW(a, struct directive_write);

	if (!(in->id ? existing_kept(r, by, in, &d->keeper, e)
		     : committee_keeper(r, by, in->committee, &d->keeper, e)) ||
		!directive_checked(a, in, e))
		return false;
	in->wrong = "agencies";
	if (!committee_agencies(r, in->agencies, d->keeper, date_today(), &d->agencies, e) ||
		(in->all_members && in->committee != DB_NULL &&
			!committee_add_members(r, in->committee, &d->agencies, e)))
		return false;
	in->wrong = NULL;
	d->in = *in;
	d->by = by->account;
	c->entry.object = S("directive");
	c->entry.object_id = in->id;
	c->entry.detail = directive_detail(a, d);
	c->apply = directive_apply;
	c->arg = d;
	return true;
}

/* --- what an addressee says */

struct part {
	struct directive_part_edit in;
	struct str by;
};

static bool part_apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct part *p = c->arg;
	int64_t changed;

	if (!directive_part_say(w, p->in.id, p->in.version, p->in.state, p->in.note, date_today(),
		    p->by, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_committee_stale);
}

/* An addressee for itself, the keeper for anyone. */
static bool may_say(struct db_read *r, const struct actor *by, int64_t keeper,
	const struct directive_part_by_id_row *part, struct err *e)
{
	bool acts, keeps;

	if (!access_may(r, by, PERM_work_act, part->agency_id, &acts, e) ||
		!access_may(r, by, PERM_committee_manage, keeper, &keeps, e))
		return false;
	return acts || keeps || FAIL(e, ERR_ABSENT, T_committee_absent);
}

bool directive_part_prepare(struct db_read *r, const struct actor *by,
	struct directive_part_edit *in, struct change *c, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct part *p = NEW(a, struct part);
	struct buf detail = { .arena = a };
	struct json j = { .out = &detail };
	struct directive_part_by_id_row row;
	int64_t keeper = 0, committee;
	bool found;

	if (!existing(r, by, in->directive, &keeper, &committee, e) ||
		!directive_part_by_id(r, in->id, in->directive, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_committee_absent);
	if (!may_say(r, by, keeper, &row, e))
		return false;
	in->note = str_trim(committee_text(in->note));
	if (!committee_word(&directive_states, in->state))
		return committee_refuse(in, "state", e, T_committee_choose);
	if (!in->note.n && (str_eq(in->state, S("done")) || str_eq(in->state, S("void"))))
		return committee_refuse(in, "note", e, T_committee_no_note);
	p->in = *in;
	p->by = by->display.n ? by->display : by->name;
	json_open(&j);
	json_int(&j, "agency", row.agency_id);
	json_str(&j, "was", row.state);
	json_str(&j, "state", in->state);
	json_str(&j, "note", in->note);
	json_close(&j);
	c->entry.object = S("directive");
	c->entry.object_id = in->directive;
	c->entry.detail = buf_str(&detail);
	c->apply = part_apply;
	c->arg = p;
	return true;
}

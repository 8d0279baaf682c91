/*
 * The import of a plan. Prepared on the worker: the bytes checked, read, every name
 * resolved on the plan's day against the agencies. Applied in one change: the document,
 * the plan, its tasks with parties, who may see it, the words to find it by.
 */
#include "plan/plan.h"

#include <math.h>
#include <stdlib.h>
#include "agency_sql.h"
#include "base/json.h"
#include "base/viet.h"
#include "file/sniff.h"
#include "intake/intake.h"
#include "plan/plan_resolve.h"
#include "plan/plan_task.h"
#include "plan/plan_recipient.h"
#include "plan_sql.h"
#include "reading/reading.h"
#include "search/search.h"

enum { TASK_TITLE = 120 }; /* letters of a task that stand for it in a list of hits */

/* What prepare hands to apply. */
struct plan_parts {
	struct arena *arena;
	const struct reading *reading;
	struct document_new document;
	struct plan_names names;
	plan_recipients recipients;
	int64_t standing; /* DB_NULL: not known */
	int64_t amends;	  /* the plan whose place this one takes; 0: none */
	plan_carried_list carried;
	struct search_doc plan_doc;
	LIST(struct search_doc) task_docs; /* one a task, in their order */
};

/* --- apply */

static int64_t heading_above(const struct reading *r, size_t item)
{
	for (int32_t i = r->items.v[item].parent; i >= 0; i = r->items.v[i].parent)
		if (r->items.v[i].kind == READING_HEADING)
			return i;
	return DB_NULL;
}

static int64_t task_above(const struct reading *r, size_t item)
{
	int32_t i = r->items.v[item].parent;

	return i >= 0 && r->items.v[i].kind == READING_TASK ? i : DB_NULL;
}

static struct str sure_word(enum reading_sure sure)
{
	return str_z(reading_sure_name(sure));
}

static struct str rule_word(enum reading_rule rule)
{
	return str_z(reading_rule_name(rule));
}

static struct str not_null(struct str s)
{
	return s.p ? s : S("");
}

/* The row of a collective in this plan; DB_NULL for a name that is none. */
static int64_t collective_id(const struct plan_collective_ids_rows *ids, struct str fold)
{
	LIST_EACH(c, ids)
		if (fold.p && str_eq(c->fold, fold))
			return c->id;
	return DB_NULL;
}

static bool put_party(struct db_batch *b, int64_t task, size_t position,
	const struct reading_party *p, const struct plan_name *name,
	const struct plan_collective_ids_rows *ids, struct err *e)
{
	return task_party_add_queue(b, task, (int64_t)position, str_z(reading_role_name(p->role)),
		p->name, p->written, name->agency, collective_id(ids, name->collective_fold),
		p->explicit_role, (int64_t)p->span.from, (int64_t)p->span.to, sure_word(p->sure),
		rule_word(p->rule), e);
}

/* A day whose year the text leaves out is kept as words only. */
static struct date whole_day(const struct reading_day *d)
{
	return d->given ? d->date : DATE_NONE;
}

/* The task of the amended plan that goes on as this item; 0: none. */
static int64_t carried_as(const struct plan_parts *p, size_t item)
{
	size_t low = 0, high = p->carried.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->carried.v[mid].item == item)
			return p->carried.v[mid].task;
		if (p->carried.v[mid].item < item)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

static bool put_new_task(struct db_batch *b, const struct plan_import *m, size_t i, struct err *e)
{
	const struct reading *r = m->parts->reading;
	const struct reading_item *t = &r->items.v[i];

	return task_add_queue(b, m->plan, (int64_t)i, heading_above(r, i), task_above(r, i),
		t->path, str_z(reading_part_name(t->part)), t->text, not_null(t->assigned_by),
		whole_day(&t->start), whole_day(&t->due), t->due.before, t->due.suspect,
		not_null(t->due.written), t->recurrence, t->trigger, t->line, t->line_end,
		(int64_t)t->span.from, (int64_t)t->span.to, sure_word(t->sure), rule_word(t->rule),
		e);
}

/* The same task under its id, as the new text has it. */
static bool put_old_task(
	struct db_batch *b, const struct plan_import *m, size_t i, int64_t id, struct err *e)
{
	const struct reading *r = m->parts->reading;
	const struct reading_item *t = &r->items.v[i];

	return task_party_clear_queue(b, id, e) &&
	       task_carry_queue(b, id, m->plan, (int64_t)i, heading_above(r, i), task_above(r, i),
		       t->path, str_z(reading_part_name(t->part)), t->text,
		       not_null(t->assigned_by), whole_day(&t->start), whole_day(&t->due),
		       t->due.before, t->due.suspect, not_null(t->due.written), t->recurrence,
		       t->trigger, t->line, t->line_end, (int64_t)t->span.from, (int64_t)t->span.to,
		       sure_word(t->sure), rule_word(t->rule), e);
}

static bool put_task(struct db_batch *b, const struct plan_import *m, size_t i, struct err *e)
{
	int64_t old = carried_as(m->parts, i);

	return old ? put_old_task(b, m, i, old, e) : put_new_task(b, m, i, e);
}

static bool put_items(struct db_batch *b, const struct plan_import *m, struct err *e)
{
	const struct reading *r = m->parts->reading;

	for (size_t i = 0; i < r->items.n; i++) {
		const struct reading_item *t = &r->items.v[i];

		if (t->kind == READING_TASK && !put_task(b, m, i, e))
			return false;
		if (t->kind == READING_HEADING &&
			!plan_heading_add_queue(b, m->plan, (int64_t)i, heading_above(r, i),
				t->path, t->text, t->line, (int64_t)t->span.from,
				(int64_t)t->span.to, e))
			return false;
	}
	return true;
}

static bool put_parties_of(struct db_batch *b, const struct plan_import *m, int64_t task,
	const struct reading_item *t, const struct plan_collective_ids_rows *ids, struct err *e)
{
	for (size_t k = 0; k < t->parties.n; k++)
		if (!put_party(b, task, k, &t->parties.v[k],
			    plan_name_of(&m->parts->names, &t->parties.v[k]), ids, e))
			return false;
	return true;
}

/* The tasks are there and have their ids. */
static bool put_parties(struct db_write *w, const struct plan_import *m, struct err *e)
{
	const struct reading *r = m->parts->reading;
	struct plan_collective_ids_rows collectives;
	struct plan_task_ids_rows tasks;
	struct db_batch *b = db_batch(w);

	if (!plan_task_ids(db_write_read(w), m->plan, &tasks, e) ||
		!plan_collective_ids(db_write_read(w), m->plan, &collectives, e))
		return false;
	LIST_EACH(t, &tasks)
		if (!put_parties_of(b, m, t->id, &r->items.v[t->position], &collectives, e))
			return false;
	return true;
}

static bool put_collectives(struct db_batch *b, const struct plan_import *m, struct err *e)
{
	LIST_EACH(c, &m->parts->names.collectives) {
		if (!plan_collective_add_queue(
			    b, m->plan, c->name, c->fold, c->open, (int64_t)c->members.n, e))
			return false;
		LIST_EACH(id, &c->members)
			if (!plan_member_add_queue(b, m->plan, c->fold, *id, e))
				return false;
	}
	return true;
}

static bool put_targets(struct db_batch *b, const struct plan_import *m, struct err *e)
{
	int64_t n = 0;

	LIST_EACH(t, &m->parts->reading->targets)
		if (!plan_target_add_queue(b, m->plan, n++, t->text, str_z(t->op), t->percent,
			    t->percent_to, t->bare, not_null(t->counted), not_null(t->over),
			    t->line, (int64_t)t->span.from, (int64_t)t->span.to, sure_word(t->sure),
			    rule_word(t->rule), e))
			return false;
	return true;
}

/* "03-20 09-20": days of every year; with the year where the text gives it. */
static struct str duty_days(struct arena *a, const struct reading_duty *d)
{
	struct buf out = { .arena = a };

	LIST_EACH(day, &d->due) {
		if (!day->date.month)
			continue;
		if (out.n)
			buf_addc(&out, ' ');
		if (day->date.year)
			buf_addf(&out, "%04d-", day->date.year);
		buf_addf(&out, "%02d-%02d", day->date.month, day->date.day);
	}
	return buf_str(&out);
}

static struct str duty_owers(struct arena *a, const struct reading_duty *d)
{
	struct buf out = { .arena = a };

	LIST_EACH(name, &d->from)
		buf_addf(&out, "%s%.*s", out.n ? "; " : "", STR_ARG(*name));
	return buf_str(&out);
}

static bool put_duties(struct db_batch *b, const struct plan_import *m, struct err *e)
{
	struct arena *a = m->parts->arena;
	int64_t n = 0;

	LIST_EACH(d, &m->parts->reading->duties)
		if (!plan_duty_add_queue(b, m->plan, n++, str_z(reading_period_name(d->period)),
			    duty_days(a, d), d->due.n && d->due.v[0].before, duty_owers(a, d),
			    d->to, d->via, d->text, d->line, (int64_t)d->span.from,
			    (int64_t)d->span.to, sure_word(d->sure), rule_word(d->rule), e))
			return false;
	return true;
}

static bool put_ref(struct db_batch *b, int64_t plan, int64_t *position, int64_t task,
	bool carries_out, const struct reading_ref *r, struct err *e)
{
	return plan_ref_add_queue(b, plan, (*position)++, task, carries_out, r->number,
		not_null(r->kind), not_null(r->name), not_null(r->issuer), r->date,
		(int64_t)r->span.from, (int64_t)r->span.to, e);
}

static bool put_refs(struct db_batch *b, const struct plan_import *m, struct err *e)
{
	const struct reading *r = m->parts->reading;
	int64_t position = 0;

	for (size_t i = 0; i < r->header.bases.n; i++)
		if (!put_ref(b, m->plan, &position, DB_NULL, (int64_t)i == r->header.parent_plan,
			    &r->header.bases.v[i], e))
			return false;
	for (size_t i = 0; i < r->items.n; i++) {
		if (r->items.v[i].kind != READING_TASK)
			continue;
		LIST_EACH(x, &r->items.v[i].refs)
			if (!put_ref(b, m->plan, &position, (int64_t)i, false, x, e))
				return false;
	}
	return true;
}

static bool put_flag_list(struct db_batch *b, int64_t plan, int64_t *position, int64_t task,
	const reading_flag_list *flags, struct err *e)
{
	LIST_EACH(f, flags)
		if (!plan_flag_add_queue(b, plan, (*position)++, task,
			    str_z(reading_flag_name(f->code)), not_null(f->note),
			    (int64_t)f->span.from, (int64_t)f->span.to, e))
			return false;
	return true;
}

static bool put_flags(struct db_batch *b, const struct plan_import *m, struct err *e)
{
	const struct reading *r = m->parts->reading;
	int64_t position = 0;

	if (!put_flag_list(b, m->plan, &position, DB_NULL, &r->flags, e) ||
		!put_flag_list(b, m->plan, &position, DB_NULL, &r->header.flags, e))
		return false;
	for (size_t i = 0; i < r->items.n; i++)
		if (!put_flag_list(b, m->plan, &position,
			    r->items.v[i].kind == READING_TASK ? (int64_t)i : DB_NULL,
			    &r->items.v[i].flags, e))
			return false;
	return true;
}

/* From what has been put: everyone who is named, meant or comes after them. */
static bool put_audience(struct db_batch *b, const struct plan_import *m, struct err *e)
{
	const struct plan_parts *p = m->parts;

	if (p->document.issuer_id != DB_NULL &&
		!plan_audience_add_queue(b, m->plan, p->document.issuer_id, S("issuer"), e))
		return false;
	if (p->standing != DB_NULL &&
		!plan_audience_add_queue(b, m->plan, p->standing, S("standing"), e))
		return false;
	return plan_audience_parties_queue(b, m->plan, e) &&
	       plan_audience_members_queue(b, m->plan, e) &&
	       plan_recipient_put_all(b, m->plan, &p->recipients, e) &&
	       plan_audience_places_queue(b, m->plan, p->names.day, e) &&
	       plan_audience_successors_queue(b, m->plan, e);
}

static bool put_repairs(
	struct db_batch *b, int64_t document, const struct reading *r, struct err *e)
{
	LIST_EACH(x, &r->repairs)
		if (!document_keep_repair(
			    b, document, (int64_t)x->at, x->from, x->to, sure_word(x->sure), e))
			return false;
	return true;
}

static bool put_all(struct db_write *w, const struct plan_import *m, struct err *e)
{
	struct db_batch *b = db_batch(w);

	return put_collectives(b, m, e) && put_items(b, m, e) && db_batch_run(b, e) &&
	       put_parties(w, m, e) && put_targets(b, m, e) && put_duties(b, m, e) &&
	       put_refs(b, m, e) && put_flags(b, m, e) && put_audience(b, m, e) &&
	       db_batch_run(b, e);
}

/* Number, issuer and day go to the new text. Nobody else may have amended the plan since. */
static bool make_way(struct db_write *w, const struct plan_import *m, struct err *e)
{
	struct plan_document_row old;
	bool found;

	if (!m->parts->amends)
		return true;
	if (!plan_document(db_write_read(w), m->parts->amends, &old, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_CONFLICT, T_plan_amended_meanwhile);
	return document_supersede(w, old.document_id, e);
}

/* What did not go on ends with the earlier text, and is found by words no more. */
static bool end_earlier(struct db_write *w, const struct plan_import *m, struct err *e)
{
	struct plan_task_ids_rows left;
	int64_t old = m->parts->amends, changed;

	if (!old)
		return true;
	if (!plan_supersede(w, old, m->plan, &changed, e) ||
		!plan_task_ids(db_write_read(w), old, &left, e) ||
		!search_drop(w, S("plan"), old, e))
		return false;
	LIST_EACH(t, &left)
		if (!search_drop(w, S("task"), t->id, e))
			return false;
	return true;
}

/* Another import may have brought the same since it was prepared. */
static bool still_new(struct db_write *w, const struct plan_import *m, struct err *e)
{
	enum document_match match;
	int64_t id;

	if (!document_find(db_write_read(w), &m->parts->document, &match, &id, e))
		return false;
	return match == DOCUMENT_NEW || FAIL(e, ERR_CONFLICT, T_plan_known_meanwhile);
}

static struct str list_fold(struct arena *a, const struct document_new *d)
{
	return viet_fold(a, str_fmt(a, "%.*s %.*s %.*s %.*s", STR_ARG(d->number), STR_ARG(d->title),
				    STR_ARG(d->issuer), STR_ARG(d->issuer_name)));
}

static int64_t year_of(const struct reading *r)
{
	return r->header.years.n == 1 ? r->header.years.v[0] : DB_NULL;
}

/* So that it is found by words, by those who may see it. */
static bool put_search(struct db_write *w, const struct plan_import *m, struct err *e)
{
	struct plan_parts *p = m->parts;
	struct plan_audience_ids_rows audience;
	struct plan_task_ids_rows tasks;
	struct db_read *r = db_write_read(w);
	LIST(int64_t) agencies = { 0 };
	int64_t group;
	size_t i = 0;

	if (!plan_audience_ids(r, m->plan, &audience, e) || !plan_task_ids(r, m->plan, &tasks, e))
		return false;
	LIST_EACH(x, &audience)
		LIST_PUSH(p->arena, &agencies, x->agency_id);
	if (!search_group_put(w, S("plan"), m->plan, agencies.v, agencies.n, &group, e))
		return false;
	p->plan_doc.id = m->plan;
	p->plan_doc.group = group;
	if (!search_put(w, &p->plan_doc, e))
		return false;
	for (; i < tasks.n && i < p->task_docs.n; i++) {
		p->task_docs.v[i].id = tasks.v[i].id;
		p->task_docs.v[i].group = group;
	}
	return search_put_many(w, p->task_docs.v, i, e);
}

static bool apply_import(struct db_write *w, struct change *c, struct err *e)
{
	struct plan_import *m = c->arg;
	struct plan_parts *p = m->parts;
	struct plan_by_hand_rows by_hand = { 0 };
	int64_t document;
	struct db_batch *b;

	if (p->amends && !plan_by_hand(db_write_read(w), p->amends, &by_hand, e))
		return false;
	if (!make_way(w, m, e) || !still_new(w, m, e) ||
		!document_keep(w, &p->document, &document, e) ||
		!plan_add(w, document, year_of(p->reading), p->reading->header.province,
			p->standing, list_fold(p->arena, &p->document), clock_now(),
			c->entry.actor_name, &m->plan, e))
		return false;
	b = db_batch(w);
	if (!put_repairs(b, document, p->reading, e) || !put_all(w, m, e) ||
		!plan_by_hand_go_on(w, &by_hand, m->plan, e))
		return false;
	c->entry.object_id = m->plan;
	return put_search(w, m, e) && end_earlier(w, m, e) &&
	       plan_tell_adopted(w, m->plan, p->amends, &c->entry, e);
}

/* --- prepare */

static struct date day_of(const struct plan_source *s, const struct reading *r)
{
	struct date day = date_given(s->issued) ? s->issued : r->header.date;

	if (date_given(day))
		return day;
	/* without a day: the first of the year it is for */
	return r->header.years.n ? DATE((int16_t)r->header.years.v[0], 1, 1) : date_today();
}

static bool resolve_issuer(struct plan_names *n, struct document_new *d, struct err *e)
{
	struct agency_by_id_row row;
	bool found;

	d->issuer_id = DB_NULL;
	if (d->issuer.n && !plan_agency(n, d->issuer, n->place, &d->issuer_id, e))
		return false;
	if (d->issuer_id == DB_NULL)
		return true;
	if (!agency_by_id(n->read, d->issuer_id, &row, &found, e))
		return false;
	if (!found)
		return true;
	d->issuer_name = row.name;
	/* a plan that names no province is that of its issuer's */
	if (!n->place.p && !str_eq(row.level, S("nation")))
		n->place = row.province_code;
	return true;
}

/* The standing agency: the committee's own where the records know it; else the one body
 * that the reports of the plan go through or to. */
static bool resolve_standing(const struct plan_parts *p, int64_t *id, struct err *e)
{

	*id = DB_NULL;
	if (p->document.issuer_id != DB_NULL &&
		!plan_standing(&p->names, p->document.issuer_id, id, e))
		return false;
	LIST_EACH(d, &p->reading->duties) {
		struct str name = d->via.n ? d->via : d->to;

		if (*id == DB_NULL && name.n &&
			!plan_agency(&p->names, name, p->names.place, id, e))
			return false;
	}
	return true;
}

static void fill_document(struct plan_parts *p, const struct plan_source *s)
{
	const struct reading_header *h = &p->reading->header;

	p->document = (struct document_new){
		.file_name = not_null(s->file_name),
		.received = s->bytes,
		.body = p->reading->text,
		.number = s->number.n ? s->number : h->number,
		.number_by_hand = s->number.n > 0,
		.kind = not_null(h->kind),
		.issuer = s->issuer.n ? s->issuer : not_null(h->issuer),
		.place = not_null(h->place),
		.title = s->title.n ? s->title : not_null(h->title),
		.issued = date_given(s->issued) ? s->issued : h->date,
	};
	if (!p->document.number.n)
		p->document.number = STR_NULL;
}

/* Titles and words for the search, taken apart here so that the writer need not. */
static void prepare_search(struct plan_import *m)
{
	struct plan_parts *p = m->parts;
	const struct document_new *d = &p->document;
	struct arena *a = p->arena;
	struct str number = not_null(d->number);

	p->plan_doc = (struct search_doc){
		.kind = S("plan"),
		.agency = d->issuer_id,
		.title = d->title.n ? plan_sentence(a, d->title) : number,
		.note = str_fmt(a, "%.*s %.*s", STR_ARG(d->kind), STR_ARG(number)),
		.text = d->issuer,
	};
	search_prepare(a, &p->plan_doc);
	LIST_EACH(t, &p->reading->items) {
		if (t->kind != READING_TASK)
			continue;
		struct search_doc *doc = LIST_ADD(a, &p->task_docs);

		*doc = (struct search_doc){
			.kind = S("task"),
			.agency = d->issuer_id,
			.title = plan_brief(a, t->text, TASK_TITLE),
			.note = str_fmt(a, "%.*s, %.*s",
				STR_ARG(plan_path_label(a, LANG_VI, t->path)), STR_ARG(number)),
			.text = t->text,
		};
		search_prepare(a, doc);
	}
}

static void count(struct plan_import *m)
{
	const struct plan_parts *p = m->parts;

	LIST_EACH(t, &p->reading->items) {
		bool unresolved = false;

		if (t->kind != READING_TASK)
			continue;
		m->tasks++;
		m->parties += (int64_t)t->parties.n;
		m->unassigned += t->parties.n == 0;
		m->doubtful += t->sure == READING_DOUBTFUL;
		LIST_EACH(x, &t->parties)
			unresolved |= !plan_name_resolved(&p->names, plan_name_of(&p->names, x));
		m->unresolved += unresolved;
	}
	m->targets = (int64_t)p->reading->targets.n;
	m->duties = (int64_t)p->reading->duties.n;
	m->number = p->document.number;
	m->title = p->document.title;
}

/* What the log keeps of it. */
static struct str detail(struct arena *a, const struct plan_import *m)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "number", m->number);
	json_str(&j, "title", m->title);
	json_int(&j, "tasks", m->tasks);
	json_int(&j, "parties", m->parties);
	json_int(&j, "unassigned", m->unassigned);
	json_int(&j, "unresolved", m->unresolved);
	json_int(&j, "doubtful", m->doubtful);
	json_int(&j, "targets", m->targets);
	json_int(&j, "duties", m->duties);
	json_int(&j, "corrections", m->corrections);
	if (m->parts->amends) {
		json_int(&j, "amends", m->parts->amends);
		json_int(&j, "carried", m->carried);
	}
	json_close(&j);
	return buf_str(&out);
}

/* Resolved against one snapshot; says whether the document is here already. */
static bool look_up(struct plan_import *m, const struct plan_source *s, struct err *e)
{
	struct plan_parts *p = m->parts;
	struct plan_names *n = &p->names;
	enum document_match match;
	struct plan_of_document_row here;
	int64_t id;
	bool found;

	n->day = day_of(s, p->reading);
	if (!plan_province(n->read, p->reading->header.province, n->day, &n->place, e))
		return false;
	if (s->province.n && !n->place.p)
		return FAIL(e, ERR_INPUT, T_plan_no_province, s->province);
	if (!resolve_issuer(n, &p->document, e))
		return false;
	document_prepare(p->arena, &p->document);
	if (!document_find(n->read, &p->document, &match, &id, e))
		return false;
	found = false;
	if (match != DOCUMENT_NEW && !plan_of_document(n->read, id, &here, &found, e))
		return false;
	if (match == DOCUMENT_NEW ||
		(match == DOCUMENT_OTHER_TEXT && found && here.id == s->amends))
		return plan_resolve(n, p->reading, e) && resolve_standing(p, &p->standing, e) &&
		       plan_recipient_resolve(n, &p->reading->header.recipients, &p->recipients, e);
	if (match == DOCUMENT_OTHER_TEXT)
		return FAIL(e, ERR_CONFLICT, T_plan_other_text, p->document.number,
			str_fmt(p->arena, "%lld", (long long)(found ? here.id : 0)));
	m->known = true;
	m->plan = found ? here.id : 0;
	return true;
}

bool plan_open_source(struct arena *a, struct plan_source *s, struct err *e)
{
	struct intake in;
	struct str mark;

	if (!intake_read(a, s->file_name, s->bytes, &in, e))
		return false;
	mark = str_is_utf8(in.text) ? sniff_mark(a, in.text) : STR_NULL;
	if (mark.p)
		return FAIL(e, ERR_INPUT, T_file_classified, s->file_name, mark);
	s->text = in.text;
	return true;
}

bool plan_read_source(
	struct arena *a, const struct plan_source *s, struct reading **out, struct err *e)
{
	struct str text = s->text.p ? s->text : s->bytes;

	if (!document_check(text, s->file_name, e) || !reading_plan(a, text, NULL, out, e))
		return false;
	return (*out)->tasks > 0 || FAIL(e, ERR_INPUT, T_plan_no_plan, s->file_name);
}

bool plan_import_reading(struct arena *a, struct db *db, const struct plan_source *s,
	struct reading *reading, struct change *c, struct plan_import **out, struct err *e)
{
	struct plan_import *m = NEW(a, struct plan_import);
	struct plan_parts *p = NEW(a, struct plan_parts);
	bool ok;

	if (!db_read_begin(db, a, &p->names.read, e))
		return false;
	p->arena = p->names.arena = a;
	if (s->province.n)
		reading->header.province = s->province;
	p->reading = reading;
	m->parts = p;
	m->corrections = s->corrections;
	m->carried = (int64_t)s->carried.n;
	p->amends = s->amends;
	p->carried = s->carried;
	fill_document(p, s);
	ok = look_up(m, s, e);
	db_read_end(p->names.read);
	p->names.read = NULL;
	if (!ok)
		return false;
	*out = m;
	c->arg = m;
	c->entry.object = S("plan");
	c->entry.object_id = m->plan;
	if (m->known)
		return true;
	count(m);
	prepare_search(m);
	c->entry.detail = detail(a, m);
	c->apply = apply_import;
	return true;
}

bool plan_import_prepare(struct arena *a, struct db *db, const struct plan_source *s,
	struct change *c, struct plan_import **out, struct err *e)
{
	struct plan_source opened = *s;
	struct reading *reading;

	return plan_open_source(a, &opened, e) && plan_read_source(a, &opened, &reading, e) &&
	       plan_import_reading(a, db, &opened, reading, c, out, e);
}

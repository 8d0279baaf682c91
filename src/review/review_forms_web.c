/*
 * The forms of a draft: one item corrected, split, merged, dropped, added; the document's
 * head; names nobody knows; the end. Every one is a page of its own and works without
 * script.
 */
#include "review/review_forms_web.h"

#include <math.h>

#include "review/review_view.h"
#include "review_routes.h"
#include "urls.h"

enum { AROUND = 2 /* lines shown above and below an item */ };

/* --- correcting an item */

/* The names of a role, a line each. */
static struct str role_lines(
	struct arena *a, const review_party_list *parties, enum reading_role role)
{
	struct buf out = { .arena = a };

	LIST_EACH(p, parties)
		if (p->role == role)
			buf_addf(&out, "%.*s\n", STR_ARG(p->name));
	return buf_str(&out);
}

static void add_role_lines(
	struct arena *a, struct str lines, enum reading_role role, review_party_list *out)
{
	struct str rest = lines, line;

	while (lines.p && str_split(&rest, '\n', &line))
		if (str_trim(line).n)
			LIST_PUSH(a, out, ((struct review_party){ role, str_trim(line) }));
}

/* Its tabs would read as the end of a role's word. */
static struct str one_line(struct arena *a, struct str s)
{
	struct buf out = { .arena = a };

	for (size_t i = 0; i < s.n; i++)
		buf_addc(&out, s.p[i] == '\t' || s.p[i] == '\n' ? ' ' : s.p[i]);
	return str_trim(buf_str(&out));
}

static struct str comma(struct arena *a, struct str s)
{
	struct buf out = { .arena = a };

	for (size_t i = 0; i < s.n; i++)
		buf_addc(&out, s.p[i] == '.' ? ',' : s.p[i]);
	return buf_str(&out);
}

static bool open_item(struct request *rq, int64_t draft, struct str word,
	struct review_edit_page *page, struct review **v, struct err *e)
{
	review_unknown_list unknown;

	if (!review_open_page(rq, draft, v, &page->top, e) ||
		!review_unknown_names(rq, *v, &unknown, e))
		return false;
	page->item = review_base_word(*v, word);
	if (!page->item)
		return FAIL(e, ERR_ABSENT, T_review_no_item, word);
	review_fill_card(rq, *v, page->item, &unknown, &page->card);
	review_fill_lines(rq, *v, page->item->line > AROUND ? page->item->line - AROUND : 1,
		page->item->line_end + AROUND, page);
	return true;
}

static struct str percent_words(struct arena *a, double v)
{
	return isnan(v) ? STR_NULL : comma(a, str_fmt(a, "%.10g", v));
}

static void fill_operators(struct request *rq, struct review_edit_page *page, struct str now)
{
	static const struct {
		const char *word;
		enum text_id label;
	} operators[] = {
		{ ">=", T_review_op_least },
		{ ">", T_review_op_above },
		{ "=", T_review_op_just },
		{ "<=", T_review_op_most },
		{ "<", T_review_op_below },
	};

	for (size_t i = 0; i < COUNT(operators); i++)
		LIST_PUSH(rq->arena, &page->operators,
			((struct option){ str_z(operators[i].word),
				text_get(rq->lang, operators[i].label),
				str_eq(now, str_z(operators[i].word)) }));
}

static void fill_periods(struct request *rq, struct review_edit_page *page, struct str now)
{
	for (enum reading_period p = READING_ONCE; p <= READING_WEEK; p++) {
		struct str word = str_z(reading_period_name(p));

		LIST_PUSH(rq->arena, &page->periods,
			((struct option){
				word, plan_period_text(rq->lang, word), str_eq(now, word) }));
	}
}

/* What the form for a target or a duty asks, filled in from the item where it is its own. */
static void fill_facts(struct request *rq, struct review_edit_page *page, bool own)
{
	const struct review_words *now = &page->item->now;

	if (page->item->key.kind == REVIEW_TARGET)
		fill_operators(rq, page, own ? now->measure.op : S(">="));
	if (page->item->key.kind == REVIEW_DUTY)
		fill_periods(rq, page, own ? now->owed.period : S("half_year"));
	if (own && page->item->key.kind == REVIEW_TARGET) {
		page->percent = percent_words(rq->arena, now->measure.percent);
		page->percent_to = percent_words(rq->arena, now->measure.percent_to);
	}
	if (own && page->item->key.kind == REVIEW_DUTY) {
		page->days = review_days_vi(rq->arena, now->owed.days);
		page->before = now->owed.before;
	}
}

/* ROUTE review_edit
 * GET        /reviews/{draft:int}/items/{item:word}
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_edit_page
 * json       none
 * export     none
 * title      review.edit
 */
bool review_edit(struct request *rq, const struct review_edit_in *in, struct review_edit_page *page,
	struct err *e)
{
	struct arena *a = rq->arena;
	const struct review_words *now;
	struct review *v;

	if (!open_item(rq, in->draft, in->item, page, &v, e))
		return false;
	if (page->item->key.nth < 0)
		return FAIL(e, ERR_ABSENT, T_review_no_item, in->item);
	now = &page->item->now;
	for (enum reading_role role = 0; role < READING_ROLES; role++)
		page->names[role] = role_lines(a, &now->parties, role);
	page->starts = date_given(now->starts) ? date_vi(a, now->starts) : STR_NULL;
	page->due = date_given(now->due) ? date_vi(a, now->due) : STR_NULL;
	page->before = now->due_before;
	fill_facts(rq, page, true);
	page->reason = page->item->fix ? page->item->fix->reason : STR_NULL;
	return true;
}

static enum review_kind kind_of(struct str item)
{
	return str_starts(item, S("g"))	  ? REVIEW_TARGET
	       : str_starts(item, S("d")) ? REVIEW_DUTY
					  : REVIEW_TASK;
}

/* Back to the list, at the next item of the kind that is still to be looked at. */
static struct str onward(struct request *rq, struct change *c)
{
	int64_t draft = c->entry.object_id;
	struct str item = *(const struct str *)rq->after_arg;
	enum review_kind kind = kind_of(item);
	const struct review_item *from, *next = NULL;
	struct err e = { 0 };
	struct db_read *r;
	struct review *v;
	struct str url = url_review_show(
		rq->arena, .draft = draft, .tab = str_z(review_tab_words[kind]));

	if (!db_read_begin(rq->db, rq->arena, &r, &e))
		return url;
	if (review_load(r, rq->actor.account, draft, &v, &e)) {
		from = review_find_word(v, item);
		LIST_EACH(i, &v->items)
			if (i->state == REVIEW_KEPT && i->doubtful && i->key.kind == kind &&
				(!next || (from && next < from && i > from)))
				next = i;
		if (next || from)
			url = review_card_url(rq, v, next ? next : from);
	}
	db_read_end(r);
	return url;
}

static void go_onward(struct request *rq, struct str item)
{
	struct str *kept = NEW(rq->arena, struct str);

	*kept = item;
	rq->after_arg = kept;
	rq->after = onward;
}

/* What the forms to correct and to add an item send. */
struct item_form {
	int64_t draft, version, line;
	struct str item, path, words, lead, coordinating, joint, requested, reason;
	struct date starts, due;
	bool before;
	struct str operator, percent, percent_to, counted, over;
	struct str period, days, owed_by, owed_to, via;
};

#define ITEM_FORM(in, seen)                                                                        \
	(&(const struct item_form){ (in)->draft, (seen), (in)->line, (in)->item, (in)->path,       \
		(in)->words, (in)->lead, (in)->coordinating, (in)->joint, (in)->requested,         \
		(in)->reason, (in)->starts, (in)->due, (in)->before, (in)->operator,(in)->percent, \
		(in)->percent_to, (in)->counted, (in)->over, (in)->period, (in)->days,             \
		(in)->owed_by, (in)->owed_to, (in)->via })

static bool said_measure(
	struct request *rq, const struct item_form *f, struct review_measure *m, struct err *e)
{
	*m = (struct review_measure){ .op = f->operator.p ? f->operator: S(""),
		.percent_to = NAN,
		.counted = one_line(rq->arena, f->counted),
		.over = one_line(rq->arena, f->over), };
	if (!review_figure(f->percent, &m->percent))
		return request_refuse(rq, "percent", e, ERR_INPUT, T_review_bad_figure);
	if (f->percent_to.n && !review_figure(f->percent_to, &m->percent_to))
		return request_refuse(rq, "percent_to", e, ERR_INPUT, T_review_bad_figure);
	return true;
}

static bool said_owed(
	struct request *rq, const struct item_form *f, struct review_owed *o, struct err *e)
{
	review_party_list by = { 0 };

	add_role_lines(rq->arena, f->owed_by, READING_LEAD, &by);
	*o = (struct review_owed){
		.period = f->period.p ? f->period : S(""),
		.before = f->before,
		.by = str_trim(role_lines(rq->arena, &by, READING_LEAD)),
		.to = one_line(rq->arena, f->owed_to),
		.via = one_line(rq->arena, f->via),
	};
	if (review_days_parse(rq->arena, f->days, &o->days, e))
		return true;
	request_field(rq, "days");
	return false;
}

static bool said(
	struct request *rq, const struct item_form *f, struct review_correction *out, struct err *e)
{
	struct arena *a = rq->arena;
	struct review_words *w = &out->words;

	*out = (struct review_correction){
		.draft = f->draft,
		.item = f->item,
		.version = f->version,
		.words = { .path = f->path.p ? f->path : S(""),
			.words = one_line(a, f->words),
			.line = f->line == DB_NULL ? 0 : f->line },
		.reason = f->reason,
	};
	if (kind_of(f->item) == REVIEW_TARGET)
		return said_measure(rq, f, &w->measure, e);
	if (kind_of(f->item) == REVIEW_DUTY)
		return said_owed(rq, f, &w->owed, e);
	w->starts = f->starts;
	w->due = f->due;
	w->due_before = f->before;
	add_role_lines(a, f->lead, READING_LEAD, &w->parties);
	add_role_lines(a, f->coordinating, READING_COORDINATING, &w->parties);
	add_role_lines(a, f->joint, READING_JOINT, &w->parties);
	add_role_lines(a, f->requested, READING_REQUESTED, &w->parties);
	return true;
}

/* ROUTE review_correct
 * POST       /reviews/{draft:int}/items/{item:word}
 * form       version:int path:text(60)? words:text(20000) lead:text(4000)? coordinating:text(4000)? joint:text(4000)? requested:text(4000)? starts:date? due:date? before:bool reason:text(300)? line:int? operator:text(2)? percent:text(12)? percent_to:text(12)? counted:text(1000)? over:text(1000)? period:word? days:text(300)? owed_by:text(4000)? owed_to:text(500)? via:text(500)?
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      review.correct
 * body       256K
 * rate       change
 * again      review_edit
 * json       none
 * title      review.edit
 */
bool review_correct(
	struct request *rq, const struct review_correct_in *in, struct change *c, struct err *e)
{
	struct review_correction what;

	arena_limit(rq->arena, REVIEW_ROOM);
	if (!said(rq, ITEM_FORM(in, in->version), &what, e))
		return false;
	go_onward(rq, in->item);
	return review_correct_prepare(rq->arena, rq->db, &rq->actor, &what, c, e);
}

/* ROUTE review_judge
 * POST       /reviews/{draft:int}/items/{item:word}/verdict
 * form       version:int verdict:word
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      review.judge
 * body       4K
 * rate       change
 * again      review_edit
 * json       none
 * title      review.edit
 */
bool review_judge(
	struct request *rq, const struct review_judge_in *in, struct change *c, struct err *e)
{
	static const char *const verdicts[] = { "confirm", "drop", "restore" };

	arena_limit(rq->arena, REVIEW_ROOM);
	go_onward(rq, in->item);
	if (str_eq(in->verdict, S("merge")))
		return review_merge_prepare(
			rq->arena, rq->db, &rq->actor, in->draft, in->item, in->version, c, e);
	for (size_t i = 0; i < COUNT(verdicts); i++)
		if (str_eq(in->verdict, str_z(verdicts[i])))
			return review_verdict_prepare(rq->arena, rq->db, &rq->actor, in->draft,
				in->item, in->version, (enum review_verdict)i, c, e);
	return FAIL(e, ERR_INPUT, T_review_bad_verdict);
}

/* --- splitting, adding */

/* ROUTE review_split_form
 * GET        /reviews/{draft:int}/items/{item:word}/split
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_split_page
 * json       none
 * export     none
 * title      review.split
 */
bool review_split_form(struct request *rq, const struct review_split_form_in *in,
	struct review_edit_page *page, struct err *e)
{
	struct review *v;

	return open_item(rq, in->draft, in->item, page, &v, e);
}

/* ROUTE review_split
 * POST       /reviews/{draft:int}/items/{item:word}/split
 * form       version:int parts:text(20500)
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      review.split
 * body       256K
 * rate       change
 * again      review_split_form
 * json       none
 * title      review.split
 */
bool review_split(
	struct request *rq, const struct review_split_in *in, struct change *c, struct err *e)
{
	arena_limit(rq->arena, REVIEW_ROOM);
	go_onward(rq, in->item);
	request_field(rq, "parts");
	return review_split_prepare(
		rq->arena, rq->db, &rq->actor, in->draft, in->item, in->version, in->parts, c, e);
}

/* ROUTE review_add_form
 * GET        /reviews/{draft:int}/items/{item:word}/add
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_add_page
 * json       none
 * export     none
 * title      review.add
 */
bool review_add_form(struct request *rq, const struct review_add_form_in *in,
	struct review_edit_page *page, struct err *e)
{
	struct review *v;

	if (!open_item(rq, in->draft, in->item, page, &v, e))
		return false;
	fill_facts(rq, page, false);
	page->lines_n = (int64_t)v->reading->lines.n;
	return true;
}

/* ROUTE review_add
 * POST       /reviews/{draft:int}/items/{item:word}/add
 * form       path:text(60)? words:text(20000) lead:text(4000)? coordinating:text(4000)? joint:text(4000)? requested:text(4000)? starts:date? due:date? before:bool reason:text(300)? line:int? operator:text(2)? percent:text(12)? percent_to:text(12)? counted:text(1000)? over:text(1000)? period:word? days:text(300)? owed_by:text(4000)? owed_to:text(500)? via:text(500)?
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      review.add
 * body       256K
 * rate       change
 * again      review_add_form
 * json       none
 * title      review.add
 */
bool review_add(struct request *rq, const struct review_add_in *in, struct change *c, struct err *e)
{
	struct review_correction what;

	arena_limit(rq->arena, REVIEW_ROOM);
	if (!said(rq, ITEM_FORM(in, DB_NULL), &what, e))
		return false;
	go_onward(rq, in->item);
	return review_add_prepare(rq->arena, rq->db, &rq->actor, &what, c, e);
}

/* --- the document's head */

static struct str as_it_stands(struct str by_hand, struct str read)
{
	return by_hand.n ? by_hand : read;
}

/* ROUTE review_head_form
 * GET        /reviews/{draft:int}/head
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_head_page
 * json       none
 * export     none
 * title      review.head
 */
bool review_head_form(struct request *rq, const struct review_head_form_in *in,
	struct review_head_page *page, struct err *e)
{
	const struct reading_header *h;
	struct review *v;
	struct date issued;

	if (!review_open_page(rq, in->draft, &v, &page->top, e))
		return false;
	h = &v->reading->header;
	issued = date_given(v->draft.issued) ? v->draft.issued : h->date;
	page->read_number = h->number;
	page->read_issuer = h->issuer;
	page->read_title = h->title;
	page->read_province = h->province;
	page->province = as_it_stands(v->draft.province, h->province);
	page->read_issued = date_given(h->date) ? date_vi(rq->arena, h->date) : STR_NULL;
	page->number = as_it_stands(v->draft.number, h->number);
	page->issuer = as_it_stands(v->draft.issuer, h->issuer);
	page->title = as_it_stands(v->draft.name, h->title);
	page->issued = date_given(issued) ? date_vi(rq->arena, issued) : STR_NULL;
	return true;
}

/* ROUTE review_set_head
 * POST       /reviews/{draft:int}/head
 * form       version:int number:text(100)? issuer:text(200)? issued:date? name:text(500)? province:text(100)?
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      review.head
 * body       16K
 * rate       change
 * again      review_head_form
 * json       none
 * title      review.head
 */
bool review_set_head(
	struct request *rq, const struct review_set_head_in *in, struct change *c, struct err *e)
{
	struct review_head head = {
		.draft = in->draft,
		.version = in->version,
		.number = in->number,
		.issuer = in->issuer,
		.title = in->name,
		.issued = in->issued,
		.province = in->province,
	};

	arena_limit(rq->arena, REVIEW_ROOM);
	request_redirect(rq, url_review_show(rq->arena, .draft = in->draft));
	return review_head_prepare(rq->arena, rq->db, &rq->actor, &head, c, e);
}

/* --- names nobody knows */

/* ROUTE review_names_form
 * GET        /reviews/{draft:int}/names
 * query      none
 * permission plan.adopt
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_names_page
 * json       none
 * export     none
 * title      review.names
 */
bool review_names_form(struct request *rq, const struct review_names_form_in *in,
	struct review_names_page *page, struct err *e)
{
	struct review *v;

	if (!review_open_page(rq, in->draft, &v, &page->top, e))
		return false;
	page->said = &v->names;
	return review_unknown_names(rq, v, &page->names, e);
}

/* ROUTE review_set_name
 * POST       /reviews/{draft:int}/names
 * form       name:text(500) means:text(300) keep:bool
 * permission plan.adopt
 * scope      agency
 * csrf       token
 * audit      review.name
 * body       8K
 * rate       change
 * again      review_names_form
 * json       none
 * title      review.names
 */
bool review_set_name(
	struct request *rq, const struct review_set_name_in *in, struct change *c, struct err *e)
{
	arena_limit(rq->arena, REVIEW_ROOM);
	request_redirect(rq, url_review_names_form(rq->arena, .draft = in->draft));
	return review_name_prepare(
		rq->arena, rq->db, &rq->actor, in->draft, in->name, in->means, in->keep, c, e);
}

/* --- the end: adopted or discarded */

static bool fill_end(struct request *rq, int64_t draft, struct review_end_page *page, struct err *e)
{
	review_unknown_list unknown;
	struct review_relation rel;
	struct reading *now;
	struct review *v;
	int64_t doubtful;

	if (!review_open_page(rq, draft, &v, &page->top, e) ||
		!review_unknown_names(rq, v, &unknown, e) ||
		!review_relate(rq->read, v, rq->actor.account, &rel, e))
		return false;
	if (rel.kind == REVIEW_AMENDED && rel.may_replace)
		page->amends = rel.plan_name;
	if (!review_corrected(rq->read, v, &now, e) ||
		!review_two_of(rq->read, v, now, &rq->actor, &page->pair, e))
		return false;
	page->asked_name = v->draft.asked_name;
	page->asked_at = v->draft.asked_at;
	page->tasks = review_count(v, REVIEW_TASK, &doubtful);
	page->targets = review_count(v, REVIEW_TARGET, &doubtful);
	page->duties = review_count(v, REVIEW_DUTY, &doubtful);
	page->corrections = (int64_t)(v->fixes.n + v->names.n);
	page->unresolved = (int64_t)unknown.n;
	LIST_EACH(i, &v->items)
		page->unassigned += i->key.kind == REVIEW_TASK && i->state == REVIEW_KEPT &&
				    i->now.parties.n == 0;
	return true;
}

/* ROUTE review_adopt_form
 * GET        /reviews/{draft:int}/adopt
 * query      none
 * permission plan.adopt
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_adopt_page
 * json       none
 * export     none
 * title      review.adopt
 */
bool review_adopt_form(struct request *rq, const struct review_adopt_form_in *in,
	struct review_end_page *page, struct err *e)
{
	return fill_end(rq, in->draft, page, e);
}

/* ROUTE review_ask
 * POST       /reviews/{draft:int}/ask
 * form       version:int
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      review.ask
 * body       4K
 * rate       heavy
 * again      review_adopt_form
 * json       none
 * title      review.ask
 */
bool review_ask(struct request *rq, const struct review_ask_in *in, struct change *c, struct err *e)
{
	arena_limit(rq->arena, REVIEW_ROOM);
	request_redirect(rq, url_review_adopt_form(rq->arena, .draft = in->draft));
	return review_ask_prepare(rq->arena, rq->db, &rq->actor, in->draft, in->version, c, e);
}

static struct str to_the_plan(struct request *rq, struct change *c)
{
	plan_settle(rq->db);
	return url_plan_show(rq->arena, .plan = review_adopted(c));
}

/* ROUTE review_adopt
 * POST       /reviews/{draft:int}/adopt
 * form       version:int replaces:bool
 * permission plan.adopt
 * scope      agency
 * csrf       token
 * audit      plan.adopt
 * body       4K
 * rate       heavy
 * again      review_adopt_form
 * json       none
 * title      review.adopt
 */
bool review_adopt(
	struct request *rq, const struct review_adopt_in *in, struct change *c, struct err *e)
{
	arena_limit(rq->arena, REVIEW_ROOM);
	rq->after = to_the_plan;
	return review_adopt_prepare(
		rq->arena, rq->db, &rq->actor, in->draft, in->version, in->replaces, c, e);
}

/* ROUTE review_discard_form
 * GET        /reviews/{draft:int}/discard
 * query      none
 * permission plan.import
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       review_discard_page
 * json       none
 * export     none
 * title      review.discard
 */
bool review_discard_form(struct request *rq, const struct review_discard_form_in *in,
	struct review_end_page *page, struct err *e)
{
	return fill_end(rq, in->draft, page, e);
}

/* ROUTE review_discard
 * POST       /reviews/{draft:int}/discard
 * form       version:int
 * permission plan.import
 * scope      agency
 * csrf       token
 * audit      review.discard
 * body       4K
 * rate       change
 * again      review_discard_form
 * json       none
 * title      review.discard
 */
bool review_discard(
	struct request *rq, const struct review_discard_in *in, struct change *c, struct err *e)
{
	arena_limit(rq->arena, REVIEW_ROOM);
	request_redirect(rq, url_review_list(rq->arena));
	return review_discard_prepare(rq->arena, rq->db, &rq->actor, in->draft, in->version, c, e);
}

/*
 * The forms of a draft: one item corrected, split, merged, dropped, added; the document's
 * head; names nobody knows; the end. Every one is a page of its own and works without
 * script.
 */
#include "review/review_forms_web.h"

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

static bool open_item(struct request *rq, int64_t draft, struct str word,
	struct review_edit_page *page, struct review **v, struct err *e)
{
	review_unknown_list unknown;

	if (!review_open_page(rq, draft, v, &page->top, e) ||
		!review_unknown_names(rq, *v, &unknown, e))
		return false;
	page->item = review_find_word(*v, word);
	if (!page->item)
		return FAIL(e, ERR_ABSENT, T_review_no_item, word);
	review_fill_card(rq, *v, page->item, &unknown, &page->card);
	review_fill_lines(rq, *v, page->item->line > AROUND ? page->item->line - AROUND : 1,
		page->item->line_end + AROUND, page);
	return true;
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
	now = &page->item->now;
	for (enum reading_role role = 0; role < READING_ROLES; role++)
		page->names[role] = role_lines(a, &now->parties, role);
	page->starts = date_given(now->starts) ? date_vi(a, now->starts) : STR_NULL;
	page->due = date_given(now->due) ? date_vi(a, now->due) : STR_NULL;
	page->before = now->due_before;
	page->reason = page->item->fix ? page->item->fix->reason : STR_NULL;
	return true;
}

/* Back to the list, at the next item that is still to be looked at. */
static struct str onward(struct request *rq, struct change *c)
{
	int64_t draft = c->entry.object_id;
	const struct review_item *from = NULL, *next = NULL;
	struct err e = { 0 };
	struct db_read *r;
	struct review *v;
	struct str url = url_review_show(rq->arena, .draft = draft);

	if (!db_read_begin(rq->db, rq->arena, &r, &e))
		return url;
	if (review_load(r, rq->actor.account, draft, &v, &e)) {
		from = review_find_word(v, *(const struct str *)rq->after_arg);
		LIST_EACH(i, &v->items)
			if (i->state == REVIEW_KEPT && i->doubtful &&
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

/* ROUTE review_correct
 * POST       /reviews/{draft:int}/items/{item:word}
 * form       version:int path:text(60)? words:text(20000) lead:text(4000)? coordinating:text(4000)? joint:text(4000)? requested:text(4000)? starts:date? due:date? before:bool reason:text(300)?
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
	struct arena *a = rq->arena;
	struct review_correction said = {
		.draft = in->draft,
		.item = in->item,
		.version = in->version,
		.words = { .path = in->path.p ? in->path : S(""),
			.words = one_line(a, in->words),
			.starts = in->starts,
			.due = in->due,
			.due_before = in->before },
		.reason = in->reason,
	};

	arena_limit(a, REVIEW_ROOM);
	add_role_lines(a, in->lead, READING_LEAD, &said.words.parties);
	add_role_lines(a, in->coordinating, READING_COORDINATING, &said.words.parties);
	add_role_lines(a, in->joint, READING_JOINT, &said.words.parties);
	add_role_lines(a, in->requested, READING_REQUESTED, &said.words.parties);
	go_onward(rq, in->item);
	return review_correct_prepare(a, rq->db, &rq->actor, &said, c, e);
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

	return open_item(rq, in->draft, in->item, page, &v, e);
}

/* ROUTE review_add
 * POST       /reviews/{draft:int}/items/{item:word}/add
 * form       path:text(60)? words:text(20000) lead:text(4000)? coordinating:text(4000)? joint:text(4000)? requested:text(4000)? starts:date? due:date? before:bool reason:text(300)?
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
	struct arena *a = rq->arena;
	struct review_correction said = {
		.draft = in->draft,
		.item = in->item,
		.words = { .path = in->path.p ? in->path : S(""),
			.words = one_line(a, in->words),
			.starts = in->starts,
			.due = in->due,
			.due_before = in->before },
		.reason = in->reason,
	};

	arena_limit(a, REVIEW_ROOM);
	add_role_lines(a, in->lead, READING_LEAD, &said.words.parties);
	add_role_lines(a, in->coordinating, READING_COORDINATING, &said.words.parties);
	add_role_lines(a, in->joint, READING_JOINT, &said.words.parties);
	add_role_lines(a, in->requested, READING_REQUESTED, &said.words.parties);
	go_onward(rq, in->item);
	return review_add_prepare(a, rq->db, &rq->actor, &said, c, e);
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
	page->read_issued = date_given(h->date) ? date_vi(rq->arena, h->date) : STR_NULL;
	page->number = as_it_stands(v->draft.number, h->number);
	page->issuer = as_it_stands(v->draft.issuer, h->issuer);
	page->title = as_it_stands(v->draft.name, h->title);
	page->issued = date_given(issued) ? date_vi(rq->arena, issued) : STR_NULL;
	return true;
}

/* ROUTE review_set_head
 * POST       /reviews/{draft:int}/head
 * form       version:int number:text(100)? issuer:text(200)? issued:date? name:text(500)?
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
	struct review *v;
	int64_t doubtful;

	if (!review_open_page(rq, draft, &v, &page->top, e) ||
		!review_unknown_names(rq, v, &unknown, e) ||
		!review_relate(rq->read, v, rq->actor.account, &rel, e))
		return false;
	if (rel.kind == REVIEW_AMENDED && rel.may_replace)
		page->amends = rel.plan_name;
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

static struct str to_the_plan(struct request *rq, struct change *c)
{
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

/*
 * A draft to what its pages print. No statement here but those that resolve names.
 */
#include "review/review_view.h"

#include <stdlib.h>

#include "plan/plan_resolve.h"
#include "urls.h"

enum { BRIEF = 240, NAME_LETTERS = 60, LETTERS_SHOWN = 60 };

const char *const review_tab_words[REVIEW_TABS] = { "tasks", "targets", "duties", "out" };

/* --- above every page */

static struct str number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static void fill_top(struct request *rq, const struct review *v, struct review_top *top)
{
	const struct reading_header *h = &v->reading->header;
	struct arena *a = rq->arena;
	struct str title = v->draft.name.n ? v->draft.name : h->title;
	struct date issued = date_given(v->draft.issued) ? v->draft.issued : h->date;
	struct str issuer = v->draft.issuer.n ? v->draft.issuer : h->issuer;

	*top = (struct review_top){
		.id = v->id,
		.version = v->draft.version,
		.title = title.n ? plan_sentence(a, title) : v->draft.file_name,
		.open = str_eq(v->draft.state, S("open")),
		.plan = v->draft.plan_id == DB_NULL ? 0 : v->draft.plan_id,
	};
	top->line = plan_ref_text(rq->arena, rq->lang,
		h->kind.n ? h->kind : TEXT(a, rq->lang, T_review_document),
		v->draft.number.n ? v->draft.number : h->number, issued, STR_NULL, STR_NULL);
	if (issuer.n)
		top->line = str_fmt(a, "%.*s, %.*s", STR_ARG(top->line), STR_ARG(issuer));
	if (!v->draft.number.n && !h->number.n)
		top->line = str_fmt(a, "%.*s. %.*s", STR_ARG(top->line),
			STR_ARG(TEXT(a, rq->lang, T_review_no_number)));
	LIST_EACH(i, &v->items)
		top->to_see += i->state == REVIEW_KEPT && i->doubtful;
}

bool review_open_page(
	struct request *rq, int64_t draft, struct review **v, struct review_top *top, struct err *e)
{
	arena_limit(rq->arena, REVIEW_ROOM);
	if (!review_load(rq->read, rq->actor.account, draft, v, e))
		return false;
	fill_top(rq, *v, top);
	request_title(rq, TEXT(rq->arena, rq->lang, T_review_of, top->title));
	return true;
}

/* --- names */

static void count_name(struct arena *a, review_unknown_list *out, struct str name)
{
	LIST_EACH(x, out)
		if (str_eq(x->name, name)) {
			x->times++;
			return;
		}
	LIST_PUSH(a, out, ((struct review_unknown){ name, 1 }));
}

bool review_unknown_names(
	struct request *rq, const struct review *v, review_unknown_list *out, struct err *e)
{
	struct plan_names names = { .arena = rq->arena, .read = rq->read };
	struct reading *now;

	*out = (review_unknown_list){ 0 };
	if (!review_corrected(rq->read, v, &now, e) ||
		!review_day_and_place(rq->read, v, &names.day, &names.place, e) ||
		!plan_resolve(&names, now, e))
		return false;
	LIST_EACH(t, &now->items)
		LIST_EACH(p, &t->parties)
			if (t->kind == READING_TASK && !p->person &&
				!plan_name_resolved(&names, plan_name_of(&names, p)))
				count_name(rq->arena, out, p->name);
	return true;
}

static bool is_unknown(const review_unknown_list *unknown, struct str name)
{
	LIST_EACH(x, unknown)
		if (str_eq(x->name, name))
			return true;
	return false;
}

/* --- cards */

static void note(struct request *rq, struct review_card *card, bool change, struct str text)
{
	if (change)
		LIST_PUSH(rq->arena, &card->changes, ((struct review_note){ text }));
	else
		LIST_PUSH(rq->arena, &card->notes, ((struct review_note){ text }));
}

static struct str due_words(
	struct request *rq, const struct review_words *w, const struct reading_item *t, bool own)
{
	struct plan_due due = {
		.starts = w->starts,
		.due = w->due,
		.before = w->due_before,
		.words = t && !own ? t->due.written : STR_NULL,
		.recurrence = t && !own ? t->recurrence : STR_NULL,
	};

	return plan_due_text(rq->arena, rq->lang, &due);
}

/* Names of a line each with "; " between them. */
static struct str in_one_line(struct arena *a, struct str lines)
{
	struct buf out = { .arena = a };
	struct str rest = lines, line;

	while (rest.n && str_split(&rest, '\n', &line))
		buf_addf(&out, "%s%.*s", out.n ? "; " : "", STR_ARG(line));
	return buf_str(&out);
}

static struct str names_words(struct request *rq, const review_party_list *parties)
{
	struct buf out = { .arena = rq->arena };

	LIST_EACH(p, parties)
		buf_addf(&out, "%s%.*s: %.*s", out.n ? "; " : "",
			STR_ARG(plan_role_text(rq->lang, (enum plan_role)p->role)),
			STR_ARG(p->name));
	return out.n ? buf_str(&out) : text_get(rq->lang, T_plan_unassigned);
}

/* "≥ 95%, số vụ trên tổng số vụ" of a target; period, days and who owes whom of a duty. */
static struct str facts_words(
	struct request *rq, enum review_kind kind, const struct review_words *w)
{
	struct buf out = { .arena = rq->arena };
	const struct review_owed *o = &w->owed;
	struct str days;

	if (kind == REVIEW_TARGET) {
		buf_add(&out, plan_figure_text(rq->arena, rq->lang, w->measure.op,
				      w->measure.percent, w->measure.percent_to));
		if (w->measure.counted.n)
			buf_addf(&out, ", %.*s", STR_ARG(w->measure.counted));
		if (w->measure.over.n)
			buf_addf(&out, " / %.*s", STR_ARG(w->measure.over));
		return buf_str(&out);
	}
	buf_add(&out, plan_period_text(rq->lang, o->period));
	days = plan_days_text(rq->arena, rq->lang, o->days, o->before);
	if (days.n)
		buf_addf(&out, ", %.*s", STR_ARG(days));
	if (o->by.n || o->to.n)
		buf_addf(&out, ": %.*s → %.*s", STR_ARG(in_one_line(rq->arena, o->by)),
			STR_ARG(o->to));
	if (o->via.n)
		buf_addf(&out, " (%.*s)", STR_ARG(TEXT(rq->arena, rq->lang, T_plan_via, o->via)));
	return buf_str(&out);
}

/* What was read, where a person says otherwise now. */
static void fill_changes(struct request *rq, const struct review_item *i, struct review_card *card)
{
	struct arena *a = rq->arena;
	const struct review_fixes_row *f = i->fix;

	if (!f)
		return;
	card->who = TEXT(a, rq->lang, T_review_by, f->account_name, time_vi(a, f->at));
	if (i->key.part)
		return;
	if (f->path.p)
		note(rq, card, true, TEXT(a, rq->lang, T_review_read_path, i->read.path));
	if (f->words.p)
		note(rq, card, true,
			TEXT(a, rq->lang, T_review_read_words,
				plan_brief(a, i->read.words, BRIEF)));
	if (f->parties.p)
		note(rq, card, true,
			TEXT(a, rq->lang, T_review_read_parties,
				names_words(rq, &i->read.parties)));
	if (f->days) {
		struct str was = due_words(rq, &i->read, i->task, false);

		note(rq, card, true,
			TEXT(a, rq->lang, T_review_read_due,
				was.n ? was : TEXT(a, rq->lang, T_plan_no_due)));
	}
	if (f->facts.p)
		note(rq, card, true,
			TEXT(a, rq->lang, T_review_read_facts,
				facts_words(rq, i->key.kind, &i->read)));
	if (f->reason.n)
		note(rq, card, true, TEXT(a, rq->lang, T_review_reason_was, f->reason));
}

static void fill_chips(struct request *rq, const struct review_item *i,
	const review_unknown_list *unknown, struct review_card *card)
{
	static const enum party_role roles[READING_ROLES] = {
		[READING_LEAD] = PARTY_LEAD,
		[READING_COORDINATING] = PARTY_COOP,
		[READING_JOINT] = PARTY_JOINT,
		[READING_REQUESTED] = PARTY_ASK,
	};

	LIST_EACH(p, &i->now.parties) {
		struct party chip = { roles[p->role],
			.name = plan_brief(rq->arena, p->name, NAME_LETTERS), .title = p->name };

		LIST_PUSH(rq->arena, &card->chips, chip);
		card->unresolved |= is_unknown(unknown, p->name);
	}
}

static struct str lines_words(struct request *rq, const struct review_item *i)
{
	struct arena *a = rq->arena;

	return i->line == i->line_end ? TEXT(a, rq->lang, T_plan_line, number(a, i->line))
				      : TEXT(a, rq->lang, T_plan_lines, number(a, i->line),
						number(a, i->line_end));
}

static int64_t cards_a_page(const struct review *v)
{
	return v->items.n > REVIEW_CARDS_WHOLE ? REVIEW_CARDS : REVIEW_CARDS_WHOLE;
}

static int64_t lines_a_page(const struct review *v)
{
	return v->reading->lines.n > REVIEW_LINES_WHOLE ? REVIEW_LINES : REVIEW_LINES_WHOLE;
}

/* The card stays where it is while the text beside it turns to its line. */
static struct str text_url(
	struct request *rq, const struct review *v, const struct review_item *i, int64_t from)
{
	struct str page = url_review_show(rq->arena, .draft = v->id,
		.tab = str_z(review_tab_words[i->key.kind]), .from = from,
		.line = i->line > lines_a_page(v) ? i->line : 0);

	return str_fmt(rq->arena, "%.*s#l%d", STR_ARG(page), i->line);
}

static struct str flag_words(struct request *rq, const struct reading_flag *f)
{
	struct str words = plan_flag_text(rq->lang, str_z(reading_flag_name(f->code)));

	return f->note.n ? str_fmt(rq->arena, "%.*s: “%.*s”", STR_ARG(words), STR_ARG(f->note))
			 : words;
}

void review_fill_card(struct request *rq, const struct review *v, const struct review_item *i,
	const review_unknown_list *unknown, struct review_card *card)
{
	struct arena *a = rq->arena;

	*card = (struct review_card){
		.item = i,
		.word = review_word(a, i->key),
		.label = i->now.path.n ? plan_path_label(a, rq->lang, i->now.path)
				       : TEXT(a, rq->lang, T_review_nth, number(a, i->key.nth + 1)),
		.lines = lines_words(rq, i),
		.brief = plan_brief(a, i->now.words, BRIEF),
		.task = i->key.kind == REVIEW_TASK,
		.original = i->key.part == 0,
		.sure = i->fix ? PLAN_CERTAIN : (enum plan_sure)i->sure,
		.text_href = text_url(rq, v, i, 0),
	};
	fill_changes(rq, i, card);
	if (!card->task) {
		card->facts = facts_words(rq, i->key.kind, &i->now);
		return;
	}
	fill_chips(rq, i, unknown, card);
	card->due = due_words(rq, &i->now, i->task, i->key.part || (i->fix && i->fix->days));
	if (!i->fix && i->task)
		LIST_EACH(f, &i->task->flags)
			note(rq, card, false, flag_words(rq, f));
}

/* Where an item stands in the list: what is doubtful first, then what is likely. */
static int rank(const struct review_item *i)
{
	if (i->doubtful)
		return 0;
	return !i->fix && i->sure == READING_LIKELY ? 1 : 2;
}

static bool is_in(const struct review_item *i, enum review_tab tab)
{
	if (tab == REVIEW_TAB_OUT)
		return i->state != REVIEW_KEPT;
	return i->state == REVIEW_KEPT && (enum review_tab)i->key.kind == tab;
}

static enum review_tab tab_of(const struct review_item *i)
{
	return i->state == REVIEW_KEPT ? (enum review_tab)i->key.kind : REVIEW_TAB_OUT;
}

enum { RANKS = 3 };

/* The place of every item among those of its tab, from 0. */
static int64_t *places_of(struct arena *a, const struct review *v)
{
	int64_t *places = NEW_N(a, int64_t, v->items.n + 1), next[REVIEW_TABS][RANKS] = { 0 };

	LIST_EACH(i, &v->items)
		for (int r = rank(i) + 1; r < RANKS; r++)
			next[tab_of(i)][r]++;
	for (size_t n = 0; n < v->items.n; n++)
		places[n] = next[tab_of(&v->items.v[n])][rank(&v->items.v[n])]++;
	return places;
}

/* The text beside it turns to its line. */
static struct str card_url(struct request *rq, const struct review *v,
	const struct review_item *item, const int64_t *places)
{
	int64_t place = places[item - v->items.v];
	struct str page = url_review_show(rq->arena, .draft = v->id,
		.tab = str_z(review_tab_words[tab_of(item)]),
		.from = place - place % cards_a_page(v),
		.line = item->line > lines_a_page(v) ? item->line : 0);

	return str_fmt(rq->arena, "%.*s#m-%.*s", STR_ARG(page),
		STR_ARG(review_word(rq->arena, item->key)));
}

struct str review_card_url(
	struct request *rq, const struct review *v, const struct review_item *item)
{
	return card_url(rq, v, item, places_of(rq->arena, v));
}

static void fill_pager(struct request *rq, const struct review *v, int64_t from, int64_t total,
	struct review_page *page)
{
	int64_t most = cards_a_page(v);

	if (total <= most)
		return;
	page->pager = (struct pager){
		.from = from + 1, .to = from + (int64_t)page->cards.n, .total = total
	};
	if (from > 0)
		page->pager.prev = url_review_show(rq->arena, .draft = v->id, .tab = page->tab_word,
			.from = from > most ? from - most : 0, .line = page->line);
	if (page->pager.to < total)
		page->pager.next = url_review_show(rq->arena, .draft = v->id, .tab = page->tab_word,
			.from = page->pager.to, .line = page->line);
}

void review_fill_cards(struct request *rq, const struct review *v,
	const review_unknown_list *unknown, int64_t from, struct review_page *page)
{
	int64_t n = 0, most = cards_a_page(v);

	page->from = from;
	for (int r = 0; r < RANKS; r++)
		LIST_EACH(i, &v->items) {
			if (!is_in(i, page->tab) || rank(i) != r)
				continue;
			if (n >= from && n < from + most) {
				struct review_card *card = LIST_ADD(rq->arena, &page->cards);

				review_fill_card(rq, v, i, unknown, card);
				card->text_href = text_url(rq, v, i, from);
			}
			n++;
		}
	LIST_EACH(i, &v->items) {
		for (enum review_tab tab = 0; tab < REVIEW_TABS; tab++)
			page->counts[tab] += is_in(i, tab);
		if (is_in(i, page->tab)) {
			page->doubtful += rank(i) == 0;
			page->likely += rank(i) == 1;
			page->certain += rank(i) == 2;
		}
	}
	if (page->cards.n && page->cards.v[0].item->doubtful)
		page->first = page->cards.v[0].word;
	fill_pager(rq, v, from, n, page);
}

/* --- the text */

static void mark_task(struct plan_drawn *d, const struct reading_item *t)
{
	LIST_EACH(x, &t->refs)
		plan_draw(d, (int64_t)x->span.from, (int64_t)x->span.to, PLAN_LOOK_REF);
	plan_draw(d, (int64_t)t->start.span.from, (int64_t)t->start.span.to, PLAN_LOOK_DUTY);
	plan_draw(d, (int64_t)t->due.span.from, (int64_t)t->due.span.to, PLAN_LOOK_DUTY);
	LIST_EACH(x, &t->parties)
		plan_draw(d, (int64_t)x->span.from, (int64_t)x->span.to,
			x->role == READING_LEAD ? PLAN_LOOK_LEAD : PLAN_LOOK_OTHER);
	LIST_EACH(x, &t->flags)
		if (x->code == READING_FLAG_date_suspect || x->code == READING_FLAG_day_impossible)
			plan_draw(d, (int64_t)x->span.from, (int64_t)x->span.to, PLAN_LOOK_SUSPECT);
}

static struct plan_drawn draw_all(struct request *rq, const struct review *v)
{
	const struct reading *r = v->reading;
	struct plan_drawn d = plan_drawn_new(rq->arena, r->text);

	LIST_EACH(x, &r->duties)
		plan_draw(&d, (int64_t)x->span.from, (int64_t)x->span.to, PLAN_LOOK_DUTY);
	LIST_EACH(x, &r->targets)
		plan_draw(&d, (int64_t)x->span.from, (int64_t)x->span.to, PLAN_LOOK_TARGET);
	LIST_EACH(x, &r->header.bases)
		plan_draw(&d, (int64_t)x->span.from, (int64_t)x->span.to, PLAN_LOOK_REF);
	LIST_EACH(t, &r->items)
		if (t->kind == READING_TASK)
			mark_task(&d, t);
	LIST_EACH(x, &r->repairs)
		plan_draw_letter(&d, (int64_t)x->at, x->sure != READING_CERTAIN);
	return d;
}

static size_t line_start(const struct review *v, int64_t line)
{
	const reading_line_list *lines = &v->reading->lines;

	return line >= 1 && (size_t)line <= lines->n ? lines->v[line - 1].at : v->reading->text.n;
}

/* Numbers of lines tell that some are left out. */
static bool is_blank(const struct review *v, int64_t n)
{
	return str_trim(str_sub(v->reading->text, line_start(v, n), line_start(v, n + 1))).n == 0;
}

static void put_line(struct request *rq, const struct review *v, const struct plan_drawn *d,
	int64_t n, struct plan_text_line *line)
{
	size_t from = line_start(v, n), to = line_start(v, n + 1);

	if (to > from && d->body.p[to - 1] == '\n')
		to--;
	line->n = n;
	plan_draw_pieces(rq->arena, d, from, to, line);
}

void review_fill_lines(struct request *rq, const struct review *v, int64_t from, int64_t to,
	struct review_edit_page *page)
{
	struct plan_drawn d = draw_all(rq, v);

	for (int64_t n = from; n <= to && n <= (int64_t)v->reading->lines.n; n++)
		put_line(rq, v, &d, n, LIST_ADD(rq->arena, &page->lines));
}

/* The task as read that begins on a line; NULL: none. `*next` goes along. */
static const struct review_item *task_at(const struct review *v, size_t *next, int64_t line)
{
	const struct review_item *found = NULL;

	for (; *next < v->items.n && v->items.v[*next].key.kind == REVIEW_TASK &&
		v->items.v[*next].line <= line;
		++*next)
		if (v->items.v[*next].key.part == 0 && v->items.v[*next].line == line && !found)
			found = &v->items.v[*next];
	return found;
}

static void text_pager(struct request *rq, const struct review *v, int64_t first, int64_t last,
	struct review_page *page)
{
	int64_t total = (int64_t)v->reading->lines.n;

	if (total <= lines_a_page(v))
		return;
	page->text_pager = (struct pager){ .from = first, .to = last, .total = total };
	if (first > 1)
		page->text_pager.prev = url_review_show(rq->arena, .draft = v->id,
			.tab = page->tab_word, .from = page->from, .line = first - lines_a_page(v));
	if (last < total)
		page->text_pager.next = url_review_show(rq->arena, .draft = v->id,
			.tab = page->tab_word, .from = page->from, .line = last + 1);
}

void review_fill_text(
	struct request *rq, const struct review *v, int64_t line, struct review_page *page)
{
	struct plan_drawn d = draw_all(rq, v);
	const int64_t *places = places_of(rq->arena, v);
	int64_t total = (int64_t)v->reading->lines.n, most = lines_a_page(v);
	int64_t first = line < 1 ? 1 : (line - 1) / most * most + 1;
	int64_t last = first + most - 1 < total ? first + most - 1 : total;
	int64_t until = 0;
	size_t next = 0;

	for (int64_t n = first; n <= last; n++) {
		const struct review_item *i = task_at(v, &next, n);

		if (i || !page->blocks.n || (until && n > until)) {
			struct review_block *b = LIST_ADD(rq->arena, &page->blocks);

			until = 0;
			if (i) {
				b->word = review_word(rq->arena, i->key);
				b->label = plan_path_label(rq->arena, rq->lang, i->now.path);
				b->href = card_url(rq, v, i, places);
				until = i->line_end;
			}
		}
		if (!is_blank(v, n))
			put_line(rq, v, &d, n,
				LIST_ADD(rq->arena, &page->blocks.v[page->blocks.n - 1].lines));
	}
	text_pager(rq, v, first, last, page);
}

/* --- letters that were repaired */

static int by_letter(const void *x, const void *y)
{
	const struct reading_repair *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->to < b->to ? -1 : a->to > b->to;
}

static int by_times(const void *x, const void *y)
{
	const struct review_letter *a = x, *b = y;

	return a->times > b->times ? -1 : a->times < b->times;
}

void review_fill_letters(struct request *rq, const struct review *v, struct review_page *page)
{
	const reading_repair_list *repairs = &v->reading->repairs;
	struct reading_repair *sorted = NEW_N(rq->arena, struct reading_repair, repairs->n + 1);
	struct review_letter *l = NULL;

	page->repaired = (int64_t)repairs->n;
	for (size_t i = 0; i < repairs->n; i++)
		sorted[i] = repairs->v[i];
	qsort(sorted, repairs->n, sizeof(*sorted), by_letter);
	for (size_t i = 0; i < repairs->n; i++) {
		if (i == 0 || by_letter(&sorted[i], &sorted[i - 1]) != 0) {
			struct buf reads = { .arena = rq->arena };

			buf_add_rune(&reads, sorted[i].to);
			l = LIST_ADD(rq->arena, &page->letters);
			l->code = str_fmt(rq->arena, "U+%04X", sorted[i].from);
			l->reads = buf_str(&reads);
		}
		l->times++;
		l->doubtful |= sorted[i].sure != READING_CERTAIN;
	}
	if (page->letters.n)
		qsort(page->letters.v, page->letters.n, sizeof(*page->letters.v), by_times);
	if (page->letters.n > LETTERS_SHOWN)
		page->letters.n = LETTERS_SHOWN;
}

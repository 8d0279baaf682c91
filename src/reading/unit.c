/*
 * The tasks of one paragraph: one, or one for each assignment that stands in
 * it.
 */
#include "reading/plan.h"

#include "reading/party.h"

enum { MOST_IN_BRACKETS = 600 };

struct found {
	size_t from, to;     /* bytes of the assignment, brackets included */
	size_t word, behind; /* its words, and the first word after it */
	struct assignment assignment;
};
typedef LIST(struct found) found_list;

void unit_give(
	struct plan_build *p, struct unit *u, const struct assignment *a, enum reading_scope scope)
{
	LIST_EACH(party, &a->parties) {
		assign_add(p->b, &u->parties, party);
		if (party->rule != a->rule)
			fire(p->b, party->rule);
	}
	u->assigned = true;
	u->scope = scope;
	u->rule = fire(p->b, a->rule);
	if (a->word_end) {
		u->by_word = a->word;
		u->by_end = a->word_end;
	}
}

static size_t find_back(struct str t, size_t from, size_t to, const char *signs)
{
	for (size_t i = to; i > from; i--) {
		if (strchr(signs, t.p[i - 1]))
			return i - 1;
	}
	return to;
}

static size_t find_on(struct str t, size_t from, size_t to, const char *signs)
{
	for (size_t i = from; i < to; i++) {
		if (strchr(signs, t.p[i]))
			return i + 1;
	}
	return from;
}

/* The parentheses of words [i, end) that are assignments, outermost only. */
static void find_parentheses(struct plan_build *p, size_t i, size_t end, unsigned gap_end,
	size_t text_end, found_list *out)
{
	const struct words *w = &p->b->layout.words;
	size_t open = SIZE_MAX, depth = 0;

	for (size_t k = i; k <= end; k++) {
		unsigned gap = k < end ? w->v[k].gap : gap_end;

		if (gap & GAP_CLOSE && depth && --depth == 0) {
			struct found f = { .word = open, .behind = k };

			if (assign_whole(p->b, open, k, &f.assignment)) {
				size_t before = open > i ? word_end(w, open - 1) : 0;

				f.from = find_back(w->text, before, w->v[open].at, "([{");
				f.to = find_on(w->text, word_end(w, k - 1),
					k < end ? w->v[k].at : text_end, ")]}");
				LIST_PUSH(p->b->a, out, f);
			}
		}
		if (gap & GAP_OPEN && k < end && depth++ == 0)
			open = k;
		/* brackets that are never closed end with their sentence */
		if (depth && k - open > MOST_IN_BRACKETS)
			depth = 0;
	}
}

/* Labels behind the text of an item: "… Đơn vị chủ trì: A. Thời gian: quý II."
 * Where they begin. */
static size_t find_labels(struct plan_build *p, size_t i, size_t end)
{
	const struct words *w = &p->b->layout.words;
	reading_party_list none = { 0 };
	size_t open = 0; /* what stands in brackets is read as a whole */

	for (size_t k = i + 1; k < end; k++) {
		enum phrase set;
		size_t n;

		if (w->v[k].gap & GAP_CLOSE || k - open > MOST_IN_BRACKETS)
			open = 0;
		if (w->v[k].gap & GAP_OPEN && !assign_label(p->b, k, end, &set))
			open = k;
		if (open)
			continue;
		if (!(w->v[k].gap & (GAP_DOT | GAP_SEMI | GAP_DASH | GAP_OPEN | GAP_COMMA)) ||
			(!(w->v[k].flags & WORD_UPPER) && !(w->v[k].gap & (GAP_SEMI | GAP_DOT))) ||
			!(n = assign_label(p->b, k, end, &set)))
			continue;
		if (set == PHRASE_LABEL_TIME || set == PHRASE_LABEL_LEAD ||
			set == PHRASE_LABEL_COOP)
			return k;
		if (set == PHRASE_LABEL_DO && party_names(p->b, k + n, end, &none) > k + n)
			return k;
	}
	return end;
}

static size_t open_unit(
	struct plan_build *p, int32_t node, size_t word, size_t word_end_, size_t from, size_t to)
{
	struct unit *u = LIST_ADD(p->b->a, &p->units);

	*u = (struct unit){ .node = node,
		.word = word,
		.word_end = word_end_,
		.from = from,
		.to = to,
		.item = -1,
		.name = STR_NULL };
	return p->units.n - 1;
}

/* A sentence behind the text that gives all of it: "… Giao Công an tỉnh chủ trì
 * thực hiện." */
static size_t find_closing_sentence(
	struct plan_build *p, size_t i, size_t end, struct assignment *out)
{
	const struct words *w = &p->b->layout.words;

	for (size_t k = end; k > i + 1 && end - k < 200; k--) {
		size_t s = k - 1;

		if (!(w->v[s].gap & (GAP_DOT | GAP_SEMI)))
			continue;
		if (phrase_any(w, s, end, SET(GIVE) | SET(ASK) | SET(DEMAND), NULL) &&
			assign_sentence(p->b, s, end, out) && out->parties.n &&
			assign_only_filler(p->b, out->object, end))
			return s;
		if (assign_whole(p->b, s, end, out) && out->role_word)
			return s;
		return end;
	}
	return end;
}

/* Between words i and k a bracket was opened and not closed. */
static bool in_brackets(const struct words *w, size_t i, size_t k)
{
	size_t depth = 0;

	for (i++; i <= k; i++) {
		depth -= w->v[i].gap & GAP_CLOSE && depth;
		depth += (w->v[i].gap & GAP_OPEN) != 0;
	}
	return depth > 0;
}

/* "…; phối hợp với Phòng Tư pháp." behind all: where it begins, and who. */
static size_t find_closing_partners(
	struct plan_build *p, size_t i, size_t end, reading_party_list *out)
{
	const struct words *w = &p->b->layout.words;
	size_t s = end;

	while (s > i + 1 && end - s < 60 && (s == end || !(w->v[s].gap & (GAP_SEMI | GAP_DOT))))
		s--;
	size_t n = s > i + 1 && w->v[s].gap & (GAP_SEMI | GAP_DOT)
			   ? phrase_at(w, s, end, PHRASE_COOPERATE)
			   : 0;

	if (!n || in_brackets(w, i, s))
		return end;
	size_t behind = party_list(p->b, s + n, end, out);

	return out->n && assign_only_filler(p->b, behind, end) ? s : end;
}

/* They help with the last of what the paragraph says. */
static void give_partners(struct plan_build *p, size_t from, const struct block *k, size_t s,
	size_t end, const reading_party_list *partners)
{
	struct unit *u = &p->units.v[p->units.n - 1];

	if (p->units.n == from)
		return;
	LIST_EACH(party, partners) {
		struct reading_party x = *party;

		x.role = READING_COORDINATING;
		x.explicit_role = true;
		x.rule = READING_RULE_assign_closing_partners;
		assign_add(p->b, &u->parties, &x);
	}
	/* where the clause stands in the text that is the order, it stays there */
	if (u->word_end == s) {
		u->word_end = end;
		u->to = end == k->word_end ? p->b->layout.pieces.v[k->piece_end - 1].to
					   : word_end(&p->b->layout.words, end - 1);
	}
	FIRE(p->b, assign_closing_partners);
}

/* "Trân trọng./." */
static bool is_courtesy(struct plan_build *p, const struct block *k)
{
	const struct words *w = &p->b->layout.words;
	size_t n = phrase_at(w, k->word, k->word_end, PHRASE_COURTESY);

	return n && k->word + n == k->word_end;
}

/* An order in a later sentence, with work of its own: "Đồng ý với đề xuất. Giao
 * X hoàn thiện hồ sơ …". */
static bool find_later_order(struct plan_build *p, size_t i, size_t end, struct assignment *out)
{
	const struct words *w = &p->b->layout.words;

	for (size_t s = i + 1; s < end; s++) {
		if (!(w->v[s].gap & (GAP_DOT | GAP_SEMI | GAP_COLON)) ||
			!(w->v[s].flags & WORD_UPPER) ||
			!phrase_any(w, s, end, SET(GIVE) | SET(ASK) | SET(DEMAND), NULL) ||
			phrase_any(w, s, end, SET(INTRO), NULL))
			continue;
		if (assign_sentence(p->b, s, end, out) && out->subject) {
			out->word_end = out->object;
			return true;
		}
	}
	return false;
}

static void divide(struct plan_build *p, int32_t node, const struct block *k, size_t end,
	size_t text_end, const found_list *found)
{
	const struct words *w = &p->b->layout.words;
	size_t word = k->word;
	int no = 0;

	LIST_EACH(f, found) {
		size_t u = open_unit(p, node, word, f->word, w->v[word].at, f->from);

		p->units.v[u].part_no = ++no;
		unit_give(p, &p->units.v[u], &f->assignment, READING_SCOPE_INLINE);
		word = f->behind;
	}
	if (end > word + 5 && w->v[word].gap & (GAP_SEMI | GAP_DOT)) {
		size_t u = open_unit(p, node, word, end, w->v[word].at, text_end);

		p->units.v[u].part_no = ++no;
	}
	FIRE(p->b, task_divided);
}

/* "Giao X làm a; chủ trì, phối hợp với Y làm b": the roles differ, so the tasks
 * do. */
static bool divide_by_role(struct plan_build *p, int32_t node, const struct block *k, size_t end,
	size_t text_end, const struct assignment *first)
{
	const struct words *w = &p->b->layout.words;
	size_t starts[32], n = 0;
	bool differ = false;

	starts[n++] = k->word;
	for (size_t i = first->object; i < end && n < COUNT(starts); i++) {
		if (!(w->v[i].gap & GAP_SEMI))
			continue;
		starts[n++] = i;
		differ = differ || phrase_any(w, i, end, SET(LEAD) | SET(COOPERATE), NULL);
	}
	if (n < 2 || !differ)
		return false;
	for (size_t s = 0; s < n; s++) {
		size_t to = s + 1 < n ? starts[s + 1] : end;
		size_t u = open_unit(p, node, starts[s], to, w->v[starts[s]].at,
			s + 1 < n ? word_end(w, to - 1) : text_end);
		struct assignment own = { 0 }, a = *first;

		p->units.v[u].part_no = (int)s + 1;
		a.parties = (reading_party_list){ 0 };
		for (size_t i = 0; i < first->subject; i++)
			LIST_PUSH(p->b->a, &a.parties, first->parties.v[i]);
		if (s && assign_sentence(p->b, starts[s], to, &own) && own.no_subject) {
			LIST_EACH(party, &a.parties)
				party->role = own.coordinates && own.parties.n == 0
						      ? READING_COORDINATING
						      : READING_LEAD;
			LIST_EACH(party, &own.parties)
				LIST_PUSH(p->b->a, &a.parties, *party);
		} else if (!s) {
			a.parties = first->parties;
		}
		unit_give(p, &p->units.v[u], &a, READING_SCOPE_SUBJECT);
		p->units.v[u].given = true;
	}
	FIRE(p->b, task_divided_by_role);
	return true;
}

/* "Giao A rà soát …. Giao B đôn đốc …": an order a sentence. */
static bool divide_by_order(
	struct plan_build *p, int32_t node, const struct block *k, size_t end, size_t text_end)
{
	const struct words *w = &p->b->layout.words;
	size_t starts[32], n = 0;

	starts[n++] = k->word;
	for (size_t i = k->word + 1; i < end && n < COUNT(starts); i++) {
		struct assignment a;

		if (w->v[i].gap & GAP_DOT && w->v[i].flags & WORD_UPPER &&
			phrase_any(w, i, end, SET(GIVE) | SET(ASK) | SET(DEMAND), NULL) &&
			!phrase_any(w, i, end, SET(INTRO), NULL) &&
			assign_sentence(p->b, i, end, &a) && a.subject && a.object + 2 < end &&
			!assign_only_filler(p->b, a.object, end))
			starts[n++] = i;
	}
	if (n < 2)
		return false;
	for (size_t s = 0; s < n; s++) {
		size_t to = s + 1 < n ? starts[s + 1] : end;
		size_t u = open_unit(p, node, starts[s], to, w->v[starts[s]].at,
			s + 1 < n ? word_end(w, to - 1) : text_end);
		struct assignment a;

		p->units.v[u].part_no = (int)s + 1;
		if (!assign_sentence(p->b, starts[s], to, &a))
			continue;
		a.word_end = a.object;
		unit_give(p, &p->units.v[u], &a, READING_SCOPE_SUBJECT);
		p->units.v[u].given = true;
	}
	FIRE(p->b, task_divided);
	return true;
}

/* The paragraph is itself the order: "Giao Bộ Tư pháp chủ trì, phối hợp với …
 * thực hiện …". */
static bool read_order(
	struct plan_build *p, int32_t node, const struct block *k, size_t end, size_t text_end)
{
	const struct words *w = &p->b->layout.words;
	struct assignment a;

	if (!phrase_any(w, k->word, end, SET(GIVE) | SET(ASK) | SET(DEMAND), NULL) ||
		!assign_sentence(p->b, k->word, end, &a) || !a.subject)
		return false;
	if (a.given && word_is(w, k->word, WORD("do")))
		return false;
	/* "2. Bộ Y tế: a) Chỉ đạo các bệnh viện …" is work of the body above */
	if (phrase_at(w, k->word, end, PHRASE_DEMAND) && cover_given_above(p, node))
		return false;
	if (divide_by_order(p, node, k, end, text_end))
		return true;
	if (!a.asked && divide_by_role(p, node, k, end, text_end, &a))
		return true;
	size_t u = open_unit(p, node, k->word, end, w->v[k->word].at, text_end);

	a.word_end = a.object;
	unit_give(p, &p->units.v[u], &a, READING_SCOPE_SUBJECT);
	p->units.v[u].given = true;
	/* "Yêu cầu các sở nghiêm túc thực hiện./." closes the document and orders
   * nothing new */
	p->units.v[u].drop = k->gap_end & GAP_SLASH && a.object < end &&
			     assign_only_filler(p->b, a.object, end);
	return true;
}

static void make_units(struct plan_build *p, int32_t node, const struct block *k, size_t end,
	unsigned gap_end, size_t text_end)
{
	const struct words *w = &p->b->layout.words;
	found_list found = { 0 };
	struct assignment a;

	find_parentheses(p, k->word, end, gap_end, text_end, &found);
	if (found.n >= 2 && found.v[0].word > k->word) {
		divide(p, node, k, end, text_end, &found);
		return;
	}
	if (found.n == 1 && found.v[0].word > k->word && end - found.v[0].behind < 3) {
		size_t u = open_unit(
			p, node, k->word, found.v[0].word, w->v[k->word].at, found.v[0].from);

		unit_give(p, &p->units.v[u], &found.v[0].assignment, READING_SCOPE_INLINE);
		cover_own_paragraphs(p, u);
		return;
	}
	if (read_order(p, node, k, end, text_end))
		return;
	size_t closing = find_closing_sentence(p, k->word, end, &a);
	size_t u = open_unit(p, node, k->word, closing, w->v[k->word].at,
		closing < end ? word_end(w, closing - 1) : text_end);

	if (closing < end) {
		a.rule = READING_RULE_assign_closing_sentence;
		unit_give(p, &p->units.v[u], &a, READING_SCOPE_INLINE);
	} else if (found.n == 1 && found.v[0].word > k->word) {
		unit_give(p, &p->units.v[u], &found.v[0].assignment, READING_SCOPE_INLINE);
	} else if (!subject_first(p->b, k->word, end, &a) && !cover_given_above(p, node) &&
		   find_later_order(p, k->word, end, &a)) {
		a.rule = READING_RULE_assign_later_sentence;
		unit_give(p, &p->units.v[u], &a, READING_SCOPE_INLINE);
	}
}

void unit_make(struct plan_build *p, int32_t node)
{
	const struct words *w = &p->b->layout.words;
	const struct block *k = plan_block(p, node);
	size_t end = find_labels(p, k->word, k->word_end), first = p->units.n;
	reading_party_list partners = { 0 };
	size_t stop = find_closing_partners(p, k->word, end, &partners);

	if (stop < k->word_end)
		make_units(p, node, k, stop, w->v[stop].gap, word_end(w, stop - 1));
	else
		make_units(
			p, node, k, stop, k->gap_end, p->b->layout.pieces.v[k->piece_end - 1].to);
	if (stop < end)
		give_partners(p, first, k, stop, end, &partners);
	if (p->units.n > first && is_courtesy(p, k)) {
		p->units.v[first].drop = true;
		FIRE(p->b, task_courtesy);
	}
	if (end < k->word_end)
		label_read(p, end, k->word_end, p->units.n - 1, p->units.n);
}

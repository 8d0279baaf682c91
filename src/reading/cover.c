/*
 * Which tasks a statement is for: the items before it, the letters it names, the rest of its
 * part, the items of its topic.
 */
#include "reading/facts.h"
#include "reading/letters.h"
#include "reading/party.h"
#include "reading/plan.h"

static struct node *node_at(struct plan_build *p, int32_t i)
{
	return &p->b->nodes.v[i];
}

static bool is_under(struct plan_build *p, int32_t node, int32_t above)
{
	return above < 0 || (node >= above && node <= node_at(p, above)->last);
}

/* Where the item of a unit hangs: a second paragraph belongs to its item. */
static int32_t container(struct plan_build *p, const struct unit *u)
{
	const struct node *n = node_at(p, u->node);

	if (n->para && n->parent >= 0 && node_at(p, n->parent)->kind == NODE_WORK)
		return node_at(p, n->parent)->parent;
	return n->parent;
}

/* The run of tasks just before, in the same list, that nobody has yet. */
static void find_run(struct plan_build *p, int32_t node)
{
	size_t to = p->units.n, from = to;
	int32_t above = to ? container(p, &p->units.v[to - 1]) : -1;

	while (from > 0 && !p->units.v[from - 1].assigned &&
		is_under(p, p->units.v[from - 1].node, above) && p->units.v[from - 1].node != above)
		from--;
	p->cover_from = from;
	p->cover_to = to;
	p->cover_node = node;
}

void cover_group(struct plan_build *p, int32_t node, const struct assignment *a)
{
	find_run(p, node);
	for (size_t i = p->cover_from; i < p->cover_to; i++) {
		unit_give(p, &p->units.v[i], a,
			p->cover_to - p->cover_from > 1 ? READING_SCOPE_GROUP
							: READING_SCOPE_INLINE);
	}
	FIRE(p->b, assign_group);
}

/* A closing assignment at the last paragraph of an item is for all of its paragraphs. */
void cover_own_paragraphs(struct plan_build *p, size_t unit)
{
	struct unit *u = &p->units.v[unit];
	const struct node *n = node_at(p, u->node);

	if (!n->para || n->parent < 0 || node_at(p, n->parent)->kind != NODE_WORK)
		return;
	for (size_t i = unit; i > 0; i--) {
		struct unit *before = &p->units.v[i - 1];
		const struct node *m = node_at(p, before->node);

		if (before->assigned ||
			(before->node != n->parent && !(m->para && m->parent == n->parent)))
			break;
		struct assignment a = { .parties = u->parties,
			.word = u->by_word,
			.word_end = u->by_end,
			.rule = READING_RULE_assign_own_paragraphs };

		unit_give(p, before, &a, READING_SCOPE_GROUP);
		u->scope = READING_SCOPE_GROUP;
	}
}

/* --- labels */

static void give_label(
	struct plan_build *p, size_t unit, const reading_party_list *list, size_t by, size_t by_end)
{
	struct unit *u = &p->units.v[unit];

	LIST_EACH(party, list)
		assign_add(p->b, &u->parties, party);
	if (!u->by_end)
		u->by_word = by;
	u->by_end = by_end;
	u->assigned = true;
	u->scope = READING_SCOPE_GROUP;
	u->rule = READING_RULE_assign_labels;
}

static void label_content(
	struct plan_build *p, enum phrase set, size_t i, size_t end, size_t from, size_t to)
{
	reading_party_list list = { 0 };
	struct assignment a;

	if (set == PHRASE_LABEL_TIME) {
		for (size_t u = from; u < to; u++) {
			p->units.v[u].time_word = i;
			p->units.v[u].time_end = end;
		}
		FIRE(p->b, label_time);
		return;
	}
	if (set == PHRASE_LABEL_OTHER)
		return;
	if (set == PHRASE_LABEL_DO && assign_whole(p->b, i, end, &a))
		list = a.parties;
	else
		party_names(p->b, i, end, &list);
	LIST_EACH(party, &list) {
		if (set == PHRASE_LABEL_DO && party->rule)
			continue;
		party->rule = READING_RULE_assign_labels;
		party->explicit_role = set != PHRASE_LABEL_DO;
		party->sure = party->resolved ? READING_CERTAIN : READING_LIKELY;
		party->role = set == PHRASE_LABEL_COOP		? READING_COORDINATING
			      : set == PHRASE_LABEL_LEAD	? READING_LEAD
			      : list.n > 1 || party->collective ? READING_JOINT
								: READING_LEAD;
	}
	if (!list.n)
		return;
	FIRE(p->b, assign_labels);
	for (size_t u = from; u < to; u++)
		give_label(p, u, &list, i, end);
}

void label_read(struct plan_build *p, size_t i, size_t end, size_t from, size_t to)
{
	for (size_t k = i; k < end;) {
		enum phrase set, next;
		size_t n = assign_label(p->b, k, end, &set);

		if (!n) {
			k++;
			continue;
		}
		size_t stop = k + n;

		while (stop < end && !(stop > k + n && assign_label(p->b, stop, end, &next)))
			stop++;
		label_content(p, set, k + n, stop, from, to);
		k = stop;
	}
}

/* An item that has only labels under it is itself the task. */
static bool is_labelled_item(struct plan_build *p, int32_t parent)
{
	const struct node *n = parent >= 0 ? node_at(p, parent) : NULL;

	return n && n->marked + n->paras == 0 && p->units.n &&
	       p->units.v[p->units.n - 1].node == parent;
}

/* "Cơ quan chủ trì:" alone: the bodies are the lines under or behind it. */
static size_t label_without_list(struct plan_build *p, const struct block *k, enum phrase *set)
{
	const struct words *w = &p->b->layout.words;
	size_t words = k->word_end - k->word;

	if (!(k->gap_end & GAP_COLON) || !words)
		return 0;
	*set = phrase_at(w, k->word, k->word_end, PHRASE_LABEL_LEAD) == words ? PHRASE_LABEL_LEAD
									      : PHRASE_LABEL_COOP;
	return words;
}

static void read_list_below(struct plan_build *p, int32_t node, enum phrase set)
{
	for (int32_t i = node + 1; i < (int32_t)p->b->nodes.n; i++) {
		struct node *n = node_at(p, i);
		const struct block *k = plan_block(p, i);
		reading_party_list list = { 0 };

		if (n->kind != NODE_LABEL || k->word == k->word_end || k->gap_end & GAP_COLON ||
			party_list(p->b, k->word, k->word_end, &list) != k->word_end)
			break;
		label_content(p, set, k->word, k->word_end, p->cover_from, p->cover_to);
	}
}

void cover_label(struct plan_build *p, int32_t node)
{
	const struct block *k = plan_block(p, node);
	int32_t parent = node_at(p, node)->parent;
	enum phrase set;
	bool follows = p->cover_node >= 0 && p->cover_to == p->units.n &&
		       node_at(p, p->cover_node)->kind == NODE_LABEL && p->cover_node < node &&
		       p->cover_to > p->cover_from;

	if (!p->units.n)
		return;
	/* read already, as a line of the list under a label */
	if (follows && !assign_label(p->b, k->word, k->word_end, &set) && !(k->gap_end & GAP_COLON))
		return;
	/* a label without a marker may be for all items of the list before it */
	enum marker own = parent >= 0 ? plan_block(p, parent)->marker : MARK_NONE;
	bool of_list = node_at(p, node)->para && own >= MARK_LETTER;

	if (!follows && !of_list && is_labelled_item(p, parent)) {
		p->cover_from = p->units.n - 1;
		p->cover_to = p->units.n;
		p->cover_node = node;
	} else if (!follows) {
		find_run(p, node);
	}
	p->cover_node = node;
	if (assign_label(p->b, k->word, k->word_end, &set))
		label_read(p, k->word, k->word_end, p->cover_from, p->cover_to);
	else if (label_without_list(p, k, &set))
		read_list_below(p, node, set);
}

/* --- sentences of a part that assigns */

struct section {
	size_t from, to;    /* its units */
	int32_t heading;    /* "1.2. Phân công …" */
	LIST(size_t) named; /* units some sentence names by letter */
};

static struct section section_of(struct plan_build *p, int32_t node)
{
	struct section s = { 0 };
	int32_t heading = node;

	while (node_at(p, heading)->parent >= 0 && node_at(p, node_at(p, heading)->parent)->assigns)
		heading = node_at(p, heading)->parent;
	s.heading = heading;
	s.to = p->units.n;
	while (s.to > 0 && p->units.v[s.to - 1].node > heading)
		s.to--;
	s.from = s.to;
	while (s.from > 0 && is_under(p, p->units.v[s.from - 1].node, node_at(p, heading)->parent))
		s.from--;
	return s;
}

static bool names_unit(struct plan_build *p, const struct unit *u, struct str name)
{
	int32_t n = u->node;

	if (node_at(p, n)->para)
		n = node_at(p, n)->parent;
	for (; n >= 0; n = node_at(p, n)->parent) {
		const struct block *k = plan_block(p, n);

		if (k->marker == MARK_LETTER || k->marker == MARK_NUMBER)
			return str_eq(k->name, name);
	}
	return false;
}

/* A letter or a number alone: "(a)", "đ", "1.2". */
static struct str short_name(struct reading_build *b, size_t i)
{
	const struct words *w = &b->layout.words;
	struct str s = word_text(w, i);

	if (w->v[i].flags & WORD_DIGITS && s.n <= 2)
		return s;
	return s.n <= 2 && (s.n == 1 || (unsigned char)s.p[0] >= 0xC0) ? s : STR_NULL;
}

/* "khoản (a), (i)", "điểm a, b và c": gives the units of those names; false when none is named. */
static bool by_letters(struct plan_build *p, const struct section *s, const struct assignment *a,
	size_t i, size_t end)
{
	const struct words *w = &p->b->layout.words;
	bool any = false;

	for (size_t k = i; k < end; k++) {
		size_t n = phrase_at(w, k, end, PHRASE_LETTERS);

		if (!n)
			continue;
		for (k += n; k < end; k++) {
			struct str name = short_name(p->b, k);

			if (word_is(w, k, WORD("và")) || phrase_at(w, k, end, PHRASE_LETTERS))
				continue;
			if (!name.n)
				break;
			bool hit = false;

			for (size_t u = s->from; u < s->to; u++) {
				if (!names_unit(p, &p->units.v[u], name))
					continue;
				unit_give(p, &p->units.v[u], a, READING_SCOPE_SECTION);
				hit = any = true;
			}
			if (!hit)
				flag_add(p->b->a, &p->b->r->flags, READING_FLAG_letter_not_found,
					(struct reading_span){ w->v[k].at, word_end(w, k) }, name);
		}
	}
	if (any)
		FIRE(p->b, section_letters);
	return any;
}

static bool has_letters(struct plan_build *p, size_t i, size_t end)
{
	const struct words *w = &p->b->layout.words;

	for (size_t k = i; k < end; k++) {
		size_t n = phrase_at(w, k, end, PHRASE_LETTERS);

		if (n && k + n < end && short_name(p->b, k + n).n)
			return true;
	}
	return false;
}

/* All units no sentence of the section names by letter. */
static void by_rest(struct plan_build *p, const struct section *s, const struct assignment *a,
	size_t first_word)
{
	FIRE(p->b, section_rest);
	for (size_t u = s->from; u < s->to; u++) {
		/* "các nhiệm vụ còn lại": not those this very sentence has named */
		if (p->units.v[u].by_end && p->units.v[u].by_word >= first_word)
			continue;
		unit_give(p, &p->units.v[u], a, READING_SCOPE_SECTION);
	}
}

/* --- by topic */

static bool is_content(const struct words *w, size_t i)
{
	return !phrase_any(w, i, w->n, SET(FILLER) | SET(LIST_AND) | SET(PLURAL), NULL);
}

/* How many neighbouring pairs and words of [i, end) stand in the unit's text too. */
static unsigned likeness(struct plan_build *p, size_t i, size_t end, const struct unit *u)
{
	const struct words *w = &p->b->layout.words;
	unsigned score = 0;
	size_t to = u->word_end - u->word > 120 ? u->word + 120 : u->word_end;

	for (size_t k = i; k + 1 < end; k++) {
		if (!is_content(w, k))
			continue;
		for (size_t m = u->word; m + 1 < to; m++) {
			if (w->v[m].hash == w->v[k].hash && w->v[m + 1].hash == w->v[k + 1].hash) {
				score++;
				break;
			}
		}
	}
	return score;
}

struct topic {
	struct assignment a;
	size_t from, to; /* words */
};
typedef LIST(struct topic) topic_list;

static bool topic_words(struct plan_build *p, const struct assignment *a, size_t *from, size_t *to)
{
	const struct words *w = &p->b->layout.words;
	size_t k = a->object;

	*to = a->object_end;
	while (k < *to) {
		size_t n = phrase_at(w, k, *to, PHRASE_FILLER);

		if (!n && (word_is(w, k, WORD("về")) || word_is(w, k, WORD("tốt"))))
			n = 1;
		if (!n)
			break;
		k += n;
	}
	*from = k;
	return *to >= k + 2;
}

/* Each item goes to the topics it is most like; where none fits, to all of them. */
static void by_topic(struct plan_build *p, const struct section *s, const topic_list *topics)
{
	for (size_t u = s->from; u < s->to; u++) {
		unsigned best = 0;

		for (size_t t = 0; t < topics->n; t++) {
			unsigned like = likeness(
				p, topics->v[t].from, topics->v[t].to, &p->units.v[u]);

			best = like > best ? like : best;
		}
		for (size_t t = 0; t < topics->n; t++) {
			if (likeness(p, topics->v[t].from, topics->v[t].to, &p->units.v[u]) < best)
				continue;
			unit_give(p, &p->units.v[u], &topics->v[t].a, READING_SCOPE_SECTION);
		}
		p->units.v[u].guess = true;
		FIRE(p->b, section_topic);
	}
}

/* What a sentence of the part is about. */
enum about { ABOUT_ALL, ABOUT_LETTERS, ABOUT_REST, ABOUT_TOPIC, ABOUT_OWN };

static enum about about_of(struct plan_build *p, const struct assignment *a)
{
	const struct words *w = &p->b->layout.words;
	size_t from, to;

	if (has_letters(p, a->object, a->object_end))
		return ABOUT_LETTERS;
	if (phrase_find(w, a->object, a->object_end, PHRASE_REST) != SIZE_MAX)
		return ABOUT_REST;
	for (size_t k = a->object; k < a->object_end; k++) {
		size_t n = phrase_at(w, k, a->object_end, PHRASE_ABOVE);

		if (n && (k + n == a->object_end || w->v[k + n].gap & (GAP_DOT | GAP_SEMI)))
			return ABOUT_ALL;
	}
	if (!topic_words(p, a, &from, &to))
		return ABOUT_ALL;
	/* a request with work of its own: "đề nghị X phối hợp, tổ chức quán triệt …" */
	if (from == a->object || !word_is(w, a->object, WORD("thực")))
		return ABOUT_OWN;
	return ABOUT_TOPIC;
}

static bool is_topic_node(struct plan_build *p, int32_t node, struct topic *t)
{
	const struct block *k = plan_block(p, node);

	if (!assign_sentence(p->b, k->word, k->word_end, &t->a) || !t->a.parties.n ||
		about_of(p, &t->a) != ABOUT_TOPIC)
		return false;
	return topic_words(p, &t->a, &t->from, &t->to);
}

/* All sentences by topic of one part are weighed together, at the first of them. */
static void read_topics(struct plan_build *p, const struct section *s, int32_t node)
{
	topic_list topics = { 0 };

	for (int32_t i = s->heading; i < node; i++) {
		struct topic t;

		if (node_at(p, i)->kind == NODE_STATEMENT && is_topic_node(p, i, &t))
			return;
	}
	for (int32_t i = node; i <= node_at(p, s->heading)->last && topics.n < 50; i++) {
		struct topic t;

		if (is_topic_node(p, i, &t))
			LIST_PUSH(p->b->a, &topics, t);
	}
	by_topic(p, s, &topics);
}

static void give_all(struct plan_build *p, const struct section *s, const struct assignment *a)
{
	FIRE(p->b, section_all);
	for (size_t u = s->from; u < s->to; u++)
		unit_give(p, &p->units.v[u], a, READING_SCOPE_SECTION);
}

static void read_statement(struct plan_build *p, const struct section *s, int32_t node,
	struct assignment *a, size_t first_word)
{
	switch (about_of(p, a)) {
	case ABOUT_LETTERS:
		by_letters(p, s, a, a->object, a->object_end);
		break;
	case ABOUT_REST:
		by_rest(p, s, a, first_word);
		break;
	case ABOUT_TOPIC:
		read_topics(p, s, node);
		break;
	case ABOUT_OWN:
		if (a->asked) {
			give_all(p, s, a);
			node_at(p, node)->kind = NODE_WORK;
			unit_make(p, node);
			break;
		}
		if (!a->role_word) {
			node_at(p, node)->kind = NODE_WORK;
			unit_make(p, node);
			break;
		}
		give_all(p, s, a);
		break;
	case ABOUT_ALL:
		give_all(p, s, a);
	}
}

static size_t sentence_end(const struct words *w, size_t i, size_t end)
{
	for (size_t k = i + 1; k < end; k++) {
		if (w->v[k].gap & GAP_DOT && w->v[k].flags & WORD_UPPER)
			return k;
	}
	return end;
}

void cover_statement(struct plan_build *p, int32_t node)
{
	const struct words *w = &p->b->layout.words;
	const struct block *k = plan_block(p, node);
	struct section s = section_of(p, node);
	struct assignment first = { 0 };
	enum phrase set;

	node_at(p, node)->kind = NODE_STATEMENT;
	if (assign_label(p->b, k->word, k->word_end, &set)) {
		label_read(p, k->word, k->word_end, s.from, s.to);
		return;
	}
	for (size_t i = k->word; i < k->word_end;) {
		size_t end = sentence_end(w, i, k->word_end);
		struct assignment a;
		size_t from = i;

		/* "Đồng thời phối hợp …": the subject of the sentence before */
		if (phrase_at(w, i, end, PHRASE_FILLER) && first.parties.n &&
			!phrase_at(w, i, end, PHRASE_COOPERATE))
			from += phrase_at(w, i, end, PHRASE_FILLER);
		if (assign_sentence(p->b, from, end, &a) && a.parties.n && !a.no_subject) {
			if (!first.parties.n)
				first = a;
			read_statement(p, &s, node, &a, k->word);
		} else if (first.parties.n && a.no_subject) {
			struct assignment again = a;

			again.parties = (reading_party_list){ 0 };
			for (size_t n = 0; n < first.subject; n++) {
				LIST_PUSH(p->b->a, &again.parties, first.parties.v[n]);
				again.parties.v[n].role = a.coordinates ? READING_COORDINATING
									: READING_LEAD;
			}
			LIST_EACH(party, &a.parties)
				LIST_PUSH(p->b->a, &again.parties, *party);
			again.word = from;
			again.rule = READING_RULE_section_subject_again;
			read_statement(p, &s, node, &again, k->word);
		} else if (!first.parties.n && i == k->word) {
			node_at(p, node)->kind = NODE_WORK;
			unit_make(p, node);
			return;
		}
		i = end;
	}
}

/* --- what is left: the heading above, then the subject of the sentence */

const struct given *cover_given_above(struct plan_build *p, int32_t node)
{
	for (size_t i = p->given.n; i > 0; i--) {
		const struct given *g = &p->given.v[i - 1];

		if (g->node < node && is_under(p, node, g->node))
			return g;
	}
	return NULL;
}

static void from_heading(struct plan_build *p, struct unit *u, const struct given *g)
{
	struct assignment own = { 0 }, a = g->assignment;
	bool role = assign_sentence(p->b, u->word, u->word_end, &own) && own.no_subject;

	a.rule = READING_RULE_assign_from_heading;
	a.word_end = a.object > a.word ? a.object : a.word_end;
	if (role) {
		a.parties = (reading_party_list){ 0 };
		LIST_EACH(party, &g->assignment.parties) {
			struct reading_party again = *party;

			if (again.role == READING_LEAD || again.role == READING_JOINT)
				again.role = own.coordinates ? READING_COORDINATING : READING_LEAD;
			LIST_PUSH(p->b->a, &a.parties, again);
		}
		if (!own.coordinates)
			LIST_EACH(party, &own.parties)
				LIST_PUSH(p->b->a, &a.parties, *party);
		a.rule = READING_RULE_assign_role_under_heading;
	}
	unit_give(p, u, &a, READING_SCOPE_HEADING);
}

void cover_rest(struct plan_build *p, size_t from)
{
	for (size_t i = from; i < p->units.n; i++) {
		struct unit *u = &p->units.v[i];
		const struct node *n = node_at(p, u->node);
		const struct given *g;
		struct assignment a;

		if (!u->assigned && subject_first(p->b, u->word, u->word_end, &a))
			unit_give(p, u, &a, READING_SCOPE_SUBJECT);
		if (!u->assigned && n->para && subject_later(p->b, u->word, u->word_end, &a))
			unit_give(p, u, &a, READING_SCOPE_SUBJECT);
		if (!u->assigned && (g = cover_given_above(p, u->node)))
			from_heading(p, u, g);
		if (!u->assigned && subject_later(p->b, u->word, u->word_end, &a))
			unit_give(p, u, &a, READING_SCOPE_SUBJECT);
		/* what was, and what is thought of it, is nobody's work */
		if (!u->assigned &&
			phrase_at(&p->b->layout.words, u->word, u->word_end, PHRASE_REMARK))
			u->drop = true;
		if (!u->assigned && (n->part == READING_PART_BUDGET || (n->para && n->parent < 0)))
			u->drop = true;
	}
}

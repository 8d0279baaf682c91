#include "reading/plan.h"

#include "reading/facts.h"
#include "reading/party.h"

static struct node *node_at(struct plan_build *p, size_t i)
{
	return &p->b->nodes.v[i];
}

/* --- what a node is, by its own words */

static bool is_label_node(struct plan_build *p, const struct block *k)
{
	const struct words *w = &p->b->layout.words;
	reading_party_list none = { 0 };
	struct assignment a;
	enum phrase set;
	size_t n = assign_label(p->b, k->word, k->word_end, &set);

	if (!n) {
		/* "Cơ quan chủ trì:" with its list below */
		size_t words = k->word_end - k->word;

		return k->gap_end & GAP_COLON && words &&
		       (phrase_at(w, k->word, k->word_end, PHRASE_LABEL_LEAD) == words ||
			       phrase_at(w, k->word, k->word_end, PHRASE_LABEL_COOP) == words);
	}
	switch (set) {
	case PHRASE_LABEL_LEAD:
	case PHRASE_LABEL_COOP:
	case PHRASE_LABEL_TIME:
		return true;
	case PHRASE_LABEL_DO:
		return party_list(p->b, k->word + n, k->word_end, &none) > k->word + n ||
		       assign_whole(p->b, k->word + n, k->word_end, &a);
	default:
		return false;
	}
}

static bool is_group(struct plan_build *p, const struct block *k)
{
	const struct words *w = &p->b->layout.words;
	struct assignment a;

	return k->word < k->word_end && w->v[k->word].gap & GAP_OPEN && k->gap_end & GAP_CLOSE &&
	       assign_whole(p->b, k->word, k->word_end, &a);
}

/* A line that is nothing but names: of the list below a label. */
static bool is_name_line(struct plan_build *p, const struct block *k)
{
	reading_party_list list = { 0 };

	return k->word < k->word_end && k->word_end - k->word < 60 && !(k->gap_end & GAP_COLON) &&
	       party_list(p->b, k->word, k->word_end, &list) == k->word_end;
}

/* "- Nội dung: …" in a list where "- Thời gian:" or "- Đơn vị chủ trì:" comes soon. */
static bool is_other_label(struct plan_build *p, size_t i)
{
	const struct block *k = plan_block(p, (int32_t)i);
	enum phrase set;

	if (!marker_is_sign(k->marker) || !assign_label(p->b, k->word, k->word_end, &set) ||
		set != PHRASE_LABEL_OTHER)
		return false;
	for (size_t m = i + 1; m < p->b->nodes.n && m < i + 5; m++) {
		const struct block *next = plan_block(p, (int32_t)m);

		if (node_at(p, m)->parent != node_at(p, i)->parent ||
			!assign_label(p->b, next->word, next->word_end, &set))
			return false;
		if (set != PHRASE_LABEL_OTHER)
			return true;
	}
	return false;
}

static void classify(struct plan_build *p)
{
	bool after_label = false, in_list = false;

	for (size_t i = p->first_node; i < p->b->nodes.n; i++) {
		struct node *n = node_at(p, i);
		const struct block *k = plan_block(p, (int32_t)i);
		enum phrase set;

		if (is_other_label(p, i))
			n->kind = NODE_LABEL;
		else if (k->marker == MARK_ROW)
			n->kind = NODE_ROW;
		else if (k->word == k->word_end)
			n->kind = NODE_TEXT;
		else if (is_label_node(p, k) ||
			 (after_label && assign_label(p->b, k->word, k->word_end, &set)) ||
			 (in_list && is_name_line(p, k)))
			n->kind = NODE_LABEL;
		else if (is_group(p, k))
			n->kind = NODE_STATEMENT;
		after_label = n->kind == NODE_LABEL;
		in_list = after_label && (in_list || k->gap_end & GAP_COLON);
		if (n->parent < 0)
			continue;
		if (n->kind == NODE_OPEN && n->para)
			node_at(p, (size_t)n->parent)->paras++;
		else if (n->kind == NODE_OPEN)
			node_at(p, (size_t)n->parent)->marked++;
		else if (n->kind == NODE_ROW)
			node_at(p, (size_t)n->parent)->rows++;
	}
}

/* --- parts */

static bool begins(const struct words *w, const struct block *k, enum phrase set)
{
	return phrase_at(w, k->word, k->word_end, set) > 0;
}

static bool title_part(
	struct plan_build *p, const struct block *k, bool outer, enum reading_part *part)
{
	const struct words *w = &p->b->layout.words;
	size_t words = k->word_end - k->word;
	bool work;

	if (words > (outer ? 25u : 8u))
		return false;
	work = outer ? phrase_find(w, k->word, k->word_end, PHRASE_WORK) != SIZE_MAX
		     : begins(w, k, PHRASE_WORK);
	if (begins(w, k, PHRASE_ORGANISE) &&
		(outer || (words < 5 && !begins(w, k, PHRASE_ASSIGN_TITLE))))
		*part = READING_PART_ORGANISATION;
	else if (begins(w, k, PHRASE_ROADMAP))
		*part = READING_PART_ROADMAP;
	else if (begins(w, k, PHRASE_BUDGET))
		*part = READING_PART_BUDGET;
	else if (work && !begins(w, k, PHRASE_AIMS))
		*part = READING_PART_TASKS;
	else if (begins(w, k, PHRASE_AIMS) && !(outer && work))
		*part = READING_PART_AIMS;
	else if (work && outer)
		*part = READING_PART_TASKS;
	else if (outer && phrase_find(w, k->word, k->word_end, PHRASE_ORGANISE) != SIZE_MAX)
		*part = READING_PART_ORGANISATION;
	else if (outer && (phrase_find(w, k->word, k->word_end, PHRASE_AIMS) != SIZE_MAX))
		*part = READING_PART_AIMS;
	else
		return false;
	return true;
}

/* --- headings and work */

static bool has_closing(struct plan_build *p, const struct block *k)
{
	const struct words *w = &p->b->layout.words;
	struct assignment a;

	if (!(k->gap_end & GAP_CLOSE))
		return false;
	for (size_t i = k->word_end; i > k->word && k->word_end - i < 400; i--) {
		if (w->v[i - 1].gap & GAP_OPEN)
			return assign_whole(p->b, i - 1, k->word_end, &a);
	}
	return false;
}

static bool is_heading(struct plan_build *p, int32_t i)
{
	struct node *n = node_at(p, (size_t)i);
	const struct block *k = plan_block(p, i);
	size_t words = k->word_end - k->word;
	bool sentence = k->gap_end & (GAP_DOT | GAP_SEMI);

	if (k->marker == MARK_PART || (k->marker == MARK_NONE && !n->para))
		return true;
	if (k->marker == MARK_ARTICLE)
		return n->marked > 0 && words < 30;
	if (n->marked || n->rows) {
		struct assignment a;

		if (k->gap_end & GAP_COLON)
			return true;
		if (has_closing(p, k) && k->marker >= MARK_LETTER)
			return false;
		if (k->marker >= MARK_LETTER)
			return !sentence || words < 8;
		return words < 60 || assign_heading(p->b, k->word, k->word_end, &a);
	}
	if (n->paras && !n->para && !sentence && words <= 10 &&
		(begins(&p->b->layout.words, k, PHRASE_ASSIGN_TITLE) ||
			begins(&p->b->layout.words, k, PHRASE_CONTENT_TITLE)))
		return true;
	if (n->paras)
		return !sentence && words < 60 && !n->para && k->marker < MARK_LETTER;
	return k->caps && k->marker <= MARK_ROMAN;
}

/* Every heading, the part it opens, and whether it assigns. */
static void find_headings(struct plan_build *p, bool articles)
{
	const struct words *w = &p->b->layout.words;

	for (size_t i = p->first_node; i < p->b->nodes.n; i++) {
		struct node *n = node_at(p, i);
		const struct block *k = plan_block(p, (int32_t)i);
		const struct node *parent = n->parent >= 0 ? node_at(p, (size_t)n->parent) : NULL;

		n->part = parent     ? parent->part
			  : articles ? READING_PART_ARTICLES
				     : READING_PART_TASKS;
		n->assigns = parent && parent->assigns;
		if (n->kind != NODE_OPEN || !is_heading(p, (int32_t)i))
			continue;
		n->kind = NODE_HEADING;
		if (articles)
			continue;
		if (title_part(p, k, n->level == 0, &n->part))
			FIRE(p->b, part_title);
		if (n->level > 0 && !n->assigns && k->word_end - k->word <= 9 &&
			phrase_at(w, k->word, k->word_end, PHRASE_ASSIGN_TITLE) && parent &&
			parent->part != READING_PART_ORGANISATION)
			n->assigns = true;
	}
}

/* --- text that is nobody's work */

static bool is_formula(struct plan_build *p, const struct block *k)
{
	const struct words *w = &p->b->layout.words;

	size_t words = k->word_end - k->word, valid;

	if (begins(w, k, PHRASE_FORMULA))
		return true;
	/* "Trong quá trình thực hiện, nếu có vướng mắc, …" */
	if (word_is(w, k->word, WORD("trong")) && word_is(w, k->word + 2, WORD("trình")))
		for (size_t i = k->word; i < k->word_end && i < k->word + 14; i++) {
			if (word_is(w, i, WORD("nếu")))
				return true;
		}
	/* "Chương trình này có hiệu lực kể từ ngày ký" */
	valid = phrase_find(w, k->word, k->word_end, PHRASE_FORMULA);
	if (valid != SIZE_MAX && valid < k->word + 5 && words < 16 && begins(w, k, PHRASE_KIND))
		return true;
	/* "… thông báo để các đơn vị biết, thực hiện./." */
	return k->gap_end & GAP_SLASH && words > 5 && word_is(w, k->word_end - 1, WORD("hiện")) &&
	       word_is(w, k->word_end - 3, WORD("biết"));
}

static bool introduces(struct plan_build *p, int32_t i)
{
	const struct block *k = plan_block(p, i);
	const struct node *n = node_at(p, (size_t)i);
	bool last = (size_t)i + 1 == p->b->nodes.n;

	return k->gap_end & GAP_COLON && n->para && !last;
}

static void read_heading(struct plan_build *p, int32_t i)
{
	const struct block *k = plan_block(p, i);
	const struct words *w = &p->b->layout.words;
	struct given g = { .node = i };
	bool found = assign_heading(p->b, k->word, k->word_end, &g.assignment);

	/* "2. Công tác tuyên truyền (Công an tỉnh chủ trì)" */
	if (!found && k->gap_end & GAP_CLOSE)
		for (size_t o = k->word_end; o > k->word && k->word_end - o < 200 && !found; o--) {
			if (w->v[o - 1].gap & GAP_OPEN) {
				found = assign_whole(p->b, o - 1, k->word_end, &g.assignment);
				break;
			}
		}
	/* "Yêu cầu Ủy ban nhân dân tỉnh tập trung thực hiện các nội dung sau:" */
	if (!found && k->gap_end & GAP_COLON &&
		phrase_any(w, k->word, k->word_end, SET(GIVE) | SET(ASK) | SET(DEMAND), NULL))
		found = assign_sentence(p->b, k->word, k->word_end, &g.assignment) &&
			g.assignment.subject;
	if (!found)
		return;
	FIRE(p->b, assign_heading);
	LIST_PUSH(p->b->a, &p->given, g);
}

static void read_node(struct plan_build *p, int32_t i)
{
	struct node *n = node_at(p, (size_t)i);
	const struct block *k = plan_block(p, i);
	struct assignment a;

	switch (n->kind) {
	case NODE_HEADING:
		read_heading(p, i);
		return;
	case NODE_LABEL:
		cover_label(p, i);
		return;
	case NODE_STATEMENT:
		if (assign_whole(p->b, k->word, k->word_end, &a))
			cover_group(p, i, &a);
		return;
	case NODE_OPEN:
		break;
	default:
		return;
	}
	/* "IV. KINH PHÍ: sử dụng nguồn …", all in one line */
	if (n->level == 0 && !n->para && k->marker <= MARK_ROMAN &&
		begins(&p->b->layout.words, k, PHRASE_BUDGET))
		n->part = READING_PART_BUDGET;
	if (n->part == READING_PART_AIMS || n->part == READING_PART_ARTICLES || is_formula(p, k) ||
		introduces(p, i)) {
		n->kind = NODE_TEXT;
		return;
	}
	if (n->assigns) {
		cover_statement(p, i);
		return;
	}
	n->kind = NODE_WORK;
	unit_make(p, i);
}

/* "… Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện các nội dung sau:", before the first item. */
static void read_opening(struct plan_build *p, size_t block)
{
	const struct words *w = &p->b->layout.words;
	struct given g = { .node = -1 };
	const struct block *k = block ? &p->b->layout.blocks.v[block - 1] : NULL;

	if (!k || !(k->gap_end & GAP_COLON) || k->marker != MARK_NONE)
		return;
	for (size_t i = k->word_end; i > k->word && k->word_end - i < 80; i--) {
		if (i < k->word_end && w->v[i].gap & GAP_DOT)
			return;
		if (!phrase_any(w, i - 1, k->word_end, SET(ASK) | SET(DEMAND), NULL))
			continue;
		if (assign_sentence(p->b, i - 1, k->word_end, &g.assignment) &&
			g.assignment.subject) {
			g.assignment.rule = FIRE(p->b, assign_opening);
			LIST_PUSH(p->b->a, &p->given, g);
		}
		return;
	}
}

void plan_read_body(struct reading_build *b, size_t first, bool articles)
{
	struct plan_build p = { .b = b, .first_node = first, .cover_node = -1 };

	classify(&p);
	if (first < b->nodes.n && !articles)
		read_opening(&p, b->nodes.v[first].block);
	find_headings(&p, articles);
	for (size_t i = first; i < b->nodes.n;) {
		if (node_at(&p, i)->kind == NODE_ROW && !articles) {
			i = table_read(&p, i);
			continue;
		}
		read_node(&p, (int32_t)i);
		i++;
	}
	cover_rest(&p, 0);
	cover_numbers(&p);
	facts_items(&p);
}

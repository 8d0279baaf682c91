#include "reading/tree.h"

#include "reading/build.h"
#include "reading/party.h"

enum {
	KEY_NESTED = MARK_LETTER * 10 + 1,
	DEEPEST = 40,
	KEY_CAPS = MARK_ROMAN * 10,
	KEY_BOLD = MARK_NUMBER * 10 + 9
};

struct tree_state {
	struct reading_build *b;
	int32_t open[DEEPEST + 1]; /* the nodes one may hang under */
	int n;
	struct str prefix;
	size_t first;
	int nested;	 /* the last number of a list under a letter; 0 none */
	uint32_t *count; /* of paragraphs, and of signs, under each node (from `first`) */
};

static struct node *top(struct tree_state *s)
{
	return s->n ? &s->b->nodes.v[s->open[s->n - 1]] : NULL;
}

/* "Sở Y tế:", "Đối với Công an tỉnh" as a line of its own. */
static bool names_party(struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	size_t i = k->word + phrase_at(w, k->word, k->word_end, PHRASE_GIVE);
	reading_party_list list = { 0 };

	if (!(k->gap_end & GAP_COLON) || k->word_end - k->word > 40)
		return false;
	return party_list(b, i, k->word_end, &list) == k->word_end && list.n;
}

/* A heading without a number: in capitals, or marked as one by Markdown. */
static int unmarked_heading(struct reading_build *b, const struct block *k)
{
	size_t words = k->word_end - k->word;

	if (k->marker != MARK_NONE || words == 0 || words > 40)
		return 0;
	if (k->caps && words > 1 && !(k->gap_end & (GAP_DOT | GAP_SEMI)))
		return KEY_CAPS;
	if ((k->bold && !(k->gap_end & (GAP_DOT | GAP_SEMI))) || names_party(b, k))
		return KEY_BOLD;
	return 0;
}

static char sign_of(const struct block *k)
{
	struct str mark = str_trim(k->mark);

	return mark.n ? mark.p[mark.n - 1] : 0;
}

/* "a) Đối với …:" over "1. …", "2. …": numbers under a letter, though numbers stand over letters. */
static bool is_nested(struct tree_state *s, const struct block *k)
{
	const struct block *letter = NULL, *outer = NULL;

	if (k->marker != MARK_NUMBER || k->depth > 1)
		return false;
	for (int i = s->n - 1; i >= 0; i--) {
		const struct block *o = &s->b->layout.blocks.v[s->b->nodes.v[s->open[i]].block];

		if (o->marker == MARK_LETTER && !letter && !outer)
			letter = o;
		else if (o->marker == MARK_NUMBER && o->depth == 1 && letter && !outer)
			outer = o;
	}
	if (!letter || !outer)
		return false;
	if (k == letter + 1)
		return k->number == 1 && letter->gap_end & GAP_COLON;
	if (!s->nested || k->number != s->nested + 1)
		return false;
	return k->number != outer->number + 1 || sign_of(k) != sign_of(outer);
}

static int key_of(struct tree_state *s, const struct block *k)
{
	if (is_nested(s, k)) {
		s->nested = k->number;
		return KEY_NESTED;
	}
	if (k->marker == MARK_NUMBER || k->marker == MARK_LETTER)
		s->nested = 0;
	if (k->marker == MARK_NUMBER)
		return MARK_NUMBER * 10 + (k->depth < 9 ? k->depth - 1 : 8);
	if (!marker_is_sign(k->marker))
		return k->marker * 10;
	/* signs rank in the order in which they come */
	for (int i = s->n - 1; i >= 0; i--) {
		const struct node *n = &s->b->nodes.v[s->open[i]];
		enum marker m = s->b->layout.blocks.v[n->block].marker;

		if (m == k->marker)
			return n->key;
		if (!marker_is_sign(m) && m != MARK_NONE)
			break;
	}
	const struct node *n = top(s);

	return n && n->key >= MARK_DASH * 10 ? n->key + 1 : MARK_DASH * 10;
}

static void pop_to(struct tree_state *s, int key)
{
	while (s->n && top(s)->key >= key)
		s->n--;
}

static struct str join(struct reading_build *b, struct str path, struct str name)
{
	return path.n ? str_fmt(b->a, "%.*s.%.*s", STR_ARG(path), STR_ARG(name)) : name;
}

/* The path a number with points starts from: "2.1" stands beside "2", not under it. */
static struct str number_base(struct tree_state *s, struct str path)
{
	for (int i = s->n - 1; i >= 0; i--) {
		const struct node *n = &s->b->nodes.v[s->open[i]];
		const struct block *k = &s->b->layout.blocks.v[n->block];

		if (k->marker != MARK_NUMBER)
			return n->path;
	}
	return path.n && s->n == 0 ? path : s->prefix;
}

static void set_path(
	struct tree_state *s, struct node *n, const struct node *parent, const struct block *k)
{
	struct str base = parent ? parent->path : s->prefix;
	size_t place = parent ? (size_t)(parent - s->b->nodes.v) - s->first + 1 : 0;
	uint32_t *count =
		&s->count[place * 2 + (marker_is_sign(k->marker) || k->marker == MARK_ROW)];

	if (k->marker == MARK_NUMBER && k->depth > 1)
		n->path = join(s->b, number_base(s, base), k->name);
	else if (k->marker == MARK_NONE && !n->para)
		n->path = join(s->b, base, str_fmt(s->b->a, "h%u", ++*count));
	else if (n->para)
		n->path = join(s->b, base, str_fmt(s->b->a, "p%u", ++*count));
	else if (marker_is_sign(k->marker))
		n->path = join(s->b, base, str_fmt(s->b->a, "-%u", ++*count));
	else if (k->marker == MARK_ROW)
		n->path = join(s->b, base, str_fmt(s->b->a, "r%u", ++*count));
	else if (k->marker == MARK_ARTICLE)
		n->path = join(s->b, base, str_fmt(s->b->a, "Đ%.*s", STR_ARG(k->name)));
	else
		n->path = join(s->b, base, k->name);
}

static void hang(struct tree_state *s, size_t block)
{
	struct reading_build *b = s->b;
	const struct block *k = &b->layout.blocks.v[block];
	int heading = unmarked_heading(b, k);
	struct node node = { .block = block, .parent = -1, .item = -1 };

	node.para = k->marker == MARK_NONE && !heading;
	if (k->marker == MARK_ROW || node.para) {
		node.key = 1000;
		while (s->n && top(s)->key == 1000)
			s->n--;
	} else {
		node.key = heading ? heading : key_of(s, k);
		pop_to(s, node.key);
	}
	if (s->n >= DEEPEST) {
		s->n = DEEPEST - 1;
		flag_add(b->a, &b->r->flags, READING_FLAG_too_deep,
			(struct reading_span){ k->at, k->at }, S(""));
	}
	if (s->n)
		node.parent = s->open[s->n - 1];
	node.level = s->n;
	struct node *n = LIST_ADD(b->a, &b->nodes);

	*n = node;
	n->last = (int32_t)b->nodes.n - 1;
	set_path(s, n, node.parent >= 0 ? &b->nodes.v[node.parent] : NULL, k);
	if (!node.para && k->marker != MARK_ROW)
		s->open[s->n++] = n->last;
	for (int32_t p = node.parent; p >= 0 && b->nodes.v[p].last < n->last;
		p = b->nodes.v[p].parent)
		b->nodes.v[p].last = n->last;
}

void tree_make(struct reading_build *b, size_t from, size_t to, struct str prefix)
{
	struct tree_state s = { .b = b, .prefix = prefix, .first = b->nodes.n };

	s.count = NEW_N(b->a, uint32_t, 2 * (to - from + 2));
	for (size_t i = from; i < to; i++)
		hang(&s, i);
}

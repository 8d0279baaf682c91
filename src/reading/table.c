/*
 * Tables of tasks: "| STT | Nội dung | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian |".
 */
#include "reading/party.h"
#include "reading/plan.h"

enum { MOST_COLUMNS = 24 };

enum column {
	COLUMN_OTHER,
	COLUMN_NO,
	COLUMN_WORK,
	COLUMN_LEAD,
	COLUMN_COOP,
	COLUMN_DO,
	COLUMN_TIME
};

struct cell {
	size_t word, word_end;
	size_t from, to;
};

/* The cells of a row: what stands between its bars. */
static size_t read_cells(struct plan_build *p, const struct block *k, struct cell *cells)
{
	const struct layout *l = &p->b->layout;
	const struct words *w = &l->words;
	struct piece whole = l->pieces.v[k->piece];
	size_t n = 0, at = whole.from, word = k->word;

	while (at < whole.to && n < MOST_COLUMNS) {
		size_t bar = str_find_char(str_sub(w->text, 0, whole.to), '|', at);
		size_t to = bar == SIZE_MAX ? whole.to : bar;
		struct cell c = { .word = word, .from = at, .to = to };

		while (word < k->word_end && w->v[word].at < to)
			word++;
		c.word_end = word;
		cells[n++] = c;
		at = to + 1;
	}
	return n;
}

static enum column column_of(const struct words *w, const struct cell *c)
{
	static const struct {
		enum phrase set;
		enum column column;
	} kinds[] = {
		{ PHRASE_LABEL_COOP, COLUMN_COOP },
		{ PHRASE_LABEL_LEAD, COLUMN_LEAD },
		{ PHRASE_LABEL_DO, COLUMN_DO },
		{ PHRASE_LABEL_TIME, COLUMN_TIME },
		{ PHRASE_COLUMN_NUMBER, COLUMN_NO },
		{ PHRASE_COLUMN_WORK, COLUMN_WORK },
	};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (phrase_at(w, c->word, c->word_end, kinds[i].set))
			return kinds[i].column;
	}
	return COLUMN_OTHER;
}

static void give_cell(
	struct plan_build *p, struct unit *u, const struct cell *c, enum column column)
{
	struct assignment a = { .rule = READING_RULE_table_row };
	struct assignment whole;

	if (c->word == c->word_end)
		return;
	if (column == COLUMN_TIME) {
		u->time_word = c->word;
		u->time_end = c->word_end;
		return;
	}
	if (column == COLUMN_DO && assign_whole(p->b, c->word, c->word_end, &whole) &&
		whole.role_word) {
		a.parties = whole.parties;
	} else {
		party_names(p->b, c->word, c->word_end, &a.parties);
		LIST_EACH(party, &a.parties) {
			party->role = column == COLUMN_COOP		     ? READING_COORDINATING
				      : column == COLUMN_LEAD		     ? READING_LEAD
				      : a.parties.n > 1 || party->collective ? READING_JOINT
									     : READING_LEAD;
			party->explicit_role = column != COLUMN_DO;
			party->rule = READING_RULE_table_row;
			party->sure = party->resolved ? READING_CERTAIN : READING_LIKELY;
		}
	}
	if (!a.parties.n)
		return;
	a.word = c->word;
	a.word_end = c->word_end;
	unit_give(p, u, &a, READING_SCOPE_TABLE);
}

static bool is_head_row(
	struct plan_build *p, const struct block *k, enum column *columns, size_t *n)
{
	struct cell cells[MOST_COLUMNS];
	bool work = false, other = false;

	*n = read_cells(p, k, cells);
	for (size_t i = 0; i < *n; i++) {
		columns[i] = column_of(&p->b->layout.words, &cells[i]);
		work = work || columns[i] == COLUMN_WORK;
		other = other || columns[i] > COLUMN_WORK || columns[i] == COLUMN_NO;
	}
	return work && other && *n > 1;
}

/* "| II | Cải cách thủ tục | | |": what the rows below it belong to. */
static bool is_group_row(struct str no, size_t filled)
{
	return filled == 2 && no.n && !(no.p[0] >= '0' && no.p[0] <= '9');
}

static void read_row(
	struct plan_build *p, int32_t node, const enum column *columns, size_t n, struct str *group)
{
	const struct words *w = &p->b->layout.words;
	struct cell cells[MOST_COLUMNS];
	size_t count = read_cells(p, plan_block(p, node), cells), work = SIZE_MAX, filled = 0;
	struct str no = STR_NULL;
	struct node *row = &p->b->nodes.v[node];

	for (size_t i = 0; i < count && i < n; i++) {
		filled += cells[i].word < cells[i].word_end;
		if (columns[i] == COLUMN_WORK && work == SIZE_MAX)
			work = i;
		if (columns[i] == COLUMN_NO && cells[i].word < cells[i].word_end)
			no = word_text(w, cells[i].word);
	}
	if (is_group_row(no, filled))
		*group = no;
	if (work == SIZE_MAX || work >= count || cells[work].word == cells[work].word_end ||
		filled < 2 || (filled == 2 && no.n && n > 3)) {
		row->kind = NODE_TEXT;
		return;
	}
	struct unit *u = LIST_ADD(p->b->a, &p->units);
	struct cell *c = &cells[work];

	*u = (struct unit){ .node = node,
		.word = c->word,
		.word_end = c->word_end,
		.from = c->from,
		.to = c->to,
		.item = -1,
		.name = STR_NULL };
	if (no.n && group->n)
		no = str_fmt(p->b->a, "%.*s.%.*s", STR_ARG(*group), STR_ARG(no));
	if (no.n && row->parent >= 0)
		u->name = str_fmt(p->b->a, "%.*s.%.*s", STR_ARG(p->b->nodes.v[row->parent].path),
			STR_ARG(no));
	else if (no.n)
		u->name = no;
	row->kind = NODE_WORK;
	for (size_t i = 0; i < count && i < n; i++) {
		if (columns[i] > COLUMN_WORK)
			give_cell(p, u, &cells[i], columns[i]);
	}
	u->rule = FIRE(p->b, table_row);
}

size_t table_read(struct plan_build *p, size_t first)
{
	enum column columns[MOST_COLUMNS];
	size_t n = 0, i = first;
	bool head = false;
	struct str group = STR_NULL;

	for (; i < p->b->nodes.n && p->b->nodes.v[i].kind == NODE_ROW; i++) {
		enum column seen[MOST_COLUMNS];
		size_t m;

		if (!head && is_head_row(p, plan_block(p, (int32_t)i), seen, &m)) {
			memcpy(columns, seen, sizeof(columns));
			n = m;
			head = true;
		} else if (head) {
			read_row(p, (int32_t)i, columns, n, &group);
		}
	}
	return i;
}

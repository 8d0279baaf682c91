/*
 * Nodes and tasks become the items of the reading, with their facts and flags.
 */
#include "reading/facts.h"
#include "reading/plan.h"

static struct node *node_at(struct plan_build *p, size_t i)
{
	return &p->b->nodes.v[i];
}

static size_t trim_end(struct str t, size_t from, size_t to)
{
	while (to > from && (t.p[to - 1] == ' ' || t.p[to - 1] == '\n' || t.p[to - 1] == '*'))
		to--;
	return to;
}

static struct reading_item *add_item(
	struct plan_build *p, size_t node, enum reading_kind kind, size_t from, size_t to)
{
	struct reading *r = p->b->r;
	const struct node *n = node_at(p, node);
	const struct block *k = plan_block(p, (int32_t)node);
	struct reading_item *item = LIST_ADD(p->b->a, &r->items);

	*item = (struct reading_item){ .kind = kind,
		.part = n->part,
		.path = n->path,
		.marker = str_trim(k->mark),
		.level = n->level,
		.parent = -1,
		.recurrence = STR_NULL,
		.trigger = STR_NULL,
		.assigned_by = S("") };
	for (int32_t up = n->parent; up >= 0 && item->parent < 0;
		up = node_at(p, (size_t)up)->parent)
		item->parent = node_at(p, (size_t)up)->item;
	item->span = (struct reading_span){ from, trim_end(r->text, from, to) };
	item->text = block_text(p->b->a, &p->b->layout, k, from, to);
	item->line = reading_line_of(r, from);
	item->line_end = reading_line_of(r, item->span.to > from ? item->span.to - 1 : from);
	return item;
}

static void raise(struct plan_build *p, struct reading_item *item, enum reading_flag_code code,
	struct str note, enum reading_sure sure)
{
	flag_add(p->b->a, &item->flags, code, item->span, note);
	if (sure > item->sure)
		item->sure = sure;
}

/* A day before the document itself, or far behind the years it is for. */
static void suspect_day(struct plan_build *p, struct reading_item *item, struct reading_day *day)
{
	const struct reading_header *h = &p->b->r->header;
	struct date floor = h->date;
	int year = h->years.n ? h->years.v[h->years.n - 1] : 0;

	LIST_EACH(base, &h->bases) {
		if (date_cmp(base->date, floor) > 0)
			floor = base->date;
	}
	if (!day->given || !date_given(day->date))
		return;
	if (date_cmp(day->date, floor) < 0 || (year && day->date.year > year + 10)) {
		day->suspect = true;
		p->b->r->fired[READING_RULE_day_suspect]++;
		raise(p, item, READING_FLAG_date_suspect, day->written, READING_DOUBTFUL);
	}
}

static void flag_parties(struct plan_build *p, struct reading_item *item, const struct unit *u)
{
	/* partners of nobody are not enough */
	if (!item->parties.n || !u->assigned) {
		raise(p, item, READING_FLAG_no_assignment, S(""), READING_DOUBTFUL);
		return;
	}
	LIST_EACH(party, &item->parties) {
		if (!party->resolved)
			raise(p, item, READING_FLAG_unknown_party, party->name, READING_LIKELY);
		else if (!party->explicit_role && !party->collective)
			raise(p, item, READING_FLAG_role_implied, party->name, READING_LIKELY);
	}
	if (u->guess)
		raise(p, item, READING_FLAG_topic_guess, S(""), READING_DOUBTFUL);
	else if (u->scope == READING_SCOPE_SUBJECT && !u->given && item->sure < READING_LIKELY)
		item->sure = READING_LIKELY;
}

static void read_times(struct plan_build *p, const struct unit *u, struct reading_item *item,
	named_day_list *named)
{
	const struct block *k = plan_block(p, u->node);
	struct days days = { .recurrence = STR_NULL, .trigger = STR_NULL };

	if (u->time_end)
		days_of_label(p->b, k, u->time_word, u->time_end, &days);
	days_find(p->b, k, u->word, u->word_end, named, &days);
	/* "(Sở Tư pháp chủ trì; hoàn thành trong quý IV/2024)" */
	if (!days.due.given && u->scope == READING_SCOPE_INLINE && u->by_end)
		days_find(p->b, k, u->by_word, u->by_end, named, &days);
	item->start = days.start;
	item->due = days.due;
	item->recurrence = days.recurrence;
	item->trigger = days.trigger;
	suspect_day(p, item, &item->due);
	suspect_day(p, item, &item->start);
	if (item->due.given && !date_given(item->due.date))
		raise(p, item, READING_FLAG_date_without_year, item->due.written, READING_LIKELY);
}

static void add_task(struct plan_build *p, struct unit *u, named_day_list *named)
{
	const struct layout *l = &p->b->layout;
	const struct block *k = plan_block(p, u->node);
	struct reading_item *item = add_item(
		p, (size_t)u->node, u->drop ? READING_TEXT : READING_TASK, u->from, u->to);

	if (u->name.n)
		item->path = u->name;
	if (u->part_no)
		item->path = str_fmt(p->b->a, "%.*s.s%d", STR_ARG(item->path), u->part_no);
	if (!u->part_no || u->part_no == 1)
		node_at(p, (size_t)u->node)->item = (int32_t)(item - p->b->r->items.v);
	u->item = (int32_t)(item - p->b->r->items.v);
	item->parties = u->parties;
	item->scope = u->scope;
	item->rule = u->rule;
	if (u->drop)
		return;
	p->b->r->tasks++;
	if (u->by_end) {
		const struct words *w = &l->words;

		item->assigned_span = (struct reading_span){ w->v[u->by_word].at,
			word_end(w, u->by_end - 1) };
		item->assigned_by = str_sub(
			w->text, item->assigned_span.from, item->assigned_span.to);
	}
	refs_find(p->b, k, u->word, u->word_end, &item->refs);
	read_times(p, u, item, named);
	flag_parties(p, item, u);
	duties_find(p->b, k, u->word, u->word_end, item);
	campaigns_find(p->b, k, u->word, u->word_end, item);
}

/* "Ngày thế giới …" without its date takes the one it has elsewhere in the document. */
static void carry_named_days(struct plan_build *p, const named_day_list *named)
{
	if (!named->n)
		return;
	LIST_EACH(u, &p->units) {
		struct reading_item *item = u->item >= 0 ? &p->b->r->items.v[u->item] : NULL;
		struct date d;

		if (!item || item->recurrence.n || item->kind != READING_TASK)
			continue;
		d = named_day_in(&p->b->layout.words, u->word, u->word_end, named);
		if (!d.month)
			continue;
		item->recurrence = str_fmt(p->b->a, "yearly %02d-%02d", d.month, d.day);
		FIRE(p->b, day_yearly_carried);
	}
}

/* Figures below such a heading are findings. */
static bool under_findings(struct plan_build *p, size_t node)
{
	static const char *const titles[][2] = { { "tình", "hình" }, { "thực", "trạng" },
		{ "kết", "quả" }, { "tồn", "tại" }, { "hạn", "chế" }, { "đánh", "giá" } };
	const struct words *w = &p->b->layout.words;

	for (int32_t i = (int32_t)node; i >= 0; i = node_at(p, (size_t)i)->parent) {
		const struct block *k = plan_block(p, i);

		if (node_at(p, (size_t)i)->kind != NODE_HEADING)
			continue;
		for (size_t m = k->word; m + 1 < k->word_end && m < k->word + 12; m++) {
			for (size_t t = 0; t < COUNT(titles); t++) {
				if (word_is(w, m, word_hash(str_z(titles[t][0]))) &&
					word_is(w, m + 1, word_hash(str_z(titles[t][1]))))
					return true;
			}
		}
	}
	return false;
}

/* Numbers that are left out or come twice among neighbours. */
static void check_numbers(struct plan_build *p)
{
	int *last = NEW_N(p->b->a, int, p->b->nodes.n - p->first_node + 2);

	for (size_t i = p->first_node; i < p->b->nodes.n; i++) {
		const struct node *n = node_at(p, i);
		const struct block *k = plan_block(p, (int32_t)i);
		int *seen = &last[n->parent < 0 ? 0 : (size_t)n->parent - p->first_node + 1];
		struct reading_span at = { k->at, k->at + k->mark.n };

		if (k->marker != MARK_NUMBER && k->marker != MARK_ROMAN)
			continue;
		if (*seen && k->number == *seen)
			flag_add(
				p->b->a, &p->b->r->flags, READING_FLAG_number_doubled, at, n->path);
		else if (k->number > *seen + 1)
			flag_add(
				p->b->a, &p->b->r->flags, READING_FLAG_number_skipped, at, n->path);
		*seen = k->number;
	}
}

static enum reading_kind kind_of(const struct node *n)
{
	switch (n->kind) {
	case NODE_HEADING:
		return READING_HEADING;
	case NODE_STATEMENT:
	case NODE_LABEL:
		return READING_ASSIGNMENT;
	default:
		return READING_TEXT;
	}
}

void facts_items(struct plan_build *p)
{
	const struct layout *l = &p->b->layout;
	named_day_list named = { 0 };
	size_t u = 0;

	for (size_t i = p->first_node; i < p->b->nodes.n; i++) {
		const struct block *k = plan_block(p, (int32_t)i);

		if (u < p->units.n && (size_t)p->units.v[u].node == i) {
			while (u < p->units.n && (size_t)p->units.v[u].node == i)
				add_task(p, &p->units.v[u++], &named);
		} else {
			struct piece last = l->pieces.v[k->piece_end - 1];
			struct reading_item *item = add_item(
				p, i, kind_of(node_at(p, i)), l->pieces.v[k->piece].from, last.to);

			node_at(p, i)->item = (int32_t)(item - p->b->r->items.v);
			duties_find(p->b, k, k->word, k->word_end, NULL);
		}
		targets_find(p->b, k, under_findings(p, i));
		contacts_find(p->b, k);
	}
	carry_named_days(p, &named);
	check_numbers(p);
}

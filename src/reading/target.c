/*
 * Targets: "tỷ lệ giải quyết đạt trên 90%".
 */
#include <math.h>

#include "reading/facts.h"

/* A figure in per cent that begins at word i: "90%", "99,5 %", "80 - 85%", "90 phần trăm". */
struct figure {
	double value, to;
	size_t words;
};

static double decimal(const struct words *w, size_t i, size_t *n)
{
	int64_t whole = 0, part = 0;
	struct str next = i + 1 < w->n ? word_text(w, i + 1) : STR_NULL;

	*n = 1;
	if (!str_to_int(word_text(w, i), &whole) || w->v[i].n > 6)
		return -1;
	if (i + 1 < w->n && (w->v[i + 1].gap == GAP_COMMA || w->v[i + 1].gap == GAP_DOT) &&
		w->v[i + 1].flags & WORD_DIGITS && next.n <= 3 && str_to_int(next, &part)) {
		*n = 2;
		return (double)whole + (double)part / pow(10, (double)next.n);
	}
	return (double)whole;
}

static bool percent_behind(const struct words *w, size_t i, size_t end, unsigned gap_end)
{
	return i < end ? w->v[i].gap & GAP_PERCENT : gap_end & GAP_PERCENT;
}

static bool figure_at(
	const struct words *w, size_t i, size_t end, unsigned gap_end, struct figure *f)
{
	size_t n, m;

	if (!(w->v[i].flags & WORD_DIGITS))
		return false;
	f->value = decimal(w, i, &n);
	f->to = NAN;
	if (f->value < 0 || i + n > end)
		return false;
	size_t k = i + n;
	bool first = percent_behind(w, k, end, gap_end);

	if (k < end && w->v[k].gap & GAP_DASH && w->v[k].flags & WORD_DIGITS) {
		double to = decimal(w, k, &m);

		if (to >= 0 && percent_behind(w, k + m, end, gap_end)) {
			f->to = to;
			f->words = n + m;
			return true;
		}
	}
	f->words = n;
	if (!first && k < end) {
		m = phrase_at(w, k, end, PHRASE_PERCENT_WORD);
		f->words += m;
		return m > 0;
	}
	return first;
}

static const uint64_t comparing = SET(MORE) | SET(AT_LEAST) | SET(LESS) | SET(AT_MOST);

/* A comma begins a clause of its own where a figure or a rate follows at once. */
static bool clause_at(const struct words *w, size_t k, size_t end, unsigned gap_end)
{
	struct figure f;
	size_t n;

	if (w->v[k].gap & (GAP_SEMI | GAP_COLON) ||
		(w->v[k].gap & GAP_DOT && (w->v[k].flags & WORD_UPPER || w->v[k].gap & GAP_SPACE)))
		return true;
	if (!(w->v[k].gap & GAP_COMMA) || w->v[k].gap == GAP_COMMA)
		return false;
	if (word_is(w, k, WORD("tỷ")) || word_is(w, k, WORD("tỉ")) ||
		phrase_any(w, k, end, SET(DEMAND) | SET(ASK) | SET(GIVE), NULL))
		return true;
	n = phrase_any(w, k, end, comparing | SET(LIST_AND), NULL);
	return k + n < end && figure_at(w, k + n, end, gap_end, &f);
}

static const char *operator_of(const struct words *w, size_t first, size_t at, size_t behind,
	size_t end, const struct figure *f, bool *bare)
{
	uint64_t found = 0;

	*bare = false;
	if (phrase_at(w, behind, end, PHRASE_ABOVE_ALL))
		return ">=";
	if (phrase_at(w, behind, end, PHRASE_BELOW_ALL))
		return "<=";
	if (w->v[at].gap & GAP_GREATER)
		return ">";
	if (w->v[at].gap & GAP_LESS)
		return "<";
	for (size_t n = 3; n > 0; n--) {
		if (at < first + n || phrase_any(w, at - n, at, comparing, &found) != n)
			continue;
		if (found & SET(AT_MOST))
			return "<=";
		if (found & SET(LESS))
			return "<";
		if (found & SET(AT_LEAST))
			return ">=";
		return ">";
	}
	if (f->value >= 100 && isnan(f->to))
		return "=";
	*bare = isnan(f->to);
	return ">=";
}

static bool strong_goal(const struct words *w, size_t i, size_t end)
{
	static const char *const words[] = { "phấn", "bảo", "đảm", "mục", "chỉ" };
	static const char *const more[] = { "đấu", "đảm", "bảo", "tiêu", "tiêu" };

	for (size_t k = i; k + 1 < end; k++) {
		for (size_t n = 0; n < COUNT(words); n++) {
			if (word_is(w, k, word_hash(str_z(words[n]))) &&
				word_is(w, k + 1, word_hash(str_z(more[n]))))
				return true;
		}
	}
	return false;
}

static bool is_finding(struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;
	int this_year = b->r->header.years.n ? b->r->header.years.v[0] : b->r->header.date.year;
	int64_t year;

	if (strong_goal(w, i, end))
		return false;
	if (phrase_find(w, i, end, PHRASE_FINDING) != SIZE_MAX)
		return true;
	for (size_t k = i; k + 1 < end; k++) {
		if (word_is(w, k, WORD("năm")) && w->v[k + 1].flags & WORD_DIGITS &&
			w->v[k + 1].n == 4 && str_to_int(word_text(w, k + 1), &year) && this_year &&
			year < this_year)
			return true;
	}
	return false;
}

/* What is counted over what: the words behind the figure, or before it. */
static void split_measure(struct reading_build *b, const struct block *k, size_t i, size_t at,
	size_t behind, size_t end, struct reading_target *t)
{
	const struct words *w = &b->layout.words;
	size_t over = end;

	for (size_t m = behind; m < end; m++) {
		if (word_is(w, m, WORD("tổng")) || word_is(w, m, WORD("so"))) {
			over = m;
			break;
		}
	}
	t->counted = t->over = S("");
	if (over > behind)
		t->counted = block_text(
			b->a, &b->layout, k, w->v[behind].at, word_end(w, over - 1));
	else if (at > i)
		t->counted = block_text(b->a, &b->layout, k, w->v[i].at, word_end(w, at - 1));
	if (over < end)
		t->over = block_text(b->a, &b->layout, k, w->v[over].at, word_end(w, end - 1));
}

/* A clause that ends in a figure ends behind its sign. */
static size_t clause_end(const struct reading_build *b, size_t last)
{
	struct str text = b->r->text;
	size_t end = word_end(&b->layout.words, last), sign = end;

	while (sign < text.n && text.p[sign] == ' ')
		sign++;
	return sign < text.n && text.p[sign] == '%' ? sign + 1 : end;
}

static void read_clause(struct reading_build *b, const struct block *k, size_t i, size_t end,
	unsigned gap_end, bool findings)
{
	const struct words *w = &b->layout.words;

	for (size_t m = i; m < end; m++) {
		struct figure f;
		struct reading_target t = { .rule = READING_RULE_target_percent };

		if (!figure_at(w, m, end, gap_end, &f))
			continue;
		if (findings || is_finding(b, i, end)) {
			FIRE(b, target_finding);
			return;
		}
		t.op = operator_of(w, i, m, m + f.words, end, &f, &t.bare);
		t.percent = f.value;
		t.percent_to = f.to;
		t.span = (struct reading_span){ w->v[i].at, clause_end(b, end - 1) };
		t.text = block_text(b->a, &b->layout, k, t.span.from, t.span.to);
		t.line = reading_line_of(b->r, t.span.from);
		t.sure = t.bare ? READING_LIKELY : READING_CERTAIN;
		t.rule = t.bare ? FIRE(b, target_bare) : FIRE(b, target_percent);
		split_measure(b, k, i, m, m + f.words, end, &t);
		LIST_PUSH(b->a, &b->r->targets, t);
		return;
	}
}

void targets_find(struct reading_build *b, const struct block *k, bool findings)
{
	const struct words *w = &b->layout.words;
	bool any = k->gap_end & GAP_PERCENT;
	size_t from = k->word;

	for (size_t i = k->word; i < k->word_end && !any; i++)
		any = w->v[i].gap & GAP_PERCENT ||
		      phrase_at(w, i, k->word_end, PHRASE_PERCENT_WORD);
	if (!any)
		return;
	for (size_t i = k->word + 1; i <= k->word_end; i++) {
		if (i < k->word_end && !clause_at(w, i, k->word_end, k->gap_end))
			continue;
		read_clause(b, k, from, i, i < k->word_end ? w->v[i].gap : k->gap_end, findings);
		from = i;
	}
}

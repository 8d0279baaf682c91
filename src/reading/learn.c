/*
 * What the signs stand for: every damaged word is read with what is known, tells what it was read as,
 * and is read again (expectation maximisation). At the end, how sure each is.
 */
#include "reading/letters.h"
#include "reading/lost.h"

enum {
	ROUNDS = 8,
	ALIKE = 2,	    /* from this round on each does the same */
	LEARN_MOST = 20000, /* tokens the glyphs are learnt from */
};

/* From here on another reading by the words alone makes a letter doubtful, and where less stands
 * against it; a word plain by itself speaks for others; a word needs nobody to speak for it. */
static const float contrary_most = 0.995f, contrary_half = 0.5f, witness_least = 0.95f,
		   plain_least = 0.9995f;

static bool is_upper(uint32_t rune)
{
	return letter_of(rune).flags & LETTER_UPPER;
}

static void learn_words(struct repair *r)
{
	r->model = syllable_model_new(r->a, r->tokens.n);
	for (size_t i = 0; i < r->tokens.n; i++) {
		struct token *t = &r->tokens.v[i];
		struct token *next = i + 1 < r->tokens.n ? t + 1 : NULL;

		if (t->lost || !t->hash)
			continue;
		syllable_seen(r->model, t->hash,
			next && next->joined && !next->lost ? next->hash : 0,
			!t->first_of_sentence && !t->caps && is_upper(t->letters[0]));
	}
}
/* A font that lost a letter lost it wherever it is used: one that stands whole nearby was not lost. */
static void count_whole(struct repair *r)
{
	double total[RUNS] = { 0 };

	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct token *t = &r->tokens.v[i];

		for (size_t k = 0; k < t->n; k++) {
			int letter = lost_letter(r, t->letters[k]);

			total[t->run]++;
			if (letter >= 0)
				r->whole[t->run][letter]++;
		}
	}
	for (size_t run = 0; run < RUNS; run++) {
		for (size_t i = 0; i < LOST_LETTERS; i++) {
			struct letter l = letter_of(r->letter[i]);
			double share = syllable_letter(l.plain, l.tone) *
				       (l.flags & LETTER_UPPER ? 0.1 : 1);

			r->expected[run][i] = (float)(share * total[run] + 2);
		}
	}
}

/* --- learning what the glyphs mean */

static void order_letters(struct glyph *g)
{
	for (size_t i = 0; i < LOST_LETTERS; i++) {
		size_t k = i;

		for (; k > 0 && g->weight[g->order[k - 1]] < g->weight[i]; k--)
			g->order[k] = g->order[k - 1];
		g->order[k] = (uint8_t)i;
	}
	g->least = 0.001 * g->weight[g->order[0]];
}

static void start_glyph(struct repair *r, struct glyph *g)
{
	double sum = 0;

	for (size_t i = 0; i < LOST_LETTERS; i++)
		sum += g->weight[i] = r->common[i] * ((int)i == g->like ? 2000 : 1);
	for (size_t i = 0; i < LOST_LETTERS; i++)
		g->weight[i] /= sum;
	order_letters(g);
}

/* Whole fonts are often moved by one distance: where three glyphs agree on it, others follow. */
static void find_shifts(struct repair *r)
{
	r->n_shifts = 0;
	for (size_t i = 0; i < r->n_glyphs && r->n_shifts < COUNT(r->shifts); i++) {
		struct glyph *g = r->glyphs[i];
		uint32_t letter = r->letter[g->order[0]];
		int32_t shift = (int32_t)letter - (int32_t)g->rune;
		size_t agree = 0;
		bool known = false;

		if (g->seen < 2 || g->weight[g->order[0]] < 0.8 || g->rune == 0xFFFD)
			continue;
		for (size_t k = 0; k < r->n_glyphs; k++) {
			struct glyph *h = r->glyphs[k];

			agree += h->seen >= 1 && h->weight[h->order[0]] > 0.6 &&
				 (int32_t)r->letter[h->order[0]] - (int32_t)h->rune == shift;
		}
		for (size_t k = 0; k < r->n_shifts; k++)
			known = known || r->shifts[k] == shift;
		if (agree >= 3 && !known) {
			r->shifts[r->n_shifts++] = shift;
			FIRE(r->b, repair_shift);
		}
	}
}

static double shift_bonus(const struct repair *r, const struct glyph *g, size_t letter)
{
	for (size_t k = 0; k < r->n_shifts; k++) {
		if (r->letter[letter] &&
			(int32_t)r->letter[letter] - (int32_t)g->rune == r->shifts[k])
			return 200;
	}
	return 1;
}

/* What the glyphs weigh by what was counted; false where nothing has become other than it was. */
static bool update_glyphs(struct repair *r)
{
	bool other = false;

	find_shifts(r);
	for (size_t i = 0; i < r->n_glyphs; i++) {
		struct glyph *g = r->glyphs[i];
		double sum = 0, before[LOST_LETTERS];

		memcpy(before, g->weight, sizeof(before));
		for (size_t k = 0; k < LOST_LETTERS; k++) {
			double prior = r->common[k] * ((int)k == g->like ? 2000 : 1) *
				       shift_bonus(r, g, k);

			sum += g->weight[k] = g->count[k] + 0.003 * prior;
		}
		for (size_t k = 0; k < LOST_LETTERS; k++)
			g->weight[k] /= sum;
		if (memcmp(before, g->weight, sizeof(before)) != 0) {
			order_letters(g);
			other = true;
		}
	}
	return other;
}

static void count_read(struct repair *r)
{
	memset(r->read, 0, sizeof(r->read));
	for (size_t i = 0; i < r->n_glyphs; i++)
		memset(r->glyphs[i]->read, 0, sizeof(r->glyphs[i]->read));
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct token *t = &r->tokens.v[i];

		for (size_t k = 0; k < t->lost && t->best[k] >= 0; k++) {
			float weight = t->margin * t->margin;

			r->read[t->run][t->best[k]] += weight;
			r->glyphs[t->glyph[k]]->read[t->run][t->best[k]] += weight;
		}
	}
}

/* Reads the word; false where it is read as it was, as surely. */
static bool read_again(struct repair *r, size_t i)
{
	struct token *t = &r->tokens.v[i], before = *t;

	guess_word(r, i);
	return t->margin != before.margin || memcmp(t->best, before.best, sizeof(t->best)) != 0;
}

/* One round: every damaged token is read with what is known, and tells what it was read as. False
 * where all is as it was. */
static bool learn_round(struct repair *r, size_t round)
{
	size_t done = 0;
	bool other = false;

	for (size_t i = 0; i < r->n_glyphs; i++) {
		memset(r->glyphs[i]->count, 0, sizeof(r->glyphs[i]->count));
		r->glyphs[i]->seen = 0;
	}
	for (size_t i = 0; i < r->tokens.n && done < LEARN_MOST; i++) {
		struct token *t = &r->tokens.v[i];

		/* first those that lost one letter: they say most */
		if (!t->lost || (round == 0 && t->lost > 1))
			continue;
		other |= read_again(r, i);
		done++;
		for (size_t k = 0; k < t->lost && t->best[k] >= 0; k++) {
			struct glyph *g = r->glyphs[t->glyph[k]];

			/* what is sure counts most */
			g->count[t->best[k]] += t->margin * t->margin;
			g->seen++;
		}
	}
	other |= update_glyphs(r);
	count_read(r);
	guess_absent(r);
	return other;
}

/* True where every word stands as all that is known says. The later rounds are all alike: one that
 * changes nothing is the last. */
static bool learn_rounds(struct repair *r)
{
	for (size_t round = 0; round < ROUNDS; round++) {
		r->round = round;
		if (!learn_round(r, round) && round >= ALIKE)
			return r->damaged <= LEARN_MOST;
	}
	return false;
}

/* --- how sure */

/* Every word that is plain by itself speaks for what its glyphs are. */
static void hear_witnesses(struct repair *r)
{
	r->alone = true;
	for (size_t i = 0; i < r->tokens.n; i++) {
		struct token *t = &r->tokens.v[i];
		uint64_t pattern;

		if (!t->lost || t->best[0] < 0)
			continue;
		guess_word(r, i);
		pattern = readings_key(r, t);
		for (size_t k = 0; k < t->lost && t->alone > witness_least; k++) {
			struct glyph *g = r->glyphs[t->glyph[k]];
			uint64_t *first = &g->witness[t->run][t->best[k]];

			if (*first && *first != pattern)
				g->more[t->run][t->best[k]] = true;
			*first = *first ? *first : pattern;
		}
	}
	r->alone = false;
}

/* Some other word of such a run says that these glyphs are these letters. */
static bool is_witnessed(const struct repair *r, const struct token *t)
{
	for (size_t k = 0; k < t->lost; k++) {
		const struct glyph *g = r->glyphs[t->glyph[k]];
		uint64_t first = g->witness[t->run][t->best[k]];

		if (!first || (first == readings_key(r, t) && !g->more[t->run][t->best[k]]))
			return false;
	}
	return true;
}

/* The words by themselves say another reading. What nobody has met, or is only a question of a
 * capital, stands less against them; a case that does not fit the word, not at all. */
static bool is_contradicted(const struct repair *r, const struct token *t)
{
	bool weak = t->contrary_case || syllable_count(r->model, t->hash) <= 0;

	return t->contrary > (weak ? contrary_half : contrary_most) ||
	       (t->contrary > 0 && !guess_fits_case(r, t));
}

enum reading_sure learn_sure(const struct repair *r, const struct token *t)
{
	if (is_contradicted(r, t) || (t->alone < plain_least && !is_witnessed(r, t)))
		return READING_DOUBTFUL;
	if (t->margin > 0.999f)
		return READING_CERTAIN;
	return t->margin > 0.99f ? READING_LIKELY : READING_DOUBTFUL;
}

void learn_glyphs(struct repair *r)
{
	learn_words(r);
	count_whole(r);
	for (size_t i = 0; i < r->n_glyphs; i++)
		start_glyph(r, r->glyphs[i]);
	guess_absent(r);
	if (!learn_rounds(r)) {
		for (size_t i = 0; i < r->tokens.n; i++) {
			if (r->tokens.v[i].lost)
				guess_word(r, i);
		}
	}
	hear_witnesses(r);
}

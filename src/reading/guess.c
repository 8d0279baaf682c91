/*
 * The readings of one damaged word, and which is likeliest: a syllable that is spelled right and
 * was met, beside its neighbours, in its case, with signs that stand for the letters they stand for
 * elsewhere in the same run.
 */
#include "reading/letters.h"
#include "reading/lost.h"

enum {
	BEST = 14, /* readings of a glyph that are tried beside others */
	NEAR = 30, /* sightings on either side that tell of the run */
	NEAR_REACH = 100,
	SURROUND_READINGS = 1 << 18, /* that are kept at the same time */
};

/* What a sighting in a run of another kind counts; what a glyph is elsewhere, beside the run; how
 * much speaks against a letter that is not lost. */
static const float near_other = 0.1f;
static const double near_prior = 0.1, not_lost = 20;

static bool is_upper(uint32_t rune)
{
	return letter_of(rune).flags & LETTER_UPPER;
}

/* --- how likely a reading is */

static double beside(const struct repair *r, uint32_t first, uint32_t second, double first_count,
	double second_weight)
{
	static const double trust = 3.0;
	double total = syllable_total(r->model);

	return (syllable_pair(r->model, first, second) + trust * second_weight / total) /
	       (first_count + trust);
}

/* A word beside its neighbours. */
static double beside_both(
	const struct repair *r, const struct surround *c, uint32_t hash, double count, double own)
{
	double total = syllable_total(r->model);

	/* what is no syllable has no neighbours worth looking up */
	if (own < 0.001)
		return own / total * (c->before || c->after ? 0.0001 : 1);
	double p = c->before ? beside(r, c->before, hash, c->before_count, own) : own / total;

	if (c->after)
		p *= beside(r, hash, c->after, count, c->after_weight);
	return p;
}

struct best {
	double first, sum;
	int16_t letters[LOST_MOST];
	uint32_t hash;
};

/* How the same code point was read nearby: the run of one font is one substitution. */
struct near {
	float same[LOST_LETTERS];
	float sum;
};

struct search {
	struct repair *r;
	size_t i; /* the token */
	struct surround *around;
	uint32_t letters[LOST_TOKEN];
	int16_t chosen[LOST_MOST];
	/* of each lost letter, by what it may be: */
	const double *weight[LOST_MOST], *absent[LOST_MOST];
	double least[LOST_MOST]; /* what weighs less is remote */
	struct near near[LOST_MOST];
	size_t width; /* readings of each glyph that are tried */
	struct best best;
};

/* --- case */

/* What the case of a reading depends on, beside its letters. */
enum cases {
	CASES_CAPITALS = 1,	/* the word is written in capitals */
	CASES_FIRST_UPPER = 2,	/* its first letter is whole, and one */
	CASES_SENTENCE = 4,	/* it is the first of a sentence */
	CASES_BEFORE_UPPER = 8, /* its neighbours begin with one */
	CASES_AFTER_UPPER = 16,
};

/* Is the neighbour in capitals, or does it begin with one? */
static bool begins_upper(const struct repair *r, const struct token *t)
{
	if (!t->n)
		return false;
	if (!t->lost || t->place[0] > 0)
		return is_upper(t->letters[0]);
	return t->best[0] >= 0 && r->upper[t->best[0]];
}

/* All letters that are left of the word are capitals: is it written in capitals as a whole? */
static bool written_in_capitals(const struct repair *r, size_t i, const struct token *t)
{
	if (t->caps || !t->upper)
		return t->caps;
	return (i > 0 && t->joined && t[-1].caps) ||
	       (i + 1 < r->tokens.n && t[1].joined && t[1].caps);
}

static unsigned cases_of(const struct repair *r, size_t i)
{
	const struct token *t = &r->tokens.v[i];

	return (written_in_capitals(r, i, t) ? CASES_CAPITALS : 0) |
	       (t->place[0] > 0 && is_upper(t->letters[0]) ? CASES_FIRST_UPPER : 0) |
	       (t->first_of_sentence ? CASES_SENTENCE : 0) |
	       (i > 0 && t->joined && begins_upper(r, &t[-1]) ? CASES_BEFORE_UPPER : 0) |
	       (i + 1 < r->tokens.n && t[1].joined && begins_upper(r, &t[1]) ? CASES_AFTER_UPPER
									     : 0);
}

static bool has_vowel(const uint32_t *letters, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t plain = letter_of(letters[i]).plain;

		if (plain > 0x7F ? plain != 0x111 : strchr("aeiouy", (int)plain) != NULL)
			return true;
	}
	return false;
}

/* How likely the word begins with a capital. */
static double begins_with_capital(const struct repair *r, unsigned cases, uint32_t hash)
{
	double first = syllable_capital(r->model, hash);

	if (cases & CASES_SENTENCE)
		first = first > 0.9 ? first : 0.9;
	else if (cases & CASES_BEFORE_UPPER)
		first = first * 3 / (first * 3 + (1 - first));
	if (cases & CASES_AFTER_UPPER)
		first = first * 3 / (first * 3 + (1 - first));
	return first;
}

/* What the case of the word and of its neighbours speaks for. */
static double case_weight(const struct search *s, uint32_t hash)
{
	const struct token *t = &s->r->tokens.v[s->i];
	unsigned cases = s->around->cases;
	bool first_upper = cases & CASES_FIRST_UPPER ||
			   (t->place[0] == 0 && s->r->upper[s->chosen[0]]);
	bool capitals = cases & CASES_CAPITALS ||
			(t->n > 1 && first_upper && !has_vowel(s->letters, t->n));
	double weight = 1;

	for (size_t k = 0; k < t->lost; k++) {
		bool upper = s->r->upper[s->chosen[k]];

		if (capitals) {
			weight *= upper ? 1 : 0.001;
		} else if (t->place[k] > 0) {
			weight *= upper ? 0.0005 : 1;
		} else {
			double first = begins_with_capital(s->r, cases, hash);

			weight *= upper ? first : 1 - first;
		}
	}
	return weight;
}

bool guess_fits_case(const struct repair *r, const struct token *t)
{
	bool capitals = written_in_capitals(r, (size_t)(t - r->tokens.v), t);

	for (size_t k = 0; k < t->lost; k++) {
		bool upper = r->upper[t->best[k]];

		if (capitals ? !upper : upper && t->place[k] > 0)
			return false;
	}
	return true;
}

/* --- what a glyph is nearby */

static bool add_near(struct near *near, const struct sighting *at, uint8_t run)
{
	float weight = at->margin * (at->run == run ? 1.0f : near_other);

	if (at->letter < 0)
		return false;
	near->sum += weight;
	near->same[at->letter] += weight;
	return true;
}

static void find_near(const struct repair *r, const struct token *t, size_t k, struct near *near)
{
	const struct glyph *g = r->glyphs[t->glyph[k]];
	size_t at = t->order[k], found = 0;

	*near = (struct near){ .sum = 0 };
	for (size_t m = at; m > 0 && at - m < NEAR_REACH && found < NEAR; m--)
		found += add_near(near, &g->seen_at.v[m - 1], t->run);
	found = 0;
	for (size_t m = at + 1; m < g->seen_at.n && m - at < NEAR_REACH && found < NEAR; m++)
		found += add_near(near, &g->seen_at.v[m], t->run);
}

void guess_absent(struct repair *r)
{
	for (size_t i = 0; i < r->n_glyphs; i++) {
		struct glyph *g = r->glyphs[i];

		for (size_t run = 0; run < RUNS; run++) {
			for (size_t k = 0; k < LOST_LETTERS; k++) {
				float elsewhere = r->whole[run][k] + r->read[run][k] -
						  g->read[run][k];

				g->absent[run][k] = 1 /
						    (1 + not_lost * (double)elsewhere /
								    (double)r->expected[run][k]);
			}
		}
	}
}

static double near_weight(const struct search *s, size_t k, int letter)
{
	const struct near *near = &s->near[k];
	double absent = s->absent[k][letter];

	if (s->r->alone)
		return s->r->common[letter] * absent;
	return absent * ((double)near->same[letter] + near_prior * s->weight[k][letter]) /
	       ((double)near->sum + near_prior);
}

/* --- any letters, for words that are no syllables and those that lost many */

/* Readings far behind the best are not worth a look at their case. */
static const double far_behind = 1e-7;

static void keep_best(struct search *s, double p, uint32_t hash, const int16_t *letters, size_t n)
{
	s->best.sum += p;
	if (p > s->best.first) {
		s->best.first = p;
		s->best.hash = hash;
		memcpy(s->best.letters, letters, n * sizeof(*letters));
	}
}

static void weigh(struct search *s, double prior)
{
	struct token *t = &s->r->tokens.v[s->i];

	if (readings_tones(s->letters, t->n) > 1)
		return;
	uint32_t hash = syllable_hash(s->letters, t->n);
	double count = syllable_count(s->r->model, hash);
	double p = prior * beside_both(s->r, s->around, hash, count, readings_weight(hash, count));

	if (p > s->best.first * far_behind)
		keep_best(s, p * case_weight(s, hash), hash, s->chosen, t->lost);
}

static void choose(struct search *s, const struct token *t, size_t k, int16_t letter)
{
	s->letters[t->place[k]] = s->r->letter[letter];
	s->chosen[k] = letter;
}

static void try_letters(struct search *s, size_t k, double prior)
{
	struct token *t = &s->r->tokens.v[s->i];

	if (k == t->lost) {
		weigh(s, prior);
		return;
	}
	struct glyph *g = s->r->glyphs[t->glyph[k]];

	for (size_t n = 0; n < s->width; n++) {
		int letter = g->order[n];

		if (!s->r->letter[letter] || g->weight[letter] <= 0)
			continue;
		choose(s, t, k, (int16_t)letter);
		try_letters(s, k + 1, prior * near_weight(s, k, letter));
	}
}

/* --- syllables */

static bool is_of(const struct surround *x, const struct surround *y)
{
	return x->pattern == y->pattern && x->before == y->before && x->after == y->after &&
	       x->cases == y->cases;
}

static void start_surround(struct repair *r, struct surround *x, const struct surround *of)
{
	double *beside = x->beside, *fit = x->fit;

	*x = *of;
	x->beside = beside;
	x->fit = fit;
	if (x->before)
		x->before_count = syllable_count(r->model, x->before);
	if (x->after)
		x->after_weight = readings_weight(x->after, syllable_count(r->model, x->after));
}

/* Nothing is kept of it beyond the next one. */
static struct surround *spare_surround(struct repair *r, const struct surround *of, size_t n)
{
	struct surround *x = &r->spare;

	if (n > r->spare_readings) {
		r->spare_readings = n;
		x->beside = NEW_N(r->a, double, 2 * n);
	}
	if (n) {
		x->fit = x->beside + n;
		memset(x->beside, 0, 2 * n * sizeof(*x->beside));
	}
	start_surround(r, x, of);
	return x;
}

static struct surround *surround_of(struct repair *r, size_t i, size_t readings)
{
	const struct token *t = &r->tokens.v[i];
	struct surround of = { .pattern = t->pattern, .cases = cases_of(r, i) };

	if (i > 0 && t->joined)
		of.before = t[-1].hash;
	if (i + 1 < r->tokens.n && t[1].joined)
		of.after = t[1].hash;
	if (!readings)
		return spare_surround(r, &of, 0);
	uint64_t key = ((uint64_t)of.before << 32 | of.after) ^
		       ((uint64_t)of.pattern << 8 | of.cases) * UINT64_C(0x9E3779B97F4A7C15);
	size_t slot = (key * UINT64_C(0xD6E8FEB86659FD93) >> 32) & r->surround_mask;

	while (r->surrounds[slot].pattern && !is_of(&r->surrounds[slot], &of))
		slot = (slot + 1) & r->surround_mask;
	struct surround *x = &r->surrounds[slot];

	if (x->pattern)
		return x;
	if (r->n_surrounds * 2 > r->surround_mask || r->surround_readings > SURROUND_READINGS)
		return spare_surround(r, &of, readings);
	r->n_surrounds++;
	r->surround_readings += readings;
	x->beside = NEW_N(r->a, double, 2 * readings);
	x->fit = x->beside + readings;
	start_surround(r, x, &of);
	return x;
}

/* Once the glyphs are known a little, letters nothing has spoken for are not worth a try. */
static bool is_remote(const struct search *s, const struct reading_of *x, size_t lost)
{
	return s->weight[0][x->letters[0]] < s->least[0] ||
	       (lost == 2 && s->weight[1][x->letters[1]] < s->least[1]);
}

static void weigh_reading(
	struct search *s, const struct token *t, const struct reading_of *x, size_t n)
{
	double *beside = &s->around->beside[n], *fit = &s->around->fit[n], prior = 1;

	for (size_t k = 0; k < t->lost; k++)
		prior *= near_weight(s, k, x->letters[k]);
	if (*beside == 0)
		*beside = beside_both(
			s->r, s->around, x->hash, (double)x->count, (double)x->weight);
	double p = prior * *beside;

	if (p <= s->best.first * far_behind)
		return;
	if (*fit == 0) {
		for (size_t k = 0; k < t->lost; k++)
			choose(s, t, k, x->letters[k]);
		*fit = case_weight(s, x->hash);
	}
	keep_best(s, p * *fit, x->hash, x->letters, t->lost);
}

static void try_pattern(struct search *s, const struct pattern *p, bool near_only)
{
	const struct token *t = &s->r->tokens.v[s->i];
	const struct reading_of *x = &s->r->readings.v[p->from];

	for (size_t n = 0; n < p->n; n++) {
		if (!near_only || !is_remote(s, &x[n], t->lost))
			weigh_reading(s, t, &x[n], n);
	}
}

/* The reading was met, and beside one of its neighbours. */
static bool is_met(const struct search *s)
{
	const struct syllable_model *m = s->r->model;
	const struct surround *c = s->around;

	if (syllable_count(m, s->best.hash) <= 0)
		return false;
	return (!c->before && !c->after) ||
	       (c->before && syllable_pair(m, c->before, s->best.hash) > 0) ||
	       (c->after && syllable_pair(m, s->best.hash, c->after) > 0);
}

/* Likely letters first; all of them where those make no word that was met. */
static void try_syllables(struct search *s, const struct pattern *p)
{
	if (s->r->round > 1 && !s->r->alone) {
		try_pattern(s, p, true);
		if (s->best.first > 0 && is_met(s))
			return;
		s->best = (struct best){ 0 };
	}
	try_pattern(s, p, false);
}

/* --- the guess */

/* The same letters, but for their case. */
static bool differs_in_case(const struct repair *r, const struct token *t, const int16_t *letters)
{
	for (size_t k = 0; k < t->lost; k++) {
		if (letter_lower(r->letter[t->best[k]]) != letter_lower(r->letter[letters[k]]))
			return false;
	}
	return true;
}

/* What the words by themselves say, beside what was read. */
static void keep_alone(const struct repair *r, struct token *t, const struct best *best)
{
	float margin = (float)(best->first / best->sum);
	bool same = !memcmp(t->best, best->letters, t->lost * sizeof(*t->best));

	t->alone = same ? margin : 0;
	t->contrary = same ? 0 : margin;
	t->contrary_case = !same && differs_in_case(r, t, best->letters);
}

static void keep_guess(struct repair *r, struct token *t, const struct best *best)
{
	memcpy(t->best, best->letters, sizeof(t->best));
	t->hash = best->hash;
	t->margin = (float)(best->first / best->sum);
	for (size_t k = 0; k < t->lost; k++) {
		struct sighting *at = &r->glyphs[t->glyph[k]]->seen_at.v[t->order[k]];

		at->letter = t->best[k];
		at->margin = t->margin;
	}
}

/* What is known of a lost letter before the word is weighed. */
static void look_at(struct search *s, const struct token *t, size_t k)
{
	const struct glyph *g = s->r->glyphs[t->glyph[k]];

	s->weight[k] = g->weight;
	s->absent[k] = g->absent[t->run];
	s->least[k] = g->least;
	if (!s->r->alone)
		find_near(s->r, t, k, &s->near[k]);
}

void guess_word(struct repair *r, size_t i)
{
	struct token *t = &r->tokens.v[i];
	const struct pattern *p = readings_of(r, t);
	struct search s;

	s.r = r;
	s.i = i;
	s.around = surround_of(r, i, p ? p->n : 0);
	s.best = (struct best){ 0 };
	memcpy(s.letters, t->letters, sizeof(s.letters));
	memset(s.chosen, 0, sizeof(s.chosen));
	for (size_t k = 0; k < t->lost; k++)
		look_at(&s, t, k);
	s.width = t->lost == 1	 ? LOST_LETTERS
		  : t->lost == 2 ? 3 * BEST
		  : t->lost == 3 ? BEST
				 : BEST / 2;
	if (p && p->n)
		try_syllables(&s, p);
	else
		try_letters(&s, 0, 1);
	if (s.best.first <= 0)
		return;
	if (r->alone)
		keep_alone(r, t, &s.best);
	else
		keep_guess(r, t, &s.best);
}

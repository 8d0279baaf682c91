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

/* A word that was met; one that is spelled right; anything else. */
static double word_weight(const struct repair *r, uint32_t hash)
{
	double count = syllable_count(r->model, hash);

	return count + (syllable_is_spelled(hash) ? 0.05 : 0.00002);
}

static double beside(const struct repair *r, uint32_t first, uint32_t second, double first_count,
	double second_weight)
{
	static const double trust = 3.0;
	double total = syllable_total(r->model);

	return (syllable_pair(r->model, first, second) + trust * second_weight / total) /
	       (first_count + trust);
}

struct context {
	uint32_t before, after; /* hashes of the neighbours; 0 none */
	double before_count, after_weight;
};

static struct context context_of(const struct repair *r, size_t i)
{
	const struct token *t = &r->tokens.v[i];
	struct context c = { 0 };

	if (i > 0 && t->joined)
		c.before = t[-1].hash;
	if (i + 1 < r->tokens.n && t[1].joined)
		c.after = t[1].hash;
	if (c.before)
		c.before_count = syllable_count(r->model, c.before);
	if (c.after)
		c.after_weight = word_weight(r, c.after);
	return c;
}

static double reading_weight(
	const struct repair *r, const struct context *c, uint32_t hash, double count, double own)
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

struct search {
	struct repair *r;
	size_t i; /* the token */
	struct context context;
	uint32_t letters[LOST_TOKEN];
	int16_t chosen[LOST_MOST];
	size_t width; /* readings of each glyph that are tried */
	bool learn;
	struct best best;
};

/* Is the neighbour at `i` in capitals, or does it begin with one? */
static bool begins_upper(const struct repair *r, size_t i)
{
	const struct token *t = &r->tokens.v[i];

	if (!t->n)
		return false;
	if (!lost_is_strange(t->letters[0]))
		return is_upper(t->letters[0]);
	return t->lost && t->best[0] >= 0 && is_upper(r->letter[t->best[0]]);
}

/* All letters that are left of the word are capitals: is it written in capitals as a whole? */
static bool written_in_capitals(const struct repair *r, size_t i, const struct token *t)
{
	size_t known = 0, upper = 0;

	for (size_t k = 0; k < t->n; k++) {
		if (lost_is_strange(t->letters[k]))
			continue;
		known++;
		upper += is_upper(t->letters[k]);
	}
	if (t->caps || upper < known)
		return t->caps;
	return (i > 0 && t->joined && r->tokens.v[i - 1].caps) ||
	       (i + 1 < r->tokens.n && r->tokens.v[i + 1].joined && r->tokens.v[i + 1].caps);
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

/* What the case of the word and of its neighbours speaks for. */
static double case_weight(const struct search *s, uint32_t hash)
{
	const struct repair *r = s->r;
	const struct token *t = &r->tokens.v[s->i];
	bool capitals = written_in_capitals(r, s->i, t) ||
			(!has_vowel(s->letters, t->n) && t->n > 1 && is_upper(s->letters[0]));
	double weight = 1, first;

	for (size_t k = 0; k < t->lost; k++) {
		bool upper = is_upper(s->letters[t->place[k]]);

		if (capitals)
			weight *= upper ? 1 : 0.001;
		else if (t->place[k] > 0)
			weight *= upper ? 0.0005 : 1;
		if (capitals || t->place[k] > 0)
			continue;
		first = syllable_capital(r->model, hash);
		if (t->first_of_sentence)
			first = first > 0.9 ? first : 0.9;
		else if (t->joined && begins_upper(r, s->i - 1))
			first = first * 3 / (first * 3 + (1 - first));
		if (s->i + 1 < r->tokens.n && r->tokens.v[s->i + 1].joined &&
			begins_upper(r, s->i + 1))
			first = first * 3 / (first * 3 + (1 - first));
		weight *= upper ? first : 1 - first;
	}
	return weight;
}

bool guess_fits_case(const struct repair *r, const struct token *t)
{
	bool capitals = written_in_capitals(r, (size_t)(t - r->tokens.v), t);

	for (size_t k = 0; k < t->lost; k++) {
		bool upper = is_upper(r->letter[t->best[k]]);

		if (capitals ? !upper : upper && t->place[k] > 0)
			return false;
	}
	return true;
}

/* How the same code point was read nearby: the run of one font is one substitution. */
struct near {
	struct {
		int16_t letter;
		float weight;
	} v[2 * NEAR];
	size_t n;
	float sum;
};

static bool add_near(
	const struct repair *r, struct near *near, const struct token *t, const struct sighting *at)
{
	const struct token *other = &r->tokens.v[at->token];
	int16_t letter = other->best[at->place];
	float weight = other->margin * (other->run == t->run ? 1.0f : near_other);

	if (letter < 0)
		return false;
	near->sum += weight;
	for (size_t k = 0; k < near->n; k++) {
		if (near->v[k].letter == letter) {
			near->v[k].weight += weight;
			return true;
		}
	}
	near->v[near->n].letter = letter;
	near->v[near->n++].weight = weight;
	return true;
}

static struct near near_of(const struct repair *r, size_t i, size_t k)
{
	struct near near = { .n = 0 };
	const struct token *t = &r->tokens.v[i];
	const struct glyph *g = &r->glyphs[t->glyph[k]];
	size_t at = t->order[k], found = 0;

	for (size_t m = at; m > 0 && at - m < NEAR_REACH && found < NEAR; m--)
		found += add_near(r, &near, t, &g->seen_at.v[m - 1]);
	found = 0;
	for (size_t m = at + 1; m < g->seen_at.n && m - at < NEAR_REACH && found < NEAR; m++)
		found += add_near(r, &near, t, &g->seen_at.v[m]);
	return near;
}

/* In one font a letter has one sign: it neither stands whole nor is another glyph. */
static double absent(const struct repair *r, enum run run, int glyph, int letter)
{
	const struct glyph *g = &r->glyphs[glyph];
	float elsewhere = r->whole[run][letter] + r->read[run][letter] - g->read[run][letter];

	return 1 / (1 + not_lost * (double)elsewhere / (double)r->expected[run][letter]);
}

static double near_weight(const struct repair *r, const struct token *t, const struct near *near,
	int glyph, int letter)
{
	double same = 0, free = absent(r, t->run, glyph, letter);

	if (r->alone)
		return r->common[letter] * free;

	for (size_t k = 0; k < near->n; k++)
		same += near->v[k].letter == letter ? (double)near->v[k].weight : 0;
	return free * (same + near_prior * r->glyphs[glyph].weight[letter]) /
	       ((double)near->sum + near_prior);
}

static size_t tones_in(const uint32_t *letters, size_t n)
{
	size_t tones = 0;

	for (size_t i = 0; i < n; i++)
		tones += letter_of(letters[i]).tone > 0;
	return tones;
}

/* Readings far behind the best are not worth a look at their case. */
static const double far_behind = 1e-7;

static void weigh_known(struct search *s, double prior, uint32_t hash, double count, double weight)
{
	double p = prior * reading_weight(s->r, &s->context, hash, count, weight);

	if (p <= s->best.first * far_behind)
		return;
	p *= case_weight(s, hash);
	s->best.sum += p;
	if (p > s->best.first) {
		s->best.first = p;
		s->best.hash = hash;
		memcpy(s->best.letters, s->chosen, sizeof(s->chosen));
	}
}

static void weigh(struct search *s, double prior)
{
	struct token *t = &s->r->tokens.v[s->i];

	if (tones_in(s->letters, t->n) > 1)
		return;
	uint32_t hash = syllable_hash(s->letters, t->n);

	weigh_known(s, prior, hash, syllable_count(s->r->model, hash), word_weight(s->r, hash));
}

static void try_letters(struct search *s, size_t k, double prior)
{
	struct token *t = &s->r->tokens.v[s->i];

	if (k == t->lost) {
		weigh(s, prior);
		return;
	}
	struct glyph *g = &s->r->glyphs[t->glyph[k]];
	struct near near = near_of(s->r, s->i, k);

	for (size_t n = 0; n < s->width; n++) {
		int letter = g->order[n];
		double p;

		if (!s->r->letter[letter] || g->weight[letter] <= 0)
			continue;
		p = near_weight(s->r, t, &near, t->glyph[k], letter);
		s->letters[t->place[k]] = s->r->letter[letter];
		s->chosen[k] = (int16_t)letter;
		try_letters(s, k + 1, prior * p);
	}
}

/* --- the readings of a word that are syllables, found once for all places it stands at */

uint64_t guess_pattern(const struct token *t)
{
	uint64_t key = 1469598103934665603u;
	size_t lost = 0;

	for (size_t i = 0; i < t->n; i++) {
		bool gone = lost < t->lost && t->place[lost] == i;

		lost += gone;
		key = (key ^ (gone ? 0xFFFFFFu : letter_lower(t->letters[i]))) * 1099511628211u;
	}
	return key ? key : 1;
}

static void add_reading(struct repair *r, struct pattern *p, const struct token *t,
	uint32_t *letters, int16_t first, int16_t second)
{
	uint32_t hash;

	if (tones_in(letters, t->n) > 1)
		return;
	hash = syllable_hash(letters, t->n);
	if (!syllable_is_spelled(hash) && syllable_count(r->model, hash) <= 0)
		return;
	struct reading_of x = { { first, second }, hash, (float)syllable_count(r->model, hash),
		(float)word_weight(r, hash) };

	LIST_PUSH(r->a, &r->readings, x);
	p->n++;
}

static void fill_pattern(struct repair *r, struct pattern *p, const struct token *t)
{
	uint32_t letters[LOST_TOKEN];

	memcpy(letters, t->letters, sizeof(letters));
	p->from = (uint32_t)r->readings.n;
	for (int16_t first = 0; first < LOST_LETTERS; first++) {
		if (!r->letter[first])
			continue;
		letters[t->place[0]] = r->letter[first];
		if (t->lost == 1) {
			add_reading(r, p, t, letters, first, -1);
			continue;
		}
		for (int16_t second = 0; second < LOST_LETTERS; second++) {
			/* two lost letters: lower case is enough, and plain Latin is rare */
			if (r->letter[first] < 0x80 || r->letter[second] < 0x80 ||
				(is_upper(r->letter[second]) && !is_upper(r->letter[first])))
				continue;
			letters[t->place[1]] = r->letter[second];
			add_reading(r, p, t, letters, first, second);
		}
	}
}

/* NULL where there is no room for more. */
static struct pattern *find_pattern(struct repair *r, const struct token *t)
{
	uint64_t key = guess_pattern(t);
	size_t i = key >> 20;

	for (;; i++) {
		struct pattern *p = &r->patterns[i % LOST_PATTERNS];

		if (p->key == key)
			return p;
		if (p->key)
			continue;
		if (r->n_patterns * 2 > LOST_PATTERNS)
			return NULL;
		r->n_patterns++;
		p->key = key;
		fill_pattern(r, p, t);
		return p;
	}
}

/* Once the glyphs are known a little, letters nothing has spoken for are not worth a try. */
static bool is_remote(const struct repair *r, const struct token *t, const struct reading_of *x)
{
	for (size_t k = 0; k < t->lost; k++) {
		const struct glyph *g = &r->glyphs[t->glyph[k]];

		if (g->weight[x->letters[k]] < 0.001 * g->weight[g->order[0]])
			return true;
	}
	return false;
}

static void try_pattern(struct search *s, const struct pattern *p, bool near_only)
{
	struct token *t = &s->r->tokens.v[s->i];
	double weights[2][LOST_LETTERS];

	for (size_t k = 0; k < t->lost; k++) {
		struct near near = near_of(s->r, s->i, k);

		for (int letter = 0; letter < LOST_LETTERS; letter++)
			weights[k][letter] = near_weight(s->r, t, &near, t->glyph[k], letter);
	}
	for (size_t n = p->from; n < p->from + p->n; n++) {
		const struct reading_of *x = &s->r->readings.v[n];
		double prior = 1;

		if (near_only && is_remote(s->r, t, x))
			continue;
		for (size_t k = 0; k < t->lost; k++) {
			prior *= weights[k][x->letters[k]];
			s->letters[t->place[k]] = s->r->letter[x->letters[k]];
			s->chosen[k] = x->letters[k];
		}
		weigh_known(s, prior, x->hash, (double)x->count, (double)x->weight);
	}
}

/* The same letters, but for their case. */
static bool differs_in_case(const struct repair *r, const struct token *t, const int16_t *letters)
{
	for (size_t k = 0; k < t->lost; k++) {
		if (letter_lower(r->letter[t->best[k]]) != letter_lower(r->letter[letters[k]]))
			return false;
	}
	return true;
}

/* The reading was met, and beside one of its neighbours. */
static bool is_met(const struct search *s)
{
	const struct syllable_model *m = s->r->model;
	const struct context *c = &s->context;

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

void guess_word(struct repair *r, size_t i)
{
	struct token *t = &r->tokens.v[i];
	struct search s = { .r = r, .i = i, .context = context_of(r, i) };
	struct pattern *p = t->lost <= 2 ? find_pattern(r, t) : NULL;

	memcpy(s.letters, t->letters, sizeof(s.letters));
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
	if (r->alone) {
		float margin = (float)(s.best.first / s.best.sum);
		bool same = !memcmp(t->best, s.best.letters, t->lost * sizeof(*t->best));

		t->alone = same ? margin : 0;
		t->contrary = same ? 0 : margin;
		t->contrary_case = !same && differs_in_case(r, t, s.best.letters);
		return;
	}
	memcpy(t->best, s.best.letters, sizeof(t->best));
	t->hash = s.best.hash;
	t->margin = (float)(s.best.first / s.best.sum);
}

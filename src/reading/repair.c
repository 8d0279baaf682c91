/*
 * A font that lost its encoding puts strange code points where letters were. Each of them
 * stands for one letter in a run of one font, perhaps for another in the next run. What they stand
 * for is inferred from the text itself: the readings that are Vietnamese syllables, likely beside
 * their neighbours, and the same for the same code point elsewhere (expectation maximisation over
 * the letters each code point can mean). No table of any one document is used.
 */
#include "reading/repair.h"

#include <math.h>

#include "reading/letters.h"
#include "reading/syllable.h"
#include "reading/words.h"

enum {
	MOST_GLYPHS = 400,
	LETTERS = 2 * (67 + 26), /* all a font of Vietnamese has, in both cases */
	TOKEN_MOST = 8,		 /* letters of a syllable, and one more */
	LOST_MOST = 4,		 /* lost letters in one syllable that are still tried */
	ROUNDS = 5,
	LEARN_MOST = 20000, /* tokens the glyphs are learnt from */
	BEST = 14,	    /* readings of a glyph that are tried beside others */
	NEAR = 6,	    /* damaged neighbours that tell of the run */
};

struct glyph {
	uint32_t rune;
	double weight[LETTERS]; /* how likely it is each letter */
	double count[LETTERS];
	double seen;
	uint8_t order[LETTERS]; /* the letters, likeliest first */
	bool foreign;		/* a letter of another script */
	int like;		/* the letter it looks like; -1 none */
};

struct token {
	size_t at, end;
	uint32_t letters[TOKEN_MOST];
	uint8_t n, lost;
	uint8_t place[LOST_MOST]; /* which letters are lost */
	int16_t glyph[LOST_MOST];
	int16_t best[LOST_MOST]; /* the reading so far; -1 none */
	uint32_t hash;		 /* of the reading so far; of the word where nothing is lost */
	float margin;
	bool caps, first_of_sentence, joined; /* joined: only a space to the one before */
};

/* A damaged word as it stands, and the readings that make a syllable of it. */
struct reading_of {
	int16_t letters[2];
	uint32_t hash;
};

struct pattern {
	uint64_t key; /* 0: free */
	uint32_t from, n;
};

enum { PATTERNS = 1 << 14 };

struct repair {
	struct reading_build *b;
	struct arena *a;
	struct str text;
	uint32_t letter[LETTERS];
	double common[LETTERS];
	struct glyph glyphs[MOST_GLYPHS];
	size_t n_glyphs;
	LIST(struct token) tokens;
	struct syllable_model *model;
	struct pattern *patterns; /* by key */
	size_t n_patterns;
	LIST(struct reading_of) readings;
	int32_t shifts[8];
	size_t n_shifts;
	size_t round;
};

/* --- letters */

static void make_letters(struct repair *r)
{
	static const char alphabet[] = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz";
	struct str s = str_z(alphabet);
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len) {
		uint32_t plain = str_rune(s, i, &len);
		bool vowel = plain > 0x7F ? plain != 0x111 : strchr("aeiouy", (int)plain) != NULL;

		for (int tone = 0; tone < (vowel ? 6 : 1); tone++) {
			for (int upper = 0; upper < 2; upper++) {
				r->letter[n] = letter_with(plain, tone, upper);
				/* letters of plain Latin are rarely lost */
				r->common[n] = (0.2 + 80 * syllable_letter(plain, tone)) *
					       (r->letter[n] < 0x80 ? 0.01 : 1.0) *
					       (upper ? 0.5 : 1.0);
				n++;
			}
		}
	}
	while (n < LETTERS) {
		r->letter[n] = 0;
		r->common[n++] = 0;
	}
}

static bool is_upper(uint32_t rune)
{
	return letter_of(rune).flags & LETTER_UPPER;
}

static bool is_viet(uint32_t rune)
{
	return letter_of(rune).flags & LETTER_VIET;
}

/* No Vietnamese text has these in a word. */
static bool is_strange(uint32_t r)
{
	if (r < 0xA1 || is_viet(r) || r == 0xD7 || r == 0xF7)
		return false;
	if (r >= 0xA1 && r <= 0xBF)
		return false;
	return (r >= 0xC0 && r < 0x300) || (r >= 0x370 && r < 0x2000) ||
	       (r >= 0x2C00 && !(r >= 0x3000 && r < 0x3004)) || r == 0xFFFD;
}

/* Letters of other scripts that look like Latin ones. */
static const struct {
	uint32_t rune, like;
} lookalikes[] = {
	{ 0x430, 'a' },
	{ 0x435, 'e' },
	{ 0x43E, 'o' },
	{ 0x440, 'p' },
	{ 0x441, 'c' },
	{ 0x443, 'y' },
	{ 0x445, 'x' },
	{ 0x456, 'i' },
	{ 0x458, 'j' },
	{ 0x455, 's' },
	{ 0x4BB, 'h' },
	{ 0x501, 'd' },
	{ 0x410, 'A' },
	{ 0x412, 'B' },
	{ 0x415, 'E' },
	{ 0x41A, 'K' },
	{ 0x41C, 'M' },
	{ 0x41D, 'H' },
	{ 0x41E, 'O' },
	{ 0x420, 'P' },
	{ 0x421, 'C' },
	{ 0x422, 'T' },
	{ 0x423, 'Y' },
	{ 0x425, 'X' },
	{ 0x406, 'I' },
	{ 0x405, 'S' },
	{ 0x408, 'J' },
	{ 0x391, 'A' },
	{ 0x392, 'B' },
	{ 0x395, 'E' },
	{ 0x397, 'H' },
	{ 0x399, 'I' },
	{ 0x39A, 'K' },
	{ 0x39C, 'M' },
	{ 0x39D, 'N' },
	{ 0x39F, 'O' },
	{ 0x3A1, 'P' },
	{ 0x3A4, 'T' },
	{ 0x3A5, 'Y' },
	{ 0x3A7, 'X' },
	{ 0x3BF, 'o' },
	{ 0x3BD, 'v' },
	{ 0x3B9, 'i' },
	{ 0x131, 'i' },
	{ 0x251, 'a' },
	{ 0x189, 0x110 },
	{ 0xD0, 0x110 },
	{ 0xF0, 0x111 },
	{ 0x256, 0x111 },
};

static int letter_index(const struct repair *r, uint32_t rune)
{
	for (int i = 0; i < LETTERS; i++) {
		if (r->letter[i] == rune)
			return i;
	}
	return -1;
}

/* --- glyphs */

static int find_glyph(struct repair *r, uint32_t rune)
{
	for (size_t i = 0; i < r->n_glyphs; i++) {
		if (r->glyphs[i].rune == rune)
			return (int)i;
	}
	if (r->n_glyphs == MOST_GLYPHS)
		return -1;
	struct glyph *g = &r->glyphs[r->n_glyphs];

	g->rune = rune;
	g->like = -1;
	g->foreign = letter_of(rune).flags & LETTER_IS;
	for (size_t i = 0; i < COUNT(lookalikes); i++) {
		if (lookalikes[i].rune == rune)
			g->like = letter_index(r, lookalikes[i].like);
	}
	return (int)r->n_glyphs++;
}

/* --- tokens */

static size_t read_token(struct repair *r, size_t i, struct token *t)
{
	size_t len, foreign = 0, total = 0;
	bool fits = true;

	*t = (struct token){ .at = i, .first_of_sentence = true };
	for (; i < r->text.n; i += len) {
		uint32_t rune = str_rune(r->text, i, &len);
		bool odd = is_strange(rune);

		if (!odd && !(letter_of(rune).flags & LETTER_IS))
			break;
		total++;
		foreign += odd && letter_of(rune).flags & LETTER_IS;
		if (t->n == TOKEN_MOST || (odd && t->lost == LOST_MOST)) {
			fits = false;
			continue;
		}
		if (odd) {
			int g = find_glyph(r, rune);

			fits = fits && g >= 0;
			t->place[t->lost] = t->n;
			t->glyph[t->lost] = (int16_t)g;
			t->best[t->lost++] = -1;
		}
		t->letters[t->n++] = rune;
	}
	t->end = i;
	/* a word of another script is left alone */
	if (!fits || (foreign == total && total > 1))
		t->lost = 0, t->n = 0;
	return i;
}

static void finish_token(struct token *t, const struct token *before, unsigned gap)
{
	size_t upper = 0, known = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (is_strange(t->letters[i]))
			continue;
		known++;
		upper += is_upper(t->letters[i]);
	}
	t->caps = known > 1 && upper == known;
	t->joined = before && gap == 0;
	t->first_of_sentence = !before || gap > 1;
	if (!t->lost && t->n)
		t->hash = syllable_hash(t->letters, t->n);
}

/* Tokens of the whole text; 0 between two: only spaces, 1: a comma or dash, 2: a full stop. */
static void read_tokens(struct repair *r)
{
	unsigned gap = 2;
	size_t len;

	for (size_t i = 0; i < r->text.n;) {
		uint32_t rune = str_rune(r->text, i, &len);

		if (!is_strange(rune) && !(letter_of(rune).flags & LETTER_IS)) {
			if (rune != ' ' && rune != '\n')
				gap = strchr(".:;!?()", rune < 0x80 ? (int)rune : 'x') ? 2
				      : gap > 1					       ? 2
										       : 1;
			i += len;
			continue;
		}
		struct token t;

		i = read_token(r, i, &t);
		finish_token(&t, r->tokens.n ? &r->tokens.v[r->tokens.n - 1] : NULL, gap);
		LIST_PUSH(r->a, &r->tokens, t);
		gap = 0;
	}
}

/* The words that are whole teach what the text speaks of. */
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

/* --- how likely a reading is */

/* A word that was met; one that is spelled right; anything else. */
static double word_weight(const struct repair *r, uint32_t hash)
{
	double count = syllable_count(r->model, hash);

	return count + (syllable_is_spelled(hash) ? 0.05 : 0.00002);
}

static double beside(const struct repair *r, uint32_t first, uint32_t second, double second_weight)
{
	static const double trust = 3.0;
	double total = syllable_total(r->model);

	return (syllable_pair(r->model, first, second) + trust * second_weight / total) /
	       (syllable_count(r->model, first) + trust);
}

struct context {
	uint32_t before, after; /* hashes of the neighbours; 0 none */
	double after_weight;
};

static struct context context_of(const struct repair *r, size_t i)
{
	const struct token *t = &r->tokens.v[i];
	struct context c = { 0 };

	if (i > 0 && t->joined)
		c.before = t[-1].hash;
	if (i + 1 < r->tokens.n && t[1].joined)
		c.after = t[1].hash;
	if (c.after)
		c.after_weight = word_weight(r, c.after);
	return c;
}

static double reading_weight(const struct repair *r, const struct context *c, uint32_t hash)
{
	double own = word_weight(r, hash), total = syllable_total(r->model);

	/* what is no syllable has no neighbours worth looking up */
	if (own < 0.001)
		return own / total * (c->before || c->after ? 0.0001 : 1);
	double p = c->before ? beside(r, c->before, hash, own) : own / total;

	if (c->after)
		p *= beside(r, hash, c->after, c->after_weight);
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
	uint32_t letters[TOKEN_MOST];
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
	if (!is_strange(t->letters[0]))
		return is_upper(t->letters[0]);
	return t->lost && t->best[0] >= 0 && is_upper(r->letter[t->best[0]]);
}

/* All letters that are left of the word are capitals: is it written in capitals as a whole? */
static bool written_in_capitals(const struct repair *r, size_t i, const struct token *t)
{
	size_t known = 0, upper = 0;

	for (size_t k = 0; k < t->n; k++) {
		if (is_strange(t->letters[k]))
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

/* How the same code point was read nearby: the run of one font. */
struct near {
	int16_t letters[NEAR];
	size_t n;
};

static struct near near_of(const struct repair *r, size_t i, int glyph)
{
	struct near near = { .n = 0 };

	for (size_t k = i; k > 0 && i - k < 60 && near.n < NEAR; k--) {
		const struct token *t = &r->tokens.v[k - 1];

		for (size_t l = 0; l < t->lost && near.n < NEAR; l++) {
			if (t->glyph[l] == glyph && t->best[l] >= 0)
				near.letters[near.n++] = t->best[l];
		}
	}
	return near;
}

static double near_weight(const struct repair *r, const struct near *near, int glyph, int letter)
{
	double same = 0;

	for (size_t k = 0; k < near->n; k++)
		same += near->letters[k] == letter;
	return (same + 4 * r->glyphs[glyph].weight[letter]) / ((double)near->n + 4);
}

static size_t tones_in(const uint32_t *letters, size_t n)
{
	size_t tones = 0;

	for (size_t i = 0; i < n; i++)
		tones += letter_of(letters[i]).tone > 0;
	return tones;
}

static void weigh_known(struct search *s, double prior, uint32_t hash)
{
	double p = prior * reading_weight(s->r, &s->context, hash) * case_weight(s, hash);

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
	weigh_known(s, prior, syllable_hash(s->letters, t->n));
}

static void try_letters(struct search *s, size_t k, double prior)
{
	struct token *t = &s->r->tokens.v[s->i];

	if (k == t->lost) {
		weigh(s, prior);
		return;
	}
	struct glyph *g = &s->r->glyphs[t->glyph[k]];
	struct near near = near_of(s->r, s->i, t->glyph[k]);

	for (size_t n = 0; n < s->width; n++) {
		int letter = g->order[n];
		double p;

		if (!s->r->letter[letter] || g->weight[letter] <= 0)
			continue;
		p = near_weight(s->r, &near, t->glyph[k], letter);
		s->letters[t->place[k]] = s->r->letter[letter];
		s->chosen[k] = (int16_t)letter;
		try_letters(s, k + 1, prior * p);
	}
}

/* --- the readings of a word that are syllables, found once for all places it stands at */

static uint64_t pattern_key(const struct token *t)
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
	struct reading_of x = { { first, second }, hash };

	LIST_PUSH(r->a, &r->readings, x);
	p->n++;
}

static void fill_pattern(struct repair *r, struct pattern *p, const struct token *t)
{
	uint32_t letters[TOKEN_MOST];

	memcpy(letters, t->letters, sizeof(letters));
	p->from = (uint32_t)r->readings.n;
	for (int16_t first = 0; first < LETTERS; first++) {
		if (!r->letter[first])
			continue;
		letters[t->place[0]] = r->letter[first];
		if (t->lost == 1) {
			add_reading(r, p, t, letters, first, -1);
			continue;
		}
		for (int16_t second = 0; second < LETTERS; second++) {
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
	uint64_t key = pattern_key(t);
	size_t i = key >> 20;

	for (;; i++) {
		struct pattern *p = &r->patterns[i % PATTERNS];

		if (p->key == key)
			return p;
		if (p->key)
			continue;
		if (r->n_patterns * 2 > PATTERNS)
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
	struct near near[2];

	for (size_t k = 0; k < t->lost; k++)
		near[k] = near_of(s->r, s->i, t->glyph[k]);
	for (size_t n = p->from; n < p->from + p->n; n++) {
		const struct reading_of *x = &s->r->readings.v[n];
		double prior = 1;

		if (near_only && is_remote(s->r, t, x))
			continue;
		for (size_t k = 0; k < t->lost; k++) {
			prior *= near_weight(s->r, &near[k], t->glyph[k], x->letters[k]);
			s->letters[t->place[k]] = s->r->letter[x->letters[k]];
			s->chosen[k] = x->letters[k];
		}
		weigh_known(s, prior, x->hash);
	}
}

/* Likely letters first; all of them where those make no word that was met. */
static void try_syllables(struct search *s, const struct pattern *p)
{
	if (s->r->round > 1) {
		try_pattern(s, p, true);
		if (s->best.first > 0 && syllable_count(s->r->model, s->best.hash) > 0)
			return;
		s->best = (struct best){ 0 };
	}
	try_pattern(s, p, false);
}

static void read_one(struct repair *r, size_t i)
{
	struct token *t = &r->tokens.v[i];
	struct search s = { .r = r, .i = i, .context = context_of(r, i) };
	struct pattern *p = t->lost <= 2 ? find_pattern(r, t) : NULL;

	memcpy(s.letters, t->letters, sizeof(s.letters));
	s.width = t->lost == 1 ? LETTERS : t->lost == 2 ? 3 * BEST : t->lost == 3 ? BEST : BEST / 2;
	if (p && p->n)
		try_syllables(&s, p);
	else
		try_letters(&s, 0, 1);
	if (s.best.first <= 0)
		return;
	memcpy(t->best, s.best.letters, sizeof(t->best));
	t->hash = s.best.hash;
	t->margin = (float)(s.best.first / s.best.sum);
}

/* --- learning what the glyphs mean */

static void order_letters(struct glyph *g)
{
	for (size_t i = 0; i < LETTERS; i++) {
		size_t k = i;

		for (; k > 0 && g->weight[g->order[k - 1]] < g->weight[i]; k--)
			g->order[k] = g->order[k - 1];
		g->order[k] = (uint8_t)i;
	}
}

static void start_glyph(struct repair *r, struct glyph *g)
{
	double sum = 0;

	for (size_t i = 0; i < LETTERS; i++)
		sum += g->weight[i] = r->common[i] * ((int)i == g->like ? 2000 : 1);
	for (size_t i = 0; i < LETTERS; i++)
		g->weight[i] /= sum;
	order_letters(g);
}

/* Whole fonts are often moved by one distance: where three glyphs agree on it, others follow. */
static void find_shifts(struct repair *r)
{
	r->n_shifts = 0;
	for (size_t i = 0; i < r->n_glyphs && r->n_shifts < COUNT(r->shifts); i++) {
		struct glyph *g = &r->glyphs[i];
		uint32_t letter = r->letter[g->order[0]];
		int32_t shift = (int32_t)letter - (int32_t)g->rune;
		size_t agree = 0;
		bool known = false;

		if (g->seen < 2 || g->weight[g->order[0]] < 0.8 || g->rune == 0xFFFD)
			continue;
		for (size_t k = 0; k < r->n_glyphs; k++) {
			struct glyph *h = &r->glyphs[k];

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

static void update_glyphs(struct repair *r)
{
	find_shifts(r);
	for (size_t i = 0; i < r->n_glyphs; i++) {
		struct glyph *g = &r->glyphs[i];
		double sum = 0;

		for (size_t k = 0; k < LETTERS; k++) {
			double prior = r->common[k] * ((int)k == g->like ? 2000 : 1) *
				       shift_bonus(r, g, k);

			sum += g->weight[k] = g->count[k] + 0.003 * prior;
		}
		for (size_t k = 0; k < LETTERS; k++)
			g->weight[k] /= sum;
		order_letters(g);
	}
}

/* One round: every damaged token is read with what is known, and tells what it was read as. */
static void learn_round(struct repair *r, size_t round)
{
	size_t done = 0;

	for (size_t i = 0; i < r->n_glyphs; i++) {
		memset(r->glyphs[i].count, 0, sizeof(r->glyphs[i].count));
		r->glyphs[i].seen = 0;
	}
	for (size_t i = 0; i < r->tokens.n && done < LEARN_MOST; i++) {
		struct token *t = &r->tokens.v[i];

		/* first those that lost one letter: they say most */
		if (!t->lost || (round == 0 && t->lost > 1))
			continue;
		read_one(r, i);
		done++;
		for (size_t k = 0; k < t->lost && t->best[k] >= 0; k++) {
			struct glyph *g = &r->glyphs[t->glyph[k]];

			/* what is sure counts most */
			g->count[t->best[k]] += t->margin * t->margin;
			g->seen++;
		}
	}
	update_glyphs(r);
}

/* --- the repaired text */

static enum reading_sure sure_of(const struct token *t)
{
	if (t->margin > 0.999f)
		return READING_CERTAIN;
	return t->margin > 0.99f ? READING_LIKELY : READING_DOUBTFUL;
}

/* A foreign sign alone, or one that nothing speaks for, stays. */
static bool is_read(const struct repair *r, const struct token *t)
{
	for (size_t k = 0; k < t->lost; k++) {
		const struct glyph *g = t->glyph[k] >= 0 ? &r->glyphs[t->glyph[k]] : NULL;

		if (!g || t->best[k] < 0)
			return false;
		/* a letter of another script that stands alone, and only so */
		if (t->n == 1 && g->weight[t->best[k]] < 0.5)
			return false;
	}
	return t->lost > 0;
}

static void add_repairs(struct repair *r, const struct token *t, struct buf *out)
{
	size_t lost = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (lost == t->lost || t->place[lost] != i) {
			buf_add_rune(out, t->letters[i]);
			continue;
		}
		uint32_t to = r->letter[t->best[lost]];
		struct reading_repair x = {
			.at = out->n, .from = t->letters[i], .to = to, .sure = sure_of(t)
		};

		buf_add_rune(out, to);
		LIST_PUSH(r->b->a, &r->b->r->repairs, x);
		if (x.sure == READING_DOUBTFUL)
			flag_add(r->b->a, &r->b->r->flags, READING_FLAG_letter_doubtful,
				(struct reading_span){ x.at, out->n }, S(""));
		if (r->glyphs[t->glyph[lost]].like == t->best[lost])
			FIRE(r->b, repair_lookalike);
		else
			FIRE(r->b, repair_letter);
		lost++;
	}
}

static void flag_unread(struct repair *r, const struct token *t, size_t at)
{
	if (t->lost)
		flag_add(r->b->a, &r->b->r->flags, READING_FLAG_letter_doubtful,
			(struct reading_span){ at, at + t->end - t->at }, S(""));
}

/* Lines begin elsewhere when letters before them have become shorter. */
static void write_text(struct repair *r)
{
	struct reading *reading = r->b->r;
	struct buf out = { .arena = r->b->a };
	size_t copied = 0, line = 0;

	buf_room(&out, r->text.n + 1);
	for (size_t i = 0; i <= r->tokens.n; i++) {
		size_t to = i < r->tokens.n ? r->tokens.v[i].at : r->text.n;

		/* lines that begin up to here */
		while (line < reading->lines.n && reading->lines.v[line].at <= to) {
			reading->lines.v[line].at = out.n + (reading->lines.v[line].at - copied);
			line++;
		}
		buf_add(&out, str_sub(r->text, copied, to));
		copied = to;
		if (i == r->tokens.n)
			break;
		struct token *t = &r->tokens.v[i];

		if (is_read(r, t))
			add_repairs(r, t, &out);
		else {
			flag_unread(r, t, out.n);
			buf_add(&out, str_sub(r->text, t->at, t->end));
		}
		copied = t->end;
	}
	reading->text = buf_str(&out);
}

void repair_text(struct reading_build *b)
{
	struct arena *a = arena_new(64 * b->r->text.n + (32u << 20));
	struct repair *r = NEW(a, struct repair);
	size_t lost = 0;

	*r = (struct repair){ .b = b, .a = a, .text = b->r->text };
	make_letters(r);
	r->patterns = NEW_N(a, struct pattern, PATTERNS);
	read_tokens(r);
	for (size_t i = 0; i < r->tokens.n; i++)
		lost += r->tokens.v[i].lost > 0;
	if (lost) {
		learn_words(r);
		for (size_t i = 0; i < r->n_glyphs; i++)
			start_glyph(r, &r->glyphs[i]);
		for (size_t round = 0; round < ROUNDS; round++)
			learn_round(r, r->round = round);
		for (size_t i = 0; i < r->tokens.n; i++) {
			if (r->tokens.v[i].lost)
				read_one(r, i);
		}
		write_text(r);
	}
	if (b->r->repairs.n)
		flag_add(b->a, &b->r->flags, READING_FLAG_letters_repaired,
			(struct reading_span){ 0, b->r->text.n },
			str_fmt(b->a, "%zu", b->r->repairs.n));
	arena_free(a);
}

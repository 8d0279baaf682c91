/*
 * The readings of a damaged word that are syllables: every letter is tried for what is lost, once for
 * all places where the word stands so damaged.
 */
#include "reading/letters.h"
#include "reading/lost.h"

uint64_t readings_key(const struct repair *r, const struct token *t)
{
	uint64_t key = 1469598103934665603u;
	size_t lost = 0;

	if (t->pattern)
		return r->patterns[t->pattern - 1].key;
	for (size_t i = 0; i < t->n; i++) {
		bool gone = lost < t->lost && t->place[lost] == i;

		lost += gone;
		key = (key ^ (gone ? 0xFFFFFFu : letter_lower(t->letters[i]))) * 1099511628211u;
	}
	return key ? key : 1;
}

static void add_reading(struct repair *r, struct pattern *p, const struct token *t,
	const uint32_t *letters, int16_t first, int16_t second)
{
	if (readings_tones(letters, t->n) > 1)
		return;
	uint32_t hash = syllable_hash(letters, t->n);
	double count = syllable_count(r->model, hash);

	if (count <= 0 && !syllable_is_spelled(hash))
		return;
	struct reading_of x = { { first, second }, hash, (float)count,
		(float)readings_weight(hash, count) };

	LIST_PUSH(r->a, &r->readings, x);
	p->n++;
}

static void fill(struct repair *r, struct pattern *p, const struct token *t)
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
				(r->upper[second] && !r->upper[first]))
				continue;
			letters[t->place[1]] = r->letter[second];
			add_reading(r, p, t, letters, first, second);
		}
	}
}

const struct pattern *readings_of(struct repair *r, struct token *t)
{
	if (t->pattern)
		return &r->patterns[t->pattern - 1];
	if (t->lost > 2)
		return NULL;
	uint64_t key = readings_key(r, t);
	size_t i = (key >> 20) & r->pattern_mask;

	while (r->patterns[i].key && r->patterns[i].key != key)
		i = (i + 1) & r->pattern_mask;
	struct pattern *p = &r->patterns[i];

	if (!p->key) {
		if (r->n_patterns * 2 > r->pattern_mask)
			return NULL;
		r->n_patterns++;
		p->key = key;
		fill(r, p, t);
	}
	t->pattern = (uint32_t)i + 1;
	return p;
}

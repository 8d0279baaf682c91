#include "reading/syllable.h"

#include "reading/letters.h"
#include "reading/tables.h"

/* --- spelling */

bool syllable_is_spelled(uint32_t hash)
{
	size_t i = hash % SYLLABLES_SPELLED;

	while (syllables_spelled[i] && syllables_spelled[i] != hash)
		i = (i + 1) % SYLLABLES_SPELLED;
	return syllables_spelled[i] == hash;
}

uint32_t syllable_hash(const uint32_t *letters, size_t n)
{
	return letters_hash(letters, n);
}

/* --- counts */

struct slot {
	uint64_t key;
	float count;
};

struct syllable_model {
	struct slot *slots;
	size_t mask, used;
	double total;
};

static struct slot *find(const struct syllable_model *m, uint64_t key)
{
	size_t i = (key ^ key >> 29) * UINT64_C(0x9E3779B97F4A7C15) >> 20;

	for (;; i++) {
		struct slot *s = &m->slots[i & m->mask];

		if (!s->key || s->key == key)
			return s;
	}
}

static void add(struct syllable_model *m, uint64_t key, double count)
{
	struct slot *s = find(m, key);

	if (!s->key) {
		/* full enough: what is new is no longer counted */
		if (m->used * 4 > m->mask * 3)
			return;
		m->used++;
		s->key = key;
	}
	s->count += (float)count;
}

double syllable_letter(uint32_t plain, int tone)
{
	return plain < LETTER_PLAINS && tone >= 0 && tone < LETTER_TONES
		       ? (double)letter_share[plain][tone]
		       : 0;
}

struct syllable_model *syllable_model_new(struct arena *a, size_t more)
{
	struct syllable_model *m = NEW(a, struct syllable_model);
	size_t size = more < 4096 ? 1 << 15 : 1 << 16;

	while (size < more * 4 && size < (size_t)1 << 22)
		size *= 2;
	m->slots = NEW_N(a, struct slot, size);
	m->mask = size - 1;
	for (size_t i = 0; i < syllable_counts_n; i++)
		add(m, syllable_counts[i].key, (double)syllable_counts[i].count);
	m->total = (double)syllables_counted;
	return m;
}

void syllable_seen(struct syllable_model *m, uint32_t syllable, uint32_t next, bool capital)
{
	add(m, syllable_key(syllable, 0), 1);
	m->total += 1;
	if (capital)
		add(m, syllable_key(syllable, SYLLABLE_CAPITAL), 1);
	if (next)
		add(m, syllable_key(syllable, next), 1);
}

double syllable_count(const struct syllable_model *m, uint32_t syllable)
{
	return (double)find(m, syllable_key(syllable, 0))->count;
}

double syllable_pair(const struct syllable_model *m, uint32_t first, uint32_t second)
{
	return (double)find(m, syllable_key(first, second))->count;
}

double syllable_total(const struct syllable_model *m)
{
	return m->total;
}

double syllable_capital(const struct syllable_model *m, uint32_t syllable)
{
	double count = syllable_count(m, syllable);

	return ((double)find(m, syllable_key(syllable, SYLLABLE_CAPITAL))->count + 0.2) /
	       (count + 2);
}

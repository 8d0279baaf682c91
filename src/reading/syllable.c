#include "reading/syllable.h"

#include <pthread.h>

#include "embed.h"
#include "reading/letters.h"
#include "reading/words.h"

/* --- spelling */

static const char *const onsets[] = {
	"",
	"b",
	"c",
	"ch",
	"d",
	"đ",
	"g",
	"gh",
	"gi",
	"h",
	"k",
	"kh",
	"l",
	"m",
	"n",
	"ng",
	"ngh",
	"nh",
	"p",
	"ph",
	"qu",
	"r",
	"s",
	"t",
	"th",
	"tr",
	"v",
	"x",
};

static const char *const rimes[] = {
	"a",
	"ai",
	"ay",
	"ao",
	"au",
	"am",
	"an",
	"ang",
	"anh",
	"ap",
	"at",
	"ac",
	"ach",
	"ăm",
	"ăn",
	"ăng",
	"ăp",
	"ăt",
	"ăc",
	"âm",
	"ân",
	"âng",
	"âp",
	"ât",
	"âc",
	"ây",
	"âu",
	"e",
	"em",
	"en",
	"eng",
	"ep",
	"et",
	"ec",
	"eo",
	"ê",
	"êm",
	"ên",
	"ênh",
	"êp",
	"êt",
	"êch",
	"êu",
	"i",
	"im",
	"in",
	"inh",
	"ip",
	"it",
	"ich",
	"iu",
	"ia",
	"iêm",
	"iên",
	"iêng",
	"iêp",
	"iêt",
	"iêc",
	"iêu",
	"o",
	"om",
	"on",
	"ong",
	"op",
	"ot",
	"oc",
	"oi",
	"oa",
	"oai",
	"oan",
	"oang",
	"oanh",
	"oat",
	"oac",
	"oach",
	"oay",
	"oao",
	"oam",
	"oap",
	"oăn",
	"oăng",
	"oăt",
	"oăc",
	"oăm",
	"oe",
	"oen",
	"oeo",
	"oet",
	"ooc",
	"oong",
	"ô",
	"ôm",
	"ôn",
	"ông",
	"ôp",
	"ôt",
	"ôc",
	"ôi",
	"ơ",
	"ơm",
	"ơn",
	"ơp",
	"ơt",
	"ơi",
	"u",
	"um",
	"un",
	"ung",
	"up",
	"ut",
	"uc",
	"ui",
	"ua",
	"uân",
	"uâng",
	"uât",
	"uây",
	"uê",
	"uênh",
	"uêch",
	"uy",
	"uya",
	"uyên",
	"uyêt",
	"uynh",
	"uych",
	"uyt",
	"uyu",
	"uôi",
	"uôm",
	"uôn",
	"uông",
	"uôt",
	"uôc",
	"uơ",
	"ư",
	"ưng",
	"ưt",
	"ưc",
	"ưi",
	"ưu",
	"ưa",
	"ưm",
	"ươi",
	"ươm",
	"ươn",
	"ương",
	"ươp",
	"ươt",
	"ươc",
	"ươu",
	"y",
	"ym",
	"yn",
	"yêm",
	"yên",
	"yêng",
	"yêt",
	"yêu",
	"yt",
	"uyn",
	"ưn",
	"eng",
	"ươ",
	"iê",
};

enum { MOST_LETTERS = 12 };

/* After c, ch, p, t only the two sharp tones stand. */
static bool tone_fits(struct str rime, int tone)
{
	bool stopped = str_ends(rime, S("c")) || str_ends(rime, S("p")) || str_ends(rime, S("t")) ||
		       str_ends(rime, S("ch"));

	return !stopped || tone >= 4;
}

/* k, gh, ngh before e, ê, i, y; c, g, ng before the others. */
static bool onset_fits(struct str onset, struct str rime)
{
	size_t len;
	uint32_t vowel = str_rune(rime, 0, &len);
	bool front = vowel == 'e' || vowel == 0xEA || vowel == 'i' || vowel == 'y';

	if (str_eq(onset, S("k")) || str_eq(onset, S("gh")) || str_eq(onset, S("ngh")))
		return front;
	if (str_eq(onset, S("c")) || str_eq(onset, S("ng")))
		return !front;
	if (str_eq(onset, S("g")))
		return vowel != 'e' && vowel != 0xEA;
	return true;
}

/* All that is spelled right, by hash: onsets times rimes times tones. */
enum { SPELLED = 1 << 17 };
static uint32_t spelled[SPELLED];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void add_spelled(uint32_t hash)
{
	size_t i = hash % SPELLED;

	while (spelled[i] && spelled[i] != hash)
		i = (i + 1) % SPELLED;
	spelled[i] = hash;
}

static size_t letters_of(struct str s, uint32_t *out, size_t n)
{
	size_t len;

	for (size_t i = 0; i < s.n; i += len)
		out[n++] = str_rune(s, i, &len);
	return n;
}

static void spell_all(void)
{
	for (size_t o = 0; o < COUNT(onsets); o++) {
		for (size_t r = 0; r < COUNT(rimes); r++) {
			struct str onset = str_z(onsets[o]), rime = str_z(rimes[r]);
			uint32_t letters[MOST_LETTERS];
			size_t vowel = letters_of(onset, letters, 0);
			size_t n = letters_of(rime, letters, vowel);
			uint32_t plain = letters[vowel];

			for (int tone = 0; tone < 6 && onset_fits(onset, rime); tone++) {
				letters[vowel] = letter_with(plain, tone, false);
				if (tone_fits(rime, tone))
					add_spelled(syllable_hash(letters, n));
			}
		}
	}
	for (int tone = 0; tone < 6; tone++) {
		/* "gì", "gìn": the i of gi is the vowel */
		uint32_t gi[] = { 'g', letter_with('i', tone, false), 'n' };

		add_spelled(syllable_hash(gi, 2));
		add_spelled(syllable_hash(gi, 3));
	}
}

bool syllable_is_spelled(uint32_t hash)
{
	pthread_once(&once, spell_all);
	size_t i = hash % SPELLED;

	while (spelled[i] && spelled[i] != hash)
		i = (i + 1) % SPELLED;
	return spelled[i] == hash;
}

uint32_t syllable_hash(const uint32_t *letters, size_t n)
{
	char bytes[MOST_LETTERS * 4];
	struct buf b = { .p = bytes, .cap = sizeof(bytes) };

	for (size_t i = 0; i < n && i < MOST_LETTERS; i++)
		buf_add_rune(&b, letters[i]);
	return word_hash(buf_str(&b));
}

/* --- counts */

/* Stands for the second syllable where capitals are counted. */
enum { CAPITAL = 1 };

struct slot {
	uint64_t key;
	float count;
};

struct syllable_model {
	struct slot *slots;
	size_t mask, used;
	double total;
};

static uint64_t key_of(uint32_t first, uint32_t second)
{
	return (uint64_t)first << 32 | second;
}

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

/* How often each letter is met, from the same counts. */
enum { PLAIN_MOST = 0x1B1 };
static float letter_share[PLAIN_MOST][6];
static pthread_once_t letters_once = PTHREAD_ONCE_INIT;

static void count_letters(void)
{
	struct str rest = embed_find(S("data/reading/syllables.tsv")), row;
	float total = 0;

	while (str_split(&rest, '\n', &row)) {
		struct str word = STR_NULL, number = STR_NULL;
		int64_t n = 0;
		size_t len;

		str_split(&row, '\t', &word);
		str_split(&row, '\t', &number);
		if (!word.n || word.p[0] == '#' || str_find_char(word, ' ', 0) != SIZE_MAX ||
			!str_to_int(number, &n))
			continue;
		for (size_t i = 0; i < word.n; i += len) {
			struct letter l = letter_of(str_rune(word, i, &len));

			if (l.flags & LETTER_VIET && l.plain < PLAIN_MOST) {
				letter_share[l.plain][l.tone] += (float)n;
				total += (float)n;
			}
		}
	}
	for (size_t p = 0; p < PLAIN_MOST && total > 0; p++) {
		for (size_t t = 0; t < 6; t++)
			letter_share[p][t] /= total;
	}
}

double syllable_letter(uint32_t plain, int tone)
{
	pthread_once(&letters_once, count_letters);
	return plain < PLAIN_MOST && tone >= 0 && tone < 6 ? (double)letter_share[plain][tone] : 0;
}

static void add_row(struct syllable_model *m, struct str row)
{
	struct str words = STR_NULL, first = STR_NULL, second = STR_NULL, number = STR_NULL;
	int64_t count = 0, capital = 0;

	str_split(&row, '\t', &words);
	str_split(&row, '\t', &number);
	if (!str_to_int(number, &count))
		return;
	str_split(&words, ' ', &first);
	str_split(&words, ' ', &second);
	if (second.n) {
		add(m, key_of(word_hash(first), word_hash(second)), (double)count);
	} else {
		add(m, key_of(word_hash(first), 0), (double)count);
		m->total += (double)count;
		if (str_to_int(row, &capital) && capital)
			add(m, key_of(word_hash(first), CAPITAL), (double)capital);
	}
}

struct syllable_model *syllable_model_new(struct arena *a, size_t more)
{
	struct syllable_model *m = NEW(a, struct syllable_model);
	struct str rest = embed_find(S("data/reading/syllables.tsv")), row;
	size_t size = 1 << 16;

	while (size < more * 4 && size < (size_t)1 << 22)
		size *= 2;
	m->slots = NEW_N(a, struct slot, size);
	m->mask = size - 1;
	while (str_split(&rest, '\n', &row)) {
		if (row.n && row.p[0] != '#')
			add_row(m, row);
	}
	return m;
}

void syllable_seen(struct syllable_model *m, uint32_t syllable, uint32_t next, bool capital)
{
	add(m, key_of(syllable, 0), 1);
	m->total += 1;
	if (capital)
		add(m, key_of(syllable, CAPITAL), 1);
	if (next)
		add(m, key_of(syllable, next), 1);
}

double syllable_count(const struct syllable_model *m, uint32_t syllable)
{
	return (double)find(m, key_of(syllable, 0))->count;
}

double syllable_pair(const struct syllable_model *m, uint32_t first, uint32_t second)
{
	return (double)find(m, key_of(first, second))->count;
}

double syllable_total(const struct syllable_model *m)
{
	return m->total;
}

double syllable_capital(const struct syllable_model *m, uint32_t syllable)
{
	double count = syllable_count(m, syllable);

	return ((double)find(m, key_of(syllable, CAPITAL))->count + 0.2) / (count + 2);
}

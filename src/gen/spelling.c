#include "gen/spelling.h"

#include "reading/letters.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

static size_t letters_of(struct str s, uint32_t *out, size_t n)
{
	size_t len;

	for (size_t i = 0; i < s.n; i += len)
		out[n++] = str_rune(s, i, &len);
	return n;
}

static void spell(struct str onset, struct str rime, void (*add)(uint32_t hash))
{
	uint32_t letters[MOST_LETTERS];
	size_t vowel = letters_of(onset, letters, 0);
	size_t n = letters_of(rime, letters, vowel);
	uint32_t plain = letters[vowel];

	for (int tone = 0; tone < LETTER_TONES && onset_fits(onset, rime); tone++) {
		letters[vowel] = letter_with(plain, tone, false);
		if (tone_fits(rime, tone))
			add(letters_hash(letters, n));
	}
}

void spelling_all(void (*add)(uint32_t hash))
{
	for (size_t o = 0; o < COUNT(onsets); o++) {
		for (size_t r = 0; r < COUNT(rimes); r++)
			spell(str_z(onsets[o]), str_z(rimes[r]), add);
	}
	for (int tone = 0; tone < LETTER_TONES; tone++) {
		/* "gì", "gìn": the i of gi is the vowel */
		uint32_t gi[] = { 'g', letter_with('i', tone, false), 'n' };

		add(letters_hash(gi, 2));
		add(letters_hash(gi, 3));
	}
}

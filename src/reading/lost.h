/*
 * What the parts of the repair share: repair.c (which letters are lost, and the text as it is written
 * again), readings.c (what a damaged word can be), guess.c (what it is likeliest, where it stands),
 * learn.c (what the signs stand for).
 */
#ifndef READING_LOST_H
#define READING_LOST_H

#include "reading/build.h"
#include "reading/letters.h"
#include "reading/syllable.h"

enum {
	LOST_GLYPHS = 400,
	LOST_LETTERS = 2 * (67 + 26), /* all a font of Vietnamese has, in both cases */
	LOST_TOKEN = 8,		      /* letters of a syllable, and one more */
	LOST_MOST = 4,		      /* lost letters in one syllable that are still tried */
	LOST_TOKENS = 1000000,	      /* words behind these are left as they are, and flagged */
	LOST_PATTERNS = 1 << 14,
	LOST_SURROUNDS = 1 << 13,
	LOST_RUNES = 0x1F00, /* no letter of Vietnamese lies beyond */
};

/* Fonts change where the text does: what stands in brackets, and headings, are runs of their own. */
enum run { RUN_BODY, RUN_BRACKET, RUN_HEADING, RUNS };

/* Where a glyph stands, as it was read there. */
struct sighting {
	float margin;
	int16_t letter; /* -1 not read yet */
	uint8_t run;	/* enum run */
};

/* A code point no Vietnamese text has. */
struct glyph {
	uint32_t rune;
	LIST(struct sighting) seen_at;
	double weight[LOST_LETTERS]; /* how likely it is each letter */
	double count[LOST_LETTERS];
	double seen;
	double least;			   /* letters that weigh less are remote */
	float read[RUNS][LOST_LETTERS];	   /* how often it was read so in such a run */
	double absent[RUNS][LOST_LETTERS]; /* how well the letter is missing there otherwise */
	/* the first word that is plain by itself and has it so, and that another one does */
	uint64_t witness[RUNS][LOST_LETTERS];
	bool more[RUNS][LOST_LETTERS];
	uint8_t order[LOST_LETTERS]; /* the letters, likeliest first */
	int like;		     /* the letter it looks like; -1 none */
};

/* A word of the text. */
struct token {
	size_t at, end;
	uint32_t letters[LOST_TOKEN];
	uint8_t n, lost;
	uint8_t place[LOST_MOST]; /* which letters are lost */
	int16_t glyph[LOST_MOST];
	int16_t best[LOST_MOST];   /* the reading so far; -1 none */
	uint32_t order[LOST_MOST]; /* the how manieth of its glyph */
	uint8_t run;		   /* enum run */
	bool upper;		   /* all that is left are capitals */
	uint32_t pattern;	   /* index + 1 in patterns; 0: not looked for yet, or none */
	uint32_t hash;		   /* of the reading so far; of the word where nothing is lost */
	float margin;
	float alone;	    /* the margin by the words alone, whatever the glyph is elsewhere */
	float contrary;	    /* the margin of another reading by the words alone */
	bool contrary_case; /* that one differs in case alone */
	bool caps, first_of_sentence, joined; /* joined: only a space to the one before */
};

/* A reading of a damaged word that makes a syllable of it. */
struct reading_of {
	int16_t letters[2];
	uint32_t hash;
	float count, weight; /* how often the syllable was met; as a word by itself */
};

struct pattern {
	uint64_t key; /* 0: free */
	uint32_t from, n;
};

/* What neighbours and case say of the readings of one pattern: the same wherever it stands so. */
struct surround {
	uint32_t pattern;	/* index + 1; 0: free */
	uint32_t before, after; /* hashes of the neighbours; 0 none */
	unsigned cases;
	double *beside, *fit; /* of each reading; 0 until it is asked for */
	double before_count, after_weight;
};

struct repair {
	struct reading_build *b;
	struct arena *a;
	struct str text;
	uint32_t letter[LOST_LETTERS];
	double common[LOST_LETTERS];
	uint8_t index[LOST_RUNES]; /* of a letter, + 1 */
	bool upper[LOST_LETTERS];
	struct glyph *glyphs[LOST_GLYPHS];
	size_t n_glyphs;
	LIST(struct token) tokens;
	size_t read_to; /* the end of the last */
	size_t damaged; /* tokens that lost letters */
	struct syllable_model *model;
	struct pattern *patterns; /* by key */
	size_t n_patterns, pattern_mask;
	LIST(struct reading_of) readings;
	struct surround *surrounds; /* by what they are of */
	size_t n_surrounds, surround_mask, surround_readings;
	struct surround spare; /* for what finds no room */
	size_t spare_readings;
	int32_t shifts[8];
	size_t n_shifts;
	size_t round;
	bool alone; /* words are read one by one, without what others say of a glyph */
	float whole[RUNS][LOST_LETTERS];    /* how often a letter stands whole in such a run … */
	float read[RUNS][LOST_LETTERS];	    /* … or was read from some glyph … */
	float expected[RUNS][LOST_LETTERS]; /* … and how often it would in any text */
};

/* repair.c */
bool lost_is_strange(uint32_t rune); /* no Vietnamese text has it in a word */

int lost_letter(const struct repair *r, uint32_t rune); /* its index; -1 none */

/* readings.c: the readings of a damaged word that are syllables, found once for all places it stands
 * at; NULL where more than two letters are lost, or there is no room for more. */
const struct pattern *readings_of(struct repair *r, struct token *t);
/* The damaged word as it stands: what is left, and where letters are lost. */
uint64_t readings_key(const struct repair *r, const struct token *t);

/* How many of the letters bear a tone; a syllable has one. */
static inline size_t readings_tones(const uint32_t *letters, size_t n)
{
	size_t tones = 0;

	for (size_t i = 0; i < n; i++)
		tones += letter_of(letters[i]).tone > 0;
	return tones;
}

/* A word that was met; one that is spelled right; anything else. */
static inline double readings_weight(uint32_t hash, double count)
{
	return count + (syllable_is_spelled(hash) ? 0.05 : 0.00002);
}

/* guess.c: the likeliest reading of token i, into it. */
void guess_word(struct repair *r, size_t i);
/* What is known of each letter's absence, from `whole` and `read`: before words are guessed. */
void guess_absent(struct repair *r);
/* Its letters are capitals where the word is written in them, and small behind its first. */
bool guess_fits_case(const struct repair *r, const struct token *t);

/* learn.c: works out, in rounds, what every glyph stands for, and reads every damaged word. */
void learn_glyphs(struct repair *r);
enum reading_sure learn_sure(const struct repair *r, const struct token *t);

#endif

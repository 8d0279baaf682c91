/*
 * What the three parts of the repair share: repair.c (which letters are lost, and the text as it is
 * written again), guess.c (the readings of one damaged word), learn.c (what the signs stand for).
 */
#ifndef READING_LOST_H
#define READING_LOST_H

#include "reading/build.h"
#include "reading/syllable.h"

enum {
	LOST_GLYPHS = 400,
	LOST_LETTERS = 2 * (67 + 26), /* all a font of Vietnamese has, in both cases */
	LOST_TOKEN = 8,		      /* letters of a syllable, and one more */
	LOST_MOST = 4,		      /* lost letters in one syllable that are still tried */
	LOST_PATTERNS = 1 << 14,
};

/* Fonts change where the text does: what stands in brackets, and headings, are runs of their own. */
enum run { RUN_BODY, RUN_BRACKET, RUN_HEADING, RUNS };

/* Where a glyph stands: which token, and which of its lost letters. */
struct sighting {
	uint32_t token;
	uint8_t place;
};

/* A code point no Vietnamese text has. */
struct glyph {
	uint32_t rune;
	LIST(struct sighting) seen_at;
	double weight[LOST_LETTERS]; /* how likely it is each letter */
	double count[LOST_LETTERS];
	double seen;
	float read[RUNS][LOST_LETTERS]; /* how often it was read so in such a run */
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

struct repair {
	struct reading_build *b;
	struct arena *a;
	struct str text;
	uint32_t letter[LOST_LETTERS];
	double common[LOST_LETTERS];
	struct glyph glyphs[LOST_GLYPHS];
	size_t n_glyphs;
	LIST(struct token) tokens;
	struct syllable_model *model;
	struct pattern *patterns; /* by key */
	size_t n_patterns;
	LIST(struct reading_of) readings;
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

/* guess.c: the likeliest reading of token i, into it. */
void guess_word(struct repair *r, size_t i);
/* Its letters are capitals where the word is written in them, and small behind its first. */
bool guess_fits_case(const struct repair *r, const struct token *t);
/* The damaged word as it stands: what is left, and where letters are lost. */
uint64_t guess_pattern(const struct token *t);

/* learn.c: works out, in rounds, what every glyph stands for, and reads every damaged word. */
void learn_glyphs(struct repair *r);
enum reading_sure learn_sure(const struct repair *r, const struct token *t);

#endif

/*
 * mkreading OUT SYLLABLES.TSV: the tables of the reader, so that no start of the program spends time on
 * them. Writes reading_tables.c (src/reading/letters.h, src/reading/tables.h): the letters taken apart, the
 * syllables the rules of spelling allow, and how often syllables and pairs were met.
 */
#include "gen/gen.h"

#include <stdio.h>
#include <utf8proc.h>

#include "gen/spelling.h"
#include "reading/tables.h"

struct letter letter_table[LETTER_RUNES];
uint16_t letter_made[LETTER_PLAINS][LETTER_TONES][2];

/* --- letters */

#define ALPHABET "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"

static int tone_of_mark(int32_t mark)
{
	switch (mark) {
	case 0x300:
		return 1;
	case 0x309:
		return 2;
	case 0x303:
		return 3;
	case 0x301:
		return 4;
	case 0x323:
		return 5;
	default:
		return 0;
	}
}

static bool in_alphabet(uint32_t plain)
{
	struct str s = S(ALPHABET);
	size_t len;

	for (size_t i = 0; i < s.n; i += len) {
		if (str_rune(s, i, &len) == plain)
			return true;
	}
	return false;
}

/* The letter without its tone: decomposed, the tone's mark left out, composed again. */
static struct letter take_apart(uint32_t rune)
{
	struct letter l = { 0 };
	enum { PARTS = 8 };
	int bound = 0;
	int32_t low = utf8proc_tolower((int32_t)rune), parts[PARTS];
	utf8proc_ssize_t n = utf8proc_decompose_char(low, parts, PARTS, UTF8PROC_DECOMPOSE, &bound);
	utf8proc_ssize_t kept = 0;

	l.flags = LETTER_IS | (low != (int32_t)rune ? LETTER_UPPER : 0);
	l.plain = (uint16_t)low;
	if (n < 1 || n > PARTS)
		return l;
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		int tone = i ? tone_of_mark(parts[i]) : 0;

		if (tone && !l.tone)
			l.tone = (uint8_t)tone;
		else
			parts[kept++] = parts[i];
	}
	kept = utf8proc_normalize_utf32(parts, kept, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (kept == 1 && parts[0] < LETTER_RUNES)
		l.plain = (uint16_t)parts[0];
	else
		l.tone = 0;
	if (kept == 1 && in_alphabet(l.plain))
		l.flags |= LETTER_VIET;
	return l;
}

/* Some letters of other languages have the same small one: İ and I. */
static void keep_first(uint16_t *slot, uint32_t rune)
{
	*slot = *slot ? *slot : (uint16_t)rune;
}

static void make_letters(void)
{
	for (uint32_t r = 0; r < LETTER_RUNES; r++) {
		utf8proc_category_t c = utf8proc_category((int32_t)r);

		if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) {
			struct letter l = letter_table[r] = take_apart(r);

			if (l.flags & LETTER_VIET && l.plain < LETTER_PLAINS)
				keep_first(
					&letter_made[l.plain][l.tone][!!(l.flags & LETTER_UPPER)],
					r);
		} else if (r >= '0' && r <= '9') {
			letter_table[r] = (struct letter){ .plain = (uint16_t)r,
				.flags = LETTER_DIGIT };
		}
	}
}

struct letter letter_beyond(uint32_t rune)
{
	(void)rune;
	return (struct letter){ 0 }; /* no list of the language has one */
}

static void write_letters(struct buf *out)
{
	buf_addz(out, "const struct letter letter_table[LETTER_RUNES] = {\n");
	for (int r = 0; r < LETTER_RUNES; r++) {
		struct letter l = letter_table[r];

		if (l.flags)
			buf_addf(out, "\t[%d] = { %d, %d, %d },\n", r, l.plain, l.tone, l.flags);
	}
	buf_addz(out, "};\n\n"
		      "const uint16_t letter_made[LETTER_PLAINS][LETTER_TONES][2] = {\n");
	for (int p = 0; p < LETTER_PLAINS; p++) {
		for (int t = 0; t < LETTER_TONES; t++) {
			const uint16_t *made = letter_made[p][t];

			if (made[0] || made[1])
				buf_addf(out, "\t[%d][%d] = { %d, %d },\n", p, t, made[0], made[1]);
		}
	}
	buf_addz(out, "};\n\n");
}

/* --- spelling */

static uint32_t spelled[SYLLABLES_SPELLED];

static void add_spelled(uint32_t hash)
{
	static int full;
	size_t i = hash % SYLLABLES_SPELLED;

	while (spelled[i] && spelled[i] != hash)
		i = (i + 1) % SYLLABLES_SPELLED;
	full += !spelled[i];
	spelled[i] = hash;
	if (full * 4 > SYLLABLES_SPELLED * 3)
		gen_error("src/reading/tables.h", 1, "more syllables than SYLLABLES_SPELLED holds");
}

static void write_spelled(struct buf *out)
{
	spelling_all(add_spelled);
	buf_addz(out, "const uint32_t syllables_spelled[SYLLABLES_SPELLED] = {\n");
	for (int i = 0; i < SYLLABLES_SPELLED; i++) {
		if (spelled[i])
			buf_addf(out, "\t[%d] = %uu,\n", i, (unsigned)spelled[i]);
	}
	buf_addz(out, "};\n\n");
}

/* --- counts */

static float share[LETTER_PLAINS][LETTER_TONES], share_total;

static void count_letters(struct str word, int64_t n)
{
	size_t len;

	for (size_t i = 0; i < word.n; i += len) {
		struct letter l = letter_of(str_rune(word, i, &len));

		if (l.flags & LETTER_VIET && l.plain < LETTER_PLAINS) {
			share[l.plain][l.tone] += (float)n;
			share_total += (float)n;
		}
	}
}

static void write_share(struct buf *out)
{
	buf_addz(out, "const float letter_share[LETTER_PLAINS][LETTER_TONES] = {\n");
	for (int p = 0; p < LETTER_PLAINS; p++) {
		for (int t = 0; t < LETTER_TONES; t++) {
			if (share[p][t] > 0)
				buf_addf(out, "\t[%d][%d] = %af,\n", p, t,
					(double)(share[p][t] / share_total));
		}
	}
	buf_addz(out, "};\n");
}

static void write_count(struct buf *out, uint64_t key, int64_t count)
{
	buf_addf(out, "\t{ 0x%llxu, %lld },\n", (unsigned long long)key, (long long)count);
}

/* "syllable count capitals" or "first second count"; adds to what was counted. */
static bool write_row(struct buf *out, struct str row, uint64_t *counted)
{
	struct str words = STR_NULL, first = STR_NULL, number = STR_NULL;
	int64_t count = 0, capital = 0;

	str_split(&row, '\t', &words);
	str_split(&row, '\t', &number);
	if (!str_to_int(number, &count) || !str_split(&words, ' ', &first))
		return false;
	if (words.n) {
		write_count(out, syllable_key(word_hash(first), word_hash(words)), count);
		return true;
	}
	if (!str_to_int(row, &capital))
		return false;
	write_count(out, syllable_key(word_hash(first), 0), count);
	if (capital)
		write_count(out, syllable_key(word_hash(first), SYLLABLE_CAPITAL), capital);
	count_letters(first, count);
	*counted += (uint64_t)count;
	return true;
}

static void write_counts(struct buf *out, const char *path)
{
	struct str rest = gen_read(path), row;
	uint64_t counted = 0;
	int line = 0;

	buf_addz(out, "const struct syllable_number syllable_counts[] = {\n");
	while (str_split(&rest, '\n', &row)) {
		line++;
		if (row.n && row.p[0] != '#' && !write_row(out, row, &counted))
			gen_error(path, line, "neither a syllable nor a pair with its counts");
	}
	buf_addf(out,
		"};\n"
		"const size_t syllable_counts_n = sizeof(syllable_counts) / "
		"sizeof(syllable_counts[0]);\n"
		"const uint64_t syllables_counted = %llu;\n\n",
		(unsigned long long)counted);
}

int main(int argc, char **argv)
{
	struct buf out = { .arena = gen_arena };

	if (argc != 3) {
		fprintf(stderr, "usage: mkreading OUT SYLLABLES.TSV\n");
		return 2;
	}
	make_letters();
	buf_addz(
		&out, "/* Generated by src/gen/mkreading.c. */\n#include \"reading/tables.h\"\n\n");
	write_letters(&out);
	write_spelled(&out);
	write_counts(&out, argv[2]);
	write_share(&out);
	gen_write(argv[1], "reading_tables.c", buf_str(&out));
	return gen_end();
}

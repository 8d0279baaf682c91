#include <pthread.h>
#include <utf8proc.h>

#include "reading/letters.h"

enum { TABLE = 0x1F00, TONES = 6, PLAIN_MOST = 0x1B1 };

static struct letter table[TABLE];
static uint32_t made[PLAIN_MOST][TONES][2];
static pthread_once_t once = PTHREAD_ONCE_INIT;

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
	int bound = 0;
	int32_t low = utf8proc_tolower((int32_t)rune), parts[8];
	utf8proc_ssize_t n = utf8proc_decompose_char(
		low, parts, COUNT(parts), UTF8PROC_DECOMPOSE, &bound);
	utf8proc_ssize_t kept = 0;

	l.flags = LETTER_IS | (low != (int32_t)rune ? LETTER_UPPER : 0);
	l.plain = (uint16_t)low;
	if (n < 1 || n > (utf8proc_ssize_t)COUNT(parts))
		return l;
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		int tone = i ? tone_of_mark(parts[i]) : 0;

		if (tone && !l.tone)
			l.tone = (uint8_t)tone;
		else
			parts[kept++] = parts[i];
	}
	kept = utf8proc_normalize_utf32(parts, kept, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (kept == 1 && parts[0] < TABLE)
		l.plain = (uint16_t)parts[0];
	else
		l.tone = 0;
	if (kept == 1 && in_alphabet(l.plain))
		l.flags |= LETTER_VIET;
	return l;
}

/* Some letters of other languages have the same small one: İ and I. */
static void keep_first(uint32_t *slot, uint32_t rune)
{
	*slot = *slot ? *slot : rune;
}

static void make_table(void)
{
	for (uint32_t r = 0; r < TABLE; r++) {
		utf8proc_category_t c = utf8proc_category((int32_t)r);

		if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) {
			table[r] = take_apart(r);
			struct letter l = table[r];

			if (l.flags & LETTER_VIET && l.plain < PLAIN_MOST)
				keep_first(&made[l.plain][l.tone][!!(l.flags & LETTER_UPPER)], r);
		} else if (r >= '0' && r <= '9') {
			table[r] = (struct letter){ .plain = (uint16_t)r, .flags = LETTER_DIGIT };
		}
	}
}

struct letter letter_of(uint32_t rune)
{
	pthread_once(&once, make_table);
	if (rune < TABLE)
		return table[rune];
	utf8proc_category_t c = utf8proc_category((int32_t)rune);

	if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO)
		return (struct letter){ .plain = 0xFFFF, .flags = LETTER_IS };
	return (struct letter){ 0 };
}

uint32_t letter_with(uint32_t plain, int tone, bool upper)
{
	pthread_once(&once, make_table);
	return plain < PLAIN_MOST && tone >= 0 && tone < TONES ? made[plain][tone][upper] : 0;
}

uint32_t letter_lower(uint32_t rune)
{
	struct letter l = letter_of(rune);

	if (!(l.flags & LETTER_UPPER))
		return rune;
	return l.flags & LETTER_VIET ? letter_with(l.plain, l.tone, false)
				     : (uint32_t)utf8proc_tolower((int32_t)rune);
}

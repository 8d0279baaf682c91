#include "base/viet.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/base.h"

enum { MARK_CIRCUMFLEX = 0x302, MARK_BREVE = 0x306, MARK_HORN = 0x31B, LETTER_D_BAR = 0x111 };

/* Code points that are in NFC whatever stands around them, as long as no other kind does:
 * what Vietnamese offices type, and what fonts that lost their encoding put there. Everything
 * else goes through utf8proc. */
static bool surely_composed(uint32_t r)
{
	return r < 0x300 || (r >= 0x1EA0 && r <= 0x1EF9) || (r >= 0x2010 && r <= 0x205E) ||
	       (r >= 0x400 && r <= 0x482) || (r >= 0x48A && r <= 0x52F) ||
	       (r >= 0xE000 && r <= 0xF8FF) || r == 0xFFFD || r >= 0x30000;
}

struct str viet_nfc(struct arena *a, struct str s)
{
	size_t len;
	bool composed = true;

	for (size_t i = 0; i < s.n && composed; i += len) {
		unsigned char c = (unsigned char)s.p[i];

		len = 1;
		if (c >= 0x80)
			composed = surely_composed(str_rune(s, i, &len));
	}
	if (composed)
		return s;
	utf8proc_uint8_t *out = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n,
		&out, UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	if (n < 0 || !out)
		die("utf8proc: %s", utf8proc_errmsg(n));
	struct str copy = str_dup(a, str_n((const char *)out, (size_t)n));

	free(out);
	return str_eq(copy, s) ? s : copy;
}

static bool is_mark(uint32_t r)
{
	if (r < 0x300)
		return false;
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)r);

	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_ME;
}

static bool is_word(uint32_t r)
{
	if (r < 0x80)
		return (r >= '0' && r <= '9') || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z');
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)r);

	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO ? true
								      : c == UTF8PROC_CATEGORY_ND;
}

static uint32_t lower(uint32_t r)
{
	if (r < 0x80)
		return r >= 'A' && r <= 'Z' ? r + 32 : r;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)r);
}

enum { MOST_PARTS = 8 };

/* The canonical decomposition of one lower-case code point. */
static size_t parts_of(uint32_t r, utf8proc_int32_t parts[MOST_PARTS])
{
	int bound = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char(
		(utf8proc_int32_t)r, parts, MOST_PARTS, UTF8PROC_DECOMPOSE, &bound);

	if (n < 1 || n > MOST_PARTS) {
		parts[0] = (utf8proc_int32_t)r;
		return 1;
	}
	return (size_t)n;
}

struct str viet_fold(struct arena *a, struct str s)
{
	struct buf b = { .arena = a };
	bool space = false;
	size_t len;

	buf_room(&b, s.n + 1);
	for (size_t i = 0; i < s.n; i += len) {
		uint32_t r = str_rune(s, i, &len);

		if (is_mark(r))
			continue;
		if (!is_word(r)) {
			space = b.n > 0;
			continue;
		}
		if (space)
			buf_addc(&b, ' ');
		space = false;
		r = lower(r);
		if (r >= 0x80) {
			utf8proc_int32_t parts[MOST_PARTS];

			parts_of(r, parts);
			r = parts[0] == LETTER_D_BAR ? 'd' : (uint32_t)parts[0];
		}
		buf_add_rune(&b, r);
	}
	return buf_str(&b);
}

static struct str each_rune(struct arena *a, struct str s, uint32_t (*change)(uint32_t))
{
	struct buf b = { .arena = a };
	size_t len;

	buf_room(&b, s.n + 1);
	for (size_t i = 0; i < s.n; i += len)
		buf_add_rune(&b, change(str_rune(s, i, &len)));
	return buf_str(&b);
}

struct str viet_lower(struct arena *a, struct str s)
{
	return each_rune(a, s, lower);
}

static uint32_t upper(uint32_t rune)
{
	return (uint32_t)utf8proc_toupper((utf8proc_int32_t)rune);
}

struct str viet_upper(struct arena *a, struct str s)
{
	return each_rune(a, s, upper);
}

/* --- the sort key: weights of the letters, then of the tones, then of case. All of it
 * is ASCII, so that it can stand in a TEXT column of either database. */

enum {
	KEY_LEVEL = 0x01,
	KEY_SPACE = 0x02,
	KEY_NUMBER = 0x20,
	KEY_LETTER = 0x40,
	KEY_FOREIGN = 0x7E
};

struct key {
	struct buf letters, tones, cases;
	bool space; /* a space is due before the next letter */
};

/* Place in the alphabet a ă â b c d đ e ê f … o ô ơ … u ư … z, from 0. */
static int alphabet(char base, uint32_t mark)
{
	static const char before[] = "aaabcddeefghijklmnooopqrstuuvwxyz";
	const char *at = strchr(before, base);
	int i = (int)(at - before);

	switch (mark) {
	case MARK_BREVE:
		return base == 'a' ? i + 1 : i;
	case MARK_CIRCUMFLEX:
		return base == 'a' ? i + 2 : base == 'e' || base == 'o' ? i + 1 : i;
	case MARK_HORN:
		return base == 'o' ? i + 2 : base == 'u' ? i + 1 : i;
	case LETTER_D_BAR:
		return i + 1;
	default:
		return i;
	}
}

static char tone_of(uint32_t mark)
{
	switch (mark) {
	case 0x300:
		return 'b'; /* huyền */
	case 0x309:
		return 'c'; /* hỏi */
	case 0x303:
		return 'd'; /* ngã */
	case 0x301:
		return 'e'; /* sắc */
	case 0x323:
		return 'f'; /* nặng */
	default:
		return 0;
	}
}

static void key_mark(struct key *k, uint32_t mark)
{
	if (k->letters.n == 0)
		return;
	char tone = tone_of(mark), *last = &k->letters.p[k->letters.n - 1];

	if (tone && k->tones.n) {
		k->tones.p[k->tones.n - 1] = tone;
	} else if (*last >= KEY_LETTER && *last < KEY_FOREIGN) {
		static const char plain[] = "a..bcd.e.fghijklmno..pqrstu.vwxyz";
		char base = plain[*last - KEY_LETTER];

		if (base != '.')
			*last = (char)(KEY_LETTER + alphabet(base, mark));
	}
}

static void key_letter(struct key *k, uint32_t r)
{
	uint32_t small = lower(r);
	utf8proc_int32_t parts[MOST_PARTS];
	size_t n = parts_of(small, parts);
	uint32_t base = (uint32_t)parts[0];

	if (base >= 'a' && base <= 'z')
		buf_addc(&k->letters, (char)(KEY_LETTER + alphabet((char)base, 0)));
	else if (base == LETTER_D_BAR)
		buf_addc(&k->letters, (char)(KEY_LETTER + alphabet('d', LETTER_D_BAR)));
	else
		buf_addf(&k->letters, "%c%06x", KEY_FOREIGN, base);
	buf_addc(&k->tones, 'a');
	buf_addc(&k->cases, small == r ? 'a' : 'b');
	for (size_t i = 1; i < n; i++)
		key_mark(k, (uint32_t)parts[i]);
}

/* A run of digits sorts by its value: first by length without leading zeros. */
static size_t key_number(struct key *k, struct str s, size_t i)
{
	size_t end = i;

	while (i < s.n && s.p[i] == '0')
		i++;
	for (end = i; end < s.n && s.p[end] >= '0' && s.p[end] <= '9';)
		end++;
	size_t len = end - i;

	buf_addc(&k->letters, (char)(KEY_NUMBER + (len < 31 ? len : 31)));
	buf_add(&k->letters, str_sub(s, i, end));
	return end;
}

struct str viet_sort_key(struct arena *a, struct str s)
{
	struct key k = { { .arena = a }, { .arena = a }, { .arena = a }, false };

	for (size_t i = 0; i < s.n;) {
		size_t len;
		uint32_t r = str_rune(s, i, &len);

		if (is_mark(r)) {
			key_mark(&k, r);
		} else if (!is_word(r)) {
			k.space = k.letters.n > 0;
		} else {
			if (k.space)
				buf_addc(&k.letters, KEY_SPACE);
			k.space = false;
			if (r >= '0' && r <= '9') {
				i = key_number(&k, s, i);
				continue;
			}
			key_letter(&k, r);
		}
		i += len;
	}
	buf_addc(&k.letters, KEY_LEVEL);
	buf_add(&k.letters, buf_str(&k.tones));
	buf_addc(&k.letters, KEY_LEVEL);
	buf_add(&k.letters, buf_str(&k.cases));
	return buf_str(&k.letters);
}

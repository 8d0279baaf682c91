/*
 * Encodings before Unicode: Windows code pages 1252 and 1258, and the three ways Vietnamese was
 * written in fonts of its own - TCVN 5712:1993 (VN3, ".VnTime"), VNI ("VNI-Times") and VIQR (RFC
 * 1456). Text in such a font looks like Latin letters in a row that no language has.
 */
#include "base/viet.h"
#include "intake/reader.h"

/* --- code pages */

static const uint16_t high_1252[32] = { 0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D,
	0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178 };

uint32_t codepage_rune(int page, unsigned char byte)
{
	/* what 1258 has in place of 1252's */
	static const struct {
		unsigned char byte;
		uint16_t rune;
	} viet[] = { { 0xC3, 0x0102 }, { 0xCC, 0x0300 }, { 0xD0, 0x0110 }, { 0xD2, 0x0309 },
		{ 0xD5, 0x01A0 }, { 0xDD, 0x01AF }, { 0xDE, 0x0303 }, { 0xE3, 0x0103 },
		{ 0xEC, 0x0301 }, { 0xF0, 0x0111 }, { 0xF2, 0x0323 }, { 0xF5, 0x01A1 },
		{ 0xFD, 0x01B0 }, { 0xFE, 0x20AB }, { 0x8A, 0 }, { 0x8E, 0 }, { 0x9A, 0 },
		{ 0x9E, 0 } };

	for (size_t i = 0; page == 1258 && i < COUNT(viet); i++)
		if (viet[i].byte == byte)
			return viet[i].rune;
	return byte >= 0x80 && byte < 0xA0 ? high_1252[byte - 0x80] : byte;
}

struct str codepage_text(struct arena *a, int page, struct str bytes)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < bytes.n; i++) {
		uint32_t rune = codepage_rune(page, (unsigned char)bytes.p[i]);

		if (rune)
			buf_add_rune(&b, rune);
	}
	return viet_nfc(a, buf_str(&b));
}

/* --- TCVN3: one Latin letter or sign for each of Vietnamese */

static const uint16_t tcvn3[96] = { /* from U+00A0 */
	0, 0x0102, 0x00C2, 0x00CA, 0x00D4, 0x01A0, 0x01AF, 0x0110, 0x0103, 0x00E2, 0x00EA, 0x00F4,
	0x01A1, 0x01B0, 0x0111, 0, 0, 0, 0, 0, 0, 0x00E0, 0x1EA3, 0x00E3, 0x00E1, 0x1EA1, 0, 0x1EB1,
	0x1EB3, 0x1EB5, 0x1EAF, 0, 0, 0, 0, 0, 0, 0, 0x1EB7, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD,
	0x00E8, 0, 0x1EBB, 0x1EBD, 0x00E9, 0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0x00EC,
	0x1EC9, 0, 0, 0, 0x0129, 0x00ED, 0x1ECB, 0x00F2, 0, 0x1ECF, 0x00F5, 0x00F3, 0x1ECD, 0x1ED3,
	0x1ED5, 0x1ED7, 0x1ED1, 0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0x00F9, 0, 0x1EE7,
	0x0169, 0x00FA, 0x1EE5, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9,
	0x00FD, 0x1EF5, 0
};

static uint32_t tcvn3_rune(uint32_t rune)
{
	return rune >= 0xA0 && rune < 0x100 && tcvn3[rune - 0xA0] ? tcvn3[rune - 0xA0] : rune;
}

static struct str tcvn3_text(struct arena *a, struct str s)
{
	struct buf b = { .arena = a };
	size_t len;

	for (size_t i = 0; i < s.n; i += len)
		buf_add_rune(&b, tcvn3_rune(str_rune(s, i, &len)));
	return buf_str(&b);
}

/* --- VNI: a vowel, and behind it a sign for its form and tone */

/* What a sign adds to the letter before it. */
static const struct {
	uint16_t sign;
	uint16_t form, tone; /* combining; 0: none */
} vni_signs[] = {
	{ 0xF9, 0, 0x0301 },
	{ 0xF8, 0, 0x0300 },
	{ 0xFB, 0, 0x0309 },
	{ 0xF5, 0, 0x0303 },
	{ 0xEF, 0, 0x0323 },
	{ 0xE2, 0x0302, 0 },
	{ 0xE1, 0x0302, 0x0301 },
	{ 0xE0, 0x0302, 0x0300 },
	{ 0xE5, 0x0302, 0x0309 },
	{ 0xE3, 0x0302, 0x0303 },
	{ 0xE4, 0x0302, 0x0323 },
	{ 0xEA, 0x0306, 0 },
	{ 0xE9, 0x0306, 0x0301 },
	{ 0xE8, 0x0306, 0x0300 },
	{ 0xFA, 0x0306, 0x0309 },
	{ 0xFC, 0x0306, 0x0303 },
	{ 0xEB, 0x0306, 0x0323 },
};

/* Letters that stand for themselves alone. */
static const struct {
	uint16_t sign, letter;
} vni_letters[] = { { 0xF4, 0x01A1 }, { 0xD4, 0x01A0 }, { 0xF6, 0x01B0 }, { 0xD6, 0x01AF },
	{ 0xF1, 0x0111 }, { 0xD1, 0x0110 }, { 0xE6, 0x1EC9 }, { 0xC6, 0x1EC8 }, { 0xF3, 0x0129 },
	{ 0xD3, 0x0128 }, { 0xF2, 0x1ECB }, { 0xD2, 0x1ECA }, { 0xEE, 0x1EF5 }, { 0xCE, 0x1EF4 } };

static uint32_t small(uint32_t rune)
{
	return rune >= 0xC0 && rune <= 0xDE ? rune + 0x20 : rune;
}

/* Whether a sign of VNI may stand behind the letter. */
static int vni_sign(uint32_t before, uint32_t rune)
{
	static const char vowels[] = "aeouyAEOUY";
	bool horned = before == 0xF4 || before == 0xD4 || before == 0xF6 || before == 0xD6;

	if (!horned && (before >= 0x80 || !before || !strchr(vowels, (int)before)))
		return -1;
	for (size_t i = 0; i < COUNT(vni_signs); i++)
		if (vni_signs[i].sign == small(rune))
			return (int)i;
	return -1;
}

static struct str vni_text(struct arena *a, struct str s)
{
	struct buf b = { .arena = a };
	uint32_t before = 0;
	size_t len;

	for (size_t i = 0; i < s.n; i += len) {
		uint32_t rune = str_rune(s, i, &len), out = rune;
		int sign = vni_sign(before, rune);

		before = rune;
		if (sign >= 0) {
			if (vni_signs[sign].form)
				buf_add_rune(&b, vni_signs[sign].form);
			if (vni_signs[sign].tone)
				buf_add_rune(&b, vni_signs[sign].tone);
			before = 0;
			continue;
		}
		for (size_t k = 0; k < COUNT(vni_letters); k++)
			if (vni_letters[k].sign == rune)
				out = vni_letters[k].letter;
		buf_add_rune(&b, out);
	}
	return viet_nfc(a, buf_str(&b));
}

/* --- VIQR: ASCII alone */

static uint32_t viqr_form(char letter, char sign)
{
	char l = (char)(letter | 32);

	if (sign == '^' && (l == 'a' || l == 'e' || l == 'o'))
		return 0x0302;
	if (sign == '(' && l == 'a')
		return 0x0306;
	if (sign == '+' && (l == 'o' || l == 'u'))
		return 0x031B;
	return 0;
}

static uint32_t viqr_tone(char sign)
{
	switch (sign) {
	case '`':
		return 0x0300;
	case '\'':
		return 0x0301;
	case '?':
		return 0x0309;
	case '~':
		return 0x0303;
	case '.':
		return 0x0323;
	default:
		return 0;
	}
}

static bool is_vowel(char c)
{
	return c && strchr("aeiouyAEIOUY", c);
}

static char at(struct str s, size_t i)
{
	return i < s.n ? s.p[i] : 0;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A point or a question mark is no tone where a sentence ends: before a capital or the line's end. */
static bool ends_sentence(struct str s, size_t i)
{
	if (at(s, i) != '.' && at(s, i) != '?')
		return false;
	for (i++; at(s, i) == ' '; i++)
		;
	return at(s, i) < 'a';
}

static struct str viqr_text(struct arena *a, struct str s)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '\\') { /* the next one means itself */
			if (at(s, i + 1))
				buf_addc(&b, s.p[++i]);
			continue;
		}
		if ((c | 32) == 'd' && (at(s, i + 1) | 32) == 'd') {
			buf_add_rune(&b, c == 'd' ? 0x0111 : 0x0110);
			i++;
			continue;
		}
		buf_addc(&b, c);
		if (!is_vowel(c))
			continue;
		uint32_t form = viqr_form(c, at(s, i + 1));

		if (form) {
			buf_add_rune(&b, form);
			i++;
		}
		uint32_t tone = viqr_tone(at(s, i + 1));
		if (tone && (form || !ends_sentence(s, i + 1))) {
			buf_add_rune(&b, tone);
			i++;
		}
	}
	return viet_nfc(a, buf_str(&b));
}

/* --- which of them it is */

struct signs {
	size_t unicode, tcvn3, vni, viqr, letters;
};

static bool is_viet(uint32_t r)
{
	return (r >= 0x1EA0 && r <= 0x1EF9) || r == 0x102 || r == 0x103 || r == 0x110 ||
	       r == 0x111 || r == 0x1A0 || r == 0x1A1 || r == 0x1AF || r == 0x1B0;
}

static bool is_ascii_letter(uint32_t r)
{
	return r < 0x80 && is_letter((char)r);
}

/* Signs of TCVN3 that are no letters elsewhere, within a word. */
static bool is_tcvn3_sign(uint32_t before, uint32_t r, uint32_t after)
{
	if (r == 0xAE)
		return !is_ascii_letter(before) && is_ascii_letter(after);
	return r >= 0xA8 && r <= 0xBE && tcvn3[r - 0xA0] && is_ascii_letter(before);
}

static struct signs count(struct str line)
{
	struct signs n = { 0 };
	uint32_t before = 0;
	size_t len, ignored;

	for (size_t i = 0; i < line.n; i += len) {
		uint32_t r = str_rune(line, i, &len);
		uint32_t after = i + len < line.n ? str_rune(line, i + len, &ignored) : 0;

		n.unicode += is_viet(r);
		n.letters += is_ascii_letter(r);
		n.tcvn3 += is_tcvn3_sign(before, r, after);
		n.vni += vni_sign(before, r) >= 0;
		n.viqr += before < 0x80 && r < 0x80 && viqr_form((char)before, (char)r);
		before = r;
	}
	return n;
}

/* A line in Unicode stays: a paper may be of two ages. */
static struct str change_lines(
	struct arena *a, struct str text, struct str (*change)(struct arena *a, struct str s))
{
	struct buf b = { .arena = a };
	struct str rest = text, line;
	bool more = false;

	while (str_split(&rest, '\n', &line)) {
		if (more)
			buf_addc(&b, '\n');
		more = true;
		buf_add(&b, count(line).unicode ? line : change(a, line));
	}
	return buf_str(&b);
}

struct str legacy_text(struct arena *a, struct str text, bool *was)
{
	/* of signs, and one for so many letters at most: prose has one in seven, four and eight */
	enum { LEAST = 8, TCVN3_SHARE = 20, VNI_SHARE = 8, VIQR_SHARE = 40 };
	struct str rest = text, line;
	struct signs all = { 0 };

	while (str_split(&rest, '\n', &line)) {
		struct signs n = count(line);

		if (n.unicode)
			continue;
		all.tcvn3 += n.tcvn3;
		all.vni += n.vni;
		all.viqr += n.viqr;
		all.letters += n.letters;
	}
	*was = true;
	if (all.tcvn3 >= LEAST && all.tcvn3 >= all.vni && all.tcvn3 * TCVN3_SHARE >= all.letters)
		return change_lines(a, text, tcvn3_text);
	if (all.vni >= LEAST && all.vni * VNI_SHARE >= all.letters)
		return change_lines(a, text, vni_text);
	if (all.viqr >= LEAST && all.viqr * VIQR_SHARE >= all.letters)
		return change_lines(a, text, viqr_text);
	*was = false;
	return text;
}

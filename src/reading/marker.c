#include "reading/marker.h"

#include "reading/letters.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int roman_value(struct str s)
{
	static const struct {
		const char *sign;
		int value;
	} signs[] = { { "XL", 40 }, { "X", 10 }, { "IX", 9 }, { "V", 5 }, { "IV", 4 }, { "I", 1 } };
	int value = 0, last = 100;
	size_t i = 0;

	if (s.n == 0 || s.n > 8)
		return 0;
	while (i < s.n) {
		int found = 0;

		for (size_t k = 0; k < COUNT(signs) && !found; k++) {
			if (str_starts(str_sub(s, i, s.n), str_z(signs[k].sign))) {
				found = signs[k].value;
				i += strlen(signs[k].sign);
			}
		}
		if (!found || found > last)
			return 0;
		last = found;
		value += found;
	}
	return value;
}

/* Where the text begins behind a marker that ends at i: spaces, and one sign of `closing`. */
static size_t behind(struct str s, size_t i, const char *closing, bool needed)
{
	size_t from = i;

	if (i < s.n && s.p[i] == '\\')
		i++;
	while (i < s.n && strchr(closing, s.p[i]))
		i++;
	if (needed && i == from)
		return 0;
	if (i < s.n && s.p[i] == '*')
		while (i < s.n && s.p[i] == '*')
			i++;
	size_t text = i;

	while (text < s.n && s.p[text] == ' ')
		text++;
	if (text == s.n)
		return 0;
	return text;
}

/* After "1." or "a)" comes a space or a letter, not "1.5" or "a.b". */
static bool text_follows(struct str s, size_t i, size_t text)
{
	size_t len;

	if (text > i && (s.p[text - 1] == ' ' || s.p[text - 1] == '*'))
		return true;
	return letter_of(str_rune(s, text, &len)).flags & LETTER_UPPER;
}

static struct mark read_number(struct str s)
{
	struct mark m = { .marker = MARK_NUMBER };
	size_t i = 0, digits = 0, from = 0;
	bool bracket = s.p[0] == '(';

	i = from = bracket;
	for (m.depth = 1;; m.depth++) {
		int value = 0;

		for (digits = 0; i < s.n && is_digit(s.p[i]) && digits < 4; i++, digits++)
			value = value * 10 + (s.p[i] - '0');
		if (!digits || digits > 3)
			return (struct mark){ 0 };
		m.number = value;
		m.name_to = (uint32_t)i;
		if (i + 1 < s.n && s.p[i] == '.' && is_digit(s.p[i + 1]) && m.depth < 8)
			i++;
		else
			break;
	}
	m.name_from = (uint32_t)from;
	size_t text = behind(s, i, bracket ? ")." : ".)/-:", m.depth == 1);

	if (bracket && (i >= s.n || s.p[i] != ')'))
		return (struct mark){ 0 };
	if (!text || !text_follows(s, i, text))
		return (struct mark){ 0 };
	/* "2.2 Công tác": two numbers need no sign behind them, but a capital after */
	if (m.depth > 1 && strchr(" ", s.p[i])) {
		size_t len;

		if (!(letter_of(str_rune(s, text, &len)).flags & LETTER_UPPER))
			return (struct mark){ 0 };
	}
	/* "1-7", "1/7" are numbers, not markers */
	if (strchr("-/:", s.p[i]) && text == i + 1)
		return (struct mark){ 0 };
	m.n = (uint32_t)text;
	return m;
}

/* a b c d đ e ê g h i k l m …, as offices count; 0 for others. */
static int letter_number(uint32_t plain)
{
	struct str s = S("abcdđefghijklmnopqrstuvwxyz");
	size_t len;
	int n = 1;

	for (size_t i = 0; i < s.n; i += len, n++) {
		if (str_rune(s, i, &len) == plain)
			return n;
	}
	return 0;
}

static struct mark read_letter(struct str s)
{
	struct mark m = { .depth = 1 };
	bool bracket = s.p[0] == '(';
	size_t len, i = bracket;
	uint32_t rune = str_rune(s, i, &len);
	struct letter l = letter_of(rune);

	if (!(l.flags & LETTER_IS) || l.tone)
		return m;
	m.number = letter_number(l.plain);
	m.name_from = (uint32_t)i;
	i += len;
	m.name_to = (uint32_t)i;
	if (!m.number || i >= s.n)
		return (struct mark){ 0 };
	bool upper = l.flags & LETTER_UPPER;
	size_t text = behind(s, i, bracket ? ")" : ".)/", true);

	if (!text || !text_follows(s, i, text) || (s.p[i] == '/' && text == i + 1))
		return (struct mark){ 0 };
	m.marker = upper ? MARK_UPPER : MARK_LETTER;
	m.n = (uint32_t)text;
	return m;
}

static struct mark read_roman(struct str s)
{
	struct mark m = { .marker = MARK_ROMAN, .depth = 1 };
	size_t i = 0;

	while (i < s.n && strchr("IVXL", s.p[i]))
		i++;
	m.number = roman_value(str_sub(s, 0, i));
	if (!m.number)
		return (struct mark){ 0 };
	size_t text = behind(s, i, ".)/-:", true);

	/* "I - Mục tiêu" */
	if (!text && i + 2 < s.n && s.p[i] == ' ' && (s.p[i + 1] == '-' || s.p[i + 1] == '.'))
		text = behind(s, i + 1, ".-", true);
	if (!text || !text_follows(s, i, text))
		return (struct mark){ 0 };
	m.name_to = (uint32_t)i;
	m.n = (uint32_t)text;
	return m;
}

static struct mark read_sign(struct str s)
{
	static const struct {
		const char *sign;
		enum marker marker;
	} signs[] = {
		{ "-", MARK_DASH },
		{ "–", MARK_DASH },
		{ "—", MARK_DASH },
		{ "−", MARK_DASH },
		{ "+", MARK_PLUS },
		{ "*", MARK_BULLET },
		{ "•", MARK_BULLET },
		{ "●", MARK_BULLET },
		{ "○", MARK_BULLET },
		{ "▪", MARK_BULLET },
		{ "■", MARK_BULLET },
		{ "·", MARK_BULLET },
		{ "◦", MARK_BULLET },
		{ "➢", MARK_BULLET },
		{ "✓", MARK_BULLET },
		{ "➤", MARK_BULLET },
		{ "▸", MARK_BULLET },
		{ "◆", MARK_BULLET },
		{ "‣", MARK_BULLET },
		{ "►", MARK_BULLET },
		{ "\\-", MARK_DASH },
		{ "\\+", MARK_PLUS },
		{ "□", MARK_BULLET },
		{ "", MARK_BULLET },
	};

	for (size_t k = 0; k < COUNT(signs); k++) {
		struct str sign = str_z(signs[k].sign);

		if (!sign.n || !str_starts(s, sign))
			continue;
		size_t text = behind(s, sign.n, ")", false);
		size_t len;

		if (!text ||
			(text == sign.n && !(letter_of(str_rune(s, text, &len)).flags & LETTER_IS)))
			return (struct mark){ 0 };
		return (struct mark){ .marker = signs[k].marker, .n = (uint32_t)text, .depth = 1 };
	}
	return (struct mark){ 0 };
}

/* "Điều 2.", "Phần I", "Chương II", "Phần thứ nhất". */
static struct mark read_worded(struct str s)
{
	static const struct {
		const char *word;
		enum marker marker;
		bool sign; /* a point or colon must follow the number */
	} words[] = {
		{ "Điều ", MARK_ARTICLE, true },
		{ "ĐIỀU ", MARK_ARTICLE, true },
		{ "Phần ", MARK_PART, false },
		{ "PHẦN ", MARK_PART, false },
		{ "Chương ", MARK_PART, false },
		{ "CHƯƠNG ", MARK_PART, false },
	};

	for (size_t k = 0; k < COUNT(words); k++) {
		struct str word = str_z(words[k].word);
		struct mark m = { .marker = words[k].marker, .depth = 1 };
		size_t i = word.n;

		if (!str_starts(s, word))
			continue;
		while (i < s.n && (is_digit(s.p[i]) || strchr("IVXL", s.p[i])))
			i++;
		m.name_from = (uint32_t)word.n;
		m.name_to = (uint32_t)i;
		struct str number = str_sub(s, word.n, i);
		int64_t value = 0;

		m.number = str_to_int(number, &value) && value < 1000 ? (int)value
								      : roman_value(number);
		size_t text = behind(s, i, ".:", words[k].sign);

		if (!m.number || (!text && words[k].sign))
			return (struct mark){ 0 };
		m.n = (uint32_t)(text ? text : s.n);
		return m;
	}
	return (struct mark){ 0 };
}

struct mark mark_read(struct str line)
{
	struct mark m = { 0 };

	if (!line.n)
		return m;
	if (line.p[0] == '|')
		return (struct mark){ .marker = MARK_ROW, .n = 1, .depth = 1 };
	m = read_sign(line);
	if (!m.n && (is_digit(line.p[0]) || line.p[0] == '('))
		m = read_number(line);
	if (!m.n)
		m = read_roman(line);
	if (!m.n)
		m = read_worded(line);
	if (!m.n)
		m = read_letter(line);
	return m;
}

void mark_seen(struct mark_row *row, const struct mark *m)
{
	if (!m->n)
		return;
	row->last[m->marker] = m->number;
	row->last_depth = m->depth;
	for (int k = m->marker + 1; k <= MARK_ROW; k++)
		row->last[k] = 0;
}

bool mark_follows(const struct mark_row *row, const struct mark *m)
{
	int last = row->last[m->marker];

	if (m->number == 1 || m->depth > 1)
		return true;
	return last && m->number > last && m->number <= last + 3;
}

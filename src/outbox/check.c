#include "outbox/check.h"

#include "outbox/outbox.h"

enum { LOCAL_MAX = 64, LABEL_MAX = 63, DIGITS_LEAST = 9, DIGITS_MOST = 15 };

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool check_one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
			return false;
	return str_is_utf8(s);
}

/* RFC 5321's dot-string; quoted ones are for puzzles. */
static bool local_right(struct str s)
{
	if (s.n == 0 || s.n > LOCAL_MAX || s.p[0] == '.' || s.p[s.n - 1] == '.' ||
		str_has(s, S("..")))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && (!s.p[i] || !strchr("!#$%&'*+-/=?^_`{|}~.", s.p[i])))
			return false;
	return true;
}

static bool label_right(struct str s)
{
	if (s.n == 0 || s.n > LABEL_MAX || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

static bool labels_right(struct str s, int least)
{
	struct str rest = s, label;
	int n = 0;

	if (str_ends(s, S(".")))
		return false;
	while (str_split(&rest, '.', &label)) {
		if (!label_right(label))
			return false;
		n++;
	}
	return n >= least;
}

bool outbox_mail_right(struct str address)
{
	size_t at = str_find_char(address, '@', 0);

	return at != SIZE_MAX && address.n <= OUTBOX_MAIL_MAX &&
	       local_right(str_sub(address, 0, at)) &&
	       labels_right(str_sub(address, at + 1, address.n), 2);
}

bool outbox_mobile_of(struct arena *a, struct str typed, struct str *out)
{
	struct buf b = { .arena = a };
	struct str s = str_trim(typed);
	bool plus = str_starts(s, S("+"));

	for (size_t i = plus ? 1 : 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			buf_addc(&b, s.p[i]);
		else if (!s.p[i] || !strchr(" .-", s.p[i]))
			return false;
	}
	struct str digits = buf_str(&b);

	if (!plus && str_starts(digits, S("0")))
		digits = str_fmt(a, "84%.*s", STR_ARG(str_sub(digits, 1, digits.n)));
	else if (!plus && !str_starts(digits, S("84")))
		return false;
	if (digits.n < DIGITS_LEAST || digits.n > DIGITS_MOST || digits.p[0] == '0')
		return false;
	*out = str_fmt(a, "+%.*s", STR_ARG(digits));
	return true;
}

bool check_host(struct str s)
{
	if (s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']') {
		for (size_t i = 1; i + 1 < s.n; i++)
			if (!is_alnum(s.p[i]) && s.p[i] != ':' && s.p[i] != '.')
				return false;
		return true;
	}
	return s.n <= 253 && labels_right(s, 1);
}

bool check_url(struct str s)
{
	size_t from = str_starts(s, S("https://")) ? 8 : str_starts(s, S("http://")) ? 7 : 0;

	if (from == 0 || s.n == from)
		return false;
	for (size_t i = from; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7F || strchr("@\"<>\\`", s.p[i]))
			return false;
	return true;
}

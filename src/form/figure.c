/*
 * What stands in a cell: read as Vietnamese people write numbers, and written back.
 */
#include "form/form.h"

static const int64_t powers[FORM_DIGITS_MAX + 1] = { 1, 10, 100, 1000 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Blanks that spreadsheets put between thousands. */
static bool skip_blank(struct str *s)
{
	static const struct str blanks[] = { S(" "), S("\xc2\xa0"), S("\xe2\x80\xaf") };

	for (size_t i = 0; i < COUNT(blanks); i++)
		if (str_starts(*s, blanks[i])) {
			*s = str_sub(*s, blanks[i].n, s->n);
			return true;
		}
	return false;
}

/* A digit more; false where the figure grows past what a cell holds. */
static bool take_digit(int64_t *n, char c)
{
	*n = *n * 10 + (c - '0');
	return *n <= FORM_MOST;
}

/* "1.234" or "1234": groups behind a sign are of three digits, or it means something else. */
static bool read_whole(struct str *s, int64_t *n, struct err *e)
{
	size_t group = 0;
	bool grouped = false;

	while (s->n) {
		if (is_digit(s->p[0])) {
			if (!take_digit(n, s->p[0]))
				return FAIL(e, ERR_INPUT, T_form_n_large);
			group++;
			*s = str_sub(*s, 1, s->n);
			continue;
		}
		if (s->p[0] == ',')
			break;
		if (s->p[0] == '.')
			*s = str_sub(*s, 1, s->n);
		else if (!skip_blank(s))
			return FAIL(e, ERR_INPUT, T_form_n_letters);
		if (group == 0 || group > 3 || (grouped && group != 3))
			return FAIL(e, ERR_INPUT, T_form_n_groups);
		grouped = true;
		group = 0;
	}
	if (group == 0 || (grouped && group != 3))
		return FAIL(e, ERR_INPUT, T_form_n_groups);
	return true;
}

static bool read_part(struct str s, int digits, int64_t *n, struct err *e)
{
	int have = 0;

	for (size_t i = 0; i < s.n; i++, have++) {
		if (!is_digit(s.p[i]))
			return FAIL(e, ERR_INPUT, T_form_n_letters);
		if (digits == 0)
			return FAIL(e, ERR_INPUT, T_form_n_count);
		if (have == digits)
			return FAIL(e, ERR_INPUT, T_form_n_digits);
		if (!take_digit(n, s.p[i]))
			return FAIL(e, ERR_INPUT, T_form_n_large);
	}
	for (; have < digits; have++)
		if (!take_digit(n, '0'))
			return FAIL(e, ERR_INPUT, T_form_n_large);
	return true;
}

/* Signs with a digit behind them: somebody means a number below zero. */
static bool is_negative(struct str s)
{
	static const struct str signs[] = { S("-"), S("\xe2\x88\x92"), S("\xe2\x80\x93") };

	for (size_t i = 0; i < COUNT(signs); i++)
		if (str_starts(s, signs[i]) && s.n > signs[i].n &&
			is_digit(str_trim(str_sub(s, signs[i].n, s.n)).p[0]))
			return true;
	return false;
}

static bool is_na(struct str s)
{
	static const struct str words[] = { S("-"), S("x"), S("X"), S("\xc3\x97"),
		S("\xe2\x88\x92"), S("\xe2\x80\x93") };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(s, words[i]))
			return true;
	return false;
}

bool form_figure_read(struct str typed, int digits, struct form_figure *out, struct err *e)
{
	struct str s = str_trim(typed);
	int64_t n = 0;

	*out = (struct form_figure){ FORM_BLANK, 0 };
	if (!s.n)
		return true;
	if (str_eq(s, S("?"))) {
		out->state = FORM_MISSING;
		return true;
	}
	if (is_na(s)) {
		out->state = FORM_NA;
		return true;
	}
	if (is_negative(s))
		return FAIL(e, ERR_INPUT, T_form_n_negative);
	if (!is_digit(s.p[0]))
		return FAIL(e, ERR_INPUT, T_form_n_letters);
	if (!read_whole(&s, &n, e) || !read_part(str_sub(s, 1, s.n), digits, &n, e))
		return false;
	*out = (struct form_figure){ n ? FORM_VALUE : FORM_ZERO, n };
	return true;
}

/* `whole` stands before the comma. */
static struct str with_part(struct arena *a, struct str whole, int64_t n, int digits, char comma)
{
	int64_t part = n % powers[digits];
	struct buf b = { .arena = a };

	if (n < 0 && n > -powers[digits])
		buf_addc(&b, '-');
	buf_add(&b, whole);
	if (digits)
		buf_addf(&b, "%c%0*lld", comma, digits, (long long)(part < 0 ? -part : part));
	return buf_str(&b);
}

struct str form_number_text(struct arena *a, enum lang lang, int64_t n, int digits)
{
	return with_part(a, text_number(a, lang, n / powers[digits]), n, digits,
		lang == LANG_VI ? ',' : '.');
}

static struct str state_text(struct form_figure f, struct str na)
{
	return f.state == FORM_ZERO	 ? S("0")
	       : f.state == FORM_MISSING ? S("?")
	       : f.state == FORM_NA	 ? na
					 : S("");
}

struct str form_figure_typed(struct arena *a, struct form_figure f, int digits)
{
	struct str whole = str_fmt(a, "%lld", (long long)(f.n / powers[digits]));

	return f.state == FORM_VALUE ? with_part(a, whole, f.n, digits, ',')
				     : state_text(f, S("-"));
}

struct str form_figure_text(struct arena *a, enum lang lang, struct form_figure f, int digits)
{
	return f.state == FORM_VALUE ? form_number_text(a, lang, f.n, digits)
				     : state_text(f, S("\xc3\x97"));
}

struct str form_figures_pack(struct arena *a, const struct form_figure *v, size_t n)
{
	static const char words[FORM_STATES] = { '_', 0, '0', '?', '-' };
	struct buf b = { .arena = a };

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_addc(&b, ' ');
		if (v[i].state == FORM_VALUE)
			buf_add_int(&b, v[i].n);
		else
			buf_addc(&b, words[v[i].state]);
	}
	return buf_str(&b);
}

bool form_figures_unpack(struct str line, struct form_figure *v, size_t n)
{
	struct str word;

	for (size_t i = 0; i < n; i++) {
		if (!str_split(&line, ' ', &word))
			return false;
		v[i] = (struct form_figure){ FORM_VALUE, 0 };
		if (str_eq(word, S("_")))
			v[i].state = FORM_BLANK;
		else if (str_eq(word, S("?")))
			v[i].state = FORM_MISSING;
		else if (str_eq(word, S("-")))
			v[i].state = FORM_NA;
		else if (!str_to_int(word, &v[i].n) || v[i].n < 0 || v[i].n > FORM_MOST)
			return false;
		else if (v[i].n == 0)
			v[i].state = FORM_ZERO;
	}
	return !line.n;
}

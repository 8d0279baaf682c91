/*
 * Cited documents: "Quyết định số 193/QĐ-TTg ngày 09/02/2021 của Thủ tướng Chính phủ".
 */
#include "base/viet.h"
#include "reading/facts.h"
#include "reading/party.h"

static bool tight(const struct words *w, size_t i, unsigned sign)
{
	return w->v[i].gap & sign && !(w->v[i].gap & ~(sign | GAP_SPACE)) &&
	       (!(w->v[i].gap & GAP_SPACE) || w->v[i].at - word_end(w, i - 1) <= 2);
}

/* The signs after the first stroke: letters, or a year and then letters. */
static bool sign_word(const struct words *w, size_t i)
{
	return w->v[i].flags & (WORD_UPPER | WORD_MIXED) && !(w->v[i].flags & WORD_DIGITS);
}

size_t ref_number(struct reading_build *b, size_t i, size_t end, struct str *number)
{
	const struct words *w = &b->layout.words;
	struct buf out = { .arena = b->a };
	bool dash = false, year = false;
	size_t k = i + 1;
	if (k >= end || !(w->v[i].flags & WORD_DIGITS) || w->v[i].n > 7 ||
		!(tight(w, k, GAP_SLASH) || tight(w, k, GAP_DASH)))
		return 0;
	bool named = i > 0 && word_is(w, i - 1, WORD("số"));

	/* offices of the Party: "số 36-CT/TW" */
	dash = w->v[k].gap & GAP_DASH;
	if (dash && !(named && k + 1 < end && w->v[k + 1].gap & GAP_SLASH))
		return 0;
	buf_add(&out, word_text(w, i));
	if (w->v[k].flags & WORD_DIGITS && w->v[k].n == 4 && k + 1 < end &&
		tight(w, k + 1, GAP_SLASH)) {
		buf_addc(&out, '/');
		buf_add(&out, word_text(w, k++));
		year = true;
	}
	if (!sign_word(w, k))
		return 0;
	buf_addc(&out, dash ? '-' : '/');
	buf_add(&out, word_text(w, k++));
	while (k < end && (tight(w, k, GAP_DASH) || tight(w, k, GAP_SLASH)) &&
		(sign_word(w, k) || (w->v[k].gap & GAP_SLASH && w->v[k].flags & WORD_DIGITS))) {
		/* "QĐ-TTg - Kế hoạch": a dash with spaces ends the number */
		if (w->v[k].gap & GAP_SPACE && !(w->v[k].flags & WORD_LINE))
			break;
		dash = dash || w->v[k].gap & GAP_DASH;
		buf_addc(&out, w->v[k].gap & GAP_DASH ? '-' : '/');
		buf_add(&out, word_text(w, k++));
	}
	if (!dash && !year && !named)
		return 0;
	*number = buf_str(&out);
	return k - i;
}

static const struct {
	const char *sign, *kind;
} kinds[] = {
	{ "KH", "Kế hoạch" },
	{ "QĐ", "Quyết định" },
	{ "CT", "Chỉ thị" },
	{ "NQ", "Nghị quyết" },
	{ "NĐ", "Nghị định" },
	{ "TT", "Thông tư" },
	{ "TTr", "Tờ trình" },
	{ "KL", "Kết luận" },
	{ "TB", "Thông báo" },
	{ "CĐ", "Công điện" },
	{ "KN", "Kiến nghị" },
	{ "QCPH", "Quy chế phối hợp" },
	{ "CTr", "Chương trình" },
	{ "BC", "Báo cáo" },
	{ "HD", "Hướng dẫn" },
	{ "TTLT", "Thông tư liên tịch" },
	{ "ĐA", "Đề án" },
	{ "PA", "Phương án" },
	{ "UBND", "Công văn" },
	{ "QH14", "Luật" },
	{ "QH15", "Luật" },
	{ "QH13", "Luật" },
	{ "CV", "Công văn" },
	{ "TTLT", "Thông tư liên tịch" },
};

static struct str kind_by_sign(struct str number)
{
	size_t from = str_find_char(number, '/', 0);

	while (from != SIZE_MAX) {
		struct str rest = str_sub(number, from + 1, number.n), sign;

		for (sign.n = 0, sign.p = rest.p;
			sign.n < rest.n && rest.p[sign.n] != '-' && rest.p[sign.n] != '/';)
			sign.n++;
		for (size_t i = 0; i < COUNT(kinds); i++) {
			if (str_eq(sign, str_z(kinds[i].sign)))
				return str_z(kinds[i].kind);
		}
		from = str_find_char(number, '/', from + 1);
	}
	return STR_NULL;
}

static struct str capital(struct reading_build *b, struct str s)
{
	struct str low = viet_lower(b->a, s);
	size_t len;

	if (!low.n)
		return low;
	str_rune(s, 0, &len);
	struct str first = str_sub(s, 0, len);
	size_t low_len;

	str_rune(low, 0, &low_len);
	return str_fmt(b->a, "%.*s%.*s", STR_ARG(first), STR_ARG(str_sub(low, low_len, low.n)));
}

/* The kind that stands before "số" or the number itself; where the citation begins. */
static size_t kind_before(struct reading_build *b, size_t first, size_t i, struct str *kind)
{
	const struct words *w = &b->layout.words;
	size_t to = i;

	if (to > first && word_is(w, to - 1, WORD("số")))
		to--;
	for (size_t k = to > first + 8 ? to - 8 : first; k < to; k++) {
		size_t n = phrase_at(w, k, to, PHRASE_KIND);

		/* "Quy chế phối hợp liên ngành số": a few words may follow the kind */
		if (n && k + n + 2 >= to) {
			*kind = capital(b, party_spelled(b, k, k + n));
			return k;
		}
	}
	return to;
}

static size_t date_behind(struct reading_build *b, size_t i, size_t end, struct date *out)
{
	const struct words *w = &b->layout.words;
	size_t k = i, n;

	if (k < end && word_is(w, k, WORD("ngày")))
		k++;
	else if (k < end && word_is(w, k, WORD("năm")))
		return i;
	else
		return i;
	n = day_at(w, k, end, out);
	if (!n || !date_given(*out)) {
		*out = DATE_NONE;
		return i;
	}
	return k + n;
}

static size_t issuer_behind(struct reading_build *b, size_t i, size_t end, struct str *out)
{
	const struct words *w = &b->layout.words;
	struct reading_party p = { 0 };
	size_t n;

	if (i + 1 >= end || !word_is(w, i, WORD("của")))
		return i;
	n = party_at(b, i + 1, end, &p);
	if (n)
		*out = p.name;
	return n ? i + 1 + n : i;
}

/* "Luật Phòng, chống mua bán người": a citation by name. Ends where the name does. */
static size_t named_ref(
	struct reading_build *b, const struct block *k, size_t i, size_t end, reading_ref_list *out)
{
	const struct words *w = &b->layout.words;
	size_t n = phrase_at(w, i, end, PHRASE_KIND), m = i + n;
	static const char *const whole[] = { "Luật", "Công ước", "Nghị định thư", "Đề án",
		"Bộ luật", "Chiến lược", "Hiệp định", "Pháp lệnh" };
	bool fit = false;

	if (!n || !(w->v[i].flags & WORD_UPPER) || m >= end ||
		!(w->v[m].flags & (WORD_UPPER | WORD_DIGITS)) || w->v[m].gap & ~GAP_SPACE)
		return 0;
	for (size_t t = 0; t < COUNT(whole) && !fit; t++)
		fit = str_starts(word_text(w, i), str_sub(str_z(whole[t]), 0, word_text(w, i).n)) &&
		      str_starts(str_z(whole[t]), word_text(w, i));
	if (!fit || phrase_at(w, m, end, PHRASE_NATION))
		return 0;
	while (m < end && m - i < 16) {
		if (w->v[m].gap & (GAP_STOP | GAP_QUOTE) ||
			(w->v[m].gap & GAP_COMMA && (m - i > 3 || w->v[m].flags & WORD_UPPER)))
			break;
		if (word_is(w, m, WORD("và")) || word_is(w, m, WORD("ngay")))
			break;
		m++;
	}
	struct reading_ref r = { .kind = capital(b, party_spelled(b, i, i + n)),
		.span = { w->v[i].at, word_end(w, m - 1) } };

	r.name = block_text(b->a, &b->layout, k, r.span.from, r.span.to);
	LIST_PUSH(b->a, out, r);
	FIRE(b, ref_named);
	return m - i;
}

void refs_find(
	struct reading_build *b, const struct block *k, size_t i, size_t end, reading_ref_list *out)
{
	const struct words *w = &b->layout.words;

	for (size_t m = i; m < end; m++) {
		struct str number = STR_NULL;
		size_t n = ref_number(b, m, end, &number);

		if (!n) {
			n = named_ref(b, k, m, end, out);
			m += n ? n - 1 : 0;
			continue;
		}
		struct reading_ref r = { .number = number };
		size_t first = kind_before(b, i, m, &r.kind), behind;

		if (!r.kind.n)
			r.kind = kind_by_sign(number);
		behind = date_behind(b, m + n, end, &r.date);
		behind = issuer_behind(b, behind, end, &r.issuer);
		r.span = (struct reading_span){ w->v[first].at, word_end(w, behind - 1) };
		LIST_PUSH(b->a, out, r);
		FIRE(b, ref_number);
		m = behind - 1;
	}
}

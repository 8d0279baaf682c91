#include "reading/header.h"

#include "base/viet.h"
#include "reading/facts.h"
#include "reading/letters.h"
#include "reading/party.h"

static const struct block *block_at(const struct reading_build *b, size_t i)
{
	return &b->layout.blocks.v[i];
}

static struct str whole_text(struct reading_build *b, const struct block *k)
{
	const struct layout *l = &b->layout;

	return block_text(b->a, l, k, l->pieces.v[k->piece].from, l->pieces.v[k->piece_end - 1].to);
}

/* --- bodies */

/* A line that is only the name of a kind of document, in capitals or bold. */
static bool is_kind_line(const struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	size_t n = phrase_at(w, k->word, k->word_end, PHRASE_KIND);

	return n && (k->caps || k->bold) && k->marker == MARK_NONE && k->word + n == k->word_end;
}

static bool ends_document(const struct block *k)
{
	return k->gap_end & GAP_SLASH && k->gap_end & GAP_DOT;
}

static bool starts_tail(const struct reading_build *b, const struct block *k)
{
	return phrase_at(&b->layout.words, k->word, k->word_end, PHRASE_RECIPIENTS) &&
	       word_at(&b->layout.words, k->word, k->word_end, WORD("nơi"));
}

static bool is_address(const struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	bool wired = k->caps && k->gap_end & GAP_COLON && k->word_end - k->word > 1 &&
		     word_at(w, k->word_end - 1, k->word_end, WORD("điện"));

	return wired || (word_at(w, k->word, k->word_end, WORD("kính")) &&
				word_at(w, k->word + 1, k->word_end, WORD("gửi")));
}

/* "- Căn cứ Luật …" is a base, not an item. */
static bool is_base(const struct reading_build *b, const struct block *k)
{
	return word_at(&b->layout.words, k->word, k->word_end, WORD("căn")) ||
	       word_at(&b->layout.words, k->word, k->word_end, WORD("theo")) ||
	       word_at(&b->layout.words, k->word, k->word_end, WORD("xét"));
}

/* The first item at or after `i`. */
static size_t find_first_item(const struct reading_build *b, size_t i)
{
	bool addressed = false;

	for (; i < b->layout.blocks.n; i++) {
		const struct block *k = block_at(b, i);

		if (is_address(b, k))
			addressed = true;
		else if (k->marker == MARK_NONE)
			addressed = false;
		if (k->marker == MARK_NONE || is_base(b, k))
			continue;
		if (marker_is_sign(k->marker) && addressed)
			continue;
		return i;
	}
	return SIZE_MAX;
}

/* Without items: behind the title and the sentence that ends in a colon. */
static size_t first_paragraph(const struct reading_build *b, size_t head)
{
	size_t from = head;

	for (size_t i = head; i < b->layout.blocks.n && i < head + 40; i++) {
		const struct block *k = block_at(b, i);

		if (is_kind_line(b, k))
			from = i + 2;
		if (is_address(b, k) || (k->gap_end & GAP_COLON && k->word_end - k->word > 12))
			from = i + 1;
	}
	return from < b->layout.blocks.n ? from : head;
}

static size_t find_body_end(const struct reading_build *b, size_t from)
{
	for (size_t i = from; i < b->layout.blocks.n; i++) {
		const struct block *k = block_at(b, i);

		if (ends_document(k))
			return i + 1;
		if (starts_tail(b, k) || (is_kind_line(b, k) && i > from))
			return i;
	}
	return b->layout.blocks.n;
}

static void find_bodies(struct reading_build *b, body_list *bodies)
{
	size_t head = 0, n = b->layout.blocks.n;

	while (head < n && bodies->n < 50) {
		size_t from = find_first_item(b, head), next;
		struct body body = { .head = head };

		/* a title page that is followed by another one has no body of its own */
		for (next = head + 1; next < n && next < from; next++) {
			if (starts_tail(b, block_at(b, next)))
				break;
		}
		if (next < from && next < n)
			from = next;
		if (from == SIZE_MAX)
			from = bodies->n ? n : first_paragraph(b, head);
		body.from = from;
		body.to = find_body_end(b, from);
		if (from < n)
			body.articles = block_at(b, from)->marker == MARK_ARTICLE;
		LIST_PUSH(b->a, bodies, body);
		for (head = body.to; head < n && !is_kind_line(b, block_at(b, head)); head++)
			;
	}
	/* only a decision that something is attached to merely enacts */
	if (bodies->n < 2 || bodies->v[1].from >= bodies->v[1].to)
		LIST_EACH(x, bodies)
			x->articles = false;
}

/* --- the title page */

static void read_number(struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	struct reading_header *h = &b->r->header;

	if (h->number.n || k->word_end - k->word > 40)
		return;
	for (size_t i = k->word; i < k->word_end; i++) {
		size_t m = i + 1;

		if (!word_at(w, i, k->word_end, WORD("số")))
			continue;
		m += word_at(w, m, k->word_end, WORD("hiệu"));
		if (m > i + 1 || i == k->word || (m < k->word_end && w->v[m].gap & GAP_COLON)) {
			if (ref_number(b, m, k->word_end, &h->number)) {
				FIRE(b, header_number);
				return;
			}
			flag_add(b->a, &h->flags, READING_FLAG_number_missing,
				(struct reading_span){ w->v[i].at, word_end(w, i) }, S(""));
			return;
		}
	}
}

static void read_date(struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	struct reading_header *h = &b->r->header;

	if (date_given(h->date) || k->word_end - k->word > 30)
		return;
	for (size_t i = k->word; i < k->word_end; i++) {
		struct date d;
		size_t place = i;

		if (!word_at(w, i, k->word_end, WORD("ngày")))
			continue;
		/* what is tied to the number before it by a dash is none of the place */
		while (place > k->word && i - place < 5 && w->v[place - 1].flags & WORD_UPPER &&
			!(w->v[place - 1].gap & (GAP_DASH | GAP_SLASH) &&
				!(w->v[place - 1].gap & GAP_SPACE)) &&
			!(place < i && w->v[place].gap & ~(GAP_SPACE | GAP_DOT)))
			place--;
		if (place == i || !(w->v[i].gap & GAP_COMMA))
			continue;
		/* a comma before the place, or the line's begin; not "của Chính phủ, ngày"
     */
		if (place > k->word + 6)
			continue;
		if (day_at(w, i + 1, k->word_end, &d) && date_given(d)) {
			h->date = d;
			FIRE(b, header_date);
		} else if (word_at(w, i + 1, k->word_end, WORD("tháng"))) {
			flag_add(b->a, &h->flags, READING_FLAG_date_missing,
				(struct reading_span){ w->v[i].at, word_end(w, i + 1) }, S(""));
		} else {
			continue;
		}
		h->place = party_spelled(b, place, i);
		return;
	}
}

static struct str capital(struct reading_build *b, struct str s)
{
	struct str low = viet_lower(b->a, s);
	struct str upper = s;
	size_t n, m;

	str_rune(upper, 0, &n);
	str_rune(low, 0, &m);
	return str_fmt(
		b->a, "%.*s%.*s", STR_ARG(str_sub(upper, 0, n)), STR_ARG(str_sub(low, m, low.n)));
}

/* The first letter in a case, the rest as it is. */
static struct str first_in_case(struct reading_build *b, struct str s, bool upper)
{
	struct buf out = { .arena = b->a };
	size_t len;
	uint32_t first = s.n ? str_rune(s, 0, &len) : 0;
	struct letter l = letter_of(first);

	if (!(l.flags & LETTER_VIET))
		return s;
	buf_add_rune(&out, letter_with(l.plain, l.tone, upper));
	buf_add(&out, str_sub(s, len, s.n));
	return buf_str(&out);
}

static void add_years(struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;

	for (size_t k = i; k + 1 < end; k++) {
		int64_t y = 0, z = 0;

		if ((!word_at(w, k, end, WORD("năm")) && !word_at(w, k, end, WORD("đoạn"))) ||
			!str_to_int(word_text(w, k + 1), &y) || y < 1990 || y > 2200)
			continue;
		if (k + 2 < end && w->v[k + 2].gap & GAP_DASH &&
			str_to_int(word_text(w, k + 2), &z) && z > y && z < y + 30) {
			for (; y <= z; y++)
				LIST_PUSH(b->a, &b->r->header.years, (int)y);
			return;
		}
		LIST_PUSH(b->a, &b->r->header.years, (int)y);
	}
}

/* The lines below the kind are the title, as long as they look like its first.
 */
static size_t read_title(struct reading_build *b, size_t i, size_t end)
{
	struct reading_header *h = &b->r->header;
	struct buf title = { .arena = b->a };
	const struct block *first = i < end ? block_at(b, i) : NULL;

	for (; i < end; i++) {
		const struct block *k = block_at(b, i);
		const struct words *w = &b->layout.words;

		if (k->marker != MARK_NONE || k->gap_end & (GAP_COLON | GAP_SEMI) ||
			k->word_end - k->word > 70 || k->word == k->word_end)
			break;
		if (title.n && (k->caps != first->caps || k->bold != first->bold ||
				       (k->blank_before && !k->caps) || (!k->caps && !k->bold)))
			break;
		if (w->v[k->word].gap & GAP_OPEN)
			break;
		if (title.n)
			buf_addc(&title, ' ');
		buf_add(&title, whole_text(b, k));
		add_years(b, k->word, k->word_end);
	}
	if (title.n && !h->title.n) {
		h->title = buf_str(&title);
		FIRE(b, header_title);
	}
	return i;
}

/* "… UBND tỉnh ban hành kế hoạch": who stands before "ban hành". */
static void read_issuer(struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	struct reading_header *h = &b->r->header;

	for (size_t i = k->word; i < k->word_end && !h->issuer.n; i++) {
		struct reading_party p;
		size_t n = w->v[i].flags & WORD_UPPER ? party_at(b, i, k->word_end, &p) : 0;
		size_t at = i + n;

		if (!n)
			continue;
		/* "(sau đây gọi …)" may stand between */
		if (at < k->word_end && w->v[at].gap & GAP_OPEN) {
			while (at < k->word_end && !(w->v[at].gap & GAP_CLOSE))
				at++;
		}
		if ((word_at(w, at, k->word_end, WORD("ban")) &&
			    word_at(w, at + 1, k->word_end, WORD("hành"))) ||
			(word_at(w, at, k->word_end, WORD("xây")) &&
				word_at(w, at + 1, k->word_end, WORD("dựng")))) {
			h->issuer = p.name;
			FIRE(b, header_issuer);
			return;
		}
		i += n - 1;
	}
}

/* A name in capitals as it is written elsewhere: known bodies and provinces by
 * their names. */
static struct str uncapital(struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;
	struct buf out = { .arena = b->a };
	bool proper = false; /* behind "huyện", "xã": a name of its own */

	while (i < end) {
		const struct agency *agency;
		struct str name = STR_NULL;
		size_t n = agency_at(w, i, end, &agency);
		bool unit = phrase_at(w, i, end, PHRASE_UNIT) > 0;

		if (n)
			name = agency->name;
		else if (!(n = province_at(w, i, end, &name)))
			name = viet_lower(b->a, party_spelled(b, i, i + (n = 1)));
		if (proper && n == 1 && !unit)
			name = first_in_case(b, name, true);
		proper = proper || unit;
		if (out.n)
			buf_addc(&out, ' ');
		buf_add(&out, out.n ? name : first_in_case(b, name, true));
		i += n;
	}
	return buf_str(&out);
}

/* The names at the head of the page, in capitals: the body above, then the one
 * that issues; a place alone belongs to the line before it. */
static void read_letterhead(struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	struct str *issuer = &b->r->header.issuer;
	const struct agency *agency;
	size_t end = k->word_end;

	if (!k->caps || is_kind_line(b, k) || k->marker != MARK_NONE)
		return;
	for (size_t i = k->word; i < end; i++) {
		if (phrase_at(w, i, end, PHRASE_NATION))
			end = i;
	}
	if (end == k->word || end - k->word > 24)
		return;
	if (phrase_any(w, k->word, end, SET(HEAD) | SET(POSITION), NULL) ||
		agency_at(w, k->word, end, &agency)) {
		*issuer = uncapital(b, k->word, end);
		FIRE(b, header_letterhead);
	} else if (issuer->n && phrase_at(w, k->word, end, PHRASE_UNIT)) {
		*issuer = str_fmt(b->a, "%.*s %.*s", STR_ARG(*issuer),
			STR_ARG(first_in_case(b, uncapital(b, k->word, end), false)));
	}
}

static void read_bases(struct reading_build *b, const struct block *k)
{
	struct reading_header *h = &b->r->header;

	refs_find(b, k, k->word, k->word_end, &h->bases);
	LIST_EACH(r, &h->bases) {
		bool plan = str_eq(r->kind, S("Kế hoạch"));

		if (r->number.n && (h->parent_plan < 0 || plan))
			h->parent_plan = (int32_t)(r - h->bases.v);
	}
}

static void read_head(struct reading_build *b, size_t from, size_t to)
{
	struct reading_header *h = &b->r->header;
	size_t kind = to;

	for (size_t i = from; i < to; i++) {
		const struct block *k = block_at(b, i);

		read_number(b, k);
		read_date(b, k);
		if (is_kind_line(b, k) && kind == to)
			kind = i;
	}
	for (size_t i = from; i < kind && kind < to; i++)
		read_letterhead(b, block_at(b, i));
	if (kind == to)
		return;
	const struct block *k = block_at(b, kind);

	if (!h->kind.n) {
		h->kind = capital(b, party_spelled(b, k->word, k->word_end));
		FIRE(b, header_kind);
	}
	for (size_t i = read_title(b, kind + 1, to); i < to; i++) {
		read_issuer(b, block_at(b, i));
		read_bases(b, block_at(b, i));
	}
}

static bool in_capitals(const struct reading_build *b, size_t i, size_t end)
{
	for (; i < end; i++) {
		if (!(b->layout.words.v[i].flags & WORD_CAPS))
			return false;
	}
	return true;
}

/* "V/v tăng cường …": what a letter is about. */
static bool is_about_line(const struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	uint32_t v = WORD("v");

	return k->marker == MARK_NONE && k->word_end - k->word > 3 &&
	       word_at(w, k->word, k->word_end, v) && word_at(w, k->word + 1, k->word_end, v) &&
	       w->v[k->word + 1].gap & GAP_SLASH;
}

/* It is set below the number, in lines as short as that column: those that go on in small letters
 * belong to it. */
static void read_about(struct reading_build *b, size_t from, size_t to)
{
	const struct words *w = &b->layout.words;
	struct buf title = { .arena = b->a };

	while (from < to && !is_about_line(b, block_at(b, from)))
		from++;
	for (size_t i = from; i < to; i++) {
		const struct block *k = block_at(b, i);

		if (k->marker != MARK_NONE || k->word == k->word_end ||
			(title.n && (k->blank_before || w->v[k->word].flags & WORD_UPPER)))
			break;
		if (title.n)
			buf_addc(&title, ' ');
		buf_add(&title, whole_text(b, k));
		add_years(b, k->word, k->word_end);
	}
	if (!title.n)
		return;
	b->r->header.title = buf_str(&title);
	FIRE(b, header_about);
}

/* A letter has no kind in its head: "Kính gửi", and a number with the sign of
 * the office. */
static void read_letter(struct reading_build *b, size_t from, size_t to)
{
	read_about(b, from, to);
	for (size_t i = from; i < to; i++) {
		const struct block *k = block_at(b, i);
		size_t n = phrase_at(&b->layout.words, k->word, k->word_end, PHRASE_KIND);

		if (is_address(b, k) && !b->r->header.kind.n)
			b->r->header.kind = S("Công văn");
		/* the kind and the title in one line */
		if (!b->r->header.kind.n && n && k->marker == MARK_NONE &&
			in_capitals(b, k->word, k->word + n) && k->word + n < k->word_end) {
			const struct words *w = &b->layout.words;

			b->r->header.kind = capital(b, party_spelled(b, k->word, k->word + n));
			b->r->header.title = block_text(b->a, &b->layout, k, w->v[k->word + n].at,
				word_end(w, k->word_end - 1));
			add_years(b, k->word, k->word_end);
			FIRE(b, header_kind_and_title);
			for (size_t m = i + 1; m < to; m++)
				read_issuer(b, block_at(b, m));
		}
		if (k->word_end - k->word > 20)
			read_bases(b, k);
	}
}

/* --- behind the body */

static void read_recipient(struct reading_build *b, const struct block *k)
{
	struct reading_recipient r = { .line = k->line, .purpose = STR_NULL };
	struct str text = whole_text(b, k);
	struct str mark = k->mark;

	text = str_trim(str_sub(text, str_starts(text, mark) ? mark.n : 0, text.n));
	while (text.n && strchr(";.,", text.p[text.n - 1]))
		text.n--;
	if (text.n && text.p[text.n - 1] == ')') {
		size_t open = text.n;

		while (open > 0 && text.p[open - 1] != '(')
			open--;
		if (open > 1) {
			r.purpose = str_sub(text, open, text.n - 1);
			text = str_trim(str_sub(text, 0, open - 1));
		}
	}
	r.name = text;
	r.span = (struct reading_span){ k->at, b->layout.pieces.v[k->piece_end - 1].to };
	FIRE(b, header_recipient);
	LIST_PUSH(b->a, &b->r->header.recipients, r);
}

static bool is_person_name(const struct reading_build *b, const struct block *k)
{
	const struct words *w = &b->layout.words;
	size_t n = k->word_end - k->word;

	if (n < 2 || n > 5 || k->marker != MARK_NONE || k->gap_end & (GAP_DOT | GAP_COLON) ||
		phrase_any(w, k->word, k->word_end, SET(SIGN) | SET(HEAD) | SET(NATION) | SET(KIND),
			NULL))
		return false;
	for (size_t i = k->word; i < k->word_end; i++) {
		if (!(w->v[i].flags & WORD_UPPER) || w->v[i].flags & (WORD_DIGITS | WORD_MIXED) ||
			(i > k->word && w->v[i].gap & ~GAP_SPACE))
			return false;
	}
	return true;
}

static void read_tail(struct reading_build *b, size_t from, size_t to)
{
	struct reading_header *h = &b->r->header;
	const struct words *w = &b->layout.words;
	bool list = false;

	for (size_t i = from; i < to; i++) {
		const struct block *k = block_at(b, i);

		if (starts_tail(b, k)) {
			list = true;
			continue;
		}
		if (list && marker_is_sign(k->marker)) {
			read_recipient(b, k);
			continue;
		}
		if (k->caps && phrase_at(w, k->word, k->word_end, PHRASE_SIGN) && !h->signatory.n) {
			struct str title = whole_text(b, k);

			h->signatory_title = h->signatory_title.n
						     ? str_fmt(b->a, "%.*s, %.*s",
							       STR_ARG(h->signatory_title),
							       STR_ARG(title))
						     : title;
		} else if (!h->signatory.n && is_person_name(b, k)) {
			h->signatory = whole_text(b, k);
			FIRE(b, header_signature);
		}
	}
}

/* --- whose province "Công an tỉnh" is */

struct tally {
	struct str name;
	unsigned count;
};

static bool ends_with_word(struct str longer, struct str shorter)
{
	return longer.n > shorter.n && str_ends(longer, shorter) &&
	       longer.p[longer.n - shorter.n - 1] == ' ';
}

/* The name that stands most often where a province is meant. */
static struct str likeliest(struct tally *t, size_t n)
{
	struct tally *best = NULL;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			if (ends_with_word(t[i].name, t[k].name))
				t[i].count += t[k].count;
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (!best || t[i].count > best->count ||
			(t[i].count == best->count && t[i].name.n > best->name.n))
			best = &t[i];
	}
	return best ? best->name : STR_NULL;
}

static void find_province(struct reading_build *b)
{
	const struct words *w = &b->layout.words;
	struct tally tallies[80];
	size_t n = 0, local = 0, national = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct agency *agency = NULL;
		struct str name = STR_NULL;

		if (!w->v[i].node || !(w->v[i].flags & WORD_UPPER))
			continue;
		if (agency_at(w, i, w->n, &agency)) {
			local += agency->scope == 'd' && !str_eq(agency->kind, S("party"));
			national += agency->scope == 'n' && str_eq(agency->kind, S("ministry"));
		}
		size_t len = province_at(w, i, w->n, &name), t = 0;

		if (!len)
			continue;
		bool unit = i > 0 && phrase_at(w, i - 1, w->n, PHRASE_UNIT);

		while (t < n && !str_eq(tallies[t].name, name))
			t++;
		if (t == n && n < COUNT(tallies))
			tallies[n++] = (struct tally){ name, 0 };
		if (t < COUNT(tallies))
			tallies[t].count += unit ? 3 : 1;
		i += len - 1;
	}
	if (local <= national)
		return;
	struct reading_header *h = &b->r->header;

	h->province = likeliest(tallies, n);
	for (size_t t = 0; t < n; t++) {
		if (h->place.n && party_same(tallies[t].name, h->place))
			h->province = tallies[t].name;
	}
	if (!h->province.n && b->opt)
		h->province = b->opt->province;
	FIRE(b, header_province);
}

void header_read(struct reading_build *b, body_list *bodies)
{
	struct reading_header *h = &b->r->header;
	size_t n = b->layout.blocks.n;

	*h = (struct reading_header){ .number = STR_NULL,
		.kind = STR_NULL,
		.issuer = STR_NULL,
		.place = STR_NULL,
		.title = STR_NULL,
		.parent_plan = -1,
		.signatory = STR_NULL,
		.signatory_title = STR_NULL,
		.province = STR_NULL,
		.covering = STR_NULL };
	find_bodies(b, bodies);
	find_province(b);
	for (size_t i = 0; i < bodies->n; i++) {
		struct body *x = &bodies->v[i];
		size_t end = i + 1 < bodies->n ? bodies->v[i + 1].head : n;

		if (i == 1 && bodies->v[0].articles)
			h->covering = h->number;
		if (i == 0)
			read_head(b, x->head, x->from);
		if (i == 0 && !h->kind.n)
			read_letter(b, x->head, x->from);
		read_tail(b, x->to, end);
	}
	if (!h->number.n)
		flag_add(b->a, &h->flags, READING_FLAG_number_missing,
			(struct reading_span){ 0, 0 }, S(""));
	if (!date_given(h->date))
		flag_add(b->a, &h->flags, READING_FLAG_date_missing, (struct reading_span){ 0, 0 },
			S(""));
}

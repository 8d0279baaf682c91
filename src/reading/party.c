#include "reading/party.h"

#include "base/viet.h"
#include "reading/letters.h"

enum { MOST_LIST_WORDS = 1500 };

static inline bool plain_gap(const struct words *w, size_t i)
{
	return !(w->v[i].gap & ~(GAP_SPACE | GAP_QUOTE));
}

static struct str lower_first(struct reading_build *b, struct str s)
{
	size_t len;

	if (!s.n)
		return s;
	str_rune(s, 0, &len);
	return str_fmt(b->a, "%.*s%.*s", STR_ARG(viet_lower(b->a, str_sub(s, 0, len))),
		STR_ARG(str_sub(s, len, s.n)));
}

/* --- spelling out */

static void add_gap(struct buf *out, struct str t, size_t from, size_t to)
{
	bool space = false;

	for (size_t i = from; i < to; i++) {
		char c = t.p[i];

		if (c == ' ' || c == '\n' || c == '\t' || c == '#')
			space = true;
		else if (c != '*' && c != '.') {
			if (space)
				buf_addc(out, ' ');
			space = false;
			buf_addc(out, c);
		}
	}
	if (space || from == to)
		buf_addc(out, ' ');
}

struct str party_spelled(struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;
	struct buf out = { .arena = b->a };

	for (size_t k = i; k < end; k++) {
		struct str word = abbreviation(word_text(w, k));

		if (k > i && str_eq(word_text(w, k - 1), S("T")) && str_eq(word, S("Ư")))
			continue;
		if (k > i) {
			size_t from = word_end(w, k - 1), to = w->v[k].at;

			/* what lies between may be a page number that was left out */
			if (to > from && to - from < 8)
				add_gap(&out, w->text, from, to);
			else
				buf_addc(&out, ' ');
		}
		buf_add(&out, word);
	}
	return buf_str(&out);
}

/* The next letter or digit of s at *i, as words compare; 0 at the end. */
static uint32_t next_letter(struct str s, size_t *i)
{
	while (*i < s.n) {
		size_t len;
		struct letter l = letter_of(str_rune(s, *i, &len));

		*i += len;
		if (l.flags)
			return (uint32_t)l.plain << 3 | l.tone;
	}
	return 0;
}

bool party_same(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;;) {
		uint32_t x = next_letter(a, &i), y = next_letter(b, &k);

		if (x != y)
			return false;
		if (!x)
			return true;
	}
}

/* --- the place behind a name */

/* A proper name: words with a capital, with nothing but spaces between. */
static size_t proper_name(const struct words *w, size_t i, size_t end)
{
	const struct agency *agency;
	struct str province;
	size_t n = 0;

	if (i >= end || !plain_gap(w, i) || agency_at(w, i, end, &agency))
		return 0;
	n = province_at(w, i, end, &province);
	if (n)
		return n;
	while (i + n < end && n < 4 && plain_gap(w, i + n) && w->v[i + n].flags & WORD_UPPER &&
		!(w->v[i + n].flags & WORD_CAPS && w->v[i + n].n > 1 && n) &&
		!(n && phrase_at(w, i + n, end, PHRASE_HEAD) && agency_at(w, i + n, end, &agency)))
		n++;
	return n;
}

/* "các huyện, thị xã, thành phố Huế", "cấp tỉnh", "tỉnh Đồng Nai", "Đồng Nai": words. */
struct suffix {
	size_t words;
	struct str text;
	bool collective;
	bool named; /* a proper name is in it */
};

/* "các huyện tổ chức thực hiện": without a comma, what may be a verb is one. */
static bool is_verb(const struct words *w, size_t i, size_t n, size_t end)
{
	return !(w->v[i].gap & GAP_COMMA) && phrase_at(w, i, end, PHRASE_DO) >= n;
}

static struct suffix plural_suffix(struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;
	struct suffix s = { 0 };
	struct buf out = { .arena = b->a };
	size_t k = i + phrase_at(w, i, end, PHRASE_PLURAL), n;

	buf_add(&out, party_spelled(b, i, k));
	for (size_t units = 0; units < 24; units++) {
		bool and = k < end && phrase_at(w, k, end, PHRASE_LIST_AND) == 1 && units;

		n = phrase_any(w, k + and, end, SET(UNIT) | SET(GENERIC), NULL);
		if (!n || (units == 0 && !plain_gap(w, k)) ||
			w->v[k + and].gap & (GAP_STOP & ~GAP_SEMI) ||
			w->v[k + and].flags & WORD_CAPS)
			if (!n || w->v[k + and].n != 2)
				break;
		const struct agency *agency;

		if (units && !and&&is_verb(w, k, n, end))
			break;
		if (units && agency_at(w, k + and, end, &agency) > n)
			break;
		buf_addz(&out, units && !and? ", " : " ");
		if (and)
			buf_addz(&out, "và ");
		buf_add(&out, party_spelled(b, k + and, k + and+n));
		k += and+n;
	}
	if (k == i + 1)
		return s;
	n = phrase_at(w, k, end, PHRASE_QUALIFIER_NAME);
	if (n && plain_gap(w, k)) {
		size_t unit = phrase_at(w, k + n, end, PHRASE_UNIT);
		size_t name = proper_name(w, k + n + unit, end);

		n = unit + name ? n + unit + name : 0;
	} else {
		n = phrase_at(w, k, end, PHRASE_QUALIFIER);
		if (!n)
			n = proper_name(w, k, end);
	}
	if (n && (k < end && plain_gap(w, k))) {
		buf_addc(&out, ' ');
		buf_add(&out, party_spelled(b, k, k + n));
		k += n;
	}
	return (struct suffix){ .words = k - i, .text = buf_str(&out), .collective = true };
}

static struct suffix place_suffix(struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;
	struct suffix s = { 0 };
	size_t unit, name;

	if (i >= end || w->v[i].gap & ~(GAP_SPACE | GAP_QUOTE))
		return s;
	if (phrase_at(w, i, end, PHRASE_PLURAL))
		return plural_suffix(b, i, end);
	unit = phrase_at(w, i, end, PHRASE_LEVEL);
	if (unit)
		return (struct suffix){ unit, party_spelled(b, i, i + unit), true, false };
	unit = phrase_at(w, i, end, PHRASE_UNIT);
	name = proper_name(w, i + unit, end);
	/* "Công an tỉnh, các sở": a unit needs no name; a name alone must be a place */
	if (!unit && name) {
		struct str province;

		if (!province_at(w, i, end, &province) && name > 3)
			name = 0;
	}
	s.words = unit + name;
	s.named = name > 0;
	if (s.words)
		s.text = party_spelled(b, i, i + s.words);
	return s;
}

/* --- collectives */

static bool starts_party(const struct words *w, size_t i, size_t end)
{
	const struct agency *agency;

	return agency_at(w, i, end, &agency) || phrase_at(w, i, end, PHRASE_PLURAL);
}

/* What may follow the list of a collective: "có liên quan", "thành viên Ban Chỉ đạo …",
 * "trực thuộc tỉnh". Returns the word behind it. */
static size_t qualifier(struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;
	struct reading_party inner;

	for (int round = 0; round < 3 && i < end; round++) {
		size_t n = phrase_at(w, i, end, PHRASE_QUALIFIER_NAME);
		size_t more = 0;

		if (w->v[i].gap & ~(GAP_SPACE | GAP_COMMA | GAP_QUOTE))
			break;
		if (n && phrase_at(w, i, end, PHRASE_QUALIFIER) <= n) {
			more = party_at(b, i + n, end, &inner);
			if (!more)
				more = phrase_at(w, i + n, end, PHRASE_UNIT);
			if (!more)
				more = proper_name(w, i + n, end);
			if (!more)
				break;
			i += n + more;
			continue;
		}
		if (!plain_gap(w, i))
			break;
		n = phrase_at(w, i, end, PHRASE_QUALIFIER);
		if (!n)
			n = phrase_at(w, i, end, PHRASE_LEVEL);
		if (!n && phrase_at(w, i, end, PHRASE_UNIT) == 1 &&
			!phrase_at(w, i, end, PHRASE_LIST_AND))
			n = 1 + proper_name(w, i + 1, end);
		if (!n)
			break;
		i += n;
		/* "trên địa bàn tỉnh", "trên địa bàn huyện Long Thành" */
		if (i < end && plain_gap(w, i)) {
			n = phrase_at(w, i, end, PHRASE_UNIT);
			i += n ? n + proper_name(w, i + n, end) : 0;
		}
	}
	return i;
}

/* "các sở, ban, ngành, địa phương liên quan": generic words in a row. */
static size_t collective_at(
	struct reading_build *b, size_t i, size_t end, struct reading_party *out)
{
	const struct words *w = &b->layout.words;
	size_t lead = phrase_at(w, i, end, PHRASE_PLURAL), k = i + lead, words = 0;
	struct buf name = { .arena = b->a };
	const struct agency *agency;

	while (k < end && words < 24) {
		size_t and = words && phrase_at(w, k, end, PHRASE_LIST_AND) == 1;
		size_t plural = words && and? phrase_at(w, k + and, end, PHRASE_PLURAL) : 0;
		size_t n = plural ? 0 : phrase_at(w, k + and, end, PHRASE_GENERIC);
		bool member = word_is(w, k, WORD("thành")) &&
			      phrase_at(w, k, end, PHRASE_QUALIFIER_NAME);

		if (!n || member || (words && w->v[k].gap & GAP_STOP) ||
			(words && w->v[k + and].gap & GAP_STOP) ||
			(!words && lead && !plain_gap(w, k)))
			break;
		if (words && !and&&is_verb(w, k, n, end))
			break;
		/* "Trường THCS Mẫu" is a name: without "các" a list has commas */
		if (words && !and&&!lead && !(w->v[k].gap & GAP_COMMA))
			break;
		/* "các ban, ngành, đoàn thể huyện": a unit without a comma says whose */
		if (words && !and&&!(w->v[k].gap & GAP_COMMA) &&
			phrase_at(w, k, end, PHRASE_UNIT) >= n && !word_is(w, k, WORD("địa")))
			break;
		if ((lead || words) && agency_at(w, k + and, end, &agency) >= n &&
			w->v[k + and].flags & WORD_UPPER && words)
			break;
		if (words)
			buf_addz(&name, and? " và " : ", ");
		buf_add(&name, party_spelled(b, k + and, k + and+n));
		k += and+n;
		words++;
	}
	size_t behind = qualifier(b, k, end);
	/* "các thành viên Ban Chỉ đạo" */
	bool members = lead && behind > k && phrase_at(w, k, end, PHRASE_QUALIFIER_NAME);

	if ((!words && !members) || (!lead && words < 2 && behind == k))
		return 0;
	if (behind > k) {
		if (words)
			buf_addz(&name, w->v[k].gap & GAP_COMMA ? ", " : " ");
		buf_add(&name, party_spelled(b, k, behind));
	}
	struct str plural = lead ? viet_lower(b->a, party_spelled(b, i, i + lead)) : S("các");

	out->name = str_fmt(b->a, "%.*s %.*s", STR_ARG(plural),
		STR_ARG(w->v[i].flags & WORD_CAPS && w->v[behind - 1].flags & WORD_CAPS
				? viet_lower(b->a, buf_str(&name))
				: lower_first(b, buf_str(&name))));
	out->collective = true;
	out->resolved = true;
	return behind - i;
}

/* --- single bodies */

static struct str document_place(const struct reading_build *b)
{
	return b->r->header.province;
}

static size_t known_at(struct reading_build *b, size_t i, size_t end, struct reading_party *out)
{
	const struct words *w = &b->layout.words;
	const struct agency *agency;
	size_t n = agency_at(w, i, end, &agency);
	struct suffix s = { 0 };

	if (!n || !(w->v[i].flags & WORD_UPPER))
		return 0;
	out->name = agency->name;
	out->resolved = agency->scope != 'm';
	out->person = str_eq(agency->kind, S("position"));
	if (agency->scope == 'l' || agency->scope == 'd')
		s = place_suffix(b, i + n, end);
	/* "Phòng Cảnh sát hình sự Công an tỉnh": a part of a body, and the body */
	if (!s.words && i + n < end && plain_gap(w, i + n) && w->v[i + n].flags & WORD_UPPER &&
		(str_eq(agency->kind, S("office")) || str_eq(agency->kind, S("police")))) {
		const struct agency *owner;
		size_t more = agency_at(w, i + n, end, &owner);

		if (more) {
			out->name = str_fmt(
				b->a, "%.*s %.*s", STR_ARG(agency->name), STR_ARG(owner->name));
			return n + more;
		}
	}
	if (s.words) {
		out->name = str_fmt(b->a, "%.*s %.*s", STR_ARG(agency->name), STR_ARG(s.text));
		out->collective = s.collective;
	}
	if ((agency->scope == 'l' || agency->scope == 'd') && !s.named && !s.collective)
		out->place = document_place(b);
	return n + s.words;
}

/* Where an unknown name ends: at a verb, a sign, or the next party. */
static bool name_ends(const struct words *w, size_t k, size_t end)
{
	uint64_t verbs = SET(LEAD) | SET(COOPERATE) | SET(DO) | SET(FILLER) | SET(ABOVE);

	if (w->v[k].gap & (GAP_STOP | GAP_QUOTE))
		return true;
	if (word_is(w, k, WORD("và")))
		return false;
	return !(w->v[k].flags & WORD_UPPER) && phrase_any(w, k, end, verbs, NULL);
}

/* A comma inside the name: "Sở Biển, Đảo và Thủy sản". Returns the words up to the last part. */
static size_t name_over_comma(const struct words *w, size_t k, size_t end)
{
	size_t i = k;

	while (i < end && i - k < 8) {
		if (i > k && (w->v[i].gap & ~GAP_SPACE))
			return 0;
		if (phrase_any(w, i, end, SET(HEAD) | SET(PLURAL) | SET(POSITION), NULL) ||
			name_ends(w, i, end))
			return 0;
		if (word_is(w, i, WORD("và")) && i > k && i + 1 < end &&
			w->v[i + 1].flags & WORD_UPPER &&
			!phrase_any(w, i + 1, end, SET(HEAD) | SET(PLURAL), NULL))
			return i - k;
		i++;
	}
	return 0;
}

static size_t unknown_at(struct reading_build *b, size_t i, size_t end, struct reading_party *out)
{
	const struct words *w = &b->layout.words;
	size_t head = phrase_at(w, i, end, PHRASE_HEAD), k = i + head;

	if (!head || !(w->v[i].flags & WORD_UPPER) || k >= end || !plain_gap(w, k) ||
		!(w->v[k].flags & (WORD_UPPER | WORD_DIGITS)))
		return 0;
	while (k < end && k - i < 20 && !name_ends(w, k, end)) {
		bool and = word_is(w, k, WORD("và"));

		if (k > i && w->v[k].gap & GAP_COMMA) {
			size_t more = name_over_comma(w, k, end);

			if (!more)
				break;
			k += more;
			continue;
		}
		if (and&&(k + 1 >= end || starts_party(w, k + 1, end) ||
			    phrase_any(w, k + 1, end, SET(HEAD) | SET(PERSON), NULL)))
			break;
		if (phrase_at(w, k, end, PHRASE_PLURAL) ||
			(w->v[k].gap & GAP_DASH && phrase_at(w, k, end, PHRASE_STANDING)))
			break;
		k++;
	}
	out->name = party_spelled(b, i, k);
	return k - i;
}

/* --- positions and persons */

static size_t person_at(struct reading_build *b, size_t i, size_t end, struct reading_party *out)
{
	const struct words *w = &b->layout.words;
	size_t n = phrase_at(w, i, end, PHRASE_PERSON), k = i + n;
	struct reading_party inner = { 0 };

	if (n) {
		size_t name = proper_name(w, k, end);

		if (!name)
			return 0;
		k += name;
		if (k < end && w->v[k].gap & (GAP_DASH | GAP_COMMA) &&
			phrase_at(w, k, end, PHRASE_POSITION)) {
			size_t more = party_at(b, k, end, &inner);

			k += more && inner.person ? more : 0;
		}
	} else {
		n = phrase_at(w, i, end, PHRASE_POSITION);
		if (!n || !(w->v[i].flags & WORD_UPPER))
			return 0;
		k = i + n;
		size_t more = k < end && plain_gap(w, k) ? party_at(b, k, end, &inner) : 0;

		if (!more && k < end && plain_gap(w, k))
			more = phrase_any(w, k, end, SET(UNIT) | SET(GENERIC), NULL);
		if (!more && k < end && plain_gap(w, k))
			more = proper_name(w, k, end);
		if (!more)
			return 0;
		k += more;
		out->collective = inner.collective;
		out->resolved = inner.resolved;
	}
	out->name = party_spelled(b, i, k);
	out->person = true;
	return k - i;
}

/* "- Cơ quan Thường trực Ban Chỉ đạo …", "(Cơ quan thường trực)": of the name before it. */
static size_t apposition(struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;
	struct reading_party inner = { 0 };
	size_t n;

	if (i >= end || !(w->v[i].gap & (GAP_DASH | GAP_OPEN)))
		return 0;
	n = phrase_at(w, i, end, PHRASE_STANDING);
	if (!n)
		return 0;
	size_t more = i + n < end && plain_gap(w, i + n) ? party_at(b, i + n, end, &inner) : 0;

	if (!more && i + n < end && plain_gap(w, i + n))
		more = proper_name(w, i + n, end);
	return n + more;
}

size_t party_at(struct reading_build *b, size_t i, size_t end, struct reading_party *out)
{
	const struct words *w = &b->layout.words;
	size_t n = 0;

	if (i >= end || !w->v[i].node || b->depth > 6)
		return 0;
	b->depth++;
	*out = (struct reading_party){ 0 };
	if (phrase_at(w, i, end, PHRASE_PERSON))
		n = person_at(b, i, end, out);
	if (!n && phrase_at(w, i, end, PHRASE_PLURAL))
		n = collective_at(b, i, end, out);
	if (!n)
		n = known_at(b, i, end, out);
	if (!n)
		n = person_at(b, i, end, out);
	if (!n)
		n = collective_at(b, i, end, out);
	if (!n)
		n = unknown_at(b, i, end, out);
	b->depth--;
	if (!n)
		return 0;
	out->span = (struct reading_span){ w->v[i].at, word_end(w, i + n - 1) };
	out->written = str_sub(w->text, out->span.from, out->span.to);
	return n + apposition(b, i + n, end);
}

/* "Sở Tư pháp, Tài chính", "các Sở: Tư pháp, Y tế": the head of the one before. */
static size_t shared_head(
	struct reading_build *b, uint32_t head, size_t i, size_t end, struct reading_party *out)
{
	const struct words *w = &b->layout.words;
	const struct agency *agency;
	size_t n = head && i < end && w->v[i].flags & WORD_UPPER
			   ? agency_under(head, w, i, end, &agency)
			   : 0;

	if (!n)
		return 0;
	*out = (struct reading_party){ .name = agency->name,
		.resolved = true,
		.span = { w->v[i].at, word_end(w, i + n - 1) } };
	out->written = str_sub(w->text, out->span.from, out->span.to);
	if (agency->scope != 'n')
		out->place = document_place(b);
	return n;
}

size_t party_list(struct reading_build *b, size_t i, size_t end, reading_party_list *list)
{
	const struct words *w = &b->layout.words;
	size_t behind = i;
	uint32_t head = 0;

	if (end - i > MOST_LIST_WORDS && end > i)
		end = i + MOST_LIST_WORDS;
	for (size_t k = i; k < end;) {
		struct reading_party p = { 0 };
		size_t n = 0;

		/* "các Sở: Tư pháp, Y tế" */
		if (phrase_at(w, k, end, PHRASE_PLURAL) == 1 && k + 2 < end &&
			w->v[k + 1].flags & WORD_UPPER) {
			n = shared_head(b, w->v[k + 1].hash, k + 2, end, &p);
			if (n) {
				head = w->v[k + 1].hash;
				n += 2;
			}
		}
		if (!n) {
			n = party_at(b, k, end, &p);
			if (n && !p.collective)
				head = w->v[k].hash;
		}
		if (!n)
			n = shared_head(b, head, k, end, &p);
		if (!n)
			break;
		LIST_PUSH(b->a, list, p);
		behind = k += n;
		if (k >= end || w->v[k].gap & (GAP_STOP & ~(GAP_SEMI | GAP_CLOSE)))
			break;
		size_t and = phrase_at(w, k, end, PHRASE_LIST_AND);

		if (!and&&!(w->v[k].gap & (GAP_COMMA | GAP_SEMI)))
			break;
		k += and;
	}
	return behind;
}

size_t party_names(struct reading_build *b, size_t i, size_t end, reading_party_list *list)
{
	const struct words *w = &b->layout.words;
	const unsigned parts = GAP_COMMA | GAP_SEMI;
	size_t k = party_list(b, i, end, list);

	if (k < end && k > i && !(w->v[k].gap & parts))
		return k;
	while (k < end && k - i < MOST_LIST_WORDS) {
		struct reading_party p = { 0 };
		size_t to = k + 1, next;

		while (to < end && !(w->v[to].gap & (parts | GAP_STOP)))
			to++;
		if (to - k > 14 || (to < end && w->v[to].gap & (GAP_STOP & ~GAP_SEMI)) ||
			phrase_any(
				w, k, to, SET(DO) | SET(FILLER) | SET(COOPERATE) | SET(LEAD), NULL))
			return k;
		struct reading_party *last = list->n ? &list->v[list->n - 1] : NULL;
		/* "Viện Chiến lược, Chính sách …": the name goes on */
		bool goes_on = last && !last->resolved && !last->collective &&
			       !phrase_any(w, k, to,
				       SET(HEAD) | SET(GENERIC) | SET(POSITION) | SET(PERSON) |
					       SET(PLURAL),
				       NULL);

		p.name = party_spelled(b, k, to);
		p.span = (struct reading_span){ w->v[k].at, word_end(w, to - 1) };
		if (goes_on) {
			p.name = str_fmt(b->a, "%.*s, %.*s", STR_ARG(last->name), STR_ARG(p.name));
			p.span.from = last->span.from;
			list->n--;
		}
		p.written = str_sub(w->text, p.span.from, p.span.to);
		LIST_PUSH(b->a, list, p);
		next = to < end ? party_list(b, to, end, list) : to;
		k = next > to ? next : to;
	}
	return k;
}

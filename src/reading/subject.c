/*
 * The agency as the subject of the sentence.
 */
#include "reading/facts.h"
#include "reading/party.h"
#include "reading/plan.h"

/* Behind the parties stands what they do. */
static bool does_something(const struct words *w, size_t k, size_t end)
{
	uint64_t verbs = SET(DO) | SET(LEAD) | SET(COOPERATE);

	if (k >= end || w->v[k].gap & (GAP_DOT | GAP_CLOSE))
		return false;
	return phrase_any(w, k, end, verbs, NULL) || word_is(w, k, WORD("là"));
}

/* Words that go on with the name or tell what was: any other small word is
 * taken for a verb. */
static bool may_act(const struct words *w, size_t k, size_t end)
{
	return k < end && !(w->v[k].gap & ~(GAP_SPACE | GAP_COMMA | GAP_QUOTE)) &&
	       !(w->v[k].flags & (WORD_UPPER | WORD_DIGITS | WORD_MIXED)) &&
	       !phrase_at(w, k, end, PHRASE_NO_VERB);
}

/* "Công an xã: Phối hợp với …": the role behind the colon, and who else. */
static void role_behind(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	struct assignment own = { 0 };

	if (!assign_sentence(b, i, end, &own) || !own.no_subject || !own.role_word)
		return;
	LIST_EACH(p, &out->parties) {
		p->role = own.coordinates ? READING_COORDINATING : READING_LEAD;
		p->explicit_role = true;
	}
	LIST_EACH(p, &own.parties)
		LIST_PUSH(b->a, &out->parties, *p);
	out->role_word = true;
}

/* "Giáo viên chủ nhiệm: nắm tình hình …": who stands before the colon, known or
 * not. */
static bool before_colon(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	const struct words *w = &b->layout.words;
	uint64_t heads = SET(HEAD) | SET(GENERIC) | SET(POSITION) | SET(PERSON) | SET(PLURAL);
	struct reading_party p = { .rule = READING_RULE_assign_subject, .sure = READING_LIKELY };
	size_t k = i + 1;
	enum phrase set;

	while (k < end && k - i < 24 && !(w->v[k].gap & (GAP_STOP & ~GAP_OPEN & ~GAP_CLOSE)))
		k++;
	if (k >= end || !(w->v[k].gap & GAP_COLON) || !(w->v[i].flags & WORD_UPPER) ||
		!phrase_any(w, i, k, heads, NULL) || assign_label(b, i, end, &set) ||
		phrase_any(w, i, k, SET(WORK) | SET(CONTENT_TITLE), NULL))
		return false;
	p.name = party_spelled(b, i, k);
	p.span = (struct reading_span){ w->v[i].at, word_end(w, k - 1) };
	p.written = str_sub(w->text, p.span.from, p.span.to);
	p.person = phrase_any(w, i, k, SET(POSITION) | SET(PERSON), NULL) > 0;
	p.collective = phrase_at(w, i, k, PHRASE_PLURAL) > 0;
	p.role = p.collective ? READING_JOINT : READING_LEAD;
	*out = (struct assignment){
		.word = i, .word_end = k, .object = k, .object_end = end, .subject = 1
	};
	LIST_PUSH(b->a, &out->parties, p);
	role_behind(b, k, end, out);
	return true;
}

/* `open`: whatever follows the names, in small letters, is what they do. */
static bool try_at(struct reading_build *b, size_t i, size_t end, bool open, struct assignment *out)
{
	const struct words *w = &b->layout.words;
	reading_party_list list = { 0 };
	size_t behind = party_list(b, i, end, &list);

	if (!list.n)
		return false;
	/* a body nobody knows must be followed by what bodies do */
	LIST_EACH(p, &list) {
		if (!p->resolved && !p->collective && !p->person &&
			!(open && does_something(w, behind, end)))
			return false;
	}
	/* "Sở Tài chính: bố trí kinh phí" */
	if (behind < end && w->v[behind].gap & GAP_COLON) {
		*out = (struct assignment){ .parties = list,
			.word = i,
			.word_end = behind,
			.object = behind,
			.object_end = end,
			.subject = list.n };
		LIST_EACH(p, &out->parties) {
			p->role = list.n > 1 || p->collective ? READING_JOINT : READING_LEAD;
			p->rule = READING_RULE_assign_subject;
			p->sure = READING_LIKELY;
		}
		role_behind(b, behind, end, out);
		return true;
	}
	if (!(does_something(w, behind, end) || (open && may_act(w, behind, end))) ||
		!assign_sentence(b, i, end, out))
		return false;
	out->word_end = out->object;
	LIST_EACH(p, &out->parties) {
		p->sure = READING_LIKELY;
	}
	return out->subject > 0;
}

bool subject_first(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	if (i >= end)
		return false;
	/* "Đồng chí X - Phó Chủ tịch, Trưởng ban: …" is one person */
	bool person = phrase_at(&b->layout.words, i, end, PHRASE_PERSON) > 0;

	if (!(person && before_colon(b, i, end, out)) && !try_at(b, i, end, true, out) &&
		!before_colon(b, i, end, out))
		return false;
	out->rule = READING_RULE_assign_subject;
	return true;
}

/* "Chế độ báo cáo: định kỳ hằng tháng, các xã …": a few words that only say what it is about. */
static size_t behind_title(const struct words *w, size_t i, size_t end)
{
	for (size_t k = i + 1; k < end && k < i + 7; k++) {
		if (w->v[k].gap & GAP_COLON)
			return k;
		if (w->v[k].gap & GAP_STOP)
			break;
	}
	return i;
}

bool subject_later(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	const struct words *w = &b->layout.words;
	size_t reach = end - i > 80 ? i + 80 : end;

	if (i >= end)
		return false;
	i = behind_title(w, i, end);
	if (!phrase_at(w, i, end, PHRASE_INTRO))
		return false;
	for (size_t k = i + 1; k < reach; k++) {
		if (w->v[k].gap & (GAP_DOT | GAP_COLON))
			return false;
		if (w->v[k].gap & GAP_COMMA && try_at(b, k, end, false, out)) {
			out->rule = READING_RULE_assign_subject_later;
			return true;
		}
	}
	return false;
}

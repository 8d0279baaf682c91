/*
 * The agency as the subject of the sentence.
 */
#include "reading/party.h"
#include "reading/plan.h"

/* Behind the parties stands what they do. */
static bool does_something(const struct words *w, size_t k, size_t end)
{
	uint64_t verbs = SET(DO) | SET(LEAD) | SET(COOPERATE);

	if (k >= end || w->v[k].gap & (GAP_DOT | GAP_CLOSE))
		return false;
	return phrase_any(w, k, end, verbs, NULL) || word_is(w, k, word_hash(S("là")));
}

static bool try_at(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	const struct words *w = &b->layout.words;
	reading_party_list list = { 0 };
	size_t behind = party_list(b, i, end, &list);

	if (!list.n)
		return false;
	LIST_EACH(p, &list) {
		if (!p->resolved && !p->collective && !p->person)
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
		return true;
	}
	if (!does_something(w, behind, end) || !assign_sentence(b, i, end, out))
		return false;
	out->word_end = out->object;
	LIST_EACH(p, &out->parties) {
		p->sure = READING_LIKELY;
	}
	return out->subject > 0;
}

bool subject_first(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	if (i >= end || !try_at(b, i, end, out))
		return false;
	out->rule = READING_RULE_assign_subject;
	return true;
}

bool subject_later(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	const struct words *w = &b->layout.words;
	size_t reach = end - i > 80 ? i + 80 : end;

	if (i >= end)
		return false;
	if (!phrase_at(w, i, end, PHRASE_INTRO))
		return false;
	for (size_t k = i + 1; k < reach; k++) {
		if (w->v[k].gap & (GAP_DOT | GAP_COLON))
			return false;
		if (w->v[k].gap & GAP_COMMA && try_at(b, k, end, out)) {
			out->rule = READING_RULE_assign_subject_later;
			return true;
		}
	}
	return false;
}

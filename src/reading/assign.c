#include "reading/assign.h"

#include "reading/party.h"

static void set_roles(reading_party_list *list, size_t from, enum reading_role role, bool explicit,
	enum reading_rule rule)
{
	for (size_t i = from; i < list->n; i++) {
		struct reading_party *p = &list->v[i];

		p->role = role;
		p->explicit_role = explicit;
		p->rule = rule;
		p->sure = explicit && p->resolved ? READING_CERTAIN : READING_LIKELY;
	}
}

/* Several, or a collective, without a word of role do a thing together; one alone leads. */
static enum reading_role silent_role(const reading_party_list *list)
{
	return list->n == 1 && !list->v[0].collective ? READING_LEAD : READING_JOINT;
}

bool assign_only_filler(const struct reading_build *b, size_t i, size_t end)
{
	const struct words *w = &b->layout.words;

	while (i < end) {
		size_t n = phrase_at(w, i, end, PHRASE_FILLER);

		if (!n)
			return false;
		i += n;
	}
	return true;
}

/* "chủ trì"; "là cơ quan chủ trì". */
static size_t lead_word(const struct words *w, size_t i, size_t end)
{
	size_t n = phrase_at(w, i, end, PHRASE_LEAD);

	if (n || !word_is(w, i, WORD("là")))
		return n;
	n = phrase_at(w, i + 1, end, PHRASE_LABEL_LEAD);
	return n > 2 ? n + 1 : 0;
}

/* "là Cơ quan Thường trực …, có trách nhiệm": up to the verb behind the comma. */
static size_t skip_being(const struct words *w, size_t i, size_t end)
{
	if (!word_is(w, i, WORD("là")))
		return i;
	if (lead_word(w, i, end))
		return i;
	for (size_t k = i + 1; k < end && k < i + 30; k++) {
		if (w->v[k].gap & GAP_STOP)
			break;
		if (w->v[k].gap & GAP_COMMA && phrase_any(w, k, end, SET(DO) | SET(LEAD), NULL))
			return k;
	}
	return i;
}

static size_t skip_duty(const struct words *w, size_t i, size_t end)
{
	static const char *const duties[] = { "trách", "nhiệm" };

	if (i + 2 < end && word_is(w, i, WORD("có")) &&
		(word_is(w, i + 1, word_hash(str_z(duties[0]))) ||
			word_is(w, i + 1, word_hash(str_z(duties[1])))))
		return i + 3;
	return i;
}

/* "phối hợp với" soon after the lead's word: where its list begins, 0 none. */
static size_t partners_after(const struct words *w, size_t i, size_t end, bool whole)
{
	size_t reach = whole ? 40 : 5;

	for (size_t k = i; k < end && k < i + reach; k++) {
		size_t n = phrase_at(w, k, end, PHRASE_COOPERATE);

		if (k > i && w->v[k].gap & (GAP_DOT | GAP_OPEN | GAP_CLOSE))
			return 0;
		if (n)
			return k + n;
		if (w->v[k].gap & GAP_SEMI)
			return 0;
	}
	return 0;
}

struct clause {
	size_t i, end;
	bool whole; /* nothing but the assignment is expected */
};

/* One clause: parties, role, partners. Returns the word behind the part understood; 0 none. */
static size_t read_clause(struct reading_build *b, struct clause c, struct assignment *out)
{
	const struct words *w = &b->layout.words;
	size_t first = out->parties.n, k = c.i, n, list;
	bool asked = (n = phrase_at(w, k, c.end, PHRASE_ASK)) > 0;

	k += n;
	if (!asked && (n = phrase_any(w, k, c.end, SET(GIVE) | SET(DEMAND), NULL))) {
		k += n;
		out->given = true;
	}
	if (asked)
		out->asked = true;
	k = party_list(b, k, c.end, &out->parties);
	out->subject = out->subject ? out->subject : out->parties.n - first;
	bool nobody = out->parties.n == first;

	k = skip_duty(w, skip_being(w, k, c.end), c.end);
	bool lead = (n = lead_word(w, k, c.end)) > 0, cooperate = false;

	k += n;
	if (lead) {
		list = partners_after(w, k, c.end, c.whole);
		set_roles(&out->parties, first, READING_LEAD, true, READING_RULE_assign_lead);
	} else {
		n = phrase_at(w, k, c.end, PHRASE_COOPERATE);
		cooperate = n > 0;
		list = n ? k + n : 0;
	}
	if (nobody && !lead && !cooperate)
		return 0;
	size_t before = out->parties.n;

	if (list) {
		k = party_list(b, list, c.end, &out->parties);
		set_roles(&out->parties, before, READING_COORDINATING, true,
			READING_RULE_assign_partners);
	}
	if (cooperate && out->parties.n > before && !nobody)
		for (size_t i = first; i < before; i++) {
			struct reading_party *p = &out->parties.v[i];

			p->role = READING_LEAD;
			p->rule = READING_RULE_assign_lead_implied;
			p->sure = READING_LIKELY;
		}
	else if (cooperate && !nobody)
		for (size_t i = first; i < before; i++) {
			out->parties.v[i].role = READING_COORDINATING;
			out->parties.v[i].explicit_role = true;
			out->parties.v[i].rule = READING_RULE_assign_partners;
		}
	else if (!lead && !nobody) {
		reading_party_list own = { .v = out->parties.v + first, .n = before - first };

		set_roles(&out->parties, first, silent_role(&own), false,
			own.n == 1 && !own.v[0].collective ? READING_RULE_assign_single
							   : READING_RULE_assign_joint);
	}
	if (asked)
		for (size_t i = first; i < before; i++) {
			struct reading_party *p = &out->parties.v[i];

			p->request = p->role == READING_LEAD && lead ? READING_LEAD
								     : READING_COORDINATING;
			p->role = READING_REQUESTED;
			p->rule = READING_RULE_assign_request;
			p->explicit_role = true;
		}
	if (nobody) {
		out->no_subject = true;
		out->coordinates = cooperate;
	}
	out->role_word = out->role_word || lead || cooperate;
	return k > c.i ? k : 0;
}

/* Where the next clause of the same sentence begins: behind a semicolon, or at "đề nghị". */
static size_t next_clause(const struct words *w, size_t i, size_t end)
{
	for (size_t k = i; k < end; k++) {
		if (w->v[k].gap & (GAP_SEMI | GAP_DOT))
			return k;
		if (k > i && phrase_at(w, k, end, PHRASE_ASK) && w->v[k].gap & GAP_COMMA)
			return k;
	}
	return SIZE_MAX;
}

static bool read_clauses(struct reading_build *b, struct clause c, struct assignment *out)
{
	const struct words *w = &b->layout.words;
	size_t k = read_clause(b, c, out);

	if (!k)
		return false;
	out->word = c.i;
	out->object = k;
	out->object_end = c.end;
	out->word_end = c.end;
	for (size_t next = next_clause(w, k, c.end); next != SIZE_MAX;
		next = next_clause(w, next + 1, c.end)) {
		struct assignment more = { 0 };
		size_t behind = read_clause(b, (struct clause){ next, c.end, c.whole }, &more);

		/* "(A chủ trì thực hiện; phối hợp với B)" */
		bool partners = c.whole && more.coordinates && !more.given;

		if (!behind || (!more.role_word && !more.asked && !c.whole) || !more.parties.n ||
			(more.no_subject && !partners))
			continue;
		for (size_t i = 0; i < more.parties.n; i++)
			LIST_PUSH(b->a, &out->parties, more.parties.v[i]);
		if (out->object_end == c.end)
			out->object_end = next;
		out->role_word = out->role_word || more.role_word;
		next = behind - 1;
		if (c.whole)
			out->object = behind;
	}
	return true;
}

bool assign_sentence(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	*out = (struct assignment){ .rule = READING_RULE_assign_sentence };
	return i < end && read_clauses(b, (struct clause){ i, end, false }, out);
}

/* "chủ trì: A; phối hợp: B" */
static bool labelled_whole(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	enum phrase set;
	size_t n = assign_label(b, i, end, &set);

	if (!n)
		return false;
	for (size_t k = i; k < end; k++) {
		n = assign_label(b, k, end, &set);
		if (!n || (set != PHRASE_LABEL_LEAD && set != PHRASE_LABEL_COOP))
			continue;
		size_t before = out->parties.n;

		k = party_list(b, k + n, end, &out->parties);
		set_roles(&out->parties, before,
			set == PHRASE_LABEL_LEAD ? READING_LEAD : READING_COORDINATING, true,
			READING_RULE_assign_labels);
		k--;
	}
	out->word = i;
	out->word_end = out->object = out->object_end = end;
	out->role_word = true;
	return out->parties.n > 0;
}

bool assign_whole(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	*out = (struct assignment){ .rule = READING_RULE_assign_closing };
	if (i >= end || end - i > 400)
		return false;
	if (labelled_whole(b, i, end, out))
		return true;
	*out = (struct assignment){ .rule = READING_RULE_assign_closing };
	if (!read_clauses(b, (struct clause){ i, end, true }, out) || !out->parties.n ||
		out->no_subject)
		return false;
	if (out->role_word)
		return true;
	if (!assign_only_filler(b, out->object, end))
		return false;
	if (out->object < end)
		return true;
	for (size_t k = 0; k < out->parties.n; k++) {
		if (!out->parties.v[k].resolved && !out->parties.v[k].collective)
			return false;
	}
	return true;
}

bool assign_heading(struct reading_build *b, size_t i, size_t end, struct assignment *out)
{
	*out = (struct assignment){ .rule = READING_RULE_assign_heading };
	if (i >= end || end - i > 120 || !read_clauses(b, (struct clause){ i, end, true }, out) ||
		!out->parties.n || out->no_subject)
		return false;
	if (out->object < end && !assign_only_filler(b, out->object, end))
		return false;
	for (size_t k = 0; k < out->parties.n; k++) {
		if (out->parties.v[k].resolved || out->parties.v[k].collective || out->role_word)
			return true;
	}
	return out->parties.n == 1;
}

size_t assign_label(const struct reading_build *b, size_t i, size_t end, enum phrase *set)
{
	const struct words *w = &b->layout.words;
	static const enum phrase sets[] = { PHRASE_LABEL_LEAD, PHRASE_LABEL_COOP, PHRASE_LABEL_DO,
		PHRASE_LABEL_TIME, PHRASE_LABEL_OTHER };
	size_t best = 0;

	for (size_t k = 0; k < COUNT(sets); k++) {
		size_t n = phrase_at(w, i, end, sets[k]);

		if (n > best) {
			best = n;
			*set = sets[k];
		}
	}
	if (!best || i + best > w->n)
		return 0;
	return i + best < end ? (w->v[i + best].gap & GAP_COLON ? best : 0) : 0;
}

static int strength(enum reading_role role)
{
	switch (role) {
	case READING_LEAD:
		return 4;
	case READING_JOINT:
		return 3;
	case READING_REQUESTED:
		return 2;
	default:
		return 1;
	}
}

void assign_add(struct reading_build *b, reading_party_list *list, const struct reading_party *p)
{
	LIST_EACH(old, list) {
		if (!party_same(old->name, p->name))
			continue;
		if (strength(p->role) > strength(old->role))
			*old = *p;
		return;
	}
	LIST_PUSH(b->a, list, *p);
}

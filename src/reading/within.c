/*
 * "Sở Y tế: chủ trì thực hiện nhiệm vụ 1, 2": a part that says who does what may name the items by
 * their numbers. What nobody has yet is given so.
 */
#include "reading/plan.h"

/* A number of an item at word i, "2", "2.1", "II.1": how many words; 0 none. */
static size_t item_number(struct plan_build *p, size_t i, size_t end, struct str *out)
{
	const struct words *w = &p->b->layout.words;
	struct buf name = { .arena = p->b->a };
	size_t k = i;

	while (k < end && k - i < 5) {
		struct str s = word_text(w, k);
		bool roman = w->v[k].flags & WORD_CAPS && s.n <= 4 && strspn(s.p, "IVX") >= s.n;

		if (k > i && (w->v[k].gap != GAP_DOT))
			break;
		if (!(w->v[k].flags & WORD_DIGITS && s.n <= 2) && !roman && !(k > i && s.n == 1))
			break;
		if (name.n)
			buf_addc(&name, '.');
		buf_add(&name, s);
		k++;
	}
	*out = buf_str(&name);
	return k - i;
}

static bool is_path(struct str path, struct str name)
{
	if (!str_ends(path, name))
		return false;
	return path.n == name.n || path.p[path.n - name.n - 1] == '.';
}

/* The role that stands just before the words: "chủ trì thực hiện nhiệm vụ 1". */
static bool role_before(const struct words *w, size_t from, size_t i, enum reading_role *role)
{
	for (size_t k = i; k > from && i - k < 6; k--) {
		if (phrase_at(w, k - 1, i, PHRASE_COOPERATE)) {
			*role = READING_COORDINATING;
			return true;
		}
		if (phrase_at(w, k - 1, i, PHRASE_LEAD)) {
			*role = READING_LEAD;
			return true;
		}
		if (w->v[k - 1].gap & (GAP_SEMI | GAP_DOT))
			return false;
	}
	return false;
}

static void give_numbered(
	struct plan_build *p, const struct unit *by, struct str name, enum reading_role role)
{
	for (size_t i = 0; i < p->units.n; i++) {
		struct unit *u = &p->units.v[i];
		struct assignment a = { .rule = READING_RULE_section_numbers };
		const struct node *n = &p->b->nodes.v[u->node];

		if (u == by || n->part != READING_PART_TASKS ||
			(u->assigned && u->rule != a.rule) || !is_path(n->path, name))
			continue;
		LIST_EACH(party, &by->parties) {
			struct reading_party again = *party;

			if (party->role == READING_COORDINATING && role == READING_LEAD)
				continue;
			again.role = role;
			LIST_PUSH(p->b->a, &a.parties, again);
		}
		unit_give(p, u, &a, READING_SCOPE_SECTION);
	}
}

static void read_numbers(struct plan_build *p, const struct unit *u)
{
	const struct words *w = &p->b->layout.words;

	for (size_t k = u->word; k < u->word_end; k++) {
		size_t n = phrase_at(w, k, u->word_end, PHRASE_LETTERS), more;
		enum reading_role role = u->parties.v[0].role;
		struct str name;

		if (!n || !(more = item_number(p, k + n, u->word_end, &name)))
			continue;
		role_before(w, u->word, k, &role);
		for (k += n; k < u->word_end && (more = item_number(p, k, u->word_end, &name));) {
			give_numbered(p, u, name, role);
			k += more;
			k += k < u->word_end && word_is(w, k, WORD("và"));
		}
		k--;
	}
}

void cover_numbers(struct plan_build *p)
{
	for (size_t i = 0; i < p->units.n; i++) {
		const struct unit *u = &p->units.v[i];

		if (u->parties.n && p->b->nodes.v[u->node].part == READING_PART_ORGANISATION)
			read_numbers(p, u);
	}
}

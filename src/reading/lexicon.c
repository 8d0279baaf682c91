/*
 * The lexicon: phrases and names in one tree of words. Owns its memory for the life of the
 * process; built at the first use, read-only after.
 */
#include <pthread.h>

#include "embed.h"
#include "reading/words.h"

enum { EDGES = 1 << 14, NODES = 12000 };

struct edge {
	uint32_t hash;
	uint16_t from, to;
};

struct node {
	uint64_t sets;
	int16_t agency, province; /* index + 1 */
};

static struct edge edges[EDGES];
static struct node nodes[NODES];
static uint16_t node_count = 1; /* 0 is the root */
static LIST(struct agency) agencies;
static LIST(struct str) provinces;
struct brief {
	struct str brief, full;
};
static LIST(struct brief) briefs;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static inline size_t slot_of(uint16_t from, uint32_t hash)
{
	return (hash ^ from * 2654435761u) * 2654435761u >> 18;
}

static uint16_t step(uint16_t from, uint32_t hash)
{
	size_t slot = slot_of(from, hash) % EDGES;

	while (edges[slot].hash) {
		if (edges[slot].hash == hash && edges[slot].from == from)
			return edges[slot].to;
		slot = (slot + 1) % EDGES;
	}
	return 0;
}

static uint16_t grow(uint16_t from, uint32_t hash)
{
	uint16_t to = step(from, hash);

	if (to)
		return to;
	size_t slot = slot_of(from, hash) % EDGES;

	while (edges[slot].hash)
		slot = (slot + 1) % EDGES;
	if (node_count == NODES)
		die("the lexicon of the reader is full");
	edges[slot] = (struct edge){ .hash = hash, .from = from, .to = node_count };
	return node_count++;
}

/* The node at the end of the phrase. */
static uint16_t plant(struct arena *a, struct str phrase)
{
	struct words w = { .text = phrase };
	uint16_t at = 0;

	words_add(a, &w, 0, phrase.n, 0);
	for (size_t i = 0; i < w.n; i++)
		at = grow(at, w.v[i].hash);
	return at;
}

static const char *const phrases[] = {
#define PHRASES(id, ...) "", __VA_ARGS__,
#include "reading/phrases.def"
#undef PHRASES
};

static void plant_phrases(struct arena *a)
{
	int set = -1;

	for (size_t i = 0; i < COUNT(phrases); i++) {
		if (!*phrases[i])
			set++;
		else
			nodes[plant(a, str_z(phrases[i]))].sets |= UINT64_C(1) << set;
	}
}

static void plant_agency(struct arena *a, struct str row)
{
	struct agency agency = { 0 };
	struct str scope = STR_NULL, other = STR_NULL, spelling;

	str_split(&row, '\t', &agency.name);
	str_split(&row, '\t', &agency.kind);
	str_split(&row, '\t', &scope);
	str_split(&row, '\t', &other);
	agency.scope = scope.n ? scope.p[0] : 'n';
	LIST_PUSH(a, &agencies, agency);
	nodes[plant(a, agency.name)].agency = (int16_t)agencies.n;
	while (str_split(&other, '|', &spelling)) {
		struct node *n = &nodes[plant(a, spelling)];

		if (!n->agency)
			n->agency = (int16_t)agencies.n;
	}
}

static void plant_province(struct arena *a, struct str row)
{
	struct str name = STR_NULL;

	str_split(&row, '\t', &name);
	LIST_PUSH(a, &provinces, name);
	nodes[plant(a, name)].province = (int16_t)provinces.n;
}

static void plant_brief(struct arena *a, struct str row)
{
	struct brief b = { .brief = STR_NULL };

	str_split(&row, '\t', &b.brief);
	b.full = row;
	LIST_PUSH(a, &briefs, b);
}

static void plant_collective(struct arena *a, struct str row)
{
	nodes[plant(a, row)].sets |= SET(GENERIC);
}

static void each_row(struct arena *a, struct str name, void (*fn)(struct arena *, struct str))
{
	struct str rest = embed_find(name), row;

	while (str_split(&rest, '\n', &row)) {
		if (row.n && row.p[0] != '#')
			fn(a, row);
	}
}

/* While it is built, words look nothing up. */
static _Thread_local bool building;

static void build(void)
{
	static struct arena *a; /* reachable as long as the program runs */

	a = arena_new(16 << 20);
	building = true;
	plant_phrases(a);
	each_row(a, S("data/reading/agencies.tsv"), plant_agency);
	each_row(a, S("data/reading/provinces.tsv"), plant_province);
	each_row(a, S("data/reading/abbreviations.tsv"), plant_brief);
	each_row(a, S("data/reading/collectives.tsv"), plant_collective);
	building = false;
}

uint16_t lexicon_start(uint32_t hash)
{
	if (building)
		return 0;
	pthread_once(&once, build);
	return step(0, hash);
}

/* One word further; only over gaps a phrase may hold. A dot with a space ends a phrase
 * unless it closes an abbreviation ("TT. Tỉnh ủy"). */
static inline uint16_t walk(const struct words *w, uint16_t at, size_t i, size_t end)
{
	if (i >= end || w->v[i].gap & ~GAP_INNER & ~GAP_DOT)
		return 0;
	if (w->v[i].gap & GAP_DOT && w->v[i].gap & GAP_SPACE && w->v[i - 1].n > 3)
		return 0;
	return step(at, w->v[i].hash);
}

size_t phrase_any(const struct words *w, size_t i, size_t end, uint64_t mask, uint64_t *found)
{
	size_t best = 0;

	if (i >= end)
		return 0;
	uint16_t at = w->v[i].node;

	for (size_t k = i; at;) {
		k++;
		if (nodes[at].sets & mask) {
			best = k - i;
			if (found)
				*found = nodes[at].sets & mask;
		}
		at = walk(w, at, k, end);
	}
	return best;
}

size_t phrase_at(const struct words *w, size_t i, size_t end, enum phrase set)
{
	return phrase_any(w, i, end, UINT64_C(1) << set, NULL);
}

size_t phrase_find(const struct words *w, size_t i, size_t end, enum phrase set)
{
	for (; i < end; i++) {
		if (w->v[i].node && phrase_at(w, i, end, set))
			return i;
	}
	return SIZE_MAX;
}

size_t agency_at(const struct words *w, size_t i, size_t end, const struct agency **out)
{
	size_t best = 0;

	if (i >= end)
		return 0;
	uint16_t at = w->v[i].node;

	for (size_t k = i; at;) {
		k++;
		if (nodes[at].agency) {
			best = k - i;
			*out = &agencies.v[nodes[at].agency - 1];
		}
		at = walk(w, at, k, end);
	}
	return best;
}

size_t agency_under(
	uint32_t head, const struct words *w, size_t i, size_t end, const struct agency **out)
{
	uint16_t at = i < end ? step(step(0, head), w->v[i].hash) : 0;
	size_t best = 0;

	for (size_t k = i; at;) {
		k++;
		if (nodes[at].agency) {
			best = k - i;
			*out = &agencies.v[nodes[at].agency - 1];
		}
		at = walk(w, at, k, end);
	}
	return best;
}

size_t province_at(const struct words *w, size_t i, size_t end, struct str *out)
{
	size_t best = 0;

	if (i >= end)
		return 0;
	uint16_t at = w->v[i].node;

	for (size_t k = i; at;) {
		k++;
		if (nodes[at].province) {
			best = k - i;
			*out = provinces.v[nodes[at].province - 1];
		}
		at = walk(w, at, k, end);
	}
	return best;
}

struct str abbreviation(struct str word)
{
	LIST_EACH(b, &briefs) {
		if (str_eq(b->brief, word))
			return b->full;
	}
	return word;
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

struct str reading_spelled(struct arena *a, struct str name)
{
	struct buf out = { .arena = a };

	lexicon_start(0); /* it is built */
	for (size_t i = 0, end; i < name.n; i = end) {
		bool letters = is_letter(name.p[i]);

		for (end = i + 1; end < name.n && is_letter(name.p[end]) == letters; end++)
			continue;
		struct str run = str_sub(name, i, end);
		struct str full = letters ? abbreviation(run) : run;

		buf_add(&out, full);
		/* "BCĐ138/CP" */
		if (full.p != run.p && end < name.n && name.p[end] >= '0' && name.p[end] <= '9')
			buf_addc(&out, ' ');
	}
	return buf_str(&out);
}

#include "cascade/likeness.h"

#include <math.h>
#include <stdlib.h>
#include "base/viet.h"
#include "cascade/tokens.h"

/* How proposals are weighed; docs/cascade.md says why. */
static const double COMMON = 1.0;    /* taken off a feature's rarity: frequent ones weigh nothing */
static const double SYLLABLE = 0.4;  /* a syllable alone against a pair of them */
static const double SHORT = 15;	     /* short sentences are contained in much */
static const double CONTAINED = 0.9; /* of both in each other, against the whole of both */
static const double SAME_HEADING = 0.25; /* evidence beside the words raises the score */
static const double SAME_BODY = 0.2;
static const double SAME_DOCUMENT = 0.4;
static const double LEAST = 0.15;	  /* below it nothing is proposed */
static const double NEAR_BEST = 0.7;	  /* a task's second counterpart, against its first */
static const double LEAST_CLAUSE = 0.45;  /* one sentence of a task that stands for the whole */
static const double PHRASE_WEIGHT = 0.15; /* of the heaviest: less tells nothing */
static const double CERTAIN = 0.6, LIKELY = 0.3, HEADING = 0.5;

enum {
	CANDIDATES = 32,
	POSTINGS = 256,
	PHRASES = 3,
	PHRASE_LEAST = 3,
	PHRASE_MOST = 14,
	RUNS = 600
};

typedef LIST(uint32_t) id_list;

struct clause {
	id_list ids;
	double weight, best;
	size_t pair; /* of the candidates: the best; SIZE_MAX: none */
};

struct side_task {
	const struct likeness_task *task;
	token_list tokens;
	id_list ids; /* rising */
	double weight;
	struct clause *clauses;
	size_t n_clauses;
	feature_list heading;
	struct str *bodies; /* as they answer to each other */
	size_t pair;	    /* of the candidates: the best; SIZE_MAX: none */
};

struct side {
	struct side_task *v;
	size_t n;
	id_list *postings; /* tasks that have a feature */
};

/* A pair that shares something rare. */
struct candidate {
	uint32_t upper, lower;
	double shared, lower_in, upper_in; /* weight in common; best sentence of one in the other */
	double boost, score;
	const struct str *document, *upper_body, *lower_body;
	bool heading, chosen;
	double clause; /* the best sentence that chose it */
};

struct match {
	struct arena *arena;
	struct side upper, lower;
	feature_list features; /* of both, each once, rising */
	double *weights;
	uint32_t *stamp;
	uint32_t stamped;
	LIST(struct candidate) pairs; /* by upper, then lower */
};

/* --- features and their weights */

static size_t feature_index(const feature_list *l, uint64_t f)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (l->v[mid] < f)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int by_value(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

/* Of a feature that `df` of `n` tasks have. */
static double rarity(uint64_t feature, size_t df, size_t n)
{
	double v = log(((double)n + 1) / ((double)df + 0.5)) - COMMON;

	return v <= 0 ? 0 : feature_is_pair(feature) ? v : v * SYLLABLE;
}

/* All features of all tasks become numbers, each with its weight. */
static void number_features(struct match *m, feature_list *all)
{
	size_t n = m->upper.n + m->lower.n, kept = 0;

	if (all->n)
		qsort(all->v, all->n, sizeof(all->v[0]), by_value);
	m->weights = NEW_N(m->arena, double, all->n + 1);
	for (size_t i = 0; i < all->n;) {
		size_t end = i;

		while (end < all->n && all->v[end] == all->v[i])
			end++;
		m->weights[kept] = rarity(all->v[i], end - i, n);
		all->v[kept++] = all->v[i];
		i = end;
	}
	all->n = kept;
	m->features = *all;
	m->stamp = NEW_N(m->arena, uint32_t, kept + 1);
}

static double weigh(const struct match *m, const id_list *ids)
{
	double sum = 0;

	LIST_EACH(id, ids)
		sum += m->weights[*id];
	return sum;
}

static void ids_of(struct match *m, const feature_list *features, id_list *out)
{
	LIST_EACH(f, features)
		LIST_PUSH(m->arena, out, (uint32_t)feature_index(&m->features, *f));
}

/* --- one side */

static bool level_word(struct str w)
{
	static const char *const words[] = { "bo", "so", "tinh", "trung", "uong", "viet", "nam",
		"toi", "cao", "thanh", "pho" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(w, str_z(words[i])))
			return true;
	return false;
}

/* What a body of another level answers to: its branch. */
static struct str branch_of(struct arena *a, struct str name)
{
	static const struct {
		const char *words, *branch;
	} bodies[] = {
#define BODY(words, branch) { words, branch },
#include "cascade/bodies.def"
#undef BODY
	};
	struct str fold = viet_fold(a, name), rest = fold, word;
	struct buf out = { .arena = a };

	for (size_t i = 0; i < COUNT(bodies); i++)
		if (str_has(fold, str_z(bodies[i].words)))
			return str_z(bodies[i].branch);
	while (str_split(&rest, ' ', &word))
		if (!level_word(word))
			buf_addf(&out, "%s%.*s", out.n ? " " : "", STR_ARG(word));
	return buf_str(&out);
}

/* "cong an" and "cong an thua thien hue". */
static bool answers(struct str a, struct str b)
{
	if (a.n > b.n)
		return answers(b, a);
	return str_has(a, S(" ")) && str_starts(b, a) && (b.n == a.n || b.p[a.n] == ' ');
}

/* Takes the tasks apart; their features go to `all`. Clauses keep theirs in `raw` until the
 * features are numbered. */
struct raw {
	feature_list whole;
	feature_list *clauses;
};

static void take_apart(struct match *m, struct side *s, const likeness_tasks *tasks,
	struct raw *raw, feature_list *all)
{
	struct arena *a = m->arena;

	s->n = tasks->n;
	s->v = NEW_N(a, struct side_task, tasks->n + 1);
	for (size_t i = 0; i < tasks->n; i++) {
		struct side_task *t = &s->v[i];
		token_clauses clauses = { 0 };
		token_list heading = { 0 };

		t->task = &tasks->v[i];
		t->pair = SIZE_MAX;
		tokens_of(a, t->task->words, &t->tokens, &clauses);
		features_of(a, &t->tokens, 0, t->tokens.n, &raw[i].whole);
		LIST_EACH(f, &raw[i].whole)
			LIST_PUSH(a, all, *f);
		t->n_clauses = clauses.n;
		t->clauses = NEW_N(a, struct clause, clauses.n + 1);
		raw[i].clauses = NEW_N(a, feature_list, clauses.n + 1);
		for (size_t k = 0; k < clauses.n; k++)
			features_of(a, &t->tokens, clauses.v[k].from, clauses.v[k].to,
				&raw[i].clauses[k]);
		tokens_of(a, t->task->heading, &heading, NULL);
		features_of(a, &heading, 0, heading.n, &t->heading);
		t->bodies = NEW_N(a, struct str, t->task->bodies.n + 1);
		for (size_t k = 0; k < t->task->bodies.n; k++)
			t->bodies[k] = branch_of(a, t->task->bodies.v[k]);
	}
}

static void number_side(struct match *m, struct side *s, const struct raw *raw)
{
	s->postings = NEW_N(m->arena, id_list, m->features.n + 1);
	for (size_t i = 0; i < s->n; i++) {
		struct side_task *t = &s->v[i];

		ids_of(m, &raw[i].whole, &t->ids);
		t->weight = weigh(m, &t->ids);
		for (size_t k = 0; k < t->n_clauses; k++) {
			ids_of(m, &raw[i].clauses[k], &t->clauses[k].ids);
			t->clauses[k].weight = weigh(m, &t->clauses[k].ids);
			t->clauses[k].pair = SIZE_MAX;
		}
		LIST_EACH(id, &t->ids) {
			/* a feature of that many tasks finds none of them */
			if (m->weights[*id] > 0 && s->postings[*id].n <= POSTINGS)
				LIST_PUSH(m->arena, &s->postings[*id], (uint32_t)i);
		}
	}
}

/* --- candidates: what shares the most of what is rare */

struct found {
	double weight;
	uint32_t task;
};

/* Keeps the CANDIDATES heaviest, the earlier of two alike. */
static void keep(struct found *best, size_t *n, struct found x)
{
	size_t i = *n;

	if (*n == CANDIDATES && x.weight <= best[*n - 1].weight)
		return;
	if (*n < CANDIDATES)
		++*n;
	else
		i--;
	for (; i > 0 && best[i - 1].weight < x.weight; i--)
		best[i] = best[i - 1];
	best[i] = x;
}

static size_t find(const struct match *m, const struct side_task *t, const struct side *other,
	double *sums, struct found best[CANDIDATES])
{
	size_t n = 0;

	memset(sums, 0, other->n * sizeof(sums[0]));
	LIST_EACH(id, &t->ids) {
		if (other->postings[*id].n > POSTINGS)
			continue;
		LIST_EACH(x, &other->postings[*id])
			sums[*x] += m->weights[*id];
	}
	for (size_t i = 0; i < other->n; i++)
		if (sums[i] > 0)
			keep(best, &n, (struct found){ sums[i], (uint32_t)i });
	return n;
}

static void find_pairs(struct match *m)
{
	size_t most = m->upper.n > m->lower.n ? m->upper.n : m->lower.n;
	double *sums = NEW_N(m->arena, double, most + 1);
	struct found best[CANDIDATES];
	LIST(uint64_t) keys = { 0 };

	for (size_t i = 0; i < m->upper.n; i++)
		for (size_t k = find(m, &m->upper.v[i], &m->lower, sums, best); k-- > 0;)
			LIST_PUSH(m->arena, &keys, (uint64_t)i << 32 | best[k].task);
	for (size_t i = 0; i < m->lower.n; i++)
		for (size_t k = find(m, &m->lower.v[i], &m->upper, sums, best); k-- > 0;)
			LIST_PUSH(m->arena, &keys, (uint64_t)best[k].task << 32 | i);
	if (keys.n)
		qsort(keys.v, keys.n, sizeof(keys.v[0]), by_value);
	for (size_t i = 0; i < keys.n; i++)
		if (!i || keys.v[i] != keys.v[i - 1])
			LIST_PUSH(m->arena, &m->pairs,
				((struct candidate){ .upper = (uint32_t)(keys.v[i] >> 32),
					.lower = (uint32_t)keys.v[i] }));
}

/* --- evidence beside the words */

static double likeness_of_headings(const struct side_task *u, const struct side_task *l)
{
	size_t i = 0, k = 0, both = 0;

	while (i < u->heading.n && k < l->heading.n) {
		uint64_t x = u->heading.v[i], y = l->heading.v[k];

		both += x == y;
		i += x <= y;
		k += y <= x;
	}
	return both ? (double)both / (double)(u->heading.n + l->heading.n - both) : 0;
}

static void weigh_evidence(struct match *m, struct candidate *c)
{
	const struct side_task *u = &m->upper.v[c->upper], *l = &m->lower.v[c->lower];
	double headings = likeness_of_headings(u, l);

	for (size_t i = 0; i < u->task->bodies.n && !c->upper_body; i++)
		for (size_t k = 0; k < l->task->bodies.n && !c->upper_body; k++)
			if (answers(u->bodies[i], l->bodies[k])) {
				c->upper_body = &u->task->bodies.v[i];
				c->lower_body = &l->task->bodies.v[k];
			}
	LIST_EACH(x, &u->task->documents) {
		LIST_EACH(y, &l->task->documents)
			if (str_eq_nocase(*x, *y))
				c->document = x;
	}
	c->heading = headings >= HEADING;
	c->boost = 1 + SAME_HEADING * headings + (c->upper_body ? SAME_BODY : 0) +
		   (c->document ? SAME_DOCUMENT : 0);
}

/* --- scores */

static void stamp(struct match *m, const struct side_task *t)
{
	m->stamped++;
	LIST_EACH(id, &t->ids)
		m->stamp[*id] = m->stamped;
}

static double common(const struct match *m, const id_list *ids)
{
	double sum = 0;

	LIST_EACH(id, ids)
		sum += m->stamp[*id] == m->stamped ? m->weights[*id] : 0;
	return sum;
}

/* Of two alike the one that stands nearer to the same place of its plan. */
static bool better(const struct match *m, double score, size_t pair, double than, size_t other)
{
	if (other == SIZE_MAX || score != than)
		return score > (other == SIZE_MAX ? 0 : than);
	const struct candidate *x = &m->pairs.v[pair], *y = &m->pairs.v[other];
	double at = (double)m->upper.n, of = (double)m->lower.n;

	return fabs(x->upper / at - x->lower / of) < fabs(y->upper / at - y->lower / of);
}

/* How much of its best sentence the stamped task holds; each sentence remembers who holds it
 * best. */
static double contained(struct match *m, struct side_task *t, size_t pair)
{
	double best = 0, boost = m->pairs.v[pair].boost;

	for (size_t i = 0; i < t->n_clauses; i++) {
		struct clause *c = &t->clauses[i];
		double share = common(m, &c->ids) / (c->weight + SHORT);

		if (better(m, share * boost, pair, c->best, c->pair)) {
			c->best = share * boost;
			c->pair = pair;
		}
		best = share > best ? share : best;
	}
	return best;
}

static void score_pairs(struct match *m)
{
	LIST(uint64_t) by_lower = { 0 };
	uint32_t of = UINT32_MAX;

	for (size_t i = 0; i < m->pairs.n; i++) {
		struct candidate *c = &m->pairs.v[i];

		if (c->upper != of)
			stamp(m, &m->upper.v[of = c->upper]);
		weigh_evidence(m, c);
		c->shared = common(m, &m->lower.v[c->lower].ids);
		c->lower_in = contained(m, &m->lower.v[c->lower], i);
		LIST_PUSH(m->arena, &by_lower, (uint64_t)c->lower << 32 | i);
	}
	if (by_lower.n)
		qsort(by_lower.v, by_lower.n, sizeof(by_lower.v[0]), by_value);
	of = UINT32_MAX;
	LIST_EACH(key, &by_lower) {
		size_t i = (uint32_t)*key;
		struct candidate *c = &m->pairs.v[i];

		if (c->lower != of)
			stamp(m, &m->lower.v[of = c->lower]);
		c->upper_in = contained(m, &m->upper.v[c->upper], i);
	}
	LIST_EACH(c, &m->pairs) {
		double both = m->upper.v[c->upper].weight * m->lower.v[c->lower].weight;
		double whole = both > 0 ? c->shared / sqrt(both) : 0;
		double parts = CONTAINED * (c->lower_in + c->upper_in) / 2;

		c->score = (whole > parts ? whole : parts) * c->boost;
	}
}

/* --- the choice */

static void choose_by_clauses(struct match *m, struct side *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->v[i].n_clauses; k++) {
			const struct clause *c = &s->v[i].clauses[k];

			if (c->pair == SIZE_MAX || c->best < LEAST_CLAUSE)
				continue;
			struct candidate *p = &m->pairs.v[c->pair];

			p->chosen = true;
			p->clause = c->best > p->clause ? c->best : p->clause;
		}
}

/* Each lower task has its closest upper one; each upper task its closest lower one, unless
 * that is much closer to another; and each sentence the task that holds most of it. */
static void choose(struct match *m)
{
	for (size_t i = 0; i < m->pairs.n; i++) {
		struct candidate *c = &m->pairs.v[i];
		struct side_task *both[] = { &m->upper.v[c->upper], &m->lower.v[c->lower] };

		for (size_t k = 0; k < COUNT(both); k++)
			if (better(m, c->score, i,
				    both[k]->pair == SIZE_MAX ? 0 : m->pairs.v[both[k]->pair].score,
				    both[k]->pair))
				both[k]->pair = i;
	}
	for (size_t i = 0; i < m->lower.n; i++)
		if (m->lower.v[i].pair != SIZE_MAX && m->pairs.v[m->lower.v[i].pair].score >= LEAST)
			m->pairs.v[m->lower.v[i].pair].chosen = true;
	for (size_t i = 0; i < m->upper.n; i++) {
		size_t best = m->upper.v[i].pair;

		if (best == SIZE_MAX)
			continue;
		struct candidate *c = &m->pairs.v[best];
		const struct candidate *first = &m->pairs.v[m->lower.v[c->lower].pair];

		if (c->score >= LEAST && c->score >= NEAR_BEST * first->score)
			c->chosen = true;
	}
	choose_by_clauses(m, &m->upper);
	choose_by_clauses(m, &m->lower);
}

/* --- the words that say why */

struct run {
	size_t at, n; /* tokens of the lower task */
	double weight;
};
typedef LIST(struct run) run_list;

static double pair_weight(const struct match *m, const token_list *t, size_t i)
{
	feature_list f = { 0 };
	token_list two = { .v = t->v + i, .n = 2 };
	double sum = 0;

	features_of(m->arena, &two, 0, 2, &f);
	LIST_EACH(x, &f)
		sum += feature_is_pair(*x) ? m->weights[feature_index(&m->features, *x)] : 0;
	return sum;
}

/* Every longest run of syllables that both have. */
static void common_runs(
	const struct match *m, const token_list *u, const token_list *l, run_list *out)
{
	size_t nu = u->n < RUNS ? u->n : RUNS, nl = l->n < RUNS ? l->n : RUNS;
	uint16_t *row = NEW_N(m->arena, uint16_t, nu + 1);
	double *sums = NEW_N(m->arena, double, nl + 1); /* of pairs before a token */

	for (size_t k = 1; k < nl; k++)
		sums[k] = sums[k - 1] + pair_weight(m, l, k - 1);
	for (size_t k = 0; k < nl; k++)
		for (size_t i = nu; i-- > 0;) {
			row[i + 1] = u->v[i].hash == l->v[k].hash ? (uint16_t)(row[i] + 1) : 0;
			if (row[i + 1] < PHRASE_LEAST ||
				(i + 1 < nu && k + 1 < nl && u->v[i + 1].hash == l->v[k + 1].hash))
				continue;
			size_t at = k + 1 - row[i + 1];

			LIST_PUSH(m->arena, out,
				((struct run){ at, row[i + 1], sums[k] - sums[at] }));
		}
}

static int by_run_weight(const void *x, const void *y)
{
	const struct run *a = x, *b = y;

	if (a->weight != b->weight)
		return a->weight < b->weight ? 1 : -1;
	return a->at < b->at ? -1 : a->at > b->at ? 1 : (a->n < b->n) - (a->n > b->n);
}

static bool overlaps(const run_list *kept, const struct run *r)
{
	LIST_EACH(k, kept)
		if (r->at < k->at + k->n && k->at < r->at + r->n)
			return true;
	return false;
}

static void fill_phrases(const struct match *m, const struct candidate *c, struct likeness_pair *p)
{
	const struct side_task *u = &m->upper.v[c->upper], *l = &m->lower.v[c->lower];
	run_list runs = { 0 }, kept = { 0 };

	common_runs(m, &u->tokens, &l->tokens, &runs);
	if (runs.n)
		qsort(runs.v, runs.n, sizeof(runs.v[0]), by_run_weight);
	for (size_t i = 0; i < runs.n && kept.n < PHRASES; i++) {
		const struct run *r = &runs.v[i];
		size_t n = r->n > PHRASE_MOST ? PHRASE_MOST : r->n;

		if (r->weight <= PHRASE_WEIGHT * runs.v[0].weight || overlaps(&kept, r))
			continue;
		LIST_PUSH(m->arena, &kept, *r);
		struct str s = str_sub(
			l->task->words, l->tokens.v[r->at].from, l->tokens.v[r->at + n - 1].to);

		LIST_PUSH(m->arena, &p->phrases,
			n < r->n ? str_fmt(m->arena, "%.*s…", STR_ARG(s)) : s);
	}
}

static enum likeness_sure sure_of(double score)
{
	return score >= CERTAIN	 ? LIKENESS_CERTAIN
	       : score >= LIKELY ? LIKENESS_LIKELY
				 : LIKENESS_DOUBTFUL;
}

static struct likeness_pair told(const struct match *m, const struct candidate *c)
{
	double score = c->clause > c->score ? c->clause : c->score;
	struct likeness_pair p = { .upper = c->upper,
		.lower = c->lower,
		.score = score > 1 ? 1 : score,
		.sure = sure_of(score),
		.document = c->document ? *c->document : STR_NULL,
		.upper_body = c->upper_body ? *c->upper_body : STR_NULL,
		.lower_body = c->lower_body ? *c->lower_body : STR_NULL,
		.heading = c->heading };

	fill_phrases(m, c, &p);
	return p;
}

static int by_place(const void *x, const void *y)
{
	const struct likeness_pair *a = x, *b = y;

	if (a->lower != b->lower)
		return a->lower < b->lower ? -1 : 1;
	return a->upper < b->upper ? -1 : a->upper > b->upper;
}

void likeness_propose(struct arena *a, const likeness_tasks *upper, const likeness_tasks *lower,
	likeness_pairs *out)
{
	struct match m = { .arena = a };
	struct raw *raw_upper = NEW_N(a, struct raw, upper->n + 1);
	struct raw *raw_lower = NEW_N(a, struct raw, lower->n + 1);
	feature_list all = { 0 };

	take_apart(&m, &m.upper, upper, raw_upper, &all);
	take_apart(&m, &m.lower, lower, raw_lower, &all);
	number_features(&m, &all);
	number_side(&m, &m.upper, raw_upper);
	number_side(&m, &m.lower, raw_lower);
	find_pairs(&m);
	score_pairs(&m);
	choose(&m);
	LIST_EACH(c, &m.pairs)
		if (c->chosen)
			LIST_PUSH(a, out, told(&m, c));
	if (out->n)
		qsort(out->v, out->n, sizeof(out->v[0]), by_place);
}

const char *likeness_sure_name(enum likeness_sure sure)
{
	static const char *const names[] = { "certain", "likely", "doubtful" };

	return names[sure];
}

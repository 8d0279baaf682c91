/*
 * How well a reading fits the labels of test/reading/plan-*.jsonl. Header only: the two
 * tests that use it are programs of their own.
 */
#ifndef TEST_READING_SCORE_H
#define TEST_READING_SCORE_H

enum {
	SCORE_TASKS,
	SCORE_PARTIES,
	SCORE_OWNERS,
	SCORE_REFERENCES,
	SCORE_RECURRENCE,
	SCORE_DATES,
	SCORE_TARGETS,
	SCORE_DUTIES,
	SCORE_HEADER,
	SCORE_ROWS
};

static const char *const score_names[] = { "tasks", "parties", "owners", "references", "recurrence",
	"dates", "targets", "duties", "header" };

struct score {
	double f1[SCORE_ROWS];
	double mean;
};

/* Items of one kind: strings, each once. */
typedef LIST(struct str) score_items;

static inline void score_put(struct arena *a, score_items *l, struct str s)
{
	LIST_EACH(x, l) {
		if (str_eq(*x, s))
			return;
	}
	LIST_PUSH(a, l, s);
}

static inline double score_f1(size_t right, size_t found, size_t gold)
{
	double p = found ? (double)right / (double)found : gold == 0;
	double r = gold ? (double)right / (double)gold : found == 0;

	return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

static inline double score_compare(const score_items *gold, const score_items *found)
{
	size_t right = 0;

	LIST_EACH(x, gold) {
		LIST_EACH(y, found)
			right += str_eq(*x, *y);
	}
	return score_f1(right, found->n, gold->n);
}

/* Letters and digits only, without marks: spellings of one name are one. */
static inline struct str score_fold(struct arena *a, const char *z)
{
	struct str s = viet_fold(a, viet_nfc(a, str_z(z ? z : "")));

	return str_starts(s, S("cac ")) ? str_sub(s, 4, s.n) : s;
}

static inline const char *score_text(json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

/* The names under a key: a list, one, or none. */
static inline void score_names_of(
	struct arena *a, json_t *v, size_t g, const char *role, score_items *out)
{
	size_t i;
	json_t *x;

	if (json_is_string(v))
		score_put(a, out,
			str_fmt(a, "%zu %s %.*s", g, role,
				STR_ARG(score_fold(a, json_string_value(v)))));
	json_array_foreach(v, i, x) score_names_of(a, x, g, role, out);
}

struct score_gold {
	struct str key;
	size_t item; /* SIZE_MAX: not found */
};

static inline void score_gold_roles(
	struct arena *a, json_t *o, size_t g, score_items *parties, score_items *owners)
{
	static const char *const keys[][2] = { { "lead", "lead" }, { "coop", "coordinating" },
		{ "joint", "joint" }, { "request", "requested" } };
	const char *role = score_text(o, "collective_role");

	for (size_t i = 0; i < 4; i++) {
		score_names_of(a, json_object_get(o, keys[i][0]), g, keys[i][1], parties);
		if (i != 1)
			score_names_of(a, json_object_get(o, keys[i][0]), g, "", owners);
		if (role && !strcmp(role, keys[i][0])) {
			score_names_of(a, json_object_get(o, "collective"), g, keys[i][1], parties);
			if (i != 1)
				score_names_of(a, json_object_get(o, "collective"), g, "", owners);
		}
	}
}

/* "yearly 07-30" in a longer note. */
static inline void score_gold_times(
	struct arena *a, json_t *o, size_t g, score_items *recurrence, score_items *dates)
{
	const char *text = score_text(o, "recurrence");
	const char *at = text ? strstr(text, "yearly ") : NULL;

	if (at && strlen(at) >= 12 && at[7] >= '0' && at[7] <= '9' && at[9] == '-')
		score_put(a, recurrence, str_fmt(a, "%zu %.12s", g, at));
	if (score_text(o, "start"))
		score_put(a, dates, str_fmt(a, "%zu start %s", g, score_text(o, "start")));
	if (score_text(o, "due"))
		score_put(a, dates, str_fmt(a, "%zu due %s", g, score_text(o, "due")));
}

static inline struct str score_day(struct arena *a, struct date d)
{
	return date_given(d) ? date_iso(a, d) : str_fmt(a, "%02d-%02d", d.month, d.day);
}

/* The last six words of a target's sentence. */
static inline struct str score_tail(struct arena *a, struct str text)
{
	struct str s = viet_fold(a, text);
	size_t spaces = 0;

	for (size_t i = s.n; i > 0; i--) {
		if (s.p[i - 1] == ' ' && ++spaces == 6)
			return str_sub(s, i, s.n);
	}
	return s;
}

static inline struct str score_number(struct arena *a, struct str s)
{
	return viet_fold(a, s);
}

static inline void score_reading(
	struct arena *a, const char *number, const struct reading *r, struct score *out)
{
	score_items want[SCORE_ROWS] = { { 0 } }, have[SCORE_ROWS] = { { 0 } };
	LIST(struct score_gold) gold = { 0 };
	size_t *back = NEW_N(a, size_t, r->items.n + 1), matched = 0;
	json_error_t error;
	char line[65536];
	FILE *f = fopen(str_c(a, str_fmt(a, "test/reading/plan-%s.jsonl", number)), "r");

	assert_non_null(f);
	for (size_t i = 0; i < r->items.n; i++)
		back[i] = SIZE_MAX;
	while (fgets(line, sizeof(line), f)) {
		json_t *o = json_loads(line, 0, &error), *x;
		size_t g = gold.n, i;
		const char *text = score_text(o, "text_start_repaired");
		struct score_gold *task = LIST_ADD(a, &gold);

		assert_non_null(o);
		task->key = viet_fold(
			a, viet_nfc(a, str_z(text ? text : score_text(o, "text_start"))));
		task->key = str_sub(task->key, 0, 34);
		task->item = SIZE_MAX;
		for (int pass = 0; pass < 2 && task->item == SIZE_MAX; pass++) {
			for (i = 0; i < r->items.n && task->item == SIZE_MAX; i++) {
				struct str have_text = viet_fold(a, r->items.v[i].text);

				if (r->items.v[i].kind != READING_TASK || back[i] != SIZE_MAX)
					continue;
				if (pass == 0 ? str_starts(have_text, task->key)
					      : str_has(str_sub(have_text, 0, 110), task->key)) {
					task->item = i;
					back[i] = g;
					matched++;
				}
			}
		}
		score_gold_roles(a, o, g, &want[SCORE_PARTIES], &want[SCORE_OWNERS]);
		score_gold_times(a, o, g, &want[SCORE_RECURRENCE], &want[SCORE_DATES]);
		json_array_foreach(json_object_get(o, "refs"), i, x)
		{
			const char *so = json_is_string(x) ? json_string_value(x)
							   : score_text(x, "so");

			if (so)
				score_put(a, &want[SCORE_REFERENCES],
					str_fmt(a, "%zu %.*s", g,
						STR_ARG(score_number(a, viet_nfc(a, str_z(so))))));
		}
		json_decref(o);
	}
	fclose(f);
	for (size_t i = 0; i < r->items.n; i++) {
		const struct reading_item *t = &r->items.v[i];
		size_t g = back[i] == SIZE_MAX ? 100000 + i : back[i];

		if (t->kind != READING_TASK)
			continue;
		LIST_EACH(p, &t->parties) {
			struct str name = score_fold(a, str_c(a, p->name));

			score_put(a, &have[SCORE_PARTIES],
				str_fmt(a, "%zu %s %.*s", g, reading_role_name(p->role),
					STR_ARG(name)));
			if (p->role != READING_COORDINATING)
				score_put(a, &have[SCORE_OWNERS],
					str_fmt(a, "%zu  %.*s", g, STR_ARG(name)));
		}
		LIST_EACH(x, &t->refs) {
			if (x->number.n)
				score_put(a, &have[SCORE_REFERENCES],
					str_fmt(a, "%zu %.*s", g,
						STR_ARG(score_number(a, x->number))));
		}
		if (t->recurrence.n)
			score_put(a, &have[SCORE_RECURRENCE],
				str_fmt(a, "%zu %.*s", g, STR_ARG(t->recurrence)));
		if (t->start.given)
			score_put(a, &have[SCORE_DATES],
				str_fmt(a, "%zu start %.*s", g,
					STR_ARG(score_day(a, t->start.date))));
		if (t->due.given)
			score_put(a, &have[SCORE_DATES],
				str_fmt(a, "%zu due %.*s", g, STR_ARG(score_day(a, t->due.date))));
	}
	json_t *h = json_load_file(
		       str_c(a, str_fmt(a, "test/reading/header-%s.json", number)), 0, &error),
	       *x;
	size_t i;

	assert_non_null(h);
	json_array_foreach(json_object_get(h, "targets"), i, x)
	{
		if (json_is_number(json_object_get(x, "percent")))
			score_put(a, &want[SCORE_TARGETS],
				str_fmt(a, "%s %g %.*s", score_text(x, "op"),
					json_number_value(json_object_get(x, "percent")),
					STR_ARG(score_tail(a, str_z(score_text(x, "text"))))));
	}
	LIST_EACH(t, &r->targets) {
		score_put(a, &have[SCORE_TARGETS],
			str_fmt(a, "%s %g %.*s", t->op, t->percent,
				STR_ARG(score_tail(a, t->text))));
	}
	json_array_foreach(json_object_get(h, "reporting"), i, x)
	{
		size_t k;
		json_t *d;

		json_array_foreach(json_object_get(x, "deadlines"), k, d) score_put(a,
			&want[SCORE_DUTIES],
			str_fmt(a, "%.4s %s", score_text(x, "period"), json_string_value(d)));
	}
	LIST_EACH(d, &r->duties) {
		if (d->period == READING_ONCE)
			continue;
		LIST_EACH(day, &d->due) {
			score_put(a, &have[SCORE_DUTIES],
				str_fmt(a, "%.4s %.*s", reading_period_name(d->period),
					STR_ARG(score_day(a, day->date))));
		}
	}
	static const char *const keys[] = { "so", "kind", "signed_place", "signed_date" };
	struct str values[] = { r->header.number, r->header.kind, r->header.place,
		date_given(r->header.date) ? date_iso(a, r->header.date) : STR_NULL };

	for (i = 0; i < 4; i++) {
		if (!score_text(h, keys[i]))
			continue;
		score_put(a, &want[SCORE_HEADER],
			str_fmt(a, "%zu %.*s", i,
				STR_ARG(score_number(a, str_z(score_text(h, keys[i]))))));
		if (values[i].n)
			score_put(a, &have[SCORE_HEADER],
				str_fmt(a, "%zu %.*s", i, STR_ARG(score_number(a, values[i]))));
	}
	json_decref(h);
	out->f1[SCORE_TASKS] = score_f1(matched, r->tasks, gold.n);
	out->mean = out->f1[SCORE_TASKS] / SCORE_ROWS;
	for (i = SCORE_PARTIES; i < SCORE_ROWS; i++) {
		out->f1[i] = score_compare(&want[i], &have[i]);
		out->mean += out->f1[i] / SCORE_ROWS;
	}
}

#endif

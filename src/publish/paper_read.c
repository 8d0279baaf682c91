#include "publish/paper_read.h"

#include <jansson.h>

#include "embed.h"

struct reading {
	struct arena *arena;
	struct paper *p;
	struct err *e;
};

static bool wrong(struct reading *r, const char *member)
{
	return FAIL(r->e, ERR_INPUT, T_publish_bad_member, str_z(member));
}

static struct str text_of(struct reading *r, const json_t *j)
{
	return str_dup(r->arena, str_n(json_string_value(j), json_string_length(j)));
}

/* --- members that are texts */

static bool read_text(struct reading *r, const json_t *from, const char *name, struct str *out)
{
	const json_t *j = json_object_get(from, name);

	if (!j)
		*out = S("");
	else if (json_is_string(j))
		*out = text_of(r, j);
	else
		return wrong(r, name);
	return true;
}

static bool read_texts(struct reading *r, const json_t *from, const char *name, paper_strs *out)
{
	const json_t *list = json_object_get(from, name);

	if (list && !json_is_array(list))
		return wrong(r, name);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *j = json_array_get(list, i);

		if (!json_is_string(j))
			return wrong(r, name);
		paper_line(r->p, out, text_of(r, j));
	}
	return true;
}

static bool read_run(struct reading *r, const json_t *j, paper_runs *out)
{
	struct str text;

	if (!json_is_object(j) || !read_text(r, j, "text", &text))
		return wrong(r, "text");
	paper_run(r->p, out, text, json_is_true(json_object_get(j, "bold")),
		json_is_true(json_object_get(j, "italic")));
	return true;
}

/* A text, or a list of runs. */
static bool read_runs(struct reading *r, const json_t *j, paper_runs *out)
{
	if (!j)
		return true;
	if (json_is_string(j)) {
		paper_run(r->p, out, text_of(r, j), false, false);
		return true;
	}
	if (!json_is_array(j))
		return wrong(r, "text");
	for (size_t i = 0; i < json_array_size(j); i++)
		if (!read_run(r, json_array_get(j, i), out))
			return false;
	return true;
}

/* --- the body */

static bool read_shares(struct reading *r, const json_t *widths, double *shares, size_t n)
{
	double all = 0;

	for (size_t i = 0; i < n; i++) {
		shares[i] = json_number_value(json_array_get(widths, i));
		if (!(shares[i] > 0 && shares[i] < 1e6))
			return wrong(r, "widths");
		all += shares[i];
	}
	for (size_t i = 0; i < n; i++)
		shares[i] /= all;
	return true;
}

static bool read_row(struct reading *r, const json_t *row, struct paper_table *t)
{
	if (!json_is_array(row) || json_array_size(row) != t->columns)
		return wrong(r, "rows");
	for (size_t i = 0; i < t->columns; i++) {
		struct paper_cell *c = LIST_ADD(r->arena, &t->cells);

		if (!read_runs(r, json_array_get(row, i), &c->runs))
			return false;
	}
	return true;
}

enum { COLUMNS_MAX = 40 };

static bool read_table(struct reading *r, const json_t *j)
{
	const json_t *widths = json_object_get(j, "widths"), *rows = json_object_get(j, "rows");
	size_t n = json_array_size(widths);

	if (n == 0 || n > COLUMNS_MAX)
		return wrong(r, "widths");
	double *shares = NEW_N(r->arena, double, n);

	if (!read_shares(r, widths, shares, n))
		return false;
	struct paper_table *t = paper_table(
		r->p, n, shares, json_is_true(json_object_get(j, "head")));

	for (size_t i = 0; i < json_array_size(rows); i++)
		if (!read_row(r, json_array_get(rows, i), t))
			return false;
	return true;
}

static bool read_block(struct reading *r, const json_t *j)
{
	static const char *const words[] = { "part", "section", "item", "text", "centred", "table",
		"annex" };
	const char *is = json_string_value(json_object_get(j, "is"));
	size_t kind = 0;

	while (is && kind < COUNT(words) && strcmp(is, words[kind]) != 0)
		kind++;
	if (!is || kind == COUNT(words))
		return wrong(r, "is");
	if (kind == PAPER_TABLE)
		return read_table(r, j);
	struct paper_block *b = LIST_ADD(r->arena, &r->p->body);

	b->kind = (enum paper_block_kind)kind;
	b->wide = json_is_true(json_object_get(j, "wide"));
	return read_text(r, j, "marker", &b->marker) &&
	       read_runs(r, json_object_get(j, "text"), &b->runs);
}

static bool read_body(struct reading *r, const json_t *j)
{
	const json_t *body = json_object_get(j, "body");

	if (body && !json_is_array(body))
		return wrong(r, "body");
	for (size_t i = 0; i < json_array_size(body); i++)
		if (!read_block(r, json_array_get(body, i)))
			return false;
	return true;
}

/* --- the rest */

static bool read_signers(struct reading *r, const json_t *j)
{
	const json_t *list = json_object_get(j, "signers");

	if (json_array_size(list) > 2)
		return wrong(r, "signers");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *x = json_array_get(list, i);
		struct paper_signer *s = LIST_ADD(r->arena, &r->p->signers);
		paper_strs lines = { 0 };

		if (!read_text(r, x, "name", &s->name) || !read_texts(r, x, "lines", &lines))
			return false;
		LIST_EACH(l, &lines)
			LIST_PUSH(r->arena, &s->lines, *l);
	}
	return true;
}

static bool read_urgency(struct reading *r, const json_t *j)
{
	static const char *const words[] = { "", "urgent", "very_urgent", "express" };
	struct str word;

	if (!read_text(r, j, "urgency", &word))
		return false;
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(word, str_z(words[i]))) {
			r->p->urgency = (enum paper_urgency)i;
			return true;
		}
	return wrong(r, "urgency");
}

static bool read_day(struct reading *r, const json_t *j)
{
	struct str word;

	if (!read_text(r, j, "day", &word))
		return false;
	return !word.n || date_parse_iso(word, &r->p->day) || wrong(r, "day");
}

static bool read_paper(struct reading *r, const json_t *j)
{
	struct paper *p = r->p;
	const struct {
		const char *name;
		struct str *to;
	} texts[] = { { "parent", &p->parent }, { "issuer", &p->issuer }, { "number", &p->number },
		{ "symbol", &p->symbol }, { "place", &p->place }, { "abstract", &p->abstract },
		{ "secrecy", &p->secrecy }, { "circulation", &p->circulation },
		{ "typist", &p->typist }, { "contact", &p->contact }, { "link", &p->link },
		{ "check", &p->check } };

	for (size_t i = 0; i < COUNT(texts); i++)
		if (!read_text(r, j, texts[i].name, texts[i].to))
			return false;
	p->copies = json_integer_value(json_object_get(j, "copies"));
	return read_day(r, j) && read_urgency(r, j) && read_texts(r, j, "to", &p->to) &&
	       read_texts(r, j, "bases", &p->bases) && read_body(r, j) &&
	       read_texts(r, j, "recipients", &p->recipients) && read_signers(r, j);
}

static void end_json(void *arg)
{
	json_decref(arg);
}

bool paper_read(struct arena *a, struct str json, struct paper **out, struct err *e)
{
	json_error_t at;
	json_t *j = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &at);
	struct reading r = { .arena = a, .e = e };
	struct str kind;

	if (!j)
		return FAIL(e, ERR_INPUT, T_publish_not_json, str_fmt(a, "%d", at.line),
			str_z(at.text));
	arena_defer(a, end_json, j);
	if (!read_text(&r, j, "kind", &kind))
		return false;
	if (paper_kind_of(kind) == PAPER_KINDS)
		return wrong(&r, "kind");
	*out = r.p = paper_new(a, paper_kind_of(kind));
	return read_paper(&r, j);
}

struct str paper_sample(struct arena *a, enum paper_kind kind)
{
	return embed_find(str_fmt(a, "data/publish/sample-%s.json", paper_kind_word(kind)));
}

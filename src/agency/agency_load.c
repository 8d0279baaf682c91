/*
 * The lists of data/agencies over the places: bodies with names of their own, and for
 * every place those its level has. Everything is worked out beforehand; the writer only
 * runs statements.
 */
#include "agency/agency.h"

#include <math.h>
#include <openssl/sha.h>
#include <stdlib.h>

#include "agency_load_sql.h"
#include "base/tsv.h"
#include "base/viet.h"
#include "embed.h"

struct body {
	struct str code, kind, level, pattern, name, abbr, aliases, parent;
	int place; /* in `places`; -1 */
	struct date from, to;
	struct str citation;
	bool verified;
	int64_t id;
};

struct pattern {
	struct str code, kind, level, name, abbr, words, parent, only, except, citation;
	struct date from, to;
	bool verified;
};

struct edge {
	struct str from, to, kind, matter, citation;
	struct date date;
	double share;
	bool verified;
};

struct member {
	struct str committee, member, role, citation;
	struct date from, to;
	bool verified;
};

struct collective {
	struct str words, level, rules, note;
	bool open;
};

struct known {
	struct str code;
	int64_t id;
	int body; /* in `bodies` */
};

struct load {
	struct arena *arena;
	struct agency_load *out;
	struct str digest;
	struct agency_places_rows places;
	int64_t newest_place;
	LIST(struct pattern) patterns;
	LIST(struct body) named, bodies;
	LIST(struct edge) edges;
	LIST(struct member) members;
	LIST(struct collective) collectives;
	struct known *by_code; /* of bodies, sorted */
};

static bool open_list(struct tsv *t, struct str name, const char *head, struct err *e)
{
	return tsv_open(t, name, embed_find(name), head, e);
}

/* An empty field is no date. */
static bool date_field(struct str s, struct date *out)
{
	*out = DATE_NONE;
	return s.n == 0 || date_parse_iso(s, out);
}

static struct str or_null(struct str s)
{
	return s.n ? s : STR_NULL;
}

static bool read_named(struct load *l, struct err *e)
{
	struct tsv t;
	struct str f[10];

	if (!open_list(&t, S("data/agencies/agencies.tsv"),
		    "code\tkind\tname\tabbr\taliases\tparent\tvalid_from\tvalid_to"
		    "\tcitation\tverified",
		    e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		struct body b = { .code = f[0],
			.kind = f[1],
			.level = S("nation"),
			.name = f[2],
			.abbr = or_null(f[3]),
			.aliases = f[4],
			.parent = f[5],
			.place = -1,
			.citation = f[8],
			.verified = str_eq(f[9], S("1")) };

		if (!date_field(f[6], &b.from) || !date_field(f[7], &b.to))
			return tsv_bad(&t, f[0], e);
		LIST_PUSH(l->arena, &l->named, b);
	}
	return tsv_done(&t, e);
}

static bool read_patterns(struct load *l, struct err *e)
{
	struct tsv t;
	struct str f[13];

	if (!open_list(&t, S("data/agencies/patterns.tsv"),
		    "pattern\tkind\tlevel\tname\tabbr\twords\tparent\tvalid_from\tvalid_to\tonly"
		    "\texcept\tcitation\tverified",
		    e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		struct pattern p = { .code = f[0],
			.kind = f[1],
			.level = f[2],
			.name = f[3],
			.abbr = f[4],
			.words = f[5],
			.parent = f[6],
			.only = f[9],
			.except = f[10],
			.citation = f[11],
			.verified = str_eq(f[12], S("1")) };

		if (!date_field(f[7], &p.from) || !date_field(f[8], &p.to))
			return tsv_bad(&t, f[0], e);
		LIST_PUSH(l->arena, &l->patterns, p);
	}
	return tsv_done(&t, e);
}

static bool read_edges(struct load *l, struct err *e)
{
	struct tsv t;
	struct str f[8];

	if (!open_list(&t, S("data/agencies/changes.tsv"),
		    "from\tto\tkind\tdate\tshare\tmatter\tcitation\tverified", e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		struct edge d = { f[0], f[1], f[2], f[5], f[6], .share = NAN,
			.verified = str_eq(f[7], S("1")) };

		if (!date_parse_iso(f[3], &d.date))
			return tsv_bad(&t, f[3], e);
		if (f[4].n)
			d.share = strtod(str_c(l->arena, f[4]), NULL);
		LIST_PUSH(l->arena, &l->edges, d);
	}
	return tsv_done(&t, e);
}

static bool read_members(struct load *l, struct err *e)
{
	struct tsv t;
	struct str f[7];

	if (!open_list(&t, S("data/agencies/members.tsv"),
		    "committee\tmember\trole\tvalid_from\tvalid_to\tcitation\tverified", e))
		return false;
	while (tsv_row(&t, f, COUNT(f))) {
		struct member m = { f[0], f[1], f[2], .citation = f[5],
			.verified = str_eq(f[6], S("1")) };

		if (!date_field(f[3], &m.from) || !date_field(f[4], &m.to))
			return tsv_bad(&t, f[0], e);
		LIST_PUSH(l->arena, &l->members, m);
	}
	return tsv_done(&t, e);
}

static bool read_collectives(struct load *l, struct err *e)
{
	struct tsv t;
	struct str f[5];

	if (!open_list(
		    &t, S("data/agencies/collectives.tsv"), "words\tlevel\trules\topen\tnote", e))
		return false;
	while (tsv_row(&t, f, COUNT(f)))
		*LIST_ADD(l->arena, &l->collectives) = (struct collective){ f[0], f[1], f[2], f[4],
			str_eq(f[3], S("1")) };
	return tsv_done(&t, e);
}

/* "a|b|c" has the word. */
static bool has_word(struct str list, struct str word)
{
	struct str rest = list, part;

	while (str_split(&rest, '|', &part))
		if (str_eq(part, word))
			return true;
	return false;
}

static struct str replaced(struct arena *a, struct str s, struct str what, struct str by)
{
	struct buf b = { .arena = a };
	size_t from = 0, at;

	while ((at = str_find(s, what, from)) != SIZE_MAX) {
		buf_add(&b, str_sub(s, from, at));
		buf_add(&b, by);
		from = at + what.n;
	}
	buf_add(&b, str_sub(s, from, s.n));
	return buf_str(&b);
}

/* "tỉnh Đồng Nai" within a name. */
static struct str fill(struct arena *a, struct str pattern, const struct agency_places_row *p)
{
	struct str place = str_fmt(
		a, "%.*s %.*s", STR_ARG(viet_lower(a, p->type)), STR_ARG(p->name));

	return replaced(a, replaced(a, pattern, S("{place}"), place), S("{name}"), p->name);
}

static struct date later(struct date a, struct date b)
{
	return date_cmp(a, b) >= 0 ? a : b;
}

/* No date is the latest end. */
static struct date sooner(struct date a, struct date b)
{
	if (!date_given(a) || !date_given(b))
		return date_given(a) ? a : b;
	return date_cmp(a, b) <= 0 ? a : b;
}

/* "ca-tinh.75", and behind it the first day of a place's later version. */
static struct str pattern_code(
	struct arena *a, struct str pattern, const struct agency_places_row *p)
{
	if (!date_given(p->valid_from))
		return str_fmt(a, "%.*s.%.*s", STR_ARG(pattern), STR_ARG(p->code));
	return str_fmt(a, "%.*s.%.*s.%.*s", STR_ARG(pattern), STR_ARG(p->code),
		STR_ARG(date_iso(a, p->valid_from)));
}

static const struct body *own_row(const struct load *l, struct str code)
{
	LIST_EACH(b, &l->named)
		if (str_eq(b->code, code))
			return b;
	return NULL;
}

/* What agencies.tsv says of this very body; a name there replaces the pattern's. */
static void apply_own_row(const struct load *l, struct body *b)
{
	const struct body *own = own_row(l, b->code);

	if (!own)
		return;
	b->citation = own->citation;
	b->verified = own->verified;
	b->aliases = own->aliases;
	if (own->name.n) {
		b->name = own->name;
		b->abbr = own->abbr;
	}
}

static void add_body(struct load *l, const struct pattern *p, int place)
{
	const struct agency_places_row *at = &l->places.v[place];
	struct body b = { .kind = p->kind,
		.level = p->level,
		.pattern = p->code,
		.parent = p->parent,
		.place = place,
		.from = later(p->from, at->valid_from),
		.to = sooner(p->to, at->valid_to),
		.citation = p->citation,
		.verified = p->verified };

	if (date_given(b.to) && date_cmp(b.from, b.to) > 0)
		return;
	b.code = pattern_code(l->arena, p->code, at);
	b.name = fill(l->arena, p->name, at);
	b.abbr = p->abbr.n ? fill(l->arena, p->abbr, at) : STR_NULL;
	/* of the first version only: a plan names the body as it was then */
	if (str_eq(p->level, S("province")))
		apply_own_row(l, &b);
	LIST_PUSH(l->arena, &l->bodies, b);
}

static void make_bodies(struct load *l)
{
	LIST_EACH(b, &l->named)
		if (b->kind.n && str_find_char(b->code, '.', 0) == SIZE_MAX)
			LIST_PUSH(l->arena, &l->bodies, *b);
	LIST_EACH(p, &l->patterns)
		for (size_t i = 0; i < l->places.n; i++) {
			const struct agency_places_row *at = &l->places.v[i];

			if (str_eq(at->kind, p->level) &&
				(p->only.n == 0 || has_word(p->only, at->code)) &&
				!has_word(p->except, at->code))
				add_body(l, p, (int)i);
		}
}

static int by_code(const void *a, const void *b)
{
	return str_cmp(((const struct known *)a)->code, ((const struct known *)b)->code);
}

static int find_code(const struct load *l, struct str code)
{
	struct known key = { .code = code };
	const struct known *k = bsearch(&key, l->by_code, l->bodies.n, sizeof(*k), by_code);

	return k ? k->body : -1;
}

static bool index_bodies(struct load *l, struct err *e)
{
	l->by_code = NEW_N(l->arena, struct known, l->bodies.n + 1);
	for (size_t i = 0; i < l->bodies.n; i++)
		l->by_code[i] = (struct known){ .code = l->bodies.v[i].code, .body = (int)i };
	qsort(l->by_code, l->bodies.n, sizeof(*l->by_code), by_code);
	for (size_t i = 1; i < l->bodies.n; i++)
		if (str_eq(l->by_code[i].code, l->by_code[i - 1].code))
			return FAIL(e, ERR_INPUT, T_agency_code_twice, l->by_code[i].code);
	return true;
}

static bool in_force(struct date from, struct date to, struct date day)
{
	return date_cmp(from, day) <= 0 && (!date_given(to) || date_cmp(to, day) >= 0);
}

/* The version of a place in force on a day; places come ordered by code. */
static int place_version(const struct load *l, struct str code, struct date day)
{
	size_t low = 0, high = l->places.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (str_cmp(l->places.v[mid].code, code) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < l->places.n && str_eq(l->places.v[low].code, code); low++)
		if (in_force(l->places.v[low].valid_from, l->places.v[low].valid_to, day))
			return (int)low;
	return -1;
}

/* The body of that pattern in the place itself, else in its district, else its province,
 * in force at the end of the child's days. */
static int parent_by_pattern(const struct load *l, const struct body *b, struct str pattern)
{
	const struct agency_places_row *at = &l->places.v[b->place];
	struct date day = date_given(b->to) ? b->to : DATE(9999, 12, 31);
	struct str codes[] = { at->code, at->district_code, at->province_code };

	for (size_t i = 0; i < COUNT(codes); i++) {
		int place = codes[i].n ? place_version(l, codes[i], day) : -1;
		int found = place < 0 ? -1
				      : find_code(l, pattern_code(l->arena, pattern,
							     &l->places.v[place]));

		if (found >= 0 && &l->bodies.v[found] != b)
			return found;
	}
	return -1;
}

/* The first of "a|b" there is; *id DB_NULL: stands under nobody. Rows are written in the
 * order of the lists, so who stands above comes first there. */
static bool parent_id(const struct load *l, const struct body *b, int64_t *id, struct err *e)
{
	struct str rest = b->parent, part;
	int found = -1;

	*id = DB_NULL;
	while (found < 0 && b->parent.n && str_split(&rest, '|', &part)) {
		found = find_code(l, part);
		if (found < 0 && b->place >= 0)
			found = parent_by_pattern(l, b, part);
	}
	if (found >= b - l->bodies.v)
		return FAIL(e, ERR_INPUT, T_agency_parent_later, b->code);
	if (found >= 0)
		*id = l->bodies.v[found].id;
	return true;
}

/* A body keeps the id it has: grants and tasks point at it. */
static bool give_ids(struct load *l, struct db_write *w, struct err *e)
{
	struct agency_ids_rows rows;
	int64_t highest = 0;

	if (!agency_ids(db_write_read(w), &rows, e))
		return false;
	LIST_EACH(row, &rows) {
		int found = find_code(l, row->code);

		if (found >= 0)
			l->bodies.v[found].id = row->id;
		if (row->id > highest)
			highest = row->id;
	}
	LIST_EACH(b, &l->bodies)
		if (b->id == 0)
			b->id = ++highest;
	return true;
}

static bool put_bodies(struct load *l, struct db_batch *batch, struct err *e)
{
	LIST_EACH(b, &l->bodies) {
		struct arena_mark mark = arena_mark(l->arena);
		const struct agency_places_row *at = b->place < 0 ? NULL : &l->places.v[b->place];
		int64_t parent;

		if (!parent_id(l, b, &parent, e) ||
			!agency_put_queue(batch, b->id, b->code, b->kind, b->level, b->pattern,
				b->name, b->abbr, viet_fold(l->arena, b->name),
				viet_sort_key(l->arena, b->name), parent, at ? at->id : DB_NULL,
				at ? at->code : STR_NULL, at ? at->province_code : STR_NULL,
				at ? (str_eq(at->kind, S("district")) ? at->code
								      : at->district_code)
				   : STR_NULL,
				b->from, b->to, b->citation, b->verified, e))
			return false;
		arena_rewind(l->arena, mark);
	}
	return true;
}

static bool put_alias(
	struct load *l, struct db_batch *batch, int64_t id, struct str name, struct err *e)
{
	return name.n == 0 || agency_alias_put_queue(batch, id, name, viet_fold(l->arena, name), e);
}

static bool put_aliases(struct load *l, struct db_batch *batch, struct err *e)
{
	LIST_EACH(b, &l->bodies) {
		struct str rest = b->aliases, part;

		/* a pattern's abbreviation would be one row for each of thousands of places */
		if (b->place < 0 || b->aliases.n)
			if (!put_alias(l, batch, b->id, b->abbr, e))
				return false;
		while (b->aliases.n && str_split(&rest, '|', &part))
			if (!put_alias(l, batch, b->id, part, e))
				return false;
	}
	return true;
}

/* The place's word stands as @ in the folded form; no letter folds to it. */
static bool put_words(struct load *l, struct db_batch *batch, struct err *e)
{
	LIST_EACH(p, &l->patterns) {
		struct str rest = p->words, part;

		while (p->words.n && str_split(&rest, '|', &part)) {
			bool typed = str_has(part, S("{word}"));
			struct str fold = viet_fold(
				l->arena, replaced(l->arena, part, S("{word}"), S("xwordx")));

			if (!agency_word_put_queue(batch, p->code,
				    replaced(l->arena, part, S("{word}"), S("…")),
				    replaced(l->arena, fold, S("xwordx"), S("@")), typed, e))
				return false;
		}
	}
	return true;
}

static bool put_edges(struct load *l, struct db_batch *batch, struct err *e)
{
	if (!agency_edge_of_places_queue(batch, e))
		return false;
	LIST_EACH(d, &l->edges) {
		bool everywhere = str_starts(d->from, S("*"));
		struct str from = str_sub(d->from, everywhere, d->from.n);
		struct str to = str_sub(d->to, everywhere, d->to.n);

		if (everywhere ? !agency_edge_pattern_queue(batch, from, to, d->kind, d->date,
					 date_add(d->date, -1), d->share, d->matter, d->citation,
					 d->verified, e)
			       : !agency_edge_named_queue(batch, from, to, d->kind, d->date,
					 d->share, d->matter, d->citation, d->verified, e))
			return false;
	}
	return true;
}

static bool put_members(struct load *l, struct db_batch *batch, struct err *e)
{
	LIST_EACH(m, &l->members)
		if (!agency_member_put_queue(batch, m->committee, m->member, m->role, m->from,
			    m->to, m->citation, m->verified, e))
			return false;
	return true;
}

/* "kind@level", "kind@level>2025-07-01" or "member:committee". */
static bool put_rule(struct db_batch *batch, int64_t collective, struct str rule, struct err *e)
{
	struct str member = S("member:"), rest = rule, kind, level = STR_NULL;
	struct date from = DATE_NONE;

	if (str_starts(rule, member))
		return collective_rule_put_queue(batch, collective, STR_NULL, STR_NULL,
			str_sub(rule, member.n, rule.n), DATE_NONE, e);
	if (!str_split(&rest, '@', &kind) || !str_split(&rest, '>', &level) ||
		(rest.p && !date_parse_iso(rest, &from)))
		return FAIL(e, ERR_INPUT, T_agency_rule_unknown, rule);
	return collective_rule_put_queue(batch, collective, kind, level, STR_NULL, from, e);
}

static bool put_collectives(struct load *l, struct db_batch *batch, struct err *e)
{
	int64_t id = 0;

	LIST_EACH(c, &l->collectives) {
		struct str rest = c->rules, rule;

		if (!collective_put_queue(batch, ++id, c->words, viet_fold(l->arena, c->words),
			    c->level, c->open, c->note, e))
			return false;
		while (str_split(&rest, '|', &rule))
			if (!put_rule(batch, id, rule, e))
				return false;
	}
	return true;
}

static bool clear(struct db_write *w, struct err *e)
{
	return agency_alias_clear(w, e) && agency_word_clear(w, e) && agency_edge_clear(w, e) &&
	       agency_member_clear(w, e) && agency_tree_clear(w, e) &&
	       collective_rule_clear(w, e) && collective_clear(w, e) && agency_load_clear(w, e);
}

static bool load_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct load *l = c->arg;
	struct agency_places_loaded_row places;
	bool found;

	if (!agency_places_loaded(db_write_read(w), &places, &found, e))
		return false;
	if (places.places != (int64_t)l->places.n || places.newest != l->newest_place)
		return FAIL(e, ERR_CONFLICT, T_agency_places_moved);
	if (!clear(w, e) || !give_ids(l, w, e))
		return false;
	struct db_batch *batch = db_batch(w);

	return put_bodies(l, batch, e) && put_aliases(l, batch, e) && put_words(l, batch, e) &&
	       put_edges(l, batch, e) && put_members(l, batch, e) && put_collectives(l, batch, e) &&
	       db_batch_run(batch, e) && agency_tree_make(w, e) &&
	       agency_load_put(w, l->digest, l->out->agencies, e);
}

/* Of the lists, and of the places they stand on. */
static struct str load_digest(struct load *l)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	struct buf all = { .arena = l->arena }, hex = { .arena = l->arena };

	for (size_t i = 0; i < embeds_n; i++)
		if (str_starts(str_z(embeds[i].name), S("data/agencies/")) ||
			str_starts(str_z(embeds[i].name), S("data/places/"))) {
			SHA256((const unsigned char *)embeds[i].bytes.p, embeds[i].bytes.n, digest);
			buf_add(&all, str_n((const char *)digest, sizeof(digest)));
		}
	buf_addf(&all, "%zu %lld", l->places.n, (long long)l->newest_place);
	SHA256((const unsigned char *)all.p, all.n, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_addf(&hex, "%02x", digest[i]);
	return buf_str(&hex);
}

/* Reads the lists, makes every body. False in l->out->unchanged leaves work to do. */
static bool prepare(struct load *l, struct db_read *r, struct err *e)
{
	struct agency_places_loaded_row places;
	struct agency_loaded_row row;
	bool found;

	if (!agency_places(r, &l->places, e) || !agency_places_loaded(r, &places, &found, e))
		return false;
	if (l->places.n == 0)
		return FAIL(e, ERR_CONFLICT, T_agency_places_first);
	l->newest_place = places.newest;
	l->digest = load_digest(l);
	if (!agency_loaded(r, l->digest, &row, &l->out->unchanged, e))
		return false;
	if (l->out->unchanged) {
		l->out->agencies = row.agencies;
		return true;
	}
	if (!read_named(l, e) || !read_patterns(l, e) || !read_edges(l, e) || !read_members(l, e) ||
		!read_collectives(l, e))
		return false;
	make_bodies(l);
	l->out->agencies = (int64_t)l->bodies.n;
	return index_bodies(l, e);
}

bool agency_load(struct db *db, struct arena *a, const struct audit_entry *who,
	struct agency_load *out, struct err *e)
{
	struct load l = { .arena = a, .out = out };
	struct change c = { .entry = *who, .apply = load_apply, .arg = &l };
	struct db_read *r;

	*out = (struct agency_load){ 0 };
	if (!db_read_begin(db, a, &r, e))
		return false;
	bool ok = prepare(&l, r, e);

	db_read_end(r);
	if (!ok || out->unchanged)
		return ok;
	c.entry.action = S("agency.load");
	c.entry.object = S("agency");
	c.entry.detail = str_fmt(a, "{\"lists\":\"%.*s\",\"agencies\":%lld}", STR_ARG(l.digest),
		(long long)out->agencies);
	return audit_change(db, &c, e);
}

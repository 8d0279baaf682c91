#include "place/place.h"

#include <openssl/sha.h>
#include <stdlib.h>

#include "base/viet.h"
#include "embed.h"
#include "place/place_lists.h"
#include "place_sql.h"

struct load {
	struct place_lists lists;
	struct str digest;
	const struct place_load *out;
};

/* Of every list under data/places, so that other lists are another load. */
static struct str lists_digest(struct arena *a)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	struct buf all = { .arena = a }, hex = { .arena = a };

	for (size_t i = 0; i < embeds_n; i++)
		if (str_starts(str_z(embeds[i].name), S("data/places/"))) {
			SHA256((const unsigned char *)embeds[i].bytes.p, embeds[i].bytes.n, digest);
			buf_add(&all, str_z(embeds[i].name));
			buf_add(&all, str_n((const char *)digest, sizeof(digest)));
		}
	SHA256((const unsigned char *)all.p, all.n, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_addf(&hex, "%02x", digest[i]);
	return buf_str(&hex);
}

static struct str identity(struct arena *a, struct str code, struct date from)
{
	return str_fmt(a, "%.*s %.*s", STR_ARG(code), STR_ARG(date_iso(a, from)));
}

struct known {
	struct str identity;
	int64_t id;
};

static int by_identity(const void *a, const void *b)
{
	return str_cmp(((const struct known *)a)->identity, ((const struct known *)b)->identity);
}

/* A place keeps the id it has; a new one gets the next. Agencies and others point at them. */
static bool give_ids(struct db_write *w, struct place_lists *lists, struct err *e)
{
	struct db_read *r = db_write_read(w);
	struct arena *a = db_write_arena(w);
	struct place_ids_rows rows;
	struct place_highest_row highest;
	bool found;

	if (!place_ids(r, &rows, e) || !place_highest(r, &highest, &found, e))
		return false;
	struct known *known = NEW_N(a, struct known, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		known[i] = (struct known){ identity(a, rows.v[i].code, rows.v[i].valid_from),
			rows.v[i].id };
	qsort(known, rows.n, sizeof(*known), by_identity);
	LIST_EACH(u, &lists->units) {
		struct known key = { .identity = identity(a, u->code, u->from) };
		const struct known *old = bsearch(&key, known, rows.n, sizeof(*known), by_identity);

		u->id = old ? old->id : ++highest.id;
	}
	return true;
}

static bool put_places(struct db_batch *b, const struct place_lists *lists, struct err *e)
{
	LIST_EACH(u, &lists->units)
		if (!place_put_queue(b, u->id, str_z(place_kind_name(u->kind)), u->code, u->type,
			    u->name, u->full_name, u->name_en, u->fold, u->sort_key, u->province,
			    u->district, u->population, u->area, u->lat, u->lon, u->from, u->to,
			    u->citation, u->verified, e))
			return false;
	return true;
}

static bool put_edges(struct db_batch *b, const struct place_lists *lists, struct err *e)
{
	int64_t id = 0;

	LIST_EACH(l, &lists->links)
		if (!place_edge_put_queue(b, ++id, lists->units.v[l->from].id,
			    lists->units.v[l->to].id, str_z(place_edge_name(l->kind)), l->date,
			    l->share, l->citation, l->verified, e))
			return false;
	return true;
}

static bool put_faults(struct db_batch *b, const struct place_lists *lists, struct err *e)
{
	int64_t id = 0;

	LIST_EACH(f, &lists->faults)
		if (!place_fault_put_queue(
			    b, ++id, str_z(f->rule), f->code, f->name, f->found, f->bridged, e))
			return false;
	return true;
}

static bool load_apply(struct db_write *w, struct change *c, struct err *e)
{
	struct load *load = c->arg;
	const struct place_load *out = load->out;

	if (!place_edge_clear(w, e) || !place_fault_clear(w, e) || !place_load_clear(w, e) ||
		!give_ids(w, &load->lists, e))
		return false;
	struct db_batch *b = db_batch(w);

	return put_places(b, &load->lists, e) && put_edges(b, &load->lists, e) &&
	       put_faults(b, &load->lists, e) && db_batch_run(b, e) &&
	       place_load_put(w, load->digest, out->places, out->edges, out->faults, e);
}

static bool is_loaded(
	struct db *db, struct arena *a, struct str digest, struct place_load *out, struct err *e)
{
	struct place_loaded_row row;
	struct db_read *r;

	if (!db_read_begin(db, a, &r, e))
		return false;
	bool ok = place_loaded(r, digest, &row, &out->unchanged, e);

	db_read_end(r);
	if (ok && out->unchanged) {
		out->places = row.places;
		out->edges = row.edges;
		out->faults = row.faults;
	}
	return ok;
}

bool place_load(struct db *db, struct arena *a, const struct audit_entry *who,
	struct place_load *out, struct err *e)
{
	struct load load = { .digest = lists_digest(a), .out = out };
	struct change c = { .entry = *who, .apply = load_apply, .arg = &load };

	*out = (struct place_load){ 0 };
	if (!is_loaded(db, a, load.digest, out, e))
		return false;
	if (out->unchanged)
		return true;
	if (!place_lists_read(a, &load.lists, e))
		return false;
	out->places = (int64_t)load.lists.units.n;
	out->edges = (int64_t)load.lists.links.n;
	out->faults = (int64_t)load.lists.faults.n;
	c.entry.action = S("place.load");
	c.entry.object = S("place");
	c.entry.detail = str_fmt(a, "{\"lists\":\"%.*s\",\"places\":%lld}", STR_ARG(load.digest),
		(long long)out->places);
	return audit_change(db, &c, e);
}

/* Is the unit among the place's own parts? */
static bool is_own(const struct place_parts_rows *own, int64_t id)
{
	LIST_EACH(p, own)
		if (p->id == id)
			return true;
	return false;
}

static void add_part(struct place_sum *s, int64_t population, bool whole)
{
	s->parts++;
	s->shared += !whole;
	if (population == DB_NULL) {
		s->without++;
		return;
	}
	s->least += whole ? population : 0;
	s->most += population;
}

/* Edges come ordered by the commune they lead to. It is counted once, and as the place's
 * own only where everything that went into it came whole from here. */
static bool sum_carried(struct db_read *r, int64_t id, struct date day,
	const struct place_parts_rows *own, struct place_sum *out, struct err *e)
{
	struct place_part_edges_rows edges;

	if (!place_part_edges(r, id, day, &edges, e))
		return false;
	out->carried = true;
	for (size_t i = 0; i < edges.n;) {
		int64_t to = edges.v[i].to_id, population = edges.v[i].population;
		bool whole = true;

		for (; i < edges.n && edges.v[i].to_id == to; i++)
			whole = whole && is_own(own, edges.v[i].from_id);
		add_part(out, population, whole);
	}
	return true;
}

bool place_sum(struct db_read *r, int64_t id, struct date day, struct place_sum *out, struct err *e)
{
	struct place_parts_rows own;
	bool published = false;

	*out = (struct place_sum){ 0 };
	if (!place_parts(r, id, day, &own, e))
		return false;
	LIST_EACH(p, &own)
		published = published || p->population != DB_NULL;
	if (!published)
		return sum_carried(r, id, day, &own, out, e);
	LIST_EACH(p, &own)
		if (str_eq(p->kind, S("commune")))
			add_part(out, p->population, true);
	return true;
}

/* 1436100 as 1.436.100; English has commas. */
struct str place_sum_words(struct arena *a, enum lang lang, const struct place_sum *s)
{
	struct str least = text_number(a, lang, s->least), most = text_number(a, lang, s->most);
	struct str shared = text_number(a, lang, s->shared),
		   without = text_number(a, lang, s->without);
	struct str known = text_number(a, lang, s->parts - s->without),
		   parts = text_number(a, lang, s->parts);

	if (s->parts == s->without)
		return text_get(lang, T_place_people_unknown);
	if (s->shared && s->without)
		return TEXT(a, lang, T_place_people_between_partly, least, most, shared, without);
	if (s->shared)
		return TEXT(a, lang, T_place_people_between, least, most, shared);
	if (s->without)
		return TEXT(a, lang, T_place_people_partly, least, known, parts);
	return TEXT(a, lang, s->carried ? T_place_people_carried : T_place_people, least, parts);
}

struct str place_pattern(struct arena *a, struct str typed)
{
	/* a folded text holds letters, digits and blanks only: nothing LIKE would read */
	return str_fmt(a, "%%%.*s%%", STR_ARG(viet_fold(a, typed)));
}

struct date place_day(struct date valid_from, struct date valid_to, struct date latest)
{
	if (date_given(valid_to) && date_cmp(valid_to, latest) < 0)
		return valid_to;
	if (date_given(valid_from) && date_cmp(valid_from, latest) > 0)
		return valid_from;
	return latest;
}

struct word {
	const char *name;
	enum text_id text;
};

static enum text_id find_word(const struct word *words, size_t n, struct str name)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (str_eq(str_z(words[i].name), name))
			return words[i].text;
	return words[n - 1].text;
}

enum text_id place_kind_text(struct str kind)
{
	static const struct word words[] = {
		{ "province", T_place_kind_province },
		{ "district", T_place_kind_district },
		{ "commune", T_place_kind_commune },
	};

	return find_word(words, COUNT(words), kind);
}

enum text_id place_edge_text(struct str kind)
{
	static const struct word words[] = {
		{ "keep", T_place_edge_keep },
		{ "rename", T_place_edge_rename },
		{ "merge", T_place_edge_merge },
		{ "split", T_place_edge_split },
		{ "transfer", T_place_edge_transfer },
	};

	return find_word(words, COUNT(words), kind);
}

enum text_id place_fault_text(struct str rule)
{
	static const struct word words[] = {
		{ "no_predecessor", T_place_fault_no_predecessor },
		{ "no_successor", T_place_fault_no_successor },
		{ "unknown_new", T_place_fault_unknown_new },
		{ "unknown_old", T_place_fault_unknown_old },
		{ "divided_flag", T_place_fault_divided_flag },
		{ "empty_district", T_place_fault_empty_district },
		{ "unknown_parent", T_place_fault_unknown_parent },
		{ "torn_province", T_place_fault_torn_province },
		{ "unverified", T_place_fault_unverified },
		{ "type_differs", T_place_fault_type_differs },
		{ "spelling", T_place_fault_spelling },
		{ "name_form", T_place_fault_name_form },
		{ "population_sum", T_place_fault_population_sum },
		{ "area_sum", T_place_fault_area_sum },
		{ "no_population", T_place_fault_no_population },
		{ "no_area", T_place_fault_no_area },
		{ "no_position", T_place_fault_no_position },
	};

	return find_word(words, COUNT(words), rule);
}

#include "plan/plan_recipient.h"

#include "agency/agency.h"
#include "agency_sql.h"
#include "base/json.h"
#include "base/viet.h"
#include "plan_sql.h"
#include "plan_recipient_sql.h"
#include "search/search.h"

/* --- purposes */

static const struct {
	const char *word;
	enum text_id text;
	const char *folded[4]; /* of the words in brackets */
} purposes[PLAN_RECIPIENT_PURPOSES] = {
	[PLAN_RECIPIENT_REPORT] = { "report", T_plan_purpose_report,
		{ "bao cao", "b cao", "b c" } },
	[PLAN_RECIPIENT_CARRY_OUT] = { "carry_out", T_plan_purpose_carry_out,
		{ "thuc hien", "t hien", "th hien", "t h" } },
	[PLAN_RECIPIENT_COORDINATE] = { "coordinate", T_plan_purpose_coordinate,
		{ "phoi hop", "p hop", "ph hop", "p h" } },
	[PLAN_RECIPIENT_GUIDE] = { "guide", T_plan_purpose_guide,
		{ "chi dao", "theo doi", "kiem tra", "c dao" } },
	[PLAN_RECIPIENT_KNOW] = { "know", T_plan_purpose_know, { "de biet", "biet" } },
	[PLAN_RECIPIENT_FILE] = { "file", T_plan_purpose_file, { "luu" } },
	[PLAN_RECIPIENT_NONE] = { "none", T_NONE, { NULL } },
};

const char *plan_recipient_purpose_word(enum plan_recipient_purpose purpose)
{
	return purposes[purpose].word;
}

enum plan_recipient_purpose plan_recipient_purpose_of(struct str word)
{
	enum plan_recipient_purpose p = 0;

	while (p < PLAN_RECIPIENT_PURPOSES && !str_eq(word, str_z(purposes[p].word)))
		p++;
	return p;
}

enum text_id plan_recipient_purpose_text(enum plan_recipient_purpose purpose)
{
	return purpose < PLAN_RECIPIENT_PURPOSES ? purposes[purpose].text : T_NONE;
}

/* What is said first counts: "để phối hợp thực hiện". */
static enum plan_recipient_purpose purpose_in(struct arena *a, struct str fold)
{
	struct str text = str_fmt(a, " %.*s ", STR_ARG(fold));
	enum plan_recipient_purpose first = PLAN_RECIPIENT_NONE;
	size_t least = SIZE_MAX;

	for (enum plan_recipient_purpose p = 0; p < PLAN_RECIPIENT_NONE; p++)
		for (size_t i = 0; i < COUNT(purposes[p].folded) && purposes[p].folded[i]; i++) {
			size_t at = str_find(text, str_fmt(a, " %s ", purposes[p].folded[i]), 0);

			if (at < least) {
				least = at;
				first = p;
			}
		}
	return first;
}

static bool is_archive(struct arena *a, struct str name)
{
	struct str fold = viet_fold(a, name);

	return str_eq(fold, S("luu")) || str_starts(fold, S("luu "));
}

/* --- whom a line means */

static void add_agency(struct arena *a, struct plan_recipient *r, int64_t id)
{
	LIST_EACH(x, &r->agencies)
		if (*x == id)
			return;
	LIST_PUSH(a, &r->agencies, id);
}

/* One body, or, where the name is the whole line, words that stand for many: a part of such words
 * ("Công an các đơn vị, địa phương") would mean others. */
static bool add_name(const struct plan_names *n, struct str name, bool whole,
	struct plan_recipient *r, bool *known, struct err *e)
{
	struct agency_collective many;
	int64_t id;

	*known = false;
	name = reading_spelled(n->arena, str_trim(name));
	if (!plan_agency(n, name, n->place, &id, e))
		return false;
	if (id != DB_NULL) {
		add_agency(n->arena, r, id);
		*known = true;
		return true;
	}
	if (!whole)
		return true;
	if (!agency_collective(n->read, name, n->place, n->day, &many, e))
		return false;
	/* "có liên quan": whom it was sent to nobody can say */
	*known = many.bodies->n && !many.open;
	for (size_t i = 0; *known && i < many.bodies->n; i++)
		add_agency(n->arena, r, many.bodies->v[i].id);
	return true;
}

enum { PIECES = 8 };

/* "Sở Văn hóa, Thể thao và Du lịch, Sở Y tế": where it may be taken apart; the ends. */
static size_t pieces_of(struct str name, size_t begin[PIECES + 1], size_t end[PIECES + 1])
{
	static const struct str marks[] = { S(", "), S("; "), S(" và ") };
	size_t n = 0;

	begin[0] = 0;
	for (size_t i = 0; i < name.n && n < PIECES; i++)
		for (size_t m = 0; m < COUNT(marks); m++)
			if (str_starts(str_sub(name, i, name.n), marks[m])) {
				end[n++] = i;
				begin[n] = i + marks[m].n;
			}
	end[n] = name.n;
	return n + 1;
}

/* Names in a row: the longest that is known goes first. */
static bool add_names(const struct plan_names *n, struct plan_recipient *r, struct err *e)
{
	size_t begin[PIECES + 1], end[PIECES + 1];
	size_t pieces = pieces_of(r->read->name, begin, end), i = 0;

	r->settled = true;
	while (i < pieces) {
		size_t last = pieces;
		bool known = false;

		for (; last > i && !known; last--)
			if (!add_name(n, str_sub(r->read->name, begin[i], end[last - 1]),
				    last - i == pieces, r, &known, e))
				return false;
		r->settled &= known;
		i = known ? last + 1 : i + 1;
	}
	return true;
}

bool plan_recipient_resolve(const struct plan_names *n, const reading_recipient_list *read,
	plan_recipients *out, struct err *e)
{
	LIST_EACH(x, read) {
		struct plan_recipient *r = LIST_ADD(n->arena, out);

		r->read = x;
		if (is_archive(n->arena, x->name)) {
			r->purpose = PLAN_RECIPIENT_FILE;
			r->settled = true;
			continue;
		}
		r->purpose = purpose_in(n->arena, viet_fold(n->arena, x->purpose));
		if (!add_names(n, r, e))
			return false;
	}
	return true;
}

bool plan_recipient_put_all(
	struct db_batch *b, int64_t plan, const plan_recipients *all, struct err *e)
{
	int64_t position = 0;

	LIST_EACH(r, all) {
		const struct reading_recipient *x = r->read;

		if (!plan_recipient_put_queue(b, plan, position, x->name,
			    x->purpose.p ? x->purpose : S(""),
			    str_z(plan_recipient_purpose_word(r->purpose)), x->line,
			    (int64_t)x->span.from, (int64_t)x->span.to, r->settled, e))
			return false;
		LIST_EACH(id, &r->agencies)
			if (!plan_recipient_agency_put_queue(b, plan, position, *id, e))
				return false;
		position++;
	}
	return plan_recipient_audience_queue(b, plan, e);
}

/* --- what a person says */

struct correction {
	struct plan_recipient_edit in;
	LIST(int64_t) agencies;
};

bool plan_recipient_may(
	struct db_read *r, const struct actor *by, int64_t plan, bool *may, struct err *e)
{
	struct plan_recipient_plan_row p;
	bool found;

	*may = false;
	if (!plan_recipient_plan(r, plan, &p, &found, e))
		return false;
	if (!found || p.superseded_by != DB_NULL)
		return true;
	if (p.standing_id != DB_NULL && !access_may(r, by, PERM_plan_import, p.standing_id, may, e))
		return false;
	return *may || p.issuer_id == DB_NULL ||
	       access_may(r, by, PERM_plan_import, p.issuer_id, may, e);
}

/* The day the names of a plan are of, as its import has it. */
static struct date day_of(const struct plan_recipient_plan_row *p)
{
	if (date_given(p->issued))
		return p->issued;
	return p->year == DB_NULL ? date_of_time(p->imported) : DATE((int16_t)p->year, 1, 1);
}

/* Everyone who may see the plan now, found by its words. */
static bool follow_audience(struct db_write *w, int64_t plan, struct date day, struct err *e)
{
	struct plan_audience_ids_rows rows;
	LIST(int64_t) agencies = { 0 };
	int64_t group;

	if (!plan_recipient_audience_clear(w, plan, e) || !plan_recipient_audience(w, plan, e) ||
		!plan_audience_places(w, plan, day, e) || !plan_audience_successors(w, plan, e) ||
		!plan_audience_ids(db_write_read(w), plan, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_PUSH(db_write_arena(w), &agencies, x->agency_id);
	return search_group_put(w, S("plan"), plan, agencies.v, agencies.n, &group, e);
}

static bool put_correction(
	struct db_write *w, const struct correction *k, int64_t *id, struct err *e)
{
	const struct plan_recipient_edit *in = &k->in;
	int64_t changed;

	*id = in->id;
	if (in->id == 0)
		return plan_recipient_add(w, in->plan, in->name, in->purpose, id, e);
	if (!plan_recipient_agencies_clear(w, in->id, e) ||
		!(in->drop ? plan_recipient_drop(w, in->id, in->version, &changed, e)
			   : plan_recipient_change(
				     w, in->id, in->version, in->name, in->purpose, &changed, e)))
		return false;
	return changed || FAIL(e, ERR_STALE, T_plan_recipient_stale);
}

static bool apply(struct db_write *w, struct change *c, struct err *e)
{
	const struct correction *k = c->arg;
	struct plan_recipient_plan_row p;
	int64_t id;
	bool found;

	if (!plan_recipient_plan(db_write_read(w), k->in.plan, &p, &found, e))
		return false;
	if (!found || p.superseded_by != DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_plan_superseded_now);
	if (!put_correction(w, k, &id, e))
		return false;
	LIST_EACH(x, &k->agencies)
		if (!plan_recipient_agency_add(w, id, *x, e))
			return false;
	return follow_audience(w, k->in.plan, day_of(&p), e);
}

static struct str detail(struct arena *a, const struct correction *k)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "recipient", k->in.id);
	json_str(&j, "name", k->in.name);
	json_str(&j, "purpose", k->in.purpose);
	json_bool(&j, "dropped", k->in.drop);
	json_list(&j, "agencies");
	LIST_EACH(x, &k->agencies)
		json_int(&j, NULL, *x);
	json_end(&j);
	json_close(&j);
	return buf_str(&out);
}

/* The body that a line names: on the plan's day, or today. */
static bool look_up(struct db_read *r, const struct plan_recipient_plan_row *p, struct str name,
	int64_t *id, struct err *e)
{
	struct agency_by_code_row coded;
	bool found;

	if (!agency_by_code(r, name, &coded, &found, e))
		return false;
	*id = found ? coded.id : 0;
	if (*id == 0 && !agency_find(r, name, p->place_code, day_of(p), id, e))
		return false;
	return *id != 0 || agency_find(r, name, p->place_code, date_today(), id, e);
}

static bool read_agencies(struct db_read *r, const struct plan_recipient_plan_row *p,
	struct correction *k, struct err *e)
{
	struct str rest = k->in.agencies, line;

	while (rest.p && str_split(&rest, '\n', &line)) {
		bool known = false;
		int64_t id;

		line = str_trim(line);
		if (!line.n)
			continue;
		if (!look_up(r, p, line, &id, e))
			return false;
		if (id == 0)
			return FAIL(e, ERR_INPUT, T_plan_no_such_agency, line);
		LIST_EACH(x, &k->agencies)
			known |= *x == id;
		if (!known)
			LIST_PUSH(db_read_arena(r), &k->agencies, id);
		if (k->agencies.n > PLAN_RECIPIENT_AGENCIES)
			return FAIL(e, ERR_INPUT, T_plan_too_many_recipients,
				str_fmt(db_read_arena(r), "%d", PLAN_RECIPIENT_AGENCIES));
	}
	return true;
}

/* A line that was read keeps its words; who drops one need say no more. */
static bool checked(struct db_read *r, struct plan_recipient_edit *in, struct err *e)
{
	struct plan_recipient_by_id_row row;
	bool found;

	if (in->id) {
		if (!plan_recipient_by_id(r, in->id, in->plan, &row, &found, e))
			return false;
		if (!found)
			return FAIL(e, ERR_ABSENT, T_plan_recipient_absent);
		if (row.line || in->drop)
			in->name = row.name;
		if (in->drop) {
			in->purpose = row.purpose;
			in->agencies = STR_NULL;
		}
	}
	in->name = str_trim(in->name);
	in->wrong = "name";
	if (!in->name.n)
		return FAIL(e, ERR_INPUT, T_plan_recipient_unnamed);
	in->wrong = "purpose";
	if (plan_recipient_purpose_of(in->purpose) == PLAN_RECIPIENT_PURPOSES)
		return FAIL(e, ERR_INPUT, T_plan_recipient_unsaid);
	in->wrong = NULL;
	return true;
}

bool plan_recipient_prepare(struct db_read *r, const struct actor *by,
	struct plan_recipient_edit *in, struct change *c, struct err *e)
{
	struct correction *k = NEW(db_read_arena(r), struct correction);
	struct plan_by_id_row plan;
	struct plan_recipient_plan_row p;
	bool found, may;

	if (!plan_by_id(r, in->plan, by->account, &plan, &found, e) ||
		(found && !plan_recipient_may(r, by, in->plan, &may, e)))
		return false;
	if (!found || !may)
		return FAIL(e, ERR_ABSENT, T_plan_recipient_absent);
	if (!checked(r, in, e) || !plan_recipient_plan(r, in->plan, &p, &found, e))
		return false;
	k->in = *in;
	in->wrong = "agencies";
	if (!read_agencies(r, &p, k, e))
		return false;
	in->wrong = NULL;
	c->entry.object = S("plan");
	c->entry.object_id = in->plan;
	c->entry.detail = detail(db_read_arena(r), k);
	c->apply = apply;
	c->arg = k;
	return true;
}

#include "form/release.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/json.h"

enum { MISSING = 20000 /* more than there are agencies */ };

/* A sheet that was counted: its version, and the part it went to. */
struct counted {
	int64_t sheet, number;
	size_t part;
};

struct work {
	struct actor actor;
	struct form_ask ask;
	struct calendar_period period;
	int64_t number, now;
	LIST(struct counted) sheets;
	struct str body, digest;
};

/* --- what is counted */

static bool part_of(const struct form_gathered *g, int64_t place, size_t *part)
{
	LIST_EACH(x, &g->ways)
		if (x->place == place) {
			*part = x->part;
			return true;
		}
	return false;
}

/* Each sheet to its part: by its own unit, or by the province it lies in. */
static bool count_sheets(struct arena *a, struct db_read *r, const struct form_gathered *g,
	struct work *k, struct err *e)
{
	const struct form_ask *q = &k->ask;
	int64_t *found = NEW_N(a, int64_t, g->parts.n + 1);
	struct form_counted_rows rows;

	if (!form_counted(
		    r, q->account, g->whole, q->edition, q->system, q->upto, q->line, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		int64_t place = x->place_id == DB_NULL ? 0 : x->place_id;
		size_t part;

		if (!part_of(g, place, &part) && !part_of(g, x->province_id, &part))
			continue;
		LIST_PUSH(a, &k->sheets, ((struct counted){ x->id, x->current, part }));
		found[part]++;
	}
	for (size_t i = 0; i < g->parts.n; i++)
		if (found[i] != g->parts.v[i].v.submissions) {
			FAIL(e, ERR_INTERNAL, T_form_total_broken);
			return err_detail(e, "part %zu has %lld sheets of %lld", i,
				(long long)found[i], (long long)g->parts.v[i].v.submissions);
		}
	return true;
}

/* --- the body */

/* A cell that not every submission left at zero: [sum, given, not known, not applicable]. */
static void write_cells(
	struct arena *a, struct json *j, const struct form_edition *f, const struct form_vector *v)
{
	json_int(j, "submissions", v->submissions);
	json_object(j, "cells");
	for (size_t i = 0; i < f->cells.n; i++) {
		const struct form_tally *t = &v->v[i];

		if (!t->given && !t->missing && !t->na)
			continue;
		json_list(j, str_c(a, f->cells.v[i].code));
		json_int(j, NULL, t->sum);
		json_int(j, NULL, t->given);
		json_int(j, NULL, t->missing);
		json_int(j, NULL, t->na);
		json_end(j);
	}
	json_close(j);
}

static void write_head(struct json *j, const struct form_edition *f, const struct work *k)
{
	const struct form_ask *q = &k->ask;

	json_str(j, "form", f->code);
	json_int(j, "edition", f->number);
	json_str(j, "edition_sha256", f->digest);
	json_object(j, "period");
	json_str(j, "system", k->period.system);
	json_date(j, "from", k->period.from);
	json_date(j, "to", k->period.to);
	json_close(j);
	json_str(j, "line", q->line);
	json_str(j, "province", q->province);
	json_date(j, "map", q->map);
	json_int(j, "release", k->number);
	json_str(j, "publisher", k->actor.agency_name);
	json_str(j, "author", k->actor.display);
	json_time(j, "at", k->now);
}

static void write_parts(struct arena *a, struct json *j, const struct form_edition *f,
	const struct form_gathered *g, const struct work *k)
{
	json_object(j, "total");
	write_cells(a, j, f, &g->total);
	json_close(j);
	json_list(j, "parts");
	LIST_EACH(p, &g->parts) {
		json_open_item(j);
		json_int(j, "place", p->place);
		json_str(j, "code", p->code);
		json_str(j, "name", p->name);
		json_str(j, "kind", p->kind);
		json_bool(j, "not_divided", p->divided);
		write_cells(a, j, f, &p->v);
		json_close(j);
	}
	json_end(j);
	json_list(j, "sheets"); /* sheet, version, part */
	LIST_EACH(x, &k->sheets) {
		json_list(j, NULL);
		json_int(j, NULL, x->sheet);
		json_int(j, NULL, x->number);
		json_int(j, NULL, (int64_t)x->part);
		json_end(j);
	}
	json_end(j);
}

static bool write_body(struct arena *a, struct db_read *r, const struct form_edition *f,
	const struct form_gathered *g, struct work *k, struct err *e)
{
	const struct form_ask *q = &k->ask;
	struct buf out = { .arena = a };
	struct json j = { .out = &out };
	struct form_silent_count_row count;
	struct form_silent_rows silent;
	bool found;

	if (!form_silent_count(r, q->account, q->edition, q->system, q->upto, q->line, q->province,
		    &count, &found, e) ||
		!form_silent(r, q->account, q->edition, q->system, q->upto, q->line, q->province,
			MISSING, &silent, e))
		return false;
	json_open(&j);
	write_head(&j, f, k);
	json_bool(&j, "whole", g->whole);
	write_parts(a, &j, f, g, k);
	json_int(&j, "asked", count.asked);
	json_list(&j, "missing");
	LIST_EACH(x, &silent) {
		json_open_item(&j);
		json_int(&j, "id", x->id);
		json_str(&j, "name", x->name);
		json_close(&j);
	}
	json_end(&j);
	json_close(&j);
	k->body = buf_str(&out);
	k->digest = form_sha256(a, k->body);
	return true;
}

/* --- making it public */

static struct str none(struct str s)
{
	return s.p ? s : S("");
}

static bool latest(struct db_read *r, const struct work *k, struct form_release_latest_row *row,
	bool *found, struct err *e)
{
	const struct form_ask *q = &k->ask;

	return form_release_latest(r, q->edition, q->system, q->upto, none(q->line),
		none(q->province), date_given(q->map) ? date_iso(db_read_arena(r), q->map) : S(""),
		k->actor.agency, row, found, e);
}

static bool must_be_allowed(struct db_read *r, const struct actor *actor, struct err *e)
{
	bool may;

	if (!actor->agency)
		return FAIL(e, ERR_CONFLICT, T_form_release_no_agency);
	if (!access_may(r, actor, PERM_form_publish, actor->agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_form_release_not_yours);
}

static bool apply_release(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	const struct form_ask *q = &k->ask;
	struct db_batch *b = db_batch(w);
	struct form_release_latest_row last;
	bool found;

	if (!must_be_allowed(db_write_read(w), &k->actor, e) ||
		!latest(db_write_read(w), k, &last, &found, e))
		return false;
	if ((found ? last.number : 0) != k->number - 1)
		return FAIL(e, ERR_CONFLICT, T_form_released_meanwhile, last.account_name);
	if (!form_release_add(w, k->actor.agency, q->edition, q->system, k->period.from, q->upto,
		    none(q->line), none(q->province),
		    date_given(q->map) ? date_iso(db_write_arena(w), q->map) : S(""), k->number,
		    k->body, k->digest, (int64_t)k->sheets.n, k->actor.account, k->actor.display,
		    k->now, &c->entry.object_id, e))
		return false;
	LIST_EACH(x, &k->sheets)
		if (!form_release_sheet_add_queue(
			    b, c->entry.object_id, x->sheet, x->number, (int64_t)x->part, e))
			return false;
	return db_batch_run(b, e);
}

/* Not another release of the very same submissions. */
static bool check_new(struct db_read *r, const struct work *k,
	const struct form_release_latest_row *last, struct err *e)
{
	struct form_release_sheets_rows rows;
	size_t same = 0;

	if (!form_release_sheets(r, last->id, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		LIST_EACH(s, &k->sheets)
			if (s->sheet == x->sheet_id) {
				same += s->number == x->number;
				break;
			}
	if (same == rows.n && same == k->sheets.n)
		return FAIL(e, ERR_CONFLICT, T_form_release_same,
			str_fmt(db_read_arena(r), "%lld", (long long)last->number));
	return true;
}

static struct str release_detail(
	struct arena *a, const struct form_edition *f, const struct work *k)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "form", f->code);
	json_int(&j, "edition", f->number);
	json_str(&j, "system", k->period.system);
	json_date(&j, "to", k->period.to);
	json_int(&j, "number", k->number);
	json_str(&j, "sha256", k->digest);
	json_close(&j);
	return buf_str(&out);
}

bool form_release_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct form_ask *ask, const struct calendar_period *period, struct change *c,
	struct err *e)
{
	struct work *k = NEW(a, struct work);
	struct form_release_latest_row last;
	struct form_edition f;
	struct form_gathered g;
	bool found;

	*k = (struct work){ .actor = *actor, .ask = *ask, .period = *period, .now = clock_now() };
	c->entry.object = S("form_release");
	if (!must_be_allowed(r, actor, e) || !form_edition_get(r, ask->edition, &f, e) ||
		!form_gather(r, ask, f.cells.n, &g, e))
		return false;
	if (!g.total.submissions)
		return FAIL(e, ERR_INPUT, T_form_release_nothing);
	if (!latest(r, k, &last, &found, e) || !count_sheets(a, r, &g, k, e) ||
		(found && !check_new(r, k, &last, e)))
		return false;
	k->number = found ? last.number + 1 : 1;
	if (!write_body(a, r, &f, &g, k, e))
		return false;
	c->arg = k;
	c->apply = apply_release;
	c->entry.action = S("form.release");
	c->entry.detail = release_detail(a, &f, k);
	return true;
}

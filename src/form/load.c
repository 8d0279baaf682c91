/*
 * Editions into the database, and out of it.
 */
#include "base/json.h"
#include "embed.h"
#include "form/sheet.h"
#include "form/strand.h"

enum { READY_ROOM = 16 << 20 };

static bool add_cells(struct db_write *w, int64_t id, const struct form_edition *f, struct err *e)
{
	struct db_batch *b = db_batch(w);
	struct arena *a = db_write_arena(w);

	for (size_t i = 0; i < f->cells.n; i++) {
		const struct form_cell *c = &f->cells.v[i];

		if (!form_cell_add_queue(b, id, (int64_t)i, c->code,
			    form_cell_name(a, LANG_VI, f, c), form_cell_name(a, LANG_EN, f, c),
			    c->amount ? S("amount") : S("count"), c->digits, c->cumulative,
			    c->additive, c->dims, e))
			return false;
	}
	LIST_EACH(x, &f->reporters)
		if (!form_reporter_add_queue(b, id, x->kind, x->level, e))
			return false;
	return db_batch_run(b, e);
}

static bool is_known(struct db_read *r, const struct form_edition *f, bool *known, struct err *e)
{
	struct form_edition_numbered_row row;

	if (!form_edition_numbered(r, f->code, f->number, &row, known, e))
		return false;
	return !*known || str_eq(row.digest, f->digest) ||
	       FAIL(e, ERR_CONFLICT, T_form_edition_other, f->code,
		       str_fmt(db_read_arena(r), "%lld", (long long)f->number));
}

static bool apply_load(struct db_write *w, struct change *c, struct err *e)
{
	const struct form_edition *f = c->arg;
	bool known;
	int64_t id;

	if (!is_known(db_write_read(w), f, &known, e))
		return false;
	if (known)
		return true;
	if (!form_name_put(w, f->code, f->name[LANG_VI], f->name[LANG_EN], e) ||
		!form_edition_add(w, f->code, f->number, f->from, f->to, f->citation, f->verified,
			f->own, (int64_t)f->cells.n, f->source, f->digest, clock_now(), &id, e) ||
		!add_cells(w, id, f, e))
		return false;
	c->entry.object_id = id;
	return true;
}

static struct str load_detail(struct arena *a, const struct form_edition *f)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "form", f->code);
	json_int(&j, "edition", f->number);
	json_int(&j, "cells", (int64_t)f->cells.n);
	json_str(&j, "sha256", f->digest);
	json_close(&j);
	return buf_str(&out);
}

static bool periods_known(const struct form_edition *f, struct str name, struct err *e)
{
	LIST_EACH(x, &f->periods)
		if (!calendar_system(*x))
			return FAIL(e, ERR_INPUT, T_form_file_period, name, *x);
	return true;
}

bool form_load_prepare(struct arena *a, struct db *db, struct str name, struct str bytes,
	struct change *c, bool *known, struct err *e)
{
	struct form_edition *f = NEW(a, struct form_edition);
	struct db_read *r;

	if (!form_edition_read(a, name, bytes, f, e) || !periods_known(f, name, e) ||
		!db_read_begin(db, a, &r, e))
		return false;
	bool ok = is_known(r, f, known, e);

	db_read_end(r);
	c->arg = f;
	c->apply = apply_load;
	c->entry.object = S("form_edition");
	c->entry.detail = load_detail(a, f);
	return ok;
}

static bool load_own(struct db *db, struct arena *a, const struct embed *x, struct err *e)
{
	struct change c = { .entry = { .actor_name = S("system:form"),
				    .permission = S("system"),
				    .action = S("form.load") } };
	bool known;

	if (!form_load_prepare(a, db, str_z(x->name), x->bytes, &c, &known, e))
		return false;
	return known || audit_change(db, &c, e);
}

bool form_ready(struct db *db, struct err *e)
{
	struct arena *a = arena_new(READY_ROOM);
	bool ok = true;

	for (size_t i = 0; ok && i < embeds_n; i++)
		if (str_starts(str_z(embeds[i].name), S("data/form/")))
			ok = load_own(db, a, &embeds[i], e);
	arena_free(a);
	return ok && form_wind_all(db, e);
}

bool form_edition_get(struct db_read *r, int64_t id, struct form_edition *out, struct err *e)
{
	struct form_edition_by_id_row row;
	bool found;

	if (!form_edition_by_id(r, id, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_no_edition);
	return form_edition_read(db_read_arena(r), row.code, row.source, out, e);
}

/* --- periods */

bool form_period_of(struct arena *a, struct str system, struct date from, struct date to,
	struct calendar_period *out)
{
	calendar_periods list = { 0 };

	calendar_periods_in(a, system, to, to, &list);
	LIST_EACH(x, &list)
		if (date_cmp(x->from, from) == 0) {
			*out = *x;
			return true;
		}
	return false;
}

struct str form_period_name(
	struct arena *a, enum lang lang, struct str system, struct date from, struct date to)
{
	struct calendar_period p;

	if (form_period_of(a, system, from, to, &p))
		return calendar_period_label(a, lang, &p);
	return str_fmt(a, "%.*s – %.*s", STR_ARG(date_vi(a, from)), STR_ARG(date_vi(a, to)));
}

bool form_period_before(
	struct arena *a, const struct calendar_period *p, struct calendar_period *out)
{
	calendar_periods list = { 0 };

	if (p->cumulative || p->number == 1)
		return false;
	calendar_periods_in(a, p->system, date_add(p->from, -370), date_add(p->to, -1), &list);
	LIST_EACH(x, &list)
		if (x->year == p->year && x->number == p->number - 1) {
			*out = *x;
			return true;
		}
	return false;
}

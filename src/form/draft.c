/*
 * Sheets being filled in: opened, saved, and what two people did to one.
 */
#include "access/access.h"
#include "base/json.h"
#include "form/sheet.h"

struct work {
	struct actor actor;
	int64_t sheet, version;
	struct str draft;
	/* of a new sheet */
	struct form_open open;
	struct str line;
	int64_t place, province;
	struct date map;
};

bool form_must_write(struct db_read *r, const struct actor *actor, int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(r, actor, PERM_form_write, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_form_not_yours);
}

/* --- opening */

static bool apply_open(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	const struct calendar_period *p = &k->open.period;
	struct form_sheet_of_row row;
	bool found;
	int64_t id;

	if (!form_must_write(db_write_read(w), &k->actor, k->open.agency, e) ||
		!form_sheet_add(w, k->open.edition, k->open.agency, k->line, k->place, k->province,
			p->system, p->from, p->to, k->map, k->draft, clock_now(), k->actor.display,
			&id, e))
		return false;
	if (id == 0) { /* somebody was quicker */
		if (!form_sheet_of(db_write_read(w), k->open.edition, k->open.agency, p->system,
			    p->to, &row, &found, e))
			return false;
		id = row.id;
	}
	c->entry.object_id = id;
	return true;
}

static bool is_asked(const struct form_edition *f, const struct form_agency_row *g)
{
	LIST_EACH(x, &f->reporters)
		if (str_eq(x->kind, g->kind) && str_eq(x->level, g->level))
			return true;
	return false;
}

static bool has_period(
	struct arena *a, const struct form_edition *f, const struct calendar_period *p)
{
	struct calendar_period same;

	LIST_EACH(x, &f->periods)
		if (str_eq(*x, p->system))
			return form_period_of(a, p->system, p->from, p->to, &same);
	return false;
}

/* The edition, the agency and the day must fit the period. */
static bool check_open(struct arena *a, const struct form_edition *f,
	const struct form_agency_row *g, const struct form_open *in, struct err *e)
{
	const struct calendar_period *p = &in->period;
	enum lang lang = in->lang;
	struct str days = calendar_period_label(a, lang, p);

	if (!has_period(a, f, p))
		return FAIL(e, ERR_INPUT, T_form_no_period, f->name[lang]);
	if (date_cmp(p->from, date_today()) > 0)
		return FAIL(e, ERR_INPUT, T_form_not_begun, days, date_vi(a, p->from));
	if (date_cmp(p->to, f->from) < 0 || (date_given(f->to) && date_cmp(p->from, f->to) > 0))
		return FAIL(e, ERR_INPUT, T_form_not_in_force, days);
	if (!is_asked(f, g))
		return FAIL(e, ERR_INPUT, T_form_not_asked, g->name);
	if (date_given(g->valid_to) && date_cmp(g->valid_to, p->from) < 0)
		return FAIL(e, ERR_INPUT, T_form_agency_closed, g->name, date_vi(a, g->valid_to));
	if (date_cmp(g->valid_from, p->to) > 0)
		return FAIL(
			e, ERR_INPUT, T_form_agency_not_yet, g->name, date_vi(a, g->valid_from));
	return true;
}

/* Where the agency lies on the last day of the period, or of its own. */
static bool find_place(
	struct db_read *r, const struct form_agency_row *g, struct work *k, struct err *e)
{
	struct form_place_on_row row;
	bool found;

	k->map = k->open.period.to;
	if (date_given(g->valid_to) && date_cmp(g->valid_to, k->map) < 0)
		k->map = g->valid_to;
	k->place = k->province = DB_NULL;
	if (!g->place_code.n)
		return true;
	if (!form_place_on(r, g->place_code, k->map, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_CONFLICT, T_form_no_place, g->name,
			date_vi(db_read_arena(r), k->map));
	k->place = row.id;
	k->province = row.province_id;
	return true;
}

static struct str open_detail(struct arena *a, const struct form_edition *f, const struct work *k)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "form", f->code);
	json_int(&j, "edition", f->number);
	json_int(&j, "agency", k->open.agency);
	json_str(&j, "system", k->open.period.system);
	json_date(&j, "from", k->open.period.from);
	json_date(&j, "to", k->open.period.to);
	json_close(&j);
	return buf_str(&out);
}

bool form_open_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct form_open *in, struct change *c, struct err *e)
{
	struct work *k = NEW(a, struct work);
	struct form_agency_row g;
	struct form_edition f;
	bool found;

	*k = (struct work){ .actor = *actor, .open = *in };
	if (!form_edition_get(r, in->edition, &f, e) || !form_agency(r, in->agency, &g, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_not_yours);
	if (!form_must_write(r, actor, in->agency, e) || !check_open(a, &f, &g, in, e) ||
		!find_place(r, &g, k, e))
		return false;
	k->line = str_dup(a, g.kind);
	k->draft = form_figures_pack(a, NEW_N(a, struct form_figure, f.cells.n), f.cells.n);
	c->arg = k;
	c->apply = apply_open;
	c->entry.action = S("form.open");
	c->entry.object = S("form_sheet");
	c->entry.detail = open_detail(a, &f, k);
	return true;
}

/* --- saving */

static bool apply_save(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	struct form_sheet_now_row now;
	int64_t changed;
	bool found;

	if (!form_sheet_now(db_write_read(w), k->sheet, &now, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_form_absent);
	if (!form_must_write(db_write_read(w), &k->actor, now.agency_id, e))
		return false;
	if (!form_sheet_save(
		    w, k->sheet, k->version, k->draft, clock_now(), k->actor.display, &changed, e))
		return false;
	return changed || FAIL(e, ERR_STALE, T_form_stale, now.changed_name,
				  time_vi(db_write_arena(w), now.changed));
}

bool form_save_prepare(struct arena *a, const struct actor *actor, int64_t sheet, int64_t version,
	const struct form_figure *v, size_t n, struct change *c, struct err *e)
{
	struct work *k = NEW(a, struct work);

	(void)e;
	*k = (struct work){ .actor = *actor, .sheet = sheet, .version = version };
	k->draft = form_figures_pack(a, v, n);
	c->arg = k;
	c->apply = apply_save;
	c->entry.action = S("form.save");
	c->entry.object = S("form_sheet");
	c->entry.object_id = sheet;
	c->entry.detail = str_fmt(a, "{\"version\":%lld,\"sha256\":\"%.*s\"}",
		(long long)version + 1, STR_ARG(form_sha256(a, k->draft)));
	return true;
}

struct form_merge form_merge(struct arena *a, const struct form_figure *base,
	const struct form_figure *mine, const struct form_figure *theirs, size_t n)
{
	struct form_merge m = { .v = NEW_N(a, struct form_figure, n) };

	for (size_t i = 0; i < n; i++) {
		bool i_did = !form_figure_eq(base[i], mine[i]);
		bool they_did = !form_figure_eq(base[i], theirs[i]);

		m.v[i] = i_did ? mine[i] : theirs[i];
		if (i_did && they_did && !form_figure_eq(mine[i], theirs[i]))
			LIST_PUSH(a, &m.both, ((struct form_clash){ (int)i, mine[i], theirs[i] }));
		else if (they_did && !i_did)
			m.taken++;
	}
	return m;
}

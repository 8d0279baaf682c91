/*
 * Forms as JSON and as tables.
 */
#include "form/form_web.h"

static void put_period(struct json *j, struct str system, struct date from, struct date to)
{
	json_object(j, "period");
	json_str(j, "system", system);
	json_date(j, "from", from);
	json_date(j, "to", to);
	json_close(j);
}

void form_list_json(struct json *j, const struct form_list_page *p)
{
	json_list(j, "editions");
	LIST_EACH(x, &p->editions) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_str(j, "form", x->code);
		json_int(j, "edition", x->number);
		json_str(j, "name", x->name_vi);
		json_bool(j, "own", x->own);
		json_bool(j, "verified", x->verified);
		json_str(j, "citation", x->citation);
		json_int(j, "cells", x->slots);
		json_close(j);
	}
	json_end(j);
	json_list(j, "sheets");
	LIST_EACH(x, &p->sheets) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_int(j, "edition_id", x->edition_id);
		json_str(j, "agency", x->agency_name);
		put_period(j, x->period_system, x->period_from, x->period_to);
		json_int(j, "draft_version", x->version);
		json_int(j, "sent_version", x->current);
		json_close(j);
	}
	json_end(j);
	if (p->next)
		json_int(j, "next_after", p->next);
}

void form_show_json(struct json *j, const struct form_show_page *p)
{
	json_int(j, "id", p->id);
	json_str(j, "form", p->f.code);
	json_int(j, "edition", p->f.number);
	json_str(j, "name", p->f.name[LANG_VI]);
	json_str(j, "citation", p->f.citation);
	json_bool(j, "own", p->f.own);
	json_bool(j, "verified", p->f.verified);
	json_str(j, "sha256", p->f.digest);
	json_list(j, "cells");
	LIST_EACH(c, &p->f.cells) {
		json_open_item(j);
		json_str(j, "code", c->code);
		json_str(j, "kind", c->amount ? S("amount") : S("count"));
		json_int(j, "digits", c->digits);
		json_bool(j, "cumulative", c->cumulative);
		json_bool(j, "additive", c->additive);
		json_str(j, "dims", c->dims);
		json_close(j);
	}
	json_end(j);
	json_list(j, "checks");
	LIST_EACH(c, &p->f.checks) {
		json_open_item(j);
		json_str(j, "code", c->code);
		json_str(j, "severity", c->warning ? S("warning") : S("error"));
		json_str(j, "expression", c->expression);
		json_str(j, "words", c->words[LANG_VI]);
		json_close(j);
	}
	json_end(j);
}

static const char *const state_names[FORM_STATES] = { "blank", "value", "zero", "missing",
	"not_applicable" };

static void put_figures(struct json *j, const struct form_edition *f, const struct form_figure *v)
{
	json_list(j, "cells");
	for (size_t i = 0; i < f->cells.n; i++) {
		json_open_item(j);
		json_str(j, "code", f->cells.v[i].code);
		json_str(j, "state", str_z(state_names[v[i].state]));
		if (v[i].state == FORM_VALUE || v[i].state == FORM_ZERO)
			json_int(j, "value", v[i].n);
		if (f->cells.v[i].digits)
			json_int(j, "digits", f->cells.v[i].digits);
		json_close(j);
	}
	json_end(j);
}

void sheet_show_json(struct json *j, const struct sheet_show_page *p)
{
	json_int(j, "id", p->s.id);
	json_int(j, "edition_id", p->s.edition_id);
	json_str(j, "agency", p->s.agency_name);
	json_str(j, "place", p->s.place_code);
	json_date(j, "map", p->s.map_date);
	put_period(j, p->s.period_system, p->s.period_from, p->s.period_to);
	json_int(j, "draft_version", p->s.version);
	json_int(j, "sent_version", p->s.current);
	put_figures(j, &p->f, p->v);
	json_int(j, "errors", (int64_t)p->errors.n);
	json_int(j, "warnings", (int64_t)p->warnings.n);
}

void submission_show_json(struct json *j, const struct submission_show_page *p)
{
	json_int(j, "sheet_id", p->s.id);
	json_int(j, "edition_id", p->s.edition_id);
	json_str(j, "agency", p->s.agency_name);
	json_str(j, "place", p->s.place_code);
	json_date(j, "map", p->s.map_date);
	put_period(j, p->s.period_system, p->s.period_from, p->s.period_to);
	json_int(j, "version", p->one.number);
	json_bool(j, "counts", p->one.number == p->s.current);
	json_str(j, "author", p->one.account_name);
	json_time(j, "at", p->one.at);
	json_str(j, "reason", p->one.reason);
	json_str(j, "sha256", p->one.digest);
	json_str(j, "body", p->one.body);
	if (p->attached) {
		json_object(j, "file");
		json_str(j, "name", p->file.name);
		json_str(j, "kind", p->file.kind);
		json_int(j, "bytes", p->file.size);
		json_str(j, "sha256", p->file.digest);
		json_close(j);
	}
	put_figures(j, &p->f, p->body.v);
}

void submission_show_sheet(struct sheet *s, const struct submission_show_page *p)
{
	struct arena *a = s->arena;

	sheet_title(s, str_fmt(a, "%.*s, %.*s", STR_ARG(p->f.name[s->lang]), STR_ARG(p->period)));
	sheet_note(s, TEXT(a, s->lang, T_form_sheet_note, p->s.agency_name,
			      str_fmt(a, "%lld", (long long)p->one.number), p->one.digest));
	sheet_column(s, SHEET_TEXT, T_form_cell);
	sheet_column(s, SHEET_TEXT, T_form_cell_name);
	sheet_column(s, SHEET_TEXT, T_form_figure);
	for (size_t i = 0; i < p->f.cells.n; i++) {
		const struct form_cell *c = &p->f.cells.v[i];

		if (!sheet_row(s))
			return;
		sheet_text(s, c->code);
		sheet_text(s, form_cell_name(a, s->lang, &p->f, c));
		sheet_text(s, form_figure_text(a, s->lang, p->body.v[i], c->digits));
	}
}

static void put_tallies(struct json *j, const struct form_edition *f, const struct form_vector *v)
{
	json_int(j, "submissions", v->submissions);
	json_list(j, "cells");
	for (size_t i = 0; i < f->cells.n; i++) {
		json_open_item(j);
		json_str(j, "code", f->cells.v[i].code);
		json_int(j, "sum", v->v[i].sum);
		if (f->cells.v[i].digits)
			json_int(j, "digits", f->cells.v[i].digits);
		json_int(j, "values", v->v[i].given);
		json_int(j, "zeros", form_zeros(v, &v->v[i]));
		json_int(j, "missing", v->v[i].missing);
		json_int(j, "not_applicable", v->v[i].na);
		json_close(j);
	}
	json_end(j);
}

void gather_show_json(struct json *j, const struct gather_show_page *p)
{
	json_int(j, "edition_id", p->id);
	json_str(j, "period", p->code);
	json_str(j, "place", p->ask.province);
	json_date(j, "map", p->ask.map);
	json_bool(j, "whole", p->got.whole);
	put_tallies(j, &p->f, &p->got.total);
	json_list(j, "parts");
	LIST_EACH(x, &p->got.parts) {
		json_open_item(j);
		json_str(j, "code", x->code);
		json_str(j, "name", x->name);
		json_bool(j, "not_divided", x->divided);
		put_tallies(j, &p->f, &x->v);
		json_close(j);
	}
	json_end(j);
	json_int(j, "asked", p->asked);
	json_int(j, "silent", p->missing_agencies);
	json_list(j, "releases");
	LIST_EACH(x, &p->releases) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_int(j, "number", x->number);
		json_str(j, "publisher", x->agency_name);
		json_str(j, "line", x->line);
		json_str(j, "province", x->province);
		json_date(j, "map", x->map);
		json_time(j, "at", x->at);
		json_close(j);
	}
	json_end(j);
}

/* A cell a column would be too wide for 250: a place and a cell a row. */
void form_parts_sheet(
	struct sheet *s, const struct form_edition *f, const struct form_part *parts, size_t n)
{
	static const enum text_id counts[] = { T_form_n_given, T_form_n_zero, T_form_n_missing,
		T_form_n_na };

	sheet_column(s, SHEET_TEXT, T_form_place);
	sheet_column(s, SHEET_TEXT, T_form_cell);
	sheet_column(s, SHEET_TEXT, T_form_cell_name);
	sheet_column(s, SHEET_TEXT, T_form_figure);
	for (size_t i = 0; i < COUNT(counts); i++)
		sheet_column(s, SHEET_INT, counts[i]);
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < f->cells.n; i++) {
			const struct form_part *x = &parts[k];
			const struct form_cell *c = &f->cells.v[i];
			const struct form_tally *t = &x->v.v[i];

			if (!sheet_row(s))
				return;
			sheet_text(s, x->name.n ? x->name : text_get(s->lang, T_form_central));
			sheet_text(s, c->code);
			sheet_text(s, form_cell_name(s->arena, s->lang, f, c));
			sheet_text(s, form_number_text(s->arena, s->lang, t->sum, c->digits));
			sheet_int(s, t->given);
			sheet_int(s, form_zeros(&x->v, t));
			sheet_int(s, t->missing);
			sheet_int(s, t->na);
		}
}

void gather_show_sheet(struct sheet *s, const struct gather_show_page *p)
{
	sheet_title(s,
		str_fmt(s->arena, "%.*s, %.*s", STR_ARG(p->f.name[s->lang]), STR_ARG(p->period)));
	sheet_note(s, p->place_name);
	form_parts_sheet(s, &p->f, p->got.parts.v, p->got.parts.n);
}

/*
 * Activities as JSON: what is stored, in the words of the tables. A figure is a number, or null
 * with its state beside it: "missing" or "na".
 */
#include "activity/activity_sums_web.h"

static void id_json(struct json *j, const char *name, int64_t id)
{
	if (id == DB_NULL || id == 0)
		json_null(j, name);
	else
		json_int(j, name, id);
}

static void figure_json(struct json *j, struct str state, int64_t number)
{
	json_str(j, "state", state);
	if (str_eq(state, S("known")))
		json_int(j, "number", number);
	else
		json_null(j, "number");
}

void activity_list_json(struct json *j, const struct activity_list_page *p)
{
	json_list(j, "activities");
	LIST_EACH(l, &p->lines) {
		const struct activity_page_row *x = l->row;

		json_open_item(j);
		json_int(j, "id", x->id);
		json_str(j, "kind", x->kind);
		json_str(j, "title", x->title.n ? x->title : STR_NULL);
		json_str(j, "state", x->state);
		json_str(j, "agency", x->agency);
		json_str(j, "place", x->place);
		id_json(j, "task_id", x->task_id);
		json_date(j, "from", x->starts);
		json_date(j, "to", x->ends);
		json_str(j, "entered_by", x->account_name);
		json_int(j, "version", x->version);
		if (l->counted && l->field) {
			json_object(j, "figure");
			json_str(j, "field", l->field->code);
			figure_json(j, x->figure_state, x->figure);
			json_close(j);
		}
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->cursor);
}

static void answer_json(
	struct json *j, const struct activity_field *f, const struct activity_answer *x)
{
	static const char *const states[] = { "missing", "known", "na" };

	if (f->type != ACTIVITY_COUNT && !x->words.n)
		return;
	json_open_item(j);
	json_str(j, "field", f->code);
	if (f->type == ACTIVITY_COUNT)
		figure_json(j, str_z(states[x->state]), x->number);
	else
		json_str(j, f->type == ACTIVITY_CHOICE ? "choice" : "words", x->words);
	json_close(j);
}

void activity_show_json(struct json *j, const struct activity_show_page *p)
{
	const struct activity_version_by_id_row *v = &p->now;

	json_int(j, "id", p->head.id);
	json_int(j, "version", v->version);
	json_int(j, "latest", p->head.version);
	json_str(j, "kind", p->head.kind);
	json_bool(j, "counts_only", p->kind->counts_only);
	json_str(j, "state", v->state);
	json_int(j, "agency_id", v->agency_id);
	json_str(j, "agency", v->agency);
	json_str(j, "place", v->place_code);
	json_str(j, "place_name", v->place);
	id_json(j, "task_id", v->task_id);
	json_date(j, "from", v->starts);
	json_date(j, "to", v->ends);
	json_str(j, "title", v->title.n ? v->title : STR_NULL);
	json_str(j, "source", v->source.n ? v->source : STR_NULL);
	json_str(j, "gap", v->gap.n ? v->gap : STR_NULL);
	json_list(j, "answers");
	for (size_t i = 0; i < p->kind->n_asks; i++)
		answer_json(j, p->kind->asks[i].field, &p->said->answers[i]);
	json_end(j);
	json_list(j, "versions");
	LIST_EACH(x, &p->past) {
		json_open_item(j);
		json_int(j, "version", x->row->version);
		json_str(j, "state", x->row->state);
		json_str(j, "reason", x->row->reason.n ? x->row->reason : STR_NULL);
		json_str(j, "by", x->row->account_name);
		json_time(j, "at", x->row->at);
		json_close(j);
	}
	json_end(j);
}

static void cell_json(struct json *j, const char *name, const struct activity_cell *c)
{
	json_object(j, name);
	if (c->known)
		json_int(j, "total", c->total);
	else
		json_null(j, "total");
	json_int(j, "known", c->known);
	json_int(j, "missing", c->missing);
	json_int(j, "na", c->na);
	json_str(j, "page", c->href);
	json_close(j);
}

static void sum_row_json(struct json *j, const struct activity_sum_row *row)
{
	json_list(j, "cells");
	LIST_EACH(c, &row->cells)
		cell_json(j, NULL, c);
	json_end(j);
	cell_json(j, "all", &row->all);
}

void activity_sums_json(struct json *j, const struct activity_sums_page *p)
{
	json_str(j, "by", p->by_code);
	json_str(j, "field", p->field);
	json_list(j, "columns");
	LIST_EACH(c, &p->columns)
		json_str(j, NULL, *c);
	json_end(j);
	json_list(j, "rows");
	LIST_EACH(row, &p->rows) {
		json_open_item(j);
		json_str(j, "key", row->key);
		json_str(j, "name", row->label);
		sum_row_json(j, row);
		json_close(j);
	}
	json_end(j);
	json_object(j, "sum");
	sum_row_json(j, &p->all);
	json_close(j);
}

void activity_kinds_json(struct json *j, const struct activity_kinds_page *p)
{
	json_list(j, "kinds");
	LIST_EACH(g, &p->groups)
		LIST_EACH(x, &g->kinds) {
			const struct activity_kind *k = x->kind;

			json_open_item(j);
			json_str(j, "kind", k->code);
			json_str(j, "group", k->group);
			json_str(j, "name", k->name[LANG_VI]);
			json_str(j, "name_en", k->name[LANG_EN]);
			json_bool(j, "counts_only", k->counts_only);
			json_str(j, "citation", k->citation);
			json_str(j, "quote", k->quote);
			json_list(j, "fields");
			for (size_t i = 0; i < k->n_asks; i++) {
				json_open_item(j);
				json_str(j, "field", k->asks[i].field->code);
				json_str(j, "name", k->asks[i].field->name[LANG_VI]);
				json_bool(j, "required", k->asks[i].need);
				json_close(j);
			}
			json_end(j);
			json_close(j);
		}
	json_end(j);
}

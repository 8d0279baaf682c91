/*
 * Plans and tasks as JSON: what is stored, in the words of the tables, with addresses of
 * nothing. Days are written as they stand in the text; `before` says that the day itself
 * is too late.
 */
#include "plan/plan_web.h"

static void id_or_null(struct json *j, const char *name, int64_t id)
{
	if (id == DB_NULL || id == 0)
		json_null(j, name);
	else
		json_int(j, name, id);
}

static void span_json(struct json *j, int64_t from, int64_t to)
{
	json_list(j, "span");
	json_int(j, NULL, from);
	json_int(j, NULL, to);
	json_end(j);
}

void plan_list_json(struct json *j, const struct plan_list_page *p)
{
	json_list(j, "plans");
	LIST_EACH(x, &p->plans) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_str(j, "number", x->number);
		json_str(j, "title", x->title);
		json_str(j, "issuer", x->issuer);
		id_or_null(j, "issuer_id", x->issuer_id);
		json_date(j, "issued", x->issued);
		json_int(j, "tasks", x->tasks);
		json_int(j, "unassigned", x->unassigned);
		json_int(j, "doubtful", x->doubtful);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->cursor);
}

static void parties_json(struct json *j, const struct plan_parties_row *parties, size_t n)
{
	json_list(j, "parties");
	for (size_t i = 0; i < n; i++) {
		const struct plan_parties_row *x = &parties[i];

		json_open_item(j);
		json_str(j, "role", x->role);
		json_str(j, "name", x->name);
		json_str(j, "written", x->written);
		id_or_null(j, "agency_id", x->agency_id);
		json_bool(j, "collective", x->collective_id != DB_NULL);
		json_int(j, "members", x->members);
		json_str(j, "sure", x->sure);
		span_json(j, x->byte_from, x->byte_to);
		json_close(j);
	}
	json_end(j);
}

static void row_json(struct json *j, const struct plan_row *r)
{
	const struct plan_tasks_row *t = r->task;

	json_open_item(j);
	json_int(j, "id", t->id);
	json_str(j, "path", t->path);
	json_str(j, "part", t->part);
	json_str(j, "text", t->words);
	json_date(j, "start", t->starts);
	json_date(j, "due", t->due);
	json_bool(j, "before", t->due_before);
	json_str(j, "recurrence", t->recurrence);
	json_str(j, "trigger", t->trigger_words);
	json_int(j, "line", t->line);
	json_int(j, "line_to", t->line_to);
	span_json(j, t->byte_from, t->byte_to);
	json_str(j, "sure", t->sure);
	json_int(j, "version", t->version);
	json_int(j, "parts", r->parts);
	json_int(j, "parts_in", r->parts_in);
	parties_json(j, r->parties, r->n_parties);
	json_close(j);
}

void plan_show_json(struct json *j, const struct plan_outline_page *p)
{
	const struct plan_by_id_row *plan = p->plan;

	json_int(j, "id", plan->id);
	json_str(j, "number", plan->number);
	json_bool(j, "number_by_hand", plan->number_by_hand);
	json_str(j, "kind", plan->kind);
	json_str(j, "title", plan->title);
	json_str(j, "issuer", plan->issuer);
	id_or_null(j, "issuer_id", plan->issuer_id);
	json_date(j, "issued", plan->issued);
	json_str(j, "place", plan->place);
	id_or_null(j, "year", plan->year);
	json_str(j, "province", plan->province);
	json_time(j, "imported", plan->imported);
	json_int(j, "version", plan->version);
	json_int(j, "targets", plan->targets);
	json_int(j, "duties", plan->duties);
	json_int(j, "tasks_total", p->total);
	json_int(j, "tasks_shown", p->shown);
	if (p->next)
		json_int(j, "next_skip", p->next);
	json_list(j, "tasks");
	LIST_EACH(g, &p->groups)
		LIST_EACH(r, &g->rows)
			row_json(j, r);
	json_end(j);
}

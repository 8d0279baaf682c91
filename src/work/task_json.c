/*
 * Tasks as JSON: what the plan says of one, and what is done about it. Days are written as
 * they stand in the text; `before` says that the day itself is too late.
 */
#include "work/task_web.h"

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

static void task_party_json(struct json *j, const struct task_parties_row *x)
{
	json_open_item(j);
	json_str(j, "role", x->role);
	json_str(j, "name", x->name);
	json_str(j, "written", x->written);
	id_or_null(j, "agency_id", x->agency_id);
	json_str(j, "agency", x->agency_name);
	json_bool(j, "collective", x->collective_id != DB_NULL);
	json_int(j, "members", x->members);
	json_bool(j, "explicit_role", x->explicit_role);
	json_str(j, "sure", x->sure);
	json_str(j, "rule", x->rule);
	json_close(j);
}

static void work_json(struct json *j, const struct task_work *w)
{
	const struct work_task_row_row *t = w->row;

	json_object(j, "work");
	json_str(j, "state", t->state);
	json_bool(j, "standing", t->standing);
	json_date(j, "starts", t->starts);
	json_date(j, "due", t->due);
	json_date(j, "baseline_starts", t->baseline_starts);
	json_date(j, "baseline_due", t->baseline_due);
	json_date(j, "began", t->began);
	json_date(j, "finished", t->finished);
	json_str(j, "closed_early", t->closed_early);
	id_or_null(j, "carried_to", t->carried_to);
	json_int(j, "version", t->version);
	json_int(j, "parts_total", t->parts);
	json_int(j, "parts_in", t->parts_in);
	json_list(j, "parts");
	LIST_EACH(l, &w->parts) {
		json_open_item(j);
		json_int(j, "id", l->row->id);
		json_int(j, "agency_id", l->row->agency_id);
		json_str(j, "agency", l->row->agency_name);
		json_str(j, "role", l->row->role);
		json_bool(j, "through_collective", l->row->through_collective);
		json_str(j, "text", l->row->words);
		json_date(j, "due", l->row->due);
		json_str(j, "state", l->row->state);
		json_bool(j, "open", l->row->open);
		json_date(j, "handed_in", l->row->handed_in);
		json_int(j, "version", l->row->version);
		json_close(j);
	}
	json_end(j);
	json_close(j);
}

void task_show_json(struct json *j, const struct task_page *p)
{
	const struct task_by_id_row *t = p->task;

	json_int(j, "id", t->id);
	json_int(j, "plan_id", t->plan_id);
	json_str(j, "path", t->path);
	json_str(j, "part", t->part);
	json_str(j, "text", t->words);
	json_str(j, "assigned_by", t->assigned_by);
	json_date(j, "start", t->starts);
	json_date(j, "due", t->due);
	json_bool(j, "before", t->due_before);
	json_bool(j, "due_suspect", t->due_suspect);
	json_str(j, "due_written", t->due_words);
	json_str(j, "recurrence", t->recurrence);
	json_str(j, "trigger", t->trigger_words);
	json_int(j, "line", t->line);
	json_int(j, "line_to", t->line_to);
	span_json(j, t->byte_from, t->byte_to);
	json_str(j, "sure", t->sure);
	json_str(j, "rule", t->rule);
	json_int(j, "version", t->version);
	json_list(j, "parties");
	LIST_EACH(x, &p->parties)
		task_party_json(j, x->row);
	json_end(j);
	if (p->work.there)
		work_json(j, &p->work);
	else
		json_null(j, "work");
	json_list(j, "origins");
	LIST_EACH(x, &p->origins) {
		json_open_item(j);
		json_str(j, "kind", str_z(origin_word(x->of.kind)));
		json_int(j, "id", x->of.id);
		json_str(j, "title", x->of.title);
		json_date(j, "day", x->of.day);
		json_close(j);
	}
	json_end(j);
	json_list(j, "refs");
	LIST_EACH(x, p->ref_rows) {
		json_open_item(j);
		json_str(j, "number", x->number);
		json_str(j, "kind", x->kind);
		json_str(j, "name", x->name);
		json_str(j, "issuer", x->issuer);
		json_date(j, "issued", x->issued);
		json_close(j);
	}
	json_end(j);
}

void agency_tasks_json(struct json *j, const struct agency_tasks_page *p)
{
	json_int(j, "agency_id", p->agency);
	json_str(j, "agency", p->name);
	json_object(j, "counts");
	for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
		json_int(j, plan_role_word(role), p->counts[role]);
	json_int(j, "total", p->total);
	json_close(j);
	json_list(j, "tasks");
	LIST_EACH(x, &p->tasks) {
		const struct agency_task_page_row *t = x->task;

		json_open_item(j);
		json_int(j, "id", t->id);
		json_int(j, "plan_id", t->plan_id);
		json_str(j, "path", t->path);
		json_str(j, "text", t->words);
		json_bool(j, "lead", t->leads);
		json_bool(j, "coordinating", t->coordinates);
		json_bool(j, "joint", t->joins);
		json_bool(j, "requested", t->asked);
		json_bool(j, "through_collective", !t->direct);
		json_date(j, "start", t->starts);
		json_date(j, "due", t->due);
		json_bool(j, "before", t->due_before);
		json_str(j, "recurrence", t->recurrence);
		json_str(j, "sure", t->sure);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->cursor);
}

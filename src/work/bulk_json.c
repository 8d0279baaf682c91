/*
 * What would be done to many parts at once, as JSON: how many a choice finds and what can be
 * done to them; a kept list with the verdict on each line.
 */
#include "work/bulk_web.h"

static void options_json(struct json *j, const char *name, const struct option *options, size_t n)
{
	json_list(j, name);
	for (size_t i = 0; i < n; i++) {
		if (!options[i].value.n)
			continue;
		json_open_item(j);
		json_str(j, "value", options[i].value);
		json_str(j, "label", options[i].label);
		json_close(j);
	}
	json_end(j);
}

void bulk_new_json(struct json *j, const struct bulk_new_page *p)
{
	json_int(j, "found", p->found);
	json_bool(j, "too_many", p->many);
	options_json(j, "actions", p->actions.v, p->actions.n);
	options_json(j, "officers", p->officers.v, p->officers.n);
}

static void line_json(struct json *j, const struct bulk_line *l, bool can)
{
	const struct bulk_items_row *x = l->row;

	json_open_item(j);
	json_int(j, "line", x->line);
	json_str(j, "action", x->action);
	if (x->part_id != DB_NULL) {
		json_int(j, "part", x->part_id);
		json_int(j, "task", x->task_id);
		json_str(j, "path", x->path);
		json_str(j, "agency", x->agency_name);
	} else {
		json_str(j, "given", x->given);
	}
	json_str(j, "words", x->words);
	json_date(j, "day", x->day);
	json_bool(j, "can", can);
	if (!can)
		json_str(j, "why", l->why);
	json_close(j);
}

void bulk_show_json(struct json *j, const struct bulk_show_page *p)
{
	json_int(j, "id", p->view->bulk.id);
	json_bool(j, "done", p->done.n);
	json_bool(j, "ready", p->ready);
	json_int(j, "can", p->view->can);
	json_int(j, "cannot", p->view->cannot);
	json_list(j, "lines");
	LIST_EACH(l, &p->can)
		line_json(j, l, true);
	LIST_EACH(l, &p->cannot)
		line_json(j, l, false);
	json_end(j);
}

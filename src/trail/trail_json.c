/*
 * The log as JSON and as a table.
 */
#include "base/json.h"
#include "sheet/sheet.h"
#include "trail/trail_view.h"
#include "trail_routes.h"

static void item_json(struct json *j, const struct trail_item *x)
{
	json_int(j, "entry", x->seq);
	json_time(j, "at", x->at);
	json_str(j, "actor", x->who);
	json_str(j, "action", x->action);
	json_str(j, "object", x->object);
	if (x->object_id)
		json_int(j, "object_id", x->object_id);
	if (x->removed_by)
		json_int(j, "removed_by", x->removed_by);
	json_object(j, "changed");
	LIST_EACH(f, &x->fields)
		json_str(j, str_c(j->out->arena, f->name), f->value);
	json_close(j);
}

static void items_json(struct json *j, const char *name, const struct trail_items *items)
{
	json_list(j, name);
	LIST_EACH(x, items) {
		json_open_item(j);
		item_json(j, x);
		json_close(j);
	}
	json_end(j);
}

void trail_list_json(struct json *j, const struct trail_list_page *p)
{
	items_json(j, "entries", &p->items);
	if (p->next)
		json_int(j, "next_before", p->next);
}

void trail_of_json(struct json *j, const struct trail_of_page *p)
{
	items_json(j, "entries", &p->items);
	items_json(j, "taken_away", &p->takers);
	json_bool(j, "more", p->more);
}

void trail_entry_json(struct json *j, const struct trail_entry_page *p)
{
	item_json(j, &p->item);
	json_str(j, "permission", p->row.permission);
	json_str(j, "canonical", p->removed ? STR_NULL : p->row.canonical);
	json_bool(j, "proved", p->proved);
	if (!p->proved)
		return;
	json_object(j, "inclusion");
	json_int(j, "leaf_index", p->proof.entry - 1);
	json_str(j, "leaf_hash", p->leaf);
	json_int(j, "tree_size", p->proof.size);
	json_str(j, "root_hash", p->root);
	json_list(j, "path");
	LIST_EACH(h, &p->path)
		json_str(j, NULL, *h);
	json_end(j);
	json_str(j, "checkpoint", p->proof.checkpoint);
	json_close(j);
}

void trail_heads_json(struct json *j, const struct trail_heads_page *p)
{
	json_list(j, "heads");
	LIST_EACH(h, &p->heads) {
		json_open_item(j);
		json_int(j, "id", h->id);
		json_time(j, "at", h->at);
		json_int(j, "size", h->size);
		json_str(j, "checkpoint", h->note);
		json_close(j);
	}
	json_end(j);
	json_list(j, "keys");
	LIST_EACH(k, &p->keys)
		json_str(j, NULL, k->vkey);
	json_end(j);
	if (p->next)
		json_int(j, "next_before", p->next);
}

void trail_list_sheet(struct sheet *s, const struct trail_list_page *p)
{
	sheet_column(s, SHEET_INT, T_trail_number);
	sheet_column(s, SHEET_TIME, T_trail_when);
	sheet_column(s, SHEET_TEXT, T_trail_who);
	sheet_column(s, SHEET_TEXT, T_trail_what);
	sheet_column(s, SHEET_TEXT, T_trail_on);
	sheet_column(s, SHEET_TEXT, T_trail_code);
	LIST_EACH(x, &p->items) {
		if (!sheet_row(s))
			return;
		sheet_int(s, x->seq);
		sheet_time(s, x->at);
		sheet_text(s, x->who);
		sheet_text(s, x->what);
		sheet_text(s, x->on);
		sheet_text(s, x->action);
	}
}

/*
 * Today and the matrix as JSON, and the matrix as a table to take away.
 */
#include "base/json.h"
#include "desk/desk_web.h"
#include "desk/matrix_web.h"

static void task_json(struct json *j, const struct desk_task *t)
{
	json_open_item(j);
	json_int(j, "task", t->id);
	json_str(j, "path", t->label);
	json_str(j, "plan", t->plan_name);
	json_str(j, "brief", t->brief);
	json_int(j, "parts", t->parts);
	json_int(j, "parts_in", t->parts_in);
	json_date(j, "due", t->timed ? t->clock.due : DATE_NONE);
	json_close(j);
}

static void counts_json(struct json *j, const char *name, const struct desk_count *counts, size_t n)
{
	json_list(j, name);
	for (size_t i = 0; i < n; i++) {
		json_open_item(j);
		json_str(j, "label", counts[i].label);
		json_int(j, "n", counts[i].n);
		json_close(j);
	}
	json_end(j);
}

void today_json(struct json *j, const struct desk_page *p)
{
	json_int(j, "late_parts", p->late);
	json_list(j, "late");
	LIST_EACH(x, &p->late_list) {
		json_open_item(j);
		json_int(j, "agency", x->agency);
		json_str(j, "name", x->name);
		json_int(j, "late", x->late);
		json_int(j, "open", x->open);
		json_int(j, "days", x->days);
		json_close(j);
	}
	json_end(j);
	json_list(j, "tasks");
	LIST_EACH(x, &p->red)
		task_json(j, x);
	json_end(j);
	json_list(j, "own");
	LIST_EACH(x, &p->parts)
		task_json(j, x);
	json_end(j);
	counts_json(j, "waiting", p->waiting.v, p->waiting.n);
	json_list(j, "saved");
	LIST_EACH(x, &p->saved) {
		json_open_item(j);
		json_str(j, "name", x->name);
		json_str(j, "address", x->href);
		if (x->counted) {
			json_int(j, "n", x->n);
			json_bool(j, "more", x->more);
		}
		json_close(j);
	}
	json_end(j);
	counts_json(j, "owed", p->roles.v, p->roles.n);
	counts_json(j, "changes", p->changes.v, p->changes.n);
}

static void cell_json(struct json *j, const struct matrix_cell *c, int64_t month)
{
	json_open_item(j);
	if (month)
		json_int(j, "month", month);
	else
		json_null(j, "month");
	json_int(j, "parts", c->parts);
	json_int(j, "done", c->done);
	json_int(j, "late", c->late);
	json_close(j);
}

void desk_matrix_json(struct json *j, const struct matrix_page *p)
{
	json_int(j, "year", p->year);
	json_str(j, "level", p->level);
	json_list(j, "agencies");
	LIST_EACH(l, &p->lines) {
		json_open_item(j);
		json_int(j, "agency", l->agency);
		json_str(j, "name", l->name);
		json_int(j, "parts", l->all.parts);
		json_int(j, "done", l->all.done);
		json_int(j, "late", l->all.late);
		json_list(j, "months");
		for (int64_t m = 0; m < MATRIX_MONTHS; m++)
			if (l->cells[m].parts)
				cell_json(j, &l->cells[m], m);
		json_end(j);
		json_close(j);
	}
	json_end(j);
}

void desk_matrix_sheet(struct sheet *s, const struct matrix_page *p)
{
	sheet_note(s, p->shows);
	sheet_column(s, SHEET_TEXT, T_plan_agency);
	sheet_column(s, SHEET_INT, T_desk_matrix_all);
	sheet_column(s, SHEET_INT, T_desk_done_n);
	sheet_column(s, SHEET_INT, T_desk_late_n);
	sheet_column(s, SHEET_PERCENT, T_desk_matrix_percent);
	LIST_EACH(l, &p->lines) {
		if (!sheet_row(s))
			return;
		sheet_text(s, l->name);
		sheet_int(s, l->all.parts);
		sheet_int(s, l->all.done);
		sheet_int(s, l->all.late);
		sheet_real(s, (double)l->percent);
	}
}

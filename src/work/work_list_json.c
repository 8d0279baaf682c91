/*
 * The list of parts as JSON and as a table to take away.
 */
#include "work/work_list_web.h"

void work_list_json(struct json *j, const struct work_list_page *p)
{
	json_list(j, "parts");
	LIST_EACH(x, &p->lines) {
		json_open_item(j);
		if (x->part)
			json_int(j, "id", x->part);
		else
			json_null(j, "id");
		json_int(j, "task", x->task);
		json_int(j, "plan", x->plan);
		json_str(j, "path", x->label);
		json_str(j, "words", x->words);
		if (x->part) {
			json_int(j, "agency", x->agency);
			json_str(j, "agency_name", x->agency_name);
			json_str(j, "role", str_z(plan_role_word(x->role)));
			json_str(j, "state", str_z(work_state_word(x->state)));
			json_int(j, "urged", x->urged);
			json_date(j, "urged_last", x->urged_last);
		}
		json_date(j, "due", x->due);
		json_int(j, "parts", x->parts);
		json_int(j, "parts_in", x->parts_in);
		json_close(j);
	}
	json_end(j);
	json_str(j, "next", p->cursor);
}

void work_list_sheet(struct sheet *s, const struct work_list_page *p)
{
	sheet_note(s, p->shows);
	LIST_EACH(m, &p->marks)
		sheet_note(s, m->label);
	if (p->filter.q.n)
		sheet_note(s, TEXT(s->arena, s->lang, T_work_list_with_words, p->filter.q));
	if (p->province)
		sheet_note(s, p->place_name);
	sheet_column(s, SHEET_TEXT, T_plan_plan);
	sheet_column(s, SHEET_TEXT, T_plan_path);
	sheet_column(s, SHEET_TEXT, T_plan_task);
	sheet_column(s, SHEET_TEXT, T_plan_agency);
	sheet_column(s, SHEET_TEXT, T_work_list_role);
	sheet_column(s, SHEET_TEXT, T_work_list_state);
	sheet_column(s, SHEET_DATE, T_plan_due);
	sheet_column(s, SHEET_INT, T_work_list_urged);
	sheet_column(s, SHEET_DATE, T_work_list_urged_last);
	LIST_EACH(x, &p->lines) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->plan_name);
		sheet_text(s, x->label);
		sheet_text(s, x->words);
		sheet_text(s, x->agency_name);
		sheet_text(s, plan_role_text(s->lang, x->role));
		sheet_text(s, x->state_text);
		sheet_date(s, x->due);
		sheet_int(s, x->urged);
		sheet_date(s, x->urged_last);
	}
}

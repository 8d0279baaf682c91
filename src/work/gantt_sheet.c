/* A plan's tasks with their days as a table to take away. */
#include "work/gantt_web.h"
#include "work_routes.h"

static bool line(struct sheet *s, const struct gantt_line *l)
{
	const struct gantt_rows_row *x = l->row;

	if (!sheet_row(s))
		return false;
	sheet_text(s, l->label);
	sheet_text(s, x->words);
	sheet_text(s, x->lead);
	sheet_date(s, x->starts);
	sheet_date(s, x->due);
	sheet_date(s, x->baseline_starts);
	sheet_date(s, x->baseline_due);
	sheet_date(s, x->began);
	sheet_date(s, x->finished);
	sheet_text(s, l->state);
	sheet_int(s, l->days_late ? l->days_late : INT64_MIN);
	sheet_int(s, x->parts_in);
	sheet_int(s, x->parts);
	return true;
}

void gantt_sheet(struct sheet *s, const struct work_gantt_page *p)
{
	static const enum text_id days[] = { T_work_gantt_col_starts, T_work_gantt_col_due,
		T_work_gantt_col_base_starts, T_work_gantt_col_base_due, T_work_gantt_col_began,
		T_work_gantt_col_finished };

	sheet_note(s, p->head.title);
	sheet_note(s, p->head.line);
	sheet_column(s, SHEET_TEXT, T_plan_path);
	sheet_column(s, SHEET_TEXT, T_plan_task);
	sheet_column(s, SHEET_TEXT, T_plan_role_lead);
	for (size_t i = 0; i < COUNT(days); i++)
		sheet_column(s, SHEET_DATE, days[i]);
	sheet_column(s, SHEET_TEXT, T_work_gantt_col_state);
	sheet_column(s, SHEET_INT, T_work_gantt_col_late);
	sheet_column(s, SHEET_INT, T_work_gantt_col_parts_in);
	sheet_column(s, SHEET_INT, T_work_gantt_col_parts);
	LIST_EACH(g, &p->groups)
		LIST_EACH(l, &g->lines)
			if (!line(s, l))
				return;
	LIST_EACH(l, &p->undated)
		if (!line(s, l))
			return;
}

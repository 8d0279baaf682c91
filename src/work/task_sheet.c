/*
 * Tasks and parts as tables to take away: whole words, where pages have briefs.
 */
#include "work/task_web.h"
#include "work_routes.h"

static void due_columns(struct sheet *s)
{
	sheet_column(s, SHEET_DATE, T_plan_sheet_starts);
	sheet_column(s, SHEET_DATE, T_plan_sheet_due);
	sheet_column(s, SHEET_TEXT, T_plan_due);
}

static void due_cells(struct sheet *s, struct date starts, const struct plan_row *r)
{
	struct date last;

	sheet_date(s, starts);
	sheet_date(s, date_parse_iso(r->due_iso, &last) ? last : DATE_NONE);
	sheet_text(s, r->due);
}

static void sure_cell(struct sheet *s, enum plan_sure sure)
{
	sheet_word(s, sure == PLAN_CERTAIN  ? T_plan_certain
		      : sure == PLAN_LIKELY ? T_plan_likely
					    : T_plan_doubtful);
}

/* --- an agency's tasks */

static struct str roles_of(struct sheet *s, const struct agency_task_line *x)
{
	struct buf b = { .arena = s->arena };

	LIST_EACH(role, &x->roles)
		buf_addf(&b, "%s%.*s", b.n ? "; " : "", STR_ARG(*role));
	return buf_str(&b);
}

void agency_tasks_sheet(struct sheet *s, const struct agency_tasks_page *p)
{
	sheet_title(s, TEXT(s->arena, s->lang, T_plan_tasks_of, p->name));
	sheet_note(s, plan_role_text(s->lang, p->role));
	sheet_column(s, SHEET_TEXT, T_plan_plan);
	sheet_column(s, SHEET_TEXT, T_plan_path);
	sheet_column(s, SHEET_TEXT, T_plan_task);
	sheet_column(s, SHEET_TEXT, T_plan_role);
	due_columns(s);
	sheet_column(s, SHEET_TEXT, T_plan_sure);
	LIST_EACH(x, &p->tasks) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->plan_name);
		sheet_text(s, x->row.label);
		sheet_text(s, x->task->words);
		sheet_text(s, roles_of(s, x));
		due_cells(s, x->task->starts, &x->row);
		sure_cell(s, x->row.sure);
	}
}

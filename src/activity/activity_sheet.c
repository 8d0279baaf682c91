/*
 * Activities as tables to take away. A figure that is missing or not applicable is no number
 * there either: the column beside it says which.
 */
#include "activity/activity_sums_web.h"
#include "activity_routes.h"
#include "sheet/sheet.h"

static struct str chosen_label(const struct option *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].on && v[i].value.n)
			return v[i].label;
	return STR_NULL;
}

static void note_choice(struct sheet *s, const struct option *v, size_t n)
{
	struct str label = chosen_label(v, n);

	if (label.n)
		sheet_note(s, label);
}

static void list_columns(struct sheet *s)
{
	sheet_column(s, SHEET_TEXT, T_activity_kind);
	sheet_column(s, SHEET_TEXT, T_activity_title);
	sheet_column(s, SHEET_TEXT, T_activity_agency);
	sheet_column(s, SHEET_TEXT, T_activity_place);
	sheet_column(s, SHEET_DATE, T_activity_starts);
	sheet_column(s, SHEET_DATE, T_activity_ends);
	sheet_column(s, SHEET_TEXT, T_activity_figure);
	sheet_column(s, SHEET_INT, T_activity_number);
	sheet_column(s, SHEET_TEXT, T_activity_known_or_not);
	sheet_column(s, SHEET_TEXT, T_activity_task);
	sheet_column(s, SHEET_TEXT, T_activity_state);
	sheet_column(s, SHEET_TEXT, T_activity_entered_by);
}

static void figure_cells(struct sheet *s, const struct activity_line *l)
{
	bool known = l->counted && !l->figure.words;

	sheet_text(s, l->counted && l->field ? l->field->name[s->lang] : STR_NULL);
	if (known)
		sheet_int(s, l->row->figure);
	else
		sheet_blank(s);
	sheet_text(
		s, l->counted && l->figure.words ? text_get(s->lang, l->figure.words) : STR_NULL);
}

void activity_list_sheet(struct sheet *s, const struct activity_list_page *p)
{
	note_choice(s, p->kinds.v, p->kinds.n);
	note_choice(s, p->provinces.v, p->provinces.n);
	note_choice(s, p->states.v, p->states.n);
	LIST_EACH(x, &p->narrowed)
		sheet_note(s, x->text);
	list_columns(s);
	LIST_EACH(l, &p->lines) {
		const struct activity_page_row *x = l->row;

		if (!sheet_row(s))
			return;
		sheet_text(s, l->kind ? l->kind->name[s->lang] : x->kind);
		sheet_text(s, x->title);
		sheet_text(s, x->agency);
		sheet_text(s, x->place);
		sheet_date(s, x->starts);
		sheet_date(s, x->ends);
		figure_cells(s, l);
		sheet_text(s, l->task);
		sheet_text(s, text_get(s->lang, activity_state_text(x->state)));
		sheet_text(s, x->account_name);
	}
}

static void cell(struct sheet *s, const struct activity_cell *c)
{
	if (c->known)
		sheet_int(s, c->total);
	else
		sheet_blank(s);
}

/* One row a row of the page, sums last; beside each how many have not told the figure. */
static bool sum_row(struct sheet *s, const struct activity_sum_row *row, struct str label)
{
	if (!sheet_row(s))
		return false;
	sheet_text(s, label);
	LIST_EACH(c, &row->cells)
		cell(s, c);
	cell(s, &row->all);
	sheet_int(s, row->all.missing);
	return true;
}

void activity_sums_sheet(struct sheet *s, const struct activity_sums_page *p)
{
	sheet_note(s, p->figure);
	note_choice(s, p->kinds.v, p->kinds.n);
	note_choice(s, p->provinces.v, p->provinces.n);
	sheet_column_named(s, SHEET_TEXT, p->head);
	LIST_EACH(c, &p->columns)
		sheet_column_named(s, SHEET_INT, *c);
	sheet_column(s, SHEET_INT, T_activity_sum);
	sheet_column(s, SHEET_INT, T_activity_not_told);
	LIST_EACH(row, &p->rows)
		if (!sum_row(s, row, row->label))
			return;
	if (!sum_row(s, &p->all, text_get(s->lang, T_activity_sum)))
		return;
}

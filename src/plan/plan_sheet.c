/*
 * Plans and tasks as tables to take away: whole words, where pages have briefs, and each
 * role in a column of its own.
 */
#include "plan/plan_views_web.h"
#include "plan/plan_recipient_web.h"
#include "plan_routes.h"

/* The head and the sentence every view of a plan begins with. */
static void about_plan(struct sheet *s, const struct plan_head *h)
{
	sheet_title(s, h->title);
	sheet_note(s, h->line);
	sheet_note(s, h->basis);
}

void plan_list_sheet(struct sheet *s, const struct plan_list_page *p)
{
	if (p->q.n)
		sheet_note(s, TEXT(s->arena, s->lang, T_plan_sheet_search, p->q));
	sheet_column(s, SHEET_TEXT, T_plan_number);
	sheet_column(s, SHEET_TEXT, T_plan_title);
	sheet_column(s, SHEET_TEXT, T_plan_issuer);
	sheet_column(s, SHEET_DATE, T_plan_issued);
	sheet_column(s, SHEET_INT, T_plan_tasks);
	sheet_column(s, SHEET_INT, T_plan_unassigned);
	sheet_column(s, SHEET_INT, T_plan_doubtful);
	LIST_EACH(x, &p->plans) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->number);
		sheet_text(s, x->title);
		sheet_text(s, x->agency_name.n ? x->agency_name : x->issuer);
		sheet_date(s, x->issued);
		sheet_int(s, x->tasks);
		sheet_int(s, x->unassigned);
		sheet_int(s, x->doubtful);
	}
}

/* --- one plan */

static struct str parties_in(struct sheet *s, const struct plan_row *r, enum plan_role role)
{
	struct buf b = { .arena = s->arena };

	for (size_t i = 0; i < r->n_parties; i++) {
		const struct plan_parties_row *x = &r->parties[i];

		if (plan_role_of(x->role) != role)
			continue;
		if (b.n)
			buf_addz(&b, "; ");
		buf_add(&b, x->agency_name.n ? x->agency_name : x->name);
	}
	return buf_str(&b);
}

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

void plan_show_sheet(struct sheet *s, const struct plan_outline_page *p)
{
	about_plan(s, &p->head);
	sheet_note(s, TEXT(s->arena, s->lang, T_plan_shown,
			      str_fmt(s->arena, "%lld", (long long)p->shown),
			      str_fmt(s->arena, "%lld", (long long)p->total)));
	sheet_column(s, SHEET_TEXT, T_plan_path);
	sheet_column(s, SHEET_TEXT, T_plan_task);
	for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
		sheet_column_named(s, SHEET_TEXT, plan_role_text(s->lang, role));
	due_columns(s);
	sheet_column(s, SHEET_TEXT, T_plan_sure);
	LIST_EACH(g, &p->groups)
		LIST_EACH(r, &g->rows) {
			if (!sheet_row(s))
				return;
			sheet_text(s, r->label);
			sheet_text(s, r->task->words);
			for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
				sheet_text(s, parties_in(s, r, role));
			due_cells(s, r->task->starts, r);
			sure_cell(s, r->sure);
		}
}

void plan_matrix_sheet(struct sheet *s, const struct plan_matrix_page *p)
{
	about_plan(s, &p->head);
	sheet_note(s, text_get(s->lang, T_plan_matrix_caption));
	sheet_column(s, SHEET_TEXT, T_plan_agency);
	for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
		sheet_column_named(s, SHEET_INT, plan_role_text(s->lang, role));
	sheet_column(s, SHEET_INT, T_plan_total);
	LIST_EACH(l, &p->lines) {
		if (!sheet_row(s))
			return;
		sheet_text(s, l->name);
		for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
			sheet_int(s, l->counts[role]);
		sheet_int(s, l->total);
	}
}

void plan_recipient_list_sheet(struct sheet *s, const struct plan_recipient_list_page *p)
{
	about_plan(s, &p->head);
	sheet_column(s, SHEET_TEXT, T_plan_recipient);
	sheet_column(s, SHEET_TEXT, T_plan_purpose);
	sheet_column(s, SHEET_TEXT, T_plan_recipient_as_written);
	sheet_column(s, SHEET_TEXT, T_plan_agency);
	LIST_EACH(l, &p->lines) {
		struct buf names = { .arena = s->arena };

		if (!sheet_row(s))
			return;
		LIST_EACH(x, &l->agencies)
			buf_addf(&names, "%s%.*s", names.n ? "; " : "", STR_ARG(x->name));
		sheet_text(s, l->row->name);
		sheet_word(s, plan_recipient_purpose_text(l->purpose));
		sheet_text(s, l->row->words);
		sheet_text(s, buf_str(&names));
	}
}

/*
 * Money as JSON and as a table.
 */
#include "budget/budget_web.h"

static void amount_json(struct json *j, const char *name, int64_t v)
{
	if (v == DB_NULL)
		json_null(j, name);
	else
		json_int(j, name, v);
}

static void sum_json(struct json *j, const char *name, const struct budget_sum *sum)
{
	json_object(j, name);
	amount_json(j, "total", sum->total);
	json_int(j, "missing", sum->missing);
	json_close(j);
}

void budget_list_json(struct json *j, const struct budget_list_page *p)
{
	amount_json(j, "plan_id", p->plan ? p->plan : DB_NULL);
	json_str(j, "plan", p->plan_name);
	json_int(j, "year", p->year);
	json_list(j, "lines");
	LIST_EACH(x, &p->lines) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_int(j, "agency_id", x->agency_id);
		json_str(j, "agency", x->agency_name);
		json_str(j, "source", x->source);
		amount_json(j, "asked", x->asked);
		amount_json(j, "granted", x->granted);
		amount_json(j, "spent", x->spent);
		json_str(j, "proposal", x->proposal);
		json_str(j, "decision", x->decision);
		json_int(j, "version", x->version);
		json_close(j);
	}
	json_end(j);
	json_object(j, "sums");
	sum_json(j, "asked", &p->sums.asked);
	sum_json(j, "granted", &p->sums.granted);
	sum_json(j, "spent", &p->sums.spent);
	json_close(j);
	json_list(j, "not_asked");
	LIST_EACH(x, &p->silent)
		json_int(j, NULL, x->agency_id);
	json_end(j);
}

void budget_list_sheet(struct sheet *s, const struct budget_list_page *p)
{
	sheet_note(s, p->plan_name);
	sheet_note(s, TEXT(s->arena, s->lang, T_budget_caption,
			      str_fmt(s->arena, "%lld", (long long)p->year)));
	sheet_column(s, SHEET_TEXT, T_budget_agency);
	sheet_column(s, SHEET_TEXT, T_budget_source);
	sheet_column(s, SHEET_INT, T_budget_asked);
	sheet_column(s, SHEET_INT, T_budget_granted);
	sheet_column(s, SHEET_INT, T_budget_spent);
	sheet_column(s, SHEET_TEXT, T_budget_proposal);
	sheet_column(s, SHEET_TEXT, T_budget_decision);
	LIST_EACH(x, &p->lines) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->agency_name);
		sheet_text(s, budget_source_text(s->lang, budget_source_of(x->source)));
		sheet_int(s, x->asked);
		sheet_int(s, x->granted);
		sheet_int(s, x->spent);
		sheet_text(s, x->proposal);
		sheet_text(s, x->decision);
	}
}

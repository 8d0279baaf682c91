/*
 * Registers as JSON and as a table.
 */
#include "publish/publish_web.h"

void paper_list_json(struct json *j, const struct paper_list_page *p)
{
	json_list(j, "papers");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_int(j, "agency_id", x->agency_id);
		json_str(j, "agency", x->agency_name);
		json_str(j, "kind", x->kind);
		json_int(j, "year", x->year);
		json_int(j, "number", x->number);
		json_str(j, "symbol", x->symbol);
		json_str(j, "abstract", x->abstract);
		json_date(j, "day", x->day);
		json_str(j, "state", x->state);
		json_str(j, "reason", x->reason);
		json_str(j, "sha256", x->digest);
		json_close(j);
	}
	json_end(j);
	if (p->next)
		json_int(j, "next_after", p->next);
}

void paper_show_json(struct json *j, const struct paper_show_page *p)
{
	const struct paper_by_id_row *n = &p->n;

	json_int(j, "id", n->id);
	json_int(j, "version", n->version);
	json_int(j, "agency_id", n->agency_id);
	json_str(j, "agency", n->agency_name);
	json_str(j, "kind", n->kind);
	json_int(j, "year", n->year);
	json_int(j, "number", n->number);
	json_str(j, "symbol", n->symbol);
	json_str(j, "abstract", n->abstract);
	json_date(j, "day", n->day);
	json_str(j, "state", n->state);
	json_str(j, "reason", n->reason);
	json_str(j, "by", n->account_name);
	json_time(j, "taken", n->taken);
	json_str(j, "ended_by", n->ended_by);
	json_str(j, "file", n->file_name);
	json_str(j, "sha256", n->digest);
}

void paper_list_sheet(struct sheet *s, const struct paper_list_page *p)
{
	sheet_column(s, SHEET_INT, T_publish_number);
	sheet_column(s, SHEET_TEXT, T_publish_symbol);
	sheet_column(s, SHEET_DATE, T_publish_day);
	sheet_column(s, SHEET_TEXT, T_publish_kind);
	sheet_column(s, SHEET_TEXT, T_publish_abstract);
	sheet_column(s, SHEET_TEXT, T_publish_agency);
	sheet_column(s, SHEET_TEXT, T_publish_taken_by);
	sheet_column(s, SHEET_TEXT, T_publish_state);
	sheet_column(s, SHEET_TEXT, T_publish_reason);
	LIST_EACH(x, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_int(s, x->number);
		sheet_text(s, x->symbol);
		sheet_date(s, x->day);
		sheet_text(s, register_kind_text(s->lang, x->kind));
		sheet_text(s, x->abstract);
		sheet_text(s, x->agency_name);
		sheet_text(s, x->account_name);
		sheet_text(s, register_state_text(s->lang, x->state));
		sheet_text(s, x->reason);
	}
}

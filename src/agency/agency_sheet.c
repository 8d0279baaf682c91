/* The list of agencies as a table to take away. */
#include "agency/agency_web.h"
#include "agency_routes.h"

void agency_list_sheet(struct sheet *s, const struct agency_list_page *p)
{
	sheet_note(s, TEXT(s->arena, s->lang, T_agency_list_on, date_vi(s->arena, p->on),
			      str_fmt(s->arena, "%lld", (long long)p->pager.total)));
	sheet_column(s, SHEET_TEXT, T_agency_code);
	sheet_column(s, SHEET_TEXT, T_agency_name);
	sheet_column(s, SHEET_TEXT, T_agency_abbr);
	sheet_column(s, SHEET_TEXT, T_agency_kind);
	sheet_column(s, SHEET_TEXT, T_agency_level);
	sheet_column(s, SHEET_TEXT, T_agency_place);
	sheet_column(s, SHEET_DATE, T_agency_first_day);
	sheet_column(s, SHEET_DATE, T_agency_last_day);
	sheet_column(s, SHEET_TEXT, T_agency_state);
	LIST_EACH(a, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_text(s, a->code);
		sheet_text(s, a->name);
		sheet_text(s, a->abbr);
		sheet_word(s, agency_kind_text(a->kind));
		sheet_word(s, agency_level_text(a->level));
		sheet_text(s, a->place);
		sheet_date(s, a->valid_from);
		sheet_date(s, a->valid_to);
		sheet_text(s, a->verified ? STR_NULL : text_get(s->lang, T_agency_unverified));
	}
}
